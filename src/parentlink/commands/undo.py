"""Taking commands back, and the history of who did what."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, Yes
from parentlink.errors import Unreadable
from parentlink.usecases import undo as usecase
from parentlink.usecases.import_history import entry_of
from parentlink.views.gate import one_line
from parentlink.views.undo_history import past_view
from parentlink.workspace import Workspace

ASK_ABOVE = 3


def undo(
    ctx: typer.Context,
    entry: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="An entry of the history.", min=1)
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option("--import", metavar="N", help="An import, by its number.", min=1),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Show who did what, and when.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many to show.")] = 20,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Take back the last command.

    Once more does it again. Any older one goes by its id, shown by --list; an import goes by its
    number as well, shown by `parentlink import history`.
    """
    work: Workspace = ctx.obj
    if listing:
        with work.reading() as store:
            past = usecase.history(store, limit)
        work.show(past, form, view=past_view, empty="Nothing has been written yet.")
    else:
        take_back(work, entry if batch is None else _entry_of(work, entry, batch), yes=yes)


def _entry_of(work: Workspace, entry: int | None, batch: int) -> int:
    """The entry of the history that stands for an import.

    Raises:
        Unreadable: an entry was named as well. NotFound: there is no such import.
    """
    if entry is not None:
        raise Unreadable(f"Please say either the entry {entry} or --import {batch}.")
    with work.reading() as store:
        return entry_of(store, batch)


def _question(plan: usecase.Plan, *, is_older: bool) -> str:
    """What would go, and that more was done since."""
    rows = "1 row" if plan.rows == 1 else f"{plan.rows:,} rows"
    since = ", and it is not the last thing that was done" if is_older else ""
    verb = "does again" if plan.again else "takes back"
    return one_line(f"This {verb} {plan.called}, {rows}{since}: {plan.what}. Go on?")


def take_back(work: Workspace, entry: int | None, *, yes: bool) -> None:
    """Ask before many rows are taken back; nothing is locked while the question stands."""
    from parentlink.usecases import barred, guarded
    from parentlink.views.barred import barred_lines, lifted_lines, ruled_lines

    with work.reading() as store:
        plan = usecase.plan(store, entry, work.me(store))
    is_older = entry is not None and not plan.is_last
    if not yes and (plan.rows > ASK_ABOVE or is_older):
        work.confirm(_question(plan, is_older=is_older))
    with work.writing("undo") as store:
        before = barred.barred(store)
        done = usecase.take_back(store, plan.entry, work.me(store))
        lifted, again = barred.lifted_since(store, before), barred.new_since(store, before)
        ruled = [guarded.ruled(store, one.id) for one in again]
    hanging = (line for each in ruled for line in ruled_lines(each))
    for sentence in (*lifted_lines(lifted), *barred_lines(again), *hanging):
        work.say(sentence)
    verb = "Did again" if done.again else "Took back"
    whose = "" if done.mine or not done.by else f" what {done.by} did ({done.called})"
    work.tell(one_line(f"{verb}{whose}: {done.what}. Undo: parentlink undo"))
