"""Who should have a structured conversation: targets added, listed, removed, suggested."""

from typing import Any

import pytest

from conftest import Given, Run

TARGET = ("conversation", "target")


def add(run: Run, pupil: str, *words: str) -> Any:
    return run.ok(*TARGET, "add", pupil, *(words or ("--reason", "other")))


def listed(run: Run, *words: str) -> Any:
    return run.ok(*TARGET, "list", *words, "--format", "json").json


def suggested(run: Run, *words: str) -> Any:
    answer = run.ok(*TARGET, "suggest", *words, "--format", "json")
    return {one["pupil"]: [why["text"] for why in one["reasons"]] for one in answer.json}


def group(given: Given, size: int) -> None:
    for number in range(size):
        given.household(f"Fam{number:02}")


def test_a_target_says_who_and_undo_takes_it_back(run: Run, given: Given) -> None:
    given.household()
    answer = add(run, "Ada Okafor", "--reason", "parent", "--note", "asked in May")
    assert answer.out == (
        "Ada Okafor is a target for a conversation each term. Undo: parentlink undo\n"
    )
    assert listed(run) == [
        {
            "id": 1,
            "pupil_id": 1,
            "pupil": "Ada Okafor",
            "tutor_group": "7KM",
            "reason": "parent-asked",
            "note": "asked in May",
            "lead": "Ms Reid",
            "added_on": "2026-11-23",
        }
    ]
    run.ok("undo")
    assert listed(run) == []


def test_a_pupil_is_a_target_once(run: Run, given: Given) -> None:
    given.household()
    add(run, "Ada")
    answer = run(*TARGET, "add", "Ada", "--reason", "pp")
    assert answer.code == 2
    assert "a target already, since Mon 23 Nov 2026" in answer.err


def test_a_removed_target_can_be_added_again(run: Run, given: Given) -> None:
    given.household()
    add(run, "Ada")
    assert "is no target any more" in run.ok(*TARGET, "remove", "Ada").out
    assert listed(run) == []
    assert run(*TARGET, "remove", "Ada").code == 3
    add(run, "Ada")
    assert given.value("SELECT COUNT(*) FROM conversation_target") == 2


def test_a_reason_is_a_word_of_the_list_and_can_be_left_to_the_question(
    run: Run, given: Given
) -> None:
    given.household()
    answer = run(*TARGET, "add", "Ada", "--reason", "naughty")
    assert answer.code == 2
    assert "young-carer, parent-asked, other" in answer.err
    assert "--reason" in run(*TARGET, "add", "Ada").err


def test_nobody_or_two_by_that_name_is_exit_3(run: Run, given: Given) -> None:
    given.household("Okafor")
    given.household("Nowak")
    assert run(*TARGET, "add", "Xylophone", "--reason", "other").code == 3
    answer = run(*TARGET, "add", "Ada", "--reason", "other")
    assert answer.code == 3
    assert "p1" in answer.err
    assert "p2" in answer.err


def test_above_one_in_five_a_warning_says_the_hours_a_year(run: Run, given: Given) -> None:
    given.staff()
    group(given, 5)
    assert add(run, "p1").err == ""
    warned = add(run, "p2").err
    assert "2 of 5 pupils in 7KM (40 %): 6 hours of conversations a year." in warned
    assert "about one in five" in warned
    answer = run.ok(*TARGET, "list", "--group", "7km")
    assert "6 hours of conversations a year. The practice is about one in five" in answer.err
    run.ok(*TARGET, "remove", "p2")
    assert run.ok(*TARGET, "list", "--group", "7km").err == (
        "1 of 5 pupils in 7KM (20 %): 3 hours of conversations a year.\n"
    )


def test_a_reason_that_names_a_restricted_flag_is_for_who_says_why(run: Run, given: Given) -> None:
    given.household()
    add(run, "Ada", "--reason", "lac")
    assert listed(run)[0]["reason"] == "flag"
    assert "lac" not in run.ok(*TARGET, "list", "--format", "csv").out
    assert listed(run, "--restricted", "review with the SENCo")[0]["reason"] == "lac"
    kept = given.value("SELECT summary FROM journal ORDER BY id DESC LIMIT 1")
    assert kept == "looked at restricted flags for the list of targets: review with the SENCo"
    assert run(*TARGET, "list", "--restricted", " ").code == 2


def test_suggestions_name_the_reason_from_the_contact_log(run: Run, given: Given) -> None:
    group(given, 4)
    given.contact(1, "2026-11-20")
    given.contact(2, "2026-11-20", "concern")
    given.contact(3, "2026-09-04")
    given.contact(4, "2026-11-20", "check-in")
    found = suggested(run, "--group", "7KM", "--all")
    assert found == {
        "Ada Fam01": [
            "nothing positive has reached them this half-term",
            "the last contact was about concerns",
        ],
        "Ada Fam02": [
            "nothing positive has reached them this half-term",
            "nobody reached for 51 school days",
        ],
        "Ada Fam03": ["nothing positive has reached them this half-term"],
    }


def test_suggestions_keep_to_one_in_five_with_the_targets_there_are(run: Run, given: Given) -> None:
    group(given, 5)
    assert list(suggested(run)) == ["Ada Fam00"]
    add(run, "p1")
    assert suggested(run) == {}
    answer = run.ok(*TARGET, "suggest")
    assert "4 more have a reason: --all." in answer.err
    assert "Ada Fam00" not in suggested(run, "--all")


@pytest.mark.parametrize(
    ("flag", "named"),
    [
        ({"pupil_premium": True}, "pupil premium"),
        ({"sen_status": "K"}, "special educational needs (K)"),
        ({"looked_after": True}, "looked after"),
        ({"young_carer": True}, "young carer"),
    ],
)
def test_what_a_flag_is_called_is_restricted(
    run: Run, given: Given, flag: dict[str, Any], named: str
) -> None:
    family = given.household()
    child = given.pupil(family, name="Obi Okafor", **flag)
    given.contact(family, "2026-11-20")
    assert child == 2
    assert suggested(run, "--all") == {"Obi Okafor": ["a flag on file"]}
    assert named not in run.ok(*TARGET, "suggest", "--all").out
    words = ("--all", "--restricted", "planning")
    assert suggested(run, *words) == {"Obi Okafor": [named]}


def test_many_flags_rank_no_higher_than_one(run: Run, given: Given) -> None:
    family = given.family("Okafor")
    given.pupil(family, name="Ada Okafor", sen_status="E")
    given.pupil(family, name="Obi Okafor", sen_status="E", pupil_premium=True, looked_after=True)
    given.contact(family, "2026-11-20")
    assert list(suggested(run, "--all")) == ["Ada Okafor", "Obi Okafor"]
    assert list(suggested(run, "--all", "--restricted", "why")) == ["Ada Okafor", "Obi Okafor"]


def test_a_pupil_without_sen_has_no_flag(run: Run, given: Given) -> None:
    family = given.family()
    given.pupil(family, name="Ada Okafor", sen_status="N", pupil_premium=False)
    given.contact(family, "2026-11-20")
    assert suggested(run, "--all") == {}


def test_suggestions_on_plain_lines_leave_the_decision_to_the_person(
    run: Run, given: Given
) -> None:
    given.household()
    answer = run.ok(*TARGET, "suggest", "--all")
    assert answer.out.splitlines()[0] == "Ada Okafor 7KM (p1), Okafor"
    assert "You decide" in answer.err


def test_a_group_that_is_not_there_is_exit_3(run: Run, given: Given) -> None:
    given.household()
    assert run(*TARGET, "suggest", "--group", "9ZZ").code == 3
