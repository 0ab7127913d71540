"""What we said we would do, and what became of it."""

from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.who import Match
from parentlink.vocabulary import PromiseState


class PromiseRow(NamedTuple):
    """A promise in a list; the days overdue are school days, counted while it is open."""

    id: int
    family: str
    what: str
    made_on: date
    due_on: date
    school_days_overdue: int | None
    staff: str
    state: str
    archived: bool  # the family: nobody rings it, and `due` leaves it out
    family_id: int


class OnFile(NamedTuple):
    """A promise as the file has it."""

    id: int
    family: str
    what: str
    made_on: date
    due_on: date
    staff: str
    state: str
    closed_on: date | None
    archived: bool
    family_id: int


_ON_FILE = (
    "SELECT p.id, f.name, p.what, p.made_on, p.due_on, s.name, p.state, p.closed_on,"
    " f.archived_on IS NOT NULL, f.id FROM promise p"
    " JOIN family f ON f.id = p.family_id JOIN staff s ON s.id = p.staff_id "
)
# The condition is spelled as in the partial index, so that closed promises cost nothing.
OPEN = (
    _ON_FILE + "WHERE p.state = 'open' AND (:staff_id IS NULL OR p.staff_id = :staff_id)"
    " ORDER BY p.due_on, p.id"
)
EVERY = (
    _ON_FILE + "WHERE :staff_id IS NULL OR p.staff_id = :staff_id"
    " ORDER BY CASE WHEN p.state = 'open' THEN 0 ELSE 1 END, p.due_on, p.id"
)
BY_ID = _ON_FILE + "WHERE p.id = :id"


def add(store: Store, who: Match, what: str, due_on: date, me: int, today: date, token: str) -> int:
    """Keep a promise made today; returns its id."""
    store.describe(f"a promise to the {who.family} family")
    return store.insert(
        "promise",
        external_id=token,
        family_id=who.family_id,
        staff_id=me,
        what=what,
        made_on=today,
        due_on=due_on,
        state=PromiseState.OPEN,
    )


def check_due(due_on: date, today: date) -> date:
    """The day, if a promise made today may be due then.

    Raises:
        Unreadable: it has passed.
    """
    if due_on < today:
        raise Unreadable(
            f"{in_full(due_on)} has passed. Please say --by a day from today on: --by fri."
        )
    return due_on


def listed(store: Store, staff_id: int | None, today: date, *, closed: bool) -> list[PromiseRow]:
    """Open promises, the longest due first; with `closed`, the others after them."""
    calendar = households.calendar(store)
    return [
        PromiseRow(
            one.id,
            one.family,
            one.what,
            one.made_on,
            one.due_on,
            calendar.school_days_between(one.due_on, today)
            if one.state == PromiseState.OPEN
            else None,
            one.staff,
            one.state,
            one.archived,
            one.family_id,
        )
        for one in store.all(OnFile, EVERY if closed else OPEN, staff_id=staff_id)
    ]


def rate(rows: list[PromiseRow]) -> str:
    """How many of the closed promises were kept, in a sentence; empty when none is closed."""
    closed = [row for row in rows if row.state != PromiseState.OPEN]
    kept = sum(row.state == PromiseState.KEPT for row in closed)
    if not closed:
        return ""
    return f"Kept {kept} of {len(closed)} closed promise{'s' if len(closed) > 1 else ''}."


def close(store: Store, promise_id: int, state: PromiseState, today: date) -> OnFile:
    """Say what became of a promise; returns it as it was.

    Raises:
        NotFound: there is no such promise, or it was closed before.
    """
    found = store.one(OnFile, BY_ID, id=promise_id)
    if found is None:
        raise NotFound(f"There is no promise {promise_id}. See `parentlink promise list`.")
    if found.closed_on is not None:
        raise NotFound(
            f"Promise {found.id} ({shorten(found.what)}) was {found.state} on "
            f"{in_full(found.closed_on)} already. `parentlink undo --list` shows how to take that "
            "back."
        )
    store.update("promise", found.id, state=state, closed_on=today)
    store.describe(f"promise {found.id} to the {found.family} family {state.value}")
    return found
