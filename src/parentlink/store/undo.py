"""Taking one journal entry back: what stands on it, and its changes in reverse.

Everything goes through the store's verbs, so a taking-back is journaled like any other command and
can itself be taken back: rows return under the ids they had.
"""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from parentlink.store.store import Store

# Kept when their entry is taken back: the record that it happened.
HISTORY = frozenset(("journal", "change", "import_batch"))
_PAGE = 5_000


class Head(NamedTuple):
    """An entry of the journal and the one that it takes back."""

    id: int
    undoes_id: int | None


class Change(NamedTuple):
    """What an entry did to a row, or to a run of rows."""

    id: int
    table_name: str
    operation: str
    row_id: int
    last_id: int
    was: str | None


class Place(NamedTuple):
    """A run of rows of a table."""

    table_name: str
    row_id: int
    last_id: int


class Link(NamedTuple):
    """A column whose values are ids of another table."""

    table_name: str
    column: str
    points_to: str


class Stuck(Exception):
    """The file's own rules refuse the taking-back; says which row of which table stands on it.

    Or which row is in the place of one that was to return.
    """

    def __init__(self, table_name: str, row_id: int | None, in_place: int | None = None) -> None:
        super().__init__(table_name)
        self.table_name = table_name
        self.row_id = row_id
        self.in_place = in_place


SINCE = "SELECT id, undoes_id FROM journal WHERE id >= :first ORDER BY id"
CHANGES_DOWN = (
    "SELECT id, table_name, operation, row_id, last_id, was FROM change "
    f"WHERE journal_id = :entry AND id < :before ORDER BY id DESC LIMIT {_PAGE}"
)
PLACES = "SELECT table_name, row_id, last_id FROM change WHERE journal_id = :entry"
LAST_TOUCHED = (
    "SELECT journal_id, undoes_id FROM change JOIN journal ON journal.id = journal_id "
    "WHERE table_name = :name AND row_id <= :at AND last_id >= :at ORDER BY change.id DESC"
)


# -- which entries hold --------------------------------------------------------------------


def taken_back(heads: Iterable[Head]) -> dict[int, int]:
    """Each entry that does not hold any more, with the one that took it back.

    `heads` in the order of the journal, and complete from the first one on. An entry holds unless
    an entry that holds takes it back; so taking back a taking-back brings the first one to life.
    """
    gone: dict[int, int] = {}
    for head in reversed(list(heads)):
        if head.undoes_id is not None and head.id not in gone:
            gone[head.undoes_id] = head.id
    return gone


def standing_after(heads: Iterable[Head], entry: int) -> list[int]:
    """The later entries that hold, newest first; a pair that cancels out is not among them."""
    later = [head for head in heads if head.id > entry]
    gone = taken_back(later)
    return [
        head.id
        for head in reversed(later)
        if head.id not in gone and (head.undoes_id is None or head.undoes_id <= entry)
    ]


def changed_later(store: Store, entry: int) -> tuple[int, str] | None:
    """The newest later entry that changed one of the same rows, and the table."""
    mine = _covered(store.all(Place, PLACES, entry=entry))
    heads = store.all(Head, SINCE, first=entry)
    for later in standing_after(heads, entry):
        for place in store.all(Place, PLACES, entry=later):
            if place.table_name not in HISTORY and _overlaps(mine.get(place.table_name), place):
                return later, place.table_name
    return None


Runs = tuple[list[int], list[int]]


def _covered(places: Iterable[Place]) -> dict[str, Runs]:
    """The rows of each table as runs that do not touch: their first ids and their last ids."""
    covered: dict[str, Runs] = {}
    for place in sorted(places):
        firsts, lasts = covered.setdefault(place.table_name, ([], []))
        if firsts and place.row_id <= lasts[-1] + 1:
            lasts[-1] = max(lasts[-1], place.last_id)
        else:
            firsts.append(place.row_id)
            lasts.append(place.last_id)
    return covered


def _overlaps(runs: Runs | None, place: Place) -> bool:
    if runs is None:
        return False
    firsts, lasts = runs
    at = bisect_right(firsts, place.last_id) - 1
    return at >= 0 and lasts[at] >= place.row_id


# -- taking back ---------------------------------------------------------------------------


def reverse(store: Store, entry: int) -> None:
    """Take back an entry's changes, the last one first, inside the transaction that is open.

    Raises:
        Stuck: another row refers to one that would go, or needs the place of one that returns.
    """
    store.undoes(entry)
    alike = groupby(_downwards(store, entry), lambda change: (change.table_name, change.operation))
    for (table, operation), changes in alike:
        if operation == "insert":
            for change in changes:
                _remove(store, change)
        elif operation == "update":
            for change in changes:
                _change_back(store, change)
        else:
            _return(store, table, changes)


def _downwards(store: Store, entry: int) -> Iterator[Change]:
    """An entry's changes, newest first, a page at a time, since the same table is written to."""
    before = 2**62
    while page := store.all(Change, CHANGES_DOWN, entry=entry, before=before):
        yield from (change for change in page if not _is_history(change))
        before = page[-1].id


def _is_history(change: Change) -> bool:
    """Whether it says that something happened; whose it is goes back with a merge of staff."""
    return change.table_name in HISTORY and change.operation != "update"


def _remove(store: Store, change: Change) -> None:
    try:
        store.delete_range(change.table_name, change.row_id, change.last_id)
    except sqlite3.IntegrityError as problem:
        raise _who_refers(store, change) from problem


def _change_back(store: Store, change: Change) -> None:
    try:
        store.update(change.table_name, change.row_id, **json.loads(change.was or "{}"))
    except sqlite3.IntegrityError as problem:
        raise Stuck(change.table_name, None) from problem


def _return(store: Store, table: str, changes: Iterable[Change]) -> None:
    rows: list[dict[str, Any]] = []
    try:
        for change in changes:
            row = json.loads(change.was or "{}")
            if rows and (len(rows) >= _PAGE or row.keys() != rows[0].keys()):
                store.put_back(table, rows)
                rows = []
            rows.append(row)
        store.put_back(table, rows)
    except sqlite3.IntegrityError as problem:
        raise Stuck(table, None, _in_place_of(store, table, rows)) from problem


def _in_place_of(store: Store, table: str, rows: Iterable[dict[str, Any]]) -> int | None:
    """The row that has the place of one that was to return."""
    uniques = [
        name for _, name, unique, *_ in store.cursor(f"PRAGMA index_list({table})") if unique
    ]
    for index in uniques:
        columns = [name for *_, name in store.cursor(f"PRAGMA index_info({index})") if name]
        same = " AND ".join(f"{column} = :{column}" for column in columns)
        sql = f"SELECT id FROM {table} WHERE {same} AND id <> :own"
        for row in rows:
            values = {column: row.get(column) for column in columns}
            if (found := store.value(sql, **values, own=row["id"])) is not None:
                return int(found)
    return None


def _who_refers(store: Store, change: Change) -> Stuck:
    for link in links(store):
        if link.points_to == change.table_name:
            child = store.value(
                f"SELECT MAX(id) FROM {link.table_name} WHERE {link.column} BETWEEN :low AND :high",
                low=change.row_id,
                high=change.last_id,
            )
            if child is not None:
                return Stuck(link.table_name, int(child))
    return Stuck(change.table_name, None)


def links(store: Store) -> list[Link]:
    """Every foreign key of the file."""
    names = store.cursor("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [
        Link(str(name), str(key[3]), str(key[2]))
        for (name,) in list(names)
        for key in store.cursor(f"PRAGMA foreign_key_list({name})")
    ]


def who_touched(store: Store, table: str, row_id: int) -> int | None:
    """The newest entry that holds and that made or changed this row."""
    heads = store.all(Head, LAST_TOUCHED, name=table, at=row_id)
    gone = taken_back(store.all(Head, SINCE, first=min((head.id for head in heads), default=0)))
    return next((head.id for head in heads if head.id not in gone), None)
