"""Dates and times: a small grammar for the keyboard, and a strict fast way for files.

Days come before months, ISO dates are ISO dates, and whatever could mean two things is refused.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.clock import read_clock, split_clock
from parentlink.parse.dates import (
    WEEKDAYS,
    Prefer,
    make_day,
    named_day,
    nearest,
    numeric_day,
    refuse_bare_number,
)
from parentlink.parse.names import shorten
from parentlink.parse.zone import to_local

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_FRONT = re.compile(
    r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)[.,]?\s+(?=\d)",
    re.IGNORECASE,
)
_LONGEST = 60
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_COUNT = r"(?P<count>[0-9]{1,3}|an?|one|two|three|four|five|six)"
_AGO = rf"{_COUNT} (?P<unit>day|week|fortnight)s? ago"
_IN = rf"in {_COUNT} (?P<unit>day|week|fortnight)s?"
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_WEEKDAY = (
    r"(?:(?P<which>next|last) )?(?P<name>mon|monday|tue|tues|tuesday|wed|weds|wednesday"
    r"|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday)"
)
_ISO_MOMENT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_NAMED_WHEN = r"([0-9]{1,2}[ -][A-Za-z]{3,9}[ -][0-9]{4}) +([0-9]{1,2}:.*)"
_MINUTES = (
    r"(?:(?P<h>[0-9]{1,2}) ?(?:h|hr|hrs|hour|hours))? ?"
    r"(?:(?P<m>[0-9]{1,3}) ?(?:m|mins?|minutes?)?)?"
)
_MOST_MINUTES = 600


class When(NamedTuple):
    """A day, and the time of day if it was said; both local."""

    day: date
    time: time | None


def parse_when(text: str, now: datetime, prefer: Prefer = "past") -> When:
    """The local day and time that `text` means; `now` is local and without a zone.

    A weekday is the most recent one (today included, unless its time is still to come), or with
    `prefer="future"` the next one after today. "next tue" is the first Tuesday after today, "last
    tue" the one before today. A day without a year is the nearest on the preferred side, today
    included. A time alone is today's. Raises Unreadable for anything that could mean two things.
    """
    words = _tidy(text)
    if re.fullmatch(_ISO_MOMENT, words.upper()):
        return _iso_moment(words.upper())
    if words == "now":
        return When(now.date(), now.time().replace(second=0, microsecond=0))
    written, day_words = split_clock(words)
    if not written:
        return When(_day(words, now.date(), prefer), None)
    _refuse_two_meanings(written, day_words)
    clock = read_clock(written)
    if not day_words:
        return When(now.date(), clock)
    return When(_day(day_words, now.date(), prefer, clock > now.time()), clock)


def parse_day(text: str, today: date, prefer: Prefer = "future", since: date | None = None) -> date:
    """The day that `text` means, read like `parse_when`; a time of day is refused.

    `since`: a day without a year is the next one from there instead of today's.
    """
    words = _tidy(text)
    if words == "now" or re.fullmatch(_ISO_MOMENT, words.upper()) or split_clock(words)[0]:
        raise Unreadable(
            f'Only a day is wanted here, without a time: "{shorten(text.strip())}". '
            'Try "tomorrow", "13/05" or "2026-05-13".'
        )
    return _day(words, today, prefer, since=since)


def parse_span(text: str, today: date) -> tuple[date, date]:
    """First and last day of "26/10/2026..30/10/2026" or "mon to fri"; one day counts as both."""
    sides = re.split(r"\.{2,}|…|\sto\s", text, maxsplit=1)
    start, end = parse_day(sides[0], today), parse_day(sides[-1], today)
    if end < start and re.fullmatch(_WEEKDAY, _tidy(sides[-1])):
        end = parse_day(sides[-1], start)
    if end < start:
        raise Unreadable(
            f'"{shorten(text.strip())}" ends on {_shown(end)}, before it starts on '
            f"{_shown(start)}. Please write the earlier day first, and the years."
        )
    return start, end


def parse_minutes(text: str) -> int:
    """Minutes, 1 to 600, of "12", "12 min", "1h" or "1h 15"."""
    found = re.fullmatch(_MINUTES, " ".join(text.casefold().split()))
    minutes = 60 * int(found["h"] or 0) + int(found["m"] or 0) if found else 0
    if not 1 <= minutes <= _MOST_MINUTES:
        raise Unreadable(
            f'Cannot read "{shorten(text.strip())}" as a length of time from 1 to {_MOST_MINUTES} '
            'minutes. Try "12", "45 min" or "1h 15".'
        )
    return minutes


def parse_csv_day(text: str) -> date:
    """A day from a file: 2026-05-13, 13/05/2026 or 13 May 2026, whole. Raises Unreadable."""
    return _csv_day(text)


def parse_csv_when(text: str) -> When:
    """A day from a file, with or without a time after it; a time with an offset becomes local."""
    written = text.strip()
    if ":" not in written:
        return When(_csv_day(written), None)
    if found := re.fullmatch(_NAMED_WHEN, written):
        return When(_csv_day(found[1]), _csv_clock(found[2]))
    day, _, clock = written.replace("T", " ", 1).partition(" ")
    if not re.match(r" ?[0-9]{1,2}:", clock):
        raise _csv_refusal(written)
    if clock[-1] in "Zz" or "+" in clock or "-" in clock or "." in clock:
        if re.fullmatch(_ISO_MOMENT, written):
            return _iso_moment(written)
        raise _csv_refusal(written)
    return When(_csv_day(day), _csv_clock(clock))


@lru_cache(maxsize=8192)  # a file has few days and many rows
def _csv_day(text: str) -> date:
    written = text.strip()
    if not written:
        raise Unreadable('There is no date here. Please write one like "13/05/2026".')
    weekday, rest = _weekday_in_front(written)
    parts = numeric_day(rest) or named_day(rest.casefold())
    if parts and parts[2] is not None:
        day = make_day(parts[2], parts[1], parts[0], written)
        if weekday is not None and day.weekday() != weekday:
            raise Unreadable(f'"{shorten(written)}" is a {day:%A}. Please look which is right.')
        return day
    refuse_bare_number(written)
    raise _csv_refusal(written)


def _weekday_in_front(text: str) -> tuple[int | None, str]:
    """The weekday of "Thursday 3 September 2026", as councils write it (0 is Monday), and the rest.

    A wrong weekday shows that the day is wrong, too, so it is not simply left out.
    """
    if found := _IN_FRONT.match(text):
        return _WEEKDAYS.index(found[1][:3].casefold()), text[found.end() :]
    return None, text


@lru_cache(maxsize=2048)
def _csv_clock(text: str) -> time:
    return read_clock(text.strip().lower())


def _csv_refusal(written: str) -> Unreadable:
    return Unreadable(
        f'Cannot read "{shorten(written)}" as a date: please write it like "13/05/2026" or '
        '"2026-05-13".'
    )


def _tidy(text: str) -> str:
    words = " ".join(text.replace(",", " ").casefold().split())
    words = re.sub(r"(?<![a-z])([ap])\.m\b\.?", r"\1m", words)
    if not words.isascii() or len(words) > _LONGEST:
        raise _unreadable(text)
    return words.removeprefix("on ")


def _iso_moment(written: str) -> When:
    day = make_day(int(written[:4]), int(written[5:7]), int(written[8:10]), written)
    read_clock(written[11:16])
    try:
        moment = datetime.fromisoformat(written[:11] + written[11:].replace(" ", ""))
    except ValueError:
        raise _unreadable(written) from None
    if moment.tzinfo:
        moment = to_local(moment)
        day = moment.date()
    return When(day, moment.time())


def _refuse_two_meanings(written: str, day_words: str) -> None:
    """ "mon 13.05" may be a time or a date, and both are likely."""
    dotted = numeric_day(written)
    if dotted and re.fullmatch(_WEEKDAY, day_words) and 1 <= dotted[1] <= 12:
        raise Unreadable(
            f'"{written}" may be a time or a date: please write '
            f'"{written.replace(".", ":")}" or "{written.replace(".", "/")}".'
        )


def _day(
    words: str,
    today: date,
    prefer: Prefer,
    still_to_come: bool = False,
    since: date | None = None,
) -> date:
    """`still_to_come`: the time that goes with the day is later than it is now."""
    if not words:
        raise Unreadable('There is no date here. Try "today", "13/05" or "2026-05-13".')
    refuse_bare_number(words)
    try:
        day = (
            _relative_day(words, today)
            or _weekday(words, today, prefer, still_to_come)
            or _written_day(words, since or today, prefer)
        )
    except OverflowError:
        day = None
    if not day:
        raise _unreadable(words)
    return day


def _relative_day(words: str, today: date) -> date | None:
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in near:
        return today + timedelta(days=near[words])
    found = re.fullmatch(_AGO, words) or re.fullmatch(_IN, words)
    if not found:
        return None
    count = _COUNTS.get(found["count"]) or int(found["count"])
    days = count * _UNITS[found["unit"]]
    return today + timedelta(days=-days if words.endswith(" ago") else days)


def _weekday(words: str, today: date, prefer: Prefer, still_to_come: bool) -> date | None:
    found = re.fullmatch(_WEEKDAY, words)
    if not found:
        return None
    ahead = (_weekday_number(found["name"]) - today.weekday()) % 7
    which = found["which"] or ("next" if prefer == "future" else "")
    if which == "next":
        return today + timedelta(days=ahead or 7)
    if ahead == 0 and not which and not still_to_come:
        return today
    return today - timedelta(days=7 - ahead)


def _weekday_number(name: str) -> int:
    return [weekday[:3].casefold() for weekday in WEEKDAYS].index(name[:3])


def _written_day(words: str, today: date, prefer: Prefer) -> date | None:
    named = re.fullmatch(rf"{_WEEKDAY} (?P<rest>.+)", words)
    rest = named["rest"] if named and not named["which"] else words
    if parts := numeric_day(rest) or named_day(rest):
        day_number, month, year = parts
        if year is None:
            day = nearest(day_number, month, today, prefer, rest)
        else:
            day = make_day(year, month, day_number, rest)
    else:
        from parentlink.parse.loose import loose_day

        found = loose_day(rest, today, prefer)
        if not found:
            return None
        day = found
    if named and day.weekday() != _weekday_number(named["name"]):
        raise Unreadable(
            f'{_shown(day)} is a {WEEKDAYS[day.weekday()]}, and "{shorten(words)}" says another '
            "day. Please leave out the one that is wrong."
        )
    return day


def _shown(day: date) -> str:
    return f"{day:%d/%m/}{day.year}"


def _unreadable(text: str) -> Unreadable:
    return Unreadable(
        f'Cannot read "{shorten(text.strip())}" as a date or time. Try "yesterday 4pm", '
        '"mon 15:40", "13/05" or "2026-05-13".'
    )
