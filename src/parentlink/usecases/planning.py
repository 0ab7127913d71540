"""A term's plan: one conversation for each target that has none, proposed and, on wish, booked."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.slots import Window, check_shown_once
from parentlink.parse.terms import in_full
from parentlink.parse.zone import to_local, to_utc
from parentlink.rules.planning import Wanted, place
from parentlink.rules.planning_rooms import free_rooms, give_rooms
from parentlink.rules.planning_slots import Slot, Span, slots, suits, taken
from parentlink.rules.terms import term_of
from parentlink.store.rows import to_column
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.inviting import Leads, PupilFacts
from parentlink.usecases.plan_cases import (
    Case,
    NotPlaced,
    Placed,
    answered,
    cases_of,
    not_placed,
    unread,
    why_not,
)
from parentlink.vocabulary.talks import ConversationEvent, TermName


class Wish(NamedTuple):
    """What was asked for; every value is parsed already. Times are minutes."""

    term: TermName | None
    group: str | None
    staff_id: int | None
    first: date
    last: date
    windows: tuple[Window, ...]
    length: int
    gap: int
    rooms: tuple[str, ...]


class Plan(NamedTuple):
    """The whole proposal. `unread` are best times that could not be understood."""

    school_year: int
    term: TermName
    slots: int
    placed: tuple[Placed, ...]
    not_placed: tuple[NotPlaced, ...]
    unread: tuple[str, ...]
    applied: bool


class Busy(NamedTuple):
    """A conversation that stands in the calendar."""

    family_id: int
    carer_id: int | None
    lead_id: int
    room: str | None
    starts_at: datetime
    minutes: int


# A target is planned for while the pupil is at school and has nothing in the term.
TO_PLAN = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group, p.tutor_id,"
    " MAX(t.lead_id) FROM conversation_target t JOIN pupil p ON p.id = t.pupil_id"
    " WHERE t.removed_on IS NULL AND (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :first)"
    " AND (p.starts_on IS NULL OR p.starts_on <= :last)"
    " AND NOT EXISTS (SELECT 1 FROM conversation v WHERE v.pupil_id = p.id"
    " AND v.school_year = :school_year AND v.term = :term AND v.state <> 'cancelled')"
    " GROUP BY p.id, p.preferred_name, p.legal_name, p.tutor_group, p.tutor_id, p.name_key"
    " ORDER BY p.tutor_group, p.name_key, p.id"
)
BUSY = (
    "SELECT family_id, carer_id, lead_id, room, starts_at, minutes FROM conversation"
    " WHERE starts_on BETWEEN :first AND :last AND state NOT IN ('cancelled', 'missed')"
)
_HISTORY = ("conversation_id", "event", "happened_at", "staff_id")
_TALK = (
    *("uid", "sequence", "pupil_id", "family_id", "carer_id", "lead_id", "school_year", "term"),
    *("starts_at", "starts_on", "minutes", "room", "interpreter", "state"),
)


def propose(store: Store, wish: Wish, me: int, today: date) -> Plan:
    """The plan, with nothing written.

    Raises:
        Unreadable: the days are not in the term, or hold no slot.
    """
    return _made(store, wish, me, today)[0]


def apply(store: Store, wish: Wish, me: int, now: datetime, today: date, token: str) -> Plan:
    """The plan as it is now, booked; `token` names these bookings for good."""
    plan, cases = _made(store, wish, me, today)
    by_pupil = {case.pupil.id: case for case in cases}
    rows = [_row(plan, one, by_pupil[one.pupil_id], token) for one in plan.placed]
    made = store.insert_many("conversation", _TALK, rows)
    history = [(talk, ConversationEvent.BOOKED.value, to_column(now), me) for talk in made]
    store.insert_many("conversation_history", _HISTORY, history)
    store.describe(f"booked {len(made)} conversations for the {plan.term} term")
    return plan._replace(applied=True)


def _row(plan: Plan, one: Placed, case: Case, token: str) -> tuple[object, ...]:
    day = one.starts_at.date()
    cells = (
        *(f"{token}-{one.pupil_id}", 0, one.pupil_id, one.family_id, one.carer_id, case.lead_id),
        *(plan.school_year, plan.term, to_utc(day, one.starts_at.time()), day, one.minutes),
        *(one.room, one.interpreter is not None, "booked"),
    )
    return tuple(to_column(cell) for cell in cells)


def _made(store: Store, wish: Wish, me: int, today: date) -> tuple[Plan, list[Case]]:
    school_year, term = _the_term(store, wish)
    found = _slots(store, wish)
    leads = Leads(store, today, me)
    pupils = store.all(
        PupilFacts,
        TO_PLAN,
        tutor_group=wish.group,
        first=wish.first,
        last=wish.last,
        school_year=school_year,
        term=term,
    )
    wanted_by, left_out = cases_of(store, pupils, leads, wish.staff_id)
    busy = store.all(Busy, BUSY, first=wish.first, last=wish.last)
    wanted = _wanted(wanted_by, found, busy)
    used = [(one.room, _span(one)) for one in busy if one.room]
    free = free_rooms(wish.rooms, found, used)
    rooms = [len(names) for names in free] if wish.rooms else None
    at = place(wanted, rooms, [slot.follows for slot in found])
    named = give_rooms(at, {one.id: one.lead for one in wanted}, free) if wish.rooms else {}
    placed = [
        answered(case, found[at[case.pupil.id]], named.get(case.pupil.id), wish.length, leads)
        for case in wanted_by
        if case.pupil.id in at
    ]
    chances = {one.id: one.slots for one in wanted}
    left_out += [
        not_placed(case.pupil, why_not(case, chances[case.pupil.id], found, leads))
        for case in wanted_by
        if case.pupil.id not in at
    ]
    placed.sort(key=lambda one: (one.starts_at, one.lead, one.pupil_id))
    plan = Plan(
        *(school_year, term, len(found)), tuple(placed), tuple(left_out), unread(wanted_by), False
    )
    return plan, wanted_by


def _the_term(store: Store, wish: Wish) -> tuple[int, TermName]:
    calendar = households.calendar(store)
    found = term_of(wish.first, calendar)
    if wish.term and wish.term != found[1]:
        raise Unreadable(
            f"{in_full(wish.first)} is in the {found[1]} term, not in {wish.term}. "
            "Please change --term or --between."
        )
    return found


def _slots(store: Store, wish: Wish) -> tuple[Slot, ...]:
    calendar = households.calendar(store)
    found = slots(wish.first, wish.last, wish.windows, wish.length, wish.gap, calendar)
    if not found:
        raise Unreadable(
            f"There is no slot of {wish.length} minutes from {in_full(wish.first)} to "
            f"{in_full(wish.last)}: holidays, INSET days and bank holidays are left out, and a "
            "slot must be long enough. Please change --between, --slots or --length."
        )
    for slot in found:
        check_shown_once(slot.starts_at.date(), slot.starts_at.time(), wish.length)
    return found


def _wanted(cases: Sequence[Case], found: Sequence[Slot], busy: Sequence[Busy]) -> list[Wanted]:
    leads: dict[int, list[Span]] = defaultdict(list)
    families: dict[int, list[Span]] = defaultdict(list)
    for one in busy:
        leads[one.lead_id].append(_span(one))
        families[one.family_id].append(_span(one))
    lead_taken = {lead: taken(found, spans) for lead, spans in leads.items()}
    wanted = []
    for case in cases:
        gone = lead_taken.get(case.lead_id, set()) | taken(found, families[case.guest.family_id])
        able = (
            place
            for place, slot in enumerate(found)
            if place not in gone and suits(slot, case.windows, case.guest.away_until)
        )
        wanted.append(Wanted(case.pupil.id, case.guest.family_id, case.lead_id, tuple(able)))
    return wanted


def _span(one: Busy) -> Span:
    start = to_local(one.starts_at)
    return start, start + timedelta(minutes=one.minutes)
