"""Contacts out: one row each, streamed, under the headings that `import contacts` reads."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from parentlink.parse.local_moment import local_moment
from parentlink.store.store import Store
from parentlink.usecases.exporting.names import Names
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.usecases.exporting.small import joined
from parentlink.vocabulary import BEFORE_RULE, ContactRule, Direction

HEADINGS = (
    *("external_id", "date", "time", "family_ref", "family", "upn", "pupil", "carer", "channel"),
    *("direction", "tone", "outcome", "minutes", "staff", "note", "override"),
)

EVERY = (
    "SELECT c.id, c.external_id, c.happened_at, c.happened_on, c.family_id, f.name, a.name,"
    " a.contact_rule, c.channel, c.direction, c.tone, c.outcome, c.minutes, s.name, c.note,"
    " c.rule_override, p.upn, p.legal_name, p.id, a.id"
    " FROM contact c JOIN family f ON f.id = c.family_id JOIN staff s ON s.id = c.staff_id"
    " LEFT JOIN carer a ON a.id = c.carer_id"
    " LEFT JOIN contact_pupil cp ON cp.contact_id = c.id LEFT JOIN pupil p ON p.id = cp.pupil_id"
)
IN_ORDER = " ORDER BY c.id, cp.pupil_id"
# About a pupil of the group, or about nobody in particular of a family of the group.
OF_GROUP = (
    " WHERE c.family_id IN (SELECT m.family_id FROM pupil_family m"
    " JOIN pupil q ON q.id = m.pupil_id"
    " WHERE q.tutor_group = :tutor_group) AND (NOT EXISTS (SELECT 1 FROM contact_pupil x"
    " WHERE x.contact_id = c.id) OR EXISTS (SELECT 1 FROM contact_pupil x"
    " JOIN pupil q ON q.id = x.pupil_id WHERE x.contact_id = c.id"
    " AND q.tutor_group = :tutor_group))"
)
ALL_CONTACTS = EVERY + IN_ORDER
CONTACTS_OF_GROUP = EVERY + OF_GROUP + IN_ORDER


def contacts(
    store: Store,
    group: str | None,
    out: frozenset[int],
    names: Names,
) -> Table:
    """Every contact in the order of its id; with `group`, those about that tutor group.

    A contact with a carer who stays out (`out`) does not name the carer.
    """
    if group is None:
        found = store.cursor(ALL_CONTACTS)
    else:
        found = store.cursor(CONTACTS_OF_GROUP, tutor_group=group)
    return Table(HEADINGS, _rows(found, out, names))


def _rows(
    found: Iterator[Sequence[Any]], out: frozenset[int], names: Names
) -> Iterator[tuple[Cell, ...]]:
    for _, same in groupby(found, itemgetter(0)):
        first, *more = same
        yield _row(first, [first, *more] if first[17] is not None else [], out, names)


def _row(
    one: Sequence[Any], pupils: list[Sequence[Any]], out: frozenset[int], names: Names
) -> tuple[Cell, ...]:
    _, external, at, on, family_id, family, carer, rule, channel, direction, *rest = one
    tone, outcome, minutes, staff, note, override, *_, carer_id = rest
    if carer_id in out:
        carer = override = None
    elif override is None and rule == ContactRule.NEVER and direction == Direction.OUTGOING:
        override = BEFORE_RULE
    carer = carer and names.carer(carer_id, carer)
    return (
        external,
        *local_moment(at, on),
        names.family(family_id),
        family,
        joined([pupil[16] for pupil in pupils]),
        joined([names.pupil(pupil[18], pupil[17]) for pupil in pupils]),
        *(carer, channel, direction, tone, outcome, minutes, staff, note, override),
    )
