"""Logging a contact: who it was with, what may not be, what it means, what was promised."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.rules.carers import CarerFacts
from parentlink.rules.guards import blocked, reminder, warnings
from parentlink.rules.meaning import Since, meaning
from parentlink.rules.standing import ContactFacts
from parentlink.store.store import Store
from parentlink.usecases import households, staff
from parentlink.usecases.contact_with import Meant, people_meant
from parentlink.usecases.who import Match
from parentlink.vocabulary import Outcome, PromiseState


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
    " ORDER BY p.year_group, p.name_key, p.id"
)


_WITH_REASON = " Logged with your reason."


def log(store: Store, who: Match, wish: Wish, me: int, today: date) -> Logged:
    """Write one contact with everything that hangs on it.

    Raises:
        Unreadable: the carer must not be contacted and no reason was given; a tone is missing.
        NotFound: the carer, pupil, good news or member of staff is not this family's or not known.
    """
    chosen = households.settings(store)
    meant = people_meant(store, who, wish.with_, wish.about, wish.direction, today)
    carer, about, _ = meant
    said = [*_archived(who), *_guards(chosen, carer, wish), *_not_theirs(store, who, meant)]
    staff_id, met = _made_by(store, wish.staff, me)
    contact_id = _write(store, who, wish, carer, staff_id)
    store.insert_many("contact_pupil", ("contact_id", "pupil_id"), [(contact_id, p) for p in about])
    said += [*met, *_judging(wish.note, chosen["judging_words"]), *_wrong_number(carer, wish)]
    if wish.good_news is not None:
        said += _use_up(store, who.family_id, wish, contact_id)
    promise_id = _promise(store, who, wish, contact_id, staff_id) if wish.promise else None
    named = tuple(_called(store, who, about))
    person = carer.name if carer else None
    store.describe(f"logged a {wish.channel} with {person or f'the {who.family} family'}")
    sense = _meaning(store, who.family_id, wish, chosen, today)
    return Logged(contact_id, who.family, person, named, sense, tuple(said), promise_id)


def look_first(store: Store, who: Match, wish: Wish, today: date) -> list[str]:
    """Whom a contact would be with and about, and what to mind, before the first question.

    Raises:
        Unreadable: the carer must not be contacted and no reason was given.
        NotFound: the carer or a pupil is not this family's.
    """
    meant = people_meant(store, who, wish.with_, wish.about, wish.direction, today)
    carer, about, _ = meant
    guards = _guards(households.settings(store), carer, wish)
    minded = [line.removesuffix(_WITH_REASON) for line in guards]
    with_ = f"{carer.name} (c{carer.id})" if carer else "nobody in particular"
    named = ", ".join(_called(store, who, about))
    return [
        *minded,
        *_not_theirs(store, who, meant),
        f"With {with_}{f', about {named}' if named else ''}.",
    ]


def _called(store: Store, who: Match, pupils: list[int]) -> list[str]:
    """What some pupils of a family are called."""
    every = store.all(households.PupilRow, EVERY_PUPIL, family_id=who.family_id)
    return [pupil.name for pupil in every if pupil.id in pupils]


def _not_theirs(store: Store, who: Match, meant: Meant) -> list[str]:
    """That a household may be two mothers' children, and this is about the other one's."""
    names = " or ".join(_called(store, who, meant.not_theirs)) if meant.not_theirs else ""
    if not (names and meant.carer):
        return []
    return [f"MIND: {meant.carer.name} is not a carer of {names} on file. Was it somebody else?"]


def _archived(who: Match) -> list[str]:
    if not who.archived:
        return []
    back = f"parentlink family archive f{who.family_id} --undo"
    return [f"The {who.family} family is archived, so no list shows it. To bring it back: {back}"]


def _guards(chosen: dict[str, str], carer: CarerFacts | None, wish: Wish) -> list[str]:
    """Warnings to pass on; an outgoing contact with a blocked carer needs a reason."""
    if carer is None:
        return []
    block = blocked(carer, wish.direction)
    if block and not wish.override:
        raise Unreadable(
            f'{block} If it did happen, log it with --override "the reason". Nothing was saved.'
        )
    quiet = (chosen["quiet_from"], chosen["quiet_until"])
    said = warnings(carer, wish.channel, wish.direction, wish.local, quiet)
    if block:
        return [f"{block}{_WITH_REASON}", *said]
    return [*reminder(carer, wish.direction), *said]


def _judging(note: str | None, listed: str) -> list[str]:
    if not note:
        return []
    from parentlink.parse.judging import judging_words
    from parentlink.rules.judging import gentle

    return gentle(judging_words([note], listed)[:1])


def _wrong_number(carer: CarerFacts | None, wish: Wish) -> list[str]:
    if carer is None or wish.outcome != Outcome.WRONG_NUMBER:
        return []
    return [f"When you know the right number: parentlink carer edit c{carer.id} --phone NUMBER"]


def _made_by(store: Store, name: str | None, me: int) -> tuple[int, list[str]]:
    """The staff id of who made the contact, and a word when they are new to us."""
    if not name:
        return me, []
    known = staff.known(store, name, "")
    made_by = known or staff.named(store, name)
    met = f"Added {name.strip()} to the staff, since this is the first we hear of them."
    return made_by, [] if known else [met]


def _write(store: Store, who: Match, wish: Wish, carer: CarerFacts | None, staff_id: int) -> int:
    if wish.outcome == Outcome.REACHED and wish.tone is None:
        raise Unreadable("Please say --tone: it may only be left out when nobody was reached.")
    return store.insert(
        "contact",
        external_id=wish.token,
        family_id=who.family_id,
        carer_id=carer.id if carer else None,
        staff_id=staff_id,
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


def _promise(store: Store, who: Match, wish: Wish, contact_id: int, staff_id: int) -> int:
    if wish.promise_by is None:
        raise Unreadable("Please say by when the promise is due: --by fri, for example.")
    return store.insert(
        "promise",
        external_id=f"{wish.token}-p",
        family_id=who.family_id,
        contact_id=contact_id,
        staff_id=staff_id,
        what=wish.promise,
        made_on=wish.local.date(),
        due_on=wish.promise_by,
        state=PromiseState.OPEN,
    )


def _meaning(store: Store, family_id: int, wish: Wish, chosen: dict[str, str], today: date) -> str:
    """What the contact does to the clock, from the family's history with it in."""
    days = households.calendar(store)
    start = days.half_term(today).starts_on
    last = store.value(households.LAST_POSITIVE, family_id=family_id)
    reached_on, attempts = households.reached(store, family_id)
    since = Since(
        store.value(POSITIVES_SINCE, family_id=family_id, since=start),
        date.fromisoformat(last) if last else None,
        reached_on,
        attempts,
        int(chosen["call_every_days"]),
        int(chosen["follow_up_days"]),
    )
    facts = ContactFacts(wish.local.date(), wish.channel, wish.direction, wish.tone, wish.outcome)
    return meaning(facts, since, days, today)
