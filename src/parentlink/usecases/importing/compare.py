"""The people of a file beside those on file: what is new, what is different, what stays."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.store.rows import to_column
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.gathered import Gathered
from parentlink.usecases.importing.onfile import COLUMNS, PHONES, OnFile
from parentlink.usecases.importing.people import Node, Placed
from parentlink.usecases.importing.rule import strength
from parentlink.vocabulary import ContactRule

_STAFF = ("tutor_id", "key_contact_id")
_KEYS = ("name_key", "preferred_key")
_RULE = ("contact_rule", "rule_reason")


Cells = list[Cell]  # a new row, in the order of onfile's columns


class Change(NamedTuple):
    """One value that would change."""

    row: int
    who: str
    field: str
    was: Cell
    now: Cell


class Added(NamedTuple):
    """Somebody who would be new; a carer of whom."""

    row: int
    kind: str
    name: str
    pupil: str | None = None


class Barred(NamedTuple):
    """A carer whom the school may not contact any more, or only after asking."""

    row: int
    carer: str
    rule: str
    reason: str | None


class Compared(NamedTuple):
    """What would be written. Ids below 0 stand for rows still to be made: -1 is the first."""

    standings: list[str]
    changes: list[Change]
    added: list[Added]
    barred: list[Barred]
    kept: list[int]
    staff: list[Cells]
    families: list[Cells]
    pupils: list[Cells]
    carers: list[Cells]
    links: list[Cells]
    members: list[tuple[int, int]]
    updates: list[tuple[str, int, Values]]

    @property
    def size(self) -> int:
        """How many rows would be written."""
        made = (self.staff, self.families, self.pupils, self.carers, self.links, self.members)
        return sum(len(rows) for rows in made) + len(self.updates)


def compare(gathered: Gathered, on_file: OnFile, now: datetime, today: date) -> Compared:
    """Everything that would be written, in the order of the file."""
    comparison = _Comparison(gathered, on_file, now, today)
    for each in gathered.placed:
        comparison.people(each)
    for (pupil, carer), link in gathered.links.items():
        comparison.link(pupil, carer, link)
    made = comparison.made
    return Compared(
        [comparison.standing(each) for each in gathered.placed],
        sorted(comparison.changes, key=lambda change: change.row),
        comparison.added,
        comparison.barred,
        comparison.kept,
        made["staff"],
        made["family"],
        made["pupil"],
        made["carer"],
        made["link"],
        [pair for pair in comparison.members if pair not in on_file.members],
        comparison.updates,
    )


class _Comparison:
    def __init__(self, gathered: Gathered, on_file: OnFile, now: datetime, today: date) -> None:
        self._gathered, self._on_file = gathered, on_file
        self._moment, self._today = str(to_column(now)), today.isoformat()
        self._ids: dict[Node, int] = {}
        self._staff: dict[str, int] = {}
        self._touched: dict[Node, str] = {}
        self._last = _priorities(gathered, on_file)
        self.made: dict[str, list[Cells]] = {table: [] for table in COLUMNS}
        self.members: dict[tuple[int, int], None] = {}
        self.changes: list[Change] = []
        self.added: list[Added] = []
        self.barred: list[Barred] = []
        self.kept: list[int] = []
        self.updates: list[tuple[str, int, Values]] = []

    def people(self, each: Placed) -> None:
        """The family, the pupil and the carer of a row, each when first met."""
        family = self._gathered.family_of[each.line.at]
        if family not in self._ids:
            self._person(family, "family", {"added_on": self._today}, {})
        if each.pupil and each.pupil not in self._ids:
            self._person(each.pupil, "pupil", {}, {})
        if each.carer:
            if each.carer not in self._ids:
                self._carer(each, each.carer, family)
            self._watch_rule(each, each.carer)
        if each.pupil and each.line.at not in self._gathered.strangers:
            self.members[self._ids[family], self._ids[each.pupil]] = None

    def _carer(self, each: Placed, node: Node, family: Node) -> None:
        new: Values = {"family_id": self._ids[family], "interpreter": 0}
        new["contact_rule"] = ContactRule.ALLOW.value
        rule: Values = {}
        if node.rule and (node.on_file is None or strength(node.rule.rule) > _filed_rule(node)):
            rule = dict(zip(_RULE, node.rule, strict=False))
        self._person(node, "carer", new, rule, _name(each.pupil) if each.pupil else None)
        if node.rule and rule and rule["contact_rule"] != ContactRule.ALLOW:
            self.barred.append(Barred(each.line.row, _name(node), *node.rule[:2]))

    def _watch_rule(self, each: Placed, carer: Node) -> None:
        rule = each.line.rule
        if rule and carer.on_file and strength(rule.rule) < _filed_rule(carer):
            self.kept.append(each.line.row)

    def _person(
        self, node: Node, table: str, new: Values, also: Values, pupil: str | None = None
    ) -> None:
        """Note what is new or different; `new` is only for who is not on file yet."""
        values = {name: self._known(name, value) for name, value in node.values.items()} | also
        if node.on_file is not None:
            self._ids[node] = node.on_file.id
            who = _name(node)
            self._different(node, table, who, values)
            return
        values = new | {name: value for name, value in values.items() if value is not None}
        if any(values.get(slot) for slot in PHONES):
            values["numbers_at"] = self._moment
        self._make(table, values)
        self._ids[node] = -len(self.made[table])
        self._touched[node] = "new"
        self.added.append(Added(node.said[0][0], table, _name(node), pupil))

    def _make(self, table: str, values: Values) -> None:
        self.made[table].append([values.get(column) for column in COLUMNS[table]])

    def _known(self, column: str, value: Cell) -> Cell:
        """Staff by id: those who are not on file are added by name."""
        if column not in _STAFF or value is None:
            return value
        key = fold(str(value))
        if found := self._on_file.staff.get(key):
            return found
        if key not in self._staff:
            self._make("staff", {"name": str(value), "name_key": key})
            self._staff[key] = -len(self.made["staff"])
        return self._staff[key]

    def _different(self, node: Node, table: str, who: str, values: Values) -> None:
        was = node.on_file
        differing = {name: now for name, now in values.items() if was and was.get(name) != now}
        if was is None or not differing:
            return
        for name, now in differing.items():
            if name not in _KEYS:
                row = node.said_in(name)
                before, after = was.get(name), now
                if name in _STAFF:
                    before = self._on_file.staff_names.get(int(before)) if before else None
                    after = node.values[name]
                self.changes.append(Change(row, who, name, before, after))
        if any(slot in differing for slot in PHONES):
            differing["numbers_at"] = self._moment
        self._touched[node] = "changed"
        self.updates.append((table, was.id, differing))

    def link(self, pupil: Node, carer: Node, link: Node) -> None:
        """What a carer is to a pupil; one without a priority comes after the others."""
        if link.on_file:
            self._different(link, "pupil_carer", f"{_name(pupil)} / {_name(carer)}", link.values)
            return
        values: Values = {"responsibility": "unknown", "lives_with": "unknown", "emergency": 0}
        values |= {name: value for name, value in link.values.items() if value is not None}
        if not values.get("priority"):
            self._last[pupil] = values["priority"] = self._last.get(pupil, 0) + 1
        values |= {"pupil_id": self._ids[pupil], "carer_id": self._ids[carer]}
        self._make("link", values)
        self._touched[link] = "changed"

    def standing(self, each: Placed) -> str:
        """Whether a row brought somebody new, changed something, or neither."""
        family = self._gathered.family_of[each.line.at]
        nodes = [family, *(node for node in (each.pupil, each.carer) if node)]
        if each.pupil and each.carer:
            nodes.append(self._gathered.links[each.pupil, each.carer])
        touched = {self._touched[node] for node in nodes if node in self._touched}
        belongs = each.pupil and each.line.at not in self._gathered.strangers
        if belongs and (self._ids[family], self._ids[nodes[1]]) not in self._on_file.members:
            touched.add("changed")
        return "new" if "new" in touched else "changed" if touched else "unchanged"


def _name(node: Node) -> str:
    """What somebody is called on file, or else in the file that comes in."""
    column = "legal_name" if node.table == "pupil" else "name"
    return str(node.on_file.get(column) if node.on_file else node.values.get(column))


def _filed_rule(carer: Node) -> int:
    return strength(str(carer.on_file.get("contact_rule"))) if carer.on_file else 0


def _priorities(gathered: Gathered, on_file: OnFile) -> dict[Node, int]:
    """The last priority that is taken among the carers of each pupil."""
    last: dict[Node, int] = {}
    for (pupil, _), link in gathered.links.items():
        last[pupil] = max(last.get(pupil, 0), int(link.values.get("priority") or 0))
    for pupil in last:
        if pupil.on_file:
            for carer_id in on_file.carers_of.get(pupil.on_file.id, ()):
                filed = on_file.links[pupil.on_file.id, carer_id].get("priority")
                last[pupil] = max(last[pupil], int(filed or 0))
    return last
