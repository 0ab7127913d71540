"""How a term is going: counted by tutor group, compared with care, and handed over; what is due."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conftest import Given, Run
from held_talks import action, talk, target
from parentlink.rules.progress import PupilTerm, compare, count
from parentlink.store.create import schema
from parentlink.usecases import due as due_usecase
from parentlink.usecases import story

WHY = ("--compare", "--restricted", "governors")


def progress(run: Run, *words: str) -> Any:
    return run.ok("conversation", "progress", *words, "--format", "json").json


def term(given: Given) -> None:
    """7KM: one closed, one missed and rearranged; 8AB: one missed, one target not yet booked."""
    family = given.household()
    obi = given.pupil(family, name="Obi Okafor")
    smith = given.family("Smith")
    sam = given.pupil(smith, name="Sam Smith", tutor_group="8AB")
    sue = given.pupil(smith, name="Sue Smith", tutor_group="8AB")
    for pupil in (1, obi, sam, sue):
        target(given, pupil)
    talk(given, 1, family, "2026-10-06", state="closed", minutes_taken=45)
    again = talk(given, obi, family, "2026-11-30")
    missed = talk(given, sam, smith, "2026-10-08", state="missed")
    for each in (again, missed):
        given._insert(
            "conversation_history",
            conversation_id=each,
            event="missed",
            happened_at=datetime(2026, 10, 8, 16, tzinfo=UTC),
            staff_id=1,
        )
    talk(given, sue, smith, "2026-10-08", state="cancelled")
    kept = {"state": "done", "due_on": date(2026, 11, 6)}
    action(given, 1, family, "kept", closed_on=date(2026, 11, 6), **kept)
    action(given, 1, family, "late", closed_on=date(2026, 11, 9), **kept)
    action(given, 1, family, "overdue", due_on=date(2026, 11, 20))
    action(given, 1, family, "to come", due_on=date(2026, 12, 4))


def test_a_term_is_counted_by_tutor_group(run: Run, given: Given) -> None:
    term(given)
    rows = progress(run, "--term", "autumn")
    assert list(rows[0]) == [
        *("tutor_group", "targets", "booked", "held", "missed", "rearranged", "closed"),
        *("actions_due", "actions_kept", "hours", "others"),
    ]
    assert [tuple(row.values()) for row in rows] == [
        ("7KM", 2, 2, 1, 1, 1, 1, 3, 1, 0.8, 0),
        ("8AB", 2, 1, 0, 1, 0, 0, 0, 0, 0.0, 0),
        ("all", 4, 3, 1, 2, 1, 1, 3, 1, 0.8, 0),
    ]
    assert [row["tutor_group"] for row in progress(run, "--group", "8ab")] == ["8AB"]
    said = run.ok("conversation", "progress")
    assert "7KM: 2 targets, 2 booked, 1 held, 1 closed" in said.out
    assert "1 missed (1 rearranged); 1 of 3 actions kept by their day; 0.8 hours" in said.out
    assert "autumn 2026/27" in said.err
    assert "never attainment" in said.err


def test_a_conversation_with_a_pupil_who_is_no_target_is_counted_apart(
    run: Run, given: Given
) -> None:
    term(given)
    family = given.household("Bello")
    talk(given, 5, family, "2026-10-06", state="closed", minutes_taken=30)
    (row, *_) = progress(run)
    assert (row["targets"], row["booked"], row["held"], row["closed"]) == (2, 2, 1, 1)
    assert (row["others"], row["hours"]) == (1, 1.2)
    said = run.ok("conversation", "progress", "--group", "7KM").out
    assert "7KM: 2 targets, 2 booked, 1 held, 1 closed" in said
    assert "1 more with pupils who are no targets;" in said


def test_another_term_is_empty(run: Run, given: Given) -> None:
    given.household()
    talk(given, 1, 1, "2026-10-06", state="closed")
    assert progress(run, "--term", "spring") == []
    assert progress(run, "--term", "autumn", "--school-year", "2025") == []
    assert run("conversation", "progress", "--term", "winter").code == 2


def test_a_target_counts_in_the_terms_it_stood_in(run: Run, given: Given) -> None:
    given.household()
    target(given, 1, removed_on=date(2026, 10, 1))
    assert progress(run)[0]["targets"] == 1
    assert progress(run, "--term", "spring") == []


# -- compared ------------------------------------------------------------------------------


def pupils(number: int, **values: Any) -> list[PupilTerm]:
    flags = {"pp": False, "send": False, "eal": False} | values
    return [PupilTerm(place, "7KM", target=True, **flags) for place in range(number)]


def test_a_side_too_small_to_show_hides_the_other_as_well() -> None:
    rows = compare([*pupils(4, pp=True), *pupils(20)])
    assert [(row.flag, row.side, row.counts) for row in rows[:2]] == [
        ("pp", "pp", None), ("pp", "rest", None),
    ]  # fmt: skip
    rows = compare([*pupils(5, pp=True), *pupils(5)])
    assert [row.counts.pupils for row in rows[:2] if row.counts] == [5, 5]


def test_a_pupil_of_whom_nobody_has_said_is_on_neither_side() -> None:
    rows = compare([*pupils(5, pp=True), *pupils(5), *pupils(9, pp=None)])
    assert [row.counts.pupils for row in rows[:2] if row.counts] == [5, 5]


def test_counting_nobody_is_nought() -> None:
    assert count([]) == (0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0)


def ten(given: Given) -> None:
    for place in range(10):
        family = given.family(f"Family{place}")
        pupil = given.pupil(
            family, name=f"Child{place}", pupil_premium=place < 5, sen_status="K", eal=None
        )
        target(given, pupil)
        if place < 5:
            talk(given, pupil, family, "2026-10-06", state="held")


def test_compared_with_the_rest_the_reason_is_kept(run: Run, given: Given) -> None:
    ten(given)
    rows = progress(run, *WHY)
    assert list(rows[0]) == [
        *("flag", "pupils_are", "shown", "pupils", "booked", "held", "missed", "rearranged"),
        *("closed", "actions_due", "actions_kept", "hours", "others"),
    ]
    assert [(row["flag"], row["pupils_are"], row["pupils"], row["held"]) for row in rows] == [
        *(("pp", "pp", 5, 5), ("pp", "rest", 5, 0)),
        *(("send", "send", None, None), ("send", "rest", None, None)),
        *(("eal", "eal", None, None), ("eal", "rest", None, None)),
    ]
    assert given.value("SELECT summary FROM journal WHERE command = 'conversation progress'") == (
        "compared restricted flags of everybody: governors"
    )
    out = run.ok("conversation", "progress", *WHY).out
    assert "pp, yes (5 pupils): 5 booked, 5 held, 0 closed" in out
    assert "send: not shown, since one side has fewer than 5 pupils" in out


@pytest.mark.parametrize(
    "words", [("--compare",), ("--compare", "--restricted", " "), ("--restricted", "why")]
)
def test_comparing_needs_a_reason_and_a_reason_needs_comparing(
    run: Run, given: Given, words: tuple[str, ...]
) -> None:
    ten(given)
    answer = run("conversation", "progress", *words)
    assert answer.code == 2
    assert "--restricted" in answer.err
    assert "pp" not in answer.out


# -- handed over ---------------------------------------------------------------------------


def test_next_years_lead_holds_a_summer_conversation(run: Run, given: Given) -> None:
    number = talk(given, 1, given.household(), "2027-06-08", term="summer")
    given.staff("Mr Khan")
    answer = run.ok("conversation", "handover", "ada", "--to", "khan", today="2027-05-10")
    assert answer.out == (
        f"Mr Khan holds conversation v{number} with Ada Okafor's family, as next year's lead. "
        "Undo: parentlink undo\n"
    )
    assert given.value("SELECT h.name FROM conversation v JOIN staff h ON h.id = v.handover_to_id")
    assert given.value("SELECT sequence FROM conversation") == 1
    assert given.value("SELECT event || ': ' || reason FROM conversation_history") == (
        "handed-over: from Ms Reid to Mr Khan"
    )
    assert run("conversation", "handover", "ada", "--to", "khan").code == 3
    run.ok("undo")
    assert given.value("SELECT handover_to_id FROM conversation") is None
    assert given.value("SELECT COUNT(*) FROM conversation_history") == 0


def test_handing_over_belongs_to_the_summer_term_and_to_the_staff(run: Run, given: Given) -> None:
    talk(given, 1, given.household(), "2026-11-30")
    given.staff("Mr Khan")
    answer = run("conversation", "handover", "ada", "--to", "khan")
    assert answer.code == 2
    assert "summer term" in answer.err
    assert run("conversation", "handover", "ada", "--to", "nobody").code == 3


# -- due -----------------------------------------------------------------------------------


def due(run: Run, today: str) -> list[str]:
    rows = run.ok("due", "--everyone", "--format", "json", today=today).json
    return [row["what"] for row in rows if row["kind"] == "conversation"]


def test_a_conversation_is_due_the_school_day_before_on_the_day_and_until_it_is_recorded(
    run: Run, given: Given
) -> None:
    given.staff("Mr Khan")
    number = talk(given, 1, given.household(), "2026-11-23", room="H1")  # a Monday
    booked = f"at 15:30, H1, with Mr Khan (v{number})"
    assert due(run, "2026-11-19T09:00") == []
    assert due(run, "2026-11-20T09:00") == [f"conversation about Ada Okafor Monday {booked}"]
    assert due(run, "2026-11-23T09:00") == [f"conversation about Ada Okafor today {booked}"]
    (text,) = due(run, "2026-11-24T09:00")
    assert text.startswith("how did it go with Ada Okafor's family on 23 Nov? Record it")


def test_the_clock_of_a_summer_conversation_is_the_one_on_the_wall(run: Run, given: Given) -> None:
    talk(given, 1, given.household(), "2027-06-08", term="summer")
    (text,) = due(run, "2027-06-08T09:00")
    assert "today at 16:30" in text  # 15:30 UTC


def test_a_missed_conversation_asks_for_one_next_step(run: Run, given: Given) -> None:
    number = talk(given, 1, given.household(), "2026-11-16", state="missed")
    for step, day in (("better-time", 18), ("reason", 18), ("home-visit", 30)):
        given._insert(
            "missed_follow_up", conversation_id=number, step=step, due_on=date(2026, 11, day)
        )
    assert due(run, "2026-11-17T09:00") == []
    assert due(run, "2026-11-20T09:00") == [
        f"hear what got in the way: the conversation about Ada Okafor was missed (v{number})"
    ]


def test_a_target_is_to_be_booked_once_and_until_it_is(run: Run, given: Given) -> None:
    first, second = given.family("Okafor"), given.family("Bello")
    ada = given.pupil(first, second, name="Ada Okafor")
    target(given, ada)
    assert due(run, "2026-11-20T09:00") == ["book the conversation about Ada Okafor, by 18 Dec"]
    talk(given, ada, first, "2026-12-08")
    assert due(run, "2026-11-20T09:00") == []
    assert due(run, "2027-01-12T09:00")[-1].startswith("book the conversation")


def test_a_meeting_stands_first_and_what_has_time_last(run: Run, given: Given) -> None:
    family = given.household()
    talk(given, 1, family, "2026-11-23")
    target(given, given.pupil(family, name="Obi Okafor"))
    action(given, 1, family, "Seat", due_on=date(2026, 11, 20))
    rows = run.ok("due", "--format", "json").json
    assert [row["kind"] for row in rows] == ["conversation", "action", "call", "conversation"]


@pytest.mark.parametrize(
    "sql",
    [due_usecase.TERM_OF_FAMILY, story.CONVERSATIONS, story.GOALS, story.ACTIONS, story.LIKES],
)
def test_nothing_asked_about_a_family_or_child_reads_a_whole_table(sql: str) -> None:
    with closing(sqlite3.connect(":memory:")) as empty:
        for statement in schema():
            empty.execute(statement)
        values = dict.fromkeys(re.findall(r"(?<![:\w]):(\w+)", sql), 1)
        how = [row[3] for row in empty.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [line for line in how if line.startswith("SCAN")]
