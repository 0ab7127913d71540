"""conversation target: who should have one."""

import os
from typing import Annotated

import typer

from parentlink.commands.options import Format, Group
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_text
from parentlink.parse.people import parse_group
from parentlink.parse.words import word
from parentlink.usecases import targets
from parentlink.usecases.calls import Scope
from parentlink.usecases.good_news import pupil_meant
from parentlink.views import conversations as view
from parentlink.views.gate import one_line
from parentlink.views.story import on_screen
from parentlink.vocabulary.talks import TargetReason
from parentlink.workspace import Workspace

LONGEST = 500

app = typer.Typer(
    help="Who should have a structured conversation each term.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Pupil = Annotated[str, typer.Argument(metavar="PUPIL", help="A name, a UPN or an id (p12).")]
Restricted = Annotated[
    str | None,
    typer.Option(
        "--restricted", metavar="WHY", help="Name the flags too; why is kept in the history."
    ),
]


@app.command("add")
def add(
    ctx: typer.Context,
    pupil: Pupil,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="WORD", help=", ".join(one.value for one in TargetReason)),
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="A few words of fact.")
    ] = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="NAME", help="Who leads, on the staff.")
    ] = None,
) -> None:
    """Make a pupil a target: one conversation each term.

    For example:

    parentlink conversation target add "Ada Okafor" --reason parent-asked
    """
    work: Workspace = ctx.obj
    said = reason or work.ask(f"Why? ({', '.join(TargetReason)})", "--reason")
    why, token = word(TargetReason, said, "the reason"), os.urandom(8).hex()
    text = clean_text(note, "the note", LONGEST).strip() or None if note else None
    with work.writing("conversation target add", create=False) as store:
        meant, slip = pupil_meant(store, pupil, work.today)
        warning = targets.add(store, meant, why, text, lead, work.writer, work.today, token)
    for sentence in (slip, warning):
        if sentence:
            work.say(sentence)
    work.tell(f"{one_line(meant.name)} is a target for a conversation each term. {view.UNDO}")


@app.command("list")
def list_targets(
    ctx: typer.Context, group: Group = None, restricted: Restricted = None, form: Format = None
) -> None:
    """List the targets, and the hours a year that their conversations take."""
    work: Workspace = ctx.obj
    wanted, why = parse_group(group) if group else None, _why(restricted)
    with work.writing("conversation target list", create=False) if why else work.reading() as store:
        if why:
            targets.keep_why(store, "the list of targets", why)
        me = work.me(store) or 0
        found, size = targets.listed(store, wanted, me, work.today, restricted=bool(why))
    work.show(
        found,
        form,
        plain=view.target_lines,
        view=on_screen(view.target_lines),
        empty="No pupil is a target yet. For ideas: parentlink conversation target suggest",
    )
    if size:
        work.say(size)


@app.command("remove")
def remove(ctx: typer.Context, pupil: Pupil) -> None:
    """Take a pupil off the targets; what was said stays on file."""
    work: Workspace = ctx.obj
    with work.writing("conversation target remove", create=False) as store:
        meant, slip = pupil_meant(store, pupil, work.today)
        targets.remove(store, meant, work.today)
    if slip:
        work.say(slip)
    work.tell(f"{one_line(meant.name)} is no target any more. {view.UNDO}")


@app.command("suggest")
def suggest(
    ctx: typer.Context,
    group: Group = None,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="The whole school, not your own families.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="More than one in five.")] = False,
    restricted: Restricted = None,
    form: Format = None,
) -> None:
    """Name pupils who may be targets, and why; you decide.

    From flags on file, and from the contact log: nothing positive this half-term, only concerns,
    or nobody reached for long.
    """
    work: Workspace = ctx.obj
    scope = Scope(group=parse_group(group) if group else None, everyone=everyone)
    why = _why(restricted)
    with (
        work.writing("conversation target suggest", create=False)
        if why
        else work.reading() as store
    ):
        if why:
            targets.keep_why(store, "suggestions", why)
        found = targets.suggest(
            store, scope, work.me(store), work.today, restricted=bool(why), everybody=all_
        )
    for sentence in view.suggested_beside(found):
        work.say(sentence)
    lines = view.suggestion_lines
    nobody = "Nobody to suggest: one in five are targets already, or nothing speaks for more."
    work.show(list(found.rows), form, plain=lines, view=on_screen(lines), empty=nobody)


def _why(restricted: str | None) -> str:
    why = clean_text(restricted or "", "the reason", LONGEST).strip()
    if restricted is not None and not why:
        raise Unreadable('Please say why you need the flags: --restricted "the reason".')
    return why
