"""What stands in a cell of a workbook, as it would stand in a CSV file; dates are ISO."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_EXACT = 1e15  # Excel keeps fifteen digits of a number
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall calendar
FROM_1904 = 1462  # days
_NO_29_FEBRUARY = 60  # 1900 was no leap year, and Excel thinks it was
_LAST_DAY = 2_958_465  # 31 December 9999
_NO_LETTERS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAYS = re.compile(r"[dmyhs]", re.IGNORECASE)
_SPAN = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_KNOWN_DAYS = frozenset((*range(14, 23), 45, 47, *range(27, 37), *range(50, 59)))
_KNOWN_SPAN = 46

DAY, SPAN = "day", "span"


def kind_of_format(number: int, code: str | None) -> str:
    """Whether a format shows a day or time, a span of time, or (blank) anything else."""
    if code is None:
        return SPAN if number == _KNOWN_SPAN else DAY if number in _KNOWN_DAYS else ""
    letters = _NO_LETTERS.sub("", code.partition(";")[0])
    if _SPAN.search(letters):
        return SPAN
    return DAY if _DAYS.search(letters) and "general" not in letters.casefold() else ""


def number_text(text: str, kind: str, from_1904: bool) -> str:
    """A number as a workbook writes it, by the kind of its format."""
    value = float(text)
    if kind == SPAN:
        return text_of(timedelta(days=value)) if abs(value) <= _LAST_DAY else text_of(value)
    if kind == DAY and 0 <= value <= _LAST_DAY:
        return text_of(_moment_of(value, from_1904))
    return text_of(value)


def _moment_of(value: float, from_1904: bool) -> datetime | time:
    if value < 1:
        return _near(_DAY_0 + timedelta(days=value)).time()
    if from_1904:
        return _DAY_0 + timedelta(days=min(value + FROM_1904, _LAST_DAY))
    return _DAY_0 + timedelta(days=value + (1 if value < _NO_29_FEBRUARY else 0))


def text_of(value: Any) -> str:
    """A cell as it would stand in a CSV file, but for dates, which are ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()  # as Excel writes it; somebody may be called True
    if isinstance(value, float | int):
        whole = abs(value) < _EXACT and value == int(value)
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, time):
        return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def _moment(value: datetime) -> str:
    """A day, with its time unless that is midnight; Excel's fractions are off by a little."""
    near = _near(value)
    if near.time() == time(0):
        return near.date().isoformat()
    return near.strftime("%Y-%m-%d %H:%M" if not near.second else "%Y-%m-%d %H:%M:%S")


def _near(value: datetime) -> datetime:
    return (value + timedelta(milliseconds=500)).replace(microsecond=0)
