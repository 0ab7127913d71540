"""Days in files of every kind, as programs and spreadsheets leave them there.

At the keyboard a bare number is no date, since a guess would look right; in a column of days there
is nothing else that it could be.
"""

import re
from datetime import date

from parentlink.parse.dates import spreadsheet_day
from parentlink.parse.when import When, parse_csv_day, parse_csv_when

# An export may carry a midnight behind the day, which is no time.
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0{1,6})?)?$")
_ANYWHERE = re.compile(r"T00:00(:00(\.0{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$")
_EIGHT = re.compile(r"(?:199|20[0-4])[0-9](?:0[1-9]|1[0-2])[0-9]{2}")


def parse_file_day(text: str) -> date:
    """A day as 2014-10-14, 14/10/2014, 14 Oct 2014, 20141014, or as a spreadsheet counts days
    (41926); a midnight may stand behind it. Raises Unreadable."""
    written = _ANYWHERE.sub("", _MIDNIGHT.sub("", text.strip())).removesuffix(".0")
    if day := spreadsheet_day(written):
        return day
    # No other order of day, month and year of these years has such digits.
    if _EIGHT.fullmatch(written):
        written = f"{written[:4]}-{written[4:6]}-{written[6:]}"
    return parse_csv_day(written)


def parse_file_when(text: str) -> When:
    """A day, with or without a time after it; a time with an offset becomes local."""
    written = _MIDNIGHT.sub("", text.strip())
    if ":" in written:
        return parse_csv_when(written)
    return When(parse_file_day(written), None)
