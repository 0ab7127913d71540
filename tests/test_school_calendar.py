"""Terms, half-terms, INSET days and closures: which days are school days."""

from typing import Any

import pytest

from conftest import Given, Run
from parentlink.errors import Unreadable
from parentlink.parse.terms import parse_term_line

AUTUMN = ("term", "add", "Autumn 2026", "2026-09-03", "2026-12-18")
HALF = ("--half-term", "2026-10-26..2026-10-30")


def listed(run: Run, what: str) -> Any:
    return run.ok(what, "list", "--format", "json").json


def test_a_term_has_its_school_days_counted(run: Run) -> None:
    answer = run.ok(*AUTUMN, *HALF)
    assert answer.out == (
        "Term Autumn 2026 (id 1) runs from Thu 3 Sep 2026 to Fri 18 Dec 2026: 72 school days. "
        "Undo: parentlink undo\n"
    )
    assert listed(run, "term") == [
        {
            "id": 1,
            "kind": "term",
            "name": "Autumn 2026",
            "starts_on": "2026-09-03",
            "ends_on": "2026-12-18",
            "school_days": 72,
        },
        {
            "id": 2,
            "kind": "half-term",
            "name": "Autumn 2026 half-term",
            "starts_on": "2026-10-26",
            "ends_on": "2026-10-30",
            "school_days": None,
        },
    ]


def test_a_day_without_a_year_follows_the_day_before_it(run: Run) -> None:
    run.ok("term", "add", "Next autumn", "3/9", "18/12", "--half-term", "26/10..30/10")
    rows = listed(run, "term")
    assert [(row["starts_on"], row["ends_on"]) for row in rows] == [
        ("2027-09-03", "2027-12-18"),
        ("2027-10-26", "2027-10-30"),
    ]


@pytest.mark.parametrize(
    ("name", "start", "end", "days"),
    [
        ("Autumn 2026", "3/9", "18/12", ("2026-09-03", "2026-12-18")),
        ("Spring 2027", "4 Jan", "26 Mar", ("2027-01-04", "2027-03-26")),
        ("Spring term 2026", "5/1", "27/3", ("2026-01-05", "2026-03-27")),
        ("Autumn 2026/27", "3/9", "18/12", ("2026-09-03", "2026-12-18")),
        ("2026-27 Autumn", "3/9", "18/12", ("2026-09-03", "2026-12-18")),
        ("Autumn 26/27", "Thu 3 Sep", "18/12", ("2026-09-03", "2026-12-18")),
        ("Spring 2025-2026", "5/1", "27/3", ("2026-01-05", "2026-03-27")),
        ("Summer 2026/27", "12/4", "23/7", ("2027-04-12", "2027-07-23")),
        ("Summer 2026/27", "12/4/2027", "23/7", ("2027-04-12", "2027-07-23")),
        ("Winter 2026", "1/12", "29/1", ("2026-12-01", "2027-01-29")),
        ("Autumn 2026", "last mon", "18/12", ("2026-11-23", "2026-12-18")),
    ],
)
def test_the_year_in_a_name_is_that_of_its_days(
    run: Run, name: str, start: str, end: str, days: tuple[str, str]
) -> None:
    run.ok("term", "add", name, start, end, today="2026-11-30")
    (row,) = listed(run, "term")
    assert (row["starts_on"], row["ends_on"]) == days


def test_a_half_term_follows_the_year_in_the_name(run: Run) -> None:
    line = "Autumn 2026, 3/9..18/12, half-term 26/10..30/10"
    run.ok("init", "--term", line, today="2026-11-30")
    assert [row["starts_on"] for row in listed(run, "term")] == ["2026-09-03", "2026-10-26"]


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("Autumn 2026", "3/9/2027", "18/12/2027"),
        ("Autumn 2026", "3/9/2025", "18/12"),
        ("Spring 2026/27", "2028-01-04", "2028-03-26"),
        ("Spring 2026/27", "2026-01-05", "2026-03-27"),
    ],
)
def test_a_name_that_says_another_year_is_refused(
    run: Run, given: Given, name: str, start: str, end: str
) -> None:
    given.staff()
    answer = run("term", "add", name, start, end, today="2026-11-30")
    assert answer.code == 2, answer
    assert "another year than its name says" in answer.err or "a year wrong" in answer.err
    assert given.value("SELECT COUNT(*) FROM calendar_entry") == 0


def test_undo_takes_a_term_back_with_its_half_term(run: Run) -> None:
    run.ok(*AUTUMN, *HALF)
    run.ok("undo")
    assert listed(run, "term") == []


def test_without_a_term_the_usual_year_is_said_to_be_assumed(run: Run, given: Given) -> None:
    given.staff()
    for form in ((), ("--format", "json")):
        answer = run.ok("term", "list", *form)
        assert answer.err.count("usual school year of England and Wales is assumed") == 1


def test_a_term_on_file_that_is_not_todays_is_said(run: Run) -> None:
    run.ok("term", "add", "Spring 2027", "2027-01-04", "2027-03-26")
    assert "No term on file covers Mon 2 Nov 2026" in run.ok("term", "list").err
    run.ok(*AUTUMN)
    assert run.ok("term", "list").err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Back", "2026-12-18", "2026-09-03"), "before it starts"),
        (("Long", "2027-01-04", "2027-05-28"), "145 days"),
        (("Autumn", "2026-12-18", "2027-02-01"), "would overlap Autumn 2026 (id 1)"),
        (("Twin", "2026-09-03", "2026-12-18"), "on file already: Autumn 2026 (id 1)"),
        (("autumn 2026", "2026-04-13", "2026-07-22"), "a term called Autumn 2026 already"),
        (("S", "2027-01-04", "2027-03-26", "--half-term", "2027-04-01..2027-04-02"), "not inside"),
        (("S", "2027-01-04", "2027-03-26", "--half-term", "2027-01-04..2027-01-08"), "not inside"),
        (("S", "2027-01-04", "2027-03-26", "--half-term", "2027-02-19..2027-02-15"), "before it"),
        (("S", "3 Januember", "2027-03-26"), "Cannot read"),
        (("", "2027-01-04", "2027-03-26"), "nothing in the term's name"),
    ],
)
def test_a_term_that_cannot_be_is_one_sentence(
    run: Run, given: Given, words: tuple[str, ...], said: str
) -> None:
    run.ok(*AUTUMN, *HALF)
    answer = run("term", "add", *words)
    assert answer.code == 2, answer
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert given.value("SELECT COUNT(*) FROM calendar_entry") == 2


def test_two_half_terms_that_overlap_are_refused(run: Run) -> None:
    answer = run(*AUTUMN, *HALF, "--half-term", "2026-10-29..2026-11-03")
    assert answer.code == 2
    assert "overlap" in answer.err


def test_removing_a_term_takes_its_half_term_along_and_undo_brings_both_back(run: Run) -> None:
    run.ok(*AUTUMN, *HALF)
    run.ok("term", "add", "Spring", "2027-01-04", "2027-03-26", "--half-term", "15/2..19/2")
    run.ok("term", "remove", "1")
    assert [row["id"] for row in listed(run, "term")] == [3, 4]
    run.ok("undo")
    assert [row["id"] for row in listed(run, "term")] == [1, 2, 3, 4]
    run.ok("term", "remove", "2")
    assert [row["id"] for row in listed(run, "term")] == [1, 3, 4]


def test_only_a_line_of_its_own_kind_is_removed(run: Run, given: Given) -> None:
    run.ok(*AUTUMN)
    run.ok("inset", "add", "2026-11-27")
    for what, number in (("term", "2"), ("inset", "1"), ("closure", "2"), ("term", "99")):
        answer = run(what, "remove", number)
        assert answer.code == 3, answer
        assert f"`parentlink {what} list`" in answer.err
    assert given.value("SELECT COUNT(*) FROM calendar_entry") == 2
    run.ok("inset", "remove", "2")
    assert listed(run, "inset") == []


def test_an_inset_day_and_a_closure_take_school_days(run: Run, given: Given) -> None:
    run.ok(*AUTUMN, *HALF)
    answer = run.ok("inset", "add", "2026-11-27")
    assert "INSET day (id 3) on Fri 27 Nov 2026 takes 1 school day." in answer.out
    answer = run.ok("closure", "add", "mon..tue", "Snow", today="2026-11-25")
    assert "Snow (id 4) on Mon 23 Nov 2026 to Tue 24 Nov 2026 takes 2 school days." in answer.out
    assert listed(run, "term")[0]["school_days"] == 69
    assert listed(run, "inset")[0]["name"] == "INSET day"
    assert listed(run, "closure")[0]["ends_on"] == "2026-11-24"


def test_a_closed_day_does_not_make_a_promise_late(run: Run, given: Given) -> None:
    given.household()
    run.ok("promise", "add", "okafor", "ring", "--by", "tomorrow")
    late = ("promise", "list", "--format", "json")
    assert run.ok(*late, today="2026-11-25").json[0]["school_days_overdue"] == 1
    run.ok("closure", "add", "today")
    assert run.ok(*late).json[0]["school_days_overdue"] == 0


def test_a_closure_that_takes_no_school_day_is_questioned(run: Run) -> None:
    answer = run.ok("closure", "add", "2026-11-22")
    assert "please check the day" in answer.err


def test_the_same_day_twice_is_refused(run: Run) -> None:
    for what in ("inset", "closure"):  # a day may be both, but neither twice
        run.ok(what, "add", "2026-11-27")
        answer = run(what, "add", "2026-11-27", "Again")
        assert answer.code == 2
        assert "on file already" in answer.err
    answer = run("closure", "add", "2026-01-01..2026-12-31")
    assert answer.code == 2
    assert "is a year wrong?" in answer.err


def test_an_empty_list_is_a_sentence(run: Run, given: Given) -> None:
    given.staff()
    assert run.ok("inset", "list").err == "No INSET day is on file.\n"
    assert run.ok("closure", "list").err == "No closure is on file.\n"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Autumn",
        "Autumn, 2026-09-03",
        "2026-09-03..2026-12-18",
        "Autumn, 2026-09-03..2026-12-18, half 26/10..30/10",
        "Autumn, 2026-09-03..2026-12-18, half-term",
        "Autumn, 2026-09-03..2026-12-18, 2026-10-26..2026-10-30",
        ", 2026-09-03..2026-12-18",
    ],
)
def test_a_term_line_that_is_not_one_is_refused(line: str) -> None:
    from datetime import date

    with pytest.raises(Unreadable):
        parse_term_line(line, date(2026, 11, 23))
