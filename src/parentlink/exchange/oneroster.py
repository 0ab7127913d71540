"""OneRoster 1.1 and 1.2 zips, and Microsoft SDS v2.1: one row for each pupil and carer.

The standard knows no contact order and no parental responsibility, so there is no column for them
and what is on file stays.
"""

from collections.abc import Iterator
from itertools import compress

from parentlink.errors import RowsRefused
from parentlink.exchange.encoding import Readable
from parentlink.exchange.roster_files import RosterFiles
from parentlink.exchange.roster_more import Births, Groups, read_births, read_groups
from parentlink.exchange.roster_people import ROLES, USERS, Roster
from parentlink.exchange.sheet import Sheet

MANIFEST = "manifest.csv"


def read_oneroster(source: Readable, name: str) -> Sheet:
    """The pupils and carers in a OneRoster or SDS zip. Rows are counted from 1, pupil by pupil.

    Headings are our fields, with where the cell came from in brackets.

    Raises:
        RowsRefused: it is no such zip, or something in it is damaged, missing or too large.
    """
    files = RosterFiles(source, name)
    if USERS not in files:
        raise RowsRefused(
            f"There is no users.csv in {name}, so it is no OneRoster or SDS export. In it there "
            f"is: {files.names()}."
        )
    roster = Roster(files)
    if not roster.pupils and not files.refused:
        raise RowsRefused(
            f"Nobody in {name} has the role student, so there is nobody to import. Please export "
            "it again with pupils."
        )
    births = read_births(files, roster.pupils)
    groups = read_groups(files, roster.pupils)
    columns = _columns(roster, births, groups)
    warnings = [*_what_it_is(roster), *files.warnings, *_left_out(roster, births, groups)]
    rows = _rows(roster, births, groups, list(columns.values()))
    headings = tuple(compress(columns, columns.values()))
    return Sheet(name, headings, 0, rows, warnings, files.refused)


def _columns(roster: Roster, births: Births, groups: Groups) -> dict[str, bool]:
    """Every column and whether it is there.

    What the zip cannot say has no column, so that nothing on file is taken for emptied.
    """
    has = roster.columns
    return {
        "pupil_id (sourcedId)": True,
        "upn (users.csv)": True,
        "forename (givenName)": True,
        "surname (familyName)": True,
        "preferred_name (users.csv)": any(each.preferred for each in roster.pupils.values()),
        "date_of_birth (demographics.csv)": bool(births.of),
        "year_group (grades)": any(each.year for each in roster.pupils.values()),
        "tutor_group (classes.csv)": bool(groups.of),
        "carer_id (sourcedId)": True,
        "carer_forename (givenName)": True,
        "carer_surname (familyName)": True,
        "relationship (role)": True,
        "email (users.csv)": "email" in has,
        "mobile_phone (sms in users.csv)": "sms" in has,
        "main_phone (phone in users.csv)": "phone" in has,
    }


def _rows(
    roster: Roster, births: Births, groups: Groups, shown: list[bool]
) -> Iterator[tuple[int, list[str]]]:
    row = 0
    for key, pupil in roster.pupils.items():
        facts = (pupil.preferred, births.of.get(key, ""), pupil.year, groups.of.get(key, ""))
        child = (key, pupil.upn, pupil.forename, pupil.surname, *facts)
        for carer in _carers(roster, key):
            row += 1
            yield row, list(compress((*child, *carer), shown))


def _carers(roster: Roster, pupil: str) -> Iterator[tuple[str, ...]]:
    """The cells of each carer of a pupil; blank ones if there is none."""
    found = roster.links.get(pupil)
    if not found:
        yield ("",) * 7
        return
    for key, said in found.items():
        carer = roster.carers[key]
        names = (carer.forename, carer.surname)
        yield (key, *names, said or carer.relationship, carer.email, carer.mobile, carer.phone)


def _what_it_is(roster: Roster) -> Iterator[str]:
    """What the zip was taken for, and what such a zip never says."""
    rows = roster.files.table(MANIFEST, ("propertyName", "value")).rows
    manifest = {cells[0].casefold(): cells[1].casefold() for _, cells in rows}
    kind = "OneRoster 1.2" if ROLES in roster.files else "OneRoster 1.1"
    if not manifest and ROLES in roster.files and "agentSourcedIds" not in roster.columns:
        kind = "Microsoft SDS v2.1"
    yield (
        f"This is {kind}, which says nothing of contact order and parental responsibility: those "
        "stay as they are on file."
    )
    if "delta" in (manifest.get("file.users"), manifest.get("file.roles")):
        yield "It holds only what has changed (a delta export); whoever is not in it stays."


def _left_out(roster: Roster, births: Births, groups: Groups) -> Iterator[str]:
    """What was noticed and not taken, with how often."""
    pupils = roster.pupils.keys()
    linked = {carer for pupil, found in roster.links.items() if pupil in pupils for carer in found}
    said = (
        (roster.gone, "pupils and carers marked as deleted"),
        (len(roster.carers.keys() - linked), "carers who belong to no pupil here"),
        (roster.astray, "links to somebody who is no carer here"),
        (roster.bad_upns, "UPNs with a wrong letter or digit"),
        (roster.unclear_years, "grades that are no single year group"),
        (births.unclear, "dates of birth that are not written like 2015-03-04"),
        (groups.unclear, "the tutor group of pupils who stand in two"),
    )
    if left := ", ".join(f"{what} ({count:,})" for count, what in said if count):
        yield f"Left out: {left}. Nobody on file is removed."
    if not linked:
        yield "No parent, guardian or relative is linked to a pupil, so there are pupils only."
