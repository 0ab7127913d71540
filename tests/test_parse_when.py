"""Days, times, spans and minutes as people type them."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.dates import Prefer
from parentlink.parse.when import (
    When,
    parse_csv_day,
    parse_csv_when,
    parse_day,
    parse_minutes,
    parse_span,
    parse_when,
)

NOW = datetime(2026, 5, 13, 14, 0)  # noqa: DTZ001 - a Wednesday on the school's clock
TODAY = NOW.date()
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
WORDS = ["next", "last", "mon", "tue", "ago", "in", "2", "weeks", "4pm", "15:40", "13/05", "at"]
WORDS += ["12", "nov", "2025", "noon", "2026-05-13", "T", "Z", "+01:00", "..", "to", ".", "utc"]
TYPED = st.one_of(
    st.text(max_size=30),
    st.text("0123456789/-.: apm", max_size=20),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
)


def said(day: str, clock: str = "") -> When:
    return When(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)


@pytest.mark.parametrize("prefer", ["past", "future"])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", said("2026-05-13")),
        ("Yesterday", said("2026-05-12")),
        ("tomorrow", said("2026-05-14")),
        ("now", said("2026-05-13", "14:00")),
        ("yesterday 4pm", said("2026-05-12", "16:00")),
        ("4pm yesterday", said("2026-05-12", "16:00")),
        ("yesterday at 4 p.m.", said("2026-05-12", "16:00")),
        ("today 13.05", said("2026-05-13", "13:05")),
        ("15:40", said("2026-05-13", "15:40")),
        ("4pm", said("2026-05-13", "16:00")),
        ("at noon", said("2026-05-13", "12:00")),
        ("12am", said("2026-05-13", "00:00")),
        ("12:30 pm", said("2026-05-13", "12:30")),
        ("next tue", said("2026-05-19")),
        ("next wed", said("2026-05-20")),
        ("last friday", said("2026-05-08")),
        ("last wed", said("2026-05-06")),
        ("13/05", said("2026-05-13")),
        ("13/5/2026", said("2026-05-13")),
        ("13.05.2026", said("2026-05-13")),
        ("13-05-2026 15.40", said("2026-05-13", "15:40")),
        ("13.05", said("2026-05-13")),
        ("3 days ago", said("2026-05-10")),
        ("2 weeks ago", said("2026-04-29")),
        ("a fortnight ago at 9am", said("2026-04-29", "09:00")),
        ("in 2 weeks", said("2026-05-27")),
        ("in a week", said("2026-05-20")),
        ("12 November 2025", said("2025-11-12")),
        ("12th of november, 2025", said("2025-11-12")),
        ("Nov 12, 2025", said("2025-11-12")),
        ("12-Nov-2025 at 4pm", said("2025-11-12", "16:00")),
        ("2025 nov 12", said("2025-11-12")),
        ("Wednesday, 12 November 2025, 3.30 p.m.", said("2025-11-12", "15:30")),
        ("2025 nov 12 wed", said("2025-11-12")),
        ("wed 13/05", said("2026-05-13")),
        ("2026-04-03", said("2026-04-03")),
        ("2026-04-03T15:40", said("2026-04-03", "15:40")),
        ("2026-04-03 15:40:30", said("2026-04-03", "15:40:30")),
        ("2026-04-03 4pm", said("2026-04-03", "16:00")),
        ("2026-04-03T15:40Z", said("2026-04-03", "16:40")),
        ("2026-12-31T23:30:00-01:00", said("2027-01-01", "00:30")),
        ("2026-04-03 15:40 +02:00", said("2026-04-03", "14:40")),
    ],
)
def test_words_that_mean_the_same_in_both_directions(
    text: str, meant: When, prefer: Prefer
) -> None:
    assert parse_when(text, NOW, prefer) == meant


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("mon 15:40", said("2026-05-11", "15:40"), said("2026-05-18", "15:40")),
        ("on monday", said("2026-05-11"), said("2026-05-18")),
        ("friday 3.30pm", said("2026-05-08", "15:30"), said("2026-05-15", "15:30")),
        ("monday 15.40", said("2026-05-11", "15:40"), said("2026-05-18", "15:40")),
        ("wed", said("2026-05-13"), said("2026-05-20")),
        ("wed 14:00", said("2026-05-13", "14:00"), said("2026-05-20", "14:00")),
        ("wed 14:01", said("2026-05-06", "14:01"), said("2026-05-20", "14:01")),
        ("14/05", said("2025-05-14"), said("2026-05-14")),
        ("12/05", said("2026-05-12"), said("2027-05-12")),
        ("12 nov 3:30pm", said("2025-11-12", "15:30"), said("2026-11-12", "15:30")),
    ],
)
def test_days_without_a_year_or_a_week_follow_the_preference(
    text: str, past: When, future: When
) -> None:
    assert (parse_when(text, NOW, "past"), parse_when(text, NOW, "future")) == (past, future)


@pytest.mark.parametrize("text", ["29/02", "29 feb", "february 29 at 9am"])
def test_the_29th_of_february_needs_its_year_unless_it_is_within_one(text: str) -> None:
    for prefer, why in (("past", "the last was in 2024"), ("future", "the next is in 2028")):
        with pytest.raises(Unreadable) as refusal:
            parse_when(text, NOW, "past" if prefer == "past" else "future")
        assert f"{why}. Please write the year too" in str(refusal.value)
    soon = datetime(2027, 9, 1, 12, 0)  # noqa: DTZ001 - local
    assert parse_when(text, soon, "future").day == date(2028, 2, 29)
    late = datetime(2024, 12, 1, 12, 0)  # noqa: DTZ001 - local
    assert parse_when(text, late, "past").day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is no date here"),
        ("gibberish", 'Try "yesterday 4pm"'),
        ("nov 2025", 'Try "yesterday 4pm"'),
        ("10th", 'Try "yesterday 4pm"'),
        ("2026-W15-1", 'Try "yesterday 4pm"'),
        ("12 nov utc+5", 'Try "yesterday 4pm"'),
        ("2026-04-03T15:40:75", 'Try "yesterday 4pm"'),
        ("may mon 2025", 'Try "yesterday 4pm"'),
        ("2025 nov 12 mon", 'Try "yesterday 4pm"'),
        ("2025 nov 12 15h", 'Try "yesterday 4pm"'),
        ("2025 nov 12 15h40m", 'Try "yesterday 4pm"'),
        ("may '25", 'Try "yesterday 4pm"'),
        ("1112 nov 12", 'Try "yesterday 4pm"'),
        ("0025 nov 12", 'Try "yesterday 4pm"'),
        ("13/05-2026", 'Try "yesterday 4pm"'),
        ("１２/05/2026", 'Try "yesterday 4pm"'),
        ("20260403", '"2026-04-03"'),
        ("2026/5/3", '"2026-05-03"'),
        ("03/04/26", 'like "2026"'),
        ("12 nov 25", 'like "2025"'),
        ("12 nov '25", 'Try "yesterday 4pm"'),
        ("5", "the day and the month"),
        ("1600", '"16:00"'),
        ("2026", "a time or a year"),
        ("monday 1540", 'Try "yesterday 4pm"'),
        ("40968", "probably 29/02/2012"),
        ("1775230000", "how a computer counts time"),
        ("31/04", "April has 30 days"),
        ("30/02/2026", "February has 28 days"),
        ("29/02/2025", "2025 is not a leap year"),
        ("05/13/2026", "as in 13/05"),
        ("00/05/2026", "days start at 1"),
        ("13/05/0026", "between 1900 and 2199"),
        ("3.30", 'A time is written "3:30"'),
        ("mon 13.05", '"13:05" or "13/05"'),
        ("mon 13/05", "is a Wednesday"),
        ("25:00", "hours go from 00 to 23"),
        ("12 nov 25:00", "hours go from 00 to 23"),
        ("2026-04-03T24:00", "hours go from 00 to 23"),
        ("16:75", "minutes and seconds go from 00 to 59"),
        ("15:4", "minutes have two digits"),
        ("13pm", "the hour goes from 1 to 12"),
    ],
)
def test_what_is_wrong_or_could_mean_two_things_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_when(text, NOW)
    assert why in str(refusal.value)


@given(DAYS)
def test_an_iso_date_is_always_itself(day: date) -> None:
    assert parse_when(day.isoformat(), NOW) == (day, None)
    assert parse_csv_day(day.isoformat()) == parse_day(day.isoformat(), TODAY) == day


@given(DAYS, st.sampled_from("/.-"))
def test_the_day_always_comes_before_the_month(day: date, mark: str) -> None:
    written = day.strftime(f"%d{mark}%m{mark}%Y")
    assert parse_when(written, NOW).day == parse_csv_day(written) == day


@settings(deadline=None)  # the year in front is read by dateutil, which loads slowly
@given(DAYS)
def test_a_month_in_words_is_always_understood(day: date) -> None:
    for form in ("%d %B %Y", "%d-%b-%Y", "%b %d %Y", "%Y %b %d"):
        assert parse_when(day.strftime(form), NOW).day == day


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))  # noqa: DTZ001
def test_a_local_iso_moment_is_always_itself(moment: datetime) -> None:
    assert parse_when(moment.isoformat(), NOW) == (moment.date(), moment.time())


@given(st.integers(0, 364), st.sampled_from(["past", "future"]))
def test_a_day_without_a_year_is_the_nearest_on_its_side(days: int, prefer: Prefer) -> None:
    day = TODAY + timedelta(days=-days if prefer == "past" else days)
    assert parse_day(f"{day.day}/{day.month}", TODAY, prefer) == day


@settings(deadline=None)  # the first odd date loads dateutil
@given(TYPED)
def test_any_text_is_either_understood_or_refused(text: str) -> None:
    parsers: list[Callable[[], object]] = [
        lambda: parse_when(text, NOW),
        lambda: parse_when(text, NOW, "future"),
        lambda: parse_day(text, TODAY),
        lambda: parse_span(text, TODAY),
        lambda: parse_minutes(text),
        lambda: parse_csv_day(text),
        lambda: parse_csv_when(text),
    ]
    for parse in parsers:
        with suppress(Unreadable):
            parse()


@pytest.mark.parametrize("text", ["tomorrow 4pm", "15:40", "now", "2026-05-13T15:40", "noon"])
def test_where_a_day_is_wanted_a_time_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="Only a day is wanted"):
        parse_day(text, TODAY)


def test_a_day_is_taken_from_the_future_unless_told() -> None:
    assert parse_day("mon", TODAY) == date(2026, 5, 18)
    assert parse_day("mon", TODAY, "past") == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10-26..2026-10-30", "2026-10-26", "2026-10-30"),
        ("26/10/2026 to 30/10/2026", "2026-10-26", "2026-10-30"),
        ("26/10 .. 30/10", "2026-10-26", "2026-10-30"),
        ("13/06", "2026-06-13", "2026-06-13"),
        ("mon..fri", "2026-05-18", "2026-05-22"),
        ("today..in 2 weeks", "2026-05-13", "2026-05-27"),
    ],
)
def test_a_span_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert parse_span(text, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("30/10/2026..26/10/2026", "ends on 26/10/2026, before it starts on 30/10/2026"),
        ("..", "There is no date here"),
        ("today..", "There is no date here"),
        ("today 4pm..tomorrow", "Only a day is wanted"),
    ],
)
def test_a_span_that_cannot_be_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse_span(text, TODAY)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *[("1", 1), ("12", 12), ("12 min", 12), ("12m", 12), ("600", 600), ("10h", 600)],
        *[("1h", 60), ("1h 15", 75), ("1H15m", 75), ("1 hour 15 minutes", 75)],
    ],
)
def test_minutes_are_read_with_or_without_hours(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "601", "10h 1", "-5", "1.5h", "m", "long", "١٢"])
def test_other_lengths_of_time_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="from 1 to 600"):
        parse_minutes(text)


def test_everyday_words_load_nothing_heavy() -> None:
    script = (
        "import sys, datetime as d; from parentlink.parse import names, phone, upn, when;"
        "when.parse_when('yesterday 4pm', d.datetime(2026, 5, 13));"
        "print({'dateutil', 'phonenumbers', 'zoneinfo', 'difflib', 'dataclasses', 'inspect'}"
        " & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert answer.stdout == "set()\n", answer.stderr
