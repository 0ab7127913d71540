"""Things put aside while a file is imported: a few in memory, many in a private file that has no
name and is gone with the program. So the memory an import takes does not grow with the file."""

import marshal
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, overload

from parentlink.errors import FileUnusable
from parentlink.exchange.row_of_sheet import packed, unpacked

Item = TypeVar("Item", covariant=True)
Entry = tuple[int, tuple[Any, ...]]

_BUFFER = 65_536  # bytes
_WAITING = 4_000  # things a pile holds before it puts them aside
AT_A_TIME = 5_000  # rows a spool holds before it puts them aside
_BUCKET_BITS = 12  # a bucket holds the things of so many lines: 4,096


class Aside:
    """A private file for everything that one import puts aside, made when first needed."""

    def __init__(self, folder: Path | None = None) -> None:
        # Beside the data file, whose folder is private, and not where everybody's files lie.
        self._folder = str(folder) if folder and folder.is_dir() else None
        self._file: Any = None
        self.end = 0

    def put(self, data: bytes) -> int:
        """Write something behind all that is there; returns where it stands.

        Raises:
            FileUnusable: the disk is full, or the folder may not be written to.
        """
        place = self.end
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=_BUFFER, dir=self._folder)  # noqa: SIM115 - closed by __del__
            self._file.seek(place)
            self._file.write(data)
        except OSError as problem:
            raise FileUnusable(
                f"There is no room to put rows aside ({problem.strerror}), so nothing was imported."
            ) from problem
        self.end += len(data)
        return place

    def get(self, place: int, size: int) -> bytes:
        """What stands there."""
        self._file.seek(place)
        found: bytes = self._file.read(size)
        return found

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            with suppress(OSError):  # a full disk: nobody needs what could not be written
                self._file.close()


class Pile(Sequence[Item]):
    """Things that each belong to a number, such as a line, read in the order of these numbers."""

    def __init__(
        self,
        aside: Aside,
        make: Callable[[Any], Item],
        pack: Callable[[Any], tuple[Any, ...]] = tuple,
    ) -> None:
        self._aside, self._make, self._pack = aside, make, pack
        self._waiting: list[Entry] = []
        self._pieces: dict[int, list[tuple[int, int]]] = {}
        self._count = 0

    def put(self, key: int, item: Any) -> None:
        """Add a thing; those of one number stay in the order in which they come."""
        self._waiting.append((int(key), self._pack(item)))
        self._count += 1
        if len(self._waiting) >= _WAITING:
            self._put_aside()

    def _put_aside(self) -> None:
        buckets: dict[int, list[Entry]] = {}
        for entry in self._waiting:
            buckets.setdefault(entry[0] >> _BUCKET_BITS, []).append(entry)
        for bucket, entries in buckets.items():
            data = marshal.dumps(entries)
            self._pieces.setdefault(bucket, []).append((self._aside.put(data), len(data)))
        self._waiting = []

    def chunks(self) -> Iterator[list[tuple[int, Any]]]:
        """The numbers and things in order, some thousands at a time, as they were put aside."""
        if self._pieces and self._waiting:
            self._put_aside()
        if self._waiting:
            yield sorted(self._waiting, key=_key)
        for bucket in sorted(self._pieces):
            entries: list[Entry] = []
            for place, size in self._pieces[bucket]:
                entries += marshal.loads(self._aside.get(place, size))
            entries.sort(key=_key)
            yield entries

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        make = self._make
        return (make(thing) for chunk in self.chunks() for _, thing in chunk)

    @overload
    def __getitem__(self, at: int) -> Item: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Item]: ...

    def __getitem__(self, at: int | slice) -> Item | Sequence[Item]:
        """One of them, or the first few; meant for these, since it reads from the start."""
        from itertools import islice

        if isinstance(at, slice):
            start, stop, step = at.indices(self._count)
            return list(islice(self, start, stop, step))
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return next(islice(self, at % self._count, None))


def _key(entry: Entry) -> int:
    return entry[0]


def pile_of_rows(aside: Aside, make: Callable[[Any], Item]) -> Pile[Item]:
    """Room for things whose first value is the row of a file."""
    return Pile(aside, lambda thing: make((unpacked(thing[0]), *thing[1:])), _by_row)


def _by_row(thing: tuple[Any, ...]) -> tuple[Any, ...]:
    return (packed(thing[0]), *thing[1:])


class Spool:
    """Rows of plain values in the order in which they came, read from the start each time."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._waiting: list[tuple[Any, ...]] = []
        self._pieces: list[tuple[int, int]] = []
        self.count = 0

    def extend(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Put rows behind those that are here."""
        self.count += len(rows)
        self._waiting += rows
        if len(self._waiting) >= AT_A_TIME:
            data = marshal.dumps(self._waiting)
            self._pieces.append((self._aside.put(data), len(data)))
            self._waiting = []

    def chunks(self) -> Iterator[list[tuple[Any, ...]]]:
        """All rows, some thousands at a time."""
        for place, size in self._pieces:
            yield marshal.loads(self._aside.get(place, size))
        if self._waiting:
            yield self._waiting


class Rows:
    """Rows of plain values, from which any may be taken again by its place."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._places = array("q")
        self._sizes = array("i")

    def extend(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows behind those that are here."""
        made = [marshal.dumps(row) for row in rows]
        place = self._aside.put(b"".join(made))
        for data in made:
            self._places.append(place)
            self._sizes.append(len(data))
            place += len(data)

    def pick(self, places: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """The rows at these places, counted from 0."""
        for at in places:
            yield marshal.loads(self._aside.get(self._places[at], self._sizes[at]))

    def __len__(self) -> int:
        return len(self._places)
