"""Whether a person should look before a families file is imported."""

from collections import Counter

from parentlink.rules.watch_out import FEW_PUPILS, Reach, watch_out
from parentlink.store.store import Store
from parentlink.usecases.importing.families.plan import Plan

FAMILIES = "SELECT COUNT(*) FROM family WHERE archived_on IS NULL"
_NAMED = 2  # what changes most


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
    )
    return watch_out(reach, _mostly(plan))


def _mostly(plan: Plan) -> list[str]:
    """The fields that change most often, in words."""
    counted = Counter(change.field for change in plan.changes)
    return [_in_words(field) for field, _ in counted.most_common(_NAMED)]


def _in_words(field: str) -> str:
    return field.removesuffix("_id").replace("_", " ")
