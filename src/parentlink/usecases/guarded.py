"""What a contact rule must be followed through to: bookings, and the same person on file twice."""

from collections.abc import Iterable
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.named import barred_called


class Guarded(NamedTuple):
    """A conversation still to come or to be rearranged, and the rule of the carer it is with."""

    id: int
    carer: str
    contact_rule: str
    rule_reason: str | None


class AtHome(NamedTuple):
    """An open action in a home of children of whom somebody must not be contacted, and who does
    it."""

    id: int
    carer: str
    contact_rule: str
    rule_reason: str | None
    who: str
    family_id: int


class Namesake(NamedTuple):
    """Somebody of the same name with a weaker rule, who may be the same person."""

    id: int
    carer: str
    family: str
    should_be: str  # ContactRule


class Ruled(NamedTuple):
    """The bookings, open actions and other entries of a carer who has a contact rule."""

    talks: list[Guarded]
    actions: list[AtHome]
    namesakes: list[Namesake]


_GUARDED = (
    "SELECT v.id, c.name, c.contact_rule, c.rule_reason FROM conversation v"
    " JOIN carer c ON c.id = v.carer_id"
    " WHERE v.state IN ('booked', 'missed') AND c.contact_rule <> 'allow' AND "
)
OF_TALK = _GUARDED + "v.id = :talk_id"
OF_CARER = _GUARDED + "v.carer_id = :carer_id ORDER BY v.starts_at, v.id"
AT_HOME = (
    "SELECT a.id, c.name, c.contact_rule, c.rule_reason, a.who, a.family_id FROM carer c"
    " JOIN action a ON a.family_id = c.family_id OR a.family_id IN (SELECT n.family_id"
    " FROM pupil_family m JOIN pupil_family n ON n.pupil_id = m.pupil_id"
    " WHERE m.family_id = c.family_id) WHERE c.id = :carer_id"
    " AND c.contact_rule = 'never' AND a.state = 'open' AND a.owner = 'home' ORDER BY a.id"
)
# A number, an address or a child in common; the same family always is.
NAMESAKES = (
    "SELECT o.id, o.name, f.name, c.contact_rule FROM carer c JOIN carer o"
    " ON o.name_key = c.name_key AND o.id <> c.id JOIN family f ON f.id = o.family_id"
    " WHERE c.id = :carer_id AND (o.contact_rule = 'allow' AND c.contact_rule <> 'allow'"
    " OR o.contact_rule = 'ask' AND c.contact_rule = 'never') AND (o.family_id = c.family_id"
    " OR o.mobile_phone IN (c.mobile_phone, c.home_phone, c.work_phone)"
    " OR o.home_phone IN (c.mobile_phone, c.home_phone, c.work_phone)"
    " OR o.work_phone IN (c.mobile_phone, c.home_phone, c.work_phone) OR o.email = c.email"
    " OR EXISTS (SELECT 1 FROM pupil_family a JOIN pupil_family b ON b.pupil_id = a.pupil_id"
    " WHERE a.family_id = c.family_id AND b.family_id = o.family_id)) ORDER BY o.id"
)


def guarded(store: Store, talk_ids: Iterable[int]) -> list[Guarded]:
    """Those of these conversations that are with somebody who has a contact rule."""
    return [one for talk_id in talk_ids if (one := store.one(Guarded, OF_TALK, talk_id=talk_id))]


def ruled(store: Store, carer_id: int) -> Ruled:
    """What the rule of one carer must be followed through to; nothing where they have none."""
    talks = store.all(Guarded, OF_CARER, carer_id=carer_id)
    return Ruled(talks, _in_their_name(store, carer_id), namesakes(store, carer_id))


def _in_their_name(store: Store, carer_id: int) -> list[AtHome]:
    """The open actions that a carer who must not be contacted is to do."""
    found = store.all(AtHome, AT_HOME, carer_id=carer_id)
    return [one for one in found if carer_id in barred_called(store, one.family_id, one.who)]


def namesakes(store: Store, carer_id: int) -> list[Namesake]:
    """Who may be the same person as a carer with a contact rule, and is not protected by it."""
    return store.all(Namesake, NAMESAKES, carer_id=carer_id)
