"""In which order the days of a column are written: 03/04/2015 alone does not say it.

Days are read day first. A column that shows another order is refused, because some of its days
would be read wrongly and nobody would see it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.exchange.sheet import BrokenFile, Problem, Row, Sheet
from parentlink.parse.dates import MONTHS, make_day, spreadsheet_day
from parentlink.parse.file_days import parse_file_day
from parentlink.parse.names import shorten

_WRITTEN = re.compile(r"\s*'?((\d{1,2})([/.\-])(\d{1,2})\3(\d{4}))(?!\d)")
_DATE = re.compile(r"(\d{4}-\d\d-(\d\d))(?!\d)")  # as a workbook keeps a day
_MONTHS = 12
_ENOUGH = 4  # days; by chance 4 of 4 lie before the 13th in one file of 40
_MOST_DATES = 40  # of a column that are looked at for whether they lie in one month
_MOST_KNOWN = 8_192  # cells of a column; a file has few days and many rows
_EXPORT_AGAIN = (
    "Please export the file again, and import it without opening it, or open it with the region "
    "set to the United Kingdom."
)


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
        self._columns = [
            (at, _Column(sheet.headings[at], bool(sheet.titles))) for at in sorted(set(places))
        ]

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
        bare += [column.maybe_turned() for _, column in self._columns if column.is_turned]
        if any(column.day_first for _, column in self._columns):
            return bare
        return [column.doubt() for _, column in self._columns if column.either] + bare


class _Column:
    """The first day of each kind in one column."""

    def __init__(self, heading: str, is_book: bool) -> None:
        self.heading = heading
        self._is_book = is_book
        self.known: set[str] = set()
        self.day_first: Seen | None = None
        self.month_first: Seen | None = None
        self.either: Seen | None = None
        self.bare: Seen | None = None
        self.dates: list[Seen] = []  # different ones that may be turned round
        self.is_sound = False  # whether a day shows that no program turned them round

    def look(self, row: int, cell: str) -> None:
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known.add(cell)
        if found := _WRITTEN.match(cell):
            self._written(row, found)
        elif self._is_book and (found := _DATE.match(cell)):
            self.is_sound = self.is_sound or int(found[2]) > _MONTHS
            if len(self.dates) < _MOST_DATES:
                self.dates.append(Seen(row, found[1]))
        elif not self.bare and spreadsheet_day(cell):
            self.bare = Seen(row, cell.strip())

    def _written(self, row: int, found: re.Match[str]) -> None:
        one, two, year = int(found[2]), int(found[4]), int(found[5])
        seen = Seen(row, found[1])
        day_first, month_first = _is_day(year, two, one), _is_day(year, one, two)
        self.is_sound = self.is_sound or (day_first and month_first)
        if day_first and month_first and one != two:
            self.either = self.either or seen
        elif day_first and not month_first:
            self.day_first = self.day_first or seen
        elif month_first and not day_first:
            self.month_first = self.month_first or seen

    @property
    def is_turned(self) -> bool:
        """Whether a program set to American dates may have turned round what it took for dates.

        Of days written day first it makes dates of those up to the twelfth, month and day
        exchanged, and leaves the others as text.
        """
        return bool(self.dates and self.day_first) and not self.is_sound

    @property
    def _is_of_one_month(self) -> bool:
        """Whether most lie in one month, as days of admission do, and would not if turned round."""
        months = Counter(text[5:7] for _, text in self.dates)
        days = Counter(text[8:] for _, text in self.dates)
        most = max(months.values())
        return 4 * most >= 3 * len(self.dates) and most > max(days.values())

    def problem(self) -> Problem | None:
        """Why the column cannot be read, if its days have the month in front."""
        if self.is_turned and len(self.dates) >= _ENOUGH and not self._is_of_one_month:
            row, text = self.dates[0]
            return Problem(row, self.heading, text, f"{self._turned()} {_EXPORT_AGAIN}")
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

    def _turned(self) -> str:
        day, other = self.dates[0].text, self.day_first or Seen(0, "")
        return (
            f'"{day}" is a date of the workbook, "{other.text}" in row {other.row} is text, and no '
            "date lies after the 12th of a month. A column looks like this when a program set to "
            "American dates has opened the file: it turns month and day round."
        )

    def maybe_turned(self) -> str:
        """The same of too few dates to be certain."""
        row = self.dates[0].row
        return (
            f'Under "{shorten(self.heading)}", row {row}: {self._turned()} Please compare one with '
            "the school's records."
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
