"""The first questions: who is at the keyboard, whose tutor they are, and the school's terms."""

from typing import Any, NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.terms import Term
from parentlink.store.store import Store
from parentlink.usecases import school_calendar, staff


class Wish(NamedTuple):
    """What was answered; None is an answer that was left out."""

    name: str | None
    role: str | None
    tutor_group: str | None
    terms: tuple[Term, ...]


class Person(NamedTuple):
    """A member of staff, and the system account that stands for them."""

    id: int
    name: str
    role: str | None
    tutor_group: str | None
    account: str | None


class Started(NamedTuple):
    """How things stand after the questions; `holder` is whom this account stands for."""

    name: str
    tutor_group: str | None
    changed: bool
    holder: str | None
    terms: int


PERSON = "SELECT id, name, role, tutor_group, account FROM staff WHERE id = :id"
HOLDER = "SELECT id, name, role, tutor_group, account FROM staff WHERE account = :account"
NAMESAKES = "SELECT COUNT(*) FROM staff WHERE name_key = :key"
DID_SOMETHING = "SELECT 1 FROM journal WHERE staff_id = :id LIMIT 1"
TERMS = "SELECT COUNT(*) FROM calendar_entry WHERE kind = 'term'"


def person(store: Store, name: str | None, account: str) -> Person | None:
    """Who goes by this name, or is at the keyboard when there is none; None if we have not met."""
    known = staff.known(store, name, account)
    return store.one(Person, PERSON, id=known) if known else None


def terms_on_file(store: Store) -> int:
    """How many terms the calendar has."""
    return int(store.value(TERMS))


def sign_as(store: Store, name: str | None, account: str) -> str | None:
    """The name to sign with; None to sign as whom the account stands for.

    Somebody who was met by their account alone is called by it until they say a name: then that
    name is given to them, instead of a second row for the same person.
    """
    holder = store.one(Person, HOLDER, account=account)
    if name is None or holder is None:
        return name
    unnamed = holder.name == account and not store.value(NAMESAKES, key=fold(name))
    return None if unnamed or fold(name) == fold(holder.name) else name


def start(store: Store, wish: Wish, me: int, account: str) -> Started:
    """Write down what was answered; an answer that is on file already changes nothing.

    Raises:
        Unreadable: a term does not fit with those on file.
    """
    before = store.one(Person, PERSON, id=me)
    assert before is not None  # who is at the keyboard is always on file
    holder = store.one(Person, HOLDER, account=account)
    changes = _changes(before, wish)
    if _may_have(store, before, holder, account):
        if holder is not None:
            store.update("staff", holder.id, account=None)
        changes["account"] = account
    changed = bool(changes) and staff.edit(store, me, changes)
    for term in wish.terms:
        if not school_calendar.has_term(store, term):
            school_calendar.add_term(store, term)
            changed = True
    after = store.one(Person, PERSON, id=me) or before
    store.describe(f"set up for {after.name}")
    holder = store.one(Person, HOLDER, account=account)
    return Started(
        after.name,
        after.tutor_group,
        changed,
        holder.name if holder else None,
        terms_on_file(store),
    )


def _may_have(store: Store, me: Person, holder: Person | None, account: str) -> bool:
    """Whether this account may stand for somebody: it is nobody's, or of somebody without a name.

    Then even the account they have on another computer gives way, if it was never used here.
    """
    if holder is None:
        return me.account is None
    if holder.id == me.id or holder.name != account:
        return False
    return me.account is None or not store.value(DID_SOMETHING, id=me.id)


def _changes(before: Person, wish: Wish) -> dict[str, Any]:
    answered = {"role": wish.role, "tutor_group": wish.tutor_group}
    changes: dict[str, Any] = {what: said for what, said in answered.items() if said}
    if wish.name and fold(wish.name) != fold(before.name):
        changes["name"] = wish.name
    return changes
