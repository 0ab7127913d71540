"""Whether a number or address that somebody types for a carer is another carer's already."""

from collections.abc import Sequence
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.vocabulary import ContactRule


class Another(NamedTuple):
    """A carer who has it already."""

    id: int
    name: str
    family_id: int
    family: str
    contact_rule: str


class Shared(NamedTuple):
    """The carer for whom it was typed, their contact rule, and who has it already."""

    id: int
    name: str
    rule: str
    others: list[Another]


_OF = "(:way_1, :way_2, :way_3, :way_4)"
# There is no index by number: it would cost an import more than this look at every carer.
ANOTHERS = (
    "SELECT c.id, c.name, c.family_id, f.name, c.contact_rule FROM carer c"
    " JOIN family f ON f.id = c.family_id WHERE c.id <> :id"
    f" AND (c.mobile_phone IN {_OF} OR c.home_phone IN {_OF} OR c.work_phone IN {_OF}"
    " OR LOWER(c.email) IN (LOWER(:way_1), LOWER(:way_2), LOWER(:way_3), LOWER(:way_4)))"
    " ORDER BY c.id"
)
SELF = (
    "SELECT c.id, c.name, c.family_id, f.name, c.contact_rule FROM carer c"
    " JOIN family f ON f.id = c.family_id WHERE c.id = :id"
)


def number_of_another(store: Store, carer_id: int, typed: Sequence[str]) -> Shared | None:
    """The others who have one of these and may be contacted, when that is news.

    In one home it is none, unless the carer for whom it was typed has a contact rule. Of others who
    have a rule `barred.sharing` speaks.
    """
    own = store.one(Another, SELF, id=carer_id)
    if own is None or not typed:
        return None
    ways = dict(zip(("way_1", "way_2", "way_3", "way_4"), [*typed, *[None] * 4], strict=False))
    found = [
        one
        for one in store.all(Another, ANOTHERS, id=carer_id, **ways)
        if one.contact_rule == ContactRule.ALLOW
        and (one.family_id != own.family_id or own.contact_rule != ContactRule.ALLOW)
    ]
    return Shared(own.id, own.name, own.contact_rule, found) if found else None
