"""Whether a person should look before a families file is imported."""

from collections import Counter

from parentlink.rules.watch_out import Reach, watch_out
from parentlink.store.store import Store
from parentlink.usecases.importing.plan import Plan

FAMILIES = "SELECT COUNT(*) FROM family WHERE archived_on IS NULL"
_NAMED = 2  # what changes most


def alarms(store: Store | None, plan: Plan) -> list[str]:
    """Why somebody should look first, in sentences; nothing in a file still to be made."""
    if store is None:
        return []
    gone = plan.removals
    reach = Reach(int(store.value(FAMILIES)), plan.families_changed, gone.carers, len(gone.removed))
    return watch_out(reach, _mostly(plan))


def _mostly(plan: Plan) -> list[str]:
    """The fields that change most often, in words."""
    counted = Counter(change.field for change in plan.changes)
    return [_in_words(field) for field, _ in counted.most_common(_NAMED)]


def _in_words(field: str) -> str:
    return field.removesuffix("_id").replace("_", " ")
