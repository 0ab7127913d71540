"""Logging a contact: who it was with, what may not be, what it means, what was promised."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import fold, shorten
from parentlink.rules.carers import CarerFacts, right_carer
from parentlink.rules.guards import blocked, warnings
from parentlink.rules.meaning import Since, meaning
from parentlink.rules.school_days import Calendar
from parentlink.rules.standing import ContactFacts
from parentlink.store.store import Store
from parentlink.usecases import households, staff
from parentlink.usecases.who import Match
from parentlink.vocabulary import Direction, Outcome, PromiseState


class Wish(NamedTuple):
    """What the person at the keyboard said about one contact; every value is parsed already."""

    channel: str
    direction: str
    outcome: str
    tone: str | None
    at: datetime  # UTC
    local: datetime  # the same on the clock on the wall
    with_: str | None = None
    about: tuple[str, ...] = ()
    note: str | None = None
    minutes: int | None = None
    staff: str | None = None
    good_news: int | None = None
    promise: str | None = None
    promise_by: date | None = None
    override: str | None = None
    token: str = ""  # names this contact for good, so that a repeated import knows it


class Logged(NamedTuple):
    """What was written, and what to say about it."""

    id: int
    family: str
    carer: str | None
    pupils: tuple[str, ...]
    meaning: str
    warnings: tuple[str, ...]
    promise_id: int | None


class News(NamedTuple):
    """A piece of good news, to be used up."""

    id: int
    contact_id: int | None
    text: str


POSITIVES_SINCE = (
    "SELECT COUNT(*) FROM contact WHERE family_id = :family_id"
    " AND tone = 'positive' AND outcome = 'reached'"
    " AND channel IN ('call', 'meeting', 'home-visit', 'video') AND happened_on >= :since"
)
NEWS_OF_FAMILY = (
    "SELECT g.id, g.contact_id, g.text FROM good_news g"
    " JOIN pupil_family pf ON pf.pupil_id = g.pupil_id"
    " WHERE g.id = :id AND pf.family_id = :family_id"
)
EVERY_PUPIL = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group"
    " FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id WHERE pf.family_id = :family_id"
)
PUPIL_KEYS = (
    "SELECT p.id, p.name_key, p.preferred_key FROM pupil_family pf"
    " JOIN pupil p ON p.id = pf.pupil_id WHERE pf.family_id = :family_id"
)


class PupilKey(NamedTuple):
    """A pupil's names, folded for comparing."""

    id: int
    name_key: str
    preferred_key: str | None


def log(store: Store, who: Match, wish: Wish, me: int, today: date) -> Logged:
    """Write one contact with everything that hangs on it.

    Raises:
        Unreadable: the carer must not be contacted and no reason was given; a tone is missing.
        NotFound: the carer, pupil, good news or member of staff is not this family's or not known.
    """
    newest = households.recent(store, who.family_id)
    on_file = households.carers(store, who.family_id, newest)
    carer = _with(on_file, wish, who, today)
    about = _about(store, who, wish.about, today)
    said = _guards(store, carer, wish)
    contact_id = _write(store, who, wish, carer, me)
    store.insert_many("contact_pupil", ("contact_id", "pupil_id"), [(contact_id, p) for p in about])
    if wish.good_news is not None:
        said += _use_up(store, who.family_id, wish, contact_id)
    promise_id = _promise(store, who.family_id, wish, contact_id, me) if wish.promise else None
    named = tuple(
        pupil.name
        for pupil in store.all(households.PupilRow, EVERY_PUPIL, family_id=who.family_id)
        if pupil.id in about
    )
    person = carer.name if carer else None
    store.describe(f"logged a {wish.channel} with {person or f'the {who.family} family'}")
    sense = _meaning(store, who.family_id, wish, today)
    return Logged(contact_id, who.family, person, named, sense, tuple(said), promise_id)


def _with(
    on_file: tuple[CarerFacts, ...], wish: Wish, who: Match, today: date
) -> CarerFacts | None:
    """The carer this contact was with: named, or the one to ask for, or nobody in particular."""
    if wish.with_:
        return _named_carer(on_file, wish.with_, who)
    if who.carer_id:
        return next(carer for carer in on_file if carer.id == who.carer_id)
    if wish.direction == Direction.INCOMING:
        return on_file[0] if len(on_file) == 1 else None
    return right_carer(on_file, today)


def _named_carer(on_file: tuple[CarerFacts, ...], text: str, who: Match) -> CarerFacts:
    key = fold(text)
    number = key.removeprefix("c")
    fits = [carer for carer in on_file if number.isdigit() and carer.id == int(number[:9])]
    fits = fits or [carer for carer in on_file if fold(carer.name) == key]
    fits = fits or [carer for carer in on_file if f" {key}" in f" {fold(carer.name)}"]
    if len(fits) == 1:
        return fits[0]
    # A carer who must not be contacted is never suggested, not even in an error.
    open_to = [carer for carer in fits or on_file if carer.rule != "never"]
    names = ", ".join(f"{carer.name} (c{carer.id})" for carer in open_to) or "nobody to contact"
    if fits:
        raise NotFound(f"More than one carer of {who.family} fits {shorten(text)!r}: {names}.")
    raise NotFound(f"No carer of {who.family} is called {shorten(text)!r}. On file: {names}.")


def _about(store: Store, who: Match, wished: tuple[str, ...], today: date) -> list[int]:
    """The ids of the pupils this was about: those named, or all of the family at school now."""
    if not wished:
        if who.pupil_id:
            return [who.pupil_id]
        return [pupil.id for pupil in households.pupils(store, who.family_id, today)]
    known = store.all(PupilKey, PUPIL_KEYS, family_id=who.family_id)
    return list(dict.fromkeys(_named_pupil(known, text, who) for text in wished))


def _named_pupil(known: list[PupilKey], text: str, who: Match) -> int:
    key = fold(text)
    number = key.removeprefix("p")
    fits = [one.id for one in known if number.isdigit() and one.id == int(number[:9])]
    fits = fits or [one.id for one in known if key in (one.name_key, one.preferred_key)]
    fits = fits or [
        one.id for one in known if f" {key}" in f" {one.name_key} {one.preferred_key or ''}"
    ]
    if len(set(fits)) == 1:
        return fits[0]
    names = ", ".join(f"{one.name_key.title()} (p{one.id})" for one in known)
    trouble = "More than one pupil fits" if fits else "No pupil is called"
    raise NotFound(f"{trouble} {shorten(text)!r} in the {who.family} family. On file: {names}.")


def _guards(store: Store, carer: CarerFacts | None, wish: Wish) -> list[str]:
    """Warnings to pass on; an outgoing contact with a blocked carer needs a reason."""
    if carer is None:
        return []
    block = blocked(carer, wish.direction)
    if block and not wish.override:
        raise Unreadable(
            f'{block} If it did happen, log it with --override "the reason". Nothing was saved.'
        )
    chosen = households.settings(store)
    quiet = (chosen["quiet_from"], chosen["quiet_until"])
    said = warnings(carer, wish.channel, wish.direction, wish.local, quiet)
    return [f"{block} Logged with your reason.", *said] if block else said


def _write(store: Store, who: Match, wish: Wish, carer: CarerFacts | None, me: int) -> int:
    if wish.outcome == Outcome.REACHED and wish.tone is None:
        raise Unreadable("Please say --tone: it may only be left out when nobody was reached.")
    return store.insert(
        "contact",
        external_id=wish.token,
        family_id=who.family_id,
        carer_id=carer.id if carer else None,
        staff_id=staff.named(store, wish.staff) if wish.staff else me,
        happened_at=wish.at,
        happened_on=wish.local.date(),
        channel=wish.channel,
        direction=wish.direction,
        outcome=wish.outcome,
        tone=wish.tone,
        minutes=wish.minutes,
        note=wish.note,
        rule_override=wish.override if carer and blocked(carer, wish.direction) else None,
    )


def _use_up(store: Store, family_id: int, wish: Wish, contact_id: int) -> list[str]:
    """Good news that was told is used up; told to nobody, it waits for the next call."""
    news = store.one(News, NEWS_OF_FAMILY, id=wish.good_news, family_id=family_id)
    if news is None:
        raise NotFound(
            f"Good news {wish.good_news} is not about a pupil of this family. "
            "See `parentlink good-news list`."
        )
    if news.contact_id is not None:
        raise NotFound(f"Good news {news.id} has been told already (contact {news.contact_id}).")
    if wish.outcome != Outcome.REACHED:
        return [f"Nobody was reached, so good news {news.id} waits for the next call."]
    store.update("good_news", news.id, contact_id=contact_id)
    return []


def _promise(store: Store, family_id: int, wish: Wish, contact_id: int, me: int) -> int:
    if wish.promise_by is None:
        raise Unreadable("Please say by when the promise is due: --by fri, for example.")
    return store.insert(
        "promise",
        external_id=f"{wish.token}-p",
        family_id=family_id,
        contact_id=contact_id,
        staff_id=me,
        what=wish.promise,
        made_on=wish.local.date(),
        due_on=wish.promise_by,
        state=PromiseState.OPEN,
    )


def _meaning(store: Store, family_id: int, wish: Wish, today: date) -> str:
    """What the contact does to the clock, from the family's history with it in."""
    days: Calendar = households.calendar(store)
    chosen = households.settings(store)
    start = days.half_term(today).starts_on
    positives = store.value(POSITIVES_SINCE, family_id=family_id, since=start)
    _, attempts = households.reached(store, family_id)
    since = Since(
        positives, attempts, int(chosen["call_every_days"]), int(chosen["follow_up_days"])
    )
    facts = ContactFacts(wish.local.date(), wish.channel, wish.direction, wish.tone, wish.outcome)
    return meaning(facts, since, days, today)
