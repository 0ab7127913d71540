"""When an import would change so much that a person should look first: the wrong file, perhaps."""

from collections.abc import Sequence
from typing import NamedTuple

# Of the families on file, how many may change unasked; of the carers on file of the pupils in the
# file, at which part removed it asks. Both from the school office's wish (issue 4).
FAMILIES_PERCENT = 20
CARERS_PART = 3
# In a file this small one pupil's new address is a fifth of the school.
FEW_FAMILIES = 10
ONE_CARER = 1


class Reach(NamedTuple):
    """How far an import reaches into what is on file; who is new does not count."""

    families: int
    families_changed: int
    carers: int  # on file, of the pupils in the file
    carers_removed: int


def watch_out(reach: Reach, mostly: Sequence[str] = ()) -> list[str]:
    """Why somebody should look before this is imported; `mostly` names what would change."""
    return [sentence for sentence in (_families(reach, mostly), _carers(reach)) if sentence]


def _families(reach: Reach, mostly: Sequence[str]) -> str:
    much = reach.families_changed * 100 > reach.families * FAMILIES_PERCENT
    if not much or reach.families < FEW_FAMILIES:
        return ""
    what = f", mostly {' and '.join(mostly)}" if mostly else ""
    return (
        f"This file would change {reach.families_changed:,} of the {reach.families:,} families on "
        f"file ({reach.families_changed / reach.families:.0%}){what}. That is right when a school "
        "year begins and everybody moves up. At any other time it may be the wrong file, last "
        "year's, or one whose columns have moved."
    )


def _carers(reach: Reach) -> str:
    much = reach.carers_removed * CARERS_PART >= reach.carers
    if not much or reach.carers_removed <= ONE_CARER:
        return ""
    return (
        f"This file no longer lists {reach.carers_removed:,} of the {reach.carers:,} carers on "
        "file of its pupils, and nobody would ring them any more. It may hold only the first "
        "contact of each pupil, or be another kind of list than the one before."
    )
