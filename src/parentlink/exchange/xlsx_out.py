"""An Excel workbook of one table, written a row at a time through openpyxl.

Every text is a text cell: a phone number keeps its + or 0 and nothing is ever a formula. Days are
ISO text, as in CSV, so that Excel cannot turn them round and `import` reads what was written.
"""

import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from parentlink.exchange.cells import guard, unguard

Cell = str | int | bool | None
WIDTH = 18  # characters of a column
# What XML cannot hold, and what would be read as such a sign (ST_Xstring of ECMA-376).
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(
    out: BinaryIO, beside: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a workbook with one sheet; what openpyxl puts aside meanwhile stays in `beside`."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = "parentlink"
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH

    def cell(value: Cell) -> object:
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, value=_fit(value))
        made.data_type = "s"  # else "=1+1" would be a formula, and "#N/A" an error
        return made

    before, tempfile.tempdir = tempfile.tempdir, str(beside)
    patient = _Patient(out)
    try:
        sheet.append(list(map(cell, headings)))
        for row in rows:
            sheet.append(list(map(cell, row)))
        book.save(patient)
    except BaseException:
        patient.gave_up = True
        _let_go(sheet)
        raise
    finally:
        tempfile.tempdir = before


class _Patient:
    """The file to a ZipFile, which writes an end even when it is forgotten after an error: from
    then on all is taken and nothing is written.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at, self.gave_up = out, out.tell(), False

    def write(self, data: bytes) -> int:
        """Write bytes."""
        self._at += len(data)
        return len(data) if self.gave_up else self._out.write(data)

    def seek(self, at: int, whence: int = 0) -> int:
        """Go to a place."""
        self._at = at if self.gave_up else self._out.seek(at, whence)
        return self._at

    def tell(self) -> int:
        """The place where it is."""
        return self._at

    def flush(self) -> None:
        """Hand on what was written."""
        if not self.gave_up:
            self._out.flush()


def _let_go(sheet: Any) -> None:
    """End what openpyxl has begun to put aside; otherwise it tries to when it is forgotten, and
    the disk may be as full as before.
    """
    begun: tuple[Any, ...] = (sheet._rows, getattr(sheet._writer, "xf", None))
    for one in begun:
        with suppress(Exception):
            one.close()


def _fit(text: str) -> str:
    """The text as a cell holds it; a quote mark more where the reader would take one away, and
    before what looks like an error: "#N/A" may be all that a note says."""
    exact = text if unguard(text) == text and not text.startswith("#") else guard(text)
    return _UNFIT.sub(lambda sign: f"_x{ord(sign[0]):04X}_", exact)
