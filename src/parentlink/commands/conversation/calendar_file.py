"""conversation ics: the conversations as a file that any calendar reads."""

from pathlib import Path
from typing import Annotated

import typer

from parentlink.exchange.ical import as_ical
from parentlink.parse.words import word
from parentlink.settings import typed_path
from parentlink.usecases import calendar_file
from parentlink.usecases.exporting.to_file import write_private
from parentlink.usecases.staff import someone
from parentlink.views import output
from parentlink.vocabulary.talks import TermName
from parentlink.workspace import Workspace


def ics(
    ctx: typer.Context,
    staff: Annotated[
        str | None,
        typer.Option("--staff", metavar="NAME", help="Led or taken over by one member of staff."),
    ] = None,
    term: Annotated[
        str | None,
        typer.Option("--term", metavar="WORD", help="Only autumn, spring or summer; all."),
    ] = None,
    school_year: Annotated[
        int | None,
        typer.Option(
            "--school-year", metavar="YEAR", help="The year it began in.", min=2000, max=2100
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to; - is the screen or a pipe."),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Leave out every name: time and room only.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of this name.")] = False,
) -> None:
    """Write this school year's conversations to a calendar file.

    Thunderbird, Outlook and Google read it. Bring in a newer file and the entries you have are
    updated, not doubled; moved ones move. A cancelled one is marked as cancelled, and so is one
    that was missed, until it is rearranged. Notes and answers never go into it. A booking that you
    undo is not in the file any more, nor one with an archived family or after a pupil's last day:
    to take it out of a calendar that has it, cancel it.

    For example:

    parentlink conversation ics --staff "Ms Reid" -o conversations.ics
    """
    work: Workspace = ctx.obj
    name = word(TermName, term, "the term") if term else None
    with work.reading() as store:
        by = someone(store, staff).id if staff else None
        found = calendar_file.calendar_file(
            store, by, name, school_year, work.today, private=private
        )
    text = as_ical(found.appointments)
    warning = "" if private else calendar_file.warning(found.never)
    for sentence in filter(None, (warning, calendar_file.left_out(found.left_out))):
        work.say(sentence)
    if out is None or str(out) == "-":
        output.raw(text)
        if output.on_terminal():
            work.say("To keep this in a file: -o conversations.ics")
        return
    out = typed_path(out)
    write_private(out, [text], force=force, never=work.path)
    work.say(calendar_file.written(len(found.appointments), out))
