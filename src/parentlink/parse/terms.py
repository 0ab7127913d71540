"""Terms and days off as a school writes them: "Autumn 2026, 3/9/2026..18/12/2026"."""

import re
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.dates import Prefer
from parentlink.parse.names import clean_name, fold, shorten
from parentlink.parse.when import parse_day

EXAMPLE = '"Autumn 2026, 2026-09-03..2026-12-18, half-term 2026-10-26..2026-10-30"'
_HALF_TERMS = ("half term", "halfterm", "half term break")
_SCHOOL_YEAR = re.compile(r"\b(?:20)?([2-9]\d)\s?[/–-]\s?(?:20)?([2-9]\d)\b")
_YEAR = re.compile(r"\b20\d\d\b")

Span = tuple[date, date]


class Term(NamedTuple):
    """A term with its half-term breaks; both ends of every span are inside it."""

    name: str
    starts_on: date
    ends_on: date
    breaks: tuple[Span, ...] = ()


def parse_term(name: str, start: str, end: str, half_terms: list[str] | None, today: date) -> Term:
    """A term from its parts; a day without a year is in the year that the name says, or follows on
    from the day before it.

    Raises:
        Unreadable: one of the parts is not what it should be, or the name says another year.
    """
    called = clean_name(name, "the term's name")
    year = _year_in(called)
    first, last = _span(start, end, today, "future", year and year[0])
    if year and (last < year[0] or first > year[1]):
        raise Unreadable(
            f'"{shorten(called)}" would run from {in_full(first)} to {in_full(last)}, which is '
            "another year than its name says. Please correct the name or the days."
        )
    breaks = tuple(parse_days(text, first) for text in half_terms or ())
    return Term(called, first, last, breaks)


def _year_in(name: str) -> Span | None:
    """The year of "Autumn 2026", or the school year of "Spring 2026/27"."""
    if (found := _SCHOOL_YEAR.search(name)) and int(found[2]) == int(found[1]) + 1:
        year = 2000 + int(found[1])
        return date(year, 8, 1), date(year + 1, 7, 31)  # Scotland starts in the middle of August
    years = {int(each) for each in _YEAR.findall(name)}
    if len(years) != 1:
        return None
    year = years.pop()
    return date(year, 1, 1), date(year, 12, 31)


def parse_term_line(text: str, today: date) -> Term:
    """A term in one line: a name, START..END, and "half-term START..END" if there is one.

    Raises:
        Unreadable: the line is not written so, or one of its days cannot be read.
    """
    name, *parts = [part.strip() for part in text.split(",")]
    spans = [part for part in parts if part and not fold(part).startswith("half")]
    if len(spans) != 1 or ".." not in spans[0]:
        raise Unreadable(f"Cannot read {shorten(text)!r} as a term. Try {EXAMPLE}.")
    start, _, end = spans[0].partition("..")
    half_terms = [_after_half_term(part) for part in parts if part and part != spans[0]]
    return parse_term(name, start, end, half_terms, today)


def _after_half_term(part: str) -> str:
    words, digit, _ = part.partition(next((sign for sign in part if sign.isdigit()), "\0"))
    if not digit or fold(words).rstrip(": ") not in _HALF_TERMS:
        raise Unreadable(f"Cannot read {shorten(part)!r} as a half-term. Try {EXAMPLE}.")
    return part[len(words) :]


def parse_days(text: str, today: date, prefer: Prefer = "future") -> Span:
    """First and last day of "26/10/2026..30/10/2026"; one day counts as both.

    Raises:
        Unreadable: not such days, or the last one comes before the first.
    """
    start, dots, end = text.partition("..")
    return _span(start, end if dots else start, today, prefer)


def _span(start: str, end: str, today: date, prefer: Prefer, since: date | None = None) -> Span:
    first, last = parse_day(start, today, prefer, since), parse_day(end, today, prefer, since)
    if last < first:
        last = parse_day(end, first, "future")  # "mon..tue", or 3/9..18/12 said in November
    if last < first:
        raise Unreadable(
            f"It ends on {in_full(last)}, before it starts on {in_full(first)}. "
            "Please write the earlier day first."
        )
    return first, last


def in_full(day: date) -> str:
    """A day with its weekday and year, so that a guessed year is seen: "Fri 18 Dec 2026"."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"
