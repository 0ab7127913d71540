"""What stands for a family, a pupil or a carer in the cells of an export.

A family is named by its id. A pupil without a UPN who shares a name with another one, and a carer
who shares one within the family, are named by an id as well, but only in a copy of everything:
there the ids are those that an empty file gives, in the order in which the families' table names
people.
"""

from collections import Counter
from collections.abc import Iterator

from parentlink.store.store import Store

FAMILY_IDS = "SELECT id FROM family ORDER BY id"
PUPIL_KEYS = "SELECT id, upn, legal_name, name_key, preferred_key FROM pupil"
CARER_KEYS = "SELECT id, family_id, name_key FROM carer"


class Names:
    """Families by their ids, and people by their names."""

    def family(self, family_id: int) -> str:
        """The family_ref."""
        return f"f{family_id}"

    def pupil(self, pupil_id: int, name: str) -> str:
        """The cell `pupil`."""
        return name

    def carer(self, carer_id: int | None, name: str | None) -> str | None:
        """The cell `carer`."""
        return name


class NewNames(Names):
    """Ids as an empty file will give them; `rows` are (pupil id, carer id) as families go out."""

    def __init__(self, store: Store, rows: Iterator[tuple[int | None, int | None]]) -> None:
        self._families = {
            found: place for place, (found,) in enumerate(store.cursor(FAMILY_IDS), start=1)
        }
        twins, doubles = _twins(store), _doubles(store)
        self._pupils: dict[int, str] = {}
        self._carers: dict[int, str] = {}
        if twins or doubles:
            pairs = list(rows)
            self._pupils = _numbered("p", (pupil for pupil, _ in pairs), twins)
            self._carers = _numbered("c", (carer for _, carer in pairs), doubles)

    def family(self, family_id: int) -> str:
        """The family_ref."""
        return f"f{self._families[family_id]}"

    def pupil(self, pupil_id: int, name: str) -> str:
        """The name, or the id where the name is not enough."""
        return self._pupils.get(pupil_id, name)

    def carer(self, carer_id: int | None, name: str | None) -> str | None:
        """The name, or the id where the name is not enough."""
        return self._carers.get(carer_id or 0, name)


def _numbered(letter: str, people: Iterator[int | None], wanted: set[int]) -> dict[int, str]:
    order = dict.fromkeys(one for one in people if one is not None)
    return {one: f"{letter}{place}" for place, one in enumerate(order, start=1) if one in wanted}


def _twins(store: Store) -> set[int]:
    """Pupils without a UPN whose name is another one's too, or would be taken for two names."""
    found = list(store.cursor(PUPIL_KEYS))
    keys = Counter(key for *_, name, called in found for key in {name, called} - {None})
    return {
        pupil_id
        for pupil_id, upn, legal, key, _ in found
        if not upn and (keys[key] > 1 or ";" in legal)
    }


def _doubles(store: Store) -> set[int]:
    """Carers whose name another carer of the family has."""
    found = list(store.cursor(CARER_KEYS))
    keys = Counter((family, key) for _, family, key in found)
    return {carer_id for carer_id, family, key in found if keys[family, key] > 1}
