"""due, and the bare `parentlink`: what is due today."""

from typing import TYPE_CHECKING, Annotated

import typer

from parentlink.commands.options import Format, scope_of
from parentlink.workspace import Workspace

if TYPE_CHECKING:
    from parentlink.store.store import Store
    from parentlink.usecases.calls import Scope


def due(
    ctx: typer.Context,
    group: Annotated[
        str | None, typer.Option("--group", metavar="7KM", help="The families of a tutor group.")
    ] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="The families of a colleague.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--everyone", help="Every family.")] = False,
    form: Format = None,
) -> None:
    """What is due: calls, promises, follow-ups."""
    _show(ctx.obj, scope_of(group, staff, None, everyone), form)


def today(work: Workspace) -> None:
    """What a bare `parentlink` says: what is due, or how to begin."""
    from parentlink.usecases.calls import Scope
    from parentlink.views.due import WELCOME

    if work.path.exists():
        _show(work, Scope(), None)
        return
    for line in WELCOME:
        work.say(line)


def _show(work: Workspace, scope: "Scope", form: Format) -> None:
    from parentlink.usecases import due as usecase
    from parentlink.views.due import due_lines, due_view

    with work.reading() as store:
        found = usecase.due(store, scope, work.me(store), work.today)
        rules = _rules(store, found.guarded) if found.guarded else []
        rules += _barred(store, found.told) if found.told else []
    for sentence in rules:
        work.say(sentence)
    work.say(f"Due on {work.today:%A} {work.today.day} {work.today:%B}, {found.scope}:")
    work.show(found.rows, form, view=due_view, plain=due_lines, empty="Nothing is due. Well done.")


def _rules(store: "Store", talk_ids: list[int]) -> list[str]:
    """Whom not to meet although it is booked: rare, so nothing is loaded for it otherwise."""
    from parentlink.usecases.guarded import guarded
    from parentlink.views.barred import guarded_lines

    return guarded_lines(guarded(store, talk_ids))


def _barred(store: "Store", family_ids: list[int]) -> list[str]:
    """Whom not to ring in families to which something was promised: as rare, and as late."""
    from parentlink.usecases.barred import of_families
    from parentlink.views.barred import barred_lines

    return barred_lines(of_families(store, family_ids))
