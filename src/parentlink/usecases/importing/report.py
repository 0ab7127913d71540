"""What an import of rows would do or did, the same for every table."""

from collections.abc import Sequence
from typing import NamedTuple

from parentlink.exchange.sheet import Place, Refused
from parentlink.usecases.importing.noting import Counts
from parentlink.usecases.importing.todo import Change

SHOWN = 200  # changes that are kept to be shown; the others are counted


class Report(NamedTuple):
    """The counts are rows of the file; `changes` are the first ones, `more_changes` the others."""

    headings: tuple[str, ...]
    refused: list[Refused]
    new: int
    changed: int
    unchanged: int
    changes: list[Change]
    more_changes: int
    warnings: list[str]
    left_out: int = 0  # rows that are not for this import; the warnings say why
    place: Place = Place("the file")
    added: Sequence[str] = ()  # the first new rows in words, where a count would not say enough

    @property
    def counts(self) -> Counts:
        """What is kept of it."""
        return Counts(self.new, self.changed, self.unchanged, len(self.refused))

    @property
    def size(self) -> int:
        """How many rows would be written."""
        return self.new + self.changed


class Changes:
    """Changes as they are found: the first ones are kept, all are counted."""

    def __init__(self) -> None:
        self.kept: list[Change] = []
        self.more = 0

    def add(self, change: Change) -> None:
        """One value that would change."""
        if len(self.kept) < SHOWN:
            self.kept.append(change)
        else:
            self.more += 1
