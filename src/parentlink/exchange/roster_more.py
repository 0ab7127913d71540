"""What a roster zip says of pupils outside users.csv: dates of birth and tutor groups."""

import re
from collections.abc import Container
from typing import NamedTuple

from parentlink.exchange.roster_files import RosterFiles
from parentlink.exchange.sds import told_group

GONE = frozenset(("tobedeleted", "inactive"))
_BIRTH = ("birthDate", "sourcedId", "userSourcedId", "status")
_CLASS = ("sourcedId", "title", "classType", "classCode", "code", "status")
_ENROLMENT = ("classSourcedId", "userSourcedId", "role", "status")
_LONGEST = 20  # characters of a tutor group

# Microsoft's own samples write the month first, so that 7/2/2015 may be February or July.
_ISO = re.compile(r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)(?:T.*)?", re.ASCII)


class Births(NamedTuple):
    """The date of birth of each pupil, and how many were not written year first."""

    of: dict[str, str]
    unclear: int


class Groups(NamedTuple):
    """The tutor group of each pupil, and how many pupils stand in more than one."""

    of: dict[str, str]
    unclear: int


def read_births(files: RosterFiles, pupils: Container[str]) -> Births:
    """The date of birth of each pupil; nothing else is read from demographics.csv."""
    births: dict[str, str] = {}
    unclear = 0
    for _, (born, one, other, status) in files.table("demographics.csv", _BIRTH, needed=0).rows:
        key = other or one  # SDS has its user in a column of that name
        if not born or key not in pupils or status.casefold() in GONE:
            continue
        if day := _ISO.fullmatch(born):
            births[key] = f"{day['year']}-{day['month']}-{day['day']}"
        else:
            unclear += 1
    return Births(births, unclear)


def read_groups(files: RosterFiles, pupils: Container[str]) -> Groups:
    """Tutor groups, as far as classes say that they are one."""
    homes = _homerooms(files)
    found: dict[str, set[str]] = {}
    if homes:
        rows = files.table("enrollments.csv", _ENROLMENT, needed=2).rows
        for _, (place, user, role, status) in rows:
            is_pupil = role.casefold() in ("", "student") and user in pupils
            if place in homes and is_pupil and status.casefold() not in GONE:
                found.setdefault(user, set()).add(homes[place])
    single = {user: next(iter(names)) for user, names in found.items() if len(names) == 1}
    return Groups(single, len(found) - len(single))


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
