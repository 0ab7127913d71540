"""What a file is, found out by what stands in it: names of files say little.

Text is handed on as a stream. Workbooks and zip files are put aside first, in memory when small and
in a file without a name when large, because their readers must go back and forth in them.
"""

import re
import tempfile
import zlib
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import BinaryIO, NamedTuple, cast
from zipfile import BadZipFile, ZipFile

from parentlink.errors import FileUnusable, RowsRefused, Unreadable
from parentlink.exchange.encoding import PIECE, Readable
from parentlink.exchange.no_tables import refuse_other_text_document, refuse_other_zip
from parentlink.exchange.sheet import FIRST_SHEET, Shape, Sheet, WantedSheets, closing
from parentlink.parse.names import shorten


class Kind(StrEnum):
    """What a file may be."""

    CSV = "csv"
    JSON = "json"
    EXCEL = "excel"
    CTF = "ctf"
    ONEROSTER = "oneroster"
    ICS = "ics"


_IN_MEMORY = 8_000_000  # bytes
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_JSON = re.compile(rb"\[\s*(\{|\]|$)|\{")
_OLD_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_MIMETYPE = "mimetype"
_NAMED = 5  # files of a zip
_ROSTER = ("users.csv", "manifest.csv")
_READ_AS = {
    Kind.CSV: "a CSV file",
    Kind.JSON: "a JSON file",
    Kind.CTF: "a Common Transfer File",
    Kind.ONEROSTER: "a OneRoster file",
    Kind.ICS: "a calendar file",
}


class FileForm(NamedTuple):
    """What the command line says of the file: its kind, the sheets of a workbook, the encoding."""

    kind: Kind | None = None
    sheets: WantedSheets = FIRST_SHEET
    encoding: str | None = None


FOUND_OUT = FileForm()


class _Again:
    """A file of which the first bytes were looked at, read from its start."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self.first, self._rest = first, rest

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        if self.first:
            piece, self.first = self.first[:size], self.first[size:]
            return piece
        return self._rest.read(size)


def read_any(
    source: Readable,
    name: str,
    known: Collection[str],
    form: FileForm = FOUND_OUT,
    shape: Shape | None = None,
    include: frozenset[str] = frozenset(),
) -> tuple[Sheet, str | None]:
    """The table in a file of any kind, and a sentence that says what the file was taken for.

    `shape` makes the table of the rows, where it is more than one heading row and what is below.
    `include` are the restricted fields that a Common Transfer File is asked for.

    Raises:
        RowsRefused: it is nothing that can be read here. Unreadable: a sheet is named of what is
            no workbook, or --encoding for no text.
    """
    first = _first(source)
    kind = form.kind or detect(first)
    if form.encoding is not None:
        source = _recoded(_Again(first, source), name, kind, form.encoding)
        first = _first(source)
        kind = form.kind or detect(first)
    _refuse_sheets(form.sheets, name, kind)
    again = _Again(first, source)
    if kind in (Kind.CSV, Kind.JSON):
        from parentlink.exchange.flat import read_sheet

        table = read_sheet(again, name, known, shape)
        named = f", in {form.encoding}" if form.encoding else ""
        return table, _said(kind, named + table.written)
    if kind is Kind.CTF:
        from parentlink.exchange.ctf import read_ctf

        return read_ctf(again, name, include), _said(kind)
    if kind is Kind.ICS:
        from parentlink.exchange.ical_events import read_events

        return read_events(again, name, known), _said(kind)
    if kind is Kind.EXCEL and first.lstrip(_MARKS).startswith(b"<"):
        return _web_page(again, first, name, known, shape)
    return _from_aside(_put_aside(again, name), name, known, kind, form.sheets, shape)


def detect(first: bytes) -> Kind | None:
    """What a file is by its first bytes; None for a zip file, which must be opened to see."""
    if first.startswith(_ZIP):
        return None
    if first.startswith(_OLE):
        return Kind.EXCEL
    start = first.lstrip(_MARKS)
    if start.startswith(b"<"):
        from parentlink.exchange.ctf import looks_like_ctf

        return Kind.CTF if looks_like_ctf(first) else Kind.EXCEL
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return Kind.ICS
    return Kind.JSON if _JSON.match(start) else Kind.CSV


def _first(source: Readable) -> bytes:
    """As many bytes as the readers of text take at a time, or the whole file."""
    first = b""
    while len(first) < PIECE and (piece := source.read(PIECE - len(first))):
        first += piece
    return first


def _recoded(again: Readable, name: str, kind: Kind | None, encoding: str) -> Readable:
    """The file as UTF-8. Raises Unreadable: it is one that says its encoding itself."""
    if kind not in (Kind.CSV, Kind.JSON, Kind.ICS):
        raise Unreadable(
            f"--encoding is for text files such as CSV; {name} is none, or says its own encoding."
        )
    from parentlink.exchange.recoded import Recoded

    return Recoded(again, encoding, name)


def _said(kind: Kind, more: str = "") -> str:
    return f"Read as {_READ_AS[kind]}{more}."


def _refuse_sheets(sheets: WantedSheets, name: str, kind: Kind | None) -> None:
    if sheets.are_asked and kind in _READ_AS:
        option = "--sheet" if sheets.names else "--every-sheet"
        raise Unreadable(f"{option} is for Excel workbooks, and {name} is {_READ_AS[kind]}.")


def _web_page(
    again: Readable, first: bytes, name: str, known: Collection[str], shape: Shape | None
) -> tuple[Sheet, str]:
    """The table in a web page; XML that is neither a page nor a transfer file is refused."""
    start = first.replace(b"\0", b"").lower()
    is_page = any(mark in start for mark in (b"<html", b"<table", b"<!doctype html"))
    if _OLD_XML in start or not is_page:
        what = "an XML spreadsheet of Excel 2003" if _OLD_XML in start else "XML of a kind"
        more = "" if _OLD_XML in start else " that is not known here"
        raise RowsRefused(
            f"{name} is {what}{more}. Please open it in Excel and save it as an "
            '"Excel Workbook (.xlsx)" or "CSV UTF-8".'
        )
    from parentlink.exchange.web_table import read_web_table

    return read_web_table(again, name, known, shape), "Read as a web page with a table in it."


def _put_aside(again: Readable, name: str) -> BinaryIO:
    """All of a file, where its reader can go back and forth."""
    aside = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed when read
    try:
        while piece := again.read(PIECE):
            aside.write(piece)
    except OSError as problem:
        aside.close()
        raise FileUnusable(
            f"There is no room to put {name} aside while it is read ({problem.strerror})."
        ) from problem
    aside.seek(0)
    return cast(BinaryIO, aside)


def _from_aside(
    aside: BinaryIO,
    name: str,
    known: Collection[str],
    kind: Kind | None,
    sheets: WantedSheets,
    shape: Shape | None,
) -> tuple[Sheet, str | None]:
    """The table in a workbook or a roster, whose file is closed at its end."""
    try:
        kind = kind or _zipped(aside, name)
        _refuse_sheets(sheets, name, kind)
        aside.seek(0)
        if kind is Kind.EXCEL:
            from parentlink.exchange.grid import as_sheet
            from parentlink.exchange.workbook import read_workbook

            sheet = read_workbook(aside, name, known, sheets, shape or as_sheet)
            said: str | None = _said_of_book(name, sheet.titles)
        else:
            from parentlink.exchange.oneroster import read_oneroster

            sheet, said = read_oneroster(aside, name), None  # it says itself what it is
    except BaseException:
        aside.close()
        raise
    return sheet._replace(rows=closing(sheet.rows, aside.close)), said


def _said_of_book(name: str, titles: Sequence[str]) -> str:
    program = "OpenDocument" if name.casefold().endswith(".ods") else "Excel"
    *many, last = map(shorten, titles)
    read = f"sheets {', '.join(many)} and {last}" if many else f"sheet {last}"
    return f"Read as an {program} workbook, {read}."


def _zipped(aside: BinaryIO, name: str) -> Kind:
    """What is in a zip file."""
    try:
        with ZipFile(aside) as archive:
            names = [each.casefold() for each in archive.namelist()]
            kind = _mimetype(archive)
    except (BadZipFile, OSError, ValueError):
        raise RowsRefused(
            f"{name} is a zip file or a workbook, and damaged. Please export or download it again."
        ) from None
    refuse_other_text_document(kind, name)
    if any(each.startswith("xl/") or each == "content.xml" for each in names):
        return Kind.EXCEL
    if any(each.rpartition("/")[2] in _ROSTER for each in names):
        return Kind.ONEROSTER
    refuse_other_zip(names, name)
    inside = ", ".join(map(shorten, names[:_NAMED])) + (" ..." if len(names) > _NAMED else "")
    raise RowsRefused(
        f"{name} is a zip file and neither a workbook nor a OneRoster export. Please unpack it and "
        f"import the file in it. In it there is: {inside}."
    )


def _mimetype(archive: ZipFile) -> bytes:
    """What an OpenDocument file says it is; nothing of any other, and of one that is damaged."""
    try:
        if archive.getinfo(_MIMETYPE).file_size < PIECE:
            return archive.read(_MIMETYPE)
    except (KeyError, BadZipFile, RuntimeError, EOFError, zlib.error):
        pass
    return b""
