"""Which table goes out, what is said beside it, and the note in the journal when facts that are
held back go with it."""

from collections.abc import Callable
from datetime import date

from parentlink.errors import NotFound
from parentlink.parse.names import shorten
from parentlink.store.store import Store
from parentlink.usecases.exporting import (
    carers,
    contacts,
    every_term,
    families,
    identities,
    mailing,
    notes,
    small,
)
from parentlink.usecases.exporting.names import Names, NewNames
from parentlink.usecases.exporting.pieces import Table
from parentlink.usecases.exporting.wishes import What, Wish

IDS_AND_NAMES = Names()
IN_GROUP = "SELECT 1 FROM pupil WHERE tutor_group = :tutor_group LIMIT 1"
NEVER = "SELECT COUNT(*) FROM carer WHERE contact_rule = 'never'"
_NAMING = (What.CONTACTS, What.CONVERSATIONS, What.ACTIONS, What.EVERYTHING)
_AS_WRITTEN = "Notes are as they were written:"


def note(store: Store, wish: Wish) -> None:
    """Keep in the history who exported what is held back, and why."""
    scope = f"of {wish.group}" if wish.group else "of everybody"
    named = {What.FAMILIES: "columns", What.TARGETS: "reasons", What.CONVERSATIONS: "answers"}
    said = []
    if wish.restricted:
        what = named.get(wish.what, "facts")
        said.append(f"restricted {what} {scope}: {wish.restricted.strip()}")
    if wish.never:
        said.append(f"carers who must not be contacted, {scope}: {wish.never.strip()}")
    store.describe(f"exported {'; '.join(said)}")
    _ = store.journal_id  # an entry of its own, although no row changes


def check_group(store: Store, group: str | None) -> None:
    """Refuse a tutor group that nobody is in.

    Raises:
        NotFound: it is misspelt, or of another school.
    """
    if group is not None and store.value(IN_GROUP, tutor_group=group) is None:
        raise NotFound(f"No pupil on file is in the tutor group {shorten(group)}.")


def table(store: Store, wish: Wish, names: Names = IDS_AND_NAMES) -> Table:
    """The rows of one export; they are read from the open file as they are written."""
    group, restricted, never = wish.group, wish.restricted is not None, wish.never is not None
    # A copy of everything has the settings, which say it themselves.
    unknown = families.unknown_here(store) if names is IDS_AND_NAMES else 0
    made: dict[What, Callable[[], Table]] = {
        What.FAMILIES: lambda: families.families(
            store, group, restricted=restricted, never=never, names=names, unknown=unknown
        ),
        What.CONTACTS: lambda: contacts.contacts(store, group, never=never, names=names),
        What.GOOD_NEWS: lambda: small.good_news(store, group, names),
        What.PROMISES: lambda: small.promises(store, group, names),
        What.TARGETS: lambda: every_term.targets(store, group, restricted=restricted, names=names),
        What.CONVERSATIONS: lambda: every_term.conversations(
            store, group, restricted=restricted, never=never, names=names
        ),
        What.CONVERSATION_HISTORY: lambda: every_term.history(store, group),
        What.MISSED_STEPS: lambda: every_term.missed_steps(store, group),
        What.ACTIONS: lambda: every_term.actions(store, group, never=never, names=names),
        What.KNOWN_AS: lambda: identities.known_as(store, names, never=never),
        What.APART: lambda: identities.apart(store, names, never=never),
        What.STAFF: lambda: small.staff(store),
        What.TERMS: lambda: small.terms(store),
        What.SETTINGS: lambda: small.settings(store),
    }
    return made[wish.what]()


def reached(store: Store, wish: Wish, today: date) -> carers.Reached:
    """Who is in an export of carers or in a mailing, and how many are not."""
    if wish.channel is None:
        return carers.reached(store, wish.group, today, never=wish.never is not None)
    by = mailing.BY[wish.channel]
    return mailing.mailing(store, wish.group, today, by, per_household=wish.per_household)


def new_names(store: Store, wish: Wish) -> Names:
    """What people and families are called in a copy of everything."""
    return NewNames(store, families.in_order(store, never=wish.never is not None))


def warning(store: Store, wish: Wish, *, with_notes: bool = True) -> str:
    """What to say beside an export about carers who must not be contacted."""
    if wish.what is What.FAMILIES:
        return _of_families(store, wish)
    if not store.value(NEVER):
        return ""
    named = wish.what in (What.CARERS, *_NAMING)
    if named and wish.never is not None:
        return "DO NOT CONTACT: this export names carers who must not be contacted."
    found = notes.naming(store, wish) if with_notes else 0
    if wish.what in _NAMING:
        return _not_named(found, with_notes=with_notes)
    # Of a list of carers it is said how many are not in it.
    return f"{_AS_WRITTEN} {found:,} may name a carer who must not be contacted." if found else ""


def left_out_of_copy(store: Store, wish: Wish) -> str:
    """What a copy of everything must never be used without knowing; nothing if all are in it."""
    count = 0 if wish.never is not None else int(store.value(NEVER))
    if not count:
        return ""
    people = "1 carer who must not be contacted is" if count == 1 else None
    people = people or f"{count:,} carers who must not be contacted are"
    return (
        f"DO NOT CONTACT: {people} not in this copy, so a file made from it cannot bar them; it "
        "asks about everybody who comes in new for its families. To move to another computer use "
        '`parentlink backup`, or export with --never "the reason" --restricted "the reason".'
    )


def _not_named(found: int, *, with_notes: bool) -> str:
    said = "Carers who must not be contacted are not named in this export"
    if with_notes:
        how_many = f"{found:,} may name one" if found else "none that we looked at names one"
        said += f", but notes are as they were written, and {how_many}"
    return f'{said}. If you need them: --never "the reason".'


def _of_families(store: Store, wish: Wish) -> str:
    count = families.never_carers(store, wish.group)
    if not count:
        return ""
    people = "1 carer" if count == 1 else f"{count:,} carers"
    if wish.never is None:
        return (
            f"{people} who must not be contacted {'was' if count == 1 else 'were'} left out. "
            'If you need them in it: --never "the reason".'
        )
    return (
        f"DO NOT CONTACT: {people} in this export must not be contacted; the columns contact_rule "
        "and rule_reason say who and why. Never use it as a mailing list without looking there."
    )
