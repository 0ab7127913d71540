"""conversation plan: a time for every target, proposed and then booked."""

import os
from datetime import date, timedelta
from typing import Annotated

import typer

from parentlink.commands.options import Format, Group
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name
from parentlink.parse.people import parse_group
from parentlink.parse.slots import parse_slots
from parentlink.parse.terms import in_full
from parentlink.parse.when import parse_minutes, parse_span
from parentlink.parse.words import word
from parentlink.usecases import planning
from parentlink.usecases.clashes import USUAL, checked_length, odd_hour, too_long
from parentlink.usecases.staff import someone
from parentlink.views import conversations as view
from parentlink.views.output import Form
from parentlink.views.story import on_screen
from parentlink.vocabulary.talks import TermName
from parentlink.workspace import Workspace

SLOTS = "mon-thu 15:30-18:00"
LONGEST_PLAN = 120  # days


def plan(
    ctx: typer.Context,
    between: Annotated[
        str | None,
        typer.Option("--between", metavar="DAY..DAY", help="First and last day for them."),
    ] = None,
    slots: Annotated[
        str | None,
        typer.Option("--slots", metavar="TIMES", help='"mon-thu 15:30-18:00, fri 08:00-09:00".'),
    ] = None,
    length: Annotated[str, typer.Option("--length", metavar="N", help="Minutes for each.")] = str(
        USUAL
    ),
    gap: Annotated[
        int, typer.Option("--gap", metavar="N", help="Minutes in between.", min=0, max=240)
    ] = 0,
    rooms: Annotated[
        str | None, typer.Option("--rooms", metavar="NAMES", help='"Library, Room 4".')
    ] = None,
    term: Annotated[
        str | None, typer.Option("--term", metavar="WORD", help="autumn, spring or summer.")
    ] = None,
    group: Group = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="Only those this person leads.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Book what is proposed.")] = False,
    form: Format = None,
) -> None:
    """Propose a time for each target that has none this term, and book it with --apply.

    Nobody is asked to be in two places; carers come at the times they told us, brothers and
    sisters one after the other. For example:

    parentlink conversation plan --between 30/11..11/12 --slots "mon 15:30-18"
    """
    work: Workspace = ctx.obj
    offered = parse_slots(slots or work.ask("At what times?", "--slots", SLOTS))
    first, last = _span(work, between or work.ask("From when to when?", "--between"))
    minutes = checked_length(parse_minutes(length))
    wish = planning.Wish(
        word(TermName, term, "the term") if term else None,
        parse_group(group) if group else None,
        None,
        *(first, last, offered.windows, minutes, gap, _rooms(rooms)),
    )
    with work.writing("conversation plan", create=False) if apply else work.reading() as store:
        if staff:
            wish = wish._replace(staff_id=someone(store, staff).id)
        if apply:
            token = os.urandom(8).hex()
            found = planning.apply(store, wish, work.writer, work.now, work.today, token)
        else:
            found = planning.propose(store, wish, work.me(store) or 0, work.today)
        odd = odd_hour(store, [one.starts_at for one in found.placed])
    notes = [*offered.notes, *([odd] if odd else [])]
    _show(work, found, form, [*notes, *view.plan_beside(found, too_long(minutes))])


def _show(work: Workspace, found: planning.Plan, form: Form | None, beside: list[str]) -> None:
    for sentence in beside:
        work.say(sentence)
    rows = found if form is Form.JSON else list(found.placed)
    lines = view.plan_lines
    nothing = "Nothing to place: every target has a conversation in that term, or none is a target."
    empty = view.plan_ending(found) if found.not_placed else nothing
    work.show(rows, form, plain=lines, view=on_screen(lines), empty=empty)
    if found.placed:
        (work.tell if found.applied and form is None else work.say)(view.plan_ending(found))


def _span(work: Workspace, text: str) -> tuple[date, date]:
    """The days of the plan: from tomorrow on, and not for longer than a term."""
    first, last = parse_span(text, work.today)
    if last <= work.today:
        raise Unreadable(
            f"{in_full(last)} has passed, or is today. Please plan for days that are to come."
        )
    if (last - first).days > LONGEST_PLAN:
        raise Unreadable(
            f"From {in_full(first)} to {in_full(last)} is longer than a term. Please plan for a "
            "few weeks at a time."
        )
    return max(first, work.today + timedelta(days=1)), last


def _rooms(text: str | None) -> tuple[str, ...]:
    names = [clean_name(name, "the room") for name in (text or "").split(",") if name.strip()]
    return tuple({name.casefold(): name for name in names}.values())
