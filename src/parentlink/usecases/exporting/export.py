"""Which table goes out, and the note in the journal when restricted columns go with it."""

from enum import StrEnum

from parentlink.errors import Unreadable
from parentlink.store.store import Store
from parentlink.usecases.exporting import contacts, every_term, families, small
from parentlink.usecases.exporting.pieces import Table


class What(StrEnum):
    """What can be exported."""

    FAMILIES = "families"
    CONTACTS = "contacts"
    GOOD_NEWS = "good-news"
    PROMISES = "promises"
    TARGETS = "targets"
    CONVERSATIONS = "conversations"
    ACTIONS = "actions"
    STAFF = "staff"
    TERMS = "terms"
    SETTINGS = "settings"


_BY_GROUP = (
    *(What.FAMILIES, What.CONTACTS, What.GOOD_NEWS, What.PROMISES, What.CONVERSATIONS),
    *(What.ACTIONS, What.TARGETS),
)
_RESTRICTED = (What.FAMILIES, What.CONVERSATIONS, What.TARGETS)


def check(what: What, group: str | None, restricted: str | None) -> None:
    """Refuse options that this table knows nothing of.

    Raises:
        Unreadable: naming the tables that do.
    """
    if group is not None and what not in _BY_GROUP:
        listed = ", ".join(each.value for each in _BY_GROUP)
        raise Unreadable(f"--group narrows only these: {listed}. Please leave it out.")
    if restricted is not None and what not in _RESTRICTED:
        raise Unreadable(
            "--restricted is for families, conversations and targets. Please leave it out."
        )
    if restricted is not None and not restricted.strip():
        raise Unreadable('Please say why these columns are needed: --restricted "the reason".')


def note_restricted(store: Store, what: What, reason: str, group: str | None) -> None:
    """Keep in the history who exported what is restricted, and why."""
    scope = f"of {group}" if group else "of everybody"
    named = {What.FAMILIES: "columns", What.TARGETS: "reasons"}.get(what, "answers")
    store.describe(f"exported restricted {named} {scope}: {reason}")
    _ = store.journal_id  # an entry of its own, although no row changes


def table(store: Store, what: What, group: str | None, *, restricted: bool) -> Table:
    """The rows of one export; they are read from the open file as they are written."""
    if what is What.FAMILIES:
        return families.families(store, group, restricted=restricted)
    if what is What.CONTACTS:
        return contacts.contacts(store, group)
    if what is What.GOOD_NEWS:
        return small.good_news(store, group)
    if what is What.PROMISES:
        return small.promises(store, group)
    if what is What.CONVERSATIONS:
        return every_term.conversations(store, group, restricted=restricted)
    if what is What.TARGETS:
        return every_term.targets(store, group, restricted=restricted)
    if what is What.ACTIONS:
        return every_term.actions(store, group)
    whole = {What.STAFF: small.staff, What.TERMS: small.terms, What.SETTINGS: small.settings}
    return whole[what](store)


def warning(store: Store, what: What, group: str | None) -> str:
    """What to say beside an export that holds carers who must not be contacted."""
    if what is not What.FAMILIES:
        return ""
    count = families.never_carers(store, group)
    if not count:
        return ""
    people = "1 carer" if count == 1 else f"{count:,} carers"
    return (
        f"DO NOT CONTACT: {people} in this export must not be contacted; the columns contact_rule "
        "and rule_reason say who and why. Never use it as a mailing list without looking there."
    )
