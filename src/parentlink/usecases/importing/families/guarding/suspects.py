"""New carers who may be somebody who must not be contacted: they are to be asked about first.

The office leaves a barred father out of its file, or writes him in another way. Who comes in beside
him, and may be he, is never put on a call list in silence.
"""

from typing import NamedTuple

from parentlink.parse.names import shorten
from parentlink.rules import suspicion
from parentlink.rules.barred_again import Known, called_alike, may_be
from parentlink.usecases.importing.families.matching.barred_people import (
    Barred,
    BarredPeople,
    known,
    relation_of,
)
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import CARER_COLUMNS, OnFile, Row, ways
from parentlink.usecases.importing.families.matching.people import Node, Placed
from parentlink.usecases.importing.rule import Rule, strength, stricter
from parentlink.vocabulary import ContactRule

_LONGEST_WHY = 80


class _Barred(NamedTuple):
    row: Row
    relations: frozenset[str]
    homes: frozenset[int]  # the families of their children: they may have none of their own there


def ask_about_suspects(
    gathered: Gathered, on_file: OnFile, people: BarredPeople, file: str
) -> None:
    """Set "ask first", with the reason, for each new carer who may be somebody barred.

    In the household of who is barred on file a likeness is enough, and in that of whom the file
    bars at a brother or sister, a name that is alike. Anywhere else `people` who have a number in
    common are looked at, and their names must be alike too.
    """
    new = [each for each in gathered.placed if each.carer and each.carer.on_file is None]
    barred, at_home = (_barred(on_file), _at_home(gathered)) if new else ({}, {})
    if not (barred or at_home or people.are_any):
        return
    listed = _listed(gathered) if barred else set()
    himself = {each.carer for each in new if each.carer and _has_rule(each.carer)}
    for each in new:
        in_file = each.carer not in himself
        for one in _near(each, gathered, on_file, barred):
            if _may_be(each, one, on_file, listed):
                _ask(each, one.row, f"c{one.row.id}")
        far = _reached(each, people, in_file=in_file)
        for other in far + (_of_siblings(each, gathered, at_home) if in_file else []):
            _ask(
                each, other.row, f"row {other.line} of {file}" if other.line else f"c{other.row.id}"
            )


def _has_rule(carer: Node) -> bool:
    return carer.rule is not None and strength(carer.rule.rule) > 0


def _at_home(gathered: Gathered) -> dict[Node, list[tuple[Node, Barred]]]:
    """Whom rows of the file bar, by the family that the file puts them into."""
    found: dict[Node, list[tuple[Node, Barred]]] = {}
    for each in gathered.placed:
        # In our own files a person has said of each what holds.
        if each.line.carer_ref is None and each.carer and each.carer.rule and _has_rule(each.carer):
            rule, reason, *_ = each.carer.rule
            said = each.carer.values | {"contact_rule": rule, "rule_reason": reason}
            row = Row(0, dict.fromkeys(CARER_COLUMNS) | said)
            relation = relation_of(each.line.link.get("relationship"))
            barred = Barred(row, frozenset((relation,)), each.line.row)
            found.setdefault(gathered.family_of[each.line.at], []).append((each.carer, barred))
    return found


def _of_siblings(
    each: Placed, gathered: Gathered, at_home: dict[Node, list[tuple[Node, Barred]]]
) -> list[Barred]:
    """Whom the file bars in the family of a row, at other pupils only, and whose name is alike."""
    return [
        one
        for carer, one in at_home.get(gathered.family_of[each.line.at], ())
        if carer is not each.carer
        and (each.pupil, carer) not in gathered.links
        and called_alike(_new(each), known(one.row, "", one.relations))
    ]


def _near(
    each: Placed, gathered: Gathered, on_file: OnFile, barred: dict[int, _Barred]
) -> list[_Barred]:
    """Who is barred in the household of a row, or in another one of its pupil."""
    if not barred:
        return []
    near, homes = household(each, gathered, on_file), _homes(each, gathered, on_file)
    return [one for one in barred.values() if one.row.id in near or homes & one.homes]


def _reached(each: Placed, people: BarredPeople, *, in_file: bool) -> list[Barred]:
    """Who is barred anywhere, has a number in common and a name that is alike."""
    own = ways(each.carer.values) if each.carer else []
    found = people.reached_by(own) + (people.in_file_by(own) if in_file else [])
    return [
        one
        for one in found
        if may_be(_new(each), known(one.row, "", one.relations), both_listed=True)
    ]


def _homes(each: Placed, gathered: Gathered, on_file: OnFile) -> set[int]:
    """The families on file of a row and of its pupil."""
    family = gathered.family_of[each.line.at].on_file
    filed = each.pupil.on_file if each.pupil else None
    return {*(on_file.families_of.get(filed.id, ()) if filed else ())} | (
        {family.id} if family else set()
    )


def household(each: Placed, gathered: Gathered, on_file: OnFile) -> list[int]:
    """The carers on file of the pupil of a row, and of the family, by id."""
    family = gathered.family_of[each.line.at].on_file
    filed = each.pupil.on_file if each.pupil else None
    found = set(on_file.household_carers(filed.id)) if filed else set()
    return sorted(found.union(on_file.carers_in.get(family.id, ()) if family else ()))


def _barred(on_file: OnFile) -> dict[int, _Barred]:
    """Everybody with a contact rule, and what they are to anybody."""
    rows = [row for row in on_file.carers.values() if strength(str(row.get("contact_rule")))]
    words: dict[int, set[str]] = {row.id: set() for row in rows}
    homes: dict[int, set[int]] = {row.id: set() for row in rows}
    for (pupil_id, carer_id), link in on_file.links.items() if rows else ():
        if carer_id in words:
            words[carer_id].add(relation_of(link.get("relationship")))
            homes[carer_id].update(on_file.families_of.get(pupil_id, ()))
    return {
        row.id: _Barred(row, frozenset(words[row.id]), frozenset(homes[row.id])) for row in rows
    }


def _listed(gathered: Gathered) -> set[tuple[Node, int]]:
    """Which carers on file the file lists for which pupil."""
    return {(pupil, carer.on_file.id) for pupil, carer in gathered.links if carer.on_file}


def _may_be(each: Placed, barred: _Barred, on_file: OnFile, listed: set[tuple[Node, int]]) -> bool:
    row, filed = barred.row, each.pupil.on_file if each.pupil else None
    link = on_file.links.get((filed.id, row.id)) if filed else None
    relation = relation_of(link.get("relationship")) if link else ""
    both_listed = each.pupil is not None and (each.pupil, row.id) in listed
    return may_be(_new(each), known(row, relation, barred.relations), both_listed=both_listed)


def _new(each: Placed) -> Known:
    """Somebody new, as a row says who they are."""
    relation = relation_of(each.line.link.get("relationship"))
    return known(each.carer.values if each.carer else {}, relation, (relation,))


def _ask(each: Placed, row: Row, place: str) -> None:
    if each.carer is None:
        return
    name, rule = str(row.get("name")), str(row.get("contact_rule"))
    why = shorten(str(row.get("rule_reason") or "no reason on file"), _LONGEST_WHY)
    known = place if place == f"c{row.id}" else f'"{name}"'
    new = str(each.carer.values.get("name"))
    said = suspicion.may_be((name, place), rule, why, new, known)
    each.carer.rule = stricter(each.carer.rule, Rule(ContactRule.ASK.value, said))
