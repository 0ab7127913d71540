"""A contact on file that says what a row says, under an id that is made of other people.

The id of a row that has none is made of what it says, and of whom it means. After a merge of
pupils, carers or households, or a move into a second home, the same row has another one.
"""

from typing import Any

from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Spool

ANY_MADE = "SELECT 1 FROM contact WHERE external_id BETWEEN 'csv-' AND 'csv.' LIMIT 1"
THEN = (
    "SELECT id, external_id, carer_id, staff_id, channel, direction, outcome, tone, minutes, note"
    " FROM contact WHERE family_id = :family_id AND happened_at = :happened_at"
    " AND external_id LIKE 'csv-%' ORDER BY id"
)
PUPILS_OF = "SELECT pupil_id FROM contact_pupil WHERE contact_id = :contact_id"
_MADE = len("csv-") + 20  # letters of an id; behind them stands which of several it is
_MAY_BE_BLANK = 5  # staff, channel, direction, outcome: what a blank cell leaves to us


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
        for contact_id, made, *was in self._store.cursor(THEN, family_id=family, happened_at=at):
            said = (carer, staff, *how)
            if (
                self._is_free(contact_id, made)
                and _is_same(said, was)
                and self._are(row, contact_id)
            ):
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


def _is_same(said: tuple[Any, ...], was: list[Any]) -> bool:
    """Whether a contact is what a row says; where and how it was may be left out."""
    return all(
        now == then or (now is None and 0 < at < _MAY_BE_BLANK)
        for at, (now, then) in enumerate(zip(said, was, strict=True))
    )
