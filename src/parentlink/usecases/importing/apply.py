"""Writing a plan in the transaction that is open: new rows in batches, changed ones one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.compare import Cells
from parentlink.usecases.importing.onfile import (
    CARER_COLUMNS,
    FAMILY_COLUMNS,
    LINK_COLUMNS,
    PUPIL_COLUMNS,
)
from parentlink.usecases.importing.plan import Plan

STAFF_OF = "SELECT id FROM staff WHERE name_key = :key"
_TABLES = {
    "tutor_id": "staff",
    "key_contact_id": "staff",
    "family_id": "family",
    "pupil_id": "pupil",
    "carer_id": "carer",
}


class Batch(NamedTuple):
    """Where an import came from."""

    file_name: str
    file_hash: str
    now: datetime
    staff_id: int | None


def apply_plan(store: Store, plan: Plan, batch: Batch) -> int:
    """Write everything that a plan says; returns the id of the import batch."""
    todo = plan.todo
    writer = _Writer(store)
    writer.staff(todo.staff)
    writer.insert("family", FAMILY_COLUMNS, todo.families)
    writer.insert("pupil", PUPIL_COLUMNS, todo.pupils)
    writer.insert("carer", CARER_COLUMNS, todo.carers)
    writer.insert("pupil_carer", LINK_COLUMNS, todo.links)
    writer.insert("pupil_family", ("family_id", "pupil_id"), todo.members)
    for table, row_id, values in todo.updates:
        settled = {column: writer.settled(column, value) for column, value in values.items()}
        store.update(table, row_id, **settled)
    return store.insert(
        "import_batch",
        kind="families",
        file_name=batch.file_name,
        file_hash=batch.file_hash,
        started_at=batch.now,
        staff_id=batch.staff_id,
        new_rows=plan.new,
        changed_rows=plan.changed,
        unchanged_rows=plan.unchanged,
        refused_rows=len(plan.refused),
    )


class _Writer:
    """Knows the ids that new rows were given."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids: dict[str, Sequence[int]] = {}

    def staff(self, rows: Sequence[Cells]) -> None:
        """Add staff by name, but not who was met only just now, at the keyboard."""
        self._ids["staff"] = [
            self._store.value(STAFF_OF, key=key)
            or self._store.insert("staff", name=n, name_key=key)
            for n, key in rows
        ]

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Add rows of a table in one batch."""
        places = [at for at, column in enumerate(columns) if column in _TABLES]
        settled = [list(row) for row in rows] if places else rows
        for cells in settled:
            for at in places:
                cells[at] = self.settled(columns[at], cells[at])  # type: ignore[index]
        self._ids[table] = self._store.insert_many(table, columns, settled)

    def settled(self, column: str, value: Cell) -> Cell:
        """The true id instead of a place among the new rows: -1 is the first."""
        if isinstance(value, int) and value < 0 and column in _TABLES:
            return self._ids[_TABLES[column]][-value - 1]
        return value
