"""A copy that left out who must not be contacted: whoever is new in its families may be one.

The next file of the school would bring a barred father in as anybody's father. To stop at every
file until somebody says yes would teach people to say yes, so those are asked about who may be he:
carers who are new for a pupil or a family on file. Nobody else was in the copy.
"""

from collections.abc import Collection
from datetime import date

from parentlink.parse.names import quoted
from parentlink.rules.barred_left_out import (
    NOBODY,
    SETTING,
    is_the_source,
    why_asked,
    with_one_more,
)
from parentlink.store.store import Store
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.people import Placed
from parentlink.usecases.importing.rule import Rule, stricter
from parentlink.usecases.kept import value_of
from parentlink.vocabulary import ContactRule

BARRED = "SELECT COUNT(*) FROM carer WHERE contact_rule = 'never'"
_OURS = {"carer_ref", "contact_rule"}  # a file of ours names the rule of each carer
_SETTLE = (
    "Once they are on file (a copy made with --never brings them), or known to be others: "
    f"parentlink setting reset {SETTING}"
)
_LEFT_OUT = (
    "DO NOT CONTACT: {people} left out of {file}, and may be unknown here. Whoever comes in new "
    f"for a family on file is ASK FIRST from now on. {_SETTLE}"
)
_ASKED = (
    "{who} ASK FIRST, since the copy that this data came from had left out who must not be "
    f"contacted ({{kept}}). {_SETTLE}"
)


def kept(store: Store | None) -> str:
    """What is on file of such copies."""
    return (value_of(store, SETTING) if store else None) or NOBODY


def still_out(store: Store | None, columns: Collection[str]) -> str:
    """The same, where a file with these columns may bring one of them in unknown."""
    return NOBODY if _OURS.issubset(columns) else kept(store)


def ask_about_new(gathered: Gathered, out: str) -> int:
    """Set "ask first" for each new carer of a pupil or a family on file; how many these are."""
    found = {}
    for each in gathered.placed:
        if each.carer and each.carer.on_file is None and _is_of_somebody_on_file(each, gathered):
            found[each.carer] = str(each.carer.values.get("name"))
    for carer, name in found.items():
        carer.rule = stricter(carer.rule, Rule(ContactRule.ASK.value, why_asked(out, quoted(name))))
    return len(found)


def _is_of_somebody_on_file(each: Placed, gathered: Gathered) -> bool:
    family = gathered.family_of[each.line.at].on_file
    return family is not None or bool(each.pupil and each.pupil.on_file)


def asked(count: int, out: str) -> str:
    """A sentence on those who are asked about."""
    who = "1 new carer is" if count == 1 else f"{count:,} new carers are"
    return _ASKED.format(who=who, kept=out)


def said_of_copy(count: int, file: str) -> str:
    """A sentence on those whom a copy left out."""
    people = "1 carer who must not be contacted was"
    if count > 1:
        people = f"{count:,} carers who must not be contacted were"
    return _LEFT_OUT.format(people=people, file=file)


def to_keep(
    store: Store | None, count: int, file: str, rows: tuple[int, int], today: date
) -> str | None:
    """What is to be kept of a copy; None if it left out nobody, or came back to where it is from.

    `rows` are those of the file, and how many of them are new.
    """
    barred = int(store.value(BARRED)) if store else 0
    if not (count and rows[1]) or is_the_source(*rows, barred, count):
        return None
    return with_one_more(kept(store), count, file, today)
