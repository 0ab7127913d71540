"""Cells that a spreadsheet or a web page damaged on their way, mended where that is certain."""

from collections.abc import Collection

from parentlink.parse.damaged import with_accents, without_codes
from parentlink.usecases.importing.families.reading.noticed import Noticed


class Mender:
    """Mends the cells of one file; in a file of ours the code of a web page stands for itself."""

    def __init__(self, columns: Collection[str], noticed: Noticed) -> None:
        self._is_ours = "carer_ref" in columns
        self._noticed = noticed

    def mended(self, row: int, cells: list[str]) -> list[str]:
        """The cells of a row as they were."""
        text = "".join(cells)
        if text.isascii() and (self._is_ours or "&" not in text):
            return cells
        found = [*map(self._mended, cells)]
        if found != cells:
            self._noticed.add("accents", row)
        return found

    def _mended(self, cell: str) -> str:
        return with_accents(cell if self._is_ours else without_codes(cell))
