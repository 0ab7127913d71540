"""`parentlink demo`: a sample file to try things on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parentlink.settings import typed_path
from parentlink.workspace import Workspace


class Size(StrEnum):
    """How large a sample."""

    GROUP = "group"
    SCHOOL = "school"
    TRUST = "trust"


def demo(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to make.")] = Path("parentlink-demo.db"),
    size: Annotated[
        Size,
        typer.Option(
            help="group: 7KM and its 30 pupils. school: 1,200 families, five years. "
            "trust: 60,000 families and 10 million contacts, for measuring (2.5 GB, minutes)."
        ),
    ] = Size.GROUP,
    seed: Annotated[int, typer.Option(help="The same seed gives the same data.")] = 1,
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day to tell the story from.")
    ] = None,
) -> None:
    """Make a sample file to try things on.

    Every family in it is invented, and the telephone numbers are those kept free for drama.
    """
    from parentlink.parse.when import parse_day
    from parentlink.usecases.demo.build import PLANS, build

    work: Workspace = ctx.obj
    if size is Size.TRUST:
        work.say("Making 10 million contacts: this takes a few minutes and 2.5 GB.")
    day = parse_day(today, work.today, "past") if today else work.today
    file = typed_path(file)
    made = build(file, PLANS[size], seed, day)
    named = f'"{file}"' if " " in str(file) else str(file)
    work.tell(
        f"Made a sample at {file}: {made.families:,} families, {made.pupils:,} pupils, "
        f"{made.contacts:,} contacts since {made.since.day} {made.since:%b %Y}. "
        "Every one of them is invented.",
        f'Next: parentlink --db {named} --staff "Ms Reid" who-needs-a-positive-call',
    )
