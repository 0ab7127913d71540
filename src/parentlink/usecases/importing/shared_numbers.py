"""Carers on file who are given a number or address of somebody who must not be contacted.

The office types a father's number into the mother's line, and every call to her would reach him.
Of new carers `likeness` speaks.
"""

from collections.abc import Iterator
from typing import NamedTuple

from parentlink.rules.shared_ways import check_number
from parentlink.usecases.importing.belonging import is_barred
from parentlink.usecases.importing.gathered import Gathered
from parentlink.usecases.importing.onfile import OnFile, ways
from parentlink.usecases.importing.people import Node
from parentlink.usecases.importing.suspects import household
from parentlink.vocabulary import ContactRule

_NEVER = ContactRule.NEVER.value


class _Owner(NamedTuple):
    """Somebody who must not be contacted: their ways now, and those known before this file."""

    name: str
    now: list[str]
    before: list[str]


def shared_numbers(gathered: Gathered, on_file: OnFile) -> list[tuple[int, str]]:
    """The row and a sentence for each of them; said once, when it comes to be so."""
    of_file = _of_file(gathered)
    said: dict[tuple[Node, str], tuple[int, str]] = {}
    for each in gathered.placed:
        carer = each.carer
        if carer is None or carer.on_file is None or is_barred(carer):
            continue
        before, now = ways(carer.on_file), ways(carer.values)
        near = of_file.get(each.pupil, []) if each.pupil else []
        for owner in [*near, *_filed(household(each, gathered, on_file), on_file)]:
            shared = set(owner.now).intersection((*before, *now))
            known = set(owner.before).intersection(before)
            if shared - known:
                name = carer.values.get("name") or carer.on_file.get("name")
                text = f"CHECK THE NUMBER of {name} (row {each.line.row}): "
                said.setdefault(
                    (carer, owner.name), (each.line.row, f"{text}{check_number(owner.name)}.")
                )
    return list(said.values())


def _of_file(gathered: Gathered) -> dict[Node, list[_Owner]]:
    """The barred carers of the file, by pupil."""
    found: dict[Node, list[_Owner]] = {}
    for each in gathered.placed:
        if each.pupil and each.carer and is_barred(each.carer):
            before = ways(each.carer.on_file) if each.carer.on_file else []
            name = each.carer.values.get("name") or (
                each.carer.on_file.get("name") if each.carer.on_file else ""
            )
            owner = _Owner(str(name), ways(each.carer.values), before)
            found.setdefault(each.pupil, []).append(owner)
    return found


def _filed(carer_ids: list[int], on_file: OnFile) -> Iterator[_Owner]:
    for carer_id in carer_ids:
        row = on_file.carers[carer_id]
        if row.get("contact_rule") == _NEVER:
            yield _Owner(str(row.get("name")), ways(row), ways(row))
