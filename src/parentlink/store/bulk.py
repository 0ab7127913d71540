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
