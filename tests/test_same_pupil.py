"""One pupil in the lists of two systems, or with a slip in the date of birth."""

import pytest

from conftest import Given, Run

SIMS = "pupil_id,upn,forename,surname,date_of_birth,reg,contact,relationship,mobile,email"
ADA = "1042,,Ada,Okafor,02/03/2013,8BR,Ngozi Okafor,Mother,07700 900123,n@example.org"
ROSTER = "pupil_id,forename,surname,reg,contact,mobile,email"


def load(run: Run, head: str, *rows: str) -> str:
    """Bring rows in; returns what was said."""
    return run.ok("import", "families", "-", stdin="\n".join((head, *rows, ""))).err


def pupils(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM pupil"))


# -- another system's ids ------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "st2,Ada,Okafor,8br,Ngozi Okafor,,",
        "st2,Ada,Okafor,8BR,Ngozi Okafor,07700 900123,",
        "st2,Ada,Okafor,8BR,N Okafor,,n@example.org",
        "st2,Ada,Okafor,9BR,Ngozi Okafor,07700 900123,",
        "st2,Ada,Okafor,,Ngozi Okafor,,n@example.org",
    ],
)
def test_another_systems_number_makes_no_second_pupil(run: Run, given: Given, row: str) -> None:
    load(run, SIMS, ADA)
    said = load(run, ROSTER, row)
    assert pupils(given) == 1
    assert "another id on file than in this file" in said
    load(run, ROSTER, row)
    assert "another id" not in load(run, SIMS, ADA)
    assert pupils(given) == 1


@pytest.mark.parametrize(
    "row",
    [
        "st2,Ada,Okafor,8BR,Grace Okafor,07700 900124,",  # a form may have two of a name
        "st2,Ada,Okafor,9BR,Ngozi Okafor,,",  # there may be two mothers of a name in a school
        "st2,Ada,Okafor,8BR,,,",
        "st2,Ada,Okafor,9BR,,,",
    ],
)
def test_what_may_be_somebody_else_is_a_new_pupil_and_said(
    run: Run, given: Given, row: str
) -> None:
    load(run, SIMS, ADA)
    said = load(run, ROSTER, row)
    assert pupils(given) == 2
    if "8BR" in row:
        assert 'a pupil of the same name ("Ada Okafor") is on file in 8BR' in said


def test_a_number_that_the_file_uses_for_another_is_not_changed(run: Run, given: Given) -> None:
    load(run, SIMS, ADA)
    rows = ("1042,Ada,Okafor,8BR,Ngozi Okafor,07700 900123,", "1043,Ada,Okafor,8BR,Ngozi Okafor,,")
    load(run, ROSTER, *rows)
    assert pupils(given) == 2


# -- a slip in a date of birth -------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "group", "how"),
    [
        ("03/02/2013", "8BR", "day and month changed places"),
        ("02/03/2012", "8BR", "one digit is different"),
        ("12/03/2013", "9BR", "one digit is different"),
    ],
)
def test_a_slip_in_a_date_of_birth_is_said_and_a_person_decides(
    run: Run, given: Given, born: str, group: str, how: str
) -> None:
    load(run, SIMS, ADA)
    other = ADA.replace("1042", "").replace("02/03/2013", born).replace("8BR", group)
    answer = run.ok("import", "families", "-", "--dry-run", stdin=f"{SIMS}\n{other}\n")
    assert '"Ada Okafor", born 20' in answer.err
    assert f"may be p1 on file, of the same name and born 2013-03-02: {how}." in answer.err
    assert "parentlink duplicates" in answer.err
    load(run, SIMS, other)
    (pair,) = run.ok("duplicates", "--format", "json").json
    assert (pair["kind"], pair["keep"], pair["other"]) == ("pupil", "p1", "p2")
    assert f"dates of birth in which {how}" in str(pair["reasons"])
    words = pair["next"].split()[1:]
    run.ok(*words, "--yes")
    assert pupils(given) == 1
    assert given.value("SELECT date_of_birth FROM pupil") == "2013-03-02"


def test_a_slip_within_one_file_is_said_too(run: Run, given: Given) -> None:
    father = ADA.replace("02/03", "03/02").replace("Ngozi", "Emeka").replace("123", "124")
    rows = (ADA.replace("1042", ""), father.replace("1042", ""))
    said = load(run, SIMS, *rows)
    assert 'Row 3: "Ada Okafor", born 2013-02-03, may be row 2, of the same name' in said
    assert pupils(given) == 2


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (",,Ada,Okafor,17/11/2012,9BR,Ngozi Okafor,Mother,07700 900123,", "another day"),
        (",,Ada,Okafor,03/02/2013,9BR,Grace Okafor,Mother,07700 900124,", "other carers"),
        (",,Ida,Okafor,03/02/2013,8BR,Ngozi Okafor,Mother,07700 900123,", "a twin's name"),
        ("K999000000001,", "two UPNs"),
    ],
)
def test_somebody_else_is_not_suspected(run: Run, other: str, why: str) -> None:
    first = ADA
    if why == "two UPNs":
        from parentlink.parse.upn import check_letter

        one, two = (check_letter(f"99900000000{n}") + f"99900000000{n}" for n in (1, 2))
        first = ADA.replace("1042,", f"1042,{one}")
        other = ADA.replace("1042,", f",{two}").replace("02/03", "03/02")
    load(run, SIMS, first)
    assert "may be p1" not in load(run, SIMS, other), why
    pairs = run.ok("duplicates", "--format", "json").json
    assert [pair for pair in pairs if pair["kind"] == "pupil"] == []


# -- the words -----------------------------------------------------------------------------


def test_a_first_id_of_the_school_is_called_that_and_capitals_are_no_change(run: Run) -> None:
    load(run, SIMS, ADA)
    head = f"{SIMS},carer_id"
    row = f"{ADA.replace('Mother', 'mother')},pa2\n"
    shown = run.ok("import", "families", "-", "--dry-run", stdin=f"{head}\n{row}").out
    assert "Row 2, Ngozi Okafor: the school's id (blank) -> pa2" in shown
    assert "relationship" not in shown


CAPITALS = "upn,Legal Forename,Legal Surname,Preferred Forename,Reg,title,carer,relationship,mobile"


def test_names_in_capitals_are_those_on_file(run: Run) -> None:
    """Many exports have surnames in capitals, and another one of the same school has not."""
    usual = ",Ada Rose,O’Neil-Okafor,Ada,7KM,Mrs,Ngozi McDonald,Mother,07700 900001"
    load(run, CAPITALS, usual)
    for row in (
        ",Ada Rose,O’NEIL-OKAFOR,Ada,7KM,Mrs,Ngozi MCDONALD,Mother,07700 900001",
        ",ADA ROSE,O’NEIL-OKAFOR,ADA,7KM,MRS,NGOZI MCDONALD,MOTHER,07700 900001",
        usual,
    ):
        answer = run.ok("import", "families", "-", stdin=f"{CAPITALS}\n{row}")
        assert "Nothing to change" in answer.out


def test_of_somebody_new_in_capitals_the_name_is_as_the_file_says_until_another_knows(
    run: Run, given: Given
) -> None:
    head = "pupil,tutor group,carer,relationship,mobile"
    for name, now in (
        ("Ben MCDONALD", "Ben MCDONALD"),
        ("Ben McDonald", "Ben McDonald"),
        ("BEN MCDONALD", "Ben McDonald"),
        ("Ben Mcdonald", "Ben Mcdonald"),
    ):
        load(run, head, f"{name},7KM,Tom Reed,father,07700 900002")
        assert given.value("SELECT legal_name FROM pupil WHERE id = 1") == now
