"""What is due: promises, follow-ups after a concern, and this week's positive calls."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.calls import who_needs
from parentlink.rules.due import call_items, follow_up, in_order, promise_items
from parentlink.rules.standing import PromiseFacts
from parentlink.store.store import Store
from parentlink.usecases import calls, households
from parentlink.usecases.calls import Scope


class DueRow(NamedTuple):
    """One thing to do."""

    kind: str
    family_id: int
    family: str
    due_on: date
    what: str


OPEN_PROMISES = (
    "SELECT id, what, due_on, state FROM promise WHERE family_id = :family_id"
    " AND state = 'open' AND due_on <= :today ORDER BY due_on, id"
)


def due(store: Store, scope: Scope, me: int | None, today: date) -> tuple[list[DueRow], str]:
    """Everything due today in the scope, the most pressing first, and the scope in words."""
    families, named = calls.in_scope(store, scope, me, today)
    days = households.calendar(store)
    chosen = households.settings(store)
    standings = calls.standings(store, families, today)
    found = who_needs(standings, days, today, calls.call_settings(chosen))
    quota = int(chosen["weekly_calls"]) or found.quota
    items = list(call_items(found.rows[:quota], today))
    for one in standings:
        items += [back] if (back := follow_up(one, days, today)) else []
        open_ = store.all(PromiseFacts, OPEN_PROMISES, family_id=one.family_id, today=today)
        items += promise_items(one.family_id, one.family, open_, days, today)
    return [DueRow(*item[:5]) for item in in_order(items)], named
