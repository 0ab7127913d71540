"""What stays open when a family is archived or a pupil leaves is said: no list shows it then."""

from datetime import date

import pytest

from conftest import Given, Run
from held_talks import action, talk

OPEN = (
    "Conversation v1 (Thu 3 Dec 2026 15:30) is still booked. If it will not be: parentlink "
    "conversation cancel v1 --reason TEXT",
    "Action 1 (Seat) is still open, and `due` leaves it out now: parentlink action done 1",
    "Promise 1 (Ring back) is still open, and `due` leaves it out now: parentlink promise kept 1",
)


@pytest.fixture
def okafor(run: Run, given: Given) -> int:
    family = given.household()
    talk(given, 1, family, "2026-12-03")
    talk(given, 1, family, "2026-10-01", state="cancelled")
    action(given, 1, family, "Seat")
    action(given, 1, family, "Old", state="done", closed_on=date(2026, 11, 2))
    run.ok("promise", "add", "okafor", "Ring back", "--by", "fri")
    other = given.household("Bello", "Sam", "Tunde")
    action(given, 2, other, "Chess")
    return family


def test_archiving_a_family_says_what_is_open_with_it(run: Run, okafor: int) -> None:
    answer = run.ok("family", "archive", "okafor")
    assert answer.err.splitlines() == list(OPEN)
    assert run.ok("family", "archive", "okafor").err == ""  # it was so before
    assert run.ok("family", "archive", "okafor", "--undo").err == ""


def test_a_pupil_who_has_left_leaves_what_was_agreed_for_them(run: Run, okafor: int) -> None:
    answer = run.ok("pupil", "edit", "ada", "--leaves", "2026-11-20")
    assert answer.err.splitlines() == list(OPEN[:2])
    assert run.ok("pupil", "edit", "ada", "--group", "8KM").err == ""
    assert run.ok("pupil", "edit", "ada", "--leaves", "").err == ""


def test_a_pupil_who_is_to_leave_has_only_what_comes_after_that_day(run: Run, okafor: int) -> None:
    assert run.ok("pupil", "edit", "ada", "--leaves", "2026-12-03").err == ""
    answer = run.ok("pupil", "edit", "ada", "--leaves", "2026-12-02")
    assert answer.err.splitlines() == [OPEN[0]]
