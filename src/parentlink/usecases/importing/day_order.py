"""In which order the days of a column are written: 03/04/2015 alone does not say it.

Days are read day first. A column that shows another order is refused, because some of its days
would be read wrongly and nobody would see it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.exchange.sheet import BrokenFile, Problem, Row, Sheet
from parentlink.parse.dates import MONTHS, make_day, spreadsheet_day
from parentlink.parse.file_days import parse_file_day
from parentlink.parse.names import shorten

_WRITTEN = re.compile(r"\s*'?((\d{1,2})([/.\-])(\d{1,2})\3(\d{4}))(?!\d)")
_MOST_KNOWN = 8_192  # cells of a column; a file has few days and many rows


class Seen(NamedTuple):
    """A day as it is written, and its row."""

    row: int
    text: str


def places_of_days(columns: Mapping[str, int]) -> Iterator[int]:
    """The columns that hold days in the tables other than families, where all go by such names."""
    return (at for name, at in columns.items() if name == "date" or name.endswith("_on"))


class DayOrders:
    """What the days in some columns of a file show of their order."""

    def __init__(self, sheet: Sheet, places: Iterable[int]) -> None:
        self._name = sheet.name
        self._columns = [(at, _Column(sheet.headings[at])) for at in sorted(set(places))]

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, looked at as they go by. Raises BrokenFile: a column has the month in front."""
        for row, cells in rows:
            for at, column in self._columns:
                if cells[at] not in column.known:
                    column.look(row, cells[at])
            yield row, cells
        for _, column in self._columns:
            if problem := column.problem():
                raise BrokenFile(problem, self._name)

    def warnings(self) -> list[str]:
        """A sentence for each column whose days may all be meant either way, or are bare numbers.

        Nothing is said where another column of the file shows that its days stand in front.
        """
        bare = [column.as_numbers() for _, column in self._columns if column.bare]
        if any(column.day_first for _, column in self._columns):
            return bare
        return [column.doubt() for _, column in self._columns if column.either] + bare


class _Column:
    """The first day of each kind in one column."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.known: set[str] = set()
        self.day_first: Seen | None = None
        self.month_first: Seen | None = None
        self.either: Seen | None = None
        self.bare: Seen | None = None

    def look(self, row: int, cell: str) -> None:
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known.add(cell)
        if found := _WRITTEN.match(cell):
            one, two, year = int(found[2]), int(found[4]), int(found[5])
            seen = Seen(row, found[1])
            day_first, month_first = _is_day(year, two, one), _is_day(year, one, two)
            if day_first and month_first and one != two:
                self.either = self.either or seen
            elif day_first and not month_first:
                self.day_first = self.day_first or seen
            elif month_first and not day_first:
                self.month_first = self.month_first or seen
        elif not self.bare and spreadsheet_day(cell):
            self.bare = Seen(row, cell.strip())

    def problem(self) -> Problem | None:
        """Why the column cannot be read, if its days have the month in front."""
        if not self.month_first:
            return None
        row, text = self.month_first
        if self.day_first:
            other = self.day_first
            why = (
                f'"{text}" has the month in front and "{other.text}" in row {other.row} the day, '
                "so nobody can tell which way round the other days of the column are."
            )
        else:
            why = (
                f'"{text}" has the month in front, as Americans write it, and days are read day '
                "first, so the other days of the column would be read wrongly."
            )
        first, month, year = re.split(r"[/.\-]", text)
        remedy = (
            f' Please have the column written one way, best with the year in front ("{year}-'
            f'{first:0>2}-{month:0>2}"), and export the file again. If only this row is wrong, '
            "correct it."
        )
        return Problem(row, self.heading, shorten(text), why + remedy)

    def as_numbers(self) -> str:
        """How days are read that a spreadsheet left as bare numbers."""
        row, text = self.bare or Seen(0, "")
        return (
            f'Under "{shorten(self.heading)}" a day stands as a spreadsheet counts them ({text} in '
            f"row {row}, read as {_in_words(text)}). Please compare one with the school's records."
        )

    def doubt(self) -> str:
        """How the days are read, when nothing in the column shows whether that is right."""
        if self.either is None:
            return ""
        row, text = self.either
        return (
            f'Days under "{shorten(self.heading)}" are read day first ("{text}" in row {row} as '
            f"{_in_words(text)}), and none of them shows that this is right. If the month stands "
            "in front, please export them with the year in front."
        )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        make_day(year, month, day, "")
    except Unreadable:
        return False
    return True


def _in_words(text: str) -> str:
    try:
        day: date = parse_file_day(text)
    except Unreadable:
        return text
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
