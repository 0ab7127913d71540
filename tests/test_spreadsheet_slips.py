"""What a spreadsheet makes of a file that somebody opened and saved: nothing of it comes in."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from conftest import Given, Run

HEAD = "Adno,Forename,Surname,Reg,Contact ID,Contact Name,Mobile,Court order"
ADA = "1,Ada,Okafor,7KM,c1,Ngozi Okafor,07700900101,"


@pytest.mark.parametrize("group", ["07-Jan", "Jan-07", "01/07/2026", "8.00E+02", "2026-01-07"])
def test_a_tutor_group_that_became_a_day_or_a_number_is_refused(
    run: Run, db: Path, group: str
) -> None:
    answer = run("import", "families", "-", stdin=f"{HEAD}\n{ADA.replace('7KM', group)}\n")
    assert answer.code == 4
    assert f'Row 2, Reg: "{group}" is what a spreadsheet makes of a tutor group' in answer.err
    assert not db.exists()


@pytest.mark.parametrize("group", ["7-1", "7/1", "10-MAR", "7 Mar", "1E2", "Jan", "800", "2026"])
def test_a_tutor_group_as_schools_name_them_comes_in(run: Run, given: Given, group: str) -> None:
    run.ok("import", "families", "-", stdin=f"{HEAD}\n{ADA.replace('7KM', group)}\n")
    assert given.value("SELECT tutor_group FROM pupil") == group.upper()


@pytest.mark.parametrize(("front", "heading"), [("1,Ada", "Adno"), ("c1,Ngozi", "Contact ID")])
def test_an_id_whose_last_digits_are_gone_is_refused(run: Run, front: str, heading: str) -> None:
    rounded = "1.23E+11," + front.partition(",")[2]
    answer = run("import", "families", "-", stdin=f"{HEAD}\n{ADA.replace(front, rounded)}\n")
    assert answer.code == 4
    assert f'Row 2, {heading}: "1.23E+11" is what a spreadsheet leaves' in answer.err


@pytest.mark.parametrize(
    ("right", "wrong", "heading"),
    [
        ("Ada", "#NAME?", "Forename"),
        ("Ngozi Okafor", "#N/A", "Contact Name"),
        ("101,", "101,#REF!", "Court order"),
        ("7KM", "########", "Reg"),
    ],
)
def test_a_formula_that_went_wrong_is_refused_in_a_csv_file_as_in_a_workbook(
    run: Run, db: Path, right: str, wrong: str, heading: str
) -> None:
    answer = run("import", "families", "-", stdin=f"{HEAD}\n{ADA.replace(right, wrong)}\n")
    assert answer.code == 4
    assert f"Row 2, {heading}" in answer.err
    assert wrong[-5:] in answer.err
    why = "too narrow" if wrong[1] == "#" else "A formula in this cell went wrong"
    assert why in answer.err
    assert not db.exists()


def test_it_does_no_harm_in_a_column_that_is_not_read_nor_in_words(run: Run, given: Given) -> None:
    data = f"{HEAD},Age\n{ADA.replace('Ngozi', 'No#N/A')},#N/A\n"
    run.ok("import", "families", "-", stdin=data)
    assert given.value("SELECT name FROM carer") == "No#N/A Okafor"


def test_somebody_called_true_is_called_so_in_a_workbook_too(
    run: Run, given: Given, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(
        ["Adno", "Forename", "Surname", "Start date", "Interpreter needed", "Contact Name"]
    )
    sheet.append([1, True, "Okafor", date(2026, 9, 1), True, "Ngozi Okafor"])
    path = tmp_path / "class.xlsx"
    book.save(path)
    run.ok("import", "families", str(path))
    assert given.value("SELECT legal_name FROM pupil") == "TRUE Okafor"
    assert given.value("SELECT interpreter FROM carer") == 1
