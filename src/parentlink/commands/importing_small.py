"""`parentlink import` for the small tables: good news, staff, the calendar and the like."""

from collections.abc import Callable
from typing import Annotated

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
    form_of,
    opened,
    saved,
    written,
)
from parentlink.commands.importing_rows import goes_on, show_done
from parentlink.parse.names import fold
from parentlink.usecases.importing.report import Report
from parentlink.usecases.importing.small import bring_in as small
from parentlink.usecases.importing.small import identity_fields, kinds, talk_history
from parentlink.usecases.importing.small.table import Small
from parentlink.views.output import Form
from parentlink.workspace import Workspace

app = typer.Typer(rich_markup_mode=None)

# The command, its table, what it is called in "Imported ...", and the help.
SMALL = (
    (
        "good-news",
        kinds.GOOD_NEWS,
        "good news",
        "Bring in good news: a date, a pupil (name or UPN) and the text.",
    ),
    (
        "promises",
        kinds.PROMISES,
        "promises",
        "Bring in promises: a family or pupil, what was promised, and by when.",
    ),
    (
        "targets",
        kinds.TARGETS,
        "targets",
        "Bring in targets: the pupils who should have a structured conversation each term.",
    ),
    (
        "conversations",
        kinds.CONVERSATIONS,
        "conversations",
        "Bring in structured conversations: a date, a pupil, who led it, and what was said.",
    ),
    (
        "conversation-history",
        talk_history.HISTORY,
        "conversation history",
        "Bring in what happened to bookings, as our own export says it.",
    ),
    (
        "missed-steps",
        talk_history.STEPS,
        "steps after missed conversations",
        "Bring in the steps after missed conversations, as our own export says them.",
    ),
    (
        "actions",
        kinds.ACTIONS,
        "actions",
        "Bring in agreed actions: a pupil, who does what by when, and how it went.",
    ),
    (
        "known-as",
        identity_fields.KNOWN_AS,
        "names of merged records",
        "Bring in the names of merged records, as our own export says them.",
    ),
    (
        "apart",
        identity_fields.APART,
        "pairs who are two",
        "Bring in who looks like one and is two, as our own export says it.",
    ),
    (
        "staff",
        kinds.STAFF,
        "staff",
        "Bring in staff: a name, and a role, e-mail address or tutor group.",
    ),
    (
        "terms",
        kinds.TERMS,
        "the calendar",
        "Bring in the calendar: terms, half-terms, INSET days and closures with their dates.",
    ),
    (
        "settings",
        kinds.SETTINGS,
        "settings",
        "Bring in settings that were exported from another file.",
    ),
)


def _command(table: Small, what: str) -> Callable[..., None]:
    """The command that brings in one of the small tables: all have the same options."""

    def bring_in(
        ctx: typer.Context,
        file: AnyFile,
        dry_run: DryRun = False,
        skip_bad: SkipBad = False,
        maps: Map = None,
        save_as: SaveMap = None,
        use_map: UseMap = None,
        kind: As = None,
        sheets: SheetNames = None,
        every_sheet: EverySheet = False,
        encoding: Encoding = None,
        quiet: Quiet = False,
        form: AnswerForm = Form.TABLE,
    ) -> None:
        work: Workspace = ctx.obj
        chosen = [*saved(work, use_map), *(maps or [])]
        read_as = form_of(kind, sheets, encoding, every=every_sheet)
        wish = Wish(what, file, form, dry_run, skip_bad, chosen, save_as, read_as, quiet)
        import_small(work, table, wish)

    return bring_in


for _name, _table, _what, _help in SMALL:
    app.command(_name, help=_help)(_command(_table, _what))


@app.command("achievements")
def achievements(
    ctx: typer.Context,
    file: AnyFile,
    good: Annotated[
        list[str] | None,
        typer.Option(
            "--good", metavar="TYPE", help="A type that is good news, where that is not clear."
        ),
    ] = None,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    maps: Map = None,
    save_as: SaveMap = None,
    use_map: UseMap = None,
    kind: As = None,
    sheets: SheetNames = None,
    every_sheet: EverySheet = False,
    encoding: Encoding = None,
    quiet: Quiet = False,
    form: AnswerForm = Form.TABLE,
) -> None:
    """Bring in achievements as good news for the next call home; incidents are left out.

    Each row has a date, a pupil (name or UPN), a type, and what happened. Files of two weeks that
    overlap bring nothing in twice.
    """
    work: Workspace = ctx.obj
    chosen = [*saved(work, use_map), *(maps or [])]
    read_as = form_of(kind, sheets, encoding, every=every_sheet)
    wish = Wish("achievements", file, form, dry_run, skip_bad, chosen, save_as, read_as, quiet)
    import_small(work, kinds.ACHIEVEMENTS, wish, frozenset(map(fold, good or ())))


def import_small(
    work: Workspace, table: Small, wish: Wish, said_good: frozenset[str] = frozenset()
) -> None:
    """Read a file, show what it would change, and write it unless that stops at something."""
    with opened(wish.file) as source, alone(work, wish), broken_as_answer(work, wish.form):
        read = small.read_small(table, source, wish.maps, wish.read_as)
        read = read._replace(said_good=said_good)
        report = _report(work, read)
        if goes_on(work, wish, source.name, report):
            done = written(
                work,
                wish,
                source,
                report.size,
                lambda store, batch: small.import_small(
                    store, read, report, batch, work.writer, work.today
                ),
            )
            show_done(work, wish, source.name, *(done or (report, None)))


def _report(work: Workspace, read: small.SmallRead) -> Report:
    if not work.path.exists():
        return small.plan_small(None, read, work.today).report
    with work.reading() as store:
        return small.plan_small(store, read, work.today).report
