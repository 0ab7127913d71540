"""What an import would do or did, as scripts get it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parentlink.exchange.row_of_sheet import sheet_and_number
from parentlink.exchange.sheet import Place, Problem
from parentlink.usecases.importing.families.guarding.moved import Moved
from parentlink.usecases.importing.families.guarding.refused_blocks import Held
from parentlink.usecases.importing.families.plan import Plan
from parentlink.views.refused_blocks import command


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


def answer(plan: Plan, batch: int | None, why: Sequence[str]) -> Answer:
    """A plan as scripts get it; `why` somebody should look first."""
    problems = told(plan.place, [one for each in plan.refused for one in each.problems])
    counts = (plan.new, plan.changed, plan.unchanged, len(plan.refused), len(plan.missing))
    removed = plan.removals.removed
    refused = [_not_taken(plan.place, each, is_written=batch is not None) for each in plan.held]
    said = (why, 0, _blocked(plan), plan.moved, refused)
    return Answer(batch, *counts, problems, len(removed), *said)


def _not_taken(place: Place, held: Held, *, is_written: bool) -> NotTaken:
    carer = f"c{held.carer_id}" if held.carer_id else None
    sheet, row = _where(place, held.row)
    names = (row, carer, held.carer, held.pupil, held.rule, held.reason)
    is_set = is_written and carer is not None
    return NotTaken(*names, is_set, command(held), sheet)


def _blocked(plan: Plan) -> list[Blocked]:
    """Whom nobody may ring any more, or only after asking."""
    found = []
    for each in plan.todo.barred:
        sheet, row = _where(plan.place, each.row)
        carer = f"c{each.carer_id}" if each.carer_id else None
        found.append(Blocked(carer, *each[1:4], row, sheet))
    gone = plan.removals.removed
    return found + [
        Blocked(f"c{each.carer_id}", each.carer, each.rule, each.reason, None, None)
        for each in gone
    ]


def told(place: Place, problems: Iterable[Problem]) -> list[Told]:
    """Refused rows of a file."""
    return [Told(place.file, *_where(place, row), *said) for row, *said in problems]


def _where(place: Place, row: int) -> tuple[str | None, int]:
    """The sheet of a row, if there are sheets, and its number."""
    sheet, number = sheet_and_number(row)
    return sheet or place.sheet, number
