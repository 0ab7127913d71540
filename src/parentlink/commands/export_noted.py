"""The note in the history of an export of what is held back: made first, and put right if the
export comes to nothing, so that nothing goes out unnoted and no note says what never was.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parentlink.errors import ParentlinkError
from parentlink.usecases.exporting import export as usecase
from parentlink.usecases.exporting.held import Held
from parentlink.usecases.exporting.wishes import Wish
from parentlink.views.output import ReaderLeft
from parentlink.workspace import Workspace


@contextmanager
def noted(work: Workspace, wish: Wish, held: Held, out: Path | None) -> Iterator[None]:
    """Note what is about to go out to a file, or to a screen or pipe, and what became of it."""
    if not (held.facts or held.named):
        yield
        return
    with work.writing("export", create=False) as store:
        entry = usecase.note(store, wish, held)
    before = _standing(out)
    try:
        yield
    except ReaderLeft:
        raise  # who read it had enough of it
    except BaseException:
        if out is None or _standing(out) == before:
            _put_right(work, usecase.came_to_nothing(wish, held, entry, in_part=out is None))
        raise


def _standing(out: Path | None) -> tuple[int, int, int] | None:
    """Which file or folder stands there; one that was replaced is another one."""
    if out is None or not os.path.lexists(out):
        return None
    found = out.lstat()
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _put_right(work: Workspace, said: str) -> None:
    try:
        with work.writing("export", create=False) as store:
            usecase.keep(store, said)
    except ParentlinkError:
        work.say("The history could not be put right: it says that this was exported.")
