"""When a contact happened: what was typed, made a local moment that is not in the future."""

from datetime import date, datetime, time, timedelta

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten

MIDDAY = time(12)  # stands for a day whose time nobody noted
YEARS_BACK = 25  # a pupil's record is kept until they are that old (IRMS toolkit for schools)
_SLACK = timedelta(minutes=10)  # clocks of two computers differ


def first_day(today: date) -> date:
    """Of an earlier day than this nothing is on file: the year is a slip, 1900 a spreadsheet's."""
    return date(today.year - YEARS_BACK, 1, 1)


def refuse_long_ago(text: str, day: date, today: date) -> None:
    """Raises Unreadable: nothing that is on file was on that day."""
    if day < first_day(today):
        raise Unreadable(
            f"{shorten(text)!r} is more than {YEARS_BACK} years ago ({day:%d %b %Y}). Please look "
            "at the year."
        )


def past_moment(text: str | None, now: datetime) -> datetime:
    """The local moment meant by `--when`; now when nothing was said.

    Raises:
        Unreadable: not a moment, or one that is still to come or far too long ago.
    """
    if text is None:
        return now
    from parentlink.parse.when import parse_when

    when = parse_when(text, now, "past")
    if when.time is None and when.day == now.date():
        return now
    moment = datetime.combine(when.day, when.time or MIDDAY)
    if moment > now + _SLACK:
        raise Unreadable(
            f"{shorten(text)!r} is still to come ({moment:%d %b %Y %H:%M}). A contact is logged "
            'when it has happened: try "yesterday 4pm" or "mon 15:40".'
        )
    refuse_long_ago(text, when.day, now.date())
    return moment
