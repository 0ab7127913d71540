"""conversation record and template: hold a conversation, stop half way, go on, close it."""

import os
from datetime import UTC
from typing import Annotated, NamedTuple

import typer

from parentlink.commands.conversation.notes_file import notes_in
from parentlink.commands.options import WhoArgument
from parentlink.errors import Declined, Unreadable
from parentlink.parse.conversation_file import read_notes, write_notes
from parentlink.parse.conversation_notes import (
    Edited,
    Notes,
    action_line,
    area_key,
    edited,
    people,
    said_line,
)
from parentlink.parse.moments import past_moment
from parentlink.parse.names import clean_text
from parentlink.rules.conversation_form import AREAS, FORM, HEADINGS
from parentlink.usecases.recording import keep, onfile
from parentlink.usecases.recording.keep import Wish
from parentlink.views import recording as view
from parentlink.views.output import raw
from parentlink.workspace import Workspace

Present = Annotated[
    list[str] | None, typer.Option("--present", metavar="NAME", help="Who was there; repeatable.")
]
Say = Annotated[
    list[str] | None,
    typer.Option(
        "--say", metavar="AREA=TEXT", help=f"What was said; repeatable. Areas: {', '.join(AREAS)}."
    ),
]
ActionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--action",
        metavar='"OWNER, WHO, WHAT, BY"',
        help='"school, Ms Reid, a seat near the front, by fri"; OWNER is school, home or pupil. '
        'At the end may stand "barrier time" and "shareable". Repeatable.',
    ),
]
HoldBack = Annotated[
    list[str] | None,
    typer.Option("--hold-back", metavar="AREA", help="Keep this area's answer restricted too."),
]
Why = Annotated[
    str | None,
    typer.Option(
        "--restricted", metavar="WHY", help="With --edit: show restricted answers; say why."
    ),
]


class Typed(NamedTuple):
    """What was typed about a conversation, not yet understood."""

    present: list[str] | None
    pupil_there: bool
    pupil_view: str | None
    minutes: str | None
    say: list[str] | None
    action: list[str] | None
    next_on: str | None
    keep_in_touch: str | None
    hold_back: list[str] | None


def record(
    ctx: typer.Context,
    who: WhoArgument,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Notes in a file; - is a pipe.")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Write the notes in $EDITOR.")] = False,
    say: Say = None,
    action: ActionOption = None,
    present: Present = None,
    pupil_there: Annotated[
        bool, typer.Option("--pupil-there", help="The pupil was there too.")
    ] = False,
    pupil_view: Annotated[
        str | None, typer.Option("--pupil-view", metavar="TEXT", help="The pupil's own view.")
    ] = None,
    minutes: Annotated[
        str | None, typer.Option("--minutes", metavar="N", help="How long it took.")
    ] = None,
    next_on: Annotated[
        str | None, typer.Option("--next", metavar="DAY", help="When you talk again.")
    ] = None,
    keep_in_touch: Annotated[
        str | None,
        typer.Option("--keep-in-touch", metavar="TEXT", help="How, until then."),
    ] = None,
    hold_back: HoldBack = None,
    close: Annotated[
        bool, typer.Option("--close", help="Close it, if nothing is missing.")
    ] = False,
    unbooked: Annotated[
        bool, typer.Option("--unbooked", help="It was held without being booked.")
    ] = False,
    when: Annotated[
        str | None,
        typer.Option("--when", metavar="WHEN", help="When it was held, if not as booked."),
    ] = None,
    with_: Annotated[
        str | None, typer.Option("--with", metavar="CARER", help="With --unbooked: which carer.")
    ] = None,
    why: Why = None,
) -> None:
    """Record a structured conversation: Explore, Focus, Plan, Review.

    On a terminal, one question after the other; "stop" stops, and the same command goes on there.
    Everything is optional, and each answer is kept at once. The aim is a better relationship: no
    place for grades, and nobody is judged. For example:

    parentlink conversation record okafor

    parentlink conversation record okafor --say "interests=sings a lot" --close
    """
    work: Workspace = ctx.obj
    typed = Typed(
        present, pupil_there, pupil_view, minutes, say, action, next_on, keep_in_touch, hold_back
    )
    wish = _wish(work, who, when, with_, unbooked, close)
    said = _said(work, wish, typed, source, edit, why)
    if edit:
        done = _in_editor(work, wish, why)
    elif said is None:
        from parentlink.commands.conversation.guiding import guide

        guide(work, wish)
        return
    else:
        done = _kept(work, wish._replace(said=said))
    work.tell(view.kept_line(done))
    if close and not done.closed:
        raise Unreadable(view.not_closed(done))


def _kept(work: Workspace, wish: Wish) -> keep.Done:
    with work.writing("conversation record", create=False) as store:
        done = keep.record(store, wish, work.writer, work.now, work.today)
    for sentence in done.warnings:
        work.say(sentence)
    return done


def template(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="WHO", help="A pupil, family or conversation (v12).")
    ] = None,
) -> None:
    """Print notes to fill in, for `conversation record WHO --from FILE`.

    With WHO, filled with what is there; restricted answers are left out.
    """
    work: Workspace = ctx.obj
    if who is None:
        raw(_template(None))
        return
    with work.reading() as store:
        talk = onfile.meant(store, who, work.today)
        found = onfile.record_of(store, talk) if talk else None
    if found is None:
        work.say("No conversation is booked, so this is the empty template.")
    raw(_template(found))


def _template(found: onfile.Record | None, *, restricted: bool = False) -> str:
    notes = onfile.notes_of(found, restricted=restricted) if found else Notes()
    return write_notes(notes, FORM, HEADINGS, view.remarks(found, restricted=restricted))


# -- what was said -------------------------------------------------------------------------


def _wish(
    work: Workspace, who: str, when: str | None, with_: str | None, unbooked: bool, close: bool
) -> Wish:
    local = past_moment(when, work.local) if when else None
    return Wish(
        who,
        Edited(Notes(), (), ()),
        local.astimezone(UTC) if local else None,
        local.date() if local else None,
        with_,
        unbooked,
        close,
        os.urandom(8).hex(),
    )


def _said(
    work: Workspace, wish: Wish, typed: Typed, source: str | None, edit: bool, why: str | None
) -> Edited | None:
    """What is to be kept; None where it is to be asked for, or written in the editor.

    Raises:
        Unreadable: two ways at once, a value that cannot be read, or nothing and nobody to ask.
    """
    notes = _notes(work, typed)
    ways = [bool(source), edit, notes != Notes()]
    if sum(ways) > 1:
        raise Unreadable("Please choose one way: --from FILE, --edit, or the other options.")
    if why is not None and not (edit and why.strip()):
        raise Unreadable('--restricted goes with --edit, and needs a reason: --restricted "why".')
    if source:
        return Edited(notes_in(source), (), ())
    if edit:
        return None
    if any(ways) or wish.close:
        return Edited(notes, (), ())
    if not work.may_ask:
        raise Unreadable(
            "Please say what was said: --say AREA=TEXT, --action, --from FILE or --edit "
            "(there is nobody here to ask)."
        )
    return None


def _notes(work: Workspace, typed: Typed) -> Notes:
    from parentlink.parse.when import parse_day, parse_minutes

    return Notes(
        tuple(name for text in typed.present or () for name in people(text)),
        typed.pupil_there,
        parse_minutes(typed.minutes) if typed.minutes else None,
        clean_text(typed.pupil_view, "the pupil's view").strip() if typed.pupil_view else None,
        tuple(said_line(text, AREAS) for text in typed.say or ()),
        tuple(action_line(text, work.today) for text in typed.action or ()),
        parse_day(typed.next_on, work.today) if typed.next_on else None,
        clean_text(typed.keep_in_touch, "how you keep in touch", 500).strip()
        if typed.keep_in_touch
        else None,
        tuple(area_key(text, AREAS) for text in typed.hold_back or ()),
    )


def _in_editor(work: Workspace, wish: Wish, why: str | None) -> keep.Done:
    """The notes edited and kept; nothing is locked while the editor is open."""
    from parentlink.commands.conversation import editing

    found = _shown(work, wish, why)
    if found:
        keep.check_held(found.talk, wish.at, work.today)
    before = _template(found, restricted=bool(why))
    was = read_notes(before, FORM)

    def save(text: str) -> keep.Done:
        said = edited(was, read_notes(text, FORM))
        if said == Edited(Notes(), (), ()) and not wish.close:
            raise Declined("Nothing was written in the notes, so nothing was changed.")
        return _kept(work, wish._replace(said=said))

    return editing.edited(work, before, save)


def _shown(work: Workspace, wish: Wish, why: str | None) -> onfile.Record | None:
    """What is on file; that somebody looked at restricted answers, and why, is kept."""
    if why:
        with work.writing("conversation record", create=False) as store:
            found = onfile.to_edit(store, wish.who, work.today, unbooked=wish.unbooked)
            onfile.looked(store, found, why)
        return found
    with work.reading() as store:
        return onfile.to_edit(store, wish.who, work.today, unbooked=wish.unbooked)
