"""Whom a file itself bars, by the homes of their children: he may stand there a second time.

A register that keeps each contact once for every child marks the court order at one of them. There
the father has another id, and perhaps an old number, so nothing but his place in the family tells.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.rules.whose_order import whom
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.barred_people import relation_of
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import CARER_COLUMNS, Row
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import strength


class InHome(NamedTuple):
    """Somebody whom the file bars: as it names them, where, and what they are to whom."""

    row: Row
    line: int
    relations: dict[Node, str]  # to each of their pupils
    carer: Node

    @property
    def is_news(self) -> bool:
        """Whether they were not barred before, by what is on file."""
        filed = self.carer.on_file
        return filed is None or strength(str(filed.get("contact_rule"))) == 0

    def means(self, relation: str) -> bool:
        """Whether the words of the bar are about somebody who is this to the pupil."""
        said = whom(fold(str(self.row.get("rule_reason") or "")))
        return relation in said - {*self.relations.values()}


class Beside:
    """Everybody whom the file bars, looked up by a row about somebody else."""

    def __init__(self, gathered: Gathered, barred: set[Node]) -> None:
        self._homes: dict[Node, set[Node]] = defaultdict(set)
        self._in_home: dict[Node, dict[Node, InHome]] = defaultdict(dict)
        self._pupils: dict[Node, set[Node]] = defaultdict(set)
        placed = [each for each in gathered.placed if each.pupil and each.carer]
        for each in placed:
            if each.pupil and each.carer:
                self._homes[each.pupil].add(gathered.family_of[each.line.at])
                self._pupils[each.carer].add(each.pupil)
        for one in people(each for each in placed if each.carer in barred):
            for pupil in one.relations:
                for home in self._homes[pupil]:
                    self._in_home[home][one.carer] = one

    def near(self, each: Placed) -> Iterator[tuple[InHome, bool]]:
        """Who is barred in the homes of a row, and whether they stand there beside each other."""
        if each.carer is None or each.pupil is None:
            return
        homes = self._homes[each.pupil]
        found = {carer: one for home in homes for carer, one in self._in_home[home].items()}
        for carer, one in found.items():
            if carer is not each.carer:
                yield one, not self._pupils[each.carer].isdisjoint(one.relations)


def has_rule(carer: Node) -> bool:
    """Whether the file has a contact rule for a carer."""
    return carer.rule is not None and strength(carer.rule.rule) > 0


def people(placed: Iterable[Placed]) -> Iterator[InHome]:
    """Each of them once, with the row that bars them and what they are to each of their pupils."""
    relations: dict[Node, dict[Node, str]] = defaultdict(dict)
    rows: dict[Node, int] = {}
    for each in placed:
        line = each.line
        if each.carer and each.pupil:
            relations[each.carer][each.pupil] = relation_of(line.link.get("relationship"))
            if line.rule and strength(line.rule.rule):
                rows.setdefault(each.carer, line.row)
    for carer, words in relations.items():
        yield InHome(_as_barred(carer), rows.get(carer, carer.said[0][0]), words, carer)


def _as_barred(carer: Node) -> Row:
    """A carer with the rule of the file, by the id on file, or 0."""
    values: Values = dict.fromkeys(CARER_COLUMNS)
    values |= carer.on_file.values if carer.on_file else {}
    values |= {column: value for column, value in carer.values.items() if value is not None}
    values |= dict(zip(("contact_rule", "rule_reason"), carer.rule or (), strict=False))
    return Row(carer.on_file.id if carer.on_file else 0, values)
