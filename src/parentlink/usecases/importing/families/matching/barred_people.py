"""Everybody on file with a contact rule, by number and address: few people, read once for a file.

They may come back at a child with whom nobody on file has to do, so no batch would know of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.rules.barred_again import Known, same_word
from parentlink.rules.titles import is_title
from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.onfile import CARER_COLUMNS, Row, ways
from parentlink.vocabulary import ContactRule

BARRED = (
    f"SELECT id, {', '.join(CARER_COLUMNS)} FROM carer WHERE contact_rule <> 'allow' ORDER BY id"
)
RELATIONS = (
    "SELECT l.carer_id, l.relationship FROM pupil_carer l JOIN carer c ON c.id = l.carer_id"
    " WHERE c.contact_rule <> 'allow' AND l.relationship IS NOT NULL ORDER BY l.id"
)


class Barred(NamedTuple):
    """Somebody with a contact rule, and what they are to anybody."""

    row: Row
    relations: frozenset[str]

    @property
    def is_never(self) -> bool:
        """Whether they must not be contacted at all."""
        return self.row.get("contact_rule") == ContactRule.NEVER


class BarredPeople:
    """Looked up by a number or address."""

    def __init__(self, store: Store | None) -> None:
        self._by_way: Mapping[str, Sequence[Barred]] = _by_way(store) if store else {}

    @property
    def are_any(self) -> bool:
        """Whether anybody on file has a contact rule and a number or address."""
        return bool(self._by_way)

    def reached_by(self, found: Iterable[str]) -> list[Barred]:
        """Whoever has one of these numbers and addresses, each once."""
        known = {one.row.id: one for way in found for one in self._by_way.get(way, ())}
        return [known[row_id] for row_id in sorted(known)]


def _by_way(store: Store) -> dict[str, list[Barred]]:
    relations: dict[int, set[str]] = defaultdict(set)
    for carer_id, word in store.cursor(RELATIONS):
        relations[carer_id].add(relation_of(word))
    found: dict[str, list[Barred]] = defaultdict(list)
    for row_id, *cells in store.cursor(BARRED):
        row = Row(row_id, dict(zip(CARER_COLUMNS, cells, strict=True)))
        for way in ways(row):
            found[way].append(Barred(row, frozenset(relations[row_id])))
    return found


def relation_of(word: Cell) -> str:
    """What a carer is to a pupil, in the one word by which it is compared."""
    return same_word(fold(str(word or "")))


def known(carer: Row | Values, relation: str = "", relations: Iterable[str] = ()) -> Known:
    """What tells a carer from another: `relation` is to the pupil in question."""
    words = [fold(word) for word in str(carer.get("name") or "").split()]  # a hyphen keeps two one
    return Known(
        str(carer.get("name_key") or ""),
        fold(str(carer.get("title") or "")),
        relation,
        frozenset(relations),
        frozenset(ways(carer)),
        len(words) - is_title(words[0]) > 1 if words else False,
    )
