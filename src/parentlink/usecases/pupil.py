"""Pupils: added, listed, edited; the restricted flags only for who asks by name."""

from datetime import date
from typing import Any, NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import fold
from parentlink.parse.people import PupilLine
from parentlink.store.store import Store


class PupilRow(NamedTuple):
    """A pupil in a list; restricted flags are never part of it."""

    id: int
    pupil: str
    preferred_name: str | None
    upn: str | None
    year_group: int | None
    tutor_group: str | None
    tutor: str | None
    family: str | None
    starts_on: date | None
    leaves_on: date | None
    family_id: int | None
    household: str | None


class Restricted(NamedTuple):
    """What is only shown when asked for by name."""

    pupil: str
    sen_status: str | None
    pupil_premium: bool | None
    eal: bool | None
    looked_after: bool | None
    young_carer: bool | None
    free_school_meals: bool | None
    ethnicity: str | None
    medical: str | None


class Name(NamedTuple):
    """An id and a name."""

    id: int
    name: str


PUPIL_ROWS = (
    "SELECT p.id, p.legal_name, p.preferred_name, p.upn, p.year_group, p.tutor_group, s.name,"
    " f.name, p.starts_on, p.leaves_on, f.id AS family_id, f.household FROM pupil p"
    " LEFT JOIN pupil_family pf ON pf.pupil_id = p.id LEFT JOIN family f ON f.id = pf.family_id"
    " LEFT JOIN staff s ON s.id = p.tutor_id "
)
_LISTED = "WHERE f.archived_on IS NULL "
ALL_PUPILS = PUPIL_ROWS + _LISTED + "ORDER BY p.year_group, p.tutor_group, p.name_key, p.id, f.id"
GROUP_PUPILS = (
    PUPIL_ROWS + _LISTED + "AND p.tutor_group = :tutor_group ORDER BY p.name_key, p.id, f.id"
)
SAME_PUPIL = (
    "SELECT id, legal_name FROM pupil WHERE name_key = :key"
    " AND (upn IS NULL OR :upn IS NULL) ORDER BY id"
)
RESTRICTED_OF = (
    "SELECT COALESCE(p.preferred_name, p.legal_name), p.sen_status, p.pupil_premium, p.eal,"
    " p.looked_after, p.young_carer, p.free_school_meals, p.ethnicity, p.medical"
    " FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id"
    " WHERE pf.family_id = :family_id ORDER BY p.year_group, p.name_key, p.id"
)
PUPIL_BY_UPN = "SELECT id, legal_name FROM pupil WHERE upn = :upn"
CARERS_OF_FAMILY = (
    "SELECT c.id, MIN(COALESCE(pc.relationship, '')), MIN(pc.priority) FROM carer c"
    " LEFT JOIN pupil_carer pc ON pc.carer_id = c.id WHERE c.family_id = :family_id"
    " GROUP BY c.id ORDER BY 3, c.id"
)
IN_FAMILY = "SELECT id, '' FROM pupil_family WHERE pupil_id = :pupil_id AND family_id = :family_id"


def add_pupil(store: Store, family_id: int, line: PupilLine, **values: Any) -> int:
    """A pupil in a household, linked to nobody yet.

    Raises:
        Unreadable: the UPN is on file already.
    """
    if line.upn and (other := store.one(Name, PUPIL_BY_UPN, upn=line.upn)):
        raise Unreadable(
            f"UPN {line.upn} belongs to {other.name} (p{other.id}) already. Nothing was saved. "
            f"For a second household: parentlink pupil edit p{other.id} --also-in FAMILY."
        )
    pupil_id = store.insert(
        "pupil",
        legal_name=line.name,
        name_key=fold(line.name),
        tutor_group=line.tutor_group,
        year_group=line.year_group,
        upn=line.upn,
        date_of_birth=line.date_of_birth,
        **values,
    )
    store.insert("pupil_family", pupil_id=pupil_id, family_id=family_id)
    return pupil_id


class CarerOfFamily(NamedTuple):
    """A carer of a family, with what they are to a pupil of it already."""

    id: int
    relationship: str
    priority: int | None


def add_sibling(store: Store, family_id: int, line: PupilLine, values: dict[str, Any]) -> int:
    """A pupil in a household, its carers linked in their order on file.

    Parental responsibility is not carried over from a sibling: it is a legal fact about each child.
    """
    pupil_id = add_pupil(store, family_id, line, **values)
    carers = store.all(CarerOfFamily, CARERS_OF_FAMILY, family_id=family_id)
    for place, carer in enumerate(carers, start=1):
        store.insert(
            "pupil_carer",
            pupil_id=pupil_id,
            carer_id=carer.id,
            relationship=carer.relationship or None,
            responsibility="unknown",
            priority=carer.priority or place,
            emergency=False,
        )
    return pupil_id


def restricted_facts(store: Store, family_id: int) -> list[Restricted]:
    """The restricted facts about a family's pupils, for who asked for them by name."""
    return store.all(Restricted, RESTRICTED_OF, family_id=family_id)


def pupils(store: Store, tutor_group: str | None, today: date, *, left: bool) -> list[PupilRow]:
    """Pupils by year, group and name, one row for each household; those who left only on wish."""
    found = (
        store.all(PupilRow, GROUP_PUPILS, tutor_group=tutor_group)
        if tutor_group
        else store.all(PupilRow, ALL_PUPILS)
    )
    return [row for row in found if left or row.leaves_on is None or row.leaves_on >= today]


def edit_pupil(store: Store, pupil_id: int, changes: dict[str, Any]) -> bool:
    """Change what is known of a pupil; returns whether anything was different.

    Raises:
        Unreadable: the UPN is somebody else's.
    """
    upn = changes.get("upn")
    if upn and (other := store.one(Name, PUPIL_BY_UPN, upn=upn)) and other.id != pupil_id:
        raise Unreadable(f"UPN {upn} belongs to {other.name} (p{other.id}). Nothing was saved.")
    if "legal_name" in changes:
        changes = changes | {"name_key": fold(changes["legal_name"])}
    if "preferred_name" in changes:
        preferred = changes["preferred_name"]
        changes = changes | {"preferred_key": fold(preferred) if preferred else None}
    return store.update("pupil", pupil_id, **changes) if changes else False


def join_household(store: Store, pupil_id: int, family_id: int) -> bool:
    """Put a pupil in one more household; returns False when they are in it already."""
    if store.one(Name, IN_FAMILY, pupil_id=pupil_id, family_id=family_id):
        return False
    store.insert("pupil_family", pupil_id=pupil_id, family_id=family_id)
    return True


def namesakes(store: Store, line: PupilLine) -> list[int]:
    """Pupils on file who may be the same child: the same name, and no UPN that says otherwise."""
    return [row.id for row in store.all(Name, SAME_PUPIL, key=fold(line.name), upn=line.upn)]
