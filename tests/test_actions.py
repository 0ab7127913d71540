"""What was agreed: kept, done, or replaced when it did not work; and what helped."""

from datetime import date
from typing import Any

import pytest

from conftest import Given, Run
from held_talks import action, talk

ADD = ("action", "add", "okafor")
SEAT = (*ADD, "Seat by the window", "--owner", "school", "--by", "fri")
INSTEAD = ("--result", "Too bright", "--instead", "Seat near the front", "--by", "2026-12-04")


def listed(run: Run, *words: str) -> Any:
    return run.ok("action", "list", *words, "--format", "json").json


def test_an_action_says_who_does_it_and_by_when(run: Run, given: Given) -> None:
    given.household()
    assert run.ok(*SEAT, "--barrier", "confidence").out == (
        "Action 1 for Ada Okafor (school: Ms Reid) is due on Fri 27 Nov 2026: Seat by the window. "
        "Undo: parentlink undo\n"
    )
    assert listed(run) == [
        {
            "id": 1,
            "pupil": "Ada Okafor",
            "tutor_group": "7KM",
            "family": "Okafor",
            "owner": "school",
            "who": "Ms Reid",
            "what": "Seat by the window",
            "due_on": "2026-11-27",
            "school_days_overdue": 0,
            "state": "open",
            "barrier": "confidence",
            "replaces": None,
            "result": None,
            "shareable": False,
            "conversation_id": None,
            "archived": False,
            "leaves_on": None,
        }
    ]


def test_undo_takes_an_action_back(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT)
    run.ok("undo")
    assert listed(run) == []


def test_who_does_it_is_a_colleague_by_whole_name_the_pupil_or_somebody_at_home(
    run: Run, given: Given
) -> None:
    given.household()
    given.staff("Mr Ali Khan")
    run.ok(*ADD, "one", "--owner", "school", "--who", "khan", "--by", "fri")
    run.ok(*ADD, "two", "--owner", "pupil", "--by", "fri")
    run.ok(*ADD, "three", "--owner", "home", "--who", "Ngozi Okafor", "--by", "fri")
    run.ok(*ADD, "four", "--owner", "school", "--who", "A visitor", "--by", "fri")
    assert [row["who"] for row in listed(run)] == [
        *("Mr Ali Khan", "Ada Okafor", "Ngozi Okafor", "A visitor"),
    ]
    nobody = run(*ADD, "five", "--owner", "home", "--by", "fri")
    assert nobody.code == 2
    assert nobody.err == "parentlink: Please say who at home does it: --who NAME.\n"


def test_without_a_terminal_a_missing_answer_names_its_option(run: Run, given: Given) -> None:
    given.household()
    assert "--owner" in run(*ADD, "x", "--by", "fri").err
    assert "--by" in run(*ADD, "x", "--owner", "school").err
    assert run(*ADD, "x", "--owner", "nobody", "--by", "fri").code == 2
    assert run(*ADD, "  ", "--owner", "school", "--by", "fri").code == 2
    past = run(*ADD, "x", "--owner", "school", "--by", "2026-11-20")
    assert past.code == 2
    assert "has passed" in past.err
    assert listed(run) == []


def test_a_family_with_two_pupils_asks_which(run: Run, given: Given) -> None:
    family = given.household()
    given.pupil(family, name="Obi Okafor")
    answer = run(*SEAT)
    assert answer.code == 3
    assert "--about" in answer.err
    assert "Obi Okafor (p2)" in answer.err
    run.ok(*SEAT, "--about", "obi")
    run.ok("action", "add", "p1", "x", "--owner", "school", "--by", "fri")
    assert {row["pupil"] for row in listed(run)} == {"Ada Okafor", "Obi Okafor"}


def test_an_action_may_be_agreed_in_a_conversation(run: Run, given: Given) -> None:
    family = given.household()
    number = talk(given, 1, family, "2026-11-16", state="held")
    run.ok("action", "add", f"v{number}", "Seat", "--owner", "school", "--by", "fri")
    assert listed(run)[0]["conversation_id"] == number
    assert run("action", "add", "v99", "Seat", "--owner", "school", "--by", "fri").code == 3


def test_the_longest_overdue_comes_first_in_school_days(run: Run, given: Given) -> None:
    family = given.household()
    action(given, 1, family, "soon", due_on=date(2026, 11, 27))
    action(given, 1, family, "late", due_on=date(2026, 11, 20))
    rows = listed(run)
    assert [(row["what"], row["school_days_overdue"]) for row in rows] == [
        ("late", 1), ("soon", 0),
    ]  # fmt: skip
    assert "1 school day overdue" in run.ok("action", "list").out


def test_the_list_narrows(run: Run, given: Given) -> None:
    okafor = given.household()
    other = given.family("Smith")
    sam = given.pupil(other, name="Sam Smith", tutor_group="8AB")
    action(given, 1, okafor, "ada's")
    khan = given.staff("Mr Khan")
    action(given, sam, other, "sam's", staff_id=khan, who="Mr Khan")
    assert [row["what"] for row in listed(run, "--group", "8ab")] == ["sam's"]
    assert [row["what"] for row in listed(run, "--staff", "khan")] == ["sam's"]
    assert [row["what"] for row in listed(run, "--who", "ada")] == ["ada's"]
    assert [row["what"] for row in listed(run, "--who", "f2")] == ["sam's"]
    assert run("action", "list", "--who", "nobody").code == 3


def test_a_pupil_of_two_households_is_listed_with_both(run: Run, given: Given) -> None:
    first, second = given.family("Okafor"), given.family("Bello")
    ada = given.pupil(first, second, name="Ada Okafor")
    action(given, ada, first, "here")
    action(given, ada, second, "there")
    assert [row["family"] for row in listed(run, "--who", "Ada Okafor")] == ["Okafor", "Bello"]


def test_done_leaves_the_list_and_undo_opens_it(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT)
    assert run.ok("action", "done", "1", "--result", "She speaks up").out == (
        "Action 1 for Ada Okafor is done: Seat by the window. Undo: parentlink undo\n"
    )
    assert listed(run) == []
    (row,) = listed(run, "--all")
    assert (row["state"], row["result"], row["school_days_overdue"]) == (
        *("done", "She speaks up", None),
    )
    assert given.value("SELECT closed_on FROM action") == "2026-11-23"
    run.ok("undo")
    assert listed(run)[0]["state"] == "open"


def test_what_did_not_work_needs_something_else_to_try(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT)
    answer = run("action", "not-working", "1", "--result", "Too bright")
    assert answer.code == 2
    assert "--instead" in answer.err
    assert listed(run)[0]["state"] == "open"


def test_a_successor_is_linked_and_keeps_what_is_not_said(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT, "--barrier", "confidence")
    answer = run.ok("action", "not-working", "1", *INSTEAD)
    assert answer.out == (
        "Action 1 for Ada Okafor did not work: Too bright. Instead, action 2 for Ada Okafor "
        "(school: Ms Reid) is due on Fri 4 Dec 2026: Seat near the front. "
        "Undo: parentlink undo\n"
    )
    new, old = listed(run, "--all")
    assert (old["state"], old["result"]) == ("not-working", "Too bright")
    assert (new["replaces"], new["barrier"], new["owner"]) == (1, "confidence", "school")


def test_a_successor_of_a_successor_and_all_in_one_undo(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT)
    run.ok("action", "not-working", "1", *INSTEAD)
    run.ok("action", "replace", "2", "Desk by the door", "--result", "Still loud", "--by", "fri",
           "--owner", "pupil")  # fmt: skip
    assert [(row["id"], row["replaces"], row["who"]) for row in listed(run)] == [
        (3, 2, "Ada Okafor")
    ]
    run.ok("undo")
    assert [(row["id"], row["state"]) for row in listed(run, "--all")] == [
        (2, "open"), (1, "not-working"),
    ]  # fmt: skip


@pytest.mark.parametrize("words", [("done",), ("not-working", *INSTEAD)])
def test_a_closed_action_is_closed_once(run: Run, given: Given, words: tuple[str, ...]) -> None:
    given.household()
    run.ok(*SEAT)
    run.ok("action", "done", "1")
    answer = run("action", words[0], "1", *words[1:])
    assert answer.code == 3
    assert "was done on Mon 23 Nov 2026 already" in answer.err
    assert len(listed(run, "--all")) == 1


def test_an_unknown_action_is_exit_3(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT)
    assert run("action", "done", "9").code == 3
    assert run("action", "done", "9" * 30).code == 2


def test_what_is_done_at_home_is_not_shareable(run: Run, given: Given) -> None:
    given.household()
    home = ("--owner", "home", "--who", "Ngozi", "--by", "fri", "--shareable")
    answer = run(*ADD, "Reading in bed", *home)
    assert answer.code == 2
    assert "stays between us" in answer.err
    run.ok(*SEAT, "--shareable")
    assert listed(run)[0]["shareable"] is True


def test_an_action_cannot_steer_the_screen(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok(*ADD, "x\x1b[2J\nAction 9", "--owner", "school", "--by", "fri")
    assert "\x1b" not in answer.out
    assert answer.out.count("\n") == 1
    assert "\x1b" not in run.ok("action", "list").out


# -- what works ----------------------------------------------------------------------------


def test_what_works_counts_alike_texts_together_and_says_when_n_is_small(
    run: Run, given: Given
) -> None:
    family = given.household()
    closed = {"closed_on": date(2026, 11, 16), "barrier": "time"}
    for text in ("Ring after six", "ring after SIX.", "Ring after six"):
        action(given, 1, family, text, state="done", **closed)
    for _ in range(2):
        action(given, 1, family, "Ring after six", state="not-working", **closed)
    action(given, 1, family, "A letter", state="not-working", **closed)
    action(given, 1, family, "Something new")
    rows = run.ok("what-works", "--format", "json").json
    assert rows[0] == {
        "barrier": "time",
        "strategy": "Ring after six",
        "tried": 5,
        "worked": 3,
        "not_working": 2,
        "running": 0,
        "families": 1,
        "enough": True,
        "note": "worked 3 of 5 times",
    }
    assert (rows[1]["tried"], rows[1]["enough"], rows[1]["note"]) == (
        *(1, False, "too few to mean anything"),
    )
    assert (rows[2]["barrier"], rows[2]["tried"], rows[2]["running"]) == (None, 0, 1)
    text = run.ok("what-works").out
    assert "Ring after six: tried 5 times: 3 worked, 2 did not\n" in text
    assert "A letter: tried 1 time: 0 worked, 1 did not (too few to mean anything)" in text
    assert run.ok("what-works", "--min-n", "6", "--format", "json").json[0]["enough"] is False
    assert len(run.ok("what-works", "--barrier", "time", "--format", "json").json) == 2
    assert run("what-works", "--barrier", "laziness").code == 2


def test_what_works_names_nobody(run: Run, given: Given) -> None:
    family = given.household()
    action(
        given, 1, family, "Ring", state="done", closed_on=date(2026, 11, 16), result="Ngozi came"
    )
    for form in ("json", "csv", "table"):
        out = run.ok("what-works", "--format", form).out
        assert "Okafor" not in out
        assert "Ngozi" not in out


# -- due -----------------------------------------------------------------------------------


def due(run: Run, kind: str, today: str = "2026-11-23T09:00") -> list[str]:
    rows = run.ok("due", "--everyone", "--format", "json", today=today).json
    return [row["what"] for row in rows if row["kind"] == kind]


def test_due_shows_what_school_agreed_to_do_and_nobody_elses(run: Run, given: Given) -> None:
    family = given.household()
    action(given, 1, family, "Seat by the window", due_on=date(2026, 11, 20))
    action(given, 1, family, "Reading in bed", owner="home", who="Ngozi")
    action(given, 1, family, "Not yet", due_on=date(2026, 11, 24))
    action(given, 1, family, "Done", state="done", closed_on=date(2026, 11, 19))
    assert due(run, "action") == [
        "agreed for Ada Okafor: Seat by the window (Ms Reid; 1 school day overdue)"
    ]
    assert "Seat by the window" in run.ok().out


def test_what_did_not_work_is_not_tried_again_in_the_same_words(run: Run, given: Given) -> None:
    given.household()
    run.ok(*SEAT)
    same = ("--result", "Too bright", "--instead", "seat by the WINDOW", "--by", "2026-12-04")
    refused = run("action", "not-working", "1", *same)
    assert refused.code == 2
    assert "That is what did not work: Seat by the window." in refused.err
    assert listed(run)[0]["state"] == "open"
