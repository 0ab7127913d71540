"""Opening the file: the settings every connection has, and what makes a file unusable.

Journal mode DELETE with synchronous EXTRA lost no acknowledged row in simulated power cuts where
SQLite's own default did, and leaves one file to copy (docs/decisions.md).
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from parentlink.errors import FileUnusable

Made = TypeVar("Made")
Waiting = Callable[[], None]

APPLICATION_ID = 0x504C4E4B  # "PLNK"
SCHEMA_VERSION = 1
BUSY_SECONDS = 30  # a big import holds the lock for seconds
QUIET_SECONDS = 1  # of them without a word

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-16000",  # kibibytes, at most: a big import touches many index pages
)

_ADVICE = "Try `parentlink check`, and `parentlink restore` if it finds damage."


def connect(
    path: Path, *, read_only: bool = False, waiting: Waiting | None = None
) -> sqlite3.Connection:
    """Open an existing parentlink file; `waiting` is called once if somebody else has it.

    Raises:
        FileUnusable: it is missing, not ours, damaged, newer than this program, or not readable.
    """

    def attempt(seconds: float) -> sqlite3.Connection:
        connection = open_raw(path, read_only=read_only, seconds=seconds)
        try:
            check_file(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection

    try:
        if not path.exists():
            raise FileUnusable(
                f"There is no file at {path}. Any command that adds something makes it, "
                "or `parentlink init` asks you the first questions."
            )
        return _patiently(attempt, waiting)
    except (sqlite3.Error, OSError, ValueError) as problem:
        raise unusable(problem, path) from problem


def begin(
    connection: sqlite3.Connection, path: Path, statement: str, waiting: Waiting | None
) -> None:
    """Begin a transaction and look at the file again; `waiting` is called once if it is busy."""

    def attempt() -> None:
        connection.execute(statement)
        try:
            check_file(connection, path)
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise

    _when_free(connection, attempt, waiting)


def commit(connection: sqlite3.Connection, waiting: Waiting | None) -> None:
    """End a transaction; `waiting` is called once if somebody else still reads.

    A big import looks at the file for seconds before it writes, and no change lands meanwhile.
    """
    _when_free(connection, lambda: connection.execute("COMMIT"), waiting)


def _when_free(
    connection: sqlite3.Connection, work: Callable[[], object], waiting: Waiting | None
) -> None:
    def attempt(seconds: float) -> None:
        _be_patient(connection, seconds)
        work()

    _patiently(attempt, waiting)
    _be_patient(connection, BUSY_SECONDS)


def _be_patient(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")


def _patiently(attempt: Callable[[float], Made], waiting: Waiting | None) -> Made:
    """Try with a short wait for the lock, say that it is waited for, and try with the long one."""
    if waiting is None:
        return attempt(BUSY_SECONDS)
    try:
        return attempt(QUIET_SECONDS)
    except sqlite3.OperationalError as problem:
        if "is locked" not in str(problem):
            raise
    waiting()
    return attempt(BUSY_SECONDS)


def open_raw(
    path: Path, *, read_only: bool = False, seconds: float | None = None
) -> sqlite3.Connection:
    """A connection with our settings, and no look at what is inside yet."""
    mode = "ro" if read_only else "rw"
    quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    if os.name == "nt":
        quoted = "/" + quoted.replace("\\", "/")
    connection = sqlite3.connect(
        f"file:{quoted}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS if seconds is None else seconds,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def check_file(connection: sqlite3.Connection, path: Path) -> int:
    """Refuse a file that is not ours, is newer, or holds a trigger or view we did not make.

    Returns the version of the file, which may be older than this program's.

    Raises:
        FileUnusable: with the reason and what to do.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID:
        raise FileUnusable(_not_ours(connection, path))
    if version > SCHEMA_VERSION:
        raise FileUnusable(
            f"{path} was written by a newer parentlink (file version {version}, this program "
            f"knows {SCHEMA_VERSION}). Install the newer parentlink; nothing was changed."
        )
    # A planted trigger could clear a "do not contact" without a trace, so none is ever accepted.
    planted = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1"
    ).fetchone()
    if planted:
        kind, name = (part.decode() if isinstance(part, bytes) else part for part in planted)
        raise FileUnusable(
            f"{path} holds a {kind} called {name!r} that parentlink did not make, so "
            "it cannot be trusted. Restore a backup with `parentlink restore`."
        )
    return int(version)


def _not_ours(connection: sqlite3.Connection, path: Path) -> str:
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if path.stat().st_size == 0 or not tables:
        return (
            f"{path} is empty, so it is not a parentlink file. Nothing was written to it. If it "
            "should hold your families, restore a backup: `parentlink restore BACKUP`."
        )
    ours = connection.execute(
        "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('family', 'contact', 'journal')"
    ).fetchone()
    if ours == (3,):
        return f"{path} is damaged: the mark that it is parentlink's is gone. {_ADVICE}"
    return f"{path} is a database of another program. Choose another file with --db."


def unusable(problem: Exception, path: Path) -> FileUnusable:
    """The one sentence for anything SQLite says about the file; never a bound value."""
    if isinstance(problem, OSError):
        return FileUnusable(f"{path} cannot be used ({problem.strerror}). Check the path and --db.")
    text = str(problem).lower()
    name = getattr(problem, "sqlite_errorname", "") or ""
    for sign, sentence in _SENTENCES:
        if sign in text or sign in name:
            return FileUnusable(sentence.format(path=path, advice=_ADVICE))
    # The text is left out: "could not decode ..." quotes the cell.
    return FileUnusable(f"{path} cannot be used ({name or type(problem).__name__}). {_ADVICE}")


_SENTENCES = (
    (
        "is locked",
        "{path} is busy: another parentlink has been using it for half a minute. "
        "Nothing was saved; try again when it has finished.",
    ),
    ("SQLITE_BUSY", "{path} is busy: another program holds it. Nothing was saved; try again."),
    ("disk is full", "The disk is full, so nothing was saved to {path}. Make room and try again."),
    ("SQLITE_FULL", "The disk is full, so nothing was saved to {path}. Make room and try again."),
    (
        "readonly",
        "{path} or its folder may not be written to, so nothing was saved. "
        "Ask for write access, or choose another file with --db.",
    ),
    (
        "unable to open",
        "{path} could not be opened. Check that it is a file you may read and write, "
        "and that its folder may be written to.",
    ),
    ("could not decode", "{path} is damaged: a text in it cannot be read. {advice}"),
    ("not a database", "{path} is not a parentlink file, or it is damaged. {advice}"),
    ("malformed", "{path} is damaged. {advice}"),
    ("SQLITE_CORRUPT", "{path} is damaged. {advice}"),
    (
        "SQLITE_IOERR",
        "The disk refused to read or write {path}. The last change may or may not be saved: "
        "look with `parentlink undo --list` before you repeat it. {advice}",
    ),
    (
        "disk i/o",
        "The disk refused to read or write {path}. The last change may or may not be saved: "
        "look with `parentlink undo --list` before you repeat it. {advice}",
    ),
)
