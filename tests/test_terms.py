"""Which term a day belongs to, with every kind of calendar."""

from datetime import date

import pytest

from parentlink.rules.school_days import Calendar, CalendarEntry
from parentlink.rules.terms import term_of, term_span
from parentlink.vocabulary.talks import TermName

ASSUMED = Calendar.of([])


def calendar(*spans: tuple[str, str]) -> Calendar:
    return Calendar.of(
        [
            CalendarEntry("term", f"T{n}", date.fromisoformat(a), date.fromisoformat(b))
            for n, (a, b) in enumerate(spans, start=1)
        ]
    )


@pytest.mark.parametrize(
    ("day", "year", "term"),
    [
        ("2026-10-05", 2026, "autumn"),
        ("2026-10-28", 2026, "autumn"),  # half-term: the second half of autumn comes next
        ("2026-12-25", 2026, "spring"),
        ("2027-02-01", 2026, "spring"),
        ("2027-05-10", 2026, "summer"),
        ("2027-08-10", 2027, "autumn"),  # the summer holiday belongs to the next school year
    ],
)
def test_a_day_is_in_its_term_and_a_holiday_in_the_next(day: str, year: int, term: str) -> None:
    assert term_of(date.fromisoformat(day), ASSUMED) == (year, term)


def test_six_short_terms_are_three() -> None:
    six = calendar(
        ("2026-09-02", "2026-10-21"),
        ("2026-11-02", "2026-12-18"),
        ("2027-01-04", "2027-02-10"),
        ("2027-02-22", "2027-04-01"),
        ("2027-04-19", "2027-05-28"),
        ("2027-06-07", "2027-07-22"),
    )
    assert [term_of(date(2026, m, 15), six)[1] for m in (9, 11)] == ["autumn", "autumn"]
    assert [term_of(date(2027, m, 20), six)[1] for m in (1, 3, 5, 6)] == [
        *("spring", "spring", "summer", "summer")
    ]
    assert term_span(2026, TermName.SPRING, six) == (date(2027, 1, 4), date(2027, 4, 1))


def test_one_term_on_file_is_known_by_its_place_in_the_year() -> None:
    spring = calendar(("2027-01-05", "2027-03-25"))
    assert term_of(date(2027, 1, 20), spring) == (2026, "spring")
    assert term_span(2026, TermName.SPRING, spring) == (date(2027, 1, 5), date(2027, 3, 25))
    assert term_span(2026, TermName.AUTUMN, spring) == term_span(2026, TermName.AUTUMN, ASSUMED)


@pytest.mark.parametrize("year", range(2020, 2040))
def test_in_any_year_the_three_terms_follow_each_other(year: int) -> None:
    spans = [term_span(year, term, ASSUMED) for term in TermName]
    assert [date(year, 9, 1), *(day for span in spans for day in span)] == sorted(
        [date(year, 9, 1), *(day for span in spans for day in span)]
    )
    for term, span in zip(TermName, spans, strict=True):
        for day in span:
            assert term_of(day, ASSUMED) == (year, term)
