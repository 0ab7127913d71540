"""find: names, phone numbers, UPNs and everything that was written."""

from datetime import date

import pytest

from conftest import Given, Run
from parentlink.parse.upn import check_letter

UPN = check_letter("999201112345") + "999201112345"
KEYS = ["kind", "id", "family_id", "family", "text", "on"]


@pytest.fixture
def school(run: Run, given: Given) -> Given:
    given.staff()
    family = given.family("Żuraw")
    given.pupil(family, name="Łukasz Żuraw", preferred_name="Lucky", preferred_key="lucky", upn=UPN)
    given.carer(family, "Siobhán O’Neil", mobile_phone="+447700900333")
    given.household("Okafor")
    return given


def found(run: Run, text: str, *more: str) -> list[tuple[str, str]]:
    rows = run.ok("find", text, "--format", "json", *more).json
    assert all(list(row) == KEYS for row in rows)
    return [(row["kind"], row["id"]) for row in rows]


@pytest.mark.parametrize(
    ("typed", "whom"),
    [
        ("zuraw", [("family", "f1"), ("pupil", "p1")]),
        ("ŻURAW", [("family", "f1"), ("pupil", "p1")]),
        ("luka", [("pupil", "p1")]),
        ("lucky", [("pupil", "p1")]),
        ("o'neil", [("carer", "c1")]),
        ("siobhan", [("carer", "c1")]),
        ("07700 900333", [("carer", "c1")]),
        ("+44 7700 900333", [("carer", "c1")]),
        ("0333", [("carer", "c1")]),
        ("07700 9003", [("carer", "c1")]),
        ("900 333", [("carer", "c1")]),
        (UPN, [("pupil", "p1")]),
        (UPN.lower(), [("pupil", "p1")]),
        ("c2", [("carer", "c2")]),
        ("%", []),
        ("_", []),
        ("333", []),
    ],
)
def test_people_are_found_by(
    run: Run, school: Given, typed: str, whom: list[tuple[str, str]]
) -> None:
    assert found(run, typed) == whom


NOTE = "Évaluation went well: 100% of it, [re: STRASSE] o’clock \\o/"


@pytest.mark.parametrize(
    "typed",
    ["Évaluation", "évaluation", "EVALUATION", "evaluation", "100%", "[re:", "Straße", "strasse",
     "o'clock", "WENT  WELL", "\\o/", "well: 100"],
)  # fmt: skip
def test_a_note_is_found_whatever_the_case_and_accents(run: Run, school: Given, typed: str) -> None:
    run.ok("log-call", "okafor", "-t", "positive", "--note", NOTE)
    run.ok("log-call", "okafor", "-t", "positive", "--note", "Nothing of the kind")
    assert found(run, typed) == [("note", "1")]


def test_promises_and_good_news_are_found_too_newest_first(run: Run, school: Given) -> None:
    run.ok("log-call", "okafor", "-o", "vm", "--note", "About the trip", "--when", "2026-11-02")
    run.ok("good-news", "add", "ada", "Led the TRIP", "--on", "2026-11-12")
    run.ok(
        "log-call", "okafor", "-t", "check-in", "--promise", "Send the trip letter", "--by", "fri"
    )
    assert found(run, "trip") == [("promise", "1"), ("good-news", "1"), ("note", "1")]
    assert found(run, "trip", "--limit", "2") == [("promise", "1"), ("good-news", "1")]


def test_people_come_before_notes_and_the_limit_holds_for_all(run: Run, school: Given) -> None:
    run.ok("log-call", "okafor", "-o", "vm", "--note", "Okafor again")
    assert found(run, "okafor") == [
        ("family", "f2"),
        ("carer", "c2"),
        ("pupil", "p2"),
        ("note", "1"),
    ]
    assert len(found(run, "okafor", "--limit", "1")) == 1


def test_an_archived_family_is_still_found(run: Run, given: Given) -> None:
    given.family("Khan", archived_on=date(2026, 10, 1))
    assert found(run, "khan") == [("family", "f1")]


def test_what_is_found_is_one_line_each_and_cannot_steer_the_screen(
    run: Run, school: Given
) -> None:
    run.ok("log-call", "okafor", "-o", "vm", "--note", "trip\n\x1b[2J[red]two")
    out = run.ok("find", "trip").out
    assert out == "23 Nov 2026  note 1, Okafor (f2): trip / \\x1b[2J[red]two\n"
    assert "carer c1: Siobhán O’Neil (Żuraw f1)" in run.ok("find", "0333").out


def test_nothing_found_is_said_and_nothing_to_look_for_is_an_error(run: Run, school: Given) -> None:
    nothing = run.ok("find", "xylophone")
    assert nothing.err == "Nothing on file with 'xylophone'.\n"
    assert run.ok("find", "xylophone", "--format", "json").json == []
    assert run("find", "  ").code == 2


def test_a_carer_who_must_not_be_contacted_says_so_in_every_form(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.carer(
        family, "Emeka", mobile_phone="+447700900444", contact_rule="never", rule_reason="court"
    )
    for text in ("emeka", "900444", "c2", "07700 900444"):
        answer = run.ok("find", text)
        assert "DO NOT CONTACT Emeka (Okafor family): court" in answer.err.splitlines()
        assert "DO NOT CONTACT Emeka" in run.ok("find", text, "--format", "csv").out
