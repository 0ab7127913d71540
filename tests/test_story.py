"""The chain of what was tried with a child, and the part of it that teachers may use."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from conftest import Given, Run
from held_talks import action, answer, talk
from parentlink.rules.actions import Step, chains
from parentlink.rules.sharing import names_a_carer

CLOSED = date(2026, 11, 16)


def told(given: Given) -> int:
    """Ada, one conversation that was closed, and three things that were tried."""
    family = given.household()
    number = talk(given, 1, family, "2026-10-06", state="closed")
    answer(given, number, "goals", "Speaks in front of the class", stage="plan")
    answer(given, number, "home-pressures", "SECRET two jobs", restricted=True)
    answer(given, number, "fears", "SECRET lifts")
    answer(given, number, "interests", "Drawing comics")
    answer(given, number, "strengths", "Explains things well")
    first = action(given, 1, family, "Seat by the window", state="not-working", closed_on=CLOSED,
                   result="Too bright")  # fmt: skip
    second = action(given, 1, family, "Seat near the front", state="not-working",
                    closed_on=CLOSED, replaces_id=first)  # fmt: skip
    action(given, 1, family, "Desk by the door", replaces_id=second, shareable=True)
    action(given, 1, family, "Reads in bed", owner="home", who="Ngozi Okafor")
    return number


def test_a_story_shows_conversations_and_the_chain_oldest_first(run: Run, given: Given) -> None:
    number = told(given)
    assert run.ok("conversation", "story", "okafor").out == (
        "Ada Okafor 7KM\n"
        "Conversations\n"
        f"  v{number}  Tue 6 Oct 2026 (autumn 2026/27): closed, with Ms Reid\n"
        "      goal: Speaks in front of the class\n"
        "      next: Mon 1 Feb 2027; in between: text on Fridays\n"
        "What was tried\n"
        "  Seat by the window (school: Ms Reid)\n"
        "    did not work, Mon 16 Nov 2026: Too bright [action 1]\n"
        "  `- instead: Seat near the front (school: Ms Reid)\n"
        "       did not work, Mon 16 Nov 2026 [action 2]\n"
        "     `- instead: Desk by the door (school: Ms Reid)\n"
        "          running, by Fri 20 Nov 2026 [action 3]\n"
        "  Reads in bed (home: Ngozi Okafor)\n"
        "    running, by Fri 20 Nov 2026 [action 4]\n"
    )


def test_the_keys_of_a_story_are_stable(run: Run, given: Given) -> None:
    told(given)
    found = run.ok("conversation", "story", "ada", "--format", "json").json
    assert list(found) == ["pupil_id", "pupil", "tutor_group", "conversations", "tried"]
    assert list(found["conversations"][0]) == [
        *("id", "school_year", "term", "on", "state", "lead", "family", "goals", "next_on"),
        "keep_in_touch",
    ]
    assert list(found["tried"][0]) == [
        *("depth", "id", "replaces", "family", "owner", "who", "what", "made_on", "due_on"),
        *("state", "closed_on", "result", "barrier"),
    ]
    assert [(step["id"], step["replaces"], step["depth"]) for step in found["tried"]] == [
        *((1, None, 0), (2, 1, 1), (3, 2, 2), (4, None, 0)),
    ]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_restricted_answer_is_in_a_story(run: Run, given: Given, form: str) -> None:
    number = told(given)
    answer(given, number, "how-we-know", "SECRET", stage="review", restricted=True)
    given._insert("conversation_answer", conversation_id=talk(
        given, 1, 1, "2026-11-20", term="spring", state="held"), stage="plan", area="goals",
        text="SECRET goal", restricted=True)  # fmt: skip
    assert "SECRET" not in run.ok("conversation", "story", "ada", "--format", form).out


def test_a_cancelled_conversation_is_no_part_of_a_story(run: Run, given: Given) -> None:
    talk(given, 1, given.household(), "2026-10-06", state="cancelled")
    out = run.ok("conversation", "story", "ada").out
    assert "No conversation has been booked yet." in out
    assert "No action has been agreed yet." in out


def test_two_households_are_told_apart(run: Run, given: Given) -> None:
    first, second = given.family("Okafor"), given.family("Bello")
    ada = given.pupil(first, second, name="Ada Okafor")
    action(given, ada, first, "One")
    action(given, ada, second, "Two")
    out = run.ok("conversation", "story", "Ada Okafor").out
    assert "One (school: Ms Reid, Okafor)" in out
    assert "Two (school: Ms Reid, Bello)" in out


def test_a_story_of_nobody_is_exit_3_and_of_two_lists_them(run: Run, given: Given) -> None:
    family = given.household()
    given.pupil(family, name="Obi Okafor")
    assert run("conversation", "story", "nobody").code == 3
    several = run("conversation", "story", "okafor")
    assert several.code == 3
    assert "p2  Obi Okafor" in several.err


def test_a_story_cannot_steer_the_screen(run: Run, given: Given) -> None:
    action(given, 1, given.household(), "x\x1b[2J\nWhat was tried")
    out = run.ok("conversation", "story", "ada").out
    assert "\x1b" not in out
    assert out.count("\n") == 5


def step(number: int, replaces: int | None) -> Step:
    day = date(2026, 11, 2)
    return Step(0, number, replaces, "", "school", "", "", day, day, "open", None, None, None)


def test_a_chain_that_forks_or_has_lost_its_head_loses_nobody() -> None:
    found = chains([step(4, 99), step(3, 1), step(2, 1), step(1, None)])
    assert [(one.id, one.depth) for one in found] == [(1, 0), (2, 1), (3, 1), (4, 0)]


def test_a_long_chain_is_no_trouble() -> None:
    found = chains([step(1, None), *(step(number, number - 1) for number in range(2, 3000))])
    assert found[-1].depth == 2998


# -- for the classroom ---------------------------------------------------------------------


def sheet(run: Run, who: str = "ada") -> Any:
    return run.ok("conversation", "share", who, "--classroom", "--format", "json").json


def test_the_classroom_gets_what_works_and_nothing_about_home(run: Run, given: Given) -> None:
    told(given)
    action(given, 1, 1, "Counts to ten", owner="pupil", who="Ada", shareable=True, state="done",
           closed_on=CLOSED)  # fmt: skip
    assert run.ok("conversation", "share", "ada", "--classroom").out == (
        "For the classroom: Ada Okafor 7KM\n"
        "Good at:\n  Explains things well\n"
        "Likes:\n  Drawing comics\n"
        "What works:\n  Counts to ten\n"
        "Being tried now:\n  Desk by the door\n"
    )


def test_share_says_for_whom(run: Run, given: Given) -> None:
    told(given)
    answer = run("conversation", "share", "ada")
    assert answer.code == 2
    assert "--classroom" in answer.err


def marked(given: Given) -> None:
    """A family where every text begins with Home, but for what may be shared."""
    family = given._insert(
        "family",
        name="HomeName",
        name_key="homename",
        added_on=date(2026, 9, 1),
        household="HomeHouse",
        home_language="HomeTongue",
    )
    ada = given.pupil(family, name="Ada Open", sen_status="K", pupil_premium=True)
    carer = given.carer(family, "HomeCarer Surname", languages="HomeTongue", best_times="HomeTime")
    given.link(ada, carer, relationship="HomeRelation")
    given.contact(family, "2026-11-02", note="HomeNote")
    held = talk(given, ada, family, "2026-10-06", state="closed", keep_in_touch="HomeKeep",
                pupil_view="HomeView", room="HomeRoom", carer_id=carer)  # fmt: skip
    given._insert("conversation_person", conversation_id=held, name="HomePerson")
    later = talk(given, ada, family, "2026-11-17", term="spring", state="held")
    for area in ("interests", "strengths"):
        answer(given, held, area, f"Open {area}")
        answer(given, later, area, "HomeRestricted", restricted=True)
    for area in ("fears", "friendships", "sleep-and-eating", "caring-role", "home-pressures"):
        answer(given, held, area, "HomeArea")
    for stage in ("focus", "plan", "review"):
        answer(given, held, "interests", "HomeStage", stage=stage)
    for owner, state, shareable in product(
        ("school", "pupil", "home"), ("open", "done", "not-working"), (True, False)
    ):
        marked_action(given, ada, family, owner, state, shareable)


def marked_action(
    given: Given, pupil: int, family: int, owner: str, state: str, shareable: bool
) -> None:
    allowed = shareable and owner != "home" and state != "not-working"
    closed = {} if state == "open" else {"closed_on": CLOSED, "result": "HomeResult"}
    what = f"{'Open' if allowed else 'Home'} {owner} {state}"
    said = {"owner": owner, "state": state, "shareable": shareable, "who": "HomeWho"}
    action(given, pupil, family, what, barrier="health", **said, **closed)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_nothing_else_can_ever_stand_on_the_sheet(run: Run, given: Given, form: str) -> None:
    marked(given)
    said = run.ok("conversation", "share", "ada open", "--classroom", "--format", form)
    assert "Home" not in said.out + said.err
    assert "health" not in said.out
    for expected in ("Open interests", "Open strengths", "Open school open", "Open pupil done"):
        assert expected in said.out


def test_the_keys_of_the_sheet_are_stable(run: Run, given: Given) -> None:
    marked(given)
    found = sheet(run, "ada open")
    assert list(found) == ["pupil", "tutor_group", "strengths", "interests", "strategies"]
    assert {tuple(one) for one in found["strategies"]} == {("what", "state")}
    assert sorted(one["state"] for one in found["strategies"]) == [
        *("running", "running", "worked", "worked"),
    ]


def test_a_text_that_names_somebody_at_home_is_held_back_and_said(run: Run, given: Given) -> None:
    family = given.household()
    action(given, 1, family, "Ring Ngozi when it is loud", shareable=True)
    action(given, 1, family, "Calm corner", shareable=True)
    answer = run.ok("conversation", "share", "ada", "--classroom")
    assert "Ngozi" not in answer.out + answer.err
    assert "Calm corner" in answer.out
    assert "1 text was left out" in answer.err


@pytest.mark.parametrize(
    "text",
    ["tell NGOZI first", "Ask Mrs Okafor", "mum helps", "Zoe's idea", "Zoë's idea", "Bo knows",
     "问王芳妈妈", "bakes at home", "helps at the food bank", "lives with a foster carer"],
)  # fmt: skip
def test_a_carer_is_noticed_however_named(text: str) -> None:
    assert names_a_carer(text, ["Ngozi Okafor", "Zoë Okafor", "Bo Okafor", "王芳"], "Ada Okafor")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Okafor sits in front",
        "a book about bo",
        "the zoo",
        "Mr Hill helps",
        "house captain",
        "does homework club",
        "is social and kind",
        "likes food",
    ],
)
def test_the_childs_own_name_and_plain_words_are_no_carer(text: str) -> None:
    assert not names_a_carer(text, ["Ngozi Okafor", "Zoë Okafor", "Bo Okafor"], "Ada Okafor")


def test_an_empty_sheet_says_how_to_fill_it(run: Run, given: Given) -> None:
    given.household()
    assert "--shareable" in run.ok("conversation", "share", "ada", "--classroom").out
    assert sheet(run)["strategies"] == []
