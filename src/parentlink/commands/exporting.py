"""`parentlink export`: what is on file, as files that `import`, phones and calendars read."""

from pathlib import Path
from typing import Annotated

import typer

from parentlink.commands import export_files
from parentlink.parse.people import parse_group
from parentlink.settings import typed_path
from parentlink.usecases.exporting import export as usecase
from parentlink.usecases.exporting.wishes import Channel, Kind, What, Wish, check, kind_of
from parentlink.workspace import Workspace


def export(
    ctx: typer.Context,
    what: Annotated[
        What,
        typer.Argument(metavar="TABLE", help=f"One of: {', '.join(each.value for each in What)}."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to; - is the screen or a pipe."),
    ] = None,
    form: Annotated[
        Kind | None,
        typer.Option("--format", help="The kind of file; else as FILE ends, else CSV."),
    ] = None,
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
    never: Annotated[
        str | None,
        typer.Option(
            "--never",
            metavar="WHY",
            help="Carers who must not be contacted as well; the reason is kept in the history.",
        ),
    ] = None,
    channel: Annotated[
        Channel | None, typer.Option("--channel", help="How a mail-merge goes out.")
    ] = None,
    per_household: Annotated[
        bool, typer.Option("--per-household", help="One message for each household.")
    ] = False,
    vcard: Annotated[
        bool, typer.Option("--vcard", help="Carers as contacts for a phone (vCard 4).")
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="Mark the CSV so that Excel shows every letter.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of this name.")] = False,
) -> None:
    """Write your data to a file.

    `parentlink import` reads it back to the same data. A file is made for your eyes only.
    Restricted facts, and carers who must not be contacted, stay out unless you say why you need
    them.

    For example:

    parentlink export families -o families.xlsx

    parentlink export mail-merge --group 7KM --channel text -o texts.csv

    parentlink export everything -o copy --restricted "a new laptop" --never "a new laptop"
    """
    work: Workspace = ctx.obj
    chosen = parse_group(group) if group is not None else None
    wish = Wish(what, chosen, restricted, never, channel, per_household)
    check(wish)
    named = None if out is None or str(out) == "-" else typed_path(out)
    kind = kind_of(wish, form, named.name if named else None, vcard=vcard, excel=excel)
    with work.reading() as store:
        usecase.check_group(store, chosen)
    if restricted is not None or never is not None:
        with work.writing("export", create=False) as store:
            usecase.note(store, wish)
    target = export_files.Target(kind, named, excel, force)
    with work.reading() as store:
        if warning := usecase.warning(store, wish, with_notes=kind is not Kind.ICS):
            work.say(warning)
        if what is What.EVERYTHING:
            export_files.everything(work, store, wish, target)
        elif what in (What.CARERS, What.MAIL_MERGE):
            export_files.carers(work, store, wish, target)
        elif kind is Kind.ICS and what is What.PROMISES:
            export_files.promises(work, store, wish, target)
        elif kind is Kind.ICS:
            export_files.conversations(work, store, wish, target)
        else:
            export_files.rows(work, usecase.table(store, wish), wish, target)
