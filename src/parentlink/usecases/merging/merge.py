"""Two records of one pupil, carer, family or colleague: the plan, then the same plan written."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from parentlink.errors import ParentlinkError, Unreadable
from parentlink.parse.names import fold
from parentlink.rules.merging import Point, Value, settle
from parentlink.rules.titles import split_title
from parentlink.store.store import Store
from parentlink.usecases.merging.held import Both, counted, held_by, links_settled, move
from parentlink.usecases.merging.refusing import refuse, refuse_carers
from parentlink.usecases.merging.rows import CarerFacts, PupilFacts, facts_of, name_of
from parentlink.vocabulary import PHONES


class Move(NamedTuple):
    """How many rows of a table go over to the kept record."""

    table: str
    rows: int


class LinkPoint(NamedTuple):
    """Something in which the two links to one pupil or carer differ."""

    partner: str
    point: Point


class Merge(NamedTuple):
    """What a merge does. `join` are households that become one with it."""

    kind: str
    kept_id: int
    kept: str
    other_id: int
    other: str
    changes: dict[str, Value]
    points: list[Point]
    link_points: list[LinkPoint]
    moves: list[Move]
    rule: str | None
    rule_reason: str | None
    closes_target: bool
    homes: tuple[str, ...]  # the households that a pupil belongs to afterwards, if several
    join: "tuple[Merge, ...]"


class _Id(NamedTuple):
    id: int


class _Home(NamedTuple):
    id: int
    name: str


CARER_NAME = "SELECT name FROM carer WHERE id = :id"
PUPIL_NAME = "SELECT legal_name FROM pupil WHERE id = :id"
STAFF_NAME = "SELECT name FROM staff WHERE id = :id"
FAMILY_OF = "SELECT family_id FROM carer WHERE id = :id"
HOMES_OF = (
    "SELECT f.id, f.name FROM pupil_family pf JOIN family f ON f.id = pf.family_id"
    " WHERE pf.pupil_id = :id ORDER BY f.id"
)
OTHER_CARERS = "SELECT id FROM carer WHERE family_id = :family_id AND id <> :carer_id LIMIT 1"
OTHER_PUPILS = (
    "SELECT id FROM pupil_family WHERE family_id = :family_id AND pupil_id <> :pupil_id LIMIT 1"
)
PHONES_AT = "SELECT MAX(numbers_at) FROM carer WHERE id IN (:one, :other)"
OPEN_TARGETS = (
    "SELECT id FROM conversation_target WHERE pupil_id = :id AND removed_on IS NULL ORDER BY id"
)


def plan_merge(
    store: Store, kind: str, kept_id: int, other_id: int, *, anyway: bool = False
) -> Merge:
    """What merging the other record into the kept one would do.

    Raises:
        ParentlinkError: they must not become one. Unreadable: they are one already.
    """
    if kept_id == other_id:
        raise Unreadable("That is one and the same record twice. Please name two.")
    if kind == "pupil":
        refuse(store, kept_id, other_id, anyway=anyway)
    if kind == "carer" and not anyway:
        refuse_carers(store, kept_id, other_id)
    join = _joined(store, kind, kept_id, other_id)
    return _plan(store, kind, kept_id, other_id, join)


def _plan(
    store: Store, kind: str, kept_id: int, other_id: int, join: tuple[Merge, ...] = ()
) -> Merge:
    kept, other = facts_of(store, kind, kept_id), facts_of(store, kind, other_id)
    mine, theirs = kept._asdict(), other._asdict()
    if "title" in mine and split_title(fold(str(mine["name"])))[0]:
        theirs["title"] = mine["title"]  # one stands in the name that stays: "Mr C Okafor"
    settled = settle(mine, theirs)
    both = held_by(store, kind, kept_id, other_id)
    after = mine | settled.changes
    pupils = kind == "pupil"
    return Merge(
        kind,
        kept_id,
        name_of(kept),
        other_id,
        name_of(other),
        _with_keys(store, settled.changes, kept_id, other_id),
        [_with_names(store, point) for point in settled.points],
        _link_points(store, kind, both),
        [Move(*each) for each in counted(both.moving)],
        after.get("contact_rule"),
        after.get("rule_reason"),
        pupils and all(store.one(_Id, OPEN_TARGETS, id=one) for one in (kept_id, other_id)),
        _homes(store, kept_id, other_id, join) if pupils else (),
        join,
    )


def _with_keys(
    store: Store, changes: dict[str, Value], kept_id: int, other_id: int
) -> dict[str, Value]:
    """The changes with what follows from them."""
    if name := changes.get("preferred_name"):
        changes = changes | {"preferred_key": fold(str(name))}
    if any(slot in changes for slot in PHONES):
        since = store.value(PHONES_AT, one=kept_id, other=other_id)
        changes = changes | {"numbers_at": since}
    return changes


def _with_names(store: Store, point: Point) -> Point:
    """Staff by name: their ids say nothing to anybody."""
    if point.column not in ("tutor_id", "key_contact_id"):
        return point
    names = (store.value(STAFF_NAME, id=one) for one in (point.kept, point.other))
    return Point(point.column, point.outcome, *names)


def _link_points(store: Store, kind: str, both: Both) -> list[LinkPoint]:
    sql = PUPIL_NAME if kind == "carer" else CARER_NAME
    return [
        LinkPoint(str(store.value(sql, id=partner)), point)
        for partner, _, _, points in links_settled(store, both)
        for point in points
    ]


# -- households ----------------------------------------------------------------------------


def _joined(store: Store, kind: str, kept_id: int, other_id: int) -> tuple[Merge, ...]:
    """The household that nobody would be left in: it becomes one with the kept record's."""
    if kind == "carer":
        mine, theirs = (int(store.value(FAMILY_OF, id=one)) for one in (kept_id, other_id))
        left = store.one(_Id, OTHER_CARERS, family_id=theirs, carer_id=other_id)
        return () if mine == theirs or left else (_of_homes(store, mine, theirs),)
    if kind in ("family", "staff"):
        return ()
    mine_all, theirs_all = (store.all(_Home, HOMES_OF, id=one) for one in (kept_id, other_id))
    empty = [
        home for home in theirs_all if home not in mine_all and _is_empty(store, home.id, other_id)
    ]
    return tuple(_plan(store, "family", mine_all[0].id, home.id) for home in empty if mine_all)


def _is_empty(store: Store, family_id: int, pupil_id: int) -> bool:
    carer = store.one(_Id, OTHER_CARERS, family_id=family_id, carer_id=0)
    return not (carer or store.one(_Id, OTHER_PUPILS, family_id=family_id, pupil_id=pupil_id))


def _of_homes(store: Store, mine: int, theirs: int) -> Merge:
    """The households' own merge, once the only carer of the second is gone."""
    plan = _plan(store, "family", mine, theirs)
    moves = [move for move in plan.moves if move.table != "carer"]
    return plan._replace(moves=moves)


def _homes(store: Store, kept_id: int, other_id: int, join: Iterable[Merge]) -> tuple[str, ...]:
    gone = {each.other_id for each in join}
    homes = dict(store.all(_Home, HOMES_OF, id=kept_id))
    homes |= dict(store.all(_Home, HOMES_OF, id=other_id))
    left = [f"{name} (f{home})" for home, name in sorted(homes.items()) if home not in gone]
    return tuple(left) if len(left) > 1 else ()


# -- writing -------------------------------------------------------------------------------


def merge(store: Store, shown: Merge, today: date, *, anyway: bool = False) -> Merge:
    """Write the plan that was shown, all of it through the journal.

    Raises:
        ParentlinkError: somebody changed one of the two since it was shown.
    """
    plan = plan_merge(store, shown.kind, shown.kept_id, shown.other_id, anyway=anyway)
    if plan != shown:
        raise ParentlinkError(
            "Somebody changed one of the two just now. Nothing was merged; please look again."
        )
    _write(store, plan, today)
    kept, other = called(plan)
    store.describe(f"merged {other} into {kept}")
    return plan


def called(plan: Merge) -> tuple[str, str]:
    """The two as they may be named again: "Ada Okafor (p12)", and staff by their names."""
    if plan.kind == "staff":
        return plan.kept, plan.other
    letter = plan.kind[0]
    return f"{plan.kept} ({letter}{plan.kept_id})", f"{plan.other} ({letter}{plan.other_id})"


def _write(store: Store, plan: Merge, today: date) -> None:
    other = facts_of(store, plan.kind, plan.other_id)
    if plan.kind == "staff":
        _ = store.journal_id  # its head may name the one who goes, and moves with the rest
    if plan.closes_target:
        for target in store.all(_Id, OPEN_TARGETS, id=plan.other_id):
            store.update("conversation_target", target.id, removed_on=today)
    move(store, held_by(store, plan.kind, plan.kept_id, plan.other_id), plan.kept_id)
    for each in plan.join:
        _write(store, each, today)
    store.delete(plan.kind, plan.other_id)
    if plan.changes:
        store.update(plan.kind, plan.kept_id, **plan.changes)
    if isinstance(other, PupilFacts | CarerFacts):
        _remember(store, plan, other)


def _remember(store: Store, plan: Merge, other: PupilFacts | CarerFacts) -> None:
    """How files may still name the record that went, so that the next does not make it again."""
    external = None if plan.changes.get("external_id") else other.external_id
    if external or fold(plan.other) != fold(plan.kept):
        owner = {f"{plan.kind}_id": plan.kept_id}
        store.insert("known_as", **owner, external_id=external, name_key=fold(plan.other))
