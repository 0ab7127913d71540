"""Excel workbooks (.xlsx, old .xls) and OpenDocument sheets (.ods), read through python-calamine.

A number stays a number as it would stand in a CSV file, a date becomes an ISO date; a cell that is
merged over several rows counts for each of them. Rows are numbered as Excel shows them.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.archive import LARGEST, damaged, look_inside
from parentlink.exchange.grid import ERROR, LONGEST_ROW, Row, as_sheet
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.sheet import Sheet
from parentlink.parse.names import shorten

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_EXACT = 1e15  # Excel keeps fifteen digits of a number
_DAY_0 = date(1899, 12, 30)
_SERIAL = re.compile(r"[0-9]{5}")
_DAY_HEADING = re.compile(r"\b(date|dob|birth(day| ?date)?|(starts|leaves|archived|asked) on)\b")
_NAMED = 6


def read_workbook(
    file: BinaryIO, name: str, known: Collection[str], wanted: str | None = None
) -> tuple[Sheet, str]:
    """The table on a sheet of a workbook, and what the sheet is called.

    Without a wish it is the first sheet that has a heading row; the others are named in a warning.

    Raises:
        RowsRefused: it cannot be read, is locked or far too large, or no sheet has headings.
        Unreadable: there is no sheet of the wished name.
    """
    has_serials, errors = _checked(file, name)
    book = _book(file, name)
    names = [
        each.name for each in book.sheets_metadata if str(each.typ).endswith("WorkSheet")
    ] or book.sheet_names
    hidden = {each.name for each in book.sheets_metadata if not _is_visible(each)}
    choice = [_choose(names, wanted, name)] if wanted else _visible_first(names, hidden)
    for title in choice:
        try:
            rows = _rows(book.get_sheet_by_name(title), errors.get(title, {}))
            sheet = as_sheet(rows, f'{name}, sheet "{shorten(title)}"', known)
        except RowsRefused:
            if title == choice[-1]:
                raise
            continue
        break
    _warn_of_others(sheet, [each for each in names if each != title and not wanted])
    return (_with_days(sheet) if has_serials else sheet), title


def _checked(file: BinaryIO, name: str) -> tuple[bool, dict[str, dict[int, list[int]]]]:
    """Whether bare numbers may be days, and the cells of each sheet that hold an error."""
    file.seek(0)
    if file.read(4) == b"PK\x03\x04":
        inside = look_inside(file, name)
        if any(each.endswith("workbook.bin") for each in inside.names):
            raise RowsRefused(
                f"{name} is a binary workbook (.xlsb). Please save it in Excel as an "
                '"Excel Workbook (.xlsx)".'
            )
        return not inside.from_1904, inside.errors
    file.seek(0)
    start = file.read(LARGEST + 1)
    if len(start) > LARGEST:
        raise RowsRefused(f'{name} is larger than 50 MB. Please save it as "CSV UTF-8".')
    if "EncryptedPackage".encode("utf-16-le") in start:
        raise RowsRefused(_locked(name))
    return False, {}


def _locked(name: str) -> str:
    return (
        f"{name} is protected with a password. Please open it in Excel, take the password off "
        "(File, Info, Protect Workbook) and save a copy; delete the copy when it is imported."
    )


def _book(file: BinaryIO, name: str) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except PasswordError:
        raise RowsRefused(_locked(name)) from None
    except (CalamineError, OSError, ValueError):
        raise RowsRefused(damaged(name)) from None


def _is_visible(sheet: Any) -> bool:
    return str(sheet.visible).endswith(".Visible")


def _visible_first(names: list[str], hidden: set[str]) -> list[str]:
    return [each for each in names if each not in hidden] or names


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


def _warn_of_others(sheet: Sheet, others: list[str]) -> None:
    if others:
        sheet.warnings.append(f"Not read: the sheets {_listed(others)}. --sheet NAME reads one.")


def _rows(sheet: "CalamineSheet", errors: dict[int, list[int]]) -> Iterator[Row]:
    """Each row as text, numbered as Excel shows it; merged cells filled downwards."""
    left = sheet.start[1] if sheet.start else 0
    merged = _Merged(sheet.merged_cell_ranges or [], left)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(value) for value in values[:LONGEST_ROW]]
        for column in errors.get(number, ()):
            if left < column <= left + len(cells):
                cells[column - 1 - left] = ERROR
        merged.fill(number, cells)
        yield number, cells


class _Merged:
    """Cells that are merged over several rows: what they say counts for each of the rows."""

    def __init__(self, ranges: list[tuple[tuple[int, int], tuple[int, int]]], left: int) -> None:
        self._begin: dict[int, list[tuple[int, int]]] = {}
        self._reaching: dict[int, tuple[str, int]] = {}
        for (top, column), (bottom, _) in ranges:
            if bottom > top and column >= left:
                self._begin.setdefault(top + 1, []).append((column - left, bottom + 1))

    def fill(self, number: int, cells: list[str]) -> None:
        """Write into the cells of a row what reaches down to it."""
        for column, (text, bottom) in self._reaching.items():
            if number <= bottom and column < len(cells) and not cells[column]:
                cells[column] = text
        for column, bottom in self._begin.get(number, ()):
            if column < len(cells):
                self._reaching[column] = (cells[column], bottom)


def _text(value: Any) -> str:
    """A cell as it would stand in a CSV file, but for dates, which are ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        whole = abs(value) < _EXACT and value == int(value)
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, time):
        return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else str(value)


def _moment(value: datetime) -> str:
    """A day, with its time unless that is midnight; Excel's fractions are off by a little."""
    near = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if near.time() == time(0):
        return near.date().isoformat()
    return near.strftime("%Y-%m-%d %H:%M" if not near.second else "%Y-%m-%d %H:%M:%S")


def _with_days(sheet: Sheet) -> Sheet:
    """Bare five-digit numbers under the heading of a date are Excel's numbers of days."""
    places = [
        place
        for place, heading in enumerate(sheet.headings)
        if _DAY_HEADING.search(heading.replace("_", " ").casefold())
        or fold_heading(heading) == "dateofbirth"
    ]
    return sheet._replace(rows=_days(sheet, places)) if places else sheet


def _days(sheet: Sheet, places: list[int]) -> Iterator[Row]:
    count, first = 0, 0
    for number, cells in sheet.rows:
        for place in places:
            if _SERIAL.fullmatch(cells[place]):
                cells[place] = (_DAY_0 + timedelta(days=int(cells[place]))).isoformat()
                count, first = count + 1, first or number
        yield number, cells
    if count:
        cells_were = "1 cell was" if count == 1 else f"{count:,} cells were"
        sheet.warnings.append(
            f"{cells_were} a bare number under the heading of a date and read as Excel's number "
            f"of a day, the first in row {first}. Please compare one with the school's records."
        )
