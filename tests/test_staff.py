"""Staff: added, listed, edited; met on the way or on purpose."""

from typing import Any

import pytest

from conftest import Given, Run


def listed(run: Run, *words: str) -> Any:
    return run.ok("staff", "list", *words, "--format", "json").json


def test_a_member_of_staff_is_added_with_everything_known(run: Run) -> None:
    answer = run.ok(
        *("staff", "add", "Mr Ali", "--role", "SENCO", "--email", "ali@school.example"),
        *("--group", "8ab"),
    )
    assert answer.out == ("Mr Ali is on the staff (id 2), tutor of 8AB. Undo: parentlink undo\n")
    assert listed(run)[0] == {
        "id": 2,
        "name": "Mr Ali",
        "role": "SENCO",
        "tutor_group": "8AB",
        "email": "ali@school.example",
        "left_on": None,
    }
    run.ok("undo")
    assert [row["name"] for row in listed(run)] == ["Ms Reid"]


def test_nobody_is_on_the_staff_twice(run: Run, given: Given) -> None:
    run.ok("staff", "add", "Siobhán O'Neil")
    answer = run("staff", "add", "siobhan o’neil")
    assert answer.code == 2
    assert "is on the staff already (id 2)" in answer.err
    assert given.value("SELECT COUNT(*) FROM staff") == 2


def test_an_edit_changes_only_what_is_said_and_undo_brings_it_back(run: Run) -> None:
    run.ok("staff", "add", "Mr Ali", "--role", "SENCO", "--group", "8AB")
    answer = run.ok("staff", "edit", "ali", "--group", "9cd")
    assert answer.out == "Changed Mr Ali: tutor group 9CD. Undo: parentlink undo\n"
    assert (listed(run)[0]["role"], listed(run)[0]["tutor_group"]) == ("SENCO", "9CD")
    run.ok("undo")
    assert listed(run)[0]["tutor_group"] == "8AB"


def test_an_empty_text_empties_a_value(run: Run) -> None:
    run.ok("staff", "add", "Mr Ali", "--role", "SENCO", "--group", "8AB")
    run.ok("staff", "edit", "Mr Ali", "--group", "", "--role", "")
    assert (listed(run)[0]["role"], listed(run)[0]["tutor_group"]) == (None, None)


def test_a_new_name_is_found_from_then_on(run: Run) -> None:
    run.ok("staff", "add", "Miss Ali")
    run.ok("staff", "edit", "Miss Ali", "--name", "Mrs Khan")
    assert "role Form tutor" in run.ok("staff", "edit", "khan", "--role", "Form tutor").out
    assert run("staff", "edit", "Miss Ali", "--role", "x").code == 3
    assert run("staff", "add", "mrs khan").code == 2
    run.ok("staff", "add", "Miss Ali")  # the old name is free again


def test_a_name_that_is_somebody_elses_is_refused(run: Run) -> None:
    run.ok("staff", "add", "Mr Ali")
    answer = run("staff", "edit", "ali", "--name", "ms reid")
    assert answer.code == 2
    assert "Ms Reid is on the staff already" in answer.err
    run.ok("staff", "edit", "ali", "--name", "Mr ALI")  # their own name in other letters is fine


def test_who_has_left_is_only_in_all(run: Run) -> None:
    run.ok("staff", "add", "Mr Ali")
    run.ok("staff", "edit", "ali", "--left", "fri")
    assert [row["name"] for row in listed(run)] == ["Ms Reid"]
    assert listed(run, "--all")[0]["left_on"] == "2026-11-20"


def test_an_edit_that_changes_nothing_says_so(run: Run, given: Given) -> None:
    run.ok("staff", "add", "Mr Ali", "--group", "8AB")
    before = given.value("SELECT COUNT(*) FROM journal")
    assert "nothing was changed" in run.ok("staff", "edit", "ali", "--group", "8ab").out
    assert given.value("SELECT COUNT(*) FROM journal") == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("edit", "ali"), 2),
        (("edit", "nobody", "--role", "x"), 3),
        (("edit", "ali", "--email", "not an address"), 2),
        (("edit", "ali", "--name", ""), 2),
        (("add", ""), 2),
        (("add", "Mr New", "--email", "x"), 2),
        (("add", "Mr New", "--group", "x" * 21), 2),
    ],
)
def test_what_cannot_be_is_a_sentence(
    run: Run, given: Given, words: tuple[str, ...], code: int
) -> None:
    run.ok("staff", "add", "Mr Ali")
    answer = run("staff", *words)
    assert answer.code == code, answer
    assert "unexpected" not in answer.err
    assert given.value("SELECT COUNT(*) FROM staff") == 2


def test_who_is_met_on_the_way_is_on_the_list(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok("--staff", "Mr Ali", "log-call", "okafor", "-t", "positive")
    assert "Added Mr Ali to the staff" in answer.err
    assert "Mr Ali" in [row["name"] for row in listed(run)]
