"""The rows of a families file as they were read: a few in memory, many put aside."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from parentlink.exchange.row_of_sheet import packed, unpacked
from parentlink.usecases.importing.aside import Aside, Rows
from parentlink.usecases.importing.families.parts.of_many import OfMany
from parentlink.usecases.importing.families.parts.traces import Traces
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.rule import Rule

IN_MEMORY = 3_000  # rows; no more than these are looked at in one go
_AT_A_TIME = 500
_SECOND_ON = range(2, 100)  # of numbered emergency contacts


class Lines:
    """Every row that could be read, by its place (`at`, from 1 on)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._aside = Aside(folder)
        self._rows = Rows(self._aside)
        self._waiting: list[Line] = []
        self._last: Line | None = None
        self._follows = bytearray(1)
        self.traces = Traces(self._aside)
        self._of_many = OfMany(self._aside)
        self.has_emergency_order = False

    def add(self, line: Line) -> None:
        """Keep a row; they come in order."""
        self._waiting.append(line)
        if (line.link.get("emergency") or 0) in _SECOND_ON:
            self.has_emergency_order = True
        if len(self._waiting) >= (_AT_A_TIME if len(self._rows) else IN_MEMORY):
            self._put()

    def _put(self) -> None:
        for line in self._waiting:
            before = self._last
            follows = before is not None and (
                before.row == line.row or (line.pupil is not None and before.pupil is line.pupil)
            )
            self._follows.append(follows)
            self.traces.line(line.at, line, before)
            self._last = line
        self._of_many.add(line.carer for line in self._waiting)
        self._rows.extend(map(_packed, self._waiting))
        self.traces.tidy()
        self._waiting = []

    @property
    def are_many(self) -> bool:
        """Whether there are more than should be in memory."""
        return len(self._rows) > 0

    def put_all(self) -> None:
        """Leave the traces of every row, as is needed before the file is looked at in batches."""
        self._put()

    def of_many(self) -> frozenset[int]:
        """The hashes of the numbers and addresses that very many carers have, when all are here."""
        if not self.are_many:
            counted = OfMany(self._aside)
            counted.add(line.carer for line in self._waiting)
            return counted.found()
        self.put_all()
        return self._of_many.found()

    def followers(self) -> Iterator[int]:
        """The rows that belong to the row before, whatever their traces."""
        return (at for at, follows in enumerate(self._follows) if follows)

    def pick(self, places: Iterable[int]) -> list[Line]:
        """The rows at some places."""
        return [self._settled(_unpacked(row)) for row in self._rows.pick(at - 1 for at in places)]

    def __iter__(self) -> Iterator[Line]:
        for row in self._rows.pick(range(len(self._rows))):
            yield self._settled(_unpacked(row))
        yield from map(self._settled, self._waiting)

    def _settled(self, line: Line) -> Line:
        """The line; where any emergency contact is a second one, their numbers are the order.

        The order that a column of its own gives goes before it.
        """
        if not self.has_emergency_order or not line.link:
            return line
        link = dict(line.link)
        number = link.get("emergency")
        if number:
            link["emergency"] = 1
        if line.order:
            return line._replace(link=link)
        link.pop("priority", None)  # a primary guardian's, who is first only without an order
        return line._replace(link=link | ({"priority": number} if number else {}), order=number)

    def __len__(self) -> int:
        return len(self._rows) + len(self._waiting)


def _packed(line: Line) -> tuple[Any, ...]:
    row, *cells, rule = line
    return (packed(row), *cells, rule and tuple(rule))


def _unpacked(row: tuple[Any, ...]) -> Line:
    line = Line._make((unpacked(row[0]), *row[1:]))
    return line if line.rule is None else line._replace(rule=Rule(*line.rule))
