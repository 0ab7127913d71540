"""Conversations and actions on their way into the file: what other rows they point at, the answers
that belong to them, and the calendar entry that must notice a change."""

from collections.abc import Mapping
from typing import Any

from parentlink.parse.names import fold
from parentlink.rules.conversation_form import AREAS
from parentlink.store.store import Store
from parentlink.usecases import staff
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.small.again import goes_back
from parentlink.usecases.importing.small.term_fields import ANSWER, PRESENT, areas, people_in

STAFF_COLUMNS = ("staff_id", "lead_id", "handover_to_id")
HIDDEN = "(restricted)"
ANSWERS = "SELECT conversation_id, area, text, restricted FROM conversation_answer ORDER BY id"
PEOPLE = "SELECT conversation_id, name FROM conversation_person ORDER BY id"
PEOPLE_OF = "SELECT name FROM conversation_person WHERE conversation_id = :talk_id"
ANSWER_OF = (
    "SELECT id FROM conversation_answer"
    " WHERE conversation_id = :talk_id AND stage = :stage AND area = :area"
)
ACTION = "SELECT id FROM action WHERE external_id = :external_id"
SEQUENCE = "SELECT sequence FROM conversation WHERE id = :id"
# Whoever imports, where a row says nobody.
BY_ME = {
    "good_news": ("staff_id",),
    "promise": ("staff_id",),
    "action": ("staff_id",),
    "conversation_target": ("staff_id",),
    "conversation": ("lead_id",),
    "conversation_history": ("staff_id",),
}
# What a calendar shows: when one of these changes, its entry is to be replaced.
_IN_CALENDAR = frozenset(
    ("starts_at", "starts_on", "minutes", "room", "state", "carer_id", "lead_id", "handover_to_id")
)


def with_answers(store: Store, table: str, rows: Mapping[str, dict[str, Any]]) -> None:
    """Give conversations on file their answers, as columns of their own."""
    if table == "conversation":
        by_id = {row["id"]: row for row in rows.values()}
        for talk_id, area, text, restricted in store.cursor(ANSWERS):
            by_id[talk_id][ANSWER + area] = text
            if restricted:
                by_id[talk_id].setdefault("hidden", set()).add(area)
        for talk_id, name in store.cursor(PEOPLE):
            by_id[talk_id].setdefault("people", set()).add(fold(name))
    if table == "action":
        external = {row["id"]: key for key, row in rows.items()}
        for row in rows.values():
            row["replaces_id"] = external.get(row["replaces_id"])


def differs(was: Mapping[str, Any], column: str, now: Any, before: Any) -> bool:
    """Whether a column says something new; an answer can be held back, and never set free, a
    calendar's number never goes down, and what has gone on here is not open again."""
    if column == PRESENT:
        return not {fold(name) for name in people_in(str(now))} <= was.get("people", set())
    if column == "sequence":
        return int(now) > int(before)
    if column == ANSWER:
        return not set(str(now).split("; ")) <= was.get("hidden", set())
    return bool(before != now) and not goes_back(column, now, before)


def shown(was: Mapping[str, Any], column: str, value: Any) -> Any:
    """A value for the screen: what is held back is never shown to whoever brings a file in."""
    return HIDDEN if column.removeprefix(ANSWER) in was.get("hidden", ()) else value


def settled(store: Store, values: Values, me: int) -> dict[str, Any]:
    """The columns as the file keeps them: people by id (no name is who imports), and what an
    action replaces; the answers left out."""
    found: dict[str, Any] = {
        k: v for k, v in values.items() if k != PRESENT and not k.startswith(ANSWER)
    }
    for column in STAFF_COLUMNS:
        if column in found:
            name = found[column]
            found[column] = me if name is None else staff.named(store, str(name))
    if found.get("replaces_id") is not None:
        found["replaces_id"] = store.value(ACTION, external_id=found["replaces_id"])
    return found


def changed(store: Store, table: str, row_id: int, columns: dict[str, Any]) -> dict[str, Any]:
    """The same columns, and the next number for the calendar where it shows one of them."""
    if table == "conversation" and _IN_CALENDAR & columns.keys():
        following = int(store.value(SEQUENCE, id=row_id)) + 1
        return columns | {"sequence": max(following, int(columns.get("sequence", 0)))}
    return columns


def keep_answers(store: Store, talk_id: int, values: Values) -> None:
    """Write what was said in a conversation, and who was there; what is restricted stays so."""
    _keep_people(store, talk_id, values)
    held_back = set(str(values.get(ANSWER) or "").split("; "))
    said = areas(values)
    for area in [*said, *sorted((held_back & AREAS.keys()) - set(said))]:
        stage = AREAS[area].stage
        known = store.value(ANSWER_OF, talk_id=talk_id, stage=stage, area=area)
        new: dict[str, Any] = {"text": values[ANSWER + area]} if area in said else {}
        new |= {"restricted": True} if area in held_back or AREAS[area].restricted else {}
        if known:
            store.update("conversation_answer", known, **new)
        elif "text" in new:
            new.setdefault("restricted", False)
            store.insert(
                "conversation_answer", conversation_id=talk_id, stage=stage, area=area, **new
            )


def _keep_people(store: Store, talk_id: int, values: Values) -> None:
    if said := values.get(PRESENT):
        known = {fold(name) for (name,) in store.cursor(PEOPLE_OF, talk_id=talk_id)}
        for name in people_in(str(said)):
            if fold(name) not in known:
                known.add(fold(name))
                store.insert("conversation_person", conversation_id=talk_id, name=name)
