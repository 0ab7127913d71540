"""Everything that hangs on a pupil, carer, family or member of staff, moved to another."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from parentlink.rules.merging import Point, Value, settle_link
from parentlink.store.store import Store


class Held(NamedTuple):
    """A row that refers to somebody; with `partner` it may stand only once for each."""

    table_name: str
    column: str
    id: int
    partner: int | None


class Link(NamedTuple):
    """What a carer is to a pupil, as the file keeps it."""

    relationship: str | None
    responsibility: str
    lives_with: str
    priority: int
    emergency: int
    listed: int


# A test compares these with the foreign keys of the file, so that a new table is not forgotten.
OF_PUPIL = (
    "SELECT 'contact_pupil', 'pupil_id', id, contact_id FROM contact_pupil WHERE pupil_id = :id"
    " UNION ALL SELECT 'good_news', 'pupil_id', id, NULL FROM good_news WHERE pupil_id = :id"
    " UNION ALL SELECT 'conversation_target', 'pupil_id', id, NULL FROM conversation_target"
    " WHERE pupil_id = :id"
    " UNION ALL SELECT 'conversation', 'pupil_id', id, NULL FROM conversation WHERE pupil_id = :id"
    " UNION ALL SELECT 'action', 'pupil_id', id, NULL FROM action WHERE pupil_id = :id"
    " UNION ALL SELECT 'pupil_carer', 'pupil_id', id, carer_id FROM pupil_carer"
    " WHERE pupil_id = :id"
    " UNION ALL SELECT 'pupil_family', 'pupil_id', id, family_id FROM pupil_family"
    " WHERE pupil_id = :id"
    " UNION ALL SELECT 'known_as', 'pupil_id', id, NULL FROM known_as WHERE pupil_id = :id"
    " UNION ALL SELECT 'apart', 'pupil_id', id, other_pupil_id FROM apart WHERE pupil_id = :id"
    " UNION ALL SELECT 'apart', 'other_pupil_id', id, pupil_id FROM apart"
    " WHERE other_pupil_id = :id"
)
OF_CARER = (
    "SELECT 'contact', 'carer_id', id, NULL FROM contact WHERE carer_id = :id"
    " UNION ALL SELECT 'conversation', 'carer_id', id, NULL FROM conversation WHERE carer_id = :id"
    " UNION ALL SELECT 'pupil_carer', 'carer_id', id, pupil_id FROM pupil_carer"
    " WHERE carer_id = :id"
    " UNION ALL SELECT 'known_as', 'carer_id', id, NULL FROM known_as WHERE carer_id = :id"
    " UNION ALL SELECT 'apart', 'carer_id', id, other_carer_id FROM apart WHERE carer_id = :id"
    " UNION ALL SELECT 'apart', 'other_carer_id', id, carer_id FROM apart"
    " WHERE other_carer_id = :id"
)
OF_FAMILY = (
    "SELECT 'contact', 'family_id', id, NULL FROM contact WHERE family_id = :id"
    " UNION ALL SELECT 'promise', 'family_id', id, NULL FROM promise WHERE family_id = :id"
    " UNION ALL SELECT 'conversation', 'family_id', id, NULL FROM conversation"
    " WHERE family_id = :id"
    " UNION ALL SELECT 'action', 'family_id', id, NULL FROM action WHERE family_id = :id"
    " UNION ALL SELECT 'carer', 'family_id', id, NULL FROM carer WHERE family_id = :id"
    " UNION ALL SELECT 'pupil_family', 'family_id', id, pupil_id FROM pupil_family"
    " WHERE family_id = :id"
)
OF_STAFF = (
    "SELECT 'contact', 'staff_id', id, NULL FROM contact WHERE staff_id = :id"
    " UNION ALL SELECT 'good_news', 'staff_id', id, NULL FROM good_news WHERE staff_id = :id"
    " UNION ALL SELECT 'promise', 'staff_id', id, NULL FROM promise WHERE staff_id = :id"
    " UNION ALL SELECT 'conversation', 'lead_id', id, NULL FROM conversation WHERE lead_id = :id"
    " UNION ALL SELECT 'conversation', 'handover_to_id', id, NULL FROM conversation"
    " WHERE handover_to_id = :id"
    " UNION ALL SELECT 'conversation_target', 'staff_id', id, NULL FROM conversation_target"
    " WHERE staff_id = :id"
    " UNION ALL SELECT 'conversation_target', 'lead_id', id, NULL FROM conversation_target"
    " WHERE lead_id = :id"
    " UNION ALL SELECT 'action', 'staff_id', id, NULL FROM action WHERE staff_id = :id"
    " UNION ALL SELECT 'pupil', 'tutor_id', id, NULL FROM pupil WHERE tutor_id = :id"
    " UNION ALL SELECT 'family', 'key_contact_id', id, NULL FROM family WHERE key_contact_id = :id"
    " UNION ALL SELECT 'conversation_history', 'staff_id', id, NULL FROM conversation_history"
    " WHERE staff_id = :id"
    " UNION ALL SELECT 'journal', 'staff_id', id, NULL FROM journal WHERE staff_id = :id"
    " UNION ALL SELECT 'import_batch', 'staff_id', id, NULL FROM import_batch"
    " WHERE staff_id = :id"
)
HELD = {"pupil": OF_PUPIL, "carer": OF_CARER, "family": OF_FAMILY, "staff": OF_STAFF}
LINK = (
    "SELECT relationship, responsibility, lives_with, priority, emergency, listed FROM pupil_carer"
    " WHERE id = :id"
)
SILENT = ("known_as", "apart", "conversation_history", "journal", "import_batch")


class Both(NamedTuple):
    """What hangs on the record that goes: what moves, and what the kept one has already."""

    moving: list[Held]
    doubled: list[tuple[Held, Held]]


def held_by(store: Store, kind: str, kept_id: int, other_id: int) -> Both:
    """The rows of the other record, beside those of the kept one."""
    mine = {
        (row.table_name, row.partner): row
        for row in store.all(Held, HELD[kind], id=kept_id)
        if row.partner is not None
    }
    moving, doubled = [], []
    for row in store.all(Held, HELD[kind], id=other_id):
        if row.partner is not None and (row.table_name, row.partner) in mine:
            doubled.append((mine[row.table_name, row.partner], row))
        elif row.table_name == "apart" and row.partner == kept_id:
            doubled.append((row, row))
        else:
            moving.append(row)
    return Both(moving, doubled)


def counted(rows: Iterable[Held]) -> list[tuple[str, int]]:
    """How many rows of each table move, without what nobody sees."""
    found = Counter(row.table_name for row in rows if row.table_name not in SILENT)
    return list(found.items())


def links_settled(store: Store, both: Both) -> list[tuple[int, int, dict[str, Value], list[Point]]]:
    """For each link that both records have: its partner, the kept link, its changes and points."""
    found = []
    for mine, theirs in both.doubled:
        if mine.table_name == "pupil_carer":
            kept, other = (store.one(Link, LINK, id=row.id) for row in (mine, theirs))
            if kept and other:
                settled = settle_link(kept._asdict(), other._asdict())
                found.append((theirs.partner or 0, mine.id, settled.changes, settled.points))
    return found


def move(store: Store, both: Both, kept_id: int) -> None:
    """Give everything to the kept record; what it has already is taken once."""
    for _, link_id, changes, _points in links_settled(store, both):
        if changes:
            store.update("pupil_carer", link_id, **changes)
    for _, row in both.doubled:
        store.delete(row.table_name, row.id)
    for row in both.moving:
        store.update(row.table_name, row.id, **{row.column: kept_id})
