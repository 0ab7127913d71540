"""The school year that is assumed for England and Wales where no terms are on file."""

from datetime import date, timedelta
from typing import NamedTuple

from parentlink.rules.bank_holidays import (
    bank_holidays,
    easter_sunday,
    monday_on_or_before,
    next_weekday,
)

_LATE_EASTER = (4, 18)  # from here on schools break up two weeks before Easter Monday


class Block(NamedTuple):
    """Teaching without a break: half a term. Both days are inside it."""

    name: str
    starts_on: date
    ends_on: date
    assumed: bool = False


def usual_blocks(year: int) -> tuple[Block, ...]:
    """The six half-terms of the school year that begins in September of `year`.

    Our own default, in the pattern most councils follow: three terms and
    six half-terms (PRACTICE (e)); a school's own dates take the place of any of them.
    """
    day = timedelta(days=1)
    october = monday_on_or_before(date(year, 10, 28))
    christmas = monday_on_or_before(date(year, 12, 25)) - 3 * day
    january = _open_day(christmas + 17 * day)
    february = monday_on_or_before(date(year + 1, 2, 18))
    easter_from, easter_to = _easter_break(year + 1)
    whitsun = monday_on_or_before(date(year + 1, 5, 31))
    return (
        Block("Autumn 1", next_weekday(date(year, 9, 3)), october - 3 * day, True),
        Block("Autumn 2", october + 7 * day, christmas, True),
        Block("Spring 1", january, february - 3 * day, True),
        Block("Spring 2", february + 7 * day, easter_from - 3 * day, True),
        Block("Summer 1", easter_to + day, whitsun - 3 * day, True),
        Block("Summer 2", whitsun + 7 * day, _weekday_before(date(year + 1, 7, 21)), True),
    )


def _easter_break(year: int) -> tuple[date, date]:
    """Monday to the last day off: Holy Week and the week after, or two weeks and Easter Monday."""
    easter = easter_sunday(year)
    if (easter.month, easter.day) >= _LATE_EASTER:
        return easter - timedelta(days=13), easter + timedelta(days=1)
    return easter - timedelta(days=6), easter + timedelta(days=7)


def _open_day(day: date) -> date:
    while day in bank_holidays(day.year):
        day += timedelta(days=1)
    return day


def _weekday_before(day: date) -> date:
    return day - timedelta(days=(0, 0, 0, 0, 0, 1, 2)[day.weekday()])
