"""What a roster zip says of pupils outside users.csv: dates of birth and tutor groups."""

import re

from parentlink.exchange.roster_aside import (
    BORN,
    FORGET_DOUBT,
    HOME,
    HOMES_IN_DOUBT,
    IS_PUPIL,
    Aside,
    Known,
)
from parentlink.exchange.roster_files import RosterFiles
from parentlink.exchange.sds import told_group

GONE = frozenset(("tobedeleted", "inactive"))
_BIRTH = ("birthDate", "sourcedId", "userSourcedId", "status")
_CLASS = ("sourcedId", "title", "classType", "classCode", "code", "status")
_ENROLMENT = ("classSourcedId", "userSourcedId", "role", "status")
_LONGEST = 20  # characters of a tutor group

# Microsoft's own samples write the month first, so that 7/2/2015 may be February or July.
_ISO = re.compile(r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:T.*)?", re.ASCII)


def read_births(files: RosterFiles, aside: Aside) -> int:
    """Keep the date of birth of each pupil; returns how many were not written year first.

    Nothing else is read from demographics.csv.
    """
    unclear = 0
    pupils = Known(aside, IS_PUPIL)
    for _, (born, one, other, status) in files.table("demographics.csv", _BIRTH, needed=0).rows:
        key = other or one  # SDS has its user in a column of that name
        if not born or status.casefold() in GONE:
            continue
        if day := _ISO.fullmatch(born):
            aside.do(BORN, {"user": key, "born": f"{day['year']}-{day['month']}-{day['day']}"})
        elif key in pupils:
            unclear += 1
    return unclear


def read_groups(files: RosterFiles, aside: Aside) -> int:
    """Keep tutor groups, as far as classes say that they are one; returns who stands in two."""
    homes = _homerooms(files)
    if homes:
        rows = files.table("enrollments.csv", _ENROLMENT, needed=2).rows
        for _, (place, user, role, status) in rows:
            is_pupil = role.casefold() in ("", "student")
            if place in homes and is_pupil and status.casefold() not in GONE:
                aside.do(HOME, {"user": user, "home": homes[place]})
    unclear = aside.count(HOMES_IN_DOUBT)
    aside.do(FORGET_DOUBT)
    return unclear


def _homerooms(files: RosterFiles) -> dict[str, str]:
    """Classes that are tutor groups: so typed, or so called; the name of each by its id."""
    homes: dict[str, str] = {}
    for _, (key, title, kind, *codes, status) in files.table("classes.csv", _CLASS).rows:
        group = told_group(title)
        if not group and kind.casefold() == "homeroom":
            names = [name for name in (title, *codes) if 0 < len(name) <= _LONGEST]
            group = names[0] if names else ""
        if group and status.casefold() not in GONE:
            homes[key] = group.upper()
    return homes
