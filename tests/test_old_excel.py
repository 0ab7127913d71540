"""Old workbooks are measured before they are laid out; calamine says what really stands in them."""

import io
import random
import struct
import tracemalloc

import pytest
from python_calamine import CalamineWorkbook

from parentlink.errors import RowsRefused
from parentlink.exchange.calamine import OldBook
from parentlink.exchange.formulas import ERROR
from parentlink.exchange.marks import Marks
from parentlink.exchange.old_excel import measured, stream_of
from workbooks import changed, ods, ods_row, record, xls, xls_of

MOST = 8_000  # bytes of a record


def texts_of(texts: list[str]) -> bytes:
    """The list of texts, cut into records in the middle of a text as Excel cuts it."""
    body = struct.pack("<II", len(texts), len(texts))
    records: list[bytes] = []
    for text in texts:
        wide = not text.isascii()
        extra = b"\1\0\2\0" if len(text) % 5 == 0 else b""  # a run of another font
        if len(body) > MOST - 40:
            records, body = [*records, body], b""
        body += struct.pack("<HB", len(text), wide | (8 if extra else 0))
        body += b"\1\0" if extra else b""
        for sign in text:
            if len(body) + 2 > MOST:
                wide = True  # the rest of a text may be written in another way
                records, body = [*records, body], bytes([wide])
            body += sign.encode("utf-16-le" if wide else "ascii")
        body += extra
    records.append(body)
    kinds = [0x00FC, *[0x003C] * (len(records) - 1)]
    return b"".join(record(kind, data) for kind, data in zip(kinds, records, strict=True))


def shown(count: int, texts: int) -> bytes:
    """Cells that show the texts in turn."""
    return b"".join(
        record(0x00FD, struct.pack("<HHHI", row, 0, 0, row % texts)) for row in range(count)
    )


def why_refused(data: bytes) -> str:
    """Why it is refused, before memory grows."""
    tracemalloc.start()
    with pytest.raises(RowsRefused) as why:
        OldBook(io.BytesIO(data), "x.xls")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    return str(why.value)


def test_texts_that_are_cut_between_two_records_are_measured_as_calamine_reads_them() -> None:
    chosen = random.Random(4)
    texts = [
        "".join(chosen.choices("abc de", k=size)) + ("Łéž" if size % 3 == 0 else "")
        for size in chosen.choices(range(1, 900), k=60)
    ]
    data = xls_of(shown(90, len(texts)), before=texts_of(texts))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    found = [str(row[0]) for row in sheet.iter_rows()]
    assert found == [texts[row % 60] for row in range(90)]
    assert measured(stream_of(data)) == (90, sum(map(len, found)), {})


def test_every_row_and_column_up_to_the_last_is_counted() -> None:
    assert measured(stream_of(xls([("a", 1.0, "c"), (2.0,)]))) == (6, 0, {})
    many = record(0x00BD, struct.pack("<HH", 1, 2) + b"\0" * 18 + struct.pack("<H", 4))
    assert measured(stream_of(xls_of(many))) == (10, 0, {})


def test_one_cell_in_the_last_corner_is_refused() -> None:
    corner = record(0x0203, struct.pack("<HHHd", 65_535, 255, 0, 1.0))
    assert "far larger than a list of families (16,777,216 cells)" in why_refused(xls_of(corner))


def test_a_long_text_that_many_cells_show_is_refused() -> None:
    data = xls_of(shown(2_000, 1), before=texts_of(["x" * 21_000]))
    assert "far larger than a list of families" in why_refused(data)


def test_a_workbook_with_a_password_is_said_to_have_one() -> None:
    locked = record(0x002F, struct.pack("<HHH", 1, 1, 1) + b"\7" * 48)
    data = xls_of(b"\xff" * 3_000, before=locked + record(0x00FC, b"\xee" * 900))
    assert "password" in why_refused(data)


def test_a_formula_that_went_wrong_is_said_where_calamine_gives_a_blank() -> None:
    """Else "do not contact" would be blank, and a blank says nothing."""
    cells = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.0))
    cells += record(0x0205, struct.pack("<HHHBB", 0, 1, 0, 0x2A, 1))  # #N/A
    cells += record(0x0205, struct.pack("<HHHBB", 0, 2, 0, 1, 0))  # yes
    given = struct.pack("<HHH", 0, 3, 0) + b"\2\0\x17\0\0\0\xff\xff" + b"\0" * 8
    cells += record(0x0006, given)  # a formula that gave #REF!
    cells += record(0x0006, struct.pack("<HHHd", 0, 4, 0, 7.5) + b"\0" * 8)
    book = OldBook(io.BytesIO(xls_of(cells, "Föhn")), "x.xls")
    assert list(book.rows("Föhn", Marks())) == [(1, ["1", ERROR, "TRUE", ERROR, "7.5"])]


def test_a_formula_that_went_wrong_in_an_open_document_is_said_too() -> None:
    cell = (
        '<table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>'
    )
    data = ods(ods_row("a", "b", "c").replace("<table:table-cell", f"{cell}<table:table-cell", 1))
    data = changed(data, "content.xml", b"xmlns:office=", b'xmlns:calcext="urn:x" xmlns:office=')
    book = OldBook(io.BytesIO(data), "x.ods")
    assert list(book.rows("Pupils", Marks())) == [(1, [ERROR, "a", "b", "c"])]


def test_damage_anywhere_is_a_sentence_and_never_a_crash() -> None:
    whole = xls_of(shown(30, 3), before=texts_of(["Ada", "Ngozi Okafor", "07700 900123"]))
    lost = 0
    for place in range(0, len(whole), 7):
        data = bytearray(whole)
        data[place] ^= 0xA5
        try:
            book = OldBook(io.BytesIO(bytes(data)), "x.xls")
            list(book.rows(book.names[0], Marks()))
        except RowsRefused:
            lost += 1
    assert lost > 20
