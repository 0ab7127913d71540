"""The guided form on a terminal: one question after the other, each answer kept at once."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from parentlink.errors import Declined, Unreadable
from parentlink.parse.conversation_notes import (
    AgreedNote,
    Answer,
    Edited,
    Notes,
    action_text,
    people,
)
from parentlink.parse.names import clean_name, clean_text
from parentlink.parse.when import parse_day, parse_minutes
from parentlink.parse.words import word
from parentlink.rules import conversation_form as form
from parentlink.rules.conversation_form import Step
from parentlink.usecases import households
from parentlink.usecases.conversations import Talk
from parentlink.usecases.recording import keep, onfile
from parentlink.usecases.recording.keep import Done, Wish
from parentlink.usecases.recording.onfile import Record
from parentlink.views import recording as view
from parentlink.vocabulary.talks import ActionOwner, Barrier, Stage
from parentlink.workspace import Workspace

Value = TypeVar("Value")


class _Stop(Exception):
    """The person typed "stop"."""


class _Session(NamedTuple):
    """One sitting: the conversation by its id, and who was there."""

    work: Workspace
    talk: Talk

    @property
    def who(self) -> str:
        """How its commands name it."""
        return f"v{self.talk.id}"


def guide(work: Workspace, wish: Wish) -> None:
    """Ask what is not answered yet, in order; stopping at any question loses nothing."""
    talk = _opened(work, wish)
    session = _Session(work, talk)
    record = _on_file(session)
    for line in view.going_on(record):
        work.say(line)
    try:
        stage: Stage | None = None
        for step in form.left_to_ask(onfile.filled(record)):
            if step.stage and step.stage != stage:
                stage = step.stage
                work.say(form.HEADINGS[stage])
            _step(session, step)
        _end(session)
    except _Stop:
        work.tell(view.stopped(_on_file(session)))
    except (Declined, KeyboardInterrupt) as ended:
        stopped = Declined(view.stopped(_on_file(session)))
        stopped.exit_code = 130 if isinstance(ended, KeyboardInterrupt) else 1
        work.say("")
        raise stopped from None


def _opened(work: Workspace, wish: Wish) -> Talk:
    """The conversation to record; one that was never booked is put on file after a yes."""
    with work.reading() as store:
        talk = onfile.meant(store, wish.who, work.today)
    if talk is not None:
        keep.check_held(talk, wish.at, work.today)
    elif not wish.unbooked:
        work.confirm("No conversation is booked. Record one that was held?", "--unbooked")
        wish = wish._replace(unbooked=True)
    if talk is None or wish.at:
        done = _written(work, wish)
        work.tell(view.kept_line(done))
        return done.talk
    return talk


def _on_file(session: _Session) -> Record:
    with session.work.reading() as store:
        talk = onfile.meant(store, session.who, session.work.today)
        return onfile.record_of(store, talk or session.talk)


def _written(work: Workspace, wish: Wish) -> Done:
    with work.writing("conversation record", create=False) as store:
        done = keep.record(store, wish, work.writer, work.now, work.today)
    for sentence in done.warnings:
        work.say(sentence)
    return done


def _keep(session: _Session, notes: Notes) -> Done:
    token = os.urandom(8).hex()
    return _written(session.work, Wish(session.who, Edited(notes, (), ()), token=token))


# -- one question --------------------------------------------------------------------------


def _step(session: _Session, step: Step) -> None:
    if step.key == form.ACTIONS:
        _actions(session, step)
        return
    while answer := _asked(session.work, step.question, step.option):
        try:
            _keep(session, _notes(session.work, step, answer))
            return
        except Unreadable as problem:
            session.work.say(str(problem))


def _asked(work: Workspace, question: str, option: str, default: str = "") -> str:
    answer = work.ask(question, option, default)
    if answer.casefold() == form.STOP:
        raise _Stop
    return answer


def _notes(work: Workspace, step: Step, text: str) -> Notes:
    """One answer as notes. Raises Unreadable."""
    if step.key in form.AREAS:
        return Notes(answers=(Answer(step.key, clean_text(text, "the answer").strip()),))
    if step.key == form.PRESENT:
        return Notes(present=people(text))
    if step.key == form.NEXT:
        return Notes(next_on=parse_day(text, work.today))
    if step.key == form.MINUTES:
        return Notes(minutes=parse_minutes(text))
    if step.key == form.PUPIL_VIEW:
        return Notes(pupil_view=clean_text(text, "the answer"))
    return Notes(keep_in_touch=clean_text(text, "the answer", 500))


# -- actions -------------------------------------------------------------------------------


def _actions(session: _Session, step: Step) -> None:
    """Each action is kept as soon as it is named, and gets its owner and day after that."""
    work = session.work
    while text := _asked(work, step.question, step.option):
        try:
            what = action_text(text)
        except Unreadable as problem:
            work.say(str(problem))
            continue
        with work.reading() as store:
            due = households.calendar(store).add_school_days(work.today, form.USUAL_DAYS)
        agreed = AgreedNote(ActionOwner.SCHOOL, None, what, due)
        done = _keep(session, Notes(actions=(agreed,)))
        if not done.action_ids:
            work.say("That action is on the list already.")
            continue
        _more(session, done.action_ids[0], due.isoformat())


def _more(session: _Session, action_id: int, due: str) -> None:
    """Who does it, by when, against which barrier, and who may see it."""
    work = session.work
    owner = _understood(work, form.OWNER, lambda text: word(ActionOwner, text, "Who"), "school")
    usual = _usual_person(session.talk, owner)
    who = _understood(work, form.WHO, lambda text: clean_name(text, "the name"), usual)
    _amend(session, action_id, owner=owner.value, who=who)
    day = _understood(work, form.BY, lambda text: _due(session, text), due)
    _amend(session, action_id, due_on=day)
    barrier = _understood(
        work,
        f"{form.BARRIER} {', '.join(Barrier)}",
        lambda text: word(Barrier, text, "The barrier").value if text else None,
    )
    if barrier:
        _amend(session, action_id, barrier=barrier)
    if owner is not ActionOwner.HOME and _yes(work, form.SHAREABLE):
        _amend(session, action_id, shareable=True)


def _usual_person(talk: Talk, owner: ActionOwner) -> str:
    usual = {ActionOwner.SCHOOL: talk.lead, ActionOwner.PUPIL: talk.pupil}
    return usual.get(owner, talk.carer or "")


def _due(session: _Session, text: str) -> date:
    due = parse_day(text, session.work.today)
    if due < session.talk.starts_on:
        raise Unreadable("That is before the conversation. Please say a later day.")
    return due


def _amend(session: _Session, action_id: int, **changes: Any) -> None:
    with session.work.writing("conversation record", create=False) as store:
        keep.amend_action(store, action_id, **changes)


def _understood(
    work: Workspace, question: str, understand: Callable[[str], Value], default: str = ""
) -> Value:
    while True:
        try:
            return understand(_asked(work, question, "--action", default))
        except Unreadable as problem:
            work.say(str(problem))


def _yes(work: Workspace, question: str) -> bool:
    return _asked(work, question, "--action", "n").casefold() in {"y", "yes"}


# -- the end -------------------------------------------------------------------------------


def _end(session: _Session) -> None:
    """Close it after a yes when nothing is missing; otherwise say what is."""
    work = session.work
    record = _on_file(session)
    lacks = keep.lacking(record)
    if lacks:
        work.tell(view.open_line(record, lacks))
        return
    if _asked(work, "Close it now? (y/n)", "--close", "y").casefold() not in {"y", "yes"}:
        work.tell(view.open_line(record, ()))
        return
    done = _written(work, Wish(session.who, Edited(Notes(), (), ()), close=True))
    work.tell(view.kept_line(done))
