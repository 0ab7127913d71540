"""A contact on file that says what a row says, under an id that is made of other people.

The id of a row that has none is made of what it says, and of whom it means. After a merge of
pupils, carers or households, or a move into a second home, the same row has another one.
"""

from itertools import product
from typing import Any

from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Spool
from parentlink.usecases.importing.contacts.cells import Said, assumed
from parentlink.usecases.importing.contacts.rows import made_id

ANY_MADE = "SELECT 1 FROM contact WHERE external_id BETWEEN 'csv-' AND 'csv.' LIMIT 1"
THEN = (
    "SELECT c.id, c.external_id, s.name_key, c.staff_id, c.carer_id, c.channel, c.direction,"
    " c.outcome, c.tone, c.minutes, c.note FROM contact c JOIN staff s ON s.id = c.staff_id"
    " WHERE c.family_id = :family_id AND c.happened_at = :happened_at"
    " AND c.external_id LIKE 'csv-%' ORDER BY c.id"
)
PUPILS_OF = "SELECT pupil_id FROM contact_pupil WHERE contact_id = :contact_id"
_MADE = len("csv-") + 20  # letters of an id; behind them stands which of several it is
_BLANK = 3  # channel, direction, outcome: what a blank cell leaves to us


class Again:
    """Finds the contact that a row without an id has become; each stands for one row."""

    def __init__(self, store: Store, rows: Spool) -> None:
        self._store, self._rows = store, rows
        self._is_any = next(store.cursor(ANY_MADE), None) is not None
        self._ids: set[str] = set()
        self._taken: set[int] = set()

    def has(self, row: tuple[Any, ...]) -> bool:
        """Whether what this row says is on file. It gave no id, and the one made of it is new."""
        if not self._is_any:
            return False
        family, carer, staff, at, _, *how = row[6:17]
        said = [carer, *assumed(*how[:_BLANK]), *how[_BLANK:]]
        found = self._store.cursor(THEN, family_id=family, happened_at=at)
        for contact_id, made, by, staff_id, *was in list(found):
            if was != said or staff not in (None, staff_id) or not self._is_free(contact_id, made):
                continue
            ids = _ids_of(at, (family, carer, row[18]), by, was)
            if self._are(row, contact_id) and made[:_MADE] not in ids:
                self._taken.add(contact_id)
                return True
        return False

    def _is_free(self, contact_id: int, made: str) -> bool:
        """Whether no other row of the file is this contact."""
        if not self._ids:  # of all rows, since the one that it is may stand below
            self._ids = {row[1] for chunk in self._rows.chunks() for row in chunk}
        return contact_id not in self._taken and made[:_MADE] not in self._ids

    def _are(self, row: tuple[Any, ...], contact_id: int) -> bool:
        """Whether the row and the contact are about the same pupils."""
        found = self._store.cursor(PUPILS_OF, contact_id=contact_id)
        return {pupil for (pupil,) in found} == set(row[18])


def _ids_of(at: str, who: tuple[Any, ...], by: str, was: list[Any]) -> set[str]:
    """The ids of the rows that say today what a contact says; staff and how may be left out.

    A contact that has one of these is its own row's, and no other's: of a colleague's log, say.
    """
    _, channel, direction, outcome, tone, _, note = was
    ways = product((channel, None), (direction, None), (outcome, None), (by, None))
    return {
        made_id(at, who, Said(how, way, ended, tone), staff, note)
        for how, way, ended, staff in ways
    }
