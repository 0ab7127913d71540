"""Dates as they are written, day first: 13/05/2026, 13.5., 12 November 2025, 2026-05-13."""

import re
from datetime import date, timedelta
from typing import Literal

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten

Prefer = Literal["past", "future"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EARLIEST, LATEST = 1900, 2199

_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_YEAR_FIRST = r"[0-9]{4}([/.\-])[0-9]{1,2}\1[0-9]{1,2}"
_NUMBERS = r"([0-9]{1,2})([/.\-])([0-9]{1,2})(?:\2([0-9]+))?"
_DAY_MONTH = r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?([a-z]{3,9})(?:[ -]?([0-9]+))?"
_MONTH_DAY = r"([a-z]{3,9}) ?([0-9]{1,2})(?:st|nd|rd|th)?(?: ([0-9]+))?"
_LEAP_YEAR = 2024
_YEAR = 366  # days
_EXCEL_DAY_0 = date(1899, 12, 30)
_FIRST_IN_CELLS, _LAST_IN_CELLS = 1990, 2049  # other numbers of five digits are rather no days


def month_number(word: str) -> int:
    """1 to 12 for "nov", "november" or "sept" in lower case; 0 for any other word."""
    for number, name in enumerate(MONTHS, start=1):
        if word in (name[:3].casefold(), name.casefold()):
            return number
    return 9 if word == "sept" else 0


def make_day(year: int, month: int, day: int, written: str) -> date:
    """The date, or Unreadable with what is wrong about it."""
    if EARLIEST <= year <= LATEST:
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise Unreadable(
        f'There is no date "{shorten(written)}": {_what_is_wrong(year, month, day)}. '
        "Please correct it."
    )


def _what_is_wrong(year: int, month: int, day: int) -> str:
    if not EARLIEST <= year <= LATEST:
        return f"the year should be between {EARLIEST} and {LATEST}"
    if not 1 <= month <= 12:
        swapped = f", as in {month}/{day:02}" if 1 <= day <= 12 < month <= 31 else ""
        return f"months go from 1 to 12, and the day comes first{swapped}"
    if day == 0:
        return "days start at 1"
    if (month, day) == (2, 29):
        return f"{year} is not a leap year, so February has 28 days"
    longest = 28 + _is_leap(year) if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    return f"{MONTHS[month - 1]} has {longest} days"


def numeric_day(words: str) -> tuple[int, int, int | None] | None:
    """(day, month, year or None) of 13/05, 13.5.2026 or 2026-05-13, or None if it is no such date.

    Raises Unreadable for a year in two digits and for 2026/05/13.
    """
    if re.fullmatch(_ISO, words):
        year, month, day = words.split("-")
        return int(day), int(month), int(year)
    if re.fullmatch(_YEAR_FIRST, words):
        year, month, day = re.split(r"[/.\-]", words)
        raise Unreadable(
            f'Cannot read "{words}" as a date: please write "{year}-{month:0>2}-{day:0>2}".'
        )
    if found := re.fullmatch(_NUMBERS, words):
        return int(found[1]), int(found[3]), _year(found[4], words)
    return None


def named_day(words: str) -> tuple[int, int, int | None] | None:
    """The same for "12 nov", "12th of November 2025" and "November 12"."""
    if found := re.fullmatch(_DAY_MONTH, words):
        day, name, year = found.groups()
    elif found := re.fullmatch(_MONTH_DAY, words):
        name, day, year = found.groups()
    else:
        return None
    month = month_number(name)
    return (int(day), month, _year(year, words)) if month else None


def _year(digits: str | None, words: str) -> int | None:
    if digits is None:
        return None
    if len(digits) == 4:
        return int(digits)
    hint = f"20{digits}" if len(digits) == 2 else "2026"
    raise Unreadable(
        f'Cannot read "{shorten(words)}" as a date: please write the year with four digits, '
        f'like "{hint}".'
    )


def nearest(day: int, month: int, today: date, prefer: Prefer, written: str) -> date:
    """The latest such day up to today, or the first from today on.

    Raises:
        Unreadable: there is no such day, or it is 29 February and more than a year away.
    """
    if re.fullmatch(r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]", written) and not 1 <= month <= 12:
        raise Unreadable(
            f'"{written}" is no date. A time is written "{written.replace(".", ":")}".'
        )
    make_day(_LEAP_YEAR, month, day, written)
    step = -1 if prefer == "past" else 1
    for year in range(today.year, today.year + 9 * step, step):
        if (month, day) == (2, 29) and not _is_leap(year):
            continue
        found = make_day(year, month, day, written)
        away = (found - today).days * step
        if away > _YEAR:
            raise Unreadable(_far_off(found, prefer, written))
        if away >= 0:
            return found
    raise Unreadable(f'Please write the year of "{shorten(written)}".')


def _far_off(found: date, prefer: Prefer, written: str) -> str:
    which = "the last was in" if prefer == "past" else "the next is in"
    return (
        f'"{shorten(written)}" is not in every year: {which} {found.year}. Please write the year '
        f'too, like "{found:%d/%m/}{found.year}".'
    )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def spreadsheet_day(text: str, behind: int = 0) -> date | None:
    """The day that a bare number is for Excel ("41926"), from 1990 to 2049; None for all others.

    The numbers of a workbook that counts from 1904 are some days `behind` those of the others.
    """
    whole = text.strip().removesuffix(".0")
    if not re.fullmatch(r"[0-9]{5}", whole):
        return None
    day = _EXCEL_DAY_0 + timedelta(days=int(whole) + behind)
    return day if _FIRST_IN_CELLS <= day.year <= _LAST_IN_CELLS else None


def refuse_bare_number(words: str) -> None:
    """Numbers alone are never a date: a guess would look right and be wrong."""
    if not re.fullmatch(r"[0-9]+|[0-9]{3,}[.,][0-9]+", words):
        return
    refused = f'Cannot read "{shorten(words)}" as a date: '
    whole = re.split("[.,]", words)[0]
    if len(whole) == 5:
        day = _EXCEL_DAY_0 + timedelta(days=int(whole))
        raise Unreadable(
            f"{refused}it is how a spreadsheet stores a day, probably {day:%d/%m/}{day.year}. "
            "Please format the column as a date."
        )
    if len(whole) == 8 and whole == words:
        raise Unreadable(f'{refused}please write "{whole[:4]}-{whole[4:6]}-{whole[6:]}".')
    if len(whole) > 8:
        raise Unreadable(f'{refused}it is how a computer counts time. Please write "13/05/2026".')
    if len(words) == 4 and words.isdigit():
        raise Unreadable(
            f'{refused}it may be a time or a year. Please write "{words[:2]}:{words[2:]}" or a '
            'whole date like "13/05/2026".'
        )
    raise Unreadable(f'{refused}please write the day and the month, like "13/05".')
