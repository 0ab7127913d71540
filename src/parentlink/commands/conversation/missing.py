"""conversation missed: what got in the way, and the steps that follow until it is rearranged."""

from typing import Annotated

import typer

from parentlink.commands.options import WhoArgument
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_text
from parentlink.parse.words import word
from parentlink.usecases import missing as usecase
from parentlink.views import missing as view
from parentlink.vocabulary.talks import MissedStep
from parentlink.workspace import Workspace

_LONGEST = 500


def missed(
    ctx: typer.Context,
    who: WhoArgument,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="What got in the way; leave out if unknown."),
    ] = None,
    step: Annotated[
        str | None,
        typer.Option(
            "--step",
            metavar="STEP",
            help="A step that is done: reason, better-time, other-channel or home-visit.",
        ),
    ] = None,
    result: Annotated[
        str | None, typer.Option("--result", metavar="TEXT", help="With --step: how it went.")
    ] = None,
) -> None:
    """Note that a conversation did not take place, and what follows.

    It opens four steps, each with its day: the reason, a better time, another channel, a home
    visit. A new time by `conversation move` ends them. For example:

    parentlink conversation missed okafor --reason "bus was late"

    parentlink conversation missed okafor --step better-time --result "Fridays"
    """
    work: Workspace = ctx.obj
    if step:
        _step_done(work, who, step, result)
        return
    if result:
        raise Unreadable("--result says how a step went; say which one too: --step better-time.")
    why = _text(reason or (work.may_ask and _asked(work, who)) or "", "the reason")
    with work.writing("conversation missed", create=False) as store:
        after = usecase.missed(store, who, why or None, work.writer, work.now, work.today)
    work.tell(view.missed_line(after))
    for sentence in after.advice:
        work.say(sentence)


def _asked(work: Workspace, who: str) -> str:
    """The reason, asked for only where one can be missed."""
    with work.reading() as store:
        usecase.missable(store, who, work.now, work.today)
    return work.ask("What got in the way? (empty: not known yet)", "--reason")


def _step_done(work: Workspace, who: str, step: str, result: str | None) -> None:
    which = word(MissedStep, step, "The step")
    if not result:
        with work.reading() as store:
            usecase.open_step(store, who, which, work.today)
    text = _text(result or work.ask("How did it go?", "--result"), "how it went")
    if not text:
        raise Unreadable("A step closes with a few words on how it went: --result TEXT.")
    with work.writing("conversation missed", create=False) as store:
        after = usecase.step_done(store, who, which, text, work.today)
    work.tell(view.step_line(after, which))
    for sentence in after.advice:
        work.say(sentence)


def _text(text: str, what: str) -> str:
    return clean_text(text, what, _LONGEST).strip()
