"""A workbook with a sheet for each form: all of them come in as one file."""

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Answer, Given, Run
from parentlink.exchange.row_of_sheet import (
    in_sheet,
    packed,
    rows_named,
    sheet_and_number,
    unpacked,
)
from parentlink.parse.people import looks_like_group
from parentlink.usecases.importing.aside import Aside, Pile, pile_of_rows
from parentlink.usecases.importing.todo import Added
from workbooks import Table, ods, ods_row, xls, xlsx

HEAD = ("Pupil", "Carer", "Relationship", "Mobile")
ADA = ("Ada Okafor", "Ngozi Okafor", "mother", "07700 900101")
BEN = ("Ben Okafor", "Ngozi Okafor", "mother", "07700 900101")
CY = ("Cy Wye", "Jo Wye", "father", "07700 900102")
FORMS: dict[str, Table] = {"7A": [HEAD, ADA], "7B": [HEAD, CY], "8C": [HEAD, BEN]}


def book(kind: str, sheets: dict[str, Table]) -> bytes:
    """A workbook of one of three kinds."""
    (title, rows), *others = sheets.items()
    if kind == "ods":
        found = {name: "".join(ods_row(*row) for row in table) for name, table in sheets.items()}
        return ods(found.pop(title), title, **found)
    more: dict[str, Any] = dict(others)
    return (xls if kind == "xls" else xlsx)(rows, title, **more)


def imported(
    run: Run, folder: Path, sheets: dict[str, Table], *options: str, kind: str = "xlsx"
) -> Answer:
    """The answer to an import of a workbook with these sheets."""
    path = folder / f"forms.{kind}"
    path.write_bytes(book(kind, sheets))
    return run("import", "families", str(path), *options)


def groups(given: Given) -> dict[str, str | None]:
    """The tutor group of each pupil on file."""
    if not given.path.exists():
        return {}
    ids = range(1, int(given.value("SELECT COALESCE(MAX(id), 0) FROM pupil")) + 1)
    name, group = (
        f"SELECT {each} FROM pupil WHERE id = :id" for each in ("legal_name", "tutor_group")
    )
    return {given.value(name, id=one): given.value(group, id=one) for one in ids}


# -- rows that say their sheet ------------------------------------------------------------------


def test_a_row_of_several_sheets_says_its_sheet_wherever_it_is_named() -> None:
    row = in_sheet(1, "7B", 12)
    assert f"Row {row}, Mobile" == 'Row 12 of sheet "7B", Mobile'
    assert sheet_and_number(row) == ("7B", 12)
    assert sheet_and_number(12) == (None, 12)


def test_rows_stand_in_the_order_of_their_sheets_and_none_is_another() -> None:
    one, other, later = in_sheet(0, "8C", 2), in_sheet(1, "7A", 2), in_sheet(1, "7A", 1_048_576)
    assert sorted([later, other, one]) == [one, other, later]
    assert len({one, other, later}) == 3


def test_rows_that_are_listed_name_each_sheet_once() -> None:
    rows = [in_sheet(0, "7A", 2), in_sheet(0, "7A", 5), in_sheet(1, "7B", 2)]
    assert rows_named(rows) == 'rows 2, 5 of sheet "7A" and 2 of sheet "7B"'
    assert rows_named(rows[2:]) == 'row 2 of sheet "7B"'
    assert rows_named([5, 3]) == "rows 3 and 5"


def test_a_row_that_was_put_aside_still_says_its_sheet() -> None:
    assert str(unpacked(packed(in_sheet(3, "9D", 7)))) == '7 of sheet "9D"'
    assert unpacked(packed(7)) == 7
    pile: Pile[Added] = pile_of_rows(Aside(), Added._make)
    for number in range(2, 5_000):  # more than wait in memory
        row = in_sheet(0, "7A", number)
        pile.put(row, Added(row, "pupil", "Ada Okafor"))
    assert [str(each.row) for each in pile][:2] == ['2 of sheet "7A"', '3 of sheet "7A"']


# -- all of them as one file ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_every_sheet_comes_in_as_one_import(
    run: Run, given: Given, tmp_path: Path, kind: str
) -> None:
    answer = imported(run, tmp_path, FORMS, "--every-sheet", kind=kind)
    assert answer.code == 0, answer
    assert "sheets 7A, 7B and 8C." in answer.err
    assert groups(given) == {"Ada Okafor": "7A", "Cy Wye": "7B", "Ben Okafor": "8C"}
    assert given.value("SELECT COUNT(*) FROM carer") == 2
    assert given.value("SELECT COUNT(*) FROM import_batch") == 1
    home = "SELECT COUNT(DISTINCT family_id) FROM pupil_family WHERE pupil_id IN (1, 3)"
    assert given.value(home) == 1, "brothers and sisters on two sheets are one family"
    again = imported(run, tmp_path, FORMS, "--every-sheet", kind=kind)
    assert "Nothing to change: 3 rows" in again.out
    run.ok("undo", "--yes")
    assert given.value("SELECT COUNT(*) FROM pupil") == 0


def test_sheets_are_named_one_by_one_too(run: Run, given: Given, tmp_path: Path) -> None:
    answer = imported(run, tmp_path, FORMS, "--sheet", "8c", "--sheet", "1", "--sheet", "7A")
    assert answer.code == 0, answer
    assert "sheets 8C and 7A." in answer.err
    assert groups(given) == {"Ben Okafor": "8C", "Ada Okafor": "7A"}


def test_without_being_asked_one_sheet_comes_in_and_the_way_to_all_is_named(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, FORMS)
    assert (
        'Only the sheet "7A" was read. "7B", "8C" have the same columns. To bring in all of them '
        "as one file: --every-sheet.\n"
    ) in answer.err
    assert groups(given) == {"Ada Okafor": None}


def test_nobody_on_another_sheet_counts_as_no_longer_listed(
    run: Run, given: Given, tmp_path: Path
) -> None:
    father = ("Ada Okafor", "Chidi Okafor", "father", "07700 900103")
    sheets: dict[str, Table] = {"7A": [HEAD, ADA], "7B": [HEAD, father, CY]}
    imported(run, tmp_path, sheets, "--every-sheet", "--map", "sheet name=")
    for _ in range(2):
        answer = imported(run, tmp_path, sheets, "--every-sheet", "--map", "sheet name=")
        assert "DO NOT CONTACT" not in answer.err
    assert given.value("SELECT COUNT(*) FROM carer WHERE contact_rule = 'allow'") == 3
    gone = imported(run, tmp_path, FORMS, "--every-sheet", "--map", "sheet name=", "--yes")
    assert "DO NOT CONTACT Chidi Okafor" in gone.err


def test_columns_may_stand_in_another_order_on_each_sheet(
    run: Run, given: Given, tmp_path: Path
) -> None:
    turned = [(*reversed(HEAD), "Notes"), (*reversed(CY), "Likes maths")]
    answer = imported(run, tmp_path, {"7A": [HEAD, ADA], "7B": turned}, "--every-sheet")
    assert answer.code == 0, answer
    assert given.value("SELECT mobile_phone FROM carer WHERE name = 'Jo Wye'") == "+447700900102"
    assert groups(given)["Cy Wye"] == "7B"


def test_a_column_on_a_later_sheet_only_is_watched_for_blocks(run: Run, tmp_path: Path) -> None:
    later = [(*HEAD, "Alert"), (*CY, "Father not to be contacted")]
    answer = imported(run, tmp_path, {"7A": [HEAD, ADA], "7B": later}, "--every-sheet")
    assert answer.code == 4
    assert 'Row 2 of sheet "7B", Alert' in answer.err
    later = [(*HEAD, "Injunctions"), (*CY, "yes")]
    answer = imported(run, tmp_path, {"7A": [HEAD, ADA], "7B": later}, "--every-sheet")
    assert answer.code == 4
    assert 'column "Injunctions"' in answer.err


def test_columns_whose_order_says_whose_they_are_stand_alike_on_each_sheet(
    run: Run, given: Given, tmp_path: Path
) -> None:
    head = ("Pupil", "Contact 1", "Tel", "Contact 2", "Tel")
    turned = ("Pupil", "Contact 2", "Tel", "Contact 1", "Tel")
    row = ("Ada Okafor", "Ngozi Okafor", "07700 900101", "Chidi Okafor", "07700 900103")
    other = ("Cy Wye", "Jo Wye", "07700 900102", "Al Wye", "07700 900104")
    answer = imported(run, tmp_path, {"7A": [head, row], "7B": [turned, other]}, "--every-sheet")
    assert answer.code == 4
    assert 'The columns of the sheet "7B" stand in another order than those of "7A"' in answer.err
    answer = imported(run, tmp_path, {"7A": [head, row], "7B": [head, other]}, "--every-sheet")
    assert answer.code == 0, answer
    assert given.value("SELECT name FROM carer WHERE mobile_phone = '+447700900104'") == "Al Wye"


def test_a_column_of_the_mother_is_none_of_the_father(run: Run, tmp_path: Path) -> None:
    one, other = (("Pupil", "Carer", f"Mobile ({who})") for who in ("Mum", "Dad"))
    rows = ("Ada Okafor", "Ngozi Okafor", "07700 900101")
    answer = imported(run, tmp_path, {"7A": [one, rows], "7B": [other, rows]}, "--every-sheet")
    assert answer.code == 4
    assert 'only "7A" has "Mobile (Mum)"; only "7B" has "Mobile (Dad)"' in answer.err


# -- sheets that are something else ---------------------------------------------------------------


def test_what_is_no_form_is_said_and_left_alone(run: Run, given: Given, tmp_path: Path) -> None:
    others: dict[str, Table] = {
        "Contents": [("Form", "Tutor"), ("7A", "Ms Reid"), ("7B", "Mr Hall")],
        **FORMS,
        "Notes": [("Welcome",)],
    }
    answer = imported(run, tmp_path, others, "--every-sheet")
    assert answer.code == 0, answer
    assert "sheets 7A, 7B and 8C." in answer.err
    assert 'Not read: the sheets "Contents", "Notes".' in answer.err
    assert len(groups(given)) == 3


def test_hidden_sheets_are_left_alone(run: Run, given: Given, tmp_path: Path) -> None:
    def hide(first: Worksheet) -> None:
        first.sheet_state = "hidden"

    path = tmp_path / "forms.xlsx"
    more = {"7A": [HEAD, ADA], "7B": [HEAD, CY]}
    path.write_bytes(xlsx([HEAD, BEN], "6C", hide, **more))
    answer = run.ok("import", "families", str(path), "--every-sheet")
    assert 'Not read: the sheets "6C".' in answer.err
    assert len(groups(given)) == 2


def test_a_form_with_nearly_the_same_columns_is_not_left_out_in_silence(
    run: Run, given: Given, tmp_path: Path
) -> None:
    sheets = {**FORMS, "8D": [HEAD[:3], ("Di Fox", "Al Fox", "mother")]}
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert answer.code == 4
    assert 'The sheets "7A" and "8D" of forms.xlsx' in answer.err.replace(f"{tmp_path}/", "")
    assert 'only "7A" has "Mobile"' in answer.err
    assert '--sheet "7A" --sheet "7B" --sheet "8C"' in answer.err
    assert not groups(given)


def test_sheets_that_were_named_and_differ_are_refused(run: Run, tmp_path: Path) -> None:
    sheets: dict[str, Table] = {"7A": [HEAD, ADA], "Staff": [("Surname", "Forename", "Role")]}
    answer = imported(run, tmp_path, sheets, "--sheet", "7A", "--sheet", "Staff")
    assert answer.code == 4
    assert "Only sheets with the same columns are read as one." in answer.err


@pytest.mark.parametrize("head", [HEAD, (*HEAD, "court order")])
def test_a_sheet_that_may_bar_people_stops_every_sheet(
    run: Run, given: Given, tmp_path: Path, head: tuple[str, ...]
) -> None:
    sheets = {**FORMS, "Court orders": [head, (*CY, "yes")[: len(head)]]}
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert answer.code == 4
    assert '--sheet "7A" --sheet "7B" --sheet "8C", and then --sheet "Court orders"' in answer.err
    assert not groups(given)


def test_a_page_of_court_orders_is_not_forgotten_over_a_form_that_differs(
    run: Run, tmp_path: Path
) -> None:
    differs: Table = [HEAD[:3], ("Di Fox", "Al Fox", "mother")]
    sheets = {**FORMS, "8D": differs, "Court orders": [("Ask Ms Reid",)]}
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert answer.code == 4
    assert 'The sheet "Court orders" may say who must not be contacted' in answer.err


def test_a_sheet_that_is_called_so_is_found_by_its_name(
    run: Run, given: Given, tmp_path: Path
) -> None:
    sheets: dict[str, Table] = {"7A": [HEAD, ADA], "every-sheet": [HEAD, CY]}
    imported(run, tmp_path, sheets, "--sheet", "every-sheet")
    assert groups(given) == {"Cy Wye": None}


def test_both_options_are_a_mistake_and_so_is_one_for_a_csv_file(run: Run, tmp_path: Path) -> None:
    both = imported(run, tmp_path, FORMS, "--sheet", "7A", "--every-sheet")
    assert (both.code, "not both" in both.err) == (2, True)
    answer = run("import", "families", "-", "--every-sheet", stdin="pupil,carer\nAda,Ngozi\n")
    assert (answer.code, "--every-sheet is for Excel workbooks" in answer.err) == (2, True)


# -- rows are told with their sheet ---------------------------------------------------------------


def test_a_refused_row_names_its_sheet_everywhere(run: Run, given: Given, tmp_path: Path) -> None:
    bad: dict[str, Table] = {
        "7A": [HEAD, ADA],
        "7B": [("Form 7B",), HEAD, CY, ("Di Fox", "Al Fox", "father", "0770")],
    }
    answer = imported(run, tmp_path, bad, "--every-sheet")
    assert answer.code == 4
    assert 'Row 4 of sheet "7B", Mobile: Cannot read "0770"' in answer.err
    told = imported(run, tmp_path, bad, "--every-sheet", "--format", "json").json["problems"][0]
    assert (told["sheet"], told["row"]) == ("7B", 4)
    shown = imported(run, tmp_path, bad, "--every-sheet", "--dry-run").out
    assert 'New pupil: Ada Okafor (row 2 of sheet "7A")' in shown
    answer = imported(run, tmp_path, bad, "--every-sheet", "--skip-bad")
    refused = tmp_path / "forms.xlsx.refused.csv"
    with refused.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["tutor group"] == "7B"
    assert row["problem"].startswith('Row 4 of sheet "7B": Mobile: ')
    refused.write_text(refused.read_text(encoding="utf-8-sig").replace(",0770,", ",07700900105,"))
    run.ok("import", "families", str(refused))
    assert groups(given)["Di Fox"] == "7B"


def test_a_block_names_the_sheet_of_its_row(run: Run, tmp_path: Path) -> None:
    head = (*HEAD, "court order")
    sheets: dict[str, Table] = {"7A": [head, (*ADA, "")], "7B": [head, (*CY, "yes")]}
    told = imported(run, tmp_path, sheets, "--every-sheet", "--dry-run", "--format", "json").json
    assert [(each["sheet"], each["row"]) for each in told["blocked"]] == [("7B", 2)]
    answer = imported(run, tmp_path, sheets, "--every-sheet", "--yes")
    assert 'DO NOT CONTACT Jo Wye (row 2 of sheet "7B")' in answer.err


def test_what_is_said_of_rows_names_their_sheets(run: Run, tmp_path: Path) -> None:
    lost = ("Di Fox", "Al Fox", "father", 7700900106)
    sheets: dict[str, Table] = {
        "7A": [HEAD, lost, ("Total: 1",)],
        "7B": [HEAD, CY, ("Flo Fox", "Bo Fox", "mother", 7700900107)],
    }
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert 'mended in rows 2 of sheet "7A" and 3 of sheet "7B"' in answer.err
    assert 'Row 3 of sheet "7A" was taken for a footer: Total: 1' in answer.err


def test_the_pupil_above_is_none_of_another_sheet(run: Run, tmp_path: Path) -> None:
    more = ("", "Chidi Okafor", "father", "07700 900103")
    sheets: dict[str, Table] = {"7A": [HEAD, ADA, more], "7B": [HEAD, more, CY]}
    answer = imported(run, tmp_path, sheets, "--every-sheet", "--pupil-above")
    assert answer.code == 4
    assert 'Row 2 of sheet "7B"' in answer.err
    assert 'Row 3 of sheet "7A"' not in answer.err


def _word(number: int) -> str:
    """A number in letters, as the end of a name."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def test_rows_of_many_sheets_that_were_put_aside_still_name_their_sheets(
    run: Run, tmp_path: Path
) -> None:
    sheets: dict[str, Table] = {
        f"{year}{letter}": [
            HEAD,
            *[
                (f"Kid{year}{letter} N{_word(n)}", "", "", "077" if n == 150 else "")
                for n in range(200)
            ],
        ]
        for year in (7, 8, 9, 10)
        for letter in "ABCDE"
    }
    path = tmp_path / "forms.xlsx"
    path.write_bytes(book("xlsx", sheets))
    answer = run("import", "families", str(path), "--every-sheet")
    assert answer.code == 4
    assert answer.err.count('Row 152 of sheet "') == 20
    assert answer.err.index('sheet "7A"') < answer.err.index('Row 152 of sheet "10E"')


# -- the name of the sheet as the tutor group -----------------------------------------------------


def test_the_name_of_a_sheet_is_its_tutor_group_and_that_is_said(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, FORMS, "--every-sheet")
    assert (
        "No column names the tutor group, so the name of each sheet was taken for it: "
        '"7A", "7B", "8C". If it is something else, please say --map "sheet name=".\n'
    ) in answer.err
    assert groups(given)["Ada Okafor"] == "7A"
    run.ok("undo", "--yes")
    answer = imported(run, tmp_path, FORMS, "--every-sheet", "--map", "sheet name=")
    assert "taken for it" not in answer.err
    assert set(groups(given).values()) == {None}


def test_a_column_of_the_tutor_group_goes_before_the_name_of_the_sheet(
    run: Run, given: Given, tmp_path: Path
) -> None:
    head = (*HEAD, "Reg")
    sheets: dict[str, Table] = {"7A": [head, (*ADA, "7X")], "7B": [head, (*CY, "7Y")]}
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert "taken for it" not in answer.err
    assert groups(given) == {"Ada Okafor": "7X", "Cy Wye": "7Y"}
    run.ok("undo", "--yes")
    imported(run, tmp_path, sheets, "--every-sheet", "--map", "Reg=")
    assert set(groups(given).values()) == {None}


def test_names_that_are_no_tutor_groups_say_nothing(run: Run, given: Given, tmp_path: Path) -> None:
    sheets: dict[str, Table] = {"Sheet1": [HEAD, ADA], "Pupils": [HEAD, CY]}
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert set(groups(given).values()) == {None}
    assert '--map "sheet name=tutor group"' in answer.err
    run.ok("undo", "--yes")
    named: dict[str, Table] = {"7 Willow": [HEAD, ADA], "7 Rowan": [HEAD, CY]}
    imported(run, tmp_path, named, "--every-sheet", "--map", "sheet name=tutor group")
    assert groups(given) == {"Ada Okafor": "7 WILLOW", "Cy Wye": "7 ROWAN"}


def test_if_only_some_names_look_like_tutor_groups_somebody_must_say(
    run: Run, given: Given, tmp_path: Path
) -> None:
    sheets: dict[str, Table] = {"7A": [HEAD, ADA], "New pupils": [HEAD, CY]}
    answer = imported(run, tmp_path, sheets, "--every-sheet")
    assert answer.code == 4
    assert 'some look like one ("7A") and others do not ("New pupils").' in answer.err
    assert not groups(given)
    imported(run, tmp_path, sheets, "--every-sheet", "--map", "sheet name=")
    assert set(groups(given).values()) == {None}


@pytest.mark.parametrize("name", ["7A", "7KM", "10 B", "11.2", "7-1", "8B1", "7ma", "12abcd"])
def test_a_tutor_group_is_known_by_its_shape(name: str) -> None:
    assert looks_like_group(name)


@pytest.mark.parametrize(
    "name",
    ["Sheet1", "Pupils", "Year 7", "7", "2026", "3 Mar", "12 Nov", "1st", "10.30", "15A", "R"],
)
def test_other_names_are_no_tutor_groups(name: str) -> None:
    assert not looks_like_group(name)


def test_a_single_sheet_that_was_asked_for_says_its_group_too(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = imported(run, tmp_path, FORMS, "--sheet", "7B")
    assert 'the name of the sheet was taken for it: "7B"' in answer.err
    assert groups(given) == {"Cy Wye": "7B"}


# -- other imports --------------------------------------------------------------------------------


def test_a_call_log_with_a_sheet_for_each_month_comes_in_as_one(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    head = ("date", "pupil", "tone", "note")
    sheets: dict[str, Table] = {
        "October": [head, ("2026-10-20", "Ada Okafor", "positive", "Spoke up")],
        "November": [
            head,
            ("2026-11-20", "Ada Okafor", "positive", "Sang"),
            ("2026-11-20", "Nobody Known", "positive", "x"),
        ],
    }
    path = tmp_path / "log.xlsx"
    path.write_bytes(book("xlsx", sheets))
    answer = run("import", "contacts", str(path), "--every-sheet")
    assert answer.code == 4
    assert 'Row 3 of sheet "November", pupil' in answer.err
    run.ok("import", "contacts", str(path), "--every-sheet", "--skip-bad")
    assert given.value("SELECT COUNT(*) FROM contact") == 2


def test_a_small_table_comes_from_several_sheets(run: Run, given: Given, tmp_path: Path) -> None:
    head = ("name", "role")
    sheets: dict[str, Table] = {
        "Maths": [head, ("Ms Reid", "tutor")],
        "Art": [head, ("Mr Hall", "tutor")],
    }
    path = tmp_path / "staff.xlsx"
    path.write_bytes(book("xlsx", sheets))
    run.ok("import", "staff", str(path), "--every-sheet")
    assert given.value("SELECT COUNT(*) FROM staff WHERE name IN ('Ms Reid', 'Mr Hall')") == 2
