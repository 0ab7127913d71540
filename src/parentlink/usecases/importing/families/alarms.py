"""Whether a person should look before a families file is imported."""

from collections import Counter
from collections.abc import Iterator, Sequence

from parentlink.rules.watch_out import FEW_PUPILS, Reach, watch_out
from parentlink.store.store import Store
from parentlink.usecases.importing.families.guarding.removed import Removed
from parentlink.usecases.importing.families.plan import Plan
from parentlink.usecases.importing.families.reading.in_colour import why_ask

FAMILIES = "SELECT COUNT(*) FROM family WHERE archived_on IS NULL"
# By mended rows nobody is lost who is not among them, whatever their file is called.
LATELY_REFUSED = (
    "SELECT MAX(refused_rows) FROM (SELECT refused_rows FROM import_batch"
    " WHERE kind = 'families' ORDER BY id DESC LIMIT 5) lately"
)
_NAMED = 2  # what changes most
_FEW = 5  # carers


def alarms(store: Store | None, plan: Plan) -> list[str]:
    """Why somebody should look first, in sentences; without a store nobody is on file yet."""
    gone, listed = plan.removals, plan.listed
    reach = Reach(
        int(store.value(FAMILIES)) if store else 0,
        plan.families_changed,
        gone.carers,
        len(gone.removed),
        listed.carers,
        len(plan.todo.barred),
        # Such a list would have the only carer of a pupil.
        is_first_only=gone.beside > 0 and listed.most == 1 and listed.pupils > FEW_PUPILS,
        pupils=plan.expected,
        missing=len(plan.missing),
        known=plan.known,
        new=len(plan.todo.pupils),
    )
    said = watch_out(reach, _mostly(plan))
    return [*said, *_may_be_mended(store, plan), *why_ask(plan.in_red)]


def _may_be_mended(store: Store | None, plan: Plan) -> Iterator[str]:
    """Whether these may be rows that were refused, and would take carers off by not naming them.

    Or, by a word in the name of the file or of a column, they were taken for such, and may be none.
    """
    if store is None or not (plan.removals.removed or plan.stay):
        return
    refused = int(store.value(LATELY_REFUSED) or 0)
    rows = plan.new + plan.changed + plan.unchanged + len(plan.refused)
    if rows > refused and plan.stay:
        yield _may_be_whole(plan.stay)
    if rows <= refused and plan.removals.removed:
        rows_were = "1 row" if refused == 1 else f"{refused:,} rows"
        yield (
            f"A file lately had {rows_were} refused, and this one has {rows:,}. If these are the "
            'mended rows, please write "refused" into the name of the file, or nobody would ring '
            "the carers any more whom it does not list. If it is a whole list, go on."
        )


def _may_be_whole(stay: Sequence[Removed]) -> str:
    names = ", ".join(f"{each.carer} (of {' and '.join(each.pupils)})" for each in stay[:_FEW])
    more = f" and {len(stay) - _FEW:,} more" if len(stay) > _FEW else ""
    return (
        'This file has a column "problem", or "refused" stands in its name, so it was taken for '
        f"mended rows of another file, and whom it does not list stays: {names}{more}. If these "
        "are mended rows, go on. If it is a whole list, please give the file or the column another "
        "name, or nobody would learn who is no longer a contact."
    )


def _mostly(plan: Plan) -> list[str]:
    """The fields that change most often, in words."""
    counted = Counter(change.what for change in plan.changes)
    return [what for what, _ in counted.most_common(_NAMED)]
