"""A moment as files write it: the local day and time, so that they lead back to it."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from parentlink.parse.zone import to_local, to_utc

_MINUTE = timedelta(minutes=1)
_HOURS = [sign * hours for hours in range(1, 15) for sign in (1, -1)]


def local_moment(at: str, on: str) -> tuple[str, str]:
    """The local day and time of a moment as the file keeps it, so that they lead back to it.

    The time carries its offset only where the day and time alone would mean another moment: in
    the hour that autumn repeats, and for what was logged on a computer in another time zone.
    """
    plain = _shift(on)
    if plain is not None and plain == 0 and at.startswith(on):
        clock = at[11:]
        return on, clock[:8] if clock.endswith(".000000") else clock
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    local = to_local(moment)
    if local.date().isoformat() == on and to_utc(local.date(), local.time()) == moment:
        return on, local.time().isoformat()
    return on, _with_offset(moment, date.fromisoformat(on), local)


@lru_cache(maxsize=4096)
def _shift(on: str) -> int | None:
    """The offset from UTC all through a local day, in minutes; None when it changes."""
    day = date.fromisoformat(on)
    next_day = day + timedelta(days=1)
    start, end = (to_utc(each, datetime.min.time()) for each in (day, next_day))
    offsets = {
        datetime.combine(each, datetime.min.time(), tzinfo=UTC) - utc
        for each, utc in ((day, start), (next_day, end))
    }
    return int(offsets.pop().total_seconds() // 60) if len(offsets) == 1 else None


def _with_offset(moment: datetime, day: date, local: datetime) -> str:
    """The time on that day with the offset that makes it this moment, the local one if it fits."""
    usual = local - moment.replace(tzinfo=None)
    for offset in (usual, *(timedelta(hours=hours) for hours in (0, *_HOURS))):
        there = moment.replace(tzinfo=None) + offset
        if there.date() == day:
            sign, minutes = ("-" if offset < timedelta(0) else "+"), abs(offset) // _MINUTE
            return f"{there.time().isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"
    return local.time().isoformat()  # a day that does not fit the moment anywhere on earth
