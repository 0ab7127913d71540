"""What is held back from every export, and what of it somebody asked for by its name."""

from collections.abc import Sequence
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.facts import find_fact
from parentlink.parse.names import fold, shorten
from parentlink.store.store import Store
from parentlink.usecases.exporting.wishes import What
from parentlink.vocabulary import ContactRule
from parentlink.vocabulary.restricted import COLUMNS, Fact
from parentlink.vocabulary.talks import FACT_OF

ALL = "all"
OF = {
    What.FAMILIES: tuple(COLUMNS),
    What.CONVERSATIONS: (Fact.ANSWERS, Fact.PUPIL_VIEWS),
    What.TARGETS: (*FACT_OF.values(), Fact.REASONS),
    What.EVERYTHING: tuple(Fact),
}
RULED = "SELECT id, name, contact_rule FROM carer WHERE contact_rule <> 'allow' ORDER BY id"


class Named(NamedTuple):
    """A carer with a contact rule who was asked for."""

    id: int
    name: str
    is_barred: bool = True  # or to be asked about first

    def __str__(self) -> str:
        return f"{self.name} (c{self.id}{'' if self.is_barred else ', ask first'})"


class Held(NamedTuple):
    """What was asked for, and the ids of those who must not be contacted and stay out."""

    facts: frozenset[Fact]
    named: tuple[Named, ...]
    out: frozenset[int]
    slips: tuple[str, ...] = ()


def facts(what: What, words: Sequence[str]) -> frozenset[Fact]:
    """The restricted facts that somebody asks for, each by its name, or all of them.

    Raises:
        Unreadable: the table has no such fact.
    """
    if not words:
        return frozenset()
    if what not in OF:
        listed = ", ".join(each.value for each in OF)
        raise Unreadable(f"--restricted is for {listed}. Please leave it out.")
    said = [part.strip() for word in words for part in word.split(",")]
    return frozenset(fact for word in said for fact in _facts(what, word))


def _facts(what: What, word: str) -> tuple[Fact, ...]:
    if fold(word) == ALL:
        return OF[what]
    fact = find_fact(word)
    if fact not in OF[what]:
        listed = ", ".join(OF[what])
        raise Unreadable(
            f'"{shorten(word)}" is nothing that is held back from {what.value}. Please say which '
            f'of these you need: {listed}, or {ALL}. The reason stands by itself: --why "the '
            'reason".'
        )
    return (fact,)


def held(store: Store, what: What, asked: frozenset[Fact], never: Sequence[str]) -> Held:
    """What an export holds back; `never` are names or ids of carers with a contact rule, or all.

    Raises:
        NotFound: nobody is meant, or several, or somebody who may be contacted.
    """
    ruled = [
        Named(carer_id, name, rule != ContactRule.ASK)
        for carer_id, name, rule in store.cursor(RULED)
    ]
    barred = [one for one in ruled if one.is_barred]
    # Who is to be asked about first is left out of a list of people to reach only.
    choice = ruled if what is What.CARERS else barred
    slips: list[str] = []
    named = {one for word in _split(never) for one in _named(store, word, choice, slips)}
    out = frozenset(one.id for one in barred if one not in named)
    return Held(asked, tuple(sorted(named)), out, tuple(slips))


def _split(words: Sequence[str]) -> list[str]:
    """Ids may stand with commas between; a name may have a comma of its own."""
    found: list[str] = []
    for word in words:
        parts = [part.strip() for part in word.split(",")]
        ids = all(part[:1] in ("c", "C") and part[1:].isdigit() for part in parts)
        found += parts if ids else [word]
    return found


def _named(store: Store, word: str, choice: Sequence[Named], slips: list[str]) -> Sequence[Named]:
    if fold(word) == ALL:
        return choice
    from parentlink.usecases.person import the_carer

    person = the_carer(store, word)
    if all(person.id != one.id for one in choice):
        raise NotFound(
            f"{person.name} (c{person.id}) is not held back from this export. --never is for who "
            "must not be contacted. Please leave it out."
        )
    slips += [person.slip] if person.slip else []
    return [one for one in choice if one.id == person.id]
