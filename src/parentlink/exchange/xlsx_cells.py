"""The cells of one sheet of an Excel workbook (.xlsx), a row at a time."""

import re
from collections.abc import Iterator
from datetime import datetime
from string import digits
from typing import NamedTuple

from parentlink.exchange.columns import column_number
from parentlink.exchange.excel_values import number_text, text_of
from parentlink.exchange.formulas import ERROR, UNSAVED
from parentlink.exchange.grid import LONGEST_ROW
from parentlink.exchange.marks import Marks
from parentlink.exchange.merged import Reach
from parentlink.exchange.sheet import LONGEST_CELL, Row
from parentlink.exchange.xlsx_styles import Styles
from parentlink.exchange.xlsx_texts import YES, Texts, Words, unescaped
from parentlink.exchange.zip_parts import Handlers, Parts

_LETTERS = re.compile(r"[A-Z]{1,3}")
_LAST_ROW = 1_048_576
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']"
)
_LONGEST_TAG = 400  # bytes of a tag that says which cells are merged
_MOST_MERGED = 200_000
_PLAIN = re.compile(r"-?[1-9][0-9]{0,13}|0", re.ASCII)  # a number that is written as it is shown


class Facts(NamedTuple):
    """What is known of a workbook before its cells are read."""

    texts: Texts
    styles: Styles
    from_1904: bool
    is_unsaved: bool = (
        False  # a program wrote its formulas, and leaves it to Excel to work them out
    )


def read_merged(parts: Parts, part: str) -> list[Reach]:
    """The cells that reach over several rows; a sheet names them behind its rows.

    Raises:
        RowsRefused: it is damaged, or its XML is not in plain letters.
    """
    found: list[Reach] = []
    tail = b""
    for piece in parts.pieces(part):
        if b"\0" in piece:
            raise parts.damaged()  # UTF-16, which Excel itself never writes
        window = tail + piece
        for column, top, bottom in _MERGED.findall(window) if b"mergeCell" in window else ():
            if int(bottom) > int(top):
                found.append(Reach(column_number(column.decode()) - 1, int(top), int(bottom)))
        # A tag that lies wholly in the tail would be found twice, which does no harm.
        tail = window[-_LONGEST_TAG:]
        if len(found) > _MOST_MERGED:
            raise parts.refuse(
                "holds more merged cells than any list of families. Please copy the rows that "
                'matter to a new sheet, or save it as "CSV UTF-8".'
            )
    return found


def read_cells(parts: Parts, part: str, facts: Facts, marks: Marks) -> Iterator[Row]:
    """Every row that has cells, numbered as Excel shows it; cells without anything are blank.

    What is hidden, struck out or coloured is added to the marks of the sheet, before its row comes.

    Raises:
        RowsRefused: it is damaged, or far larger than a list of families.
    """
    cells = _Cells(parts, facts, marks)
    for _ in parts.walk(part, Handlers(cells.start, cells.end, cells.text)):
        yield from cells.done
        cells.done.clear()
    yield from cells.done


class _Cells:
    """Collects the rows while the XML goes by."""

    def __init__(self, parts: Parts, facts: Facts, marks: Marks) -> None:
        self.done: list[Row] = []
        self._parts, self._facts, self._marks = parts, facts, marks
        self._struck, self._colours = facts.styles.struck, facts.styles.colours
        self._marked = self._struck.union(self._colours)
        self._look: list[tuple[int, str]] = []  # the columns of the row in colour
        self._words = Words()
        self._row = self._column = 0
        self._cells: list[str] = []
        self._kind, self._style = "n", "0"
        self._value: list[str] = []
        self._size = 0
        self._open = self._has_formula = self._is_hidden = self._has_line = False
        self._columns: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A row, a cell, its value; some programs write <x:row> for <row>."""
        if tag == "c":  # two million times in a large workbook
            place = attributes.get("r")
            self._column = self._column_of(place) if place else self._column + 1
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
        elif tag == "v":
            self._open = self._kind != "inlineStr"
        elif tag == "row":
            self._next_row(attributes)
        elif tag == "f":
            self._has_formula = True
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)
        elif self._kind == "inlineStr":
            self._words.start(tag, attributes)

    def text(self, data: str) -> None:
        """Characters of a value."""
        if self._open:
            if self._size <= LONGEST_CELL:  # of more, no more is kept than shows that it is
                self._value.append(data[: LONGEST_CELL + 1])
            self._size += len(data)
        elif self._kind == "inlineStr":
            self._words.text(data)

    def end(self, tag: str) -> None:
        """The end of a row, a cell or its value."""
        if tag == "v":
            self._open = False
        elif tag == "c":
            self._finish()
        elif tag == "row":
            if self._cells:
                self._finish_row()
        elif ":" in tag:
            self.end(tag.rpartition(":")[2])
        elif self._kind == "inlineStr":
            self._words.end(tag)

    def _finish_row(self) -> None:
        self.done.append((self._row, self._cells))
        self._cells = []
        if self._is_hidden:
            self._marks.hidden.add(self._row)
        if self._look:
            self._marks.painted[self._row] = tuple(self._look)
            self._look = []

    def _next_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if not self._row < row <= _LAST_ROW:
            raise self._parts.damaged()
        self._row, self._column = row, 0
        self._is_hidden = attributes.get("hidden") in YES

    def _column_of(self, place: str) -> int:
        letters = place.rstrip(digits)
        if letters not in self._columns:
            if not _LETTERS.fullmatch(letters):
                raise self._parts.damaged()
            self._columns[letters] = column_number(letters)
        return self._columns[letters]

    def _finish(self) -> None:
        if self._kind == "inlineStr":
            text, self._kind = self._words.whole(), "n"
            self._has_line = self._words.had_line
        elif self._value:
            text = self._said(self._value[0] if len(self._value) == 1 else "".join(self._value))
            self._value.clear()
            self._size = 0
        elif self._has_formula:
            text = ""
        else:
            return
        if self._has_formula:
            self._has_formula = False
            text = self._worked_out(text)
        if self._has_line or self._style in self._marked:
            self._mark()
        if self._column == len(self._cells) + 1 and self._column <= LONGEST_ROW:
            self._cells.append(text)
        elif text:
            self._place(text)

    def _mark(self) -> None:
        if self._has_line or self._style in self._struck:
            self._has_line = False
            self._marks.strike(self._row, self._column)
        if self._style in self._colours:
            self._look.append((self._column, self._colours[self._style]))

    def _worked_out(self, text: str) -> str:
        """What a formula gave. Excel keeps it beside it; other programs keep nothing, or a 0."""
        if self._facts.is_unsaved and text in ("", "0"):
            return UNSAVED
        return text if text or self._kind == "str" else UNSAVED

    def _place(self, text: str) -> None:
        """Write into the row, behind cells without anything or in another order."""
        if self._column > LONGEST_ROW:
            raise self._parts.refuse(
                f"has a cell in row {self._row:,} and column {self._column:,}, so the sheet is far "
                "larger than a list of families. Please copy the rows that matter to a new sheet, "
                'or save it as "CSV UTF-8".'
            )
        self._cells += [""] * (self._column - len(self._cells))
        self._cells[self._column - 1] = text

    def _said(self, value: str) -> str:
        """What a value says, by the type of its cell."""
        if self._kind == "s":
            return self._shared(value)
        if self._kind == "n":
            return self._number(value)
        if self._kind == "str":
            too_long = self._size > LONGEST_CELL
            return value.ljust(LONGEST_CELL + 1, ".") if too_long else unescaped(value)
        if self._kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if self._kind == "d":
            return _iso(value)
        return ERROR

    def _shared(self, value: str) -> str:
        number = int(value)
        if not 0 <= number < self._facts.texts.count:
            raise self._parts.damaged()
        self._has_line = number in self._facts.texts.struck
        return self._facts.texts[number]

    def _number(self, value: str) -> str:
        kinds = self._facts.styles.kinds
        style = int(self._style)
        kind = kinds[style] if 0 <= style < len(kinds) else ""
        if not kind and _PLAIN.fullmatch(value):
            return value
        return number_text(value, kind, self._facts.from_1904)


def _iso(value: str) -> str:
    try:
        return text_of(datetime.fromisoformat(value.strip()).replace(tzinfo=None))
    except ValueError:
        return value
