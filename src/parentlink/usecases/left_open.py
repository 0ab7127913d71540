"""What stays open when a family is archived or a pupil leaves; no list of the day shows it then."""

from datetime import date, datetime
from typing import NamedTuple

from parentlink.store.store import Store


class LeftOpen(NamedTuple):
    """A conversation, an action or a promise; `at` is UTC, and of a conversation only."""

    kind: str
    id: int
    what: str
    on: date
    at: datetime | None


_OPEN = (
    "SELECT 'conversation' AS kind, v.id AS id, '' AS what, v.starts_on AS on_, v.starts_at AS at_"
    " FROM conversation v WHERE v.state IN ('booked', 'missed') AND v.starts_on > :after"
    " AND v.{whose} UNION ALL"
    " SELECT 'action', a.id, a.what, a.due_on, NULL FROM action a"
    " WHERE a.state = 'open' AND a.due_on > :after AND a.{whose}"
)
OF_PUPIL = _OPEN.format(whose="pupil_id = :pupil_id") + " ORDER BY on_, id"
OF_FAMILY = (
    _OPEN.format(whose="family_id = :family_id")
    + " UNION ALL SELECT 'promise', p.id, p.what, p.due_on, NULL FROM promise p"
    " WHERE p.family_id = :family_id AND p.state = 'open' ORDER BY on_, id"
)
_ORDER = ("conversation", "action", "promise")


def of_family(store: Store, family_id: int) -> list[LeftOpen]:
    """Everything open with one family: conversations, actions, promises, each by its day."""
    found = store.all(LeftOpen, OF_FAMILY, family_id=family_id, after=date.min)
    return sorted(found, key=lambda one: _ORDER.index(one.kind))


def of_pupil(store: Store, pupil_id: int, leaves_on: date, today: date) -> list[LeftOpen]:
    """What is open about one pupil, or comes after the day on which they are to leave."""
    after = leaves_on if leaves_on >= today else date.min
    found = store.all(LeftOpen, OF_PUPIL, pupil_id=pupil_id, after=after)
    return sorted(found, key=lambda one: _ORDER.index(one.kind))
