"""What `check` looks at: the file's soundness, its definition, and the place where it stands."""

import contextlib
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from parentlink.store.connection import check_file, open_raw
from parentlink.store.copy import BESIDE, backups_folder, copies


class Finding(NamedTuple):
    """One thing that was looked at: its state is ok, warning or problem."""

    check: str
    state: str
    advice: str


Asked = Iterator[str]
_RESTORE = "Bring a backup back with `parentlink restore BACKUP`."
_UNREADABLE = f"It could not be read: the file is damaged, or may not be opened. {_RESTORE}"
ON_WINDOWS = os.name == "nt"
_SYNCED = re.compile(
    r"onedrive|dropbox|google ?drive|icloud|mobile documents|nextcloud|owncloud|box sync|"
    r"sharepoint|syncthing|mega(sync)?",
    re.IGNORECASE,
)
_CONFLICT = re.compile(r"conflict(ed)?|kopie in konflikt|\(\d+\)$", re.IGNORECASE)
_REMOTE = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ncpfs"))
_A_WEEK = 7


def inspect(path: Path, now: datetime) -> list[Finding]:
    """Everything there is to say about a file, the worst of it as `problem`.

    Raises:
        FileUnusable: there is no such file, or it is not ours or newer than this program.
    """
    around = [_warned(name, look(path, now)) for name, look in AROUND]
    try:
        connection = open_raw(path, read_only=not os.access(path, os.W_OK))
    except sqlite3.Error:
        return [Finding("integrity", "problem", _UNREADABLE), *around]
    try:
        connection.text_factory = lambda cell: cell.decode(errors="replace")
        with contextlib.suppress(sqlite3.Error):  # then the first question finds the damage
            check_file(connection, path)
        return [*(_asked(name, look(connection)) for name, look in INSIDE), *around]
    finally:
        connection.close()


def _asked(name: str, problems: Asked) -> Finding:
    try:
        found = next(problems, "")
    except sqlite3.Error:
        found = _UNREADABLE
    return Finding(name, "problem" if found else "ok", found)


def _warned(name: str, warnings: Asked) -> Finding:
    try:
        found = next(warnings, "")
    except OSError as problem:
        found = f"This could not be looked at ({problem.strerror})."
    return Finding(name, "warning" if found else "ok", found)


# -- inside the file -----------------------------------------------------------------------


def _integrity(file: sqlite3.Connection) -> Asked:
    (found,) = file.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        yield f"The file is damaged. {_RESTORE}"


def _foreign_keys(file: sqlite3.Connection) -> Asked:
    for table, row, parent, _ in file.execute("PRAGMA foreign_key_check"):
        yield (
            f"Row {row} of {table} belongs to a row of {parent} that is missing. {_RESTORE} "
            "If that is not possible, tell us."
        )


def _definition(file: sqlite3.Connection) -> Asked:
    """Compared with a new file's, table by table and index by index."""
    from parentlink.store.create import schema

    wanted = sqlite3.connect(":memory:")
    try:
        for statement in schema():
            wanted.execute(statement)
        should, has = _defined(wanted), _defined(file)
    finally:
        wanted.close()
    for name in sorted(should.keys() | has.keys()):
        if should.get(name) != has.get(name):
            word = "missing" if name not in has else "unknown" if name not in should else "changed"
            yield (
                f"The definition of {name} is {word}: another program may have been at the file. "
                + _RESTORE
            )


def _defined(file: sqlite3.Connection) -> dict[str, object]:
    """Tables by their columns, keys and rules; indexes by what they say."""
    found: dict[str, object] = {}
    listed = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    for kind, name, sql in file.execute(listed).fetchall():
        if kind == "table":
            quoted = name.replace('"', '""')
            columns = {row[1:] for row in file.execute(f'PRAGMA table_info("{quoted}")')}
            keys = {row[2:] for row in file.execute(f'PRAGMA foreign_key_list("{quoted}")')}
            rules = {line for line in map(_plain, sql.splitlines()) if "CONSTRAINT" in line}
            found[name] = (columns, keys, rules, "STRICT" in sql.rpartition(")")[2])
        else:
            found[name] = (kind, _plain(sql or ""))
    return found


def _plain(sql: str) -> str:
    return " ".join(sql.split()).rstrip(", ")


# -- around the file -----------------------------------------------------------------------


def _private(path: Path, _: datetime) -> Asked:
    if ON_WINDOWS:
        if Path.home() not in path.absolute().parents:
            yield (
                f"Windows asks the folder who may read a file, and {path.absolute().parent} is not "
                "in your own user folder. Look under Properties > Security there, or keep the "
                "file in your user folder (--db, PARENTLINK_DB)."
            )
        return
    for place, wish in ((path, "600"), (path.absolute().parent, "700")):
        if place.stat().st_mode & 0o077:
            yield f"Others on this computer can get at {place}. Mend it: chmod {wish} '{place}'"


def _place(path: Path, _: datetime) -> Asked:
    whole = path.absolute()
    synced = next((part for part in whole.parts if _SYNCED.search(part)), None)
    if synced:
        yield (
            f"The file stands in {synced}, which copies it elsewhere while it is written and can "
            "damage it. Keep it in a folder that is not synced (--db, PARENTLINK_DB)."
        )
    if str(path).startswith(("\\\\", "//")) or _mounted_as(whole) in _REMOTE:
        yield (
            "The file stands on a network share, where two people writing at once can damage it. "
            "Keep it on this computer and put backups on the share."
        )


def _mounted_as(path: Path) -> str:
    """The kind of file system, where the system says so (Linux)."""
    if not sys.platform.startswith("linux"):
        return ""
    best = ("", "")
    for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
        _, where, kind, *_ = line.split(" ")
        where = where.replace("\\040", " ")
        if path.is_relative_to(where) and len(where) >= len(best[0]):
            best = (where, kind)
    return best[1]


def _conflicts(path: Path, _: datetime) -> Asked:
    for other in sorted(path.absolute().parent.iterdir()):
        alike = other.name.startswith(path.stem) and other.suffix == path.suffix
        if alike and other != path.absolute() and _CONFLICT.search(other.stem[len(path.stem) :]):
            yield (
                f"{other.name} looks like a second version that a sync program made. Somebody's "
                "changes may be in it: look with --db before you delete it."
            )


def _left_over(path: Path, _: datetime) -> Asked:
    for left in BESIDE:
        if Path(f"{path}{left}").exists():
            yield (
                f"{path.name}{left} stands beside the file: somebody is writing now, or a program "
                "was interrupted. If it is still there tomorrow, make a backup and tell us."
            )


def _room(path: Path, _: datetime) -> Asked:
    free, need = shutil.disk_usage(path.absolute().parent).free, 2 * path.stat().st_size + 2**24
    if free < need:
        yield (
            f"Only {free // 2**20:,} MB are free on the disk; an import or a backup may need "
            f"{need // 2**20:,} MB. Make room."
        )


def _backup(path: Path, now: datetime) -> Asked:
    made = copies(path)
    if not made:
        yield f"There is no backup in {backups_folder(path)} yet. Make one: parentlink backup"
        return
    days = (now.timestamp() - made[-1].stat().st_mtime) // (24 * 60 * 60)
    if days > _A_WEEK:
        yield f"The last backup is {days:.0f} days old. Make a new one: parentlink backup"


INSIDE: tuple[tuple[str, Callable[[sqlite3.Connection], Asked]], ...] = (
    ("integrity", _integrity),
    ("belonging", _foreign_keys),
    ("definition", _definition),
)
AROUND: tuple[tuple[str, Callable[[Path, datetime], Asked]], ...] = (
    ("private", _private),
    ("place", _place),
    ("second versions", _conflicts),
    ("left over", _left_over),
    ("room on the disk", _room),
    ("last backup", _backup),
)
