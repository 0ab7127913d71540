"""Carers who are given a number or address of somebody who must not be contacted.

The office types a father's number into the mother's line, and every call to her would reach him.
Of new carers in his household `likeness` speaks; who may be he is asked about (`suspects`).
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from parentlink.rules.shared_ways import check_number
from parentlink.usecases.importing.families.guarding.suspects import household
from parentlink.usecases.importing.families.matching.barred_people import BarredPeople
from parentlink.usecases.importing.families.matching.belonging import is_barred
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, ways
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import strength
from parentlink.vocabulary import ContactRule

_NEVER = ContactRule.NEVER.value
_MOST_TOLD = 12  # carers who share one family's number; more than these share something else
_MANY = (
    "CHECK THE NUMBER of {count} more carers: {owner}, who must not be contacted, has theirs too. "
    "If it is the school's own, or stands for none, it is nobody's: take it off them in the "
    "school's system and with `parentlink carer edit`."
)


class _Owner(NamedTuple):
    """Somebody who must not be contacted: their ways now, and those known before this file."""

    name: str
    now: list[str]
    before: list[str]


class Shared(NamedTuple):
    """A row whose carer has a number or address of `owner`, and the sentence that says so."""

    row: int
    owner: str
    said: str


class SharedNumbers:
    """What is to be said of them all: of each owner the first rows, and how many more there are.

    The school's own number may stand at half of the carers, and at one who must not be contacted.
    """

    def __init__(self) -> None:
        self._first: dict[str, list[Shared]] = {}
        self._more: Counter[str] = Counter()

    def add(self, found: Iterable[Shared]) -> None:
        """Take some, in any order."""
        for one in found:
            first = self._first.setdefault(one.owner, [])
            insort(first, one)
            if len(first) > _MOST_TOLD:
                first.pop()
                self._more[one.owner] += 1

    def told(self) -> list[tuple[int, str]]:
        """The row and the sentence of each, then of the many: the same in every order of adding."""
        found = sorted((one.row, one.said) for first in self._first.values() for one in first)
        many = (
            (self._first[owner][-1].row, _MANY.format(count=f"{count:,}", owner=owner))
            for owner, count in self._more.items()
        )
        return [*found, *sorted(many)]


def shared_numbers(gathered: Gathered, on_file: OnFile, people: BarredPeople) -> list[Shared]:
    """One for each of them; said once, when it comes to be so."""
    of_file = _of_file(gathered)
    if not (of_file or people.are_any):
        return []
    said: dict[tuple[Node, str], Shared] = {}
    for each in gathered.placed:
        carer = each.carer
        if carer is None or is_barred(carer):
            continue
        before, now = ways(carer.on_file) if carer.on_file else [], ways(carer.values)
        owners = list(_near(each, gathered, on_file, of_file)) if carer.on_file else []
        owners += [*_far(each, gathered, on_file, people), *_in_file(each, of_file, people)]
        for owner in owners:
            shared = set(owner.now).intersection((*before, *now))
            known = set(owner.before).intersection(before)
            if shared - known:
                text = f"CHECK THE NUMBER of {_name(carer)} (row {each.line.row}): "
                whole = f"{text}{check_number(owner.name)}."
                said.setdefault((carer, owner.name), Shared(each.line.row, owner.name, whole))
    return list(said.values())


def _name(carer: Node) -> str:
    filed = carer.on_file.get("name") if carer.on_file else ""
    return str(carer.values.get("name") or filed)


def _of_file(gathered: Gathered) -> dict[Node, list[_Owner]]:
    """The barred carers of the file, by pupil."""
    found: dict[Node, list[_Owner]] = {}
    for each in gathered.placed:
        if each.pupil and each.carer and is_barred(each.carer):
            before = ways(each.carer.on_file) if each.carer.on_file else []
            owner = _Owner(_name(each.carer), ways(each.carer.values), before)
            found.setdefault(each.pupil, []).append(owner)
    return found


def _near(
    each: Placed, gathered: Gathered, on_file: OnFile, of_file: dict[Node, list[_Owner]]
) -> Iterator[_Owner]:
    """Whoever is barred in the file beside them, and in the household."""
    yield from of_file.get(each.pupil, []) if each.pupil else []
    for carer_id in household(each, gathered, on_file):
        row = on_file.carers[carer_id]
        if row.get("contact_rule") == _NEVER:
            yield _Owner(str(row.get("name")), ways(row), ways(row))


def _far(
    each: Placed, gathered: Gathered, on_file: OnFile, people: BarredPeople
) -> Iterator[_Owner]:
    """Whoever is barred anywhere else, unless it was said otherwise that this may be they."""
    if each.carer is None or (each.carer.rule and strength(each.carer.rule.rule)):
        return
    found = [one.row for one in people.reached_by(ways(each.carer.values)) if one.is_never]
    near = household(each, gathered, on_file) if found else ()
    for row in found:
        if row.id not in near:
            yield _Owner(str(row.get("name")), ways(row), ways(row))


def _in_file(
    each: Placed, of_file: dict[Node, list[_Owner]], people: BarredPeople
) -> Iterator[_Owner]:
    """Whom a row of the file bars at another pupil; known before is who was barred on file."""
    if each.carer is None or (each.carer.rule and strength(each.carer.rule.rule)):
        return
    beside = {owner.name for owner in of_file.get(each.pupil, ())} if each.pupil else set()
    for one in people.in_file_by(ways(each.carer.values)):
        if one.is_never and one.row.get("name") not in beside:
            before = [way for filed in people.same_as(one) for way in ways(filed)]
            yield _Owner(str(one.row.get("name")), ways(one.row), before)
