"""What every import command shares: its options, opening the file, the copy before much changes."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, NamedTuple, TypeVar

import typer

from parentlink.commands.import_part import Part, batch_of
from parentlink.errors import FileUnusable, Unreadable
from parentlink.exchange.detect import FOUND_OUT, FileForm, Kind
from parentlink.exchange.refused import first_path, write_refused
from parentlink.exchange.sheet import BrokenFile, Refused, WantedSheets
from parentlink.settings import typed_path
from parentlink.store.store import Store
from parentlink.usecases.importing import maps as usecase
from parentlink.usecases.importing.noting import Batch
from parentlink.usecases.importing.source import Source
from parentlink.views import importing as view
from parentlink.views.import_answer import Answer, told
from parentlink.views.output import Form
from parentlink.workspace import Workspace

Done = TypeVar("Done")

COPY_ABOVE = 100  # written rows; before more than these the file is copied

AnyFile = Annotated[
    str,
    typer.Argument(metavar="FILE", help="CSV, JSON, a workbook, ...; - is standard input."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
As = Annotated[
    Kind | None,
    typer.Option("--as", help="What the file is, if it was not found out rightly."),
]
SheetNames = Annotated[
    list[str] | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help="The sheet of a workbook, by name or number; several if it is said again for each.",
    ),
]
EverySheet = Annotated[
    bool,
    typer.Option("--every-sheet", help="All sheets that have the same columns, as one file."),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="How a text file is encoded, if accents come out wrong: cp850, mac-roman, ...",
    ),
]
SkipBad = Annotated[
    bool,
    typer.Option(
        "--skip-bad", help="Take the good rows; the others go to FILE.refused.csv to be mended."
    ),
]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="Nothing is said when nothing changed, and little otherwise."
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
AnswerForm = Annotated[Form, typer.Option("--format", help="How the answer is written.")]


class Wish(NamedTuple):
    """What the command line says about one import."""

    what: str
    file: str
    form: Form
    dry_run: bool
    skip_bad: bool
    maps: list[str]
    save_map: str | None
    read_as: FileForm = FOUND_OUT
    quiet: bool = False
    yes: bool = False


def form_of(
    kind: Kind | None, sheets: Sequence[str] | None, encoding: str | None, *, every: bool
) -> FileForm:
    """What is said of the file. Raises Unreadable: some sheets are named, and all are wanted."""
    if sheets and every:
        raise Unreadable("Please say --sheet or --every-sheet, not both.")
    return FileForm(kind, WantedSheets(tuple(sheets or ()), every), encoding)


@contextmanager
def alone(work: Workspace, wish: Wish) -> Iterator[None]:
    """No second import beside this one; a dry run writes nothing and disturbs nobody.

    Raises:
        FileUnusable: another one still runs after half a minute.
    """
    if wish.dry_run:
        if wish.save_map is not None:
            work.say(view.map_not_kept(wish.save_map))
        yield
        return
    if isinstance(work, Part):  # the whole holds it
        yield
        return
    from parentlink.store.lock import only_import

    start = f"{work.local:%H:%M} on {work.local.day} {work.local:%b}"
    holder = f"since {start} ({work.staff_name or work.account})"
    with only_import(work.path, holder, _unheard if wish.quiet else work.say):
        yield


def _unheard(_: str) -> None:
    """A script that is to be quiet waits without a word."""


@contextmanager
def opened(file: str) -> Iterator[Source]:
    """The file, standard input, or a roster's folder, to be read once.

    Raises:
        FileUnusable: it is not there, or may not be read.
    """
    if file == "-":
        yield Source(sys.stdin.buffer, "standard input")
        return
    if typed_path(file).is_dir():
        from parentlink.exchange.folder import as_zip

        with as_zip(typed_path(file)) as packed:
            yield Source(packed, file)
        return
    try:
        with typed_path(file).open("rb") as found:
            yield Source(found, file)
    except FileNotFoundError:
        raise FileUnusable(f"There is no file at {file}. Is it in another folder?") from None
    except OSError as problem:
        raise FileUnusable(f"{file} could not be read: {problem.strerror}.") from problem


@contextmanager
def broken_as_answer(work: Workspace, form: Form) -> Iterator[None]:
    """A file that ends in the middle is answered in the form that was asked for, too."""
    try:
        yield
    except BrokenFile as broken:
        if form is not Form.TABLE:
            problems = told(broken.place, [broken.problem])
            work.show(Answer(None, 0, 0, 0, 1, 0, problems), form)
        raise


def put_aside(
    work: Workspace, wish: Wish, headings: Sequence[str], refused: Sequence[Refused]
) -> None:
    """The refused rows beside the file, to be mended."""
    if refused:
        path = write_refused(wish.file, headings, refused)
        work.say(view.set_aside(len(refused), path, first_path(wish.file)))


def conclude(work: Workspace, wish: Wish, answer: Answer, sentence: str) -> None:
    """The answer in the form that was asked for; a quiet one speaks only of what was written."""
    written = answer.batch is not None
    if wish.form is not Form.TABLE:
        work.show(answer, wish.form)
        if wish.quiet and written:
            work.say(sentence)
    elif written or not wish.quiet:
        work.tell(sentence)


def undo(wish: Wish, batch: int) -> str:
    """How to take an import back: what ran by night is not the last command in the morning."""
    return f"parentlink undo --import {batch}" if wish.quiet else "parentlink undo"


def saved(work: Workspace, name: str | None) -> list[str]:
    """The --map lines kept by a name."""
    if name is None:
        return []
    with work.reading() as store:
        return usecase.saved_map(store, name)


def written(
    work: Workspace, wish: Wish, source: Source, size: int, do: Callable[[Store, Batch], Done]
) -> Done | None:
    """What an import says that writes so many rows; None when there is nothing to write.

    The --map lines are kept either way, as a change of their own if there is no other.
    """
    if size:
        copy_before(work, size)
    elif wish.save_map is None:
        return None
    with work.writing(f"import {wish.what}" if size else "save map") as store:
        done = do(store, batch_of(work, source)) if size else None
        if wish.save_map is not None:
            usecase.save_map(store, wish.save_map, wish.maps)
        return done


def copy_before(work: Workspace, size: int) -> None:
    """Copy the file before an import that writes much."""
    if size > COPY_ABOVE and work.path.exists() and not isinstance(work, Part):
        from parentlink.store.copy import automatic_copy

        automatic_copy(work.path, "import", checked=False)
