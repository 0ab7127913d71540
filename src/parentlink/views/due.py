"""What is due, on the screen and on plain lines; and the first words to somebody new."""

from collections.abc import Sequence
from typing import Any

from parentlink.usecases.due import DueRow
from parentlink.views.gate import one_line

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
    """The same for the screen."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    for row in rows:
        table.add_row(
            Text(row.kind, style="dim"),
            Text(one_line(f"{row.family} (f{row.family_id})"), style="bold"),
            Text(one_line(row.what)),
        )
    return table
