"""What is on file already, as far as a families file can touch it, looked up by every key."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Cell, Values

STAFF_COLUMNS = ("name", "name_key")
FAMILY_COLUMNS = (
    *("name", "name_key", "household", "home_language", "key_contact_id"),
    *("added_on", "archived_on"),
)
PUPIL_COLUMNS = (
    *("upn", "external_id", "legal_name", "name_key", "preferred_name", "preferred_key"),
    *("date_of_birth", "year_group", "tutor_group", "tutor_id", "starts_on", "leaves_on"),
    *("sen_status", "pupil_premium", "eal", "looked_after", "young_carer"),
)
CARER_COLUMNS = (
    *("family_id", "external_id", "title", "name", "name_key"),
    *("mobile_phone", "home_phone", "work_phone", "numbers_at", "email", "preferred_channel"),
    *("best_times", "asked_on", "languages", "interpreter", "away_until"),
    *("contact_rule", "rule_reason"),
)
LINK_COLUMNS = (
    *("pupil_id", "carer_id", "relationship", "responsibility", "lives_with"),
    *("priority", "emergency"),
)
COLUMNS = {
    "staff": STAFF_COLUMNS,
    "family": FAMILY_COLUMNS,
    "pupil": PUPIL_COLUMNS,
    "carer": CARER_COLUMNS,
    "link": LINK_COLUMNS,
}
PHONES = ("mobile_phone", "home_phone", "work_phone")

STAFF = f"SELECT id, {', '.join(STAFF_COLUMNS)} FROM staff ORDER BY id"
FAMILIES = f"SELECT id, {', '.join(FAMILY_COLUMNS)} FROM family ORDER BY id"
PUPILS = f"SELECT id, {', '.join(PUPIL_COLUMNS)} FROM pupil ORDER BY id"
CARERS = f"SELECT id, {', '.join(CARER_COLUMNS)} FROM carer ORDER BY id"
LINKS = f"SELECT id, {', '.join(LINK_COLUMNS)} FROM pupil_carer ORDER BY id"
MEMBERS = "SELECT family_id, pupil_id FROM pupil_family ORDER BY id"
# Meeting who is at the keyboard is no change to anybody's family.
LAST_ENTRY = "SELECT COALESCE(MAX(id), 0) FROM journal WHERE command <> 'first-seen'"


class Record:
    """The cells of a row by column; a dictionary for each of very many rows would be too much."""

    __slots__ = ("_cells", "_places")

    def __init__(self, places: dict[str, int], cells: Sequence[Cell]) -> None:
        self._places, self._cells = places, cells

    def __getitem__(self, column: str) -> Cell:
        return self._cells[self._places[column]]


class Row(NamedTuple):
    """A row of the file with its id."""

    id: int
    values: Record | Values

    def get(self, column: str) -> Cell:
        """The cell of a column."""
        return self.values[column]


class OnFile:
    """The people on file and how they hang together. Empty when there is no file yet."""

    def __init__(self, store: Store | None = None) -> None:
        self.entry = 0
        self.staff: dict[str, int] = {}
        self.staff_names: dict[int, str] = {}
        self.families: dict[int, Row] = {}
        self.pupils: dict[int, Row] = {}
        self.carers: dict[int, Row] = {}
        self.links: dict[tuple[int, int], Row] = {}
        self.members: set[tuple[int, int]] = set()
        self.carers_of: dict[int, list[int]] = defaultdict(list)
        self.families_of: dict[int, list[int]] = defaultdict(list)
        self.lived_in: set[int] = set()
        self.carer_by_id: dict[str, int] = {}
        self.carer_by_reach: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.carers_in: dict[int, list[int]] = defaultdict(list)
        if store is not None:
            self._load(store)
            self._index()

    def _load(self, store: Store) -> None:
        self.entry = int(store.value(LAST_ENTRY))
        for row in _rows(store, STAFF, STAFF_COLUMNS):
            self.staff[str(row.get("name_key"))] = row.id
            self.staff_names[row.id] = str(row.get("name"))
        self.families = {row.id: row for row in _rows(store, FAMILIES, FAMILY_COLUMNS)}
        self.pupils = {row.id: row for row in _rows(store, PUPILS, PUPIL_COLUMNS)}
        self.carers = {row.id: row for row in _rows(store, CARERS, CARER_COLUMNS)}
        for row in _rows(store, LINKS, LINK_COLUMNS):
            pupil_id, carer_id = int(row.get("pupil_id") or 0), int(row.get("carer_id") or 0)
            self.links[pupil_id, carer_id] = row
            self.carers_of[pupil_id].append(carer_id)
        for family_id, pupil_id in store.cursor(MEMBERS):
            self.members.add((family_id, pupil_id))
            self.families_of[pupil_id].append(family_id)
            self.lived_in.add(family_id)

    def _index(self) -> None:
        for carer in self.carers.values():
            self.carers_in[int(carer.get("family_id") or 0)].append(carer.id)
            if external := carer.get("external_id"):
                self.carer_by_id[str(external)] = carer.id
            for key in reach_keys(carer):
                self.carer_by_reach[key].append(carer.id)

    def household_carers(self, pupil_id: int) -> dict[int, Row]:
        """The carers of a pupil and of the households they belong to."""
        found = list(self.carers_of.get(pupil_id, ()))
        for family_id in self.families_of.get(pupil_id, ()):
            found += self.carers_in.get(family_id, ())
        return {carer_id: self.carers[carer_id] for carer_id in found}


def reach_keys(carer: Row | Values) -> list[tuple[str, str]]:
    """A carer's name with each number and address: who shares one of these is the same person."""
    name = str(carer.get("name_key"))
    return [(name, way) for way in ways(carer)]


def ways(carer: Row | Values) -> list[str]:
    """A carer's numbers and e-mail address, as they are compared."""
    found = [str(number) for slot in PHONES if (number := carer.get(slot))]
    if email := carer.get("email"):
        found.append(str(email).casefold())
    return found


def _rows(store: Store, sql: str, columns: Sequence[str]) -> Iterator[Row]:
    places = {column: at for at, column in enumerate(columns)}
    for record in store.cursor(sql):
        yield Row(record[0], Record(places, record[1:]))
