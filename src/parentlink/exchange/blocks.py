"""A report with several tables below each other: a head with a name, achievements, incidents.

The tables become one, with every column that any of them has; what stands in the head above a
table ("Student name: Ada Okafor") is written into each of its rows.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.grid import as_sheet
from parentlink.exchange.headings import IGNORE, fold_heading
from parentlink.exchange.sheet import NoTable, Problem, Refused, Row, Shape, Sheet, no_headings
from parentlink.parse.names import shorten

MOST_ROWS = 100_000  # of a file that is held in memory; a year of a large school has as many
_A_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_LONGEST_HEADING = 60
_NAMED = 8


class Layout(NamedTuple):
    """What is known of the tables: the field of each heading, the headings that --map names, the
    field that every heading row has, those that may stand in a head, and that of a title."""

    fields: Mapping[str, str]
    mapped: Collection[str]
    always: str
    heads: Collection[str]
    title: str


class _Block(NamedTuple):
    head: dict[str, str]
    title: str
    rows: list[Row]


def bounded(rows: Iterator[Row], name: str) -> Iterator[Row]:
    """The rows of a file that is held in memory.

    Raises:
        RowsRefused: there are more than a school has in a year.
    """
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise RowsRefused(
                f"{name} has more than {MOST_ROWS:,} rows, which is the most for this import. "
                "Please export a shorter time, or split it."
            )
        yield row


def in_blocks(layout: Layout) -> Shape:
    """How to read a file that may hold several tables."""

    def shape(rows: Iterator[Row], name: str, known: Collection[str]) -> Sheet:
        splitter = _Splitter(layout)
        blocks = splitter.split(bounded(rows, name))
        if not blocks:
            raise splitter.no_column(name) or no_headings(name, known)
        if len(blocks) == 1 and not blocks[0].head and not blocks[0].title:
            return as_sheet(iter(blocks[0].rows), name, known)
        sheets = [as_sheet(iter(block.rows), name, known) for block in blocks]
        return _Merged(layout).merge(name, blocks, sheets)

    return shape


class _Splitter:
    """Tells heads, titles, heading rows and rows apart, a row at a time."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._blocks: list[_Block] = []
        self._head: dict[str, str] = {}
        self._open = False  # the rows that come belong to the last block
        self._alone: Row | None = None  # a row of one cell: the title of what follows, or not
        self._near: Row | None = None  # the first row that has headings, and not the needed one

    def split(self, rows: Iterator[Row]) -> list[_Block]:
        """The tables, each with its heading row first."""
        for number, cells in rows:
            filled = [cell.strip() for cell in cells if cell.strip()]
            if not filled:
                continue
            # Of a head ("UPN", "R99...") every other cell is a heading, of a table most are.
            if not self._near and 1 < len(self._fields(filled)) > len(filled) / 2:
                self._near = (number, filled)
            if self._is_heading(filled):
                self._begin(number, cells)
            elif head := self._read_head(filled):
                self._head = head if self._open else self._head | head
                self._open, self._alone = False, None
            else:
                self._row(number, cells, len(filled))
        self._release()
        return self._blocks

    def _is_heading(self, filled: Sequence[str]) -> bool:
        if any(map(_A_DAY.match, filled)) or max(map(len, filled)) > _LONGEST_HEADING:
            return False
        fields = self._fields(filled)
        return self._layout.always in fields and len(fields) > 1

    def _fields(self, filled: Sequence[str]) -> set[str | None]:
        return {self._field(cell) for cell in filled} - {None, IGNORE}

    def no_column(self, name: str) -> NoTable | None:
        """The refusal of a file that lacks nothing but the column that each table must have."""
        if self._near is None:
            return None
        field, (number, cells) = self._layout.always, self._near
        named = ", ".join(f'"{shorten(cell)}"' for cell in cells[:_NAMED])
        more = " ..." if len(cells) > _NAMED else ""
        return NoTable(
            f'{name} has no column "{field}"; row {number} names {named}{more}. If it is called '
            f'something else there, name it: --map "Their heading={field}". Otherwise please '
            "export the list with it."
        )

    def _field(self, cell: str) -> str | None:
        short = len(cell) <= _LONGEST_HEADING
        return self._layout.fields.get(fold_heading(cell.rstrip(": "))) if short else None

    def _begin(self, number: int, cells: list[str]) -> None:
        """A table begins; the same headings again (a new page) belong to the title before."""
        title = ""
        if self._alone is not None:
            title = next(cell.strip() for cell in self._alone[1] if cell.strip())
        elif self._open and self._blocks[-1].rows[0][1] == cells:
            title = self._blocks[-1].title
        self._alone = None
        self._blocks.append(_Block(self._head, title, [(number, cells)]))
        self._open = True

    def _read_head(self, filled: Sequence[str]) -> dict[str, str]:
        """What "Student name: Ada Okafor" or the cells "UPN", "R99..." say; nothing for a row."""
        pairs = _said_together(filled) or list(zip(filled[::2], filled[1::2], strict=False))
        if not pairs or self._field(pairs[0][0]) not in self._layout.heads:
            return {}
        found = ((self._field(label), value) for label, value in pairs)
        return {field: value for field, value in found if field and field in self._layout.heads}

    def _row(self, number: int, cells: list[str], filled: int) -> None:
        self._release()
        if filled == 1:
            self._alone = (number, cells)
        elif self._open:
            self._blocks[-1].rows.append((number, cells))

    def _release(self) -> None:
        """A row of one cell that no headings followed was a row of the table."""
        if self._alone is not None and self._open:
            self._blocks[-1].rows.append(self._alone)
        self._alone = None


class _Merged:
    """The tables as one: a column for each field, and for each heading nobody knows."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._headings: list[str] = []
        self._places: dict[str, int] = {}

    def merge(self, name: str, blocks: Sequence[_Block], sheets: Sequence[Sheet]) -> Sheet:
        """One sheet of all their rows."""
        rows: list[tuple[int, dict[int, str]]] = []
        refused: list[tuple[Problem, dict[int, str]]] = []
        for block, sheet in zip(blocks, sheets, strict=True):
            columns = self._columns(sheet.headings)
            own = {self._layout.fields.get(fold_heading(each)) for each in sheet.headings}
            # A table that says itself whom it is about is not about the one named above it.
            above = {} if own & set(self._layout.heads) else dict(block.head)
            above |= {self._layout.title: block.title} if block.title else {}
            said = {self._place(field, field): text for field, text in above.items()}
            rows += [(n, said | _placed(columns, cells)) for n, cells in sheet.rows]
            refused += [(p, said | _placed(columns, cells)) for p, cells, _ in sheet.refused]
        return Sheet(
            name,
            tuple(self._headings),
            sheets[0].heading_row,
            iter([(number, self._cells(row)) for number, row in rows]),
            [warning for sheet in sheets for warning in sheet.warnings],
            [Refused(problem, self._cells(row)) for problem, row in refused],
        )

    def _columns(self, headings: Sequence[str]) -> list[int]:
        """Where the columns of one table stand among those of all."""
        columns: list[int] = []
        for heading in headings:
            folded = fold_heading(heading)
            key = self._layout.fields.get(folded) or f"?{folded}"
            place = self._place(key, heading)
            if place in columns:  # twice in one table: whoever reads it must say which is which
                place = self._place(f"{key}#{len(columns)}", heading)
            columns.append(place)
        return columns

    def _place(self, key: str, heading: str) -> int:
        if key not in self._places:
            self._places[key] = len(self._headings)
            self._headings.append(heading)
        elif fold_heading(heading) in self._layout.mapped:  # so that --map finds it
            self._headings[self._places[key]] = heading
        return self._places[key]

    def _cells(self, row: Mapping[int, str]) -> list[str]:
        return [row.get(place, "") for place in range(len(self._headings))]


def _said_together(filled: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of cells such as "Student name: Okafor", "Ada", "UPN: R99..."."""
    pairs: list[tuple[str, str]] = []
    for cell in filled:
        label, colon, value = cell.partition(":")
        if colon and value.strip():
            pairs.append((label, value.strip()))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}, {cell}")
        else:
            return []
    return pairs


def _placed(columns: Sequence[int], cells: Sequence[str]) -> dict[int, str]:
    """The filled cells of a row by their places; a blank one leaves what the head says."""
    return {place: cell for place, cell in zip(columns, cells, strict=False) if cell.strip()}
