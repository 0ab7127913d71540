"""Holding a conversation: kept as it is said, from options, a file, an editor or a terminal."""

import os
import re
import signal
import sqlite3
import stat
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import settings
from hypothesis import strategies as some

from conftest import Answer, Given, Run
from parentlink.errors import Unreadable
from parentlink.parse.conversation_file import read_notes, write_notes
from parentlink.parse.conversation_notes import AgreedNote, Notes, action_line, edited
from parentlink.parse.conversation_notes import Answer as Said
from parentlink.rules.closing import still_missing
from parentlink.rules.conversation_form import AREAS, FORM, HEADINGS, STEPS, left_to_ask
from parentlink.vocabulary.talks import ActionOwner, Stage

RECORD = ("conversation", "record", "okafor")
ACTION = "school, Ms Reid, a seat near the front, by 2026-12-04"
READY = ("--action", ACTION, "--next", "2027-02-01", "--keep-in-touch", "text on Fridays")
NOTES = """
present = ["Ngozi Okafor"]
pupil-there = true
minutes = 50
restricted = ["fears"]
[explore]
interests = "sings in a choir"
fears = '''
loud
corridors'''
sleep-and-eating = "up late"
pupil-view = "maths is fine"
[plan]
goals = "to feel safe at lunch"
[[plan.action]]
owner = "home"
what = "bed by nine"
by = 2026-12-01
barrier = "time"
[[plan.action]]
owner = "school"
who = "Ms Reid"
what = "a quiet table"
by = "4/12/2026"
shareable = true
[review]
next = 2027-02-01
keep-in-touch = "text on Fridays"
"""


def talk(given: Given, **values: Any) -> int:
    """A conversation with the first family about its pupil, booked for this afternoon."""
    if not given.path.exists():
        given.household()
    if not given.value("SELECT COUNT(*) FROM staff"):
        given.staff()
    usual: dict[str, Any] = {
        "uid": os.urandom(8).hex(),
        "pupil_id": 1,
        "family_id": 1,
        "carer_id": 1,
        "lead_id": 1,
        "school_year": 2026,
        "term": "autumn",
        "starts_at": datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
        "starts_on": date(2026, 11, 23),
        "minutes": 60,
        "interpreter": False,
        "state": "booked",
    }
    return given._insert("conversation", **usual | values)


def said(given: Given, area: str) -> str | None:
    found: str | None = given.value(
        "SELECT text FROM conversation_answer WHERE area = :area", area=area
    )
    return found


def answers(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM conversation_answer"))


def state(given: Given) -> str:
    return str(given.value("SELECT state FROM conversation"))


# -- options -------------------------------------------------------------------------------


def test_what_is_said_is_kept_and_the_line_says_what_is_still_missing(
    run: Run, given: Given
) -> None:
    talk(given)
    answer = run.ok(*RECORD, "--say", "interests=sings in a choir", "--action", ACTION)
    assert answer.out == (
        "Conversation v1 with Ada Okafor's family: kept held, 1 answer, 1 action. To close it, it "
        "still needs the next date (--next) and a way to keep in touch until then "
        "(--keep-in-touch). Undo: parentlink undo\n"
    )
    assert said(given, "interests") == "sings in a choir"
    assert given.value("SELECT stage FROM conversation_answer") == "explore"
    assert given.value("SELECT owner || who || what || due_on FROM action") == (
        "schoolMs Reida seat near the front2026-12-04"
    )
    assert state(given) == "held"
    assert given.value("SELECT sequence FROM conversation") == 1


def test_everything_around_it_is_kept_too(run: Run, given: Given) -> None:
    talk(given)
    run.ok(
        *RECORD, "--present", "Ngozi Okafor, Aunt Joy", "--present", "ada", "--minutes", "50",
        "--pupil-view", "I like it here", "--keep-in-touch", "text", "--next", "1/2/2027",
    )  # fmt: skip
    with closing(sqlite3.connect(given.path)) as file, file:
        people = [row[0] for row in file.execute("SELECT name FROM conversation_person")]
    assert people == ["Ngozi Okafor", "Aunt Joy", "Ada Okafor"]
    found = "SELECT minutes_taken || pupil_view || next_on || keep_in_touch FROM conversation"
    assert given.value(found) == "50I like it here2027-02-01text"


def test_undo_takes_one_recording_back(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, "--say", "interests=sings", "--action", ACTION)
    run.ok("undo")
    assert answers(given) == 0
    assert given.value("SELECT COUNT(*) FROM action") == 0
    assert state(given) == "booked"


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_it_is_closed_only_when_nothing_is_missing(run: Run, given: Given, left_out: int) -> None:
    talk(given)
    part = READY[:left_out] + READY[left_out + 2 :]
    answer = run(*RECORD, *part, "--close")
    assert answer.code == 2
    assert READY[left_out] in answer.err
    assert "is not closed yet" in answer.err
    assert state(given) == "held"
    run.ok(*RECORD, *READY[left_out : left_out + 2], "--close")
    assert state(given) == "closed"
    assert given.value("SELECT closed_on FROM conversation") == "2026-11-23"


def test_closing_without_an_action_says_so(run: Run, given: Given) -> None:
    talk(given, state="held")
    answer = run(*RECORD, "--close")
    assert answer.code == 2
    assert "an action with who does it and by when (--action)" in answer.err
    assert answer.out == (
        "Conversation v1 with Ada Okafor's family: nothing new to keep. To close it, it still "
        "needs an action with who does it and by when (--action), the next date (--next) and a way "
        "to keep in touch until then (--keep-in-touch).\n"
    )


def test_what_was_closed_is_not_recorded_twice(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, *READY, "--close")
    for who in ("okafor", "v1"):
        answer = run("conversation", "record", who, "--say", "interests=x")
        assert answer.code == 3
        assert "was recorded and closed on Mon 23 Nov 2026" in answer.err
        assert "undo" in answer.err
    assert run(*RECORD, "--unbooked", "--say", "interests=x").code == 3
    assert answers(given) == 0
    run.ok("undo")
    run.ok(*RECORD, "--say", "interests=x")


def test_a_conversation_still_to_come_is_not_recorded_unless_it_was_held_earlier(
    run: Run, given: Given
) -> None:
    talk(given, starts_at=datetime(2026, 12, 1, 15, tzinfo=UTC), starts_on=date(2026, 12, 1))
    answer = run(*RECORD, "--say", "interests=x")
    assert answer.code == 2
    assert "Tue 1 Dec 2026, which is still to come" in answer.err
    run.ok(*RECORD, "--say", "interests=x", "--when", "today 9am")
    assert given.value("SELECT starts_on FROM conversation") == "2026-11-23"
    assert given.value("SELECT event || was_at FROM conversation_history") == (
        "moved2026-12-01 15:00:00.000000"
    )


def test_one_that_was_never_booked_is_put_on_file_when_asked_for(run: Run, given: Given) -> None:
    given.household()
    refused = run(*RECORD, "--say", "interests=x")
    assert refused.code == 3
    assert "--unbooked" in refused.err
    run.ok(*RECORD, "--say", "interests=x", "--unbooked", "--when", "yesterday 4pm")
    found = "SELECT state || term || school_year || carer_id || starts_on FROM conversation"
    assert given.value(found) == "heldautumn202612026-11-22"
    run.ok(*RECORD, "--say", "strengths=y")
    assert given.value("SELECT COUNT(*) FROM conversation") == 1


def test_after_last_terms_was_closed_a_new_one_can_be_recorded(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, *READY, "--close")
    later = "2027-02-01T15:00"
    assert run(*RECORD, "--say", "interests=x", today=later).code == 3
    run.ok(*RECORD, "--say", "interests=x", "--unbooked", today=later)
    assert given.value("SELECT term FROM conversation WHERE id = 2") == "spring"


def test_a_carer_who_must_not_be_contacted_is_never_whom_it_was_with(
    run: Run, given: Given
) -> None:
    family = given.household()
    given.carer(family, "Rex Okafor", contact_rule="never", rule_reason="court order")
    answer = run(*RECORD, "--say", "interests=x", "--unbooked", "--with", "rex")
    assert answer.code == 2
    assert "DO NOT CONTACT Rex Okafor: court order" in answer.err
    assert given.value("SELECT COUNT(*) FROM conversation") == 0
    run.ok(*RECORD, "--say", "interests=x", "--unbooked")
    for name in ("Rex Okafor", "Mr Okafor", "R. Okafor"):
        there = run.ok(*RECORD, "--present", name)
        assert "DO NOT CONTACT Rex Okafor: court order." in there.err
    doing = run.ok(*RECORD, "--action", "home, Rex Okafor, reads with her, by 2026-12-18")
    assert "DO NOT CONTACT Rex Okafor: court order. An action is in their name" in doing.err
    school = run.ok(*RECORD, "--action", "school, Mr Okafor, a seat in front, by 2026-12-18")
    assert "DO NOT CONTACT" not in school.err  # a teacher


def test_a_barred_father_of_the_other_home_was_there_or_is_to_do_something(
    run: Run, given: Given
) -> None:
    given.household()
    run.ok(*RECORD, "--say", "interests=x", "--unbooked")
    run.ok("family", "add", "Okafor", "--household", "Mill Lane")
    rex = given.carer(2, "Rex Okafor", contact_rule="never", rule_reason="court order")
    given.link(1, rex, relationship="father")
    given._insert("pupil_family", pupil_id=1, family_id=2)
    there = run.ok("conversation", "record", "v1", "--present", "Dad")
    assert "DO NOT CONTACT Rex Okafor: court order. They are noted as having been" in there.err
    doing = run.ok(
        "conversation", "record", "v1", "--action", "home, Dad, reads with her, by 2026-12-18"
    )
    assert "DO NOT CONTACT Rex Okafor: court order. An action is in their name" in doing.err


def test_two_households_are_never_guessed_between(run: Run, given: Given) -> None:
    one, two = given.family("Okafor"), given.family("Bello")
    given.pupil(one, two)
    given.carer(two, "Sam Bello")
    words = ("--say", "interests=x", "--unbooked")
    answer = run("conversation", "record", "p1", *words)
    assert answer.code == 3
    assert "f1 Okafor, f2 Bello" in answer.err
    run.ok("conversation", "record", "p1", *words, "--with", "sam")
    assert given.value("SELECT family_id FROM conversation") == 2


def test_the_same_action_twice_is_one_action(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, "--action", ACTION)
    assert "nothing new to keep" in run.ok(*RECORD, "--action", ACTION).out
    assert given.value("SELECT COUNT(*) FROM action") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--say", "interests"), "Try --say"),
        (("--say", "grade=5"), "There is no area 'grade'"),
        (("--say", "f=x"), "There is no area 'f'"),
        (("--say", "interests= "), "nothing after interests="),
        (("--action", "school, a seat, fri"), "Cannot read"),
        (("--action", "grandma, Ms Reid, a seat, fri"), "school, home, pupil"),
        (("--action", "school, Ms Reid, , fri"), "nothing in the action"),
        (("--action", "school, Ms Reid, a seat, 2026-11-20"), "before the conversation"),
        (("--action", "school, Ms Reid, a seat, 31/11"), "November has 30 days"),
        (("--action", "school, Ms Reid, a seat, fri, barrier lazy"), "The barrier"),
        (("--action", "home, Ngozi Okafor, bed by nine, fri, shareable"), "at home stays"),
        (("--next", "2026-11-23"), "say a later day"),
        (("--minutes", "900"), "900"),
        (("--hold-back", "xyz"), "There is no area"),
        ((), "nobody here to ask"),
        (("--restricted", "why", "--say", "interests=x"), "goes with --edit"),
        (("--edit", "--say", "interests=x"), "choose one way"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_kept(
    run: Run, given: Given, words: tuple[str, ...], says: str
) -> None:
    talk(given)
    answer = run(*RECORD, *words)
    assert answer.code == 2
    assert says in answer.err
    assert answer.err.count("\n") == 1
    assert state(given) == "booked"
    assert given.value("SELECT COUNT(*) FROM action") == 0


def test_sensitive_areas_are_held_back_and_others_when_asked(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, "--say", "sleep=up late", "--say", "interests=x", "--say", "fears=dogs",
           "--hold-back", "fears")  # fmt: skip
    with closing(sqlite3.connect(given.path)) as file, file:
        held = dict(file.execute("SELECT area, restricted FROM conversation_answer"))
    assert held == {"sleep-and-eating": 1, "interests": 0, "fears": 1}
    run.ok(*RECORD, "--say", "fears=dogs and cats")
    assert given.value("SELECT restricted FROM conversation_answer WHERE area = 'fears'") == 1


def test_two_spellings_of_one_judging_word_bring_one_thought(run: Run, given: Given) -> None:
    talk(given)
    for words in ("hard to reach", "hard-to-reach"):
        said = run.ok(*RECORD, "--say", f"goals={words} family").err
        assert said == 'A gentle thought: "hard to reach" judges; what did they say or do?\n'


def test_a_judging_word_brings_a_gentle_thought_and_is_kept(run: Run, given: Given) -> None:
    talk(given)
    answer = run.ok(*RECORD, "--say", "what-matters=they are Hard-to-Reach")
    assert 'A gentle thought: "hard to reach" judges' in answer.err
    assert answers(given) == 1


def test_a_next_date_in_the_holidays_is_questioned(run: Run, given: Given) -> None:
    talk(given)
    assert "is not a school day" in run.ok(*RECORD, "--next", "2026-12-27").err
    late = run.ok(*RECORD, "--next", "2026-11-26", today="2026-11-27T09:00")
    assert "Thu 26 Nov 2026 has passed, or is today: is that what you meant?" in late.err


# -- a file --------------------------------------------------------------------------------


def test_notes_from_a_file_are_kept_whole(run: Run, given: Given, tmp_path: Path) -> None:
    talk(given)
    notes = tmp_path / "notes.toml"
    notes.write_text(NOTES, encoding="utf-8")
    run.ok(*RECORD, "--from", str(notes), "--close")
    assert state(given) == "closed"
    assert answers(given) == 4
    assert said(given, "fears") == "loud\ncorridors"
    assert given.value("SELECT who || barrier FROM action WHERE owner = 'home'") == (
        "Ngozi Okafortime"
    )
    assert given.value("SELECT shareable FROM action WHERE owner = 'school'") == 1
    assert given.value("SELECT COUNT(*) FROM conversation_person") == 2


def test_notes_come_through_a_pipe_and_a_second_time_change_nothing(
    run: Run, given: Given, real: Callable[..., Answer]
) -> None:
    talk(given)
    first = real(*RECORD, "--from", "-", stdin="\ufeff" + NOTES.replace("\n", "\r\n"))
    assert first.code == 0, first
    again = real(*RECORD, "--from", "-", stdin=NOTES)
    assert "nothing new to keep" in again.out
    assert said(given, "fears") == "loud\ncorridors"


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        ("grade = 5", "There is no place for 'grade' in the notes"),
        ("[explore]\nlevel = '5'", "There is no place for 'level' in [explore]"),
        ("[review]\nkeep_in_touch = 'text'", "Did you mean keep-in-touch?"),
        ("[plan]\n[[plan.action]]\nwhat = 'x'\nowner = 'home'", "lacks by"),
        ("[plan]\n[[plan.action]]\nwhat = 'x'\nby = 2026-12-01", "lacks owner"),
        ("[[plan.action]]\nwhat='x'\nby=2026-12-01\nowner='aunt'", "school, home, pupil"),
        ("[plan]\naction = 'x'", "[[plan.action]]"),
        ("[review]\nnext = 2026-12-01T10:00:00", "a day without a time"),
        ("[review]\nnext = '31/11/2026'", "November has 30 days"),
        ("[review]\nnext = 9999-01-01", "between 1900 and 2199"),
        ("[explore]\ninterests = 5", "interests is text"),
        ("minutes = true", "minutes is a whole number"),
        ("minutes = 0", "minutes is a whole number"),
        ("present = 'Ngozi'", "present is a list"),
        ("pupil-there = 'yes'", "true or false"),
        ("restricted = ['marks']", "There is no place for 'marks' in restricted"),
        ("explore = 'x'", "write it as [explore]"),
        ("[explore\n", "cannot be read"),
        ("x = " + "[" * 5000, "cannot be read"),
        ("minutes = " + "9" * 5000, "cannot be read"),
        ("[explore]\ninterests = 'x'\n[review]\nnext = 2026-11-20", "say a later day"),
    ],
)
def test_notes_that_are_not_understood_write_nothing(
    run: Run, given: Given, tmp_path: Path, notes: str, says: str
) -> None:
    talk(given)
    file = tmp_path / "notes.toml"
    file.write_text(notes, encoding="utf-8")
    answer = run(*RECORD, "--from", str(file))
    assert answer.code == 2
    assert says in answer.err
    assert (state(given), answers(given)) == ("booked", 0)


def test_files_that_are_none_are_refused(run: Run, given: Given, tmp_path: Path) -> None:
    talk(given)
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "long.toml").write_bytes(b"#" * 1_000_001)
    assert run(*RECORD, "--from", str(tmp_path / "none.toml")).code == 5
    assert run(*RECORD, "--from", str(tmp_path)).code == 5
    assert run(*RECORD, "--from", str(tmp_path / "odd.toml")).code == 2
    assert run(*RECORD, "--from", str(tmp_path / "long.toml")).code == 2


def test_notes_with_nothing_in_them_do_not_make_a_conversation_held(
    run: Run, given: Given, tmp_path: Path
) -> None:
    talk(given)
    template = run.ok("conversation", "template", "okafor").out
    for text in ("", "\n# later\n", template, "pupil-there = false\n"):
        (tmp_path / "notes.toml").write_text(text)
        for words in ((), ("--close",), ("--when", "today 15:00")):
            answer = run(*RECORD, "--from", str(tmp_path / "notes.toml"), *words)
            assert answer.code == 2
            assert "There is nothing in the notes yet" in answer.err
    assert run(*RECORD, "--from", "-", stdin="").code == 2
    assert given.value("SELECT state FROM conversation") == "booked"
    assert given.value("SELECT COUNT(*) FROM contact") == 0


def test_an_editor_left_with_nothing_written_does_not_make_a_conversation_held(
    run: Run, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(given)
    monkeypatch.setenv("EDITOR", "true")
    answer = run(*RECORD, "--edit")
    assert answer.code == 1
    assert answer.err == "parentlink: Nothing was written in the notes, so nothing was changed.\n"
    assert given.value("SELECT state FROM conversation") == "booked"
    run.ok(*RECORD, *READY)
    assert run(*RECORD, "--edit").code == 1
    run.ok(*RECORD, "--edit", "--close")
    assert given.value("SELECT state FROM conversation") == "closed"


def test_the_template_reads_back_as_nothing_and_names_every_area(run: Run, given: Given) -> None:
    empty = run.ok("conversation", "template").out
    assert read_notes(empty, FORM) == Notes()
    assert all(f"\n{area} = " in empty for area in AREAS)
    assert "grade" not in empty
    assert all(section in tomllib.loads(empty) for section in Stage)


def test_the_template_holds_what_is_there_but_nothing_restricted(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, "--say", "interests=it's a 'choir'", "--say", "caring=looks after Gran",
           "--present", "Ngozi Okafor, Ada Okafor", *READY)  # fmt: skip
    out = run.ok("conversation", "template", "okafor").out
    assert "Gran" not in out
    assert "On file and held back: Caring role." in out
    notes = read_notes(out, FORM)
    assert notes.answers == (Said("interests", "it's a 'choir'"),)
    assert (notes.present, notes.pupil_there) == (("Ngozi Okafor",), True)
    assert (notes.next_on, notes.keep_in_touch) == (date(2027, 2, 1), "text on Fridays")


texts = some.text(min_size=1, max_size=40).map(
    lambda text: text.replace("\r", "").replace("\0", "").encode("utf-8", "ignore").decode().strip()
)


@settings(max_examples=60, deadline=None)
@any_(texts, texts, some.dates(date(2026, 1, 1), date(2100, 1, 1)), some.booleans())
def test_any_text_comes_back_from_the_template_as_it_was(
    one: str, two: str, day: date, yes: bool
) -> None:
    from parentlink.parse.names import clean_text

    one, two = (clean_text(text, "x").strip() or "x" for text in (one, two))
    notes = Notes(
        ("Ngozi \"Joy\" O'Kafor",), yes, 50, one, (Said("interests", one), Said("goals", two)),
        (AgreedNote(ActionOwner.HOME, "Ngozi", two, day, "time", yes),), day, two, ("fears",),
    )  # fmt: skip
    assert read_notes(write_notes(notes, FORM, HEADINGS, [one, two]), FORM) == notes


def test_editing_keeps_only_what_was_changed() -> None:
    before = Notes(present=("A", "B"), minutes=50, answers=(Said("fears", "x"), Said("goals", "y")))
    after = Notes(present=("B", "C"), pupil_view="z", answers=(Said("goals", "y2"),))
    assert edited(before, after) == (
        Notes(present=("C",), pupil_view="z", answers=(Said("goals", "y2"),)),
        ("fears", "minutes"),
        ("A",),
    )
    assert edited(after, after) == (Notes(), (), ())


# -- the rules alone -----------------------------------------------------------------------


def test_an_action_line_may_hold_commas_and_name_nobody() -> None:
    day = date(2026, 11, 23)
    found = action_line("h, , tea, then bed, by fri, shareable, barrier working", day)
    assert found == AgreedNote(
        ActionOwner.HOME, None, "tea, then bed", date(2026, 11, 27), "working-hours", True
    )
    with pytest.raises(Unreadable, match="with commas between"):
        action_line("shareable", day)


def test_the_four_stages_come_in_their_order_and_sensitive_areas_are_held_back() -> None:
    order = [step.stage for step in STEPS if step.stage]
    assert list(dict.fromkeys(order)) == list(Stage)
    assert order == sorted(order, key=list(Stage).index)
    held = {area.key for area in FORM if area.restricted}
    assert held == {"sleep-and-eating", "caring-role", "home-pressures"}
    assert not [area for area in FORM if "grade" in area.key or "level" in area.key]


def test_going_on_starts_after_the_last_answer() -> None:
    assert left_to_ask(()) == STEPS
    assert left_to_ask({"interests", "fears"})[0].key == "friendships"
    assert left_to_ask({"actions"})[0].key == "actions"
    assert left_to_ask({"actions", "next"})[0].key == "keep-in-touch"
    assert left_to_ask({"minutes"}) == ()


def test_three_things_are_needed_to_close() -> None:
    assert len(still_missing(0, None, "")) == 3
    assert still_missing(1, date(2027, 2, 1), "text") == ()


# -- an editor -----------------------------------------------------------------------------


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """An editor that runs a line of Python on `path` and `text`, and notes the file's rights."""
    script = tmp_path / "editor.py"
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.delenv("VISUAL", raising=False)

    def writes(line: str) -> Path:
        seen = tmp_path / "seen"
        script.write_text(
            "import pathlib, os, sys, time\n"
            "path = pathlib.Path(sys.argv[1]); text = path.read_text()\n"
            f"pathlib.Path({str(seen)!r}).write_text(f'{{path.stat().st_mode:o}} {{path}}')\n"
            f"{line}\n"
        )
        return seen

    return writes


def drafts(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if "conversation" in one.name]


def test_the_editor_gets_a_private_file_that_is_gone_after(
    run: Run, given: Given, tmp_path: Path, editor: Callable[[str], Path]
) -> None:
    talk(given)
    run.ok(*RECORD, "--say", "interests=sings", "--say", "goals=calm", "--say", "caring=Gran")
    seen = editor(
        "assert 'Gran' not in text\n"
        "text = text.replace('sings', '').replace('calm', 'calm lunches')\n"
        "path.write_text(text + '''[[plan.action]]\nowner=\"pupil\"\nwhat=\"x\"\nby=2026-12-01''')"
    )
    # the block after [review] is still an action of [plan]
    answer = run.ok(*RECORD, "--edit")
    assert "kept 2 answers, 1 action" in answer.out
    assert (said(given, "interests"), said(given, "goals")) == (None, "calm lunches")
    assert said(given, "caring-role") == "Gran"
    assert given.value("SELECT who FROM action") == "Ada Okafor"
    mode, path = seen.read_text().split(" ", 1)
    assert stat.S_IMODE(int(mode, 8)) == 0o600
    assert Path(path).parent == tmp_path
    assert drafts(tmp_path) == []


def test_restricted_answers_come_to_the_editor_only_with_a_reason(
    run: Run, given: Given, editor: Callable[[str], Path]
) -> None:
    talk(given)
    run.ok(*RECORD, "--say", "caring=Gran")
    editor("assert 'Gran' in text\npath.write_text(text.replace('Gran', 'Grandad'))")
    run.ok(*RECORD, "--edit", "--restricted", "checking with the family")
    assert said(given, "caring-role") == "Grandad"
    assert "checking with the family" in run.ok("undo", "--list").out


def test_notes_that_cannot_be_read_are_kept_for_their_writer(
    run: Run, given: Given, tmp_path: Path, editor: Callable[[str], Path]
) -> None:
    talk(given)
    editor("path.write_text(text + '[[[')")
    answer = run(*RECORD, "--edit")
    assert answer.code == 2
    assert "your notes are at" in answer.err
    (kept,) = drafts(tmp_path)
    assert kept == "conversation-notes.toml"
    assert stat.S_IMODE((tmp_path / kept).stat().st_mode) == 0o600
    assert run(*RECORD, "--edit").code == 2
    assert "conversation-notes-2.toml" in drafts(tmp_path)
    assert answers(given) == 0


def test_an_editor_that_fails_or_is_not_there_changes_nothing(
    run: Run, given: Given, tmp_path: Path, editor: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    talk(given)
    editor("path.write_text(text.replace(\"interests = '''\", \"interests = '''x\")); sys.exit(1)")
    assert run(*RECORD, "--edit").code == 1
    monkeypatch.setenv("EDITOR", "/nowhere/edit")
    assert "set EDITOR" in run(*RECORD, "--edit").err
    assert drafts(tmp_path) == []
    assert answers(given) == 0


def test_no_lock_is_held_while_the_editor_is_open(
    run: Run, given: Given, db: Path, editor: Callable[[str], Path]
) -> None:
    talk(given)
    editor(
        "import sqlite3\n"
        f"other = sqlite3.connect({str(db)!r}, timeout=0)\n"
        "other.execute('BEGIN EXCLUSIVE'); other.execute(\"UPDATE family SET household = 'x'\")\n"
        "other.commit()"
    )
    assert run(*RECORD, "--edit").code == 1  # nothing was written in the notes
    assert given.value("SELECT household FROM family") == "x"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_while_the_editor_is_open_leaves_no_notes_behind(
    given: Given, tmp_path: Path, editor: Callable[[str], Path], name: str
) -> None:
    import subprocess

    talk(given)
    seen = editor("time.sleep(3)")
    program = subprocess.Popen([sys.executable, "-m", "parentlink", *RECORD, "--edit"])
    for _ in range(100):
        if seen.exists() and seen.read_text():
            break
        time.sleep(0.05)
    assert drafts(tmp_path)
    ending = getattr(signal, name)
    program.send_signal(ending)
    assert program.wait(10) == 128 + ending
    assert drafts(tmp_path) == []


# -- a terminal ----------------------------------------------------------------------------


@pytest.fixture
def terminal(given: Given) -> Iterator[Callable[..., Any]]:
    pexpect = pytest.importorskip("pexpect")
    children: list[Any] = []

    def start(*words: str) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "parentlink", *words],
            encoding="utf-8",
            timeout=30,
            dimensions=(40, 100),
            env=os.environ | {"TERM": "xterm"},
        )
        children.append(child)
        return child

    talk(given)
    yield start
    for child in children:
        child.close(force=True)


def end(child: Any) -> tuple[int, str]:
    import pexpect

    child.expect(pexpect.EOF)
    text = child.before or ""
    child.close()
    return child.exitstatus, text


def stop_by(child: Any, key: str) -> None:
    """Ctrl-C or Ctrl-D, again where it came before the line editor listened and so was lost."""
    import pexpect

    for _ in range(8):
        child.sendcontrol(key)
        if child.expect(["Stopped", pexpect.TIMEOUT], timeout=1.5) == 0:
            return


def reply(child: Any, question: str, answer: str) -> None:
    child.expect(question)
    child.sendline(answer)


def test_stopping_half_way_loses_nothing_and_the_same_command_goes_on_there(
    terminal: Callable[..., Any], given: Given
) -> None:
    child = terminal(*RECORD)
    reply(child, "Who was there", "Ngozi Okafor, Ada")
    child.expect("Explore: the child")
    reply(child, "Interests", "sings in a choir")
    reply(child, "Strengths", "")
    reply(child, "Fears", "stop")
    code, text = end(child)
    assert code == 0
    assert "Stopped. What you said is kept: 1 answer, 0 actions." in text
    assert answers(given) == 1

    child = terminal(*RECORD)
    child.expect("Kept so far: 1 answer")
    reply(child, "Strengths", "kind")
    child.expect("Fears")
    stop_by(child, "c")
    code, text = end(child)
    assert code == 130
    assert "What you said is kept: 2 answers" in text

    child = terminal(*RECORD)
    child.expect("Fears")
    stop_by(child, "d")
    code, text = end(child)
    assert code == 1
    assert "What you said is kept" in text
    assert "Nothing was saved" not in text
    assert given.value("SELECT COUNT(*) FROM conversation_person") == 2


def test_a_whole_conversation_from_the_first_question_to_the_close(
    terminal: Callable[..., Any], given: Given
) -> None:
    child = terminal(*RECORD)
    for question in (
        "Who was",
        "Interests",
        "Strengths",
        "Fears",
        "Friendships",
        "Sleep",
        "Caring",
    ):
        reply(child, question, "" if question == "Who was" else f"about {question}")
    for question in ("Homework", "pupil's own view", "matters most", "hopes", "Shared goals"):
        reply(child, question, "")
    reply(child, "What was agreed", "bed by nine")
    reply(child, r"Who does it\? \[school\]", "aunt")
    child.expect("must be one of")
    reply(child, "Who does it", "home")
    reply(child, r"Who exactly\? \[Ngozi Okafor\]", "")
    reply(child, r"By when\? \[2026-12-07\]", "fri")
    reply(child, "out of the way", "time")
    reply(child, "What was agreed", "")
    reply(child, "How we will know", "")
    reply(child, "talk again", "yesterday")
    child.expect("later day")
    reply(child, "talk again", "2027-02-01")
    reply(child, "keep in touch", "text")
    reply(child, "minutes", "50")
    reply(child, r"Close it now\?", "")
    code, text = end(child)
    assert code == 0
    assert "is closed; the next one on Mon 1 Feb 2027" in text
    assert state(given) == "closed"
    found = "SELECT owner || who || due_on || barrier || what FROM action"
    assert given.value(found) == "homeNgozi Okafor2026-11-27timebed by nine"


def test_an_action_is_kept_as_soon_as_it_is_named(
    terminal: Callable[..., Any], given: Given, db: Path
) -> None:
    run_to_actions = ("--say", "goals=calm")
    child = terminal(*RECORD, *run_to_actions)
    end(child)
    child = terminal(*RECORD)
    reply(child, "What was agreed", "a quiet table")
    child.expect("Who does it")
    other = sqlite3.connect(db, timeout=0)
    other.execute("BEGIN EXCLUSIVE")  # nothing is locked while the question stands
    other.rollback()
    other.close()
    child.kill(signal.SIGKILL)
    assert given.value("SELECT what || owner || who FROM action") == "a quiet tableschoolMs Reid"


def test_one_never_booked_is_asked_about_and_what_is_missing_is_said(
    terminal: Callable[..., Any], given: Given
) -> None:
    family = given.household("Bello", "Tom")
    child = terminal("conversation", "record", f"f{family}")
    reply(child, "No conversation is booked", "y")
    child.expect("held")
    for step in STEPS:
        reply(child, re.escape(step.question[:14]), "")
    code, text = end(child)
    assert code == 0
    assert "it still needs" in text
    assert given.value("SELECT state FROM conversation WHERE id = 2") == "held"


def test_saying_no_to_one_never_booked_writes_nothing(
    terminal: Callable[..., Any], given: Given
) -> None:
    family = given.household("Bello", "Tom")
    child = terminal("conversation", "record", f"f{family}")
    reply(child, "No conversation is booked", "n")
    assert end(child)[0] == 1
    assert given.value("SELECT COUNT(*) FROM conversation") == 1


def test_an_answer_cannot_steer_the_screen(run: Run, given: Given) -> None:
    talk(given)
    run.ok(*RECORD, "--say", "interests=a\x1b[2J\u202e", "--present", "Ngozi")
    assert "\x1b" not in run.ok("conversation", "prepare", "okafor").out
    run.ok("conversation", "template", "okafor")


def test_a_held_conversation_stands_in_the_timeline_once_and_counts_as_contact(
    run: Run, given: Given
) -> None:
    family = given.household("Okafor")
    run.ok("conversation", "record", "ada", "--unbooked", "--say", "interests=Chess and drums")
    run.ok("conversation", "record", "ada", "--say", "strengths=Kind to younger pupils")
    rows = run.ok("timeline", f"f{family}", "--format", "json").json
    assert [(row["channel"], row["tone"]) for row in rows] == [("meeting", "check-in")]
    terms = run.ok("why", "okafor", "--format", "json").json["terms"]
    assert "somebody was reached 0 school days ago" in [term["text"] for term in terms]
    run.ok("undo")
    run.ok(
        "undo", str(given.value("SELECT MIN(id) FROM journal WHERE command LIKE 'conv%'")), "--yes"
    )
    assert run.ok("timeline", f"f{family}", "--format", "json").json == []


def test_actions_of_one_sitting_are_numbered_and_their_names_do_not_grow(
    run: Run, given: Given
) -> None:
    talk(given)
    agreed = [f"school, Ms Reid, step {n}, by 2026-12-18" for n in "abc"]
    words = [word for one in agreed for word in ("--action", one)]
    run.ok(*RECORD, *words, today="2026-11-23T17:30")
    assert given.value("SELECT COUNT(DISTINCT external_id) FROM action") == 3
    assert (
        given.value("SELECT MAX(LENGTH(external_id)) - MIN(LENGTH(external_id)) FROM action") == 0
    )
