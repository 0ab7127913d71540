"""Times in a week: when a school offers conversations, and when a carer can come.

A window is (weekday, from, until): Monday is 0, the times are minutes after midnight.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.clock import read_clock
from parentlink.parse.names import shorten
from parentlink.parse.zone import to_utc

Window = tuple[int, int, int]

EXAMPLE = '"mon-thu 15:30-18:00, fri 08:00-09:00"'
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?"
)
_DASH = r" ?(?:-|–|—|to|until|till) ?"
_SPAN = rf"(?P<first>{_DAY})s?(?:{_DASH}(?P<last>{_DAY})s?)?\b"
_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]+)? ?(?:[ap]m)?|noon|midday"
_PART = re.compile(
    rf"(?P<days>{_SPAN})|(?P<week>weekdays|daily|every day)\b"
    rf"|(?P<from>{_CLOCK}){_DASH}(?P<until>{_CLOCK})|(?P<joint>,|;|and\b|&|\+|/)"
)


class Slots(NamedTuple):
    """The windows of a week in order, none touching another, and a word on what was joined."""

    windows: tuple[Window, ...]
    notes: tuple[str, ...]


def parse_slots(text: str) -> Slots:
    """The weekly windows of "mon-thu 15:30-18:00, fri 08:00-09:00".

    Raises:
        Unreadable: a day or a time that is none, an end before its start, a weekend, no times.
    """
    windows: list[Window] = []
    days: list[int] = []
    timed = True  # whether the days read last have had their times
    for found in _parts(text):
        if found["from"]:
            if not days:
                raise Unreadable(f"Please say on which days: {shorten(text)!r}. Try {EXAMPLE}.")
            windows += _on(days, found["from"], found["until"])
            timed = True
        elif found["days"] or found["week"]:
            days = [*([] if timed else days), *_weekdays(found, text)]
            timed = False
    if not windows or not timed:
        raise Unreadable(f"Please say at what times: {shorten(text)!r}. Try {EXAMPLE}.")
    return _joined(windows)


def _parts(text: str) -> Iterable[re.Match[str]]:
    words = _tidy(text)
    place = 0
    while place < len(words):
        found = _PART.match(words, place)
        if not found:
            wrong = words[place:].split()[0]
            raise Unreadable(
                f'Cannot read "{shorten(wrong)}" in "{shorten(text.strip())}": neither a day nor '
                f"times from one to another. Try {EXAMPLE}."
            )
        yield found
        place = found.end() + (words[found.end() : found.end() + 1] == " ")


def _tidy(text: str) -> str:
    return " ".join(text.casefold().split())


def _weekdays(found: re.Match[str], text: str) -> list[int]:
    days = list(range(5)) if found["week"] else _span(found)
    if not days or max(days) > 4:
        trouble = "there is no school at the weekend" if days else "its days run backwards"
        raise Unreadable(f'Cannot use "{found[0]}" in "{shorten(text.strip())}": {trouble}.')
    return days


def _span(found: re.Match[str]) -> list[int]:
    first, last = found["first"][:3], (found["last"] or found["first"])[:3]
    return list(range(_DAYS.index(first), _DAYS.index(last) + 1))


def _on(days: list[int], start: str, end: str) -> list[Window]:
    first, last = _minutes(start), _minutes(end)
    if last <= first:
        raise Unreadable(
            f'"{start.strip()}-{end.strip()}" ends before it starts. Please write the earlier '
            "time first, on a clock of 24 hours."
        )
    return [(day, first, last) for day in days]


def _minutes(text: str) -> int:
    clock = text.strip()
    moment = read_clock(clock if not clock.isdigit() else f"{clock}:00")
    return moment.hour * 60 + moment.minute


def _joined(windows: list[Window]) -> Slots:
    """Windows that overlap become one, which is said; those that touch become one as well."""
    joined: list[Window] = []
    notes = []
    for day, start, end in sorted(windows):
        if joined and joined[-1][0] == day and start <= joined[-1][2]:
            was = joined[-1]
            joined[-1] = (day, was[1], max(end, was[2]))
            if start < was[2]:
                notes.append(f"Slots overlap, so they count as one: {show_window(joined[-1])}.")
        else:
            joined.append((day, start, end))
    return Slots(tuple(joined), tuple(dict.fromkeys(notes)))


def show_window(window: Window) -> str:
    """A window as it is written: "mon 15:30-18:00"."""
    day, start, end = window
    return f"{_DAYS[day]} {show_clock(start)}-{show_clock(end)}"


def show_clock(minutes: int) -> str:
    """Minutes after midnight as a clock shows them."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def check_shown_once(day: date, clock: time, minutes: int = 0) -> datetime:
    """The local moment, if the clock on the wall shows it, and `minutes` later, exactly once.

    Raises:
        Unreadable: the clocks go forward over it, or show it twice as they go back.
    """
    start = datetime.combine(day, clock)
    for moment in (start, start + timedelta(minutes=minutes)):
        first, again = moment.replace(fold=0).astimezone(), moment.replace(fold=1).astimezone()
        if first.utcoffset() != again.utcoffset():
            skipped = to_utc(moment.date(), moment.time()).astimezone().replace(tzinfo=None)
            trouble = "happens twice" if skipped == moment else "does not exist"
            raise Unreadable(
                f"The clocks change that night: {moment:%H:%M} on {moment:%d/%m/%Y} {trouble}. "
                "Please choose a time well before or after."
            )
    return start
