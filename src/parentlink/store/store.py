"""The verbs: read rows, and write them with the journal kept in the same transaction."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from parentlink.errors import ParentlinkError, Unreadable
from parentlink.store import connection
from parentlink.store.bulk import insert_rows, lengthen_run
from parentlink.store.connection import Waiting, begin, commit, connect, unusable
from parentlink.store.rows import columns, reading, to_column

Row = TypeVar("Row", bound=tuple[Any, ...])

_BATCH = 5_000


class Entry(NamedTuple):
    """Who does what, and when: the head of one command's changes in the journal."""

    command: str
    now: datetime
    staff_id: int | None
    undoes_id: int | None = None


class Store:
    """The one door to the file: reads in `reading()`, writes in `writing()`."""

    def __init__(
        self, path: Path, *, read_only: bool = False, waiting: Waiting | None = None
    ) -> None:
        self.path, self._waiting = path, waiting
        self._connection = connect(path, read_only=read_only, waiting=waiting)
        if not read_only and self.value("PRAGMA user_version") < connection.SCHEMA_VERSION:
            self._lift()
        self._entry: Entry | None = None
        self._journal_id: int | None = None
        self._said: tuple[str, int | None] = ("", None)

    def _lift(self) -> None:
        from parentlink.store.migrate import lift

        try:
            lift(self._connection, self.path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    # -- reading ---------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read inside is one moment of the file."""
        with self._transaction("BEGIN"):
            yield

    def all(self, row: type[Row], sql: str, **values: Any) -> list[Row]:
        """Every record the statement finds, as named tuples."""
        return self._read(row, self._connection.execute(sql, columns(values)))

    def one(self, row: type[Row], sql: str, **values: Any) -> Row | None:
        """The first record the statement finds, or None."""
        found = self._connection.execute(sql, columns(values)).fetchone()
        return None if found is None else self._read(row, (found,))[0]

    def _read(self, row: type[Row], found: Iterable[Sequence[Any]]) -> list[Row]:
        try:
            return reading(row, found)
        except ValueError as problem:  # a day that is none: nobody typed it, the file is damaged
            raise unusable(problem, self.path) from problem

    def value(self, sql: str, **values: Any) -> Any:
        """The first cell of the first record as the file keeps it, or None."""
        found = self._connection.execute(sql, columns(values)).fetchone()
        return None if found is None else found[0]

    def cursor(self, sql: str, **values: Any) -> Iterator[Sequence[Any]]:
        """Records one by one, for results too long to hold."""
        return iter(self._connection.execute(sql, columns(values)))

    # -- writing ---------------------------------------------------------------------------

    @contextmanager
    def writing(self, entry: Entry) -> Iterator[None]:
        """One command's changes: all of them, with their journal, or none.

        BEGIN IMMEDIATE, since a deferred transaction loses updates when two people write.
        """
        with self._transaction("BEGIN IMMEDIATE"), self.entry(entry):
            yield

    @contextmanager
    def entry(self, entry: Entry) -> Iterator[None]:
        """A head of its own in the journal, inside the transaction that is open."""
        outer = (self._entry, self._journal_id, self._said)
        self._entry, self._journal_id, self._said = entry, None, ("", None)
        try:
            yield
            self._sign()
        finally:
            self._entry, self._journal_id, self._said = outer

    @contextmanager
    def first_seen(self) -> Iterator[None]:
        """Changes that outlive the undoing of this command: somebody we met on the way."""
        if self._entry is None:
            raise RuntimeError("a change was made outside writing()")
        with self.entry(self._entry._replace(command="first-seen", undoes_id=None)):
            yield

    def _sign(self) -> None:
        if self._journal_id is not None and self._said[0]:
            self._connection.execute(
                "UPDATE journal SET summary = ?, batch_id = ? WHERE id = ?",
                (*self._said, self._journal_id),
            )

    def undoes(self, journal_id: int) -> None:
        """Say that the open entry takes back an earlier one."""
        if self._entry is not None:
            self._entry = self._entry._replace(undoes_id=journal_id)

    @contextmanager
    def _transaction(self, statement: str) -> Iterator[None]:
        try:
            begin(self._connection, self.path, statement, self._waiting)
            yield
            commit(self._connection, self._waiting)
        except sqlite3.IntegrityError as problem:
            self._roll_back()
            raise ParentlinkError(
                "The file refused this change because it would break its own rules "
                f"({_rule(problem)}). Nothing was saved."
            ) from problem
        except sqlite3.Error as problem:
            self._roll_back()
            raise unusable(problem, self.path) from problem
        except (UnicodeEncodeError, OverflowError) as problem:
            self._roll_back()
            raise Unreadable(
                "What was typed holds a character or a number that cannot be kept. "
                "Nothing was saved; please type it again."
            ) from problem
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        # If even this fails, SQLite itself rolls back when the file is opened next.
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def describe(self, summary: str, batch_id: int | None = None) -> None:
        """What this command did, in the words `undo --list` will show, and its import if one."""
        self._said = (summary, batch_id)

    @property
    def journal_id(self) -> int:
        """The head of this command in the journal, made when first needed."""
        if self._journal_id is None:
            if self._entry is None:
                raise RuntimeError("a change was made outside writing()")
            made = self._connection.execute(
                "INSERT INTO journal (happened_at, staff_id, command, summary, undoes_id) "
                "VALUES (?, ?, ?, '', ?)",
                (
                    to_column(self._entry.now),
                    self._entry.staff_id,
                    self._entry.command,
                    self._entry.undoes_id,
                ),
            )
            self._journal_id = int(made.lastrowid or 0)
        return self._journal_id

    def insert(self, table: str, **values: Any) -> int:
        """Add one row; returns its id."""
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        made = self._write(f"INSERT INTO {table} ({names}) VALUES ({marks})", columns(values))
        row_id = int(made.lastrowid or 0)
        self._note(table, "insert", row_id, row_id, None)
        return row_id

    def next_id(self, table: str) -> int:
        """The id that the next row of a table will have, true while this transaction lasts."""
        return int(self.value(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}"))

    def insert_many(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> range:
        """Add many rows with ids in order; cells are column values already (`rows.to_column`).

        The journal keeps them as one range, so that undo stays cheap at a hundred thousand rows.
        """
        first = self.next_id(table)
        ids = range(first, first + len(rows))
        if not rows:
            return ids
        self._must_be_writing()
        insert_rows(self._connection, table, names, rows)
        if not lengthen_run(self._connection, self.journal_id, table, ids):
            self._note(table, "insert", ids[0], ids[-1], None)
        return ids

    def update(self, table: str, row_id: int, **changes: Any) -> bool:
        """Change some columns of one row; returns whether anything was different."""
        was = self._connection.execute(
            f"SELECT {', '.join(changes)} FROM {table} WHERE id = ?", (row_id,)
        ).fetchone()
        now = columns(changes)
        differing = {
            name: old for (name, new), old in zip(now.items(), was, strict=True) if new != old
        }
        if not differing:
            return False
        sets = ", ".join(f"{name} = :{name}" for name in differing)
        self._write(
            f"UPDATE {table} SET {sets} WHERE id = :row_id",
            {name: now[name] for name in differing} | {"row_id": row_id},
        )
        self._note(table, "update", row_id, row_id, _text(differing))
        return True

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row; the journal keeps the whole of it."""
        (was,) = self._records(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        self._write(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        self._note(table, "delete", row_id, row_id, _text(was))

    def delete_range(self, table: str, first: int, last: int) -> None:
        """Remove the rows with these ids, the highest first; the journal keeps each whole."""
        while found := self._records(
            f"SELECT * FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT {_BATCH}",
            (first, last),
        ):
            notes = [(table, "delete", row["id"], row["id"], _text(row)) for row in found]
            self._write(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (found[-1]["id"], last))
            self._note_all(notes)

    def put_back(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows that were there before, under the ids they had; all have the same columns."""
        ordered = sorted(rows, key=lambda row: int(row["id"]))
        marks = ", ".join(f":{name}" for name in ordered[0])
        self._write_many(f"INSERT INTO {table} ({', '.join(ordered[0])}) VALUES ({marks})", ordered)
        runs: list[list[int]] = []
        for row in ordered:
            if runs and row["id"] == runs[-1][1] + 1:
                runs[-1][1] = row["id"]
            else:
                runs.append([row["id"], row["id"]])
        self._note_all([(table, "insert", first, last, None) for first, last in runs])

    def _write(self, sql: str, values: Any) -> sqlite3.Cursor:
        self._must_be_writing()
        return self._connection.execute(sql, values)

    def _write_many(self, sql: str, rows: Iterable[Any]) -> None:
        self._must_be_writing()
        self._connection.executemany(sql, rows)

    def _must_be_writing(self) -> None:
        if self._entry is None:
            raise RuntimeError("a change was made outside writing()")

    def _records(self, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        found = self._connection.execute(sql, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _note(self, table: str, operation: str, first: int, last: int, was: str | None) -> None:
        self._note_all([(table, operation, first, last, was)])

    def _note_all(self, notes: Sequence[tuple[str, str, int, int, str | None]]) -> None:
        journal_id = self.journal_id
        self._connection.executemany(
            "INSERT INTO change (journal_id, table_name, operation, row_id, last_id, was) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(journal_id, *note) for note in notes],
        )


def _text(was: dict[str, Any]) -> str:
    """A row or some of its columns as the journal keeps them: letters as letters, so that
    erasing somebody can look for their name here too."""
    import json

    return json.dumps(was, ensure_ascii=False)


def _rule(problem: sqlite3.IntegrityError) -> str:
    """The rule's name only: SQLite's message for a check names columns, never values."""
    return str(problem).removesuffix(" failed").lower()
