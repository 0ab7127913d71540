"""action: what was agreed, how it went, and what is tried instead; and what-works."""

import os
from datetime import date
from typing import Annotated

import typer

from parentlink.commands.asking import asked
from parentlink.commands.options import Format, Group, WhoArgument
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, clean_text
from parentlink.parse.people import parse_group
from parentlink.parse.when import parse_day
from parentlink.parse.words import word
from parentlink.rules.actions import BY, INSTEAD, OWNER, RESULT, WHO
from parentlink.usecases import action_list, actions
from parentlink.usecases import what_works as usecase
from parentlink.usecases.promises import check_due
from parentlink.views import actions as view
from parentlink.views.gate import one_line
from parentlink.vocabulary.talks import ActionOwner, Barrier
from parentlink.workspace import Workspace

LONGEST = 500

app = typer.Typer(
    help="What was agreed with a family: who, what, by when.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
ActionId = Annotated[
    int, typer.Argument(metavar="ID", help="Its id in the list.", min=1, max=2**31)
]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="WORD", help="school, home or pupil.")
]
Who = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who does it, by name.")]
By = Annotated[str | None, typer.Option("--by", metavar="WHEN", help="By when: fri, 12/12.")]
BarrierWord = Annotated[
    str | None,
    typer.Option("--barrier", metavar="WORD", help=f"What it helps with: {', '.join(Barrier)}."),
]
Shareable = Annotated[
    bool, typer.Option("--shareable", help="Teachers may see it: conversation share.")
]
Result = Annotated[str | None, typer.Option("--result", metavar="TEXT", help="How it went.")]


@app.command("add")
def add(
    ctx: typer.Context,
    who: WhoArgument,
    text: Annotated[str, typer.Argument(metavar="WHAT", help="What is to be done.")],
    owner: Owner = None,
    by_whom: Who = None,
    by: By = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="PUPIL", help="Which of several pupils.")
    ] = None,
    barrier: BarrierWord = None,
    shareable: Shareable = False,
) -> None:
    """Keep something that was agreed with a family. WHO may be a conversation: v12.

    For example:

    parentlink action add okafor "Seat by the window" --owner school --by fri
    """
    work: Workspace = ctx.obj
    what = _words(text, "the action")
    whose_it_is = asked(work, owner, OWNER, _owner)
    name = _name(by_whom)
    if not name and whose_it_is is ActionOwner.HOME and work.may_ask:
        name = asked(work, None, WHO, lambda text: clean_name(text, "the name of who does it"))
    due = asked(work, by, BY, lambda day: _due(work, day))
    agreed = actions.Agreed(what, whose_it_is, name, due, _barrier(barrier), shareable)
    token = os.urandom(8).hex()
    with work.writing("action add") as store:
        whose, slip = actions.whose(store, who, about, work.today)
        made = actions.add(store, whose, agreed, work.writer, work.today, token)
        rules = action_list.guards(store, [made])
    for sentence in filter(None, (slip, *view.guard_lines(rules))):
        work.say(sentence)
    work.tell(f"Action {view.due(made)}. Undo: parentlink undo")


@app.command("list")
def list_actions(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Option("--who", metavar="WHO", help="Of one family or pupil.")
    ] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="Done or agreed by a colleague.")
    ] = None,
    group: Group = None,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    form: Format = None,
) -> None:
    """List the open actions, the longest due first."""
    work: Workspace = ctx.obj
    wanted = parse_group(group) if group else None
    with work.reading() as store:
        found = action_list.listed(
            store,
            work.today,
            who=who,
            staff_name=staff,
            tutor_group=wanted,
            closed=everything,
        )
    for sentence in view.guard_lines(found.guards):
        work.say(sentence)
    work.show(
        found.rows,
        form,
        view=view.action_view,
        plain=view.action_lines,
        empty="No action." if everything else "No action is open.",
    )


@app.command("done")
def done(ctx: typer.Context, action: ActionId, result: Result = None) -> None:
    """Say that an action was done, and how it went."""
    work: Workspace = ctx.obj
    how = _words(result, "the result") if result else None
    with work.writing("action done") as store:
        was = actions.done(store, action, how, work.today)
    work.tell(
        f"Action {was.id} for {one_line(was.pupil)} is done: {one_line(was.what)}. "
        "Undo: parentlink undo"
    )


@app.command("not-working")
def not_working(
    ctx: typer.Context,
    action: ActionId,
    result: Result = None,
    instead: Annotated[
        str | None, typer.Option("--instead", metavar="WHAT", help="What is tried instead.")
    ] = None,
    owner: Owner = None,
    who: Who = None,
    by: By = None,
    barrier: BarrierWord = None,
    shareable: Shareable = False,
) -> None:
    """Say that an action did not work, and what is tried instead.

    For example:

    parentlink action not-working 4 --result "Too late" --instead "Lunch club"
    """
    work: Workspace = ctx.obj
    if not instead and not work.may_ask:
        raise Unreadable(
            "What did not work is replaced and not repeated: please say what you will try "
            'with --instead "WHAT" --by WHEN.'
        )
    what = asked(work, instead, INSTEAD, lambda text: _words(text, "what is tried instead"))
    _replace(work, action, result, _instead(work, what, owner, who, by, barrier, shareable))


@app.command("replace")
def replace(
    ctx: typer.Context,
    action: ActionId,
    text: Annotated[str, typer.Argument(metavar="WHAT", help="What is tried instead.")],
    result: Result = None,
    owner: Owner = None,
    who: Who = None,
    by: By = None,
    barrier: BarrierWord = None,
    shareable: Shareable = False,
) -> None:
    """Try something else instead of an action that did not work."""
    work: Workspace = ctx.obj
    _replace(work, action, result, _instead(work, text, owner, who, by, barrier, shareable))


def _instead(
    work: Workspace,
    text: str,
    owner: str | None,
    who: str | None,
    by: str | None,
    barrier: str | None,
    shareable: bool,
) -> actions.Instead:
    return actions.Instead(
        _words(text, "what is tried instead"),
        _owner(owner) if owner else None,
        _name(who),
        asked(work, by, BY, lambda day: _due(work, day)),
        _barrier(barrier),
        shareable,
    )


def _replace(work: Workspace, action: int, result: str | None, instead: actions.Instead) -> None:
    how = asked(work, result, RESULT, lambda text: _words(text, "the result"))
    token = os.urandom(8).hex()
    with work.writing("action not-working") as store:
        was, after = actions.replace(store, action, how, instead, work.writer, work.today, token)
        rules = action_list.guards(store, [after])
    for sentence in view.guard_lines(rules):
        work.say(sentence)
    work.tell(
        f"Action {was.id} for {one_line(was.pupil)} did not work: {one_line(how)}. Instead, "
        f"action {view.due(after)}. Undo: parentlink undo"
    )


def what_works(
    ctx: typer.Context,
    barrier: BarrierWord = None,
    min_n: Annotated[
        int, typer.Option("--min-n", metavar="N", help="From how many on it means anything.", min=1)
    ] = 5,
    form: Format = None,
) -> None:
    """What helped across families, barrier by barrier, with how often it was tried.

    It counts what people said of each action: done, or not working. It shows what is worth
    trying next in building a relationship; it says nothing about results at school.
    """
    work: Workspace = ctx.obj
    wanted = _barrier(barrier)
    with work.reading() as store:
        found = usecase.what_works(store, wanted, min_n)
    work.show(
        found,
        form,
        view=view.strategy_view,
        plain=view.strategy_lines,
        empty="No action has been closed yet, so there is nothing to compare.",
    )


def _owner(text: str) -> ActionOwner:
    return word(ActionOwner, text, "the owner")


def _due(work: Workspace, text: str) -> date:
    return check_due(parse_day(text, work.today), work.today)


def _words(text: str, what: str) -> str:
    words = clean_text(text, what, LONGEST).strip()
    if not words:
        raise Unreadable(f"There is nothing in {what}: please type a few words.")
    return words


def _name(text: str | None) -> str | None:
    return clean_name(text, "the name of who does it") if text else None


def _barrier(text: str | None) -> str | None:
    return word(Barrier, text, "the barrier").value if text else None
