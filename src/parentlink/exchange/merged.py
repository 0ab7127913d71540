"""Cells that are merged over several rows: what they say counts for each of the rows."""

from collections.abc import Iterable
from typing import NamedTuple


class Reach(NamedTuple):
    """Merged cells: the column from 0, the first row and the last."""

    column: int
    top: int
    bottom: int


class Merged:
    """Fills rows that go by with what reaches down to them."""

    def __init__(self, reaches: Iterable[Reach]) -> None:
        self._begin: dict[int, list[Reach]] = {}
        self._reaching: dict[int, tuple[str, int]] = {}
        for reach in reaches:
            if reach.bottom > reach.top and reach.column >= 0:
                self._begin.setdefault(reach.top, []).append(reach)

    def fill(self, number: int, cells: list[str]) -> None:
        """Write into the cells of a row what reaches down to it."""
        for column, (text, bottom) in self._reaching.items():
            if number <= bottom and text:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        for reach in self._begin.get(number, ()):
            text = cells[reach.column] if reach.column < len(cells) else ""
            self._reaching[reach.column] = (text, reach.bottom)
