"""A row without an id of its own, known again by what it says, and how far it can change what is
on file.

The id that such a row gets is made of what it says. After a merge the same row means another pupil
or family, and a row that gives no day another day tomorrow; by the id alone it would come in again.
"""

import re
from collections.abc import Sequence
from typing import Any

from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Values
from parentlink.vocabulary.talks import ActionState, ConversationState

NEWS = (
    "SELECT external_id FROM good_news WHERE pupil_id = :pupil_id AND happened_on = :happened_on"
    " AND text = :text AND external_id LIKE 'csv-%' ORDER BY id"
)
PROMISE = (
    "SELECT external_id FROM promise WHERE family_id = :family_id AND what = :what"
    " AND (made_on = :made_on OR (:undated = 1 AND due_on = :due_on))"
    " AND external_id LIKE 'csv-%' ORDER BY id"
)
ACTION = (
    "SELECT external_id FROM action WHERE pupil_id = :pupil_id AND family_id = :family_id"
    " AND what = :what AND (made_on = :made_on OR (:undated = 1 AND due_on = :due_on))"
    " AND external_id LIKE 'csv-%' ORDER BY id"
)
TARGET = (
    "SELECT external_id FROM conversation_target WHERE pupil_id = :pupil_id"
    " AND (added_on = :added_on OR (:undated = 1"
    " AND (removed_on IS NULL OR removed_on = :removed_on)))"
    " AND external_id LIKE 'csv-%' ORDER BY CASE WHEN removed_on IS NULL THEN 1 ELSE 0 END, id"
)
TALK = (  # by the households, since no index of conversations has all of a pupil's
    "SELECT uid FROM conversation WHERE family_id IN"
    " (SELECT family_id FROM pupil_family WHERE pupil_id = :pupil_id)"
    " AND pupil_id = :pupil_id AND starts_at = :starts_at AND uid LIKE 'csv-%' ORDER BY id"
)
TIMES = "SELECT starts_at, starts_on, school_year, term FROM conversation WHERE uid = :uid"
_NAMED_IN = re.compile(r":(\w+)")  # the values of a statement
# How far things have come; how an action or a promise ended is as far as it gets.
_COME = {
    ActionState.OPEN.value: 0,
    ConversationState.BOOKED.value: 0,
    ConversationState.MISSED.value: 1,
    ConversationState.CANCELLED.value: 1,
    ConversationState.HELD.value: 2,
}
_FARTHEST = 3
_NAMED = 12  # rows in one sentence


def known(store: Store | None, made: str, sql: str, values: Values) -> str:
    """The id on file of what a row says; `made`, which is its own, where that is new."""
    if store is None:
        return made
    said = {name: values.get(name) for name in _NAMED_IN.findall(sql)}
    found = [str(key) for (key,) in store.cursor(sql, **said)]
    return made if made in found else next(iter(found), made)


def dated(
    store: Store | None, made: str, sql: str, values: Values, day: str, said: str | None
) -> tuple[str, Values]:
    """The same with what the row says; where it has not `said` a `day`, the one on file stays."""
    key = known(store, made, sql, values | {"undated": int(not said)})
    return key, values if said or key == made else {k: v for k, v in values.items() if k != day}


def times_kept(store: Store | None, uid: str) -> Values:
    """When a conversation is by now that a row knows by the time it was first booked for."""
    found = list(store.cursor(TIMES, uid=uid)) if store else []
    columns = ("starts_at", "starts_on", "school_year", "term")
    return dict(zip(columns, found[0], strict=True)) if found else {}


def goes_back(column: str, now: Any, before: Any) -> bool:
    """Whether a file says that something is still open which has gone on here since."""
    if before is None:
        return False
    if column == "state":
        return _COME.get(now, _FARTHEST) < _COME.get(before, _FARTHEST)
    return column == "closed_on" and now is None


def stays(rows: Sequence[int]) -> list[str]:
    """That some rows know less than we do, in a sentence."""
    if not rows:
        return []
    named = ", ".join(map(str, rows[:_NAMED])) + (" and others" if len(rows) > _NAMED else "")
    return [
        "This list says of some things that they are still open, and here they have gone on since "
        f"(row {named}). What is done, held, closed or cancelled here stays so."
    ]
