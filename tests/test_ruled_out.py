"""Somebody who must not be contacted is named on a line of its own wherever work is agreed."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from conftest import Given, Run
from held_talks import action, talk

ADD = ("action", "add", "okafor", "Reading", "--by", "fri")
NEVER = "DO NOT CONTACT Emeka Okafor (Okafor family): court order"
BOOKED = (
    "Conversation v1 is with them: give it another time with somebody else (parentlink "
    "conversation move v1 --to WHEN --with CARER --reason TEXT), or: parentlink conversation "
    "cancel v1 --reason TEXT\n"
)


@pytest.fixture
def okafor(given: Given) -> int:
    """Ngozi may be rung; Emeka (c2) must not be."""
    given.staff()
    family = given.household("Okafor")
    given.carer(family, "Emeka Okafor", contact_rule="never", rule_reason="court order")
    given.link(1, 2, relationship="father", responsibility="no", priority=2)
    return family


def rule(given: Given, carer: int, word: str) -> None:
    with closing(sqlite3.connect(given.path)) as file, file:
        file.execute(
            "UPDATE carer SET contact_rule = ?, rule_reason = 'court order' WHERE id = ?",
            (word, carer),
        )


# -- actions -------------------------------------------------------------------------------


def test_an_action_for_their_family_says_whom_not_to_contact(run: Run, okafor: int) -> None:
    answer = run.ok(*ADD, "--owner", "school")
    assert f"{NEVER}\n" in answer.err
    assert "Emeka" not in answer.out


def test_what_is_tried_instead_says_it_too(run: Run, given: Given, okafor: int) -> None:
    action(given, 1, okafor, "Seat")
    instead = ("--result", "Too bright", "--instead", "Reading", "--by", "fri")
    assert f"{NEVER}\n" in run.ok("action", "not-working", "1", *instead).err
    words = ("--result", "no", "--by", "fri")
    assert f"{NEVER}\n" in run.ok("action", "replace", "2", "Chess", *words).err


def test_an_action_in_their_name_says_that_it_is(run: Run, given: Given, okafor: int) -> None:
    answer = run.ok(*ADD, "--owner", "home", "--who", "emeka okafor")
    wanted = f"{NEVER}. Action 1 is in their name: please agree it with somebody else.\n"
    assert wanted in answer.err
    assert wanted in run.ok("action", "list").err
    run.ok("action", "done", "1")
    assert "DO NOT CONTACT" not in run.ok("action", "list", "--all").err


THEIRS = "Action 1 is in their name: please agree it with somebody else."


@pytest.mark.parametrize(
    "who",
    [
        *("Dad", "Mr Okafor", "Emeka", "E. Okafor", "Mum and Dad", "Ngozi & Emeka", "father"),
        *("Mum or Dad", "her dad"),
    ],
)
def test_an_action_in_their_name_says_it_however_they_are_called(
    who: str, run: Run, okafor: int
) -> None:
    assert f"{NEVER}. {THEIRS}\n" in run.ok(*ADD, "--owner", "home", "--who", who).err
    assert f"{NEVER}. {THEIRS}\n" in run.ok("action", "list").err
    again = run.ok("carer", "edit", "emeka", "--rule", "never", "--reason", "a new order").err
    assert "Action 1 is in their name" in again


@pytest.mark.parametrize(
    "who", ["Mum", "Mrs Okafor", "Ngozi", "the family", "Okafor", "Aunt Efe", "Mum's dad"]
)
def test_an_action_of_somebody_else_at_home_is_nobody_elses(
    who: str, run: Run, okafor: int
) -> None:
    assert run.ok(*ADD, "--owner", "home", "--who", who).err == f"{NEVER}\n"


def test_a_child_of_the_same_name_is_not_taken_for_them(run: Run, okafor: int) -> None:
    run.ok("pupil", "edit", "ada", "--preferred", "Emeka Okafor")
    assert run.ok(*ADD, "--owner", "pupil").err == f"{NEVER}\n"


def test_a_list_names_those_of_the_families_in_it_and_no_others(
    run: Run, given: Given, okafor: int
) -> None:
    bello = given.household("Bello")
    given.carer(bello, "Tunde Bello", contact_rule="ask", rule_reason="ring the office")
    action(given, 1, okafor, "Seat")
    for words in ((), ("--format", "csv"), ("--who", "okafor")):
        err = run.ok("action", "list", *words).err
        assert err == f"{NEVER}\n"
    action(given, 2, bello, "Chess")
    assert run.ok("action", "list").err == (
        f"{NEVER}\nASK FIRST before contact with Tunde Bello (Bello family): ring the office\n"
    )


# -- promises, and what is to be tried again -----------------------------------------------


def test_a_promise_to_their_family_says_whom_not_to_contact(run: Run, okafor: int) -> None:
    assert run.ok("promise", "add", "okafor", "ring dad", "--by", "fri").err == f"{NEVER}\n"
    for words in (("promise", "list"), ("promise", "list", "--format", "json")):
        assert run.ok(*words).err == f"{NEVER}\n"
    assert NEVER not in run.ok("due").err  # not due yet
    assert run.ok("due", today="2026-11-27T09:00").err.count(f"{NEVER}\n") == 1
    run.ok("promise", "kept", "1")
    assert NEVER not in run.ok("promise", "list", "--all").err
    assert NEVER not in run.ok("due").err


def test_somebody_ruled_out_in_the_other_home_of_the_child_is_named_too(
    run: Run, given: Given, okafor: int
) -> None:
    run.ok("family", "add", "Okafor", "--household", "Mill Lane")
    run.ok("carer", "edit", "emeka", "--household", "f2")
    assert run.ok("promise", "add", "f1", "ring dad", "--by", "fri").err == f"{NEVER}\n"
    assert run.ok("action", "add", "f1", "Reading", "--by", "fri", "--owner", "home",
                  "--who", "Dad").err == f"{NEVER}. {THEIRS}\n"  # fmt: skip
    anew = run.ok("carer", "edit", "emeka", "--rule", "never", "--reason", "a new order").err
    assert "Action 1 is in their name" in anew
    run.ok("carer", "edit", "emeka", "--rule", "never", "--reason", "court order")
    run.ok("promise", "add", "f2", "send the report", "--by", "fri")
    assert run.ok("promise", "list").err == f"{NEVER}\n"


def test_what_is_due_says_whom_not_to_try_again(run: Run, given: Given, okafor: int) -> None:
    given.contact(okafor, "2026-11-20", "concern", carer_id=2, outcome="no-answer")
    answer = run.ok("due")
    assert "try again: the concern of 20 Nov has reached nobody" in answer.out
    assert answer.err.count(f"{NEVER}\n") == 1


def test_what_school_agreed_to_do_says_it_on_its_day(run: Run, given: Given, okafor: int) -> None:
    run.ok(*ADD, "--owner", "school")
    assert NEVER not in run.ok("due").err
    assert run.ok("due", today="2026-11-27T09:00").err.count(f"{NEVER}\n") == 1


# -- bookings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("never", f"DO NOT CONTACT Ngozi Okafor: court order. {BOOKED}"),
        ("ask", "ASK FIRST before contacting Ngozi Okafor: court order. Conversation v1 is with "
         "them.\n"),
    ],
)  # fmt: skip
def test_due_says_that_a_booking_is_with_somebody_ruled_out_since(
    run: Run, given: Given, okafor: int, word: str, said: str
) -> None:
    talk(given, 1, okafor, "2026-11-24", carer_id=1)
    assert "Ngozi Okafor:" not in run.ok("due").err
    rule(given, 1, word)
    for words in (("due",), ("due", "--format", "json"), ()):
        assert run.ok(*words).err.count(said) == 1, words
    assert said not in run.ok("due", today="2026-11-20T09:00").err  # not due yet
    assert said not in run.ok("due", today="2026-11-25T09:00").err  # it has been
    run.ok("conversation", "missed", "v1", "--reason", "x", today="2026-11-25T09:00")
    assert said in run.ok("due", today="2026-11-25T09:00").err


def test_ruling_somebody_out_says_which_bookings_they_have(
    run: Run, given: Given, okafor: int
) -> None:
    talk(given, 1, okafor, "2026-12-01", carer_id=1)
    obi = given.pupil(okafor, name="Obi Okafor")
    talk(given, obi, okafor, "2026-10-01", carer_id=1, state="closed")
    rule_out = ("carer", "edit", "ngozi", "--rule", "never", "--reason", "court order")
    answer = run.ok(*rule_out)
    assert answer.err == f"DO NOT CONTACT Ngozi Okafor: court order. {BOOKED}"
    assert "v1" not in run.ok("carer", "edit", "ngozi", "--email", "n@example.com").err
    assert "v1" not in run.ok("carer", "edit", "c2", "--rule", "never", "--reason", "x").err


def test_ruling_somebody_out_says_what_they_were_to_do(run: Run, given: Given, okafor: int) -> None:
    for who, state in (("NGOZI Okafor", "open"), ("Ada's aunt", "open"), ("Ngozi Okafor", "done")):
        closed = None if state == "open" else date(2026, 11, 20)
        action(given, 1, okafor, "Reads", owner="home", who=who, state=state, closed_on=closed)
    answer = run.ok("carer", "edit", "ngozi", "--rule", "never", "--reason", "court order")
    assert answer.err == (
        "DO NOT CONTACT Ngozi Okafor: court order. Action 1 is in their name: please agree it with "
        'somebody else (parentlink action replace 1 "WHAT" --who NAME)\n'
    )
    assert run.ok("carer", "edit", "c1", "--rule", "ask", "--reason", "x").err.count("Action") == 0


def test_the_story_of_a_child_says_whom_not_to_contact(run: Run, okafor: int) -> None:
    assert run.ok("conversation", "story", "ada").err == f"{NEVER}\n"


def test_ruling_somebody_out_says_who_may_be_the_same_and_has_no_rule(
    run: Run, given: Given, okafor: int
) -> None:
    other = given.family("Okafor", household="at dad's")
    given.carer(other, "Emeka OKAFOR")  # c3, the number of c2
    bello = given.household("Bello")
    given.carer(bello, "Emeka Okafor", mobile_phone="+447700900999")  # c5: another one
    shared = given.family("Ade")
    given._insert("pupil_family", pupil_id=1, family_id=shared)
    given.carer(shared, "Emeka Okafor", mobile_phone=None)  # c6: a carer of the same child
    post = {"mobile_phone": None, "email": "emeka@example.org"}
    given.carer(bello, "Emeka Okafor", **post)  # c7: the address that c2 gets below
    run.ok("carer", "edit", "c2", "--email", "emeka@example.org")
    said = (
        "Emeka OKAFOR (c3, Okafor family) may be the same person, and no rule protects them "
        "there. If so: parentlink carer edit c3 --rule never --reason TEXT\n"
    )
    answer = run.ok("carer", "edit", "c2", "--rule", "never", "--reason", "court order of 3 March")
    assert said in answer.err
    assert "(c6, Ade family)" in answer.err
    assert "(c7, Bello family)" in answer.err
    assert "c5" not in answer.err
    added = run.ok("carer", "add", "f1", "Emeka Okafor, 07700 900123", "--rule", "ask",
                   "--reason", "x")  # fmt: skip
    assert said.replace("never", "ask") in added.err
    run.ok("carer", "edit", "c3", "--rule", "never", "--reason", "x")
    assert "c3" not in run.ok("carer", "edit", "c2", "--rule", "never", "--reason", "y").err


def test_preparing_does_not_name_somebody_ruled_out_as_the_one_to_talk_with(
    run: Run, given: Given, okafor: int
) -> None:
    talk(given, 1, okafor, "2026-12-01", carer_id=2)
    found = run.ok("conversation", "prepare", "ada", "--format", "json").json
    assert found["carer"]["name"] == "Ngozi Okafor"
    assert any("DO NOT CONTACT Emeka Okafor" in line for line in found["do_not_contact"])
