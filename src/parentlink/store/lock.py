"""One import at a time: a lock beside the data file that ends with the process that holds it.

The operating system keeps it, so a killed run or a power cut leaves nothing that blocks: a file
that is left over is only a file. Everyday commands never ask for it. Where a network drive knows no
such lock, SQLite's own still lets every import in whole or not at all.
"""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parentlink.errors import FileUnusable

WAIT_SECONDS = 30.0  # as for SQLite's lock: most imports are done in less
_LOOK_EVERY = 0.1  # seconds
_LONGEST = 200  # bytes that say who holds it
_FAR = 4096  # Windows locks bytes against reading too, so it is one behind the text
_HELD = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES}
_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def only_import(path: Path, holder: str, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a data file; `holder` is what others read meanwhile, "since 02:00 (...)".

    Waits for half a minute, and says so once through `waiting`.

    Raises:
        FileUnusable: another import still runs, or the folder cannot be written to.
    """
    place = path.resolve()
    beside = place.with_name(f"{place.name}-import")
    handle = _taken_at_last(beside, waiting)
    try:
        with contextlib.suppress(OSError):  # open to whom the data file is, as SQLite's journal
            beside.chmod(place.stat().st_mode & 0o666)
        with contextlib.suppress(OSError):  # a full disk: the import itself says so, and better
            os.ftruncate(handle, 0)
            os.write(handle, holder.encode()[:_LONGEST])
        yield
    finally:
        _let_go(handle, beside)


def _taken_at_last(beside: Path, waiting: Callable[[str], None]) -> int:
    give_up = time.monotonic() + WAIT_SECONDS
    said = False
    while (handle := _taken(beside)) is None:
        other = f"Another import has been running{_since(beside)}."
        if time.monotonic() >= give_up:
            raise FileUnusable(f"{other} Nothing was imported; try again when it is done.")
        if not said:
            waiting(f"{other} Waiting for it to finish ...")
            said = True
        time.sleep(_LOOK_EVERY)
    return handle


def _taken(beside: Path) -> int | None:
    """The open lock file if the lock is ours now, or None while somebody has it."""
    try:
        beside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as problem:
        raise FileUnusable(
            f"{beside} cannot be written ({problem.strerror}), so nothing was imported. "
            "Ask for write access to the folder, or choose another file with --db."
        ) from problem
    try:
        if _lock(handle) and _is_still(handle, beside):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_still(handle: int, beside: Path) -> bool:
    """Whoever had it before may have removed the file between our opening and our locking."""
    try:
        return os.path.samestat(os.fstat(handle), beside.stat())
    except FileNotFoundError:
        return False


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in _NO_LOCKS_HERE:
            return True
        if problem.errno in _HELD:
            return False
        raise FileUnusable(f"The import could not be locked ({problem.strerror}).") from problem
    return True


def _since(beside: Path) -> str:
    """What the holder wrote; nothing in the moment before it is written."""
    with contextlib.suppress(OSError):
        if text := beside.read_bytes()[:_LONGEST].decode(errors="replace").strip():
            return f" {text}"
    return ""


def _let_go(handle: int, beside: Path) -> None:
    """Remove the file while it is still ours, and let go; a file that stays blocks nobody."""
    if sys.platform == "win32":  # which removes no open file
        os.close(handle)
    with contextlib.suppress(OSError):
        beside.unlink()
    if sys.platform != "win32":
        os.close(handle)
