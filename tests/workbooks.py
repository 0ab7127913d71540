"""Workbooks for tests, made here: .xlsx by openpyxl, .xls and .ods byte by byte."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Table = Sequence[Sequence[Any]]


def xlsx(
    rows: Table,
    title: str = "Pupils",
    touch: Callable[[Worksheet], None] | None = None,
    **more: Table,
) -> bytes:
    """A workbook with these rows on its first sheet; `touch` may merge, format or hide."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = title
    for row in rows:
        first.append(list(row))
    for name, others in more.items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(list(row))
    if touch:
        touch(first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, was: bytes, now: bytes) -> bytes:
    """A zip file with something else in one of its parts."""
    parts = parts_of(data)
    assert was in parts[part]
    return packed({**parts, part: parts[part].replace(was, now)})


def parts_of(data: bytes) -> dict[str, bytes]:
    """What stands in a zip file, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def ods(content: str, title: str = "Pupils", **more: str) -> bytes:
    """An OpenDocument workbook with these rows, in XML, on its first sheet."""
    sheets = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>'
        for name, rows in {title: content, **more}.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{urn}:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{urn}:office:1.0" '
            f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body>'
            f"<office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return out.getvalue()


def ods_row(*texts: str, cells: str = "", row: str = "") -> str:
    """A row of text cells; `cells` and `row` are more attributes of each."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"{cells}><text:p>{text}</text:p>'
        "</table:table-cell>"
        for text in texts
    )
    return f"<table:table-row{row}>{inside}</table:table-row>"


def with_styles(rows: str, styles: str, named: str = "") -> bytes:
    """An OpenDocument workbook with styles of its cells, and those that have a name."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    more = f'xmlns:style="{urn}:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    more += f'xmlns:draw="{urn}:drawing:1.0" xmlns:fo="{urn}:xsl-fo-compatible:1.0" '
    body = b"<office:body>"
    written = f"<office:automatic-styles>{styles}</office:automatic-styles>".encode()
    data = changed(ods(rows), "content.xml", body, written + body)
    data = changed(data, "content.xml", b"xmlns:office=", more.encode() + b"xmlns:office=")
    document = f'<office:document-styles {more}xmlns:office="{urn}:office:1.0"><office:styles>'
    document += f"{named}</office:styles></office:document-styles>"
    return packed({**parts_of(data), "styles.xml": document.encode()})


def record(kind: int, data: bytes) -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def xls(rows: Table, title: str = "Pupils", **more: Table) -> bytes:
    """An old workbook: the records of Excel 97 in the container that they stand in."""
    others = {name: _cells(table) for name, table in more.items()}
    return xls_of(_cells(rows), title, **others)


def _cells(rows: Table) -> bytes:
    cells = b""
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
            else:
                cells += record(0x0203, place + struct.pack("<d", value))
    return cells


def xls_of(cells: bytes, title: str = "Pupils", before: bytes = b"", **more: bytes) -> bytes:
    """An old workbook of these records of a sheet, and of records that stand before all sheets."""

    def bof(what: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, what, 0x0DBB, 1996, 0, 6))

    before, end = bof(0x0005) + before, record(0x000A, b"")
    sheets = {name: bof(0x0010) + each + end for name, each in {title: cells, **more}.items()}
    at = len(before) + sum(12 + len(name.encode("utf-16-le")) for name in sheets) + len(end)
    for name, sheet in sheets.items():
        bound = struct.pack("<IBBBB", at, 0, 0, len(name), 1) + name.encode("utf-16-le")
        before += record(0x0085, bound)
        at += len(sheet)
    return container({"Workbook": b"".join((before, end, *sheets.values()))})


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE file with these streams, each filled up to at least 4,096 bytes."""
    end, free, fat_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    fat, body = [fat_mark, end], b""
    entries = _entry("Root Entry", 5, 1 if streams else free, end, 0)
    for name, data in streams.items():
        whole = data.ljust(4096, b"\0")
        whole += b"\0" * (-len(whole) % 512)
        start, count = len(fat), len(whole) // 512
        fat += [*range(start + 1, start + count), end]
        entries += _entry(name, 2, free, start, len(whole))
        body += whole
    assert len(fat) <= 128, "one sector of the table is enough here"
    fat += [free] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + struct.pack("<128I", *fat) + entries.ljust(512, b"\0") + body


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
