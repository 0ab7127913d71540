"""When a contact happened: what was typed, made a local moment that is not in the future."""

from datetime import datetime, time, timedelta

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten

MIDDAY = time(12)  # stands for a day whose time nobody noted
_SLACK = timedelta(minutes=10)  # clocks of two computers differ


def past_moment(text: str | None, now: datetime) -> datetime:
    """The local moment meant by `--when`; now when nothing was said.

    Raises:
        Unreadable: not a moment, or one that is still to come.
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
    return moment
