"""School days, half-terms and bank holidays."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.easter import easter
from hypothesis import given, settings
from hypothesis import strategies as st

from parentlink.rules.bank_holidays import bank_holidays, easter_sunday
from parentlink.rules.school_days import Calendar, CalendarEntry, counted, plain_day
from parentlink.rules.usual_year import Block, usual_blocks

USUAL = Calendar.of(())
DAYS = st.dates(date(2021, 1, 1), date(2028, 12, 31))


def entry(kind: str, first: str, last: str = "", name: str = "Autumn") -> CalendarEntry:
    return CalendarEntry(kind, name, date.fromisoformat(first), date.fromisoformat(last or first))


TERMS = [
    entry("term", "2025-09-02", "2025-12-19"),
    entry("half-term", "2025-10-20", "2025-10-31", "Two weeks"),
    entry("term", "2026-01-05", "2026-03-27", "Spring"),
    entry("half-term", "2026-02-16", "2026-02-20", "February"),
    entry("term", "2026-04-13", "2026-07-21", "Summer"),
    entry("half-term", "2026-05-25", "2026-05-29", "May"),
    entry("inset", "2025-09-02", name="INSET"),
    entry("closure", "2026-01-08", "2026-01-09", "Snow"),
]
SCHOOL = Calendar.of(TERMS)


def test_easter_is_the_easter_of_dateutil() -> None:
    assert all(easter_sunday(year) == easter(year) for year in range(1900, 2200))


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
    ],
)
def test_bank_holidays_are_those_that_were_published(year: int, days: str) -> None:
    assert bank_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in days.split()}


def test_the_assumed_year_is_what_most_councils_published_for_2025() -> None:
    spans = [(b.name, f"{b.starts_on:%d%b}", f"{b.ends_on:%d%b}") for b in usual_blocks(2025)]
    assert spans == [
        ("Autumn 1", "03Sep", "24Oct"),
        ("Autumn 2", "03Nov", "19Dec"),
        ("Spring 1", "05Jan", "13Feb"),
        ("Spring 2", "23Feb", "27Mar"),
        ("Summer 1", "13Apr", "22May"),
        ("Summer 2", "01Jun", "21Jul"),
    ]


@pytest.mark.parametrize("year", range(2015, 2045))
def test_any_assumed_year_has_about_190_days_and_closes_over_easter(year: int) -> None:
    blocks = usual_blocks(year)
    days = USUAL.school_days_between(date(year, 8, 31), date(year + 1, 8, 31))
    assert 183 <= days <= 196
    assert all(b.starts_on < b.ends_on and b.assumed for b in blocks)
    assert all(one.ends_on < two.starts_on for one, two in pairwise(blocks))
    assert blocks[0].starts_on.year == year
    assert blocks[-1].ends_on < date(year + 1, 7, 22)
    sunday = easter_sunday(year + 1)
    holy_days = (sunday + timedelta(days=shift) for shift in (-2, 1))
    assert not any(b.starts_on <= day <= b.ends_on for day in holy_days for b in blocks)


def test_a_late_easter_closes_the_two_weeks_before_it() -> None:
    spring, summer = usual_blocks(2024)[3:5]
    assert (spring.ends_on, summer.starts_on) == (date(2025, 4, 4), date(2025, 4, 22))


def test_school_comes_back_after_the_new_year_bank_holiday() -> None:
    assert usual_blocks(2022)[1].ends_on == date(2022, 12, 16)
    assert usual_blocks(2022)[2].starts_on == date(2023, 1, 3)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2025-09-02", "INSET"),
        ("2025-09-06", "Saturday"),
        ("2025-10-22", "half-term"),
        ("2025-12-22", "Christmas holiday"),
        ("2026-01-09", "closure"),
        ("2026-05-04", "bank holiday"),
        ("2026-08-12", "summer holiday"),
    ],
)
def test_a_day_without_pupils_is_no_school_day(day: str, why: str) -> None:
    assert not SCHOOL.is_school_day(date.fromisoformat(day)), why


def test_an_ordinary_tuesday_in_term_is_a_school_day() -> None:
    assert SCHOOL.is_school_day(date(2025, 9, 9))
    assert not SCHOOL.assumed
    assert USUAL.assumed


def test_the_clock_stands_still_over_a_holiday() -> None:
    assert SCHOOL.school_days_between(date(2025, 12, 19), date(2026, 1, 4)) == 0
    assert SCHOOL.school_days_between(date(2025, 12, 18), date(2026, 1, 5)) == 2
    assert SCHOOL.school_days_between(date(2026, 1, 5), date(2025, 12, 18)) == 0


@pytest.mark.parametrize(
    ("name", "half"),
    [
        ("Autumn Term 2026", "Autumn 2"),
        ("Autumn term", "Autumn 2"),
        ("Autumn 2026/27", "Autumn 2"),
        ("Term", "Term 2"),
        ("Term 3", "Term 3 2"),
    ],
)
def test_the_half_of_a_term_goes_by_what_schools_call_it(name: str, half: str) -> None:
    term = CalendarEntry("term", name, date(2026, 9, 3), date(2026, 12, 18))
    gap = CalendarEntry("half-term", "Half-term", date(2026, 10, 26), date(2026, 10, 30))
    assert Calendar([term, gap]).half_term(date(2026, 11, 23)).name == half


def test_a_break_splits_a_term_into_two_numbered_blocks() -> None:
    assert SCHOOL.half_term(date(2025, 9, 9)) == Block(
        "Autumn 1", date(2025, 9, 2), date(2025, 10, 17)
    )
    assert SCHOOL.half_term(date(2025, 11, 4)) == Block(
        "Autumn 2", date(2025, 11, 3), date(2025, 12, 19)
    )
    assert SCHOOL.half_term(date(2026, 2, 28)).name == "Spring 2"


def test_in_a_holiday_the_next_half_term_is_meant() -> None:
    assert SCHOOL.half_term(date(2025, 12, 24)).name == "Spring 1"
    assert SCHOOL.half_term(date(2025, 10, 25)).name == "Autumn 2"


def test_after_the_last_term_on_file_the_next_one_is_assumed() -> None:
    august = date(2026, 8, 1)
    assert SCHOOL.half_term(august) == usual_blocks(2026)[0]
    assert SCHOOL.assumed_for(august)
    assert not SCHOOL.assumed_for(date(2025, 12, 24))


def test_with_only_the_autumn_on_file_the_clock_goes_on_in_spring() -> None:
    calendar = Calendar.of(TERMS[:2])
    assert not calendar.is_school_day(date(2025, 10, 22))
    assert calendar.half_term(date(2025, 11, 11)).assumed is False
    assert calendar.is_school_day(date(2026, 1, 20))
    assert calendar.assumed_for(date(2026, 1, 20))


def test_a_term_that_starts_in_august_belongs_to_the_year_it_begins() -> None:
    calendar = Calendar.of([entry("term", "2025-08-27", "2025-10-17")])
    assert calendar.is_school_day(date(2025, 8, 28))
    assert calendar.is_school_day(date(2025, 9, 1))
    assert not calendar.is_school_day(date(2025, 10, 20))
    assert calendar.school_days_between(date(2025, 8, 26), date(2025, 9, 2)) == 5
    assert calendar.half_term(date(2025, 8, 20)).name == "Autumn"


def test_a_closure_counts_when_no_terms_are_on_file() -> None:
    calendar = Calendar.of([entry("closure", "2025-11-11")])
    assert calendar.assumed
    assert not calendar.is_school_day(date(2025, 11, 11))
    assert calendar.is_school_day(date(2025, 11, 12))


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        ("2025-09-02", 7),
        ("2025-10-10", 2),
        ("2025-10-11", 1),
        ("2025-10-17", 1),
        ("2025-10-25", 7),
        ("2025-12-25", 6),
    ],
)
def test_weeks_left_are_weeks_with_a_school_day_in_them(day: str, weeks: int) -> None:
    assert SCHOOL.teaching_weeks_left(date.fromisoformat(day)) == weeks


def test_school_days_are_added_across_a_holiday() -> None:
    assert SCHOOL.add_school_days(date(2025, 12, 18), 2) == date(2026, 1, 5)
    assert SCHOOL.add_school_days(date(2025, 12, 20), 0) == date(2025, 12, 20)
    assert SCHOOL.next_school_day(date(2025, 12, 20)) == date(2026, 1, 5)
    assert SCHOOL.next_school_day(date(2026, 1, 5)) == date(2026, 1, 5)
    with pytest.raises(ValueError, match="-1"):
        SCHOOL.add_school_days(date(2026, 1, 5), -1)


def test_a_school_closed_for_years_still_gets_an_answer() -> None:
    shut = Calendar.of([entry("closure", "2000-01-01", "2100-01-01")])
    assert shut.add_school_days(date(2026, 1, 5), 3) == date(2026, 1, 8)
    assert shut.teaching_weeks_left(date(2026, 1, 5)) == 1
    gone = Calendar.of(
        [entry("term", "2000-01-01", "2100-01-01"), entry("half-term", "2000-01-01", "2100-01-01")]
    )
    assert gone.half_term(date(2026, 1, 5)).starts_on == date(2026, 1, 5)


def test_an_entry_that_ends_before_it_starts_is_left_out() -> None:
    assert Calendar.of([entry("term", "2025-12-01", "2025-09-01")]).assumed


def test_days_and_numbers_are_written_as_people_write_them() -> None:
    assert plain_day(date(2025, 12, 5), date(2025, 12, 1)) == "5 Dec"
    assert plain_day(date(2024, 12, 5), date(2025, 12, 1)) == "5 Dec 2024"
    assert (counted(1, "school day"), counted(0, "school day")) == ("1 school day", "0 school days")
    assert counted(3, "try", "tries") == "3 tries"


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    kinds = st.sampled_from(["term", "term", "half-term", "inset", "closure"])
    spans = st.tuples(kinds, DAYS, st.integers(-2, 120))
    drawn = draw(st.lists(spans, max_size=8))
    return Calendar.of(
        [CalendarEntry(kind, "T", day, day + timedelta(days=long)) for kind, day, long in drawn]
    )


@settings(max_examples=60, deadline=None)
@given(calendars(), DAYS, st.integers(0, 900))
def test_counting_agrees_with_looking_at_each_day(calendar: Calendar, day: date, span: int) -> None:
    ahead = [day + timedelta(days=n) for n in range(1, span + 1)]
    seen = [d for d in ahead if calendar.is_school_day(d)]
    assert calendar.school_days_between(day, day + timedelta(days=span)) == len(seen)
    assert not any(d.weekday() > 4 or d in bank_holidays(d.year) for d in seen)
    if seen:
        assert calendar.add_school_days(day, len(seen)) == seen[-1]


@settings(max_examples=100, deadline=None)
@given(calendars(), DAYS)
def test_any_school_day_is_inside_its_half_term(calendar: Calendar, day: date) -> None:
    block = calendar.half_term(day)
    assert block.ends_on >= day
    assert calendar.teaching_weeks_left(day) >= 1
    if calendar.is_school_day(day):
        assert block.starts_on <= day
