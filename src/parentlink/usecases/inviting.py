"""Who leads a pupil's conversation, who is invited to it, and in which term it is."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.rules.inviting import (
    Invitee,
    may_invite,
    nobody_to_invite,
    whom_to_invite,
    why,
)
from parentlink.rules.terms import term_of
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.named import the_carer_named
from parentlink.usecases.who import candidates
from parentlink.vocabulary.talks import TermName


class Person(NamedTuple):
    """Somebody on the staff today."""

    id: int
    name: str
    tutor_group: str | None


class PupilFacts(NamedTuple):
    """What decides who leads: the pupil's own tutor, and the group."""

    id: int
    name: str
    tutor_group: str | None
    tutor_id: int | None
    target_lead_id: int | None


STAFF_NOW = (
    "SELECT id, name, tutor_group FROM staff WHERE left_on IS NULL OR left_on >= :today ORDER BY id"
)
PUPIL_FACTS = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group, p.tutor_id,"
    " (SELECT MAX(t.lead_id) FROM conversation_target t"
    " WHERE t.pupil_id = p.id AND t.removed_on IS NULL)"
    " FROM pupil p WHERE p.id = :pupil_id"
)
INVITEES = (
    "SELECT f.id, f.name, f.key_contact_id, c.id, c.name, c.contact_rule, c.rule_reason,"
    " pc.responsibility, pc.priority, c.away_until, c.best_times, c.languages, c.interpreter"
    " FROM pupil_family pf JOIN family f ON f.id = pf.family_id JOIN carer c ON c.family_id = f.id"
    " LEFT JOIN pupil_carer pc ON pc.carer_id = c.id AND pc.pupil_id = pf.pupil_id"
    " WHERE pf.pupil_id = :pupil_id AND f.archived_on IS NULL ORDER BY c.id"
)


class Leads:
    """The staff of today, to find who leads for a pupil."""

    def __init__(self, store: Store, today: date, me: int) -> None:
        self._staff = {one.id: one for one in store.all(Person, STAFF_NOW, today=today)}
        self._tutors = {one.tutor_group: one.id for one in reversed(self._staff.values())}
        self._me = me

    def of(self, pupil: PupilFacts, key_contact_id: int | None) -> int:
        """The target's lead, the family's key contact, the tutor, the group's tutor, or me."""
        group = self._tutors.get(pupil.tutor_group) if pupil.tutor_group else None
        ways = (pupil.target_lead_id, key_contact_id, pupil.tutor_id, group)
        return next((way for way in ways if way in self._staff), None) or self._me

    def name(self, staff_id: int) -> str:
        """What they are called; who runs the command may not have been met yet."""
        return self._staff[staff_id].name if staff_id in self._staff else "you"


def invitees(store: Store, pupil_id: int) -> list[Invitee]:
    """Every carer in the households of a pupil, whatever their contact rule."""
    return store.all(Invitee, INVITEES, pupil_id=pupil_id)


def the_invitee(store: Store, pupil_id: int, pupil: str, with_: str | None) -> Invitee:
    """The carer who is named, or the one to invite.

    Raises:
        NotFound: no such carer, or nobody on file.
        Unreadable: the contact rule forbids it.
    """
    on_file = invitees(store, pupil_id)
    if with_:
        chosen = _named(store, on_file, pupil, with_)
        if not may_invite(chosen):
            raise Unreadable(f"DO NOT CONTACT {chosen.carer}: {why(chosen)}. Nothing was booked.")
        return chosen
    found = whom_to_invite(on_file)
    if found is None:
        trouble = f"Nobody can be invited for {pupil}: {nobody_to_invite(on_file)}."
        raise (Unreadable if on_file else NotFound)(f"{trouble} Nothing was booked.")
    return found


def carer_meant(store: Store, pupil_id: int, who: str) -> str | None:
    """The id (c12) of the carer whom WHO itself names: they are invited, nobody in their place."""
    named = {match.carer_id for match in candidates(store, who)}
    found = [one for one in invitees(store, pupil_id) if {one.carer_id} == named]
    return f"c{found[0].carer_id}" if found else None


def _named(store: Store, on_file: list[Invitee], pupil: str, with_: str) -> Invitee:
    """The carer called so in any household of the pupil."""
    families = list(dict.fromkeys((one.family_id, one.family) for one in on_file))
    trouble = NotFound(f"No carer is on file for {pupil}.")
    for family_id, family in families:
        try:
            carer_id = the_carer_named(store, family_id, family, with_)
        except NotFound as problem:
            trouble = problem
            continue
        return next(one for one in on_file if one.carer_id == carer_id)
    raise trouble


def term_meant(store: Store, name: TermName | None, day: date) -> tuple[int, TermName]:
    """The school year and term of a conversation on `day`; a name said is of that school year."""
    school_year, now = term_of(day, households.calendar(store))
    return school_year, name or now
