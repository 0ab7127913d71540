"""Copies of the file: made private, compared before they count, and brought back whole.

A copy is compared with its source by content, since SQLite's own check overlooks most damage
(measured: it found 1 in 5 flipped bits).
"""

import contextlib
import hashlib
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from parentlink.errors import FileUnusable
from parentlink.store.connection import check_file, open_raw, unusable

KEPT = 10  # automatic copies; those that a person made are never removed
BESIDE = ("-journal", "-wal", "-shm")
_HEADER = 100  # bytes; what they mean stands in SQLite's file format
_A_DAY = 24 * 60 * 60


def backups_folder(path: Path) -> Path:
    """Where the copies of a file stand unless somebody chooses another place."""
    return path.absolute().parent / "backups"


def backup_to(source: Path, target: Path, *, checked: bool = True) -> Path:
    """Copy the file as it is at one moment; the copy is read back and compared before it counts.

    It is made under another name, so that what bears the name of a backup is never half of one.
    Unless `checked` it is only compared: SQLite's own check of the content takes ten times as long.

    Raises:
        FileUnusable: there is a file already, it cannot be written, or it is not the same.
    """
    original = reader(source)
    pages = source.open("rb")  # closed last: closing it lets go of SQLite's own lock as well
    try:
        original.execute("BEGIN")
        check_file(original, source)
        new_private_file(target)
        try:
            with temporary_beside(target, "copy") as ready:
                copy_pages(original, ready, pages, checked=checked)
                ready.replace(target)
            sync_folder(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    except (sqlite3.Error, OSError) as problem:
        raise unusable(problem, source) from problem
    finally:
        original.close()
        pages.close()
    return target


def automatic_copy(
    path: Path, reason: str, *, now: datetime | None = None, checked: bool = True
) -> Path:
    """A copy before something big, in the backups folder, which keeps the newest ten of them.

    `reason` is small letters and hyphens, such as "before-import".
    """
    copy = copy_to_folder(path, f"auto-{reason}", now=now, checked=checked)
    for old in automatic_copies(path)[:-KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return copy


def copy_to_folder(
    path: Path, kind: str = "", *, now: datetime | None = None, checked: bool = True
) -> Path:
    """A copy in the backups folder, named by the moment it was made."""
    return backup_to(path, free_name(path, kind, now), checked=checked)


def automatic_copies(path: Path) -> list[Path]:
    """The automatic copies of a file, oldest first: by their exact names and nothing else."""
    return [copy for copy in copies(path) if "-auto-" in copy.name[len(path.stem) :]]


def copies(path: Path) -> list[Path]:
    """Every copy in the backups folder that we made, oldest first."""
    ours = re.compile(
        re.escape(path.stem) + r"-(\d{8}-\d{6})(?:-auto-[a-z-]+)?(?:\.(\d+))?\.db", re.ASCII
    )
    found = []
    with contextlib.suppress(OSError):
        for copy in backups_folder(path).iterdir():
            named = ours.fullmatch(copy.name)
            if named and copy.is_file() and not copy.is_symlink() and copy.stat().st_size:
                found.append((named[1], int(named[2] or 0), copy))
    return [copy for _, _, copy in sorted(found)]


# -- copying and comparing -----------------------------------------------------------------


def reader(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection that takes texts as they are, so that a damaged one can be copied too."""
    try:
        if not path.is_file():
            raise FileUnusable(f"There is no file at {path}.")
        connection = open_raw(path, read_only=read_only)
    except (sqlite3.Error, OSError, ValueError) as problem:
        raise unusable(problem, path) from problem
    connection.text_factory = bytes
    return connection


def new_private_file(target: Path) -> None:
    """An empty file for its owner only: never over a file that exists, never through a link."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(target, flags, 0o600))
    except FileExistsError as problem:
        raise FileUnusable(
            f"There is a file at {target} already, and it was left alone. Choose another name."
        ) from problem
    except (OSError, ValueError) as problem:
        raise unusable(problem, target) from problem


@contextmanager
def temporary_beside(path: Path, purpose: str) -> Iterator[Path]:
    """An empty private file in the same folder, gone afterwards unless it was moved."""
    try:
        path.absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(path.absolute().parent)
        handle, name = tempfile.mkstemp(
            prefix=".parentlink-", suffix=f".{purpose}", dir=path.parent
        )
        os.close(handle)
    except OSError as problem:
        raise unusable(problem, path.parent) from problem
    try:
        yield Path(name)
    finally:
        remove_beside(Path(name))
        Path(name).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Take away what a kill or a power cut left here a day ago or longer."""
    ours = re.compile(r"\.parentlink-\w{8}\.(copy|restore|new)(-journal)?", re.ASCII)
    for left in folder.iterdir():
        with contextlib.suppress(OSError):
            if ours.fullmatch(left.name) and time.time() - left.stat().st_mtime > _A_DAY:
                left.unlink()


def remove_beside(path: Path) -> None:
    """A journal that was left beside a file would undo what is put in its place."""
    for left in BESIDE:
        Path(f"{path}{left}").unlink(missing_ok=True)


def copy_pages(
    original: sqlite3.Connection,
    target: Path,
    pages: BinaryIO | None = None,
    *,
    checked: bool = True,
) -> None:
    """Copy into an empty file, and read it back: byte by byte where the file `pages` can be read,
    otherwise row by row.

    Raises:
        FileUnusable: the disk is full, or gives something else back.
    """
    try:
        copied = open_raw(target)
        copied.text_factory = bytes
        try:
            original.backup(copied)
            same = (not checked or sound(copied)) and (
                _same_bytes(pages, target)
                if pages is not None
                else fingerprint(copied) == fingerprint(original)
            )
        finally:
            copied.close()
    except sqlite3.Error as problem:
        raise unusable(problem, target) from problem
    if not same:
        raise FileUnusable(
            f"The copy {target.name} is not sound or not the same as what was copied, so it was "
            "not kept. The file or the disk may be damaged: try `parentlink check`."
        )


def _same_bytes(pages: BinaryIO, copy: Path) -> bool:
    """Whether two files hold the same, but for the counters that SQLite renews in any copy."""
    pages.seek(0)
    with copy.open("rb") as copied:
        if _without_counters(pages.read(_HEADER)) != _without_counters(copied.read(_HEADER)):
            return False
        while chunk := pages.read(1_048_576):
            if chunk != copied.read(len(chunk)):
                return False
        return not copied.read(1)


def _without_counters(header: bytes) -> bytes:
    """Without the change counter, the schema cookie and the writer's version."""
    return header[:24] + header[28:40] + header[44:92]


def sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing broken."""
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return found[0] in ("ok", b"ok")


def fingerprint(connection: sqlite3.Connection) -> str:
    """One hash over the definitions and every row, the same for the same content."""
    total = hashlib.sha256()
    defined = connection.execute(
        "SELECT name, type, tbl_name, sql FROM sqlite_master ORDER BY name, type"
    ).fetchall()
    for mark in ("application_id", "user_version"):
        total.update(repr(connection.execute(f"PRAGMA {mark}").fetchone()).encode())
    for row in defined:
        total.update(repr(tuple(map(_as_bytes, row))).encode())
        if _as_bytes(row[1]) == b"table":
            name = (_as_bytes(row[0]) or b"").decode().replace('"', '""')
            rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            while some := rows.fetchmany(1_000):
                total.update(repr(some).encode())
    return total.hexdigest()


def _as_bytes(value: str | bytes | None) -> bytes | None:
    return value.encode() if isinstance(value, str) else value


def sync_folder(path: Path) -> None:
    """Make a new name in a folder last through a power cut."""
    if os.name != "nt":
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def free_name(path: Path, kind: str, now: datetime | None) -> Path:
    """Where a copy of this moment goes."""
    moment = (now or datetime.now().astimezone()).strftime("%Y%m%d-%H%M%S")
    name = f"{path.stem}-{moment}" + (f"-{kind}" if kind else "")
    folder = backups_folder(path)
    for number in range(1, 1_000):
        free = folder / (f"{name}.db" if number == 1 else f"{name}.{number}.db")
        if not os.path.lexists(free):
            return free
    raise FileUnusable(f"The folder {folder} is full of copies of this moment.")
