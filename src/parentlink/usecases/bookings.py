"""Bookings: one conversation booked, moved, cancelled."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.zone import to_utc
from parentlink.rules.inviting import Invitee
from parentlink.store.store import Store
from parentlink.usecases import missing
from parentlink.usecases.clashes import (
    USUAL,
    Place,
    about_guest,
    check_time,
    checked_length,
    no_clash,
)
from parentlink.usecases.conversations import TALK_BY_ID, Talk, moment, note_history, the_talk
from parentlink.usecases.good_news import PupilChoice
from parentlink.usecases.inviting import (
    PUPIL_FACTS,
    Leads,
    PupilFacts,
    invitees,
    term_meant,
    the_invitee,
)
from parentlink.usecases.staff import someone
from parentlink.vocabulary.talks import ConversationEvent, ConversationState, TermName

OPEN = (ConversationState.BOOKED.value, ConversationState.MISSED.value)


class Wish(NamedTuple):
    """What was asked for one booking; `at` is local. None means as it is, or the usual."""

    at: datetime
    with_: str | None = None
    lead: str | None = None
    room: str | None = None
    length: int | None = None
    term: TermName | None = None
    anyway: bool = False


class Done(NamedTuple):
    """A booking as it now stands, the time it had, and what to say beside it."""

    talk: Talk
    was_at: datetime | None
    said: tuple[str, ...]


class InTerm(NamedTuple):
    """The conversation that a pupil has in a term."""

    id: int
    state: str
    starts_at: datetime


IN_TERM = (
    "SELECT id, state, starts_at FROM conversation WHERE pupil_id = :pupil_id"
    " AND school_year = :school_year AND term = :term AND state <> 'cancelled'"
)


def book(
    store: Store, pupil: PupilChoice, wish: Wish, me: int, now: datetime, today: date, uid: str
) -> Done:
    """Book a conversation about a pupil; `uid` names it for good.

    Raises:
        Unreadable: the time cannot be, somebody or the room is taken, the rule forbids it, or the
            pupil has a conversation in that term.
        NotFound: no such carer or member of staff.
    """
    length = checked_length(wish.length or USUAL)
    said = check_time(store, wish.at, length, now, anyway=wish.anyway)
    guest = the_invitee(store, pupil.id, pupil.name, wish.with_)
    lead = _lead(store, pupil.id, guest, wish.lead, me, today)
    school_year, term = term_meant(store, wish.term, wish.at.date())
    _one_each_term(store, pupil, school_year, term)
    span = (wish.at, wish.at + timedelta(minutes=length))
    no_clash(store, Place(0, guest.family_id, guest.carer_id, lead, wish.room, span))
    made = store.insert(
        "conversation",
        uid=uid,
        sequence=0,
        pupil_id=pupil.id,
        family_id=guest.family_id,
        carer_id=guest.carer_id,
        lead_id=lead,
        school_year=school_year,
        term=term,
        starts_at=to_utc(wish.at.date(), wish.at.time()),
        starts_on=wish.at.date(),
        minutes=length,
        room=wish.room,
        interpreter=guest.interpreter,
        state=ConversationState.BOOKED,
    )
    note_history(store, made, ConversationEvent.BOOKED, now, me)
    store.describe(f"booked conversation v{made} with {pupil.name}'s family")
    return Done(_again(store, made), None, (*said, *about_guest(guest, span)))


def move(
    store: Store, who: str, wish: Wish, reason: str, me: int, now: datetime, today: date
) -> Done:
    """Give a booked or missed conversation another time; the old one is kept with the reason.

    Raises:
        NotFound: no such conversation, carer or member of staff.
        Unreadable: as for `book`.
    """
    talk = the_talk(store, who, today, states=OPEN)
    length = checked_length(wish.length or talk.minutes)
    said = check_time(store, wish.at, length, now, anyway=wish.anyway)
    guest = _guest_of(store, talk, wish.with_)
    lead = someone(store, wish.lead).id if wish.lead else talk.lead_id
    room = wish.room or talk.room
    span = (wish.at, wish.at + timedelta(minutes=length))
    place = Place(talk.id, guest.family_id, guest.carer_id, lead, room, span)
    no_clash(store, place)
    changed = store.update(
        "conversation",
        talk.id,
        starts_at=to_utc(wish.at.date(), wish.at.time()),
        starts_on=wish.at.date(),
        minutes=length,
        family_id=guest.family_id,
        carer_id=guest.carer_id,
        lead_id=lead,
        room=room,
        interpreter=guest.interpreter,
        state=ConversationState.BOOKED,
    )
    if not changed:
        raise Unreadable(f"Conversation v{talk.id} is at {moment(talk.starts_at)} already.")
    store.update("conversation", talk.id, sequence=talk.sequence + 1)
    note_history(store, talk.id, ConversationEvent.MOVED, now, me, talk.starts_at, reason)
    if talk.state == ConversationState.MISSED:
        missing.rearranged(store, talk.id, wish.at, today)
    store.describe(f"moved conversation v{talk.id} with {talk.pupil}'s family")
    return Done(_again(store, talk.id), talk.starts_at, (*said, *about_guest(guest, span)))


def cancel(store: Store, who: str, reason: str, me: int, now: datetime, today: date) -> Talk:
    """Cancel a booked or missed conversation; its time and the reason are kept."""
    talk = the_talk(store, who, today, states=OPEN)
    store.update(
        "conversation",
        talk.id,
        state=ConversationState.CANCELLED,
        sequence=talk.sequence + 1,
    )
    note_history(store, talk.id, ConversationEvent.CANCELLED, now, me, talk.starts_at, reason)
    if talk.state == ConversationState.MISSED:
        missing.settle(store, talk.id, f"cancelled: {reason}", today)
    store.describe(f"cancelled conversation v{talk.id} with {talk.pupil}'s family")
    return talk


def _lead(
    store: Store, pupil_id: int, guest: Invitee, name: str | None, me: int, today: date
) -> int:
    if name:
        return someone(store, name).id
    facts = store.one(PupilFacts, PUPIL_FACTS, pupil_id=pupil_id)
    assert facts is not None  # the pupil was found a moment ago, in this transaction
    return Leads(store, today, me).of(facts, guest.key_contact_id)


def _one_each_term(store: Store, pupil: PupilChoice, school_year: int, term: TermName) -> None:
    found = store.one(InTerm, IN_TERM, pupil_id=pupil.id, school_year=school_year, term=term)
    if found is None:
        return
    way = (
        f"To change it: parentlink conversation move v{found.id} --to WHEN --reason TEXT"
        if found.state in OPEN
        else "The next one is next term: say --term to book it for another."
    )
    raise Unreadable(
        f"{pupil.name} has conversation v{found.id} in the {term} term already "
        f"({moment(found.starts_at)}, {found.state}). {way}"
    )


def _guest_of(store: Store, talk: Talk, with_: str | None) -> Invitee:
    """Whom the conversation is with: named now, as it was booked, or the one to invite."""
    on_file = invitees(store, talk.pupil_id)
    now = next((one for one in on_file if one.carer_id == talk.carer_id), None)
    return the_invitee(store, talk.pupil_id, talk.pupil, with_ or (now and f"c{now.carer_id}"))


def _again(store: Store, talk_id: int) -> Talk:
    talk = store.one(Talk, TALK_BY_ID, id=talk_id)
    if talk is None:
        raise NotFound(f"There is no conversation v{talk_id}.")
    return talk
