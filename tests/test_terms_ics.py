"""A council's calendar file as the school's terms, half-terms, INSET days and closures."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Given, Run
from parentlink.rules.term_words import Meaning, meaning

Bring = Callable[..., Any]


def event(title: str, first: str, after: str = "", *more: str) -> str:
    """An entry for whole days; `after` is the first day that is no longer in it."""
    end = [f"DTEND;VALUE=DATE:{after}"] if after else []
    lines = [f"SUMMARY:{title}", f"DTSTART;VALUE=DATE:{first}", *end, *more]
    return "\r\n".join(["BEGIN:VEVENT", "UID:x", *lines, "END:VEVENT", ""])


def timed(title: str, start: str, end: str) -> str:
    """An entry with hours, such as DTSTART;TZID=Europe/London:20260903T083000."""
    lines = ["BEGIN:VEVENT", f"SUMMARY:{title}", f"DTSTART{start}", f"DTEND{end}", "END:VEVENT", ""]
    return "\r\n".join(lines)


def calendar(*events: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n"


AUTUMN = event("Autumn Term", "20260903", "20261219")
HALF = event("Autumn Half Term Holiday", "20261026", "20261031")


@pytest.fixture
def bring(run: Run, given: Given) -> Bring:
    """What the import of these entries answers, and the calendar afterwards."""
    given.staff()

    def start(*events: str, code: int = 0) -> Any:
        answer = run("import", "terms", "-", "--format", "json", stdin=calendar(*events))
        assert answer.code == code, answer
        entries = []
        for what in ("term", "inset", "closure"):
            entries += run.ok(what, "list", "--format", "json").json
        lines = [(e.get("kind"), e["name"], e["starts_on"], e["ends_on"]) for e in entries]
        return {**(answer.json if answer.out else {}), "said": answer.err, "lines": lines}

    return start


# -- what is taken -------------------------------------------------------------------------


def test_terms_and_days_off_come_in_with_the_end_that_is_outside(bring: Bring) -> None:
    found = bring(
        *(AUTUMN, HALF, event("INSET day", "20260902")),
        *(event("School closed - polling day", "20270506", "20270507"),),
    )
    assert (found["new"], found["left_out"]) == (4, 0)
    assert found["lines"] == [
        ("term", "Autumn Term", "2026-09-03", "2026-12-18"),
        ("half-term", "Autumn Half Term Holiday", "2026-10-26", "2026-10-30"),
        (None, "INSET day", "2026-09-02", "2026-09-02"),
        (None, "School closed - polling day", "2027-05-06", "2027-05-06"),
    ]


def test_a_second_time_changes_nothing(bring: Bring, run: Run) -> None:
    bring(AUTUMN, HALF)
    before = run.db.read_bytes()
    again = bring(HALF, AUTUMN)
    assert (again["batch"], again["unchanged"]) == (None, 2)
    assert run.db.read_bytes() == before


def test_undo_takes_it_back(bring: Bring, run: Run) -> None:
    bring(AUTUMN)
    run.ok("undo")
    assert run.ok("term", "list", "--format", "json").json == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("First day of Autumn Term", "Last day of Autumn Term"),
        ("Autumn term starts", "Autumn term ends"),
        ("Start of term", "End of Autumn term"),
        ("Autumn Term begins for pupils", "Autumn Term closes"),
    ],
)
def test_first_and_last_days_make_a_term(first: str, last: str, bring: Bring) -> None:
    found = bring(event(last, "20261218"), event(first, "20260903"), HALF)
    assert found["lines"][0] == ("term", "Autumn term 2026", "2026-09-03", "2026-12-18")
    assert found["left_out"] == 0


def test_a_half_term_may_be_two_days_or_one_by_one(bring: Bring) -> None:
    found = bring(
        *(event("Half term starts", "20261026"), event("Half term ends", "20261030")),
        *(event("Half term", f"202702{day}") for day in (15, 16, 17, 18, 19)),
    )
    spans = [line[2:] for line in found["lines"]]
    assert spans == [("2026-10-26", "2026-10-30"), ("2027-02-15", "2027-02-19")]
    assert {line[0] for line in found["lines"]} == {"half-term"}


def test_six_short_terms_in_pairs(bring: Bring) -> None:
    found = bring(
        *(event("Term 1 starts", "20260902"), event("Term 1 ends", "20261021")),
        *(event("Term 2 starts", "20261102"), event("Term 2 ends", "20261218")),
    )
    assert [line[1:3] for line in found["lines"]] == [
        ("Term from 2 Sep 2026", "2026-09-02"),
        ("Term from 2 Nov 2026", "2026-11-02"),
    ]


def test_bank_holidays_are_known_and_others_are_closures(bring: Bring) -> None:
    found = bring(
        *(event("Good Friday", "20270326"), event("Early May bank holiday", "20270503")),
        event("Bank holiday", "20270610"),
    )
    assert found["lines"] == [(None, "Bank holiday", "2027-06-10", "2027-06-10")]
    assert "2 entries need no line: bank holidays are known" in found["said"]


def test_holidays_between_terms_follow_from_them(bring: Bring) -> None:
    christmas = event("Christmas holidays", "20261221", "20270104")
    found = bring(AUTUMN, christmas)
    assert len(found["lines"]) == 1
    assert "1 entry needs no line" in found["said"]


def test_holidays_without_terms_close_the_school(bring: Bring) -> None:
    found = bring(event("Summer holidays", "20270722", "20270901"))
    assert found["lines"] == [(None, "Summer holidays", "2027-07-22", "2027-08-31")]


# -- what is not clear ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        event("Autumn Term", "20260903"),  # one day: its first?
        event("Autumn Term", "20260101", "20261231"),
        event("Half term", "20261026"),
        event("Half term", "20260903", "20261024"),  # half of a term, and no holiday
        event("First day of term", "20260903"),  # and the last?
        event("End of term assembly", "20261218"),
        event("Half term club", "20261026", "20261031"),
        event("INSET day (Nursery only)", "20261127"),
        event("School closes at 1.30", "20261218"),
        event("First day of term (INSET day)", "20260903"),
        event("Term starts for Year 12", "20260903"),
        event("Return to school", "20260903"),
        timed("INSET day", ":20261127T160000", ":20261127T170000"),
        event("INSET day", "20261127", "", "RRULE:FREQ=WEEKLY;COUNT=30"),
        event("INSET day", "20261127", "", "STATUS:CANCELLED"),
        "BEGIN:VEVENT\r\nSUMMARY:INSET day\r\nEND:VEVENT\r\n",
        event("INSET day", "20261399"),
        event("INSET day", "02260902"),
    ],
)
def test_what_is_not_clear_is_listed_and_never_guessed(entry: str, bring: Bring) -> None:
    found = bring(entry)
    assert (found["lines"], found["left_out"]) == ([], 1)
    title = entry.split("SUMMARY:")[1].split("\r\n")[0]
    assert f'not clear what they mean: "{title}" (' in found["said"]
    assert "parentlink term add" in found["said"]


def test_two_first_days_are_no_pair(bring: Bring) -> None:
    found = bring(
        *(event("Term starts", "20260902"), event("First day of term", "20260903")),
        event("Term ends", "20261218"),
    )
    assert (found["lines"], found["left_out"]) == ([], 3)


def test_a_half_term_that_ends_on_a_thursday_is_questioned(bring: Bring) -> None:
    found = bring(event("Autumn half term", "20261026", "20261030"), AUTUMN)
    assert found["new"] == 2
    assert "Ends on a Thursday: Autumn half term on Thu 29 Oct 2026." in found["said"]
    assert "Thursday" not in bring(event("Half term", "20270215", "20270220"))["said"]


def test_an_entry_that_stands_twice_is_one(bring: Bring) -> None:
    starts = event("Term starts", "20260903")
    found = bring(starts, starts, event("Term ends", "20261218"))
    assert (found["new"], found["left_out"]) == (1, 0)


def test_a_holiday_that_begins_inside_a_term_is_not_clear(bring: Bring) -> None:
    found = bring(AUTUMN, event("Christmas holidays", "20261217", "20270104"))
    assert len(found["lines"]) == 1
    assert '"Christmas holidays" (Thu 17 Dec 2026 to Sun 3 Jan 2027)' in found["said"]


def test_terms_that_overlap_are_refused_and_nothing_is_written(bring: Bring) -> None:
    found = bring(AUTUMN, event("Winter Term", "20261201", "20270201"), code=4)
    assert "would overlap Autumn Term" in found["problems"][0]["problem"]
    assert found["lines"] == []


def test_what_else_is_in_a_diary_is_only_counted(bring: Bring) -> None:
    more = [event(f"Year 7 trip {day}", f"202611{day}") for day in range(10, 25)]
    found = bring(AUTUMN, *more)
    assert (found["new"], found["left_out"]) == (1, 15)
    assert "15 entries were left out, about other things" in found["said"]
    assert "trip" not in found["said"]


# -- moments, and files that are not right -------------------------------------------------


def test_a_whole_day_may_be_written_as_moments(bring: Bring) -> None:
    found = bring(
        timed("Half term", ":20261025T000000", ":20261031T000000"),
        timed("INSET day", ":20260902T230000Z", ":20260903T230000Z"),  # 3 September in summer time
        timed("Term starts", ";TZID=Europe/London:20260904T084000", ":20260904T090000"),
        timed("Term ends", ";TZID=Europe/London:20261218T133000", ":20261218T140000"),
    )
    assert [line[2:] for line in found["lines"]] == [
        ("2026-09-04", "2026-12-18"),
        ("2026-10-25", "2026-10-30"),
        ("2026-09-03", "2026-09-03"),
    ]


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Dubai", "UTC"])
def test_the_day_of_an_entry_is_the_same_on_a_computer_in_another_time_zone(
    bring: Bring, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    found = bring(
        timed("INSET day", ":20260902T230000Z", ":20260903T230000Z"),  # London
        timed("INSET day", ";TZID=Europe/London:20260904T000000", ":20260905T000000"),
        timed("Term starts", ";TZID=Europe/London:20260907T004000", ":20260907T010000"),
        timed("Term ends", ":20261218T000000Z", ":20261219T000000Z"),
        timed("INSET day", ":20261105T000000", ":20261106T000000"),
        timed("INSET day", ":20261006T000000Z", ":20261007T000000Z"),  # UTC itself
    )
    assert {line[2:] for line in found["lines"]} == {
        ("2026-09-03", "2026-09-03"),
        ("2026-09-04", "2026-09-04"),
        ("2026-09-07", "2026-12-18"),
        ("2026-11-05", "2026-11-05"),
        ("2026-10-06", "2026-10-06"),
    }


def test_a_calendar_may_say_in_which_zone_its_times_in_utc_were_meant(run: Run) -> None:
    own = timed("INSET day", ":20260902T200000Z", ":20260903T200000Z")
    text = calendar(own).replace("VERSION:2.0", "VERSION:2.0\r\nX-WR-TIMEZONE:Asia/Dubai")
    assert "Thu 3 Sep 2026: INSET" in run.ok("import", "terms", "-", "--dry-run", stdin=text).out
    text = text.replace("Asia/Dubai", "Nowhere")
    assert run.ok("import", "terms", "-", "--dry-run", stdin=text).out


def test_a_length_instead_of_an_end(bring: Bring) -> None:
    found = bring(event("Half term", "20261026", "", "DURATION:P5D"))
    assert found["lines"][0][2:] == ("2026-10-26", "2026-10-30")


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Autumn",
        "BEGIN:VCALENDAR\r\nno colon here\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nSUMMARY:\0\r\nEND:VCALENDAR\r\n",
    ],
)
def test_a_damaged_calendar_is_a_sentence(text: str, run: Run, given: Given) -> None:
    given.staff()
    answer = run("import", "terms", "-", stdin=text)
    assert answer.code == 4
    assert "is a calendar and damaged" in answer.err


def test_a_calendar_without_entries_says_that_there_is_nothing(bring: Bring) -> None:
    assert bring()["batch"] is None


def test_a_file_far_too_large_is_refused_before_memory_grows(run: Run, given: Given) -> None:
    import tracemalloc

    given.staff()
    text = calendar(event("A" * 8_000_000, "20261026"))
    tracemalloc.start()
    answer = run("import", "terms", "-", stdin=text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.code == 4
    assert "larger than 4 MB" in answer.err
    assert peak < 3 * len(text)


@pytest.mark.parametrize("what", ["families", "staff", "achievements", "contacts"])
def test_other_imports_say_where_a_calendar_goes(what: str, run: Run, given: Given) -> None:
    given.household()
    answer = run("import", what, "-", stdin=calendar(AUTUMN))
    assert answer.code == 4
    assert "`parentlink import terms` reads" in answer.err


def test_a_calendar_with_doubled_line_ends_is_read(run: Run, given: Given) -> None:
    given.staff()
    doubled = calendar(AUTUMN).replace("\r\n", "\r\r\n")
    assert "1 new" in run.ok("import", "terms", "-", stdin=doubled).out
    assert "Autumn" in run.ok("term", "list").out


def test_the_title_cannot_steer_the_screen(bring: Bring, run: Run, tmp_path: Path) -> None:
    found = bring(event("Term starts \x1b[2J now", "20260903"))
    assert "\x1b" not in found["said"]
    file = tmp_path / "dates.ics"
    file.write_text(calendar(AUTUMN), encoding="utf-8")
    assert "Read as a calendar file." in run.ok("import", "terms", str(file)).err


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Autumn Term 2026/27", Meaning.TERM),
        ("Term 3", Meaning.TERM),
        ("Spring Term (first half)", Meaning.TERM),
        ("Michaelmas term", Meaning.TERM),
        ("October half-term", Meaning.HALF_TERM),
        ("Half-term break", Meaning.HALF_TERM),
        ("May Half Term (Whit week)", Meaning.UNCLEAR),
        ("Half term - schools closed", Meaning.HALF_TERM),
        ("Staff INSET day 2", Meaning.INSET),
        ("Inset Day 1 of 5", Meaning.INSET),
        ("In-service training day", Meaning.INSET),
        ("Non-pupil day", Meaning.INSET),
        ("Teacher training day (school closed to pupils)", Meaning.INSET),
        ("Twilight INSET", Meaning.UNCLEAR),
        ("Early May Bank Holiday", Meaning.BANK_HOLIDAY),
        ("May Day bank holiday", Meaning.BANK_HOLIDAY),
        ("New Year's Day", Meaning.BANK_HOLIDAY),
        ("Easter Monday", Meaning.BANK_HOLIDAY),
        ("Easter holidays", Meaning.HOLIDAY),
        ("Academy closed", Meaning.CLOSURE),
        ("Occasional day", Meaning.CLOSURE),
        ("Office closed", Meaning.UNCLEAR),
        ("School closed early", Meaning.UNCLEAR),
        ("School closed for Year 7", Meaning.UNCLEAR),
        ("Last day before half term", Meaning.UNCLEAR),
        ("Summer term reports to parents", Meaning.UNCLEAR),
        ("Parents' evening", Meaning.OTHER),
        ("Easter", Meaning.OTHER),
        ("", Meaning.OTHER),
    ],
)
def test_a_title_means_what_it_says_and_nothing_else(title: str, what: Meaning) -> None:
    assert meaning(title) is what
