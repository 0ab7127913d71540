"""Bringing a backup back: the file is the old one or the new one, whenever this is interrupted."""

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from parentlink.errors import FileUnusable
from parentlink.store.connection import APPLICATION_ID, check_file, open_raw, unusable
from parentlink.store.copy import (
    BESIDE,
    automatic_copy,
    copy_pages,
    fingerprint,
    free_name,
    new_private_file,
    reader,
    remove_beside,
    sound,
    sync_folder,
    temporary_beside,
)

_BEYOND_REPAIR = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def restore_from(backup: Path, path: Path, *, now: datetime | None = None) -> Path | None:
    """Bring a backup back; returns the copy of the present file that was put aside first.

    The backup is checked, copied beside the file and compared there before anything is touched.

    Raises:
        FileUnusable: the backup is not sound, there is no room, or somebody is writing.
    """
    check_backup(backup, path)
    _refuse_other_programs(path)
    with temporary_beside(path, "restore") as ready:
        original = reader(backup, read_only=True)
        try:
            original.execute("BEGIN")
            copy_pages(original, ready)
        except sqlite3.Error as problem:
            raise unusable(problem, backup) from problem
        finally:
            original.close()
        aside = _put_aside(path, now) if path.exists() else None
        try:
            _bring_in(ready, path)
        except (sqlite3.Error, OSError) as problem:
            raise unusable(problem, path) from problem
    return aside


def check_backup(backup: Path, path: Path) -> None:
    """Whether a backup is ours, sound, and no newer than this program.

    Raises:
        FileUnusable: it is not.
    """
    original = reader(backup, read_only=True)
    try:
        if path.exists() and backup.samefile(path):
            raise FileUnusable(f"{backup} is the file in use itself, so there is nothing to do.")
        check_file(original, backup)
        if not sound(original) or original.execute("PRAGMA foreign_key_check").fetchone():
            raise FileUnusable(
                f"{backup} is damaged, so it was not brought back. Nothing was changed; try an "
                "older backup."
            )
    except (sqlite3.Error, OSError) as problem:
        raise unusable(problem, backup) from problem
    finally:
        original.close()


def _refuse_other_programs(path: Path) -> None:
    """A damaged file may be replaced; a folder, or what belongs to somebody else, never."""
    if not path.exists():
        return
    if not path.is_file():
        raise FileUnusable(f"{path} is not a file. Choose another place with --db.")
    with contextlib.suppress(sqlite3.Error):
        live = open_raw(path, read_only=True)
        try:
            (theirs,) = live.execute("PRAGMA application_id").fetchone()
            names = {name for (name,) in live.execute("SELECT name FROM sqlite_master")}
        finally:
            live.close()
        if theirs != APPLICATION_ID and names and "journal" not in names:
            raise FileUnusable(
                f"{path} is a database of another program, and it was left alone. Choose another "
                "place with --db."
            )


def _put_aside(path: Path, now: datetime | None) -> Path:
    """A copy of the present file; byte for byte if it is too damaged for anything better."""
    with contextlib.suppress(FileUnusable):
        return automatic_copy(path, "before-restore", now=now)
    aside = free_name(path, "as-it-was", now)
    try:
        for left in ("", *BESIDE):
            if Path(f"{path}{left}").exists():
                new_private_file(Path(f"{aside}{left}"))
                _copy_bytes(Path(f"{path}{left}"), Path(f"{aside}{left}"))
    except OSError as problem:
        raise unusable(problem, aside) from problem
    return aside


def _copy_bytes(old: Path, new: Path) -> None:
    with old.open("rb") as source, new.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _bring_in(ready: Path, path: Path) -> None:
    """Through SQLite's own transaction where there is a file that it can open, so that another
    parentlink that has it open sees the old or the new; otherwise by one move."""
    if path.exists() and _copy_into(ready, path):
        return
    remove_beside(path)
    sync_folder(path)
    with temporary_beside(path, "restore") as moving:
        _copy_bytes(ready, moving)
        moving.replace(path)
    sync_folder(path)


def _copy_into(ready: Path, path: Path) -> bool:
    """Whether it could be done; the lock is kept until what was written has been compared."""
    try:
        with closing(open_raw(path)) as live, closing(reader(ready, read_only=True)) as original:
            live.text_factory = bytes
            live.execute("PRAGMA journal_mode=DELETE")
            live.execute("PRAGMA locking_mode=EXCLUSIVE")
            live.execute("BEGIN EXCLUSIVE")
            live.execute("COMMIT")  # in this mode the lock stays until the connection is closed
            original.backup(live)
            return fingerprint(live) == fingerprint(original)
    except sqlite3.DatabaseError as problem:
        if getattr(problem, "sqlite_errorname", "").startswith(_BEYOND_REPAIR):
            return False
        raise
