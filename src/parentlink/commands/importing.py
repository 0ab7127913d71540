"""Files in: families now, a call log beside it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from parentlink.commands import importing_rows
from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.refused import refused_path, write_refused
from parentlink.exchange.sheet import BrokenFile
from parentlink.usecases.importing import families as usecase
from parentlink.usecases.importing.apply import Batch
from parentlink.usecases.importing.families import Source
from parentlink.usecases.importing.lines import Options, Read
from parentlink.usecases.importing.plan import Plan
from parentlink.views import importing as view
from parentlink.views.output import Form
from parentlink.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    help="Bring in families or a call log from CSV.",
)

COPY_ABOVE = 100  # written rows; before more than these the file is copied

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="A CSV or JSON file; - is standard input.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
SkipBad = Annotated[
    bool,
    typer.Option(
        "--skip-bad", help="Take the good rows; the others go to FILE.refused.csv to be mended."
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar='"THEIRS=ours"',
        help='Their heading and our field; "Forename#2=carer_forename" for the second of a name, '
        '"Theirs=" leaves a column out.',
    ),
]
SaveMap = Annotated[
    str | None, typer.Option("--save-map", metavar="NAME", help="Keep the --map lines by a name.")
]
UseMap = Annotated[
    str | None, typer.Option("--use-map", metavar="NAME", help="Use --map lines that were kept.")
]


@app.callback()
def group() -> None:
    """Bring in families or a call log from CSV."""


@app.command("families")
def families(
    ctx: typer.Context,
    file: FileArgument,
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
        read = usecase.read_families(source, options, view.watched)
        plan = _planned(work, read)
    _talk(work, plan)
    if dry_run or (plan.refused and not skip_bad):
        _not_written(work, source.name, plan, form, dry_run=dry_run, skip_bad=skip_bad)
        return
    if plan.refused:
        beside = refused_path(file)
        write_refused(beside, plan.headings, [*plan.refused])
        work.say(f"{len(plan.refused):,} refused rows are in {beside}, each with its problem.")
    keep_map(work, save_map, chosen)
    plan, batch = _written(work, read, plan, source)
    _show(work, source.name, plan, batch, form)


def _planned(work: Workspace, read: Read) -> Plan:
    if not work.path.exists():
        return usecase.plan_families(None, read, work.now, work.today)
    with work.reading() as store:
        return usecase.plan_families(store, read, work.now, work.today)


def _written(work: Workspace, read: Read, plan: Plan, source: Source) -> tuple[Plan, int | None]:
    """The plan applied; nothing at all is written when there is nothing to do."""
    if not plan.todo.size:
        return plan, None
    copy_before(work, plan.todo.size)
    with work.writing("import families") as store:
        batch = Batch(source.name, source.hash, work.now, work.me(store))
        return usecase.import_families(store, read, plan, batch, work.today)


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
        raise RowsRefused(
            f"{len(plan.refused):,} {'row was' if len(plan.refused) == 1 else 'rows were'} "
            f"refused, so nothing was imported from {name}. Please mend them, or import the other "
            "rows with --skip-bad."
        )


def _show(work: Workspace, name: str, plan: Plan, batch: int | None, form: Form) -> None:
    if form is not Form.TABLE:
        work.show(view.answer(plan, batch), form)
        return
    for line in view.missing_lines(plan.missing):
        work.say(line)
    work.tell(view.nothing(name, plan) if batch is None else view.done(name, plan))


app.command("contacts")(importing_rows.contacts)
app.command("good-news")(importing_rows.good_news)
app.command("promises")(importing_rows.promises)
app.command("staff")(importing_rows.staff)
app.command("terms")(importing_rows.terms)
app.command("settings")(importing_rows.settings)


# -- for every import ----------------------------------------------------------------------


@contextmanager
def opened(file: str) -> Iterator[Source]:
    """The file, or standard input, to be read once.

    Raises:
        Unreadable: it is not there, or may not be read.
    """
    if file == "-":
        yield Source(sys.stdin.buffer, "standard input")
        return
    try:
        with Path(file).open("rb") as found:
            yield Source(found, file)
    except OSError as problem:
        raise Unreadable(f"{file} could not be read: {problem.strerror}.") from problem


@contextmanager
def broken_as_answer(work: Workspace, form: Form) -> Iterator[None]:
    """A file that ends in the middle is answered in the form that was asked for, too."""
    try:
        yield
    except BrokenFile as broken:
        if form is not Form.TABLE:
            work.show(view.Answer(None, 0, 0, 0, 1, 0, [broken.problem]), form)
        raise


def saved(work: Workspace, name: str | None) -> list[str]:
    """The --map lines kept by a name."""
    if name is None:
        return []
    with work.reading() as store:
        return usecase.saved_map(store, name)


def keep_map(work: Workspace, name: str | None, maps: list[str]) -> None:
    """Keep --map lines by a name, as a change of its own."""
    if name is not None:
        with work.writing("save map") as store:
            usecase.save_map(store, name, maps)


def copy_before(work: Workspace, size: int) -> None:
    """Copy the file before an import that writes much."""
    if size > COPY_ABOVE and work.path.exists():
        from parentlink.store.copy import automatic_copy

        automatic_copy(work.path, "import")
