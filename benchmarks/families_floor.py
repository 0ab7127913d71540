"""What a families import cannot go below: the cells read, and the rows written, with no rules.

`read FILE` gives every different cell of each column to our own reader once, and nothing more.
`keep FULL ROWS` puts the rows of a file of ours aside, and `write ROWS EMPTY` adds them in one
transaction through our own store. Nobody is matched, compared, guarded or told.
"""

import csv
import gc
import marshal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from parentlink.exchange.encoding import Lines
from parentlink.exchange.headings import resolve
from parentlink.store.store import Entry, Store
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.usecases.importing.families.reading.wide import with_people

TABLES = ("family", "pupil", "carer", "pupil_carer", "pupil_family")
_AT_A_TIME = 2_000  # rows
_MOST_KNOWN = 20_000  # cells of a column
_NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)


def read(path: Path) -> int:
    """How many rows there are, each cell of them read."""
    with path.open("rb") as source:
        rows = csv.reader(Lines(source, path.name), strict=True)
        headings = next(rows)
        taken = resolve(headings, with_people(headings, []), []).columns
        known: dict[str, dict[str, Any]] = {name: {} for name in taken}
        count = 0
        while chunk := list(islice(rows, _AT_A_TIME)):
            columns = list(zip(*chunk, strict=True))
            for name, at in taken.items():
                _values(name, columns[at], known[name])
            count += len(chunk)
    return count


def _values(name: str, cells: tuple[str, ...], known: dict[str, Any]) -> list[Any]:
    if len(known) > _MOST_KNOWN:
        known.clear()
    for cell in set(cells) - known.keys():
        known[cell] = FIELDS[name].read(cell) if cell else None
    return list(map(known.__getitem__, cells))


def keep(full: Path, rows: Path) -> int:
    """Put the rows of the tables aside; returns how many."""
    with closing(sqlite3.connect(full)) as file:
        found = [(table, *_rows(file, table)) for table in TABLES]
    rows.write_bytes(marshal.dumps(found))
    return sum(len(each[2]) for each in found)


def _rows(file: sqlite3.Connection, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    columns = [name for _, name, *_ in file.execute(f"PRAGMA table_info({table})")][1:]
    sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
    return columns, file.execute(sql).fetchall()


def write(rows: Path, empty: Path) -> int:
    """Add them to a file of ours in one transaction; returns how many."""
    count = 0
    with closing(Store(empty)) as store, store.writing(Entry("floor", _NOW, None)):
        for table, columns, cells in marshal.loads(rows.read_bytes()):
            for chunk in _chunks(cells):
                store.insert_many(table, columns, chunk)
                count += len(chunk)
    return count


def _chunks(rows: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    for start in range(0, len(rows), _AT_A_TIME):
        yield rows[start : start + _AT_A_TIME]


PARTS: dict[str, Callable[..., int]] = {"read": read, "keep": keep, "write": write}


if __name__ == "__main__":
    gc.disable()  # as the program does
    part, *paths = sys.argv[1:]
    print(f"{PARTS[part](*map(Path, paths)):,} rows")
