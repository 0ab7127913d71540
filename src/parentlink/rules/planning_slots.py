"""The slots of a plan: every time at which a conversation may start, and who can come to which.

All times are local and without a zone. A window is (weekday, from, until), as `parse` reads it:
Monday is 0, the times are minutes after midnight.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from parentlink.rules.school_days import Calendar

Window = tuple[int, int, int]
Span = tuple[datetime, datetime]

_MOST_DAYS = 400  # a plan is for a few weeks


class Slot(NamedTuple):
    """One time at which a conversation may be. `follows` says that the slot before it ends here."""

    starts_at: datetime
    ends_at: datetime
    follows: bool


def slots(
    first: date,
    last: date,
    windows: Sequence[Window],
    length: int,
    gap: int,
    calendar: Calendar,
) -> tuple[Slot, ...]:
    """Every slot on the school days from `first` to `last`, in order, none over another.

    `length` and `gap` are minutes; the gap is kept between windows too.
    """
    found: list[Slot] = []
    for offset in range(min((last - first).days + 1, _MOST_DAYS)):
        day = first + timedelta(days=offset)
        if calendar.is_school_day(day):
            found += _of_day(day, windows, length, gap)
    return tuple(found)


def _of_day(day: date, windows: Sequence[Window], length: int, gap: int) -> list[Slot]:
    found: list[Slot] = []
    midnight = datetime.combine(day, time())
    free_from = 0
    for weekday, start, end in sorted(windows):
        if weekday != day.weekday():
            continue
        at = max(start, free_from)
        while at + length <= end:
            begins = midnight + timedelta(minutes=at)
            follows = bool(found) and at == free_from
            found.append(Slot(begins, begins + timedelta(minutes=length), follows))
            at = free_from = at + length + gap
    return found


def suits(slot: Slot, windows: Sequence[Window] | None, away_until: date | None) -> bool:
    """Whether a carer can come: inside one of their windows (None: any), and not away."""
    day = slot.starts_at.date()
    if away_until and day <= away_until:
        return False
    if windows is None:
        return True
    midnight = datetime.combine(day, time())
    start = (slot.starts_at - midnight).total_seconds() / 60
    end = (slot.ends_at - midnight).total_seconds() / 60
    return any(d == day.weekday() and low <= start and end <= high for d, low, high in windows)


def meets(one: Span, other: Span) -> bool:
    """Whether two spans of time overlap; one that ends as the other starts does not."""
    return one[0] < other[1] and other[0] < one[1]


def taken(found: Sequence[Slot], busy: Iterable[Span]) -> set[int]:
    """The places of the slots that something stands in already."""
    spans = list(busy)
    return {
        place
        for place, slot in enumerate(found)
        if any(meets((slot.starts_at, slot.ends_at), span) for span in spans)
    }
