"""Notes in the person's own editor: a file for their eyes only, gone when they are done."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TypeVar

from parentlink.errors import Declined, FileUnusable, ParentlinkError, Unreadable
from parentlink.workspace import Workspace

Value = TypeVar("Value")

_ENDING = ("SIGTERM", "SIGHUP")  # a closed window is SIGHUP; Windows has only the first


def edited(work: Workspace, text: str, save: Callable[[str], Value]) -> Value:
    """What came of the text in $VISUAL or $EDITOR, saved; edited again until it can be saved.

    Raises:
        Unreadable: there is no editor, or the notes cannot be saved and nobody can mend them: then
            they are kept, and the sentence says where.
        Declined: the editor said that it failed, so nothing is to be kept.
    """
    with _draft(work.path.parent, text) as draft:
        while True:
            _edit(draft)
            try:
                return save(_read(draft))
            except Declined:
                raise
            except ParentlinkError as problem:
                _mend(work, draft, problem)


def _mend(work: Workspace, draft: Path, problem: ParentlinkError) -> None:
    """Offer the editor again; an hour's notes are never thrown away for a slip in them."""
    if work.may_ask:
        work.say(str(problem))
        with suppress(Declined):
            if work.ask("Enter to edit again, or stop", "--from FILE").casefold() != "stop":
                return
    kept = draft.with_name("conversation-notes.toml")
    number = 1
    while kept.exists() or kept.is_symlink():
        number += 1
        kept = draft.with_name(f"conversation-notes-{number}.toml")
    draft.rename(kept)
    raise Unreadable(
        f"{problem} Nothing was saved; your notes are at {kept}. Mend them, use --from with that "
        "file, and then remove it."
    )


@contextmanager
def _draft(folder: Path, text: str) -> Iterator[Path]:
    """A file of one's own beside the data, removed whatever happens, a signal included."""
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix=".conversation-", suffix=".toml", dir=folder)
    except OSError as problem:
        raise FileUnusable(
            f"The notes cannot be put in {folder} ({problem.strerror}). Nothing was saved."
        ) from problem
    draft = Path(name)
    try:
        with _ending_well():
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            yield draft
    finally:
        # An editor may leave a copy of what it edited beside it.
        for left in (
            draft,
            draft.with_name(f"{draft.name}~"),
            draft.with_name(f"{draft.name}.swp"),
        ):
            with suppress(FileNotFoundError):
                left.unlink()


@contextmanager
def _ending_well() -> Iterator[None]:
    """A signal to end becomes an exception, so that the file is removed on the way out.

    Ctrl-C belongs to the editor meanwhile: it must not end us under its hands.
    """

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    def leave(_: int, __: FrameType | None) -> None:
        """A function and not SIG_IGN, which the editor would inherit."""

    wanted = {getattr(signal, name): end for name in _ENDING if hasattr(signal, name)}
    before = {number: signal.signal(number, how) for number, how in wanted.items()}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        for number, how in before.items():
            signal.signal(number, how)


def _edit(draft: Path) -> None:
    usual = "notepad" if sys.platform == "win32" else "vi"
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    try:
        words = shlex.split(chosen, posix=sys.platform != "win32")
        done = subprocess.run([*words, str(draft)], check=False)
    except (OSError, ValueError):
        raise Unreadable(
            f"The editor {chosen!r} cannot be started. Please set EDITOR, or use --from FILE with "
            "`parentlink conversation template`."
        ) from None
    if done.returncode:
        raise Declined("The editor was left without saving. Nothing was changed.")


def _read(draft: Path) -> str:
    try:
        return draft.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unreadable("The notes are not UTF-8 text. Please save them as UTF-8.") from None
    except OSError as problem:
        raise FileUnusable(f"The notes cannot be read back ({problem.strerror}).") from problem
