"""WHO: whatever a tutor types to mean one family, and what is never guessed."""

from datetime import date

import pytest

from conftest import Answer, Given, Run
from parentlink.parse.upn import check_letter

UPN = check_letter("999201112345") + "999201112345"


@pytest.fixture
def school(given: Given) -> Given:
    """Okafor (f1), Nowak-Brown (f2), O'Neil (f3, Siobhán and her Łukasz)."""
    given.staff()
    given.household("Okafor")
    other = given.family("Nowak-Brown")
    given.pupil(other, name="Zofia Nowak-Brown", preferred_name="Zosia", preferred_key="zosia")
    given.carer(other, "Ewa Nowak", mobile_phone="+447700900222", home_phone="+441632960111")
    third = given.family("O’Neil")
    given.pupil(third, name="Łukasz O’Neil", upn=UPN)
    given.carer(third, "Siobhán O’Neil", title="Mrs", mobile_phone="+447700900333")
    return given


def meant(run: Run, text: str) -> Answer:
    """The family that `text` means, as `timeline` names it."""
    return run("timeline", text)


FITS = {
    "okafor": "Okafor", "OKAFOR": "Okafor", "oka": "Okafor", "Mrs Okafor": "Okafor",
    "the Okafor family": "Okafor", "ngozi": "Okafor", "Ada Okafor": "Okafor",
    "Okafor, Ada": "Okafor", "1": "Okafor", "f1": "Okafor", "F1": "Okafor", "c1": "Okafor",
    "p1": "Okafor", "okafor-1": "Okafor", "Okafor-1": "Okafor", "Ngozi Okafor": "Okafor",
    "nowak brown": "Nowak-Brown", "Nowak-Brown": "Nowak-Brown", "nowak-brown-2": "Nowak-Brown",
    "zosia": "Nowak-Brown", "Zofia": "Nowak-Brown", "brown": "Nowak-Brown",
    "07700 900222": "Nowak-Brown", "+44 7700 900 222": "Nowak-Brown", "07700900222": "Nowak-Brown",
    "0044 7700 900222": "Nowak-Brown", "(01632) 960 111": "Nowak-Brown",
    "siobhan": "O’Neil", "SIOBHÁN": "O’Neil", "lukasz": "O’Neil", "o'neil": "O’Neil",
    "oneil": "O’Neil", "o’neil-3": "O’Neil", "oneil-3": "O’Neil", "Mrs. O'Neil": "O’Neil",
    UPN: "O’Neil", UPN.lower(): "O’Neil", f" {UPN[:4]} {UPN[4:]} ": "O’Neil",
}  # fmt: skip


@pytest.mark.parametrize("typed", FITS)
def test_a_family_is_meant_by(run: Run, school: Given, typed: str) -> None:
    answer = meant(run, typed)
    assert answer.code == 0, answer
    assert f"the {FITS[typed]} family" in answer.err
    assert "Took" not in answer.err


@pytest.mark.parametrize(("typed", "name"), [("okaofr", "Okafor"), ("siobahn", "Siobhán O’Neil")])
def test_a_small_slip_is_forgiven_and_said(run: Run, school: Given, typed: str, name: str) -> None:
    answer = meant(run, typed)
    assert answer.code == 0
    assert f"Took {typed!r} to mean {name}." in answer.err


def test_two_letters_more_are_another_name_and_not_a_slip(run: Run, given: Given) -> None:
    given.household("Harris")
    answer = meant(run, "Harrison")
    assert answer.code == 3
    assert "Did you mean Harris" in answer.err


def test_nobody_of_that_name_says_where_to_look(run: Run, school: Given) -> None:
    answer = meant(run, "Xylophone")
    assert answer.code == 3
    assert "Nobody on file is called 'Xylophone'" in answer.err
    assert "parentlink find" in answer.err
    assert meant(run, "").code == 3
    assert meant(run, "07700 900999").code == 3
    for unknown in ("f99", "c99", "p99", "okafor-99", "%", "_", "999999999999999"):
        assert meant(run, unknown).code == 3, unknown


def test_more_than_one_family_is_never_guessed_between(run: Run, given: Given) -> None:
    given.household("Khan", pupil="Ali")
    given.household("Khan", pupil="Zara")
    answer = meant(run, "khan")
    assert answer.code == 3
    (one, other) = answer.err.splitlines()[1:]
    assert one == "  f1  Khan: Ali Khan 7KM; carers: Ngozi Khan"
    assert other == "  f2  Khan: Zara Khan 7KM; carers: Ngozi Khan"
    assert meant(run, "zara").code == 0


def test_a_long_list_of_candidates_says_that_there_are_more(run: Run, given: Given) -> None:
    for _ in range(15):
        given.family("Khan")
    assert "... and 3 more" in meant(run, "khan").err


def test_a_carer_who_must_not_be_contacted_is_never_suggested(run: Run, given: Given) -> None:
    for name in ("Khan", "Khan"):
        family = given.household(name)
        given.carer(family, "Rasheed Shah", contact_rule="never", rule_reason="court order")
    near = meant(run, "Rasheed Shahh")
    assert near.code == 3
    assert "Rasheed Shah" not in near.err.replace("Rasheed Shahh", "")
    several = meant(run, "Rasheed")
    assert several.code == 3
    assert "Shah" not in several.err


def test_the_title_tells_two_carers_of_one_family_apart(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.carer(family, "Emeka Okafor", title="Mr", mobile_phone=None)
    run.ok("log-call", "Mr Okafor", "-t", "check-in")
    assert given.value("SELECT carer_id FROM contact") == 2


def test_whoever_is_named_is_whom_the_contact_is_with(run: Run, school: Given) -> None:
    run.ok("log-call", "01632 960111", "-t", "check-in")
    assert school.value("SELECT carer_id FROM contact") == 2
    run.ok("log-call", "zosia", "-t", "check-in")
    about = "SELECT pupil_id FROM contact_pupil WHERE contact_id = 2"
    assert school.value(about) == 2


def test_an_archived_family_is_found_only_when_no_other_fits(run: Run, given: Given) -> None:
    given.family("Khan", archived_on=date(2026, 10, 1))
    assert "the Khan family" in meant(run, "khan").err
    given.family("Khan")
    assert meant(run, "khan").code == 0
    assert meant(run, "f1").code == 0


# -- one pupil, two households -------------------------------------------------------------------


@pytest.fixture
def two_homes(given: Given) -> Given:
    """Ada lives with her mother in one household and with her father in another."""
    given.staff()
    mother = given.household("Okafor")
    father = given.family("Bello")
    given._insert("pupil_family", pupil_id=1, family_id=father)
    given.carer(father, "Emeka Bello", mobile_phone="+447700900444")
    given.link(1, 2, relationship="father")
    assert (mother, father) == (1, 2)
    return given


def test_a_pupil_of_two_households_is_ambiguous(run: Run, two_homes: Given) -> None:
    answer = run("log-call", "ada", "-t", "positive")
    assert answer.code == 3
    assert "f1  Okafor" in answer.err
    assert "f2  Bello" in answer.err
    assert two_homes.value("SELECT COUNT(*) FROM contact") == 0


@pytest.mark.parametrize(("carer", "family"), [("emeka", 2), ("ngozi", 1), ("dad", 2), ("c1", 1)])
def test_naming_the_carer_says_which_household(
    run: Run, two_homes: Given, carer: str, family: int
) -> None:
    run.ok("log-call", "ada", "-t", "positive", "--with", carer)
    assert two_homes.value("SELECT family_id FROM contact") == family
    assert two_homes.value("SELECT pupil_id FROM contact_pupil") == 1


def test_a_carer_of_neither_household_leaves_it_open(run: Run, two_homes: Given) -> None:
    answer = run("log-call", "ada", "-t", "positive", "--with", "zoe")
    assert answer.code == 3
    assert "f2  Bello" in answer.err


@pytest.mark.parametrize(
    "words",
    [("conversation", "target", "add", "--reason", "attendance"), ("pupil", "edit", "--year", "8")],
)
def test_two_pupils_of_one_name_are_told_apart(
    run: Run, given: Given, words: tuple[str, ...]
) -> None:
    for day, carer in ((2, "Imran Khan"), (3, "Sara Khan")):
        family = given.family("Khan")
        pupil = given.pupil(family, name="Mohammed Khan", date_of_birth=date(2013, 3, day))
        given.link(pupil, given.carer(family, carer))
        barred = given.carer(family, "Dan Price", contact_rule="never", rule_reason="court order")
        given.link(pupil, barred)
    answer = run(*words, "mohammed khan")
    assert answer.code == 3
    one, other = answer.err.splitlines()[1:]
    assert one.endswith("7KM; born Sat 2 Mar 2013; carers: Imran Khan")
    assert other.endswith("7KM; born Sun 3 Mar 2013; carers: Sara Khan")
