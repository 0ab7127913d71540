"""Grouped reports, which write a pupil once and below only the carers: asked for by an option.

Unasked a row without a pupil is refused: its name may be missing, and the carer another child's.
"""

from collections.abc import Iterator

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.exchange.sheet import Row, Sheet
from parentlink.parse.names import fold
from parentlink.usecases.importing.families.reading.columns import PUPIL_NAMES, Columns
from parentlink.usecases.importing.families.reading.fields import FIELDS


class PupilsAbove:
    """Writes the pupil of the row above into rows in which nothing stands about a pupil."""

    def __init__(self, columns: Columns, sheet: Sheet, *, is_asked: bool) -> None:
        """Of the sheet the rows that do not come: one of them may have been a pupil's."""
        self._is_asked = is_asked
        self._refused = sheet.refused
        self._asides = sheet.asides
        found = {at: name for part in columns.parts for name, at in part.columns.items()}
        self._places = [at for at, name in found.items() if _is_of_pupil(name)]
        self._names = [at for at in self._places if found[at] in PUPIL_NAMES]
        self._families = [at for at, name in found.items() if name == "family"]
        self._rows: list[int] = []

    def filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows, each with its pupil; as they are where nobody has asked for it."""
        return self._filled(rows) if self._is_asked else rows

    def _filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        above: list[str] = []
        left_out = 0
        for row, cells in rows:
            if self._refused or len(self._asides) > left_out:
                above = []
                left_out = len(self._asides)
            if any(cells[at].strip() for at in self._names):
                above = cells
            elif above and self._is_of_another(above, cells):
                above = []  # a pupil whose name is missing
            elif above and any(map(str.strip, cells)):
                self._rows.append(row)
                cells = [*cells]
                for at in self._places:
                    cells[at] = above[at]
            yield row, cells

    def _is_of_another(self, above: list[str], cells: list[str]) -> bool:
        """Whether something of a pupil stands there, or the name of another family: a carer called
        Kay below a pupil of the Fox family is not hers."""
        if any(cells[at].strip() for at in self._places):
            return True
        both = ((fold(above[at].strip()), fold(cells[at].strip())) for at in self._families)
        return any(own and own != name for name, own in both)

    def warnings(self) -> list[str]:
        """In which rows it was done."""
        if not self._rows:
            return []
        return [f"No pupil stands in {rows_named(self._rows)}: that of the row above was taken."]


def _is_of_pupil(name: str) -> bool:
    return FIELDS[name].table == "pupil" or name in PUPIL_NAMES
