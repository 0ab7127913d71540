"""Many rows in few statements: a statement for each row costs as much as the row itself."""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

_MOST_VALUES = 9_000 if sqlite3.sqlite_version_info >= (3, 32) else 900  # 32,766, and 999 before


def insert_rows(
    connection: sqlite3.Connection,
    table: str,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Add rows, as many to a statement as SQLite binds. Their ids follow the highest there is."""
    one = f"({', '.join('?' * len(names))})"
    head = f"INSERT INTO {table} ({', '.join(names)}) VALUES "
    many = max(1, _MOST_VALUES // len(names))
    full = len(rows) - len(rows) % many
    sql = head + ", ".join([one] * many)
    for start in range(0, full, many):
        connection.execute(sql, [*chain.from_iterable(rows[start : start + many])])
    connection.executemany(head + one, rows[full:])


def lengthen_run(connection: sqlite3.Connection, journal_id: int, table: str, ids: range) -> bool:
    """Whether new rows stand right behind those noted last, and so are one run with them now."""
    found = connection.execute(
        "UPDATE change SET last_id = ? WHERE id = (SELECT MAX(id) FROM change) "
        "AND journal_id = ? AND table_name = ? AND operation = 'insert' AND last_id = ?",
        (ids[-1], journal_id, table, ids[0] - 1),
    )
    return found.rowcount > 0
