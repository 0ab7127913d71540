"""Who is in a OneRoster or SDS zip: pupils, carers, and who belongs to whom.

Staff, lessons and everything about health or origin are never kept.
"""

import json
import re
from collections.abc import Iterator

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.roster_aside import (
    ADD_AGENT,
    ADD_CARER,
    ADD_LINK,
    ADD_OTHER,
    ADD_PUPIL,
    ADD_ROLE,
    DROP_ASTRAY,
    DROP_STRANGE_PUPILS,
    IS_RELATED,
    LINK_AGENTS,
    POINTED_TO,
    ROLE,
    SAID_PUPIL,
    SEEN,
    SEEN_AT,
    Aside,
    Known,
)
from parentlink.exchange.roster_files import RosterFiles
from parentlink.exchange.roster_more import GONE
from parentlink.exchange.sds import read_relationships
from parentlink.parse.people import parse_year
from parentlink.parse.upn import looks_like_upn, parse_upn

USERS, ROLES, MANIFEST = "users.csv", "roles.csv", "manifest.csv"
_CARERS = ("parent", "guardian", "relative")
_RANKED = ("student", *_CARERS)  # the first counts, if somebody has several roles
_USER = (
    *("sourcedId", "status", "role", "givenName", "familyName", "preferredGivenName"),
    *("preferredFamilyName", "grades", "identifier", "userIds", "userMasterIdentifier"),
    *("email", "sms", "phone", "agentSourcedIds"),
)
_ROLE = ("userSourcedId", "role", "status", "grade", "isPrimary", "roleType")
_WORD = re.compile(r"[^{}\[\]\"',;:|\s]+")


class Roster:
    """Reads who is in the zip; puts aside only pupils and carers, and what we have room for.

    In an export of changes `pointed_to` are the links to carers of whom it has no more than that.
    `own` are the columns that the school's system has added, and `said` in which of them something
    stands: of pupils (0) or carers (1), and its place.
    """

    def __init__(self, files: RosterFiles, aside: Aside) -> None:
        self.files, self.aside = files, aside
        self.columns: frozenset[str] = frozenset()
        self.own = files.own_columns(USERS)
        self.said: set[tuple[int, int]] = set()
        rows = files.table(MANIFEST, ("propertyName", "value")).rows
        self.manifest = {cells[0].casefold(): cells[1].casefold() for _, cells in rows}
        self.gone = self.bad_upns = self.unclear_years = self.astray = 0
        self._read_roles()
        self._read_relationships()
        self._read_users()
        self._link()

    @property
    def is_delta(self) -> bool:
        """Whether it holds only what has changed since the last one."""
        return "delta" in (self.manifest.get("file.users"), self.manifest.get("file.roles"))

    @property
    def own_headings(self) -> Iterator[str]:
        """The columns of the school's own in which something stands, and whose they are."""
        return (f"{('pupil', 'carer')[who]} {self.own[at]}" for who, at in sorted(self.said))

    def _read_roles(self) -> None:
        for _, (user, role, status, grade, main, kind) in self.files.table(ROLES, _ROLE, 2).rows:
            word = role.casefold()
            if status.casefold() in GONE or word not in _RANKED:
                continue
            is_main = main.casefold() in ("true", "1") or kind.casefold() == "primary"
            said = grade if word == "student" else ""
            rank = _RANKED.index(word)
            self.aside.do(
                ADD_ROLE, {"user": user, "rank": rank, "grade": said, "main": int(is_main)}
            )

    def _read_relationships(self) -> None:
        """The links of SDS: whoever they name is a carer, since contacts need no role there."""
        for link in read_relationships(self.files, Known(self.aside, SAID_PUPIL)):
            self.aside.do(ADD_LINK, link._asdict())

    def _read_users(self) -> None:
        table = self.files.table(USERS, (*_USER, *self.own))
        self.columns = table.columns
        if "role" not in table.columns and ROLES not in self.files:
            raise RowsRefused(
                f'{self.files.name} does not say who is a pupil: there is no column "role" in '
                "users.csv and no roles.csv. Please export it again with roles."
            )
        for line, cells in table.rows:
            user, own = dict(zip(_USER, cells, strict=False)), cells[len(_USER) :]
            key = user["sourcedId"]
            rank, grades = self.aside.one(ROLE, {"user": key}) or (len(_RANKED), "")
            role = _first_role([*_RANKED, ""][rank], user["role"].casefold())
            if not role and not self.aside.has(IS_RELATED, {"user": key}):
                self.aside.do(ADD_OTHER, {"user": key})
                continue
            if user["status"].casefold() in GONE:
                self.gone += 1
                self.aside.do(ADD_OTHER, {"user": key})
            elif self._is_new(key, line):
                self._keep(line, role, user, grades, own)

    def _is_new(self, key: str, line: int) -> bool:
        """Whether this is the first row of somebody; others are refused."""
        if key and self.aside.do(SEEN, {"user": key, "line": line}):
            return True
        why = "This row has no sourcedId, so nobody can be linked to it."
        if key and (before := self.aside.one(SEEN_AT, {"user": key})):
            why = f"Row {before[0]} has this sourcedId as well. Which of them is right?"
        self.files.refuse(USERS, line, "sourcedId", key, why)
        return False

    def _keep(
        self, line: int, role: str, user: dict[str, str], grades: str, own: list[str]
    ) -> None:
        key = user["sourcedId"]
        self.said.update((role != "student", at) for at, cell in enumerate(own) if cell)
        more = json.dumps(own) if any(own) else ""
        names = user["givenName"], user["familyName"]
        for agent in _ids(user["agentSourcedIds"]):
            self.aside.do(ADD_AGENT, {"user": key, "agent": agent})
        if role == "student":
            facts = _preferred(user), self._upn(user), self._year(user["grades"] or grades)
            self.aside.do(ADD_PUPIL, (key, *names, *facts, line, more))
            return
        reached = user["email"], user["sms"], user["phone"]
        self.aside.do(ADD_CARER, (key, *names, role, *reached, line, more))

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
        self.aside.do(LINK_AGENTS)
        self.aside.do(DROP_STRANGE_PUPILS)
        self.pointed_to = frozenset(self.aside.pairs(POINTED_TO) if self.is_delta else ())
        self.astray = self.aside.do(DROP_ASTRAY)


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
