"""What a contact that was just logged means: the second half of the line the tutor reads."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.school_days import Calendar, counted, plain_day
from parentlink.rules.standing import ContactFacts, is_attempt, is_concern, is_positive, is_reached
from parentlink.vocabulary import Tone

_ORDINALS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth"}
_TRY_ANOTHER = 3  # unanswered tries after which another way is advised


class Since(NamedTuple):
    """What else the family's history says, the new contact included."""

    positives: int  # positive calls and meetings this half-term
    last_positive: date | None  # the newest of them all
    last_reached: date | None
    attempts: int  # unanswered attempts since somebody was last reached
    next_call_days: int  # school days until a family is due its next positive call
    follow_up_days: int  # school days after a concern before we ring back


def meaning(contact: ContactFacts, since: Since, calendar: Calendar, today: date) -> str:
    """One sentence: what this does to the clock, and what comes next."""
    if is_positive(contact):
        return _positive(contact, since, calendar, today)
    if is_attempt(contact):
        return _attempt(contact, since)
    if is_reached(contact) and is_concern(contact):
        due = calendar.add_school_days(contact.on, since.follow_up_days)
        by = f"by {plain_day(due, today)}" if due > today else "today"
        return f"Ring back {by} to hear how things are."
    if is_reached(contact) and contact.tone == Tone.CHECK_IN:
        if since.positives:
            return "It counts as contact, not as a positive call."
        return "It counts as contact; a positive call is still to come."
    if contact.tone == Tone.POSITIVE:
        return "It counts a little; hearing it in person is still to come."
    return ""


def _attempt(contact: ContactFacts, since: Since) -> str:
    if not since.attempts or (since.last_reached and contact.on < since.last_reached):
        return "It counts as a try; you have spoken since."
    tries = counted(since.attempts, "try", "tries")
    hint = ": another time, number or channel may help" if since.attempts >= _TRY_ANOTHER else ""
    return f"{tries} {'since you last spoke' if since.last_reached else 'so far'}{hint}."


def _positive(contact: ContactFacts, since: Since, calendar: Calendar, today: date) -> str:
    newest = max(contact.on, since.last_positive or contact.on)
    due = calendar.next_school_day(calendar.add_school_days(newest, since.next_call_days))
    then = f"next one due by {plain_day(due, today)}" if due > today else "the next one is due now"
    half_term = calendar.half_term(today)
    if contact.on < half_term.starts_on:
        when = "in the holidays" if half_term.starts_on > today else "before this half-term"
        return f"A positive call, {when}; {then}."
    ordinal = _ORDINALS.get(since.positives)
    number = f"{ordinal} positive call" if ordinal else f"Positive call number {since.positives}"
    return f"{number} this half-term; {then}."
