"""The tutor groups that pupils are in, for who typed another one."""

from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import fold, shorten
from parentlink.store.store import Store

_NAMED = 12
GROUPS = "SELECT DISTINCT tutor_group FROM pupil WHERE tutor_group IS NOT NULL ORDER BY tutor_group"


class Group(NamedTuple):
    """A tutor group."""

    name: str


def no_such_group(store: Store, typed: str) -> NotFound:
    """Nobody is in it; those whose names begin like it are named, or the first ones."""
    groups = [each.name for each in store.all(Group, GROUPS)]
    near = [name for name in groups if fold(name).startswith(fold(typed))] or groups
    there = ", ".join(map(shorten, near[:_NAMED])) + (" ..." if len(near) > _NAMED else "")
    there = f" There is {there}." if near else ""
    return NotFound(f"No pupil on file is in the tutor group {shorten(typed)}.{there}")
