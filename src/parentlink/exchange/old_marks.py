"""Notes, lines through the text, colours and hidden rows in an old Excel workbook (.xls)."""

import struct

from parentlink.exchange.colours import PALETTE, Shown, colour_of_cell
from parentlink.exchange.marks import Marks
from parentlink.exchange.old_excel import (
    BEGIN,
    CELLS,
    MANY_NUMBERS,
    SHEET,
    SHOWS_TEXT,
    TEXTS,
    WIDE,
    records,
    sheet_named,
    texts_in,
)

_END, _FONT, _STYLE, _ROW = 0x000A, 0x0031, 0x00E0, 0x0208
_PALETTE, _FIRST_OWN = 0x0092, 8  # colours of its own, which stand for those from this number on
_STYLE_OF_97 = 20  # bytes; older ones are not looked at for a fill
_OBJECT, _NOTE_TEXT, _MORE, _NOTE = 0x005D, 0x01B6, 0x003C, 0x001C
_STRUCK, _IS_HIDDEN = 0x08, 0x20
_NO_FONT = 4  # is left out in the counting of the fonts


def old_marks(stream: bytes) -> dict[str, Marks]:
    """The marks of each sheet of a workbook, from the stream of its records.

    Raises:
        ValueError, IndexError, struct.error: it is no such workbook, or damaged.
    """
    book = _Book()
    for place, kind, parts in records(stream):
        if kind == TEXTS:
            book.take_texts(parts)
        else:
            book.take(place, kind, parts[0])
    book.look_for_boxes()
    return book.marks


class _Book:
    """Collects the marks while the records go by: first fonts and styles, then sheet by sheet."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self._titles: dict[int, str] = {}
        self._sheet = Marks()
        self._depth = 0  # a chart on a sheet begins and ends inside it, with cells of its own
        self._fonts: list[tuple[bool, int]] = []  # whether each is struck out, and its colour
        self._styles: list[tuple[int, int | None]] = []  # font, and the colour of the fill
        self._palette: dict[int | None, str] = dict(enumerate(PALETTE))
        self._shows: dict[int, Shown] = {}  # the styles that show anything
        self._painted: dict[tuple[int, str], tuple[int, str]] = {}  # each once for all rows
        self._parts: set[int] = set()  # the numbers of the texts of which a part is struck out
        self._object = self._left = 0  # the last object, and how many characters of its text come
        self._texts: dict[int, str] = {}  # by object

    def take(self, place: int, kind: int, body: bytes) -> None:
        """A record."""
        if kind == BEGIN:
            self._begin(place)
        elif kind == _END:
            self._depth -= 1
        elif self._depth == 1:
            self._take(kind, body)

    def _begin(self, place: int) -> None:
        if place not in self._titles:
            self._depth += 1
            return
        self._depth = 1
        self.look_for_boxes()
        self._sheet = self.marks.setdefault(self._titles[place], Marks())
        self._texts, self._left = {}, 0
        shown = {at: self._shown(*style) for at, style in enumerate(self._styles)}
        self._shows = {at: each for at, each in shown.items() if any(each)}

    def _take(self, kind: int, body: bytes) -> None:
        if kind == SHEET:
            start, title = sheet_named(body)
            self._titles[start] = title
        elif kind == _FONT:
            self._fonts += [(False, 0)] if len(self._fonts) == _NO_FONT else []
            (colour,) = struct.unpack_from("<H", body, 4)
            self._fonts.append((bool(body[2] & _STRUCK), colour))
        elif kind == _STYLE:
            (font,) = struct.unpack_from("<H", body)
            self._styles.append((font, _fill(body)))
        elif kind == _PALETTE:
            own = (body[at : at + 3].hex() for at in range(2, len(body) - 3, 4))
            self._palette.update(enumerate(own, _FIRST_OWN))
        elif kind == _ROW:
            if body[12] & _IS_HIDDEN:
                self._sheet.hidden.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind in CELLS:
            self._cell(kind, body)
        else:
            self._note(kind, body)

    def take_texts(self, parts: list[bytes]) -> None:
        """The list of texts, which stands behind the fonts."""
        texts = enumerate(texts_in(parts))
        self._parts = {at for at, text in texts if any(map(self._has_line, text.fonts))}

    def _has_line(self, font: int) -> bool:
        return font < len(self._fonts) and self._fonts[font][0]

    def _shown(self, font: int, fill: int | None) -> Shown:
        letters = self._fonts[font][1] if font < len(self._fonts) else None
        colours = (self._palette.get(each, "") for each in (fill, letters))
        return Shown(self._has_line(font), colour_of_cell(*colours))

    def _cell(self, kind: int, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        styles = [struct.unpack_from("<H", body, 4)[0]]
        if kind == MANY_NUMBERS:
            styles = [style for style, _ in struct.iter_unpack("<HI", body[4:-2])]
        for column, style in enumerate(styles, first + 1):
            if style in self._shows:
                self._mark(row + 1, column, self._shows[style])
        if kind == SHOWS_TEXT and struct.unpack_from("<I", body, 6)[0] in self._parts:
            self._sheet.strike(row + 1, first + 1)

    def _mark(self, row: int, column: int, shown: Shown) -> None:
        if shown.has_line:
            self._sheet.strike(row, column)
        if shown.colour:
            cell = (column, shown.colour)
            self._sheet.paint(row, self._painted.setdefault(cell, cell))

    def _note(self, kind: int, body: bytes) -> None:
        """An object, the text in it, and the cell on which it is a note."""
        if kind == _OBJECT:
            (self._object,) = struct.unpack_from("<H", body, 6)
        elif kind == _NOTE_TEXT:
            (self._left,) = struct.unpack_from("<H", body, 10)
            self._texts[self._object] = ""
        elif kind == _MORE and self._left:
            text = body[1:].decode("utf-16-le" if body[0] & WIDE else "latin-1", "replace")
            self._texts[self._object] += text[: self._left]
            self._left -= min(self._left, len(text))
        elif kind == _NOTE:
            row, column, _, number = struct.unpack_from("<HHHH", body)
            self._sheet.add_note(row + 1, column + 1, self._texts.pop(number, ""))

    def look_for_boxes(self) -> None:
        """The texts of a sheet that are on no cell stand in boxes."""
        self._sheet.has_box = any(map(str.strip, self._texts.values()))


def _fill(style: bytes) -> int | None:
    """The number of the colour with which cells of a style are filled."""
    if len(style) < _STYLE_OF_97:
        return None
    how, colours = struct.unpack_from("<IH", style, 14)
    return colours & 0x7F if how >> 26 else None
