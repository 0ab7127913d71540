"""The demo school's calendar, the days with contacts on them, and the clock on those days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from parentlink.parse.zone import to_utc
from parentlink.rules.school_days import Calendar, CalendarEntry, academic_year
from parentlink.rules.usual_year import usual_blocks
from parentlink.vocabulary import DayKind

_FULL_STORY = 50  # school days back that the group's story tells of


class SchoolDays(NamedTuple):
    """The demo school's time: its calendar, and every school day of its history before today."""

    today: date
    entries: tuple[CalendarEntry, ...]
    calendar: Calendar
    days: tuple[date, ...]

    def ago(self, number: int) -> date:
        """The school day that many back; early in a year, squeezed into the days there are."""
        back = number if len(self.days) >= _FULL_STORY else number * len(self.days) // _FULL_STORY
        return self.days[-min(max(back, 1), len(self.days))]

    def ahead(self, number: int) -> date:
        """The school day that many after today."""
        return self.calendar.add_school_days(self.today, number)


def school_days(today: date, years: int) -> SchoolDays:
    """The calendar and days of `years` school years, the one that holds `today` the last.

    On the first days of September there is nothing to tell yet, so the year before is told.
    """
    last = academic_year(today)
    listed = tuple(entries(last - years, last + 1))
    calendar = Calendar.of(listed)
    first = date(last - years + 1, 9, 1)
    days = _days(calendar, first, today) or _days(calendar, date(last - years, 9, 1), today)
    return SchoolDays(today, listed, calendar, days)


def _days(calendar: Calendar, first: date, today: date) -> tuple[date, ...]:
    span = (first + timedelta(days=n) for n in range((today - first).days))
    return tuple(day for day in span if calendar.is_school_day(day))


def entries(first: int, last: int) -> list[CalendarEntry]:
    """Terms, half-terms and INSET days of the school years that begin in `first` to `last`."""
    found = []
    for year in range(first, last + 1):
        blocks = usual_blocks(year)
        for place, name in enumerate(("Autumn", "Spring", "Summer")):
            one, two = blocks[2 * place], blocks[2 * place + 1]
            monday = one.ends_on + timedelta(days=7 - one.ends_on.weekday())
            friday = two.starts_on - timedelta(days=two.starts_on.weekday() + 3)
            found += [
                CalendarEntry(DayKind.TERM, f"{name} term", one.starts_on, two.ends_on),
                CalendarEntry(DayKind.HALF_TERM, f"{name} half-term", monday, friday),
                CalendarEntry(DayKind.INSET, "INSET day", one.starts_on, one.starts_on),
            ]
        last_day = blocks[5].ends_on
        found.append(CalendarEntry(DayKind.INSET, "INSET day", last_day, last_day))
    return found


def moment(day: date, minute: int) -> str:
    """The column value of a local time, given in minutes after midnight."""
    return stamp(to_utc(day, time(minute // 60, minute % 60)))


def stamp(at: datetime) -> str:
    """A moment as the file keeps it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
