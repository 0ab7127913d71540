"""`parentlink export`: what is on file, as CSV or JSON that `import` reads back."""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parentlink.errors import Unreadable
from parentlink.parse.people import parse_group
from parentlink.usecases.exporting import export as usecase
from parentlink.usecases.exporting.export import What
from parentlink.usecases.exporting.pieces import Table, as_csv, as_json
from parentlink.usecases.exporting.to_file import write_private
from parentlink.views import output
from parentlink.views.gate import visible
from parentlink.workspace import Workspace


class Kind(StrEnum):
    """The two kinds of file."""

    CSV = "csv"
    JSON = "json"


def export(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(help="Which table.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to; - is the screen or a pipe."),
    ] = None,
    form: Annotated[Kind, typer.Option("--format", help="The kind of file.")] = Kind.CSV,
    group: Annotated[
        str | None, typer.Option("--group", metavar="7KM", help="Only this tutor group.")
    ] = None,
    restricted: Annotated[
        str | None,
        typer.Option(
            "--restricted",
            metavar="WHY",
            help="What is restricted (SEN, answers) as well; the reason is kept in the history.",
        ),
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="Mark the CSV so that Excel shows every letter.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of this name.")] = False,
) -> None:
    """Write your data to CSV or JSON.

    `parentlink import` reads it back to the same data. A file is made for your eyes only.
    """
    work: Workspace = ctx.obj
    usecase.check(what, group, restricted)
    chosen = parse_group(group) if group is not None else None
    if excel and form is Kind.JSON:
        raise Unreadable("--excel is for CSV. Please leave it out, or say --format csv.")
    if restricted is not None:
        with work.writing("export", create=False) as store:
            usecase.note_restricted(store, what, restricted.strip(), chosen)
    with work.reading() as store:
        if warning := usecase.warning(store, what, chosen):
            work.say(warning)
        found = usecase.table(store, what, chosen, restricted=restricted is not None)
        counted = _Counted(found.rows)
        table = Table(found.headings, counted)
        pieces = as_json(table) if form is Kind.JSON else as_csv(table, excel=excel)
        _write(work, pieces, out, force=force)
    if out is not None and str(out) != "-":
        rows = "1 row" if counted.count == 1 else f"{counted.count:,} rows"
        work.say(f"Exported {rows} of {what.value} to {out}, readable by you only.")


class _Counted:
    """Rows going by."""

    def __init__(self, rows: Iterable[tuple[str | int | bool | None, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[str | int | bool | None, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _write(work: Workspace, pieces: Iterable[str], out: Path | None, *, force: bool) -> None:
    if out is not None and str(out) != "-":
        write_private(out, pieces, force=force, never=work.path)
        return
    shown = visible if _on_screen() else str
    for piece in pieces:
        output.raw(shown(piece))


def _on_screen() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
