"""log-call and log-contact, as a tutor types them between two lessons."""

import json
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.workspace import Workspace

UNDO = "Undo: parentlink undo"
DAY = date(2026, 11, 16)


@pytest.fixture
def okafor(given: Given) -> int:
    """Ada, 7KM, and Ngozi, her mother."""
    given.staff()
    return given.household("Okafor")


def row(given: Given, column: str) -> object:
    return given.value(f"SELECT {column} FROM contact ORDER BY id DESC LIMIT 1")


# -- the plain line ------------------------------------------------------------------------------


def test_a_call_is_logged_in_one_line_that_says_what_changed_what_it_means_and_how_to_undo(
    run: Run, okafor: int
) -> None:
    answer = run.ok("log-call", "okafor", "--tone", "positive", "--note", "Ada spoke up")
    assert answer.out == (
        "Logged call 1 with Ngozi Okafor about Ada Okafor: positive. First positive call this "
        f"half-term; next one due by 4 Jan 2027. {UNDO}\n"
    )
    assert answer.err == ""


def test_every_option_of_log_call_is_kept(run: Run, given: Given, okafor: int) -> None:
    news = given._insert(
        "good_news", external_id="n", pupil_id=1, staff_id=1, happened_on=DAY, text="Maths prize"
    )
    words = ["--tone", "positive", "--outcome", "reached", "--minutes", "12"]
    whom = ["--with", "ngozi", "--about", "ada"]
    more = ["--note", "Delighted", "--when", "2026-11-20 16:10", "--staff", "Mr Khan"]
    told = ["--good-news", str(news), "--promise", "ring Friday", "--by", "fri"]
    answer = run.ok("log-call", "okafor", *words, *whom, *more, *told)
    assert "on 20 Nov: positive." in answer.out
    assert "Promise 1 noted." in answer.out
    assert row(given, "minutes") == 12
    assert row(given, "note") == "Delighted"
    assert str(row(given, "happened_at")).startswith("2026-11-20 16:10")
    assert row(given, "direction") == "outgoing"
    by = "SELECT s.name FROM contact c JOIN staff s ON s.id = c.staff_id"
    assert given.value(by) == "Mr Khan"
    assert given.value("SELECT contact_id FROM good_news") == 1
    promise = "SELECT what || '|' || due_on || '|' || contact_id || '|' || state FROM promise"
    assert given.value(promise) == "ring Friday|2026-11-27|1|open"


def test_a_promise_is_by_whoever_made_the_call(run: Run, given: Given, okafor: int) -> None:
    run.ok(
        "log-call",
        "okafor",
        "-t",
        "positive",
        "--staff",
        "Mr Khan",
        "--promise",
        "x",
        "--by",
        "fri",
    )
    by = "SELECT s.name FROM promise p JOIN staff s ON s.id = p.staff_id"
    assert given.value(by) == "Mr Khan"


def test_a_text_and_a_letter_are_the_same_thing_in_the_same_timeline(
    run: Run, given: Given, okafor: int
) -> None:
    answer = run.ok("log-contact", "okafor", "--channel", "text", "--tone", "positive")
    assert "Logged text 1 with Ngozi Okafor" in answer.out
    assert "It counts a little; hearing it in person is still to come." in answer.out
    run.ok("log-contact", "okafor", "-c", "home visit", "-t", "check-in")
    assert row(given, "channel") == "home-visit"


def test_words_may_be_begun_or_said_otherwise(run: Run, given: Given, okafor: int) -> None:
    run.ok("log-call", "okafor", "-t", "pos")
    run.ok("log-call", "okafor", "-o", "left message")
    assert row(given, "outcome") == "voicemail"
    wrong = run("log-call", "okafor", "-t", "happy")
    assert wrong.code == 2
    assert "positive, check-in, concern, challenging" in wrong.err


# -- tone and outcome ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome", ["no-answer", "voicemail", "engaged", "wrong-number", "declined"]
)
def test_the_tone_may_be_left_out_when_nobody_was_reached(
    run: Run, given: Given, okafor: int, outcome: str
) -> None:
    run.ok("log-call", "okafor", "--outcome", outcome)
    assert row(given, "tone") is None


def test_the_tone_is_needed_when_somebody_was_reached(run: Run, given: Given, okafor: int) -> None:
    answer = run("log-call", "okafor", "--outcome", "reached")
    assert answer.code == 2
    assert "--tone" in answer.err
    assert row(given, "COUNT(*)") == 0


def test_without_a_terminal_a_missing_value_is_an_error_that_names_the_option(
    run: Run, okafor: int
) -> None:
    assert "--tone or --outcome" in run("log-call", "okafor").err
    assert "WHO" in run("log-call").err
    assert run("log-call").code == 2
    promised = run("log-call", "okafor", "-t", "positive", "--promise", "ring back")
    assert promised.code == 2
    assert "--by" in promised.err
    assert "--channel" in run("log-contact", "okafor").err


def test_a_wrong_number_says_how_to_put_it_right(run: Run, okafor: int) -> None:
    answer = run.ok("log-call", "okafor", "-o", "wrong-number")
    assert "parentlink carer edit c1 --phone" in answer.err


# -- when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("yesterday 4pm", "2026-11-22 16:00"),
        ("fri 15:40", "2026-11-20 15:40"),
        ("13/05", "2026-05-13 11:00"),  # midday in summer time, since no time was said
        ("2026-10-01T09:05", "2026-10-01 08:05"),
        ("9.15am", "2026-11-23 09:15"),
        ("today", "2026-11-23 15:40"),
    ],
)
def test_when_is_read_as_people_say_it_and_kept_in_utc(
    run: Run, given: Given, okafor: int, typed: str, utc: str
) -> None:
    run.ok("log-call", "okafor", "-t", "positive", "--when", typed)
    assert str(row(given, "happened_at")).startswith(utc)


def test_a_late_call_in_summer_time_belongs_to_its_local_day(
    run: Run, given: Given, okafor: int
) -> None:
    run.ok("log-call", "okafor", "-o", "vm", "--when", "2026-07-01 00:30")
    assert row(given, "happened_on") == "2026-07-01"
    assert str(row(given, "happened_at")).startswith("2026-06-30 23:30")


@pytest.mark.parametrize("typed", ["tomorrow", "2026-12-01", "23/11/2026 18:00"])
def test_a_call_still_to_come_is_refused(run: Run, given: Given, okafor: int, typed: str) -> None:
    answer = run("log-call", "okafor", "-t", "positive", "--when", typed)
    assert answer.code == 2
    assert "still to come" in answer.err
    assert row(given, "COUNT(*)") == 0


def test_a_call_of_1900_is_a_slip(run: Run, given: Given, okafor: int) -> None:
    answer = run("log-call", "okafor", "-t", "positive", "--when", "1900-01-01")
    assert answer.code == 2
    assert "is more than 25 years ago (01 Jan 1900). Please look at the year." in answer.err
    assert row(given, "COUNT(*)") == 0


def test_a_promise_cannot_be_due_before_today_and_a_day_needs_its_promise(
    run: Run, given: Given, okafor: int
) -> None:
    words = ("log-call", "okafor", "-t", "positive")
    late = run(*words, "--promise", "ring", "--by", "yesterday")
    assert (late.code, "passed" in late.err) == (2, True)
    alone = run(*words, "--by", "fri")
    assert (alone.code, "--promise" in alone.err) == (2, True)
    assert row(given, "COUNT(*)") == 0


# -- whom and about whom -------------------------------------------------------------------------


def test_with_takes_a_part_of_the_name_an_id_a_title_or_what_children_call_them(
    run: Run, given: Given
) -> None:
    run.ok(
        "family", "add", "Okafor",
        "--carer", "Mrs Ngozi Okafor, mother", "--carer", "Mr Emeka Okafor, father",
        "--pupil", "Ada Okafor, 7KM",
    )  # fmt: skip
    for said, who in {"emeka": 2, "c2": 2, "Mr Okafor": 2, "mum": 1, "Dad": 2, "NGOZI": 1}.items():
        run.ok("log-call", "okafor", "-t", "check-in", "--with", said)
        assert row(given, "carer_id") == who, said


def test_with_somebody_else_names_who_is_on_file(run: Run, given: Given, okafor: int) -> None:
    given.carer(okafor, "Emeka Okafor", contact_rule="never", rule_reason="court order")
    answer = run("log-call", "okafor", "-t", "positive", "--with", "Chidi")
    assert answer.code == 3
    assert "Ngozi Okafor (c1)" in answer.err
    assert "Emeka" not in answer.err
    several = run("log-call", "okafor", "-t", "positive", "--with", "okafor")
    assert several.code == 3
    assert several.err.splitlines() == [
        "parentlink: More than one carer of Okafor fits 'okafor': use the id. Ngozi Okafor (c1)",
        "DO NOT CONTACT Emeka Okafor (c2): court order.",
    ]


def test_several_pupils_may_be_named_and_none_means_all_at_school(
    run: Run, given: Given, okafor: int
) -> None:
    given.pupil(okafor, name="Chidi Okafor", preferred_name="CJ", preferred_key="cj")
    given.pupil(okafor, name="Bem Okafor")
    given.pupil(okafor, name="Old Okafor", leaves_on=DAY)
    both = run.ok("log-call", "okafor", "-t", "positive", "--about", "cj", "--about", "p1")
    assert "about Ada Okafor and CJ" in both.out
    every = run.ok("log-call", "okafor", "-t", "positive")
    assert "about Ada Okafor, Bem Okafor and CJ" in every.out
    wrong = run("log-call", "okafor", "-t", "positive", "--about", "zoe")
    assert wrong.code == 3
    assert "Ada Okafor (p1)" in wrong.err


def test_an_incoming_call_is_logged_as_theirs(run: Run, given: Given, okafor: int) -> None:
    run.ok("log-call", "okafor", "-t", "concern", "--incoming")
    assert row(given, "direction") == "incoming"
    assert " from them" in run.ok("timeline", "okafor").out


def test_a_new_colleague_is_met_once_and_undoing_the_call_keeps_them(
    run: Run, given: Given, okafor: int
) -> None:
    words = ("log-call", "okafor", "-t", "positive", "--staff", "Mr Khan")
    assert "Added Mr Khan to the staff" in run.ok(*words).err
    run.ok("undo")
    assert row(given, "COUNT(*)") == 0
    assert "Mr Khan" not in run.ok(*words).err
    assert given.value("SELECT COUNT(*) FROM staff WHERE name = 'Mr Khan'") == 1


# -- notes ---------------------------------------------------------------------------------------


def test_a_note_may_come_from_a_pipe_with_its_lines(run: Run, given: Given, okafor: int) -> None:
    run.ok("log-call", "okafor", "-t", "positive", "--note", "-", stdin="One\r\ntwo\n\n")
    assert row(given, "note") == "One\ntwo"


def test_a_long_note_is_kept_whole_and_one_too_long_is_refused(
    run: Run, given: Given, okafor: int
) -> None:
    run.ok("log-call", "okafor", "-t", "positive", "--note", "é" * 10_000)
    assert row(given, "LENGTH(note)") == 10_000
    for piped in ("x" * 10_001, "é" * 200_000):
        refused = run("log-call", "okafor", "-t", "positive", "--note", "-", stdin=piped)
        assert refused.code == 2
        assert "10,000" in refused.err
    damaged = run("log-call", "okafor", "-t", "positive", "--note", "-", stdin=b"\xff\xfe\xff")
    assert (damaged.code, "UTF-8" in damaged.err) == (2, True)


def test_a_note_that_judges_is_asked_about_gently_and_kept(
    run: Run, given: Given, okafor: int
) -> None:
    answer = run.ok("log-call", "okafor", "-o", "vm", "--note", "Mum is Hard-to-Reach again")
    assert 'A gentle thought: "hard to reach" judges; what did they say or do?' in answer.err
    assert row(given, "note") == "Mum is Hard-to-Reach again"
    fine = run.ok(
        "log-call", "okafor", "-o", "vm", "--note", "A bad parents' evening, reached late"
    )
    assert "gentle" not in fine.err
    run.ok("setting", "set", "judging_words", "lazy")
    assert '"lazy"' in run.ok("log-call", "okafor", "-o", "vm", "--note", "so lazy.").err


# -- good news -----------------------------------------------------------------------------------


def test_good_news_that_was_told_is_used_up(run: Run, given: Given, okafor: int) -> None:
    run.ok("good-news", "add", "ada", "Won the maths prize")
    words = ("log-call", "okafor", "--good-news", "1")
    waits = run.ok(*words, "-o", "voicemail")
    assert "waits for the next call" in waits.err
    assert given.value("SELECT contact_id FROM good_news") is None
    run.ok(*words, "-t", "positive")
    assert given.value("SELECT contact_id FROM good_news") == 2
    again = run(*words, "-t", "positive")
    assert (again.code, "told already" in again.err) == (3, True)
    assert row(given, "COUNT(*)") == 2


def test_good_news_of_another_family_is_refused(run: Run, given: Given, okafor: int) -> None:
    given.household("Brown", pupil="Sam")
    run.ok("good-news", "add", "sam", "Swam a mile")
    for number in ("1", "77"):
        answer = run("log-call", "okafor", "-t", "positive", "--good-news", number)
        assert answer.code == 3
        assert "good-news list" in answer.err
    assert row(given, "COUNT(*)") == 0


# -- what it means -------------------------------------------------------------------------------


def meaning(run: Run, *words: str) -> str:
    return run.ok("log-call", "okafor", *words).out.split(": ", 1)[1].removesuffix(f" {UNDO}\n")


def test_the_second_positive_call_of_the_half_term_says_so(
    run: Run, given: Given, okafor: int
) -> None:
    given.contact(okafor, "2026-11-09")
    given.contact(okafor, "2026-10-05")  # before half-term: not counted
    run.ok("setting", "set", "call_every_days", "14")
    said = meaning(run, "-t", "positive")
    assert said == "positive. Second positive call this half-term; next one due by 11 Dec."


def test_the_sixth_positive_call_is_counted_in_plain_words(
    run: Run, given: Given, okafor: int
) -> None:
    for day in range(9, 14):
        given.contact(okafor, f"2026-11-{day:02}")
    assert "Positive call number 6 this half-term;" in meaning(run, "-t", "positive")


def test_a_call_logged_late_counts_from_the_newest_one(run: Run, given: Given, okafor: int) -> None:
    given.contact(okafor, "2026-11-20")
    run.ok("setting", "set", "call_every_days", "5")
    said = meaning(run, "-t", "positive", "--when", "2026-11-10")
    assert "Second positive call this half-term; next one due by 27 Nov." in said
    before = meaning(run, "-t", "positive", "--when", "2026-10-08")
    assert "A positive call, before this half-term; next one due by 27 Nov." in before


def test_a_call_in_the_holidays_says_so(run: Run, given: Given, okafor: int) -> None:
    said = run.ok("log-call", "okafor", "-t", "positive", today="2026-12-28T11:00").out
    assert "A positive call, in the holidays;" in said


def test_a_check_in_counts_as_contact_and_never_as_positive(run: Run, okafor: int) -> None:
    said = meaning(run, "-t", "check-in")
    assert "It counts as contact; a positive call is still to come." in said
    run.ok("log-call", "okafor", "-t", "positive")
    assert "It counts as contact, not as a positive call." in meaning(run, "-t", "check-in")


def test_a_concern_says_by_when_to_ring_back(run: Run, okafor: int) -> None:
    assert "Ring back by 30 Nov to hear how things are." in meaning(run, "-t", "concern")
    assert "Ring back today" in meaning(run, "-t", "concern", "--when", "2026-11-02")


def test_the_third_try_brings_a_hint(run: Run, okafor: int) -> None:
    assert meaning(run, "-o", "no-answer") == "no-answer. 1 try so far."
    assert meaning(run, "-o", "engaged") == "engaged. 2 tries so far."
    assert "3 tries so far: another time, number or channel" in meaning(run, "-o", "vm")
    run.ok("log-call", "okafor", "-t", "check-in")
    assert meaning(run, "-o", "vm") == "voicemail. 1 try since you last spoke."
    assert "you have spoken since" in meaning(run, "-o", "vm", "--when", "2026-11-02")


def test_what_was_logged_can_be_taken_back_with_everything_that_hangs_on_it(
    run: Run, given: Given, okafor: int
) -> None:
    run.ok("good-news", "add", "ada", "Won the maths prize")
    told = ("--good-news", "1", "--promise", "ring", "--by", "fri")
    run.ok("log-call", "okafor", "-t", "positive", *told)
    run.ok("undo", "--yes")
    for table in ("contact", "contact_pupil", "promise"):
        assert given.value(f"SELECT COUNT(*) FROM {table}") == 0
    assert given.value("SELECT contact_id FROM good_news") is None


def test_a_refused_call_leaves_nothing_behind(run: Run, given: Given, okafor: int) -> None:
    before = given.value("SELECT COUNT(*) FROM journal")
    run("log-call", "okafor", "-t", "positive", "--staff", "Mr New", "--good-news", "9")
    assert given.value("SELECT COUNT(*) FROM journal") == before
    assert given.value("SELECT COUNT(*) FROM staff WHERE name = 'Mr New'") == 0


def test_a_call_with_an_archived_family_is_logged_and_said(run: Run, okafor: int) -> None:
    run.ok("family", "archive", "okafor")
    answer = run.ok("log-call", "okafor", "-t", "positive")
    assert "archived" in answer.err
    assert "family archive f1 --undo" in answer.err


def test_what_was_typed_cannot_steer_the_screen(run: Run, given: Given, okafor: int) -> None:
    note = "[red]so[/] :smile: \x1b[2Jgone"
    run.ok("log-call", "okafor", "-t", "positive", "--note", note)
    assert json.loads(run.ok("timeline", "okafor", "--format", "json").out)[0]["text"] == note
    assert "\x1b" not in run("log-call", "\x1b[2Jokafor", "-t", "\x1b[31m").err
    assert "\x1b" not in run("log-call", "okafor", "-t", "positive", "--with", "\x1b[31m").err


def test_a_day_without_its_year_that_is_still_to_come_says_how_long_ago_it_was(
    run: Run, given: Given
) -> None:
    given.household("Okafor")
    logged = run.ok("log-call", "okafor", "--tone", "positive", "--when", "30/11")
    assert "on 30 Nov 2025 (51 weeks ago): positive." in logged.out
    recent = run.ok("log-call", "okafor", "--tone", "positive", "--when", "13/11")
    assert "on 13 Nov: positive." in recent.out


# -- half-siblings on file as one household ------------------------------------------------------


@pytest.fixture
def half_siblings(given: Given) -> int:
    """Ava of Mia and Bob of Zoe, one household on file because of a father."""
    given.staff()
    family = given.household("One and Two", "Ava", "Mia")
    bob = given.pupil(family, name="Bob Two")
    given.link(bob, given.carer(family, "Zoe Two"), relationship="mother", priority=2)
    return family


def test_a_call_about_a_pupil_is_with_a_carer_of_that_pupil(run: Run, half_siblings: int) -> None:
    assert "with Zoe Two about Bob Two:" in run.ok("log-call", "bob", "-t", "positive").out
    named = run.ok("log-call", "one and two", "--about", "bob", "-t", "positive")
    assert "with Zoe Two about Bob Two:" in named.out
    both = ("--about", "bob", "--about", "ava")
    every = run.ok("log-call", "one and two", *both, "-t", "positive")
    assert "with the One and Two family about" in every.out


def test_a_call_with_a_carer_is_about_the_pupils_they_are_a_carer_of(
    run: Run, given: Given, half_siblings: int
) -> None:
    for who in ("mia", "one and two"):
        answer = run.ok("log-call", who, "-t", "positive")
        assert "about Ava One and Two:" in answer.out
    with_ = run.ok("log-call", "one and two", "--with", "zoe", "-t", "positive")
    assert "about Bob Two:" in with_.out
    both = run.ok("log-call", "mia", "-t", "positive", "--about", "ava", "--about", "bob")
    assert "about Ava One and Two and Bob Two:" in both.out


def test_where_a_pupils_own_carers_are_blocked_nobody_else_is_taken(
    run: Run, given: Given, half_siblings: int
) -> None:
    run.ok("carer", "edit", "zoe", "--rule", "never", "--reason", "her wish")
    answer = run("log-call", "bob", "-t", "positive")
    assert answer.code == 2
    assert "nobody on file in the One and Two family may be contacted for that pupil" in answer.err
    assert given.value("SELECT COUNT(*) FROM contact") == 0


# An import reads for seconds before it writes: nobody else's change lands meanwhile.
@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE", "DEFERRED"])
def test_a_file_that_somebody_uses_is_waited_for_and_that_is_said(
    given: Given, okafor: int, db: Path, lock: str
) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        other.execute("SELECT COUNT(*) FROM family").fetchone()
        words = ["log-call", "okafor", "-t", "positive"]
        started = subprocess.Popen(
            [sys.executable, "-m", "parentlink", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with started as program:
            assert program.stderr is not None
            said = program.stderr.readline()  # the lock is held until this is said
            other.execute("ROLLBACK")
            out, _ = program.communicate(timeout=60)
    assert said == f"Another parentlink is using {db}. Waiting for it to finish ...\n"
    assert (program.returncode, out.startswith("Logged call 1")) == (0, True)


def test_a_call_that_could_not_be_saved_is_given_back_to_who_was_asked(
    run: Run, given: Given, okafor: int, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BUSY_SECONDS", "QUIET_SECONDS"):
        monkeypatch.setattr(f"parentlink.store.connection.{name}", 0.1)
    monkeypatch.setattr(Workspace, "may_ask", True)
    answers = iter(['Read "Dune" aloud, $5!x', "ring back", "tomorrow"])
    monkeypatch.setattr(Workspace, "ask", lambda *_: next(answers))
    said = ("log-call", "okafor", "--tone", "positive", "--with", "ngozi")
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = run(*said, "--note", next(answers), "--promise", next(answers))
    assert answer.code == 5
    line = answer.err.split(" Then: ")[1].strip()
    assert line == (
        'parentlink log-call "okafor" --tone "positive" --with "ngozi" '
        '--note \'Read "Dune" aloud, $5!x\' --when "2026-11-23 15:40" '
        '--promise "ring back" --by "2026-11-24"'
    )
    assert given.value("SELECT COUNT(*) FROM contact") == 0
    run.ok(*shlex.split(line)[1:], today="2026-11-23T15:55")
    assert given.value("SELECT happened_at FROM contact") == "2026-11-23 15:40:00.000000"


def test_a_script_that_could_not_save_is_told_in_one_sentence(
    run: Run, okafor: int, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BUSY_SECONDS", "QUIET_SECONDS"):
        monkeypatch.setattr(f"parentlink.store.connection.{name}", 0.1)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = run("log-call", "okafor", "--tone", "positive")
    assert (answer.code, "Then:" in answer.err) == (5, False)
