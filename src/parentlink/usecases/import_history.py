"""The imports that were made: when, by whom, from which file, and which of them still hold."""

from datetime import datetime
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.zone import to_local
from parentlink.store.store import Store
from parentlink.store.undo import SINCE, Head, taken_back

HIGHEST_ID = 2**62


class Import(NamedTuple):
    """One import; the counts are rows of its file, `blocked` are carers.

    `id` is what `undo --import` takes, `entry` its place in the history of `undo --list`.
    """

    id: int
    when: datetime
    who: str | None
    file: str
    kind: str
    new: int
    changed: int
    unchanged: int
    refused: int
    blocked: int
    taken_back: bool
    entry: int | None


class _Batch(NamedTuple):
    id: int
    started_at: datetime
    who: str | None
    file_name: str
    kind: str
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    refused_rows: int
    blocked_carers: int


class _Entry(NamedTuple):
    batch_id: int
    id: int


NEWEST = (
    "SELECT import_batch.id, started_at, staff.name AS who, file_name, kind, new_rows, "
    "changed_rows, unchanged_rows, refused_rows, blocked_carers FROM import_batch "
    "LEFT JOIN staff ON staff.id = import_batch.staff_id ORDER BY import_batch.id DESC LIMIT :limit"
)
ENTRIES = "SELECT batch_id, id FROM journal WHERE batch_id BETWEEN :low AND :high ORDER BY id"


def history(store: Store, limit: int) -> list[Import]:
    """The last imports that wrote something, newest first, with local times."""
    batches = store.all(_Batch, NEWEST, limit=limit)
    if not batches:
        return []
    entries = dict(store.all(_Entry, ENTRIES, low=batches[-1].id, high=batches[0].id))
    gone = taken_back(store.all(Head, SINCE, first=min(entries.values(), default=0)))
    return [
        Import(
            batch.id,
            to_local(batch.started_at).replace(microsecond=0),
            *batch[2:],
            entries.get(batch.id) in gone,
            entries.get(batch.id),
        )
        for batch in batches
    ]


def entry_of(store: Store, batch: int) -> int:
    """The entry of the history to take back for an import: its own, or what took it back.

    So the same words take an import back and, said again, do it again.

    Raises:
        NotFound: there is no such import.
    """
    found = store.one(_Entry, ENTRIES, low=batch, high=batch) if batch <= HIGHEST_ID else None
    if found is None:
        raise NotFound(f"There is no import {batch}. `parentlink import history` shows them all.")
    gone = taken_back(store.all(Head, SINCE, first=found.id))
    return gone.get(found.id, found.id)
