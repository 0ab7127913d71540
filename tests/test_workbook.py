"""Workbooks: Excel new and old, OpenDocument, and web pages that call themselves .xls."""

import csv
import io
import sqlite3
import struct
import tracemalloc
import zipfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Answer, Given, Run
from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.detect import FileForm, read_any
from parentlink.exchange.headings import aliases
from parentlink.exchange.sheet import Sheet, WantedSheets
from parentlink.exchange.zip_parts import Parts
from workbooks import Table, changed, container, ods, ods_row, xls, xlsx

EXAMPLE = Path(__file__).parents[1] / "examples" / "families.csv"
FIELDS = {"pupil": (), "carer": (), "mobile": (), "dob": ("date of birth",), "rule": ()}
KNOWN = frozenset(aliases(FIELDS))
HEAD = ("Pupil", "Carer", "Mobile")
ADA = ("Ada Okafor", "Ngozi Okafor", "07700 900123")
SHEET1 = "xl/worksheets/sheet1.xml"


def sheet(data: bytes, wanted: str | None = None) -> Sheet:
    """The table in these bytes."""
    form = FileForm(sheets=WantedSheets((wanted,) if wanted else ()))
    return read_any(io.BytesIO(data), "x.xlsx", KNOWN, form)[0]


def rows(data: bytes, wanted: str | None = None) -> list[tuple[int, list[str]]]:
    """Its rows."""
    return list(sheet(data, wanted).rows)


def why_refused(data: bytes) -> str:
    """Why the whole file is refused."""
    with pytest.raises(RowsRefused) as why:
        rows(data)
    return str(why.value)


def tables(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a file but how it came there."""
    with closing(sqlite3.connect(db)) as file, file:
        found = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        names = {name for (name,) in found} - {"journal", "change", "import_batch"}
        result = {name: file.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    file.close()
    return result


def imported(run: Run, folder: Path, data: bytes, *options: str, name: str = "f.xlsx") -> Answer:
    """The answer to an import of a file of this name."""
    (folder / name).write_bytes(data)
    return run("import", "families", str(folder / name), *options)


def example() -> list[list[str]]:
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "html"])
def test_the_same_families_from_any_workbook_give_the_same_database_as_from_csv(
    run: Run, db: Path, tmp_path: Path, kind: str
) -> None:
    run.ok("import", "families", str(EXAMPLE))
    from_csv = tables(db)
    db.unlink()
    table = example()
    data = {
        "xlsx": lambda: xlsx(table),
        "xls": lambda: xls(table),
        "ods": lambda: ods("".join(ods_row(*row) for row in table)),
        "html": lambda: page(table),
    }[kind]()
    answer = imported(run, tmp_path, data, name="families.xls")
    assert answer.code == 0, answer
    assert tables(db) == from_csv
    assert len(from_csv["pupil"]) == 30
    again = run.ok("import", "families", str(tmp_path / "families.xls"), "--format", "json").json
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 52)


def page(table: Table) -> bytes:
    """The table as programs write it when they call a web page a workbook."""
    body = "".join(
        "<tr>" + "".join(f"<td class=xl24>{cell}</td>" for cell in row) + "</tr>" for row in table
    )
    text = f"<html><head><style>td {{ color: red }}</style></head><table border=1>{body}</table>"
    return text.encode()


def test_numbers_dates_and_ticks_come_as_they_would_in_a_csv_file() -> None:
    row = (
        447700900123,
        447700900123.0,
        date(2014, 10, 14),
        datetime.fromisoformat("2026-01-02T15:40"),
        True,
    )
    data = xlsx(
        [(*HEAD, "a", "b"), row, (0.942, 7, datetime.fromisoformat("2026-01-02"), False, 4.5)]
    )
    assert rows(data) == [
        (2, ["447700900123", "447700900123", "2014-10-14", "2026-01-02 15:40", "TRUE"]),
        (3, ["0.942", "7", "2026-01-02", "FALSE", "4.5"]),
    ]


def test_a_phone_that_lost_its_zero_in_excel_is_mended_and_said(
    run: Run, given: Given, tmp_path: Path
) -> None:
    table = [HEAD, ("Ada Okafor", "Ngozi Okafor", 7700900123), ("Ben Ito", "Mei Ito", 447700900124)]
    answer = imported(run, tmp_path, xlsx(table))
    assert answer.code == 0, answer
    assert given.value("SELECT MIN(mobile_phone) FROM carer") == "+447700900123"
    assert given.value("SELECT MAX(mobile_phone) FROM carer") == "+447700900124"
    assert "rows 2 and 3" in answer.err


def test_a_workbook_can_be_piped_in(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=xlsx([HEAD, ADA]))
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"


def test_titles_and_blank_rows_stand_above_the_headings_and_rows_keep_their_numbers() -> None:
    found = sheet(xlsx([("Contacts of 7KM",), (), (), ("Run on", "1/9"), HEAD, (), ADA]))
    assert found.heading_row == 5
    assert list(found.rows) == [(7, list(ADA))]


def test_a_table_that_begins_in_column_c_is_found() -> None:
    found = sheet(xlsx([(None, None, *HEAD), (None, None, *ADA)]))
    assert found.headings == ("", "", *HEAD)
    assert list(found.rows) == [(2, ["", "", *ADA])]


def test_a_footer_is_left_out_with_a_word() -> None:
    found = sheet(xlsx([HEAD, ADA, ("Total: 1",)]))
    assert list(found.rows) == [(2, list(ADA))]
    assert "Row 3 was taken for a footer: Total: 1" in found.warnings


def test_a_name_merged_over_two_rows_counts_for_both() -> None:
    def merge(page: Worksheet) -> None:
        page.merge_cells("A3:A4")
        page.merge_cells("A1:C1")

    table = [("Contacts",), HEAD, ADA, (None, "Chidi Okafor", "07700 900124"), (None, "Mei", None)]
    assert rows(xlsx(table, touch=merge)) == [
        (3, list(ADA)),
        (4, ["Ada Okafor", "Chidi Okafor", "07700 900124"]),
        (5, ["", "Mei", ""]),
    ]


def test_the_wished_sheet_is_read_by_name_or_number() -> None:
    data = xlsx([HEAD, ADA], "Old", New=[HEAD, ("Ben", "Mei", "")])
    assert rows(data)[0][1][0] == "Ada Okafor"
    assert rows(data, "new ")[0][1][0] == "Ben"
    assert rows(data, "2")[0][1][0] == "Ben"
    with pytest.raises(Unreadable, match=r'no sheet "Nwe" in x.xlsx. There are: "Old", "New"'):
        rows(data, "Nwe")


def test_the_first_sheet_with_headings_is_read_and_hidden_ones_are_not() -> None:
    def hide(first: Worksheet) -> None:
        first.sheet_state = "hidden"

    data = xlsx(
        [HEAD, ADA], "Lookup", hide, Cover=[("Welcome",)], Pupils=[HEAD, ("Ben", "Mei", "")]
    )
    assert rows(data) == [(2, ["Ben", "Mei", ""])]


def test_a_workbook_with_a_form_on_each_sheet_says_that_only_one_came_in() -> None:
    ben = [HEAD, ("Ben", "Mei", "07700 900125")]
    notes = [("Welcome",), ("x", "y")]
    other: dict[str, Any] = {"8BR": ben, "9AB": [("Class list",), *ben], "Notes": notes}
    found = sheet(xlsx([HEAD, ADA], "7KM", **other))
    assert [cells[0] for _, cells in found.rows] == ["Ada Okafor"]
    assert found.warnings == [
        'Only the sheet "7KM" was read. "8BR", "9AB" have the same columns. To bring in all of '
        "them as one file: --every-sheet.",
        'Not read: the sheets "Notes". --sheet NAME reads one.',
    ]


def test_one_more_sheet_of_other_columns_is_only_named() -> None:
    data = xlsx([HEAD, ADA], "7KM", Forms=[(HEAD[0], HEAD[1]), ("Ben", "Mei")])
    found = sheet(data)
    assert list(found.rows) == [(2, list(ADA))]
    assert found.warnings == ['Not read: the sheets "Forms". --sheet NAME reads one.']


def test_a_wished_sheet_is_not_spoken_of_with_the_others() -> None:
    found = sheet(xlsx([HEAD, ADA], "7KM", Next=[HEAD, ADA]), "Next")
    assert (list(found.rows), found.warnings) == ([(2, list(ADA))], [])


def test_a_sheet_for_a_csv_file_is_a_mistake_that_is_explained(run: Run) -> None:
    answer = run("import", "families", str(EXAMPLE), "--sheet", "Pupils")
    assert answer.code == 2
    assert "--sheet is for Excel workbooks" in answer.err


def test_bare_numbers_under_a_date_are_days_and_said() -> None:
    found = sheet(xlsx([(*HEAD, "Date of birth"), (*ADA, 41926), ("12345", "B", 12345, "")]))
    assert list(found.rows) == [(2, [*ADA, "2014-10-14"]), (3, ["12345", "B", "12345", ""])]
    assert "read as Excel's number of a day, the first in row 2" in found.warnings[-1]


def test_bare_numbers_of_a_workbook_that_counts_from_1904_are_its_days() -> None:
    data = xlsx([(*HEAD, "DOB"), (*ADA, 40602)])
    assert rows(data) == [(2, [*ADA, "2011-02-28"])]
    data = changed(data, "xl/workbook.xml", b"<workbookPr />", b'<workbookPr date1904="1"/>')
    assert rows(data) == [(2, [*ADA, "2015-03-01"])]


def test_a_formula_that_went_wrong_refuses_its_row_and_hides_no_contact_rule() -> None:
    data = xlsx([(*HEAD, "rule", "other"), (*ADA, "#REF!", ""), (*ADA, "", "#N/A")])
    found = sheet(data)
    assert list(found.rows) == [(3, [*ADA, "", "#ERROR!"])]
    assert (found.refused[0].problem.row, found.refused[0].problem.column) == (2, "rule")


def test_a_formula_that_nobody_worked_out_is_never_a_blank(
    run: Run, given: Given, tmp_path: Path
) -> None:
    head = ("Pupil", "Reg", "Carer", "Mobile", "Court order", "Row")
    order, number = '=IF(1,"Y","")', '="07700"&"900101"'
    people = [(f"{name} Wye", "7KM", "Jo Wye", "", "", "=1+1") for name in ("Ada", "Bo", "Cy")]
    people[0] = ("Ada Wye", "7KM", "Jo Wye", "07700 900100", order, "")
    people[1] = ("Bo Wye", "7KM", "Jo Wye", number, "", "")
    data = xlsx([head, *people])  # as openpyxl writes it
    answer = imported(run, tmp_path, data)
    assert answer.code == 4
    assert "Row 2, Court order" in answer.err
    assert "Row 3, Mobile" in answer.err
    assert "Row 4" not in answer.err  # that column is not read
    assert "open the workbook in Excel, save it, and import it again" in answer.err
    formula = b'<f>IF(1,"Y","")</f>'
    data = changed(data, SHEET1, formula + b"<v />", formula + b"<v>0</v>")  # as XlsxWriter does
    assert "Row 2, Court order" in imported(run, tmp_path, data).err


def test_a_formula_that_gave_nothing_is_a_blank() -> None:
    data = xlsx([(*HEAD, "rule"), (*ADA, '=""')])
    data = changed(data, "xl/workbook.xml", b'fullCalcOnLoad="1"', b"")  # as Excel saves it
    assert "is a formula that nobody" in sheet_problem(data)
    cell = b'r="D2" t="str"><f>""</f><v />'
    assert rows(changed(data, SHEET1, b'r="D2"><f>""</f><v />', cell)) == [(2, [*ADA, ""])]


def sheet_problem(data: bytes) -> str:
    """Why its first refused row is refused."""
    found = sheet(data)
    assert not list(found.rows)
    return found.refused[0].problem.problem


def test_a_cell_behind_the_last_heading_refuses_its_row() -> None:
    found = sheet(xlsx([HEAD, (*ADA, None, "stray"), ADA]))
    assert [row for row, _ in found.rows] == [3]
    assert found.refused[0].problem.value == "stray"


def test_a_refused_row_says_row_heading_and_value(run: Run, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, xlsx([("Title",), HEAD, ("Ada", "Ngozi", "0770")]))
    assert answer.code == 4
    assert 'Row 3, Mobile: Cannot read "0770"' in answer.err


# -- files that must not be opened ---------------------------------------------------------------


def with_part(part: str, data: bytes) -> bytes:
    """A workbook with something else in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([HEAD, ADA]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in {*old.namelist(), part}:
            new.writestr(name, data if name == part else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("part", [SHEET1, "xl/workbook.xml", "xl/styles.xml"])
def test_a_zip_bomb_is_refused_before_memory_grows(part: str) -> None:
    data = with_part(part, b"\0" * 30_000_000)
    tracemalloc.start()
    why = why_refused(data)
    assert "packed more than 100 times" in why or "more than 20 MB once it is unpacked" in why
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_picture_that_nobody_opens_may_be_packed_as_it_likes() -> None:
    assert rows(with_part("xl/media/image1.bmp", b"\0" * 5_000_000)) == [(2, list(ADA))]


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = with_part(SHEET1, b"\0" * 30_000_000)
    lie = data.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 60_000))
    assert lie != data
    assert "damaged" in why_refused(lie)
    pieces = Parts(io.BytesIO(lie), "x.xlsx").pieces(SHEET1)
    came: list[int] = []
    with pytest.raises(RowsRefused):
        came.extend(map(len, pieces))
    assert sum(came) <= 65_536, "it stops where it said it ends"


def test_one_cell_in_the_last_corner_is_refused_before_ten_gigabytes_are_laid_out() -> None:
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = changed(xlsx([HEAD, ADA]), SHEET1, b"</sheetData>", corner)
    assert "row 1,048,576 and column 16,384" in why_refused(data)


def test_a_row_of_an_open_document_that_stands_for_millions_is_refused() -> None:
    many = ods_row(
        "x",
        cells=' table:number-columns-repeated="16384"',
        row=' table:number-rows-repeated="1048576"',
    )
    assert "far larger than a list of families" in why_refused(ods(ods_row(*HEAD) + many))


def test_the_blank_rows_at_the_end_of_an_open_document_do_no_harm() -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert rows(ods(ods_row(*HEAD) + ods_row(*ADA) + blank)) == [(2, list(ADA))]


def test_xml_with_entities_of_its_own_is_refused() -> None:
    data = changed(
        xlsx([HEAD, ADA]), SHEET1, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "ha">]><worksheet'
    )
    assert "defines entities" in why_refused(data)


def test_a_workbook_with_a_password_says_how_to_take_it_off() -> None:
    assert "password" in why_refused(container({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}))


@pytest.mark.parametrize(
    "data",
    [
        xlsx([HEAD, ADA])[:-200],
        xls([HEAD, ADA])[:700],
        container({"Contents": b"A letter"}),
        changed(xlsx([HEAD, ADA]), SHEET1, b"</sheetData>", b""),
        changed(xlsx([HEAD, ADA]), "xl/workbook.xml", b"sheetId", b"<<"),
        changed(xlsx([HEAD, ADA]), "xl/styles.xml", b"<font>", b"<strike /><font>"),
    ],
)
def test_a_damaged_workbook_is_refused_with_a_sentence(data: bytes) -> None:
    assert "damaged" in why_refused(data)


def test_a_workbook_without_headings_names_its_last_sheet() -> None:
    assert 'x.xlsx, sheet "Pupils"' in why_refused(xlsx([("a", "b"), (1, 2)]))


@pytest.mark.parametrize("left", ["", "<table:table-cell/>"])
def test_cells_merged_over_rows_in_an_open_document_count_for_each_of_them(
    run: Run, given: Given, tmp_path: Path, left: str
) -> None:
    spanned = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    head = ods_row("Pupil", "Reg", "Carer", "Mobile")
    first = (
        ods_row("Ada Okafor", "7KM", cells=spanned)[:-18] + ods_row("Jo Eze", "07700 900101")[17:]
    )
    second = ods_row("Al Eze", "07700 900102").replace("<table:table-row>", "", 1)
    third = ods_row("Ben Eze", "7LB", "Di Eze", "07700 900103")
    rows_of = f"{head}{first}<table:table-row>{covered}{second}{third}"
    content = rows_of.replace("<table:table-row>", f"<table:table-row>{left}")
    file = tmp_path / "class.ods"
    file.write_bytes(ods(content))
    assert "Read as an OpenDocument workbook, sheet " in run.ok("import", "families", str(file)).err
    linked = "SELECT COUNT(*) FROM pupil_carer l JOIN pupil p ON p.id = l.pupil_id WHERE"
    assert given.value(f"{linked} p.legal_name = 'Ada Okafor'") == 2
    assert given.value(f"{linked} p.legal_name = 'Ben Eze'") == 1
