"""good-news: something to celebrate, offered as the opener of the next call."""

import os
import sys
from datetime import date
from typing import Annotated

import typer

from parentlink.errors import Unreadable
from parentlink.parse.moments import refuse_long_ago
from parentlink.parse.names import clean_text, shorten
from parentlink.parse.people import parse_group
from parentlink.parse.when import parse_day
from parentlink.usecases import good_news
from parentlink.views.gate import one_line
from parentlink.views.output import Form
from parentlink.workspace import Workspace

LONGEST = 500

app = typer.Typer(
    help="Something to celebrate with the next call.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("add")
def add(
    ctx: typer.Context,
    pupil: Annotated[str, typer.Argument(metavar="PUPIL", help="A name, a UPN or an id (p12).")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it is; - reads a pipe.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="WHEN", help='"fri", "13/05"; today.')
    ] = None,
) -> None:
    """Keep good news about a pupil for the next call home.

    For example:

    parentlink good-news add "Ada Okafor" "Explained fractions to the class"
    """
    work: Workspace = ctx.obj
    words, day = _words(text), _day(work, on)
    token = os.urandom(8).hex()
    with work.writing("good-news add") as store:
        meant, slip = good_news.pupil_meant(store, pupil, work.today)
        made = good_news.add(store, meant, words, day, work.writer, token)
    if slip:
        work.say(slip)
    work.tell(
        f"Good news {made} about {one_line(meant.name)} waits for the next call home. "
        "Undo: parentlink undo"
    )


@app.command("list")
def list_news(
    ctx: typer.Context,
    group: Annotated[
        str | None, typer.Option("--group", metavar="7KM", help="Of one tutor group.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Told already, and pupils who left, as well.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TABLE,
) -> None:
    """List the good news that waits to be told, newest first."""
    work: Workspace = ctx.obj
    wanted = parse_group(group) if group else None
    with work.reading() as store:
        found: list[good_news.News] | list[good_news.Waiting] = (
            good_news.every(store, wanted)
            if everything
            else good_news.waiting(store, wanted, work.today)
        )
    work.show(found, form, empty="No good news is waiting. Add some: parentlink good-news add")


def _words(text: str) -> str:
    """The news as typed; `-` reads it from a pipe."""
    if text == "-":
        try:
            text = sys.stdin.read()
        except UnicodeDecodeError:
            raise Unreadable(
                "What was piped in is not UTF-8 text. Please save it as UTF-8."
            ) from None
    words = clean_text(text, "the good news", LONGEST).strip()
    if not words:
        raise Unreadable("There is nothing in the good news: please type a few words.")
    return words


def _day(work: Workspace, text: str | None) -> date:
    day = parse_day(text, work.today, "past") if text else work.today
    if day > work.today:
        raise Unreadable(
            f"{shorten(text or '')!r} is still to come. Good news is kept once it has happened: "
            "try --on yesterday, or leave --on out for today."
        )
    refuse_long_ago(text or "", day, work.today)
    return day
