"""Times of day: "15:40", "4pm", "3.30pm", "noon", alone or beside a day."""

import re
from datetime import time

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten

_COLON = r"[0-9]+(?::[0-9]+){1,2}(?: ?[ap]m)?"
_HALF_DAY = r"[0-9]{1,2}(?:\.[0-9]{2})? ?[ap]m"
_PLAIN = rf"(?P<clock>{_COLON}|{_HALF_DAY}|noon|midday)"
# A dot alone may be a date (13.05), so it is a time only beside a day: "today 15.40".
_DOTTED = r"(?P<clock>[0-9]{1,2}\.[0-9]{2})"
_PLACES = (
    rf"(?:at )?{_PLAIN}(?P<day>)",
    rf"(?P<day>.+?) (?:at )?{_PLAIN}",
    rf"{_PLAIN} (?:on )?(?P<day>.+)",
    rf"(?P<day>.+?) (?:at )?{_DOTTED}",
    rf"{_DOTTED} (?:on )?(?P<day>.+)",
)
_TIME = r"([0-9]+)(?:[:.]([0-9]+))?(?:[:.]([0-9]+))? ?([ap]m)?"


def split_clock(words: str) -> tuple[str, str]:
    """The time and the day in lower-case words, as they were written; "" for what is not there."""
    for place in _PLACES:
        if found := re.fullmatch(place, words):
            return found["clock"], found["day"] or ""
    return "", words


def read_clock(text: str) -> time:
    """The time of day that is written in `text` (lower case). Raises Unreadable."""
    if text in ("noon", "midday"):
        return time(12)
    found = re.fullmatch(_TIME, text)
    if not found or not (found[2] or found[4]):
        raise _refused(text, 'write it like "15:40" or "3.40pm"')
    half = found[4]
    hour, minute, second = (_number(part) for part in found.groups("0")[:3])
    if found[2] and len(found[2]) != 2:
        raise _refused(text, "minutes have two digits")
    if half:
        if not 1 <= hour <= 12:
            raise _refused(text, f'before "{half}" the hour goes from 1 to 12')
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23:
        raise _refused(text, "hours go from 00 to 23")
    if minute > 59 or second > 59:
        raise _refused(text, "minutes and seconds go from 00 to 59")
    return time(hour, minute, second)


def _number(digits: str) -> int:
    return int(digits[:4])  # enough to see that it is too big


def _refused(text: str, why: str) -> Unreadable:
    return Unreadable(f'There is no time "{shorten(text)}": {why}.')
