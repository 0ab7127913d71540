"""conversation book, move, cancel, list and show."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from parentlink.commands.options import Format, Group, WhoArgument
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, clean_text, shorten
from parentlink.parse.people import parse_group
from parentlink.parse.when import parse_minutes, parse_when
from parentlink.parse.words import word
from parentlink.usecases import booked, bookings, guarded
from parentlink.usecases.good_news import pupil_meant
from parentlink.usecases.inviting import carer_meant
from parentlink.usecases.progress import the_term
from parentlink.usecases.staff import someone
from parentlink.views import conversations as view
from parentlink.views.barred import guarded_lines
from parentlink.views.output import Form
from parentlink.views.story import on_screen
from parentlink.vocabulary.talks import TermName
from parentlink.workspace import Workspace

LONGEST = 500

Booking = Annotated[
    str, typer.Argument(metavar="WHO", help="A pupil, family or carer; or its id (v12).")
]
With = Annotated[str | None, typer.Option("--with", metavar="CARER", help="Which carer.")]
Lead = Annotated[
    str | None, typer.Option("--lead", metavar="NAME", help="Who leads, on the staff.")
]
Room = Annotated[str | None, typer.Option("--room", metavar="NAME", help="Where.")]
Length = Annotated[
    str | None, typer.Option("--length", metavar="N", help="Minutes; up to an hour is good.")
]
Anyway = Annotated[bool, typer.Option("--anyway", help="Although there is no school that day.")]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the old time.")
]
TermOption = Annotated[
    str | None, typer.Option("--term", metavar="WORD", help="autumn, spring or summer.")
]


def book(
    ctx: typer.Context,
    who: WhoArgument,
    at: Annotated[
        str | None, typer.Option("--at", metavar="WHEN", help='"12 nov 16:00", "fri 8am".')
    ] = None,
    with_: With = None,
    lead: Lead = None,
    room: Room = None,
    length: Length = None,
    term: TermOption = None,
    anyway: Anyway = False,
) -> None:
    """Book one conversation.

    For example:

    parentlink conversation book "Ada Okafor" --at "3 dec 16:00" --room Library
    """
    work: Workspace = ctx.obj
    when = _moment(work, at or work.ask("When? A day and a time", "--at"))
    wish = _wish(when, with_, lead, room, length, anyway)
    wish = wish._replace(term=word(TermName, term, "the term") if term else None)
    uid = os.urandom(12).hex()
    with work.writing("conversation book", create=False) as store:
        pupil, slip = pupil_meant(store, who, work.today)
        wish = wish._replace(with_=with_ or carer_meant(store, pupil.id, who))
        done = bookings.book(store, pupil, wish, work.writer, work.now, work.today, uid)
    for sentence in (slip, *done.said):
        if sentence:
            work.say(sentence)
    work.tell(view.booked_line(done))


def move(
    ctx: typer.Context,
    who: Booking,
    to: Annotated[
        str | None, typer.Option("--to", metavar="WHEN", help='"12 nov 16:00", "fri 8am".')
    ] = None,
    reason: Reason = None,
    with_: With = None,
    lead: Lead = None,
    room: Room = None,
    length: Length = None,
    anyway: Anyway = False,
) -> None:
    """Give a conversation another time; also one that was missed."""
    work: Workspace = ctx.obj
    when = _moment(work, to or work.ask("When? A day and a time", "--to"))
    why = _reason(work, reason)
    wish = _wish(when, with_, lead, room, length, anyway)
    with work.writing("conversation move", create=False) as store:
        done = bookings.move(store, who, wish, why, work.writer, work.now, work.today)
    for sentence in done.said:
        work.say(sentence)
    work.tell(view.booked_line(done))


def cancel(ctx: typer.Context, who: Booking, reason: Reason = None) -> None:
    """Cancel a conversation; its time and the reason stay on file."""
    work: Workspace = ctx.obj
    why = _reason(work, reason)
    with work.writing("conversation cancel", create=False) as store:
        talk = bookings.cancel(store, who, why, work.writer, work.now, work.today)
    work.tell(view.cancelled_line(talk))


def list_conversations(
    ctx: typer.Context,
    term: TermOption = None,
    school_year: Annotated[
        int | None,
        typer.Option(
            "--school-year", metavar="YEAR", help="The year it began in.", min=2000, max=2100
        ),
    ] = None,
    group: Group = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="NAME", help="Only those this person leads.")
    ] = None,
    missed: Annotated[
        bool, typer.Option("--missed", help="Missed and not rearranged, of any term.")
    ] = False,
    form: Format = None,
) -> None:
    """List the conversations of a term; with --missed those that wait for a new time."""
    work: Workspace = ctx.obj
    wanted = parse_group(group) if group else None
    name = word(TermName, term, "the term") if term else None
    with work.reading() as store:
        lead = someone(store, staff).id if staff else None
        if missed:
            waiting = booked.missed_and_open(store, wanted, lead, work.today)
            _answer(work, waiting, form, view.missed_lines, "No missed conversation is open.")
            return
        meant = the_term(store, name, school_year, work.today)
        found = booked.listed(store, meant, wanted, lead, work.today)
        rules = guarded.guarded(store, [one.id for one in found])
    _protect(work, rules)
    none = f"No conversation is on file in the {meant.name} term. Plan them: conversation plan"
    _answer(work, found, form, view.list_lines, none)


def show(ctx: typer.Context, who: Booking, form: Format = None) -> None:
    """Show one conversation: when, where, who, and what happened to the booking."""
    work: Workspace = ctx.obj
    with work.reading() as store:
        found = booked.shown(store, who, work.today)
        rules = guarded.guarded(store, [found.id])
    _protect(work, rules)
    work.show(found, form, plain=view.show_lines, view=on_screen(view.show_lines))


def _protect(work: Workspace, rules: list[guarded.Guarded]) -> None:
    for sentence in guarded_lines(rules):
        work.say(sentence)


def _answer(
    work: Workspace, rows: list[Any], form: Form | None, lines: Callable[..., Any], empty: str
) -> None:
    work.show(rows, form, plain=lines, view=on_screen(lines), empty=empty)


def _moment(work: Workspace, text: str) -> datetime:
    when = parse_when(text, work.local, "future")
    if when.time is None:
        raise Unreadable(f'Please say the time too, not only the day: "{shorten(text)} 16:00".')
    return datetime.combine(when.day, when.time)


def _wish(
    at: datetime,
    with_: str | None,
    lead: str | None,
    room: str | None,
    length: str | None,
    anyway: bool,
) -> bookings.Wish:
    where = clean_name(room, "the room") if room else None
    minutes = parse_minutes(length) if length else None
    return bookings.Wish(at, with_, lead, where, minutes, None, anyway)


def _reason(work: Workspace, text: str | None) -> str:
    why = clean_text(text or work.ask("Why?", "--reason"), "the reason", LONGEST).strip()
    if not why:
        raise Unreadable("There is nothing in the reason: please type a few words.")
    return why
