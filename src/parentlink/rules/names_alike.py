"""Why two folded names may be one person's."""

from typing import NamedTuple

from parentlink.rules.titles import split_title

_SHORT = 3  # letters: shorter first names are too often each other's neighbours


class Reason(NamedTuple):
    """Why two may be one."""

    weight: int
    text: str


def names_alike(one: str, other: str) -> Reason | None:
    """Why two folded names may be one person's."""
    if one == other:
        return Reason(40, "the same name")
    mine, theirs = one.split(), other.split()
    if sorted(mine) == sorted(theirs):
        return Reason(38, "the same names in another order")
    if one_letter_apart(one, other):
        return Reason(30, "names that differ in one letter")
    if mine[-1] == theirs[-1] and _short_for(mine[0], theirs[0]):
        return Reason(20, "the same surname, and one first name begins like the other")
    if len(mine) != len(theirs) and (set(mine) < set(theirs) or set(theirs) < set(mine)):
        return Reason(20, "one name is part of the other")
    return None


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter is missing, more, different, or two neighbours changed places."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or len(other) <= _SHORT:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (
        swapped and one[start + 2 :] == other[start + 2 :]
    )


def _short_for(one: str, other: str) -> bool:
    """Jo and Joanna, J and Jo, but not Ann and Anthony: beginnings of three letters or of one."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and short != long


def says_no_more(name: str, known: str) -> bool:
    """Whether a folded name is half of a fuller one, or has its initial: "mr wye", "tom wye"."""
    mine, own = _words(name), _words(known)
    is_half = len(mine) == 1 < len(own) and len(mine[0]) > 1 and mine[0] in (own[0], own[-1])
    return is_half or has_initial(name, known)


def has_initial(name: str, known: str) -> bool:
    """Whether a folded name is a fuller one with an initial for the forename: "mr t wye"."""
    mine, own = _words(name), _words(known)
    if min(len(mine), len(own)) < 2 or mine[-1] != own[-1]:
        return False
    return len(mine[0]) == 1 < len(own[0]) and own[0].startswith(mine[0])


def only_in_capitals(name: str, known: str) -> bool:
    """Whether a name is the known one, with words of it in capitals: "Ada OKAFOR"."""
    mine, own = name.split(), known.split()
    return len(mine) == len(own) and all(
        one == other or (one == one.upper() and one.casefold() == other.casefold())
        for one, other in zip(mine, own, strict=True)
    )


def _words(name: str) -> list[str]:
    """The words of a folded name behind the title."""
    return split_title(name)[1].split()


def first_names_alike(one: str, other: str) -> bool:
    """Whether two first names may be one person's: Dave and David, Sara and Sarah."""
    return one == other or _short_for(one, other) or one_letter_apart(one, other)


def first_name(name: str) -> str:
    """The first word of a folded name."""
    return name.split()[0]
