"""A missed conversation: steps with their days, none of which closes without a word."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from conftest import Given, Run
from parentlink.rules.missed import VISIT_SAFELY, advice, dated_steps, next_step
from parentlink.rules.school_days import Calendar
from parentlink.store.store import Entry, Store
from parentlink.usecases.missing import open_steps, rearranged
from parentlink.vocabulary.talks import MissedStep
from parentlink.workspace import Workspace
from test_record import talk

MISSED = ("conversation", "missed", "okafor")
LATER = "2026-11-23T17:30"  # the conversation was at three
Steps = dict[str, tuple[str, str | None, str | None]]


def steps(given: Given) -> Steps:
    with closing(sqlite3.connect(given.path)) as file, file:
        rows = file.execute("SELECT step, due_on, done_on, result FROM missed_follow_up")
        return {row[0]: row[1:] for row in rows}


def test_a_miss_opens_every_step_with_its_day_and_the_reason_is_done(
    run: Run, given: Given
) -> None:
    talk(given)
    answer = run.ok(*MISSED, "--reason", "the bus was late", today=LATER)
    assert answer.out == (
        "Conversation v1 with Ada Okafor's family is noted as missed. Steps: better-time by Wed 25 "
        "Nov 2026, other-channel by Thu 26 Nov 2026, home-visit by Mon 30 Nov 2026. "
        "Undo: parentlink undo\n"
    )
    assert "Next: ask for a time that suits them better" in answer.err
    assert steps(given) == {
        "reason": ("2026-11-25", "2026-11-23", "the bus was late"),
        "better-time": ("2026-11-25", None, None),
        "other-channel": ("2026-11-26", None, None),
        "home-visit": ("2026-11-30", None, None),
    }
    found = "SELECT state || sequence FROM conversation"
    assert given.value(found) == "missed1"
    assert given.value("SELECT event || reason FROM conversation_history") == (
        "missedthe bus was late"
    )


def test_a_reason_nobody_knows_yet_is_the_first_step(run: Run, given: Given) -> None:
    talk(given)
    answer = run.ok(*MISSED, today=LATER)
    assert "reason by Wed 25 Nov 2026" in answer.out
    assert "Next: hear what got in the way (reason)." in answer.err
    run.ok(*MISSED, "--step", "reason", "--result", "no childcare")
    assert steps(given)["reason"] == ("2026-11-25", "2026-11-23", "no childcare")


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody is there and answers "the bus was late"; returns what was asked."""
    asked: list[str] = []

    def answer(work: Workspace, question: str, option: str, default: str = "") -> str:
        asked.append(question)
        return "the bus was late"

    monkeypatch.setattr(Workspace, "may_ask", True)
    monkeypatch.setattr(Workspace, "ask", answer)
    return asked


def test_nobody_is_asked_for_the_reason_of_what_cannot_be_missed(
    run: Run, given: Given, questions: list[str]
) -> None:
    talk(given)
    for words, code in ((("missed", "nobody"), 3), (("missed", "v9"), 3), (("missed", "v1"), 2)):
        assert run("conversation", *words, today="2026-11-20T09:00").code == code
    run.ok(*MISSED, "--reason", "bus", today=LATER)
    assert "missed already" in run(*MISSED, today=LATER).err
    assert questions == []
    run.ok("undo")
    run.ok(*MISSED, today=LATER)
    assert len(questions) == 1
    assert steps(given)["reason"][2] == "the bus was late"


def test_nobody_is_asked_how_a_step_went_that_is_not_open(
    run: Run, given: Given, questions: list[str]
) -> None:
    talk(given)
    step = (*MISSED, "--step", "better-time")
    assert "No step is open" in run(*step, today=LATER).err
    assert questions == []
    run.ok(*MISSED, "--reason", "bus", today=LATER)
    run.ok(*step, today=LATER)
    assert questions == ["How did it go?"]
    assert "was done on" in run(*step, today=LATER).err
    assert len(questions) == 1


def test_undo_takes_a_miss_back_with_its_steps(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, today=LATER)
    run.ok("undo")
    assert steps(given) == {}
    assert given.value("SELECT state FROM conversation") == "booked"


def test_a_step_closes_only_with_a_result(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    refused = run(*MISSED, "--step", "better-time")
    assert refused.code == 2
    assert "--result" in refused.err
    assert run(*MISSED, "--step", "better-time", "--result", "  ").code == 2
    done = run.ok(*MISSED, "--step", "better", "--result", "Fridays after four")
    assert done.out == (
        "better-time is done for conversation v1 with Ada Okafor's family. Still open: "
        "other-channel, home-visit. Undo: parentlink undo\n"
    )
    again = run(*MISSED, "--step", "better-time", "--result", "y")
    assert again.code == 3
    assert "was done on Mon 23 Nov 2026: Fridays after four" in again.err


def test_steps_stay_open_until_each_has_a_result(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    for step in ("better-time", "other-channel", "home-visit"):
        answer = run.ok(*MISSED, "--step", step, "--result", "tried")
    assert "No step is open. Next: give it a new time" in answer.out


def test_with_every_step_done_and_no_new_time_it_is_still_due(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    for step in ("better-time", "other-channel", "home-visit"):
        run.ok(*MISSED, "--step", step, "--result", "tried", today=LATER)
    wanted = "give it a new time: the conversation about Ada Okafor was missed (v1)"
    assert wanted in run.ok("due", today="2026-11-24T09:00").out
    run.ok("conversation", "move", "v1", "--to", "2026-12-01 16:00", "--reason", "y", today=LATER)
    assert wanted not in run.ok("due", today="2026-11-24T09:00").out


def test_a_new_time_ends_every_open_step_and_says_so(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    store = Store(given.path)
    with store.writing(Entry("move", datetime(2026, 11, 24, 9, tzinfo=UTC), 1)):
        assert (
            rearranged(store, 1, datetime.fromisoformat("2026-12-01T15:30"), date(2026, 11, 24))
            == 3
        )
    store.close()
    found = steps(given)
    assert found["home-visit"][1:] == ("2026-11-24", "rearranged to Tue 1 Dec 2026 15:30")
    assert found["reason"][2] == "x"


def test_how_long_each_step_is_open_is_counted_in_school_days(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    store = Store(given.path)
    found = open_steps(store, (1,), date(2026, 11, 30))
    assert [(one.step, one.school_days_open, one.school_days_overdue) for one in found] == [
        ("better-time", 5, 3),
        ("other-channel", 5, 2),
        ("home-visit", 5, 0),
    ]
    assert open_steps(store, (2,), date(2026, 11, 30)) == []
    assert len(open_steps(store, None, date(2026, 11, 30))) == 3
    store.close()


def test_after_two_misses_another_way_is_suggested(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    run.ok("conversation", "move", "v1", "--to", "2026-12-01 15:30", "--reason", "as asked")
    answer = run.ok(*MISSED, "--reason", "y", today="2026-12-01T17:00")
    assert "Missed twice. Next: try another way of getting in touch" in answer.err
    after = run.ok(*MISSED, "--step", "other-channel", "--result", "texted, no reply")
    assert "offer to come to them (home-visit)" in after.err
    assert "two adults go" in after.err


def test_due_names_another_way_after_two_misses(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    better = "ask for a time that suits them better, and book it"
    assert better in run.ok("due", today="2026-11-26T09:00").out
    run.ok("conversation", "move", "v1", "--to", "2026-12-01 15:30", "--reason", "as asked")
    run.ok(*MISSED, "--reason", "y", today="2026-12-01T17:00")
    assert "conversation" not in run.ok("due", today="2026-12-02T09:00").out
    other = "try another way of getting in touch, or another person"
    for day in ("2026-12-04T09:00", "2026-12-10T09:00"):
        said = run.ok("due", today=day).out
        assert other in said
        assert better not in said


def test_taking_back_a_step_of_one_that_was_held_since_opens_nothing(
    run: Run, given: Given
) -> None:
    talk(given)
    run.ok(*MISSED, today=LATER)
    run.ok(*MISSED, "--step", "reason", "--result", "no childcare", today=LATER)
    step = run.ok("undo", "--list", "--format", "json").json[0]["id"]
    run.ok("conversation", "record", "okafor", "--say", "goals=calm", today="2026-11-26T16:00")
    run.ok("undo", str(step), "--yes")
    assert steps(given)["reason"][1] is None
    assert "was missed" not in run.ok("due", today="2026-11-30T09:00").out
    refused = run(*MISSED, "--step", "reason", "--result", "x")
    assert refused.code == 3
    assert "No step is open for v1" in refused.err
    store = Store(given.path)
    assert open_steps(store, None, date(2026, 11, 30)) == []
    store.close()


def test_held_after_all_ends_the_steps_with_the_day(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*MISSED, "--reason", "x", today=LATER)
    run.ok("conversation", "record", "okafor", "--say", "goals=calm", today="2026-11-26T16:00")
    assert steps(given)["home-visit"][1:] == ("2026-11-26", "held on Thu 26 Nov 2026")
    found = "SELECT state || starts_on FROM conversation"
    assert given.value(found) == "held2026-11-26"


@pytest.mark.parametrize(
    ("state", "says"),
    [("missed", "noted as missed already"), ("held", "is held"), ("cancelled", "is cancelled")],
)
def test_only_what_is_booked_can_be_missed(run: Run, given: Given, state: str, says: str) -> None:
    talk(given, state=state)
    answer = run(*MISSED, "--reason", "x", today=LATER)
    assert answer.code == 3
    assert says in answer.err
    assert steps(given) == {}


def test_what_is_still_to_come_was_not_missed(run: Run, given: Given) -> None:
    talk(given)
    answer = run(*MISSED, "--reason", "x", today="2026-11-23T14:59")
    assert answer.code == 2
    assert "Mon 23 Nov 2026 15:00, which is still to come" in answer.err
    assert "conversation move v1" in answer.err


def test_bad_words_are_one_sentence(run: Run, given: Given) -> None:
    talk(given)
    assert "home-visit" in run(*MISSED, "--step", "letter", "--result", "x").err
    assert "--step better-time" in run(*MISSED, "--result", "x").err
    unknown = run(*MISSED, "--step", "reason", "--result", "x")
    assert unknown.code == 3
    assert "No step is open for v1" in unknown.err
    assert run("conversation", "missed", "nobody").code == 3
    assert run("conversation", "missed", "v9", "--reason", "x").code == 3


def test_days_are_school_days() -> None:
    found = dict(dated_steps(date(2026, 12, 17), Calendar.of(())))
    assert found[MissedStep.HOME_VISIT] > date(2027, 1, 4)  # the holidays do not count
    assert list(found) == list(MissedStep)


def test_the_next_step_is_the_first_that_is_open_until_two_were_missed() -> None:
    every = tuple(step.value for step in MissedStep)
    assert next_step(every, 1) == MissedStep.REASON
    assert next_step(every, 2) == MissedStep.REASON
    assert next_step(every[1:], 1) == MissedStep.BETTER_TIME
    assert next_step(every[1:], 2) == MissedStep.OTHER_CHANNEL
    assert next_step(every[1:2], 2) == MissedStep.BETTER_TIME
    assert next_step((), 3) is None
    assert advice((), 3) == []
    assert advice(("home-visit",), 3)[1] == VISIT_SAFELY
