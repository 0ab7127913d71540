"""timeline: everything with one family."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, WhoArgument
from parentlink.workspace import Workspace


def timeline(
    ctx: typer.Context,
    who: WhoArgument,
    most: Annotated[
        int, typer.Option("--limit", min=1, max=100_000, metavar="N", help="How many at most.")
    ] = 50,
    form: Format = None,
) -> None:
    """Everything with a family, newest first."""
    from parentlink.usecases import family
    from parentlink.usecases import timeline as usecase
    from parentlink.usecases.who import the_family
    from parentlink.views.people import protect
    from parentlink.views.timeline import timeline_lines, timeline_view

    work: Workspace = ctx.obj
    with work.reading() as store:
        match, slip = the_family(store, who)
        carers = family.household(store, match.family_id).carers
        found = usecase.timeline(store, match.family_id, most)
    for sentence in [slip, *protect(carers)]:
        work.say(sentence) if sentence else None
    work.show(
        found,
        form,
        view=timeline_view,
        plain=timeline_lines,
        empty=f"Nothing has been logged with the {match.family} family yet.",
    )
