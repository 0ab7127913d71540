"""What an import of families would do or did, as scripts get it."""

from collections.abc import Sequence

from parentlink.exchange.sheet import Place
from parentlink.usecases.importing.families.guarding.refused_blocks import Held
from parentlink.usecases.importing.families.plan import Plan
from parentlink.views.import_answer import Answer, Blocked, NotTaken, told, where
from parentlink.views.refused_blocks import command


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
    sheet, row = where(place, held.row)
    names = (row, carer, held.carer, held.pupil, held.rule, held.reason)
    is_set = is_written and carer is not None
    return NotTaken(*names, is_set, command(held), sheet)


def _blocked(plan: Plan) -> list[Blocked]:
    """Whom nobody may ring any more, or only after asking."""
    found = []
    for each in plan.todo.barred:
        sheet, row = where(plan.place, each.row)
        carer = f"c{each.carer_id}" if each.carer_id else None
        found.append(Blocked(carer, *each[1:4], row, sheet))
    gone = plan.removals.removed
    return found + [
        Blocked(f"c{each.carer_id}", each.carer, each.rule, each.reason, None, None)
        for each in gone
    ]
