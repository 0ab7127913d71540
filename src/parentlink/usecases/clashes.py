"""Whether a conversation can be at a time: the day, the clock, the people, the room."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.carer_times import carer_windows
from parentlink.parse.slots import check_shown_once
from parentlink.parse.terms import in_full
from parentlink.parse.zone import to_local, to_utc
from parentlink.rules.guards import in_quiet_hours
from parentlink.rules.inviting import Invitee, ask_first, interpreter_for
from parentlink.rules.planning_rooms import same_room
from parentlink.rules.planning_slots import Slot, Span, meets, suits
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.conversations import moment

USUAL = 60  # minutes (article A4: up to an hour)
LEAST, MOST = 5, 240


class Place(NamedTuple):
    """Where and when a conversation is to be, and who is in it; the span is local."""

    talk_id: int  # 0 when it is new
    family_id: int
    carer_id: int | None
    lead_id: int
    room: str | None
    span: Span


class Standing(NamedTuple):
    """A conversation near that time, to see whether the two clash."""

    id: int
    pupil: str
    family_id: int
    family: str
    carer_id: int | None
    lead_id: int
    lead: str
    room: str | None
    starts_at: datetime
    minutes: int


NEAR = (
    "SELECT v.id, COALESCE(p.preferred_name, p.legal_name), v.family_id, f.name, v.carer_id,"
    " v.lead_id, s.name, v.room, v.starts_at, v.minutes FROM conversation v"
    " JOIN pupil p ON p.id = v.pupil_id JOIN family f ON f.id = v.family_id"
    " JOIN staff s ON s.id = v.lead_id WHERE v.starts_on BETWEEN :first AND :last"
    " AND v.state NOT IN ('cancelled', 'missed') AND v.id <> :talk_id ORDER BY v.starts_at, v.id"
)


def check_time(
    store: Store, at: datetime, length: int, now: datetime, *, anyway: bool
) -> list[str]:
    """What to say about a local time at which a conversation is to be.

    Raises:
        Unreadable: it has passed, the clocks change over it, or there is no school that day.
    """
    check_shown_once(at.date(), at.time(), length)
    if to_utc(at.date(), at.time()) <= now:
        raise Unreadable(
            f"{in_full(at.date())} {at:%H:%M} has passed. Please say a time that is to come, with "
            "the year if it is far off; `conversation record` is for one that was held."
        )
    if not households.calendar(store).is_school_day(at.date()) and not anyway:
        raise Unreadable(
            f"There is no school on {in_full(at.date())}: a weekend, a holiday, an INSET day or a "
            "bank holiday. To meet then all the same, add --anyway."
        )
    return [said for said in (too_long(length), odd_hour(store, [at])) if said]


def odd_hour(store: Store, times: Iterable[datetime]) -> str:
    """A question about the first of these local times at which families may be asleep.

    A clock of 24 hours was meant, and "4:00" was typed for 16:00.
    """
    chosen = households.settings(store)
    quiet = chosen["quiet_from"], chosen["quiet_until"]
    for at in times:
        if said := in_quiet_hours(at, quiet):
            later = at.replace(hour=at.hour % 12 + 12)
            slip = not in_quiet_hours(later, quiet)
            return f"{said}: {f'was {later:%H:%M}' if slip else 'is that what you'} meant?"
    return ""


def too_long(length: int) -> str:
    """A word on a conversation of more than an hour; empty otherwise."""
    if length <= USUAL:
        return ""
    return f"{length} minutes is long: the practice is up to an hour, so that it can be kept up."


def about_guest(guest: Invitee, span: Span) -> list[str]:
    """What to know about the carer before the invitation goes out."""
    first = ask_first(guest)
    language = interpreter_for(guest)
    said = [
        f"ASK FIRST before inviting {guest.carer}: {first}." if first else "",
        f"{guest.carer} needs an interpreter ({language})." if language else "",
    ]
    slot = Slot(*span, follows=False)
    if not suits(slot, None, guest.away_until):
        away = in_full(guest.away_until) if guest.away_until else ""
        said.append(f"{guest.carer} is away until {away}.")
    elif guest.best_times and not suits(slot, carer_windows(guest.best_times), None):
        said.append(f"{guest.carer} asked for other times: {guest.best_times}.")
    return [sentence for sentence in said if sentence]


def checked_length(minutes: int) -> int:
    """The minutes, if a conversation may take them."""
    if not LEAST <= minutes <= MOST:
        raise Unreadable(
            f"A conversation takes {LEAST} to {MOST} minutes, not {minutes}. Try --length {USUAL}."
        )
    return minutes


def no_clash(store: Store, new: Place) -> None:
    """Nothing else stands there.

    Raises:
        Unreadable: the lead, the family or the room is taken; the sentence names by what.
    """
    day = timedelta(days=1)
    near = store.all(
        Standing,
        NEAR,
        first=new.span[0].date() - day,
        last=new.span[1].date() + day,
        talk_id=new.talk_id,
    )
    for other in near:
        start = to_local(other.starts_at)
        if not meets(new.span, (start, start + timedelta(minutes=other.minutes))):
            continue
        if what := _clash(new, other):
            raise Unreadable(
                f"{what}: v{other.id} with {other.pupil}'s family, {moment(other.starts_at)}, "
                f"{other.minutes} minutes. Please choose another time, or move that one first."
            )


def _clash(new: Place, other: Standing) -> str:
    if other.lead_id == new.lead_id:
        return f"{other.lead} has a conversation at that time"
    if other.family_id == new.family_id:
        return f"The {other.family} family meets {other.lead} at that time"
    if new.room and other.room and same_room(new.room, other.room):
        return f"{other.room} is taken at that time"
    return ""
