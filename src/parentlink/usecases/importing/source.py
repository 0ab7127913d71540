"""A file that comes in: its bytes, its name and its hash."""

import hashlib

from parentlink.exchange.encoding import Readable

QUICKER = (
    "Somebody else changed what these rows are about just now. Nothing was imported; please look "
    "again with --dry-run."
)


class Source:
    """A file that is read once, with the hash of all that was read."""

    def __init__(self, file: Readable, name: str) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.name = name
        self.size = 0

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._hash.update(piece)
        self.size += len(piece)
        return piece

    @property
    def hash(self) -> str:
        """SHA-256 of what was read so far."""
        return self._hash.hexdigest()
