"""What a spreadsheet makes of ids and tutor groups: "7-1" is 07-Jan, a long number 4.5E+11.

It looks like text, and what stood there is gone: two pupils would share an id, and nobody would
find the group again.
"""

import re

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten

_LONG_NUMBER = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}")  # an id may well be 1E10
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAY = re.compile(
    rf"[0-9]{{2}}-(?:{_MONTHS})|(?:{_MONTHS})-[0-9]{{2}}|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: .*)?"
)


def is_long_number(text: str) -> bool:
    """Whether this is how a spreadsheet shows a number that is too long for its cell."""
    return _LONG_NUMBER.fullmatch(text) is not None


def long_number_lost(text: str) -> Unreadable:
    """Why such a number cannot be read."""
    return Unreadable(
        f'"{shorten(text)}" is what a spreadsheet leaves of a long number: its last digits are '
        "gone. Please format the column as text in the program it comes from and export it again."
    )


def refuse_rounded(text: str) -> str:
    """An id as it is. Raises Unreadable: a spreadsheet has rounded it."""
    if _ROUNDED.fullmatch(text.strip()):
        raise long_number_lost(text.strip())
    return text


def refuse_day(text: str) -> str:
    """A tutor group as it is. Raises Unreadable: a spreadsheet took it for a day, or a number."""
    if _DAY.fullmatch(text.strip()) or _ROUNDED.fullmatch(text.strip()):
        raise Unreadable(
            f'"{shorten(text.strip())}" is what a spreadsheet makes of a tutor group such as 7-1 '
            "or 8E2. Please format the column as text in the program it comes from, and export it "
            "again."
        )
    return text
