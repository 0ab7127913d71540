"""One conversation: booked, moved, cancelled, listed, shown, and found by WHO."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from conftest import Given, Run

TALK = "conversation"
AT = ("--at", "2026-12-03 16:00")
WHY = ("--reason", "works late")


@pytest.fixture
def school(given: Given) -> Given:
    given.staff("Ms Reid", tutor_group="7KM")
    given.staff("Mr Ali")
    given.household("Okafor")
    given.household("Nowak", pupil="Jan", carer="Maria")
    return given


def shown(run: Run, who: str) -> Any:
    return run.ok(TALK, "show", who, "--format", "json").json


def listed(run: Run, *words: str) -> Any:
    return run.ok(TALK, "list", *words, "--format", "json").json


def bookings(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM conversation"))


# -- booking -------------------------------------------------------------------------------


def test_a_booking_says_who_when_and_where(run: Run, school: Given) -> None:
    answer = run.ok(TALK, "book", "okafor", "--at", "3 dec 16:00", "--room", "Library")
    assert answer.out == (
        "Booked conversation v1 about Ada Okafor 7KM with Ngozi Okafor: Thu 3 Dec 2026 16:00, "
        "60 minutes in Library, lead Ms Reid. Undo: parentlink undo\n"
    )
    assert listed(run) == [
        {
            "id": 1,
            "pupil": "Ada Okafor",
            "tutor_group": "7KM",
            "family": "Okafor",
            "carer": "Ngozi Okafor",
            "lead": "Ms Reid",
            "starts_at": "2026-12-03T16:00:00",
            "minutes": 60,
            "room": "Library",
            "interpreter": False,
            "state": "booked",
            "archived": False,
            "leaves_on": None,
        }
    ]
    run.ok("undo")
    assert bookings(school) == 0
    assert school.value("SELECT COUNT(*) FROM conversation_history") == 0


def test_times_are_kept_in_utc_on_both_sides_of_the_clock_change(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", "--at", "2026-10-22 16:00", today="2026-09-21T15:40")
    run.ok(TALK, "book", "Jan", "--at", "2026-11-05 16:00")
    assert school.value("SELECT starts_at FROM conversation WHERE id = 1")[11:16] == "15:00"
    assert school.value("SELECT starts_at FROM conversation WHERE id = 2")[11:16] == "16:00"
    assert [one["starts_at"][11:16] for one in listed(run)] == ["16:00", "16:00"]


def test_carer_lead_room_length_and_term_can_be_said(run: Run, school: Given) -> None:
    father = school.carer(1, "Emeka Okafor")
    school.link(1, father, relationship="father")
    run.ok(
        *(TALK, "book", "Ada", *AT, "--with", "dad", "--lead", "Ali", "--room", "Room 4"),
        *("--length", "45 min", "--term", "spring"),
    )
    found = shown(run, "Ada")
    assert (found["carer"], found["lead"], found["room"]) == ("Emeka Okafor", "Mr Ali", "Room 4")
    assert (found["minutes"], found["term"], found["school_year"]) == (45, "spring", 2026)


def test_the_keys_of_a_conversation_are_these(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    found = shown(run, "v1")
    assert set(found) == {
        *("id", "pupil_id", "pupil", "tutor_group", "family_id", "family", "carer", "lead"),
        *("handover_to", "school_year", "term", "starts_at", "minutes", "room", "interpreter"),
        *("state", "minutes_taken", "next_on", "keep_in_touch", "closed_on", "history"),
    }
    assert set(found["history"][0]) == {"event", "happened_at", "was_at", "reason", "staff"}


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-12-03 25:00", "hours go from 00 to 23"),
        ("31/11/2026 16:00", "November has 30 days"),
        ("2026-12-03", "say the time too"),
        ("2026-11-23 15:00", "has passed"),
        ("2026-12-25 16:00", "no school on Fri 25 Dec 2026"),
        ("2027-05-03 16:00", "no school on Mon 3 May 2027"),
        ("2026-12-05 10:00", "no school on Sat 5 Dec 2026"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_reason(
    run: Run, school: Given, at: str, says: str
) -> None:
    answer = run(TALK, "book", "Ada", "--at", at)
    assert answer.code == 2
    assert says in answer.err
    assert bookings(school) == 0


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2027-03-28 01:30", "01:30 on 28/03/2027 does not exist"),
        ("2027-10-31 01:30", "01:30 on 31/10/2027 happens twice"),
        ("2027-10-31 00:30", "01:30 on 31/10/2027 happens twice"),  # it would end then
    ],
)
def test_the_hours_of_the_clock_change_are_refused_even_so(
    run: Run, school: Given, at: str, says: str
) -> None:
    answer = run(TALK, "book", "Ada", "--at", at, "--anyway")
    assert answer.code == 2
    assert says in answer.err


def test_a_day_without_school_can_be_meant(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", "--at", "2026-12-05 10:00", "--anyway")
    assert listed(run)[0]["starts_at"] == "2026-12-05T10:00:00"


def test_an_inset_day_is_no_school_day(run: Run, school: Given) -> None:
    run.ok("inset", "add", "2026-12-03")
    assert "no school on Thu 3 Dec 2026" in run(TALK, "book", "Ada", *AT).err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lead", "Ms Reid"), "Ms Reid has a conversation at that time: v1 with Ada Okafor"),
        (("--lead", "Mr Ali", "--room", " library "), "Library is taken at that time: v1"),
    ],
)
def test_a_lead_and_a_room_are_at_one_conversation_at_a_time(
    run: Run, school: Given, words: tuple[str, ...], says: str
) -> None:
    run.ok(TALK, "book", "Ada", *AT, "--room", "Library")
    late = ("--at", "2026-12-03 16:59")
    answer = run(TALK, "book", "Jan", *late, *words)
    assert answer.code == 2
    assert says in answer.err
    run.ok(TALK, "book", "Jan", "--at", "2026-12-03 17:00", *words)


def test_two_leads_cannot_claim_one_family_at_the_same_time(run: Run, school: Given) -> None:
    school.pupil(1, name="Obi Okafor")
    run.ok(TALK, "book", "Ada", *AT)
    answer = run(TALK, "book", "Obi", *AT, "--lead", "Mr Ali")
    assert answer.code == 2
    assert "The Okafor family meets Ms Reid at that time: v1 with Ada Okafor" in answer.err
    run.ok(TALK, "book", "Obi", "--at", "2026-12-03 17:00", "--lead", "Mr Ali")


def test_a_pupil_has_one_conversation_a_term(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    answer = run(TALK, "book", "Ada", "--at", "2026-12-08 16:00")
    assert answer.code == 2
    assert "has conversation v1 in the autumn term already" in answer.err
    assert "conversation move v1" in answer.err
    run.ok(TALK, "book", "Ada", "--at", "2027-01-12 16:00")
    run.ok(TALK, "cancel", "v1", *WHY)
    run.ok(TALK, "book", "Ada", "--at", "2026-12-08 16:00")


def test_a_carer_who_must_not_be_contacted_is_not_invited(run: Run, school: Given) -> None:
    family = school.family("Byrne")
    school.pupil(family, name="Cara Byrne")
    school.carer(family, "Sean Byrne", contact_rule="never", rule_reason="court order")
    answer = run(TALK, "book", "Cara", *AT)
    assert answer.code == 2
    assert "no carer on file may be contacted" in answer.err
    named = run(TALK, "book", "Cara", *AT, "--with", "Sean")
    assert named.code == 2
    assert "DO NOT CONTACT Sean Byrne: court order. Nothing was booked." in named.err
    assert bookings(school) == 0


def test_what_to_know_before_inviting_is_said(run: Run, school: Given) -> None:
    family = school.family("Byrne")
    school.pupil(family, name="Cara Byrne")
    school.carer(
        family,
        "Aoife Byrne",
        contact_rule="ask",
        rule_reason="ask the DSL",
        interpreter=True,
        languages="Irish",
        best_times="mornings",
    )
    answer = run.ok(TALK, "book", "Cara", *AT, "--length", "90")
    assert answer.err.splitlines() == [
        "90 minutes is long: the practice is up to an hour, so that it can be kept up.",
        "ASK FIRST before inviting Aoife Byrne: ask the DSL.",
        "Aoife Byrne needs an interpreter (Irish).",
        "Aoife Byrne asked for other times: mornings.",
    ]
    assert shown(run, "Cara")["interpreter"] is True


def test_a_length_outside_reason_is_refused(run: Run, school: Given) -> None:
    assert "5 to 240 minutes" in run(TALK, "book", "Ada", *AT, "--length", "3").err
    assert run(TALK, "book", "Ada", *AT, "--length", "600").code == 2


def test_a_missing_answer_names_its_option(run: Run, school: Given) -> None:
    assert "--at" in run(TALK, "book", "Ada").err
    run.ok(TALK, "book", "Ada", *AT)
    assert "--to" in run(TALK, "move", "Ada").err
    assert "--reason" in run(TALK, "move", "Ada", "--to", "2026-12-08 16:00").err
    assert "--reason" in run(TALK, "cancel", "Ada").err


# -- moving and cancelling -----------------------------------------------------------------


def test_a_move_keeps_the_old_time_and_the_reason(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    answer = run.ok(TALK, "move", "Ada", "--to", "2026-12-08 17:00", *WHY)
    assert "Moved conversation v1" in answer.out
    assert "Tue 8 Dec 2026 17:00" in answer.out
    assert "(it was Thu 3 Dec 2026 16:00)" in answer.out
    found = shown(run, "Ada")
    assert found["starts_at"] == "2026-12-08T17:00:00"
    assert found["history"][-1] == {
        "event": "moved",
        "happened_at": "2026-11-23T15:40:00",
        "was_at": "2026-12-03T16:00:00",
        "reason": "works late",
        "staff": "Ms Reid",
    }
    assert school.value("SELECT sequence FROM conversation") == 1
    uid = school.value("SELECT uid FROM conversation")
    run.ok(TALK, "move", "Ada", "--to", "2026-12-09 17:00", "--room", "Hall", *WHY)
    assert school.value("SELECT sequence FROM conversation") == 2
    assert school.value("SELECT uid FROM conversation") == uid
    run.ok("undo")
    assert shown(run, "Ada") == found


def test_a_move_to_where_it_is_already_or_onto_another_changes_nothing(
    run: Run, school: Given
) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "book", "Jan", "--at", "2026-12-03 17:00")
    assert "already" in run(TALK, "move", "Ada", "--to", "2026-12-03 16:00", *WHY).err
    assert "v2 with Jan Nowak" in run(TALK, "move", "Ada", "--to", "2026-12-03 16:30", *WHY).err
    assert "has passed" in run(TALK, "move", "Ada", "--to", "2026-11-20 16:30", *WHY).err
    assert school.value("SELECT MAX(sequence) FROM conversation") == 0


def test_a_cancelled_conversation_stays_on_file_with_the_reason(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    answer = run.ok(TALK, "cancel", "Ada", "--reason", "moved away")
    assert "Cancelled conversation v1 about Ada Okafor 7KM, Thu 3 Dec 2026 16:00" in answer.out
    found = shown(run, "v1")
    assert (found["state"], found["history"][-1]["reason"]) == ("cancelled", "moved away")
    assert found["history"][-1]["was_at"] == "2026-12-03T16:00:00"
    assert school.value("SELECT sequence FROM conversation") == 1
    again = run(TALK, "cancel", "v1", *WHY)
    assert again.code == 3
    assert "is cancelled" in again.err
    run.ok("undo")
    assert shown(run, "v1")["state"] == "booked"


def test_a_missed_conversation_is_open_until_it_has_a_new_time(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "missed", "Ada", "--reason", "a shift changed", today="2026-12-04T09:00")
    answer = run.ok(TALK, "list", "--missed", "--format", "json", today="2026-12-09T09:00")
    (row,) = answer.json
    assert row["school_days_open"] == 3
    assert (row["id"], row["misses"], row["next_step"]) == (1, 1, "better-time")
    assert row["due_on"] == "2026-12-08"
    assert row["was_at"] == "2026-12-03T16:00:00"
    run.ok(TALK, "move", "Ada", "--to", "2026-12-14 16:00", *WHY)
    assert listed(run, "--missed") == []
    assert shown(run, "Ada")["state"] == "booked"
    assert [one["event"] for one in shown(run, "Ada")["history"]] == ["booked", "missed", "moved"]
    assert school.value("SELECT COUNT(*) FROM missed_follow_up WHERE done_on IS NULL") == 0


def test_cancelling_a_missed_conversation_closes_its_steps_with_the_reason(
    run: Run, school: Given
) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "missed", "Ada", "--reason", "a shift changed", today="2026-12-04T09:00")
    run.ok(TALK, "cancel", "Ada", "--reason", "left the school")
    assert listed(run, "--missed") == []
    results = "SELECT MAX(result) FROM missed_follow_up WHERE step = 'home-visit'"
    assert school.value(results) == "cancelled: left the school"


# -- listing and finding -------------------------------------------------------------------


def test_the_list_narrows_to_term_group_and_lead(run: Run, school: Given) -> None:
    third = school.family("Ito")
    school.pupil(third, name="Ken Ito", tutor_group="8AB")
    school.carer(third, "Yuki Ito")
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "book", "Jan", *AT, "--lead", "Mr Ali")
    run.ok(TALK, "book", "Ken", "--at", "2027-01-12 16:00")
    assert [one["pupil"] for one in listed(run)] == ["Ada Okafor", "Jan Nowak"]
    assert [one["pupil"] for one in listed(run, "--term", "spring")] == ["Ken Ito"]
    assert listed(run, "--term", "spring", "--school-year", "2025") == []
    assert [one["pupil"] for one in listed(run, "--staff", "Ali")] == ["Jan Nowak"]
    assert listed(run, "--group", "8ab") == []
    assert run(TALK, "list", "--term", "winter").code == 2


def test_a_name_stands_for_the_conversation_of_this_term(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", "--at", "2027-01-12 16:00")
    assert shown(run, "okafor")["id"] == 1  # the nearest, where this term has none
    run.ok(TALK, "book", "Ada", *AT)
    assert shown(run, "okafor")["id"] == 2
    assert shown(run, "Ngozi")["id"] == 2
    assert shown(run, "v1")["id"] == 1


def test_the_conversation_of_this_term_comes_before_a_nearer_one(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", "--at", "2026-09-28 16:00", today="2026-09-21T15:40")
    run.ok(TALK, "book", "Ada", "--at", "2027-01-12 16:00", today="2026-12-15T09:00")
    assert shown(run, "Ada")["id"] == 1


def test_several_conversations_in_the_term_are_never_guessed_between(
    run: Run, school: Given
) -> None:
    school.pupil(1, name="Obi Okafor")
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "book", "Obi", "--at", "2026-12-03 17:00")
    answer = run(TALK, "cancel", "okafor", *WHY)
    assert answer.code == 3
    assert "  v1  Ada Okafor 7KM, Thu 3 Dec 2026 16:00, booked\n" in answer.err
    assert "  v2  Obi Okafor 7KM, Thu 3 Dec 2026 17:00, booked\n" in answer.err
    assert shown(run, "Obi")["id"] == 2


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("v9", "There is no conversation v9"),
        ("okafro", "Okafor? Please type the name again"),
        ("xylophone", "Nobody on file is called"),
        ("Jan", "No conversation with 'Jan' is on file"),
    ],
)
def test_who_has_no_conversation_is_exit_3(run: Run, school: Given, who: str, says: str) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    answer = run(TALK, "show", who)
    assert answer.code == 3
    assert says in answer.err


def test_show_tells_the_history_on_plain_lines(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "move", "Ada", "--to", "2026-12-08 17:00", "--reason", "x\x1b[2J\nv9 y")
    answer = run.ok(TALK, "show", "Ada")
    assert answer.out.splitlines() == [
        "v1 Ada Okafor 7KM, Okafor family",
        "  when: Tue 8 Dec 2026 17:00, 60 minutes",
        "  term: autumn 2026/27",
        "  state: booked",
        "  with: Ngozi Okafor",
        "  lead: Ms Reid",
        "History",
        "  Mon 23 Nov 2026 15:40 booked - Ms Reid",
        "  Mon 23 Nov 2026 15:40 moved (it was Thu 3 Dec 2026 16:00): x\\x1b[2J / v9 y - Ms Reid",
    ]


def test_the_list_is_grouped_by_day_and_whole_at_any_width(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT, "--room", "Library")
    run.ok(TALK, "book", "Jan", "--at", "2026-12-03 17:00", "--length", "30")
    assert run.ok(TALK, "list").out == (
        "Thu 3 Dec 2026\n"
        "  16:00, v1 Ada Okafor 7KM, with Ngozi Okafor, lead Ms Reid, Library, booked\n"
        "  17:00, v2 Jan Nowak 7KM, with Maria Nowak, lead Ms Reid, 30 minutes, booked\n"
    )


def test_what_is_missed_says_for_how_long_and_what_comes_next(run: Run, school: Given) -> None:
    run.ok(TALK, "book", "Ada", *AT)
    run.ok(TALK, "missed", "Ada", "--reason", "a shift changed", today="2026-12-04T09:00")
    assert run.ok(TALK, "list", "--missed", today="2026-12-09T09:00").out == (
        "v1 Ada Okafor 7KM, Okafor family, lead Ms Reid\n"
        "  missed, last Thu 3 Dec 2026 16:00; open for 3 school days\n"
        "  next: better-time by Tue 8 Dec 2026\n"
    )


# -- somebody who must not be contacted ----------------------------------------------------


def never(given: Given, name: str) -> None:
    with closing(sqlite3.connect(given.path)) as file, file:
        file.execute(
            "UPDATE carer SET contact_rule = 'never', rule_reason = 'Court order.' WHERE name = ?",
            (name,),
        )


def test_the_carer_who_is_named_as_who_is_the_one_invited(run: Run, school: Given) -> None:
    run.ok("carer", "add", "okafor", "Emeka Okafor, father, 07700 900456")
    assert "with Emeka Okafor" in run.ok(TALK, "book", "Emeka Okafor", *AT).out


def test_a_blocked_carer_named_as_who_is_refused_and_nobody_comes_instead(
    run: Run, school: Given
) -> None:
    run.ok("carer", "add", "okafor", "Emeka Okafor, father, 07700 900456")
    never(school, "Emeka Okafor")
    refused = run(TALK, "book", "Emeka Okafor", *AT)
    assert refused.code == 2
    assert "DO NOT CONTACT Emeka Okafor: Court order. Nothing was booked." in refused.err
    assert bookings(school) == 0


def test_a_booking_whose_carer_was_ruled_out_since_says_so_in_list_and_show(
    run: Run, school: Given
) -> None:
    run.ok(TALK, "book", "okafor", *AT)
    assert "DO NOT CONTACT" not in run.ok(TALK, "list").err
    never(school, "Ngozi Okafor")
    for words in ((TALK, "list"), (TALK, "show", "v1"), (TALK, "list", "--format", "csv")):
        assert (
            "DO NOT CONTACT Ngozi Okafor: Court order. Conversation v1 is with them: give it "
            "another time with somebody else (parentlink conversation move v1 --to WHEN --with "
            "CARER --reason TEXT), or: parentlink conversation cancel v1 --reason TEXT\n"
        ) in run.ok(*words).err
    run.ok(TALK, "cancel", "v1", *WHY)
    assert "DO NOT CONTACT" not in run.ok(TALK, "list").err


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-12-03 4:00", "04:00 is in the quiet hours (20:00 to 08:00): was 16:00 meant?\n"),
        (
            "2026-12-03 20:30",
            "20:30 is in the quiet hours (20:00 to 08:00): is that what you meant?\n",
        ),
        ("2026-12-03 16:00", ""),
    ],
)
def test_a_clock_of_twelve_hours_is_questioned(run: Run, school: Given, at: str, said: str) -> None:
    assert run.ok(TALK, "book", "Ada", "--at", at).err == said
    moved = run.ok(TALK, "move", "Ada", "--to", "2026-12-04 5:30", *WHY).err
    assert "05:30 is in the quiet hours (20:00 to 08:00): was 17:30 meant?" in moved
    run.ok("setting", "set", "quiet_from", "17:00")
    same = run.ok(TALK, "move", "Ada", "--to", "2026-12-04 6:00", *WHY).err
    assert "06:00 is in the quiet hours (17:00 to 08:00): is that what you meant?" in same


def test_a_plan_at_night_is_questioned_once(run: Run, school: Given) -> None:
    for name in ("Ada", "Jan"):
        run.ok(TALK, "target", "add", name, "--reason", "other")
    words = ("--between", "2026-12-01..2026-12-04", "--slots", "mon-fri 3:30-6:00")
    question = "03:30 is in the quiet hours (20:00 to 08:00): was 15:30 meant?"
    assert run.ok(TALK, "plan", *words).err.count(question) == 1
    assert "quiet hours" not in run.ok(TALK, "plan", *words[:3], "mon-fri 15:30-18:00").err


def test_another_carer_at_the_same_time_is_a_change_and_no_move(run: Run, school: Given) -> None:
    run.ok("carer", "add", "okafor", "Emeka Okafor, father, 07700 900456")
    run.ok(TALK, "book", "Ada", *AT)
    answer = run.ok(TALK, "move", "Ada", "--to", "2026-12-03 16:00", "--with", "emeka", *WHY)
    assert answer.out.startswith("Changed conversation v1 about Ada Okafor 7KM with Emeka Okafor:")
    assert "it was" not in answer.out
