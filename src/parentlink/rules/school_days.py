"""Which days are school days, and how many lie between two days."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from parentlink.rules.bank_holidays import bank_holidays
from parentlink.rules.usual_year import Block, usual_blocks
from parentlink.vocabulary import DayKind

__all__ = ["Block", "Calendar", "CalendarEntry", "academic_year", "counted", "plain_day"]

_DAY = timedelta(days=1)
# A school says "Autumn 2" of the second half of "Autumn Term 2026".
_AFTER_NAME = re.compile(r"(\s+term)?(\s+[0-9]{4}([-/][0-9]{2,4})?)?$", re.IGNORECASE)
_YEARS_AHEAD = 6  # how far a search for the next school day goes before it gives up


class CalendarEntry(NamedTuple):
    """A line of the school's calendar; `kind` is a word of `DayKind`, both days are inside it."""

    kind: str
    name: str
    starts_on: date
    ends_on: date


class _Year(NamedTuple):
    blocks: tuple[Block, ...]
    days: tuple[int, ...]  # the school days as sorted ordinals


class Calendar:
    """The school's own days, and the usual ones of England and Wales where none are on file."""

    __slots__ = ("_entries", "_on_file", "_terms", "_years", "assumed")

    def __init__(self, entries: Sequence[CalendarEntry]) -> None:
        """Prefer `Calendar.of`. An entry that ends before it starts is left out."""
        self._entries = [entry for entry in entries if entry.starts_on <= entry.ends_on]
        self._terms = [entry for entry in self._entries if entry.kind == DayKind.TERM]
        breaks = sorted((e for e in self._entries if e.kind == DayKind.HALF_TERM), key=_start)
        self._on_file = [block for term in self._terms for block in _split(term, breaks)]
        self._years: dict[int, _Year] = {}
        self.assumed = not self._terms  # no term at all is on file

    @classmethod
    def of(cls, entries: Sequence[CalendarEntry]) -> "Calendar":
        """A calendar of these entries; without a term among them the usual year is assumed."""
        return cls(entries)

    def is_school_day(self, day: date) -> bool:
        """Whether pupils are in school: in a term, a weekday, and nothing closes the school."""
        days = self._year(academic_year(day)).days
        place = bisect_left(days, day.toordinal())
        return place < len(days) and days[place] == day.toordinal()

    def school_days_between(self, after: date, upto: date) -> int:
        """The number of school days later than `after` and not later than `upto`; never below 0."""
        low, high = after.toordinal(), upto.toordinal()
        if high <= low:
            return 0
        first, last = academic_year(after), academic_year(upto)
        before = bisect_right(self._year(first).days, low)
        whole_years = sum(len(self._year(year).days) for year in range(first, last))
        return whole_years - before + bisect_right(self._year(last).days, high)

    def half_term(self, today: date) -> Block:
        """The teaching block that holds `today`; in a holiday, the next one."""
        for year in self._years_from(today):
            for block in self._year(year).blocks:
                if block.ends_on >= today:
                    return block
        return Block("no term on file", today, today)

    def assumed_for(self, day: date) -> bool:
        """Whether the half-term of `day` (in a holiday, the next) is assumed, not on file."""
        return self.half_term(day).assumed

    def teaching_weeks_left(self, today: date) -> int:
        """Weeks with a school day from `today` to the end of the half-term; at least 1."""
        block = self.half_term(today)
        first, last = max(today, block.starts_on).toordinal(), block.ends_on.toordinal()
        years = range(academic_year(today), academic_year(block.ends_on) + 1)
        days = (day for year in years for day in self._year(year).days if first <= day <= last)
        return max(1, len({(day - 1) // 7 for day in days}))  # ordinal 1 was a Monday

    def add_school_days(self, day: date, n: int) -> date:
        """The `n`-th school day after `day`; `day` itself for 0. Raises ValueError below 0."""
        if n < 0:
            raise ValueError(f"cannot add {n} school days")
        if n == 0:
            return day
        left = n
        for year in self._years_from(day):
            days = self._year(year).days
            place = bisect_right(days, day.toordinal()) + left - 1
            if place < len(days):
                return date.fromordinal(days[place])
            left = place + 1 - len(days)
        return day + n * _DAY  # a school that is closed for years: count plain days

    def next_school_day(self, day: date) -> date:
        """The first school day on or after `day`."""
        return self.add_school_days(day - _DAY, 1)

    def _years_from(self, day: date) -> range:
        first = academic_year(day)
        return range(first, min(first + _YEARS_AHEAD, 9998) + 1)

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            self._years[year] = self._made(year)
        return self._years[year]

    def _made(self, year: int) -> _Year:
        whole = Block("", date(year, 9, 1), date(year + 1, 8, 31))
        blocks = [b for b in self._on_file if _meet(b, whole)]
        blocks += [b for b in usual_blocks(year) if not any(_meet(b, term) for term in self._terms)]
        closed = {day.toordinal() for y in (year, year + 1) for day in bank_holidays(y)}
        for entry in self._entries:
            if entry.kind != DayKind.TERM:
                closed.update(_ordinals(entry, whole))
        taught = {day for block in blocks for day in _ordinals(block, whole) if (day - 1) % 7 < 5}
        return _Year(tuple(sorted(blocks, key=_start)), tuple(sorted(taught - closed)))


def academic_year(day: date) -> int:
    """The year in which the school year of `day` began: 1 September to 31 August."""
    return min(max(day.year - (day.month < 9), 1), 9998)


def plain_day(day: date, today: date) -> str:
    """A day as people write it: "12 Dec", with the year when it is not this year's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b} {day.year}"


def counted(number: int, thing: str, things: str = "") -> str:
    """A number and its noun: "1 school day", "3 tries"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def _start(span: Block | CalendarEntry) -> tuple[date, date]:
    return span.starts_on, span.ends_on


def _meet(one: Block | CalendarEntry, other: Block | CalendarEntry) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def _ordinals(span: Block | CalendarEntry, whole: Block) -> range:
    first = max(span.starts_on, whole.starts_on)
    return range(first.toordinal(), min(span.ends_on, whole.ends_on).toordinal() + 1)


def _split(term: CalendarEntry, breaks: Iterable[CalendarEntry]) -> Iterator[Block]:
    """The teaching blocks of a term: what its half-term breaks leave, without weekend ends."""
    spans = []
    start = term.starts_on
    for gap in breaks:
        if _meet(gap, term):
            spans.append(_weekdays(start, gap.starts_on - _DAY))
            start = max(start, gap.ends_on + _DAY)
    spans.append(_weekdays(start, term.ends_on))
    kept = [(first, last) for first, last in spans if first <= last]
    short = _AFTER_NAME.sub("", term.name) or term.name
    for number, (first, last) in enumerate(kept, start=1):
        yield Block(f"{short} {number}" if len(kept) > 1 else term.name, first, last)


def _weekdays(first: date, last: date) -> tuple[date, date]:
    """The same span without a weekend at either end."""
    while first <= last and first.weekday() > 4:
        first += _DAY
    while first <= last and last.weekday() > 4:
        last -= _DAY
    return first, last
