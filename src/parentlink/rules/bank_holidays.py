"""The bank holidays of England and Wales, worked out without a list to keep up to date."""

from datetime import date, timedelta
from functools import lru_cache

# Days proclaimed for one year only, and holidays moved to another day in one year only.
_ONE_OFFS = {2022: (date(2022, 6, 3), date(2022, 9, 19)), 2023: (date(2023, 5, 8),)}
_EARLY_MAY_MOVED = {2020: date(2020, 5, 8)}
_SPRING_MOVED = {2022: date(2022, 6, 2)}


def easter_sunday(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm)."""
    moon_year = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * moon_year + century - leap_centuries - correction + 15) % 30
    leap_years, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - leap_rest) % 7
    late = (moon_year + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def next_weekday(day: date) -> date:
    """The first day from Monday to Friday on or after `day`."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def monday_on_or_before(day: date) -> date:
    """The Monday of the week that `day` is in."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> frozenset[date]:
    """The days off in one calendar year, with substitute days; right from 2013 on.

    Source: the Banking and Financial Dealings Act 1971 and gov.uk/bank-holidays.
    """
    easter = easter_sunday(year)
    early_may = monday_on_or_before(date(year, 5, 7))
    spring = monday_on_or_before(date(year, 5, 31))
    christmas = next_weekday(date(year, 12, 25))
    return frozenset(
        {
            next_weekday(date(year, 1, 1)),
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _EARLY_MAY_MOVED.get(year, early_may),
            _SPRING_MOVED.get(year, spring),
            monday_on_or_before(date(year, 8, 31)),
            christmas,
            next_weekday(christmas + timedelta(days=1)),
            *_ONE_OFFS.get(year, ()),
        }
    )
