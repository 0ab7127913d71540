"""duplicates: who may be on file twice."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, Group
from parentlink.workspace import Workspace


def duplicates(
    ctx: typer.Context,
    group: Group = None,
    apart: Annotated[
        tuple[str, str] | None,
        typer.Option("--apart", metavar="A B", help="These are two: do not list them again."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many to show.")] = 50,
    form: Format = None,
) -> None:
    """Who may be on file twice, and why.

    Nothing is changed: you decide whether they are one (parentlink merge) or two (--apart).
    """
    from parentlink.parse.people import parse_group
    from parentlink.usecases import duplicates as usecase
    from parentlink.views import duplicates as view

    work: Workspace = ctx.obj
    if apart is not None:
        _keep_apart(work, *apart)
        return
    wanted = parse_group(group) if group else None
    with work.reading() as store:
        found = usecase.duplicates(store, wanted, work.today)
    work.show(found[:limit], form, view=view.screen, plain=view.lines, empty=view.EMPTY)
    if len(found) > limit:
        work.say(view.more(len(found) - limit))


def _keep_apart(work: Workspace, one: str, other: str) -> None:
    from parentlink.usecases import duplicates as usecase
    from parentlink.usecases.merging.who import the_two
    from parentlink.views import duplicates as view

    with work.writing("duplicates", create=False) as store:
        two = the_two(store, one, other)
        new = usecase.keep_apart(store, two)
    for sentence in two.slips:
        work.say(sentence)
    work.tell(view.said(not new, one, other))
