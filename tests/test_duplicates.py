"""Who may be on file twice: found with reasons, never by a name alone, and never merged unasked."""

from datetime import date
from typing import Any

import pytest

from conftest import Given, Run
from parentlink.rules.alike import (
    MOST_SHARING,
    PUPIL_KEYS,
    Pupil,
    sharing,
)
from parentlink.rules.names_alike import names_alike, one_letter_apart


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    """The pairs, as scripts get them."""
    found: list[dict[str, Any]] = run.ok("duplicates", "--format", "json", *words).json
    return found


def pairs(run: Run, *words: str) -> list[set[str]]:
    return [{pair["keep"], pair["other"]} for pair in listed(run, *words)]


def reasons(pair: dict[str, Any]) -> str:
    return ", ".join(reason["text"] for reason in pair["reasons"])


BORN = date(2015, 2, 1)


def pupils(given: Given, *people: dict[str, Any]) -> None:
    for one in people:
        given.pupil(given.family("Okafor"), **{"date_of_birth": BORN, **one})


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Ada Okafor", "Adah Okafor", "one letter"),
        ("Ada Okafor", "Aad Okafor", "one letter"),
        ("Siobhán Ó Néill", "Siobhan O Neill", "the same name"),
        ("Ada Okafor", "Okafor Ada", "another order"),
        ("Kat Novak", "Katherine Novak", "begins like"),
        ("Ada Ngozi Okafor", "Ada Okafor", "surname, and|part of the other"),
    ],
)
def test_one_birth_and_a_name_that_is_nearly_the_same(
    run: Run, given: Given, one: str, other: str, why: str
) -> None:
    pupils(given, {"name": one}, {"name": other})
    (pair,) = listed(run)
    assert any(part in reasons(pair) for part in why.split("|")), pair
    assert "the same date of birth" in reasons(pair)
    assert pair["next"] == "parentlink merge p1 p2"
    assert pair["score"] == sum(reason["weight"] for reason in pair["reasons"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Ada Okafor"}, {"name": "Ben Okafor"}),
        ({"name": "Ada Okafor"}, {"name": "Ada Okafor", "date_of_birth": date(2014, 11, 17)}),
        (
            {"name": "Ada Okafor", "upn": "R999999926001"},
            {"name": "Adah Okafor", "upn": "M999999800002"},
        ),
        (
            {"name": "Ada Okafor", "date_of_birth": None},
            {"name": "Ada Okafor", "date_of_birth": None, "tutor_group": "9LB", "year_group": 9},
        ),
        (
            {"name": "Ada Okafor", "date_of_birth": None, "external_id": "1"},
            {"name": "Ada Okafor", "date_of_birth": None, "external_id": "2", "tutor_group": "9LB"},
        ),
        ({"name": "Ada Okafor", "date_of_birth": None}, {"name": "Adah Okafor"}),
        (
            {"name": "Ada Okafor", "leaves_on": date(2026, 7, 1)},
            {"name": "Ada Okafor", "leaves_on": date(2026, 7, 1)},
        ),
    ],
)
def test_who_is_told_apart_or_only_called_the_same_is_not_listed(
    run: Run, given: Given, one: dict[str, Any], other: dict[str, Any]
) -> None:
    pupils(given, one, other)
    assert pairs(run) == []


def test_the_same_name_in_another_group_stays_a_question(run: Run, given: Given) -> None:
    ada: dict[str, Any] = {"name": "Ada Okafor", "date_of_birth": None}
    pupils(given, ada, ada | {"tutor_group": "8LB", "year_group": 8})
    (pair,) = listed(run)
    assert pair["next"] == "parentlink merge p1 p2"
    run.ok("duplicates", "--apart", "p1", "p2")
    assert listed(run) == []


def test_the_same_name_in_one_group_without_upn_is_asked_about(run: Run, given: Given) -> None:
    pupils(
        given,
        {"name": "Ada Okafor", "date_of_birth": None, "upn": None},
        {"name": "Ada Okafor", "date_of_birth": None, "upn": "R999999926001"},
    )
    (pair,) = listed(run)
    assert pair["keep"] == "p2"  # the school's own files know this one
    assert "the same tutor group" in reasons(pair)


def test_the_same_name_and_a_carer_in_common_is_asked_about_in_any_group(
    run: Run, given: Given
) -> None:
    for group in ("7KM", "8KM"):
        family = given.family("Okafor")
        pupil = given.pupil(family, tutor_group=group, year_group=None)
        given.link(pupil, given.carer(family, f"Ngozi {group}"))
    assert {"p1", "p2"} in pairs(run)


def carers(given: Given, *people: dict[str, Any]) -> None:
    """Each in a family of their own, with a child of their own."""
    for number, one in enumerate(people):
        family = given.family("Khan")
        more = {"mobile_phone": None, **{name: one[name] for name in one if name != "child"}}
        child = given.pupil(family, name=one.get("child", f"Child{number} Own{number}"))
        given.link(child, given.carer(family, **more), relationship="mother")


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            {"name": "Jo Khan", "mobile_phone": "+447700900101"},
            {"name": "Joanna Khan", "home_phone": "+447700900101"},
            "the same number",
        ),
        (
            {"name": "Erin Hughes", "email": "erin@example.org"},
            {"name": "Erin Bright", "email": "Erin@example.org"},
            "the same first name",
        ),
        (
            {"name": "Maria Silva", "child": "Ana Silva"},
            {"name": "Maria Silva", "child": "Rui Silva"},
            "their pupils have the same surname",
        ),
    ],
)
def test_a_carer_typed_twice_is_found(
    run: Run, given: Given, one: dict[str, Any], other: dict[str, Any], why: str
) -> None:
    carers(given, one, other)
    (pair,) = listed(run)
    assert why in reasons(pair)
    assert pair["kind"] == "carer"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Maria Silva"}, {"name": "Maria Silva"}),
        (
            {"name": "Maria Silva", "child": "Ana Silva", "mobile_phone": "+447700900101"},
            {"name": "Maria Silva", "child": "Rui Silva", "mobile_phone": "+447700900102"},
        ),
        (
            {"name": "Jo Khan", "home_phone": "+441632960101"},
            {"name": "Omar Khan", "home_phone": "+441632960101"},
        ),
    ],
)
def test_a_name_alone_and_a_shared_telephone_alone_are_nothing(
    run: Run, given: Given, one: dict[str, Any], other: dict[str, Any]
) -> None:
    carers(given, one, other)
    assert pairs(run) == []


def test_father_and_mother_of_nearly_one_name_are_two(run: Run, given: Given) -> None:
    family = given.family("Khan")
    child = given.pupil(family)
    for name, word in (("Sam Khan", "mother"), ("Sami Khan", "father")):
        given.link(child, given.carer(family, name), relationship=word)
    assert pairs(run) == []


def test_a_rule_that_protects_only_one_of_them_is_said_and_no_number_shown(
    run: Run, given: Given
) -> None:
    carers(
        given,
        {"name": "Jo Khan", "mobile_phone": "+447700900101"},
        {
            "name": "Jo Khan",
            "mobile_phone": "+447700900101",
            "contact_rule": "never",
            "rule_reason": "court order",
        },
    )
    answer = run.ok("duplicates")
    assert "A contact rule protects only one of them" in answer.out.replace(", a", ", A")
    assert "900101" not in answer.out


def test_a_number_that_many_share_is_the_schools_own(run: Run, given: Given) -> None:
    carers(
        given,
        *({"name": "Jo Khan", "mobile_phone": "+447700900000"} for _ in range(MOST_SHARING + 1)),
    )
    assert pairs(run) == []


def test_the_likeliest_come_first_and_a_limit_says_how_many_are_left(
    run: Run, given: Given
) -> None:
    pupils(given, {"name": "Ada Okafor"}, {"name": "Ada Okafor"}, {"name": "Adah Okafor"})
    found = listed(run)
    assert [pair["score"] for pair in found] == sorted(
        (pair["score"] for pair in found), reverse=True
    )
    assert {found[0]["keep"], found[0]["other"]} == {"p1", "p2"}
    answer = run.ok("duplicates", "--limit", "1")
    assert answer.out.count("parentlink merge") == 1
    assert "2 more" in answer.err


def test_a_group_sees_its_own(run: Run, given: Given) -> None:
    pupils(given, {"name": "Ada Okafor"}, {"name": "Adah Okafor"})
    assert len(listed(run, "--group", "7KM")) == 1
    assert listed(run, "--group", "9LB") == []


def test_who_is_said_to_be_two_is_not_listed_again(run: Run, given: Given) -> None:
    pupils(given, {"name": "Ada Okafor"}, {"name": "Adah Okafor"})
    before = listed(run)
    run.ok("duplicates", "--apart", "p2", "p1")
    assert listed(run) == []
    assert "known to be two" in run.ok("duplicates", "--apart", "p1", "p2").out
    run.ok("undo", "--yes")
    assert listed(run) == before


def test_said_apart_goes_over_with_a_merge(run: Run, given: Given) -> None:
    pupils(given, {"name": "Ada Okafor"}, {"name": "Adah Okafor"}, {"name": "Ada Okafor"})
    run.ok("duplicates", "--apart", "p2", "p3")
    run.ok("merge", "p1", "p3", "--yes")
    assert pairs(run) == []


def test_a_merge_settles_a_pair(run: Run, given: Given) -> None:
    pupils(given, {"name": "Ada Okafor"}, {"name": "Adah Okafor"})
    (pair,) = listed(run)
    run.ok(*pair["next"].split()[1:], "--yes")
    assert listed(run) == []
    assert "Nobody seems to be on file twice" in run.ok("duplicates").err


def test_csv_and_an_empty_file(run: Run, given: Given) -> None:
    assert run("duplicates").code == 5
    pupils(given, {"name": "Ada Okafor"}, {"name": "Adah Okafor"})
    head, row = run.ok("duplicates", "--format", "csv").out.splitlines()
    assert head == "kind,keep,keep_name,other,other_name,score,reasons,next"
    assert row.startswith("pupil,p1,")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("ada", "adah", True), ("adah", "ada", True), ("ada okafor", "ada okaofr", True),
     ("ada okafor", "adb okafor", True), ("ada okafor", "adb okafos", False),
     ("li", "lo", False), ("ada", "adahh", False)],
)  # fmt: skip
def test_one_letter(one: str, other: str, same: bool) -> None:
    assert one_letter_apart(one, other) is same


def test_nothing_in_common_is_no_reason() -> None:
    assert names_alike("ada okafor", "ben reid") is None


def test_a_trust_of_many_is_looked_up_and_not_compared_each_with_each() -> None:
    def pupil(number: int) -> Pupil:
        born = date(2010 + number % 7, 1 + number % 12, 1 + number % 28)
        name = f"first{number % 997} last{number % 1009}"
        return Pupil(number, (name,), None, None, born, 7, f"G{number % 700}", frozenset())

    people = [pupil(number) for number in range(20_000)]
    assert sum(1 for _ in sharing(people, PUPIL_KEYS, 60)) < 20_000


def two_of_one_home(given: Given, other_group: str) -> None:
    """Two records of one name in one home, whose dates of birth have nothing in common."""
    family = given.family("Baptiste")
    carer = given.carer(family, "Joan Whitlock")
    for born, group in ((date(2014, 3, 6), "8PT"), (date(2013, 11, 19), other_group)):
        child = given.pupil(
            family, name="Tyrone Baptiste", date_of_birth=born, tutor_group=group, year_group=8
        )
        given.link(child, carer)


def test_two_of_one_name_in_one_home_and_tutor_group_are_listed_whatever_their_birthdays(
    run: Run, given: Given
) -> None:
    two_of_one_home(given, "8PT")
    (pair,) = listed(run)
    assert "two dates of birth, of which one may be wrong" in reasons(pair)
    answer = run("merge", "p1", "p2", "--yes")
    assert (answer.code, "--anyway" in answer.err) == (1, True)
    assert pair["next"] == "parentlink merge p1 p2 --anyway"
    run.ok(*pair["next"].split()[1:], "--yes")


@pytest.mark.parametrize("files", [1, 2])
def test_two_ids_of_one_file_are_listed_with_what_a_merge_demands(run: Run, files: int) -> None:
    head, *rows = (
        "pupil_id,pupil,date_of_birth,tutor_group\n",
        "A1,Ada Okafor,2015-02-01,7KM\n",
        "A2,Adah Okafor,2015-02-01,7KM\n",
    )
    for text in ["".join(rows)] if files == 1 else rows:
        run.ok("import", "families", "-", "--yes", stdin=head + text)
    (pair,) = listed(run)
    insists = pair["next"].endswith(" --anyway")
    assert insists == (run("merge", "p1", "p2", "--dry-run").code != 0) == (files == 1)
    run.ok(*pair["next"].split()[1:], "--yes")


def test_cousins_of_one_name_in_two_tutor_groups_are_two(run: Run, given: Given) -> None:
    two_of_one_home(given, "8KM")
    assert listed(run) == []


def test_a_child_with_a_new_surname_is_listed(run: Run) -> None:
    head = "forename,surname,date_of_birth,tutor_group,carer,relationship,mobile_phone\n"
    row = "Kofi,{},2014-10-14,7KM,Ngozi Okafor,Mother,07700 900101\n"
    for surname in ("Okafor", "Silva"):
        run.ok("import", "families", "-", stdin=head + row.format(surname))
    (found,) = listed(run)
    for reason in ("the same first name", "the same date of birth", "e-mail address in common"):
        assert reason in reasons(found)


@pytest.mark.parametrize(
    "other",
    [
        "Kojo,Silva,2014-10-14,7KM,Ngozi Okafor,Mother,07700 900101",  # a twin
        "Kofi,Silva,2014-10-14,7KM,Ana Silva,Mother,07700 900102",  # a child of another home
        "Kofi,Silva,2016-10-14,5KM,Ngozi Okafor,Mother,07700 900101",
    ],
)
def test_another_child_of_that_first_name_is_not(run: Run, other: str) -> None:
    head = "forename,surname,date_of_birth,tutor_group,carer,relationship,mobile_phone\n"
    row = "Kofi,Okafor,2014-10-14,7KM,Ngozi Okafor,Mother,07700 900101\n"
    run.ok("import", "families", "-", stdin=f"{head}{row}{other}\n")
    assert not listed(run)
