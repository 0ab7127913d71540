"""The actions of a school, a family or a colleague, the longest due first."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from parentlink.rules.leaving import last_day_before
from parentlink.store.store import Store
from parentlink.usecases import households, staff
from parentlink.usecases.actions import SELECT, OnFile
from parentlink.usecases.barred import Barred, of_families
from parentlink.usecases.named import barred_called
from parentlink.usecases.who import candidates, only, the_family
from parentlink.vocabulary.talks import ActionOwner, ActionState


class ActionRow(NamedTuple):
    """An action in a list; the days overdue are school days, counted while it is open."""

    id: int
    pupil: str
    tutor_group: str | None
    family: str
    owner: str
    who: str
    what: str
    due_on: date
    school_days_overdue: int | None
    state: str
    barrier: str | None
    replaces: int | None
    result: str | None
    shareable: bool
    conversation_id: int | None
    archived: bool  # the family
    leaves_on: date | None  # the pupil's last day at school, if it is past or before the due day


_NARROWED = (
    "(:staff_id IS NULL OR a.staff_id = :staff_id OR (a.owner = 'school' AND a.who = :staff))"
    " AND (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
    " AND (:pupil_id IS NULL OR a.pupil_id = :pupil_id)"
    " AND (:family_id IS NULL OR a.family_id = :family_id)"
)
# The condition is spelled as in the partial index, so that closed actions cost nothing.
OPEN = SELECT + "WHERE a.state = 'open' AND " + _NARROWED + " ORDER BY a.due_on, a.id"
EVERY = (
    SELECT + "WHERE " + _NARROWED + " ORDER BY CASE WHEN a.state = 'open' THEN 0 ELSE 1 END,"
    " a.due_on, a.id"
)


class Guards(NamedTuple):
    """Everybody with a contact rule in the families of some open actions, and by whose name each of
    these is: pairs of the carer and the action."""

    barred: list[Barred]
    theirs: frozenset[tuple[int, int]]


class Actions(NamedTuple):
    """Actions, and what guards the open ones."""

    rows: list[ActionRow]
    guards: Guards


def listed(
    store: Store,
    today: date,
    *,
    who: str | None,
    staff_name: str | None,
    tutor_group: str | None,
    closed: bool,
) -> Actions:
    """Open actions, the longest due first; with `closed`, the others after them.

    With a member of staff: what they do, and what they wrote down.
    """
    pupil_id, family_id = _narrowed(store, who) if who else (None, None)
    someone = staff.someone(store, staff_name) if staff_name else None
    calendar = households.calendar(store)
    found = store.all(
        OnFile,
        EVERY if closed else OPEN,
        staff_id=someone.id if someone else None,
        staff=someone.name if someone else None,
        tutor_group=tutor_group,
        pupil_id=pupil_id,
        family_id=family_id,
    )
    rows = [_row(one, calendar.school_days_between(one.due_on, today), today) for one in found]
    return Actions(rows, guards(store, found))


def guards(store: Store, actions: Iterable[OnFile]) -> Guards:
    """Who must not be contacted, or is to be asked about, where one of these actions is open."""
    still = [one for one in actions if one.state == ActionState.OPEN]
    rules = of_families(store, [one.family_id for one in still])
    theirs = (
        (carer, one.id)
        for one in still
        if rules and one.owner == ActionOwner.HOME
        for carer in barred_called(store, one.family_id, one.who)
    )
    return Guards(rules, frozenset(theirs))


def _row(one: OnFile, late: int, today: date) -> ActionRow:
    return ActionRow(
        *(one.id, one.pupil, one.tutor_group, one.family, one.owner, one.who, one.what, one.due_on),
        late if one.state == ActionState.OPEN else None,
        *(one.state, one.barrier, one.replaces, one.result, one.shareable, one.conversation_id),
        one.archived,
        last_day_before(one.leaves_on, one.due_on, today),
    )


def _narrowed(store: Store, text: str) -> tuple[int | None, int | None]:
    """The pupil that is meant, in whichever household; otherwise the family."""
    matches = candidates(store, text)
    if len({match.pupil_id for match in matches}) == 1 and matches[0].pupil_id:
        return matches[0].pupil_id, None
    match = only(store, matches, text) if matches else the_family(store, text)[0]
    return (match.pupil_id, None) if match.pupil_id else (None, match.family_id)
