"""Between the clock on the school's wall and the UTC that is stored.

The wall's clock is this computer's own (or what TZ says for a script on a server): asking the
system costs nothing at start-up, where the zone database costs five milliseconds.
"""

from datetime import UTC, date, datetime, time

from parentlink.errors import Unreadable


def to_utc(day: date, clock: time) -> datetime:
    """That local moment in UTC. The hour that spring skips moves on by the gap (01:30 becomes
    02:30); of the hour that autumn repeats the first is meant. Raises Unreadable out of reach."""
    moment = datetime.combine(day, clock).replace(tzinfo=None, fold=0)
    try:
        utc = moment.astimezone(UTC)
        if utc.astimezone().replace(tzinfo=None, fold=0) == moment:
            return utc
        # No clock showed that time, and which of the two answers is later differs with Python.
        return max(utc, moment.replace(fold=1).astimezone(UTC))
    except (OverflowError, OSError, ValueError):
        raise _out_of_reach(moment) from None


def to_local(moment: datetime) -> datetime:
    """What the clock on the wall showed at that aware moment, without a zone."""
    if moment.tzinfo is None:
        raise ValueError("to_local needs a moment that knows its zone")
    try:
        return moment.astimezone().replace(tzinfo=None, fold=0)
    except (OverflowError, OSError, ValueError):
        raise _out_of_reach(moment) from None


def _out_of_reach(moment: datetime) -> Unreadable:
    return Unreadable(f"The year {moment.year} is out of reach. Please check the date.")
