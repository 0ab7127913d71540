"""A row of one of several sheets that are read as one file: two of them have each a row 2."""

from collections.abc import Sequence
from itertools import groupby

from parentlink.parse.names import shorten

_BITS = 24  # of the number of a row; a sheet of Excel has room for a million
MOST_NAMED = 5  # of rows or cells in one sentence
Packed = int | tuple[int, str]


class RowOfSheet(int):
    """Where a row stands. As a number it comes once, in the order of the sheets.

    In words it names the sheet, so "Row {row}" says all there is to say.
    """

    sheet: str

    def __new__(cls, at: int, sheet: str) -> "RowOfSheet":
        """The row whose place in the file is `at`, as `in_sheet` gives it."""
        row = super().__new__(cls, at)
        row.sheet = sheet
        return row

    @property
    def number(self) -> int:
        """As the sheet itself counts."""
        return int(self) % (1 << _BITS)

    def __str__(self) -> str:
        return f'{self.number} of sheet "{shorten(self.sheet)}"'


def in_sheet(place: int, sheet: str, number: int) -> RowOfSheet:
    """The row of this number in the sheet that stands in this place among those that are read."""
    return RowOfSheet((place << _BITS) + number, sheet)


def sheet_and_number(row: int) -> tuple[str | None, int]:
    """Where a row stands, in two parts; without a sheet where there is only one."""
    return (row.sheet, row.number) if isinstance(row, RowOfSheet) else (None, row)


def like(row: int, number: int) -> int:
    """The row of this number in the same sheet."""
    if isinstance(row, RowOfSheet):
        return RowOfSheet(int(row) - row.number + number, row.sheet)
    return number


def rows_named(rows: Sequence[int]) -> str:
    """ "row 3", "rows 3, 5 and 9", "rows 3, 5, 7, 8, 9 and 12 more"."""
    rows = sorted(set(rows))
    named = _in_words(rows[:MOST_NAMED])
    return f"row{'s' * (len(rows) > 1)} {first_of(named, len(rows))}"


def first_of(named: Sequence[str], count: int) -> str:
    """The names of the first of so many things: "3", "3 and 5", "3, 5 and 12 more"."""
    *most, last = [*named, f"{count - len(named):,} more"] if count > len(named) else named
    return f"{', '.join(most)} and {last}" if most else last


def _in_words(rows: Sequence[int]) -> list[str]:
    """Rows to be listed: of those that follow each other in one sheet the last one names it."""
    named: list[str] = []
    for _, of_sheet in groupby(rows, lambda row: sheet_and_number(row)[0]):
        *most, last = of_sheet
        named += [*(str(sheet_and_number(row)[1]) for row in most), str(last)]
    return named


def packed(row: int) -> Packed:
    """A row as plain values, to be put aside."""
    return (int(row), row.sheet) if isinstance(row, RowOfSheet) else row


def unpacked(row: Packed) -> int:
    """A row that was put aside."""
    return RowOfSheet(*row) if isinstance(row, tuple) else row
