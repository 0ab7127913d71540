"""Tables in text files, read a row at a time: CSV in all its forms, and JSON lists of objects.

Titles above the headings, separators, encodings and line ends are found out; what cannot be read
with certainty is refused with its line, and never guessed.
"""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from parentlink.errors import RowsRefused
from parentlink.exchange.asides import Asides
from parentlink.exchange.encoding import LONGEST_LINE, UNCLOSED, Lines, Readable
from parentlink.exchange.formulas import what_went_wrong
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.sheet import (
    HEADING_ROWS,
    LONGEST_CELL,
    BrokenFile,
    Problem,
    Refused,
    Row,
    Shape,
    Sheet,
    known_cells,
    no_headings,
)
from parentlink.parse.names import shorten

TAB = "\t"
_SEPARATORS = {",": "commas", ";": "semicolons", TAB: "tabs", "|": "upright strokes"}
_HEAD_LINES, _HEAD_CHARACTERS = 60, 300_000
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<mark>[,;\t|])"?\s*', re.IGNORECASE)
_JSON = re.compile(r"\s*(\[\s*(\{|\]|$)|\{)")
_LINES_OF_JSON = (".jsonl", ".ndjson")
_UNREADABLE = frozenset("\0\ufffd")
MISPLACED = (
    "A quotation mark stands where the cell should end. Please write quotation marks inside a cell "
    "twice, or take them out."
)


def read_sheet(
    source: Readable, name: str, known: Collection[str], shape: Shape | None = None
) -> Sheet:
    """The table in a file; `known` are the folded headings by which its heading row is found.

    With a `shape` it gets every row of the file, those above the headings as well.

    Raises:
        RowsRefused: not a text file, no heading row, or (while rows are read) a quotation mark that
            is never closed.
    """
    lines = Lines(source, name)
    if not lines.first.strip():
        if name.casefold().endswith(_LINES_OF_JSON):  # an object a line, and there is none
            return Sheet(name, (), 0, iter(()), [], [])
        raise RowsRefused(f"{name} is empty.")
    if _JSON.match(lines.first[:2000].decode(errors="replace")):
        from parentlink.exchange.flat_json import read_objects

        return read_objects(lines, name, known)
    csv.field_size_limit(LONGEST_LINE)  # the limit of a cell is ours to check and to explain
    head = _head(lines)
    place, delimiter, headings = _find_headings(head, name, known)
    warnings: list[str] = []
    refused: list[Refused] = []
    written = _written(lines.encoding, delimiter, 1 if shape else place)
    if shape is not None:
        every = _Reader(lines, chain(head, lines), 1, delimiter, (headings, refused, warnings))
        sheet = shape(every.raw(), name, known)
        return sheet._replace(written=written, rows=_and_what_was_broken(sheet, refused, warnings))
    rest = chain(head[place - 1 :], lines)
    reader = _Reader(lines, rest, place, delimiter, (headings, refused, warnings))
    asides = Asides(headings, _loosely(head[: place - 1], delimiter))
    rows = reader.rows(asides, known)
    found = Sheet(name, headings, place, rows, warnings, refused)
    return found._replace(written=written, asides=asides.parting, about_nobody=asides.about_nobody)


def _written(encoding: str, delimiter: str, place: int) -> str:
    """How a file is written, as far as it is not the usual way."""
    said = "" if encoding == "utf-8" else ", in UTF-16"
    if delimiter != ",":
        said += f", separated by {_SEPARATORS[delimiter]}"
    return f"{said}, with the headings in row {place}" if place > 1 else said


def _and_what_was_broken(
    sheet: Sheet, refused: list[Refused], warnings: list[str]
) -> Iterator[Row]:
    """The rows of a shape; what the text itself had wrong is known for certain at their end."""
    yield from sheet.rows
    sheet.refused.extend(refused)
    sheet.warnings.extend(warnings)


def _head(lines: Lines) -> list[str]:
    """The first lines, enough to find the headings in."""
    head: list[str] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line)
        if len(head) >= _HEAD_LINES or size > _HEAD_CHARACTERS:
            break
    return head


def _find_headings(
    head: list[str], name: str, known: Collection[str]
) -> tuple[int, str, tuple[str, ...]]:
    """The line of the headings (from 1), the separator, and the headings.

    The separator is the one that gives the most known headings: in names and notes there may be
    more commas than separators, in the heading row there are not.
    """
    said = _SEPARATOR_LINE.fullmatch(head[0])
    best: tuple[int, int, str, list[str]] = (0, 0, "", [])
    for delimiter in said["mark"] if said else _SEPARATORS:
        for line, cells in _loosely(head, delimiter):
            count = known_cells(cells, known)
            if count > best[0]:
                best = (count, line, delimiter, cells)
    if best[0] < 2:
        raise no_headings(name, known)
    headings = [" ".join(cell.split()) for cell in best[3]]
    while not headings[-1]:
        headings.pop()
    return best[1], best[2], tuple(headings)


def _loosely(head: list[str], delimiter: str) -> Iterator[Row]:
    """The first rows and their lines, as far as they can be read with this separator."""
    reader = csv.reader(head, delimiter=delimiter)
    start = 1
    try:
        for count, cells in enumerate(reader):
            if count >= HEADING_ROWS:
                return
            yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        return


class _Reader:
    """The rows below the headings, one by one."""

    def __init__(
        self,
        lines: Lines,
        text: Iterator[str],
        line: int,
        delimiter: str,
        sheet: tuple[Sequence[str], list[Refused], list[str]],
    ) -> None:
        self._lines = lines
        self._reader = csv.reader(text, delimiter=delimiter, strict=True)
        self._before = line - 1
        self._headings, self._refused, self._warnings = sheet

    def rows(self, asides: Asides, known: Collection[str]) -> Iterator[Row]:
        """Every row that can be used; the others are noted as refused or left out."""
        width = len(self._headings)
        read = [at for at, heading in enumerate(self._headings) if fold_heading(heading) in known]
        self._pass_headings()
        for line, cells in self.raw():
            if asides.leaves_out(line, cells):
                continue
            fitted = cells if len(cells) == width else self._fitted(line, cells)
            if not fitted:
                continue
            if len("".join(fitted)) > LONGEST_CELL and self._is_too_long(line, fitted):
                continue
            if not (self._lines.have_errors and self._went_wrong(line, fitted, read)):
                yield line, fitted
        self._warnings += asides.warnings()

    def raw(self) -> Iterator[Row]:
        """Every row from here on as it stands there, unless its text is broken."""
        reader, bad = self._reader, self._lines.bad
        following = self._before + reader.line_num + 1
        try:
            for cells in reader:
                line, following = following, self._before + reader.line_num + 1
                if not (bad and self._is_bad(line, cells)):
                    yield line, cells
        except csv.Error as problem:
            raise self._broken(following, problem) from None
        if warning := self._lines.warning():
            self._warnings.append(warning)

    def _pass_headings(self) -> None:
        try:
            next(self._reader, None)
        except csv.Error as problem:
            raise self._broken(self._before + 1, problem) from None

    def _broken(self, line: int, problem: csv.Error) -> BrokenFile:
        expected = "expected after" in str(problem)
        return BrokenFile(
            Problem(line, "", "", MISPLACED if expected else UNCLOSED), self._lines.name
        )

    def _is_bad(self, line: int, cells: list[str]) -> bool:
        for number in range(line, self._before + self._reader.line_num + 1):
            if why := self._lines.bad.get(number):
                if why == UNCLOSED:
                    raise BrokenFile(Problem(number, "", "", why), self._lines.name)
                at = next((at for at, cell in enumerate(cells) if _UNREADABLE & set(cell)), None)
                if at is None or at >= len(self._headings):
                    self._refuse(line, "", "", why, cells)
                else:
                    self._refuse(line, self._headings[at], cells[at], why, cells)
                return True
        return False

    def _fitted(self, line: int, cells: list[str]) -> list[str]:
        """The row without blank cells behind its end; nothing when it is refused."""
        width = len(self._headings)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) != width:
            more = "more" if len(cells) > width else "fewer"
            self._refuse(
                line,
                self._headings[-1] if len(cells) > width else self._headings[len(cells)],
                cells[width] if len(cells) > width else "",
                f"This row has {more} cells ({len(cells)}) than there are headings ({width}), so "
                "some may stand under the wrong heading. Please look for a separator that is "
                "missing or too many.",
                cells,
            )
            return []
        return cells

    def _is_too_long(self, line: int, cells: list[str]) -> bool:
        if max(map(len, cells)) <= LONGEST_CELL:
            return False
        place = next(at for at, cell in enumerate(cells) if len(cell) > LONGEST_CELL)
        self._refuse(
            line,
            self._headings[place],
            cells[place],
            f"This cell has {len(cells[place]):,} characters and {LONGEST_CELL:,} is the most. "
            "Please shorten it.",
            cells,
        )
        return True

    def _went_wrong(self, line: int, cells: list[str], read: Sequence[int]) -> bool:
        """Refuse a row in which a formula went wrong, as in a workbook."""
        for at in read:
            if why := what_went_wrong(cells[at]):
                self._refuse(line, self._headings[at], cells[at], why, cells)
                return True
        return False

    def _refuse(self, line: int, column: str, value: str, why: str, cells: list[str]) -> None:
        self._refused.append(Refused(Problem(line, column, shorten(value), why), cells))
