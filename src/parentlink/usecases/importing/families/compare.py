"""The people of a file beside those on file: what is new, what is different, what stays."""

from datetime import date, datetime
from typing import Any

from parentlink.parse.names import fold
from parentlink.rules.merging import is_vague
from parentlink.rules.names_alike import has_initial, says_no_more
from parentlink.rules.titles import split_title
from parentlink.store.rows import to_column
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.new_names import titles_of_two
from parentlink.usecases.importing.families.matching.onfile import (
    COLUMNS,
    OnFile,
    Row,
    differing,
    rule_on_file,
)
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import renewed, strength
from parentlink.usecases.importing.todo import Added, Barred, Change, OtherId, Todo, Update
from parentlink.vocabulary import PHONES, ContactRule

_STAFF = ("tutor_id", "key_contact_id")
_KEYS = ("name_key", "preferred_key")
_NAMES = {"pupil": "legal_name", "carer": "name"}
_RULE = ("contact_rule", "rule_reason")
_LISTED = "listed"  # it changes nothing that anybody sees


def compare(
    gathered: Gathered, on_file: OnFile, now: datetime, today: date, todo: Todo
) -> list[str]:
    """Note everything that would be written; returns what each line brings (see `standing`)."""
    comparison = _Comparison(gathered, on_file, now, today, todo)
    for each in gathered.placed:
        comparison.people(each)
    for each in gathered.placed:
        comparison.link(each)
    return [comparison.standing(each) for each in gathered.placed]


class _Comparison:
    def __init__(
        self, gathered: Gathered, on_file: OnFile, now: datetime, today: date, todo: Todo
    ) -> None:
        self._gathered, self._on_file, self._todo = gathered, on_file, todo
        self._moment, self._today = str(to_column(now)), today.isoformat()
        self._at = 0
        self._ids: dict[Node, int] = {}
        self._touched: dict[Node, str] = {}
        self._last = _priorities(gathered, on_file)
        self._seen: set[Any] = set()
        self._made = {
            "family": todo.families,
            "pupil": todo.pupils,
            "carer": todo.carers,
            "link": todo.links,
        }

    def people(self, each: Placed) -> None:
        """The family, the pupil and the carer of a row, each when first met."""
        self._at = each.line.at
        family = self._gathered.family_of[self._at]
        if family not in self._ids:
            self._person(family, "family", {"added_on": self._today}, {})
        if each.pupil and each.pupil not in self._ids:
            self._person(each.pupil, "pupil", {}, {})
        if each.carer:
            if each.carer not in self._ids:
                self._carer(each, each.carer, family)
            self._watch_rule(each, each.carer)
        if each.pupil and self._at not in self._gathered.strangers:
            self._member((self._ids[family], self._ids[each.pupil]))

    def _member(self, pair: tuple[int, int]) -> None:
        if pair not in self._seen and pair not in self._on_file.members:
            self._seen.add(pair)
            self._todo.members.put(self._at, pair)

    def _carer(self, each: Placed, node: Node, family: Node) -> None:
        new: Values = {"family_id": self._ids[family], "interpreter": 0}
        new["contact_rule"] = ContactRule.ALLOW.value
        now = renewed(node.rule, rule_on_file(node.on_file)) if node.on_file else node.rule
        rule: Values = dict(zip(_RULE, now, strict=False)) if now else {}
        self._person(node, "carer", new, rule, _name(each.pupil) if each.pupil else None)
        self._second_ids(node)
        if node.rule and rule and rule["contact_rule"] != ContactRule.ALLOW:
            known = node.on_file.id if node.on_file else None
            barred = Barred(each.line.row, _name(node), *node.rule[:2], known)
            self._todo.barred.put(self._at, barred)

    def _watch_rule(self, each: Placed, carer: Node) -> None:
        rule = each.line.rule
        if rule and carer.on_file and strength(rule.rule) < _filed_rule(carer):
            self._todo.kept.put(self._at, (each.line.row,))

    def _person(
        self, node: Node, table: str, new: Values, also: Values, pupil: str | None = None
    ) -> None:
        """Note what is new or different; `new` is only for who is not on file yet."""
        values = node.values | also
        for name in _STAFF:
            if name in values:
                values[name] = self._known(values[name])
        if node.on_file is not None:
            self._ids[node] = node.on_file.id
            who = _name(node)
            self._different(node, table, who, values)
            return
        is_said = "numbers_at" in values
        values = new | {name: value for name, value in values.items() if value is not None}
        if not is_said and any(values.get(slot) for slot in PHONES):
            values["numbers_at"] = self._moment
        self._make(table, values)
        self._ids[node] = -self._at
        self._touched[node] = "new"
        self._todo.added.put(self._at, Added(node.said[0][0], table, _name(node), pupil))

    def _make(self, table: str, values: Values) -> None:
        self._made[table].put(self._at, tuple(map(values.get, COLUMNS[table])))

    def _known(self, value: Cell) -> Cell:
        """Staff by id; those who are not on file, by the key of the name."""
        if value is None:
            return value
        key = fold(str(value))
        if found := self._on_file.staff.get(key):
            return found
        self._todo.meet(self._at, str(value), key)
        return key

    def _different(self, node: Node, table: str, who: str, values: Values) -> None:
        was, new = node.on_file, self._differing(node, table, values)
        if was is None or not new:
            return
        for name, now in new.items():
            if name not in (*_KEYS, _LISTED):
                row = node.said_in(name)
                before, after = was.get(name), now
                if name in _STAFF:
                    before = self._on_file.staff_names.get(int(before)) if before else None
                    after = node.values[name]
                self._todo.changes.put(row, Change(row, who, name, before, after))
        if any(slot in new for slot in PHONES):
            new.setdefault("numbers_at", self._moment)
        if new.keys() - {_LISTED}:
            self._touched[node] = "changed"
        else:
            self._todo.found_listed.add(was.get("carer_id"))
        self._todo.updates.put(self._at, Update(table, was.id, new))

    def _differing(self, node: Node, table: str, values: Values) -> Values:
        """What would be written over what is on file; an id, and what says more, stay."""
        was = node.on_file
        if was is None or not (found := differing(values, was)):
            return {}
        if "external_id" in found and table != "family" and was.get("external_id"):
            self._another_id(node, was, found.pop("external_id"))
        if table in _NAMES and _is_fuller(was, values):
            _keep_name(found, table)
        if table == "pupil_carer" and _says_no_more(found.get("relationship"), was):
            del found["relationship"]
        if not found.get(_LISTED, 1):  # an older file of ours; the school's own has listed them
            del found[_LISTED]
        return found

    def _another_id(self, node: Node, was: Row, other: Cell) -> None:
        """The id on file stays, and the other one is known from now on as well."""
        if other is None:
            return
        row, key = node.said_in("external_id"), str(was.get("name_key"))
        own = str(was.get("external_id"))
        found = OtherId(row, node.table, was.id, key, own, str(other))
        self._todo.other_ids.put(self._at, found)
        self._touched[node] = "changed"

    def _second_ids(self, node: Node) -> None:
        """Ids of a system that gives a carer a new one at each child: known from now on."""
        own = node.on_file.get("external_id") if node.on_file else None
        own = str(own or node.values.get("external_id"))
        seconds = self._gathered.second_ids.get(node, ())
        for row, other, key in {each.external_id: each for each in seconds}.values():
            found = OtherId(row, "carer", self._ids[node], key, own, other)
            self._todo.other_ids.put(self._at, found)
            self._touched.setdefault(node, "changed")

    def link(self, each: Placed) -> None:
        """What a carer is to a pupil, when first met."""
        if each.pupil and each.carer:
            link = self._gathered.links[each.pupil, each.carer]
            if link not in self._seen:
                self._seen.add(link)
                self._at = each.line.at
                self._link(each.pupil, each.carer, link)

    def _link(self, pupil: Node, carer: Node, link: Node) -> None:
        """One without a priority comes after the others."""
        if link.on_file:
            self._different(link, "pupil_carer", f"{_name(pupil)} / {_name(carer)}", link.values)
            return
        values: Values = {"responsibility": "unknown", "lives_with": "unknown", "emergency": 0}
        values[_LISTED] = 0
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
    column = _NAMES.get(node.table, "name")
    return str(node.on_file.get(column) if node.on_file else node.values.get(column))


def _is_fuller(was: Row, values: Values) -> bool:
    """Whether "Tom Wye" stands on file, and the file has only "T. Wye", or "Mr Wye" with an id."""
    has_id = values.get("external_id") or values.get("upn")
    is_short = says_no_more if has_id else has_initial  # half a name is a name to be known by
    if not is_short(str(values.get("name_key") or ""), str(was.get("name_key"))):
        return False
    return "title" not in was.values or not titles_of_two(was, values)


def _keep_name(found: Values, table: str) -> None:
    if split_title(str(found.pop("name_key")))[0]:
        found.pop("title", None)  # it stands in the name
    found.pop(_NAMES[table], None)


def _says_no_more(word: Cell, was: Row) -> bool:
    """Whether "parent" would replace "mother" or "guardian", or "Mother" would replace "mother"."""
    known = was.get("relationship")
    return bool(word and known) and (is_vague(str(word)) or fold(str(word)) == fold(str(known)))


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
