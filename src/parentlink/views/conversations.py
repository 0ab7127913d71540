"""Targets, a plan and bookings, on plain lines and on the screen."""

from collections.abc import Sequence
from datetime import datetime

from parentlink.parse.terms import in_full
from parentlink.rules.school_days import counted
from parentlink.usecases.booked import BookedRow, Event, MissedRow, Shown
from parentlink.usecases.bookings import Done
from parentlink.usecases.clashes import USUAL
from parentlink.usecases.conversations import Talk, moment
from parentlink.usecases.plan_cases import NotPlaced, Placed
from parentlink.usecases.planning import Plan
from parentlink.usecases.targets import Suggested, Suggestion, TargetRow
from parentlink.views.gate import one_line
from parentlink.views.gone import gone

UNDO = "Undo: parentlink undo"


def _time(at: datetime) -> str:
    return f"{in_full(at.date())} {at:%H:%M}"


def _named(name: str, group: str | None) -> str:
    return f"{name} {group}" if group else name


def _by_day(rows: Sequence[tuple[datetime, list[str]]]) -> list[str]:
    """Each day as a heading, and below it a line for each time with what is said about it."""
    lines: list[str] = []
    day = None
    for at, parts in rows:
        if at.date() != day:
            day = at.date()
            lines.append(in_full(day))
        lines.append("  " + one_line(", ".join([f"{at:%H:%M}", *filter(None, parts)])))
    return lines


# -- the plan ------------------------------------------------------------------------------


def plan_lines(rows: Sequence[Placed]) -> list[str]:
    """The proposal by day, a line for each conversation."""
    return _by_day([(one.starts_at, _proposed(one)) for one in rows])


def _proposed(one: Placed) -> list[str]:
    return [
        _named(one.pupil, one.tutor_group),
        f"with {one.carer}",
        f"lead {one.lead}",
        one.room or "",
        f"interpreter: {one.interpreter}" if one.interpreter else "",
    ]


def plan_beside(plan: Plan, length: str) -> list[str]:
    """What to say beside a plan: protection first, then what could not be placed or understood."""
    said = [length] if length else []
    said += [
        one_line(f"ASK FIRST before inviting {one.carer} ({one.family}): {one.ask_first}")
        for one in plan.placed
        if one.ask_first
    ]
    if plan.unread:
        said.append("Best times that could not be understood, so please check them yourself:")
        said += [f"  {one_line(text)}" for text in plan.unread]
    if plan.not_placed:
        said.append("Not placed:")
        said += [_not_placed(one) for one in plan.not_placed]
        first = plan.not_placed[0].pupil_id
        said.append(f"To book one by hand: parentlink conversation book p{first} --at WHEN")
    return said


def _not_placed(one: NotPlaced) -> str:
    return one_line(f"  {_named(one.pupil, one.tutor_group)} (p{one.pupil_id}): {one.reason}")


def plan_ending(plan: Plan) -> str:
    """What the plan comes to, and what to do next."""
    talks = counted(len(plan.placed), "conversation")
    out = f", {len(plan.not_placed)} not placed" if plan.not_placed else ""
    head = f"{talks} in the {plan.term} term, in {counted(plan.slots, 'slot')}{out}."
    if plan.applied and plan.placed:  # what booked nothing is not there to be taken back
        return f"Booked {head} {UNDO}"
    return f"{head} Nothing is booked yet: say --apply to book." if plan.placed else head


# -- one booking ---------------------------------------------------------------------------


def booked_line(done: Done) -> str:
    """What was booked or moved."""
    talk = done.talk
    place = f" in {talk.room}" if talk.room else ""
    moved = done.was_at not in (None, talk.starts_at)
    verb = "Moved" if moved else "Changed" if done.was_at else "Booked"
    was = f" (it was {moment(done.was_at)})" if done.was_at and moved else ""
    return one_line(
        f"{verb} conversation v{talk.id} about {_named(talk.pupil, talk.tutor_group)} with "
        f"{talk.carer or f'the {talk.family} family'}: {moment(talk.starts_at)}, "
        f"{talk.minutes} minutes{place}, lead {talk.lead}{was}. {UNDO}"
    )


def cancelled_line(talk: Talk) -> str:
    """What was cancelled."""
    return one_line(
        f"Cancelled conversation v{talk.id} about {_named(talk.pupil, talk.tutor_group)}, "
        f"{moment(talk.starts_at)}. Book another: parentlink conversation book p{talk.pupil_id} "
        f"--at WHEN. {UNDO}"
    )


def show_lines(found: Shown) -> list[str]:
    """One conversation in full."""
    head = f"v{found.id} {_named(found.pupil, found.tutor_group)}, {found.family} family"
    facts = (
        ("when", f"{_time(found.starts_at)}, {found.minutes} minutes"),
        ("term", f"{found.term} {found.school_year}/{(found.school_year + 1) % 100:02d}"),
        ("state", found.state),
        ("with", found.carer),
        ("interpreter", "needed" if found.interpreter else None),
        ("lead", found.lead),
        ("next year's lead", found.handover_to),
        ("room", found.room),
        ("took", f"{found.minutes_taken} minutes" if found.minutes_taken else None),
        ("next", in_full(found.next_on) if found.next_on else None),
        ("in between", found.keep_in_touch),
        ("closed", in_full(found.closed_on) if found.closed_on else None),
    )
    lines = [one_line(head)]
    lines += [f"  {name}: {one_line(value)}" for name, value in facts if value]
    return [*lines, "History", *(f"  {_event(one)}" for one in found.history)]


def _event(one: Event) -> str:
    was = f" (it was {_time(one.was_at)})" if one.was_at else ""
    reason = f": {one.reason}" if one.reason else ""
    return one_line(f"{_time(one.happened_at)} {one.event}{was}{reason} - {one.staff}")


def list_lines(rows: Sequence[BookedRow]) -> list[str]:
    """The conversations of a term by day."""
    return _by_day([(one.starts_at, _listed(one)) for one in rows])


def _listed(one: BookedRow) -> list[str]:
    return [
        f"v{one.id} {_named(one.pupil, one.tutor_group)}",
        f"with {one.carer}" if one.carer else f"the {one.family} family",
        f"lead {one.lead}",
        f"{one.minutes} minutes" if one.minutes != USUAL else "",
        one.room or "",
        "interpreter needed" if one.interpreter else "",
        one.state,
        *gone(one),
    ]


def missed_lines(rows: Sequence[MissedRow]) -> list[str]:
    """Each missed conversation, for how long it has been open, and what comes next."""
    lines = []
    for one in rows:
        named = f"v{one.id} {_named(one.pupil, one.tutor_group)}, {one.family} family"
        lines.append(one_line(", ".join([named, f"lead {one.lead}", *gone(one)])))
        often = f" {one.misses} times" if one.misses > 1 else ""
        lines.append(
            f"  missed{often}, last {_time(one.was_at)}; open for "
            f"{counted(one.school_days_open, 'school day')}"
        )
        due = f" by {in_full(one.due_on)}" if one.due_on else ""
        lines.append(f"  next: {one.next_step or 'give it a new time'}{due}")
    return lines


# -- targets -------------------------------------------------------------------------------


def target_lines(rows: Sequence[TargetRow]) -> list[str]:
    """A line for each target."""
    return [
        one_line(
            f"{_named(one.pupil, one.tutor_group)} (p{one.pupil_id}): {one.reason}"
            f"{f' - {one.note}' if one.note else ''}, lead {one.lead}, since "
            f"{in_full(one.added_on)}"
        )
        for one in rows
    ]


def suggestion_lines(rows: Sequence[Suggestion]) -> list[str]:
    """Each pupil with the reasons."""
    lines = []
    for one in rows:
        named = f"{_named(one.pupil, one.tutor_group)} (p{one.pupil_id}), {one.family}"
        lines.append(one_line(named))
        lines.append("  " + one_line("; ".join(why.text for why in one.reasons)))
    return lines


def suggested_beside(found: Suggested) -> list[str]:
    """Whose pupils these are, how many more there are, and who decides."""
    more = f" {found.more} more have a reason: --all." if found.more else ""
    return [
        f"{found.scope[0].upper()}{found.scope[1:]}, up to one in five.{more} You decide: "
        "parentlink conversation target add PUPIL --reason WORD"
    ]
