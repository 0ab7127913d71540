"""A trust of made-up families as an office would export it: the same rows as CSV, xlsx and CTF.

Seeded. Sisters and brothers stand in different tutor groups, so far apart in the file. The numbers
are from Ofcom's drama ranges and the UPNs have LA 999. `python trust_families.py FILE PUPILS`
"""

import csv
import sys
import zipfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

from parentlink.parse.upn import check_letter

HEADINGS = (
    *("Student ID", "UPN", "Forename", "Surname", "DOB", "Year", "Reg", "Family ID", "Contact ID"),
    *("Title", "Contact Forename", "Contact Surname", "Relationship", "PR", "Priority", "Mobile"),
    *("Home Telephone", "Email"),
)
_FIRST = tuple(
    "".join(parts)
    for parts in product(
        ("A", "Be", "Ca", "Do", "El", "Fa", "Ga", "Ha", "I", "Jo"),
        ("bri", "dan", "li", "mo", "ne", "ra", "sa", "ti"),
        ("el", "na", "s"),
    )
)
_LAST = tuple(
    "".join(parts)
    for parts in product(
        (
            "Ash",
            "Birch",
            "Cliff",
            "Dale",
            "Elm",
            "Fen",
            "Glen",
            "Hill",
            "Isle",
            "Jar",
            "Kel",
            "Lin",
        ),
        ("a", "er", "ing", "o", "y"),
        ("bury", "combe", "field", "ford", "ham", "ley", "stead", "ton", "wick", "worth"),
    )
)
_AREAS = ("0113 496", "0114 496", "0115 496", "0116 496", "0117 496", "0121 496", "0131 496")


class Carer(NamedTuple):
    """A carer of a family."""

    id: str
    title: str
    forename: str
    surname: str
    relationship: str
    mobile: str
    home: str
    email: str


class Pupil(NamedTuple):
    """A pupil with the carers."""

    number: int
    upn: str
    forename: str
    surname: str
    born: str
    year: int
    group: str
    family: int
    carers: tuple[Carer, ...]


def pupils(count: int) -> list[Pupil]:
    """So many, by year and tutor group; one in six families has one carer, the others two."""
    rng = Random(4)
    made: list[Pupil] = []
    taken: set[tuple[str, ...]] = set()
    family = 0
    while len(made) < count:
        family += 1
        surname = rng.choice(_LAST)
        number = rng.choice((1, *[2] * 5))
        carers = tuple(_carer(rng, family, at, surname, taken) for at in range(number))
        for _ in range(min(rng.choice((1, 1, 1, 2, 2, 3)), count - len(made))):
            made.append(_pupil(rng, len(made) + 1, family, surname, carers))
    return sorted(made, key=lambda each: (each.year, each.group, each.surname, each.number))


def _pupil(rng: Random, number: int, family: int, surname: str, carers: tuple[Carer, ...]) -> Pupil:
    year = rng.randint(7, 11)
    digits = f"9999{number:08}"
    born = f"{2022 - year}-{rng.randint(1, 8):02}-{rng.randint(1, 28):02}"
    group = f"{year}{rng.choice('ABCDEFGHJK')}{rng.choice('KLMNPRSTVW')}"
    upn = check_letter(digits) + digits
    return Pupil(number, upn, rng.choice(_FIRST), surname, born, year, group, family, carers)


def _carer(rng: Random, family: int, at: int, surname: str, taken: set[tuple[str, ...]]) -> Carer:
    """Nobody has the name and a number (or the family) of another: that would be one person."""
    while True:
        forename = rng.choice(_FIRST)
        made = Carer(
            f"c{family}-{at}",
            "Mr" if at else "Ms",
            forename,
            surname if rng.random() < 0.7 else rng.choice(_LAST),
            "Father" if at else "Mother",
            f"07700 900{rng.randint(0, 999):03}",
            "" if at else f"{rng.choice(_AREAS)} 0{rng.randint(0, 999):03}",
            f"{forename.lower()}.{family}@example.org" if rng.random() < 0.8 else "",
        )
        ways = {(made.forename, made.surname, way) for way in (*made[5:], str(family)) if way}
        if ways.isdisjoint(taken):
            taken |= ways
            return made


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """One row for each pupil and carer."""
    for one in pupils(count):
        child = (f"s{one.number}", *one[1:5], f"Year {one.year}", one.group, f"f{one.family}")
        for place, carer in enumerate(one.carers, start=1):
            yield *child, *carer[:5], "Yes", str(place), *carer[5:]


def write_csv(path: Path, count: int) -> None:
    """As CSV."""
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADINGS, *rows(count)])


def write_xlsx(path: Path, count: int) -> None:
    """As an Excel workbook with its texts in place, written directly: openpyxl takes minutes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _XLSX.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as out:
            out.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, row in enumerate([HEADINGS, *rows(count)], start=1):
                cells = "".join(
                    f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
                    for at, text in enumerate(map(escape, row))
                    if text
                )
                out.write(f'<row r="{number}">{cells}</row>'.encode())
            out.write(b"</sheetData></worksheet>")


def write_ctf(path: Path, count: int) -> None:
    """As a Common Transfer File, which has neither family nor carer ids."""
    with path.open("w", encoding="utf-8") as out:
        out.write(
            "<CTfile><Header><DocumentName>Common Transfer File</DocumentName>"
            "<CTFversion>25.0</CTFversion></Header><CTFpupilData>\n"
        )
        for one in pupils(count):
            contacts = "".join(_contact(place, each) for place, each in enumerate(one.carers, 1))
            out.write(
                f"<Pupil><UPN>{one.upn}</UPN><Surname>{one.surname}</Surname>"
                f"<Forename>{one.forename}</Forename><DOB>{one.born}</DOB>"
                f"<NCyearActual>{one.year}</NCyearActual><Contacts>{contacts}</Contacts></Pupil>\n"
            )
        out.write("</CTFpupilData></CTfile>\n")


def _contact(place: int, carer: Carer) -> str:
    phones = "".join(
        f"<Phone><TelephoneType>{kind}</TelephoneType><PhoneNo>{number}</PhoneNo></Phone>"
        for kind, number in (("M", carer.mobile), ("H", carer.home))
        if number
    )
    email = f"<Email>{carer.email}</Email>" if carer.email else ""
    return (
        f"<Contact><Order>{place}</Order><Title>{carer.title}</Title>"
        f"<Surname>{carer.surname}</Surname><Forename>{carer.forename}</Forename>"
        f"<Relationship>{'PAF' if carer.title == 'Mr' else 'PAM'}</Relationship>"
        f"<Responsibility>true</Responsibility><Phones>{phones}</Phones>{email}</Contact>"
    )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XLSX = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Pupils" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
WRITERS: dict[str, Callable[[Path, int], None]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "xml": write_ctf,
}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    WRITERS[target.suffix[1:]](target, int(sys.argv[2]))
