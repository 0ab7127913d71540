"""Looking into an old or OpenDocument workbook before it is laid out in memory.

Of an .ods a cell may stand for many, with one text for all of them: a small file becomes ten
gigabytes. So what would be laid out is counted first, from the XML alone. What calamine does not
tell is found here, too: cells that went wrong, merged ones, and the marks of each sheet.
"""

import struct
from typing import BinaryIO, NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.marks import Marks
from parentlink.exchange.merged import Reach
from parentlink.exchange.no_tables import refuse_other_streams
from parentlink.exchange.ods_marks import ods_marks
from parentlink.exchange.zip_parts import MB, Handlers, Parts, damaged

LARGEST = 20 * MB  # bytes of an old workbook, and of an .ods unpacked; no class list comes near
_MOST_CELLS = 1_000_000  # laid out; 32 bytes each
_MOST_TEXT = 40 * MB  # characters laid out
_CONTENT = "content.xml"
_READ_AS_WELL = ("mimetype", "meta-inf/manifest.xml")
_ADVICE = 'Please save it in Excel or LibreOffice as an "Excel Workbook (.xlsx)" or "CSV UTF-8".'
Errors = dict[str, dict[int, list[int]]]  # of each sheet: row -> columns, both from 1
Merges = dict[str, list[Reach]]  # of each sheet of an .ods
_ZIP = b"PK\x03\x04"


class Inside(NamedTuple):
    """What is to be known of a workbook before it is laid out, and calamine does not say."""

    errors: Errors
    merges: Merges
    marks: dict[str, Marks]  # of each sheet


def is_open_document(file: BinaryIO, name: str) -> bool:
    """Whether a zip file is an OpenDocument workbook."""
    return _CONTENT in Parts(file, name)


def look_inside(file: BinaryIO, name: str) -> Inside:
    """Check an .xls or .ods before it is laid out; returns the cells that hold an error or merge.

    Raises:
        RowsRefused: it is locked, damaged, or needs more memory than a school's list should.
    """
    file.seek(0)
    if file.read(4) == _ZIP:
        return _look_through(Parts(file, name))
    file.seek(0)
    start = file.read(LARGEST + 1)
    if len(start) > LARGEST:
        raise RowsRefused(f"{name} is larger than {LARGEST // MB} MB. {_ADVICE}")
    if "EncryptedPackage".encode("utf-16-le") in start:
        raise RowsRefused(locked(name))
    refuse_other_streams(start, name)
    return _look_through_old(start, name)


def _look_through_old(data: bytes, name: str) -> Inside:
    """Of an old workbook every cell is laid out up to the last one, each with its text."""
    from parentlink.exchange.old_excel import Locked, measured, stream_of
    from parentlink.exchange.old_marks import old_marks

    try:
        stream = stream_of(data)
        cells, text, errors = measured(stream)
        marks = old_marks(stream)
    except Locked:
        raise RowsRefused(locked(name)) from None
    except (ValueError, IndexError, struct.error):
        raise damaged(name) from None
    if cells > _MOST_CELLS or text > _MOST_TEXT:
        raise RowsRefused(
            f"{name} has a sheet that is far larger than a list of families ({cells:,} cells). "
            f"Please copy the rows that matter to a new sheet, or choose another form. {_ADVICE}"
        )
    return Inside(errors, {}, marks)


def locked(name: str) -> str:
    """The sentence for a workbook with a password."""
    return (
        f"{name} is protected with a password. Please open it in Excel, take the password off "
        "(File, Info, Protect Workbook) and save a copy; delete the copy when it is imported."
    )


def _look_through(parts: Parts) -> Inside:
    for part in _READ_AS_WELL:
        if part in parts:
            for _ in parts.pieces(part, MB):
                continue
    if parts.size(_CONTENT) > LARGEST:
        raise parts.refuse(f"holds more than {LARGEST // MB} MB once it is unpacked. {_ADVICE}")
    extent = _Extent(parts)
    parts.walk_through(_CONTENT, Handlers(extent.start, extent.end, extent.text), LARGEST)
    return Inside(extent.errors, extent.merges, ods_marks(parts, _CONTENT, LARGEST))


class _Extent:
    """How far the sheets of an .ods reach, and how much text they hold once it is laid out."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cells = self._text = 0  # of the sheets before, and of all of them
        self._row = self._column = self._last_row = self._last_column = 0
        self._times = self._across = self._size = 1
        self._title = ""
        self.errors: Errors = {}
        self.merges: Merges = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A sheet, a row or a cell begins; a cell or row may stand for many."""
        tag = tag.rpartition(":")[2]
        if tag == "table":
            self._title = attributes.get("table:name", "")
            self._cells += self._last_row * self._last_column
            self._row = self._column = self._last_row = self._last_column = 0
        elif tag == "table-row":
            self._times = int(attributes.get("table:number-rows-repeated", 1))
            self._row += self._times
            self._column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._across = int(attributes.get("table:number-columns-repeated", 1))
            self._column += self._across
            self._size = sum(map(len, attributes.values()))
            if any(key.endswith("value-type") for key in attributes):
                self._reach()
            if "table:number-rows-spanned" in attributes:
                self._merge(int(attributes["table:number-rows-spanned"]))
            if attributes.get("calcext:value-type") == "error":
                rows = self.errors.setdefault(self._title, {})
                rows.setdefault(self._row, []).append(self._column)

    def _merge(self, rows: int) -> None:
        """A cell is merged with those below it."""
        if rows > 1:
            reach = Reach(self._column - self._across, self._row, self._row + rows - 1)
            self.merges.setdefault(self._title, []).append(reach)

    def text(self, data: str) -> None:
        """Characters of a cell."""
        self._size += len(data)

    def end(self, tag: str) -> None:
        """A cell is whole, and stands as often as it says."""
        if tag.endswith("table-cell"):
            if self._column <= self._last_column:
                self._text += self._size * self._across * self._times
            self._size = 0
            if self._text > _MOST_TEXT:
                raise self._parts.refuse(
                    "holds cells that stand for many, and far more text than a list of families. "
                    "Please copy the rows that matter to a new sheet, or save it as "
                    '"CSV UTF-8".'
                )

    def _reach(self) -> None:
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._cells + self._last_row * self._last_column > _MOST_CELLS:
            raise self._parts.refuse(
                f"has a cell in row {self._row:,} and column {self._column:,}, so the sheet is far "
                "larger than a list of families. Please copy the rows that matter to a new sheet, "
                'or save it as an "Excel Workbook (.xlsx)" or "CSV UTF-8".'
            )
