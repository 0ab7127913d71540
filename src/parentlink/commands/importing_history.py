"""`parentlink import history`."""

from typing import Annotated

import typer

from parentlink.commands.options import Format
from parentlink.usecases import import_history
from parentlink.views.import_history import history_lines, history_view
from parentlink.workspace import Workspace

app = typer.Typer(rich_markup_mode=None)


@app.command("history")
def history(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many to show.")] = 20,
    form: Format = None,
) -> None:
    """What was imported, when and by whom, newest first.

    To take one back: parentlink undo --import N, by the number at the start of its line.
    """
    work: Workspace = ctx.obj
    with work.reading() as store:
        past = import_history.history(store, limit)
    work.show(
        past,
        form,
        view=history_view,
        plain=history_lines,
        empty="Nothing has been imported yet.",
    )
