"""OneRoster 1.1 and 1.2 zips, and Microsoft SDS v2.1: one row for each pupil and carer.

The standard knows no contact order and no parental responsibility, so there is no column for them
and what is on file stays.
"""

import json
from array import array
from collections.abc import Iterator
from itertools import compress
from typing import BinaryIO

from parentlink.errors import RowsRefused
from parentlink.exchange.roster_aside import (
    HAS_BIRTH,
    HAS_HOME,
    HAS_LINK,
    HAS_PREFERRED,
    HAS_PUPIL,
    HAS_YEAR,
    STRAY_CARERS,
    Aside,
)
from parentlink.exchange.roster_files import RosterFiles
from parentlink.exchange.roster_more import read_births, read_groups
from parentlink.exchange.roster_people import ROLES, USERS, Roster
from parentlink.exchange.sheet import Counted, Row, Sheet


def read_oneroster(source: BinaryIO, name: str) -> Sheet:
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
    aside = Aside()
    roster = Roster(files, aside)
    if not aside.has(HAS_PUPIL) and not files.refused:
        raise RowsRefused(
            f"Nobody in {name} has the role student, so there is nobody to import. Please export "
            "it again with pupils."
        )
    births, groups = read_births(files, aside), read_groups(files, aside)
    columns = _columns(roster, aside)
    warnings = [
        *_what_it_is(roster),
        *files.warnings,
        *_left_out(roster, aside, births, groups),
    ]
    lines = array("L")  # of users.csv, two for each row
    rows = _rows(aside, list(columns.values()), sorted(roster.said), lines)
    headings = (*compress(columns, columns.values()), *roster.own_headings)
    return Sheet(
        name,
        headings,
        0,
        rows,
        warnings,
        files.refused,
        counted=_counted(lines),
        elsewhere=roster.pointed_to,
    )


def _columns(roster: Roster, aside: Aside) -> dict[str, bool]:
    """Every column and whether it is there.

    What the zip cannot say has no column, so that nothing on file is taken for emptied.
    """
    has = roster.columns
    return {
        "pupil_id (sourcedId)": True,
        "upn (users.csv)": True,
        "forename (givenName)": True,
        "surname (familyName)": True,
        "preferred_name (users.csv)": aside.has(HAS_PREFERRED),
        "date_of_birth (demographics.csv)": aside.has(HAS_BIRTH),
        "year_group (grades)": aside.has(HAS_YEAR),
        "tutor_group (classes.csv)": aside.has(HAS_HOME),
        "carer_id (sourcedId)": True,
        "carer_forename (givenName)": True,
        "carer_surname (familyName)": True,
        "relationship (role)": True,
        "email (users.csv)": "email" in has,
        "mobile_phone (sms in users.csv)": "sms" in has,
        "main_phone (phone in users.csv)": "phone" in has,
    }


def _counted(lines: "array[int]") -> Counted:
    """How somebody finds a row in users.csv, where each pupil and carer has one."""

    def where(row: int) -> tuple[str, str]:
        pupil, carer = lines[2 * row - 2 : 2 * row]
        return f"{USERS} row {pupil}", f"{USERS} row {carer}" if carer else ""

    return Counted("pupil_id", "sourcedId", where)


def _rows(
    aside: Aside, shown: list[bool], own: list[tuple[int, int]], lines: "array[int]"
) -> Iterator[Row]:
    try:
        for row, (pupil, carer, *cells) in enumerate(aside.rows(), start=1):
            lines.extend((pupil, carer))
            added = _own_cells(cells[:2], own) if own else []
            yield row, [*compress(cells[2:], shown), *added]
    finally:
        aside.close()


def _own_cells(said: list[str], own: list[tuple[int, int]]) -> list[str]:
    """What stands in the columns of the school's own, of the pupil and the carer of a row."""
    cells = [json.loads(each) if each else None for each in said]
    return [str(found[at]) if (found := cells[who]) else "" for who, at in own]


def _what_it_is(roster: Roster) -> Iterator[str]:
    """What the zip was taken for, and what such a zip never says."""
    kind = "OneRoster 1.2" if ROLES in roster.files else "OneRoster 1.1"
    if not roster.manifest and ROLES in roster.files and "agentSourcedIds" not in roster.columns:
        kind = "Microsoft SDS v2.1"
    yield (
        f"Read as {kind}, which says nothing of contact order and parental responsibility: those "
        "stay as they are on file."
    )
    if roster.is_delta:
        yield "It holds only what has changed (a delta export); whoever is not in it stays."


def _left_out(roster: Roster, aside: Aside, births: int, groups: int) -> Iterator[str]:
    """What was noticed and not taken, with how often."""
    said = (
        (roster.gone, "pupils and carers marked as deleted"),
        (aside.count(STRAY_CARERS), "carers who belong to no pupil here"),
        (roster.astray, "links to somebody who is no carer here"),
        (roster.bad_upns, "UPNs with a wrong letter or digit"),
        (roster.unclear_years, "grades that are no single year group"),
        (births, "dates of birth that are not written like 2015-03-04"),
        (groups, "the tutor group of pupils who stand in two"),
    )
    if left := ", ".join(f"{what} ({count:,})" for count, what in said if count):
        yield f"Left out: {left}. Nobody on file is removed."
    if not aside.has(HAS_LINK):
        yield "No parent, guardian or relative is linked to a pupil, so there are pupils only."
