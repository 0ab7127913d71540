"""Before a conversation: what the family told us, what was agreed, and what not to raise."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import first_names
from parentlink.parse.terms import in_full
from parentlink.parse.zone import to_local
from parentlink.rules import conversation_form as form
from parentlink.rules.carers import CarerFacts, right_carer
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.conversations import Talk, the_talk
from parentlink.usecases.good_news import pupil_meant
from parentlink.usecases.unbooked import has_none, home_of
from parentlink.vocabulary.talks import ConversationState

OPEN = ("booked", "missed", "held")


class Told(NamedTuple):
    """What was said in one area last time."""

    stage: str
    area: str
    text: str
    restricted: bool


class Tried(NamedTuple):
    """An action, and how it went."""

    id: int
    owner: str
    who: str
    what: str
    due_on: date
    state: str
    result: str | None
    barrier: str | None


class NewsLine(NamedTuple):
    """Good news that waits to be told."""

    id: int
    text: str
    on: date


class With(NamedTuple):
    """Whom to talk with, and in which language."""

    id: int | None
    name: str | None
    preferred_channel: str | None
    best_times: str | None
    language: str | None
    interpreter: bool


class Brief(NamedTuple):
    """All that is needed before a conversation, on one screen."""

    conversation_id: int | None
    pupil: str
    tutor_group: str | None
    family: str
    starts_at: datetime | None  # local
    minutes: int | None
    room: str | None
    carer: With
    best_placed: tuple[str, ...]
    do_not_contact: tuple[str, ...]
    last_on: date | None
    told_us: tuple[Told, ...]
    held_back: int
    pupil_view: str | None
    keep_in_touch: str | None
    actions: tuple[Tried, ...]
    barriers: tuple[str, ...]
    good_news: tuple[NewsLine, ...]
    last_promise: str | None
    not_to_raise: tuple[str, ...]
    questions: tuple[str, ...]
    listening: tuple[str, ...]
    banner: str


class About(NamedTuple):
    """Whose conversation it is, booked or not."""

    talk: Talk | None
    pupil_id: int
    pupil: str
    tutor_group: str | None
    family_id: int
    family: str


class Last(NamedTuple):
    """The last conversation that was closed."""

    id: int
    on: date
    pupil_view: str | None
    keep_in_touch: str | None


class KeyContact(NamedTuple):
    """The member of staff this family knows best."""

    name: str


class Spoken(NamedTuple):
    """The language spoken at home."""

    home_language: str | None


LAST_CLOSED = (
    "SELECT id, starts_on, pupil_view, keep_in_touch FROM conversation"
    " WHERE pupil_id = :pupil_id AND family_id = :family_id AND state = 'closed'"
    " AND (:talk_id IS NULL OR id <> :talk_id) ORDER BY starts_at DESC, id DESC LIMIT 1"
)
TOLD = (
    "SELECT stage, area, text, restricted FROM conversation_answer"
    " WHERE conversation_id = :talk_id ORDER BY id"
)
TRIED = (
    "SELECT id, owner, who, what, due_on, state, result, barrier FROM action"
    " WHERE pupil_id = :pupil_id AND family_id = :family_id"
    " ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, due_on DESC, id DESC LIMIT 12"
)
NEWS = (
    "SELECT id, text, happened_on FROM good_news WHERE pupil_id = :pupil_id"
    " AND contact_id IS NULL ORDER BY happened_on DESC, id DESC LIMIT 5"
)
KEY_CONTACT = (
    "SELECT s.name FROM family f JOIN staff s ON s.id = f.key_contact_id WHERE f.id = :family_id"
)
HOME_LANGUAGE = "SELECT home_language FROM family WHERE id = :family_id"


def prepare(store: Store, who: str, today: date, why: str | None) -> Brief:
    """The brief for the conversation with `who`; restricted answers only with a reason.

    The reason and who asked are kept in the history.

    Raises:
        NotFound: nobody or several fit.
    """
    about = _about(store, who, today)
    if why:
        store.describe(f"looked at restricted answers about {about.pupil}: {why}")
        _ = store.journal_id  # an entry of its own, although no row changes
    last, every = _last_time(store, about)
    told = tuple(one for one in every if why or not one.restricted)
    known = households.carers(store, about.family_id, households.recent(store, about.family_id))
    spoken = first_names(about.pupil, about.family)
    tried = tuple(store.all(Tried, TRIED, pupil_id=about.pupil_id, family_id=about.family_id))
    return Brief(
        about.talk.id if about.talk else None,
        *(about.pupil, about.tutor_group, about.family),
        *_booked(about.talk),
        _with(store, about, known, today),
        _best_placed(store, about),
        _blocked(known),
        last.on if last else None,
        told,
        len(every) - len(told),
        last.pupil_view if last else None,
        last.keep_in_touch if last else None,
        tried,
        tuple(dict.fromkeys(one.barrier for one in tried if one.barrier)),
        tuple(store.all(NewsLine, NEWS, pupil_id=about.pupil_id)),
        _promise(store, about.family_id),
        _not_to_raise(every),
        tuple(text.format(pupil=spoken) for text in form.OPENING),
        tuple(f"{word}: {meaning}" for word, meaning in form.LISTENING),
        form.BANNER.format(pupil=spoken),
    )


def _booked(talk: Talk | None) -> tuple[datetime | None, int | None, str | None]:
    """When it is, for how long, and where."""
    return (to_local(talk.starts_at), talk.minutes, talk.room) if talk else (None, None, None)


def _last_time(store: Store, about: About) -> tuple[Last | None, list[Told]]:
    """The last conversation that was closed before this one, and all that was said in it."""
    last = store.one(
        Last,
        LAST_CLOSED,
        pupil_id=about.pupil_id,
        family_id=about.family_id,
        talk_id=about.talk.id if about.talk else None,
    )
    return last, store.all(Told, TOLD, talk_id=last.id) if last else []


def _about(store: Store, who: str, today: date) -> About:
    """The open conversation that is meant, or the pupil to talk about where none is booked."""
    try:
        talk = the_talk(store, who, today, states=OPEN)
    except NotFound:
        if not _only_past(store, who, today):
            raise
        pupil, _ = pupil_meant(store, who, today)
        home = home_of(store, pupil, who, None)
        return About(None, pupil.id, pupil.name, pupil.tutor_group, home.id, home.name)
    return About(talk, talk.pupil_id, talk.pupil, talk.tutor_group, talk.family_id, talk.family)


def _only_past(store: Store, who: str, today: date) -> bool:
    """Whether one pupil is meant all of whose conversations are over, or who has had none."""
    if who.strip()[:1] in "vV" and who.strip()[1:].isdecimal():
        return False
    if has_none(store, who, today):
        return True
    try:
        the_talk(store, who, today, states=(ConversationState.CLOSED,))
    except NotFound:
        return False
    return True


def _with(store: Store, about: About, known: tuple[CarerFacts, ...], today: date) -> With:
    """The carer it is booked with, unless they were ruled out since; otherwise the right one."""
    booked = about.talk.carer_id if about.talk else None
    allowed = (one for one in known if one.rule in ("allow", "ask"))
    carer = next((one for one in allowed if one.id == booked), None) or right_carer(known, today)
    home = store.one(Spoken, HOME_LANGUAGE, family_id=about.family_id)
    spoken = home.home_language if home else None
    needed = bool(about.talk and about.talk.interpreter)
    if carer is None:
        return With(None, None, None, None, spoken, needed)
    return With(
        carer.id,
        carer.name,
        carer.preferred_channel,
        carer.best_times,
        carer.language or spoken,
        needed or carer.interpreter,
    )


def _best_placed(store: Store, about: About) -> tuple[str, ...]:
    """Who leads it, and who knows the family best where that is somebody else."""
    key = store.one(KeyContact, KEY_CONTACT, family_id=about.family_id)
    lead = about.talk.lead if about.talk else None
    names = [f"{lead} leads it" if lead else ""]
    if key and key.name != lead:
        names.append(f"{key.name} is the family's key contact")
    return tuple(name for name in names if name)


def _blocked(known: tuple[CarerFacts, ...]) -> tuple[str, ...]:
    words = {"never": "DO NOT CONTACT", "ask": "ASK FIRST before contacting"}
    return tuple(
        f"{words[one.rule]} {one.name}: {(one.rule_reason or 'no reason on file').rstrip('.')}."
        for one in known
        if one.rule in words
    )


def _promise(store: Store, family_id: int) -> str | None:
    from parentlink.rules.standing import PromiseFacts

    last = store.one(PromiseFacts, households.LAST_PROMISE, family_id=family_id)
    if last is None:
        return None
    by = f", by {in_full(last.due_on)}" if last.due_on else ""
    return f"{last.what}{by} ({last.state})"


def _not_to_raise(told: list[Told]) -> tuple[str, ...]:
    """What was said in confidence, by its subject only: it is for the family to bring up."""
    subjects = [form.AREAS[one.area].question for one in told if one.restricted]
    return tuple(
        f"{subject}: told in confidence; leave it to them to bring it up" for subject in subjects
    )
