"""Our own stream of .xlsx beside python-calamine, which many people use: they say the same."""

import io
import random
import string
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.sax.saxutils import escape, quoteattr

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from parentlink.errors import RowsRefused
from parentlink.exchange.excel_values import text_of
from parentlink.exchange.formulas import ERROR
from parentlink.exchange.xlsx import XlsxBook
from workbooks import changed, parts_of, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET1 = "xl/worksheets/sheet1.xml"
Cells = dict[tuple[int, int], str]


def ours(data: bytes, title: str | None = None) -> Cells:
    """Every cell that is not blank, by our own reader."""
    book = XlsxBook(io.BytesIO(data), "x.xlsx")
    title = title or book.names[0]
    try:
        rows = list(book.rows(title, book.marks(title)))
    finally:
        book.close()
    return {(row, at): cell for row, cells in rows for at, cell in enumerate(cells) if cell}


def theirs(data: bytes, title: str | None = None) -> Cells:
    """Every cell that is not blank, by calamine."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheet = book.get_sheet_by_name(title or book.sheet_names[0])
    left = sheet.start[1] if sheet.start else 0
    return {
        (row, at): text_of(cell)
        for row, cells in enumerate(sheet.iter_rows(), start=1)
        for at, cell in enumerate(cells, start=left)
        if text_of(cell)
    }


def sheet_xml(inside: str, root: str = "worksheet", prefix: str = "", urn: str = MAIN) -> str:
    """A sheet around these rows."""
    mark = f":{prefix[:-1]}" if prefix else ""
    return (
        f'<{prefix}{root} xmlns{mark}="{urn}"><{prefix}sheetData>{inside}</{prefix}sheetData>'
        f"</{prefix}{root}>"
    )


def book(sheet: str, texts: str = "", styles: str = "", **more: str) -> bytes:
    """A workbook of parts that are given as XML, as other programs than Excel write it."""
    kinds = ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate((*kinds, ("styles", "styles.xml")), start=1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as made:
        parts = {
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            SHEET1: sheet,
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        }
        for name, text in (parts | more).items():
            made.writestr(name, text)
    return out.getvalue()


CELLS = {
    "texts in the cells": '<row r="1"><c r="A1" t="inlineStr"><is><t> a </t></is></c>'
    '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> b </t></is></c></row>',
    "runs and phonetic marks": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>Si</t></r><r><rPr/>'
    "<t>obhán</t></r><rPh sb='0' eb='1'><t>SH</t></rPh></is></c></row>",
    "signs that XML has no room for": '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_b_x0041_'
    '</t></is></c><c r="B1" t="str"><f>A1</f><v>c_x000A_d</v></c></row>',
    "what formulas gave": '<row r="1"><c r="A1" t="str"><f>B1&amp;" x"</f><v> x </v></c><c r="B1">'
    '<f>SUM(1,2)</f><v>3</v></c><c r="C1"></c><c r="D1" t="str"><v></v></c></row>',
    "ticks": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>',
    "days in words": '<row r="1"><c r="A1" t="d"><v>2026-01-02</v></c><c r="B1" t="d">'
    "<v>2026-01-02T10:20:30</v></c></row>",
    "numbers": '<row r="1"><c r="A1"><v>447700900123</v></c><c r="B1"><v>447700900123.0</v></c>'
    '<c r="C1"><v>4.47700900123E11</v></c><c r="D1"><v>0.1</v></c><c r="E1"><v>-7</v></c>'
    '<c r="F1"><v>1E+20</v></c><c r="G1"><v>0.94199999999999995</v></c><c r="H1" t="n"><v>0</v></c>'
    "</row>",
    "no places": "<row><c><v>1</v></c><c t='inlineStr'><is><t>x</t></is></c></row><row><c/><c>"
    "<v>2</v></c></row>",
    "rows and cells left out": '<row r="3"><c r="B3"><v>1</v></c><c r="E3"><v>2</v></c></row>'
    '<row r="7"><c r="C7"><v>3</v></c></row>',
    "cells in another order": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>9</v></c></row>',
    "columns with two letters": '<row r="1"><c r="Z1"><v>1</v></c><c r="AA1"><v>2</v></c>'
    '<c r="AZ1"><v>3</v></c><c r="BA1"><v>4</v></c></row>',
    "marks of XML": '<row r="1"><c r="A1" t="inlineStr"><is><t>O&apos;Neill &amp; &#321;uk &lt;a'
    "&gt;</t></is></c><c r='B1' t='inlineStr'><is><t><![CDATA[<b>]]></t></is></c></row>",
    "line breaks": '<row r="1"><c r="A1" t="inlineStr"><is><t>one\ntwo\r\nthree</t></is></c></row>',
}


@pytest.mark.parametrize("said", CELLS.values(), ids=CELLS)
def test_every_way_to_write_a_cell_is_read_as_calamine_reads_it(said: str) -> None:
    data = book(sheet_xml(said))
    assert ours(data) == theirs(data)
    assert ours(data)


def test_texts_in_a_list_of_their_own_are_read_as_calamine_reads_them() -> None:
    chosen = random.Random(7)
    letters = string.ascii_letters + " '-éŁ中🙂&<>"
    texts = ["".join(chosen.choices(letters, k=chosen.randrange(1, 30))) for _ in range(3_000)]
    items = "".join(
        f"<si><r><t>{escape(text[:3])}</t></r><r><t>{escape(text[3:])}</t></r></si>"
        if at % 7 == 0
        else f'<si><t xml:space="preserve">{escape(text)}</t></si>'
        for at, text in enumerate(texts)
    )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{chosen.randrange(3_000)}</v></c></row>'
        for row in range(1, 4_000)
    )
    data = book(sheet_xml(rows), items)
    assert ours(data) == theirs(data)
    assert len(set(ours(data).values())) > 2_000


FORMATS = (
    *("yyyy-mm-dd", "hh:mm", "[h]:mm", "dd/mm/yyyy hh:mm:ss", "mm:ss", "[$-809]d mmmm yyyy;@"),
    *('0.00"d"', "#,##0_);[Red](#,##0)", '"Year" 0', "General", "@", "[mm]:ss", "d-mmm", "yyyy"),
    *("0.00E+00", "[$£-809]#,##0.00", "h:mm AM/PM", "mm:ss.0", "\\d0", "d", "[Red]0", "ddd", "0%"),
    *("m/d/yy h:mm", "dd.mm.yyyy", "_-* #,##0.00_-", '0 "mins"', "[Blue]dd/mm/yyyy", "0;-0;;@"),
    *("0;dd", "dd;0", "#,##0;[Red]-#,##0"),
)
NUMBERS = (0, 0.5, 1, 1.25, 59, 61, 41926, 41926.75, 44927.999999, 0.9999, 41926.4375, 2.5, 1e5)


def test_days_times_and_spans_are_told_by_their_formats_as_calamine_tells_them() -> None:
    def form(page: Worksheet) -> None:
        for row, code in enumerate(FORMATS, start=1):
            for column in range(len(NUMBERS)):
                page.cell(row, column + 1).number_format = code

    data = xlsx([NUMBERS] * len(FORMATS), touch=form)
    assert ours(data) == theirs(data)
    assert "2014-10-14" in ours(data).values()


@pytest.mark.parametrize("number", [*range(60), 164])
def test_formats_that_have_only_a_number_are_told_as_calamine_tells_them(number: int) -> None:
    styles = f'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    cells = '<row r="1"><c r="A1" s="1"><v>41926.75</v></c><c r="B1" s="9"><v>1</v></c></row>'
    data = book(sheet_xml(cells), "", styles)
    assert ours(data) == theirs(data)


@pytest.mark.parametrize("count", ["0", "1"])
def test_days_are_counted_from_1900_or_1904(count: str) -> None:
    table = [[date(2014, 10, 14), datetime.fromisoformat("2026-01-02T15:40"), time(8, 30)]]
    data = changed(
        xlsx([*table, [timedelta(hours=30)]]),
        "xl/workbook.xml",
        b"<workbookPr />",
        f'<workbookPr date1904="{count}"/>'.encode(),
    )
    found = ours(data)
    assert [found[place] for place in ((1, 0), (1, 1), (2, 0))] == [
        theirs(data)[place] for place in ((1, 0), (1, 1), (2, 0))
    ]
    assert found[1, 2] == "08:30", "a time alone is no day of 1904"


def test_a_formula_that_went_wrong_is_said_where_calamine_gives_a_blank() -> None:
    data = book(sheet_xml('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'))
    assert ours(data) == {(1, 0): ERROR}


def test_a_table_of_many_kinds_made_by_openpyxl_is_read_the_same() -> None:
    chosen = random.Random(3)
    values = (
        "Ada",
        "O'Neill",
        7,
        7700900123,
        0.5,
        True,
        None,
        date(2015, 3, 4),
        "",
        " x ",
        "07700",
    )
    table = [[chosen.choice(values) for _ in range(25)] for _ in range(300)]

    def merge(page: Worksheet) -> None:
        page.title = "Année & co"

    data = xlsx(table, touch=merge, Other=[("x",)])
    assert ours(data) == theirs(data)
    assert ours(data, "Other") == {(1, 0): "x"}


def test_merged_cells_count_for_each_of_their_rows() -> None:
    def merge(page: Worksheet) -> None:
        page.merge_cells("A1:A3")
        page.merge_cells("B2:C3")
        page.merge_cells("D1:E1")

    table = [("Ada", "a", "b", "wide"), (None, "never"), (None, None, None, "x"), ("Ben", "c")]
    found = ours(xlsx(table, touch=merge))
    assert [found.get((row, 0)) for row in (1, 2, 3, 4)] == ["Ada", "Ada", "Ada", "Ben"]
    assert [found.get((row, 1)) for row in (1, 2, 3, 4)] == ["a", "never", "never", "c"]
    assert found.get((1, 4)) is None


# -- how other programs write a workbook ---------------------------------------------------------

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def renamed(data: bytes, **names: str) -> bytes:
    """The same parts under other names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as made:
        for name, text in parts_of(data).items():
            made.writestr(names.get(name.rpartition("/")[2].partition(".")[0], name), text)
    return out.getvalue()


def shapes() -> Iterator[tuple[str, bytes]]:
    """Workbooks that are right, and unlike Excel's."""
    plain = book(sheet_xml(ONE))
    yield "plain", plain
    prefixed = ONE.replace("<row", "<x:row").replace("</row", "</x:row").replace("<c ", "<x:c ")
    prefixed = prefixed.replace("</c", "</x:c").replace("<v", "<x:v").replace("</v", "</x:v")
    yield "with a prefix", book(sheet_xml(prefixed, prefix="x:"))
    yield "strict", book(sheet_xml(ONE, urn=STRICT))
    target = b'Target="worksheets/sheet1.xml"'
    links = "xl/_rels/workbook.xml.rels"
    yield "absolute", changed(plain, links, target, b'Target="/xl/worksheets/sheet1.xml"')
    yield "backslash", changed(plain, links, target, b'Target="worksheets\\sheet1.xml"')
    yield "capitals", renamed(plain, sheet1="xl/Worksheets/Sheet1.xml")
    yield "no list of texts", book(sheet_xml(ONE))
    yield "a byte order mark", book("\ufeff" + sheet_xml(ONE))
    yield (
        "8-bit letters",
        changed(
            plain, SHEET1, b"<worksheet", b'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet'
        ),
    )


@pytest.mark.parametrize("data", [data for _, data in shapes()], ids=[name for name, _ in shapes()])
def test_other_programs_write_workbooks_their_own_way(data: bytes) -> None:
    assert ours(data) == {(1, 0): "1"}


def test_a_style_that_openpyxl_cannot_read_does_no_harm() -> None:
    styles = '<fills><fill/></fills><cellXfs><xf numFmtId="14"/></cellXfs>'
    data = book(sheet_xml('<row r="1"><c r="A1" s="0"><v>41926</v></c></row>'), "", styles)
    assert ours(data) == {(1, 0): "2014-10-14"}


# -- built to do harm ----------------------------------------------------------------------------


def refused(data: bytes) -> str:
    """Why it is refused; memory must not grow on the way."""
    tracemalloc.start()
    with pytest.raises(RowsRefused) as why:
        ours(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 12_000_000
    return str(why.value)


def noise(size: int) -> str:
    """Letters that do not pack well."""
    chosen = random.Random(1)
    return "".join(chosen.choices(string.ascii_lowercase, k=size))


def test_a_tag_that_does_not_end_is_refused() -> None:
    assert "a tag that does not end" in refused(
        book(f"<worksheet a={quoteattr(noise(3_000_000))}>")
    )


def test_a_list_of_texts_that_is_packed_too_tightly_is_refused() -> None:
    texts = f"<si><t>{'x' * 5_000_000}</t></si>"
    assert "packed more than 100 times" in refused(book(sheet_xml(ONE), texts))


def test_tags_inside_tags_inside_tags_are_refused() -> None:
    text = noise(2_000_000)
    deep = "".join(f"<{text[at : at + 4]}>" for at in range(0, len(text), 4))
    assert "more than 100 deep" in refused(book(sheet_xml(deep)))
    assert "more than 100 deep" in refused(book(sheet_xml(ONE), deep))


def test_entities_are_refused_wherever_they_stand() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
    assert "defines entities" in refused(book(laughs + sheet_xml(ONE)))
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    texts = f'{outside}<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
    assert "defines entities" in refused(book(sheet_xml(ONE), **{"xl/sharedStrings.xml": texts}))


@pytest.mark.parametrize("kind", ["inlineStr", "str", "s"])
def test_a_text_far_too_long_is_cut_and_seen_to_be(kind: str) -> None:
    text = noise(100_000) * 120
    inside = {
        "inlineStr": f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>',
        "str": f'<c r="A1" t="str"><v>{text}</v></c>',
        "s": '<c r="A1" t="s"><v>0</v></c>',
    }[kind]
    data = book(sheet_xml(f'<row r="1">{inside}</row>'), f"<si><t>{text}</t></si>")
    tracemalloc.start()
    (found,) = ours(data).values()
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()
    assert len(found) == 10_001, "one more than may be, so that its row is refused"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1" t="s"><v>x</v></c></row>', "damaged"),
        ('<row r="2"/><row r="1"/>', "damaged"),
        ('<row r="1048577"/>', "damaged"),
        ('<row r="one"/>', "damaged"),
        ('<row r="1"><c r="1A"><v>1</v></c></row>', "damaged"),
        ('<row r="1"><c r="A1"><v>1 apple</v></c></row>', "damaged"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "column 16,384"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "damaged"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused(inside: str, said: str) -> None:
    assert said in refused(book(sheet_xml(inside)))


def test_more_merged_cells_than_any_list_has_are_refused() -> None:
    merged = "".join(f'<mergeCell ref="A{row}:A{row + 1}"/>' for row in range(1, 220_000))
    with pytest.raises(RowsRefused, match="more merged cells"):
        ours(book(f'<worksheet xmlns="{MAIN}"><sheetData/>{merged}</worksheet>'))


def test_a_workbook_in_utf_16_is_refused_and_not_half_read() -> None:
    text = sheet_xml(ONE).encode("utf-16")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as made:
        for name, old in parts_of(book(sheet_xml(ONE))).items():
            made.writestr(name, text if name == SHEET1 else old)
    assert "damaged" in refused(out.getvalue())


def test_damage_anywhere_is_a_sentence_and_never_a_crash() -> None:
    whole = book(sheet_xml(ONE), "<si><t>a</t></si>", "<cellXfs><xf numFmtId='14'/></cellXfs>")
    lost = 0
    for place in range(0, len(whole), 2):
        data = bytearray(whole)
        data[place] ^= 0xA5
        try:
            ours(bytes(data))
        except RowsRefused:
            lost += 1
    assert lost > len(whole) // 8
