"""Old Excel workbooks (.xls) and OpenDocument sheets (.ods), read through python-calamine.

It lays a whole sheet out in memory, so what may be laid out has a limit.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from parentlink.errors import RowsRefused
from parentlink.exchange.archive import locked, look_inside
from parentlink.exchange.excel_values import text_of
from parentlink.exchange.formulas import ERROR
from parentlink.exchange.grid import LONGEST_ROW
from parentlink.exchange.marks import Marks
from parentlink.exchange.merged import Merged, Reach
from parentlink.exchange.sheet import Row
from parentlink.exchange.zip_parts import damaged

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_STDERR = 2


class OldBook:
    """A workbook: what its sheets are called, which of them are hidden, and their rows.

    Raises:
        RowsRefused: it is damaged, locked or too large.
    """

    days_behind = None

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._inside = look_inside(file, name)
        self._name = name
        self._book = _open(file, name)
        sheets = self._book.sheets_metadata
        kept = [each.name for each in sheets if str(each.typ).endswith("WorkSheet")]
        self.names = kept or self._book.sheet_names
        self.hidden = {each.name for each in sheets if not _is_visible(each)}

    def marks(self, title: str) -> Marks:
        """What a sheet shows beside the texts of its cells."""
        return self._inside.marks.get(title, Marks()).copied()

    def rows(self, title: str, marks: Marks) -> Iterator[Row]:
        """Each row as text; merged cells filled downwards."""
        with _its_troubles(self._name):
            sheet = self._book.get_sheet_by_name(title)
        errors = self._inside.errors.get(title, {})
        marks.left = sheet.start[1] if sheet.start else 0
        ranges = sheet.merged_cell_ranges or []  # none of an .ods
        marks.reaches = [
            *(Reach(column, top + 1, end + 1) for (top, column), (end, _) in ranges),
            *self._inside.merges.get(title, ()),
        ]
        return _rows(sheet, errors, marks)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()


def _open(file: BinaryIO, name: str) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook

    file.seek(0)
    with _its_troubles(name):
        return CalamineWorkbook.from_filelike(file)


@contextmanager
def _its_troubles(name: str) -> Iterator[None]:
    """Whatever calamine says of a file it cannot read, as our sentence.

    Where it meets what it never thought of it panics, which is no `Exception`, and writes that to
    standard error by itself.
    """
    from python_calamine import CalamineError, PasswordError

    try:
        with _hushed():
            yield
    except PasswordError:
        raise RowsRefused(locked(name)) from None
    except (CalamineError, OSError, ValueError):
        raise damaged(name) from None
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":
            raise damaged(name) from None
        raise


@contextmanager
def _hushed() -> Iterator[None]:
    """Nobody writes to standard error meanwhile, not even below Python."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # it is closed, so there is nothing to hush
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


def _is_visible(sheet: Any) -> bool:
    return str(sheet.visible).endswith(".Visible")


def _rows(sheet: "CalamineSheet", errors: dict[int, list[int]], marks: Marks) -> Iterator[Row]:
    left = marks.left
    merged = Merged(each._replace(column=each.column - left) for each in marks.reaches)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [text_of(value) for value in values[:LONGEST_ROW]]
        for column in errors.get(number, ()):
            if left < column <= left + len(cells):
                cells[column - 1 - left] = ERROR
        merged.fill(number, cells)
        yield number, cells
