"""Workbooks with a sheet for each form, where only the name of the sheet says which form it is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import fold_heading, resolve
from parentlink.exchange.row_of_sheet import sheet_and_number
from parentlink.exchange.sheet import Refused, Row, Sheet
from parentlink.exchange.sheets import listed
from parentlink.parse.people import looks_like_group
from parentlink.usecases.importing.families.reading.columns import PUPIL_NAMES
from parentlink.usecases.importing.families.reading.wide import named_maps, plain, with_people

_HEADING = "sheet name"  # by which --map speaks of it
_GROUP = "tutor_group"
_NAMED = 20


class Named(NamedTuple):
    """A table that may have a column with the names of its sheets, and what is to be said of it."""

    sheet: Sheet
    maps: list[str]
    said: str | None = None


def with_sheet_names(sheet: Sheet, maps: Sequence[str]) -> Named:
    """The table with the tutor group of each row, if only the name of its sheet says it.

    It does so if somebody asked for these sheets, no column is a tutor group's, and every name
    looks like one; or if --map says that it does.

    Raises:
        RowsRefused: some of the names look like tutor groups, and others do not.
    """
    wishes = [text for text in maps if _is_about_names(text)]
    is_there = any(fold_heading(each) == fold_heading(_HEADING) for each in sheet.headings)
    if not sheet.titles or (wishes and is_there):
        return Named(sheet, [*maps])
    if wishes:
        left = [text for text in maps if text not in wishes]
        if all(text.rpartition("=")[2].strip() == "" for text in wishes):
            return Named(sheet, left)
        return Named(_with_column(sheet, _HEADING, left), [*maps])
    if not sheet.asked or _has_group(sheet, maps):
        return Named(sheet, [*maps])
    said = _said(sheet.asked)
    if all(map(looks_like_group, sheet.asked)):
        sheet = _with_column(sheet, _GROUP.replace("_", " "), maps)
    return Named(sheet, [*maps], said)


def _is_about_names(text: str) -> bool:
    return fold_heading(text.rpartition("=")[0]) == fold_heading(_HEADING)


def _has_group(sheet: Sheet, maps: Sequence[str]) -> bool:
    """Whether a column is a tutor group's, be it one that --map leaves out."""
    return any(_GROUP in _columns(sheet, lines) for lines in (maps, ()))


def _columns(sheet: Sheet, maps: Sequence[str]) -> dict[str, int]:
    headings, named = [plain(each) for each in sheet.headings], named_maps(maps)
    return resolve(headings, with_people(headings, named), named).columns


def _said(titles: Sequence[str]) -> str | None:
    """What is done with the names. Raises RowsRefused: nobody can tell."""
    groups = [each for each in titles if looks_like_group(each)]
    others = [each for each in titles if each not in groups]
    if groups and others:
        raise RowsRefused(
            "No column names the tutor group, and of the names of the sheets some look like one "
            f"({listed(groups, _NAMED)}) and others do not ({listed(others, _NAMED)}). Nothing was "
            f'imported. Please say --map "{_HEADING}=tutor group" if the name of each sheet is its '
            f'tutor group, or --map "{_HEADING}=" if it is not.'
        )
    if groups:
        one = "each sheet" if len(groups) > 1 else "the sheet"
        return (
            f"No column names the tutor group, so the name of {one} was taken for it: "
            f'{listed(groups, _NAMED)}. If it is something else, please say --map "{_HEADING}=".'
        )
    if len(others) > 1:
        return (
            "No column names the tutor group. If the name of each sheet does, please say "
            f'--map "{_HEADING}=tutor group".'
        )
    return None


def _with_column(sheet: Sheet, heading: str, maps: Sequence[str]) -> Sheet:
    """The table with one more column, in which the name of its sheet stands in each pupil's row."""
    columns = _columns(sheet, maps)
    column = _Column(sheet, [columns[each] for each in PUPIL_NAMES if each in columns])
    return sheet._replace(
        headings=(*sheet.headings, heading), rows=column.rows(), refused=column.refused
    )


class _Column:
    """Writes the name of the sheet behind the last heading."""

    def __init__(self, sheet: Sheet, pupils: Sequence[int]) -> None:
        self._sheet, self._pupils = sheet, pupils
        self._width = len(sheet.headings)
        self.refused: list[Refused] = []

    def rows(self) -> Iterator[Row]:
        """Each row; one without a pupil, as in a grouped list, says nothing of a group either."""
        for row, cells in self._sheet.rows:
            self._turn_away()
            yield row, self._named(row, cells)
        self._turn_away()

    def _turn_away(self) -> None:
        for each in self._sheet.refused:
            cells = self._named(each.problem.row, each.cells)
            self.refused.append(each._replace(cells=cells))
        self._sheet.refused.clear()

    def _named(self, row: int, cells: Sequence[str]) -> list[str]:
        own = [*cells[: self._width], *[""] * (self._width - len(cells))]
        title = sheet_and_number(row)[0] or self._sheet.title or ""
        is_pupils = any(own[at].strip() for at in self._pupils)
        return [*own, title.strip() if is_pupils else "", *cells[self._width :]]
