"""Whether a row with a pupil's id is about that pupil, or the id is another system's.

A surname, a date of birth and a forename may each be mended, and the id stays. But a number alone,
which may be no more than the place in a list, must never turn one child into another. Nor may a
number and half a name: schools merge, and give the numbers of leavers to others, so a child among
strangers has to be the same by more than that.
"""

from datetime import date
from typing import NamedTuple

from parentlink.rules.alike import births_alike
from parentlink.rules.names_alike import first_names_alike


class Known(NamedTuple):
    """What is known of a pupil; `names` are folded, and may hold a preferred forename alone."""

    names: tuple[str, ...]
    born: str | None
    upn: str | None


def may_have_id(row: Known, filed: Known, *, near: bool, strangers: bool = False) -> bool:
    """Whether a row may be about the pupil on file with its id.

    `near` if they share a home; `strangers` if both have carers, and none in common.
    """
    pairs = [(mine.split(), own.split()) for mine in row.names for own in filed.names]
    if any(sorted(mine) == sorted(own) for mine, own in pairs):
        return True
    strangers = strangers and not _is_one_upn(row, filed)
    first = any(first_names_alike(mine[0], own[0]) for mine, own in pairs)
    last = any(not _surnames(mine).isdisjoint(_surnames(own)) for mine, own in pairs)
    if row.born and filed.born and row.born != filed.born:
        likely = near or (last and not strangers) or _is_slip(row.born, filed.born)
        return first and likely
    if row.born and filed.born:
        return first or last or None in (row.upn, filed.upn) or row.upn == filed.upn
    return (first and (last or not strangers)) or (last and near)


def is_namesake(row: Known, filed: Known) -> bool:
    """Whether a row with the id and the name of a pupil, but with none of their carers, is another.

    It is if they were born on days that no slip makes of one another, and no UPN says otherwise.
    """
    if not row.born or not filed.born or row.born == filed.born or _is_one_upn(row, filed):
        return False
    return not _is_slip(row.born, filed.born)


def _is_one_upn(row: Known, filed: Known) -> bool:
    return row.upn is not None and row.upn == filed.upn


def _surnames(words: list[str]) -> set[str]:
    """All but the forename, and the parts of a double name."""
    return {part for word in words[1:] for part in word.split("-")}


def _is_slip(one: str, other: str) -> bool:
    return births_alike(date.fromisoformat(one), date.fromisoformat(other)) is not None
