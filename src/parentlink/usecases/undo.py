"""Undo: what the last command did, whether it can be taken back, and taking it back."""

from datetime import datetime
from typing import NamedTuple

from parentlink.errors import NotFound, ParentlinkError
from parentlink.parse.zone import to_local
from parentlink.store.store import Store
from parentlink.store.undo import (
    SINCE,
    Head,
    Stuck,
    changed_later,
    reverse,
    taken_back,
    who_touched,
)


class Plan(NamedTuple):
    """What would be taken back: `again` when that brings something back that was taken back."""

    entry: int
    what: str
    by: str
    mine: bool
    again: bool
    rows: int
    batch: int | None = None  # the number of an import
    is_last: bool = True  # nothing was written after it

    @property
    def called(self) -> str:
        """What a sentence calls it: an import goes by its own number."""
        return _called(self.entry, self.batch)


class Past(NamedTuple):
    """One line of the history."""

    id: int
    when: datetime
    who: str | None
    command: str
    what: str
    rows: int
    taken_back: bool


class _Entry(NamedTuple):
    id: int
    happened_at: datetime
    staff_id: int | None
    who: str | None
    command: str
    summary: str
    undoes_id: int | None
    batch_id: int | None


class _Id(NamedTuple):
    id: int


class _Count(NamedTuple):
    journal_id: int
    rows: int


_ENTRY = (
    "SELECT journal.id, happened_at, staff_id, staff.name AS who, command, summary, undoes_id, "
    "batch_id FROM journal LEFT JOIN staff ON staff.id = journal.staff_id "
)
ONE = _ENTRY + "WHERE journal.id = :entry"
NEWEST = _ENTRY + "ORDER BY journal.id DESC LIMIT :limit"
MY_LAST = (
    "SELECT id FROM journal WHERE staff_id = :me AND command <> 'first-seen' AND EXISTS "
    "(SELECT 1 FROM change WHERE journal_id = journal.id) ORDER BY id DESC LIMIT 1"
)
# A person thinks of a call, not of the rows that tie it to its pupils, or of the promise it kept.
ROWS = (
    "SELECT journal_id, SUM(last_id - row_id + 1) FROM "
    "(SELECT DISTINCT journal_id, table_name, row_id, last_id FROM change "
    "WHERE journal_id BETWEEN :low AND :high AND table_name NOT IN "
    "('contact_pupil', 'pupil_family', 'pupil_carer', 'import_batch', 'journal', "
    "'conversation_answer', "
    "'conversation_history', 'conversation_person', 'missed_follow_up', 'known_as', 'apart') "
    "AND NOT "
    "(operation = 'update' AND table_name IN ('promise', 'good_news')) AND NOT "
    "(table_name = 'action' AND journal_id IN (SELECT journal_id FROM change WHERE journal_id "
    "BETWEEN :low AND :high AND table_name = 'conversation'))) AS touched GROUP BY journal_id"
)
# Being met at the keyboard, or an entry that changed nothing, comes after nothing.
LAST = (
    "SELECT COALESCE(MAX(id), 0) FROM journal WHERE command <> 'first-seen' AND EXISTS "
    "(SELECT 1 FROM change WHERE journal_id = journal.id)"
)
HIGHEST_ID = 2**62
IN_WORDS = {
    "family": "a family",
    "carer": "a carer",
    "pupil": "a pupil",
    "pupil_family": "a pupil's place in a family",
    "pupil_carer": "a pupil's carer",
    "known_as": "another record of the same person",
    "apart": "a word that two people are two",
    "contact": "a contact",
    "contact_pupil": "a contact about a pupil",
    "good_news": "good news",
    "promise": "a promise",
    "conversation_target": "a target for a conversation",
    "conversation": "a structured conversation",
    "conversation_history": "the history of a conversation",
    "conversation_answer": "what was said in a conversation",
    "conversation_person": "who was at a conversation",
    "missed_follow_up": "a step after a missed conversation",
    "action": "an agreed action",
    "calendar_entry": "the calendar",
    "setting": "a setting",
    "staff": "a member of staff",
    "import_batch": "an import",
    "journal": "the history",
}


def plan(store: Store, entry: int | None, me: int | None) -> Plan:
    """What `undo` would take back: that entry, or the last one of the person at the keyboard.

    Raises:
        NotFound: there is no such entry, or nothing of this person's yet.
        ParentlinkError: it was taken back before, or a later change stands on it.
    """
    found = _wanted(store, entry, me)
    root, again = _origin(store, found)
    whose = Plan(
        found.id,
        _what(root),
        found.who or "",
        found.staff_id == me,
        again,
        _rows(store, found.id),
        found.batch_id,
        found.id >= int(store.value(LAST)),
    )
    gone = taken_back(store.all(Head, SINCE, first=found.id))
    if found.id in gone:
        raise ParentlinkError(
            f"{_upper(whose.called)} ({_what(root)}) was already taken back by "
            f"{_named(store, gone[found.id])}. To have it again: parentlink undo {gone[found.id]}"
        )
    later = changed_later(store, found.id)
    if later:
        raise _blocked(
            whose,
            f"{_named(store, later[0])} changed {IN_WORDS[later[1]]} of it later",
            _way_back(store, later[0]),
        )
    return whose


def take_back(store: Store, entry: int, me: int | None) -> Plan:
    """Take an entry back; everything is looked at again, since somebody may have been quicker.

    Raises:
        As `plan`, and ParentlinkError when a later row refers to one that would go.
    """
    planned = plan(store, entry, me)
    try:
        reverse(store, entry)
    except Stuck as stuck:
        raise _stands_on(store, planned, stuck) from stuck
    verb = "did again" if planned.again else "took back"
    store.describe(f"{verb}: {planned.what}")
    return planned


def history(store: Store, limit: int) -> list[Past]:
    """The last commands that changed something, newest first, with local times."""
    entries = store.all(_Entry, NEWEST, limit=limit)
    if not entries:
        return []
    low, high = entries[-1].id, entries[0].id
    gone = taken_back(store.all(Head, SINCE, first=low))
    rows = dict(store.all(_Count, ROWS, low=low, high=high))
    return [
        Past(
            entry.id,
            to_local(entry.happened_at).replace(microsecond=0),
            entry.who,
            entry.command,
            entry.summary,
            rows.get(entry.id, 0),
            entry.id in gone,
        )
        for entry in entries
    ]


def _wanted(store: Store, entry: int | None, me: int | None) -> _Entry:
    if entry is None:
        last = store.one(_Id, MY_LAST, me=me)
        if last is None:
            raise NotFound(
                "There is nothing of yours to take back yet. `parentlink undo --list` shows what "
                "everybody did."
            )
        entry = last.id
    found = store.one(_Entry, ONE, entry=entry) if entry <= HIGHEST_ID else None
    if found is None:
        raise NotFound(
            f"There is no entry {entry} in the history. `parentlink undo --list` shows them all."
        )
    return found


def _origin(store: Store, entry: _Entry) -> tuple[_Entry, bool]:
    """The command that was typed at first, and whether taking `entry` back does it again."""
    again = False
    while entry.undoes_id is not None:
        before = store.one(_Entry, ONE, entry=entry.undoes_id)
        if before is None:
            break
        entry, again = before, not again
    return entry, again


def _what(entry: _Entry) -> str:
    return entry.summary.rstrip(" .") or entry.command


def _rows(store: Store, entry: int) -> int:
    found = store.one(_Count, ROWS, low=entry, high=entry)
    return found.rows if found else 0


def _named(store: Store, entry: int) -> str:
    """An entry as a sentence names it."""
    found = store.one(_Entry, ONE, entry=entry)
    called = _called(entry, found.batch_id if found else None)
    return f"{called} by {found.who}" if found and found.who else called


def _called(entry: int, batch: int | None) -> str:
    return f"entry {entry}" if batch is None else f"import {batch}"


def _way_back(store: Store, entry: int) -> str:
    """What takes an entry back."""
    found = store.one(_Entry, ONE, entry=entry)
    batch = found.batch_id if found else None
    return f"parentlink undo {entry}" if batch is None else f"parentlink undo --import {batch}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _stands_on(store: Store, planned: Plan, stuck: Stuck) -> ParentlinkError:
    """Why the file's own rules refuse it, with the entry that is in the way where one is."""
    if stuck.row_id is None:
        later = who_touched(store, stuck.table_name, stuck.in_place) if stuck.in_place else None
        what = _named(store, later) if later else "what was added, changed or taken away later"
        return _blocked(
            planned,
            f"{IN_WORDS[stuck.table_name]} of it no longer fits with {what}",
            _way_back(store, later) if later else "",
        )
    if stuck.table_name in ("journal", "import_batch"):
        return _blocked(planned, "the history names who it added", "")
    later = who_touched(store, stuck.table_name, stuck.row_id)
    named = f" by {_named(store, later)}" if later else ""
    first = _way_back(store, later) if later else ""
    return _blocked(planned, f"{IN_WORDS[stuck.table_name]} added later{named} needs it", first)


def _blocked(planned: Plan, reason: str, way_back: str) -> ParentlinkError:
    first = f" Take that back first: {way_back}" if way_back else ""
    return ParentlinkError(
        f"{_upper(planned.called)} ({planned.what}) stays as it is, since {reason}.{first}"
    )
