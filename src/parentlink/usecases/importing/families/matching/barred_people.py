"""Everybody with a contact rule, by number, address and name: few people, read once for a file.

Those on file, and those whom a row of the file itself bars. They may come back at a child with whom
nobody on file has to do, or in a row that has nothing else in common with theirs, so no batch would
know of them.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.rules.barred_again import Known, may_be, same_word
from parentlink.rules.stand_ins import is_stand_in
from parentlink.rules.titles import is_title, split_title
from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.barred_homes import BarredHomes
from parentlink.usecases.importing.families.matching.onfile import CARER_COLUMNS, Row, ways
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.vocabulary import PHONES, ContactRule

BARRED = (
    f"SELECT id, {', '.join(CARER_COLUMNS)} FROM carer WHERE contact_rule <> 'allow' ORDER BY id"
)
_SAID = ("external_id", "name", "name_key", "title", *PHONES, "email")
RELATIONS = (
    "SELECT l.carer_id, l.relationship FROM pupil_carer l JOIN carer c ON c.id = l.carer_id"
    " WHERE c.contact_rule <> 'allow' AND l.relationship IS NOT NULL ORDER BY l.id"
)


class Barred(NamedTuple):
    """Somebody with a contact rule, and what they are to anybody.

    `line` is the row that bars them, 0 of who is on file.
    """

    row: Row
    relations: frozenset[str]
    line: int = 0

    @property
    def is_never(self) -> bool:
        """Whether they must not be contacted at all."""
        return self.row.get("contact_rule") == ContactRule.NEVER


class BarredPeople:
    """Looked up by a number or address; who must not be contacted at all by the name, too."""

    def __init__(self, store: Store | None, lines: Iterable[Line] = ()) -> None:
        filed, listed = list(_on_file(store)) if store else [], list(_in_file(lines))
        self._by_way: Mapping[str, Sequence[Barred]] = _by_way(filed)
        self.in_file: Mapping[str, Sequence[Barred]] = _by_way(listed, is_stand_in)
        self.by_name: Mapping[Cell, Sequence[Barred]] = _by_name([*filed, *listed])
        self._filed = {one.row.id: one for one in filed}
        self._homes = BarredHomes(store if filed else None)

    @property
    def are_any(self) -> bool:
        """Whether anybody has a contact rule and a number or address."""
        return bool(self._by_way or self.in_file)

    def reached_by(self, found: Sequence[str]) -> list[Barred]:
        """Whoever on file has one of these numbers and addresses, each once."""
        return _by_any(found, self._by_way)

    def same_as(self, one: Barred) -> list[Row]:
        """Who on file must not be contacted already, and is the one whom the file bars."""
        said = known(one.row, "", one.relations)
        found = [other for other in self.reached_by(ways(one.row)) if other.is_never]
        return [
            other.row
            for other in found
            if may_be(said, known(other.row, "", other.relations), both_listed=True)
        ]

    @property
    def have_homes(self) -> bool:
        """Whether anybody with a contact rule is on file in a family, with others."""
        return self._homes.are_any

    def of_child(self, pupil: Values) -> list[Barred]:
        """Whoever on file has a child of the forename and date of birth of this pupil."""
        return [self._filed[each] for each in sorted(self._homes.of_child(pupil))]

    def of_carer(self, name: str, reached: Iterable[str]) -> list[Barred]:
        """Whoever on file has a home with a carer of this forename and one of these numbers."""
        return [self._filed[each] for each in sorted(self._homes.of_carer(name, reached))]

    def in_file_by(self, found: Sequence[str]) -> list[Barred]:
        """Whom the file bars, and who has one of these there, each once."""
        return _by_any(found, self.in_file)


def _by_any(
    ways_of_somebody: Sequence[str], by_way: Mapping[str, Sequence[Barred]]
) -> list[Barred]:
    known = {one.row.id: one for way in ways_of_somebody for one in by_way.get(way, ())}
    return [known[row_id] for row_id in sorted(known)]


def _in_file(lines: Iterable[Line]) -> Iterator[Barred]:
    """Each person once for each name and rule that rows have for them."""
    people: dict[Hashable, tuple[Row, Line, set[str]]] = {}
    for line in lines:
        if line.carer is None or line.rule is None:
            continue
        values = dict.fromkeys(_SAID) | {each: line.carer.get(each) for each in _SAID}
        values |= {"contact_rule": line.rule.rule, "rule_reason": line.rule.reason}
        own = (line.carer.get("external_id"), line.rule.rule, *ways(line.carer))
        key = (values["name_key"], *own)
        _, _, relations = people.setdefault(key, (Row(line.at, values), line, set()))
        relations.add(relation_of(line.link.get("relationship")))
    for row, line, relations in people.values():
        yield Barred(row, frozenset(relations), line.row)


def _on_file(store: Store) -> Iterator[Barred]:
    relations: dict[int, set[str]] = defaultdict(set)
    for carer_id, word in store.cursor(RELATIONS):
        relations[carer_id].add(relation_of(word))
    for row_id, *cells in store.cursor(BARRED):
        row = Row(row_id, dict(zip(CARER_COLUMNS, cells, strict=True)))
        yield Barred(row, frozenset(relations[row_id]))


def _by_way(
    people: Iterable[Barred], is_nobodys: Callable[[str], bool] = lambda way: False
) -> dict[str, list[Barred]]:
    found: dict[str, list[Barred]] = defaultdict(list)
    for one in people:
        for way in ways(one.row):
            if not is_nobodys(way):
                found[way].append(one)
    return found


def _by_name(people: Iterable[Barred]) -> dict[Cell, list[Barred]]:
    found: dict[Cell, list[Barred]] = defaultdict(list)
    for one in people:
        if one.is_never and (name := whole_name(one.row)):
            found[name].append(one)
    return dict(found)


def whole_name(carer: Row | Values) -> str:
    """The name as it is compared, if forename and surname stand in it; "P. Hart" may be anybody.

    A title is left in front of a name only where there is no forename.
    """
    who = known(carer)
    words = [word for word in who.name.split() if len(word) > 1 or word == word.upper()]
    is_whole = who.has_forename and len(words) > 1 and not split_title(who.name)[0]
    return who.name if is_whole else ""


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
