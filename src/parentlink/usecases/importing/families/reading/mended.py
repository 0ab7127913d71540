"""Cells of a families file that a spreadsheet or a web page damaged on their way."""

from collections.abc import Collection

from parentlink.usecases.importing.families.reading.noticed import Noticed
from parentlink.usecases.importing.mending import mended


class Mender:
    """Mends the cells of one file; in a file of ours the code of a web page stands for itself."""

    def __init__(self, columns: Collection[str], noticed: Noticed) -> None:
        self._is_ours = "carer_ref" in columns
        self._noticed = noticed

    def mended(self, row: int, cells: list[str]) -> list[str]:
        """The cells of a row as they were."""
        found = mended(cells, codes=not self._is_ours)
        if found is not cells:
            self._noticed.add("accents", row)
        return found
