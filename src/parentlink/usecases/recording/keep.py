"""Keeping what was said in a conversation, and closing it when nothing is missing."""

from datetime import date, datetime
from typing import Any, NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.conversation_notes import Edited
from parentlink.parse.terms import in_full
from parentlink.rules.closing import still_missing
from parentlink.store.store import Store
from parentlink.usecases import missing, unbooked
from parentlink.usecases.conversations import Talk, note_history, the_talk
from parentlink.usecases.recording import beside, parts
from parentlink.usecases.recording.onfile import ANY, Record, meant, none_waits, record_of
from parentlink.vocabulary.talks import ConversationEvent, ConversationState


class Wish(NamedTuple):
    """What is to be kept of the conversation with `who`; every value is parsed already."""

    who: str
    said: Edited
    at: datetime | None = None  # UTC; when it was held, where that is not when it was booked for
    on: date | None = None  # the local day of that
    with_: str | None = None
    unbooked: bool = False
    close: bool = False
    token: str = ""


class Done(NamedTuple):
    """What was written, what to say about it, and what it still needs before it can be closed."""

    talk: Talk
    new: tuple[str, ...]
    closed: bool
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    action_ids: tuple[int, ...]


def record(store: Store, wish: Wish, me: int, now: datetime, today: date) -> Done:
    """Keep what was said, and close the conversation where that is wished and nothing is missing.

    Raises:
        NotFound: nobody or several fit, it was closed already, or none is booked.
        Unreadable: it is still to come, or a date lies before it.
    """
    talk, begun = _the_one(store, wish, me, now, today)
    held = _held(store, talk, wish, me, now, today)
    if begun or talk.state != ConversationState.HELD:
        beside.log_meeting(store, held)
    before = record_of(store, held)
    new, said = wish.said.new, wish.said
    parts.check_days(new, held)
    changed = [
        *(["held"] if begun or held.sequence != talk.sequence else []),
        *parts.keep_people(store, before, new, said.absent),
        *parts.keep_answers(store, before, new, said.emptied),
        *parts.keep_columns(store, held, new, said.emptied),
    ]
    made = parts.keep_actions(store, before, new, wish.token, me, today)
    changed += [f"{len(made)} action{'s' if len(made) > 1 else ''}"] if made else []
    after = _fresh(store, held.id)
    lacks = lacking(record_of(store, after))
    closing = wish.close and not lacks
    if closing:
        store.update(
            "conversation",
            after.id,
            state=ConversationState.CLOSED,
            closed_on=today,
            sequence=after.sequence + 1,
        )
    what = "closed" if closing else ", ".join(changed)
    store.describe(f"conversation v{after.id} with {after.pupil}'s family: {what}")
    warnings = beside.warnings(store, after, new, today)
    return Done(after, tuple(changed), closing, lacks, tuple(warnings), tuple(made))


def lacking(record: Record) -> tuple[str, ...]:
    """What the conversation still needs before it can be closed, in words."""
    return still_missing(len(record.actions), record.talk.next_on, record.talk.keep_in_touch)


def check_held(talk: Talk, at: datetime | None, today: date) -> None:
    """Refuse to record what is still to come, unless it was held earlier than booked.

    Raises:
        Unreadable: it is booked for a later day.
    """
    if at is None and talk.state != ConversationState.MISSED and talk.starts_on > today:
        raise Unreadable(
            f"The conversation v{talk.id} with {talk.pupil}'s family is booked for "
            f"{in_full(talk.starts_on)}, which is still to come. If it was held earlier, say when: "
            "--when today."
        )


def amend_action(store: Store, action_id: int, **changes: Any) -> None:
    """Say more about an action that was just agreed: its day, its barrier, who may see it."""
    store.update("action", action_id, **changes)
    store.describe(f"more about action {action_id}")


def _the_one(store: Store, wish: Wish, me: int, now: datetime, today: date) -> tuple[Talk, bool]:
    """The conversation that is meant, and whether it was put on file just now."""
    talk = meant(store, wish.who, today)
    if talk is not None:
        return talk, False
    if not wish.unbooked:
        raise NotFound(none_waits(wish.who))
    at, on = wish.at or now, wish.on or today
    made = unbooked.begin(store, wish.who, wish.with_, at, on, me, today, wish.token)
    return _fresh(store, made), True


def _fresh(store: Store, talk_id: int) -> Talk:
    return the_talk(store, f"v{talk_id}", date.min, states=ANY)


def _held(store: Store, talk: Talk, wish: Wish, me: int, now: datetime, today: date) -> Talk:
    """The conversation as one that was held: at the time it was booked for, or the one said."""
    missed = talk.state == ConversationState.MISSED
    check_held(talk, wish.at, today)
    changes: dict[str, Any] = {}
    if talk.state != ConversationState.HELD:
        changes["state"] = ConversationState.HELD
    at = wish.at or (now if missed else talk.starts_at)
    if at != talk.starts_at:
        changes |= {"starts_at": at, "starts_on": wish.on or today}
        note_history(
            store, talk.id, ConversationEvent.MOVED, now, me, talk.starts_at, "held at another time"
        )
    if changes:
        store.update("conversation", talk.id, sequence=talk.sequence + 1, **changes)
    if missed:
        missing.settle(store, talk.id, f"held on {in_full(wish.on or today)}", today)
    return _fresh(store, talk.id)
