"""One pupil of a Common Transfer File as rows: one for each contact, two where a contact is two."""

from typing import NamedTuple

from parentlink.exchange import ctf_codes
from parentlink.parse.couples import Person, person, relationships, two_people
from parentlink.parse.names import fold

HEADINGS = (
    *("pupil_ref", "upn", "surname", "forename", "preferred_name", "date_of_birth"),
    *("year_group", "home_language", "title", "carer_forename", "carer_surname"),
    *("relationship", "parental_responsibility", "lives_with", "priority"),
    *("mobile_phone", "home_phone", "work_phone", "email", "address"),
)
_SLOTS = {"M": "mobile_phone", "H": "home_phone", "W": "work_phone"}
_LONG_ORDER = 4  # digits
_FAX = "F"
_TRUE, _FALSE = frozenset(("true", "1", "t", "y", "yes")), frozenset(("false", "0", "f", "n", "no"))
Values = dict[str, str]


class Contact:
    """A contact as the file has it."""

    __slots__ = ("address", "phones", "said")

    def __init__(self) -> None:
        self.said: Values = {}
        self.address: Values = {}
        self.phones: list[Values] = []

    @property
    def order(self) -> int:
        """Its place in the order of contacts; 0 when the file does not say it."""
        said = self.said.get("order", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < _LONG_ORDER else 0


class Pupil:
    """A pupil as the file has it; `too_long` names what is too long to be read."""

    __slots__ = ("address", "contacts", "languages", "meals", "said", "sen", "too_long")

    def __init__(self) -> None:
        self.said: Values = {}
        self.address: Values = {}
        self.languages: list[tuple[str, str]] = []
        self.sen: list[Values] = []
        self.meals: list[Values] = []
        self.contacts: list[Contact] = []
        self.too_long = ""


class Noticed(NamedTuple):
    """What happened to a row on the way: a word for each, to be warned about."""

    split: bool = False
    left_out: bool = False


def pupil_cells(pupil: Pupil, number: int) -> Values:
    """What every row of the pupil says; `number` marks one without a UPN."""
    said = pupil.said
    upn = said.get("upn", "")
    return {
        "pupil_ref": upn or f"pupil {number}",
        "upn": upn,
        "surname": said.get("surname", ""),
        "forename": said.get("forename", ""),
        "preferred_name": _preferred(said),
        "date_of_birth": said.get("dob", ""),
        "year_group": ctf_codes.year_group(said.get("ncyearactual", ""))[0],
        "home_language": ctf_codes.home_language(pupil.languages),
        "sen_status": ctf_codes.sen_status(pupil.sen),
        "looked_after": said.get("incare", ""),
        "free_school_meals": ctf_codes.has_meals(pupil.meals),
        "ethnicity": said.get("ethnicity", ""),
        "medical": "yes" if said.get("medicalflag", "").casefold() in _TRUE else "",
        "address": _address(pupil.address),
    }


def contact_cells(pupil: Pupil, contact: Contact) -> tuple[list[Values], Noticed]:
    """What each person of a contact adds to the pupil's cells."""
    said = contact.said
    phones, left_out = _phones(contact.phones)
    order = said.get("order", "")
    shared = {
        "relationship": ctf_codes.relationship(said.get("relationship", "")),
        "parental_responsibility": said.get("responsibility", ""),
        "priority": "" if order == "0" else order,  # 0 is how some programs say nothing
        "email": said.get("email", ""),
        **phones,
        **_home(pupil, contact),
    }
    title, forename, surname = (said.get(name, "") for name in ("title", "forename", "surname"))
    if two := two_people(title, forename, surname):
        words = relationships(shared["relationship"], two)
        rows = [_of_two(shared, *pair) for pair in zip(two, words, strict=True)]
        return rows, Noticed(True, left_out)
    return [{**shared, **_cells(person(title, forename, surname))}], Noticed(False, left_out)


def _preferred(said: Values) -> str:
    """The preferred name where it is another one than the legal name."""
    forename = said.get("preferredforename", "")
    surname = said.get("preferredsurname", "")
    if surname and fold(surname) != fold(said.get("surname", "")):
        return f"{forename or said.get('forename', '')} {surname}".strip()
    return forename if fold(forename) != fold(said.get("forename", "")) else ""


def _address(parts: Values) -> str:
    """An address to compare: the town only where there is no postcode, since it comes and goes."""
    names = ["saon", "paon", "street", "addressline1", "addressline2"]
    names.append("postcode" if parts.get("postcode") else "town")
    return ", ".join(parts[name] for name in names if parts.get(name))


def _home(pupil: Pupil, contact: Contact) -> Values:
    """Whether the pupil lives there, and the address by which households are told apart."""
    here, there = _address(pupil.address), _address(contact.address)
    as_pupil = contact.said.get("addressaspupil", "").casefold()
    if as_pupil in _TRUE or (here and fold(here) == fold(there)):
        return {"lives_with": "yes", "address": here or there}
    if here and there:
        return {"lives_with": "", "address": there}  # another address: it may be part of the time
    # Without two addresses to compare only a "no" keeps two homes from being taken for one.
    others = any(each.said.get("addressaspupil", "").casefold() in _TRUE for each in pupil.contacts)
    apart = as_pupil in _FALSE or (there and others)
    return {"lives_with": "no" if apart else "", "address": there}


def _phones(phones: list[Values]) -> tuple[Values, bool]:
    """The numbers in their places, and whether some found no room."""
    found: Values = {}
    waiting = []
    for phone in phones:
        number, kind = phone.get("phoneno", ""), phone.get("telephonetype", "").upper()
        slot = _SLOTS.get(kind)
        if not number or kind == _FAX:
            continue
        if slot and slot not in found:
            found[slot] = number
        else:
            waiting.append(number)
    for number in waiting:
        if _digits(number) in map(_digits, found.values()):
            continue
        mobile = number.startswith(("07", "+447"))
        slots = list(_SLOTS.values()) if mobile else ["home_phone", "work_phone", "mobile_phone"]
        free = next((slot for slot in slots if slot not in found), None)
        if free is None:
            return found, True
        found[free] = number
    return found, False


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def _cells(each: Person) -> Values:
    return {
        "title": each.title,
        "carer_forename": each.forename,
        "carer_surname": each.surname,
    }


def _of_two(shared: Values, each: Person, relationship: str) -> Values:
    """What a contact of two people says of one of them, where it can be said of one.

    Parental responsibility is a person's own, so a "yes" for two is left for somebody to check.
    """
    cells = {**shared, **_cells(each), "relationship": relationship}
    if shared["parental_responsibility"].casefold() not in _FALSE:
        cells["parental_responsibility"] = ""
    return cells
