"""Web pages that programs save as ".xls": the first table in them that has headings we know."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

from parentlink.errors import RowsRefused
from parentlink.exchange.encoding import LONGEST_LINE, PIECE, Readable
from parentlink.exchange.grid import LONGEST_ROW, as_sheet
from parentlink.exchange.sheet import HEADING_ROWS, LONGEST_CELL, Row, Shape, Sheet, known_cells

_BREAKS = ("br", "p", "div")


def read_web_table(
    source: Readable, name: str, known: Collection[str], shape: Shape | None = None
) -> Sheet:
    """The table of a page, a row at a time; rows are counted from 1 within their table.

    With a `shape` it gets the rows of all tables, counted on.

    Raises:
        RowsRefused: there is no table with headings, or the page has no end of a tag.
    """
    rows = _Page(name).read(source)
    if shape is not None:
        return shape(((at, row[1]) for at, (_, row) in enumerate(rows, start=1)), name, known)
    return as_sheet(_wanted(rows, known), name, known)


def _wanted(rows: Iterator[tuple[int, Row]], known: Collection[str]) -> Iterator[Row]:
    """The rows of the first table with known headings among its first rows."""
    wanted = current = 0
    held: list[Row] = []
    for table, row in rows:
        if wanted:
            if table == wanted:
                yield row
            continue
        if table != current:
            held, current = [], table
        if row[0] <= HEADING_ROWS:
            held.append(row)
            if known_cells(row[1], known) >= 2:
                wanted = table
                yield from held


class _Page(HTMLParser):
    """Collects the rows of tables while the page goes by."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._done: list[tuple[int, Row]] = []
        self._table = self._row = self._size = 0
        self._cells: list[str] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._reaching: dict[int, tuple[str, int]] = {}
        self._silent = False

    def read(self, source: Readable) -> Iterator[tuple[int, Row]]:
        """Every row with the number of its table."""
        decode = None
        while piece := source.read(PIECE):
            if decode is None:
                decode = getincrementaldecoder(_encoding(piece))("replace").decode
            self.feed(decode(piece))
            if len(self.rawdata) > LONGEST_LINE:
                raise RowsRefused(
                    f"{self._name} is a web page with a tag that does not end, so it cannot be "
                    'read. Please open it in Excel and save it as an "Excel Workbook (.xlsx)".'
                )
            yield from self._done
            self._done.clear()
        self.close()
        self._end_row()
        yield from self._done
        if not self._table:
            raise RowsRefused(
                f"{self._name} is a web page without a table. It may be the page to sign in, "
                "saved instead of the list: please download the list again."
            )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row, a cell begins; the end of the one before may be missing."""
        if tag == "table":
            self._end_row()
            self._table, self._row, self._reaching = self._table + 1, 0, {}
        elif tag == "tr":
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._cell, self._size = [], 0
            said = dict(attrs)
            self._spans = (_span(said.get("rowspan")), _span(said.get("colspan")))
        elif tag in ("style", "script"):
            self._silent = True
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A row or a cell is whole."""
        if tag in ("tr", "table"):
            self._end_row()
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("style", "script"):
            self._silent = False

    def handle_data(self, data: str) -> None:
        """Text; of a cell that is far too long no more is kept than shows that it is."""
        if self._cell is not None and not self._silent and self._size <= LONGEST_CELL:
            self._cell.append(data[: LONGEST_CELL + 1])
            self._size += len(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        text = "\n".join(line for line in lines if line)
        if self._size > LONGEST_CELL:  # the rest of it is lost, so the row must be refused
            text = text.ljust(LONGEST_CELL + 1, ".")
        self._cell = None
        self._fill()
        down, across = self._spans
        for part in (text, *[""] * (across - 1)):
            if len(self._cells) < LONGEST_ROW:
                if down > 1:  # this row is the next to be counted
                    self._reaching[len(self._cells)] = (part, self._row + down)
                self._cells.append(part)

    def _fill(self) -> None:
        """Cells that reach down from the rows above stand before the next one."""
        while found := self._reaching.get(len(self._cells)):
            text, last = found
            if self._row + 1 > last:
                break
            self._cells.append(text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells:
            self._fill()
            self._row += 1
            self._done.append((self._table, (self._row, self._cells)))
        self._cells = []


def _span(text: str | None) -> int:
    return min(int(text[:4]), LONGEST_ROW) if text and text.isascii() and text.isdigit() else 1


def _encoding(first: bytes) -> str:
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    head = first[:2000].lower()
    return "cp1252" if b"windows-1252" in head or b"iso-8859-1" in head else "utf-8-sig"
