"""Families: added with their carers and pupils, listed, shown whole, edited, archived."""

from datetime import date, datetime
from typing import Any, NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import fold
from parentlink.parse.people import CarerLine, PupilLine
from parentlink.store.store import Store
from parentlink.usecases.barred import Barred, barred, new_since, sharing
from parentlink.usecases.carer import CARER_ROWS, CarerRow, add_carer, unkept
from parentlink.usecases.pupil import (
    PUPIL_ROWS,
    Name,
    PupilRow,
    add_pupil,
    namesakes,
)


class FamilyRow(NamedTuple):
    """A family in a list."""

    id: int
    family: str
    household: str | None
    pupils: tuple[str, ...]
    carers: tuple[str, ...]
    language: str | None
    key_contact: str | None
    archived_on: date | None


class LinkRow(NamedTuple):
    """What a carer is to a pupil."""

    pupil: str
    carer_id: int
    relationship: str | None
    responsibility: str
    lives_with: str
    priority: int
    emergency: bool


class Household(NamedTuple):
    """One family whole."""

    family: FamilyRow
    carers: tuple[CarerRow, ...]
    pupils: tuple[PupilRow, ...]
    links: tuple[LinkRow, ...]


_FAMILIES = (
    "SELECT f.id, f.name, f.household, '' AS pupils, '' AS carers, f.home_language, s.name,"
    " f.archived_on FROM family f LEFT JOIN staff s ON s.id = f.key_contact_id "
)
ALL_FAMILIES = _FAMILIES + "ORDER BY f.name_key, f.id"
ONE_FAMILY = _FAMILIES + "WHERE f.id = :family_id"
GROUP_FAMILIES = (
    _FAMILIES
    + "WHERE EXISTS (SELECT 1 FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id"
    + " WHERE pf.family_id = f.id AND p.tutor_group = :tutor_group) ORDER BY f.name_key, f.id"
)
CARERS_OF = CARER_ROWS + "WHERE c.family_id = :family_id ORDER BY c.id"
PUPILS_OF = PUPIL_ROWS + "WHERE pf.family_id = :family_id ORDER BY p.year_group, p.name_key, p.id"
LINKS_OF = (
    "SELECT COALESCE(p.preferred_name, p.legal_name), pc.carer_id, pc.relationship,"
    " pc.responsibility, pc.lives_with, pc.priority, pc.emergency"
    " FROM carer c JOIN pupil_carer pc ON pc.carer_id = c.id JOIN pupil p ON p.id = pc.pupil_id"
    " WHERE c.family_id = :family_id ORDER BY pc.priority, pc.carer_id, p.id"
)
ARCHIVED_ON = "SELECT archived_on FROM family WHERE id = :family_id"
SAME_NAME = "SELECT id, name FROM family WHERE name_key = :key AND archived_on IS NULL ORDER BY id"


class Added(NamedTuple):
    """What `family add` wrote."""

    family_id: int
    namesakes: tuple[int, ...]
    same_pupils: tuple[tuple[str, int], ...]  # a pupil's name, and who may be the same child
    unkept: tuple[str, ...]
    barred: tuple[Barred, ...]  # new carers with the contact rule of somebody on file
    sharing: tuple[tuple[int, str, list[Barred]], ...]  # and with a number of somebody barred


def add_family(
    store: Store,
    values: dict[str, Any],
    carers: list[CarerLine],
    pupils: list[PupilLine],
    now: datetime,
    today: date,
) -> Added:
    """A household with its carers and pupils, each carer linked to each pupil.

    Raises:
        Unreadable: a UPN is on file already; the sentence names whose.
    """
    key = fold(values["name"])
    families_so_called = tuple(row.id for row in store.all(Name, SAME_NAME, key=key))
    same = tuple((line.name, one) for line in pupils for one in namesakes(store, line))
    before = barred(store)
    family_id = store.insert("family", **values, name_key=key, added_on=today)
    pupil_ids = [add_pupil(store, family_id, line) for line in pupils]
    sharing_way = []
    for place, line in enumerate(carers, start=1):
        one = add_carer(store, family_id, line, now, {}, pupil_ids=pupil_ids, priority=place)
        sharing_way.append((one, line.name, sharing(store, one)))
    store.describe(f"added the {values['name']} family")
    lost = tuple(filter(None, (unkept(store, family_id, line) for line in carers)))
    rules = new_since(store, before)
    return Added(family_id, families_so_called, same, lost, rules, tuple(sharing_way))


def families(store: Store, tutor_group: str | None, *, archived: bool) -> list[FamilyRow]:
    """Families by name, with their pupils and carers in a line; never-carers are left out."""
    found = (
        store.all(FamilyRow, GROUP_FAMILIES, tutor_group=tutor_group)
        if tutor_group
        else store.all(FamilyRow, ALL_FAMILIES)
    )
    return [_full(store, row) for row in found if archived or row.archived_on is None]


def _full(store: Store, row: FamilyRow) -> FamilyRow:
    pupils = store.all(PupilRow, PUPILS_OF, family_id=row.id)
    carers = store.all(CarerRow, CARERS_OF, family_id=row.id)
    named = [
        f"{one.preferred_name or one.pupil}{f' {one.tutor_group}' if one.tutor_group else ''}"
        for one in pupils
    ]
    open_to = [one.carer for one in carers if one.contact_rule != "never"]
    return row._replace(pupils=tuple(named), carers=tuple(open_to))


def household(store: Store, family_id: int) -> Household:
    """One family whole, as `family show` needs it."""
    row = store.one(FamilyRow, ONE_FAMILY, family_id=family_id)
    if row is None:
        raise NotFound(f"There is no family {family_id}.")
    return Household(
        _full(store, row),
        tuple(store.all(CarerRow, CARERS_OF, family_id=family_id)),
        tuple(store.all(PupilRow, PUPILS_OF, family_id=family_id)),
        tuple(store.all(LinkRow, LINKS_OF, family_id=family_id)),
    )


def archive(store: Store, family_id: int, family: str, on: date | None) -> bool:
    """Take a family out of every list, or with None back in; returns False if it was so before."""
    known = store.value(ARCHIVED_ON, family_id=family_id)
    if bool(known) == bool(on):
        return False
    store.describe(f"{'archived' if on else 'brought back'} the {family} family")
    return store.update("family", family_id, archived_on=on)


def edit_family(store: Store, family_id: int, changes: dict[str, Any]) -> bool:
    """Change what is known of a family; returns whether anything was different."""
    if "name" in changes:
        changes = changes | {"name_key": fold(changes["name"])}
    return store.update("family", family_id, **changes) if changes else False
