"""Settings: seen, changed, put back; only what differs from the default is kept."""

from typing import Any

import pytest

from conftest import Given, Run
from parentlink.settings import SETTINGS


@pytest.fixture(autouse=True)
def _file(given: Given) -> None:
    given.staff()


def row(run: Run, name: str) -> Any:
    rows = run.ok("setting", "list", "--format", "json").json
    return next(row for row in rows if row["name"] == name)


def test_the_list_has_every_setting_with_its_default(run: Run) -> None:
    rows = run.ok("setting", "list", "--format", "json").json
    assert [row["name"] for row in rows] == [setting.name for setting in SETTINGS]
    assert all(row["value"] == row["default"] and row["meaning"] for row in rows)


def test_a_setting_is_changed_and_undo_changes_it_back(run: Run) -> None:
    answer = run.ok("setting", "set", "call_gap_days", "7")
    assert answer.out == "call_gap_days is now 7 (was 5). Undo: parentlink undo\n"
    assert row(run, "call_gap_days") == {
        "name": "call_gap_days",
        "value": "7",
        "default": "5",
        "meaning": "school days a family rests after a positive call (0 to 190)",
    }
    run.ok("undo")
    assert row(run, "call_gap_days")["value"] == "5"


def test_only_what_differs_is_kept(run: Run, given: Given) -> None:
    count = "SELECT COUNT(*) FROM setting"
    run.ok("setting", "set", "silent_days", "40")
    run.ok("setting", "set", "silent_days", "41")
    assert given.value(count) == 1
    run.ok("setting", "set", "silent_days", "30")
    assert given.value(count) == 0
    run.ok("setting", "set", "silent_days", "41")
    assert run.ok("setting", "reset", "silent_days").out.startswith(
        "silent_days is now 30 (was 41)"
    )
    assert given.value(count) == 0


def test_saying_the_same_again_changes_nothing(run: Run, given: Given) -> None:
    run.ok("setting", "set", "silent_days", "41")
    before = given.value("SELECT COUNT(*) FROM journal")
    for words in (("set", "silent_days", "41"), ("reset", "call_gap_days")):
        assert "already; nothing was changed" in run.ok("setting", *words).out
    assert given.value("SELECT COUNT(*) FROM journal") == before


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("call-gap-days", "07", "7"),
        ("CALL_GAP_DAYS", " 9 ", "9"),
        ("quiet_from", "9:30", "09:30"),  # times are compared as text
        ("completion", "OFF", "off"),
    ],
)
def test_a_value_is_kept_in_one_way_of_writing(
    run: Run, given: Given, name: str, typed: str, kept: str
) -> None:
    run.ok("setting", "set", name, typed)
    assert given.value("SELECT value FROM setting") == kept


def test_quiet_hours_typed_short_still_warn(run: Run, given: Given) -> None:
    given.household()
    run.ok("setting", "set", "quiet_until", "9:00")
    answer = run.ok("log-call", "okafor", "-t", "positive", today="2026-11-24T08:30")
    assert "quiet hours" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "call_gap", "7"), "no setting called 'call_gap'"),
        (("reset", "nonsense"), "no setting called 'nonsense'"),
        (("set", "call_gap_days", "a lot"), "whole number from 0 to 190"),
        (("set", "call_gap_days", "191"), "whole number from 0 to 190"),
        (("set", "quiet_from", "25:00"), "a time such as 18:30"),
        (("set", "quiet_from", "late"), "a time such as 18:30"),
        (("set", "completion", "maybe"), "one of: on, off"),
        (("set", "judging_words", "x" * 501), "500 is the most"),
    ],
)
def test_a_value_that_cannot_be_is_a_sentence(
    run: Run, given: Given, words: tuple[str, ...], said: str
) -> None:
    answer = run("setting", *words)
    assert answer.code == 2, answer
    assert said in answer.err
    assert given.value("SELECT COUNT(*) FROM setting") == 0


def test_a_text_that_is_taken_away_is_called_empty(run: Run) -> None:
    said = run.ok("setting", "set", "judging_words", "").out
    assert said.startswith("judging_words is now empty (was hard to reach")
    assert "(was empty)" in run.ok("setting", "set", "judging_words", "lazy").out
