"""Writing a plan in the transaction that is open: new rows in batches, changed ones one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.importing.lines import Values
from parentlink.usecases.importing.onfile import (
    CARER_COLUMNS,
    FAMILY_COLUMNS,
    LINK_COLUMNS,
    PUPIL_COLUMNS,
    STAFF_COLUMNS,
)
from parentlink.usecases.importing.plan import Plan

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
    writer.insert("staff", STAFF_COLUMNS, todo.staff)
    writer.insert("family", FAMILY_COLUMNS, todo.families)
    writer.insert("pupil", PUPIL_COLUMNS, todo.pupils)
    writer.insert("carer", CARER_COLUMNS, todo.carers)
    writer.insert("pupil_carer", LINK_COLUMNS, todo.links)
    members: list[Values] = [
        {"family_id": family, "pupil_id": pupil} for family, pupil in todo.members
    ]
    writer.insert("pupil_family", ("pupil_id", "family_id"), members)
    for table, row_id, values in todo.updates:
        store.update(table, row_id, **writer.settled(values))
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
        self._first: dict[str, int] = {}

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Values]) -> None:
        """Add rows of a table in one batch."""
        settled = (self.settled(row) for row in rows)
        cells = [[row.get(column) for column in columns] for row in settled]
        self._first[table] = self._store.insert_many(table, columns, cells).start

    def settled(self, values: Values) -> Values:
        """The values with true ids instead of places among the new rows."""
        return {
            column: self._first[_TABLES[column]] - value - 1
            if column in _TABLES and isinstance(value, int) and value < 0
            else value
            for column, value in values.items()
        }
