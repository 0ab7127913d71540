"""Rows put aside in order: a few in memory, many in a private file that has no name and is gone
with the program. So an import needs the same memory for a hundred rows and for a million."""

import marshal
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from parentlink.errors import FileUnusable

_IN_MEMORY = 8_000_000  # bytes
AT_A_TIME = 5_000  # rows
_SIZE = 8  # bytes that say how long a piece is


class Spool:
    """Rows of plain values, written once and then read from the start, as often as wished."""

    def __init__(self, folder: Path) -> None:
        # Beside the data file, whose folder is private, and not where everybody's files lie.
        place = str(folder) if folder.is_dir() else None
        self._file: Any = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by __exit__
            max_size=_IN_MEMORY, dir=place
        )
        self._waiting: list[tuple[Any, ...]] = []
        self.count = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def extend(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Put rows behind those that are here."""
        self.count += len(rows)
        self._waiting += rows
        if len(self._waiting) >= AT_A_TIME:
            self._put()

    def chunks(self) -> Iterator[list[tuple[Any, ...]]]:
        """All rows in order, some thousands at a time."""
        if self._waiting:
            self._put()
        self._file.seek(0)
        while size := self._file.read(_SIZE):
            yield marshal.loads(self._file.read(int.from_bytes(size, "big")))

    def _put(self) -> None:
        text = marshal.dumps(self._waiting)
        try:
            self._file.write(len(text).to_bytes(_SIZE, "big") + text)
        except OSError as problem:
            raise FileUnusable(
                f"There is no room to put rows aside ({problem.strerror}), so nothing was imported."
            ) from problem
        self._waiting = []
