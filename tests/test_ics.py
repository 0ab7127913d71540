"""The calendar file: what a real calendar (khal) and the standard make of it."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import Given, Run

ICS = ("conversation", "ics")
AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def talk(given: Given, at: datetime = AT, family: str = "Okafor", **values: Any) -> int:
    """A conversation on file, of a family that is added when it is not there yet."""
    known = given.path.exists() and given.value("SELECT 1 FROM family WHERE name = :n", n=family)
    if not known:
        given.household(family)
    home = given.value("SELECT id FROM family WHERE name = :name", name=family)
    staff = values.pop("staff", None) or given._any_staff()
    values.setdefault("uid", f"{family}-{at:%Y%m%d}@parentlink")
    values.setdefault("room", "Library")
    values.setdefault("school_year", 2026)
    values.setdefault("term", "autumn")
    values.setdefault("carer_id", given.value("SELECT id FROM carer WHERE family_id = :f", f=home))
    return given._insert(
        "conversation",
        pupil_id=given.value("SELECT pupil_id FROM pupil_family WHERE family_id = :f", f=home),
        family_id=home,
        lead_id=staff,
        starts_at=at,
        starts_on=at.date(),
        minutes=values.pop("minutes", 60),
        interpreter=values.pop("interpreter", False),
        **values,
    )


def lines(text: str) -> list[str]:
    """The lines of the file, unfolded."""
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def entry(text: str) -> dict[str, str]:
    """The properties of the only entry; a property that is there twice is a failure."""
    whole = lines(text)
    inside = whole[whole.index("BEGIN:VEVENT") + 1 : whole.index("END:VEVENT")]
    pairs = [line.partition(":")[::2] for line in inside]
    assert len({name for name, _ in pairs}) == len(pairs)
    assert whole.count("BEGIN:VEVENT") == 1
    return dict(pairs)


@pytest.fixture
def khal(tmp_path: Path) -> Callable[..., list[str]]:
    """A real calendar: brings in a file, and says what it has from September to July."""
    pytest.importorskip("khal", reason="khal is not for Windows")
    config = tmp_path / "khal.conf"
    clocks = ("%H:%M", "%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M")
    names = ("timeformat", "dateformat", "longdateformat", "datetimeformat", "longdatetimeformat")
    config.write_text(
        f"[calendars]\n[[school]]\npath = {tmp_path / 'calendar'}\n[locale]\n"
        + "".join(f"{name} = {clock}\n" for name, clock in zip(names, clocks, strict=True))
        + "local_timezone = Europe/London\ndefault_timezone = Europe/London\n"
        + f"[default]\ndefault_calendar = school\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    (tmp_path / "calendar").mkdir()

    def call(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "khal", "-c", config, *words],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONWARNINGS": "ignore", "PYTHONUTF8": "1"},
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def bring_in(path: Path) -> list[str]:
        call("import", "--batch", str(path))
        shape = "{start-date} {start-time}-{end-time} {title} | {location} | {status}"
        listed = call("list", "2026-09-01", "2027-07-31", "--day-format", "", "--format", shape)
        return [line.rstrip() for line in listed.splitlines() if line.strip()]

    return bring_in


def test_an_entry_says_when_where_and_who(run: Run, given: Given) -> None:
    talk(given)
    answer = run.ok(*ICS)
    assert entry(answer.out) == {
        "UID": "Okafor-20261124@parentlink",
        "SEQUENCE": "0",
        "DTSTAMP": "20260901T080000Z",
        "DTSTART": "20261124T153000Z",
        "DTEND": "20261124T163000Z",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
        "CLASS": "PRIVATE",
        "SUMMARY": "Structured conversation: Ada Okafor (7KM)",
        "LOCATION": "Library",
        "DESCRIPTION": r"Led by Ms Reid\nWith Ngozi Okafor",
    }
    assert lines(answer.out)[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//parentlink//structured conversations//EN",
        "METHOD:PUBLISH",
    ]


@pytest.mark.parametrize("words", [ICS, ("export", "families")])
def test_on_a_screen_the_way_into_a_file_is_said(
    run: Run, given: Given, words: tuple[str, ...]
) -> None:
    pexpect = pytest.importorskip("pexpect")
    talk(given)
    child = pexpect.spawn(sys.executable, ["-m", "parentlink", *words], encoding="utf-8")
    child.expect("To keep this in a file: -o ")
    child.expect(pexpect.EOF)
    assert "To keep this" not in run.ok(*words).err


def test_the_same_conversations_give_the_same_file(run: Run, given: Given) -> None:
    talk(given)
    first = run.ok(*ICS).out
    assert run.ok(*ICS, today="2026-11-30T09:12").out == first


def test_private_leaves_out_every_name_and_keeps_the_room(run: Run, given: Given) -> None:
    talk(given, interpreter=True)
    found = entry(run.ok(*ICS, "--private").out)
    assert found["SUMMARY"] == "Structured conversation"
    assert found["LOCATION"] == "Library"
    assert "DESCRIPTION" not in found
    file = run.ok(*ICS, "--private").out
    for word in ("Ada", "Ngozi", "Reid", "7KM", "nterpret"):
        assert word not in file


def test_the_interpreter_and_next_years_lead_are_named(run: Run, given: Given) -> None:
    next_year = given.staff("Mr Shah")
    talk(given, staff=given.staff("Ms Reid"), interpreter=True, handover_to_id=next_year)
    given_language(given, "Igbo, some English")
    assert entry(run.ok(*ICS).out)["DESCRIPTION"] == (
        r"Led by Mr Shah (next year's lead)\nHanded over by Ms Reid\n"
        r"With Ngozi Okafor\nInterpreter: Igbo\, some English"
    )


def given_language(given: Given, words: str) -> None:
    from parentlink.store.store import Entry, Store

    store = Store(given.path)
    with store.writing(Entry("given", datetime(2026, 9, 1, tzinfo=UTC), None)):
        store.update("carer", 1, languages=words)
    store.close()


def test_what_was_said_never_goes_into_the_file(run: Run, given: Given) -> None:
    made = talk(given, pupil_view="PUPILVIEW")
    for area, restricted in (("interests", False), ("caring-role", True)):
        given._insert(
            "conversation_answer",
            conversation_id=made,
            stage="explore",
            area=area,
            text="HOMEFACT",
            restricted=restricted,
        )
    file = run.ok(*ICS).out
    assert "HOMEFACT" not in file
    assert "PUPILVIEW" not in file
    assert "7700" not in file


@pytest.mark.parametrize(("state", "word"), [("cancelled", "Cancelled"), ("missed", "Missed")])
def test_one_that_is_off_is_cancelled_in_the_calendar(
    run: Run, given: Given, state: str, word: str
) -> None:
    talk(given, state=state, sequence=1)
    found = entry(run.ok(*ICS).out)
    assert (found["STATUS"], found["TRANSP"], found["SEQUENCE"]) == (
        "CANCELLED",
        "TRANSPARENT",
        "1",
    )
    assert found["SUMMARY"] == f"{word}: Structured conversation: Ada Okafor (7KM)"


@pytest.mark.parametrize("state", ["held", "closed"])
def test_one_that_took_place_stays_confirmed(run: Run, given: Given, state: str) -> None:
    day = AT.date()
    talk(given, state=state, closed_on=day, next_on=date(2027, 2, 1), keep_in_touch="a text")
    assert entry(run.ok(*ICS).out)["STATUS"] == "CONFIRMED"


def test_staff_and_term_narrow_it(run: Run, given: Given) -> None:
    reid, shah = given.staff("Ms Reid"), given.staff("Mr Shah")
    talk(given, staff=reid)
    talk(given, family="Lam", staff=shah)
    spring = datetime(2027, 2, 2, 15, 30, tzinfo=UTC)
    talk(given, spring, family="Voss", staff=reid, handover_to_id=shah, term="spring")
    talk(given, datetime(2025, 11, 3, 15, tzinfo=UTC), family="Old", staff=reid, school_year=2025)

    def families(*words: str) -> list[str]:
        titles = [line for line in lines(run.ok(*ICS, *words).out) if line.startswith("SUMMARY")]
        return [title.split()[-2] for title in titles]

    assert families() == ["Okafor", "Lam", "Voss"]  # of this school year, in order of time
    assert families("--term", "autumn", "--staff", "reid") == ["Okafor"]
    assert families("--staff", "shah") == ["Lam", "Voss"]  # he leads one and takes one over
    assert families("--term", "spring") == ["Voss"]
    assert families("--school-year", "2025") == ["Old"]
    assert run(*ICS, "--term", "winter").code == 2


def test_with_no_conversation_there_is_no_file_and_a_way_on(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / "none.ics"
    answer = run(*ICS, "--term", "spring", "-o", str(out))
    assert answer.code == 3
    assert answer.err == (
        "parentlink: No structured conversation is on file for the spring term of the school year "
        "2026/27, so no calendar file was written. Plan them: parentlink conversation plan\n"
    )
    assert not out.exists()


def test_a_carer_who_must_not_be_contacted_is_not_named(run: Run, given: Given) -> None:
    family = given.household()
    father = given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    made = talk(given, carer_id=father)
    answer = run.ok(*ICS)
    assert "Max" not in answer.out
    assert answer.err.startswith(f"DO NOT CONTACT: the carer of v{made} must not be contacted")


# -- text from people ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "room",
    [
        "Library, by the window; left\\right",
        "Room 4\r\nATTENDEE:mailto:someone@example.org",
        "Room 4\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:not ours",
        "Room 4\rX-EVIL:1\x0b\x0c\x85\u2028\u2029Y-EVIL:2",
        "😀" * 60,
        "Zoë's ü-Büro " * 30,
        'Room "4":;=,%0AEVIL',
        "\x1b[31mred\x07\u202etxt",
    ],
    ids=("commas", "property", "event", "breaks", "emoji", "accents", "signs", "controls"),
)
def test_nothing_typed_can_add_a_property_or_break_a_line(
    run: Run, given: Given, room: str
) -> None:
    talk(given, room=room)
    answer = run.ok(*ICS)
    found = entry(answer.out)
    assert len(found) == 11
    assert found["SUMMARY"] == "Structured conversation: Ada Okafor (7KM)"
    assert all(len(line.encode()) <= 75 for line in answer.out.split("\r\n"))
    assert not {sign for sign in answer.out.replace("\r\n", "") if ord(sign) < 32}
    assert "\u202e" not in answer.out


def test_a_real_calendar_reads_back_exactly_what_was_typed(run: Run, given: Given) -> None:
    from icalendar import Calendar

    room = "Library, by the window; left\\right 😀 " + "é" * 300
    talk(given, room=room)
    (event,) = Calendar.from_ical(run.ok(*ICS).out).walk("VEVENT")
    assert str(event["LOCATION"]) == room
    assert event.decoded("DTSTART") == AT


# -- a real calendar -----------------------------------------------------------------------


def test_times_are_right_on_both_sides_of_the_clock_change(
    run: Run, given: Given, tmp_path: Path, khal: Callable[..., list[str]]
) -> None:
    talk(given, datetime(2026, 10, 23, 14, 30, tzinfo=UTC))  # 15:30 on the wall, summer time
    talk(given, datetime(2026, 10, 26, 15, 30, tzinfo=UTC), family="Lam")  # 15:30, winter time
    out = tmp_path / "out.ics"
    run.ok(*ICS, "-o", str(out))
    starts = [line for line in lines(out.read_bytes().decode()) if line.startswith("DTSTART")]
    assert starts == ["DTSTART:20261023T143000Z", "DTSTART:20261026T153000Z"]
    assert khal(out) == [
        "2026-10-23 15:30-16:30 Structured conversation: Ada Okafor (7KM) | Library | CONFIRMED",
        "2026-10-26 15:30-16:30 Structured conversation: Ada Lam (7KM) | Library | CONFIRMED",
    ]


def test_a_newer_file_moves_and_cancels_the_entry_that_is_there(
    run: Run, given: Given, tmp_path: Path, khal: Callable[..., list[str]]
) -> None:
    given.household()
    sent: list[dict[str, str]] = []

    def send() -> list[str]:
        out = tmp_path / "out.ics"
        run.ok(*ICS, "-o", str(out), "--force")
        sent.append(entry(out.read_bytes().decode()))
        return khal(out)

    title = "Structured conversation: Ada Okafor (7KM)"
    run.ok("conversation", "book", "ada", "--at", "2 dec 16:00", "--room", "Library")
    assert send() == [f"2026-12-02 16:00-17:00 {title} | Library | CONFIRMED"]
    move = ("conversation", "move", "v1", "--to", "3 dec 15:30", "--room", "Room 4, first floor")
    run.ok(*move, "--reason", "a shift at work", today="2026-11-24T09:00")
    assert send() == [f"2026-12-03 15:30-16:30 {title} | Room 4, first floor | CONFIRMED"]
    run.ok("conversation", "cancel", "v1", "--reason", "moving away", today="2026-11-25T09:00")
    assert send() == [
        f"2026-12-03 15:30-16:30 Cancelled: {title} | Room 4, first floor | CANCELLED"
    ]
    assert len({one["UID"] for one in sent}) == 1
    sequences = [int(one["SEQUENCE"]) for one in sent]
    assert sequences == sorted(set(sequences))
    stamps = [one["DTSTAMP"] for one in sent]
    assert stamps == ["20261123T154000Z", "20261124T090000Z", "20261125T090000Z"]


def test_undo_is_news_for_a_calendar_too(run: Run, given: Given) -> None:
    given.household()
    run.ok("conversation", "book", "ada", "--at", "2 dec 16:00", today="2026-11-23T09:00")
    sent = [entry(run.ok(*ICS).out)]
    move = ("conversation", "move", "v1", "--to", "3 dec 15:30", "--reason", "a shift at work")
    for day, words in (("24", move), ("25", ("undo", "--yes")), ("26", ("undo", "--yes"))):
        run.ok(*words, today=f"2026-11-{day}T09:00")
        sent.append(entry(run.ok(*ICS).out))
    starts = [one["DTSTART"][4:13] for one in sent]
    assert starts == ["1202T1600", "1203T1530", "1202T1600", "1203T1530"]
    for name in ("SEQUENCE", "DTSTAMP"):  # what an older number says is ignored
        numbers = [one[name] for one in sent]
        assert numbers == sorted(set(numbers)), name


# -- the file ------------------------------------------------------------------------------


def test_the_file_is_for_its_owner_only_and_never_over_another(
    run: Run, given: Given, tmp_path: Path, db: Path
) -> None:
    talk(given)
    out = tmp_path / "out.ics"
    answer = run.ok(*ICS, "-o", str(out))
    assert answer.err == f"Wrote 1 conversation to {out}, readable by you only.\n"
    assert answer.out == ""
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert b"\r\r" not in out.read_bytes()
    again = run(*ICS, "-o", str(out))
    assert again.code == 5
    assert "--force" in again.err
    run.ok(*ICS, "-o", str(out), "--force")
    assert run(*ICS, "-o", str(db), "--force").code == 2


# -- export --------------------------------------------------------------------------------


def promise(given: Given, family: int, due: str, **values: Any) -> None:
    values.setdefault("external_id", f"p-{due}")
    given._insert(
        "promise",
        family_id=family,
        staff_id=given._any_staff(),
        what="SECRET",
        made_on=date(2026, 11, 2),
        due_on=date.fromisoformat(due),
        **values,
    )


def test_a_calendar_shows_promises_on_their_days_and_says_not_what(
    run: Run, given: Given, tmp_path: Path, khal: Callable[..., list[str]]
) -> None:
    family = given.household()
    given.pupil(family, name="Obi Okafor")
    promise(given, family, "2026-11-20")
    promise(given, given.household("Lam", pupil="Lin"), "2026-11-30")
    promise(given, family, "2026-12-01", state="kept", closed_on=date(2026, 11, 20))
    promise(given, family, "2026-11-03", state="kept", closed_on=date(2026, 11, 3))
    out = tmp_path / "promises.ics"
    answer = run.ok("export", "promises", "-o", str(out))
    assert answer.err == f"Exported 3 promises to {out}, readable by you only.\n"
    assert "SECRET" not in out.read_text()
    assert [line.split("|")[0].strip() for line in khal(out)] == [
        "2026-11-20 - Promise to Ada and Obi's family",
        "2026-11-30 - Promise to Lin's family",
        "2026-12-01 - Kept: Promise to Ada and Obi's family",
    ]


def test_a_promise_that_is_kept_is_news_for_a_calendar(run: Run, given: Given) -> None:
    given.household()
    run.ok("promise", "add", "okafor", "Ring about the trip", "--by", "2026-11-30")
    sent = [entry(run.ok("export", "promises", "--format", "ics").out)]
    run.ok("promise", "kept", "1", today="2026-11-24T09:00")
    sent.append(entry(run.ok("export", "promises", "--format", "ics").out))
    assert sent[0]["UID"] == sent[1]["UID"]
    assert [one["SEQUENCE"] for one in sent] == ["0", "1"]
    assert [one["STATUS"] for one in sent] == ["CONFIRMED", "CANCELLED"]
    assert sent[0]["DTSTART;VALUE=DATE"] == "20261130"
    assert (sent[0]["CLASS"], sent[0]["TRANSP"]) == ("PRIVATE", "TRANSPARENT")


def test_every_conversation_goes_out_as_a_calendar_too(
    run: Run, given: Given, tmp_path: Path, khal: Callable[..., list[str]]
) -> None:
    talk(given)
    talk(given, datetime(2025, 11, 3, 15, tzinfo=UTC), family="Old", school_year=2025)
    assert run.ok("export", "conversations", "--format", "ics").out.count("BEGIN:VEVENT") == 2
    out = tmp_path / "talks.ics"
    run.ok("export", "conversations", "-o", str(out), "--group", "7KM")
    assert khal(out) == [
        "2026-11-24 15:30-16:30 Structured conversation: Ada Okafor (7KM) | Library | CONFIRMED"
    ]
