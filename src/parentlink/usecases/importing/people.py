"""Which rows are about one pupil, and who that is on file.

By UPN, by id, or by name with date of birth or tutor group. What one row says of somebody must not
contradict another.
"""

from typing import Any, NamedTuple

from parentlink.exchange.sheet import Problem, Refused
from parentlink.parse.names import shorten
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.lines import Line
from parentlink.usecases.importing.onfile import OnFile, Row
from parentlink.usecases.importing.rule import Rule, stricter

_HEADINGS = {
    "external_id": {"pupil": "pupil_id", "carer": "carer_id"},
    "legal_name": {"pupil": "pupil"},
    "name": {"carer": "carer", "family": "family"},
    "responsibility": {"link": "parental_responsibility"},
    "key_contact_id": {"family": "key_contact"},
    "tutor_id": {"pupil": "tutor"},
}
_KEYS = ("name_key", "preferred_key")


class Clash(Exception):
    """A row contradicts another one, or fits more than one person."""

    def __init__(self, column: str, value: str, why: str) -> None:
        super().__init__(why)
        self.column, self.value, self.why = column, value, why

    def refusal(self, line: Line) -> Refused:
        """As a refused row."""
        return Refused(Problem(line.row, self.column, shorten(self.value), self.why), line.cells)


class Node:
    """One pupil, carer, family or link of the file: its rows, what they say, who it is on file."""

    __slots__ = ("on_file", "parent", "rule", "said", "table", "values")

    def __init__(self, table: str) -> None:
        self.table = table
        self.values: Values = {}
        self.said: list[tuple[int, Values]] = []
        self.rule: Rule | None = None
        self.on_file: Row | None = None
        self.parent: Node | None = None

    def take(self, values: Values, row: int, rule: Rule | None = None) -> None:
        """Add what one row says.

        Raises:
            Clash: another row says something else.
        """
        self.rule = stricter(self.rule, rule)
        if not self.said and not self.values:
            self.values = values
        elif not self.said or values != self.said[0][1]:  # mostly a row repeats the one before
            self.values = self._merged(values)
        self.said.append((row, values))

    def _merged(self, values: Values) -> Values:
        merged = dict(self.values)
        for column, value in values.items():
            known = merged.get(column)
            if known is None:
                merged[column] = value
            elif value is not None and value != known and not self._same_name(column, values):
                heading = _HEADINGS.get(column, {}).get(self.table, column)
                raise Clash(
                    heading,
                    str(value),
                    f'Row {self.said_in(column)} says "{shorten(str(known))}" for the same '
                    f"{self.table.replace('link', 'pupil and carer')}. Please make them the same.",
                )
        return merged

    def said_in(self, column: str) -> int:
        """The first row that says something about this, or the first row at all."""
        found = (row for row, values in self.said if values.get(column) is not None)
        return next(found, self.said[0][0])

    def _same_name(self, column: str, values: Values) -> bool:
        """A name in other capitals or quotation marks is the same name; the first stays."""
        return column in ("legal_name", "name") and values.get("name_key") == self.values.get(
            "name_key"
        )


# -- pupils --------------------------------------------------------------------------------


class _Facts(NamedTuple):
    """What a pupil is found by."""

    upn: Any
    external: Any
    key: Any
    born: Any
    group: Any


def _facts(values: Row | Values) -> _Facts:
    group = values.get("tutor_group")
    return _Facts(
        values.get("upn"),
        values.get("external_id"),
        values.get("name_key"),
        values.get("date_of_birth"),
        str(group).casefold() if group else None,
    )


class _Finder:
    """Pupils by everything they may be found by."""

    def __init__(self) -> None:
        self._by_id: dict[tuple[str, Any], tuple[_Facts, Any]] = {}
        self._by_name: dict[Any, list[tuple[_Facts, Any]]] = {}

    def add(self, facts: _Facts, item: Any) -> None:
        """Make a pupil known."""
        entry = (facts, item)
        if facts.upn:
            self._by_id["upn", facts.upn] = entry
        if facts.external:
            self._by_id["id", facts.external] = entry
        self._by_name.setdefault(facts.key, []).append(entry)

    def find(self, facts: _Facts) -> Any:
        """The pupil that fits, or None.

        Raises:
            Clash: more than one fits, or the ids are two pupils'.
        """
        by_upn = self._by_id.get(("upn", facts.upn))
        by_external = self._by_id.get(("id", facts.external))
        if by_upn and by_external and by_upn[1] is not by_external[1]:
            raise Clash(
                "pupil_id", str(facts.external), "The UPN and the pupil id are two pupils'."
            )
        found = by_upn or by_external
        return found[1] if found else self._by_names(facts)

    def _by_names(self, facts: _Facts) -> Any:
        if facts.key is None:
            return None
        alike = [entry for entry in self._by_name.get(facts.key, ()) if _may_be(facts, entry[0])]
        same_birth = [entry for entry in alike if facts.born and entry[0].born == facts.born]
        if not same_birth and facts.group:
            same_birth = [entry for entry in alike if entry[0].group == facts.group]
        fits = same_birth or ([] if facts.group or facts.born else alike)
        if len(fits) > 1:
            raise Clash("pupil", "", "Two pupils fit this row. Please add the UPN column.")
        return fits[0][1] if fits else None

    def namesakes(self, facts: _Facts) -> list[Any]:
        """Pupils who might be meant, though nothing proves it."""
        return [item for other, item in self._by_name.get(facts.key, ()) if _may_be(facts, other)]


def _may_be(one: _Facts, other: _Facts) -> bool:
    """Whether nothing that is known of both differs."""
    pairs = ((one.upn, other.upn), (one.external, other.external), (one.born, other.born))
    return all(a is None or b is None or a == b for a, b in pairs)


class Pupils:
    """The pupils of the file, each with who it is on file."""

    def __init__(self, on_file: OnFile) -> None:
        self.nodes: list[Node] = []
        self.warnings: list[str] = []
        self._here = _Finder()
        self._filed = _Finder()
        self._taken: dict[int, Node] = {}
        for row in on_file.pupils.values():
            self._filed.add(_facts(row), row)

    def node(self, line: Line) -> Node:
        """The pupil of a row.

        Raises:
            Clash: more than one fits, or the row contradicts another.
        """
        values = line.pupil or {}
        facts = _facts(values)
        node: Node | None = self._here.find(facts)
        if node is None:
            filed: Row | None = self._filed.find(facts)
            node = self._taken.get(filed.id) if filed else None
            node = node or self._new(line, facts, filed)
        node.take(values, line.row)
        return node

    def _new(self, line: Line, facts: _Facts, filed: Row | None) -> Node:
        if filed is None:
            if not facts.key:
                column, value = ("upn", facts.upn) if facts.upn else ("pupil_id", facts.external)
                raise Clash(column, str(value), "Nobody on file has it. Please add the name.")
            if near := self._filed.namesakes(facts):
                group = near[0].get("tutor_group") or "no tutor group"
                self.warnings.append(
                    f"Row {line.row}: a pupil of the same name is on file in {group}. If it is the "
                    "same one, add the UPN or date of birth before importing."
                )
        node = Node("pupil")
        node.on_file = filed
        if filed:
            self._taken[filed.id] = node
        self.nodes.append(node)
        self._here.add(facts, node)
        return node
