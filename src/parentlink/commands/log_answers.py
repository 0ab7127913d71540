"""What log-call and log-contact do with what was typed: ask for the rest, then understand it."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.moments import past_moment
from parentlink.parse.names import clean_text
from parentlink.parse.words import word
from parentlink.rules import questions
from parentlink.rules.questions import Question
from parentlink.usecases.contacts import Wish
from parentlink.vocabulary import Channel, Direction, Outcome, Tone
from parentlink.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from parentlink.usecases.who import Match

_DIGITS = 9  # of an id at most
_LONGEST_PIPE = 100_000  # bytes; a note has 10,000 characters at most


class Said(NamedTuple):
    """What was typed about a contact, not yet understood."""

    who: str | None
    channel: Channel
    tone: str | None
    outcome: str | None
    with_: str | None
    about: list[str] | None
    note: str | None
    when: str | None
    minutes: str | None
    incoming: bool
    staff: str | None
    good_news: int | None
    promise: str | None
    by: str | None
    override: str | None
    heard: frozenset[str] = frozenset()  # what was said before the questions


def completed(work: Workspace, said: Said) -> Said:
    """The same with what was missing asked for; a full line is never questioned."""
    walking = said.who is None
    if _is_full(said):
        return said
    if work.may_ask:  # a slip in what was typed is said before the first question, not after
        parsed(work, said._replace(note=None if said.note == "-" else said.note))
    if walking or work.may_ask:
        said = _who(work, said)
    said = _how_it_went(work, said)
    if walking and work.may_ask:
        said = _walked(work, said)
    if said.promise and said.by is None:
        said = said._replace(by=_asked(work, questions.PROMISE_BY, lambda text: _by(text, work)))
    return said


def as_typed(said: Said, wish: Wish) -> list[tuple[str, str | None]]:
    """The options that say the same again later: "tomorrow" is then another day."""
    channel = [] if wish.channel is Channel.CALL else [("--channel", str(wish.channel))]
    return [
        *channel,
        ("--tone", said.tone),
        ("--outcome", said.outcome),
        ("--with", said.with_),
        *(("--about", pupil) for pupil in said.about or ()),
        ("--note", wish.note),
        ("--when", wish.local.strftime("%Y-%m-%d %H:%M")),
        ("--minutes", said.minutes),
        ("--incoming", "" if said.incoming else None),
        ("--staff", said.staff),
        ("--good-news", None if said.good_news is None else str(said.good_news)),
        ("--promise", said.promise),
        ("--by", str(wish.promise_by) if wish.promise_by else None),
        ("--override", said.override),
    ]


def channel_meant(work: Workspace, text: str | None) -> Channel:
    """The channel that was said, or asked for."""
    said = text if text is not None else _asked(work, questions.CHANNEL, _channel)
    return _channel(said)


def _channel(text: str) -> Channel:
    return word(Channel, text, "The channel")


def _is_full(said: Said) -> bool:
    spoken = said.tone or (said.outcome and _outcome(said.outcome) is not Outcome.REACHED)
    return bool(said.who and spoken and (said.by or not said.promise))


def _how_it_went(work: Workspace, said: Said) -> Said:
    """The outcome, and the tone unless nobody was reached; a tone alone means reached."""
    if said.tone is None and said.outcome is None:
        question = questions.OUTCOME._replace(option="--tone or --outcome")
        said = said._replace(outcome=_asked(work, question, _outcome))
    if said.tone is None and _outcome(said.outcome) is Outcome.REACHED:
        said = said._replace(tone=_asked(work, questions.TONE, _tone))
    return said


def _walked(work: Workspace, said: Said) -> Said:
    """What a tutor who typed no name is asked beside."""
    note = said.note or _asked(work, questions.NOTE, _note_text)
    promise = said.promise or _asked(work, questions.PROMISE, _promise)
    return said._replace(note=note or None, promise=promise or None)


def _asked(work: Workspace, question: Question, understand: Callable[[str], object]) -> str:
    """The answer to one question; one that cannot be understood is asked for again."""
    text = question.text + (f" {', '.join(question.words)}" if question.words else "")
    while True:
        answer = work.ask(text, question.option, question.default)
        try:
            understand(answer)
            return answer
        except Unreadable as problem:
            work.say(str(problem))


def _who(work: Workspace, said: Said) -> Said:
    """Ask for the family until one fits; show which it is, whom it is with, and what to mind.

    Raises:
        Unreadable: the carer must not be contacted: said before any other question.
    """
    from parentlink.usecases.fitting import SeveralFit

    fits: Sequence[tuple[str, str]] = ()
    text = said.who or work.ask(questions.WHO.text, questions.WHO.option)
    while True:
        try:
            return _shown(work, said._replace(who=_line_meant(text, fits)))
        except SeveralFit as problem:
            fits = problem.fits
            work.say(problem.numbered if work.may_ask else str(problem))
        except NotFound as problem:
            work.say(str(problem))
        text = work.ask((questions.WHICH if fits else questions.WHO).text, questions.WHO.option)


def _line_meant(text: str, fits: Sequence[tuple[str, str]]) -> str:
    """A bare number below a list is the number of its line; an id has its letter.

    Raises:
        NotFound: the list has no such line.
    """
    text = text.strip()
    if not fits or not (text.isascii() and text.isdigit()) or len(text) > _DIGITS:
        return text
    if not 0 < int(text) <= len(fits):
        raise NotFound(
            f"Please type a number from 1 to {len(fits)}, or an id such as {fits[0][0]}."
        )
    return fits[int(text) - 1][0]


def _shown(work: Workspace, said: Said) -> Said:
    """The family that is meant, once it was said which; by its id if a slip was forgiven."""
    from parentlink.usecases import contacts
    from parentlink.usecases.fitting import pupils_line
    from parentlink.usecases.who import the_family_called

    wish = parsed(work, said._replace(note=None))
    with work.reading() as store:
        match, slip = the_family_called(store, said.who or "", said.with_)
        work.say(f"{slip} {match.family}: {pupils_line(store, match.family_id)}".strip())
        minded = contacts.look_first(store, match, wish, work.today)
    for line in minded:
        work.say(line)
    heard = said._replace(heard=frozenset(minded))
    return heard._replace(who=_sure(match)) if slip else heard


def _sure(match: "Match") -> str:
    """The id for a name that was misspelled, so that the slip is forgiven and said once."""
    if match.carer_id:
        return f"c{match.carer_id}"
    return f"p{match.pupil_id}" if match.pupil_id else f"f{match.family_id}"


def parsed(work: Workspace, said: Said) -> Wish:
    """Every value understood, before the file is touched.

    Raises:
        Unreadable: one of them could not be.
    """
    local = past_moment(said.when, work.local)
    promise = _promise(said.promise) if said.promise else None
    if said.by and not promise:
        raise Unreadable('--by belongs to a promise: say what it was too, --promise "ring back".')
    return Wish(
        said.channel,
        Direction.INCOMING if said.incoming else Direction.OUTGOING,
        _outcome(said.outcome),
        _tone(said.tone) if said.tone else None,
        local.astimezone(UTC),
        local,
        said.with_,
        tuple(said.about or ()),
        _note(said.note),
        _minutes(said.minutes),
        said.staff,
        said.good_news,
        promise,
        _by(said.by, work) if said.by else None,
        clean_text(said.override, "the reason", 500).strip() if said.override else None,
        os.urandom(8).hex(),
    )


def _outcome(text: str | None) -> Outcome:
    return word(Outcome, text or Outcome.REACHED, "The outcome")


def _tone(text: str) -> Tone:
    return word(Tone, text, "The tone")


def _promise(text: str) -> str:
    return clean_text(text, "the promise", 500).strip()


def _minutes(text: str | None) -> int | None:
    if text is None:
        return None
    from parentlink.parse.when import parse_minutes

    return parse_minutes(text)


def _by(text: str, work: Workspace) -> "date":
    """The day a promise is due, today or later."""
    from parentlink.parse.when import parse_day
    from parentlink.usecases.promises import check_due

    return check_due(parse_day(text, work.today, "future"), work.today)


def _note(text: str | None) -> str | None:
    """The note as typed; `-` reads it from a pipe."""
    if not text:
        return None
    return _note_text(_piped() if text == "-" else text) or None


def _note_text(text: str) -> str:
    return clean_text(text, "the note")


def _piped() -> str:
    """What a pipe brings, no more of it than a note may be long and a little."""
    source = getattr(sys.stdin, "buffer", None)
    if source is None:
        raise Unreadable("There is nothing to read the note from: say --note TEXT.")
    import codecs

    read = source.read(_LONGEST_PIPE)
    whole = len(read) < _LONGEST_PIPE  # cut in the middle of a letter, it is too long anyway
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(read, whole)
    except UnicodeDecodeError:
        raise Unreadable("The note that was piped in is not UTF-8. Please save it so.") from None
