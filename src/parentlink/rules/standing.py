"""What the rules are given about a family, the settings, and what they give back: reasons."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.carers import CarerFacts
from parentlink.vocabulary import LIVE_CHANNELS, Direction, Outcome, Tone

RECENT_LIMIT = 12  # how many of the newest contacts the rules are given


class ContactFacts(NamedTuple):
    """One contact or attempt, in the words of `vocabulary`."""

    on: date
    channel: str
    direction: str
    tone: str | None
    outcome: str


class NewsFacts(NamedTuple):
    """Good news about a pupil that nobody has shared yet."""

    id: int
    pupil: str
    text: str
    on: date
    pupil_id: int = 0


class PromiseFacts(NamedTuple):
    """Something the school promised the family."""

    id: int
    what: str
    due_on: date | None
    state: str  # PromiseState


class Standing(NamedTuple):
    """How things stand with one family.

    `recent` holds the newest contacts of any kind, newest first: all of them, or `RECENT_LIMIT`.
    """

    family_id: int
    family: str
    pupils: tuple[str, ...]
    carers: tuple[CarerFacts, ...]
    last_positive_on: date | None  # by `is_positive`
    last_reached_on: date | None  # by `is_reached`
    recent: tuple[ContactFacts, ...]
    attempts_since_reached: int  # by `is_attempt`
    good_news: tuple[NewsFacts, ...]
    last_promise: PromiseFacts | None
    known_since: date | None


class CallSettings(NamedTuple):
    """Numbers a school may change; all days are school days."""

    min_gap: int = 5  # rest after a positive call (UConn 2013: daily calls wore off in a week)
    silent_after: int = 30  # nobody reached for so long counts as silence (our own default)
    concern_run: int = 3  # the newest contacts looked at for "only concerns" (our own default)
    praise_window: int = 10  # how long written praise counts a little (our own default)
    advise_after: int = 3  # tries in a row before another way is advised (article A0)


class Reason(NamedTuple):
    """One term of a family's score, and why it weighs what it weighs."""

    code: str
    weight: int
    text: str


def is_reached(contact: ContactFacts) -> bool:
    """Whether somebody in the family was spoken to or wrote to us: a letter sent reaches nobody."""
    live = contact.channel in LIVE_CHANNELS or contact.direction == Direction.INCOMING
    return contact.outcome == Outcome.REACHED and live


def is_positive(contact: ContactFacts) -> bool:
    """Whether this resets the clock: reached, positive, talking or meeting; a check-in does not."""
    return (
        is_reached(contact) and contact.tone == Tone.POSITIVE and contact.channel in LIVE_CHANNELS
    )


def is_attempt(contact: ContactFacts) -> bool:
    """Whether the school tried and reached nobody."""
    return contact.direction == Direction.OUTGOING and contact.outcome != Outcome.REACHED


def is_concern(contact: ContactFacts) -> bool:
    """Whether it was about something that worries the school or the family."""
    return contact.tone in (Tone.CONCERN, Tone.CHALLENGING)


def is_praise_sent(contact: ContactFacts) -> bool:
    """Whether praise went out without a talk: text, letter and the like, or a voicemail."""
    if contact.tone != Tone.POSITIVE or contact.direction != Direction.OUTGOING:
        return False
    if contact.channel in LIVE_CHANNELS:
        return contact.outcome == Outcome.VOICEMAIL
    return contact.outcome not in (Outcome.WRONG_NUMBER, Outcome.DECLINED)
