"""Which rows are about one carer, and who that is on file.

By id, as a carer of the same pupil, or by name with the same number or e-mail address; never by
name alone.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from parentlink.usecases.importing.lines import Line
from parentlink.usecases.importing.onfile import OnFile, Row, reach_keys
from parentlink.usecases.importing.people import Clash, Node


class Carers:
    """The carers of the file, each with who it is on file."""

    def __init__(self, lines: Iterable[tuple[Line, Node | None]], on_file: OnFile) -> None:
        self._index: dict[tuple[Any, ...], Node] = {}
        self._on_file = on_file
        self._alone = _alone(on_file)
        self._of_line: dict[int, Node] = {}
        pairs = [(line, pupil) for line, pupil in lines if line.carer is not None]
        for has_id in (True, False):  # who has an id is known for certain
            for line, pupil in pairs:
                if bool((line.carer or {}).get("external_id")) == has_id:
                    self._group(line, pupil)
        self._match(pairs)

    def node(self, line: Line) -> Node:
        """The carer of a row. Raises Clash when the row contradicts another."""
        node = _root(self._of_line[line.row])
        if node.on_file is None and not line.carer_key and "name" not in node.values:
            raise Clash("carer", "", "Nobody on file has this carer id. Please add the name.")
        node.take(line.carer or {}, line.row, line.rule)
        return node

    def _group(self, line: Line, pupil: Node | None) -> None:
        external = (line.carer or {}).get("external_id")
        keys: list[tuple[Any, ...]] = list(self._keys(line, pupil))
        if external:
            node = self._index.setdefault(("id", external), Node("carer"))
            node.values["external_id"] = external
        else:
            found = [_root(self._index[key]) for key in keys if key in self._index]
            node = found[0] if found else Node("carer")
            for other in found[1:]:
                node = _join(node, other)
        for key in keys:
            self._index.setdefault(key, node)
        self._of_line[line.row] = node

    def _keys(self, line: Line, pupil: Node | None) -> Iterator[tuple[Any, ...]]:
        if not line.carer_key:
            return
        yield from reach_keys(line.carer or {})
        if pupil is not None:
            yield ("pupil", pupil, line.carer_key)
        if line.ref:
            yield ("ref", line.ref, line.carer_key)

    def _match(self, pairs: list[tuple[Line, Node | None]]) -> None:
        """Who each carer is on file; two that are the same one there become one here."""
        taken: dict[int, Node] = {}
        for line, pupil in pairs:
            node = _root(self._of_line[line.row])
            if node.on_file is None and (found := self._filed(line, pupil, node, taken)):
                node.on_file = found
                other = taken.setdefault(found.id, node)
                _join(_root(other), node)

    def _filed(
        self, line: Line, pupil: Node | None, node: Node, taken: dict[int, Node]
    ) -> Row | None:
        external = node.values.get("external_id")
        if external and (found := self._on_file.carer_by_id.get(str(external))):
            return self._on_file.carers[found]
        for carer_id in self._candidates(line, pupil, taken):
            row = self._on_file.carers[carer_id]
            if not external or row.get("external_id") in (None, external):
                return row
        return None

    def _candidates(self, line: Line, pupil: Node | None, taken: dict[int, Node]) -> Iterator[int]:
        key = line.carer_key
        if not key:
            return
        carers = self._on_file.carers
        if pupil and pupil.on_file:
            for carer_id in self._on_file.carers_of.get(pupil.on_file.id, ()):
                if carers[carer_id].get("name_key") == key:
                    yield carer_id
        reach = reach_keys(line.carer or {})
        for each in reach:
            yield from self._on_file.carer_by_reach.get(each, ())
        if pupil is None and not reach:
            yield from (one for one in self._alone.get(key, ()) if one not in taken)


def _alone(on_file: OnFile) -> dict[Any, list[int]]:
    """Carers on file of whom nothing is known but the name, by that name."""
    linked = {carer_id for _, carer_id in on_file.links}
    found: dict[Any, list[int]] = {}
    for carer in on_file.carers.values():
        if carer.id not in linked and not reach_keys(carer):
            found.setdefault(carer.get("name_key"), []).append(carer.id)
    return found


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _join(one: Node, other: Node) -> Node:
    """Two that turned out to be one; two different ids stay two."""
    one, other = _root(one), _root(other)
    ids = {node.values.get("external_id") for node in (one, other)} - {None}
    if one is other or len(ids) > 1:
        return one
    other.parent = one
    one.values = one.values | other.values
    one.on_file = one.on_file or other.on_file
    return one
