"""Looking into a workbook before it is read: small files that would fill the memory are refused.

A zip file says how large its parts are, and may lie; so each part is unpacked here a piece at a
time and counted. A sheet with one cell in its last corner is small, and ten gigabytes once it is
laid out; so the last used row and column are found first.
"""

import re
import zlib
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from parentlink.errors import RowsRefused

LARGEST = 50_000_000  # bytes, unpacked; a school of 2,000 pupils needs about 5 million
_RATIO = 100
_SMALL = 1_000_000  # bytes; a part this small may be packed as tightly as it likes
_MOST_CELLS = 4_000_000  # laid out; 32 bytes each
_PIECE = 65_536
_LOCAL_HEADER = 30
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Inside(NamedTuple):
    """What a workbook holds, as far as it matters before it is read."""

    names: frozenset[str]
    from_1904: bool
    errors: dict[str, dict[int, list[int]]]  # of each sheet: row -> columns that hold an error


class _Refuse(Exception):
    """The sentence of a refusal, on its way through the XML parser."""


def look_inside(file: BinaryIO, name: str) -> Inside:
    """Check a zip file that is a workbook.

    Raises:
        RowsRefused: it is damaged, or it would need far more memory than a school's file should.
    """
    extent = _Extent()
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            total = sum(_scan(file, entry, extent) for entry in entries)
            if total > LARGEST:
                raise _Refuse(_too_large(total))
            names = frozenset(entry.filename for entry in entries)
            return Inside(names, extent.from_1904, extent.errors_by_sheet())
    except _Refuse as why:
        raise RowsRefused(f"{name} {why}") from None
    except (BadZipFile, zlib.error, expat.ExpatError, OSError, ValueError, EOFError):
        raise RowsRefused(damaged(name)) from None


def damaged(name: str) -> str:
    """The sentence for a workbook that cannot be opened."""
    return (
        f"{name} looks like a workbook and cannot be read, so it may be damaged or not a workbook. "
        'Please open it in Excel and save it again as an "Excel Workbook (.xlsx)".'
    )


def _check_sizes(entries: list[ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST:
        raise _Refuse(_too_large(total))
    for entry in entries:
        _check_ratio(entry.file_size, entry.compress_size)
        if entry.compress_type not in (0, 8) or entry.flag_bits & 1:
            raise _Refuse(
                "is packed in a way, or with a password, that workbooks are not. Please save it "
                "again from Excel without a password."
            )


def _check_ratio(size: int, packed: int) -> None:
    if size > _SMALL and size > _RATIO * packed:
        raise _Refuse(
            f"is packed more than {_RATIO} times, as no list of families is, so it was not "
            'opened. Please copy the rows that matter to a new sheet, or save it as "CSV UTF-8".'
        )


def _too_large(size: int) -> str:
    return (
        f"holds more than {LARGEST // 1_000_000} MB once it is unpacked ({size // 1_000_000:,} MB "
        'or more), so it was not opened. Please save the one sheet that matters as "CSV UTF-8".'
    )


def _scan(file: BinaryIO, entry: ZipInfo, extent: "_Extent") -> int:
    """Unpack one part without keeping it; returns its true size."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER:
        raise EOFError
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(skip, 1)
    unpack = zlib.decompressobj(-15) if entry.compress_type else None
    extent.begin(entry.filename)
    size, left = 0, entry.compress_size
    while left > 0 and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        while piece:
            text = unpack.decompress(piece, _PIECE) if unpack else piece
            piece = unpack.unconsumed_tail if unpack else b""
            size += len(text)
            if size > LARGEST:
                raise _Refuse(_too_large(size))
            extent.feed(text)
    _check_ratio(size, entry.compress_size)
    extent.end()
    return size


class _Extent:
    """How far the sheets of a workbook reach, from the XML of its parts."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._cells = 0
        self._titles: dict[str, str] = {}  # the mark of a sheet -> what it is called
        self._marks: dict[str, str] = {}  # the file of a sheet -> its mark
        self._errors: dict[str, dict[int, list[int]]] = {}

    def errors_by_sheet(self) -> dict[str, dict[int, list[int]]]:
        """The cells that hold an error such as #N/A, which the reader gives as blank ones."""
        found = {}
        for part, cells in self._errors.items():
            mark = self._marks.get(part.rpartition("/")[2], "")
            found[self._titles.get(mark, "")] = cells
        return found

    def begin(self, part: str) -> None:
        """A new part."""
        self._part = part
        self._parser: expat.XMLParserType | None = None
        self._begun = False
        self._root = ""
        self._row = self._column = self._last_row = self._last_column = 0
        self._times = 1

    def feed(self, text: bytes) -> None:
        """The next bytes of the part."""
        if not self._begun and text:
            self._begun = True
            if text.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<":
                self._parser = expat.ParserCreate()
                self._parser.StartElementHandler = self._start
                self._parser.EntityDeclHandler = self._entity
        if self._parser is not None:
            self._parser.Parse(text, False)

    def end(self) -> None:
        """The part is whole: its sheet is counted."""
        self._next_sheet()

    def _next_sheet(self) -> None:
        self._cells += self._last_row * self._last_column
        self._row = self._column = self._last_row = self._last_column = 0

    def _entity(self, *_: Any) -> None:
        raise _Refuse(
            "holds XML that defines entities of its own, as no workbook does, so it was not opened."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if not self._root:
            self._root = tag
        if self._root == "worksheet":
            self._excel(tag, attributes)
        elif self._root == "document-content":
            self._open(tag, attributes)
        elif tag == "sheet" and self._root == "workbook":
            self._titles[attributes.get("r:id", "")] = attributes.get("name", "")
        elif tag == "Relationship" and self._part.endswith("workbook.xml.rels"):
            target = attributes.get("Target", "").rpartition("/")[2]
            self._marks[target] = attributes.get("Id", "")
        elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true", "on"):
            self.from_1904 = True

    def _excel(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif tag == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self._column = _number(place[1]) if place else self._column + 1
            row = int(place[2]) if place else self._row
            self._reach(row, self._column)
            if attributes.get("t") == "e":
                self._errors.setdefault(self._part, {}).setdefault(row, []).append(self._column)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        """A sheet of an OpenDocument file, where a cell or row may stand for many."""
        if tag == "table":
            self._next_sheet()
        elif tag == "table-row":
            self._times = int(attributes.get("table:number-rows-repeated", 1))
            self._row += self._times
            self._column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._column += int(attributes.get("table:number-columns-repeated", 1))
            if any(key.endswith("value-type") for key in attributes):
                self._reach(self._row, self._column)

    def _reach(self, row: int, column: int) -> None:
        self._last_row = max(self._last_row, row)
        self._last_column = max(self._last_column, column)
        if self._cells + self._last_row * self._last_column > _MOST_CELLS:
            raise _Refuse(
                f"has a cell in row {row:,} and column {column:,}, so the sheet is far larger than "
                "a list of families. Please copy the rows that matter to a new sheet, or save it "
                'as "CSV UTF-8".'
            )


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
