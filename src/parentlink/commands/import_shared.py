"""What every import command shares: its options, opening the file, the copy before much changes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from parentlink.errors import Unreadable
from parentlink.exchange.detect import Kind
from parentlink.exchange.sheet import BrokenFile
from parentlink.usecases.importing import families as usecase
from parentlink.usecases.importing.families import Source
from parentlink.views import importing as view
from parentlink.views.output import Form
from parentlink.workspace import Workspace

COPY_ABOVE = 100  # written rows; before more than these the file is copied

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="A CSV or JSON file; - is standard input.")
]
AnyFile = Annotated[
    str,
    typer.Argument(metavar="FILE", help="CSV, JSON, a workbook, ...; - is standard input."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
As = Annotated[
    Kind | None,
    typer.Option("--as", help="What the file is, if it was not found out rightly."),
]
SheetName = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook, by name or number."),
]
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
