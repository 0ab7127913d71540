"""Making a new file from `tables/`: private, and there only when it is complete."""

import contextlib
import os
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

from parentlink.errors import FileUnusable
from parentlink.store.connection import APPLICATION_ID, SCHEMA_VERSION, unusable


@cache  # nobody changes a table while the program runs
def schema() -> tuple[str, ...]:
    """The statements that make every table and index, as `tables/` defines them."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable
    from sqlmodel import SQLModel

    import parentlink.tables  # noqa: F401  (fills the metadata)

    dialect = sqlite.dialect()
    statements = []
    for table in SQLModel.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            statements.append(str(CreateIndex(index).compile(dialect=dialect)).strip())
    return tuple(statements)


def create(path: Path) -> None:
    """Make a new empty file at `path`, readable by its owner only.

    Built beside its place and moved there whole, so that a crash leaves no half file. If another
    process was first, its file is kept.

    Raises:
        FileUnusable: the folder cannot be made or written to.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".parentlink-", suffix=".new", dir=path.parent)
        os.close(handle)
    except OSError as problem:
        raise FileUnusable(
            f"The folder {path.parent} cannot be written to ({problem.strerror}). "
            "Choose another file with --db."
        ) from problem
    built = Path(name)
    try:
        _build(built)
        _move_if_absent(built, path)
    except sqlite3.Error as problem:
        raise unusable(problem, path) from problem
    finally:
        with contextlib.suppress(FileNotFoundError):
            built.unlink()


def _build(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        for statement in schema():
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    finally:
        connection.close()


def _move_if_absent(built: Path, path: Path) -> None:
    """Put the finished file in its place unless somebody was first."""
    with contextlib.suppress(FileExistsError):
        try:
            os.link(built, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if not path.exists():
                built.rename(path)
