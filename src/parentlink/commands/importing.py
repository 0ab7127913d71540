"""Files in: families now, a call log beside it."""

from typing import Annotated

import typer

from parentlink.commands import importing_rows
from parentlink.commands.import_shared import (
    AnyFile,
    As,
    DryRun,
    Map,
    SaveMap,
    SheetName,
    SkipBad,
    UseMap,
    broken_as_answer,
    copy_before,
    keep_map,
    opened,
    saved,
)
from parentlink.errors import RowsRefused
from parentlink.exchange.refused import refused_path, write_refused
from parentlink.usecases.importing import families as usecase
from parentlink.usecases.importing.apply import Batch
from parentlink.usecases.importing.families import FileForm, Source
from parentlink.usecases.importing.lines import Options, Read
from parentlink.usecases.importing.plan import Plan
from parentlink.views import importing as view
from parentlink.views.output import Form
from parentlink.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    help="Bring in families, call logs and more from files.",
)


@app.callback()
def group() -> None:
    """Bring in families, call logs and more from files."""


@app.command("families")
def families(
    ctx: typer.Context,
    file: AnyFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    blank_clears: Annotated[
        bool, typer.Option("--blank-clears", help="A blank cell empties what is on file.")
    ] = False,
    restricted: Annotated[
        bool,
        typer.Option("--restricted", help="Read SEN, pupil premium, EAL and the like as well."),
    ] = False,
    maps: Map = None,
    save_map: SaveMap = None,
    use_map: UseMap = None,
    kind: As = None,
    sheet: SheetName = None,
    form: Annotated[Form, typer.Option("--format", help="How the answer is written.")] = Form.TABLE,
) -> None:
    """Bring in pupils, carers and families: one row for each pupil and carer.

    Reading the same file again changes nothing. Nobody who is missing from the file is removed,
    and a contact rule is never loosened.
    """
    work: Workspace = ctx.obj
    chosen = [*saved(work, use_map), *(maps or [])]
    with opened(file) as source, broken_as_answer(work, form):
        options = Options(chosen, restricted, blank_clears, keep_cells=skip_bad)
        read = usecase.read_families(source, options, view.watched, FileForm(kind, sheet))
        plan = _planned(work, read)
    _talk(work, plan)
    if dry_run or (plan.refused and not skip_bad):
        _not_written(work, source.name, plan, form, dry_run=dry_run, skip_bad=skip_bad)
        return
    if plan.refused:
        beside = refused_path(file)
        write_refused(beside, plan.headings, [*plan.refused])
        work.say(view.set_aside(len(plan.refused), beside))
    plan, batch = _written(work, read, plan, source, (save_map, chosen))
    _show(work, source.name, plan, batch, form)


def _planned(work: Workspace, read: Read) -> Plan:
    if not work.path.exists():
        return usecase.plan_families(None, read, work.now, work.today)
    with work.reading() as store:
        return usecase.plan_families(store, read, work.now, work.today)


def _written(
    work: Workspace, read: Read, plan: Plan, source: Source, maps: tuple[str | None, list[str]]
) -> tuple[Plan, int | None]:
    """The plan applied; nothing at all is written when there is nothing to do."""
    if not plan.todo.size:
        keep_map(work, *maps)
        return plan, None
    copy_before(work, plan.todo.size)
    with work.writing("import families") as store:
        batch = Batch(source.name, source.hash, work.now, work.writer)
        done = usecase.import_families(store, read, plan, batch, work.today)
        if maps[0] is not None:
            usecase.save_map(store, maps[0], maps[1])
        return done


def _talk(work: Workspace, plan: Plan) -> None:
    for warning in plan.warnings:
        work.say(warning)


def _not_written(
    work: Workspace, name: str, plan: Plan, form: Form, *, dry_run: bool, skip_bad: bool
) -> None:
    """Show a plan that is not carried out.

    Raises:
        RowsRefused: it stops at refused rows.
    """
    if form is not Form.TABLE:
        work.show(view.answer(plan, None), form)
    elif dry_run:
        work.tell(*view.preview(name, plan))
    else:
        for each in plan.refused:
            work.say(view.problem_line(each.problem))
    if plan.refused and not skip_bad:
        raise RowsRefused(view.stopped(name, len(plan.refused)))


def _show(work: Workspace, name: str, plan: Plan, batch: int | None, form: Form) -> None:
    if form is not Form.TABLE:
        work.show(view.answer(plan, batch), form)
        return
    for line in [*view.missing_lines(plan.missing), *view.barred_lines(plan.todo.barred)]:
        work.say(line)
    work.tell(view.nothing(name, plan) if batch is None else view.done(name, plan))


app.command("contacts")(importing_rows.contacts)
app.command("good-news")(importing_rows.good_news)
app.command("promises")(importing_rows.promises)
app.command("targets")(importing_rows.targets)
app.command("conversations")(importing_rows.conversations)
app.command("actions")(importing_rows.actions)
app.command("staff")(importing_rows.staff)
app.command("terms")(importing_rows.terms)
app.command("settings")(importing_rows.settings)
