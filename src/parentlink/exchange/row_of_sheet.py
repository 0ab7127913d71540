"""A row of one of several sheets that are read as one file: two of them have each a row 2."""

from collections.abc import Sequence
from itertools import pairwise

from parentlink.parse.names import shorten

_BITS = 24  # of the number of a row; a sheet of Excel has room for a million
_NAMED = 5
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


def in_words(rows: Sequence[int]) -> list[str]:
    """Rows to be listed: of those that follow each other in one sheet the last one names it."""
    places = [*map(sheet_and_number, rows)]
    follows = [one[0] == other[0] for one, other in pairwise(places)] + [False]
    return [
        str(number if goes_on else row)
        for row, (_, number), goes_on in zip(rows, places, follows[: len(rows)], strict=True)
    ]


def rows_named(rows: Sequence[int]) -> str:
    """ "row 3", "rows 3, 5 and 9", "rows 3, 5, 7, 8, 9 and 12 more"."""
    rows = sorted(set(rows))
    if len(rows) == 1:
        return f"row {rows[0]}"
    named = in_words(rows[:_NAMED])
    last = f"{len(rows) - _NAMED:,} more" if len(rows) > _NAMED else named.pop()
    return f"rows {', '.join(named)} and {last}"


def packed(row: int) -> Packed:
    """A row as plain values, to be put aside."""
    return (int(row), row.sheet) if isinstance(row, RowOfSheet) else row


def unpacked(row: Packed) -> int:
    """A row that was put aside."""
    return RowOfSheet(*row) if isinstance(row, tuple) else row
