"""One person in one line: "Mrs Ngozi Okafor, mother, 07700 900123" or "Ada Okafor, 7KM"."""

import re
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.dates import month_number
from parentlink.parse.names import clean_name, clean_text, fold, person_name, shorten
from parentlink.parse.words import TITLES

_YEAR = re.compile(r"(?:year|yr|y)?\s*(\d{1,2}|r|reception|n|nursery)", re.IGNORECASE)
# A tutor group as nearly all schools write it; a date or "1st" is none.
_GROUP = re.compile(r"(?:1[0-4]|[0-9])(?:(?: |[.-])?(?P<word>[A-Za-z]{1,4})[0-9]?|[.-][0-9])")
_ORDINALS = ("st", "nd", "rd", "th")
_GROUP_AT_END = re.compile(r"\S \d{1,2}[A-Za-z]{1,4}$")
# As a link or a mail program shows an address: "Ngozi Okafor <n@example.org>".
_SHOWN_ADDRESS = re.compile(r"(?:mailto:\s*|[^<>@]*<)([^<>\s]+@[^<>\s]+?)>?", re.IGNORECASE)
_PHONE_AT_END = re.compile(r"\S [+(]?\d[\d ()]{5,}$")
_BESIDE = re.compile(r"[&+/]|and\b", re.IGNORECASE)  # another title follows: "Mr & Mr Jones"
_RESPONSIBLE = {"pr": "yes", "no pr": "no"}


class CarerLine(NamedTuple):
    """A carer as typed in one line."""

    name: str
    title: str | None
    relationship: str | None
    responsibility: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None


class PupilLine(NamedTuple):
    """A pupil as typed in one line."""

    name: str
    tutor_group: str | None
    year_group: int | None
    upn: str | None
    date_of_birth: date | None


def carer_line(text: str) -> CarerLine:
    """A name, then in any order a relationship, phone numbers, an e-mail address, PR or no PR.

    Raises:
        Unreadable: no name, or a part that is none of these.
    """
    first, *parts = [part.strip() for part in text.split(",")]
    title, name = titled(first, "the carer's name")
    _refuse_number(name, _PHONE_AT_END, '"Ngozi Okafor, mother, 07700 900123"')
    found: dict[str, str] = {}
    phones: list[str] = []
    for part in filter(None, parts):
        if fold(part) in _RESPONSIBLE:
            found["responsibility"] = _RESPONSIBLE[fold(part)]
        elif "@" in part:
            found["email"] = parse_email(part)
        elif any(sign.isdigit() for sign in part):
            from parentlink.parse.phone import parse_phone

            phones.append(parse_phone(part))
        elif "relationship" in found:
            raise Unreadable(
                f"{shorten(part)!r} was not understood: a carer is a name, then a relationship, "
                "phone numbers and an e-mail address, with commas between."
            )
        else:
            found["relationship"] = clean_name(part, "the relationship")
    mobile, home, work = _numbers(phones)
    return CarerLine(
        name,
        title,
        found.get("relationship"),
        found.get("responsibility", "unknown"),
        mobile,
        home,
        work,
        found.get("email"),
    )


def _refuse_number(name: str, shape: re.Pattern[str], example: str) -> None:
    """A name that ends in a number or group is a name and that, and the comma was forgotten."""
    if shape.search(name):
        raise Unreadable(
            f"There is a number in the name {shorten(name)!r}: put a comma after the name, as in "
            f"{example}."
        )


def _numbers(phones: list[str]) -> tuple[str | None, str | None, str | None]:
    """Mobile, home and work, by the kind of number and then by order.

    Raises:
        Unreadable: more numbers than there is room for.
    """
    mobiles = [number for number in phones if not _landline(number)]
    others = [number for number in phones if _landline(number)] + mobiles[1:]
    if len(others) > 2:
        raise Unreadable("There is room for three phone numbers: mobile, home and work.")
    home, work, *_ = [*others, None, None]
    return (mobiles[0] if mobiles else None), home, work


def _landline(number: str) -> bool:
    return number.startswith(("+441", "+442", "+443"))


def titled(text: str, what: str) -> tuple[str | None, str]:
    """A title, if one stands before the name, and the name."""
    return title_in_front(person_name(text, what))


def title_in_front(name: str) -> tuple[str | None, str]:
    """A title, if one stands before a clean name, and the rest."""
    word, space, rest = name.partition(" ")
    if space and fold(word) in TITLES and not _BESIDE.match(rest):
        return word.rstrip("."), rest
    return None, name


def pupil_line(text: str) -> PupilLine:
    """A name, then in any order a tutor group, a year, a UPN, a date of birth.

    Raises:
        Unreadable: no name, or a part that is none of these.
    """
    from parentlink.parse.upn import looks_like_upn, parse_upn
    from parentlink.parse.when import parse_csv_day

    first, *parts = [part.strip() for part in text.split(",")]
    name = person_name(first, "the pupil's name")
    _refuse_number(name, _GROUP_AT_END, '"Ada Okafor, 7KM"')
    group = upn = born = year = None
    for part in filter(None, parts):
        if looks_like_upn(part):
            upn = parse_upn(part)
        elif re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}", part):
            born = parse_csv_day(part)
        elif _YEAR.fullmatch(part) and year is None:
            year = parse_year(part)
        elif group is None:
            group = parse_group(part)
        else:
            raise Unreadable(
                f"{shorten(part)!r} was not understood: a pupil is a name, then a tutor group, a "
                "year, a UPN and a date of birth, with commas between."
            )
    if year is None and group:
        year = year_of(group)
    return PupilLine(name, group, year, upn, born)


def parse_group(text: str) -> str:
    """A tutor group as the school writes it, in capitals: "7km" is "7KM".

    Raises:
        Unreadable: not a short word.
    """
    group = clean_name(text, "the tutor group").upper()
    if len(group) > 20:
        raise Unreadable(
            f"The tutor group {shorten(text)!r} is longer than 20 signs. Please shorten it."
        )
    return group


def looks_like_group(text: str) -> bool:
    """Whether a few signs are what schools call a tutor group: 7KM, 10 B, 7-1; no 1st or 3 Mar."""
    shape = _GROUP.fullmatch(text.strip())
    word = (shape["word"] or "").casefold() if shape else ""
    return shape is not None and word not in _ORDINALS and not month_number(word)


def year_of(group: str) -> int | None:
    """The year group that a tutor group's leading number says: 7 for 7KM."""
    shape = re.match(r"\d{1,2}", group)
    return int(shape.group()) if shape and 1 <= int(shape.group()) <= 13 else None


def parse_year(text: str) -> int:
    """A year group: 1 to 14, 0 for reception, -1 for nursery.

    Raises:
        Unreadable: none of these.
    """
    shape = _YEAR.fullmatch(text.strip())
    word = shape.group(1).casefold() if shape else ""
    if word in {"r", "reception"}:
        return 0
    if word in {"n", "nursery"}:
        return -1
    if word.isascii() and word.isdigit() and int(word) <= 14:
        return int(word)
    raise Unreadable(f"{shorten(text)!r} is not a year group: try 7, Year 7 or R.")


def parse_email(text: str) -> str:
    """An e-mail address of the usual shape.

    Raises:
        Unreadable: it is not name@place.
    """
    whole = clean_text(text, "the e-mail address", 254).strip()
    shown = _SHOWN_ADDRESS.fullmatch(whole)
    address = shown[1] if shown else whole
    if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+", address):
        raise _no_address(text)
    return address


def _no_address(text: str) -> Unreadable:
    if len(re.findall(r"[^@\s,;/]@[^@\s,;/]", text)) > 1:
        return Unreadable(
            f"{shorten(text)!r} has more than one e-mail address, and there is room for one only. "
            "Please keep the one that they read most."
        )
    return Unreadable(f"{shorten(text)!r} is not an e-mail address: it looks like name@place.uk.")
