"""The homes of those on file with a contact rule: a family may come back under another name.

A mother who fled gives the child and herself another surname, and the school's system new ids. The
father whom a court keeps away is known there by the child, or by her: few people, read once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from parentlink.parse.names import fold
from parentlink.rules.titles import split_title
from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.onfile import Row, ways
from parentlink.vocabulary import PHONES

_RULED = "c.contact_rule <> 'allow'"
# A carer who is no longer listed has the family still, and no pupil.
CHILDREN = (
    "SELECT c.id, p.name_key, p.preferred_key, p.date_of_birth FROM carer c"
    " JOIN pupil_carer l ON l.carer_id = c.id JOIN pupil p ON p.id = l.pupil_id"
    f" WHERE {_RULED} UNION"
    " SELECT c.id, p.name_key, p.preferred_key, p.date_of_birth FROM carer c"
    " JOIN pupil_family m ON m.family_id = c.family_id JOIN pupil p ON p.id = m.pupil_id"
    f" WHERE {_RULED} ORDER BY 1"
)
_WAYS = (*PHONES, "email")
_OTHER = f"SELECT c.id, o.name_key, {', '.join(f'o.{way}' for way in _WAYS)} FROM carer c"
IN_THE_HOME = (
    f"{_OTHER} JOIN carer o ON o.family_id = c.family_id AND o.id <> c.id WHERE {_RULED} UNION"
    f" {_OTHER} JOIN pupil_carer l ON l.carer_id = c.id"
    " JOIN pupil_carer m ON m.pupil_id = l.pupil_id AND m.carer_id <> c.id"
    f" JOIN carer o ON o.id = m.carer_id WHERE {_RULED} ORDER BY 1"
)


class BarredHomes:
    """The ids of carers with a contact rule, by their children and by who else is at home."""

    def __init__(self, store: Store | None) -> None:
        self._by_child: dict[tuple[str, Cell], set[int]] = defaultdict(set)
        self._by_carer: dict[str, set[tuple[str, int]]] = defaultdict(set)  # with each forename
        for carer_id, *names, born in store.cursor(CHILDREN) if store else ():
            for first in _firsts(names):
                self._by_child[first, born].add(carer_id)
        for carer_id, name, *reached in store.cursor(IN_THE_HOME) if store else ():
            other = Row(0, dict(zip(_WAYS, reached, strict=True)))
            for way in ways(other):
                self._by_carer[way].add((_forename(name), carer_id))

    @property
    def are_any(self) -> bool:
        """Whether there are any."""
        return bool(self._by_child or self._by_carer)

    def of_child(self, pupil: Values) -> set[int]:
        """Who has a child of this forename and date of birth."""
        born = pupil.get("date_of_birth")
        names = _firsts(map(pupil.get, ("name_key", "preferred_key"))) if born else ()
        return {carer_id for first in names for carer_id in self._by_child.get((first, born), ())}

    def of_carer(self, name: str, reached: Iterable[str]) -> set[int]:
        """Who has at home somebody of this forename with one of these numbers and addresses.

        An initial may be the forename: the number says the rest.
        """
        first = _forename(name)
        found = [each for way in reached for each in self._by_carer.get(way, ())]
        return {carer_id for other, carer_id in found if _is_one(first, other)}


def _is_one(first: str, other: str) -> bool:
    short, whole = sorted((first, other), key=len)
    return first == other != "" or (len(short) == 1 and whole.startswith(short))


def _firsts(names: Iterable[Cell]) -> Iterator[str]:
    for name in names:
        if name:
            yield fold(str(name)).split(" ")[0]


def _forename(name: str) -> str:
    """The forename or its initial; none if there is no more than a surname."""
    words = split_title(name)[1].split()
    return words[0].rstrip(".") if len(words) > 1 else ""
