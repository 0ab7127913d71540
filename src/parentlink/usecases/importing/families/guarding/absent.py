"""Pupils of the groups in a file who are not in it, and names in rows that were refused."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from parentlink.exchange.cells import unguard
from parentlink.exchange.sheet import Refused
from parentlink.parse.names import fold
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Pile
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.reading.lines import Line

AT_SCHOOL = (
    "SELECT id, legal_name, tutor_group, year_group, name_key, upn FROM pupil"
    " WHERE leaves_on IS NULL OR leaves_on >= :today ORDER BY id"
)
CALLED = "SELECT name_key, preferred_key, upn, external_id FROM pupil"
_NAMES = ("name_key", "upn", "external_id")
_FEW = 1_000  # rows
Names = set[Cell]


class Missing(NamedTuple):
    """A pupil of the groups in the file who is not in it."""

    id: int
    pupil: str
    tutor_group: str | None
    year_group: int | None


class _AtSchool(NamedTuple):
    id: int
    legal_name: str
    tutor_group: str | None
    year_group: int | None
    name_key: str
    upn: str | None


class Covered:
    """What a file covers: its tutor groups (or else year groups), and who on file is in it."""

    def __init__(self, columns: Collection[str]) -> None:
        self._column = "tutor_group" if "tutor_group" in columns else "year_group"
        self._groups: set[Cell] = set()
        self._seen = array("q")
        self.expected = 0  # pupils at school now in these groups

    def lines(self, lines: Iterable[Line]) -> None:
        """Note the groups of rows, whether they can be used or not."""
        for line in lines:
            if line.pupil is not None:
                self._groups.add(line.pupil.get(self._column))

    def groups(self, groups: Iterable[tuple[Cell, Cell]]) -> None:
        """Note tutor groups, each with its year group."""
        at = 0 if self._column == "tutor_group" else 1
        self._groups.update(group[at] for group in groups)

    def pupils(self, ids: Iterable[int]) -> None:
        """Note who on file is in the file."""
        self._seen.extend(ids)

    @property
    def known(self) -> int:
        """How many pupils on file are in the file."""
        return len(self._seen)

    def missing(self, store: Store, named: Names, today: date, pile: Pile[Missing]) -> None:
        """Put on the pile who is at school now in these groups, and not in the file.

        A group of which the file holds more than half is one of these, whatever it calls it now.
        """
        self._seen = array("q", sorted(self._seen))
        groups = (self._groups | self._renamed(store, today)) - {None}
        for row in map(_AtSchool._make, store.cursor(AT_SCHOOL, today=today)):
            if getattr(row, self._column) not in groups:
                continue
            self.expected += 1
            if not self._is_seen(row.id) and not {row.name_key, row.upn} & named:
                pile.put(row.id, row[:4])

    def _renamed(self, store: Store, today: date) -> set[Cell]:
        """Groups on file of which the file holds more than half."""
        balance: dict[Cell, int] = {}
        for row in map(_AtSchool._make, store.cursor(AT_SCHOOL, today=today)):
            group = getattr(row, self._column)
            balance[group] = balance.get(group, 0) + (1 if self._is_seen(row.id) else -1)
        return {group for group, more in balance.items() if more > 0}

    def _is_seen(self, pupil_id: int) -> bool:
        place = bisect_left(self._seen, pupil_id)
        return place < len(self._seen) and self._seen[place] == pupil_id


def spellings(name: str) -> tuple[str, ...]:
    """A name or id as it may be spelled among the names of refused rows."""
    return name, name.upper(), name.casefold()


def names_in(line: Line) -> Names:
    """By what a row that contradicts others names its pupil, who is in the file all the same."""
    pupil = line.pupil or {}
    return {pupil.get(name) for name in _NAMES} - {None}


def names_in_refused(refused: Sequence[Refused], store: Store | None) -> Names:
    """Whatever may be a name or UPN in rows that could not be read.

    Of very many rows only what somebody on file is called: the rest would fill the memory.
    """
    if store is None:
        return set()
    on_file = _called(store) if len(refused) > _FEW else None
    found: Names = set()
    for each in refused:
        names = _names(each.cells)
        found |= names if on_file is None else names & on_file
    return found


def _names(row: Sequence[str]) -> Names:
    cells = [unguard(cell).strip()[:200] for cell in row]
    found: Names = {cell.upper() for cell in cells}
    found.update(fold(cell) for cell in cells)
    for one, next_one in pairwise(cells):
        found |= {fold(f"{one} {next_one}"), fold(f"{next_one} {one}")}
    found.update(fold(" ".join(reversed(cell.split(",")))) for cell in cells)
    return found


def _called(store: Store) -> Names:
    """Everything by which a refused row may name a pupil on file."""
    found: Names = set()
    for record in store.cursor(CALLED):
        found.update(each for name in record if name for each in spellings(str(name)))
    return found
