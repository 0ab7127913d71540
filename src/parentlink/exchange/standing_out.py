"""Which rows of a table stand out by their colour, as an office marks a few people of a list.

What many rows have, whole columns and stripes are how a list looks, and say nothing of anybody.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from parentlink.exchange.colours import is_red

Look = tuple[tuple[int, str], ...]  # the places of cells with something in them, and their colours
_FEW = 3  # rows, of which nobody knows whether they are many
_MANY = 3  # if more than one of so many rows has a colour, it says nothing, unless it is red
_MOST_LOOKS = 5_000  # that are told apart; of further ones a single cell counts


class StandingOut(NamedTuple):
    """The rows that stand out, those of each red that may say something, and of how many rows."""

    rows: Sequence[int]
    red: Mapping[str, Sequence[int]]
    of: int


class Looks:
    """How the rows of a table look, while they go by."""

    def __init__(self) -> None:
        self._rows = 0
        self._before = 0  # rows in front of the first that has a colour
        self._filled: Counter[int] = Counter()  # cells of each column from there on
        self._looks: dict[Look, array[int]] = {}

    def see(self, number: int, cells: Sequence[str], look: Look) -> None:
        """A row."""
        self._rows += 1
        if look:
            if look not in self._looks and len(self._looks) >= _MOST_LOOKS:
                look = (max(look, key=lambda each: is_red(each[1])),)
            self._looks.setdefault(look, array("I")).append(number)
        if self._looks:
            self._filled.update(at for at, cell in enumerate(cells) if cell)
        else:
            self._before += 1

    def standing_out(self) -> StandingOut:
        """What stands out among all rows that went by."""
        rows = self._by_colour()
        found = {
            colour: numbers for colour, numbers in rows.items() if self._is_rare(colour, numbers)
        }
        red = {colour: numbers for colour, numbers in found.items() if is_red(colour)}
        every = _together(found)
        if 2 * len(every) > self._rows:  # each year group has its colour, say
            every = _together(red)
        most = self._most_in_red(rows)
        few = {each: sorted(numbers) for each, numbers in red.items() if len(numbers) <= most}
        return StandingOut(every, few, self._rows)

    def _by_colour(self) -> Mapping[str, set[int]]:
        """The rows with each colour, where it is not that of the whole column."""
        counts: Counter[tuple[int, str]] = Counter()
        for look, numbers in self._looks.items():
            counts.update(dict.fromkeys(look, len(numbers)))
        found: dict[str, set[int]] = {}
        for look, numbers in self._looks.items():
            for at, colour in look:
                if not self._is_column(at, counts[at, colour]):
                    found.setdefault(colour, set()).update(numbers)
        return found

    def _is_column(self, at: int, count: int) -> bool:
        is_most = count > _FEW and 2 * count > self._before + self._filled[at]
        return is_most or 2 * count > self._rows

    def _most_in_red(self, rows: Mapping[str, set[int]]) -> int:
        """How many rows of a red say something: less than a form, where each has its colour."""
        others = sorted(len(each) for colour, each in rows.items() if not is_red(colour))
        if not others or self._rows - len(_together(rows)) > _FEW:
            return self._rows
        return max(_FEW, others[len(others) // 2] // 2)

    def _is_rare(self, colour: str, numbers: set[int]) -> bool:
        """Whether so few rows have it that it may say something of them."""
        count = len(numbers)
        are_many = count > _FEW and _MANY * count > self._rows and not is_red(colour)
        if 2 * count > self._rows or are_many:
            return False
        is_every_second = len({number % 2 for number in numbers}) == 1 and count >= self._rows // 2
        return count < _FEW or not is_every_second


def _together(found: Mapping[str, set[int]]) -> list[int]:
    return sorted(set().union(*found.values()))
