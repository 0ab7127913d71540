"""who-needs-a-positive-call, and why."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, WhoArgument, scope_of
from parentlink.workspace import Workspace


def who_needs_a_positive_call(
    ctx: typer.Context,
    group: Annotated[
        str | None, typer.Option("--group", metavar="7KM", help="The families of a tutor group.")
    ] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="The families of a colleague.")
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="7", help="The families of a year group.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--everyone", help="Every family.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="How many families.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All of them, not this week's few.")] = False,
    uncallable: Annotated[
        bool, typer.Option("--uncallable", help="Instead, the families nobody can call, and why.")
    ] = False,
    form: Format = None,
) -> None:
    """Whose family deserves a positive call this week, and why.

    Without a scope: the families of your tutor group and those you look after.
    """
    from parentlink.usecases import calls
    from parentlink.views import calls as view

    work: Workspace = ctx.obj
    wanted = scope_of(group, staff, year, everyone)
    with work.reading() as store:
        found = calls.weekly_list(store, wanted, work.me(store), work.today, 0 if all_ else limit)
    for sentence in [*view.beside(found), *view.protect(found.rows)]:
        work.say(sentence)
    if uncallable:
        work.show(list(found.cannot_call), form, empty="Every family in scope can be called.")
        return
    empty = view.nobody(found)
    work.show(list(found.rows), form, view=view.call_view, plain=view.call_lines, empty=empty)
    for sentence in view.cannot_call_lines(found):
        work.say(sentence)


def why(ctx: typer.Context, who: WhoArgument, form: Format = None) -> None:
    """How one family's place in the list adds up."""
    from parentlink.usecases import calls
    from parentlink.usecases.who import the_family
    from parentlink.views import calls as view

    work: Workspace = ctx.obj
    with work.reading() as store:
        match, slip = the_family(store, who)
        found = calls.why(store, match.family_id, match.family, work.today)
    if slip:
        work.say(slip)
    work.show(found, form, view=view.sum_view, plain=view.sum_lines)
