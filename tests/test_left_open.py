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


# -- the lists go on showing it, and say why nobody is likely to need it -----------------------

TALKS = ("conversation", "list")
LISTS = (("action", "list"), ("promise", "list"), TALKS)


def about(run: Run, words: tuple[str, ...]) -> dict[str, tuple[bool, str | None]]:
    """Of each family in a list: whether it is archived, and the pupil's last day."""
    rows = run.ok(*words, "--format", "json").json
    return {row["family"]: (row["archived"], row.get("leaves_on")) for row in rows}


def test_every_list_says_that_a_family_is_archived(run: Run, okafor: int) -> None:
    assert all(about(run, words)["Okafor"] == (False, None) for words in LISTS)
    run.ok("family", "archive", "okafor")
    for words in LISTS:
        assert about(run, words)["Okafor"] == (True, None)
        assert "archived" in run.ok(*words).out
    assert about(run, LISTS[0])["Bello"] == (False, None)


def test_the_lists_say_the_last_day_of_a_pupil_who_has_left(run: Run, okafor: int) -> None:
    run.ok("pupil", "edit", "ada", "--leaves", "2026-11-20")
    for words in (LISTS[0], TALKS):
        assert about(run, words)["Okafor"] == (False, "2026-11-20")
        assert "last day at school Fri 20 Nov 2026" in run.ok(*words).out


def test_the_last_day_is_said_early_only_of_what_comes_after_it(run: Run, okafor: int) -> None:
    run.ok("pupil", "edit", "ada", "--leaves", "2026-12-03")
    assert about(run, TALKS)["Okafor"] == (False, None)
    run.ok("pupil", "edit", "ada", "--leaves", "2026-12-02")
    assert about(run, TALKS)["Okafor"] == (False, "2026-12-02")


def test_a_missed_conversation_that_waits_says_it_too(run: Run, given: Given, okafor: int) -> None:
    talk(given, 1, okafor, "2026-11-02", term="spring", state="missed")
    run.ok("family", "archive", "okafor")
    assert about(run, (*TALKS, "--missed"))["Okafor"] == (True, None)
    assert "family archived" in run.ok(*TALKS, "--missed").out


GONE = (("family", "archive", "okafor"), ("pupil", "edit", "ada", "--leaves", "2026-12-02"))


@pytest.mark.parametrize("words", GONE)
@pytest.mark.parametrize("way", [("conversation", "ics"), ("export", "conversations", "-f", "ics")])
def test_a_calendar_rings_for_nobody_who_is_gone(
    run: Run, given: Given, okafor: int, words: tuple[str, ...], way: tuple[str, ...]
) -> None:
    held = talk(given, 1, okafor, "2026-11-05", term="spring", state="held")
    way = tuple("--format" if word == "-f" else word for word in way)
    assert "Left out" not in run.ok(*way).err
    run.ok(*words)
    answer = run.ok(*way)
    assert answer.out.count("BEGIN:VEVENT") == 2  # the one that was held, and the cancelled one
    assert f"v{held}" not in answer.err
    assert "Left out, since the family is archived or the pupil has left by then: v1." in answer.err
    assert "parentlink conversation cancel" in answer.err


def test_a_promise_to_an_archived_family_is_on_no_calendar(run: Run, okafor: int) -> None:
    way = ("export", "promises", "--format", "ics")
    assert run.ok(*way).out.count("BEGIN:VEVENT") == 1
    run.ok("family", "archive", "okafor")
    assert run.ok(*way).out.count("BEGIN:VEVENT") == 0
