"""New carers who have the number of another carer of the same pupil: perhaps the same person.

A carer who comes back from the school's office under another name would be a new carer without the
contact rule of the old one. Nothing is guessed: it is said, and always if the old one is barred.
"""

from collections.abc import Iterator
from typing import NamedTuple

from parentlink.usecases.importing.gathered import Gathered
from parentlink.usecases.importing.onfile import OnFile, Row, ways
from parentlink.usecases.importing.people import Node, Placed
from parentlink.usecases.importing.rule import strength


class _Known(NamedTuple):
    """A carer of the same pupil or household."""

    name: str
    ways: frozenset[str]
    is_barred: bool
    is_in_file: bool


def alike(gathered: Gathered, on_file: OnFile) -> list[str]:
    """A sentence for each new carer who shares a number with a carer who is barred or gone."""
    carers = {each.carer for each in gathered.placed if each.carer}
    in_file = {carer.on_file.id for carer in carers if carer.on_file}
    of_pupil: dict[Node | None, set[Node]] = {}
    for each in gathered.placed:
        if each.carer:
            of_pupil.setdefault(each.pupil, set()).add(each.carer)
    said: dict[tuple[Node, str], str] = {}
    for each in gathered.placed:
        if each.carer is None or each.carer.on_file:
            continue
        known = [_known(row, row.id in in_file) for row in _household(each, gathered, on_file)]
        if each.pupil:
            others = of_pupil[each.pupil] - {each.carer}
            known += [_new(node) for node in others if node.on_file is None]
        for other in known:
            if why := _why(each, each.carer, other):
                said.setdefault((each.carer, other.name), why)
    return list(said.values())


def _household(each: Placed, gathered: Gathered, on_file: OnFile) -> Iterator[Row]:
    family = gathered.family_of[each.line.row].on_file
    filed = each.pupil.on_file if each.pupil else None
    found = on_file.household_carers(filed.id) if filed else {}
    for carer_id in on_file.carers_in.get(family.id, ()) if family else ():
        found[carer_id] = on_file.carers[carer_id]
    return iter(found.values())


def _known(row: Row, is_in_file: bool) -> _Known:
    barred = strength(str(row.get("contact_rule"))) > 0
    return _Known(str(row.get("name")), frozenset(ways(row)), barred, is_in_file)


def _new(node: Node) -> _Known:
    barred = node.rule is not None and strength(node.rule.rule) > 0
    return _Known(str(node.values.get("name")), frozenset(ways(node.values)), barred, True)


def _why(each: Placed, carer: Node, other: _Known) -> str:
    mine = ways(carer.values)
    own = {carer.values.get("mobile_phone"), str(carer.values.get("email")).casefold()}
    name, row = carer.values.get("name"), each.line.row
    free = carer.rule is None or strength(carer.rule.rule) == 0
    if other.is_barred and free and not other.ways.isdisjoint(mine):
        return (
            f'Row {row}: "{name}" has a number or e-mail address of {other.name}, for whom there '
            "is a contact rule (never, or ask first). If it is the same person, set the rule with "
            "parentlink carer edit."
        )
    if not other.is_in_file and not other.ways.isdisjoint(own & set(mine)):
        return (
            f'Row {row}: "{name}" is new and has the mobile number or e-mail address of '
            f"{other.name}, who is not in the file. If it is the same person, change the name "
            "first (parentlink carer edit)."
        )
    return ""
