"""The conversations on file: listed by term, those missed and still open, and one in full."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.parse.zone import to_local
from parentlink.rules.leaving import last_day_before
from parentlink.rules.missed import next_step
from parentlink.store.store import Store
from parentlink.usecases import households, missing
from parentlink.usecases.conversations import TALKS_MISSED, Talk, talks, the_talk
from parentlink.usecases.progress import Term
from parentlink.vocabulary.talks import ConversationState

ANY = tuple(state.value for state in ConversationState)


class BookedRow(NamedTuple):
    """A conversation in a list; `starts_at` is local."""

    id: int
    pupil: str
    tutor_group: str | None
    family: str
    carer: str | None
    lead: str
    starts_at: datetime
    minutes: int
    room: str | None
    interpreter: bool
    state: str
    archived: bool  # the family
    leaves_on: date | None  # the pupil's last day at school, if it is past or before the day


class MissedRow(NamedTuple):
    """A missed conversation that has no new time yet, for how long, and what to do next."""

    id: int
    pupil: str
    tutor_group: str | None
    family: str
    lead: str
    was_at: datetime
    misses: int
    school_days_open: int
    next_step: str | None
    due_on: date | None
    archived: bool
    leaves_on: date | None  # as in BookedRow


class Event(NamedTuple):
    """Something that happened to a booking; both times are local."""

    event: str
    happened_at: datetime
    was_at: datetime | None
    reason: str | None
    staff: str


class Shown(NamedTuple):
    """A conversation in full, without what was said in it: `story` and `prepare` tell that."""

    id: int
    pupil_id: int
    pupil: str
    tutor_group: str | None
    family_id: int
    family: str
    carer: str | None
    lead: str
    handover_to: str | None
    school_year: int
    term: str
    starts_at: datetime
    minutes: int
    room: str | None
    interpreter: bool
    state: str
    minutes_taken: int | None
    next_on: date | None
    keep_in_touch: str | None
    closed_on: date | None
    history: tuple[Event, ...]


HISTORY = (
    "SELECT h.event, h.happened_at, h.was_at, h.reason, s.name FROM conversation_history h"
    " JOIN staff s ON s.id = h.staff_id WHERE h.conversation_id = :talk_id ORDER BY h.id"
)


def listed(
    store: Store, meant: Term, group: str | None, staff_id: int | None, today: date
) -> list[BookedRow]:
    """The conversations of a term in order of time, the cancelled ones with them."""
    return [
        BookedRow(
            talk.id,
            talk.pupil,
            talk.tutor_group,
            talk.family,
            talk.carer,
            talk.lead,
            to_local(talk.starts_at),
            talk.minutes,
            talk.room,
            talk.interpreter,
            talk.state,
            talk.archived,
            last_day_before(talk.leaves_on, talk.starts_on, today),
        )
        for talk in talks(store, meant.school_year, meant.name)
        if _wanted(talk, group, staff_id)
    ]


def missed_and_open(
    store: Store, group: str | None, staff_id: int | None, today: date
) -> list[MissedRow]:
    """The missed conversations, of any term, that nobody has given a new time; the oldest first."""
    days = households.calendar(store)
    found = store.all(Talk, TALKS_MISSED)
    steps = missing.open_steps(store, {talk.id for talk in found}, today)
    rows = []
    for talk in found:
        if not _wanted(talk, group, staff_id):
            continue
        events = [one for one in _history(store, talk.id) if one.event == "missed"]
        open_ = {one.step: one.due_on for one in steps if one.conversation_id == talk.id}
        step = next_step(tuple(open_), len(events))
        since = events[-1].happened_at.date() if events else talk.starts_on
        row = (talk.id, talk.pupil, talk.tutor_group, talk.family, talk.lead)
        spell = days.school_days_between(since, today)
        after = (step.value if step else None, open_[step] if step else None)
        gone = (talk.archived, last_day_before(talk.leaves_on, talk.starts_on, today))
        rows.append(MissedRow(*row, to_local(talk.starts_at), len(events), spell, *after, *gone))
    return rows


def _wanted(talk: Talk, group: str | None, staff_id: int | None) -> bool:
    return group in (None, talk.tutor_group) and staff_id in (
        None,
        talk.lead_id,
        talk.handover_to_id,
    )


def shown(store: Store, who: str, today: date) -> Shown:
    """One conversation with its history.

    Raises:
        NotFound: none, or several.
    """
    talk = the_talk(store, who, today, states=ANY)
    return Shown(
        talk.id,
        talk.pupil_id,
        talk.pupil,
        talk.tutor_group,
        talk.family_id,
        talk.family,
        talk.carer,
        talk.lead,
        talk.handover_to,
        talk.school_year,
        talk.term,
        to_local(talk.starts_at),
        talk.minutes,
        talk.room,
        talk.interpreter,
        talk.state,
        talk.minutes_taken,
        talk.next_on,
        talk.keep_in_touch,
        talk.closed_on,
        tuple(_history(store, talk.id)),
    )


def _history(store: Store, talk_id: int) -> list[Event]:
    return [
        one._replace(
            happened_at=to_local(one.happened_at), was_at=one.was_at and to_local(one.was_at)
        )
        for one in store.all(Event, HISTORY, talk_id=talk_id)
    ]
