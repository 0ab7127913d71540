"""find: search names, phone numbers and notes."""

from typing import Annotated

import typer

from parentlink.commands.options import Format
from parentlink.workspace import Workspace


def find(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="Part of a name, number or note.")
    ],
    most: Annotated[
        int, typer.Option("--limit", min=1, max=100_000, metavar="N", help="How many at most.")
    ] = 50,
    form: Format = None,
) -> None:
    """Search names, phone numbers and notes."""
    from parentlink.parse.names import shorten
    from parentlink.usecases import find as usecase
    from parentlink.views.find import found_lines, found_list
    from parentlink.views.people import protect_found

    work: Workspace = ctx.obj
    text = " ".join(words)
    with work.reading() as store:
        found = usecase.find(store, text, most)
        blocked = usecase.blocked_among(store, found)
    for sentence in protect_found(blocked):
        work.say(sentence)
    empty = f"Nothing on file with {shorten(text)!r}."
    work.show(found, form, view=found_list, plain=found_lines, empty=empty)
