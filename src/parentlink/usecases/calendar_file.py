"""Structured conversations as the entries of a calendar file: when, where, who; never what."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.exchange.ical import Appointment
from parentlink.store.store import Store
from parentlink.usecases.exporting.to_file import readable_by
from parentlink.usecases.progress import the_term
from parentlink.vocabulary import ContactRule
from parentlink.vocabulary.talks import ConversationState, TermName

TITLE = "Structured conversation"
# One that nobody came to is off, as a cancelled one is, until it is rearranged: then the same
# entry moves to its new time. The word stands in the title, since not every client shows a state.
_OFF = {ConversationState.CANCELLED: "Cancelled", ConversationState.MISSED: "Missed"}


class Entry(NamedTuple):
    """A conversation as a calendar shows it."""

    id: int
    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    state: str
    pupil: str
    tutor_group: str | None
    room: str | None
    lead: str
    handover_to: str | None
    carer: str | None
    contact_rule: str | None
    interpreter: bool
    languages: str | None
    starts_on: date
    archived: bool  # the family
    leaves_on: date | None  # the pupil's last day at school


class CalendarFile(NamedTuple):
    """The entries, the conversations whose carer must not be contacted, and those left out."""

    appointments: list[Appointment]
    never: list[int]
    left_out: list[int]  # booked, with a pupil who has left by then or an archived family


class Touched(NamedTuple):
    """One change of a row in the journal, or of a run of new ones."""

    first: int
    last: int
    at: datetime


class Changes(NamedTuple):
    """How often a row was changed since it was put on file, and when last."""

    times: int
    last_at: datetime


_ENTRIES = (
    "SELECT v.id, v.uid, v.sequence, v.starts_at, v.minutes, v.state,"
    " COALESCE(p.preferred_name, p.legal_name), p.tutor_group, v.room, s.name, n.name, c.name,"
    " c.contact_rule, v.interpreter, c.languages, v.starts_on, f.archived_on IS NOT NULL,"
    " p.leaves_on FROM conversation v JOIN pupil p ON p.id = v.pupil_id"
    " JOIN staff s ON s.id = v.lead_id JOIN family f ON f.id = v.family_id"
    " LEFT JOIN staff n ON n.id = v.handover_to_id LEFT JOIN carer c ON c.id = v.carer_id"
)
ENTRIES = (
    f"{_ENTRIES} WHERE v.school_year = :school_year AND (:term IS NULL OR v.term = :term)"
    " AND (:staff_id IS NULL OR v.lead_id = :staff_id OR v.handover_to_id = :staff_id)"
    " ORDER BY v.starts_at, v.id"
)
ENTRIES_OF_GROUP = (
    f"{_ENTRIES} WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group"
    " ORDER BY v.starts_at, v.id"
)
# Undo brings an earlier row back, its number with it, and a calendar would take that for old news.
# The journal only grows, so the number and the day of a change come from there.
TOUCHED = (
    "SELECT c.row_id, c.last_id, j.happened_at FROM change c JOIN journal j ON j.id = c.journal_id"
    " WHERE c.table_name = :table_name ORDER BY c.id"
)


def calendar_file(
    store: Store,
    staff_id: int | None,
    term: TermName | None,
    school_year: int | None,
    today: date,
    *,
    private: bool,
) -> CalendarFile:
    """The conversations of a school year (or one term of it), in the order of their times.

    Without `school_year` it is this one. `staff_id` narrows them to those that somebody leads or
    takes over; `private` leaves out every name and whatever could tell whose conversation it is.

    Raises:
        NotFound: there is none.
    """
    year = the_term(store, term, school_year, today).school_year
    found = store.all(Entry, ENTRIES, school_year=year, term=term, staff_id=staff_id)
    if not found:
        raise NotFound(_none(year, term))
    return _file(store, found, today, private=private)


def of_group(store: Store, group: str | None, today: date) -> CalendarFile:
    """Every conversation on file, or those of a tutor group, whatever the year."""
    found = store.all(Entry, ENTRIES_OF_GROUP, tutor_group=group)
    return _file(store, found, today, private=False)


def _file(store: Store, found: list[Entry], today: date, *, private: bool) -> CalendarFile:
    gone = [one.id for one in found if _is_gone(one, today)]
    found = [one for one in found if not _is_gone(one, today)]
    never = [one.id for one in found if one.contact_rule == ContactRule.NEVER]
    known = changes(store, "conversation")
    entries = [_appointment(one, known.get(one.id), private=private) for one in found]
    return CalendarFile(entries, never, gone)


def _is_gone(one: Entry, today: date) -> bool:
    """Whether it is booked still, and with a family that nobody of us will meet then."""
    away = one.archived or (one.leaves_on is not None and one.leaves_on < one.starts_on)
    return away and one.state == ConversationState.BOOKED and one.starts_on >= today


def changes(store: Store, table: str) -> dict[int, Changes]:
    """How often each row of a table was changed, and when last, as the journal has it."""
    found: dict[int, Changes] = {}
    for touched in store.all(Touched, TOUCHED, table_name=table):
        for talk_id in range(touched.first, touched.last + 1):
            before = found.get(talk_id)
            times = before.times + 1 if before else 0
            last_at = max(touched.at, before.last_at) if before else touched.at
            found[talk_id] = Changes(times, last_at)
    return found


def warning(never: Sequence[int]) -> str:
    """What to say beside a file with conversations whose carer must not be contacted."""
    if not never:
        return ""
    listed = ", ".join(f"v{one}" for one in never)
    return (
        f"DO NOT CONTACT: the carer of {listed} must not be contacted, so the name is left out of "
        "the file. Please look at the booking: parentlink conversation show."
    )


def left_out(gone: Sequence[int]) -> str:
    """What to say of bookings that are not in the file."""
    if not gone:
        return ""
    listed = ", ".join(f"v{one}" for one in gone)
    return (
        f"Left out, since the family is archived or the pupil has left by then: {listed}. A "
        "calendar may have an older copy: parentlink conversation cancel takes it out there, too."
    )


def written(count: int, out: Path) -> str:
    """What to say when the file is there."""
    listed = "1 conversation" if count == 1 else f"{count:,} conversations"
    return f"Wrote {listed} to {out}, {readable_by()}."


def _appointment(one: Entry, changes: Changes | None, *, private: bool) -> Appointment:
    off = _OFF.get(ConversationState(one.state))
    title = TITLE if private else f"{TITLE}: {_pupil(one)}"
    return Appointment(
        uid=one.uid,
        sequence=max(one.sequence, changes.times if changes else 0),
        changed_at=changes.last_at if changes else one.starts_at,
        starts_at=one.starts_at,
        minutes=one.minutes,
        cancelled=off is not None,
        title=f"{off}: {title}" if off else title,
        place=one.room,
        text="" if private else "\n".join(_details(one)),
    )


def _pupil(one: Entry) -> str:
    return f"{one.pupil} ({one.tutor_group})" if one.tutor_group else one.pupil


def _details(one: Entry) -> list[str]:
    """Who comes. What is known about the family stays on file."""
    lines = [f"Led by {one.lead}"]
    if one.handover_to:
        lines = [f"Led by {one.handover_to} (next year's lead)", f"Handed over by {one.lead}"]
    if one.carer and one.contact_rule != ContactRule.NEVER:
        lines.append(f"With {one.carer}")
    if one.interpreter:
        lines.append(f"Interpreter: {one.languages or 'needed'}")
    return lines


def _none(school_year: int, term: TermName | None) -> str:
    when = f"{term.value} term of the school year" if term else "school year"
    return (
        f"No structured conversation is on file for the {when} {school_year}/"
        f"{(school_year + 1) % 100:02}, so no calendar file was written. Plan them: "
        "parentlink conversation plan"
    )
