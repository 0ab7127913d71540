"""`parentlink import everything`: a folder of `export everything`, all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from parentlink.commands.import_part import Part
from parentlink.commands.import_shared import DryRun, Wish, alone, copy_before
from parentlink.commands.options import Format, Yes
from parentlink.errors import RowsRefused
from parentlink.settings import typed_path
from parentlink.usecases.exporting.wishes import WHOLE, What
from parentlink.usecases.importing import whole as usecase
from parentlink.usecases.importing.noting import note_whole
from parentlink.views import import_whole as view
from parentlink.views.output import Form
from parentlink.workspace import Workspace

app = typer.Typer(rich_markup_mode=None)

_EVERY = 10**9  # rows that may be written: how many is known only afterwards


@app.command("everything")
def everything(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="What `export everything` wrote.")
    ],
    restricted: Annotated[
        bool,
        typer.Option("--restricted", help="Read SEN, pupil premium, EAL and the like as well."),
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    form: Format = None,
) -> None:
    """Bring in a folder of `export everything`, each table as its own import would.

    It is meant for an empty file. All of it comes in, or nothing if a row is refused, and one
    `undo` takes all of it back. Run again, nothing comes in twice.
    """
    work: Workspace = ctx.obj
    place = typed_path(folder)
    files, left_out = usecase.tables_in(place), usecase.left_out(place)
    is_empty = not _has_families(work)
    if not (yes or is_empty or dry_run):
        work.confirm("This is meant for an empty file, and there are families on file. Go on?")
    imports = cast(typer.Context, ctx.parent).command  # the group of all imports
    run = _Run(imports, ["--restricted"] * restricted + ["--yes"] * (yes or is_empty))
    wish = Wish("everything", folder, form or Form.TABLE, dry_run, False, [], None)
    with alone(work, wish), _place(work, dry_run=dry_run) as there:
        if not (dry_run or is_empty):
            copy_before(work, _EVERY)
        batch, tables = run.all(there, place.resolve().name, files)
    for sentence in run.said():
        work.say(sentence)
    missing = [what.value for what in WHOLE if what not in files]
    found = view.whole(None if dry_run else batch, folder, tables, missing, left_out)
    _conclude(work, found, wish)


def _conclude(work: Workspace, found: view.Whole, wish: Wish) -> None:
    """Say what became of it, in the form that was asked for.

    Raises:
        RowsRefused: nothing came in.
    """
    for sentence in found.left_out:
        work.say(sentence)
    if found.missing:
        work.say(f"Not in the folder, so nothing came in: {', '.join(found.missing)}.")
    stopped = any(each.stopped for each in found.tables)
    if wish.form is not Form.TABLE:
        work.show(found, wish.form)
    elif wish.dry_run:
        work.tell(f"Dry run of {wish.file}: nothing was written.", *view.lines(found))
    elif stopped:
        for line in view.lines(found):
            work.say(line)
    else:
        work.tell(*view.lines(found), view.done(found))
    if stopped:
        raise RowsRefused(view.stopped(found))


def _has_families(work: Workspace) -> bool:
    if not work.path.exists():
        return False
    with work.reading() as store:
        return usecase.has_families(store)


class _Copy(Workspace):
    """A file that is gone afterwards: whom it meets we have not met."""

    def say(self, sentence: str) -> None:
        """The imports themselves talk, and only they."""


@contextmanager
def _place(work: Workspace, *, dry_run: bool) -> Iterator[Workspace]:
    """Where the tables come in: a dry run has a copy of the file, which is gone afterwards."""
    if not dry_run:
        yield work
        return
    from parentlink.store.copy import backup_to
    from parentlink.store.create import create
    from parentlink.usecases.exporting.to_file import aside

    near = next(path for path in work.path.absolute().parents if path.is_dir())
    with aside(near / work.path.name) as room:
        if work.path.exists():
            backup_to(work.path, room / work.path.name, checked=False)
        else:
            create(room / work.path.name)
        there = _Copy(room / work.path.name, work.staff_name, no_input=True)
        there.local = work.local
        try:
            yield there
        finally:
            there.close()


class _KeepNothing(Exception):
    """Rows were refused, or nothing is new, so that not even who we met is to be kept."""


class _Run:
    """The imports of all tables, one after the other in one transaction."""

    def __init__(self, imports: Any, options: list[str]) -> None:
        self._imports, self._options = imports, options
        self._tables: list[view.Table] = []
        self._said: dict[What, list[str]] = {}

    def all(
        self, work: Workspace, folder: str, files: dict[What, Path]
    ) -> tuple[int | None, list[view.Table]]:
        """Bring all of them in; nothing stays if a row of any is refused."""
        batch = None
        try:
            with work.writing("import everything") as store:
                part = Part(work, store)
                for what, file in files.items():
                    self._tables.append(self._one(part, what, file))
                if self._stopped() or not part.parts:
                    raise _KeepNothing
                batch = note_whole(store, part.parts, folder, work.now, work.writer)
        except _KeepNothing:
            batch = None
        return batch, self._tables

    def said(self) -> list[str]:
        """What the imports said; where some stopped only those, as nothing of the others stays."""
        stopped = self._stopped()
        return [
            sentence
            for what, said in self._said.items()
            if what in stopped or not stopped
            for sentence in said
        ]

    def _stopped(self) -> set[What]:
        return {What(each.table) for each in self._tables if each.stopped}

    def _one(self, part: Part, what: What, file: Path) -> view.Table:
        if first := usecase.waits_for(what, self._stopped()):
            why = f"It was not looked at, since {first.value} must come in first."
            return view.table(what.value, file.name, None, why)
        if not file.stat().st_size:  # a table without rows is no line of JSON at all
            return view.table(what.value, file.name, None, None)
        words = [what.value, str(file), "--format", "json"]
        words += self._options if what is What.FAMILIES else []
        part.answer = stopped = None
        self._said[what] = part.said = []
        try:
            self._imports.main(words, "parentlink import", standalone_mode=False, obj=part)
        except RowsRefused as problem:
            stopped = str(problem)
        return view.table(what.value, file.name, part.answer, stopped)
