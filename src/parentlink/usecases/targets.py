"""Targets: who should have a structured conversation each term, why, and who leads it."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.terms import in_full
from parentlink.rules.targets import (
    ABOUT,
    Flags,
    Why,
    flag_reasons,
    reach_reasons,
    size,
    too_many,
)
from parentlink.store.store import Store
from parentlink.usecases import calls, households
from parentlink.usecases.calls import Scope
from parentlink.usecases.good_news import PupilChoice
from parentlink.usecases.inviting import PUPIL_FACTS, Leads, PupilFacts, invitees
from parentlink.usecases.staff import someone
from parentlink.vocabulary.talks import FACT_OF, TargetReason


class TargetRow(NamedTuple):
    """A target in a list; a reason that names a restricted flag is only `flag`."""

    id: int
    pupil_id: int
    pupil: str
    tutor_group: str | None
    reason: str
    note: str | None
    lead: str
    added_on: date


class Suggestion(NamedTuple):
    """A pupil who may be a target, and the reasons; the person decides."""

    pupil_id: int
    pupil: str
    tutor_group: str | None
    family: str
    reasons: tuple[Why, ...]


class Suggested(NamedTuple):
    """The suggestions, how many pupils are left out of them, and the scope in words."""

    rows: tuple[Suggestion, ...]
    more: int
    scope: str


class OnFile(NamedTuple):
    """A target as the file has it."""

    id: int
    pupil_id: int
    pupil: str
    tutor_group: str | None
    reason: str
    note: str | None
    added_on: date


class PupilFlags(NamedTuple):
    """The restricted flags of a pupil."""

    sen_status: str | None
    pupil_premium: bool | None
    looked_after: bool | None
    young_carer: bool | None


_ON_FILE = (
    "SELECT t.id, p.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group, t.reason, t.note,"
    " t.added_on FROM conversation_target t JOIN pupil p ON p.id = t.pupil_id"
    " WHERE t.removed_on IS NULL"
)
OF_PUPIL = _ON_FILE + " AND t.pupil_id = :pupil_id ORDER BY t.id"
EVERY = (
    _ON_FILE + " AND (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :today) ORDER BY p.tutor_group, p.name_key, p.id"
)
AT_SCHOOL = (
    "SELECT COUNT(*) FROM pupil WHERE (:tutor_group IS NULL OR tutor_group = :tutor_group)"
    " AND (leaves_on IS NULL OR leaves_on >= :today)"
    " AND (starts_on IS NULL OR starts_on <= :today)"
)
FLAGS = "SELECT sen_status, pupil_premium, looked_after, young_carer FROM pupil WHERE id = :id"


def add(
    store: Store,
    pupil: PupilChoice,
    reason: TargetReason,
    note: str | None,
    lead: str | None,
    me: int,
    today: date,
    token: str,
) -> str:
    """Make a pupil a target; returns a warning when more than one in five of the group are.

    Raises:
        Unreadable: the pupil is a target already.
        NotFound: no such member of staff.
    """
    now = store.one(OnFile, OF_PUPIL, pupil_id=pupil.id)
    if now:
        raise Unreadable(
            f"{pupil.name} is a target already, since {in_full(now.added_on)}. To change why: "
            f"parentlink conversation target remove p{pupil.id}, and add again."
        )
    store.insert(
        "conversation_target",
        external_id=token,
        pupil_id=pupil.id,
        staff_id=me,
        lead_id=someone(store, lead).id if lead else None,
        reason=reason,
        note=note,
        added_on=today,
    )
    store.describe(f"{pupil.name} made a target for conversations")
    return too_many(*_counts(store, pupil.tutor_group, today), _whose(pupil.tutor_group))


def remove(store: Store, pupil: PupilChoice, today: date) -> None:
    """A pupil is no target any more; what was said stays on file.

    Raises:
        NotFound: the pupil is not a target.
    """
    found = store.all(OnFile, OF_PUPIL, pupil_id=pupil.id)
    if not found:
        raise NotFound(f"{pupil.name} is not a target. See `parentlink conversation target list`.")
    for one in found:
        store.update("conversation_target", one.id, removed_on=today)
    store.describe(f"{pupil.name} no target for conversations any more")


def listed(
    store: Store, group: str | None, me: int, today: date, *, restricted: bool
) -> tuple[list[TargetRow], str]:
    """The targets with who leads each, and their share of the group with the hours it takes."""
    leads = Leads(store, today, me)
    rows = [
        TargetRow(
            one.id,
            one.pupil_id,
            one.pupil,
            one.tutor_group,
            one.reason if restricted or one.reason not in FACT_OF else "flag",
            one.note,
            _lead(store, leads, one.pupil_id),
            one.added_on,
        )
        for one in store.all(OnFile, EVERY, tutor_group=group, today=today)
    ]
    counts = _counts(store, group, today)
    said = too_many(*counts, _whose(group)) or size(*counts, _whose(group))
    return rows, said if rows else ""


def keep_why(store: Store, what: str, why: str) -> None:
    """An entry in the history: who looked at restricted flags, and why."""
    store.describe(f"looked at restricted flags for {what}: {why}")
    _ = store.journal_id  # an entry of its own, although no row changes


def suggest(
    store: Store, scope: Scope, me: int | None, today: date, *, restricted: bool, everybody: bool
) -> Suggested:
    """Pupils who may be targets, those with the most reasons first; as many as bring the targets
    to one in five, or with `everybody` all who have a reason.

    Raises:
        NotFound: the tutor group is not on file.
    """
    families, named = calls.in_scope(store, scope, me, today)
    targets = {one.pupil_id for one in store.all(OnFile, EVERY, tutor_group=None, today=today)}
    days = households.calendar(store)
    settings = calls.call_settings(households.settings(store))
    found: dict[int, Suggestion] = {}
    at_school: set[int] = set()
    for family in families:
        present = households.pupils(store, family.id, today)
        here = [one for one in present if scope.group in (None, one.tutor_group)]
        at_school |= {one.id for one in here}
        standing = households.standing(store, family.id, family.name, present)
        reach = reach_reasons(standing, days, today, settings)
        for pupil in here:
            why = (*_flags(store, pupil.id, restricted=restricted), *reach)
            if pupil.id not in targets and why and _more(why, found.get(pupil.id)):
                found[pupil.id] = Suggestion(*pupil, family.name, why)
    ranked = sorted(found.values(), key=_order)
    room = max(len(at_school) // ABOUT - len(targets & at_school), 0)
    kept = ranked if everybody else ranked[:room]
    return Suggested(tuple(kept), len(ranked) - len(kept), named)


def _more(why: tuple[Why, ...], other: Suggestion | None) -> bool:
    """Of two households of one pupil the one with more reasons stands for both."""
    return other is None or len(why) > len(other.reasons)


def _order(one: Suggestion) -> tuple[int, str, str, int]:
    # However many flags there are, they count as one: their number is restricted as well.
    flags = sum(why.code in [*TargetReason, "flag"] for why in one.reasons)
    reasons = len(one.reasons) - max(flags - 1, 0)
    return -reasons, one.tutor_group or "", one.pupil.casefold(), one.pupil_id


def _flags(store: Store, pupil_id: int, *, restricted: bool) -> list[Why]:
    flags = store.one(PupilFlags, FLAGS, id=pupil_id)
    return flag_reasons(Flags(*flags), named=restricted) if flags else []


def _lead(store: Store, leads: Leads, pupil_id: int) -> str:
    facts = store.one(PupilFacts, PUPIL_FACTS, pupil_id=pupil_id)
    assert facts is not None  # the target's own pupil
    keys = (one.key_contact_id for one in invitees(store, pupil_id))
    return leads.name(leads.of(facts, next((key for key in keys if key), None)))


def _counts(store: Store, group: str | None, today: date) -> tuple[int, int]:
    targets = {one.pupil_id for one in store.all(OnFile, EVERY, tutor_group=group, today=today)}
    return len(targets), int(store.value(AT_SCHOOL, tutor_group=group, today=today))


def _whose(group: str | None) -> str:
    return f"in {group}" if group else "on file"
