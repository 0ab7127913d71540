"""Before a conversation: one screen with what matters, and nothing that was told in confidence."""

import os
from datetime import UTC, date, datetime
from typing import Any

from conftest import Given, Run
from test_record import READY, talk

PREPARE = ("conversation", "prepare", "okafor")
BEFORE = "2026-10-05T15:40"
KEYS = [
    "conversation_id", "pupil", "tutor_group", "family", "starts_at", "minutes", "room", "carer",
    "best_placed", "do_not_contact", "last_on", "told_us", "held_back", "pupil_view",
    "keep_in_touch", "actions", "barriers", "good_news", "last_promise", "not_to_raise",
    "questions", "listening", "banner",
]  # fmt: skip


def last_time(run: Run, given: Given) -> None:
    """A conversation that was closed, and the next one booked."""
    talk(given, starts_at=datetime(2026, 10, 5, 14, tzinfo=UTC), starts_on=date(2026, 10, 5))
    run.ok(
        "conversation", "record", "okafor", "--say", "interests=sings in a choir",
        "--say", "caring=looks after Gran", "--say", "goals=calm lunches", *READY,
        "--action", "home, Ngozi Okafor, bed by nine, 2026-12-01, barrier time",
        "--pupil-view", "maths is fine", "--close", today=BEFORE,
    )  # fmt: skip
    talk(
        given,
        term="spring",
        starts_at=datetime(2027, 2, 1, 15, 30, tzinfo=UTC),
        starts_on=date(2027, 2, 1),
        room="Library",
        interpreter=True,
    )


def brief(run: Run, *words: str) -> Any:
    return run.ok(*PREPARE, *words, "--format", "json", today="2027-01-25T12:00").json


def test_what_they_told_us_and_what_was_agreed_is_on_one_screen(run: Run, given: Given) -> None:
    last_time(run, given)
    out = run.ok(*PREPARE, today="2027-01-25T12:00").out
    for line in (
        "Ada Okafor 7KM (v2): Mon 1 Feb 2027 15:30, 60 min, Library",
        "INTERPRETER NEEDED",
        "What they told us last time (Mon 5 Oct 2026)",
        "Interests and hobbies: sings in a choir",
        "Shared goals: calm lunches",
        "home, Ngozi Okafor: bed by nine - running, by Tue 1 Dec 2026",
        "Ada Okafor's own view: maths is fine",
        "In between: text on Fridays",
        "No judgement, and not about results",
    ):
        assert line in out
    assert len(out.splitlines()) < 45


def test_the_json_has_these_keys(run: Run, given: Given) -> None:
    last_time(run, given)
    found = brief(run)
    assert list(found) == KEYS
    assert list(found["carer"]) == [
        "id", "name", "preferred_channel", "best_times", "language", "interpreter",
    ]  # fmt: skip
    assert found["starts_at"] == "2027-02-01T15:30:00"
    assert [one["what"] for one in found["actions"]] == ["a seat near the front", "bed by nine"]
    assert found["barriers"] == ["time"]
    assert len(found["questions"]) == len(found["listening"]) == 5


def test_what_is_said_aloud_to_the_family_uses_the_first_name(run: Run, given: Given) -> None:
    talk(given)
    found = brief(run)
    assert found["pupil"] == "Ada Okafor"  # the heading names one child, not two Adas
    assert found["questions"][0].startswith("What has Ada been enjoying")
    assert "an hour about Ada as a person" in found["banner"]


def test_what_was_told_in_confidence_is_never_shown_without_a_reason(
    run: Run, given: Given
) -> None:
    last_time(run, given)
    for words in ((), ("--format", "json"), ("--format", "csv")):
        answer = run.ok(*PREPARE, *words, today="2027-01-25T12:00")
        assert "Gran" not in answer.out + answer.err
    found = brief(run)
    assert found["held_back"] == 1
    assert found["not_to_raise"] == [
        "Caring role: told in confidence; leave it to them to bring it up"
    ]
    assert not any(one["restricted"] for one in found["told_us"])


def test_with_a_reason_it_is_shown_and_who_looked_is_kept(run: Run, given: Given) -> None:
    last_time(run, given)
    assert "Gran" in run.ok(*PREPARE, "--restricted", "planning support").out
    history = run.ok("undo", "--list").out
    assert "looked at restricted answers about Ada Okafor: planning support" in history
    for empty in ("", " "):
        refused = run(*PREPARE, "--restricted", empty)
        assert refused.code == 2
        assert "say why" in refused.err


def test_who_must_not_be_contacted_is_a_line_of_its_own(run: Run, given: Given) -> None:
    talk(given)
    given.carer(1, "Rex Okafor", contact_rule="never", rule_reason="court order")
    given.carer(1, "Sam Okafor", contact_rule="ask", rule_reason="moved out")
    out = run.ok(*PREPARE).out.splitlines()
    assert "DO NOT CONTACT Rex Okafor: court order." in out
    assert "ASK FIRST before contacting Sam Okafor: moved out." in out
    found = brief(run)
    assert found["carer"]["name"] == "Ngozi Okafor"


def test_how_an_action_went_is_said(run: Run, given: Given) -> None:
    last_time(run, given)
    run.ok("action", "done", "2", "--result", "every night")
    out = run.ok(*PREPARE).out
    assert "home, Ngozi Okafor: bed by nine - done: every night" in out


def test_good_news_a_promise_and_who_knows_them_best_are_there(run: Run, given: Given) -> None:
    talk(given)
    given._insert(
        "good_news",
        external_id=os.urandom(8).hex(),
        pupil_id=1,
        staff_id=1,
        happened_on=date(2026, 11, 20),
        text="explained fractions",
    )
    run.ok("promise", "add", "okafor", "send the letter", "--by", "fri")
    run.ok("--staff", "Mr Ali", "family", "edit", "okafor", "--key-contact", "Mr Ali")
    out = run.ok(*PREPARE).out
    assert "explained fractions (good news 1)" in out
    assert "send the letter, by Fri 27 Nov 2026 (open)" in out
    assert "Ms Reid leads it" in out
    assert "Mr Ali is the family's key contact" in out


def test_before_the_first_conversation_and_without_a_booking_it_helps_as_well(
    run: Run, given: Given
) -> None:
    given.household()
    out = run.ok(*PREPARE).out
    assert "no conversation is booked yet" in out
    assert "This is the first conversation" in out
    assert brief(run)["conversation_id"] is None


def test_after_this_terms_is_closed_the_brief_is_for_the_next(run: Run, given: Given) -> None:
    talk(given)
    run.ok("conversation", "record", "okafor", "--say", "interests=x", *READY, "--close")
    out = run.ok(*PREPARE).out
    assert "no conversation is booked yet" in out
    assert "Interests and hobbies: x" in out


def test_nobody_and_several_are_exit_3(run: Run, given: Given) -> None:
    family = given.household()
    given.pupil(family, name="Ben Okafor")
    assert run("conversation", "prepare", "nobody").code == 3
    assert run("conversation", "prepare", "v7").code == 3
    both = run(*PREPARE)
    assert both.code == 3
    talk(given)
    talk(given, pupil_id=2)
    several = run(*PREPARE)
    assert several.code == 3
    assert "v1" in several.err


def test_nothing_in_it_speaks_of_results_or_judges(run: Run, given: Given) -> None:
    last_time(run, given)
    out = run.ok(*PREPARE).out.casefold()
    for word in ("grade", "attainment", "hard to reach", "difficult", "progress in"):
        assert word not in out


def test_what_was_said_cannot_steer_the_screen(run: Run, given: Given) -> None:
    talk(given, starts_at=datetime(2026, 10, 5, 14, tzinfo=UTC), starts_on=date(2026, 10, 5))
    run.ok("conversation", "record", "v1", "--say", "fears=[red]\x1b[2J\nFAKE LINE", *READY,
           "--close", today=BEFORE)  # fmt: skip
    out = run.ok(*PREPARE).out
    assert "\x1b" not in out
    assert "[red]\\x1b[2J / FAKE LINE" in out
