"""What is kept of a conversation so far, and which one is meant."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.conversation_notes import Answer, Notes
from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.rules import conversation_form as form
from parentlink.rules.conversation_form import AREAS
from parentlink.store.store import Store
from parentlink.usecases import unbooked
from parentlink.usecases.conversations import Talk, the_talk
from parentlink.vocabulary.talks import ConversationState

ANY = tuple(state.value for state in ConversationState if state != ConversationState.CANCELLED)


class Kept(NamedTuple):
    """An answer as the file has it."""

    id: int
    stage: str
    area: str
    text: str
    restricted: bool


class Person(NamedTuple):
    """Somebody who was there."""

    id: int
    name: str


class Agreed(NamedTuple):
    """An action agreed in this conversation."""

    id: int
    owner: str
    who: str
    what: str
    due_on: date


class Record(NamedTuple):
    """Everything that is kept of a conversation so far."""

    talk: Talk
    present: tuple[Person, ...]
    answers: tuple[Kept, ...]
    actions: tuple[Agreed, ...]


ANSWERS = (
    "SELECT id, stage, area, text, restricted FROM conversation_answer"
    " WHERE conversation_id = :talk_id ORDER BY id"
)
PEOPLE = "SELECT id, name FROM conversation_person WHERE conversation_id = :talk_id ORDER BY id"
AGREED = (
    "SELECT id, owner, who, what, due_on FROM action WHERE conversation_id = :talk_id ORDER BY id"
)


def meant(store: Store, who: str, today: date) -> Talk | None:
    """The conversation to be recorded; None where the pupil has none that is open or of this term.

    Raises:
        NotFound: nobody or several fit, or it was closed already.
    """
    try:
        talk = the_talk(store, who, today, states=ANY)
    except NotFound:
        if unbooked.has_none(store, who, today):
            return None
        raise
    if talk.state != ConversationState.CLOSED:
        return talk
    if who.strip()[:1] not in "vV" and unbooked.is_earlier(store, talk, today):
        return None
    raise NotFound(
        f"The conversation v{talk.id} with {talk.pupil}'s family was recorded and closed on "
        f"{in_full(talk.closed_on or today)}. To open it again: `parentlink undo --list`, then "
        "`parentlink undo ID`. For another one, book it for next term: parentlink conversation "
        "book WHO --at WHEN"
    )


def record_of(store: Store, talk: Talk) -> Record:
    """Everything kept so far, the restricted answers too: whoever shows it leaves them out."""
    return Record(
        talk,
        tuple(store.all(Person, PEOPLE, talk_id=talk.id)),
        tuple(store.all(Kept, ANSWERS, talk_id=talk.id)),
        tuple(store.all(Agreed, AGREED, talk_id=talk.id)),
    )


def to_edit(store: Store, who: str, today: date, *, unbooked: bool) -> Record | None:
    """What is kept of the conversation that is meant; None for one that is not on file yet.

    Raises:
        NotFound: nobody or several fit, it was closed already, or none is booked.
    """
    talk = meant(store, who, today)
    if talk is None and not unbooked:
        raise NotFound(none_waits(who))
    return record_of(store, talk) if talk else None


def none_waits(who: str) -> str:
    """What to do where no conversation is booked."""
    return (
        f"No conversation with {shorten(who)!r} is waiting to be recorded. Book one: "
        "parentlink conversation book WHO --at WHEN. If it was held without being booked, "
        "say --unbooked."
    )


def looked(store: Store, record: Record | None, why: str) -> None:
    """Keep that somebody looked at restricted answers, and why."""
    if record is not None:
        talk = record.talk
        store.describe(f"looked at restricted answers about {talk.pupil} (v{talk.id}): {why}")
        _ = store.journal_id  # an entry of its own, although no row changes


def notes_of(record: Record, *, restricted: bool = False) -> Notes:
    """What is kept, as notes to go on with. Restricted answers only where they were asked for."""
    talk = record.talk
    held = tuple(one for one in record.answers if one.restricted)
    return Notes(
        tuple(one.name for one in record.present if one.name != talk.pupil),
        any(one.name == talk.pupil for one in record.present),
        talk.minutes_taken,
        talk.pupil_view,
        tuple(Answer(a.area, a.text) for a in record.answers if restricted or not a.restricted),
        (),
        talk.next_on,
        talk.keep_in_touch,
        tuple(one.area for one in held if not AREAS[one.area].restricted),
    )


def filled(record: Record) -> set[str]:
    """The questions that have an answer, by the keys of the guided form."""
    talk = record.talk
    there = {
        form.PRESENT: record.present,
        form.PUPIL_VIEW: talk.pupil_view,
        form.ACTIONS: record.actions,
        form.NEXT: talk.next_on,
        form.KEEP_IN_TOUCH: talk.keep_in_touch,
        form.MINUTES: talk.minutes_taken,
    }
    return {one.area for one in record.answers} | {key for key, value in there.items() if value}
