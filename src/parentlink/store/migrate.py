"""Lifting a file of an earlier version, step by step, after a copy has been put aside."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from parentlink.errors import FileUnusable
from parentlink.store.connection import check_file, unusable
from parentlink.store.copy import automatic_copy

Step = Callable[[sqlite3.Connection], None]

# STEPS[0] lifts version 1 to 2, and so on. Plain `execute` only (`executescript` would commit in
# the middle), and never changed once released.
STEPS: tuple[Step, ...] = ()


def lift(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to this program's version: all steps or none.

    The lock is taken first and the version read again, so that of several programs that start at
    once one lifts and the others find it done.

    Raises:
        FileUnusable: the copy could not be made, or a step breaks the file's own rules.
    """
    connection.execute("PRAGMA foreign_keys=OFF")  # a step may build a table anew
    try:
        connection.execute("BEGIN IMMEDIATE")
        version = check_file(connection, path)
        if version <= len(STEPS):
            automatic_copy(path, "before-new-version")
            for number, step in enumerate(STEPS[version - 1 :], start=version + 1):
                step(connection)
                connection.execute(f"PRAGMA user_version={number}")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise FileUnusable(
                    f"{path} could not be brought to this version, since rows in it refer to rows "
                    "that are missing. Nothing was changed; see `parentlink check`."
                )
        connection.execute("COMMIT")
    except sqlite3.Error as problem:
        raise unusable(problem, path) from problem
    finally:
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA foreign_keys=ON")
