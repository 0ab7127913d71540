"""conversation story and share: what was tried with a child, and what teachers can use of it."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, WhoArgument
from parentlink.errors import Unreadable
from parentlink.usecases import story as usecase
from parentlink.usecases.barred import of_pupil
from parentlink.views import story as view
from parentlink.views.barred import barred_lines
from parentlink.workspace import Workspace


def story(ctx: typer.Context, who: WhoArgument, form: Format = None) -> None:
    """Tell what was tried with a child: conversations, goals, and what replaced what.

    Answers that are restricted are no part of it.
    """
    work: Workspace = ctx.obj
    with work.reading() as store:
        found, slip = usecase.story(store, who, work.today)
        rules = of_pupil(store, found.pupil_id)
    for sentence in filter(None, (slip, *barred_lines(rules))):
        work.say(sentence)
    work.show(found, form, view=view.on_screen(view.story_lines), plain=view.story_lines)


def share(
    ctx: typer.Context,
    who: WhoArgument,
    classroom: Annotated[
        bool, typer.Option("--classroom", help="For teachers: nothing about home.")
    ] = False,
    form: Format = None,
) -> None:
    """Print what teachers can use: what works for this child, and nothing about home.

    Only actions marked --shareable that worked or are running, and strengths and interests that
    are not restricted. A text that names somebody at home is held back.
    """
    work: Workspace = ctx.obj
    if not classroom:
        raise Unreadable("Please say for whom this is: --classroom (there is no other sheet yet).")
    with work.reading() as store:
        found, held_back, slip = usecase.classroom(store, who, work.today)
    if slip:
        work.say(slip)
    if held_back:
        work.say(view.held_back(held_back))
    work.show(found, form, view=view.on_screen(view.classroom_lines), plain=view.classroom_lines)
