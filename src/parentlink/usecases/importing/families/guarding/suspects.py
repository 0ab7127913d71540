"""New carers who may be somebody who must not be contacted: they are to be asked about first.

The office leaves a barred father out of its file, or writes him in another way. Who comes in beside
him, and may be he, is never put on a call list in silence.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from parentlink.parse.names import quoted, shorten
from parentlink.rules.barred_again import Known, may_be, may_be_renamed
from parentlink.rules.suspicion import Who, may_be_meant, may_be_one
from parentlink.usecases.importing.families.guarding.beside import Beside, InHome, has_rule
from parentlink.usecases.importing.families.matching.barred_people import (
    Barred,
    BarredPeople,
    known,
    relation_of,
)
from parentlink.usecases.importing.families.matching.belonging import is_no_parent
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, ways
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

    In the household of who is barred on file a likeness is enough, also where it comes back under
    another name. Anywhere else, and of those whom the file itself bars, `people` who have a number
    in common are looked at, and their names must be alike too.
    """
    new = [each for each in gathered.placed if each.carer and each.carer.on_file is None]
    himself = {each.carer for each in gathered.placed if each.carer and has_rule(each.carer)}
    barred = _barred(on_file) if new else {}
    listed = _listed(gathered) if barred else set()
    at_home = _carers_of(gathered) if new and people.have_homes else {}
    for each in new if barred or people.are_any or at_home else ():
        if each.carer is None:
            continue
        near = _near(each, gathered, on_file, barred)
        for one in near:
            if _may_be(each, one, on_file, listed):
                _ask(each.carer, one.row, f"c{one.row.id}")
        in_file = each.carer not in himself and not was_looked_at(each)
        same = _renamed(each, at_home, gathered, people)
        for far in (*_reached(each, people, in_file=in_file), *_not_near(same, near)):
            place = f"row {far.line} of {file}" if far.line else f"c{far.row.id}"
            _ask(each.carer, far.row, place)
    if himself:
        _ask_at_home(gathered, himself, file)


def _ask_at_home(gathered: Gathered, himself: set[Node], file: str) -> None:
    """Ask about whoever may be one of those whom the file bars in the same home, or is meant."""
    beside = Beside(gathered, himself)
    for each in gathered.placed:
        if each.carer is None or each.carer in himself or was_looked_at(each):
            continue
        for one, is_meant in _at_home(each, beside):
            place = f"c{one.row.id}" if one.row.id else f"row {one.line} of {file}"
            _ask(each.carer, one.row, place, is_meant=is_meant)


def was_looked_at(each: Placed) -> bool:
    """Whether a file of ours says beside whom it bars that this one may be contacted."""
    rule = each.line.rule
    return bool(each.line.carer_ref and rule and rule.rule == ContactRule.ALLOW)


def _at_home(each: Placed, beside: Beside) -> Iterator[tuple[InHome, bool]]:
    """Whom the file bars in a home of the row's pupil, and whether the row is only meant by it.

    Who is on file was there before, so that a surname in common says nothing; and they are asked
    about when somebody is barred, not again each week.
    """
    filed = each.carer.on_file if each.carer else None
    new = as_said(each)
    if filed:
        new = known(filed, new.relation, (new.relation,))
    for one, both_listed in beside.near(each):
        relation = one.relations.get(each.pupil, "") if each.pupil and not filed else ""
        barred = known(one.row, relation, one.relations.values())
        is_asked = one.is_news if filed else True
        if is_asked and may_be(new, barred, both_listed=both_listed or filed is not None):
            yield one, False
        elif is_asked and both_listed and one.means(new.relation):
            yield one, True


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
        if may_be(as_said(each), known(one.row, "", one.relations), both_listed=True)
    ]


def _carers_of(gathered: Gathered) -> dict[Node, list[Node]]:
    """The carers of each pupil who show whose home it is: a childminder has been in several."""
    found: dict[Node, list[Node]] = {}
    for each in gathered.placed:
        if each.pupil and each.carer:
            known = found.setdefault(each.pupil, [])
            if not is_no_parent(relation_of(each.line.link.get("relationship"))):
                known.append(each.carer)
    return found


def _renamed(
    each: Placed, at_home: dict[Node, list[Node]], gathered: Gathered, people: BarredPeople
) -> Iterator[Barred]:
    """Who is barred in the home that a row is about, if it comes back under another name.

    By a child of the forename and the date of birth it may be that home; names must be alike. By a
    carer beside this one, of the forename and with a number of one there, it is.
    """
    if each.pupil not in at_home or was_looked_at(each):
        return
    new = as_said(each)
    for one in people.of_child(each.pupil.values):
        if may_be_renamed(new, _related(one, new)):
            yield one
    for carer in at_home[each.pupil]:
        name = str(carer.values.get("name_key") or "")
        reached = gathered.own_ways(carer.values) if carer is not each.carer else ()
        for one in people.of_carer(name, reached):
            if may_be(new, _related(one, new)):
                yield one


def _not_near(found: Iterable[Barred], near: Iterable[_Barred]) -> list[Barred]:
    """Those of them who have not been looked at, as being near."""
    looked_at = {one.row.id for one in near}
    return [one for one in found if one.row.id not in looked_at]


def _related(one: Barred, new: Known) -> Known:
    """Somebody barred, as what somebody new is to a pupil, if they are that to any."""
    relation = new.relation if new.relation in one.relations else ""
    return known(one.row, relation, one.relations)


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
    return may_be(as_said(each), known(row, relation, barred.relations), both_listed=both_listed)


def as_said(each: Placed) -> Known:
    """Somebody new, as a row says who they are."""
    relation = relation_of(each.line.link.get("relationship"))
    return known(each.carer.values if each.carer else {}, relation, (relation,))


def _ask(carer: Node, row: Row, place: str, *, is_meant: bool = False) -> None:
    """Set "ask first", unless there is a stricter rule."""
    new = carer.values.get("name") or (carer.on_file.get("name") if carer.on_file else "")
    why = why_ask(str(new), row, place, is_meant=is_meant)
    carer.rule = stricter(carer.rule, Rule(ContactRule.ASK.value, why))


def why_ask(new: str, row: Row, place: str, *, is_meant: bool = False) -> str:
    """Why somebody is to be asked about first, and what to type when it is clear."""
    name, rule = str(row.get("name")), str(row.get("contact_rule"))
    why = shorten(str(row.get("rule_reason") or "no reason on file"), _LONGEST_WHY)
    who = Who(name, place, place if place == f"c{row.id}" else quoted(name))
    said = may_be_meant if is_meant else may_be_one
    return said(who, rule, why, quoted(new))
