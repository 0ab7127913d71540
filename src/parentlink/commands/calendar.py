"""term, inset and closure: the days on which there is school, and those on which there is not."""

from datetime import date
from typing import Annotated

import typer

from parentlink.parse.names import clean_name
from parentlink.parse.terms import in_full, parse_days, parse_term
from parentlink.parse.when import parse_day
from parentlink.rules.school_days import counted
from parentlink.usecases import school_calendar
from parentlink.views.gate import one_line
from parentlink.views.output import Form
from parentlink.vocabulary import DayKind
from parentlink.workspace import Workspace

term = typer.Typer(
    help="Term dates and half-terms.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
inset = typer.Typer(
    help="INSET days.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
closure = typer.Typer(
    help="Days the school was closed.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

FormOption = Annotated[Form, typer.Option("--format", help="How it is written.")]
EntryId = Annotated[int, typer.Argument(metavar="ID", help="Its id in the list.", min=1, max=2**31)]


@term.command("add")
def add_term(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help='Such as "Autumn 2026".')],
    start: Annotated[str, typer.Argument(metavar="START", help="The first day, INSET or not.")],
    end: Annotated[str, typer.Argument(metavar="END", help="The last day.")],
    half_term: Annotated[
        list[str] | None,
        typer.Option(
            "--half-term", metavar="START..END", help="First and last day without school."
        ),
    ] = None,
) -> None:
    """Put a term on file.

    For example:

    parentlink term add "Autumn 2026" 2026-09-03 2026-12-18
    """
    work: Workspace = ctx.obj
    wished = parse_term(name, start, end, half_term, work.today)
    with work.writing("term add") as store:
        added = school_calendar.add_term(store, wished)
    work.tell(
        f"Term {one_line(added.name)} (id {added.id}) runs from {in_full(added.starts_on)} to "
        f"{in_full(added.ends_on)}: {counted(added.school_days, 'school day')}. "
        "Undo: parentlink undo"
    )


@term.command("list")
def list_terms(ctx: typer.Context, form: FormOption = Form.TABLE) -> None:
    """List the terms and half-terms on file."""
    work: Workspace = ctx.obj
    with work.reading() as store:
        found = school_calendar.terms(store, work.today)
    work.show(found.rows, form, empty=found.assumed)
    if found.assumed and (found.rows or form is not Form.TABLE):
        work.say(found.assumed)


@term.command("remove")
def remove_term(ctx: typer.Context, entry: EntryId) -> None:
    """Take a term off the calendar, with the half-term inside it."""
    _remove(ctx.obj, (DayKind.TERM, DayKind.HALF_TERM), entry)


@inset.command("add")
def add_inset(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="A day: 2026-10-23, 23/10/2026.")],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="What to call it.")] = "INSET day",
) -> None:
    """Put an INSET day on file: staff are in school, pupils are not."""
    work: Workspace = ctx.obj
    when = parse_day(day, work.today)
    _add(work, DayKind.INSET, name, (when, when))


@inset.command("list")
def list_insets(ctx: typer.Context, form: FormOption = Form.TABLE) -> None:
    """List the INSET days on file."""
    _list(ctx.obj, DayKind.INSET, form, "No INSET day is on file.")


@inset.command("remove")
def remove_inset(ctx: typer.Context, entry: EntryId) -> None:
    """Take an INSET day off the calendar."""
    _remove(ctx.obj, (DayKind.INSET,), entry)


@closure.command("add")
def add_closure(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Argument(metavar="DATE|START..END", help="A day, or the first and the last.")
    ],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Why, in a word.")] = "Closed",
) -> None:
    """Put days on file when the school was closed: snow, a strike, a flood."""
    work: Workspace = ctx.obj
    _add(work, DayKind.CLOSURE, name, parse_days(days, work.today, "past"))


@closure.command("list")
def list_closures(ctx: typer.Context, form: FormOption = Form.TABLE) -> None:
    """List the days the school was closed."""
    _list(ctx.obj, DayKind.CLOSURE, form, "No closure is on file.")


@closure.command("remove")
def remove_closure(ctx: typer.Context, entry: EntryId) -> None:
    """Take a closure off the calendar."""
    _remove(ctx.obj, (DayKind.CLOSURE,), entry)


def _add(work: Workspace, kind: DayKind, name: str, span: tuple[date, date]) -> None:
    called = clean_name(name, "the name")
    with work.writing(f"{kind.value} add") as store:
        added = school_calendar.add_days(store, kind, called, span)
    until = "" if span[0] == span[1] else f" to {in_full(added.ends_on)}"
    work.tell(
        f"{one_line(added.name)} (id {added.id}) on {in_full(added.starts_on)}{until} takes "
        f"{counted(added.school_days, 'school day')}. Undo: parentlink undo"
    )
    if not added.school_days:
        work.say("There was no school then anyway: please check the day.")


def _list(work: Workspace, kind: DayKind, form: Form, empty: str) -> None:
    with work.reading() as store:
        found = school_calendar.days(store, kind)
    work.show(found, form, empty=empty)


def _remove(work: Workspace, kinds: tuple[DayKind, ...], entry: int) -> None:
    with work.writing(f"{kinds[0].value} remove") as store:
        gone = school_calendar.remove(store, kinds, entry)
    work.tell(
        f"Removed {one_line(gone.name)}, {in_full(gone.starts_on)} to {in_full(gone.ends_on)}. "
        "Undo: parentlink undo"
    )
