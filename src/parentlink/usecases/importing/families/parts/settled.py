"""The rows of a file from which nothing follows, and what is counted of them all the same."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.reading.lines import Line


class Standing:
    """By line of the file: the pupil and the carer on file of whom it says nothing else."""

    def __init__(self, lines: int) -> None:
        self.pupils = array("q", bytes(8 * (lines + 1)))  # 0: the row has to be looked at
        self.carers = array("q", bytes(8 * (lines + 1)))
        self.starts_row = bytearray(lines + 1)  # of the lines of one row the first
        self.groups: set[tuple[Cell, Cell]] = set()  # tutor group and year group

    def put(self, line: Line, pupil_id: int, carer_id: int, *, starts_row: bool) -> None:
        """Note a line that stands."""
        pupil = line.pupil or {}
        self.groups.add((pupil.get("tutor_group"), pupil.get("year_group")))
        self.pupils[line.at], self.carers[line.at] = pupil_id, carer_id
        self.starts_row[line.at] = starts_row

    def drop(self, pupils: set[int], carers: set[int]) -> None:
        """Have the lines of these people looked at after all."""
        for at, pupil_id in enumerate(self.pupils) if pupils or carers else ():
            if pupil_id and (pupil_id in pupils or self.carers[at] in carers):
                self.pupils[at] = 0

    def settled(self, looked_at: Iterable[int]) -> "Settled":
        """Those lines of which none belongs together with one that has to be looked at."""
        for at in looked_at:
            self.pupils[at] = 0
        pupils, rows, most = array("q"), 0, 0
        carers: set[int] = set()
        for pupil_id, of_pupil in groupby(range(len(self.pupils)), self.pupils.__getitem__):
            if pupil_id:
                lines = [*of_pupil]
                pupils.append(pupil_id)
                rows += sum(self.starts_row[at] for at in lines)
                theirs = {self.carers[at] for at in lines}
                most = max(most, len(theirs))
                carers |= theirs
        return Settled(rows, pupils, len(carers), most, self.groups)


class Settled(NamedTuple):
    """What the lines that nobody need look at are about."""

    rows: int
    pupils: Sequence[int]
    carers: int
    most: int  # carers of one pupil
    groups: Iterable[tuple[Cell, Cell]]
