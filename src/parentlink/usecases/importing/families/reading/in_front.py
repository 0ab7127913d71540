"""A number or address between the pupil's columns and the carer's: it may be the pupil's own.

"Forename, Surname, Email, Contact Name": it is taken for the carer's, and that is said.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from parentlink.exchange.headings import as_named, fold_heading, mapped
from parentlink.parse.names import shorten
from parentlink.usecases.importing.families.reading.wide import WAYS, heading_of, is_of_carer

_NAMED = ("carer", "carer_forename", "carer_surname", "carer_id")
_SAYS_WHOSE = re.compile(r"contact|parent|guardian|carer|your", re.IGNORECASE)


def said_of_those_in_front(
    headings: Sequence[str], columns: Mapping[str, int], said: Collection[str]
) -> str | None:
    """One warning on such columns of a carer; not on those that a --map is about (`said`)."""
    found = [
        (as_named(headings, at), name)
        for name, at in sorted(columns.items(), key=lambda each: each[1])
        if name in WAYS
        and _is_in_front(at, columns)
        and not (_SAYS_WHOSE.search(headings[at]) or heading_of(headings[at]))
        and fold_heading(headings[at]) not in said
    ]
    if not found:
        return None
    names = " and ".join(f'"{shorten(heading)}"' for heading, _ in found)
    out = " ".join(f"--map {mapped(heading)}" for heading, _ in found)
    keep = " ".join(f"--map {mapped(heading, name.replace('_', ' '))}" for heading, name in found)
    stand, were, they_are = (
        ("stands", "was", "it is") if len(found) == 1 else ("stand", "were", "they are")
    )
    return (
        f"{names} {stand} between the pupil's columns and the carer's, and {were} taken for the "
        f"carer's. If {they_are} the pupil's own, please say {out}; if not, {keep}, and this is "
        "not said again."
    )


def _is_in_front(at: int, columns: Mapping[str, int]) -> bool:
    """Whether the column before it is of a pupil, and those that name the carer stand behind."""
    named = [columns[name] for name in _NAMED if name in columns]
    before = [(place, name) for name, place in columns.items() if place < at and name not in WAYS]
    return bool(before and named) and min(named) > at and not is_of_carer(max(before)[1])
