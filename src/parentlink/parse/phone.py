"""Phone numbers: any way people write them into E.164 ("+447700900123"), and back for the screen.

Most numbers in a British school are British and are read here; the library `phonenumbers`, which
takes 60 ms to load, is asked only about the others.
"""

import re

from parentlink.errors import Unreadable
from parentlink.parse.names import shorten
from parentlink.parse.spreadsheet_slips import is_long_number, long_number_lost

_SPACING = str.maketrans(
    {
        **dict.fromkeys(" \t().-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f‐‑‒–—−"),
        # Contacts copied from a phone or from Windows come wrapped in direction marks.
        **dict.fromkeys("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\ufeff"),
    }
)
_WANTED = 'Please write it like "07700 900123" or, from abroad, "+1 202 555 0123".'
_AROUND = str.maketrans(dict.fromkeys("()[]:;,.-–—", " "))  # a word and its number
_TRUNK = re.compile(r"\(\s*0\s*\)")
_BETWEEN = re.compile(r"\s*(?:[/,;&|\n]|\bor\b|\band\b)\s*")
_BESIDE = re.compile(
    r"(?P<before>[^0-9+]*?)(?P<number>[+(]?[0-9][0-9\s().\-–]*[0-9])(?P<behind>[^0-9+]*)"
)
_EXTENSION = re.compile(  # "0113 496 0001 x2", "... (ext. 204)"
    r"(?P<number>.*[0-9])[\s,;(\[\-–]*(?:x|extension|extn?|#)[\s.:#-]*[0-9]{1,5}\s*[)\]]?\s*",
    re.IGNORECASE,
)
_UK_LENGTHS = {
    "1": (9, 10),
    "2": (10,),
    "3": (10,),
    "5": (10,),
    "7": (10,),
    "8": (9, 10),
    "9": (10,),
}
LANDLINES = ("+441", "+442", "+443")  # how British numbers begin that are no mobile's
_LOST_ZERO = frozenset("1237")


def parse_phone(text: str, region: str = "GB") -> str:
    """The number in E.164. Raises Unreadable. `region` is where numbers without + belong."""
    return _read(text, region)[0]


def two_phones(text: str) -> tuple[str, str] | None:
    """The two numbers in E.164 if there are two whole ones: "07700 900001 / 01632 960001"."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) != 2:
        return None
    try:
        first, second = map(parse_phone, parts)
    except Unreadable:
        return None
    return first, second


def without_extension(text: str) -> str | None:
    """The number in E.164 of "0113 496 0001 ext. 204", whose extension is no part of it."""
    found = _EXTENSION.fullmatch(text)
    try:
        return parse_phone(found["number"]) if found else None
    except Unreadable:
        return None


def number_and_words(text: str) -> tuple[str, str] | None:
    """One whole number in E.164, and what stands beside it: "07700 900001 (Mum)"."""
    found = _BESIDE.fullmatch(text)
    words = found and " ".join(f"{found['before']} {found['behind']}".translate(_AROUND).split())
    if not found or not words:
        return None
    try:
        return parse_phone(found["number"]), words
    except Unreadable:
        return None


def phone_was_mended(text: str, region: str = "GB") -> bool:
    """Whether a spreadsheet had damaged the number (lost 0 or +, added ".0") and it was mended."""
    try:
        return _read(text, region)[1]
    except Unreadable:
        return False


def phone_digits(text: str, region: str = "GB") -> str | None:
    """The E.164 number if `text` can only be a phone number, otherwise None: a name, a date..."""
    if not re.fullmatch(r"[0-9+ ().\-]{6,40}", text) or len(re.sub(r"[^0-9]", "", text)) < 6:
        return None
    try:
        return parse_phone(text, region)
    except Unreadable:
        return None


def show_phone(e164: str) -> str:
    """As people here read it: "07700 900123"; numbers from abroad keep their country code."""
    if not re.fullmatch(r"\+[0-9]{7,15}", e164):
        return e164
    if e164.startswith("+44") and len(e164) in (12, 13):
        national = "0" + e164[3:]
        first, second = _grouping(national)
        parts = national[:first], national[first:second], national[second:]
        return " ".join(part for part in parts if part)
    return _show_foreign(e164)


def _grouping(national: str) -> tuple[int, int]:
    """Where the two spaces stand, after the groups Ofcom writes; equal if there is only one."""
    if national.startswith(("02", "05")):
        return 3, 7
    if national.startswith(("07", "0306")):
        return 5, 5
    if national.startswith("01") and "1" not in national[2:4]:
        return 5, 5
    return (4, 7) if len(national) == 11 else (4, 4)


def _show_foreign(e164: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown or e164


def _read(text: str, region: str) -> tuple[str, bool]:
    """The number in E.164, and whether it had to be mended."""
    written = text.strip()
    number, excel = _without_excel_decimal(written)
    digits = number.translate(_SPACING)
    plus = digits.startswith("+")
    if not (digits[plus:].isascii() and digits[plus:].isdigit()):
        raise _refusal(written, digits)
    if plus or digits.startswith("00"):
        return _international(written, region), excel
    if region != "GB":
        return _ask_library(written, number, region), excel
    if digits.startswith("0"):
        return _british(written, digits[1:]), excel
    if len(digits) == 10 and digits[0] in _LOST_ZERO:
        return _british(written, digits), True
    if len(digits) == 12 and digits.startswith("44"):
        return _british(written, digits[2:]), True
    raise _unreadable(
        written, "a British number starts with 0, one from another country with + and its code"
    )


def _without_excel_decimal(written: str) -> tuple[str, bool]:
    whole = written.removesuffix(".0")
    excel = whole != written and whole.isdigit() and not whole.startswith("0")
    return (whole, True) if excel else (written, False)


def _british(written: str, national: str) -> str:
    """`national` is the number without +44 and without its first 0."""
    lengths = _UK_LENGTHS.get(national[:1])
    if not lengths:
        start = "0" + national[:1]
        raise _unreadable(written, f"no British number starts with {start}")
    if len(national) not in lengths:
        wanted = " or ".join(str(length + 1) for length in lengths)
        raise _unreadable(
            written,
            f"a British number that starts with 0{national[0]} has {wanted} digits and this one "
            f"has {len(national) + 1}",
        )
    return "+44" + national


def _international(written: str, region: str) -> str:
    """The (0) in "+49 (0)30 ..." is dialled only inside the country."""
    digits = _TRUNK.sub("", written).translate(_SPACING)
    digits = digits.removeprefix("+").removeprefix("00")
    if digits.startswith("44"):
        return _british(written, digits[2:].removeprefix("0"))
    return _ask_library(written, "+" + digits, region)


def _ask_library(written: str, number: str, region: str) -> str:
    """Possible is enough: numbers kept free for films and tests are possible but not "valid"."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        raise _unreadable(written, "no country has such a number") from None
    if not phonenumbers.is_possible_number(parsed):
        raise _unreadable(written, "it has too many or too few digits for its country")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _unreadable(written: str, why: str) -> Unreadable:
    return Unreadable(f'Cannot read "{shorten(written)}" as a phone number: {why}. {_WANTED}')


def _refusal(written: str, digits: str) -> Unreadable:
    """Why something that is not plainly digits is refused; the words of a cell are never lost."""
    if not digits:
        return Unreadable(f"There is no phone number here. {_WANTED}")
    if is_long_number(written):
        return long_number_lost(written)
    if _EXTENSION.fullmatch(written):
        return _unreadable(written, "please leave the extension out and put it in a note")
    if any(character.isalpha() for character in digits):
        return _unreadable(written, "please keep the number alone and put the words in a note")
    if any(character.isnumeric() and not character.isascii() for character in digits):
        return _unreadable(written, "its digits are not all plain ones from 0 to 9")
    if re.search(r"[0-9]{6,}[/,;&|]+\+?[0-9]{6,}", digits):
        return _unreadable(written, "it looks like two numbers, and each needs a place of its own")
    return _unreadable(
        written, "only digits, spaces, brackets, hyphens and a leading + belong in it"
    )
