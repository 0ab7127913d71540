"""`parentlink import contacts` and the small tables: rows that hang on families."""

from typing import Annotated

import typer

from parentlink.commands.import_shared import (
    AnyFile,
    As,
    DryRun,
    FileArgument,
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
from parentlink.usecases.importing import contacts as usecase
from parentlink.usecases.importing import small_kinds as kinds
from parentlink.usecases.importing import small_tables as small
from parentlink.usecases.importing.apply import Batch
from parentlink.usecases.importing.contact_plan import ContactsPlan, Spools, plan_contacts
from parentlink.usecases.importing.contact_rows import read_contacts
from parentlink.usecases.importing.contact_who import People
from parentlink.usecases.importing.families import FOUND_OUT, FileForm, Source, save_map
from parentlink.usecases.importing.report import Report
from parentlink.views import importing as families_view
from parentlink.views import importing_rows as view
from parentlink.views.output import Form
from parentlink.workspace import Workspace

Format = Annotated[Form, typer.Option("--format", help="How the answer is written.")]


def contacts(
    ctx: typer.Context,
    file: AnyFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    save_as: SaveMap = None,
    use_map: UseMap = None,
    kind: As = None,
    sheet: SheetName = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in a call log: our own export, or a spreadsheet.

    Each row has a date, who it was about (pupil, UPN or family), and a tone or an outcome. Reading
    the same file again changes nothing.
    """
    work: Workspace = ctx.obj
    chosen = [*saved(work, use_map), *(maps or [])]
    wish = _Wish("contacts", file, dry_run, skip_bad, chosen, save_as, form)
    wish.read_as = FileForm(kind, sheet)
    try:
        _contacts(work, wish)
    except usecase.Stale:
        if file == "-":
            raise
        _contacts(work, wish)  # once more, with what is on file now


class _Wish:
    """What the command line says about one import."""

    def __init__(
        self,
        what: str,
        file: str,
        dry_run: bool,
        skip_bad: bool,
        maps: list[str] | None,
        save_map: str | None,
        form: Form,
    ) -> None:
        self.what, self.file, self.form = what, file, form
        self.dry_run, self.skip_bad = dry_run, skip_bad
        self.maps, self.save_map = maps or [], save_map
        self.read_as = FOUND_OUT


def _contacts(work: Workspace, wish: _Wish) -> None:
    with (
        usecase.spools(work.path.absolute().parent) as spools,
        opened(wish.file) as source,
        broken_as_answer(work, wish.form),
    ):
        plan = _planned(work, wish, source, spools)
        if not _goes_on(work, wish, source.name, plan.report):
            return
        batch_id = None
        if plan.report.size:
            copy_before(work, plan.report.size)
            with work.writing("import contacts") as store:
                batch = Batch(source.name, source.hash, work.now, work.writer)
                batch_id = usecase.import_contacts(store, plan, batch, work.writer)
                if wish.save_map is not None:
                    save_map(store, wish.save_map, wish.maps)
        else:
            keep_map(work, wish.save_map, wish.maps)
        _show(work, wish, source.name, plan.report, batch_id)


def _planned(work: Workspace, wish: _Wish, source: Source, spools: Spools) -> ContactsPlan:
    """The plan; no lock is held while the file is read."""
    with work.reading() as store:
        people = People(store)
    watched = families_view.watched
    read = read_contacts(source, people, wish.maps, spools.read, work.now, watched, wish.read_as)
    with work.reading() as store:
        return plan_contacts(store, read, spools)


def _goes_on(work: Workspace, wish: _Wish, name: str, report: Report) -> bool:
    """Whether the plan is to be carried out; if not it is shown.

    Raises:
        RowsRefused: it stops at refused rows.
    """
    for warning in report.warnings:
        work.say(warning)
    if wish.dry_run or (report.refused and not wish.skip_bad):
        _not_written(work, wish, name, report)
        return False
    if report.refused:
        beside = refused_path(wish.file)
        write_refused(beside, report.headings, report.refused)
        work.say(families_view.set_aside(len(report.refused), beside))
    return True


def _not_written(work: Workspace, wish: _Wish, name: str, report: Report) -> None:
    if wish.form is not Form.TABLE:
        work.show(view.answer(report, None), wish.form)
    elif wish.dry_run:
        work.tell(*view.preview(name, report))
    else:
        for each in report.refused:
            work.say(families_view.problem_line(each.problem))
    if report.refused and not wish.skip_bad:
        raise RowsRefused(families_view.stopped(name, len(report.refused)))


def _show(work: Workspace, wish: _Wish, name: str, report: Report, batch: int | None) -> None:
    if wish.form is not Form.TABLE:
        work.show(view.answer(report, batch), wish.form)
    elif batch is None:
        work.tell(view.nothing(name, report))
    else:
        work.tell(view.done(name, wish.what, report))


# -- the small tables ----------------------------------------------------------------------


def good_news(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in good news: a date, a pupil (name or UPN) and the text."""
    _small(ctx.obj, kinds.GOOD_NEWS, _Wish("good news", file, dry_run, skip_bad, maps, None, form))


def promises(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in promises: a family or pupil, what was promised, and by when."""
    _small(ctx.obj, kinds.PROMISES, _Wish("promises", file, dry_run, skip_bad, maps, None, form))


def targets(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in targets: the pupils who should have a structured conversation each term."""
    _small(ctx.obj, kinds.TARGETS, _Wish("targets", file, dry_run, skip_bad, maps, None, form))


def conversations(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in structured conversations: a date, a pupil, who led it, and what was said."""
    wish = _Wish("conversations", file, dry_run, skip_bad, maps, None, form)
    _small(ctx.obj, kinds.CONVERSATIONS, wish)


def actions(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in agreed actions: a pupil, who does what by when, and how it went."""
    _small(ctx.obj, kinds.ACTIONS, _Wish("actions", file, dry_run, skip_bad, maps, None, form))


def staff(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in staff: a name, and a role, e-mail address or tutor group."""
    _small(ctx.obj, kinds.STAFF, _Wish("staff", file, dry_run, skip_bad, maps, None, form))


def terms(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in the calendar: terms, half-terms, INSET days and closures with their dates."""
    _small(ctx.obj, kinds.TERMS, _Wish("the calendar", file, dry_run, skip_bad, maps, None, form))


def settings(
    ctx: typer.Context,
    file: FileArgument,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    form: Format = Form.TABLE,
) -> None:
    """Bring in settings that were exported from another file."""
    _small(ctx.obj, kinds.SETTINGS, _Wish("settings", file, dry_run, skip_bad, maps, None, form))


def _small(work: Workspace, table: kinds.Small, wish: _Wish) -> None:
    with opened(wish.file) as source, broken_as_answer(work, wish.form):
        read = small.read_small(table, source, wish.maps)
    report = _small_report(work, read)
    if not _goes_on(work, wish, source.name, report):
        return
    batch_id = None
    if report.size:
        copy_before(work, report.size)
        with work.writing(f"import {wish.what}") as store:
            plan = small.plan_small(store, read, work.today)
            batch = Batch(source.name, source.hash, work.now, work.writer)
            batch_id = small.import_small(store, read, plan, batch, work.writer)
            report = plan.report
    _show(work, wish, source.name, report, batch_id)


def _small_report(work: Workspace, read: small.SmallRead) -> Report:
    if not work.path.exists():
        return small.plan_small(None, read, work.today).report
    with work.reading() as store:
        return small.plan_small(store, read, work.today).report
