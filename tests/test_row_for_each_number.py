"""SIMS gives a row to each telephone number, with all the rest repeated: they add up."""

from typing import Any

import pytest

from conftest import Given, Run

HEAD = (
    "Adno,Forename,Surname,DOB,Reg,Contact Title,Contact Forename,Contact Surname,Priority,"
    "Relationship,Parental Responsibility,Telephone Number,Telephone Type\n"
)
ADA = "1,Ada,Okafor,25/06/2015,7KM,Mrs,Ngozi,Okafor,1,Mother,Yes"
BEN = "2,Ben,Okafor,25/06/2013,9KM,Mrs,Ngozi,Okafor,1,Mother,Yes"
CHIDI = "1,Ada,Okafor,25/06/2015,7KM,Mr,Chidi,Okafor,2,Father,Yes"


def rows(*lines: tuple[str, str, str]) -> str:
    return HEAD + "".join(f"{who},{number},{kind}\n" for who, number, kind in lines)


def numbers(given: Given, name: str = "Ngozi Okafor") -> tuple[Any, ...]:
    """Mobile, home and work number of a carer."""
    return tuple(
        given.value(f"SELECT {slot} FROM carer WHERE name = :name", name=name)
        for slot in ("mobile_phone", "home_phone", "work_phone")
    )


MOBILE, HOME, WORK = "07700 900101", "0113 496 0101", "0113 496 0102"


@pytest.mark.parametrize(
    "order",
    [
        ((MOBILE, "Mobile"), (HOME, "Home"), (WORK, "Work")),
        ((WORK, "Work"), (MOBILE, "M"), (HOME, "Home")),
        ((HOME, ""), (WORK, "Daytime"), (MOBILE, "Home")),  # a 07 number is a mobile
    ],
)
def test_the_numbers_of_a_carer_add_up(
    run: Run, given: Given, order: tuple[tuple[str, str], ...]
) -> None:
    text = rows(*((ADA, *each) for each in order), (CHIDI, "07700 900103", "Mobile"))
    assert "1 new pupil, 2 carers, 1 family" in run.ok("import", "families", "-", stdin=text).out
    assert numbers(given) == ("+447700900101", "+441134960101", "+441134960102")
    assert numbers(given, "Chidi Okafor") == ("+447700900103", None, None)
    assert "Nothing to change" in run.ok("import", "families", "-", stdin=text).out


def test_a_second_mobile_has_a_place_and_a_fax_has_none(run: Run, given: Given) -> None:
    second, fax = (ADA, "07700 900102", "Mobile"), (ADA, "0113 496 0109", "Fax")
    run.ok("import", "families", "-", stdin=rows((ADA, MOBILE, "Mobile"), second, fax))
    assert numbers(given) == ("+447700900101", "+447700900102", None)


def test_a_fourth_number_is_left_out_and_said(run: Run, given: Given) -> None:
    kinds = ((MOBILE, "Mobile"), (HOME, "Home"), (WORK, "Work"), ("0113 496 0103", "Other"))
    answer = run.ok("import", "families", "-", stdin=rows(*((ADA, *each) for each in kinds)))
    assert "stood in row 5, for which there is no room" in answer.err
    assert numbers(given) == ("+447700900101", "+441134960101", "+441134960102")


def test_a_sibling_with_the_same_rows_has_the_same_carer(run: Run, given: Given) -> None:
    both = rows(*((who, *each) for who in (ADA, BEN) for each in ((MOBILE, "M"), (HOME, "H"))))
    run.ok("import", "families", "-", stdin=both)
    assert given.value("SELECT COUNT(*) FROM carer") == 1
    assert given.value("SELECT COUNT(*) FROM pupil_carer") == 2


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ((MOBILE, "07700 900102"), ("07700 900102", MOBILE)),
        ((HOME, WORK, MOBILE), (WORK, MOBILE, HOME)),
        ((f"{MOBILE} / 07700 900102",), (f"07700 900102 / {MOBILE}",)),
    ],
)
def test_the_same_numbers_in_another_order_at_a_sibling_contradict_nothing(
    run: Run, given: Given, first: tuple[str, ...], again: tuple[str, ...]
) -> None:
    both = rows(*((ADA, one, "") for one in first), *((BEN, one, "") for one in again))
    run.ok("import", "families", "-", stdin=both)
    found = numbers(given)
    assert given.value("SELECT COUNT(*) FROM carer") == 1
    run.ok("undo", "--yes")
    run.ok("import", "families", "-", stdin=rows(*((ADA, one, "") for one in first)))
    assert numbers(given) == found  # the first order counts
    run.ok("import", "families", "-", stdin=both)
    assert "Nothing to change" in run.ok("import", "families", "-", stdin=both).out


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ((MOBILE,), ("07700 900102", MOBILE)),  # not the same numbers
        ((MOBILE, "07700 900102"), ("07700 900102", "07700 900103")),
    ],
)
def test_another_number_at_a_sibling_is_asked_about(
    run: Run, first: tuple[str, ...], again: tuple[str, ...]
) -> None:
    both = rows(*((ADA, one, "") for one in first), *((BEN, one, "") for one in again))
    answer = run("import", "families", "-", stdin=both)
    assert answer.code == 4
    assert "for the same carer. Please make them the same" in answer.err


def test_numbers_in_columns_of_their_own_that_are_turned_round_are_asked_about(run: Run) -> None:
    head = "UPN,Pupil,Contact Id,Contact Name,Mobile,Home Phone"
    text = (
        f"{head}\nR999999926001,Ada Okafor,7,Ngozi Okafor,{MOBILE},{HOME}\n"
        f"C99999992600A,Ben Okafor,7,Ngozi Okafor,{HOME},{MOBILE}\n"
    )
    assert run("import", "families", "-", stdin=text).code == 4


def test_the_number_that_is_gone_next_week_stays_on_file(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=rows((ADA, MOBILE, "Mobile"), (ADA, HOME, "Home")))
    run.ok("import", "families", "-", stdin=rows((ADA, HOME, "Home")))
    assert numbers(given) == ("+447700900101", "+441134960101", None)


@pytest.mark.parametrize("clears", [[], ["--blank-clears"]])
@pytest.mark.parametrize("between", [[], [f"{MOBILE},Mobile,"]])  # a blank one in between
def test_of_two_e_mail_addresses_the_first_is_kept_and_that_is_said(
    run: Run, given: Given, between: list[str], clears: list[str]
) -> None:
    head = "Pupil,Reg,Contact Name,Telephone,Telephone Location,Email\n"
    said = [f"{HOME},Home,n@example.org", *between, f"{WORK},Work,ngozi@work.example"]
    text = head + "".join(f"Ada Okafor,7KM,Ngozi Okafor,{each}\n" for each in said)
    answer = run.ok("import", "families", "-", *clears, stdin=text)
    assert f"stood in row {len(said) + 1}, for which there is no room" in answer.err
    assert given.value("SELECT email FROM carer") == "n@example.org"


def test_a_father_and_a_son_of_one_name_are_asked_about(run: Run) -> None:
    head = "Pupil,Reg,Contact Name,Relationship,Telephone\n"
    text = (
        f"{head}Ada Okafor,7KM,Chidi Okafor,Father,{MOBILE}\n"
        "Ada Okafor,7KM,Chidi Okafor,Brother,07700 900102\n"
    )
    answer = run("import", "families", "-", stdin=text)
    assert answer.code == 4  # nothing tells whether they are two
    assert 'Row 2 says "07700 900101" for the same carer' in answer.err


def test_two_families_of_the_same_names_keep_a_number_each(run: Run) -> None:
    head = "Pupil,Year,Contact,Telephone,Postcode"
    first, second = (
        "Mo Khan,7,Ali Khan,07700900101,SW1A 1AA",
        "Mo Khan,7,Ali Khan,07700900102,M1 1AA",
    )
    answer = run("import", "families", "-", stdin=f"{head}\n{first}\n{second}\n")
    assert answer.code == 4
    again = second.replace("M1 1AA", "SW1A 1AA")
    run.ok("import", "families", "-", stdin=f"{head}\n{first}\n{again}\n")


@pytest.mark.parametrize("pupil", ["", "Mo Khan"])
def test_carers_of_one_name_in_two_families_keep_their_own_numbers(
    run: Run, given: Given, pupil: str
) -> None:
    head = "Family,Pupil,Year,Contact,Telephone"
    year = "7" if pupil else ""
    one = f"Fox,{pupil},{year},John Smith,07700900101"
    other = f"Kay,{pupil},{year},John Smith,07700900102"
    answer = run("import", "families", "-", stdin=f"{head}\n{one}\n{other}\n")
    assert answer.code == 4 or given.value("SELECT COUNT(*) FROM carer") == 2


PLAIN = "Pupil,Reg,Contact Name,Relationship,Telephone"
NAN = "Sami Khan,7KM,Mrs Khan,Grandmother,07700 90010"
ADDED = "What stands in row 3 was added to the carer of the same name in the row above."


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        (PLAIN, f"{NAN}1", f"{NAN}2"),
        (PLAIN, f"{NAN}1", f"{NAN}2".replace("07700 900102", HOME)),
        (f"{PLAIN},Telephone Type", f"{NAN}1,Mobile", f"{NAN}2,Mobile"),
        (f"{PLAIN},Telephone Type", f"{NAN}1,Mobile", f"{NAN}2,"),
        (f"{PLAIN},Telephone Type,Email", f"{NAN}1,M,a@example.org", f"{NAN}2,H,b@example.org"),
        (f"{PLAIN},Email", f"{NAN}1,a@example.org", f"{NAN}1,b@example.org"),
        (PLAIN, f"{NAN}1".replace("Mrs", "Ayesha"), f"{NAN}2".replace("Mrs", "Ayesha")),
    ],
)
def test_who_may_be_two_of_one_name_is_said_with_the_row(
    run: Run, given: Given, head: str, first: str, second: str
) -> None:
    answer = run.ok("import", "families", "-", stdin=f"{head}\n{first}\n{second}\n")
    assert ADDED in answer.err
    assert given.value("SELECT COUNT(*) FROM carer") == 1


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        (f"{PLAIN},Telephone Type", f"{NAN}1,Mobile", f"{NAN}2,Work"),
        (PLAIN, f"{NAN}1", f"{NAN}1"),  # no more than a row twice
        (f"{PLAIN},Carer ID", f"{NAN}1,c1", f"{NAN}2,c1"),
    ],
)
def test_who_is_surely_one_is_not_said(run: Run, head: str, first: str, second: str) -> None:
    answer = run.ok("import", "families", "-", stdin=f"{head}\n{first}\n{second}\n")
    assert "was added to" not in answer.err


def test_two_mobiles_of_one_forename_are_not_said(run: Run) -> None:
    text = rows((ADA, MOBILE, "Mobile"), (ADA, "07700 900102", "Mobile"))
    assert "was added to" not in run.ok("import", "families", "-", stdin=text).err
