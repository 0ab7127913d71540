"""setting: see or change how parentlink works."""

from typing import Annotated

import typer

from parentlink.parse.names import clean_text
from parentlink.settings import BY_NAME
from parentlink.usecases import preferences
from parentlink.views.gate import one_line
from parentlink.views.output import Form
from parentlink.workspace import Workspace

LONGEST = 500

app = typer.Typer(
    help="See or change how parentlink works.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name from `setting list`.")]


@app.command("list")
def list_settings(
    ctx: typer.Context,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TABLE,
) -> None:
    """List every setting: its value, its default, and what it means."""
    work: Workspace = ctx.obj
    with work.reading() as store:
        found = preferences.listed(store)
    work.show(found, form)


@app.command("set")
def set_value(
    ctx: typer.Context,
    name: Name,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it shall be.")],
) -> None:
    """Change one setting.

    For example:

    parentlink setting set call_gap_days 7
    """
    known, text = preferences.understood(name, clean_text(value, "the value", LONGEST))
    _choose(ctx.obj, "setting set", known, text)


@app.command("reset")
def reset(ctx: typer.Context, name: Name) -> None:
    """Put one setting back to its default."""
    known = preferences.known(name)
    _choose(ctx.obj, "setting reset", known, BY_NAME[known].default)


def _choose(work: Workspace, command: str, name: str, value: str) -> None:
    with work.writing(command) as store:
        chosen = preferences.choose(store, name, value)
    if chosen.was == chosen.now:
        work.tell(one_line(f"{name} is {value} already; nothing was changed."))
    else:
        now, was = (each or "empty" for each in (value, chosen.was))
        work.tell(one_line(f"{name} is now {now} (was {was}). Undo: parentlink undo"))
