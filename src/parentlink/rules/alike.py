"""Who may be one person on file twice: the reasons, and how much each of them weighs.

Nothing here decides: a person merges, or says that they are two. Weights are ours, so that what
could hardly be chance comes first; they are no probabilities.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple, TypeVar

from parentlink.rules.names_alike import Reason, first_name, names_alike
from parentlink.rules.titles import split_title, title_of, two_by_title
from parentlink.vocabulary import ContactRule

# Of more people who share a number it says nothing: it is the school's own, or a stand-in.
MOST_SHARING = 12
_WHOLE = 38  # the weight of a name that is the same, perhaps in another order
_APART = (
    frozenset(("mother", "mum", "mummy")),
    frozenset(("father", "dad", "daddy")),
)


class Pupil(NamedTuple):
    """What a pupil is compared by. Names are folded; `ways` are the numbers of the carers."""

    id: int
    names: tuple[str, ...]
    upn: str | None
    external_id: str | None
    born: date | None
    year_group: int | None
    tutor_group: str | None
    ways: frozenset[str]


class Carer(NamedTuple):
    """What a carer is compared by. Names are folded; surnames are those of the pupils."""

    id: int
    title: str
    name: str
    family_id: int
    ways: frozenset[str]
    rule: str
    relations: frozenset[str]
    pupils: frozenset[int]
    surnames: frozenset[str]


Someone = TypeVar("Someone", Pupil, Carer)


# -- dates of birth -------------------------------------------------------------------------


def births_alike(one: date, other: date) -> str | None:
    """How two different dates of birth may be one with a slip in it; None if they may not."""
    if one == other:
        return None
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "day and month changed places"
    digits = zip(one.isoformat(), other.isoformat(), strict=True)
    return "one digit is different" if sum(a != b for a, b in digits) == 1 else None


# -- pairs ---------------------------------------------------------------------------------


def sharing(
    people: Sequence[Someone], keys: Iterable[Callable[[Someone], Iterable[Hashable]]], most: int
) -> Iterator[tuple[Someone, Someone]]:
    """Every two who have a key in common, each pair once, as long as few enough have it.

    One kind of key after the other, since a whole trust's keys would not fit beside each other.
    """
    seen: set[tuple[int, int]] = set()
    for keys_of in keys:
        holders: dict[Hashable, list[Someone]] = {}
        for one in people:
            for key in set(keys_of(one)):
                holders.setdefault(key, []).append(one)
        for some in holders.values():
            for one, other in combinations(some, 2) if 1 < len(some) <= most else ():
                if (one.id, other.id) not in seen:
                    seen.add((one.id, other.id))
                    yield one, other


def _born(pupil: Pupil) -> Iterator[Hashable]:
    if pupil.born:
        yield from ((pupil.born, end) for name in pupil.names for end in _ends(name))


def _grouped(pupil: Pupil) -> Iterator[Hashable]:
    if pupil.tutor_group:
        group = pupil.tutor_group.casefold()
        yield from ((group, end) for name in pupil.names for end in _ends(name))


def _at_home(pupil: Pupil) -> Iterator[Hashable]:
    yield from ((way, _sorted(name)) for name in pupil.names for way in pupil.ways)


def _named(pupil: Pupil) -> Iterator[Hashable]:
    if None in (pupil.born, pupil.upn):
        yield from pupil.names


def _reached(carer: Carer) -> Iterator[Hashable]:
    yield from carer.ways


def _housed(carer: Carer) -> Iterator[Hashable]:
    yield carer.family_id, _sorted(carer.name)


def _of_pupils(carer: Carer) -> Iterator[Hashable]:
    yield from ((pupil, part) for pupil in carer.pupils for part in carer.name.split())


def _of_siblings(carer: Carer) -> Iterator[Hashable]:
    yield from ((surname, _sorted(carer.name)) for surname in carer.surnames)


# What two records of one person would have in common: a name alone only where no more is known.
PUPIL_KEYS = (_born, _grouped, _at_home, _named)
CARER_KEYS = (_reached, _housed, _of_pupils, _of_siblings)


def _ends(name: str) -> set[str]:
    """One letter differs in one part only, so the first or the last part is the same."""
    parts = name.split()
    return {parts[0], parts[-1], _sorted(name)}


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def why_one_pupil(one: Pupil, other: Pupil) -> list[Reason]:
    """The reasons why two pupils may be one, or none if they are not."""
    if _told_apart(one, other):
        return []
    found = [names_alike(a, b) for a in one.names for b in other.names]
    name = max((reason for reason in found if reason), default=_renamed(one, other))
    if name is None or (_born_apart(one, other) and name.weight < _WHOLE):
        return []
    reasons = [name]
    if one.born and one.born == other.born:
        reasons.append(Reason(40, "the same date of birth"))
    elif one.born and other.born and (how := births_alike(one.born, other.born)):
        reasons.append(Reason(20, f"dates of birth in which {how}"))
    elif _born_apart(one, other):
        reasons.append(Reason(0, "two dates of birth, of which one may be wrong"))
    if not one.ways.isdisjoint(other.ways):
        reasons.append(Reason(20, "a carer's number or e-mail address in common"))
    if one.tutor_group and one.tutor_group == other.tutor_group:
        reasons.append(Reason(15, "the same tutor group"))
    reasons += _of_upns(one, other)
    return reasons if _enough(reasons, name) or _is_open(one, other) else []


def _renamed(one: Pupil, other: Pupil) -> Reason | None:
    """A new surname: no home has two children of one first name who were born on one day."""
    mine, theirs = (set(map(first_name, each.names)) for each in (one, other))
    at_home = one.born and one.born == other.born and not one.ways.isdisjoint(other.ways)
    return None if not at_home or mine.isdisjoint(theirs) else Reason(20, "the same first name")


def _told_apart(one: Pupil, other: Pupil) -> bool:
    if _two_upns(one, other):  # a UPN changes now and then; all else is the same then
        return one.born is None or one.born != other.born or one.names[0] != other.names[0]
    if one.born and other.born and _born_apart(one, other):
        return births_alike(one.born, other.born) is None and not _one_place(one, other)
    if None in (one.year_group, other.year_group) or (one.born and other.born):
        return False
    apart = abs(
        (one.year_group or 0) - (other.year_group or 0)
    )  # the older record may be last year's
    return apart > (1 if _is_open(one, other) else 0)


def _one_place(one: Pupil, other: Pupil) -> bool:
    """No home calls two children the same, and no tutor group has both of them."""
    group = one.tutor_group and one.tutor_group == other.tutor_group
    return bool(group) and one.names[0] == other.names[0] and not one.ways.isdisjoint(other.ways)


def _is_open(one: Pupil, other: Pupil) -> bool:
    """Whether two of one name have no id and no date of birth that could tell them apart."""
    known = ((one.born, other.born), (one.upn, other.upn), (one.external_id, other.external_id))
    return one.names[0] == other.names[0] and all(None in pair for pair in known)


def _of_upns(one: Pupil, other: Pupil) -> list[Reason]:
    if _two_upns(one, other):
        return [Reason(0, "two UPNs, of which one may be an old one")]
    unsaid = None in (one.upn, other.upn)
    return [Reason(5, "no UPN that tells them apart")] if unsaid else []


def _two_upns(one: Pupil, other: Pupil) -> bool:
    return None not in (one.upn, other.upn) and one.upn != other.upn


def _born_apart(one: Pupil, other: Pupil) -> bool:
    return None not in (one.born, other.born) and one.born != other.born


def _enough(reasons: Sequence[Reason], name: Reason) -> bool:
    """A name that is only like another needs the date of birth, or a carer and the group."""
    texts = {reason.text for reason in reasons}
    if "the same date of birth" in texts:
        return True
    home = "a carer's number or e-mail address in common" in texts
    group = "the same tutor group" in texts
    return (home and group) or (name.weight >= _WHOLE and (home or group))


def why_one_carer(one: Carer, other: Carer) -> list[Reason]:
    """The reasons why two carers may be one, or none if they are not."""
    ways = not one.ways.isdisjoint(other.ways)
    mine, theirs = (split_title(each.name)[1] for each in (one, other))
    name = names_alike(mine, theirs)
    if name is None and ways and mine.split()[0] == theirs.split()[0]:
        name = Reason(15, "the same first name")
    titles = (title_of(each.title, each.name) for each in (one, other))
    if name is None or two_by_title(*titles) or mother_and_father(one.relations, other.relations):
        return []
    ties = [Reason(40, "the same number or e-mail address")] if ways else []
    ties += _family_ties(one, other, whole_name=name.weight >= _WHOLE)
    if ties and ContactRule.ALLOW in (one.rule, other.rule) and one.rule != other.rule:
        ties.append(Reason(10, "a contact rule protects only one of them"))
    return [name, *ties] if ties else []


def _family_ties(one: Carer, other: Carer, *, whole_name: bool) -> list[Reason]:
    if one.pupils & other.pupils:
        return [Reason(25, "carers of the same pupil")]
    if one.family_id == other.family_id:
        return [Reason(25, "in the same household")]
    two_numbers = one.ways and other.ways  # in a large school two Mrs Khans have a Khan each
    if whole_name and not two_numbers and one.surnames & other.surnames:
        return [Reason(10, "their pupils have the same surname")]
    return []


def mother_and_father(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one is a mother by what is on file, and the other a father: then they are two."""
    return any(one & mine and other & theirs for mine, theirs in (_APART, _APART[::-1]))
