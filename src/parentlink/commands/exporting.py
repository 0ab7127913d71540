"""`parentlink export`: what is on file, as files that `import`, phones and calendars read."""

from pathlib import Path
from typing import Annotated

import typer

from parentlink.commands import export_files
from parentlink.commands.export_noted import noted
from parentlink.parse.people import parse_group, parse_year
from parentlink.settings import typed_path
from parentlink.usecases.exporting import export as usecase
from parentlink.usecases.exporting.held import facts, held
from parentlink.usecases.exporting.wishes import Channel, Kind, What, Wish, check, kind_of
from parentlink.vocabulary.restricted import COLUMNS
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
    year: Annotated[
        str | None,
        typer.Option("--year", metavar="7", help="Only carers of this year group; or R."),
    ] = None,
    restricted: Annotated[
        list[str] | None,
        typer.Option(
            "--restricted",
            metavar="WHICH",
            help=f"A restricted fact too: {', '.join(COLUMNS)}; of conversations answers, "
            "pupil-views; of targets reasons; or all. Needs --why.",
        ),
    ] = None,
    never: Annotated[
        list[str] | None,
        typer.Option(
            "--never",
            metavar="CARER",
            help="Somebody who must not be contacted too: a name or id (c12), or all. Needs --why.",
        ),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="REASON",
            help="Why what is held back is needed; kept in the history (undo --list).",
        ),
    ] = None,
    channel: Annotated[
        Channel | None, typer.Option("--channel", help="How a mail-merge goes out.")
    ] = None,
    per_household: Annotated[
        bool, typer.Option("--per-household", help="One message for each household.")
    ] = False,
    left_out: Annotated[
        bool,
        typer.Option("--left-out", help="Instead of a mail-merge: who gets no message, and why."),
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

    A table comes back with `parentlink import`; carers, mail-merge and calendars are for other
    programs. A file is made for your eyes only. Restricted facts, and carers who must not be
    contacted, stay out unless you ask for each by its name and say why.

    For example:

    parentlink export families -o families.xlsx

    parentlink export mail-merge --group 7KM --channel text -o texts.csv

    parentlink export families -o sen.csv --restricted sen --why "annual review"

    parentlink export everything -o copy --restricted all --never all --why move
    """
    work: Workspace = ctx.obj
    chosen = parse_group(group) if group is not None else None
    asked = facts(what, restricted or ())
    wish = Wish(what, chosen, asked, tuple(never or ()), why, channel, per_household)
    wish = wish._replace(year=None if year is None else parse_year(year), left_out=left_out)
    check(wish)
    named = None if out is None or str(out) == "-" else typed_path(out)
    kind = kind_of(wish, form, named.name if named else None, vcard=vcard, excel=excel)
    target = export_files.Target(kind, named, excel, force)
    with work.reading() as store:
        usecase.check_group(store, chosen, wish.year)
        kept = held(store, what, asked, wish.never)
    for slip in kept.slips:
        work.say(slip)
    with noted(work, wish, kept, named):
        export_files.write(work, wish, kept, target)
