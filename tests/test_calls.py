"""who-needs-a-positive-call and why, as a tutor uses them: scope, length, what each row says."""

import os
import re
import sys
from datetime import date

import pytest

from conftest import Given, Run

KEYS = [
    "rank",
    "family_id",
    "family",
    "pupils",
    "carer",
    "score",
    "reasons",
    "last_positive_on",
    "school_days_since_positive",
    "attempts_since_reached",
    "good_news",
    "last_promise",
]
LIST = "who-needs-a-positive-call"


def names(run: Run, *words: str) -> list[str]:
    return [row["family"] for row in run.ok(LIST, *words, "--format", "json").json]


def test_the_json_has_exactly_the_promised_keys(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    pupil = given.value("SELECT id FROM pupil")
    staff = given.staff()
    given._insert(
        "good_news", external_id="g", pupil_id=pupil, staff_id=staff,
        happened_on=date(2026, 11, 20), text="Helped a new pupil",
    )  # fmt: skip
    given._insert(
        "promise", external_id="p", family_id=family, staff_id=staff, what="ring Friday",
        made_on=date(2026, 11, 16), due_on=date(2026, 11, 20), state="open",
    )  # fmt: skip
    (row,) = run.ok(LIST, "--format", "json").json
    assert list(row) == KEYS
    assert list(row["carer"])[:7] == [
        "id", "name", "phone", "preferred_channel", "best_times", "language", "interpreter",
    ]  # fmt: skip
    assert row["score"] == sum(reason["weight"] for reason in row["reasons"])
    assert all(list(reason) == ["code", "weight", "text"] for reason in row["reasons"])
    assert row["good_news"] == [
        {"id": 1, "pupil": "Ada Okafor", "text": "Helped a new pupil", "on": "2026-11-20"}
        | {"pupil_id": pupil}
    ]
    assert row["last_promise"]["what"] == "ring Friday"
    assert row["carer"]["phone"] == "+447700900123"


def test_a_positive_call_today_takes_the_family_off_the_list(run: Run, given: Given) -> None:
    given.household("Okafor")
    given.household("Nowak", pupil="Jan", carer="Ewa")
    assert names(run, "--all") == ["Nowak", "Okafor"]
    run.ok("log-call", "nowak", "--tone", "positive")
    assert names(run, "--all") == ["Okafor"]


@pytest.mark.parametrize(
    ("channel", "tone", "outcome", "direction", "listed"),
    [
        ("call", "positive", "reached", "outgoing", False),
        ("call", "positive", "reached", "incoming", False),
        ("meeting", "positive", "reached", "outgoing", False),
        ("home-visit", "positive", "reached", "outgoing", False),
        ("video", "positive", "reached", "outgoing", False),
        ("text", "positive", "reached", "outgoing", True),
        ("letter", "positive", "reached", "outgoing", True),
        ("call", "positive", "voicemail", "outgoing", True),
        ("call", "positive", "no-answer", "outgoing", True),
        ("call", "check-in", "reached", "outgoing", True),
        ("call", "concern", "reached", "outgoing", True),
    ],
)
def test_only_a_positive_contact_in_person_resets_the_clock(
    run: Run, given: Given, channel: str, tone: str, outcome: str, direction: str, listed: bool
) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-20", tone, channel=channel, outcome=outcome, direction=direction)
    assert bool(names(run, "--all")) is listed


def test_five_school_days_later_the_family_is_back(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-16")
    assert names(run, "--all") == ["Okafor"]  # Tuesday to Monday: five school days
    run.ok("setting", "set", "call_gap_days", "6")
    assert names(run, "--all") == []


def test_holidays_do_not_count(run: Run, given: Given) -> None:
    run.ok(
        "term", "add", "Autumn", "2026-09-03", "2026-12-18", "--half-term", "2026-10-26..2026-10-30"
    )
    family = given.household("Okafor")
    given.contact(family, "2026-10-23")
    assert names(run, "--all") == ["Okafor"]
    (row,) = run.ok(LIST, "--all", "--format", "json", today="2026-11-09").json
    assert row["school_days_since_positive"] == 6
    run.ok("closure", "add", "2026-11-04..2026-11-06")
    assert run.ok(LIST, "--all", "--format", "json", today="2026-11-09").json == []


def test_an_assumed_calendar_is_said_and_a_real_one_is_not(run: Run, given: Given) -> None:
    given.household("Okafor")
    assert "England and Wales year is assumed" in run.ok(LIST).err
    run.ok("term", "add", "Autumn", "2026-09-03", "2026-12-18")
    assert "assumed" not in run.ok(LIST).err


def test_the_length_is_this_weeks_share_of_the_families_still_to_call(
    run: Run, given: Given
) -> None:
    run.ok("term", "add", "Autumn", "2026-09-03", "2026-12-18")
    for number in range(9):
        given.household(f"Family{number}", pupil=f"Child{number}", carer=f"Carer{number}")
    # 9 families, weeks of 23 and 30 November, 7 and 14 December: 9 / 4, rounded up
    assert len(names(run)) == 3
    assert len(names(run, "--limit", "5")) == 5
    assert len(names(run, "--all")) == 9
    run.ok("setting", "set", "weekly_calls", "2")
    assert len(names(run)) == 2


def test_scope_is_mine_when_i_have_families_and_everyone_otherwise(run: Run, given: Given) -> None:
    given.household("Okafor")
    other = given.family("Shah")
    given.pupil(other, name="Riya Shah", tutor_group="9RT", year_group=9)
    given.carer(other, "Meena Shah")
    answer = run.ok(LIST, "--all", "--format", "json")
    assert len(answer.json) == 2
    assert "no family is yours yet" in answer.err
    run.ok("staff", "edit", "Ms Reid", "--group", "7KM")
    answer = run.ok(LIST, "--all", "--format", "json")
    assert [row["family"] for row in answer.json] == ["Okafor"]
    assert "Your families" in answer.err
    assert names(run, "--all", "--everyone") == ["Okafor", "Shah"]
    assert names(run, "--all", "--group", "9rt") == ["Shah"]
    assert names(run, "--all", "--year", "Year 9") == ["Shah"]


def test_the_families_i_am_key_contact_or_tutor_for_are_mine(run: Run, given: Given) -> None:
    me = given.staff("Ms Reid")
    key = given.household("Okafor")
    given.household("Nowak", pupil="Jan", carer="Ewa")
    tutored = given.family("Shah")
    given.pupil(tutored, name="Riya Shah", tutor_group="9RT", tutor_id=me)
    given.carer(tutored, "Meena Shah")
    run.ok("family", "edit", f"f{key}", "--key-contact", "Ms Reid")
    assert names(run, "--all") == ["Okafor", "Shah"]
    assert names(run, "--all", "--staff", "reid") == ["Okafor", "Shah"]


def test_an_unknown_group_or_colleague_is_a_sentence(run: Run, given: Given) -> None:
    given.household("Okafor")
    given.staff("Mr Shah")
    answer = run(LIST, "--group", "9XX")
    assert answer.code == 3
    assert "tutor group 9XX" in answer.err
    answer = run(LIST, "--staff", "Mr Shaw")
    assert answer.code == 3
    assert "Did you mean Mr Shah?" in answer.err


def test_siblings_make_one_row_and_two_households_two(run: Run, given: Given) -> None:
    home = given.family("Okafor")
    dads = given.family("Eze")
    for name in ("Ada", "Chidi"):
        given.pupil(home, dads, name=f"{name} Okafor")
    given.carer(home, "Ngozi Okafor")
    given.carer(dads, "Emeka Eze", mobile_phone="+447700900456")
    rows = run.ok(LIST, "--all", "--format", "json").json
    assert [(row["family"], row["carer"]["name"]) for row in rows] == [
        ("Eze", "Emeka Eze"),
        ("Okafor", "Ngozi Okafor"),
    ]
    assert all(len(row["pupils"]) == 2 for row in rows)


def test_archived_families_and_pupils_who_left_are_not_listed(run: Run, given: Given) -> None:
    given.household("Okafor")
    left = given.family("Nowak")
    given.pupil(left, name="Jan Nowak", leaves_on=date(2026, 7, 20))
    given.carer(left, "Ewa Nowak")
    run.ok("family", "archive", "okafor")
    assert names(run, "--all") == []


def test_a_carer_who_must_not_be_contacted_is_never_named(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.carer(
        family, "Daniel Price", contact_rule="never", rule_reason="court order",
        mobile_phone="+447700900999",
    )  # fmt: skip
    for form in ("json", "csv", "table"):
        answer = run.ok(LIST, "--all", "--format", form)
        assert "Price" not in answer.out + answer.err
        assert "900999" not in answer.out.replace(" ", "")


def test_a_family_nobody_can_call_stands_in_a_list_of_its_own(run: Run, given: Given) -> None:
    given.household("Okafor")
    silent = given.family("Price")
    given.pupil(silent, name="Tom Price")
    given.carer(silent, "Dan Price", contact_rule="never", rule_reason="court order")
    answer = run.ok(LIST, "--all", "--format", "json")
    assert [row["family"] for row in answer.json] == ["Okafor"]
    assert "Cannot be called:\n  Price (Tom Price (7KM)) f2: " in answer.err
    (row,) = run.ok(LIST, "--uncallable", "--format", "json").json
    assert row["family"] == "Price"
    assert "must not be contacted" in row["reason"]


def test_ask_first_is_a_line_of_its_own(run: Run, given: Given) -> None:
    family = given.family("Okafor")
    given.pupil(family)
    given.carer(family, contact_rule="ask", rule_reason="social worker is involved")
    answer = run.ok(LIST, "--all")
    assert (
        "ASK FIRST before ringing Ngozi Okafor (Okafor): social worker is involved"
        in answer.err.splitlines()
    )


def test_good_news_is_the_opener_and_raises_the_family(run: Run, given: Given) -> None:
    given.household("Nowak", pupil="Jan", carer="Ewa")
    given.household("Okafor")
    run.ok("good-news", "add", "ada", "Spoke up in maths [again]")
    answer = run.ok(LIST, "--all")
    assert answer.out.splitlines()[0].startswith("1. Okafor (f2) - Ada Okafor (7KM)")
    assert "Open with: Ada Okafor - Spoke up in maths [again] (good news 1)" in answer.out


def test_why_prints_the_whole_sum_with_the_terms_that_weigh_nothing(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-13")
    answer = run.ok("why", "okafor", "--format", "json")
    terms = {term["code"]: term["weight"] for term in answer.json["terms"]}
    assert terms["days_since_positive"] == 6
    assert terms["only_concerns"] == 0
    assert answer.json["score"] == sum(terms.values())
    assert len(run.ok("why", "okafor").out.splitlines()) == len(terms) + 2


def test_why_says_when_a_family_is_not_in_the_list(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-20")
    assert "Rests: called positively within the last 5 school days" in run.ok("why", "okafor").out
    given.family("Price")
    assert "no pupil of the family is at school now" in run.ok("why", "price").out


def test_a_wrong_number_is_not_offered_until_it_is_corrected(run: Run, given: Given) -> None:
    given.household("Okafor")
    run.ok("log-call", "okafor", "-o", "wrong-number")
    assert names(run, "--all") == []
    assert "number on file is wrong" in run.ok(LIST, "--all").err
    run.ok("carer", "edit", "ngozi", "--phone", "07700 900777", today="2026-11-23T15:50")
    assert names(run, "--all") == ["Okafor"]


def test_a_long_history_changes_nothing_but_the_answer(run: Run, given: Given) -> None:
    """More unanswered attempts than the rules are given at once are still counted."""
    family = given.household("Okafor")
    given.contact(family, "2026-09-10", "check-in")
    for day in range(1, 21):
        given.contact(family, f"2026-10-{day:02d}", None, outcome="no-answer")
    (row,) = run.ok(LIST, "--all", "--format", "json").json
    assert row["attempts_since_reached"] == 20
    assert "nobody reached for" in " ".join(reason["text"] for reason in row["reasons"])


def test_two_runs_give_the_same_answer(run: Run, given: Given) -> None:
    for number in range(6):
        given.household(f"Family{number}", pupil=f"Child{number}", carer=f"Carer{number}")
    first = run.ok(LIST, "--all", "--format", "json").out
    assert run.ok(LIST, "--all", "--format", "json").out == first


def test_due_lists_promises_follow_ups_and_this_weeks_calls(run: Run, given: Given) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-12", "concern")
    run.ok("log-call", "okafor", "-o", "no-answer", "--promise", "send the maths sheet", "--by",
           "2026-11-24", "--when", "2026-11-17")  # fmt: skip
    rows = run.ok("due", "--format", "json", today="2026-11-25T09:00").json
    assert [row["kind"] for row in rows] == ["promise", "follow-up", "call"]
    assert rows[0]["what"] == "promised: send the maths sheet (1 school day overdue)"
    bare = run.ok(today="2026-11-25T09:00")
    assert "send the maths sheet" in bare.out
    assert "Due on Wednesday 25 November" in bare.err


def on_screen(*words: str, columns: int = 80) -> list[str]:
    """What a person sees, line by line."""
    pexpect = pytest.importorskip("pexpect")
    words = ("-m", "parentlink", *words)
    # Without `env` a child gets the COLUMNS that readline sets behind Python's back.
    here = {"env": {**os.environ}, "encoding": "utf-8", "dimensions": (24, columns)}
    child = pexpect.spawn(sys.executable, [*words], **here)
    child.expect(pexpect.EOF)
    return [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in child.before.splitlines()]


def test_a_long_reason_goes_on_below_its_own_beginning(given: Given) -> None:
    given.household()
    lines = on_screen("who-needs-a-positive-call", columns=40)
    at = lines.index("   Why: no positive call has reached")
    assert lines[at + 1].startswith("   this family yet")
    lines = on_screen("why", "okafor", columns=40)
    at = next(at for at, line in enumerate(lines) if "+500" in line)
    assert lines[at] == "  +500  no positive call has reached"
    assert lines[at + 1] == "        this family yet"


def test_of_a_whole_school_a_screen_shows_the_first_that_is_due(run: Run, given: Given) -> None:
    staff = given.staff("Mx Lead")
    for at in range(25):
        given.household(f"Wye{'abcdefghijklmnopqrstuvwxy'[at]}")
        given.contact(at + 1, "2026-11-10", "concern", staff_id=staff)
    lines = on_screen("due", "--everyone", columns=100)
    assert sum(line.startswith("follow-up") for line in lines) == 20
    more = next(line for line in lines if "more" in line)
    assert more.endswith("... and 5 more  all of them: the same line with > due.txt")
    assert sum("follow-up" in line for line in run.ok("due", "--everyone").out.splitlines()) == 25


def test_what_is_due_today_stands_in_one_line_for_each_call(given: Given) -> None:
    given.household()
    (line,) = [line for line in on_screen("due") if "Okafor" in line]
    assert line == "call  Okafor (f1)  no positive call has reached this family yet"


def test_a_narrow_screen_cuts_no_name_short(given: Given) -> None:
    given.household("Wye-Featherstonehaugh-upon-the-Hill-and-Dale")
    lines = on_screen("due", columns=40)
    assert not [line for line in lines if "…" in line]
    assert any("(f1)" in line for line in lines)


def test_a_bare_parentlink_on_no_file_says_how_to_begin(run: Run) -> None:
    answer = run.ok()
    assert "Welcome to parentlink" in answer.err
    assert not run.db.exists()


@pytest.mark.parametrize("words", [(LIST,), ("due",), ("why", "okafor"), ("timeline", "okafor")])
def test_a_question_about_no_file_is_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.code == 5
    assert "There is no file at" in answer.err
    assert not run.db.exists()


def test_a_family_nobody_can_ring_is_not_said_to_have_heard_something(
    run: Run, given: Given
) -> None:
    family = given.household("Okafor")
    given.contact(family, "2026-11-23")
    given.family("Voss")
    given.pupil(2, name="Jo Voss")
    answer = run.ok(LIST, "--all")
    assert "2 families, 0 of those we can ring still to hear something positive" in answer.err
    said = answer.out + answer.err
    assert "Nobody who can be rung needs a positive call this week.\n" in said
    assert "--all" not in said


def test_an_empty_list_names_all_only_when_it_would_show_somebody(run: Run, given: Given) -> None:
    given.contact(given.household("Okafor"), "2026-11-05")
    answer = run.ok(LIST)
    assert "Nobody needs a positive call this week. `--all` shows the others." in (
        answer.out + answer.err
    )
    assert names(run, "--all") == ["Okafor"]


def test_two_scopes_at_once_are_refused(run: Run, given: Given) -> None:
    given.household("Okafor")
    answer = run(LIST, "--group", "7KM", "--year", "8")
    assert answer.code == 2
    assert "Please choose one of --group, --staff, --year and --everyone." in answer.err


def test_a_limit_that_is_no_number_is_answered_in_plain_words(run: Run) -> None:
    assert "'few' is not a whole number" in run(LIST, "--limit", "few").err
    assert "0 is less than 1" in run("what-works", "--min-n", "0").err
    year = run("conversation", "list", "--school-year", "1999")
    assert "1999 is not a number from 2000 to 2100" in year.err


def test_the_beginning_of_a_command_suggests_the_command(run: Run) -> None:
    assert "Did you mean who-needs-a-positive-call?" in run("who").err
    assert "Did you mean who-needs-a-positive-call?" in run("who-needs").err
