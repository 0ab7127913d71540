"""What a workbook shows beside the texts of its cells: notes on them, a line through them, colours,
hidden rows, and boxes with text.

An office writes "DO NOT CALL" into a note, and strikes out whoever is not to be rung any more. So a
note is read as one more column of its row, and a row in which something is struck out is refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from parentlink.exchange.columns import column_letters
from parentlink.exchange.merged import Merged, Reach
from parentlink.exchange.row_of_sheet import (
    MOST_NAMED,
    first_of,
    like,
    rows_named,
    sheet_and_number,
)
from parentlink.exchange.sheet import LONGEST_CELL, Problem, Refused, Row, Sheet
from parentlink.exchange.standing_out import Look, Looks, StandingOut
from parentlink.parse.names import shorten

NOTES = "notes on cells"
_FROM_EXCEL_365 = "[Threaded comment]"  # a sentence about old versions, and then what was written
STRUCK_OUT = "struck out in the workbook"
_STRUCK_OUT = (
    f"This is {STRUCK_OUT}, so it may not hold any more. Please delete the row, or "
    "what is struck out in it; or take the line away (Format Cells, Font, Strikethrough)."
)


class Marks:
    """The marks of one sheet by row and column, both from 1; those of a stream come as it is read.

    `left` is how many columns stand before the first that the rows have.
    """

    def __init__(self) -> None:
        self.left = 0
        self.has_box = False
        self.hidden: set[int] = set()
        self.reaches: Sequence[Reach] = ()  # merged cells, whose marks count for each of the rows
        self.notes: dict[int, dict[int, str]] = {}
        self.struck: dict[int, list[int]] = {}
        self.painted: dict[int, Look] = {}  # with columns from 1

    def __bool__(self) -> bool:
        marks = self.notes or self.struck or self.hidden or self.reaches or self.painted
        return bool(marks)

    def add_note(self, row: int, column: int, text: str) -> None:
        """Keep a note; of two on one cell both."""
        text = " ".join(text.split())
        if text.startswith(_FROM_EXCEL_365):
            text = text.partition("Comment:")[2].strip()
        if not text:
            return
        notes = self.notes.setdefault(row, {})
        before = notes.get(column, "")
        if text not in before:  # one with answers stands in the file twice
            notes[column] = f"{before} {text}".strip()[:LONGEST_CELL]

    def strike(self, row: int, column: int) -> None:
        """A cell, or a part of it, is struck out."""
        self.struck.setdefault(row, []).append(column)

    def paint(self, row: int, cell: tuple[int, str]) -> None:
        """A cell, of this column, has a colour."""
        self.painted[row] = (*self.painted.get(row, ()), cell)

    def copied(self) -> "Marks":
        """The same once more: whoever reads the rows takes them away one by one."""
        made = Marks()
        made.has_box, made.hidden = self.has_box, set(self.hidden)
        made.notes, made.struck = dict(self.notes), dict(self.struck)
        made.painted = dict(self.painted)
        return made


def with_marks(sheet: Sheet, marks: Marks, *, has_notes: bool) -> Sheet:
    """The table with the notes of each row in a column of their own, if there are any.

    It `has_notes` also without one if a --map speaks of them: it holds from week to week.
    """
    reader = _Reader(sheet, marks, has_notes=has_notes)
    headings = (*sheet.headings, NOTES) if reader.has_notes else sheet.headings
    sheet = sheet._replace(headings=headings, rows=reader.rows(), refused=reader.refused)
    return sheet._replace(unfilled=reader.unfilled, standing_out=reader.standing_out)


class _Reader:
    """Lets the rows of a table go by, beside its marks."""

    def __init__(self, sheet: Sheet, marks: Marks, *, has_notes: bool) -> None:
        self._sheet, self._marks = sheet, marks
        self.refused: list[Refused] = []
        self.unfilled: list[str] = []
        self.standing_out: list[StandingOut] = []
        self._title, heading = sheet_and_number(sheet.heading_row)
        above = [number for number in marks.notes if number <= heading]
        self._loose = [self._pop_notes(number) for number in sorted(above)]
        for number in [number for number in marks.painted if number <= heading]:
            marks.painted.pop(number)  # nearly every list has headings in colour
        self.has_notes = has_notes or bool(marks.notes)
        self._notes, self._lines = Merged(marks.reaches), Merged(marks.reaches)
        self._paint, self._looks = Merged(marks.reaches), Looks()
        self._hidden: list[int] = []
        self._has_said = False

    def rows(self) -> Iterator[Row]:
        """Every row in which nothing is struck out."""
        for row, cells in self._sheet.rows:
            self._turn_away()
            whole, line = self._marked(row, cells)
            if line is None:
                yield row, whole
            else:
                self.refused.append(Refused(line, whole))
        self._turn_away()
        self._loose += [self._pop_notes(number) for number in sorted(self._marks.notes)]
        self._sheet.warnings.extend(self._warnings())
        self.standing_out.append(self._standing_out())
        self.unfilled += [NOTES] if self.has_notes and not self._has_said else []

    def _turn_away(self) -> None:
        """What was refused before has its marks as well: it comes back in when it is mended."""
        for each in self._sheet.refused:
            whole, line = self._marked(each.problem.row, each.cells)
            more = (*each.more, line) if line else each.more
            self.refused.append(each._replace(cells=whole, more=more))
        self._sheet.refused.clear()

    def _marked(self, row: int, cells: list[str]) -> tuple[list[str], Problem | None]:
        """The cells of a row with the notes on them, and the first one that is struck out."""
        number = sheet_and_number(row)[1]
        if number in self._marks.hidden:
            self._marks.hidden.discard(number)
            self._hidden.append(row)
        line = self._struck(row, cells) if self._marks else None
        look = self._look(number, cells) if self._marks else ()
        self._looks.see(number, cells, () if line else look)
        if not self.has_notes:
            return cells, line
        notes = self._said(number)
        self._has_said = self._has_said or bool(notes)
        width = len(self._sheet.headings)
        own = [*cells[:width], *[""] * (width - len(cells))]
        return [*own, notes, *cells[width:]], line

    def _said(self, number: int) -> str:
        """The notes of a row, each with its cell."""
        found = self._marks.notes.pop(number, {}).items()
        cells = _as_cells({at: f"{column_letters(at)}{number}: {text}" for at, text in found})
        self._notes.fill(number, cells)
        return "; ".join(filter(None, cells))

    def _struck(self, row: int, cells: Sequence[str]) -> Problem | None:
        """What is wrong with the first cell below a heading that is struck out."""
        number = sheet_and_number(row)[1]
        columns = self._marks.struck.pop(number, ())
        struck = _as_cells(dict.fromkeys(columns, "x"))
        self._lines.fill(number, struck)
        for place, _ in self._of_table(struck, cells):
            return Problem(row, self._sheet.headings[place], shorten(cells[place]), _STRUCK_OUT)
        return None

    def _look(self, number: int, cells: Sequence[str]) -> Look:
        """The colours of a row."""
        painted = _as_cells(dict(self._marks.painted.pop(number, ())))
        self._paint.fill(number, painted)
        return tuple(self._of_table(painted, cells))

    def _of_table(self, marks: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The marks of cells that have something in them, and stand below a heading."""
        headings = self._sheet.headings
        for at, mark in enumerate(marks, -self._marks.left):
            is_there = mark and 0 <= at < min(len(cells), len(headings))
            if is_there and headings[at] and cells[at].strip():
                yield at, mark

    def _standing_out(self) -> StandingOut:
        """The rows that stand out, each as the sheet's rows are named."""
        found = self._looks.standing_out()
        red = {colour: self._named(rows) for colour, rows in found.red.items()}
        return StandingOut(self._named(found.rows), red, found.of)

    def _named(self, rows: Iterable[int]) -> list[int]:
        return [like(self._sheet.heading_row, row) for row in rows]

    def _pop_notes(self, number: int) -> str:
        columns = self._marks.notes.pop(number)
        return ", ".join(f"{column_letters(column)}{number}" for column in columns)

    def _warnings(self) -> Iterator[str]:
        of_sheet = f' of sheet "{shorten(self._title)}"' if self._title else ""
        if self._loose:
            cells = first_of(self._loose[:MOST_NAMED], len(self._loose))
            yield (
                f"Notes that stand beside no row of the table{of_sheet} ({cells}) were not read. "
                "Please look whether one of them matters."
            )
        if self._marks.has_box:
            sheet = f' "{shorten(self._title)}"' if self._title else ""
            yield (
                f"Text in a box on the sheet{sheet} was not read. Please look whether it says who "
                "must not be contacted."
            )
        if self._hidden:
            yield (
                f"What is hidden in the workbook ({rows_named(self._hidden)}) was read like every "
                "other row. Where that is wrong (a filter hides rows and keeps them), please copy "
                "those that show to a new sheet."
            )


def _as_cells(found: dict[int, Any]) -> list[str]:
    """By column, from 1, as a row of cells."""
    return [found.get(column, "") for column in range(1, max(found, default=0) + 1)]
