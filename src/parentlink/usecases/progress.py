"""How a term of structured conversations is going, and handing one over to next year's lead."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.rules import progress as rule
from parentlink.rules.progress import Count, PupilTerm
from parentlink.rules.school_days import Calendar, academic_year
from parentlink.rules.terms import term_of, term_span
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.conversations import Talk, note_history
from parentlink.usecases.staff import Found
from parentlink.vocabulary import SenStatus
from parentlink.vocabulary.talks import ConversationEvent, TermName


class GroupRow(NamedTuple):
    """A tutor group's term: the keys of the JSON answer; the last row is all of them."""

    tutor_group: str
    targets: int
    booked: int
    held: int
    missed: int
    rearranged: int
    closed: int
    actions_due: int
    actions_kept: int
    hours: float
    others: int


class CompareRow(NamedTuple):
    """Pupils with a flag against the rest; nothing but `shown` where there are too few."""

    flag: str
    pupils_are: str
    shown: bool
    pupils: int | None
    booked: int | None
    held: int | None
    missed: int | None
    rearranged: int | None
    closed: int | None
    actions_due: int | None
    actions_kept: int | None
    hours: float | None
    others: int | None


class Term(NamedTuple):
    """Which term, and its days."""

    school_year: int
    name: TermName
    starts_on: date
    ends_on: date


class _Pupil(NamedTuple):
    id: int
    tutor_group: str | None
    pp: bool | None
    sen_status: str | None
    eal: bool | None
    target: bool


class _TalkFacts(NamedTuple):
    pupil_id: int
    state: str
    missed: bool
    minutes: int


class _ActionFacts(NamedTuple):
    pupil_id: int
    due: int
    kept: int


# Pupils who were targets at any time of the term, had a conversation in it, or an action due.
PUPILS = (
    "SELECT p.id, p.tutor_group, p.pupil_premium, p.sen_status, p.eal,"
    " EXISTS (SELECT 1 FROM conversation_target t WHERE t.pupil_id = p.id AND t.added_on <= :last"
    " AND (t.removed_on IS NULL OR t.removed_on > :first)) FROM pupil p"
    " WHERE (:tutor_group IS NULL OR p.tutor_group = :tutor_group) AND p.id IN ("
    "SELECT t.pupil_id FROM conversation_target t WHERE t.added_on <= :last"
    " AND (t.removed_on IS NULL OR t.removed_on > :first)"
    " UNION SELECT v.pupil_id FROM conversation v WHERE v.school_year = :school_year"
    " AND v.term = :term AND v.state <> 'cancelled'"
    " UNION SELECT a.pupil_id FROM action a WHERE a.due_on BETWEEN :first AND :upto)"
    " ORDER BY p.id"
)
TALKS = (
    "SELECT v.pupil_id, v.state, v.state = 'missed' OR EXISTS (SELECT 1 FROM conversation_history h"
    " WHERE h.conversation_id = v.id AND h.event = 'missed'),"
    " COALESCE(v.minutes_taken, v.minutes) FROM conversation v"
    " WHERE v.school_year = :school_year AND v.term = :term AND v.state <> 'cancelled'"
)
# An action is kept when it was done by its day; one that did not work was tried, and not kept.
ACTIONS = (
    "SELECT pupil_id, COUNT(*), SUM(CASE WHEN state = 'done' AND closed_on <= due_on"
    " THEN 1 ELSE 0 END) FROM action WHERE due_on BETWEEN :first AND :upto GROUP BY pupil_id"
)


def the_term(store: Store, name: TermName | None, school_year: int | None, today: date) -> Term:
    """The term that is meant: without a name the one of today, without a year this school year."""
    calendar = households.calendar(store)
    year, now = term_of(today, calendar)
    return _term(school_year or (academic_year(today) if name else year), name or now, calendar)


def _term(school_year: int, name: TermName, calendar: Calendar) -> Term:
    return Term(school_year, name, *term_span(school_year, name, calendar))


def by_group(store: Store, term: Term, tutor_group: str | None, today: date) -> list[GroupRow]:
    """The term's counts for each tutor group, and for all of them together."""
    pupils = _pupils(store, term, tutor_group, today)
    rows = [_row(group or "no group", found) for group, found in rule.by_group(pupils)]
    return [*rows, _row("all", rule.count(pupils))] if len(rows) > 1 else rows


def _row(group: str, found: Count) -> GroupRow:
    return GroupRow(group, *found[1:])


def compare(
    store: Store, term: Term, tutor_group: str | None, today: date, why: str
) -> list[CompareRow]:
    """Pupil premium, SEND and EAL against the rest; who asked for it and why is kept."""
    scope = f"of {tutor_group}" if tutor_group else "of everybody"
    store.describe(f"compared restricted flags {scope}: {why}")
    _ = store.journal_id  # an entry of its own, although no row changes
    rows = []
    for one in rule.compare(_pupils(store, term, tutor_group, today)):
        if one.counts is None:
            rows.append(CompareRow(one.flag, one.side, False, *[None] * 10))
        else:
            rows.append(CompareRow(one.flag, one.side, True, one.counts.pupils, *one.counts[2:]))
    return rows


def _pupils(store: Store, term: Term, tutor_group: str | None, today: date) -> list[PupilTerm]:
    span = {"first": term.starts_on, "upto": min(term.ends_on, today)}
    named = {"school_year": term.school_year, "term": term.name}
    talks = {one.pupil_id: one for one in store.all(_TalkFacts, TALKS, **named)}
    actions = {one.pupil_id: one for one in store.all(_ActionFacts, ACTIONS, **span)}
    found = store.all(_Pupil, PUPILS, last=term.ends_on, tutor_group=tutor_group, **span, **named)
    return [_pupil(one, talks.get(one.id), actions.get(one.id)) for one in found]


def _pupil(one: _Pupil, talk: _TalkFacts | None, actions: _ActionFacts | None) -> PupilTerm:
    send = None if one.sen_status is None else one.sen_status != SenStatus.NONE
    found = PupilTerm(one.id, one.tutor_group, one.pp, send, one.eal, one.target)
    if talk:
        found = found._replace(state=talk.state, missed=talk.missed, minutes=talk.minutes)
    if actions:
        found = found._replace(actions_due=actions.due, actions_kept=actions.kept)
    return found


def handover(store: Store, talk: Talk, to: Found, me: int, now: datetime) -> None:
    """Next year's lead holds a conversation of the summer term.

    Raises:
        Unreadable: it is not one of the summer term. NotFound: it is theirs already.
    """
    if talk.term != TermName.SUMMER:
        raise Unreadable(
            f"Conversation v{talk.id} is in the {talk.term} term; handing over to next year's lead "
            "belongs to the summer term."
        )
    if talk.handover_to == to.name or talk.lead_id == to.id:
        raise NotFound(f"Conversation v{talk.id} is {to.name}'s already.")
    store.update("conversation", talk.id, handover_to_id=to.id, sequence=talk.sequence + 1)
    reason = f"from {talk.handover_to or talk.lead} to {to.name}"
    note_history(store, talk.id, ConversationEvent.HANDED_OVER, now, me, reason=reason)
    store.describe(f"conversation v{talk.id} with {talk.pupil}'s family handed over to {to.name}")
