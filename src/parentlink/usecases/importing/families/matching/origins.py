"""Where a link between a pupil and a carer came from: a file, or somebody's hands."""

from typing import NamedTuple

from parentlink.store.store import Store

# What an undo brought back keeps its id, and so the origin it had at first.
LINKS_MADE = (
    "SELECT c.row_id, c.last_id, j.batch_id FROM change c JOIN journal j ON j.id = c.journal_id"
    " WHERE c.table_name = 'pupil_carer' AND c.operation = 'insert' AND j.undoes_id IS NULL"
    " ORDER BY c.id"
)


class _Made(NamedTuple):
    row_id: int
    last_id: int
    batch_id: int | None


class Origins:
    """Read from the journal when first asked: most imports find nobody missing."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._known: list[_Made] | None = None
        self._typed: dict[int, int] = {}

    def is_imported(self, link_id: int) -> bool:
        """Whether a file brought this link in; an id that was used twice is what it was last."""
        if self._known is None:
            self._known = self._read()
        typed = self._typed.get(link_id, -1)
        places = range(len(self._known) - 1, typed, -1)
        return any(self._known[at].row_id <= link_id <= self._known[at].last_id for at in places)

    def _read(self) -> list[_Made]:
        """What files brought, oldest first; `_typed` says for each row typed what came before."""
        runs: list[_Made] = []
        for made in self._store.all(_Made, LINKS_MADE) if self._store else ():
            if made.batch_id is not None:
                runs.append(made)
            else:
                ids = range(made.row_id, made.last_id + 1)
                self._typed.update(dict.fromkeys(ids, len(runs) - 1))
        return runs
