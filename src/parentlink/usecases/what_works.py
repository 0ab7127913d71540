"""What helped across families, from every action that was ever agreed."""

from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.rules import what_works as rule
from parentlink.rules.what_works import Strategy, Tried
from parentlink.store.store import Store


class ActionFacts(NamedTuple):
    """An action as the comparison needs it: no name of anybody."""

    barrier: str | None
    what: str
    state: str
    family_id: int


ALL_ACTIONS = (
    "SELECT barrier, what, state, family_id FROM action"
    " WHERE :barrier IS NULL OR barrier = :barrier ORDER BY id"
)


def what_works(store: Store, barrier: str | None, min_n: int) -> list[Strategy]:
    """Every strategy that has been tried or is running, by barrier."""
    found = store.all(ActionFacts, ALL_ACTIONS, barrier=barrier)
    facts = (Tried(one.barrier, fold(one.what), one.what, *one[2:]) for one in found)
    return rule.what_works(facts, min_n)
