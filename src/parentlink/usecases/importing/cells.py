"""What a cell of a file means, as we keep it. Every reader raises Unreadable with the way out."""

import re
from collections.abc import Callable
from datetime import datetime

from parentlink.errors import Unreadable
from parentlink.parse.file_days import parse_file_day
from parentlink.parse.names import clean_name, clean_text, fold, person_name, shorten
from parentlink.parse.people import parse_group, parse_year, title_in_front
from parentlink.parse.spreadsheet_slips import refuse_day, refuse_rounded
from parentlink.parse.words import TITLES
from parentlink.store.rows import to_column
from parentlink.vocabulary import Channel, LivesWith, Responsibility, SenStatus

Cell = str | int | None
Values = dict[str, Cell]
YES = frozenset(("y", "yes", "t", "true", "1"))
NO = frozenset(("n", "no", "f", "false", "0"))
_UNKNOWN = frozenset(("unknown", "not known", "?", "u"))
_ANSWERS = "Y, N or unknown"
# Nursery, as the file keeps it, and as the school census calls its two years.
_NURSERY = {"-1": -1, "-2": -2, "n1": -2, "n2": -1, "nursery 1": -2, "nursery 2": -1}
_CURRICULUM = re.compile(r"(?:national\s+)?curriculum\s+|nc\s+(?=year)", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$", re.IGNORECASE)
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_WHOLE = re.compile(r"^\s*([0-9]+)\.0+\s*$")
_TITLE = rf"(?:{'|'.join(sorted(TITLES))})\b\.?"
_TWO_TITLES = re.compile(  # "Mr & Mrs Fox"
    rf"(?P<titles>{_TITLE}\s*(?:&|\+|\band\b)\s*{_TITLE})\s+\S", re.IGNORECASE
)
_CHANNELS = {
    "phone": "call",
    "telephone": "call",
    "sms": "text",
    "e mail": "email",
    "post": "letter",
}
FAX = "fax"
_PHONE_TYPES = {
    **dict.fromkeys(("mobile", "mob", "m", "cell", "mobile phone"), "mobile_phone"),
    **dict.fromkeys(("home", "h", "home phone", "landline", "evening"), "home_phone"),
    **dict.fromkeys(("work", "w", "work phone", "day", "daytime", "office"), "work_phone"),
    **dict.fromkeys(("fax", "f", "home fax", "work fax"), FAX),
}
_SEN = {"ehcp": "E", "ehc plan": "E", "sen support": "K", "support": "K", "none": "N", "no": "N"}
_LONGEST_TEXT = 1_000


def read_named(what: str) -> Callable[[str], Cell]:
    return lambda text: clean_name(text, what)


def read_person(what: str) -> Callable[[str], Cell]:
    return lambda text: person_name(text, what)


def read_text(what: str) -> Callable[[str], Cell]:
    return lambda text: clean_text(text, what, _LONGEST_TEXT).strip()


def read_title(text: str) -> Cell:
    """A title; of a salutation, as "Mrs Okafor", the title in it."""
    title = clean_name(text, "the title")
    if two := _TWO_TITLES.match(title):
        return two["titles"]
    first, rest = title_in_front(title)
    return first if first and rest else title


def read_id(what: str) -> Callable[[str], Cell]:
    """An id as it stands, but for the ".0" of a program that took it for a number."""
    return lambda text: clean_name(_WHOLE.sub(r"\1", refuse_rounded(text)), what)


def read_ref(what: str) -> Callable[[str], Cell]:
    """A mark by which rows belong together, as it stands."""
    read = read_text(what)
    return lambda text: read(refuse_rounded(text))


def read_group(text: str) -> str:
    """A tutor group as every import reads it."""
    return parse_group(refuse_day(text))


def read_day(text: str) -> Cell:
    """A day as every import reads it."""
    return parse_file_day(text).isoformat()


def read_utc(text: str) -> Cell:
    """A moment of our own export, which says its offset: "2026-09-01T08:00:00Z", or "unknown"."""
    if fold(text) in _UNKNOWN:
        return None
    try:
        return str(to_column(datetime.fromisoformat(text.strip())))
    except (ValueError, TypeError, OverflowError):  # no moment, or one without its offset
        why = f'"{shorten(text)}" is not a moment. It looks like 2026-09-01T08:00:00Z.'
    raise Unreadable(why)


def read_yes_no(text: str, answers: str = "Y or N") -> Cell:
    word = fold(text.strip().removesuffix(".0"))
    if word in YES or word in NO:
        return int(word in YES)
    raise Unreadable(f'"{shorten(text)}" is neither yes nor no. Please write {answers}.')


def read_emergency(text: str) -> Cell:
    """Yes or no; some programs number their emergency contacts, and 2 is the second to call."""
    whole = text.strip().removesuffix(".0")
    is_number = whole.isascii() and whole.isdigit() and int(whole[:4]) > 1
    return read_priority(text) if is_number else read_yes_no(text)


def read_responsibility(text: str) -> Cell:
    if fold(text) in _UNKNOWN:
        return Responsibility.UNKNOWN.value
    return Responsibility.YES.value if read_yes_no(text, _ANSWERS) else Responsibility.NO.value


def read_lives_with(text: str) -> Cell:
    word = fold(text)
    if word in {"part", "part time", "shared", "sometimes"}:
        return LivesWith.PART.value
    if word in _UNKNOWN:
        return LivesWith.UNKNOWN.value
    return LivesWith.YES.value if read_yes_no(text, _ANSWERS) else LivesWith.NO.value


def read_priority(text: str) -> Cell:
    whole = _ORDINALS.get(fold(text)) or _ORDINAL.sub(r"\1", text.strip().removesuffix(".0"))
    if whole.isascii() and whole.isdigit() and len(whole) < 5 and 1 <= int(whole) <= 99:
        return int(whole)
    raise Unreadable(f'"{shorten(text)}" is not a priority: 1 is the first to call, then 2, 3 ...')


def read_count(text: str) -> Cell:
    whole = text.strip().removesuffix(".0")
    if whole.isascii() and whole.isdigit() and len(whole) < 7:
        return int(whole)
    raise Unreadable(f'"{shorten(text)}" is no whole number. Please write one, such as 2.')


def read_year(text: str) -> Cell:
    word = _CURRICULUM.sub("", text.strip()).removesuffix(".0")
    return _NURSERY.get(fold(word), _NURSERY.get(word)) or parse_year(word)


def read_phone_type(text: str) -> Cell:
    """The column that a number of this kind belongs in, or that it is a fax's; else nothing."""
    return _PHONE_TYPES.get(fold(text))


def read_channel(text: str) -> Cell:
    word = _CHANNELS.get(fold(text), text.strip().casefold().replace(" ", "-"))
    if word not in set(Channel):
        raise Unreadable(f'"{shorten(text)}" is not one of: {", ".join(Channel)}.')
    return word


def read_sen_status(text: str) -> Cell:
    word = _SEN.get(fold(text), text.strip().upper())
    if word not in set(SenStatus):
        raise Unreadable(
            f'"{shorten(text)}" is not one of: E (has a plan), K (SEN support), N (none).'
        )
    return word
