"""Which rows are about one carer, and who that is on file.

By the file's own carer_ref, by id, as a carer of the same pupil or household, or by name with the
same number or e-mail address; never by name alone. An id that is clearly somebody else's on file
is a question (`carer_ids`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from parentlink.parse.names import fold
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.matching.carer_ids import CarerIds
from parentlink.usecases.importing.families.matching.new_names import NewNames
from parentlink.usecases.importing.families.matching.onfile import (
    OnFile,
    Row,
    is_called,
    reach_keys,
    ways,
)
from parentlink.usecases.importing.families.matching.people import Clash, Node
from parentlink.usecases.importing.families.reading.lines import Line

_TWO = (
    "{count} carers of this name on file fit this row. Please add the carer's number or e-mail "
    "address, or the school's number for the carer (carer_id)."
)


class Carers:
    """The carers of the file, each with who it is on file."""

    def __init__(
        self,
        lines: Iterable[tuple[Line, Node | None]],
        on_file: OnFile,
        of_many: Collection[int] = frozenset(),
    ) -> None:
        self._of_many = of_many
        self._index: dict[tuple[Any, ...], Node] = {}
        self._on_file = on_file
        self._alone = _alone(on_file)
        self._of_line: dict[int, Node] = {}
        self._mark_of: dict[Node, str] = {}
        self._clashes: dict[int, Clash] = {}
        pairs = [(line, pupil) for line, pupil in lines if line.carer is not None]
        self._said = {(line.carer or {}).get("external_id") for line, _ in pairs}
        self._renamed = NewNames(pairs, on_file)
        for certain in (True, False):
            for line, pupil in pairs:
                if bool(line.carer_ref or (line.carer or {}).get("external_id")) == certain:
                    self._group(line, pupil)
        self._match(pairs)

    def node(self, line: Line) -> Node:
        """The carer of a row. Raises Clash when the row contradicts another, or fits several."""
        if clash := self._clashes.get(line.at):
            raise clash
        node = _root(self._of_line[line.at])
        if node.on_file is None and not line.carer_key and "name" not in node.values:
            external = str(node.values.get("external_id") or "")
            raise Clash(
                "carer_id", external, "Nobody on file has this carer id. Please add the name."
            )
        said = line.carer or {}
        node.take(node.in_order(said) if line.in_turn else said, line.row, line.rule)
        return node

    # -- one in the file -------------------------------------------------------------------

    def _group(self, line: Line, pupil: Node | None) -> None:
        external = (line.carer or {}).get("external_id")
        ids = (("mark", line.carer_ref), ("id", external))
        sure: list[tuple[Any, ...]] = [key for key in ids if key[1]]
        keys: list[tuple[Any, ...]] = list(self._keys(line, pupil))
        node = None
        for key in sure or keys:
            if key in self._index:
                node = self._join(node, self._index[key]) if node else _root(self._index[key])
        node = node or Node("carer")
        if external:
            node.values.setdefault("external_id", external)
        if line.carer_ref:
            self._mark_of.setdefault(node, line.carer_ref)
        for key in (*sure, *keys):
            self._index.setdefault(key, node)
        self._of_line[line.at] = node

    def _keys(self, line: Line, pupil: Node | None) -> Iterator[tuple[Any, ...]]:
        if not line.carer_key:
            return
        yield from reach_keys(line.carer or {}, self._of_many)
        if pupil is not None:
            yield ("pupil", pupil, line.carer_key)
        if line.ref:
            yield ("ref", line.ref, line.carer_key)

    def _may_be_one(self, one: Node, other: Node) -> bool:
        """Whether no two ids or marks tell them apart."""
        one, other = _root(one), _root(other)
        ids = {node.values.get("external_id") for node in (one, other)} - {None}
        marks = {self._mark_of.get(node) for node in (one, other)} - {None}
        return one is other or (len(ids) < 2 and len(marks) < 2)

    def _join(self, one: Node, other: Node) -> Node:
        """Two that turned out to be one; two different ids stay two."""
        one, other = _root(one), _root(other)
        if one is other or not self._may_be_one(one, other):
            return one
        other.parent = one
        one.values = one.values | other.values
        one.on_file = one.on_file or other.on_file
        if other in self._mark_of:
            self._mark_of.setdefault(one, self._mark_of[other])
        return one

    # -- who it is on file -----------------------------------------------------------------

    def _match(self, pairs: list[tuple[Line, Node | None]]) -> None:
        """Who each carer is on file; two that are the same one there become one here.

        Of a father and son of one name the one with a number is found first, and that leaves one.
        """
        if not self._on_file.carers:
            return
        ids = CarerIds(self._on_file)
        for line, pupil in pairs:
            if clash := ids.clash(line, pupil):
                self._clashes[line.at] = clash
        taken: dict[int, Node] = {}
        unsure = [pair for pair in pairs if self._fits(*pair, taken) > 1]
        for line, pupil in unsure:
            if (count := self._fits(line, pupil, taken)) > 1:
                name = str((line.carer or {}).get("name"))
                self._clashes[line.at] = Clash("carer", name, _TWO.format(count=count))

    def _fits(self, line: Line, pupil: Node | None, taken: dict[int, Node]) -> int:
        """How many on file the carer of a row may be; if it is one, that is who it is."""
        node = _root(self._of_line[line.at])
        if node.on_file is not None:
            return 1
        found = self._filed(line, pupil, node, taken)
        if len(found) == 1:
            node.on_file = found[0]
            self._join(taken.setdefault(found[0].id, node), node)
        return len(found)

    def _filed(
        self, line: Line, pupil: Node | None, node: Node, taken: dict[int, Node]
    ) -> list[Row]:
        """Who it may be: by id, or else as the nearest who fit; more than one is a question."""
        external = node.values.get("external_id")
        if external and (known := self._on_file.carer_by_id.get(str(external))):
            return [self._on_file.carers[known]]
        for candidates in self._candidates(line, pupil):
            rows = [self._on_file.carers[each] for each in dict.fromkeys(candidates)]
            fits = [
                row
                for row in rows
                if (not external or self._may_have(row, external))
                and (row.id not in taken or self._may_be_one(taken[row.id], node))
            ]
            if fits:
                return self._nearest(line, pupil, fits)
        return []

    def _may_have(self, row: Row, external: Cell) -> bool:
        """Whether an id may be that of a carer on file: with another one, only if the file does
        not use that (another system numbers the same people anew)."""
        own = row.get("external_id")
        return own in (None, external) or own not in self._said

    def _nearest(self, line: Line, pupil: Node | None, fits: list[Row]) -> list[Row]:
        """Of several of one name those with the same number, relationship or spelling."""
        known, name = set(ways(line.carer or {})), (line.carer or {}).get("name")
        relation = fold(str(line.link.get("relationship") or ""))
        links = self._on_file.links
        pupil_id = pupil.on_file.id if pupil and pupil.on_file else 0

        def is_same_to_pupil(row: Row) -> bool:
            link = links.get((pupil_id, row.id))
            return link is not None and fold(str(link.get("relationship") or "")) == relation

        said = {name: value for name, value in (line.carer or {}).items() if value is not None}
        tests: tuple[Callable[[Row], bool], ...] = (
            lambda row: not known.isdisjoint(ways(row)),
            is_same_to_pupil,
            lambda row: said.items() <= row.values.items(),
            lambda row: row.get("name") == name,
        )
        for test in tests:
            if len(fits) > 1:
                fits = [row for row in fits if test(row)] or fits
        return fits

    def _candidates(self, line: Line, pupil: Node | None) -> Iterator[list[int]]:
        """Carers on file who are called so: of the pupil, of the household, of anybody."""
        key, filed = line.carer_key, self._on_file
        if not key:
            return
        reach = reach_keys(line.carer or {}, self._of_many)
        reached = [each for way in reach for each in filed.carer_by_reach.get(way, ())]
        if pupil and pupil.on_file:
            linked = filed.carers_of.get(pupil.on_file.id, ())
            near = list(filed.household_carers(pupil.on_file.id))
            for some in (linked, [each for each in reached if each in near], near):
                yield [each for each in some if is_called(filed.carers[each], key)]
        yield reached
        yield self._renamed.of(line, pupil)
        if pupil is None and not ways(line.carer or {}):
            wanted = line.family.get("name")
            alone = self._alone.get(key, [])
            yield [each for each in alone if not wanted or self._family(each) == fold(str(wanted))]

    def _family(self, carer_id: int) -> str:
        family_id = int(self._on_file.carers[carer_id].get("family_id") or 0)
        return str(self._on_file.families[family_id].get("name_key"))


def _alone(on_file: OnFile) -> dict[Any, list[int]]:
    """Carers on file of whom nothing is known but the name, by that name."""
    linked = {carer_id for _, carer_id in on_file.links}
    found: dict[Any, list[int]] = {}
    for carer in on_file.carers.values():
        if carer.id not in linked and not ways(carer):
            found.setdefault(carer.get("name_key"), []).append(carer.id)
    return found


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node
