"""What a contact that was just logged means: the second half of the line the tutor reads."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.school_days import Calendar, counted, plain_day
from parentlink.rules.standing import ContactFacts, is_attempt, is_concern, is_positive, is_reached
from parentlink.vocabulary import Tone

_ORDINALS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth"}


class Since(NamedTuple):
    """What else the family's history says, the new contact included."""

    positives: int  # positive calls and meetings this half-term
    attempts: int  # unanswered attempts since somebody was last reached
    next_call_days: int  # school days until a family is due its next positive call
    follow_up_days: int  # school days after a concern before we ring back


def meaning(contact: ContactFacts, since: Since, calendar: Calendar, today: date) -> str:
    """One sentence: what this does to the clock, and what comes next."""
    if is_positive(contact):
        return _positive(contact, since, calendar, today)
    if is_reached(contact) and is_concern(contact):
        due = calendar.add_school_days(contact.on, since.follow_up_days)
        return f"Ring back by {plain_day(due, today)} to hear how things are."
    if is_reached(contact) and contact.tone == Tone.CHECK_IN:
        return "It counts as contact; a positive call is still to come."
    if is_attempt(contact):
        tries = counted(since.attempts, "try", "tries")
        hint = ": another time, number or channel may help" if since.attempts >= 3 else ""
        return f"{tries} since you last spoke{hint}."
    if contact.tone == Tone.POSITIVE:
        return "It counts a little; hearing it in person is still to come."
    return ""


def _positive(contact: ContactFacts, since: Since, calendar: Calendar, today: date) -> str:
    number = _ORDINALS.get(since.positives, f"Number {since.positives}:")
    due = calendar.next_school_day(calendar.add_school_days(contact.on, since.next_call_days))
    if contact.on < calendar.half_term(today).starts_on:
        return f"A positive call, before this half-term; next one due by {plain_day(due, today)}."
    return f"{number} positive call this half-term; next one due by {plain_day(due, today)}."
