"""Very many hashes, put aside by parts: equal ones are always in the same part."""

from array import array
from collections.abc import Iterator

from parentlink.usecases.importing.aside import Aside

PARTS = 64
_WAITING = 4_096  # numbers of a part in memory


class Hashes:
    """Records of some whole numbers, of which the first is a hash."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._waiting = [array("q") for _ in range(PARTS)]
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]

    def add(self, *record: int) -> None:
        """Add a record; the hash is its first number."""
        self._waiting[record[0] % PARTS].extend(record)

    def tidy(self) -> None:
        """Put aside what has become long; to be called every now and then."""
        for part, waiting in enumerate(self._waiting):
            if len(waiting) >= _WAITING:
                data = waiting.tobytes()
                self._pieces[part].append((self._aside.put(data), len(data)))
                self._waiting[part] = array("q")

    def part(self, part: int) -> "array[int]":
        """All numbers of a part, record by record, in the order in which they came."""
        found = array("q")
        for place, size in self._pieces[part]:
            found.frombytes(self._aside.get(place, size))
        return found + self._waiting[part]


def records(numbers: "array[int]", wide: int) -> Iterator[tuple[int, ...]]:
    """The records of a part, each of so many numbers."""
    return zip(*(numbers[at::wide] for at in range(wide)), strict=True)
