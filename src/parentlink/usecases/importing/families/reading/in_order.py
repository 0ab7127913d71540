"""Headings that stand twice, and whose order or number says whose each of them is.

They become --map lines, as somebody would write them who looks at the row of the headings.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from parentlink.exchange.headings import Matched, as_named, fold_heading
from parentlink.parse.names import shorten
from parentlink.usecases.importing.families.reading.aliases import LAST_RESORT
from parentlink.usecases.importing.families.reading.doubles import (
    CARER_NAMED,
    SECOND_IS,
)
from parentlink.usecases.importing.families.reading.fields import FIELDS
from parentlink.usecases.importing.families.reading.numbered import (
    IN_BRACKETS,
    numbered_behind,
    numbered_in_brackets,
)
from parentlink.usecases.importing.families.reading.wide import (
    ADDRESS,
    WAYS,
    heading_of,
    is_of_carer,
)

_TWICE = ("forename", "surname")
_ID = "id"
_P1_CONTACT = re.compile(r"\s*p\W?(?P<number>[1-4])\W*contact\s*", re.IGNORECASE)
_PLACE = re.compile(r"(?<=\))#[0-9]+$")  # "Forename (1)#2" says by itself which it is
_RUN_ON = re.compile(r"(?<=[a-z])(contact|guardian|carer)(?= \d)")  # "emergencycontact 1"
# "Emergency contact" and "Legal guardian" may be a name, too.
_MAY_BE_NAMES = (*CARER_NAMED, "emergency", "primary_guardian", "parental_responsibility")


def by_order(headings: Sequence[str], matched: Matched) -> list[str]:
    """The --map lines that the order of the headings gives; none where it proves nothing."""
    return (
        _second_is_carers(headings, matched)
        or _names_in_order(headings, matched)
        or _of_several(headings, matched)
        or numbered_behind(headings)
        or _contacts_alone(headings)
    )


def _of_several(headings: Sequence[str], matched: Matched) -> list[str]:
    """--map lines by the numbers in brackets, and by the order of what has none."""
    numbered = numbered_in_brackets(headings)
    known = {line.rpartition("=")[0] for line in numbered}
    behind = _behind_each_carer(headings, matched)
    return numbered + [line for line in behind if line.rpartition("=")[0] not in known]


def _contacts_alone(headings: Sequence[str]) -> list[str]:
    """--map lines for "P1 Contact", where nothing else names that parent: else it may be a number.

    A number that stands there all the same is refused as a name.
    """
    known = [found for each in headings if (found := heading_of(each))]
    named = {str(each.number) for each in known if each.field in CARER_NAMED}
    return [
        f"{as_named(headings, at)}=parent_{alone['number']}_carer"
        for at, each in enumerate(headings)
        if (alone := _P1_CONTACT.fullmatch(each)) and alone["number"] not in named
    ]


def _behind_each_carer(headings: Sequence[str], matched: Matched) -> list[str]:
    """--map lines for "Contact 1, Relationship, Tel, Contact 2, Relationship, Tel".

    Only where such a column stands exactly once behind the name of each carer, before the next, and
    nobody else between them: "Contact 2, Doctor, Tel" is the doctor's number.
    """
    named = {at: name for name, at in matched.columns.items() if _is_name(name)}
    if len(named) < 2:
        return []
    ends = [*sorted(named), len(headings)]
    others = _others(headings, matched)
    lines: list[str] = []
    for field, places in matched.doubles.items():
        if field not in FIELDS or not is_of_carer(field) or field in CARER_NAMED:
            continue
        groups = [[at for at in places if first < at < end] for first, end in pairwise(ends)]
        is_once = len(places) == len(named) and all(len(group) == 1 for group in groups)
        whose = [named[first].rpartition("_carer")[0] for first in ends[:-1]]
        if is_once and _alike_before(others, ends, places) and _agree(headings, groups, whose):
            lines += [
                f"{as_named(headings, group[0])}={who}_{field}"
                for who, group in zip(whose, groups, strict=True)
            ]
    return lines


def _agree(headings: Sequence[str], groups: Sequence[list[int]], whose: Sequence[str]) -> bool:
    """Whether no number in brackets says another carer than the order: "Contact 1, Mobile (2)"."""
    numbers = [IN_BRACKETS.fullmatch(headings[group[0]]) for group in groups]
    return all(
        not found or not who[-1].isdigit() or who.endswith(found["number"])
        for found, who in zip(numbers, whose, strict=True)
    )


def _others(headings: Sequence[str], matched: Matched) -> dict[int, str]:
    """The columns, by place, that say nothing of the carer in front, or are not read."""
    places = {name: (at,) for name, at in matched.columns.items()} | matched.doubles
    of_carer = {
        at
        for name, found in places.items()
        if name in FIELDS and (is_of_carer(name) or name in ADDRESS) and name not in _MAY_BE_NAMES
        for at in found
    }
    others = ((at, each) for at, each in enumerate(headings) if at not in of_carer)
    return {
        at: found.field if (found := heading_of(each)) else fold_heading(each)
        for at, each in others
    }


def _alike_before(others: Mapping[int, str], ends: Sequence[int], places: Sequence[int]) -> bool:
    """Whether the same others stand between each name and its column, or none."""
    between = (
        [others[at] for at in range(first + 1, place) if at in others]
        for first, place in zip(ends, places, strict=False)
    )
    return len(set(map(tuple, between))) == 1


def _is_name(name: str) -> bool:
    found = None if name in FIELDS else heading_of(name)
    return found is not None and found.field == "carer"


def _second_is_carers(headings: Sequence[str], matched: Matched) -> list[str]:
    """--map lines for a file with ID, Forename and Surname twice: the pupil's and the carer's.

    Only where nothing that belongs to a carer stands before the second three, and something behind,
    and nothing that belongs to a pupil behind.
    Such files have a row for each class, with an ID of its own, and these are left out.
    """
    keys = [fold_heading(heading) for heading in headings]
    ids = [at for at, key in enumerate(keys) if key == _ID]
    twice = {_ID: ids[:2]}
    twice |= {name: list(matched.doubles.get(name, ())) for name in _TWICE}
    if any(len(places) != 2 for places in twice.values()):
        return []
    second = min(places[1] for places in twice.values())
    carers = [at for name, at in matched.columns.items() if name in FIELDS and is_of_carer(name)]
    pupils = [
        at
        for name, at in matched.columns.items()
        if name in FIELDS and FIELDS[name].table == "pupil" and keys[at] not in LAST_RESORT
    ]
    in_order = max(places[0] for places in twice.values()) < second
    if not (in_order and carers and min(carers) > second > max(pupils, default=0)):
        return []
    names = {name: places for name, places in twice.items() if name in _TWICE}
    if not _alike(keys, names):
        return []
    fields = {_ID: "pupil_id", **{name: name for name in _TWICE}}
    classes = [f"{as_named(headings, at)}=" for at in ids[2:]]
    classes += [f"{heading}=" for heading in headings if fold_heading(heading) in LAST_RESORT]
    return classes + _first_and_second(headings, {fields[name]: twice[name] for name in twice})


def _names_in_order(headings: Sequence[str], matched: Matched) -> list[str]:
    """--map lines for a file with Forename and Surname twice, whose order proves whose they are.

    All that belongs to the pupil stands in front of all that belongs to a carer, whom no other
    column names.
    """
    if any(name in CARER_NAMED or name not in FIELDS for name in matched.columns):
        return []
    twice = {name: list(matched.doubles.get(name, ())) for name in _TWICE}
    if any(len(places) != 2 for places in twice.values()):
        return []
    keys = [fold_heading(heading) for heading in headings]
    pupils = [places[0] for places in twice.values()]
    carers = [places[1] for places in twice.values()]
    ahead = min(carers)
    # "Legal Forename" beside "Forename" may both be a pupil's who has a number of their own.
    proofs = ("carer", "link", "rule", "row") if _alike(keys, twice) else ("link", "rule")
    proof = False
    for name, at in matched.columns.items():
        if name in FIELDS and name not in _TWICE and keys[at] not in LAST_RESORT:
            if is_of_carer(name):
                carers.append(at)
                proof = proof or FIELDS[name].table in proofs
            elif FIELDS[name].table == "pupil":
                pupils.append(at)
    # A number in front of the carer's name may be the pupil's own.
    ways = [at for name, at in matched.columns.items() if name in WAYS]
    if not (proof and max(pupils) < min(carers) and min(ways, default=ahead) >= ahead):
        return []
    return _first_and_second(headings, twice)


def _alike(keys: Sequence[str], twice: Mapping[str, Sequence[int]]) -> bool:
    """Whether the two columns of each name have the same heading."""
    return all(len({keys[at] for at in places}) == 1 for places in twice.values())


def _first_and_second(headings: Sequence[str], twice: Mapping[str, Sequence[int]]) -> list[str]:
    """--map lines by which the first column of each field is the pupil's, the second a carer's."""
    return [
        f"{as_named(headings, place)}={field}"
        for name, (first, second) in twice.items()
        for place, field in ((first, name), (second, SECOND_IS[name]))
    ]


def taken_as(added: Sequence[str]) -> str:
    """What was made of columns whose order says whose they are."""
    theirs = {ours: heading for heading, _, ours in (text.rpartition("=") for text in added)}
    if "forename" not in theirs:
        shown = {ours: _PLACE.sub("", each) for ours, each in theirs.items()}
        plain = ((ours.replace("_carer_", "_"), each) for ours, each in shown.items())
        said = (f'"{shorten(each)}" for the {ours}' for ours, each in plain)
        named = _RUN_ON.sub(r" \1", ", ".join(said).replace("_", " "))
        return f"By their order these were taken: {named}. If that is wrong, please use --map."
    if not all(theirs[name].endswith("#1") for name in ("forename", "surname")):
        pupils, carers = (
            " and ".join(f'"{shorten(theirs[each])}"' for each in names)
            for names in (("forename", "surname"), ("carer_forename", "carer_surname"))
        )
        return (
            f"{pupils} were taken for the pupil's name and {carers} for the carer's. If that is "
            "wrong, please use --map."
        )
    names, classes = ("ID, Forename", "; classes were left out")
    if "pupil_id" not in theirs:
        names, classes = "Forename", ""
    return (
        f"{names} and Surname stand twice: the first were taken for the pupil's and the second for "
        f"the carer's{classes}. If that is wrong, please use --map."
    )
