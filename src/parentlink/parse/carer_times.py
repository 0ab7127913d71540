"""The best times a carer told us, as far as they can be understood: "after 18:00", "mon, wed"."""

import re
from typing import NamedTuple

from parentlink.parse.clock import read_clock
from parentlink.parse.slots import Window

_ALL_DAY = (0, 24 * 60)
_PARTS_OF_DAY = {
    "morning": (0, 12 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "evening": (17 * 60, 24 * 60),
    "lunchtime": (12 * 60, 14 * 60),
    "after school": (15 * 60, 24 * 60),
    "before school": (0, 9 * 60),
    "school hours": (9 * 60, 15 * 60),
    "any time": _ALL_DAY,
    "anytime": _ALL_DAY,
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)s?"
)
_CLOCK = r"[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:[ap]m)?(?![0-9])|noon|midday"
_WORD = re.compile(
    r"(?P<joint>,|;|/|&|\+|\.(?= |$)|(?:and|or|on|best|is|are|please|only|the|in)\b)"
    rf"|(?P<day>{_DAY})\b(?: ?(?:-|–|to) ?(?P<last>{_DAY})\b)?"
    r"|(?P<week>weekdays|every day|any day)\b"
    rf"|(?P<side>after|from|before|until|till|by) (?P<clock>{_CLOCK})"
    rf"|(?P<first>{_CLOCK}) ?(?:-|–|to|until) ?(?P<until>{_CLOCK})"
    rf"|(?P<part>{'|'.join(_PARTS_OF_DAY)})s?\b"
)


class _Said(NamedTuple):
    days: list[int]
    after: list[int]
    before: list[int]
    spans: list[tuple[int, int]]


def carer_windows(text: str | None) -> tuple[Window, ...] | None:
    """When a carer can come in the week; None where the words cannot be understood for certain.

    A bare "6" is the evening and a bare "9" the morning; "after 8" may be either, so it is not
    understood. Nobody is turned away by a guess: what is not understood is for a person to read.
    """
    words = " ".join((text or "").casefold().split())
    groups: list[_Said] = [_Said([], [], [], [])]
    place = 0
    while place < len(words):
        found = _WORD.match(words, place)
        if not found or not _take(found, groups):
            return None
        place = found.end() + (words[found.end() : found.end() + 1] == " ")
    windows = sorted({window for group in groups for window in _windows(group)})
    return tuple(windows) or None


def _take(found: re.Match[str], groups: list[_Said]) -> bool:
    """Add what was read to the group of days and times that it belongs to."""
    said = groups[-1]
    if found["day"] or found["week"]:
        if said.after or said.before or said.spans:
            if not said.days:
                return False  # "mornings, wed after 5": on which days the mornings are is unsaid
            groups.append(said := _Said([], [], [], []))
        said.days.extend(_days(found))
        return bool(said.days)
    if found["side"]:
        clock = _clock(found["clock"], found["side"])
        side = said.after if found["side"] in ("after", "from") else said.before
        side.append(clock)
        return clock >= 0
    if found["first"]:
        first, last = _clock(found["first"], ""), _clock(found["until"], "")
        said.spans.append((first, last))
        return 0 <= first < last
    if found["part"]:
        said.spans.append(_PARTS_OF_DAY[found["part"]])
    return True


def _days(found: re.Match[str]) -> list[int]:
    if found["week"]:
        return list(range(7 if "day" in found["week"].split() else 5))
    first, last = found["day"][:3], (found["last"] or found["day"])[:3]
    return list(range(_DAYS.index(first), _DAYS.index(last) + 1))


def _clock(text: str, side: str) -> int:
    """Minutes after midnight; -1 where a bare hour may be morning or evening."""
    clock = text.strip()
    if not clock.isdigit():
        from parentlink.errors import Unreadable

        try:
            moment = read_clock(clock)
        except Unreadable:
            return -1
        return moment.hour * 60 + moment.minute
    hour = int(clock)
    if 1 <= hour <= 6:
        return (hour + 12) * 60
    if hour > 23 or hour < 1 or (hour in (7, 8) and side != "before"):
        return -1
    return hour * 60


def _windows(said: _Said) -> list[Window]:
    spans = list(said.spans)
    for after in said.after:
        upto = min((end for end in said.before if end > after), default=_ALL_DAY[1])
        spans.append((after, upto))
    for before in said.before:
        if not any(after < before for after in said.after):
            spans.append((0, before))
    days = said.days or (list(range(7)) if spans else [])
    return [(day, *span) for day in days for span in spans or [_ALL_DAY]]
