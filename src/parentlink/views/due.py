"""What is due, on the screen and on plain lines; and the first words to somebody new."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from parentlink.usecases.due import DueRow
from parentlink.views.gate import one_line

_SHOWN = 20  # of each kind, on a screen
_ALL = "all of them: the same line with > due.txt"  # whatever its options were
WELCOME = (
    "Welcome to parentlink. Nothing is on file yet. You might begin with one of:",
    "  parentlink demo                       a sample tutor group to try things on",
    "  parentlink import families FILE.csv   your class from the school's export",
    '  parentlink family add Okafor --pupil "Ada Okafor, 7KM" --carer "Jo Okafor"',
    "  parentlink init                       a few questions to set things up",
)


def due_lines(rows: Sequence[DueRow]) -> list[str]:
    """One line for each thing to do."""
    return [
        one_line(f"{row.kind:<12}  {row.family} (f{row.family_id}): {row.what}") for row in rows
    ]


def due_view(rows: Sequence[DueRow]) -> Any:
    """The same for the screen: of a whole school the first of each kind."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for kind, group in groupby(rows, key=lambda row: row.kind):
        these = [*group]
        for row in these[:_SHOWN]:
            table.add_row(
                Text(kind, style="dim"),
                Text(one_line(f"{row.family} (f{row.family_id})"), style="bold"),
                Text(one_line(row.what.removeprefix("positive call: "))),
            )
        if (more := len(these) - _SHOWN) > 0:
            table.add_row("", Text(f"... and {more:,} more"), Text(_ALL))
    return table
