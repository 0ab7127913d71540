"""Calendar files (iCalendar, RFC 5545), written through the icalendar library.

Times go out in UTC (`...Z`): every client shows them on its own clock, right on both sides of a
clock change, without a table of time zones in the file. Nothing is stamped with the moment of
writing, so the same conversations give the same file.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//parentlink//structured conversations//EN"

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


def as_ical(appointments: Iterable[Appointment]) -> str:
    """A calendar file of these entries, with the line ends that the standard asks for."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in appointments:
        calendar.add_component(_event(one))
    return str(calendar.to_ical(), "utf-8")


def _event(one: Appointment) -> "Event":
    from icalendar import Event

    starts_at = one.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", _one_line(one.uid))
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=one.minutes))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")  # free again, or busy
    event.add("class", "PRIVATE")  # it is about a child: not for all who share the calendar
    event.add("summary", _one_line(one.title))
    if one.place:
        event.add("location", _one_line(one.place))
    if one.text:
        event.add("description", _harmless(one.text))
    return event


def _harmless(text: str) -> str:
    return re.sub(_FORBIDDEN, "\ufffd", re.sub(_BREAKS, "\n", text))


def _one_line(text: str) -> str:
    return _harmless(text).replace("\n", " / ")
