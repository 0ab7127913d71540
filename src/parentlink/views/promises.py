"""Promises as a table: who must not be taken for a family of today says so beside the name."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from parentlink.usecases.promises import PromiseRow
from parentlink.views import output


class _Line(NamedTuple):
    id: int
    family: str
    what: str
    made_on: date
    due_on: date
    school_days_overdue: int | None
    staff: str
    state: str


def promise_lines(rows: Sequence[PromiseRow]) -> list[str]:
    """Aligned columns."""
    return output.as_plain(_lines(rows)).splitlines()


def promise_table(rows: Sequence[PromiseRow]) -> Any:
    """The same for the screen."""
    return output.generic_table(_lines(rows))


def _lines(rows: Sequence[PromiseRow]) -> list[_Line]:
    return [
        _Line(row.id, f"{row.family} (archived)" if row.archived else row.family, *row[2:8])
        for row in rows
    ]
