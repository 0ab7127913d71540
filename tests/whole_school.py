"""A whole school of made-up families, and how an office would write it: CSV, xlsx, CTF, OneRoster.

Brothers and sisters, couples, two households of one child, grandparents, names in many scripts.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

from parentlink.parse.upn import check_letter
from workbooks import xlsx

FORENAMES = (
    *("Ada", "Łukasz", "Siobhán", "Bilal", "Mei", "Inês", "Tomás", "Zoë", "Kofi", "Elin", "Null"),
    *("Aarav", "Noor", "Mary-Jane", "Jo", "Oluwaseun", "Ахмед", "Anaïs", "Callum", "Priya"),
)
SURNAMES = (
    *("Okafor", "O'Neill", "Nowak", "Ahmed", "García-Ruiz", "Wójcik", "Chen", "Evans", "St John"),
    *("MacDonald", "van der Berg", "Singh", "Eze", "Smith", "Smith-Jones", "Ng", "True", "D’Souza"),
)
LANGUAGES = {"English": "ENG", "Polish": "POL", "Urdu": "URD", "Somali": "SOM"}
RELATIONSHIPS = {"mother": "PAM", "father": "PAF", "stepfather": "STF", "foster mother": "FOM"}
STREETS = ("Elm", "Oak", "Ash", "Fir")
AREAS = ("0113", "0114", "0115", "0116")
Cell = str | int | bool | date | None
Row = dict[str, Cell]


class Carer(NamedTuple):
    """A carer; `at_home` says whether it is the pupil's address."""

    id: str
    title: str
    forename: str
    surname: str
    relationship: str
    responsibility: bool | None
    at_home: bool
    priority: int
    mobile: str
    home: str
    work: str
    email: str

    @property
    def role(self) -> str:
        """The word of OneRoster."""
        own = {"mother": "parent", "father": "parent", "grandmother": "relative"}
        return own.get(self.relationship, "guardian")


class Pupil(NamedTuple):
    """A pupil with the carers."""

    id: str
    upn: str
    forename: str
    surname: str
    preferred: str
    born: date
    year: int
    group: str
    language: str
    address: tuple[str, str]
    away: tuple[str, str]
    carers: Sequence[Carer]


def school(pupils: int = 1_200) -> list[Pupil]:
    """The school, the same every time."""
    made: list[Pupil] = []
    chosen = Random(6)
    for home in range(pupils):
        children = chosen.choices((1, 2, 3), (6, 3, 1))[0]
        surname = chosen.choice(SURNAMES)
        carers = _carers(home, surname, chosen)
        street = f"{home % 200 + 1} {STREETS[home // 200 % 4]} Row"
        shared = (
            chosen.choice(tuple(LANGUAGES)),
            (street, f"ZZ{home % 90 + 1} {home % 9}{'ABDEFGH'[home // 90 % 7]}Y"),
            (f"{home + 1} Far Lane", "ZZ99 8YY"),
        )
        for forename in chosen.sample(FORENAMES, children):
            made.append(_pupil(len(made), forename, surname, carers, shared))
            if len(made) == pupils:
                return made
    return made


def _pupil(
    number: int,
    forename: str,
    surname: str,
    carers: Sequence[Carer],
    shared: tuple[str, tuple[str, str], tuple[str, str]],
) -> Pupil:
    digits = f"999{number * 7:09}"
    year = 7 + number % 5
    born = date(2019 - year, number % 12 + 1, number % 28 + 1)
    upn, group = check_letter(digits) + digits, f"{year}{'KMRSTVWX'[number // 5 % 8]}"
    preferred = "" if number % 9 else f"{forename[0]}J"
    return Pupil(
        f"p{number}", upn, forename, surname, preferred, born, year, group, *shared, carers
    )


def _carers(home: int, surname: str, chosen: Random) -> list[Carer]:
    """Nobody, one, a couple, parents who live apart, or a grandmother as well."""
    kind = chosen.choices(("none", "one", "couple", "apart", "three"), (1, 6, 10, 6, 2))[0]
    other = chosen.choice(SURNAMES)
    her, his = chosen.sample(FORENAMES, 2)
    landline = f"{AREAS[home // 1000]} 496 {home % 1000:04}"
    mobile = f"07700 900{home:03}" if home < 1000 else ""
    mother = Carer(
        *(f"c{home}a", "Mrs", her, surname, "mother", True, True, 1),
        *(mobile, landline, "", f"a{home}@example.org"),
    )
    father = Carer(
        *(f"c{home}b", "Mr", his, other, "father", True, kind != "apart", 2),
        *("", "" if kind == "apart" else landline, f"020 7946 {home % 1000:04}"),
        f"b{home}@example.org",
    )
    gran = Carer(
        *(f"c{home}c", "", "Rose", other, "grandmother", None, False, 3),
        *("", f"0121 496 {home % 1000:04}", "", ""),
    )
    step = father._replace(relationship="stepfather", responsibility=False)
    homes = {
        "one": [mother if home % 5 else mother._replace(relationship="foster mother")],
        "couple": [mother, step if home % 7 == 0 else father],
        "apart": [mother, father],
        "three": [mother, father, gran],
    }
    found = homes.get(kind, [])
    return found[::-1] if home % 4 == 0 else found  # the file's order is not always the priority


# -- as rows -----------------------------------------------------------------------------------


def flat(pupils: Sequence[Pupil]) -> Iterator[Row]:
    """One row for each pupil and carer, with everything that the office knows."""
    for pupil in pupils:
        child: Row = {
            **{"Admission No": pupil.id, "UPN": pupil.upn, "Legal Forename": pupil.forename},
            **{"Legal Surname": pupil.surname, "Preferred Forename": pupil.preferred},
            **{"DOB": pupil.born, "Year Group": f"Year {pupil.year}", "Reg": pupil.group},
            "Home language": pupil.language,
        }
        for carer in pupil.carers:
            place = pupil.address if carer.at_home else pupil.away
            yield child | {
                **{"Contact ID": carer.id, "Title": carer.title},
                **{"Contact Forename": carer.forename, "Contact Surname": carer.surname},
                **{"Relationship": carer.relationship},
                "Parental Responsibility": carer.responsibility,
                "Lives with pupil": "yes" if carer.at_home else "",
                **{"Priority": carer.priority, "Mobile": carer.mobile},
                **{"Home Telephone": carer.home, "Work Telephone": carer.work},
                **{"Email": carer.email, "Street": place[0], "Postcode": place[1]},
            }
        if not pupil.carers:
            yield child


def table(rows: Iterator[Row], without: Sequence[str] = ()) -> list[list[Cell]]:
    """Rows as a table with a heading row, some columns left out."""
    made = list(rows)
    whole = next(row for row in made if "Contact ID" in row)
    headings = [heading for heading in whole if heading not in without]
    return [[*headings], *([row.get(heading) for heading in headings] for row in made)]


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """A table as CSV, days as an English office writes them."""
    out = io.StringIO()
    csv.writer(out).writerows([[_text(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def as_xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The same table as a workbook, with days, numbers and ticks as Excel keeps them."""
    return xlsx([[cell if cell != "" else None for cell in row] for row in rows], "Contacts")


# -- as a Common Transfer File -----------------------------------------------------------------


def as_ctf(pupils: Sequence[Pupil]) -> bytes:
    """The school as a Common Transfer File; it has no ids of its own and no tutor groups."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><CTfile><Header><DocumentName>Common Transfer File'
        "</DocumentName><CTFversion>25.0</CTFversion></Header><CTFpupilData>"
        f"{''.join(map(_ctf_pupil, pupils))}</CTFpupilData></CTfile>"
    ).encode()


def _ctf_pupil(pupil: Pupil) -> str:
    named = {"UPN": pupil.upn, "Surname": pupil.surname, "Forename": pupil.forename}
    preferred = {"PreferredForename": pupil.preferred} if pupil.preferred else {}
    language = _tags({"Type": "H", "Language": LANGUAGES[pupil.language]})
    contacts = "".join(_ctf_contact(each, pupil) for each in pupil.carers)
    return (
        f"<Pupil>{_tags(named | {'DOB': pupil.born.isoformat()})}<BasicDetails>"
        f"{_tags(preferred | {'NCyearActual': str(pupil.year)})}<Languages>{language}</Languages>"
        f"</BasicDetails>{_ctf_address(pupil.address)}<Contacts>{contacts}</Contacts></Pupil>"
    )


def _ctf_contact(carer: Carer, pupil: Pupil) -> str:
    said = {"Order": str(carer.priority), "Title": carer.title, "Surname": carer.surname}
    code = RELATIONSHIPS.get(carer.relationship, carer.relationship)
    said |= {"Forename": carer.forename, "Relationship": code}
    if carer.responsibility is not None:
        said["Responsibility"] = "true" if carer.responsibility else "false"
    place = "<AddressAsPupil>true</AddressAsPupil>" if carer.at_home else _ctf_address(pupil.away)
    numbers = (("M", carer.mobile), ("H", carer.home), ("W", carer.work))
    phones = "".join(
        f"<Phone>{_tags({'TelephoneType': kind, 'PhoneNo': number})}</Phone>"
        for kind, number in numbers
        if number
    )
    email = _tags({"Email": carer.email}) if carer.email else ""
    return f"<Contact>{_tags(said)}{place}<Phones>{phones}</Phones>{email}</Contact>"


def _ctf_address(place: tuple[str, str]) -> str:
    lines = _tags({"AddressLine1": place[0]})
    return f"<Address><AddressLines>{lines}</AddressLines>{_tags({'PostCode': place[1]})}</Address>"


def _tags(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in values.items() if text)


# -- as OneRoster ------------------------------------------------------------------------------


def as_oneroster(pupils: Sequence[Pupil], version: str) -> bytes:
    """The school as a OneRoster zip of this version, "1.1" or "1.2"."""
    everybody = {carer.id: carer for pupil in pupils for carer in pupil.carers}
    users = [*(_user(pupil) for pupil in pupils), *(_adult(each) for each in everybody.values())]
    roles = [*((pupil.id, "student") for pupil in pupils)]
    roles += [(carer.id, carer.role) for carer in everybody.values()]
    groups = sorted({pupil.group for pupil in pupils})
    files = {
        "manifest.csv": [["propertyName", "value"], ["oneroster.version", version]],
        "users.csv": [list(users[0]), *(list(user.values()) for user in users)],
        "demographics.csv": [
            ["sourcedId", "birthDate"],
            *([pupil.id, pupil.born.isoformat()] for pupil in pupils),
        ],
        "classes.csv": [
            ["sourcedId", "title", "classType"],
            *([f"k{group}", group, "homeroom"] for group in groups),
        ],
        "enrollments.csv": [
            ["classSourcedId", "userSourcedId", "role"],
            *([f"k{pupil.group}", pupil.id, "student"] for pupil in pupils),
        ],
    }
    if version == "1.1":
        said = dict(roles)
        files["users.csv"] = [
            [*row, "role" if place == 0 else said[row[0]]]
            for place, row in enumerate(files["users.csv"])
        ]
    else:
        files["roles.csv"] = [["userSourcedId", "role"], *map(list, roles)]
    return _zipped(files)


def _user(pupil: Pupil) -> dict[str, str]:
    return {
        **{"sourcedId": pupil.id, "givenName": pupil.forename, "familyName": pupil.surname},
        **{"preferredGivenName": pupil.preferred, "userIds": f"{{UPN:{pupil.upn}}}"},
        **{"email": "", "sms": "", "phone": "", "grades": f"{pupil.year:02}"},
        "agentSourcedIds": ",".join(carer.id for carer in pupil.carers),
    }


def _adult(carer: Carer) -> dict[str, str]:
    return {
        **{"sourcedId": carer.id, "givenName": carer.forename, "familyName": carer.surname},
        **{"preferredGivenName": "", "userIds": "", "email": carer.email, "sms": carer.mobile},
        **{"phone": carer.home, "grades": "", "agentSourcedIds": ""},
    }


def _zipped(files: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, rows in files.items():
            made.writestr(name, as_csv(rows))
    return held.getvalue()
