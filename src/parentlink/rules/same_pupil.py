"""Whether a row with a pupil's id is about that pupil, or the id is another system's.

A surname, a date of birth and a forename may each be mended, and the id stays. But a number alone,
which may be no more than the place in a list, must never turn one child into another.
"""

from datetime import date
from typing import NamedTuple

from parentlink.rules.alike import births_alike, first_names_alike


class Known(NamedTuple):
    """What is known of a pupil; `names` are folded, and may hold a preferred forename alone."""

    names: tuple[str, ...]
    born: str | None
    upn: str | None


def may_have_id(row: Known, filed: Known, *, near: bool) -> bool:
    """Whether a row may be about the pupil on file with its id; `near` if they share a home."""
    pairs = [(mine.split(), own.split()) for mine in row.names for own in filed.names]
    if any(sorted(mine) == sorted(own) for mine, own in pairs):
        return True
    first = any(first_names_alike(mine[0], own[0]) for mine, own in pairs)
    last = any(not _surnames(mine).isdisjoint(_surnames(own)) for mine, own in pairs)
    if row.born and filed.born and row.born != filed.born:
        return first and (last or near or _is_slip(row.born, filed.born))
    if row.born and filed.born:
        return first or last or None in (row.upn, filed.upn) or row.upn == filed.upn
    return first or (last and near)


def _surnames(words: list[str]) -> set[str]:
    """All but the forename, and the parts of a double name."""
    return {part for word in words[1:] for part in word.split("-")}


def _is_slip(one: str, other: str) -> bool:
    return births_alike(date.fromisoformat(one), date.fromisoformat(other)) is not None
