"""One school of sixty pupils, written in each format: the same pupils and carers come out."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from parentlink.exchange.flat import read_sheet
from parentlink.exchange.headings import aliases
from parentlink.exchange.oneroster import read_oneroster
from parentlink.parse.upn import check_letter
from parentlink.store.create import create
from parentlink.store.store import Entry, Store
from parentlink.usecases.importing.apply import Batch
from parentlink.usecases.importing.families import import_families, plan_families
from parentlink.usecases.importing.fields import ALIASES
from parentlink.usecases.importing.lines import Options, Read, read_lines

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
FORENAMES = ("Ada", "Łukasz", "Siobhán", "Bilal", "Mei", "Ines", "Tomás", "Zoë", "Kofi", "Elin")
SURNAMES = ("Okafor", "O'Neill", "Nowak", "Ahmed", "García-Ruiz", "Wójcik", "Chen", "Evans")
LINKED = """
    SELECT p.external_id pupil, p.upn, p.legal_name, p.date_of_birth, p.year_group, p.tutor_group,
           c.external_id carer, c.name, c.mobile_phone, c.home_phone, c.email, l.relationship,
           l.responsibility, l.priority
      FROM pupil p LEFT JOIN pupil_carer l ON l.pupil_id = p.id
      LEFT JOIN carer c ON c.id = l.carer_id
     ORDER BY p.external_id, c.external_id
"""
COUNTS = """
    SELECT (SELECT COUNT(*) FROM pupil) pupils, (SELECT COUNT(*) FROM carer) carers,
           (SELECT COUNT(*) FROM family) families, (SELECT COUNT(*) FROM pupil_family) places
"""


class Carer(NamedTuple):
    """A carer, as both formats can say it."""

    id: str
    forename: str
    surname: str
    relationship: str
    mobile: str
    phone: str
    email: str


class Pupil(NamedTuple):
    """A pupil with the carers."""

    id: str
    upn: str
    forename: str
    surname: str
    born: str
    year: int
    group: str
    carers: Sequence[Carer]


class Linked(NamedTuple):
    """A pupil and a carer on file."""

    pupil: str
    upn: str
    legal_name: str
    date_of_birth: str
    year_group: int
    tutor_group: str
    carer: str | None
    name: str | None
    mobile_phone: str | None
    home_phone: str | None
    email: str | None
    relationship: str | None
    responsibility: str | None
    priority: int | None


class Counted(NamedTuple):
    """How many of each there are."""

    pupils: int
    carers: int
    families: int
    places: int


def carers_of(home: int) -> list[Carer]:
    """None, one or two carers; some have a mobile, some a landline, some an e-mail address."""
    surname = SURNAMES[home % len(SURNAMES)]
    mobile, landline = f"07700 900{home:03}", f"01632 960{home:03}"
    mother = Carer(f"c{home}a", "Ngozi", surname, "parent", mobile, "", f"n{home}@example.org")
    other = Carer(f"c{home}b", "Grace", surname, "guardian", "", landline, "")
    return [mother, other][: home % 3]


def school() -> list[Pupil]:
    """Sixty pupils in forty homes, so that every other home has two who share their carers."""
    made = []
    for number in range(60):
        home = number % 40
        digits = f"9999{number:07}{number % 10}"
        year = 7 + number // 12
        born = f"{2015 - number // 12}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        names = FORENAMES[number % 10], SURNAMES[home % len(SURNAMES)]
        upn = check_letter(digits[:12]) + digits[:12]
        made.append(Pupil(f"p{number}", upn, *names, born, year, f"{year}KM", carers_of(home)))
    return made


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def flat() -> bytes:
    """The school as an office exports it: one row for each pupil and carer."""
    rows: list[list[object]] = [
        [
            *("Student ID", "UPN", "Forename", "Surname", "DOB", "Year", "Reg"),
            *("Contact ID", "Contact Forename", "Contact Surname", "Relationship", "Mobile"),
            *("Home Telephone", "Email"),
        ]
    ]
    nobody = Carer("", "", "", "", "", "", "")
    for pupil in school():
        child = [*pupil[:5], f"Year {pupil.year}", pupil.group]
        rows += [[*child, *carer] for carer in pupil.carers or [nobody]]
    return as_csv(rows).encode("utf-8-sig")


def zipped(files: dict[str, list[list[object]]]) -> bytes:
    """Tables as CSV files in a zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, rows in files.items():
            made.writestr(name, as_csv(rows))
    return held.getvalue()


def everybody() -> dict[str, Carer]:
    """Every carer once."""
    return {carer.id: carer for pupil in school() for carer in pupil.carers}


def more() -> dict[str, list[list[object]]]:
    """Dates of birth and tutor groups, as every version has them."""
    groups = sorted({pupil.group for pupil in school()})
    births: list[list[object]] = [["sourcedId", "birthDate"]]
    births += [[pupil.id, pupil.born] for pupil in school()]
    classes: list[list[object]] = [["sourcedId", "title", "classType"]]
    classes += [[f"k{group}", group, "homeroom"] for group in groups]
    places: list[list[object]] = [["classSourcedId", "userSourcedId", "role"]]
    places += [[f"k{pupil.group}", pupil.id, "student"] for pupil in school()]
    return {"demographics.csv": births, "classes.csv": classes, "enrollments.csv": places}


def oneroster_11() -> bytes:
    """The school as OneRoster 1.1."""
    users: list[list[object]] = [
        [
            *("sourcedId", "role", "givenName", "familyName", "identifier", "email", "sms"),
            *("phone", "agentSourcedIds", "grades"),
        ]
    ]
    for pupil in school():
        agents = ",".join(carer.id for carer in pupil.carers)
        names = [pupil.id, "student", pupil.forename, pupil.surname, pupil.upn]
        users.append([*names, "", "", "", agents, f"{pupil.year:02}"])
    for one in everybody().values():
        names = [one.id, one.relationship, one.forename, one.surname, ""]
        users.append([*names, one.email, one.mobile, one.phone, "", ""])
    return zipped({"users.csv": users, **more()})


def oneroster_12() -> bytes:
    """The school as OneRoster 1.2."""
    users: list[list[object]] = [
        [
            *("sourcedId", "status", "givenName", "familyName", "userIds", "email", "sms"),
            *("phone", "agentSourcedIds", "grades", "pronouns"),
        ]
    ]
    roles: list[list[object]] = [["userSourcedId", "role", "status"]]
    for pupil in school():
        agents = ",".join(carer.id for carer in pupil.carers)
        names = [pupil.id, "active", pupil.forename, pupil.surname, f"{{UPN:{pupil.upn}}}"]
        users.append([*names, "", "", "", agents, pupil.year, ""])
        roles.append([pupil.id, "student", "active"])
    for one in everybody().values():
        names = [one.id, "active", one.forename, one.surname, ""]
        users.append([*names, one.email, one.mobile, one.phone, "", "", ""])
        roles.append([one.id, one.relationship, "active"])
    return zipped({"users.csv": users, "roles.csv": roles, **more()})


def read_flat() -> Read:
    """What the importer makes of the CSV file."""
    known = frozenset(aliases(ALIASES))
    return read_lines(read_sheet(io.BytesIO(flat()), "school.csv", known), Options())


def read_zip(data: bytes) -> Read:
    """What the importer makes of a zip."""
    return read_lines(read_oneroster(io.BytesIO(data), "school.zip"), Options())


def said(read: Read) -> list[tuple[Any, ...]]:
    """Every row as values, without where it stood."""
    assert read.refused == []
    return [(line.pupil, line.carer, line.link) for line in read.lines]


def brought_in(path: Path, *reads: Read) -> tuple[list[Linked], Counted | None, list[int]]:
    """What is on file after these imports, and how much each of them had to do."""
    create(path)
    store = Store(path)
    sizes = []
    for read in reads:
        plan = plan_families(store, read, NOW, NOW.date())
        assert plan.refused == []
        sizes.append(plan.todo.size)
        if plan.todo.size:
            with store.writing(Entry("import families", NOW, None)):
                batch = Batch("school", "", NOW, None)
                import_families(store, read, plan, batch, NOW.date())
    found = store.all(Linked, LINKED), store.one(Counted, COUNTS), sizes
    store.close()
    return found


@pytest.mark.parametrize("made", [oneroster_11, oneroster_12])
def test_every_row_says_the_same(made: Any) -> None:
    assert len(said(read_flat())) > 60
    assert said(read_zip(made())) == said(read_flat())


@pytest.mark.parametrize("made", [oneroster_11, oneroster_12])
def test_the_same_database_comes_out(made: Any, tmp_path: Path) -> None:
    ours, count, _ = brought_in(tmp_path / "flat.db", read_flat())
    theirs, their_count, _ = brought_in(tmp_path / "zip.db", read_zip(made()))
    assert theirs == ours
    assert their_count == count
    assert count is not None
    assert (count.pupils, count.carers) == (60, len(everybody()))


def test_the_other_format_of_the_same_school_changes_nothing(tmp_path: Path) -> None:
    reads = read_flat(), read_zip(oneroster_11()), read_zip(oneroster_12()), read_flat()
    first, *others = brought_in(tmp_path / "school.db", *reads)[2]
    assert first > 0
    assert others == [0, 0, 0]
