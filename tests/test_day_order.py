"""03/04/2015 is a day in April here and in March elsewhere: what the column shows decides."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from conftest import Answer, Given, Run

HEAD = "pupil,DOB,carer\n"


def imported(run: Run, *days: str, head: str = HEAD, options: tuple[str, ...] = ()) -> Answer:
    names = ("Ada", "Ben", "Cleo", "Dan", "Eve")
    rows = [f"{name} Okafor,{day},\n" for name, day in zip(names, days, strict=False)]
    return run("import", "families", "-", *options, stdin=(head + "".join(rows)).encode())


def test_days_that_may_be_meant_either_way_are_read_day_first_and_that_is_said(
    run: Run, given: Given
) -> None:
    answer = imported(run, "05/05/2015", "03/04/2015", "07/01/2014")
    assert answer.code == 0
    said = 'Days under "DOB" are read day first ("03/04/2015" in row 3 as 3 April 2015)'
    assert said in answer.err
    born = given.value("SELECT date_of_birth FROM pupil WHERE legal_name = 'Ben Okafor'")
    assert born == "2015-04-03"


@pytest.mark.parametrize("other", ["25/04/2015", "30/11/2014"])
def test_one_day_above_12_shows_the_order_and_nothing_is_said(run: Run, other: str) -> None:
    answer = imported(run, "03/04/2015", other)
    assert answer.code == 0
    assert "day first" not in answer.err


@pytest.mark.parametrize("day", ["2015-04-03", "3 April 2015", "05/05/2015", "42097"])
def test_a_day_that_can_only_be_meant_one_way_needs_no_word(run: Run, day: str) -> None:
    answer = imported(run, day)
    assert answer.code == 0
    assert "day first" not in answer.err


def test_a_second_column_that_shows_the_order_answers_for_the_first(run: Run) -> None:
    head = "pupil,Start date,DOB\n"
    answer = run("import", "families", "-", stdin=f"{head}Ada Okafor,01/09/2026,14/10/2014\n")
    assert answer.code == 0
    assert "day first" not in answer.err


@pytest.mark.parametrize("options", [(), ("--skip-bad",), ("--dry-run",)])
def test_a_column_with_days_written_both_ways_is_refused_with_both_rows(
    run: Run, db: Path, options: tuple[str, ...]
) -> None:
    answer = imported(run, "03/04/2015", "25/04/2015", "04/25/2015", options=options)
    assert answer.code == 4
    assert 'row 4: "04/25/2015" has the month in front' in answer.err
    assert '"25/04/2015" in row 3 the day' in answer.err
    assert '"2015-04-25"' in answer.err
    assert not db.exists()


def test_a_column_with_the_month_in_front_is_refused_and_says_what_to_do(
    run: Run, db: Path
) -> None:
    answer = imported(run, "03/04/2015", "04/25/2015", options=("--skip-bad", "--format", "json"))
    assert answer.code == 4
    (problem,) = answer.json["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "DOB", "04/25/2015")
    assert "with the year in front" in problem["problem"]
    assert not db.exists()


def test_a_day_that_is_none_is_the_fault_of_its_row_alone(run: Run) -> None:
    answer = imported(run, "04/31/2015", "25/04/2015", options=("--dry-run", "--skip-bad"))
    assert "There is no date" in answer.out
    assert answer.code == 0


@pytest.mark.parametrize(
    ("what", "head", "row"),
    [
        ("contacts", "date,pupil,tone", "{},Ada Okafor,positive"),
        ("achievements", "Date,Student,Type of achievement,Description", "{},Ada Okafor,Merit,Art"),
        ("good-news", "date,pupil,text", "{},Ada Okafor,Art"),
        ("terms", "name,start,end", "Autumn term,{},2026-12-18"),
    ],
)
def test_every_import_looks_at_the_order_of_its_days(
    run: Run, given: Given, what: str, head: str, row: str
) -> None:
    given.household()
    content = "\n".join([head, *(row.format(day) for day in ("03/09/2026", "09/25/2026"))])
    answer = run("import", what, "-", "--skip-bad", stdin=content)
    assert answer.code == 4
    assert "month in front" in answer.err
    answer = run("import", what, "-", "--dry-run", stdin=content.rpartition("\n")[0])
    assert '"03/09/2026" in row 2 as 3 September 2026' in answer.err


def workbook(tmp_path: Path, days: list[str | date]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["pupil", "DOB", "carer"])
    for number, day in enumerate(days):
        sheet.append([f"Kid {'ABCDEFGHIJK'[number]}", day, ""])
    path = tmp_path / "class.xlsx"
    book.save(path)
    return path


TURNED: list[str | date] = [
    *(date(2015, 5, 3), "14/10/2014", date(2014, 12, 3), date(2015, 8, 2), "25/04/2015"),
    *(date(2015, 5, 3), date(2014, 11, 11)),
]


def test_dates_that_an_american_program_turned_round_refuse_the_file(
    run: Run, db: Path, tmp_path: Path
) -> None:
    answer = run("import", "families", str(workbook(tmp_path, TURNED)), "--skip-bad")
    assert answer.code == 4
    assert 'row 2: "2015-05-03" is a date of the workbook, "14/10/2014" in row 3' in answer.err
    assert "region set to the United Kingdom" in answer.err
    assert not db.exists()


@pytest.mark.parametrize("more", [date(2015, 4, 13), "03/04/2015", "05/05/2015"])
def test_dates_beside_text_are_right_where_one_shows_it(
    run: Run, tmp_path: Path, more: str | date
) -> None:
    answer = run("import", "families", str(workbook(tmp_path, [*TURNED, more])))
    assert answer.code == 0
    assert "American" not in answer.err


def test_of_few_dates_it_is_said_that_they_may_be_turned_round(
    run: Run, given: Given, tmp_path: Path
) -> None:
    answer = run("import", "families", str(workbook(tmp_path, TURNED[:3])))
    assert answer.code == 0
    assert 'Under "DOB", row 2: "2015-05-03" is a date' in answer.err
    assert given.value("SELECT COUNT(*) FROM pupil") == 3


def test_days_of_admission_early_in_september_are_not_turned_round(
    run: Run, given: Given, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["pupil", "year", "admission date"])
    days = [date(2026, 9, 3), "25/11/2025", date(2025, 9, 2), date(2024, 9, 4), date(2026, 1, 6)]
    for number, day in enumerate([*days, date(2023, 9, 5), date(2026, 9, 3)]):
        sheet.append([f"Kid {'ABCDEFGHIJK'[number]}", 7, day])
    book.save(tmp_path / "class.xlsx")
    answer = run.ok("import", "families", str(tmp_path / "class.xlsx"))
    assert "Please compare one with the school's records" in answer.err
    assert given.value("SELECT COUNT(*) FROM pupil WHERE starts_on LIKE '%-09-0%'") == 5
