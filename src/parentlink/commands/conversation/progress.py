"""conversation progress and handover: how the term is going, and next year's lead."""

from typing import Annotated

import typer

from parentlink.commands.options import Format, Group, WhoArgument
from parentlink.errors import Unreadable
from parentlink.parse.people import parse_group
from parentlink.parse.words import word
from parentlink.usecases import progress as usecase
from parentlink.usecases.conversations import the_talk
from parentlink.usecases.staff import someone
from parentlink.views import progress as view
from parentlink.views.gate import one_line
from parentlink.views.story import on_screen
from parentlink.vocabulary.talks import ConversationState, TermName
from parentlink.workspace import Workspace

TO_COME = (ConversationState.BOOKED.value, ConversationState.MISSED.value)


def progress(
    ctx: typer.Context,
    term: Annotated[
        str | None, typer.Option("--term", metavar="WORD", help="autumn, spring or summer; now.")
    ] = None,
    school_year: Annotated[
        int | None,
        typer.Option(
            "--school-year", metavar="YEAR", help="The year it began in.", min=2000, max=2100
        ),
    ] = None,
    group: Group = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Pupil premium, SEND and EAL against the rest.")
    ] = False,
    restricted: Annotated[
        str | None,
        typer.Option("--restricted", metavar="WHY", help="Why; it is kept in the history."),
    ] = None,
    form: Format = None,
) -> None:
    """How the term's conversations are going: targets, booked, held, missed, actions kept, hours.

    It shows how relationships are tended. It claims nothing about attainment: an independent
    trial of the whole programme found no gain in results (EEF 2020).
    """
    work: Workspace = ctx.obj
    why = _reason(compare, restricted)
    wanted, name = parse_group(group) if group else None, _term(term)
    if why:
        _compare(work, name, school_year, wanted, why, form)
        return
    with work.reading() as store:
        meant = usecase.the_term(store, name, school_year, work.today)
        rows = usecase.by_group(store, meant, wanted, work.today)
    work.say(view.heading(meant))
    work.show(
        rows,
        form,
        plain=view.group_lines,
        view=on_screen(view.group_lines),
        empty="No pupil is a target, and no conversation is booked in this term.",
    )
    work.say(view.CLAIM)


def _compare(
    work: Workspace,
    name: TermName | None,
    school_year: int | None,
    group: str | None,
    why: str,
    form: Format,
) -> None:
    with work.writing("conversation progress", create=False) as store:
        meant = usecase.the_term(store, name, school_year, work.today)
        rows = usecase.compare(store, meant, group, work.today, why)
    work.say(view.heading(meant))
    work.show(rows, form, plain=view.compare_lines, view=on_screen(view.compare_lines))
    work.say(view.CLAIM)


def handover(
    ctx: typer.Context,
    who: WhoArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="NAME", help="Next year's lead, on the staff.")
    ],
) -> None:
    """Let next year's lead hold a conversation of the summer term."""
    work: Workspace = ctx.obj
    with work.writing("conversation handover") as store:
        talk = the_talk(store, who, work.today, states=TO_COME)
        lead = someone(store, to)
        usecase.handover(store, talk, lead, work.writer, work.now)
    work.tell(
        f"{one_line(lead.name)} holds conversation v{talk.id} with {one_line(talk.pupil)}'s "
        f"family, as next year's lead. Undo: parentlink undo"
    )


def _reason(compare: bool, restricted: str | None) -> str:
    """Why restricted flags are needed; empty when they are not.

    Raises:
        Unreadable: one of the two options without the other.
    """
    why = (restricted or "").strip()
    if compare and not why:
        raise Unreadable(
            "Who has which of these flags is restricted. Please say why you compare them: "
            '--restricted "the reason".'
        )
    if restricted is not None and not compare:
        raise Unreadable("--restricted goes with --compare here. Please leave it out.")
    return why


def _term(text: str | None) -> TermName | None:
    return word(TermName, text, "the term") if text else None
