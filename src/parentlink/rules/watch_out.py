"""When an import would change so much that a person should look first: the wrong file, perhaps."""

from collections.abc import Sequence
from typing import NamedTuple

# Of the families on file, how many may change unasked; of the carers on file of the pupils in the
# file, at which part removed it asks. Both from the school office's wish (issue 4).
FAMILIES_PERCENT = 20
CARERS_PART = 3
# In a file this small one pupil's new address is a fifth of the school, and in a tutor group some
# such changes are an ordinary week: as many are never asked about.
FEW_FAMILIES = 10
FEW_CHANGED = 5
ONE_CARER = 1
# Ours: no school has an order against every fourth carer, so such a column means something else.
BLOCKED_PART = 4
FEW_BLOCKED = 3
# Ours: a class of thirty loses no ten in a week, so such a file is a part of a list.
MISSING_PART = 3
FEW_AT_SCHOOL = 10
# Ours: of groups on file nearly everybody is known already, of another school's hardly anybody. A
# tutor group that is not on file yet may come in alone.
KNOWN_PART = 10
# Of fewer pupils, each with a single carer, nothing can be said: those may be all they have.
FEW_PUPILS = 4


_FIRST = "Each pupil has one carer in it: it may hold only the first contacts."
_ANOTHER = (
    "It may hold only the first contact of each pupil, or be another kind of list than the one "
    "before."
)


class Reach(NamedTuple):
    """How far an import reaches into what is on file; whoever is new changes no family."""

    families: int
    families_changed: int
    carers: int  # on file, of the pupils in the file
    carers_removed: int
    listed: int = 0  # carers in the file
    blocked: int = 0  # of these, who would be never or ask first from now on
    is_first_only: bool = False  # no pupil of the file has a second carer there
    pupils: int = 0  # on file, of the groups in the file
    missing: int = 0  # of these, who are not in it
    known: int = 0  # pupils on file who are in the file
    new: int = 0  # pupils of the file who are not among them


def watch_out(reach: Reach, mostly: Sequence[str] = ()) -> list[str]:
    """Why somebody should look before this is imported; `mostly` names what would change."""
    found = (_families(reach, mostly), _carers(reach), _blocked(reach), _missing(reach))
    return [sentence for sentence in (*found, _strange(reach)) if sentence]


def _families(reach: Reach, mostly: Sequence[str]) -> str:
    much = reach.families_changed * 100 > reach.families * FAMILIES_PERCENT
    is_small = reach.families < FEW_FAMILIES or reach.families_changed <= FEW_CHANGED
    if not much or is_small:
        return ""
    what = f", mostly {' and '.join(mostly)}" if mostly else ""
    return (
        f"This file would change {reach.families_changed:,} of the {reach.families:,} families on "
        f"file ({reach.families_changed / reach.families:.0%}){what}. That is right when a school "
        "year begins and everybody moves up. At any other time it may be the wrong file, last "
        "year's, or one whose columns have moved."
    )


def _carers(reach: Reach) -> str:
    much = reach.carers_removed * CARERS_PART >= reach.carers and reach.carers_removed > ONE_CARER
    if not much and not (reach.is_first_only and reach.carers_removed):
        return ""
    return (
        f"This file no longer lists {reach.carers_removed:,} of the {reach.carers:,} carers on "
        "file of its pupils, and nobody would ring them any more. "
        f"{_FIRST if reach.is_first_only else _ANOTHER}"
    )


def _blocked(reach: Reach) -> str:
    much = reach.blocked * BLOCKED_PART > reach.listed
    if not much or reach.blocked <= FEW_BLOCKED:
        return ""
    return (
        f"This file would block {reach.blocked:,} of its {reach.listed:,} carers (never contact, "
        "or ask first). That many court orders are hardly true: a column may mean something else, "
        'or hold a word for "nothing" that we do not know.'
    )


def _missing(reach: Reach) -> str:
    if reach.missing * MISSING_PART < reach.pupils or reach.pupils < FEW_AT_SCHOOL:
        return ""
    return (
        f"This file leaves out {reach.missing:,} of the {reach.pupils:,} pupils on file of its "
        "groups. That is right when everybody moves up. At any other time it may be a part of "
        "the list, or an export that broke off."
    )


def _strange(reach: Reach) -> str:
    if min(reach.pupils, reach.new) < FEW_AT_SCHOOL or reach.known * KNOWN_PART > reach.new:
        return ""
    known = "none of them is"
    if reach.known:
        known = f"only {reach.known:,} of them {'is' if reach.known == 1 else 'are'}"
    return (
        f"This file has {reach.known + reach.new:,} pupils, and {known} on file, where its groups "
        f"have {reach.pupils:,}. That is right for a new year group or a second school. Otherwise "
        "the file may be another school's, or names and ids may be written in another way, and "
        "everybody would come in a second time."
    )
