"""Workbooks of Excel, new (.xlsx) and old (.xls), and of OpenDocument (.ods): the table on a sheet.

A number stays a number as it would stand in a CSV file, a date becomes an ISO date; a cell that is
merged over several rows counts for each of them. Rows are numbered as Excel shows them.
"""

import re
from collections.abc import Collection, Iterator
from typing import BinaryIO, Protocol

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.grid import as_sheet
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.marks import Marks, with_marks
from parentlink.exchange.sheet import Row, Shape, Sheet
from parentlink.parse.dates import spreadsheet_day
from parentlink.parse.names import shorten

_DAY_HEADING = re.compile(r"\b(date|dob|birth(day| ?date)?|(starts|leaves|archived|asked) on)\b")
_NAMED = 6


class Book(Protocol):
    """A workbook of any kind."""

    hidden: set[str]

    @property
    def names(self) -> list[str]:
        """What the sheets are called, in order."""

    @property
    def days_behind(self) -> int | None:
        """How far Excel's numbers of days are behind those from 1900; None: there are none."""

    def rows(self, title: str) -> Iterator[Row]:
        """The rows of a sheet."""

    def marks(self, title: str) -> Marks:
        """What a sheet shows beside the texts of its cells."""

    def close(self) -> None:
        """Let go of what was put aside."""


def read_workbook(
    file: BinaryIO,
    name: str,
    known: Collection[str],
    wanted: str | None = None,
    shape: Shape = as_sheet,
) -> tuple[Sheet, str]:
    """The table on a sheet of a workbook, and what the sheet is called.

    Without a wish it is the first sheet that has a heading row; the others are named in a warning.

    Raises:
        RowsRefused: it cannot be read, is locked or far too large, or no sheet has headings.
        Unreadable: there is no sheet of the wished name.
    """
    book = _book(file, name)
    try:
        sheet, title = _table(book, name, known, shape, wanted)
        others = [] if wanted else [each for each in book.names if each != title]
        alike = [each for each in others if _is_alike(book, each, sheet, known, shape)]
    except BaseException:
        book.close()
        raise
    _warn_of_others(sheet, title, alike, [each for each in others if each not in alike])
    sheet = with_marks(sheet, book.marks(title))
    sheet = sheet._replace(rows=_closing(sheet.rows, book), unread=tuple(others))
    return (sheet if book.days_behind is None else _with_days(sheet, book.days_behind)), title


def _book(file: BinaryIO, name: str) -> Book:
    file.seek(0)
    if file.read(4) == b"PK\x03\x04":
        from parentlink.exchange.archive import is_open_document

        if not is_open_document(file, name):
            from parentlink.exchange.xlsx import XlsxBook

            return XlsxBook(file, name)
    from parentlink.exchange.calamine import OldBook

    return OldBook(file, name)


def _table(
    book: Book, name: str, known: Collection[str], shape: Shape, wanted: str | None
) -> tuple[Sheet, str]:
    """The wished sheet, or the first that has headings."""
    choice = [_choose(book.names, wanted, name)] if wanted else _visible_first(book)
    for title in choice[:-1]:
        try:
            return shape(book.rows(title), _place(name, title), known), title
        except RowsRefused:
            continue
    return shape(book.rows(choice[-1]), _place(name, choice[-1]), known), choice[-1]


def _place(name: str, title: str) -> str:
    return f'{name}, sheet "{shorten(title)}"'


def _closing(rows: Iterator[Row], book: Book) -> Iterator[Row]:
    try:
        yield from rows
    finally:
        book.close()


def _visible_first(book: Book) -> list[str]:
    return [each for each in book.names if each not in book.hidden] or book.names


def _choose(names: list[str], wanted: str, name: str) -> str:
    """The sheet of this name, or else of this number."""
    folded = {each.strip().casefold(): each for each in reversed(names)}
    if found := folded.get(wanted.strip().casefold()):
        return found
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:4]) <= len(names):
        return names[int(wanted[:4]) - 1]
    raise Unreadable(
        f'There is no sheet "{shorten(wanted)}" in {name}. There are: {_listed(names)}.'
    )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(f'"{shorten(each)}"' for each in names[:_NAMED]) + more


def _is_alike(book: Book, title: str, sheet: Sheet, known: Collection[str], shape: Shape) -> bool:
    """Whether another sheet that can be seen has the same columns, as one for each form has."""
    if title in book.hidden:
        return False
    try:
        other = shape(book.rows(title), title, known)
    except RowsRefused:
        return False
    return _columns(other, known) == _columns(sheet, known)


def _columns(sheet: Sheet, known: Collection[str]) -> set[str]:
    return {fold_heading(each) for each in sheet.headings} & set(known)


def _warn_of_others(sheet: Sheet, title: str, alike: list[str], others: list[str]) -> None:
    if alike:
        have, them, more = ("has", "it in too", "")
        if len(alike) > 1:
            have, them, more = ("have", "them in too, one by one", " and so on")
        sheet.warnings.append(
            f'Only the sheet "{shorten(title)}" was read. {_listed(alike)} {have} the same '
            f'columns. To bring {them}: --sheet "{shorten(alike[0])}"{more}.'
        )
    if others:
        sheet.warnings.append(f"Not read: the sheets {_listed(others)}. --sheet NAME reads one.")


def _with_days(sheet: Sheet, behind: int) -> Sheet:
    """Bare five-digit numbers under the heading of a date are Excel's numbers of days."""
    places = [
        place
        for place, heading in enumerate(sheet.headings)
        if _DAY_HEADING.search(heading.replace("_", " ").casefold())
        or fold_heading(heading) == "dateofbirth"
    ]
    return sheet._replace(rows=_days(sheet, places, behind)) if places else sheet


def _days(sheet: Sheet, places: list[int], behind: int) -> Iterator[Row]:
    count, first = 0, 0
    for number, cells in sheet.rows:
        for place in places:
            if day := spreadsheet_day(cells[place], behind):
                cells[place] = day.isoformat()
                count, first = count + 1, first or number
        yield number, cells
    if count:
        cells_were = "1 cell was" if count == 1 else f"{count:,} cells were"
        sheet.warnings.append(
            f"{cells_were} a bare number under the heading of a date and read as Excel's number "
            f"of a day, the first in row {first}. Please compare one with the school's records."
        )
