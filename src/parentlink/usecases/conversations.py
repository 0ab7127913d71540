"""One conversation as every command knows it: found by WHO, listed by term, its history kept."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.parse.zone import to_local
from parentlink.rules.terms import term_of
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.who import Match, candidates, the_family
from parentlink.vocabulary.talks import ConversationEvent, TermName

_LISTED = 12  # conversations shown before "and more"


class Talk(NamedTuple):
    """A structured conversation. `starts_at` is UTC; `handover_to` is next year's lead."""

    id: int
    pupil_id: int
    pupil: str
    tutor_group: str | None
    family_id: int
    family: str
    carer_id: int | None
    carer: str | None
    lead_id: int
    lead: str
    handover_to: str | None
    school_year: int
    term: str
    starts_at: datetime
    starts_on: date
    minutes: int
    room: str | None
    interpreter: bool
    state: str
    uid: str
    sequence: int
    next_on: date | None
    keep_in_touch: str | None
    closed_on: date | None
    minutes_taken: int | None
    pupil_view: str | None
    handover_to_id: int | None
    archived: bool  # the family
    leaves_on: date | None  # the pupil's last day at school


_TALK = (
    "SELECT v.id, v.pupil_id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group,"
    " v.family_id, f.name, v.carer_id, c.name, v.lead_id, s.name, h.name, v.school_year, v.term,"
    " v.starts_at, v.starts_on, v.minutes, v.room, v.interpreter, v.state, v.uid, v.sequence,"
    " v.next_on, v.keep_in_touch, v.closed_on, v.minutes_taken, v.pupil_view,"
    " v.handover_to_id, f.archived_on IS NOT NULL, p.leaves_on FROM conversation v"
    " JOIN pupil p ON p.id = v.pupil_id JOIN family f ON f.id = v.family_id"
    " JOIN staff s ON s.id = v.lead_id LEFT JOIN carer c ON c.id = v.carer_id"
    " LEFT JOIN staff h ON h.id = v.handover_to_id WHERE "
)
_ORDER = " ORDER BY v.starts_at, v.id"
TALK_BY_ID = _TALK + "v.id = :id"
TALKS_OF_PUPIL = _TALK + "v.pupil_id = :pupil_id" + _ORDER
TALKS_OF_FAMILY = _TALK + "v.family_id = :family_id" + _ORDER
TALKS_MISSED = _TALK + "v.state = 'missed'" + _ORDER
TALKS_OF_TERM = _TALK + "v.school_year = :school_year AND v.term = :term" + _ORDER


def the_talk(store: Store, text: str, today: date, *, states: tuple[str, ...]) -> Talk:
    """The one conversation that is meant, in one of these states.

    `v12` is an id. A name stands for the conversation of this term; where there is none, for the
    nearest one.

    Raises:
        NotFound: none, or several (with the ids to use), or only in another state.
    """
    number = text.strip().casefold().removeprefix("v")
    if text.strip()[:1] in "vV" and number.isascii() and number.isdigit() and len(number) <= 9:
        return _by_id(store, int(number), states)
    every = _talks_meant(store, text)
    found = [talk for talk in every if talk.state in states]
    if not found:
        raise NotFound(_nothing(text, every, states))
    now = term_of(today, households.calendar(store))
    nearest = min(found, key=lambda talk: (_term(talk) != now, abs(talk.starts_on - today)))
    fits = [talk for talk in found if _term(talk) == _term(nearest)]
    if len(fits) > 1:
        lines = [f"  {label(talk)}" for talk in fits[:_LISTED]]
        lines += [f"  ... and {len(fits) - _LISTED} more"] if len(fits) > _LISTED else []
        raise NotFound(
            "\n".join([f"More than one conversation fits {shorten(text)!r}. Use the id:", *lines])
        )
    return fits[0]


def _by_id(store: Store, number: int, states: tuple[str, ...]) -> Talk:
    talk = store.one(Talk, TALK_BY_ID, id=number)
    if talk is None:
        raise NotFound(f"There is no conversation v{number}. See `parentlink conversation list`.")
    if talk.state not in states:
        raise NotFound(f"Conversation v{talk.id} with {talk.pupil}'s family is {_stands(talk)}.")
    return talk


def _talks_meant(store: Store, text: str) -> list[Talk]:
    """Every conversation of the pupil, or else of the family or the carer's family, named."""
    matches = candidates(store, text)
    if not matches:
        _, slip = the_family(store, text)  # nobody at all: its sentence says who comes near
        raise NotFound(f"{slip.rstrip('.')}? Please type the name again, or use the id.")
    found = {talk.id: talk for match in matches for talk in _of(store, match)}
    return sorted(found.values(), key=lambda talk: (talk.starts_at, talk.id))


def _of(store: Store, match: Match) -> list[Talk]:
    if match.pupil_id:
        return store.all(Talk, TALKS_OF_PUPIL, pupil_id=match.pupil_id)
    return store.all(Talk, TALKS_OF_FAMILY, family_id=match.family_id)


def _nothing(text: str, every: list[Talk], states: tuple[str, ...]) -> str:
    if not every:
        return (
            f"No conversation with {shorten(text)!r} is on file. Book one: "
            "parentlink conversation book WHO --at WHEN"
        )
    last = every[-1]
    wanted = " or ".join(states)
    return (
        f"No conversation with {shorten(text)!r} is {wanted}: v{last.id} with {last.pupil}'s "
        f"family is {_stands(last)}."
    )


def _stands(talk: Talk) -> str:
    return f"{talk.state} ({in_full(talk.starts_on)})"


def _term(talk: Talk) -> tuple[int, str]:
    return talk.school_year, talk.term


def label(talk: Talk) -> str:
    """A conversation on one line: "v12  Ada Okafor 7KM, Mon 5 Oct 2026 15:30, booked"."""
    group = f" {talk.tutor_group}" if talk.tutor_group else ""
    return f"v{talk.id}  {talk.pupil}{group}, {moment(talk.starts_at)}, {talk.state}"


def moment(at: datetime) -> str:
    """A stored moment as the clock on the wall shows it: "Mon 5 Oct 2026 15:30"."""
    local = to_local(at)
    return f"{in_full(local.date())} {local:%H:%M}"


def talks(store: Store, school_year: int, term: TermName) -> list[Talk]:
    """Every conversation of a term, cancelled ones too, in order of time."""
    return store.all(Talk, TALKS_OF_TERM, school_year=school_year, term=term)


def note_history(
    store: Store,
    talk_id: int,
    event: ConversationEvent,
    now: datetime,
    staff_id: int,
    was_at: datetime | None = None,
    reason: str | None = None,
) -> int:
    """Keep what happened to a booking, with the time it had and the reason; never overwritten."""
    return store.insert(
        "conversation_history",
        conversation_id=talk_id,
        event=event,
        happened_at=now,
        staff_id=staff_id,
        was_at=was_at,
        reason=reason,
    )
