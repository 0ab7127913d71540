"""What is due: promises, follow-ups, this week's positive calls, conversations and actions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from parentlink.parse.zone import to_local
from parentlink.rules.calls import who_needs
from parentlink.rules.due import (
    TermFacts,
    call_items,
    follow_up,
    in_order,
    promise_items,
    term_items,
)
from parentlink.rules.missed import next_step
from parentlink.rules.school_days import Calendar
from parentlink.rules.standing import PromiseFacts
from parentlink.rules.terms import term_of, term_span
from parentlink.store.store import Store
from parentlink.usecases import calls, households
from parentlink.usecases.calls import Scope


class DueRow(NamedTuple):
    """One thing to do."""

    kind: str
    family_id: int
    family: str
    due_on: date
    what: str


OPEN_PROMISES = (
    "SELECT id, what, due_on, state FROM promise WHERE family_id = :family_id"
    " AND state = 'open' AND due_on <= :today ORDER BY due_on, id"
)
# Everything of the term with one family in one statement: each part is an index seek.
TERM_OF_FAMILY = (
    "SELECT 'action' AS kind, a.id, COALESCE(p.preferred_name, p.legal_name), a.who, a.what,"
    " a.due_on AS on_, NULL AS at_, 0 FROM action a JOIN pupil p ON p.id = a.pupil_id"
    " WHERE a.family_id = :family_id AND a.state = 'open' AND a.owner = 'school'"
    " AND a.due_on <= :today UNION ALL"
    " SELECT 'meeting', v.id, COALESCE(p.preferred_name, p.legal_name), s.name, v.room,"
    " v.starts_on, v.starts_at, 0 FROM conversation v JOIN pupil p ON p.id = v.pupil_id"
    " JOIN staff s ON s.id = v.lead_id"
    " WHERE v.family_id = :family_id AND v.state = 'booked' AND v.starts_on <= :next_day UNION ALL"
    " SELECT 'missed', v.id, COALESCE(p.preferred_name, p.legal_name), NULL, m.step, m.due_on,"
    " NULL, (SELECT COUNT(*) FROM conversation_history h WHERE h.conversation_id = v.id"
    " AND h.event = 'missed') FROM conversation v JOIN missed_follow_up m"
    " ON m.conversation_id = v.id JOIN pupil p ON p.id = v.pupil_id"
    " WHERE v.family_id = :family_id AND v.state = 'missed' AND m.done_on IS NULL UNION ALL"
    " SELECT 'missed', v.id, COALESCE(p.preferred_name, p.legal_name), NULL, NULL,"
    " COALESCE((SELECT MAX(m.done_on) FROM missed_follow_up m WHERE m.conversation_id = v.id),"
    " v.starts_on), NULL, 0 FROM conversation v JOIN pupil p ON p.id = v.pupil_id"
    " WHERE v.family_id = :family_id AND v.state = 'missed' AND NOT EXISTS (SELECT 1"
    " FROM missed_follow_up m WHERE m.conversation_id = v.id AND m.done_on IS NULL) UNION ALL"
    " SELECT 'guarded', v.id, '', NULL, NULL, v.starts_on, NULL, 0 FROM conversation v"
    " JOIN carer c ON c.id = v.carer_id WHERE v.family_id = :family_id"
    " AND c.contact_rule <> 'allow' AND (v.state = 'missed' OR (v.state = 'booked'"
    " AND v.starts_on BETWEEN :today AND :next_day)) UNION ALL"
    " SELECT 'unbooked', t.pupil_id, COALESCE(p.preferred_name, p.legal_name), NULL, NULL,"
    " :ends_on, NULL, 0 FROM pupil_family pf JOIN conversation_target t ON t.pupil_id = pf.pupil_id"
    " JOIN pupil p ON p.id = t.pupil_id WHERE pf.family_id = :family_id AND t.removed_on IS NULL"
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :today) AND NOT EXISTS ("
    "SELECT 1 FROM conversation v WHERE v.pupil_id = t.pupil_id AND v.school_year = :school_year"
    " AND v.term = :term AND v.state <> 'cancelled') ORDER BY 6, 2"
)


_TOLD = ("promise", "follow-up", "action")


class TermRow(NamedTuple):
    """One thing of the term with a family; of a "guarded" conversation only the id matters."""

    kind: str
    id: int
    pupil: str
    who: str | None
    what: str | None
    on: date
    at: datetime | None
    misses: int


class Due(NamedTuple):
    """What is due, in whose families, and the conversations and families to look at for a contact
    rule: what was promised, or is to be tried again, does not say whom to ring."""

    rows: list[DueRow]
    scope: str
    guarded: list[int]
    told: list[int]


class _Now(NamedTuple):
    today: date
    next_day: date
    school_year: int
    term: str
    ends_on: date


def due(store: Store, scope: Scope, me: int | None, today: date) -> Due:
    """Everything due today in the scope, the most pressing first."""
    families, named = calls.in_scope(store, scope, me, today)
    days = households.calendar(store)
    chosen = households.settings(store)
    standings = calls.standings(store, families, today)
    found = who_needs(standings, days, today, calls.call_settings(chosen))
    quota = int(chosen["weekly_calls"]) or found.quota
    items = list(call_items(found.rows[:quota], today))
    now, seen, guarded = _now(days, today), set[int](), list[int]()
    for one in standings:
        items += [back] if (back := follow_up(one, days, today)) else []
        open_ = store.all(PromiseFacts, OPEN_PROMISES, family_id=one.family_id, today=today)
        items += promise_items(one.family_id, one.family, open_, days, today)
        term = store.all(TermRow, TERM_OF_FAMILY, family_id=one.family_id, **now._asdict())
        guarded += [row.id for row in term if row.kind == "guarded"]
        facts = _facts(term, seen, today)
        items += term_items(one.family_id, one.family, facts, days, today)
    rows = [DueRow(*item[:5]) for item in in_order(items)]
    told = dict.fromkeys(row.family_id for row in rows if row.kind in _TOLD)
    return Due(rows, named, guarded, list(told))


def _now(days: Calendar, today: date) -> _Now:
    """The bounds of what is due in the term: today, the next school day, the end of the term."""
    school_year, term = term_of(today, days)
    next_day = days.next_school_day(today + timedelta(days=1))
    return _Now(today, next_day, school_year, term, term_span(school_year, term, days)[1])


def _facts(found: list[TermRow], seen: set[int], today: date) -> list[TermFacts]:
    """What is due of the term with one family; a pupil of two households is to be booked once."""
    again = {one.id for one in found if one.kind == "unbooked"} & seen
    seen.update(one.id for one in found if one.kind == "unbooked")
    kept = [
        one
        for one in found
        if one.kind in ("action", "meeting") or (one.kind == "unbooked" and one.id not in again)
    ]
    return [
        TermFacts(*one[:6], f"{to_local(one.at):%H:%M}" if one.at else None)
        for one in (*kept, *_missed(found, today))
    ]


def _missed(found: list[TermRow], today: date) -> Iterator[TermRow]:
    """The step to take now for each missed conversation, once a step of it is due."""
    for talk_id in dict.fromkeys(one.id for one in found if one.kind == "missed"):
        steps = [one for one in found if one.kind == "missed" and one.id == talk_id]
        first = steps[0]  # they come by their day
        if first.on <= today:
            still = tuple(one.what for one in steps if one.what)
            yield first._replace(what=next_step(still, first.misses))
