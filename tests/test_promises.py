"""What we said we would do: made, due, kept or broken."""

from datetime import date
from typing import Any

import pytest

from conftest import Given, Run

ADD = ("promise", "add", "okafor")


def listed(run: Run, *words: str) -> Any:
    return run.ok("promise", "list", *words, "--format", "json").json


def test_a_promise_says_to_whom_and_by_when(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok(*ADD, "ring about the trip", "--by", "fri")
    assert answer.out == (
        "Promise 1 to the Okafor family is due on Fri 27 Nov 2026: ring about the trip. "
        "Undo: parentlink undo\n"
    )
    assert listed(run) == [
        {
            "id": 1,
            "family": "Okafor",
            "what": "ring about the trip",
            "made_on": "2026-11-23",
            "due_on": "2026-11-27",
            "school_days_overdue": 0,
            "staff": "Ms Reid",
            "state": "open",
            "archived": False,
            "family_id": 1,
        }
    ]


def test_days_overdue_are_school_days(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ring", "--by", "fri")
    assert listed(run)[0]["school_days_overdue"] == 0
    answer = run.ok("promise", "list", "--format", "json", today="2026-12-01")
    assert answer.json[0]["school_days_overdue"] == 2  # Monday and Tuesday; the weekend is free


def test_the_longest_due_comes_first(run: Run, given: Given) -> None:
    given.household()
    for what, by in (("late", "2026-12-10"), ("soon", "tomorrow"), ("later", "2026-12-11")):
        run.ok(*ADD, what, "--by", by)
    assert [row["what"] for row in listed(run)] == ["soon", "late", "later"]


def test_a_promise_made_in_a_call_is_listed_too(run: Run, given: Given) -> None:
    given.household()
    run.ok("log-call", "okafor", "-t", "positive", "--promise", "ring", "--by", "fri")
    assert [row["what"] for row in listed(run)] == ["ring"]


@pytest.mark.parametrize("state", ["kept", "broken"])
def test_a_closed_promise_leaves_the_list_and_undo_opens_it(
    run: Run, given: Given, state: str
) -> None:
    given.household()
    run.ok(*ADD, "ring", "--by", "fri")
    answer = run.ok("promise", state, "1")
    assert answer.out == f"Promise 1 to the Okafor family is {state}: ring. Undo: parentlink undo\n"
    assert given.value("SELECT closed_on FROM promise") == "2026-11-23"
    assert listed(run) == []
    (row,) = listed(run, "--all")
    assert (row["state"], row["school_days_overdue"]) == (state, None)
    run.ok("undo")
    assert listed(run)[0]["state"] == "open"


def test_a_closed_promise_is_closed_once(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ring", "--by", "fri")
    run.ok("promise", "kept", "1")
    answer = run("promise", "broken", "1")
    assert answer.code == 3
    assert "was kept on Mon 23 Nov 2026 already" in answer.err
    assert given.value("SELECT state FROM promise") == "kept"


def test_all_says_how_many_were_kept(run: Run, given: Given) -> None:
    given.household()
    for state in ("kept", "kept", "broken", "open"):
        run.ok(*ADD, state, "--by", "fri")
    for number, state in ((1, "kept"), (2, "kept"), (3, "broken")):
        run.ok("promise", state, str(number))
    answer = run.ok("promise", "list", "--all")
    assert answer.err == "Kept 2 of 3 closed promises.\n"
    assert [row["state"] for row in listed(run, "--all")] == ["open", "kept", "kept", "broken"]
    assert run.ok("promise", "list").err == ""


def test_the_list_narrows_to_one_member_of_staff(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "mine", "--by", "fri")
    run.ok("--staff", "Mr Ali", *ADD, "his", "--by", "fri")
    assert [row["what"] for row in listed(run, "--staff", "ali")] == ["his"]
    assert run("promise", "list", "--staff", "Nobody").code == 3


def test_an_unknown_promise_is_exit_3(run: Run, given: Given) -> None:
    given.household()
    assert "There is no promise 7" in run("promise", "kept", "7").err
    assert run("promise", "kept", "7").code == 3
    assert run("promise", "kept", "9" * 30).code == 2


def test_a_promise_needs_a_day_that_is_to_come(run: Run, given: Given) -> None:
    given.household()
    answer = run(*ADD, "ring")
    assert answer.code == 2
    assert "--by" in answer.err
    past = run(*ADD, "ring", "--by", "2026-11-20")
    assert past.code == 2
    assert "Fri 20 Nov 2026 has passed" in past.err
    assert run(*ADD, "  ", "--by", "fri").code == 2
    assert given.value("SELECT COUNT(*) FROM promise") == 0


def test_a_promise_may_be_due_today(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ring", "--by", "today")
    assert listed(run)[0]["due_on"] == date(2026, 11, 23).isoformat()


def test_a_promise_cannot_steer_the_screen(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok(*ADD, "ring\x1b[2J\nPromise 9", "--by", "fri")
    assert "\x1b" not in answer.out
    assert answer.out.count("\n") == 1
