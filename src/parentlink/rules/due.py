"""What is due today: calls, promises, ringing back after a concern, conversations, actions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from parentlink.rules.calls import Row
from parentlink.rules.missed import TO_DO
from parentlink.rules.school_days import Calendar, counted, plain_day
from parentlink.rules.standing import (
    PromiseFacts,
    Standing,
    is_attempt,
    is_concern,
    is_reached,
)
from parentlink.vocabulary import Outcome, PromiseState
from parentlink.vocabulary.talks import MissedStep

# Our own defaults: a family with a concern is rung first, then promises, ringing back, and praise;
# each school day overdue adds one, up to a cap that lets no kind overtake the next. A meeting has
# its hour, so it stands first; what school agreed to do is a promise; a conversation that nobody
# has booked yet has all term.
_MEETING, _TRY_AGAIN, _MISSED, _PROMISE, _RING_BACK = 90, 80, 70, 60, 50
_RECORD, _CALL, _BOOK = 30, 20, 10
_OVERDUE_CAP = 9
RING_BACK_AFTER = 5  # school days after a concern (PRACTICE G4)
TRY_AGAIN_AFTER = 1  # school days after an unanswered concern call (PRACTICE (d), `sla`)


class DueItem(NamedTuple):
    """One thing to do; `on` is the day it was or is due, the highest weight comes first."""

    kind: str  # "call", "promise", "follow-up", "action" or "conversation"
    family_id: int
    family: str
    on: date
    text: str
    weight: int


class TermFacts(NamedTuple):
    """One thing of the term with a family: `kind` says what, and so what the rest means.

    "action": what `who` does by `on`. "meeting": led by `who` on `on` at `at`. "missed": the next
    step (`what`, None when each is done) after a missed one. "unbooked": a target with
    no conversation this term.
    """

    kind: str
    id: int
    pupil: str
    who: str | None
    what: str | None
    on: date
    at: str | None = None


def call_items(rows: Iterable[Row], today: date) -> tuple[DueItem, ...]:
    """The positive calls to make today, for the rows of the week's list that are passed in."""
    return tuple(
        DueItem(
            "call",
            row.standing.family_id,
            row.standing.family,
            today,
            f"positive call: {row.reasons[0].text}",
            _CALL + max(0, _OVERDUE_CAP - place),  # in the order of the week's list
        )
        for place, row in enumerate(rows)
    )


def promise_items(
    family_id: int,
    family: str,
    promises: Sequence[PromiseFacts],
    calendar: Calendar,
    today: date,
) -> tuple[DueItem, ...]:
    """The open promises to one family with a day on or before `today`, oldest first."""
    items = []
    for promise in promises:
        if promise.state == PromiseState.OPEN and promise.due_on and promise.due_on <= today:
            late = calendar.school_days_between(promise.due_on, today)
            when = f"{counted(late, 'school day')} overdue" if late else "due now"
            text, weight = f"promised: {promise.what} ({when})", _PROMISE + min(late, _OVERDUE_CAP)
            items.append(DueItem("promise", family_id, family, promise.due_on, text, weight))
    return tuple(sorted(items, key=_order))


def term_items(
    family_id: int, family: str, facts: Iterable[TermFacts], calendar: Calendar, today: date
) -> tuple[DueItem, ...]:
    """Actions, meetings, steps after a missed one, and targets that nobody has booked yet."""
    items = []
    for one in facts:
        late = min(calendar.school_days_between(one.on, today), _OVERDUE_CAP)
        kind, text, weight = _TERM[one.kind](one, calendar, today)
        items.append(DueItem(kind, family_id, family, one.on, text, weight + late))
    return tuple(sorted(items, key=_order))


def _action(one: TermFacts, calendar: Calendar, today: date) -> tuple[str, str, int]:
    late = calendar.school_days_between(one.on, today)
    when = f"{counted(late, 'school day')} overdue" if late else "due now"
    return "action", f"agreed for {one.pupil}: {one.what} ({one.who}; {when})", _PROMISE


def _meeting(one: TermFacts, _: Calendar, today: date) -> tuple[str, str, int]:
    if one.on < today:
        text = f"how did it go with {one.pupil}'s family on {plain_day(one.on, today)}? Record it"
        return "conversation", f"{text} or say it was missed (v{one.id})", _RECORD
    day = "today" if one.on == today else f"{one.on:%A}"
    room = f", {one.what}" if one.what else ""
    text = f"conversation about {one.pupil} {day} at {one.at}{room}, with {one.who} (v{one.id})"
    return "conversation", text, _MEETING


def _missed(one: TermFacts, _: Calendar, today: date) -> tuple[str, str, int]:
    # With every step done and no new time it is as open as before.
    step = TO_DO[MissedStep(one.what)] if one.what else "give it a new time"
    text = f"{step}: the conversation about {one.pupil} was missed (v{one.id})"
    return "conversation", text, _MISSED


def _unbooked(one: TermFacts, _: Calendar, today: date) -> tuple[str, str, int]:
    return (
        "conversation",
        f"book the conversation about {one.pupil}, by {plain_day(one.on, today)}",
        _BOOK,
    )


_TERM = {"action": _action, "meeting": _meeting, "missed": _missed, "unbooked": _unbooked}


def follow_up(standing: Standing, calendar: Calendar, today: date) -> DueItem | None:
    """What a concern asks for by `today`: at most one thing for a family, trying again first."""
    return _try_again(standing, calendar, today) or _ring_back(standing, calendar, today)


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """The most pressing first, then the oldest, then by family."""
    return tuple(sorted(items, key=_order))


def _try_again(standing: Standing, calendar: Calendar, today: date) -> DueItem | None:
    """A call about a concern that reached nobody, and nobody was reached since."""
    for contact in standing.recent:
        if is_reached(contact):
            return None
        if is_attempt(contact) and is_concern(contact):
            due = calendar.add_school_days(contact.on, TRY_AGAIN_AFTER)
            text = f"try again: the concern of {plain_day(contact.on, today)} has reached nobody"
            if contact.outcome == Outcome.WRONG_NUMBER:
                text += ", and the number was wrong"
            return _follow_up(standing, calendar, today, due, text, _TRY_AGAIN)
    return None


def _ring_back(standing: Standing, calendar: Calendar, today: date) -> DueItem | None:
    """The last contact that reached somebody was about a concern, some school days ago."""
    last = next((contact for contact in standing.recent if is_reached(contact)), None)
    if last is None or not is_concern(last):
        return None
    due = calendar.add_school_days(last.on, RING_BACK_AFTER)
    text = f"ring back to hear how things are since {plain_day(last.on, today)}"
    return _follow_up(standing, calendar, today, due, text, _RING_BACK)


def _follow_up(
    standing: Standing, calendar: Calendar, today: date, due: date, text: str, weight: int
) -> DueItem | None:
    if due > today:
        return None
    late = min(calendar.school_days_between(due, today), _OVERDUE_CAP)
    return DueItem("follow-up", standing.family_id, standing.family, due, text, weight + late)


def _order(item: DueItem) -> tuple[int, date, str, int, str, str]:
    return -item.weight, item.on, item.family.casefold(), item.family_id, item.kind, item.text
