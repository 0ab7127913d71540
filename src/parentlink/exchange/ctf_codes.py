"""The codes of a Common Transfer File, and where in it each thing stands that we read.

Only codes whose meaning is certain stand here; every other one is kept as the file has it.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from parentlink.vocabulary.restricted import COLUMNS, Fact


class Leaf(NamedTuple):
    """An element whose text is kept: in which record, under which name."""

    record: str
    name: str


class Place(NamedTuple):
    """An element on the way to what is kept; `opens` begins a new record of that kind."""

    below: Mapping[str, Any]
    opens: str = ""
    leaf: Leaf | None = None


# Codes of the Common Basic Data Set. The contact's sex follows from some: ctf_people needs that.
RELATIONSHIPS = {
    "PAM": "mother",
    "PAF": "father",
    "STM": "stepmother",
    "STF": "stepfather",
    "FOM": "foster mother",
    "FOF": "foster father",
    "CAR": "carer",
    "FAM": "other family member",
    "REL": "other relative",
    "CHM": "childminder",
    "SWR": "social worker",
    "DOC": "doctor",
    "HTC": "head teacher",
    "TCH": "teacher",
    "RLG": "religious contact",
    "OTH": "other contact",
}
# Those that are spelled as elsewhere or unmistakable; the code list knows some hundreds.
_LANGUAGES = {
    **{"ENG": "English", "CYM": "Welsh", "POL": "Polish", "URD": "Urdu", "SOM": "Somali"},
    **{"ARA": "Arabic", "POR": "Portuguese", "SPA": "Spanish", "TUR": "Turkish", "HIN": "Hindi"},
    **{"LIT": "Lithuanian", "RUS": "Russian", "UKR": "Ukrainian", "ITA": "Italian"},
    **{"HUN": "Hungarian", "BUL": "Bulgarian", "TAM": "Tamil", "GUJ": "Gujarati", "YOR": "Yoruba"},
    **{"IGB": "Igbo", "VIE": "Vietnamese", "NEP": "Nepali", "GER": "German", "GRE": "Greek"},
    **{"ALB": "Albanian", "CZE": "Czech", "CHI": "Chinese", "FRN": "French", "PNJ": "Panjabi"},
    **{"BNG": "Bengali", "ENB": "English (believed)", "OTH": "other than English"},
    **{"OTB": "other than English (believed)", "NOT": "", "REF": ""},  # nobody has said
}
_YEARS = {"N1": "-2", "N2": "-1"}  # as a families file writes the two years of nursery
_NO_YEAR = frozenset(("E1", "E2", "M", "X"))  # before nursery, mixed, outside the curriculum
_PREFERRED_TYPES = ("H", "F", "M", "")  # of the home, first, one of several first, not said
_SEN = frozenset(("N", "K", "E"))  # older letters have no sure counterpart
_SAID = (Fact.SEN, Fact.LOOKED_AFTER, Fact.FREE_SCHOOL_MEALS, Fact.ETHNICITY, Fact.MEDICAL)
_FACT_TAGS = {Fact.ETHNICITY: "ethnicity", Fact.MEDICAL: "medicalflag"}
_ENTRIES = {
    "start": ("startdate", "senstartdate", "fsmstartdate"),
    "end": ("enddate", "senenddate", "fsmenddate"),
    "provision": ("senprovision",),
}


def relationship(code: str) -> str:
    """What a contact is to the pupil, in words; an unknown code or a word stays as it is."""
    return RELATIONSHIPS.get(code, code)


def home_language(said: list[tuple[str, str]]) -> str:
    """The language of the home among (type, language) pairs, or else the first language."""
    for wanted in _PREFERRED_TYPES:
        for kind, code in said:
            if kind.upper() == wanted:
                return _LANGUAGES.get(code, code)
    return ""


def year_group(text: str) -> tuple[str, bool]:
    """The year as a families file writes it, and whether there is one at all."""
    code = text.upper()
    return ("", False) if code in _NO_YEAR else (_YEARS.get(code, text), True)


def sen_status(said: list[dict[str, str]]) -> str:
    """The provision of the latest entry that has not ended, if it is one of today's letters."""
    open_ones = [entry for entry in said if not entry.get("end")]
    latest = max(open_ones, key=lambda entry: entry.get("start", ""), default={})
    letter = latest.get("provision", "").upper()
    return letter if letter in _SEN else ""


def has_meals(said: list[dict[str, str]]) -> str:
    """Whether a pupil has free school meals: an entry that has not ended; blank without any."""
    if not said:
        return ""
    return "no" if all(entry.get("end") for entry in said) else "yes"


def wanted(include: frozenset[str]) -> list[Fact]:
    """Of the restricted fields of ours that are asked for, the facts that such a file can say."""
    return [fact for fact in _SAID if COLUMNS[fact] in include]


def places(include: Collection[Fact]) -> Place:
    """The way from the root to everything that is kept; what is not on it is never looked at."""
    names = _leaves("pupil", ("upn", "surname", "forename", "dob"))
    more = _leaves("pupil", ("preferredsurname", "preferredforename", "ncyearactual"))
    language = _leaves("language", ("type", "language"))
    # Some versions put each language into an element of its own.
    group = Place(language, leaf=Leaf("language", "language"))
    languages = {"languages": Place({**language, "language": group})}
    basic = {**names, **more, **languages}
    pupil: dict[str, Place] = {
        **basic,
        "address": _address("home"),
        "contacts": Place({"contact": _contact()}),
    }
    if Fact.SEN in include:
        pupil["senhistory"] = Place({"sen": _entries("sen")})
    if Fact.FREE_SCHOOL_MEALS in include:
        pupil["fsmhistory"] = Place({"fsminstance": _entries("meals")})
    facts = _leaves("pupil", tuple(tag for fact, tag in _FACT_TAGS.items() if fact in include))
    pupil |= facts
    pupil["basicdetails"] = Place(basic | facts)
    if Fact.LOOKED_AFTER in include:
        pupil["lookedafter"] = Place(_leaves("pupil", ("incare",)))
    data = Place({"pupil": Place(pupil, opens="pupil")})
    return Place({"ctfpupildata": data})


def _entries(record: str) -> Place:
    """One of the entries of a history, each with the days from which and until which it holds."""
    leaves = {tag: name for name, tags in _ENTRIES.items() for tag in tags}
    return Place({tag: Place({}, leaf=Leaf(record, name)) for tag, name in leaves.items()}, record)


def _contact() -> Place:
    number = _leaves("phone", ("telephonetype", "phoneno"))
    said = ("order", "title", "surname", "forename", "relationship", "responsibility", "email")
    below: dict[str, Place] = {
        **_leaves("contact", (*said, "addressaspupil")),
        "address": _address("away"),
        "phones": Place({"phone": Place(number, opens="phone")}),
    }
    return Place(below, opens="contact")


def _address(record: str) -> Place:
    """Enough of an address to tell two apart: it is compared and never kept."""
    parts = ("saon", "paon", "street", "town", "addressline1", "addressline2", "postcode")
    leaves = _leaves(record, parts)
    below = {**leaves, "bs7666address": Place(leaves), "addresslines": Place(leaves)}
    if record == "away":
        below |= _leaves("contact", ("addressaspupil",))
    return Place(below)


def _leaves(record: str, names: tuple[str, ...]) -> dict[str, Place]:
    return {name: Place({}, leaf=Leaf(record, name)) for name in names}
