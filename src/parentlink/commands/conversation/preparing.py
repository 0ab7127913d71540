"""conversation prepare: one screen before the conversation."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, WhoArgument
from parentlink.errors import Unreadable
from parentlink.usecases import preparing as usecase
from parentlink.views import preparing as view
from parentlink.workspace import Workspace


def prepare(
    ctx: typer.Context,
    who: WhoArgument,
    restricted: Annotated[
        str | None,
        typer.Option(
            "--restricted",
            metavar="WHY",
            help="Show restricted answers too; why is kept in the history.",
        ),
    ] = None,
    form: Format = None,
) -> None:
    """Show what to know before a conversation, on one screen.

    What they told us last time, what was agreed and how it went, good news, whom to talk with and
    what not to raise; questions to open with, and how to listen.
    """
    work: Workspace = ctx.obj
    if restricted is None:
        with work.reading() as store:
            brief = usecase.prepare(store, who, work.today, None)
    else:
        why = _reason(restricted)
        with work.writing("conversation prepare", create=False) as store:
            brief = usecase.prepare(store, who, work.today, why)
    work.show(brief, form, view=view.brief_view, plain=view.brief_lines)


def _reason(text: str) -> str:
    if not text.strip():
        raise Unreadable('Please say why you look at them: --restricted "the reason".')
    return " ".join(text.split())
