"""Contact rules that must not get lost: by adding somebody twice, by an edit, or by undo."""

from collections.abc import Iterable
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.people import CarerLine
from parentlink.store.store import Store


class Barred(NamedTuple):
    """A carer who must not be contacted, or about whom to ask first."""

    id: int
    name: str
    family_id: int
    family: str
    contact_rule: str
    rule_reason: str | None
    name_key: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None


_BARRED = (
    "SELECT c.id, c.name, c.family_id, f.name, c.contact_rule, c.rule_reason, c.name_key,"
    " c.mobile_phone, c.home_phone, c.work_phone, c.email FROM carer c"
    " JOIN family f ON f.id = c.family_id WHERE c.contact_rule <> 'allow' "
)
BARRED = _BARRED + "ORDER BY c.id"
# Whoever lives apart is somebody's mother or father all the same.
OF_FAMILY = (
    _BARRED + "AND (c.family_id = :family_id OR c.family_id IN (SELECT b.family_id"
    " FROM pupil_family a JOIN pupil_family b ON b.pupil_id = a.pupil_id"
    " WHERE a.family_id = :family_id)) ORDER BY c.id"
)
SHARING = (
    _BARRED
    + "AND EXISTS (SELECT 1 FROM carer n WHERE n.id = :carer_id AND n.contact_rule = 'allow'"
    " AND n.id <> c.id AND (LOWER(n.email) = LOWER(c.email)"
    " OR n.mobile_phone IN (c.mobile_phone, c.home_phone, c.work_phone)"
    " OR n.home_phone IN (c.mobile_phone, c.home_phone, c.work_phone)"
    " OR n.work_phone IN (c.mobile_phone, c.home_phone, c.work_phone))) ORDER BY c.id"
)
OF_PUPIL = (
    _BARRED + "AND c.family_id IN (SELECT family_id FROM pupil_family WHERE pupil_id = :pupil_id)"
    " ORDER BY c.id"
)
RULE_OF = "SELECT contact_rule FROM carer WHERE id = :id"


def barred(store: Store) -> list[Barred]:
    """Everybody with a contact rule."""
    return store.all(Barred, BARRED)


def of_families(store: Store, family_ids: Iterable[int]) -> list[Barred]:
    """Everybody with a contact rule in these families, and in other homes of their pupils; each
    family is one seek."""
    asked = dict.fromkeys(family_ids)
    found = (one for family in asked for one in store.all(Barred, OF_FAMILY, family_id=family))
    return list(dict.fromkeys(found))


def of_pupil(store: Store, pupil_id: int) -> list[Barred]:
    """Everybody with a contact rule in the households of a pupil."""
    return store.all(Barred, OF_PUPIL, pupil_id=pupil_id)


def twin(store: Store, family_id: int, line: CarerLine) -> Barred | None:
    """Somebody barred who has this name, and this family, number or e-mail address.

    Typed a second time, they would be a carer without the rule, and the list would name them.
    """
    key = fold(line.name)
    ways = {line.mobile_phone, line.home_phone, line.work_phone, line.email} - {None, ""}
    for one in barred(store):
        own = {one.mobile_phone, one.home_phone, one.work_phone, one.email}
        if one.name_key == key and (one.family_id == family_id or ways & own):
            return one
    return None


def sharing(store: Store, carer_id: int) -> list[Barred]:
    """Who has a contact rule, and a number or address of a carer who has none."""
    return store.all(Barred, SHARING, carer_id=carer_id)


def new_since(store: Store, before: list[Barred]) -> tuple[Barred, ...]:
    """Who has a contact rule now, and had none or another one among these."""
    known = {one.id: one.contact_rule for one in before}
    return tuple(one for one in barred(store) if known.get(one.id) != one.contact_rule)


def lifted_since(store: Store, before: list[Barred]) -> tuple[Barred, ...]:
    """Who must not be contacted among these, is still on file, and may be contacted now."""
    blocked = (one for one in before if one.contact_rule == "never")
    return tuple(one for one in blocked if store.value(RULE_OF, id=one.id) not in (None, "never"))
