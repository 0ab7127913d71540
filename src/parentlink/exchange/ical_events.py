"""The entries of a calendar file (iCalendar, RFC 5545), read through the icalendar library."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.encoding import PIECE, Readable
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.sheet import Row, Sheet
from parentlink.parse.zone import to_local

if TYPE_CHECKING:
    from icalendar import Event

HEADINGS = ("event", "first day", "last day", "minutes", "trouble")
LARGEST = 4_000_000  # bytes; the whole diary of a school over some years has two million
REPEATS, NO_DAY, CALLED_OFF = "repeats", "has no day", "is cancelled"
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_BRITISH = "Europe/London"
_LONGEST_TITLE = 100
_YEARS = range(1990, 2101)  # what else a calendar names is a slip


def read_events(source: Readable, name: str, known: Collection[str]) -> Sheet:
    """A row for each entry: its title, its first and last day (both inside it), how many minutes
    it lasts if it is not for whole days, and what makes it unusable.

    Raises:
        RowsRefused: it is far too large or damaged, or what is wanted is no calendar.
    """
    if fold_heading("ends_on") not in known:
        raise RowsRefused(
            f"{name} is a calendar file. `parentlink import terms` reads terms, half-terms, INSET "
            "days and closures from it."
        )
    return Sheet(name, HEADINGS, 0, _rows(_calendars(_whole(source, name), name)), [], [])


def _whole(source: Readable, name: str) -> bytes:
    data = bytearray()
    while piece := source.read(PIECE):
        data += piece
        if len(data) > LARGEST:
            raise RowsRefused(
                f"{name} is larger than {LARGEST // 1_000_000} MB, and a calendar of terms has a "
                "few kilobytes. Please export the terms only."
            )
    return bytes(data)


def _calendars(data: bytes, name: str) -> list[Any]:
    from icalendar import Calendar

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    damaged = RowsRefused(
        f"{name} is a calendar and damaged, so it cannot be read. Please download it again."
    )
    if "END:VCALENDAR" not in text.upper() or "\0" in text:
        raise damaged  # the end of a download is missing
    try:
        # A program that takes each line end for text writes "\r\r\n".
        return [*Calendar.from_ical(text.replace("\r\r\n", "\r\n"), multiple=True)]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        raise damaged from None


def _rows(calendars: list[Any]) -> Iterator[Row]:
    number = 0
    for calendar in calendars:
        zones = _zones(str(calendar.get("x-wr-timezone", "")))
        for event in calendar.walk("VEVENT"):
            number += 1
            yield number, _cells(event, zones)


def _cells(event: "Event", zones: Sequence[tzinfo | None]) -> list[str]:
    """An entry as cells; blank days where it has none that can be used."""
    title = " ".join(str(event.get("summary", "")).split())[:_LONGEST_TITLE]
    try:
        days = _days(*_ends(event), zones)
    except (Unreadable, OverflowError, TypeError, ValueError):
        days = None
    if days is None:
        return [title, "", "", "", NO_DAY]
    first, last, minutes = days
    length = "" if minutes is None else str(minutes)
    return [title, first.isoformat(), last.isoformat(), length, _trouble(event)]


def _ends(event: "Event") -> tuple[Any, Any]:
    """Its start and its end, by a length of time where there is no end.

    Raises:
        ValueError: what stands there is no moment.
    """
    start, end, duration = (
        getattr(event.get(field), "dt", None) for field in ("dtstart", "dtend", "duration")
    )
    if end is None and start is not None and isinstance(duration, timedelta):
        end = start + duration
    return start, end


def _trouble(event: "Event") -> str:
    if str(event.get("status", "")).strip().upper() == "CANCELLED":
        return CALLED_OFF
    repeats = any(field in event for field in ("rrule", "rdate", "recurrence-id", "exdate"))
    return REPEATS if repeats else ""


def _zones(named: str) -> list[tzinfo | None]:
    """Where a time in UTC may have been written, the likeliest first: what the calendar says, the
    computer's own clock (None), a British school, or UTC itself.
    """
    return [*_found(named), None, *_found(_BRITISH), UTC]


def _found(name: str) -> list[tzinfo]:
    try:
        return [ZoneInfo(name)] if name else []
    except (ValueError, KeyError, OSError):  # no such zone, or none at all on this computer
        return []


def _days(
    start: Any, end: Any, zones: Sequence[tzinfo | None]
) -> tuple[date, date, int | None] | None:
    """First and last day, and the minutes of an entry that is not for whole days.

    The end of an entry is the first day that is no longer in it. Of several zones in which a time
    may be meant the first counts in which it is for whole days, or else the first of all.
    """
    if not isinstance(start, date) or start.year not in _YEARS:
        return None
    if not isinstance(start, datetime):
        last = end - _DAY if isinstance(end, date) and not isinstance(end, datetime) else start
        return start, max(start, last), None
    end = end if isinstance(end, datetime) else start
    spans = [(_on_the_wall(start, zone), _on_the_wall(end, zone)) for zone in zones]
    whole = (span for span in spans if span[0].time() == span[1].time() == _MIDNIGHT)
    since, until = next(whole, spans[0])
    minutes = max(0, int((until - since).total_seconds() // 60))
    if since.time() == until.time() == _MIDNIGHT and minutes:  # whole days, written as moments
        return since.date(), (until - _DAY).date(), None
    return since.date(), max(since, until).date(), minutes


def _on_the_wall(moment: datetime, zone: tzinfo | None) -> datetime:
    """What the clock showed where the entry is from; only a time in UTC does not say that."""
    if moment.tzname() != "UTC":
        return moment.replace(tzinfo=None)
    return moment.astimezone(zone).replace(tzinfo=None) if zone else to_local(moment)
