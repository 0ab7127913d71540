"""The last resort for dates with the month in words: dateutil, kept from guessing."""

import re
from datetime import date, datetime

from parentlink.parse.dates import EARLIEST, LATEST, WEEKDAYS, Prefer, month_number, nearest

# dateutil takes what is missing from a default. Two defaults that differ everywhere show what.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2, 1, 1, 1, 1))  # noqa: DTZ001 - local


def loose_day(words: str, today: date, prefer: Prefer) -> date | None:
    """The day, if `words` hold a day number and the name of a month, otherwise None."""
    names = re.findall("[a-z]+", words)
    if not any(map(month_number, names)) or "'" in words:
        return None
    found = _ask_twice(words)
    if not found:
        return None
    first, second = found
    numbers = [number.lstrip("0") for number in re.findall("[0-9]+", words)]
    if str(first.day) not in numbers:
        return None  # "may mon 2025": dateutil takes the first Monday
    if first.year != second.year:
        day = nearest(first.day, first.month, today, prefer, words)
    elif str(first.year) in numbers and EARLIEST <= first.year <= LATEST:
        day = first
    else:
        return None
    return day if _weekdays_agree(names, day) else None


def _ask_twice(words: str) -> tuple[date, date] | None:
    """The day with each default, if a day and a month were said, and no time of day."""
    first, second = (_ask_dateutil(words, default) for default in _DEFAULTS)
    if first is None or second is None:
        return None
    if (first.timetz(), second.timetz()) != tuple(default.timetz() for default in _DEFAULTS):
        return None  # a time that clock.py did not understand must not be lost
    if (first.month, first.day) != (second.month, second.day):
        return None
    return first.date(), second.date()


def _ask_dateutil(words: str, default: datetime) -> datetime | None:
    import warnings

    from dateutil import parser

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a time zone that it does not know
            return parser.parse(words, default=default, dayfirst=True)
    except (ValueError, OverflowError, TypeError, IndexError, ArithmeticError, Warning):
        return None


def _weekdays_agree(names: list[str], day: date) -> bool:
    known = [weekday[:3].casefold() for weekday in WEEKDAYS]
    return all(name[:3] not in known or known[day.weekday()] == name[:3] for name in names)
