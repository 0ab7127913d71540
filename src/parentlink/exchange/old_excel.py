"""Looking through an old workbook (.xls) before it is laid out: how far its sheets reach, how much
text its cells show (ten thousand of them may show the same long one), and which hold an error.

The file is a small file system (a "compound file") with the workbook as one stream of records.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_SECTOR_ENDS = 0xFFFFFFFA  # and above: no sector
_NAMES = ("Workbook", "Book")
_STREAM, _ROOT = 2, 5
_SMALL = 4_096  # bytes; a smaller stream stands inside another one, in sectors of 64
_BEFORE = bytes(64)  # in place of the header that stands before the sectors of a file
BEGIN, SHEET, TEXTS, _LOCKED = 0x0809, 0x0085, 0x00FC, 0x002F
_CONTINUES = b"\x3c\x00"
SHOWS_TEXT, MANY_NUMBERS = 0x00FD, 0x00BD
_FORMULAS, _ERROR_GIVEN = frozenset((0x0006, 0x0206, 0x0406)), 2
_YES_NO_ERROR = 0x0205
CELLS = _FORMULAS | {0x0203, 0x0204, 0x00D6, 0x027E, _YES_NO_ERROR, SHOWS_TEXT, MANY_NUMBERS}
WIDE, _HAS_EXTRA, _HAS_RUNS = 0x01, 0x04, 0x08
# Where it stands, its kind, and its body in one part or (of the texts) in several.
Record = tuple[int, int, list[bytes]]


class Locked(Exception):
    """The workbook has a password."""


class Measured(NamedTuple):
    """How many cells a workbook has once it is laid out, how much text, and which went wrong.

    `errors` are the cells of each sheet (by its name) that hold an error such as #N/A: row ->
    columns, both from 1. Calamine gives them as blank ones.
    """

    cells: int
    text: int
    errors: dict[str, dict[int, list[int]]]


def measured(stream: bytes) -> Measured:
    """Look through the records of an old workbook.

    Raises:
        ValueError, IndexError, struct.error: it is no such workbook, or damaged. Locked.
    """
    book = _Book()
    for place, kind, parts in records(stream):
        if kind == _LOCKED:
            raise Locked
        if kind == BEGIN:
            book.begin(place)
        elif kind == SHEET:
            book.add_sheet(parts[0])
        elif kind == TEXTS:
            book.lengths = [text.length for text in texts_in(parts)]
        elif kind in CELLS:
            book.take(kind, parts[0])
    book.begin(-1)
    return Measured(book.cells, book.text, book.errors)


class _Book:
    """Counts while the records go by."""

    def __init__(self) -> None:
        self.cells = self.text = 0
        self.lengths: list[int] = []
        self.errors: dict[str, dict[int, list[int]]] = {}
        self._titles: dict[int, str] = {}
        self._title = ""
        self._rows = self._columns = 0

    def begin(self, place: int) -> None:
        """A sheet, or the end of the last one."""
        self.cells += self._rows * self._columns
        self._rows = self._columns = 0
        self._title = self._titles.get(place, "")

    def add_sheet(self, body: bytes) -> None:
        """The name of a sheet and where it begins."""
        place, title = sheet_named(body)
        self._titles[place] = title

    def take(self, kind: int, body: bytes) -> None:
        """A cell, or a row of them."""
        row, column = struct.unpack_from("<HH", body)
        if kind == MANY_NUMBERS:
            (column,) = struct.unpack_from("<H", body, len(body) - 2)
        elif kind == SHOWS_TEXT:
            (number,) = struct.unpack_from("<I", body, 6)
            self.text += self.lengths[number]
        elif _went_wrong(kind, body):
            self.errors.setdefault(self._title, {}).setdefault(row + 1, []).append(column + 1)
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)


def sheet_named(body: bytes) -> tuple[int, str]:
    """Where a sheet begins, and its name."""
    place, _, _, length, wide = struct.unpack_from("<IBBBB", body)
    encoding = "utf-16-le" if wide & WIDE else "latin-1"
    return place, body[8:][: length * (1 + (wide & WIDE))].decode(encoding, "replace")


def _went_wrong(kind: int, body: bytes) -> bool:
    """Whether a cell holds an error, by itself or as what its formula gave."""
    if kind == _YES_NO_ERROR:
        return body[7] == 1
    return kind in _FORMULAS and body[12:14] == b"\xff\xff" and body[6] == _ERROR_GIVEN


def stream_of(data: bytes) -> bytes:
    """The workbook inside the compound file.

    Raises:
        ValueError, IndexError, struct.error: there is none, or the file is damaged.
    """
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError
    table = _table(data, size)
    (first,) = struct.unpack_from("<I", data, 48)
    folder = b"".join(_chain(data, table, first, size))
    small = b""
    for at in range(0, len(folder) - 127, 128):
        entry = folder[at : at + 128]
        (length,) = struct.unpack_from("<H", entry, 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
        start, whole = struct.unpack_from("<II", entry, 116)
        if entry[66] == _ROOT:
            small = b"".join(_chain(data, table, start, size))[:whole]
        elif entry[66] == _STREAM and name in _NAMES:
            if whole < _SMALL:
                data, table, size = _BEFORE + small, _small_table(data, table, size), 64
            return b"".join(_chain(data, table, start, size))[:whole]
    raise ValueError


def _small_table(data: bytes, table: list[int], size: int) -> list[int]:
    """Which small sector follows each: streams of less than 4,096 bytes stand in such."""
    (first,) = struct.unpack_from("<I", data, 60)
    found = b"".join(_chain(data, table, first, size))
    return [*struct.unpack(f"<{len(found) // 4}I", found[: len(found) // 4 * 4])]


def _table(data: bytes, size: int) -> list[int]:
    """Which sector follows each."""
    places = list(struct.unpack_from("<109I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    each = size // 4
    while more < _SECTOR_ENDS and len(places) * size < len(data):
        found = struct.unpack_from(f"<{each}I", data, (more + 1) * size)
        places += found[:-1]
        more = found[-1]
    table: list[int] = []
    for place in places:
        if place < _SECTOR_ENDS:
            table += struct.unpack_from(f"<{each}I", data, (place + 1) * size)
    return table


def _chain(data: bytes, table: list[int], place: int, size: int) -> Iterator[bytes]:
    """The sectors of one stream; a chain that bites its tail ends with the file's length."""
    for _ in range(len(data) // size + 1):
        if place >= _SECTOR_ENDS:
            return
        yield data[(place + 1) * size : (place + 2) * size]
        place = table[place]
    raise ValueError


def records(stream: bytes) -> Iterator[Record]:
    """The records; the list of texts has several parts, since a record has room for 8,224 bytes."""
    place = 0
    while place + 4 <= len(stream):
        begin = place
        kind, length = struct.unpack_from("<HH", stream, place)
        place += 4 + length
        parts = [stream[place - length : place]]
        while kind == TEXTS and stream[place : place + 2] == _CONTINUES:
            (length,) = struct.unpack_from("<H", stream, place + 2)
            place += 4 + length
            parts.append(stream[place - length : place])
        yield begin, kind, parts


class Text(NamedTuple):
    """How many characters a text has, and the fonts of its parts, if it has parts."""

    length: int
    fonts: tuple[int, ...]


def texts_in(parts: list[bytes]) -> Iterator[Text]:
    """The texts of a workbook, in the order of their numbers."""
    texts = _Texts(parts)
    return (texts.next() for _ in range(texts.count))


class _Texts:
    """Goes through the list of texts, which is cut into parts wherever a record was full."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part, self._place = 0, 8
        (self.count,) = struct.unpack_from("<I", parts[0], 4)

    def next(self) -> Text:
        """The next text."""
        if self._place >= len(self._parts[self._part]):
            self._turn()
        characters, flags = struct.unpack_from("<HB", self._parts[self._part], self._place)
        self._place += 3
        runs = 4 * self._number("<H") if flags & _HAS_RUNS else 0
        behind = self._number("<I") if flags & _HAS_EXTRA else 0
        self._pass(characters, 2 if flags & WIDE else 1)
        fonts = struct.iter_unpack("<HH", self._take(runs))
        self._take(behind)
        return Text(characters, tuple(font for at, font in fonts if at < characters))

    def _number(self, form: str) -> int:
        (found,) = struct.unpack_from(form, self._parts[self._part], self._place)
        self._place += struct.calcsize(form)
        return int(found)

    def _pass(self, characters: int, width: int) -> None:
        """Go by the characters; behind a cut stands anew how wide they are."""
        while characters:
            here = min(characters, (len(self._parts[self._part]) - self._place) // width)
            characters -= here
            self._place += here * width
            if characters:
                self._turn()
                width = 2 if self._number("<B") & WIDE else 1

    def _take(self, size: int) -> bytes:
        found = b""
        while size:
            here = min(size, len(self._parts[self._part]) - self._place)
            found += self._parts[self._part][self._place : self._place + here]
            size -= here
            self._place += here
            if size:
                self._turn()
        return found

    def _turn(self) -> None:
        self._part, self._place = self._part + 1, 0
        if self._part >= len(self._parts):
            raise IndexError
