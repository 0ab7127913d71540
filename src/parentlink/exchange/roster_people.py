"""Who is in a OneRoster or SDS zip: pupils, carers, and who belongs to whom.

Staff, lessons and everything about health or origin are never kept.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.roster_files import RosterFiles
from parentlink.exchange.roster_more import GONE
from parentlink.exchange.sds import read_relationships
from parentlink.parse.people import parse_year
from parentlink.parse.upn import looks_like_upn, parse_upn

USERS, ROLES = "users.csv", "roles.csv"
_CARERS = ("parent", "guardian", "relative")
_RANKED = ("student", *_CARERS)  # the first counts, if somebody has several roles
_USER = (
    *("sourcedId", "status", "role", "givenName", "familyName", "preferredGivenName"),
    *("preferredFamilyName", "grades", "identifier", "userIds", "userMasterIdentifier"),
    *("email", "sms", "phone", "agentSourcedIds"),
)
_ROLE = ("userSourcedId", "role", "status", "grade")
_WORD = re.compile(r"[^{}\[\]\"',;:|\s]+")


class Pupil(NamedTuple):
    """A pupil, as far as we have room."""

    forename: str
    surname: str
    preferred: str
    upn: str
    year: str


class Carer(NamedTuple):
    """A parent, guardian or relative; `relationship` is what their role says."""

    forename: str
    surname: str
    email: str
    mobile: str
    phone: str
    relationship: str


class Roster:
    """Who is in the zip: only pupils and carers, and of them only what we have room for."""

    def __init__(self, files: RosterFiles) -> None:
        self.files = files
        self.pupils: dict[str, Pupil] = {}
        self.carers: dict[str, Carer] = {}
        self.links: dict[str, dict[str, str]] = {}
        self.columns: frozenset[str] = frozenset()
        self._roles: dict[str, str] = {}
        self._grades: dict[str, str] = {}
        self._agents: dict[str, str] = {}
        self._lines: dict[str, int] = {}
        self.gone = self.bad_upns = self.unclear_years = self.astray = 0
        self._read_roles()
        self._read_users(self._read_relationships())
        self._link()

    def _read_roles(self) -> None:
        for _, (user, role, status, grade) in self.files.table(ROLES, _ROLE, needed=2).rows:
            if status.casefold() in GONE:
                continue
            if first := _first_role(self._roles.get(user, ""), role.casefold()):
                self._roles[user] = first
            if grade and role.casefold() == "student":
                known = self._grades.get(user, grade)
                self._grades[user] = grade if known == grade else f"{known},{grade}"

    def _read_relationships(self) -> dict[str, str]:
        """The links of SDS; returns who is a carer by them, since contacts need no role there."""
        pupils = {user for user, role in self._roles.items() if role == "student"}
        related: dict[str, str] = {}
        for link in read_relationships(self.files, pupils):
            self.links.setdefault(link.pupil, {})[link.carer] = link.relationship
            related.setdefault(link.carer, link.relationship)
        return related

    def _read_users(self, related: dict[str, str]) -> None:
        table = self.files.table(USERS, _USER)
        self.columns = table.columns
        if "role" not in table.columns and ROLES not in self.files:
            raise RowsRefused(
                f'{self.files.name} does not say who is a pupil: there is no column "role" in '
                "users.csv and no roles.csv. Please export it again with roles."
            )
        for line, cells in table.rows:
            user = dict(zip(_USER, cells, strict=True))
            key = user["sourcedId"]
            role = _first_role(self._roles.get(key, ""), user["role"].casefold())
            if role != "student" and role not in _CARERS and key not in related:
                continue
            if user["status"].casefold() in GONE:
                self.gone += 1
            elif self._is_new(key, line):
                self._keep(key, role, user)

    def _is_new(self, key: str, line: int) -> bool:
        """Whether this is the first row of somebody; others are refused."""
        if key and key not in self._lines:
            self._lines[key] = line
            return True
        why = "This row has no sourcedId, so nobody can be linked to it."
        if key:
            why = f"Row {self._lines[key]} has this sourcedId as well. Which of them is right?"
        self.files.refuse(USERS, line, "sourcedId", key, why)
        return False

    def _keep(self, key: str, role: str, user: dict[str, str]) -> None:
        names = user["givenName"], user["familyName"]
        if user["agentSourcedIds"]:
            self._agents[key] = user["agentSourcedIds"]
        if role == "student":
            year = self._year(user["grades"] or self._grades.get(key, ""))
            self.pupils[key] = Pupil(*names, _preferred(user), self._upn(user), year)
            return
        word = role if role in _CARERS else ""
        reach = user["email"], user["sms"], user["phone"]
        self.carers[key] = Carer(*names, *reach, word)

    def _upn(self, user: dict[str, str]) -> str:
        """The UPN, whichever of the identifiers it is."""
        places = ("identifier", "userIds", "userMasterIdentifier", "sourcedId")
        for text in _WORD.findall(" ".join(user[place] for place in places)):
            if looks_like_upn(text):
                try:
                    return parse_upn(text)
                except Unreadable:
                    self.bad_upns += 1
        return ""

    def _year(self, grades: str) -> str:
        """The year group, if there is one and only one; 07 is Year 7."""
        said = set(_ids(grades))
        try:
            return str(parse_year(" and ".join(said))) if said else ""
        except Unreadable:
            self.unclear_years += 1
            return ""

    def _link(self) -> None:
        """Put together who belongs to whom: either of the two may name the other."""
        for key, agents in self._agents.items():
            for agent in _ids(agents):
                pupil, carer = (key, agent) if key in self.pupils else (agent, key)
                if pupil in self.pupils:
                    self.links.setdefault(pupil, {}).setdefault(carer, "")
        for pupil, found in self.links.items():
            missing = [carer for carer in found if carer not in self.carers]
            for carer in missing:
                del found[carer]
            self.astray += len(missing) if pupil in self.pupils else 0
        for spent in (self._agents, self._roles, self._grades, self._lines):
            spent.clear()  # a trust has 170,000 people


def _first_role(known: str, said: str) -> str:
    """Of two roles of one person the one that matters here; nothing if neither does."""
    return next((role for role in _RANKED if role in (known, said)), "")


def _preferred(user: dict[str, str]) -> str:
    """The name somebody goes by, where it differs from the legal one."""
    forename, surname = user["preferredGivenName"], user["preferredFamilyName"]
    if surname and surname != user["familyName"]:
        return f"{forename or user['givenName']} {surname}"
    return forename if forename != user["givenName"] else ""


def _ids(text: str) -> Iterator[str]:
    """The ids in a list; some write it with brackets or quotation marks."""
    for part in text.strip("[]{}").replace(";", ",").split(","):
        if found := part.strip(" \"'"):
            yield found
