"""Letters that a spreadsheet or a web page damaged on their way, mended where that is certain."""

from collections.abc import Iterable, Iterator

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.exchange.sheet import Refused, Row
from parentlink.parse.damaged import with_accents, without_codes

MENDED = (
    "Letters that another program had damaged were mended in {}. Please compare one with the "
    'school\'s records. Exporting as "CSV UTF-8" or an Excel workbook avoids this.'
)


def mended(cells: list[str], *, codes: bool = False) -> list[str]:
    """The cells of a row as they were, and the same list where nothing was damaged.

    With `codes` those of a web page are read, too, which in notes and in a file of ours may stand
    for themselves.
    """
    if _is_sound("".join(cells), codes):
        return cells
    found = [cell if _is_sound(cell, codes) else _mended(cell, codes) for cell in cells]
    return cells if found == cells else found


def _is_sound(text: str, codes: bool) -> bool:
    return text.isascii() and not (codes and "&" in text)


def _mended(cell: str, codes: bool) -> str:
    return with_accents(without_codes(cell) if codes else cell)


class Mending:
    """Mends the rows of one file as they go by."""

    def __init__(self) -> None:
        self._rows: list[int] = []

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows as they were."""
        for row, cells in rows:
            found = mended(cells)
            if found is not cells:
                self._rows.append(row)
            yield row, found

    def warnings(self, refused: Iterable[Refused] = ()) -> list[str]:
        """In which rows it was done; nothing is said of a refused row but why it was refused."""
        rows = {*self._rows}.difference(each.problem.row for each in refused)
        return [MENDED.format(rows_named([*rows]))] if rows else []
