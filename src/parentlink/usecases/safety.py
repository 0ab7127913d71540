"""Backup, restore and check: keeping the file, and knowing that it is sound."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from parentlink.errors import FileUnusable
from parentlink.parse.zone import to_local
from parentlink.store.connection import connect, unusable
from parentlink.store.copy import backup_to, copies, copy_to_folder
from parentlink.store.inspect import Finding, inspect
from parentlink.store.restore import check_backup, restore_from


class Content(NamedTuple):
    """What a file holds, in numbers a person can compare."""

    path: Path
    families: int
    contacts: int
    last_change: datetime | None


class Restored(NamedTuple):
    """What came back, where the file as it was before stands now, and whether it was sound."""

    content: Content
    aside: Path | None
    aside_is_sound: bool


FAMILIES = "SELECT COUNT(*) FROM family"
CONTACTS = "SELECT COUNT(*) FROM contact"
LAST_CHANGE = "SELECT MAX(happened_at) FROM journal"


def back_up(path: Path, target: Path | None, now: datetime) -> Content:
    """Copy the file to `target`, or into the backups folder under the name of this moment.

    Raises:
        FileUnusable: there is a file at `target` already, or it cannot be written.
    """
    made = backup_to(path, target) if target else copy_to_folder(path, now=now)
    return content(made)


def content(path: Path) -> Content:
    """How much a file holds.

    Raises:
        FileUnusable: it is not a parentlink file, or it is damaged.
    """
    connection = connect(path, read_only=True)
    try:
        families, contacts, last = (
            connection.execute(sql).fetchone()[0] for sql in (FAMILIES, CONTACTS, LAST_CHANGE)
        )
    except sqlite3.Error as problem:
        raise unusable(problem, path) from problem
    finally:
        connection.close()
    changed = to_local(datetime.fromisoformat(last).replace(tzinfo=UTC)) if last else None
    return Content(path, families, contacts, changed)


def would_restore(backup: Path, path: Path) -> Content:
    """What a backup holds, once it has been found sound.

    Raises:
        FileUnusable: it is not.
    """
    check_backup(backup, path)
    return content(backup)


def restore(backup: Path, path: Path, now: datetime) -> Restored:
    """Bring a backup back.

    Raises:
        FileUnusable: it is not sound, there is no room, or somebody is writing.
    """
    aside = restore_from(backup, path, now=now)
    return Restored(content(path), aside, aside in copies(path))


def check(path: Path, now: datetime) -> list[Finding]:
    """Everything that was looked at.

    Raises:
        FileUnusable: there is no file, or it is not one of ours.
    """
    if not path.is_file():
        raise FileUnusable(f"There is no file at {path}.")
    return inspect(path, now)


def worst(findings: list[Finding]) -> str:
    """The sentence for a file that has problems, or nothing.

    Raises nothing; the command turns it into the exit code.
    """
    count = sum(finding.state == "problem" for finding in findings)
    things = "one thing is" if count == 1 else f"{count} things are"
    return f"This file cannot be relied on: {things} wrong with it, as said above." if count else ""
