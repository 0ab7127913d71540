"""Who may be on file twice, best guesses first; and who is not, because somebody has said so."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import fold
from parentlink.rules.alike import (
    CARER_KEYS,
    MOST_SHARING,
    PUPIL_KEYS,
    Carer,
    Pupil,
    sharing,
    why_one_carer,
    why_one_pupil,
)
from parentlink.rules.names_alike import Reason
from parentlink.store.store import Store
from parentlink.usecases.merging.refusing import of_one_file
from parentlink.usecases.merging.who import Two

_CROWD = 60  # pupils of one day of birth and first name: more is a day that was made up


class Pair(NamedTuple):
    """Two records that may be one person's: what to keep, the sum of the reasons, what to type."""

    kind: str
    keep: str
    keep_name: str
    other: str
    other_name: str
    score: int
    reasons: tuple[Reason, ...]
    next: str


class _PupilRow(NamedTuple):
    id: int
    name: str
    name_key: str
    preferred_key: str | None
    upn: str | None
    external_id: str | None
    date_of_birth: date | None
    year_group: int | None
    tutor_group: str | None
    leaves_on: date | None


class _CarerRow(NamedTuple):
    id: int
    family_id: int
    title: str | None
    name: str
    name_key: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None
    external_id: str | None
    contact_rule: str

    @property
    def ways(self) -> frozenset[str]:
        numbers = (self.mobile_phone, self.home_phone, self.work_phone)
        email = (self.email or "").casefold()
        return frozenset(way for way in (*numbers, email) if way)


class _Link(NamedTuple):
    pupil_id: int
    carer_id: int
    relationship: str | None


class _Apart(NamedTuple):
    one: int
    other: int


PUPILS = (
    "SELECT id, legal_name, name_key, preferred_key, upn, external_id, date_of_birth, year_group,"
    " tutor_group, leaves_on FROM pupil ORDER BY id"
)
CARERS = (
    "SELECT id, family_id, title, name, name_key, mobile_phone, home_phone, work_phone, email,"
    " external_id, contact_rule FROM carer ORDER BY id"
)
LINKS = "SELECT pupil_id, carer_id, relationship FROM pupil_carer ORDER BY id"
PUPILS_APART = "SELECT pupil_id, other_pupil_id FROM apart WHERE pupil_id IS NOT NULL"
CARERS_APART = "SELECT carer_id, other_carer_id FROM apart WHERE carer_id IS NOT NULL"


def duplicates(store: Store, tutor_group: str | None, today: date) -> list[Pair]:
    """Likely pairs, of one tutor group or of everybody, the likeliest first."""
    links = store.all(_Link, LINKS)
    pupils = {row.id: row for row in store.all(_PupilRow, PUPILS)}
    carers = {row.id: row for row in store.all(_CarerRow, CARERS)}
    found = [
        (_insisting(store, pair, pupils[one], pupils[other]), {one, other})
        for pair, (one, other) in _pupil_pairs(
            pupils, carers, links, store.all(_Apart, PUPILS_APART), today
        )
    ]
    found += _carer_pairs(pupils, carers, links, store.all(_Apart, CARERS_APART))
    if tutor_group:
        members = {row.id for row in pupils.values() if row.tutor_group == tutor_group}
        theirs = {link.carer_id for link in links if link.pupil_id in members}
        found = [
            (pair, ids)
            for pair, ids in found
            if ids & (members if pair.kind == "pupil" else theirs)
        ]
    return sorted((pair for pair, _ in found), key=lambda pair: -pair.score)


_Found = list[tuple[Pair, set[int]]]


def _pupil_pairs(
    pupils: dict[int, _PupilRow],
    carers: dict[int, _CarerRow],
    links: Iterable[_Link],
    apart: Iterable[_Apart],
    today: date,
) -> _Found:
    ways: dict[int, set[str]] = {}
    for link in links:
        ways.setdefault(link.pupil_id, set()).update(carers[link.carer_id].ways)
    people = [
        Pupil(
            row.id,
            tuple(filter(None, dict.fromkeys((row.name_key, row.preferred_key)))),
            row.upn,
            row.external_id,
            row.date_of_birth,
            row.year_group,
            row.tutor_group,
            frozenset(ways.get(row.id, ())),
        )
        for row in pupils.values()
    ]
    two = {frozenset(each) for each in apart}
    found: _Found = []
    for one, other in sharing(people, PUPIL_KEYS, _CROWD):
        rows = (pupils[one.id], pupils[other.id])
        if frozenset((one.id, other.id)) in two or all(_has_left(row, today) for row in rows):
            continue
        if reasons := why_one_pupil(one, other):
            upns = {row.upn for row in rows} - {None}
            best = _newest if len(upns) > 1 else _best_pupil
            found.append(_pair("pupil", sorted(rows, key=best), reasons))
    return found


def _carer_pairs(
    pupils: dict[int, _PupilRow],
    carers: dict[int, _CarerRow],
    links: Iterable[_Link],
    apart: Iterable[_Apart],
) -> _Found:
    of_carer: dict[int, list[_Link]] = {}
    for link in links:
        of_carer.setdefault(link.carer_id, []).append(link)
    people = []
    for row in carers.values():
        own = of_carer.get(row.id, [])
        children = frozenset(link.pupil_id for link in own)
        people.append(
            Carer(
                row.id,
                fold(row.title or ""),
                row.name_key,
                row.family_id,
                row.ways,
                row.contact_rule,
                frozenset((link.relationship or "").casefold() for link in own),
                children,
                frozenset(pupils[child].name_key.split()[-1] for child in children),
            )
        )
    two = {frozenset(each) for each in apart}
    found: _Found = []
    for one, other in sharing(people, CARER_KEYS, MOST_SHARING):
        if frozenset((one.id, other.id)) in two:
            continue
        if reasons := why_one_carer(one, other):
            rows = sorted((carers[one.id], carers[other.id]), key=_best_carer)
            found.append(_pair("carer", rows, reasons))
    return found


def _pair(
    kind: str, rows: list[_PupilRow] | list[_CarerRow], reasons: list[Reason]
) -> tuple[Pair, set[int]]:
    keep, other = rows
    ids = (f"{kind[0]}{keep.id}", f"{kind[0]}{other.id}")
    ordered = tuple(sorted(reasons, key=lambda reason: -reason.weight))
    score = sum(reason.weight for reason in reasons)
    typed = f"parentlink merge {ids[0]} {ids[1]}"
    pair = Pair(kind, ids[0], _label(keep), ids[1], _label(other), score, ordered, typed)
    return pair, {keep.id, other.id}


def _insisting(store: Store, pair: Pair, one: _PupilRow, other: _PupilRow) -> Pair:
    """The pair, with what to type where a merge refuses the two unless somebody insists."""
    births, upns = ({one.date_of_birth, other.date_of_birth}, {one.upn, other.upn})
    differ = any(len(known - {None}) > 1 for known in (births, upns))
    two_ids = bool(one.external_id and other.external_id)
    if differ or (two_ids and of_one_file(store, one.id, other.id)):
        return pair._replace(next=f"{pair.next} --anyway")
    return pair


def _label(row: _PupilRow | _CarerRow) -> str:
    if isinstance(row, _PupilRow) and row.tutor_group:
        return f"{row.name}, {row.tutor_group}"
    return row.name


def _best_pupil(row: _PupilRow) -> tuple[bool, bool, bool, int]:
    """The record that the school's own files know is the one to keep."""
    return row.upn is None, row.external_id is None, row.date_of_birth is None, row.id


def _newest(row: _PupilRow) -> int:
    """Of two UPNs the later one is the school's own from now on."""
    return -row.id


def _best_carer(row: _CarerRow) -> tuple[bool, int, int]:
    return row.external_id is None, -len(row.ways), row.id


def _has_left(row: _PupilRow, today: date) -> bool:
    return row.leaves_on is not None and row.leaves_on < today


def keep_apart(store: Store, two: Two) -> bool:
    """Keep that two are two; returns False if it was known already.

    Raises:
        Unreadable: they are one record, or households, which are never listed.
    """
    if two.kind == "family" or two.kept_id == two.other_id:
        raise Unreadable("Please name two pupils or two carers. Nothing was saved.")
    known = store.all(_Apart, PUPILS_APART if two.kind == "pupil" else CARERS_APART)
    if {two.kept_id, two.other_id} in [set(each) for each in known]:
        return False
    columns = {f"{two.kind}_id": two.kept_id, f"other_{two.kind}_id": two.other_id}
    store.insert("apart", **columns)
    letter = two.kind[0]
    store.describe(f"said that {letter}{two.kept_id} and {letter}{two.other_id} are two")
    return True
