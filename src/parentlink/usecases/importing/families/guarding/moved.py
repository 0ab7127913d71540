"""Tutor groups that have another name in a file: their tutors would look under the old one."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.importing.todo import Change

TUTORS = (
    "SELECT name, tutor_group FROM staff WHERE tutor_group IS NOT NULL"
    " AND (left_on IS NULL OR left_on >= :today) ORDER BY id"
)
IN_GROUP = (
    "SELECT COUNT(*) FROM pupil WHERE tutor_group = :tutor_group"
    " AND (leaves_on IS NULL OR leaves_on >= :today)"
)


class Moved(NamedTuple):
    """Whose tutor group it is, where most of its pupils would be, and how many of how many."""

    staff: str
    was: str
    now: str
    pupils: int
    of: int


class _Tutor(NamedTuple):
    name: str
    tutor_group: str


def moved(store: Store, changes: Iterable[Change], today: date) -> list[Moved]:
    """The groups of staff more than half of which would be in one other group."""
    tutors = store.all(_Tutor, TUTORS, today=today)
    if not tutors:
        return []
    moves = Counter(
        (each.was, str(each.now)) for each in changes if each.field == "tutor_group" and each.now
    )
    found = []
    for name, group in tutors:
        going = [(count, now) for (was, now), count in moves.items() if was == group]
        if going:
            count, now = max(going)
            of = int(store.value(IN_GROUP, tutor_group=group, today=today))
            if count * 2 > of:
                found.append(Moved(name, group, now, count, of))
    return found
