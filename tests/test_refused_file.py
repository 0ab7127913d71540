"""Refused rows beside their file: never written over, every problem named, and an exit code."""

import csv
import io
from pathlib import Path

import pytest

from conftest import Given, Run

HEAD = "pupil,date of birth,tutor group,carer,mobile,email,contact rule,reason"
GOOD = "Ada Okafor,14/10/2014,7KM,Ngozi Okafor,07700 900101,,,"
BAD = "Ben Reid,31/04/2014,7KM,Jo Reid,12,jo at home,,"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a good row and a bad one."""
    path = tmp_path / "class.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n{BAD}\n")
    return path


def beside(file: Path, number: str = "") -> Path:
    return file.with_name(f"{file.name}.refused{number}.csv")


def test_a_half_mended_file_is_never_written_over(run: Run, file: Path) -> None:
    run.ok("import", "families", str(file), "--skip-bad")
    mended = beside(file).read_text("utf-8-sig").replace("31/04", "30/04")
    beside(file).write_text(mended, "utf-8")
    answer = run.ok("import", "families", str(file), "--skip-bad")
    assert beside(file).read_text("utf-8") == mended
    assert "31/04" in beside(file, "-2").read_text("utf-8-sig")
    assert "class.csv.refused-2.csv (class.csv.refused.csv was there already" in answer.err


def test_the_same_rows_refused_once_more_need_no_second_file(run: Run, file: Path) -> None:
    for _ in range(3):
        assert (
            "class.csv.refused.csv, with"
            in run.ok("import", "families", str(file), "--skip-bad").err
        )
    assert not beside(file, "-2").exists()


def test_a_call_log_half_mended_is_not_written_over_either(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    log = tmp_path / "log.csv"
    log.write_text(
        "date,pupil,tone\n31/04/2026,Ada Okafor,positive\n20/11/2026,Ada Okafor,neutral\n"
    )
    run.ok("import", "contacts", str(log), "--skip-bad")
    beside(log).write_text("date,pupil,tone,problem\n")
    run.ok("import", "contacts", str(log), "--skip-bad")
    assert beside(log).read_text() == "date,pupil,tone,problem\n"
    assert "31/04" in beside(log, "-2").read_text("utf-8-sig")


def test_when_all_the_names_are_taken_it_is_one_sentence(
    run: Run, given: Given, file: Path
) -> None:
    for number in ("", *(f"-{at}" for at in range(2, 100))):
        beside(file, number).write_text("mine")
    answer = run("import", "families", str(file), "--skip-bad")
    assert answer.code == 5
    assert "move some of them away" in answer.err
    assert not given.path.exists()


def test_every_problem_of_a_row_is_named_at_once(run: Run, file: Path) -> None:
    answer = run("import", "families", str(file))
    assert "1 row was refused" in answer.err
    told = [
        line.split(" (")[0].split(":")[0] for line in answer.err.splitlines() if "Row 3" in line
    ]
    assert told == ["Row 3, date of birth", "Row 3, mobile", "Row 3, email"]


def test_every_problem_stands_in_the_column_of_the_file_beside(run: Run, file: Path) -> None:
    run.ok("import", "families", str(file), "--skip-bad")
    (row,) = csv.DictReader(io.StringIO(beside(file).read_text("utf-8-sig")))
    said = row["problem"]
    assert said.startswith("Row 3: ")
    assert "April has 30 days" in said
    assert "mobile: Cannot read" in said
    assert "email: " in said


def test_a_single_problem_names_its_heading_too(run: Run, file: Path) -> None:
    other = GOOD.replace("Ada", "Obi").replace("900101", "900102")
    file.write_text(f"{HEAD},carer id\n{GOOD},c1\n{other},c1\n", encoding="utf-8")
    run.ok("import", "families", str(file), "--skip-bad")
    (row,) = csv.DictReader(io.StringIO(beside(file).read_text("utf-8-sig")))
    assert row["problem"].startswith('Row 3: mobile: Row 2 says "07700 900101" for the same carer')


def test_scripts_get_every_problem_and_the_number_of_rows(run: Run, file: Path) -> None:
    found = run("import", "families", str(file), "--format", "json").json
    assert found["refused"] == 1
    assert [each["column"] for each in found["problems"]] == ["date of birth", "mobile", "email"]


def test_both_parents_of_a_row_are_looked_at(run: Run) -> None:
    head = "pupil,mother,mother mobile,father,father mobile"
    text = f"{head}\nAda Okafor,Ngozi Okafor,12,Obi Okafor,13\n"
    found = run("import", "families", "-", "--format", "json", stdin=text).json
    assert [each["value"] for each in found["problems"]] == ["12", "13"]
    assert found["refused"] == 1


def test_one_parent_without_a_name_does_not_hide_the_other_ones_bad_number(run: Run) -> None:
    head = "pupil,parent 1 name,parent 1 phone,parent 2 name,parent 2 phone"
    text = f"{head}\nAda Okafor,,07700 900101,Obi Okafor,13\n"
    found = run("import", "families", "-", "--format", "json", stdin=text).json
    assert [each["value"] for each in found["problems"]] == ["07700 900101", "13"]


def test_a_contact_rule_that_cannot_be_read_is_named_beside_a_bad_number(run: Run) -> None:
    text = "pupil,carer,mobile,contact rule\nAda Okafor,,12,never\n"
    err = run("import", "families", "-", stdin=text).err
    assert "Row 2, mobile" in err


@pytest.mark.parametrize("how", [(), ("--dry-run",), ("--quiet",), ("--format", "json")])
def test_when_every_row_is_refused_a_script_hears_it(
    run: Run, given: Given, file: Path, how: tuple[str, ...]
) -> None:
    file.write_text(f"{HEAD}\n{BAD}\n", encoding="utf-8")
    answer = run("import", "families", str(file), "--skip-bad", *how)
    assert answer.code == 4
    assert "1 row was refused" in answer.err
    assert "nothing was imported" in answer.err.casefold()
    assert beside(file).exists() == ("--dry-run" not in how)
    assert not given.path.exists() or given.value("SELECT COUNT(*) FROM import_batch") == 0


def test_when_every_row_of_a_call_log_is_refused_a_script_hears_it(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    text = "date,pupil,tone\n31/04/2026,Ada Okafor,positive\n"
    answer = run("import", "contacts", "-", "--skip-bad", stdin=text)
    assert answer.code == 4
    assert "nothing was imported" in answer.err.casefold()
    assert (tmp_path / "stdin.refused.csv").exists()


# -- mended, and its name and the column of problems gone --------------------------------------

TWO = (
    "upn,pupil,carer,mobile\nY999999800001,Ada Okafor,Ngozi Okafor,07700 900101\n"
    "Y999999800001,Ada Okafor,Obi Okafor,{}\n"
)


def test_mended_rows_under_another_name_and_without_problems_block_nobody_unasked(
    run: Run, given: Given, tmp_path: Path
) -> None:
    file, mended = tmp_path / "class.csv", tmp_path / "mended.csv"
    file.write_text(TWO.format("12"))
    run.ok("import", "families", str(file), "--skip-bad")
    mended.write_text("".join(TWO.format("07700 900102").splitlines(keepends=True)[::2]))
    answer = run("import", "families", str(mended))
    assert answer.code == 4
    assert "WATCH OUT: A file lately had 1 row refused, and this one has 1" in answer.err
    part = mended.rename(tmp_path / "mended Refused.csv")
    run.ok("import", "families", str(part))
    assert given.value("SELECT COUNT(*) FROM pupil_carer") == 2
    assert given.value("SELECT COUNT(*) FROM carer WHERE contact_rule <> 'allow'") == 0


def test_a_whole_file_that_has_more_rows_than_were_refused_is_a_whole_file(
    run: Run, given: Given, tmp_path: Path
) -> None:
    file = tmp_path / "class.csv"
    file.write_text(TWO.format("07700 900102") + "Y999999800001,Ada Okafor,Di Okafor,12\n")
    run.ok("import", "families", str(file), "--skip-bad")
    file.write_text(TWO.format("07700 900102").replace("Obi", "Di"))
    answer = run.ok("import", "families", str(file))
    assert "DO NOT CONTACT Obi Okafor" in answer.err


def test_half_a_character_of_a_script_is_shown_in_the_refused_rows(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "terms.json"
    day = '"starts on": "2026-09-01", "ends on": "2026-12-18"'
    good = day.replace("2026", "2027")
    path.write_text(f'[{{"name": "Autumn \\ud800", {day}}}, {{"name": "Autumn", {good}}}]')
    run.ok("import", "terms", str(path), "--skip-bad")
    assert "Autumn \\ud800" in beside(path).read_text("utf-8-sig")
