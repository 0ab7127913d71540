"""Rows of text cells from a workbook or a web page as the same table that a CSV file gives."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

from parentlink.exchange.asides import Asides
from parentlink.exchange.formulas import what_went_wrong
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.sheet import (
    HEADING_ROWS,
    LONGEST_CELL,
    Problem,
    Refused,
    Row,
    Sheet,
    known_cells,
    no_headings,
)
from parentlink.parse.names import shorten

LONGEST_ROW = 2_000  # cells; more columns than any export we know


def as_sheet(rows: Iterator[Row], name: str, known: Collection[str]) -> Sheet:
    """The table below the row that holds the most known headings.

    Raises:
        RowsRefused: none of the first rows holds two of them.
    """
    head = list(islice(rows, HEADING_ROWS))
    counts = [known_cells(cells, known) for _, cells in head]
    if max(counts, default=0) < 2:
        raise no_headings(name, known)
    place = counts.index(max(counts))
    number, cells = head[place]
    headings = [" ".join(cell.split()) for cell in cells]
    while not headings[-1]:
        headings.pop()
    grid = _Grid(tuple(headings), known, head[:place])
    below = grid.rows(chain(head[place + 1 :], rows))
    found = Sheet(name, grid.headings, number, below, grid.warnings, grid.refused)
    return found._replace(asides=grid.asides.parting, about_nobody=grid.asides.about_nobody)


class _Grid:
    """The rows below the headings."""

    def __init__(
        self, headings: tuple[str, ...], known: Collection[str], above: Sequence[Row]
    ) -> None:
        self.headings = headings
        self.asides = Asides(headings, above)
        self._read = [place for place, text in enumerate(headings) if fold_heading(text) in known]
        self.warnings: list[str] = []
        self.refused: list[Refused] = []

    def rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Every row that can be used; the others are noted as refused or left out."""
        width = len(self.headings)
        for number, cells in rows:
            if self.asides.leaves_out(number, cells):
                continue
            if not self._is_plain(cells) and (problem := self._problem(number, cells)):
                self.refused.append(Refused(problem, cells))
            else:
                yield number, [*cells[:width], *[""] * (width - len(cells))]
        self.warnings += self.asides.warnings()

    def _is_plain(self, cells: Sequence[str]) -> bool:
        """A quick look at a whole row, which nearly every row stands."""
        text = "".join(cells)
        is_short = len(cells) <= len(self.headings) and len(text) <= LONGEST_CELL
        return is_short and "#" not in text and "\0" not in text  # "#" as in #N/A

    def _problem(self, number: int, cells: Sequence[str]) -> Problem | None:
        for place in self._read:
            if place < len(cells) and (why := what_went_wrong(cells[place])):
                return Problem(number, self.headings[place], cells[place], why)
        for place, cell in enumerate(cells):
            if place >= len(self.headings):
                if cell.strip():
                    why = "This cell stands behind the last heading. Please give it a heading."
                    return Problem(number, self.headings[-1], shorten(cell), why)
            elif len(cell) > LONGEST_CELL:
                why = (
                    f"This cell has more than {LONGEST_CELL:,} characters, which is the most. "
                    "Please shorten it."
                )
                return Problem(number, self.headings[place], shorten(cell), why)
            elif "\0" in cell:
                why = "There is a NUL character in this cell. Please type it again."
                return Problem(number, self.headings[place], shorten(cell), why)
        return None
