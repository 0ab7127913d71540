"""Options that several commands share, said the same way everywhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from parentlink.commands import completing
from parentlink.views.output import Form

if TYPE_CHECKING:
    from parentlink.usecases.calls import Scope

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


def scope_of(group: str | None, staff: str | None, year: str | None, everyone: bool) -> "Scope":
    """Whose families are meant; what was not said is not parsed, and costs nothing."""
    from parentlink.usecases.calls import Scope

    if sum((group is not None, staff is not None, year is not None, everyone)) > 1:
        from parentlink.errors import Unreadable

        raise Unreadable("Please choose one of --group, --staff, --year and --everyone.")
    if group is None and year is None:
        return Scope(None, staff, None, everyone)
    from parentlink.parse.people import parse_group, parse_year

    return Scope(
        parse_group(group) if group else None, staff, parse_year(year) if year else None, everyone
    )
