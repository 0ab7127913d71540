"""Many rows in few statements: a statement for each row costs as much as the row itself."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

_MOST_VALUES = 900  # older SQLite binds 999 values to a statement


def insert_rows(
    connection: sqlite3.Connection,
    table: str,
    names: Sequence[str],
    first: int,
    rows: Sequence[Sequence[Any]],
) -> None:
    """Add rows with ids from `first` on, as many to a statement as SQLite binds."""
    columns = ("id", *names)
    one = f"({', '.join('?' * len(columns))})"
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    many = max(1, _MOST_VALUES // len(columns))
    full = len(rows) - len(rows) % many
    sql = head + ", ".join([one] * many)
    for start in range(0, full, many):
        chunk = rows[start : start + many]
        connection.execute(sql, [*chain(*((first + start + n, *r) for n, r in enumerate(chunk)))])
    rest = ((first + full + n, *row) for n, row in enumerate(rows[full:]))
    connection.executemany(head + one, rest)


def lengthen_run(connection: sqlite3.Connection, journal_id: int, table: str, ids: range) -> bool:
    """Whether new rows stand right behind those noted last, and so are one run with them now."""
    found = connection.execute(
        "UPDATE change SET last_id = ? WHERE id = (SELECT MAX(id) FROM change) "
        "AND journal_id = ? AND table_name = ? AND operation = 'insert' AND last_id = ?",
        (ids[-1], journal_id, table, ids[0] - 1),
    )
    return found.rowcount > 0
