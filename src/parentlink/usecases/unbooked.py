"""A conversation that was held without having been booked."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.terms import in_full
from parentlink.rules.carers import CarerFacts, right_carer
from parentlink.rules.guards import blocked
from parentlink.rules.terms import term_of
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.conversations import Talk
from parentlink.usecases.good_news import PupilChoice, pupil_meant
from parentlink.usecases.named import carer_ids, the_carer_named
from parentlink.usecases.who import candidates
from parentlink.vocabulary import Direction
from parentlink.vocabulary.talks import ConversationState

LENGTH = 60  # minutes, as booked: A4


class Home(NamedTuple):
    """A household of a pupil."""

    id: int
    name: str
    household: str | None


class Taken(NamedTuple):
    """The conversation that stands in a term already."""

    id: int
    state: str
    starts_on: date


HOMES = (
    "SELECT f.id, f.name, f.household FROM pupil_family pf JOIN family f ON f.id = pf.family_id"
    " WHERE pf.pupil_id = :pupil_id AND f.archived_on IS NULL ORDER BY f.id"
)
OPEN_OF_PUPIL = (
    "SELECT COUNT(*) FROM conversation WHERE pupil_id = :pupil_id AND state <> 'cancelled'"
)
OF_TERM = (
    "SELECT id, state, starts_on FROM conversation WHERE pupil_id = :pupil_id"
    " AND school_year = :school_year AND term = :term AND state <> 'cancelled'"
)


def has_none(store: Store, who: str, today: date) -> bool:
    """Whether one pupil is meant who has no conversation on file that stands."""
    if who.strip()[:1] in "vV" and who.strip()[1:].isdecimal():
        return False
    try:
        pupil, _ = pupil_meant(store, who, today)
    except NotFound:
        return False
    return not store.value(OPEN_OF_PUPIL, pupil_id=pupil.id)


def is_earlier(store: Store, talk: Talk, today: date) -> bool:
    """Whether a conversation belongs to a term before this one."""
    return (talk.school_year, talk.term) != term_of(today, households.calendar(store)) and (
        talk.starts_on < today
    )


def begin(
    store: Store,
    who: str,
    with_: str | None,
    at: datetime,
    on: date,
    me: int,
    today: date,
    token: str,
) -> int:
    """Put a conversation on file as held at that moment, led by whoever records it.

    Raises:
        NotFound: nobody or several fit, or the term has a conversation already.
        Unreadable: the carer named must not be contacted.
    """
    pupil, _ = pupil_meant(store, who, today)
    home = home_of(store, pupil, who, with_)
    carer = _carer(store, home, with_, today)
    school_year, term = term_of(on, households.calendar(store))
    taken = store.one(Taken, OF_TERM, pupil_id=pupil.id, school_year=school_year, term=term)
    if taken:
        raise NotFound(
            f"There is a conversation with {pupil.name}'s family this term already: v{taken.id} "
            f"({taken.state}, {in_full(taken.starts_on)}). Record that one: parentlink "
            f"conversation record v{taken.id}"
        )
    return store.insert(
        "conversation",
        uid=token,
        pupil_id=pupil.id,
        family_id=home.id,
        carer_id=carer.id if carer else None,
        lead_id=me,
        school_year=school_year,
        term=term,
        starts_at=at,
        starts_on=on,
        minutes=LENGTH,
        interpreter=bool(carer and carer.interpreter),
        state=ConversationState.HELD,
    )


def home_of(store: Store, pupil: PupilChoice, who: str, with_: str | None) -> Home:
    """The household it was with: the only one, the one named, or the one of the carer named."""
    homes = store.all(Home, HOMES, pupil_id=pupil.id)
    if len(homes) > 1:
        typed = {match.family_id for match in candidates(store, who) if not match.pupil_id}
        fits = [home for home in homes if home.id in typed]
        fits = [h for h in fits or homes if not with_ or carer_ids(store, h.id, with_)]
        homes = fits if len(fits) == 1 else homes
    if len(homes) == 1:
        return homes[0]
    listed = ", ".join(f"f{home.id} {home.household or home.name}" for home in homes)
    raise NotFound(
        f"{pupil.name} has {len(homes)} households ({listed}). Use the id of the household, or of "
        "the carer it is with (c12)."
        if homes
        else f"{pupil.name} is in no family that is on file now. Look with `parentlink pupil list`."
    )


def _carer(store: Store, home: Home, with_: str | None, today: date) -> CarerFacts | None:
    known = households.carers(store, home.id, [])
    if not with_:
        return right_carer(known, today)
    wanted = the_carer_named(store, home.id, home.name, with_)
    carer = next(one for one in known if one.id == wanted)
    if block := blocked(carer, Direction.OUTGOING):
        raise Unreadable(f"{block} A conversation cannot be with them. Nothing was saved.")
    return carer
