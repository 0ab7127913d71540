"""Which table goes out, what is said beside it, and the note in the journal when facts that are
held back go with it."""

from collections.abc import Callable, Sequence
from datetime import date

from parentlink.errors import NotFound
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
from parentlink.usecases.exporting.held import ALL, OF, Held, Named
from parentlink.usecases.exporting.names import Names, NewNames
from parentlink.usecases.exporting.pieces import Table
from parentlink.usecases.exporting.wishes import What, Wish
from parentlink.usecases.groups import no_such_group

IDS_AND_NAMES = Names()
IN_GROUP = "SELECT 1 FROM pupil WHERE tutor_group = :tutor_group LIMIT 1"
IN_YEAR = "SELECT 1 FROM pupil WHERE year_group = :year_group LIMIT 1"
_NAMING = (What.CONTACTS, What.CONVERSATIONS, What.ACTIONS, What.EVERYTHING)
_AS_WRITTEN = "Notes are as they were written:"
_IF_NEEDED = f'If you need them: --never "the name" or --never {ALL}, and --why "the reason".'
_SOME = 10  # names in a sentence


def note(store: Store, wish: Wish, held: Held) -> int:
    """Keep in the history who exports which of what is held back, and why; returns the entry."""
    return keep(store, f"exported {_what(wish, held)}. Why: {(wish.why or '').strip()}")


def came_to_nothing(wish: Wish, held: Held, entry: int, *, in_part: bool) -> str:
    """What puts such a note right; a pipe may have got a part of it."""
    said = f"the export of entry {entry} ({_what(wish, held)})"
    if in_part:
        return f"broken off: {said}; part of it may have gone out"
    return f"not written: {said}"


def keep(store: Store, said: str) -> int:
    """An entry of its own in the history, although no row changes."""
    store.describe(said)
    return store.journal_id


def _what(wish: Wish, held: Held) -> str:
    said = []
    if held.facts:
        listed = ", ".join(fact for fact in OF[wish.what] if fact in held.facts)
        said.append(f"restricted facts: {listed}")
    if held.named:
        said.append(_listed(held.named))
    return f"{_scope(wish)} with {', and '.join(said)}"


def _scope(wish: Wish) -> str:
    of = wish.group or (f"year {wish.year}" if wish.year is not None else "")
    return f"{wish.what.value} of {of}" if of else wish.what.value


def check_group(store: Store, group: str | None, year: int | None = None) -> None:
    """Refuse a tutor group or year group that nobody is in.

    Raises:
        NotFound: it is misspelt, or of another school.
    """
    if group is not None and store.value(IN_GROUP, tutor_group=group) is None:
        raise no_such_group(store, group)
    if year is not None and store.value(IN_YEAR, year_group=year) is None:
        raise NotFound(f"No pupil on file is in the year group {year}.")


def table(store: Store, wish: Wish, held: Held, names: Names = IDS_AND_NAMES) -> Table:
    """The rows of one export; they are read from the open file as they are written."""
    group, out = wish.group, held.out
    # A copy of everything has the settings, which say it themselves.
    unknown = 0 if isinstance(names, NewNames) else families.unknown_here(store)
    made: dict[What, Callable[[], Table]] = {
        What.FAMILIES: lambda: families.families(store, group, held, names, unknown),
        What.CONTACTS: lambda: contacts.contacts(store, group, out, names),
        What.GOOD_NEWS: lambda: small.good_news(store, group, names),
        What.PROMISES: lambda: small.promises(store, group, names),
        What.TARGETS: lambda: every_term.targets(store, group, held.facts, names),
        What.CONVERSATIONS: lambda: every_term.conversations(store, group, held, names),
        What.CONVERSATION_HISTORY: lambda: every_term.history(store, group),
        What.MISSED_STEPS: lambda: every_term.missed_steps(store, group),
        What.ACTIONS: lambda: every_term.actions(store, group, out, names),
        What.KNOWN_AS: lambda: identities.known_as(store, names, out),
        What.APART: lambda: identities.apart(store, names, out),
        What.STAFF: lambda: small.staff(store),
        What.TERMS: lambda: small.terms(store),
        What.SETTINGS: lambda: small.settings(store),
    }
    return made[wish.what]()


def reached(store: Store, wish: Wish, held: Held, today: date) -> carers.Reached:
    """Who is in an export of carers or in a mailing, and how many are not."""
    whose = carers.Whose(wish.group, wish.year)
    if wish.channel is None:
        asked = frozenset(one.id for one in held.named)
        return carers.reached(store, whose, today, asked)
    by = mailing.BY[wish.channel]
    return mailing.mailing(store, whose, today, by, per_household=wish.per_household)


def new_names(store: Store, held: Held) -> Names:
    """What people and families are called in a copy of everything."""
    return NewNames(store, families.in_order(store, held.out))


def warnings(store: Store, wish: Wish, held: Held, *, with_notes: bool = True) -> list[str]:
    """What to say beside an export about carers who must not be contacted, in and not in it."""
    if wish.what is What.FAMILIES:
        return _of_families(store, wish, held)
    said = [f"{_named(held.named)}."] if held.named else []
    out = held.out
    found = notes.naming(store, wish, held) if out and with_notes else 0
    if out and wish.what in _NAMING:
        return [*said, _not_named(found, bool(held.named), with_notes=with_notes)]
    # Of a list of carers it is said how many are not in it.
    if found:
        said.append(f"{_AS_WRITTEN} {found:,} may name a carer who must not be contacted.")
    return said


def _of_families(store: Store, wish: Wish, held: Held) -> list[str]:
    here = families.never_carers(store, wish.group)
    named = [one for one in held.named if one.id in here]
    said = []
    if named:
        said.append(
            f"{_named(named)}; the columns contact_rule and rule_reason say who and why. Never use "
            "it as a mailing list without looking there."
        )
    count = len(held.out & here)
    if count:
        people = ("1 other carer" if count == 1 else f"{count:,} other carers") if named else None
        people = people or ("1 carer" if count == 1 else f"{count:,} carers")
        was = "was" if count == 1 else "were"
        said.append(f"{people} who must not be contacted {was} left out. {_IF_NEEDED}")
    return said


def _named(named: Sequence[Named]) -> str:
    sign = "DO NOT CONTACT" if any(one.is_barred for one in named) else "ASK FIRST"
    return f"{sign}: this export names {_listed(named)}"


def _listed(named: Sequence[Named]) -> str:
    if len(named) > _SOME:
        return f"{len(named):,} carers with a contact rule"
    return f"carers with a contact rule: {', '.join(map(str, named))}"


def _not_named(found: int, others: bool, *, with_notes: bool) -> str:
    who = "Other carers" if others else "Carers"
    said = f"{who} who must not be contacted are not named in this export"
    if with_notes:
        how_many = f"{found:,} may name one" if found else "none that we looked at names one"
        said += f", but notes are as they were written, and {how_many}"
    return f"{said}. {_IF_NEEDED}"
