"""What an import would do or did, as scripts get it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parentlink.exchange.row_of_sheet import sheet_and_number
from parentlink.exchange.sheet import Place, Problem
from parentlink.usecases.importing.families.guarding.moved import Moved


class Told(NamedTuple):
    """A refused row as scripts get it: where it stands, what stands there, and what to do."""

    file: str
    sheet: str | None
    row: int
    column: str
    value: str
    problem: str
    whose: str


class Blocked(NamedTuple):
    """A carer whom the file blocks, or lists no longer (then without a row).

    `carer` is as commands take it ("c12"), and null when new; `sheet` is null but of a workbook.
    """

    carer: str | None
    name: str
    rule: str
    reason: str | None
    row: int | None
    sheet: str | None


class NotTaken(NamedTuple):
    """A block in a refused row: whether it is set all the same, and what sets it by hand."""

    row: int
    carer: str | None
    name: str
    pupil: str
    rule: str
    reason: str
    is_set: bool
    command: str
    sheet: str | None


class Answer(NamedTuple):
    """What scripts get; the counts are rows of the file, `missing` are pupils."""

    batch: int | None
    new: int
    changed: int
    unchanged: int
    refused: int
    missing: int
    problems: list[Told]
    removed: int = 0
    watch_out: Sequence[str] = ()
    left_out: int = 0
    blocked: Sequence[Blocked] = ()
    moved: Sequence[Moved] = ()
    refused_blocks: Sequence[NotTaken] = ()


def told(place: Place, problems: Iterable[Problem]) -> list[Told]:
    """Refused rows of a file."""
    return [Told(place.file, *where(place, row), *said) for row, *said in problems]


def where(place: Place, row: int) -> tuple[str | None, int]:
    """The sheet of a row, if there are sheets, and its number."""
    sheet, number = sheet_and_number(row)
    return sheet or place.sheet, number
