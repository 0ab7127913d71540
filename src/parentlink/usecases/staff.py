"""Staff: who is at the keyboard, and everybody else who is in touch with families."""

from datetime import date
from typing import Any, NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import clean_name, fold, quoted, shorten
from parentlink.store.store import Store


class AtKeyboard(NamedTuple):
    """Who runs this command, and whether we have just met."""

    id: int
    name: str
    is_new: bool


class StaffRow(NamedTuple):
    """One member of staff."""

    id: int
    name: str
    role: str | None
    tutor_group: str | None
    email: str | None
    left_on: date | None


class Found(NamedTuple):
    """The id and name of a member of staff."""

    id: int
    name: str


BY_KEY = "SELECT id, name FROM staff WHERE name_key = :key"
BY_ID = "SELECT id, name FROM staff WHERE id = :id"
BY_ACCOUNT = "SELECT id, name FROM staff WHERE account = :account"
ALL_STAFF = "SELECT id, name, role, tutor_group, email, left_on FROM staff ORDER BY name_key"
NAMES = "SELECT id, name FROM staff ORDER BY name_key"


def at_keyboard(store: Store, name: str | None, account: str) -> AtKeyboard:
    """The person at the keyboard, added to the staff when first seen."""
    found = _known(store, name, account)
    if found:
        return AtKeyboard(found.id, found.name, False)
    shown = clean_name(name or account, "the staff name")
    new_id = store.insert(
        "staff", name=shown, name_key=fold(shown), account=None if name else account
    )
    store.describe(f"met {shown}")
    return AtKeyboard(new_id, shown, True)


def is_called(store: Store, me: AtKeyboard) -> bool:
    """Whether somebody is still called as when we met: a file that came in may say the name."""
    found = store.one(Found, BY_ID, id=me.id)
    return found is not None and found.name == me.name


def known(store: Store, name: str | None, account: str) -> int | None:
    """The staff id of the person at the keyboard, or None when we have not met."""
    found = _known(store, name, account)
    return found.id if found else None


def _known(store: Store, name: str | None, account: str) -> Found | None:
    if name:
        return store.one(Found, BY_KEY, key=fold(name))
    return store.one(Found, BY_ACCOUNT, account=account) or store.one(
        Found, BY_KEY, key=fold(account)
    )


def named(store: Store, name: str) -> int:
    """The staff id of somebody by name; added when first seen.

    Raises:
        Unreadable: the name has signs that no name has.
    """
    found = store.one(Found, BY_KEY, key=fold(name))
    if found:
        return found.id
    shown = clean_name(name, "the staff name")
    with store.first_seen():
        store.describe(f"met {shown}")
        return store.insert("staff", name=shown, name_key=fold(shown))


def someone(store: Store, name: str) -> Found:
    """A member of staff who is on file already, by name or the clear beginning or end of it.

    Raises:
        NotFound: nobody or several fit; the sentence names who is near.
    """
    key = fold(name)
    known_staff = store.all(Found, NAMES)
    fits = [one for one in known_staff if fold(one.name) == key]
    fits = fits or [one for one in known_staff if f" {key}" in f" {fold(one.name)}"]
    if len(fits) == 1:
        return fits[0]
    from difflib import get_close_matches

    near = get_close_matches(key, [fold(one.name) for one in known_staff], n=3, cutoff=0.6)
    names = [one.name for one in fits or known_staff if fits or fold(one.name) in near]
    hint = f" Did you mean {' or '.join(names)}?" if names else " See `parentlink staff list`."
    trouble = "More than one member of staff fits" if fits else "No member of staff is called"
    raise NotFound(f"{trouble} {shorten(name)!r}.{hint}")


def listed(store: Store, today: date, *, left: bool) -> list[StaffRow]:
    """Staff by name; those who have left only on wish."""
    found = store.all(StaffRow, ALL_STAFF)
    return [row for row in found if left or row.left_on is None or row.left_on >= today]


def add(
    store: Store, name: str, role: str | None, email: str | None, tutor_group: str | None
) -> int:
    """Somebody new on the staff; returns their id.

    Raises:
        Unreadable: somebody of this name is on the staff already.
    """
    _check_free(store, name, None)
    store.describe(f"added {name} to the staff")
    return store.insert(
        "staff", name=name, name_key=fold(name), role=role, email=email, tutor_group=tutor_group
    )


def edit(store: Store, staff_id: int, changes: dict[str, Any]) -> bool:
    """Change what is known of somebody; returns whether anything was different.

    Raises:
        Unreadable: the new name is somebody else's.
    """
    if "name" in changes:
        _check_free(store, changes["name"], staff_id)
        changes = changes | {"name_key": fold(changes["name"])}
    return store.update("staff", staff_id, **changes)


def _check_free(store: Store, name: str, mine: int | None) -> None:
    other = store.one(Found, BY_KEY, key=fold(name))
    if other is None or other.id == mine:
        return
    on_file = shorten(other.name)
    way = f"To change them: parentlink staff edit {quoted(other.name)}."
    if mine and (me := store.one(Found, BY_ID, id=mine)):
        both = f"{quoted(other.name)} {quoted(me.name)}"
        way = f"If they are one person: parentlink staff merge {both}."
    raise Unreadable(
        f"{on_file} is on the staff already (id {other.id}). {way} For somebody else of the same "
        "name, add a first name or an initial."
    )
