"""Carers on file whom the file does not list, and who may be somebody whom it bars now.

A tutor typed "T Wye, dad"; then the school's first list says "Tom Wye, father, court order". He is
a new carer there, and the one who was typed would stay on the call list.
"""

from typing import NamedTuple

from parentlink.rules.barred_again import may_be
from parentlink.usecases.importing.families.guarding.beside import InHome, has_rule, people
from parentlink.usecases.importing.families.guarding.suspects import household, why_ask
from parentlink.usecases.importing.families.matching.barred_people import known, relation_of
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import strength


class Typed(NamedTuple):
    """One of them: the line and row that bar who may be the same, and why to ask first."""

    line: int
    row: int
    carer_id: int
    name: str
    reason: str


def not_listed(gathered: Gathered, on_file: OnFile, file: str) -> list[Typed]:
    """Each of them once; to be called before anybody is asked about for likeness."""
    barred = [each for each in gathered.placed if each.carer and has_rule(each.carer)]
    news = {one.carer: one for one in people(barred) if one.is_news}
    in_file = {node.on_file.id for node in _carers(gathered) if node.on_file} if news else set()
    found: dict[int, Typed] = {}
    for each in barred:
        if (one := news.get(each.carer) if each.carer else None) is None:
            continue
        for carer in (on_file.carers[found_id] for found_id in household(each, gathered, on_file)):
            is_free = carer.id not in in_file and not strength(str(carer.get("contact_rule")))
            if is_free and _may_be(carer, each, one, on_file):
                place = f"c{one.row.id}" if one.row.id else f"row {one.line} of {file}"
                name = str(carer.get("name"))
                said = (each.line.at, each.line.row, carer.id, name)
                found.setdefault(carer.id, Typed(*said, why_ask(name, one.row, place)))
    return list(found.values())


def _carers(gathered: Gathered) -> set[Node]:
    return {each.carer for each in gathered.placed if each.carer}


def _may_be(carer: Row, each: Placed, one: InHome, on_file: OnFile) -> bool:
    """Whether this is the one who is barred, or whom the words of the bar mean."""
    pupil: Node | None = each.pupil
    filed = pupil.on_file if pupil else None
    link = on_file.links.get((filed.id, carer.id)) if filed else None
    relation = relation_of(link.get("relationship")) if link else ""
    own = one.relations.get(pupil, "") if pupil else ""
    barred = known(one.row, own, one.relations.values())
    said = may_be(known(carer, relation, (relation,)), barred, both_listed=True)
    return said or (bool(relation) and one.means(relation))
