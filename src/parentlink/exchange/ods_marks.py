"""Notes, lines through the text, colours and hidden rows in an OpenDocument workbook (.ods)."""

from parentlink.exchange.colours import Shown
from parentlink.exchange.marks import Marks
from parentlink.exchange.ods_styles import Styles
from parentlink.exchange.standing_out import Look
from parentlink.exchange.zip_parts import Handlers, Parts

_HIDDEN = ("filter", "collapse")
_AROUND = ("date", "creator")  # when a note was written, and by whom
_BOXES = ("text-box", "custom-shape", "rect", "caption")
_CELLS = ("table-cell", "covered-table-cell")
_MOST_ALIKE = 10_000  # rows that stand in the file as one; no list has the same one so often
_STYLES = "styles.xml"
_DEFAULT = "table:default-cell-style-name"


def ods_marks(parts: Parts, content: str, largest: int) -> dict[str, Marks]:
    """The marks of each sheet, from the part with their cells, which may have so many bytes.

    Raises:
        RowsRefused: it is damaged, or built to fill the memory.
    """
    found = _Content()
    if _STYLES in parts:
        styles = found.styles
        parts.walk_through(_STYLES, Handlers(styles.start, styles.end), largest)
    parts.walk_through(content, Handlers(found.start, found.end, found.text), largest)
    return found.marks


class _Content:
    """Collects the marks while the XML goes by."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self.styles = Styles()
        self._sheet = Marks()
        self._of_columns: list[tuple[range, Shown]] = []  # how cells look that say no style
        self._of_row: str | None = None  # the style of its cells that say none
        self._colour = ""
        self._look: dict[int, str] = {}  # the columns of the row in colour
        self._looks: dict[Look, Look] = {}  # each once, however many rows have it
        self._width = 0  # of the columns so far
        self._row = self._column = self._across = 0
        self._times = 1
        self._is_hidden = False
        self._note: list[str] | None = None
        self._around = self._boxes = 0
        self._has_line: list[bool] = []  # of the cell, and of the spans inside it

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A style, a sheet, a row, a cell, or what is in it."""
        tag = tag.rpartition(":")[2]
        if self._note is not None and tag != "span":
            self._note.append(" ")  # a new paragraph, or a space beside another one
        if tag == "annotation":
            self._note = []
        elif tag in _AROUND:
            self._around += 1
        elif tag in _BOXES:
            self._boxes += 1
        elif tag in _CELLS:
            self._next_cell(attributes)
        elif tag == "table-row":
            self._next_row(attributes)
        elif tag == "span" and self._note is None:
            self._has_line.append(self.styles.of(attributes.get("text:style-name")).has_line)
        else:
            self._before_rows(tag, attributes)

    def _before_rows(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._sheet = self.marks.setdefault(attributes.get("table:name", ""), Marks())
            self._row, self._times = 0, 1
            self._width, self._of_columns = 0, []
        elif tag == "table-column":
            first = self._width + 1
            self._width += int(attributes.get("table:number-columns-repeated", 1))
            if any(shown := self.styles.of(attributes.get(_DEFAULT))):
                self._of_columns.append((range(first, self._width + 1), shown))
        else:
            self.styles.start(tag, attributes)

    def _next_row(self, attributes: dict[str, str]) -> None:
        self._row += self._times
        self._times = int(attributes.get("table:number-rows-repeated", 1))
        self._column, self._across = 1, 0
        self._of_row = attributes.get(_DEFAULT)
        self._is_hidden = attributes.get("table:visibility") in _HIDDEN

    def _next_cell(self, attributes: dict[str, str]) -> None:
        self._column += self._across
        self._across = int(attributes.get("table:number-columns-repeated", 1))
        style = attributes.get("table:style-name", self._of_row)
        shown = self.styles.of(style)
        if style is None and self._of_columns:
            of_columns = (each for columns, each in self._of_columns if self._column in columns)
            shown = next(of_columns, shown)
        has_line, self._colour = shown
        self._has_line = [has_line]

    def text(self, data: str) -> None:
        """Characters of a cell, of a note on it, or in a box."""
        if self._note is not None:
            self._note.append("" if self._around else data)
        elif self._boxes:
            self._sheet.has_box = self._sheet.has_box or bool(data.strip())
        elif data.strip():
            if self._is_hidden or any(self._has_line):
                self._mark_rows()
            if self._colour:
                self._look[self._column] = self._colour

    def _mark_rows(self) -> None:
        """Mark the row, and those like it that stand in the file as this one."""
        for row in self._alike():
            if self._is_hidden:
                self._sheet.hidden.add(row)
            if any(self._has_line):
                self._sheet.strike(row, self._column)

    def _paint_rows(self) -> None:
        if self._look:
            look = tuple(self._look.items())
            look = self._looks.setdefault(look, look)
            for row in self._alike():
                self._sheet.painted[row] = look
            self._look = {}

    def _alike(self) -> range:
        return range(self._row, self._row + min(self._times, _MOST_ALIKE))

    def end(self, tag: str) -> None:
        """The end of a cell, of a note on it, or of a part of its text."""
        tag = tag.rpartition(":")[2]
        if tag == "annotation" and self._note is not None:
            self._sheet.add_note(self._row, self._column, "".join(self._note))
            self._note = None
        elif tag in _AROUND:
            self._around -= 1
        elif tag in _BOXES:
            self._boxes -= 1
        elif tag in _CELLS:
            self._has_line = []
        elif tag == "span" and self._note is None:
            self._has_line.pop()
        elif tag == "table-row":
            self._paint_rows()
        else:
            self.styles.end(tag)
