"""Writing a plan in the transaction that is open: new rows in batches, changed ones one by one."""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parentlink.rules.barred_left_out import SETTING
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Pile
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.guarding.refused_blocks import set_held
from parentlink.usecases.importing.families.guarding.removed import Removed
from parentlink.usecases.importing.families.matching.onfile import (
    CARER_COLUMNS,
    FAMILY_COLUMNS,
    LINK_COLUMNS,
    PUPIL_COLUMNS,
)
from parentlink.usecases.importing.families.matching.other_names import KNOWN_AS_COLUMNS
from parentlink.usecases.importing.families.plan import Plan
from parentlink.usecases.importing.noting import Batch, Counts, note_batch
from parentlink.usecases.importing.todo import Cells, OtherId
from parentlink.usecases.preferences import choose

STAFF_OF = "SELECT id FROM staff WHERE name_key = :key"
LEFT = (
    "SELECT l.pupil_id, c.family_id FROM pupil_carer l JOIN carer c ON c.id = l.carer_id"
    " WHERE l.id = :id"
)
_OF = "SELECT 1 FROM pupil_carer l JOIN carer c ON c.id = l.carer_id WHERE l.pupil_id = m.pupil_id"
# A pupil keeps the only home, and the one where a conversation is to be held.
NO_HOME = (
    "SELECT m.id FROM pupil_family m WHERE m.pupil_id = :pupil_id AND m.family_id = :family_id"
    f" AND NOT EXISTS ({_OF} AND c.family_id = m.family_id)"
    f" AND EXISTS ({_OF} AND c.family_id IN (SELECT o.family_id FROM pupil_family o"
    " WHERE o.pupil_id = m.pupil_id AND o.family_id <> m.family_id))"
    " AND NOT EXISTS (SELECT 1 FROM conversation t WHERE t.pupil_id = m.pupil_id"
    " AND t.family_id = m.family_id AND t.state IN ('booked', 'missed'))"
)
_MADE = ("family", "pupil", "carer")
_TABLES = {
    "tutor_id": "staff",
    "key_contact_id": "staff",
    "family_id": "family",
    "pupil_id": "pupil",
    "carer_id": "carer",
}


def apply_plan(store: Store, plan: Plan, batch: Batch) -> int:
    """Write everything that a plan says; returns the id of the import batch."""
    todo = plan.todo
    writer = _Writer(store, plan.lines)
    writer.staff(todo.staff)
    writer.insert("family", FAMILY_COLUMNS, todo.families)
    writer.insert("pupil", PUPIL_COLUMNS, todo.pupils)
    writer.insert("carer", CARER_COLUMNS, todo.carers)
    writer.insert("pupil_carer", LINK_COLUMNS, todo.links)
    writer.insert("pupil_family", ("family_id", "pupil_id"), todo.members)
    for table, row_id, values in todo.updates:
        settled = {column: writer.settled(column, value) for column, value in values.items()}
        store.update(table, row_id, **settled)
    for chunk in todo.other_ids.chunks():
        others = [writer.known_as(OtherId(*each)) for _, each in chunk]
        store.insert_many("known_as", KNOWN_AS_COLUMNS, others)
    _take_off(store, plan.removals.removed)
    set_held(store, plan.held)
    if plan.barred_left_out:
        choose(store, SETTING, plan.barred_left_out)
    blocked = len(plan.todo.barred) + len(plan.removals.removed) + plan.set_held
    counts = Counts(plan.new, plan.changed, plan.unchanged, len(plan.refused), blocked)
    return note_batch(store, "families", counts._replace(has_rules=plan.listed.has_rules), batch)


def _take_off(store: Store, removed: Iterable[Removed]) -> None:
    """Carers no longer listed, and the place of their pupils in a family where nobody is left."""
    for each in removed:
        left = [store.all(_Left, LEFT, id=link_id) for link_id in each.link_ids]
        for link_id in each.link_ids:
            store.delete("pupil_carer", link_id)
        store.update("carer", each.carer_id, contact_rule=each.rule, rule_reason=each.reason)
        for pupil_id, family_id in (pair for pairs in left for pair in pairs):
            for row in store.all(_Id, NO_HOME, pupil_id=pupil_id, family_id=family_id):
                store.delete("pupil_family", row.id)


class _Left(NamedTuple):
    pupil_id: int
    family_id: int


class _Id(NamedTuple):
    id: int


class _Writer:
    """Knows the ids that new rows were given, by the line of the file that brought each."""

    def __init__(self, store: Store, lines: int) -> None:
        self._store = store
        self._staff: dict[str, int] = {}
        self._ids = {table: array("q", bytes(8 * (lines + 1))) for table in _MADE}

    def staff(self, rows: Iterable[tuple[str, str]]) -> None:
        """Add staff by name, but not who was met only just now, at the keyboard."""
        for name, key in rows:
            known = self._store.value(STAFF_OF, key=key)
            self._staff[key] = known or self._store.insert("staff", name=name, name_key=key)

    def insert(self, table: str, columns: Sequence[str], rows: Pile[Cells]) -> None:
        """Add rows of a table in the order of the file."""
        places = [(at, column) for at, column in enumerate(columns) if column in _TABLES]
        made = self._ids.get(table)
        for chunk in rows.chunks():
            settled = [self._row(cells, places) for _, cells in chunk]
            ids = self._store.insert_many(table, columns, settled)
            if made is not None:
                for (line, _), row_id in zip(chunk, ids, strict=True):
                    made[line] = row_id

    def _row(self, cells: Cells, places: list[tuple[int, str]]) -> Sequence[Cell]:
        if not places:
            return cells
        row = list(cells)
        for at, column in places:
            row[at] = self.settled(column, row[at])
        return row

    def known_as(self, other: OtherId) -> Cells:
        """Another id as a row, of somebody on file or new."""
        return other._replace(id=int(self.settled(f"{other.table}_id", other.id) or 0)).cells

    def settled(self, column: str, value: Cell) -> Cell:
        """The true id of somebody new: staff by key, others by the line, written below 0."""
        table = _TABLES.get(column)
        if table == "staff" and isinstance(value, str):
            return self._staff[value]
        if table is not None and isinstance(value, int) and value < 0:
            return self._ids[table][-value]
        return value
