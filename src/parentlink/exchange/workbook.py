"""Workbooks of Excel, new (.xlsx) and old (.xls), and of OpenDocument (.ods): the tables in them.

A number stays a number as it would stand in a CSV file, a date becomes an ISO date; a cell that is
merged over several rows counts for each of them. Rows are numbered as Excel shows them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.grid import as_sheet
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.sheet import FIRST_SHEET, Row, Shape, Sheet, WantedSheets, closing
from parentlink.exchange.sheets import Book, Tables, joined, listed, most_alike, refuse_unlike
from parentlink.parse.dates import spreadsheet_day
from parentlink.parse.names import shorten

_DAY_HEADING = re.compile(r"\b(date|dob|birth(day| ?date)?|(starts|leaves|archived|asked) on)\b")


def read_workbook(
    file: BinaryIO,
    name: str,
    known: Collection[str],
    wanted: WantedSheets = FIRST_SHEET,
    shape: Shape = as_sheet,
) -> Sheet:
    """The table on a sheet of a workbook, or on several.

    Without a wish it is the first sheet that has a heading row; the others are named in a warning.

    Raises:
        RowsRefused: it cannot be read, is locked or far too large, no sheet has headings, or those
            that are wanted differ in them. Unreadable: there is no sheet of a wished name.
    """
    book = _book(file, name)
    tables = Tables(book, name, known, shape)
    try:
        sheet = _asked(book, tables, wanted) if wanted.are_asked else _first(book, tables)
    except BaseException:
        book.close()
        raise
    if wanted.every:
        others = tuple(each for each in book.names if each not in sheet.titles)
        sheet = sheet._replace(unread=others)
        _warn_of_others(sheet, others)
    sheet = sheet._replace(rows=closing(sheet.rows, book.close))
    return sheet if book.days_behind is None else _with_days(sheet, book.days_behind)


def _book(file: BinaryIO, name: str) -> Book:
    file.seek(0)
    if file.read(4) == b"PK\x03\x04":
        from parentlink.exchange.archive import is_open_document

        if not is_open_document(file, name):
            from parentlink.exchange.xlsx import XlsxBook

            return XlsxBook(file, name)
    from parentlink.exchange.calamine import OldBook

    return OldBook(file, name)


def _asked(book: Book, tables: Tables, wanted: WantedSheets) -> Sheet:
    """The sheets that were named, or all that have the same columns, as one table."""
    if wanted.every:
        visible = _visible(book)
        heads = tables.heads(visible) or [tables.head(visible[-1])]  # which says what is missing
        heads = most_alike(heads, tables)
        titles = [each.title for each in heads]
    else:
        found = (_choose(book.names, each, tables.name) for each in wanted.names)
        titles = list(dict.fromkeys(found))
        heads = [tables.head(each) for each in titles] if len(titles) > 1 else []
        refuse_unlike(heads, tables.name)
    if len(titles) > 1:
        sheet = joined(tables, heads)
    else:
        sheet = tables.table(titles[0])._replace(title=titles[0])
    return sheet._replace(asked=tuple(titles))


def _first(book: Book, tables: Tables) -> Sheet:
    """The first sheet that has headings, with a word about the others."""
    title, sheet = _first_table(book, tables)
    others = [each for each in book.names if each != title]
    own = tables.head_of(title, sheet)
    heads = tables.heads([each for each in others if each not in book.hidden], RowsRefused)
    alike = [each.title for each in heads if each.known == own.known]
    _warn_of_alike(sheet, title, alike)
    _warn_of_others(sheet, [each for each in others if each not in alike])
    return sheet._replace(title=title, unread=tuple(others))


def _first_table(book: Book, tables: Tables) -> tuple[str, Sheet]:
    *titles, last = _visible(book)
    for title in titles:
        try:
            return title, tables.table(title)
        except RowsRefused:
            continue
    return last, tables.table(last)


def _visible(book: Book) -> list[str]:
    return [each for each in book.names if each not in book.hidden] or book.names


def _choose(names: list[str], wanted: str, name: str) -> str:
    """The sheet of this name, or else of this number."""
    folded = {each.strip().casefold(): each for each in reversed(names)}
    if found := folded.get(wanted.strip().casefold()):
        return found
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:4]) <= len(names):
        return names[int(wanted[:4]) - 1]
    raise Unreadable(
        f'There is no sheet "{shorten(wanted)}" in {name}. There are: {listed(names)}.'
    )


def _warn_of_alike(sheet: Sheet, title: str, alike: Sequence[str]) -> None:
    if alike:
        have = "has" if len(alike) == 1 else "have"
        sheet.warnings.append(
            f'Only the sheet "{shorten(title)}" was read. {listed(alike)} {have} the same '
            "columns. To bring in all of them as one file: --every-sheet."
        )


def _warn_of_others(sheet: Sheet, others: Sequence[str]) -> None:
    if others:
        sheet.warnings.append(f"Not read: the sheets {listed(others)}. --sheet NAME reads one.")


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
