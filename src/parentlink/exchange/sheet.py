"""What a reader of a file gives: its table, and what was refused in it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.standing_out import StandingOut

Row = tuple[int, list[str]]  # where it stands in the file, and its cells
LONGEST_CELL = 10_000  # characters
_EXAMPLES = (("pupil", "mobile phone"), ("date", "pupil"), ("name", "role"), ("start", "end"))
HEADING_ROWS = 20  # titles, blank rows and the like stand above the headings


class Problem(NamedTuple):
    """Why a row was refused: where it stands, under which heading, what stands there."""

    row: int
    column: str
    value: str
    problem: str
    whose: str = ""  # whom the row is about, where its number is ours and stands in no file


class Place(NamedTuple):
    """Where a table stands: the name of the file, and of the sheet if it is a workbook."""

    file: str
    sheet: str | None = None


class Refused(NamedTuple):
    """A row that could not be read, with its cells as far as they are known."""

    problem: Problem
    cells: list[str]
    more: tuple[Problem, ...] = ()  # what else is wrong in the same row

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong in the row."""
        return (self.problem, *self.more)


class BrokenFile(RowsRefused):
    """From this row on the file cannot be read."""

    def __init__(self, problem: Problem, name: str) -> None:
        super().__init__(f"{name}, row {problem.row}: {problem.problem} Nothing was imported.")
        self.problem = problem
        self.place = Place(PurePath(name).name)


class NoTable(RowsRefused):
    """There is no row of headings: it may be a page of notes, or of another list."""


class WantedSheets(NamedTuple):
    """By name or number, or every one of a kind; if neither is said the first with headings."""

    names: tuple[str, ...] = ()
    every: bool = False  # that has the same columns as most

    @property
    def are_asked(self) -> bool:
        """Whether somebody has said which."""
        return bool(self.names) or self.every


FIRST_SHEET = WantedSheets()


class Counted(NamedTuple):
    """How to find a row again that was put together here: the file has no row of its number.

    `by` is our field for the id that the pupil has in the file, `id_called` what it is called
    there, and `where` in words where the pupil and the carer of a row stand.
    """

    by: str
    id_called: str
    where: Callable[[int], tuple[str, str]]


# Pairs of ids, a pupil's and a carer's, where a list of changes has no more than that of the carer.
Elsewhere = frozenset[tuple[str, str]]
AboutNobody = tuple[int, str]  # a row that is about nobody, and all that stands in it


class Sheet(NamedTuple):
    """A table in a file. `rows` is read once, a row at a time: (line of the file, cells).

    Every row that comes has as many cells as there are headings. Rows that cannot be read do not
    come: they are added to `refused` on the way. `warnings` is complete when all rows were read.
    Cells are as in the file: `cells.unguard` gives what stood there before an export guarded it.
    """

    name: str
    headings: tuple[str, ...]
    heading_row: int
    rows: Iterator[Row]
    warnings: list[str]
    refused: list[Refused]
    title: str | None = None  # of the sheet of a workbook, if only one is read
    counted: Counted | None = None
    elsewhere: Elsewhere = frozenset()
    asked: tuple[str, ...] = ()  # the sheets of a workbook that were asked for, and are read
    unread: tuple[str, ...] = ()  # the others, unless those to be read were asked for by name
    differs: str | None = None  # of several sheets the first whose columns stand otherwise
    about_nobody: Sequence[AboutNobody] = ()  # titles above the headings, and footers so far
    asides: Sequence[int] = ()  # rows about nobody, so far: totals, titles, not the headings again
    standing_out: Sequence[StandingOut] = ()  # by colour, for each sheet that was read
    unfilled: Sequence[str] = ()  # columns that are none of the file's, and had nothing in any row
    written: str = ""  # how a text file is written, where it is not the usual way: ", in UTF-16"

    @property
    def titles(self) -> tuple[str, ...]:
        """What the sheets of a workbook are called that are read; none of another file."""
        return self.asked or (() if self.title is None else (self.title,))

    def filled(self, headings: Iterable[str]) -> list[str]:
        """Those of some headings that are worth naming, when all rows were read."""
        return [each for each in headings if each not in self.unfilled]

    def place(self, file: str) -> Place:
        """Where it stands, for a message."""
        return Place(PurePath(file).name, self.title)


Watch = Callable[[Iterable[Row]], Iterator[Row]]  # lets rows go by, and may say how far they are
# How the rows of a file become a table; without one it is the table below the best headings.
Shape = Callable[[Iterator[Row], str, Collection[str]], Sheet]


class _Held:
    """What a file keeps open, let go of once: at the latest when nobody has it any more."""

    def __init__(self, close: Callable[[], object]) -> None:
        self._close: Callable[[], object] | None = close

    def let_go(self) -> None:
        close, self._close = self._close, None
        if close:
            close()

    def __del__(self) -> None:
        self.let_go()


def closing(rows: Iterable[Row], close: Callable[[], object]) -> Iterator[Row]:
    """The rows; behind the last one their file is closed, and also if nobody reads any."""
    held = _Held(close)

    def each() -> Iterator[Row]:
        try:
            yield from rows
        finally:
            held.let_go()

    return each()


def known_cells(cells: Sequence[str], known: Collection[str]) -> int:
    """How many different headings of these are known."""
    keys = {fold_heading(cell) for cell in cells if len(cell) < 100}
    return sum(key in known for key in keys)


def no_headings(name: str, known: Collection[str] = ()) -> NoTable:
    """The refusal of a file whose columns nobody can name; with headings that are known here."""
    pairs = (pair for pair in _EXAMPLES if all(fold_heading(each) in known for each in pair))
    first, second = next(pairs, _EXAMPLES[0])
    return NoTable(
        f"No heading row was found in the first {HEADING_ROWS} rows of {name}. One row must name "
        f'the columns, at least two of them by names we know (such as "{first}" and "{second}") '
        'or by --map "Their heading=our field".'
    )
