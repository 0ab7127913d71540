"""Rows of a report that are about nobody: totals, page numbers, who ran it, the headings again.

They are left out with a word. What is not clearly one of these is read like every other row: a
pupil may be called Page.
"""

import re
from collections.abc import Collection, Sequence

from parentlink.parse.names import shorten

_PEOPLE = r"(?:pupils?|students?|children|learners?|contacts?|carers?|parents?|records?|rows?)"
_FOOTER = re.compile(
    r"(?:grand |sub-?)?totals?(?:\s*[:=\d]|\s+(?:number|count|of|for|records|" + _PEOPLE + r")\b)"
    r"|count(?:\s*[:=\d]|\s+of\b)|(?:number|no\.?) of \w"
    r"|\d+ " + _PEOPLE + r"(?:$|[:.]|\s+(?:found|listed|in total|selected)\b)"
    r"|page \d+(?:$|\s*(?:of|/) ?\d+)|end of (?:report|list|file|data|export)"
    r"|(?:report|list) (?:run|date|generated|created|printed|produced)\b|run (?:on|by|date|at)\b"
    r"|(?:generated|produced|created|exported|downloaded|extracted|printed) (?:by|on|at|from)\b"
    r"|(?:generated|produced|created|exported|printed|filters?|source) ?:"
    r"|date (?:printed|generated|of report|run)\b|(?:©|\(c\)|copyright) ?\d{4}",
    re.IGNORECASE,
)
_SUMS = frozenset(("total", "totals", "grand total", "subtotal", "sub-total", "count"))
_MOST_FILLED = 3  # cells of a footer
_INSTRUCTION = re.compile(
    r"(?:required|optional|mandatory|recommended)(?:$|[\s:.,;(-])|must (?:be|have|contain)\b|"
    r"please |enter (?:the|a|an|date|text|yes|y)\b|e\.g\.|example:|format:|free text|"
    r"dd/mm/yyyy|yyyy-mm-dd|yes/no|y/n$|max(?:imum|\.)? \d",
    re.IGNORECASE,
)
_INSTRUCTED = 3  # rows below the headings that may say how to fill them in
_NAMED = 5


class Asides:
    """Finds the rows below some headings that are about nobody, and says so at the end."""

    def __init__(self, headings: Sequence[str], titles: Collection[str] = ()) -> None:
        self._headings = [*headings]
        self._width = len(self._headings)
        self._first = self._headings[0] if self._headings else ""
        self._titles = frozenset(titles)
        self._left: dict[str, list[tuple[int, str]]] = {"footer": [], "headings": [], "how": []}
        self._seen = 0

    def leaves_out(self, row: int, cells: list[str]) -> bool:
        """Whether a row is blank or about nobody."""
        if self._seen < _INSTRUCTED:
            self._seen += 1
            if _is_instruction(cells):
                return self._leave("how", row, cells)
        if cells and cells[0].strip() == self._first and self._is_headings(cells):
            return self._leave("headings", row, cells)
        if len(cells) - cells.count("") > _MOST_FILLED and cells[0].strip():
            return False
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            return True
        is_title = len(filled) == 1 and self._width > 1 and filled[0] in self._titles
        if is_title or (len(filled) <= _MOST_FILLED and _is_footer(*filled)):
            return self._leave("footer", row, filled)
        return False

    def _is_headings(self, cells: list[str]) -> bool:
        said = [" ".join(cell.split()) for cell in cells]
        return said[: self._width] == self._headings and not any(said[self._width :])

    def _leave(self, kind: str, row: int, cells: Sequence[str]) -> bool:
        self._left[kind].append((row, next((cell.strip() for cell in cells if cell.strip()), "")))
        return True

    def warnings(self) -> list[str]:
        """What was left out, and where."""
        said = [
            f"Row {row} was taken for a footer: {shorten(text)}"
            for row, text in self._left["footer"][:_NAMED]
        ]
        if more := self._left["footer"][_NAMED:]:
            said.append(f"So were {len(more):,} more, the last in row {more[-1][0]}.")
        if rows := self._left["how"]:
            said.append(f"{_rows(rows)} how to fill in the columns and was left out.")
        if rows := self._left["headings"]:
            said.append(f"{_rows(rows, 'repeats', 'repeat')} the headings and was left out.")
        return said


def _is_footer(first: str, *others: str) -> bool:
    """Whether it is about the report; "Total" alone is it only beside numbers, or it is a name."""
    if first.casefold() in _SUMS:
        return not any(sign.isalpha() for cell in others for sign in cell)
    return _FOOTER.match(first) is not None


def _is_instruction(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    count = sum(_INSTRUCTION.match(cell) is not None for cell in filled)
    return 2 * count > len(filled)


def _rows(rows: Sequence[tuple[int, str]], one: str = "says", many: str = "say") -> str:
    """ "Row 3 says", "Rows 3 and 4 say", "Rows 3, 50, 97, 144, 191 and 12 more say"."""
    if len(rows) == 1:
        return f"Row {rows[0][0]} {one}"
    numbers = [str(row) for row, _ in rows[:_NAMED]]
    last = f"{len(rows) - _NAMED:,} more" if len(rows) > _NAMED else numbers.pop()
    return f"Rows {', '.join(numbers)} and {last} {many}"
