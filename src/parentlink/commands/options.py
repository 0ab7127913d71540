"""Options that several commands share, said the same way everywhere."""

from typing import Annotated

import typer

from parentlink.commands import completing
from parentlink.views.output import Form

Format = Annotated[
    Form | None,
    typer.Option("--format", metavar="table|json|csv", help="How to write the answer."),
]
WhoArgument = Annotated[
    str,
    typer.Argument(
        metavar="WHO",
        help="A family, carer or pupil; a phone number, UPN or id.",
        autocompletion=completing.families,
    ),
]
Group = Annotated[str | None, typer.Option("--group", metavar="7KM", help="Only this tutor group.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]
