"""Calendar files (iCalendar, RFC 5545), written through the icalendar library.

Times go out in UTC (`...Z`): every client shows them on its own clock, right on both sides of a
clock change, without a table of time zones in the file. Nothing is stamped with the moment of
writing, so the same conversations give the same file.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//parentlink//structured conversations//EN"
PROMISES = "-//parentlink//promises//EN"

# Every way to begin a new line is one line break, which the library escapes.
_BREAKS = "\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"
# What RFC 5545 forbids in text (controls), and what would turn a line round (bidi overrides).
_FORBIDDEN = "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


class Appointment(NamedTuple):
    """One entry of a calendar. A client that has the `uid` updates its entry when `sequence` is
    higher; `changed_at` and `starts_at` are moments in UTC."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    minutes: int
    cancelled: bool
    title: str
    place: str | None
    text: str


class Day(NamedTuple):
    """Something that is due on a day, and takes no time of it. Phones show an event of a whole
    day; most of them show no VTODO."""

    uid: str
    sequence: int
    changed_at: datetime
    on: date
    cancelled: bool
    title: str


def as_ical(entries: Iterable[Appointment | Day], product: str = PRODUCT) -> str:
    """A calendar file of these entries, with the line ends that the standard asks for."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in entries:
        calendar.add_component(_day(one) if isinstance(one, Day) else _event(one))
    return str(calendar.to_ical(), "utf-8")


def _event(one: Appointment) -> "Event":
    starts_at = one.starts_at.astimezone(UTC)
    event = _begun(one)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=one.minutes))
    event.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")  # free again, or busy
    if one.place:
        event.add("location", one_line(one.place))
    if one.text:
        event.add("description", _harmless(one.text))
    return event


def _day(one: Day) -> "Event":
    event = _begun(one)
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _begun(one: Appointment | Day) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", one_line(one.uid))
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")  # it is about a child: not for all who share the calendar
    event.add("summary", one_line(one.title))
    return event


def _harmless(text: str) -> str:
    return re.sub(_FORBIDDEN, "\ufffd", re.sub(_BREAKS, "\n", text))


def one_line(text: str) -> str:
    """Text without line breaks, and without signs that a calendar or phone could stumble over."""
    return _harmless(text).replace("\n", " / ")
