"""What a workbook shows beside its cells: notes, a line through a text, and hidden rows."""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Answer, Given, Run
from workbooks import changed, ods_row, packed, parts_of, record, with_styles, xls, xls_of, xlsx

HEAD = ("Pupil", "Date of birth", "Contact", "Relationship", "Mobile")
JO = ("Ada Wye", "2014-05-06", "Jo Wye", "Mother", "07700 900001")
TOM = ("Ada Wye", "2014-05-06", "Tom Wye", "Father", "07700 900002")
KIM = ("Ben Fox", "2014-05-07", "Kim Fox", "Mother", "07700 900003")
LIST = (HEAD, JO, TOM, KIM)
NAMES = "SELECT group_concat(name, ', ') FROM (SELECT name FROM carer ORDER BY name)"
FORBIDS = "DO NOT CALL - court order"


def marked(touch: Callable[[Worksheet], None]) -> bytes:
    """The list as a workbook in which somebody left marks."""
    return xlsx(LIST, touch=touch)


def imported(run: Run, folder: Path, data: bytes, *options: str, name: str = "list.xlsx") -> Answer:
    """The answer to an import of a file of this name."""
    (folder / name).write_bytes(data)
    return run("import", "families", str(folder / name), *options)


def refused(run: Run, folder: Path, data: bytes, name: str = "list.xlsx") -> str:
    """Why rows of a file are refused; the others come in."""
    answer = imported(run, folder, data, name=name)
    assert answer.code == 4, answer
    assert imported(run, folder, data, "--skip-bad", name=name).code == 0
    return answer.err


def note(cell: str, text: str) -> Callable[[Worksheet], None]:
    """Somebody writes a note on a cell."""

    def write(sheet: Worksheet) -> None:
        sheet[cell].comment = Comment(text, "Office")

    return write


def struck(cell: str) -> Callable[[Worksheet], None]:
    """Somebody strikes a cell out."""

    def strike(sheet: Worksheet) -> None:
        sheet[cell].font = Font(strike=True)

    return strike


def hidden(*rows: int) -> Callable[[Worksheet], None]:
    """A filter hides rows."""

    def hide(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return hide


# -- notes -----------------------------------------------------------------------------------


def test_a_note_that_forbids_contact_refuses_its_row_and_is_named_as_a_block(
    run: Run, given: Given, tmp_path: Path
) -> None:
    said = refused(run, tmp_path, marked(note("C3", FORBIDS)))
    assert f'Row 3, notes on cells ("C3: {FORBIDS}")' in said
    assert "NOT ON FILE YET: DO NOT CONTACT Tom Wye" in said
    assert given.value(NAMES) == "Jo Wye, Kim Fox"


def test_with_a_map_such_notes_block_whom_their_row_names(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(
        run, tmp_path, marked(note("E3", FORBIDS)), "--map", "notes on cells=court order"
    )
    assert answer.code == 0, answer
    assert given.value("SELECT contact_rule FROM carer WHERE name = 'Tom Wye'") == "never"
    reason = given.value("SELECT rule_reason FROM carer WHERE name = 'Tom Wye'")
    assert FORBIDS in reason
    assert given.value("SELECT count(*) FROM carer WHERE contact_rule = 'allow'") == 2


def test_a_note_about_something_else_is_not_read_and_that_is_said(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, marked(note("E4", "new number in May")))
    assert answer.code == 0, answer
    assert 'Not read: "notes on cells"' in answer.err
    assert given.value(NAMES) == "Jo Wye, Kim Fox, Tom Wye"


def test_a_file_without_notes_has_no_such_column(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, xlsx(LIST))
    assert answer.code == 0, answer
    assert "notes on cells" not in answer.err


@pytest.mark.parametrize("field", ["court order", ""])
@pytest.mark.parametrize("name", ["list.xlsx", "list.xls"])
def test_a_map_that_is_kept_holds_in_a_week_without_notes(
    run: Run, given: Given, tmp_path: Path, name: str, field: str
) -> None:
    data = xlsx(LIST) if name == "list.xlsx" else xls(LIST)
    answer = imported(run, tmp_path, data, "--map", f"notes on cells={field}", name=name)
    assert answer.code == 0, answer
    assert given.value("SELECT count(*) FROM carer WHERE contact_rule = 'allow'") == 3


def test_refused_rows_that_were_saved_as_a_workbook_have_the_column_already(
    run: Run, given: Given, tmp_path: Path
) -> None:
    rows = [(*HEAD, "notes on cells"), (*JO, ""), (*TOM, f"C3: {FORBIDS}")]
    words = ("--map", "notes on cells=court order")
    assert imported(run, tmp_path, xlsx(rows), *words).code == 0
    assert given.value("SELECT contact_rule FROM carer WHERE name = 'Tom Wye'") == "never"


def test_two_notes_of_a_row_are_both_looked_at(run: Run, tmp_path: Path) -> None:
    def write(sheet: Worksheet) -> None:
        note("A3", "moved here in May")(sheet)
        note("E3", FORBIDS)(sheet)

    said = refused(run, tmp_path, marked(write))
    assert f"A3: moved here in May; E3: {FORBIDS}" in said


def test_a_note_on_a_cell_that_is_merged_over_rows_counts_for_each(
    run: Run, tmp_path: Path
) -> None:
    def write(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        note("A2", "no contact with dad, court order")(sheet)

    answer = imported(run, tmp_path, marked(write))
    assert "Row 2, notes on cells" in answer.err
    assert "Row 3, notes on cells" in answer.err
    assert "Row 4, notes on cells" not in answer.err


def test_a_note_with_answers_is_read_without_the_sentence_for_old_versions(
    run: Run, tmp_path: Path
) -> None:
    text = (
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; "
        f"however, any edits to it will get removed.\n\nComment:\n    {FORBIDS}"
    )
    answer = imported(run, tmp_path, marked(note("C3", text)))
    assert f'("C3: {FORBIDS}")' in answer.err


def test_a_note_with_answers_may_stand_in_a_part_of_its_own(run: Run, tmp_path: Path) -> None:
    data = marked(note("C3", "see below"))
    part = next(name for name in parts_of(data) if "comments/" in name)
    urn = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    threaded = f'<ThreadedComments xmlns="{urn}"><threadedComment ref="C3" id="{{1}}"><text>'
    threaded += f"{FORBIDS}</text></threadedComment></ThreadedComments>"
    data = changed(data, part, parts_of(data)[part], threaded.encode())
    rels = next(name for name in parts_of(data) if name.endswith("sheet1.xml.rels"))
    data = changed(data, rels, b"/relationships/comments", b"/relationships/threadedComment")
    answer = imported(run, tmp_path, data)
    assert f'Row 3, notes on cells ("C3: {FORBIDS}")' in answer.err


def test_a_note_in_a_row_of_two_carers_names_both_and_no_command_for_them_together(
    run: Run, tmp_path: Path
) -> None:
    head = ("Pupil", "Contact 1", "Contact 1 Mobile", "Contact 2", "Contact 2 Mobile")
    row = ("Ada Wye", "Jo Wye", "07700 900001", "Tom Wye", "07700 900002")
    answer = imported(run, tmp_path, xlsx((head, row), touch=note("D2", FORBIDS)))
    assert "DO NOT CONTACT Jo Wye or Tom Wye, carer of Ada Wye" in answer.err
    assert 'carer edit "NAME" --rule never' in answer.err
    assert "NAME is the one of them who is meant" in answer.err


def test_notes_beside_no_row_are_named_and_not_shown(run: Run, tmp_path: Path) -> None:
    def write(sheet: Worksheet) -> None:
        note("B1", "day first")(sheet)
        note("A40", FORBIDS)(sheet)

    answer = imported(run, tmp_path, marked(write))
    assert answer.code == 0, answer
    assert "Notes that stand beside no row of the table (B1 and A40) were not read." in answer.err
    assert 'Not read: "notes on cells"' not in answer.err
    assert FORBIDS not in answer.err


# -- struck out ------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["A3", "C3", "E3"])
def test_a_row_in_which_something_is_struck_out_is_refused(
    run: Run, given: Given, tmp_path: Path, cell: str
) -> None:
    said = refused(run, tmp_path, marked(struck(cell)))
    assert "Row 3" in said
    assert "struck out in the workbook" in said
    assert given.value(NAMES) == "Jo Wye, Kim Fox"


def in_its_cell() -> bytes:
    """A number with a line through it, before the new one, as some programs write it."""

    def strike(sheet: Worksheet) -> None:
        line = TextBlock(InlineFont(strike=True), "07700 900002")
        sheet["E3"] = CellRichText(line, " 07700 900009")

    return marked(strike)


def among_the_texts() -> bytes:
    """The same as Excel writes it, which keeps the texts of a workbook in a list."""
    line = "<si><r><rPr><strike/></rPr><t>07700 900002</t></r>"
    line += '<r><rPr><strike val="0"/></rPr><t xml:space="preserve"> 07700 900009</t></r></si>'
    sheet, links = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
    number = b'<c r="E3" t="inlineStr"><is><t>07700 900002</t></is></c>'
    data = changed(xlsx(LIST), sheet, number, b'<c r="E3" t="s"><v>1</v></c>')
    relation = b'<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    data = changed(data, links, b"</Relationships>", relation + b"</Relationships>")
    texts = f"<sst><si><t>another</t></si>{line}</sst>"
    return packed({**parts_of(data), "xl/sharedStrings.xml": texts.encode()})


@pytest.mark.parametrize("made", [in_its_cell, among_the_texts])
def test_a_part_of_a_cell_may_be_struck_out(
    run: Run, given: Given, tmp_path: Path, made: Callable[[], bytes]
) -> None:
    said = refused(run, tmp_path, made())
    assert 'Row 3, Mobile ("07700 900002 07700 900009"): This is struck out' in said
    assert given.value(NAMES) == "Jo Wye, Kim Fox"


def test_what_is_struck_out_and_blank_or_says_that_it_is_not_is_no_matter(
    run: Run, given: Given, tmp_path: Path
) -> None:
    def strike(sheet: Worksheet) -> None:
        struck("H3")(sheet)
        sheet["C3"].font = Font(strike=False)

    answer = imported(run, tmp_path, marked(strike))
    assert answer.code == 0, answer
    assert given.value(NAMES) == "Jo Wye, Kim Fox, Tom Wye"


def test_what_was_struck_out_does_not_come_in_with_the_mended_rows(
    run: Run, given: Given, tmp_path: Path
) -> None:
    refused(run, tmp_path, marked(struck("C3")))
    path = tmp_path / "list.xlsx.refused.csv"
    answer = run("import", "families", str(path))
    assert answer.code == 4, answer
    assert "If it holds all the same, please empty this cell" in answer.err
    assert given.value(NAMES) == "Jo Wye, Kim Fox"
    run("import", "families", str(path), "--skip-bad")
    again = path.with_name("list.xlsx.refused.csv.refused.csv")
    assert run("import", "families", str(again)).code == 4
    head, row, *_ = path.read_text(encoding="utf-8-sig").splitlines()
    emptied = row.partition(',"Row 3')[0]
    path.write_text(f"{head}\n{emptied},\n", encoding="utf-8")
    run.ok("import", "families", str(path))
    assert given.value(NAMES) == "Jo Wye, Kim Fox, Tom Wye"


# -- rows that are refused for something else --------------------------------------------------


def gone_wrong(*marks: Callable[[Worksheet], None]) -> bytes:
    """Tom's row has a formula that went wrong, something behind the last heading, and marks."""

    def touch(sheet: Worksheet) -> None:
        sheet["E3"], sheet["G3"] = "#N/A", "moved"
        sheet["E3"].data_type = "e"
        for mark in marks:
            mark(sheet)

    return marked(touch)


def test_a_note_on_a_row_that_cannot_be_read_is_looked_at(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, gone_wrong(note("C3", FORBIDS)), "--skip-bad")
    assert "NOT ON FILE YET: DO NOT CONTACT Tom Wye" in answer.err
    assert "no row of the table" not in answer.err
    path = tmp_path / "list.xlsx.refused.csv"
    written = path.read_text(encoding="utf-8-sig")
    assert f"C3: {FORBIDS}" in written
    path.write_text(written.replace("'#ERROR!", "07700 900002"), encoding="utf-8")
    assert run("import", "families", str(path)).code == 4
    assert given.value(NAMES) == "Jo Wye, Kim Fox"


def test_a_row_that_cannot_be_read_and_is_struck_out_says_both(run: Run, tmp_path: Path) -> None:
    imported(run, tmp_path, gone_wrong(struck("C3")), "--skip-bad")
    written = (tmp_path / "list.xlsx.refused.csv").read_text(encoding="utf-8-sig")
    assert "formula in this cell went wrong" in written
    assert "Contact: This is struck out" in written


# -- hidden rows -----------------------------------------------------------------------------


def test_hidden_rows_come_in_and_that_is_said(run: Run, given: Given, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, marked(hidden(3, 4)))
    assert answer.code == 0, answer
    assert (
        "What is hidden in the workbook (rows 3 and 4) was read like every other row." in answer.err
    )
    assert given.value(NAMES) == "Jo Wye, Kim Fox, Tom Wye"


# -- boxes -----------------------------------------------------------------------------------

BOX = "Text in a box on the sheet was not read."


def with_a_drawing(inside: str) -> bytes:
    """The list, and something drawn beside it."""
    parts = parts_of(marked(note("C3", "new in May")))
    rels = next(name for name in parts if name.endswith("sheet1.xml.rels"))
    relation = b'<Relationship Id="d" Type="x/drawing" Target="../drawings/d.xml"/>'
    relations = parts[rels].replace(b"</Relationships>", relation + b"</Relationships>")
    drawing = f'<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:sp>{inside}</xdr:sp></xdr:wsDr>'
    return packed({**parts, rels: relations, "xl/drawings/d.xml": drawing.encode()})


def test_text_in_a_box_on_the_sheet_is_not_passed_over_in_silence(run: Run, tmp_path: Path) -> None:
    said = "<xdr:txBody><a:p><a:r><a:t>Do not ring Tom Wye</a:t></a:r></a:p></xdr:txBody>"
    answer = imported(run, tmp_path, with_a_drawing(said))
    assert answer.code == 0, answer
    assert BOX in answer.err


SLICER = (
    '<mc:AlternateContent xmlns:mc="m"><mc:Choice Requires="sle15"/><mc:Fallback><a:t>This shape '
    "represents a table slicer.</a:t></mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize("drawn", ['<xdr:pic name="crest"> </xdr:pic>', SLICER])
def test_a_picture_or_a_slicer_has_no_text(run: Run, tmp_path: Path, drawn: str) -> None:
    answer = imported(run, tmp_path, with_a_drawing(drawn))
    assert answer.code == 0, answer
    assert BOX not in answer.err


# -- other workbooks -------------------------------------------------------------------------


def open_document(kim: str = "") -> bytes:
    """The list with a note on row 3, a line through row 4, row 2 hidden, and a box."""
    line = style_of("ce1", "solid") + style_of("ce2", "none")
    written = "<office:annotation><dc:creator>Office</dc:creator><dc:date>2026-11-02</dc:date>"
    written += f"<text:p>{FORBIDS}</text:p></office:annotation><text:p>Tom Wye"
    box = "<table:shapes><draw:custom-shape><text:p>Ring the office</text:p></draw:custom-shape>"
    rows = (
        f"{box}</table:shapes>",
        ods_row(*HEAD),
        ods_row(*JO, row=' table:visibility="filter"'),
        ods_row(*TOM).replace("<text:p>Tom Wye", written),
        ods_row(*KIM, row=kim, cells=' table:style-name="ce1"'),
    )
    return with_styles("".join(rows), line)


def style_of(name: str, line: str = "", made_from: str = "Default") -> str:
    """A style of cells as LibreOffice writes it."""
    said = f'<style:text-properties style:text-line-through-style="{line}"/>' if line else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="{made_from}">{said}</style:style>'
    )


def with_a_column_struck_out() -> bytes:
    """LibreOffice writes no style at a cell that has the one of its column."""
    columns = '<table:table-column table:number-columns-repeated="4" '
    columns += 'table:default-cell-style-name="Default"/><table:table-column '
    columns += 'table:default-cell-style-name="ce1"/>'
    plain = ' table:style-name="ce2"'
    rows = (ods_row(*HEAD, cells=plain), ods_row(*JO, cells=plain), ods_row(*TOM))
    styles = style_of("ce1", "solid") + style_of("ce2", "none")
    return with_styles(columns + "".join(rows), styles)


def with_a_style_that_has_a_name(style: str = "Gone") -> bytes:
    """A style called Gone, which one of the cells' own styles was made from."""
    rows = (ods_row(*HEAD), ods_row(*JO), ods_row(*TOM, cells=f' table:style-name="{style}"'))
    return with_styles(
        "".join(rows), style_of("ce1", made_from="Gone"), style_of("Gone", "solid", "Gone")
    )


def with_a_row_that_stands_for_two() -> bytes:
    """Two rows that are alike, written as one; both are struck out by the style of the row."""
    twice = ' table:number-rows-repeated="2" table:default-cell-style-name="ce1"'
    rows = (ods_row(*HEAD), ods_row(*JO), ods_row(*TOM, row=twice))
    return with_styles("".join(rows), style_of("ce1", "solid"))


def with_a_style_made_from_it() -> bytes:
    """The same, at cells that have a style of their own besides."""
    return with_a_style_that_has_a_name("ce1")


def text_of(number: int, narrow: bytes, wide: bytes = b"") -> bytes:
    """The records of an object with a text, cut where it needs two bytes for a character."""
    size = len(narrow) + len(wide) // 2
    found = record(0x005D, struct.pack("<HHHH", 0x15, 0x12, 0x19, number) + bytes(14))
    found += record(0x01B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, size, 16, 0))
    found += record(0x003C, b"\0" + narrow)
    return found + (record(0x003C, b"\1" + wide) if wide else b"")


def old_workbook(chart: bytes = b"") -> bytes:
    """The same in the records of Excel 97; a `chart` on the sheet stands in front of the notes."""
    fonts = [record(0x0031, struct.pack("<HH", 200, 8 * (at == 4)) + bytes(10)) for at in range(5)]
    styles = [record(0x00E0, struct.pack("<H", font) + bytes(18)) for font in (0, 5)]
    cells = record(0x0208, struct.pack("<HHHHIHH", 1, 0, 5, 300, 0, 0x20, 0))
    for at, row in enumerate(LIST):
        for column, text in enumerate(row):
            place = struct.pack("<HHH", at, column, at == 3)
            said = text.encode("utf-16-le")
            cells += record(0x0204, place + struct.pack("<HB", len(text), 1) + said)
    half = len(FORBIDS) // 2
    cells += text_of(7, FORBIDS[:half].encode(), FORBIDS[half:].encode("utf-16-le"))
    cells += text_of(8, b"Ring the office") + chart
    cells += record(0x001C, struct.pack("<HHHH", 2, 2, 0, 7) + bytes(4))
    return xls_of(cells, before=b"".join([*fonts, *styles]))


def old_workbook_with_a_chart() -> bytes:
    """A chart keeps the numbers that it shows, struck out or not, in cells of its own."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0x0DBB, 1996, 0, 6))
    shown = record(0x0203, struct.pack("<HHHd", 1, 2, 1, 7))
    return old_workbook(begin + shown + record(0x000A, b""))


def part_in_an_open_document() -> bytes:
    """A part of a cell in which LibreOffice writes how many lines there are, and not of what."""
    style = style_of("T1", "none").replace('style="none"', 'type="single"')
    style = style.replace("table-cell", "text")
    name = '<text:p>Tom <text:span text:style-name="T1">Wye</text:span>'
    rows = ods_row(*HEAD) + ods_row(*JO) + ods_row(*TOM).replace("<text:p>Tom Wye", name)
    return with_styles(rows + ods_row(*KIM), style)


def part_in_an_old_workbook() -> bytes:
    """The same in the list of texts of Excel 97, with the fonts behind each text."""
    fonts = [record(0x0031, struct.pack("<HH", 200, 8 * (at == 4)) + bytes(10)) for at in range(5)]
    cells = listed = b""
    for at, text in enumerate(text for row in LIST for text in row):
        runs = [(0, 0), (4, 5)] if text == "Tom Wye" else [(0, 0), (len(text), 5)]
        listed += struct.pack("<HBH", len(text), 8, len(runs)) + text.encode()
        listed += b"".join(struct.pack("<HH", *run) for run in runs)
        cells += record(0x00FD, struct.pack("<HHHI", *divmod(at, len(HEAD)), 0, at))
    texts = record(0x00FC, struct.pack("<II", 20, 20) + listed)
    return xls_of(cells, before=b"".join([*fonts, record(0x00E0, bytes(20)), texts]))


@pytest.mark.parametrize(
    ("name", "made"), [("l.ods", part_in_an_open_document), ("l.xls", part_in_an_old_workbook)]
)
def test_a_part_of_a_cell_of_other_workbooks_may_be_struck_out(
    run: Run, given: Given, tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    said = refused(run, tmp_path, made(), name)
    assert 'Row 3, Contact ("Tom Wye"): This is struck out' in said
    assert given.value(NAMES) == "Jo Wye, Kim Fox"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("l.ods", open_document),
        ("l.xls", old_workbook),
        ("l.xls", old_workbook_with_a_chart),
    ],
)
def test_other_workbooks_have_the_same_marks(
    run: Run, given: Given, tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    said = refused(run, tmp_path, made(), name)
    assert f'Row 3, notes on cells ("C3: {FORBIDS}")' in said
    assert 'Row 4, Pupil ("Ben Fox"): This is struck out' in said
    assert "hidden in the workbook (row 2)" in said
    assert BOX in said
    assert given.value(NAMES) == "Jo Wye"


@pytest.mark.parametrize(
    "made",
    [
        with_a_column_struck_out,
        with_a_style_that_has_a_name,
        with_a_style_made_from_it,
        with_a_row_that_stands_for_two,
    ],
)
def test_libreoffice_has_a_line_in_several_ways(
    run: Run, given: Given, tmp_path: Path, made: Callable[[], bytes]
) -> None:
    assert "Row 3, " in refused(run, tmp_path, made(), "l.ods")
    assert given.value(NAMES) == "Jo Wye"


@pytest.mark.parametrize("between", ["</text:p><text:p>", "<text:s/>", "<text:line-break/>"])
def test_the_lines_of_a_note_are_words_apart(run: Run, tmp_path: Path, between: str) -> None:
    data = open_document()
    now = FORBIDS.replace(" - ", between).encode()
    data = changed(data, "content.xml", FORBIDS.encode(), now)
    answer = imported(run, tmp_path, data, name="l.ods")
    assert 'Row 3, notes on cells ("C3: DO NOT CALL court order")' in answer.err


def test_rows_of_an_open_document_that_are_written_once_for_several_are_all_struck_out(
    run: Run, given: Given, tmp_path: Path
) -> None:
    said = refused(run, tmp_path, open_document(kim=' table:number-rows-repeated="2"'), "l.ods")
    assert 'Row 4, Pupil ("Ben Fox"): This is struck out' in said
    assert 'Row 5, Pupil ("Ben Fox"): This is struck out' in said
    assert given.value(NAMES) == "Jo Wye"


def test_a_call_log_has_them_too(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    rows = [
        ("date", "pupil", "channel", "outcome", "tone"),
        ("2026-11-02", "Ada Okafor", "call", "reached", "positive"),
        ("2026-11-03", "Ada Okafor", "call", "reached", "positive"),
    ]
    (tmp_path / "log.xlsx").write_bytes(xlsx(rows, touch=struck("B3")))
    answer = run("import", "contacts", str(tmp_path / "log.xlsx"))
    assert "Row 3" in answer.err
    assert "struck out" in answer.err
    run.ok("import", "contacts", str(tmp_path / "log.xlsx"), "--skip-bad")
    assert given.value("SELECT count(*) FROM contact") == 1


STAFF = [("name", "role"), ("Ms Rowe", "tutor"), ("Mr Lund", "tutor")]
LOG = [
    ("date", "pupil", "channel", "outcome", "tone"),
    ("2026-11-02", "Ada Okafor", "call", "reached", "positive"),
]


@pytest.mark.parametrize(("what", "rows"), [("staff", STAFF), ("contacts", LOG)])
def test_other_lists_too_name_notes_that_are_not_read_only_beside_a_row(
    run: Run, given: Given, tmp_path: Path, what: str, rows: Sequence[Sequence[str]]
) -> None:
    given.household()
    path = tmp_path / "list.xlsx"
    for cell, is_said in (("A40", False), ("B2", True)):
        path.write_bytes(xlsx(rows, touch=note(cell, "of May")))
        answer = run.ok("import", what, str(path), "--dry-run")
        assert ('Not read: "notes on cells"' in answer.err) is is_said, cell


# -- a sheet for each form -------------------------------------------------------------------

MORE = {"7B": (HEAD, JO, TOM)}


def forms(sheet: Worksheet) -> Workbook:
    """The workbook of a sheet."""
    assert sheet.parent
    return sheet.parent


def test_of_several_sheets_each_mark_is_told_with_its_sheet(
    run: Run, given: Given, tmp_path: Path
) -> None:
    def mark(sheet: Worksheet) -> None:
        other = forms(sheet)["7B"]
        note("C3", FORBIDS)(other)
        note("A1", "of May")(other)
        struck("C2")(other)
        hidden(2)(sheet)

    (tmp_path / "forms.xlsx").write_bytes(xlsx((HEAD, KIM), "7A", mark, **MORE))
    answer = run("import", "families", str(tmp_path / "forms.xlsx"), "--every-sheet")
    assert answer.code == 4
    assert f'Row 3 of sheet "7B", notes on cells ("C3: {FORBIDS}")' in answer.err
    assert 'Row 2 of sheet "7B", Contact ("Jo Wye"): This is struck out' in answer.err
    assert 'hidden in the workbook (row 2 of sheet "7A")' in answer.err
    assert 'no row of the table of sheet "7B" (A1) were not read' in answer.err
    run.ok("import", "families", str(tmp_path / "forms.xlsx"), "--every-sheet", "--skip-bad")
    assert given.value(NAMES) == "Kim Fox"


@pytest.mark.parametrize(("cell", "is_said"), [("E3", True), ("A40", False)])
def test_notes_on_several_sheets_are_a_column_that_is_not_read_only_beside_a_row(
    run: Run, tmp_path: Path, cell: str, *, is_said: bool
) -> None:
    def write(sheet: Worksheet) -> None:
        note("A40", "of May")(sheet)
        note(cell, "new in May")(forms(sheet)["7B"])

    (tmp_path / "forms.xlsx").write_bytes(xlsx((HEAD, KIM), "7A", write, **MORE))
    answer = run.ok("import", "families", str(tmp_path / "forms.xlsx"), "--every-sheet")
    assert ('Not read: "notes on cells"' in answer.err) is is_said


@pytest.mark.parametrize("field", ["court order", ""])
def test_notes_on_one_of_several_sheets_are_no_column_that_the_others_lack(
    run: Run, given: Given, tmp_path: Path, field: str
) -> None:
    data = xlsx((HEAD, KIM), "7A", lambda sheet: note("C3", FORBIDS)(forms(sheet)["7B"]), **MORE)
    (tmp_path / "forms.xlsx").write_bytes(data)
    words = ("--every-sheet", "--map", f"notes on cells={field}")
    run.ok("import", "families", str(tmp_path / "forms.xlsx"), *words)
    blocked = "SELECT group_concat(name) FROM carer WHERE contact_rule = 'never'"
    assert given.value(NAMES) == "Jo Wye, Kim Fox, Tom Wye"
    assert given.value(blocked) == ("Tom Wye" if field else None)


def test_many_hidden_rows_are_told_with_their_sheet(run: Run, tmp_path: Path) -> None:
    more = {"7B": [HEAD, *[JO] * 7]}
    data = xlsx((HEAD, KIM), "7A", lambda sheet: hidden(*range(2, 9))(forms(sheet)["7B"]), **more)
    (tmp_path / "forms.xlsx").write_bytes(data)
    answer = run.ok("import", "families", str(tmp_path / "forms.xlsx"), "--every-sheet")
    assert 'rows 2, 3, 4, 5, 6 of sheet "7B" and 2 more' in answer.err
