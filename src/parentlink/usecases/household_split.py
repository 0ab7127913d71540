"""A carer who goes to live in another household: with the contacts that were with them."""

from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.store.store import Store


class Row(NamedTuple):
    """A row of a table that goes along."""

    table_name: str
    id: int


class Child(NamedTuple):
    """A pupil of the carer who belongs to the old household, and not to the new one yet."""

    id: int


FAMILY_OF = "SELECT family_id FROM carer WHERE id = :id"
# What was said with the carer, what was promised then, and conversations with what they agreed.
GOING_ALONG = (
    "SELECT 'contact', id FROM contact WHERE carer_id = :id AND family_id = :family_id"
    " UNION ALL SELECT 'promise', p.id FROM promise p JOIN contact c ON c.id = p.contact_id"
    " WHERE c.carer_id = :id AND p.family_id = :family_id"
    " UNION ALL SELECT 'conversation', id FROM conversation"
    " WHERE carer_id = :id AND family_id = :family_id"
    " UNION ALL SELECT 'action', a.id FROM action a JOIN conversation v"
    " ON v.id = a.conversation_id WHERE v.carer_id = :id AND a.family_id = :family_id"
)
CHILDREN = (
    "SELECT l.pupil_id FROM pupil_carer l JOIN pupil_family m ON m.pupil_id = l.pupil_id"
    " AND m.family_id = :old WHERE l.carer_id = :id AND NOT EXISTS (SELECT 1 FROM pupil_family x"
    " WHERE x.pupil_id = l.pupil_id AND x.family_id = :new) ORDER BY l.pupil_id"
)


def move_out(store: Store, carer_id: int, family_id: int) -> bool:
    """Put a carer into another household; their children belong to both from now on.

    Raises:
        Unreadable: they live there already.
    """
    old = int(store.value(FAMILY_OF, id=carer_id))
    if old == family_id:
        raise Unreadable("They belong to that household already. Nothing was saved.")
    for child in store.all(Child, CHILDREN, id=carer_id, old=old, new=family_id):
        store.insert("pupil_family", pupil_id=child.id, family_id=family_id)
    for row in store.all(Row, GOING_ALONG, id=carer_id, family_id=old):
        store.update(row.table_name, row.id, family_id=family_id)
    return store.update("carer", carer_id, family_id=family_id)
