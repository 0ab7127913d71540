"""Headings with a number that says whose they are: "Forename (2)", "Contact 2" with its "Mobile 2".

They become --map lines, as somebody would write them who looks at the row of the headings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from parentlink.exchange.headings import aliases, as_named, fold_heading
from parentlink.usecases.importing.families.reading.doubles import CARER_NAMED, NAMES_OF_CARERS
from parentlink.usecases.importing.families.reading.fields import ALIASES, FIELDS
from parentlink.usecases.importing.families.reading.wide import WAYS, heading_of, is_of_carer

IN_BRACKETS = re.compile(r"(?P<of>.+?)\s*\((?P<number>[1-4])\)\s*")
_BEHIND = re.compile(r"(?P<of>.*[^\W\d])\W*(?P<number>[1-4])\W*")


def numbered_in_brackets(headings: Sequence[str]) -> list[str]:
    """--map lines for "Forename (1)" and "Forename (2)", two people in one row as iSAMS has them.

    Only where a name is numbered so, or "Relationship (1)" has its "Contact 1": "Mobile (2)" alone
    is a second number of one carer, and so is one that stands in front of the second name.
    """
    found = dict(_numbered(headings))
    who, columns = "parent", found
    if not any(field in CARER_NAMED for _, field in found.values()):
        who, named = _numbered_people(headings)
        columns = dict(sorted({**found, **named}.items()))
    names = {number for number, field in columns.values() if field in CARER_NAMED}
    groups: dict[str, list[str]] = {}
    for number, field in columns.values():
        groups.setdefault(number, []).append(field)
    if names != groups.keys() or len(names) < 2 or not all(map(_is_one_person, groups.values())):
        return []
    return [
        f"{as_named(headings, at)}={who}_{number}_{field}" for at, (number, field) in found.items()
    ]


def _numbered_people(headings: Sequence[str]) -> tuple[str, dict[int, tuple[str, str]]]:
    """The columns of "Contact 1" and "Contact 2", if no others have a number, and their word."""
    found = {at: each for at, text in enumerate(headings) if (each := heading_of(text))}
    numbered = {at: each for at, each in found.items() if each.number}
    whose = {each.who for each in numbered.values()}
    if len(whose) != 1:
        return "", {}
    return whose.pop(), {at: (str(each.number), each.field) for at, each in numbered.items()}


def numbered_behind(headings: Sequence[str]) -> list[str]:
    """--map lines for "Contact 1, Mobile 1, Contact 2, Mobile 2".

    Only where number and place agree, and each carer has one of a kind: "Mobile 2" alone, or in
    front of the second name, is a second number of somebody.
    """
    who, named = _numbered_people(headings)
    names = {number: at for at, (number, field) in named.items() if field in CARER_NAMED}
    found = dict(_bare(headings))
    places: dict[str, list[str]] = {}
    for at, (number, field) in found.items():
        before = [name for name, place in names.items() if place < at]
        if not before or max(before, key=names.__getitem__) != number:
            return []
        places.setdefault(field, []).append(number)
    if len(names) < 2 or any(sorted(each) != sorted(names) for each in places.values()):
        return []
    return [
        f"{as_named(headings, at)}={who}_{number}_{field}" for at, (number, field) in found.items()
    ]


def _bare(headings: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """The columns of a carer that have a number and say nothing else of whose they are."""
    known: Mapping[str, str] = aliases(ALIASES)
    for at, heading in enumerate(headings):
        found = _BEHIND.fullmatch(heading)
        if found and not heading_of(heading) and fold_heading(heading) not in known:
            field = known.get(fold_heading(found["of"]), "")
            if field in FIELDS and is_of_carer(field):
                yield at, (found["number"], field)


def _is_one_person(fields: Sequence[str]) -> bool:
    """Whether each field stands once, and no number or address in front of the name."""
    name = min(at for at, field in enumerate(fields) if field in CARER_NAMED)
    return len(set(fields)) == len(fields) and not set(fields[:name]).intersection(WAYS)


def _numbered(headings: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    known: Mapping[str, str] = aliases(ALIASES)
    for at, heading in enumerate(headings):
        if found := IN_BRACKETS.fullmatch(heading):
            field = known.get(fold_heading(found["of"]), "")
            field = NAMES_OF_CARERS.get(field, field)
            if field and is_of_carer(field):
                yield at, (found["number"], field)
