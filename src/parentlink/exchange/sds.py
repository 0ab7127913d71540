"""What Microsoft School Data Sync v2.1 writes in its own way: relationships.csv, class titles."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from parentlink.exchange.roster_files import RosterFiles

RELATIONSHIPS = "relationships.csv"
_COLUMNS = ("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
# Words of the standard for people who are contacts and no family.
_NO_CARER = frozenset(("aide", "doctor", "administrator"))
_STANDARD = frozenset(("parent", "guardian", "relative", "other"))
_TUTOR_WORD = (
    r"(?:tutor(?: group)?|registration(?: group)?|reg(?: group)?|form(?: group)?|homeroom)"
)
_TUTOR_TITLE = re.compile(
    rf"{_TUTOR_WORD}[\s:-]+(?P<after>\S{{1,10}})|(?P<before>\S{{1,10}})[\s:-]+{_TUTOR_WORD}",
    re.IGNORECASE,
)


class Link(NamedTuple):
    """A pupil, a carer, and what they are to each other as far as it is said."""

    pupil: str
    carer: str
    relationship: str


def read_relationships(files: RosterFiles, pupils: Container[str]) -> Iterator[Link]:
    """Who is a carer of whom. The pupil stands first, but some write it the other way round."""
    for _, (one, other, role) in files.table(RELATIONSHIPS, _COLUMNS, needed=2).rows:
        word = role.casefold()
        if word in _NO_CARER or not one or not other:
            continue
        if one in pupils:
            yield Link(one, other, _relationship(role))
        elif other in pupils:
            yield Link(other, one, _relationship(role))


def _relationship(role: str) -> str:
    """The role as we write it: standard words in small letters, a school's own as they are."""
    word = role.casefold()
    return "" if word == "child" else word if word in _STANDARD else role


def told_group(title: str) -> str:
    """The tutor group that the title of a class names ("Tutor Group 7KM"), or nothing."""
    found = _TUTOR_TITLE.fullmatch(title.strip())
    return found["after"] or found["before"] if found else ""
