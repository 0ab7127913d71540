"""`parentlink import contacts`, and what every import of rows does with its plan."""

import typer

from parentlink.commands.import_shared import (
    AnswerForm,
    AnyFile,
    As,
    DryRun,
    Encoding,
    EverySheet,
    Map,
    Quiet,
    SaveMap,
    SheetNames,
    SkipBad,
    UseMap,
    Wish,
    alone,
    broken_as_answer,
    conclude,
    form_of,
    opened,
    put_aside,
    saved,
    undo,
    written,
)
from parentlink.errors import RowsRefused
from parentlink.usecases.importing.contacts import bring_in as usecase
from parentlink.usecases.importing.contacts.plan import ContactsPlan, plan_contacts
from parentlink.usecases.importing.contacts.rows import read_contacts
from parentlink.usecases.importing.contacts.who import People
from parentlink.usecases.importing.report import Report
from parentlink.usecases.importing.source import Source
from parentlink.views import importing as common_view
from parentlink.views import importing_rows as view
from parentlink.views.output import Form
from parentlink.workspace import Workspace

app = typer.Typer(rich_markup_mode=None)


@app.command("contacts")
def contacts(
    ctx: typer.Context,
    file: AnyFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    save_map: SaveMap = None,
    use_map: UseMap = None,
    kind: As = None,
    sheets: SheetNames = None,
    every_sheet: EverySheet = False,
    encoding: Encoding = None,
    quiet: Quiet = False,
    form: AnswerForm = Form.TABLE,
) -> None:
    """Bring in a call log: our own export, or a spreadsheet.

    Each row has a date, who it was about (pupil, UPN or family), and a tone or an outcome. Reading
    the same file again changes nothing.
    """
    work: Workspace = ctx.obj
    chosen = [*saved(work, use_map), *(maps or [])]
    read_as = form_of(kind, sheets, encoding, every=every_sheet)
    wish = Wish("contacts", file, form, dry_run, skip_bad, chosen, save_map, read_as, quiet)
    try:
        _contacts(work, wish)
    except usecase.Stale:
        if file == "-":
            raise
        _contacts(work, wish)  # once more, with what is on file now


def _contacts(work: Workspace, wish: Wish) -> None:
    with opened(wish.file) as source, alone(work, wish), broken_as_answer(work, wish.form):
        plan = _planned(work, wish, source)
        if not goes_on(work, wish, source.name, plan.report):
            return
        batch_id = written(
            work,
            wish,
            source,
            plan.report.size,
            lambda store, batch: usecase.import_contacts(store, plan, batch, work.writer),
        )
        show_done(work, wish, source.name, plan.report, batch_id)


def _planned(work: Workspace, wish: Wish, source: Source) -> ContactsPlan:
    """The plan; everyday commands may go on writing while the file is read."""
    with work.reading() as store:
        people = People(store)
    spools = usecase.spools(work.path.absolute().parent)
    watched = common_view.watched
    read = read_contacts(source, people, wish.maps, spools.read, work.now, watched, wish.read_as)
    with work.reading() as store:
        return plan_contacts(store, read, spools)


def goes_on(work: Workspace, wish: Wish, name: str, report: Report) -> bool:
    """Whether the plan is to be carried out; if not it is shown.

    Raises:
        RowsRefused: it stops at refused rows.
    """
    if not wish.quiet:
        for warning in report.warnings:
            work.say(warning)
    if wish.dry_run or (report.refused and not wish.skip_bad):
        _not_written(work, wish, name, report)
        return False
    put_aside(work, wish, report.headings, report.refused)
    return True


def _not_written(work: Workspace, wish: Wish, name: str, report: Report) -> None:
    if wish.form is not Form.TABLE:
        work.show(view.answer(report, None), wish.form)
    elif wish.dry_run:
        if report.size or report.refused or not wish.quiet:
            work.tell(*view.preview(name, report))
    else:
        for line in common_view.refused_lines(report.place, report.refused):
            work.say(line)
    if report.refused and not wish.skip_bad:
        raise RowsRefused(common_view.stopped(name, len(report.refused)))
    if why_not := common_view.all_refused(name, report):
        raise RowsRefused(why_not)


def show_done(work: Workspace, wish: Wish, name: str, report: Report, batch: int | None) -> None:
    """Say what was done, in the form that was asked for."""
    if why_not := common_view.all_refused(name, report):
        if wish.form is not Form.TABLE:
            work.show(view.answer(report, None), wish.form)
        raise RowsRefused(why_not)
    nothing = view.nothing(name, report)
    done = nothing if batch is None else view.done(name, wish.what, report, undo(wish, batch))
    conclude(work, wish, view.answer(report, batch), done)
