"""Rows of a report that are about nobody: totals, page numbers, who ran it, the headings again.

They are left out with a word, and handed on: one may say who must not be contacted. What is not
clearly one of these is read like every other row: a pupil may be called Page.
"""

import re
from collections.abc import Iterable, Sequence

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.exchange.sheet import AboutNobody, Row
from parentlink.parse.names import shorten

_PEOPLE = r"(?:pupils?|students?|children|learners?|contacts?|carers?|parents?|records?|rows?)"
_FOOTER = re.compile(
    r"(?:grand |sub-?)?totals?(?:\s*[:=\d]|\s+(?:number|count|of|for|records|" + _PEOPLE + r")\b)"
    r"|count(?:\s*[:=\d]|\s+of\b)|(?:number|no\.?) of \w"
    r"|\d+ " + _PEOPLE + r"(?:$|[:.]|\s+(?:found|listed|in total|selected)\b)"
    r"|page \d+(?:$|\s*(?:of|/) ?\d+)|end of (?:report|list|file|data|export)"
    r"|(?:report|list) (?:run|date|generated|created|printed|produced)\b|run (?:on|by|date|at)\b"
    r"|(?:generated|produced|created|exported|downloaded|extracted|printed) (?:by|on|at|from)\b"
    r"|(?:generated|produced|created|exported|downloaded|extracted|printed) (?:\w+day,? )?\d"
    r"|(?:generated|produced|created|exported|printed|filters?|source) ?:"
    r"|date (?:printed|generated|of report|run)\b|(?:©|\(c\)|copyright) ?\d{4}",
    re.IGNORECASE,
)
_PAGE = re.compile(r"page \d+ ?(?:of|/) ?\d+", re.IGNORECASE)  # beside the words of a footer
# A cell that stands alone in its row, and is no name: "7KM", "7KM Total", "23/11/2026", "1", "-".
_ALONE = re.compile(
    r"[\W\d_]+|(?:(?:year|yr|class|form|(?:reg(?:istration)?|tutor)(?: group)?|group)[ :]+)?"
    r"\d{1,2} ?[a-z]{0,4}\d?(?:[ :(–-]+(?:totals?|\d+)(?: " + _PEOPLE + r")?\)?)?"
    r"|(?:(?:year|yr|class|form|reg(?:istration)?|tutor|group)[ :]+){1,2}\w{1,4}"
    r"|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? \d{4}"
    r"|(?:strictly |private (?:and|&) )?confidential\b.*|do not (?:copy|share|print|forward)\b.*"
    r"|official\W*sensitive\b.*",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"reg|form|class|tutor|group|year|date|dob|birth|day|id$|number|upn|phone")
_OF_PEOPLE = re.compile(r"pupil|student|child|learner|carer|parent|surname|forename")
_DECORATION = "*-–—=~#_<>[]. "
_SUMS = frozenset(("total", "totals", "grand total", "subtotal", "sub-total", "count"))
_MOST_FILLED = 3  # cells of a footer
_INSTRUCTION = re.compile(
    r"(?:required|optional|mandatory|recommended)(?:$|[\s:.,;(-])|must (?:be|have|contain)\b|"
    r"please\b|enter (?:the|a|an|date|text|yes|y)\b|e\.g\.|example:|format:|free text|"
    r"dd/mm/yy|dd-mm-yy|yyyy-mm-dd|yes/no|y/n$|max(?:imum|\.)? \d|"
    r"\d+ (?:characters|digits|letters)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"please (?:enter|write|type|fill|use|select|choose|leave|complete)\b", re.I)
# Words of which a row below the headings says what belongs in each column, and no name consists.
_DESCRIBING = re.compile(
    r"(?:pupil|student|child|learner|name|parent|carer|contact|guardian|number|letter)s?|"
    r"characters?|digits?|"
    r"full|legal|preferred|known|forename|surname|first|last|middle|family|given|registration|reg|"
    r"form|group|tutor|year|unique|upn|id|of|the|for|an?|and|or|to|in|as|s|date|birth|dob|format|"
    r"mobile|home|work|phone|telephone|tel|e|e?mail|address|postcode|relation(?:ship)?|parental|"
    r"responsibility|priority|order|emergency|title|who|whose|their|main|second|primary|yes|no|y|n|"
    r"here|enter|please|write|type|select|if|dd|mm|yyyy|code|person|with|court|school"
)
_INSTRUCTED = 3  # rows below the headings that may say how to fill them in
_NAMED = 5


class Asides:
    """Finds the rows below some headings that are about nobody, and says so at the end."""

    def __init__(self, headings: Sequence[str], above: Iterable[Row] = ()) -> None:
        """`above` are the rows above the headings."""
        self.about_nobody: list[AboutNobody] = [
            (row, said) for row, cells in above if (said := _said(cells))
        ]
        self._headings = [*headings]
        self._width = len(self._headings)
        self._first = self._headings[0] if self._headings else ""
        # What stands alone in a row there, as the title of a report does.
        self._titles = frozenset(said for _, said in self.about_nobody)
        self._has_people = any(_OF_PEOPLE.search(text.casefold()) for text in headings)
        self._left: dict[str, list[tuple[int, str]]] = {"footer": [], "headings": [], "how": []}
        self._seen = 0
        self.parting: list[int] = []  # rows after which another group of people may begin

    def leaves_out(self, row: int, cells: list[str]) -> bool:
        """Whether a row is blank or about nobody."""
        if self._seen >= _INSTRUCTED and len(cells) - cells.count("") > _MOST_FILLED:
            first = cells[0].strip()
            if first and first != self._first:  # nearly every row is one of these
                return False
        self._seen += 1
        if cells and cells[0].strip() == self._first and self._is_headings(cells):
            return self._leave("headings", row, cells)
        if self._seen <= _INSTRUCTED and _is_instruction(cells):
            return self._leave("how", row, cells)
        if len(cells) - cells.count("") > _MOST_FILLED and cells[0].strip():
            return False
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            return True
        alone = len(filled) == 1 and self._width > 1
        is_title = alone and (_said(filled) in self._titles or self._is_no_name(cells, filled[0]))
        if is_title or (len(filled) <= _MOST_FILLED and _is_footer(*filled)):
            return self._leave("footer", row, filled)
        return False

    def _is_no_name(self, cells: Sequence[str], text: str) -> bool:
        """Whether a lone cell would be no name, and stands where a name would."""
        at = next(at for at, cell in enumerate(cells) if cell.strip())
        heading = self._headings[at].casefold() if at < self._width else ""
        is_other = at > 0 and _OF_OTHERS.search(heading)
        return self._has_people and not is_other and _ALONE.fullmatch(text) is not None

    def _is_headings(self, cells: list[str]) -> bool:
        said = [" ".join(cell.split()) for cell in cells]
        return said[: self._width] == self._headings and not any(said[self._width :])

    def _leave(self, kind: str, row: int, cells: Sequence[str]) -> bool:
        if kind == "footer":
            self.parting.append(row)
            self.about_nobody.append((row, _said(cells)))
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
            said.append(
                f"{_rows(rows, 'says', 'say')} how to fill in the columns and was left out."
            )
        if rows := self._left["headings"]:
            said.append(f"{_rows(rows, 'repeats', 'repeat')} the headings and was left out.")
        return said


def _said(cells: Sequence[str]) -> str:
    return " ".join(" ".join(cells).split())


def _is_footer(first: str, *others: str) -> bool:
    """Whether it is about the report; "Total" alone is it only beside numbers, or it is a name."""
    first = first.strip(_DECORATION)
    if first.casefold() in _SUMS:
        return not any(sign.isalpha() for cell in others for sign in cell)
    return _FOOTER.match(first) is not None or any(map(_PAGE.fullmatch, others))


def _is_instruction(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    count = sum(_INSTRUCTION.match(cell.lstrip("([")) is not None for cell in filled)
    if 2 * count > len(filled) or _ASKS.match(filled[0]):
        return True
    told = [_describes(cell) for cell in filled]
    return len(filled) > 1 and told[0] and 2 * sum(told) > len(filled)


def _describes(cell: str) -> bool:
    """Whether a cell says what belongs in its column: "Full name of pupil", "(13 characters)"."""
    words = re.findall(r"[^\W_]+", cell.casefold())
    is_told = max(map(len, words), default=0) > 2 and all(map(_DESCRIBING.fullmatch, words))
    return is_told or _INSTRUCTION.match(cell.lstrip("([")) is not None


def _rows(rows: Sequence[tuple[int, str]], says: str, say: str) -> str:
    """Where and what: "Row 3 says", "Rows 3 and 4 say"."""
    where = rows_named([row for row, _ in rows])
    return f"{where[0].upper()}{where[1:]} {says if len(rows) == 1 else say}"
