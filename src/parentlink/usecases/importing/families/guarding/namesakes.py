"""Carers with the whole name of somebody who must not be contacted, and nothing else of theirs.

A father who must not be contacted at one child may be listed without a number at another, of
another mother. By a name alone nobody is blocked, nor taken for somebody else: it is said, once,
when somebody comes in new, or when the block comes. With more in common they are asked about
(`suspects`).
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parentlink.parse.names import fold, quoted
from parentlink.rules.barred_again import may_be_namesake
from parentlink.store.store import Store
from parentlink.usecases.importing.families.guarding.beside import Beside, has_rule
from parentlink.usecases.importing.families.guarding.suspects import (
    as_said,
    household,
    was_looked_at,
)
from parentlink.usecases.importing.families.matching.barred_people import (
    Barred,
    BarredPeople,
    known,
    whole_name,
)
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, ways
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import strength
from parentlink.usecases.importing.todo import Barred as BarredNow
from parentlink.vocabulary import ContactRule

_MOST_TOLD = 8  # in a trust with many families there are many of one name
_MOST_NAMES = 8
_NEW = (
    "CHECK WHO IT IS: {new} (row {row}), a new carer{of}, has the name of {barred} ({places}), who "
    "must not be contacted, and no number or address in common. By a name alone nothing was set. "
    "If they are one, parentlink find {key} shows the id of the new one, and this blocks "
    "them: parentlink carer edit ID --rule never --reason {reason}"
)
_FILED = (
    "CHECK WHO IT IS: {name} (c{id}, {family} family), who may be contacted, has the name of "
    "{barred} (row {row}), who must not be contacted from now on. By a name alone nothing was set. "
    "If they are one: parentlink carer edit c{id} --rule never --reason {reason}"
)
_MANY = (
    "CHECK WHO IT IS of {count} more, who have the name of somebody who must not be contacted: "
    "{names}. parentlink find NAME shows them."
)
IS_NEVER = "SELECT COUNT(*) FROM carer WHERE id = :id AND contact_rule = 'never'"
OF_THE_NAME = (
    "SELECT c.id, c.name, f.name FROM carer c JOIN family f ON f.id = c.family_id"
    " WHERE c.name_key = :key AND c.contact_rule = 'allow' AND c.family_id NOT IN"
    " (SELECT b.family_id FROM carer b WHERE b.id = :id) ORDER BY c.id"
)


class Namesake(NamedTuple):
    """A row that names them or bars another, their name, and the sentence that says so."""

    row: int
    name: str
    said: str


class Filed(NamedTuple):
    """A carer on file."""

    id: int
    name: str
    family: str


class Namesakes:
    """What is to be said of them all: of the first rows, and how many more there are."""

    def __init__(self) -> None:
        self._first: list[Namesake] = []
        self._more: Counter[str] = Counter()

    def add(self, found: Iterable[Namesake]) -> None:
        """Take some, in any order."""
        for one in found:
            insort(self._first, one)
            if len(self._first) > _MOST_TOLD:
                self._more[self._first.pop().name] += 1

    def told(self) -> list[tuple[int, str]]:
        """The row and the sentence of each."""
        found = [(one.row, one.said) for one in self._first]
        if self._more:
            most = sorted(self._more.items(), key=lambda each: (-each[1], each[0]))
            names = ", ".join(f"{name} ({count:,})" for name, count in most[:_MOST_NAMES])
            more = f" and {len(most) - _MOST_NAMES:,} more names" if most[_MOST_NAMES:] else ""
            count = f"{self._more.total():,}"
            found.append((self._first[-1].row, _MANY.format(count=count, names=names + more)))
        return found


def namesakes(gathered: Gathered, on_file: OnFile, people: BarredPeople) -> list[Namesake]:
    """Each new carer of the name, unless the rules about a home, or a number, have spoken.

    To be called once these have set what they set.
    """
    by_name, found = people.by_name, {}
    beside: Beside | None = None
    for each in gathered.placed if by_name else ():
        carer = each.carer
        if carer is None or carer.on_file or carer.values.get("name_key") not in by_name:
            continue
        barred = _may_be(each, carer, by_name[carer.values["name_key"]])
        if not barred or carer in found or has_rule(carer) or was_looked_at(each):
            continue
        beside = beside or _beside(gathered)
        if not _is_near(each, barred[0], gathered, on_file, beside):
            found[carer] = _said(each, carer, barred)
    return list(found.values())


def _beside(gathered: Gathered) -> Beside:
    carers = (each.carer for each in gathered.placed)
    return Beside(gathered, {carer for carer in carers if carer and has_rule(carer)})


def _may_be(each: Placed, carer: Node, barred: Sequence[Barred]) -> list[Barred]:
    """Who of these may be the new carer, by the name; who is on file counts once."""
    if not whole_name(carer.values):
        return []
    new, filed = as_said(each), [one.row for one in barred if not one.line]
    return [
        one
        for one in barred
        if may_be_namesake(new, known(one.row, "", one.relations))
        and not (one.line and any(_is_one(one.row, row) for row in filed))
    ]


def _is_one(listed: Row, filed: Row) -> bool:
    """Whether the one whom a row of the file bars is this one on file."""
    external = listed.get("external_id")
    return not set(ways(listed)).isdisjoint(ways(filed)) or (
        external is not None and external == filed.get("external_id")
    )


def _is_near(
    each: Placed, barred: Barred, gathered: Gathered, on_file: OnFile, beside: Beside
) -> bool:
    """Whether somebody of the name with a contact rule is of the same home: that was looked at."""
    name = barred.row.get("name_key")
    near = [on_file.carers[carer_id] for carer_id in household(each, gathered, on_file)]
    filed = any(row.get("name_key") == name and strength(_rule(row)) for row in near)
    return filed or any(one.row.get("name_key") == name for one, _ in beside.near(each))


def _rule(row: Row) -> str:
    return str(row.get("contact_rule"))


def _said(each: Placed, carer: Node, barred: Sequence[Barred]) -> Namesake:
    row, name, first = each.line.row, str(carer.values.get("name")), barred[0]
    owner = str(first.row.get("name"))
    places = [f"row {one.line}" if one.line else f"c{one.row.id}" for one in barred[:_MOST_NAMES]]
    said = _NEW.format(
        new=name,
        row=row,
        of=f" of {_pupil(each.pupil)}" if each.pupil else "",
        barred=owner,
        places=", ".join(places),
        key=quoted(str(carer.values.get("name_key"))),
        reason=quoted(f"as for {owner if first.line else f'c{first.row.id}'}"),
    )
    return Namesake(row, name, said)


def _pupil(pupil: Node) -> str:
    filed = pupil.on_file.get("legal_name") if pupil.on_file else None
    return str(filed or pupil.values.get("legal_name") or "a pupil")


def namesakes_on_file(store: Store, todo: Iterable[BarredNow]) -> Iterator[Namesake]:
    """Each carer on file who may be contacted, and has the name of somebody whom the file bars."""
    spoken = {each.carer_id for each in todo}
    for each in todo:
        name = whole_name({"name": each.carer, "name_key": fold(each.carer)})
        if each.rule != ContactRule.NEVER or not name or store.value(IS_NEVER, id=each.carer_id):
            continue
        for one in store.all(Filed, OF_THE_NAME, key=name, id=each.carer_id):
            if one.id not in spoken:
                known = f"c{each.carer_id}" if each.carer_id else each.carer
                reason = quoted(f"as for {known}")
                own = {"barred": each.carer, "row": each.row, "reason": reason}
                yield Namesake(each.row, one.name, _FILED.format(**one._asdict(), **own))
