"""merge: two records of one person, or of one household, become one."""

from typing import TYPE_CHECKING, Annotated

import typer

from parentlink.commands import completing
from parentlink.commands.options import Format, Yes
from parentlink.views.output import Form
from parentlink.workspace import Workspace

if TYPE_CHECKING:
    from parentlink.usecases.merging.who import Two


def merge(
    ctx: typer.Context,
    keep: Annotated[
        str,
        typer.Argument(
            metavar="KEEP",
            help="Who stays: p12 a pupil, c12 a carer, f12 a family, or a name.",
            autocompletion=completing.families,
        ),
    ],
    other: Annotated[
        str,
        typer.Argument(
            metavar="OTHER",
            help="The second record of the same one.",
            autocompletion=completing.families,
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway",
            help="Although birthdays, ids of one file, titles, or mother and father differ.",
        ),
    ] = False,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Make two records of one pupil, carer or family one.

    Every contact, promise and link of both is kept, and the stricter contact rule. What will
    happen is shown first; undo takes it back. For example:

    parentlink merge c12 c15
    """
    from parentlink.usecases.merging.who import the_two

    work: Workspace = ctx.obj
    with work.reading() as store:
        two = the_two(store, keep, other)
    made_one(work, two, form, dry_run=dry_run, anyway=anyway, yes=yes)


def made_one(
    work: Workspace,
    two: "Two",
    form: Form | None,
    *,
    dry_run: bool,
    anyway: bool = False,
    yes: bool,
) -> None:
    """Show what becomes of two records, ask, and make them one."""
    from parentlink.usecases import barred, guarded
    from parentlink.usecases.merging import merge as usecase
    from parentlink.views import merging as view
    from parentlink.views.barred import barred_lines, ruled_lines

    with work.reading() as store:
        plan = usecase.plan_merge(store, two.kind, two.kept_id, two.other_id, anyway=anyway)
        homes = (plan.kept_id, plan.other_id) if plan.kind == "family" else ()
        rules = barred.of_families(store, homes)
    for sentence in (*two.slips, *view.protecting(plan), *barred_lines(rules)):
        work.say(sentence)
    as_data = form in (Form.JSON, Form.CSV)
    if not as_data:
        work.tell(*view.preview(plan))
    if not dry_run:
        if not yes:
            work.confirm("Make them one?")
        with work.writing("merge", create=False) as store:
            usecase.merge(store, plan, work.today, anyway=anyway)
            ruled = guarded.ruled(store, plan.kept_id) if plan.kind == "carer" else None
        for sentence in ruled_lines(ruled) if ruled else ():
            work.say(sentence)
    if as_data:
        work.show(view.answer(plan, done=not dry_run), form)
    else:
        work.tell("Dry run: nothing was written." if dry_run else view.done(plan))
