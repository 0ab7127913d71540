"""A missed conversation: the steps that follow it, none of which closes without a word."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.parse.zone import to_local
from parentlink.rules import missed as rules
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.conversations import Talk, note_history, the_talk
from parentlink.vocabulary.talks import ConversationEvent, ConversationState, MissedStep

ANY = tuple(state.value for state in ConversationState)


class OpenStep(NamedTuple):
    """A step that is still to be done; open since the conversation was missed, in school days."""

    id: int
    conversation_id: int
    step: str
    due_on: date
    school_days_open: int
    school_days_overdue: int


class StepRow(NamedTuple):
    """A step as the file has it."""

    id: int
    conversation_id: int
    step: str
    due_on: date
    done_on: date | None
    result: str | None


class After(NamedTuple):
    """What a missed conversation, or a step after it, leads to."""

    talk: Talk
    steps: tuple[StepRow, ...]  # those that are still open
    misses: int
    advice: tuple[str, ...]


class _At(NamedTuple):
    at: datetime


_STEP = "SELECT id, conversation_id, step, due_on, done_on, result FROM missed_follow_up "
# A step matters while its conversation is missed: undo may open one whose talk was held since.
OPEN_STEPS = (
    _STEP + "WHERE done_on IS NULL AND conversation_id IN (SELECT id FROM conversation"
    " WHERE state = 'missed') ORDER BY due_on, id"
)
STEPS_OF = _STEP + "WHERE conversation_id = :talk_id ORDER BY id"
MISSES = (
    "SELECT happened_at FROM conversation_history WHERE conversation_id = :talk_id"
    " AND event = 'missed' ORDER BY id"
)


def missable(store: Store, who: str, now: datetime, today: date) -> Talk:
    """The conversation that is meant, if it can be said that it did not take place.

    Raises:
        NotFound: none or several fit, or it is not one that can be missed.
        Unreadable: it is still to come.
    """
    talk = _booked(store, who, today)
    if talk.starts_at > now:
        raise Unreadable(
            f"The conversation v{talk.id} with {talk.pupil}'s family is booked for "
            f"{in_full(talk.starts_on)} {to_local(talk.starts_at):%H:%M}, which is still to come. "
            f"To change it: parentlink conversation move v{talk.id} or cancel v{talk.id}"
        )
    return talk


def missed(
    store: Store, who: str, reason: str | None, me: int, now: datetime, today: date
) -> After:
    """Say that a conversation did not take place, and open the steps that follow.

    Raises:
        As `missable`.
    """
    talk = missable(store, who, now, today)
    store.update(
        "conversation", talk.id, state=ConversationState.MISSED, sequence=talk.sequence + 1
    )
    note_history(store, talk.id, ConversationEvent.MISSED, now, me, talk.starts_at, reason)
    for step, due_on in rules.dated_steps(today, households.calendar(store)):
        known = reason if step == MissedStep.REASON else None
        store.insert(
            "missed_follow_up",
            conversation_id=talk.id,
            step=step,
            due_on=due_on,
            done_on=today if known else None,
            result=known,
        )
    store.describe(f"conversation v{talk.id} with {talk.pupil}'s family missed")
    return _after(store, talk)


def step_done(store: Store, who: str, step: MissedStep, result: str, today: date) -> After:
    """Say how a step after a missed conversation went.

    Raises:
        As `open_step`.
    """
    talk, one = open_step(store, who, step, today)
    store.update("missed_follow_up", one.id, done_on=today, result=result)
    store.describe(f"{step.value} after the missed conversation v{talk.id} with {talk.pupil}")
    return _after(store, talk)


def open_step(store: Store, who: str, step: MissedStep, today: date) -> tuple[Talk, StepRow]:
    """A step that is still to be done, and after which conversation.

    Raises:
        NotFound: none or several fit, or that step is not open.
    """
    talk = the_talk(store, who, today, states=ANY)
    steps = [one for one in store.all(StepRow, STEPS_OF, talk_id=talk.id) if one.step == step]
    still = [one for one in steps if one.done_on is None]
    if not still or talk.state != ConversationState.MISSED:
        raise NotFound(_not_open(talk, step, steps))
    return talk, still[-1]


def rearranged(store: Store, talk_id: int, when: datetime, today: date) -> int:
    """The conversation has a new time (`when` is local): no step is open any more.

    Returns how many steps that closed.
    """
    return settle(store, talk_id, f"rearranged to {in_full(when.date())} {when:%H:%M}", today)


def settle(store: Store, talk_id: int, result: str, today: date) -> int:
    """Close every open step with the same result; returns how many there were."""
    still = [one for one in store.all(StepRow, STEPS_OF, talk_id=talk_id) if one.done_on is None]
    for one in still:
        store.update("missed_follow_up", one.id, done_on=today, result=result)
    return len(still)


def open_steps(store: Store, talk_ids: Collection[int] | None, today: date) -> list[OpenStep]:
    """The open steps of these conversations (None: of all), the longest due first."""
    calendar = households.calendar(store)
    since: dict[int, date] = {}
    found = []
    for one in store.all(StepRow, OPEN_STEPS):
        talk_id = one.conversation_id
        if talk_ids is not None and talk_id not in talk_ids:
            continue
        if talk_id not in since:
            moments = store.all(_At, MISSES, talk_id=talk_id)
            since[talk_id] = to_local(moments[-1].at).date() if moments else one.due_on
        found.append(
            OpenStep(
                *one[:4],
                calendar.school_days_between(since[talk_id], today),
                calendar.school_days_between(one.due_on, today),
            )
        )
    return found


def _booked(store: Store, who: str, today: date) -> Talk:
    talk = the_talk(store, who, today, states=ANY)
    if talk.state == ConversationState.BOOKED:
        return talk
    if talk.state == ConversationState.MISSED:
        raise NotFound(
            f"The conversation v{talk.id} with {talk.pupil}'s family is noted as missed already. "
            "Give it a new time with `parentlink conversation move`, or say how a step went: "
            f"parentlink conversation missed v{talk.id} --step better-time --result TEXT"
        )
    raise NotFound(
        f"The conversation v{talk.id} with {talk.pupil}'s family is {talk.state}, so it was not "
        "missed. See `parentlink undo --list` if that is wrong."
    )


def _not_open(talk: Talk, step: MissedStep, steps: list[StepRow]) -> str:
    if not steps or steps[-1].done_on is None:
        return (
            f"No step is open for v{talk.id} with {talk.pupil}'s family: it is {talk.state}. "
            f"If it was missed: parentlink conversation missed v{talk.id} --reason TEXT"
        )
    last = steps[-1]
    return (
        f"The step {step.value} for v{talk.id} was done on {in_full(last.done_on or last.due_on)}: "
        f"{shorten(last.result or '')}. See `parentlink undo --list` if that is wrong."
    )


def _after(store: Store, talk: Talk) -> After:
    still = tuple(
        one for one in store.all(StepRow, STEPS_OF, talk_id=talk.id) if one.done_on is None
    )
    misses = len(store.all(_At, MISSES, talk_id=talk.id))
    said = rules.advice(tuple(one.step for one in still), misses)
    return After(talk, still, misses, tuple(said))
