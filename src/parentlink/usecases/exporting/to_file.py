"""A file that only its owner may read, whole or not there at all, and never over another one."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from parentlink.errors import FileUnusable, Unreadable

_ENDING = ("SIGTERM", "SIGHUP")  # a closed window is SIGHUP; Windows has only the first
_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a data file, and removes


def readable_by(system: str = os.name) -> str:
    """Who can read a file that was made here; Windows leaves that to the folder it stands in."""
    return f"readable by {'you only' if system != 'nt' else 'whoever may open its folder'}"


def write_private(path: Path, pieces: Iterable[str], *, force: bool, never: Path) -> None:
    """Write text to a new file beside its place and move it there when it is whole.

    `never` is our own data file, which not even `force` replaces. A link is replaced and not
    followed.

    Raises:
        Unreadable: it is our own data file. FileUnusable: there is a file already, or no room.
    """

    def fill(out: BinaryIO) -> None:
        for piece in pieces:
            out.write(piece.encode())

    fill_private(path, fill, force=force, never=never)


def fill_private(path: Path, fill: Callable[[BinaryIO], None], *, force: bool, never: Path) -> None:
    """The same for bytes, which `fill` writes.

    Raises:
        Unreadable: it is our own data file. FileUnusable: there is a file already, or no room.
    """
    if path.exists() and never.exists() and path.samefile(never):
        raise Unreadable(f"{path} is your data file itself. Please choose another name with -o.")
    _refuse_special(path)
    if os.path.lexists(path) and (path.is_dir() or not force):
        raise _taken(path)
    part = _part(path)
    with _sentence(path), _cleaned_up():
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
        flags |= getattr(os, "O_BINARY", 0)
        handle = os.open(part, flags, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                fill(out)
                out.flush()
                os.fsync(out.fileno())
            _put(part, path, force=force)
        finally:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()


@contextlib.contextmanager
def private_folder(path: Path) -> Iterator[Path]:
    """A new folder to fill, which is moved to its place when it is whole.

    Raises:
        FileUnusable: something of this name is there already, or there is no room.
    """
    if os.path.lexists(path):
        raise FileUnusable(
            f"There is something at {path} already, and it was left alone. Please choose a new "
            "folder with -o."
        )
    with aside(path) as part:
        try:
            yield part
        except FileUnusable as problem:  # nobody knows the folder by the name it is made under
            raise FileUnusable(str(problem).replace(str(part), str(path))) from problem
        with _sentence(path):
            part.rename(path)


@contextlib.contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A private folder beside a file for what is put aside while it is written."""
    part = _part(path)
    with _cleaned_up():
        with _sentence(path):
            part.mkdir(mode=0o700)
        try:
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextlib.contextmanager
def _cleaned_up() -> Iterator[None]:
    """A signal to end becomes an exception, so that half a list of children is not left behind."""
    import signal

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = {}
    with contextlib.suppress(ValueError):  # another thread of a program that uses us
        for name in _ENDING:
            if number := getattr(signal, name, None):
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, how in before.items():
            signal.signal(number, how)


def _refuse_special(path: Path) -> None:
    """A device or a pipe would be replaced by a file, and SQLite removes what it takes for its own.

    Raises:
        Unreadable: it is one of these.
    """
    special = path.exists() and not (path.is_file() or path.is_dir())
    if special or any(path.name.endswith(end) for end in _BESIDE):
        raise Unreadable(f"{path} is no place for an export. Please choose another name with -o.")


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")


@contextlib.contextmanager
def _sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "not a file name"
        raise FileUnusable(
            f"{path} could not be written ({why}), so nothing was exported. Please choose another "
            "place with -o."
        ) from problem


def _put(part: Path, path: Path, *, force: bool) -> None:
    if not force:
        try:
            path.hardlink_to(part)  # unlike a rename it fails if somebody made the file meanwhile
            return
        except FileExistsError:
            raise _taken(path) from None
        except OSError:
            pass  # a file system without hard links
    part.replace(path)


def _taken(path: Path) -> FileUnusable:
    if path.is_dir():
        return FileUnusable(f"{path} is a folder. Please name a file in it with -o.")
    return FileUnusable(
        f"There is a file at {path} already, and it was left alone. Choose another name with -o, "
        "or say --force to replace it."
    )
