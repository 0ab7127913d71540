"""What log-call and log-contact do with what was typed: ask for the rest, then understand it."""

import os
import sys
from datetime import UTC
from typing import TYPE_CHECKING

from parentlink.errors import ParentlinkError, Unreadable
from parentlink.parse.moments import past_moment
from parentlink.parse.names import clean_text
from parentlink.parse.words import word
from parentlink.rules import questions
from parentlink.rules.questions import Question
from parentlink.usecases.contacts import Wish
from parentlink.vocabulary import Direction, Outcome, Tone
from parentlink.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from parentlink.commands.log import Said


def completed(work: Workspace, said: "Said") -> "Said":
    """The same with what was missing asked for; a full line is never questioned."""
    walking = said.who is None
    if walking:
        said = said._replace(who=_who(work))
    if said.tone is None and said.outcome is None:
        outcome = _asked(work, questions.OUTCOME._replace(option="--tone or --outcome"))
        said = said._replace(outcome=outcome)
    outcome = word(Outcome, said.outcome or Outcome.REACHED, "The outcome")
    if said.tone is None and outcome is Outcome.REACHED:
        said = said._replace(tone=_asked(work, questions.TONE))
    if walking and work.may_ask:
        said = said._replace(note=said.note or _asked(work, questions.NOTE) or None)
        said = said._replace(promise=said.promise or _asked(work, questions.PROMISE) or None)
    if said.promise and said.by is None:
        said = said._replace(by=_asked(work, questions.PROMISE_BY))
    return said._replace(outcome=outcome)


def _asked(work: Workspace, question: Question) -> str:
    """The answer to one question; one that is not a word of its list is asked for again."""
    text = question.text + (f" {', '.join(question.words)}" if question.words else "")
    while True:
        answer = work.ask(text, question.option, question.default)
        if not question.words:
            return answer
        try:
            kind = Tone if question.option == "--tone" else Outcome
            return word(kind, answer, "The answer").value
        except Unreadable as problem:
            work.say(str(problem))


def _who(work: Workspace) -> str:
    """Ask for the family until one fits, and show whom to ask for."""
    from parentlink.usecases.who import pupils_line, the_family

    while True:
        text = work.ask(questions.WHO.text, questions.WHO.option)
        try:
            with work.reading() as store:
                match, _ = the_family(store, text)
                work.say(f"{match.family}: {pupils_line(store, match)}")
                return text
        except ParentlinkError as problem:
            if problem.exit_code != 3:
                raise
            work.say(str(problem))


def parsed(work: Workspace, said: "Said") -> Wish:
    """Every value understood, before the file is touched.

    Raises:
        Unreadable: one of them could not be.
    """
    local = past_moment(said.when, work.local)
    return Wish(
        said.channel,
        Direction.INCOMING if said.incoming else Direction.OUTGOING,
        word(Outcome, said.outcome or Outcome.REACHED, "The outcome"),
        word(Tone, said.tone, "The tone") if said.tone else None,
        local.astimezone(UTC),
        local,
        said.with_,
        tuple(said.about or ()),
        _note(said.note),
        _minutes(said.minutes),
        said.staff,
        said.good_news,
        clean_text(said.promise, "the promise", 500) if said.promise else None,
        _by(said.by, work),
        clean_text(said.override, "the reason", 500) if said.override else None,
        os.urandom(8).hex(),
    )


def _minutes(text: str | None) -> int | None:
    if text is None:
        return None
    from parentlink.parse.when import parse_minutes

    return parse_minutes(text)


def _by(text: str | None, work: Workspace) -> "date | None":
    """The day a promise is due, on or after today."""
    if text is None:
        return None
    from parentlink.parse.when import parse_day

    return parse_day(text, work.today, "future")


def _note(text: str | None) -> str | None:
    """The note as typed; `-` reads it from a pipe."""
    if text == "-":
        text = sys.stdin.read()
    return clean_text(text, "the note") or None if text else None
