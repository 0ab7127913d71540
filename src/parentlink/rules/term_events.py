"""A calendar's entries as the terms, half-terms, INSET days and closures of a school.

What is not clear is never guessed: a wrong term would move every date that is counted from it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from parentlink.rules.bank_holidays import bank_holidays
from parentlink.rules.term_words import Meaning, meaning
from parentlink.vocabulary import DayKind

_DAY = timedelta(days=1)
SHORTEST_TERM, LONGEST_TERM = 15, 120  # calendar days; the shortest of six terms has about 30
_SHORTEST_BREAK, _LONGEST_BREAK = 3, 16  # a half-term: some days to two weeks with three weekends
_LONGEST_INSET, _LONGEST_CLOSURE = 5, 60
_WHOLE_DAY = 360  # minutes; what is shorter closes no school for the day


class Event(NamedTuple):
    """An entry of a calendar; both days are inside it, `minutes` only where it has hours."""

    number: int
    title: str
    starts_on: date
    ends_on: date
    minutes: int | None = None

    @property
    def days(self) -> int:
        """How many calendar days it lasts."""
        return (self.ends_on - self.starts_on).days + 1


class Found(NamedTuple):
    """A line for the school's calendar, and the entry it is from."""

    number: int
    kind: DayKind
    name: str
    starts_on: date
    ends_on: date


class Sorted(NamedTuple):
    """What a calendar says: lines to keep, entries that need no line since their days follow from
    others, entries nobody can be sure of, and how many are about something else."""

    lines: list[Found]
    needless: list[Event]
    unclear: list[Event]
    others: int


def sort_out(events: Iterable[Event]) -> Sorted:
    """Which entries of a calendar are lines of ours."""
    by: dict[Meaning, list[Event]] = {each: [] for each in Meaning}
    for event in _joined(events):
        by[_meant(event)].append(event)
    lines = [
        Found(one.number, kind, one.title, one.starts_on, one.ends_on)
        for what, kind in _KINDS.items()
        for one in by[what]
    ]
    unclear = by[Meaning.UNCLEAR]
    for starts, ends, kind in _PAIRS:
        pairs, alone = _paired(by[starts], by[ends], kind)
        lines += pairs
        unclear += alone
    needless, closures, open_questions = _holidays(by, lines)
    lines = sorted({*lines, *closures}, key=lambda one: (one.starts_on, one.number))
    unclear = sorted([*unclear, *open_questions], key=lambda one: (one.starts_on, one.number))
    return Sorted(lines, needless, unclear, len(by[Meaning.OTHER]))


_KINDS = {
    Meaning.TERM: DayKind.TERM,
    Meaning.HALF_TERM: DayKind.HALF_TERM,
    Meaning.INSET: DayKind.INSET,
    Meaning.CLOSURE: DayKind.CLOSURE,
}
_PAIRS = (
    (Meaning.TERM_STARTS, Meaning.TERM_ENDS, DayKind.TERM),
    (Meaning.HALF_TERM_STARTS, Meaning.HALF_TERM_ENDS, DayKind.HALF_TERM),
)
_LENGTHS = {
    Meaning.TERM: (SHORTEST_TERM, LONGEST_TERM),
    Meaning.HALF_TERM: (_SHORTEST_BREAK, _LONGEST_BREAK),
    Meaning.INSET: (1, _LONGEST_INSET),
    Meaning.CLOSURE: (1, _LONGEST_CLOSURE),
    Meaning.HOLIDAY: (1, _LONGEST_CLOSURE),
    Meaning.BANK_HOLIDAY: (1, 4),
}


def kind_called(name: str, days: int) -> DayKind | None:
    """What a line of a list is that says no kind: by its name, and a long one is a term."""
    what = meaning(name)
    if what in (Meaning.HOLIDAY, Meaning.BANK_HOLIDAY):
        return DayKind.CLOSURE
    if what in _KINDS and what is not Meaning.TERM:
        return _KINDS[what]
    is_term = what in (Meaning.TERM, Meaning.OTHER) and days >= SHORTEST_TERM
    return DayKind.TERM if is_term else None


def _meant(event: Event) -> Meaning:
    """What an entry is, unless its length speaks against it."""
    what = meaning(event.title)
    if what in (Meaning.OTHER, Meaning.UNCLEAR):
        return what
    shortest, longest = _LENGTHS.get(what, (1, 1))  # a first or last day is one day
    is_short = event.minutes is not None and event.minutes < _WHOLE_DAY
    if what in _LENGTHS and is_short:
        return Meaning.UNCLEAR
    return what if shortest <= event.days <= longest else Meaning.UNCLEAR


def ends_early(line: Found) -> bool:
    """Whether a half-term begins on a Monday or weekend and ends on a Thursday, as none does."""
    begins_a_week = line.starts_on.weekday() in (0, 5, 6)
    return line.kind is DayKind.HALF_TERM and begins_a_week and line.ends_on.weekday() == 3


def _joined(events: Iterable[Event]) -> list[Event]:
    """Entries that stand twice once; a half-term of single days, written one by one, as one."""
    found: list[Event] = []
    for event in sorted(events, key=lambda one: (one.title, one.starts_on, one.number)):
        last = found[-1] if found else None
        if last and last.title == event.title:
            if last[2:] == event[2:]:
                continue
            goes_on = last.ends_on + _DAY == event.starts_on and event.days == 1
            if goes_on and meaning(event.title) is Meaning.HALF_TERM and event.minutes is None:
                found[-1] = last._replace(ends_on=event.ends_on)
                continue
        found.append(event)
    return found


def _paired(
    starts: Sequence[Event], ends: Sequence[Event], kind: DayKind
) -> tuple[list[Found], list[Event]]:
    """First and last days in pairs; where two of a sort follow each other nobody knows which."""
    firsts = {one.number for one in starts}
    days = sorted([*starts, *ends], key=lambda one: (one.starts_on, one.number))
    # An "s" for each first day and an "e" for each last one; only a lonely "se" is a pair.
    order = "".join("s" if one.number in firsts else "e" for one in days)
    rows: list[Found] = []
    used: set[int] = set()
    for pair in _PAIR.finditer(order):
        first, last = days[pair.start()], days[pair.start() + 1]
        span = first._replace(ends_on=last.starts_on)
        if span.days in _LENGTHS_OF_PAIRS[kind]:
            name = _name(first, last, kind)
            rows.append(Found(first.number, kind, name, span.starts_on, span.ends_on))
            used |= {first.number, last.number}
    return rows, [one for one in days if one.number not in used]


_PAIR = re.compile("(?<!s)se(?!e)")
_LENGTHS_OF_PAIRS = {
    DayKind.TERM: range(SHORTEST_TERM, LONGEST_TERM + 1),
    DayKind.HALF_TERM: range(_SHORTEST_BREAK, _LONGEST_BREAK + 1),
}
_SEASONS = ("autumn", "spring", "summer", "winter", "michaelmas", "lent", "trinity")


def _name(first: Event, last: Event, kind: DayKind) -> str:
    """What to call days of which only the first and the last have a title."""
    said = f"{first.title} {last.title}".casefold()
    season = next((each.capitalize() for each in _SEASONS if each in said), "")
    if kind is DayKind.HALF_TERM:
        return f"{season} half-term {first.starts_on.year}".strip().capitalize()
    if season:
        return f"{season} term {first.starts_on.year}"
    return f"Term from {first.starts_on.day} {first.starts_on:%b} {first.starts_on.year}"


def _holidays(
    by: dict[Meaning, list[Event]], lines: Sequence[Found]
) -> tuple[list[Event], list[Found], list[Event]]:
    """Holidays that follow from the rest, those that close the school, those nobody can place."""
    needless: list[Event] = []
    closures: list[Found] = []
    unclear: list[Event] = []
    terms = [one for one in lines if one.kind is DayKind.TERM]
    for one in [*by[Meaning.HOLIDAY], *by[Meaning.BANK_HOLIDAY]]:
        meets = [t for t in terms if t.starts_on <= one.ends_on and one.starts_on <= t.ends_on]
        inside = [t for t in meets if t.starts_on <= one.starts_on and one.ends_on <= t.ends_on]
        if _is_known(one) or (terms and not meets):
            needless.append(one)
        elif meets and not inside:
            unclear.append(one)
        else:
            closures.append(Found(one.number, DayKind.CLOSURE, one.title, *one[2:4]))
    return needless, closures, unclear


def _is_known(event: Event) -> bool:
    """Whether all its weekdays are bank holidays, which are worked out."""
    days = [event.starts_on + _DAY * count for count in range(event.days)]
    weekdays = [day for day in days if day.weekday() < 5]
    return all(day in bank_holidays(day.year) for day in weekdays)
