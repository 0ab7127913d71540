"""promise: what we said we would do, and by when."""

import os
from typing import Annotated

import typer

from parentlink.errors import Unreadable
from parentlink.parse.names import clean_text
from parentlink.parse.terms import in_full
from parentlink.parse.when import parse_day
from parentlink.rules.questions import PROMISE_BY
from parentlink.usecases import promises
from parentlink.usecases.barred import of_families
from parentlink.usecases.staff import someone
from parentlink.usecases.who import the_family
from parentlink.views.barred import barred_lines
from parentlink.views.gate import one_line
from parentlink.views.output import Form
from parentlink.views.promises import promise_lines, promise_table
from parentlink.vocabulary import PromiseState
from parentlink.workspace import Workspace

LONGEST = 500

app = typer.Typer(
    help="What we said we would do, and by when.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
PromiseId = Annotated[
    int, typer.Argument(metavar="ID", help="Its id in the list.", min=1, max=2**31)
]


@app.command("add")
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A family, carer or pupil, or an id.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What we will do.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHEN", help="By when: fri, 12/12.")
    ] = None,
) -> None:
    """Keep a promise to a family that was not made in a call.

    For example:

    parentlink promise add okafor "ring about the trip" --by fri
    """
    work: Workspace = ctx.obj
    by = by or work.ask(PROMISE_BY.text, PROMISE_BY.option, PROMISE_BY.default)
    due = promises.check_due(parse_day(by, work.today), work.today)
    what, token = _what(text), os.urandom(8).hex()
    with work.writing("promise add") as store:
        match, slip = the_family(store, who)
        made = promises.add(store, match, what, due, work.writer, work.today, token)
        rules = of_families(store, [match.family_id])
    for sentence in filter(None, (slip, *barred_lines(rules))):
        work.say(sentence)
    work.tell(
        f"Promise {made} to the {one_line(match.family)} family is due on {in_full(due)}: "
        f"{one_line(what)}. Undo: parentlink undo"
    )


@app.command("list")
def list_promises(
    ctx: typer.Context,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="Made by one member of staff.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Kept and broken ones too.")] = False,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.TABLE,
) -> None:
    """List the open promises, the longest due first."""
    work: Workspace = ctx.obj
    with work.reading() as store:
        by = someone(store, staff).id if staff else None
        found = promises.listed(store, by, work.today, closed=everything)
        rules = of_families(
            store, [one.family_id for one in found if one.state == PromiseState.OPEN]
        )
    for sentence in barred_lines(rules):
        work.say(sentence)
    work.show(found, form, view=promise_table, plain=promise_lines, empty="No promise is open.")
    if everything and (rate := promises.rate(found)):
        work.say(rate)


@app.command("kept")
def kept(ctx: typer.Context, promise: PromiseId) -> None:
    """Say that a promise was kept."""
    _close(ctx.obj, promise, PromiseState.KEPT)


@app.command("broken")
def broken(ctx: typer.Context, promise: PromiseId) -> None:
    """Say that a promise was not kept."""
    _close(ctx.obj, promise, PromiseState.BROKEN)


def _close(work: Workspace, promise: int, state: PromiseState) -> None:
    with work.writing(f"promise {state.value}") as store:
        was = promises.close(store, promise, state, work.today)
    work.tell(
        f"Promise {was.id} to the {one_line(was.family)} family is {state.value}: "
        f"{one_line(was.what)}. Undo: parentlink undo"
    )


def _what(text: str) -> str:
    what = clean_text(text, "the promise", LONGEST).strip()
    if not what:
        raise Unreadable("There is nothing in the promise: please type a few words.")
    return what
