"""Unique Pupil Numbers: a check letter, eleven digits, and a last digit (a letter if temporary).

The check letter is the Department for Education's: the sum of each digit times its place (2 to 13),
modulo 23. It catches every wrong digit and every swap. The authority number is not looked up, since
authorities come and go.
"""

import re

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_LENGTH = 13
_SHAPE = r"[A-Z][0-9]{11}[0-9A-Z]"
_RIGHT = re.compile(rf"[A-Z][0-9]{{11}}[0-9{CHECK_LETTERS}]")


def check_letter(digits: str) -> str:
    """The letter in front of these twelve characters: all digits, or a letter in the last place."""
    if not re.fullmatch(rf"[0-9]{{11}}[0-9{CHECK_LETTERS}]", digits):
        raise Unreadable(f'"{shorten(digits)}" cannot follow the first letter of a UPN.')
    last = digits[-1]
    values = [*map(int, digits[:-1]), CHECK_LETTERS.index(last) if last.isalpha() else int(last)]
    return CHECK_LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % 23]


def looks_like_upn(text: str) -> bool:
    """Whether it has the shape of a UPN; its check letter may still be wrong."""
    return re.fullmatch(_SHAPE, _tidy(text)) is not None


def parse_upn(text: str) -> str:
    """The UPN in capitals and without spaces. Raises Unreadable, naming the right check letter."""
    upn = _tidy(text)
    if _RIGHT.fullmatch(upn) and upn[0] == check_letter(upn[1:]):
        return upn
    refused = f'Cannot read "{shorten(text.strip())}" as a UPN: '
    if not upn:
        raise Unreadable("There is no UPN here: please type the letter and its twelve characters.")
    if len(upn) != _LENGTH:
        raise Unreadable(
            f"{refused}a UPN has {_LENGTH} characters and this has {len(upn)}. "
            "Please compare it with the school's register."
        )
    if not re.fullmatch(_SHAPE, upn):
        raise Unreadable(
            f"{refused}it should be a letter, eleven digits, and a digit (or, if it is a temporary "
            'one, a letter), like "H801200001001". Please look for an O that should be a 0.'
        )
    if upn[-1].isalpha() and upn[-1] not in CHECK_LETTERS:
        raise Unreadable(
            f"{refused}I, O and S are never used in a UPN. "
            "Please look whether the last one is a digit."
        )
    raise Unreadable(
        f"{refused}with these digits its first letter would be {check_letter(upn[1:])}, so a digit "
        "or the letter is wrong. Please compare it with the school's register."
    )


def is_temporary(upn: str | None) -> bool:
    """Whether a UPN ends in a letter: a permanent one will replace it."""
    return bool(upn) and str(upn)[-1:].isalpha()


def _tidy(text: str) -> str:
    return "".join(text.split()).upper()
