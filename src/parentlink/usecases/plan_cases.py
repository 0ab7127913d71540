"""The targets of a plan: whom to invite for each, who leads, and what is said of the outcome."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from parentlink.parse.carer_times import carer_windows
from parentlink.parse.slots import Window
from parentlink.parse.terms import in_full
from parentlink.rules.inviting import (
    Invitee,
    ask_first,
    interpreter_for,
    nobody_to_invite,
    whom_to_invite,
)
from parentlink.rules.planning_slots import Slot, suits
from parentlink.store.store import Store
from parentlink.usecases.inviting import INVITEES, Leads, PupilFacts


class Placed(NamedTuple):
    """A conversation that is proposed; `starts_at` is local. The keys of the JSON answer."""

    pupil_id: int
    pupil: str
    tutor_group: str | None
    family_id: int
    family: str
    carer_id: int
    carer: str
    lead: str
    starts_at: datetime
    minutes: int
    room: str | None
    interpreter: str | None
    ask_first: str | None


class NotPlaced(NamedTuple):
    """A target that found no place, and why."""

    pupil_id: int
    pupil: str
    tutor_group: str | None
    reason: str


class Case(NamedTuple):
    """A target with somebody to invite and somebody to lead."""

    pupil: PupilFacts
    guest: Invitee
    lead_id: int
    windows: tuple[Window, ...] | None


def cases_of(
    store: Store, pupils: Sequence[PupilFacts], leads: Leads, staff_id: int | None
) -> tuple[list[Case], list[NotPlaced]]:
    """Who can be placed, and who cannot whatever the slots."""
    found, left_out = [], []
    for pupil in pupils:
        carers = store.all(Invitee, INVITEES, pupil_id=pupil.id)
        guest = whom_to_invite(carers)
        keys = (one.key_contact_id for one in ([guest] if guest else carers))
        lead = leads.of(pupil, next((key for key in keys if key), None))
        if staff_id is not None and lead != staff_id:
            continue
        if guest is None:
            left_out.append(not_placed(pupil, nobody_to_invite(carers)))
        else:
            found.append(Case(pupil, guest, lead, carer_windows(guest.best_times)))
    return found, left_out


def answered(case: Case, slot: Slot, room: str | None, length: int, leads: Leads) -> Placed:
    """The case with its slot and room, as it is answered."""
    """The case with its slot and room, as it is answered."""
    pupil, guest = case.pupil, case.guest
    return Placed(
        pupil.id,
        pupil.name,
        pupil.tutor_group,
        guest.family_id,
        guest.family,
        guest.carer_id,
        guest.carer,
        leads.name(case.lead_id),
        slot.starts_at,
        length,
        room,
        interpreter_for(guest),
        ask_first(guest),
    )


def not_placed(pupil: PupilFacts, reason: str) -> NotPlaced:
    """A target left out, as it is answered."""
    """A target left out, as it is answered."""
    return NotPlaced(pupil.id, pupil.name, pupil.tutor_group, reason)


def why_not(case: Case, chances: Sequence[int], found: Sequence[Slot], leads: Leads) -> str:
    """Why there was no slot; `chances` are the slots that suited everybody and were taken."""
    """Why there was no slot: `chances` are the slots that suited everybody but were taken."""
    guest = case.guest
    if chances:
        return f"every slot that suits {guest.carer} and {leads.name(case.lead_id)} is taken"
    if any(suits(slot, case.windows, guest.away_until) for slot in found):
        return f"{leads.name(case.lead_id)} or the family has another conversation in every slot"
    if guest.away_until and guest.away_until >= found[-1].starts_at.date():
        return f"{guest.carer} is away until {in_full(guest.away_until)}"
    return f"no slot is inside the times that suit {guest.carer} ({guest.best_times})"


def unread(found: Sequence[Case]) -> tuple[str, ...]:
    """The best times that a person has to read, since the program could not."""
    """The best times that a person has to read, since the program could not."""
    return tuple(
        f"{case.guest.carer}: {case.guest.best_times}"
        for case in found
        if case.guest.best_times and case.windows is None
    )
