"""Several sheets of a workbook that have the same columns, read as one table.

The columns may stand in another order on each sheet. A sheet is opened when its turn comes, so a
workbook of many needs the memory of one.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import exact_heading, fold_heading
from parentlink.exchange.marks import NOTES, Marks, with_marks
from parentlink.exchange.row_of_sheet import in_sheet
from parentlink.exchange.sheet import AboutNobody, NoTable, Refused, Row, Shape, Sheet
from parentlink.exchange.standing_out import StandingOut
from parentlink.parse.names import quoted, shorten

_NAMED = 6
_NOTES = exact_heading(NOTES)


class Book(Protocol):
    """A workbook of any kind."""

    hidden: set[str]

    @property
    def names(self) -> list[str]:
        """What the sheets are called, in order."""

    @property
    def days_behind(self) -> int | None:
        """How far Excel's numbers of days are behind those from 1900; None: there are none."""

    def marks(self, title: str) -> Marks:
        """What a sheet shows beside the texts of its cells."""

    def rows(self, title: str, marks: Marks) -> Iterator[Row]:
        """The rows of a sheet; the marks of a stream are added to as it is read."""

    def close(self) -> None:
        """Let go of what was put aside."""


class Head(NamedTuple):
    """The headings of a sheet, and how often it has each of its own columns that are known.

    Notes on cells are no column of its own: a sheet has them or not.
    """

    title: str
    row: int
    headings: tuple[str, ...]
    known: Mapping[str, int]

    @property
    def keys(self) -> list[str]:
        """The headings as they are compared with those of another sheet."""
        return [*map(exact_heading, self.headings)]

    @property
    def order(self) -> list[str]:
        """How the columns of the sheet itself stand."""
        return [key for key in self.keys if key != _NOTES]


class SheetsDiffer(RowsRefused):
    """Some sheets have the same columns, and another has nearly the same."""

    def __init__(self, said: str, alike: Sequence[str], others: Sequence[str]) -> None:
        super().__init__(said)
        self.alike, self.others = alike, others


class Tables:
    """The tables on the sheets of a workbook, each below the best headings of its sheet."""

    def __init__(self, book: Book, name: str, known: Collection[str], shape: Shape) -> None:
        self._book, self._known, self._shape = book, known, shape
        self.name, self.titles = name, book.names

    def table(self, title: str, place: int | None = None) -> Sheet:
        """The table on one sheet; `place` is that of the sheet among several, for its rows.

        Raises:
            RowsRefused: there is none.
        """
        marks = self._book.marks(title)
        rows = self._book.rows(title, marks)
        if place is not None:
            rows = ((in_sheet(place, title, number), cells) for number, cells in rows)
        sheet = self._shape(rows, f'{self.name}, sheet "{shorten(title)}"', self._known)
        notes, own = fold_heading(NOTES), map(fold_heading, sheet.headings)
        return with_marks(sheet, marks, has_notes=notes in self._known and notes not in own)

    def head(self, title: str) -> Head:
        """The headings of a sheet. Raises RowsRefused: it has none."""
        return self.head_of(title, self.table(title))

    def head_of(self, title: str, sheet: Sheet) -> Head:
        """The headings of a table."""
        known = (exact_heading(e) for e in sheet.headings if fold_heading(e) in self._known)
        own = Counter(key for key in known if key != _NOTES)
        return Head(title, sheet.heading_row, sheet.headings, own)

    def heads(self, titles: Sequence[str], passing: type[RowsRefused] = NoTable) -> list[Head]:
        """The headings of those sheets that have a table; `passing` is why others are left out."""
        found = []
        for title in titles:
            try:
                found.append(self.head(title))
            except passing:
                continue
        return found


def most_alike(heads: Sequence[Head], tables: Tables) -> list[Head]:
    """The sheets that have the same columns, as one for each form has; most sheets have theirs.

    Raises:
        SheetsDiffer: the columns of another one are nearly the same: it may be a form as well.
    """
    groups = [[each for each in heads if each.known == one.known] for one in heads]
    chosen = max(groups, key=lambda group: (len(group), len(group[0].known)))
    alike = [each.title for each in chosen]
    for other in heads:
        common = other.known.keys() & chosen[0].known.keys()
        if other.title not in alike and 2 * len(common) > len(chosen[0].known):
            options = " ".join(f"--sheet {quoted(each)}" for each in alike)
            raise SheetsDiffer(
                f"{_differ(tables.name, chosen[0], other)} Nothing was imported. Please give both "
                f"the same headings, or name the sheets that belong together: {options}",
                alike,
                [each for each in tables.titles if each not in alike],
            )
    return chosen


def refuse_unlike(heads: Sequence[Head], name: str) -> None:
    """Refuse sheets that were named and do not have the same columns.

    Raises:
        RowsRefused: with the columns in which two of them differ.
    """
    for other in heads[1:]:
        if other.known != heads[0].known:
            raise RowsRefused(
                f"{_differ(name, heads[0], other)} Only sheets with the same columns are read as "
                "one. Nothing was imported. Please give both the same headings, or bring them in "
                "one by one."
            )


def _differ(name: str, one: Head, other: Head) -> str:
    """What tells two sheets apart: "only "7B" has "Email"."."""
    sides = ((one, other), (other, one))
    more = ((each.title, _more(each, against)) for each, against in sides)
    only = [f"only {_quoted(title)} has {_columns(columns)}" for title, columns in more if columns]
    both = f"{_quoted(one.title)} and {_quoted(other.title)}"
    return f"The sheets {both} of {name} do not have the same columns: {'; '.join(only)}."


def _more(one: Head, other: Head) -> list[str]:
    """The headings, known here, that one sheet has and the other has not, or not as often."""
    left = Counter(one.known)
    left.subtract(other.known)
    keys = zip(one.headings, one.keys, strict=True)
    return list({key: heading for heading, key in keys if left[key] > 0}.values())


def _columns(headings: Sequence[str]) -> str:
    return listed([each or "a column without a heading" for each in headings])


def _quoted(text: str) -> str:
    return f'"{shorten(text)}"'


def listed(names: Sequence[str], most: int = _NAMED) -> str:
    """The first names in quotation marks, and how many there are more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(_quoted, names[:most])) + more


def joined(tables: Tables, heads: Sequence[Head]) -> Sheet:
    """The rows of several sheets as one table, under the headings of the first."""
    join = _Join(tables, heads)
    differs = next((each.title for each in heads if each.order != heads[0].order), None)
    return Sheet(
        tables.name,
        tuple(join.headings),
        heads[0].row,
        join.rows(),
        join.warnings,
        join.refused,
        about_nobody=join.about_nobody,
        asides=join.asides,
        differs=differs,
        standing_out=join.standing_out,
        unfilled=join.unfilled,
    )


class _Join:
    """Puts the cells of each sheet under the headings of all."""

    def __init__(self, tables: Tables, heads: Sequence[Head]) -> None:
        self._tables = tables
        self.headings: list[str] = []
        self._places: dict[str, list[int]] = {}
        self._sheets = [(head.title, self._fit(head)) for head in heads]
        self.refused: list[Refused] = []
        self.warnings: list[str] = []
        self.about_nobody: list[AboutNobody] = []
        self.asides: list[int] = []
        self.standing_out: list[StandingOut] = []
        self.unfilled: list[str] = []

    def _fit(self, head: Head) -> list[int]:
        """Where the columns of a sheet stand; of those with the same heading in their order."""
        seen: Counter[str] = Counter()
        fitted = []
        for heading, key in zip(head.headings, head.keys, strict=True):
            places = self._places.setdefault(key, [])
            if seen[key] == len(places):
                places.append(len(self.headings))
                self.headings.append(heading)
            fitted.append(places[seen[key]])
            seen[key] += 1
        return fitted

    def rows(self) -> Iterator[Row]:
        """The rows of each sheet in turn. Whoever stands above a sheet is not of its first row."""
        filled: set[str] = set()
        for place, (title, columns) in enumerate(self._sheets):
            table = self._tables.table(title, place)
            self.asides.append(table.heading_row)
            left_out = 0
            for row, cells in table.rows:
                self._turn_away(table, columns)
                self.asides += table.asides[left_out:]
                left_out = len(table.asides)
                yield row, self._fitted(columns, cells)
            self._turn_away(table, columns)
            self.warnings += table.warnings
            self.about_nobody += table.about_nobody
            self.standing_out += table.standing_out
            filled.update(table.filled(table.headings))
        self.unfilled += [each for each in self.headings if each not in filled]

    def _turn_away(self, table: Sheet, columns: Sequence[int]) -> None:
        self.refused += [
            each._replace(cells=self._fitted(columns, each.cells)) for each in table.refused
        ]
        table.refused.clear()

    def _fitted(self, columns: Sequence[int], cells: Sequence[str]) -> list[str]:
        """The cells under the headings of all; what stands behind the last heading stays there."""
        fitted = [""] * len(self.headings)
        for place, cell in zip(columns, cells, strict=False):
            fitted[place] = cell
        return [*fitted, *cells[len(columns) :]]
