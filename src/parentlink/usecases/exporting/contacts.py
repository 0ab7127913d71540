"""Contacts out: one row each, streamed, under the headings that `import contacts` reads."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from parentlink.parse.zone import to_local, to_utc
from parentlink.store.store import Store
from parentlink.usecases.exporting.names import Names
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.usecases.exporting.small import joined
from parentlink.usecases.importing.contacts.fields import BEFORE_RULE
from parentlink.vocabulary import ContactRule, Direction

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


def local_moment(at: str, on: str) -> tuple[str, str]:
    """The local day and time of a moment as the file keeps it, so that they lead back to it.

    The time carries its offset only where the day and time alone would mean another moment: in
    the hour that autumn repeats, and for what was logged on a computer in another time zone.
    """
    plain = _shift(on)
    if plain is not None and plain == 0 and at.startswith(on):
        clock = at[11:]
        return on, clock[:8] if clock.endswith(".000000") else clock
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    local = to_local(moment)
    if local.date().isoformat() == on and to_utc(local.date(), local.time()) == moment:
        return on, local.time().isoformat()
    return on, _with_offset(moment, date.fromisoformat(on), local)


@lru_cache(maxsize=4096)
def _shift(on: str) -> int | None:
    """The offset from UTC all through a local day, in minutes; None when it changes."""
    day = date.fromisoformat(on)
    next_day = day + timedelta(days=1)
    start, end = (to_utc(each, datetime.min.time()) for each in (day, next_day))
    offsets = {
        datetime.combine(each, datetime.min.time(), tzinfo=UTC) - utc
        for each, utc in ((day, start), (next_day, end))
    }
    return int(offsets.pop().total_seconds() // 60) if len(offsets) == 1 else None


def _with_offset(moment: datetime, day: date, local: datetime) -> str:
    """The time on that day with the offset that makes it this moment, the local one if it fits."""
    usual = local - moment.replace(tzinfo=None)
    for offset in (usual, *(timedelta(hours=hours) for hours in (0, *_HOURS))):
        there = moment.replace(tzinfo=None) + offset
        if there.date() == day:
            sign, minutes = ("-" if offset < timedelta(0) else "+"), abs(offset) // _MINUTE
            return f"{there.time().isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"
    return local.time().isoformat()  # a day that does not fit the moment anywhere on earth


_MINUTE = timedelta(minutes=1)
_HOURS = [sign * hours for hours in range(1, 15) for sign in (1, -1)]
