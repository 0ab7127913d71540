"""Files with several carers in one row: "Parent 1 Name", "PARENT_2_EMAIL", "Mother's mobile".

Whose a column is stands in its heading, by number, by "first" and "second", or by what the carer is
to the pupil. Only the heading decides: "Mobile 2" may be anybody's and is nobody's here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from parentlink.exchange.headings import aliases, fold_heading, in_our_letters
from parentlink.parse.damaged import with_accents
from parentlink.usecases.importing.families.reading.fields import ALIASES, FIELDS
from parentlink.vocabulary import PHONES

_WHO = (
    "primaryguardian|primarycontact|primarycarer|parentcarer|parentguardian|parentorcarer|"
    "emergencycontact|prioritycontact|legalguardian|"
    "parent|guardian|carer|contact|person|adult"
)
_SHORT = re.compile(r"p(?P<number>[1-4])(?P<rest>.+)")  # "P1 Name", as ScholarPack writes it
# "Priority 1 Contact Mobile"
_MIDDLE = re.compile(r"priority(?P<number>[1-9])(?P<who>contact|parent|carer)(?P<rest>.*)")
_MAY = re.compile(
    r"p[1-4]|adult|parent|guardian|carer|contact|person|mother|father|mum|dad|primary|secondary"
)
_NUMBERED = re.compile(rf"(?P<before>.*?)(?P<who>{_WHO})(?P<number>[1-9])(?P<rest>(?![0-9]).*)")
_AT_END = re.compile(rf"(?P<who>{_WHO})(?P<rest>.*[a-z])(?P<number>[1-9])")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3}
_ORDINAL = re.compile(rf"(?P<number>{'|'.join(_ORDINALS)})(?P<who>{_WHO})(?P<rest>.*)")
_RANKS = {"primary": 1, "secondary": 2}
_RANKED = re.compile(rf"(?P<number>{'|'.join(_RANKS)})(?P<who>(?:{_WHO})?)(?P<rest>.+)")
_RELATIVES = {
    **{"mother": "mother", "mum": "mother", "father": "father", "dad": "father"},
    **{"stepmother": "stepmother", "stepfather": "stepfather"},
    **{"grandmother": "grandmother", "grandfather": "grandfather"},
}
_RELATIVE = re.compile(
    rf"(?P<before>nameof|)(?P<who>{'|'.join(sorted(_RELATIVES, key=len, reverse=True))})s?"
    r"(?P<rest>.*)"
)
_IN_BRACKETS = re.compile(
    rf"(?P<rest>[^()]+)\((?P<who>{'|'.join(_RELATIVES)})(?:[’']?s)?\)\s*", re.IGNORECASE
)  # "Mobile (Mum)"
_PARTS = {
    **dict.fromkeys(("", "name", "fullname", "nameof"), "carer"),
    **dict.fromkeys(("forename", "firstname", "givenname", "forenames"), "carer_forename"),
    **dict.fromkeys(("surname", "lastname", "secondname"), "carer_surname"),
    **{"id": "carer_id", "number": "main_phone", "order": "priority", "type": "relationship"},
    **{"isemergencycontact": "emergency", "contact": ""},  # nobody knows which of them it holds
    **{"namerelationship": "carer", "nameandrelationship": "carer"},  # "Jo Fox (mother)"
    "contactno": "main_phone",  # alone it may be "contact: no"
}
# "Tel (home)"
_KIND_IN_NOTE = re.compile(r"\s*(?:tel|telephone|phone)[^()]*\((?:mobile|home|work)\)\s*", re.I)
_OF_ROW = ("carer", "carer_forename", "carer_surname", "primary_guardian", "main_phone")
ADDRESS = ("address", "house_name", "house_number", "street", "postcode")
WAYS = (*PHONES, "main_phone", "email")


class Heading(NamedTuple):
    """A heading that names whose it is: one of several carers, and which of our fields."""

    who: str
    number: int
    field: str

    @property
    def key(self) -> str:
        """As --map may name it: "parent_2_mobile_phone"."""
        number = f"_{self.number}" if self.number else ""
        return f"{self.who}{number}_{self.field}"


def is_of_carer(field: str) -> bool:
    """Whether a field says something of one carer; an address may be the whole family's."""
    return FIELDS[field].table in ("carer", "link", "rule") or field in _OF_ROW


def heading_of(text: str) -> Heading | None:
    """Whose the column is, if its heading says so."""
    key = re.sub(r"[\W_]+", "", in_our_letters(text))
    if not _MAY.search(key):
        return None
    shapes = (_NUMBERED, _AT_END, _MIDDLE, _SHORT)
    if found := next(filter(None, (shape.fullmatch(key) for shape in shapes)), None):
        groups = found.groupdict("")
        who, before = groups.get("who", "parent"), groups.get("before", "")
        return _made(who, int(found["number"]), before, found["rest"])
    if fold_heading(text) in _known():
        return None
    if found := _ORDINAL.fullmatch(key):
        return _made(found["who"], _ORDINALS[found["number"]], "", found["rest"])
    if found := _RANKED.fullmatch(key):
        return _made(found["who"] or "contact", _RANKS[found["number"]], "", found["rest"])
    if found := _RELATIVE.fullmatch(key):
        return _made(_RELATIVES[found["who"]], 0, found["before"], found["rest"])
    return None


def _made(who: str, number: int, before: str, rest: str) -> Heading | None:
    for part in dict.fromkeys((before + rest, rest + before)):
        field = _PARTS.get(part, _known().get(part, ""))
        if field in FIELDS and (is_of_carer(field) or field in ADDRESS):
            return Heading(who, number, field)
    return None


@cache
def _known() -> dict[str, str]:
    return aliases(ALIASES)


class KnownHeadings(frozenset[str]):
    """The headings we know, those that name one of several carers among them."""

    def __contains__(self, text: object) -> bool:
        return super().__contains__(text) or (
            isinstance(text, str) and heading_of(text) is not None
        )


def known_headings(maps: Sequence[str]) -> Collection[str]:
    """By which the row of the headings is found. Raises Unreadable: a --map is wrong."""
    named = named_maps(maps)
    return KnownHeadings(aliases(with_people((), named), named))


def named_maps(maps: Sequence[str]) -> list[str]:
    """--map lines, in which "parent 2 mobile" may stand for a field, and headings as they are."""
    return [_named(text) for text in maps]


def _named(text: str) -> str:
    theirs, equals, ours = text.rpartition("=")
    heading, mark, place = theirs.rpartition("#")
    theirs = f"{plain(heading)}{mark}{place}" if place.isdigit() and mark else plain(theirs)
    text = f"{theirs}{equals}{ours}"
    found = heading_of(ours) if equals and fold_heading(ours) not in _known() else None
    return f"{theirs}={found.key}" if found else text


def with_people(headings: Sequence[str], maps: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Our fields and their spellings, with those of each of several carers that are there."""
    fields = dict(ALIASES)
    for text in (*headings, *(text.rpartition("=")[2] for text in maps)):
        if found := heading_of(text):
            fields[found.key] = (*fields.get(found.key, ()), plain(text))
    return fields


def plain(heading: str) -> str:
    """A heading to be compared; a note may say what it is: "Mobile (Parent 1)", "Tel (home)"."""
    heading = with_accents(heading)
    turned = _IN_BRACKETS.sub(r"\g<who> \g<rest>", heading)
    if turned != heading and heading_of(turned):
        return " ".join(turned.split())
    if heading_of(heading) or _KIND_IN_NOTE.fullmatch(heading):
        return " ".join(re.sub(r"[()]", " ", heading).split())
    return heading


class People(NamedTuple):
    """The columns of each of several carers, and those that are of the row as a whole."""

    shared: dict[str, int]
    carers: dict[tuple[str, int], dict[str, int]]


def apart(columns: dict[str, int]) -> People:
    """Who has which columns, in the order of the file."""
    people = People({}, {})
    for name, place in sorted(columns.items(), key=lambda each: each[1]):
        if found := None if name in FIELDS else heading_of(name):
            people.carers.setdefault((found.who, found.number), {})[found.field] = place
        else:
            people.shared[name] = place
    return people


def said_by(who: str) -> Iterator[tuple[str, str, str | int]]:
    """What the word for a carer says by itself: table, column and value."""
    if who in _RELATIVES.values():
        yield "link", "relationship", who
    if who == "emergencycontact":
        yield "link", "emergency", 1
