"""What is on file already, as far as a families file can touch it, looked up by every key."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from parentlink.parse.names import fold
from parentlink.rules.names_alike import only_in_capitals
from parentlink.rules.stand_ins import is_stand_in
from parentlink.rules.titles import split_title
from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.other_names import KNOWN_AS, KnownAs, Other
from parentlink.usecases.importing.rule import Rule
from parentlink.vocabulary import PHONES
from parentlink.vocabulary.restricted import RESTRICTED

STAFF_COLUMNS = ("name", "name_key")
FAMILY_COLUMNS = (
    *("name", "name_key", "household", "home_language", "key_contact_id"),
    *("added_on", "archived_on"),
)
PUPIL_COLUMNS = (
    *("upn", "external_id", "legal_name", "name_key", "preferred_name", "preferred_key"),
    *("date_of_birth", "year_group", "tutor_group", "tutor_id", "starts_on", "leaves_on"),
    *RESTRICTED,
)
CARER_COLUMNS = (
    *("family_id", "external_id", "title", "name", "name_key"),
    *PHONES,
    *("numbers_at", "email", "preferred_channel"),
    *("best_times", "asked_on", "languages", "interpreter", "away_until"),
    *("contact_rule", "rule_reason"),
)
LINK_COLUMNS = (
    *("pupil_id", "carer_id", "relationship", "responsibility", "lives_with"),
    *("priority", "emergency", "listed"),
)
COLUMNS = {
    "staff": STAFF_COLUMNS,
    "family": FAMILY_COLUMNS,
    "pupil": PUPIL_COLUMNS,
    "carer": CARER_COLUMNS,
    "link": LINK_COLUMNS,
}
_NAMES = ("name", "legal_name", "preferred_name", "title")
SOME = 400  # ids to a statement; older SQLite binds 999 values

STAFF = f"SELECT id, {', '.join(STAFF_COLUMNS)} FROM staff ORDER BY id"
FAMILIES = f"SELECT id, {', '.join(FAMILY_COLUMNS)} FROM family ORDER BY id"
PUPILS = f"SELECT id, {', '.join(PUPIL_COLUMNS)} FROM pupil ORDER BY id"
CARERS = f"SELECT id, {', '.join(CARER_COLUMNS)} FROM carer ORDER BY id"
LINKS = f"SELECT id, {', '.join(LINK_COLUMNS)} FROM pupil_carer ORDER BY id"
MEMBERS = "SELECT family_id, pupil_id FROM pupil_family ORDER BY id"
_AMONG = ", ".join(f":id_{place}" for place in range(SOME))
SOME_FAMILIES = FAMILIES.replace("ORDER", f"WHERE id IN ({_AMONG}) ORDER")
SOME_PUPILS = PUPILS.replace("ORDER", f"WHERE id IN ({_AMONG}) ORDER")
SOME_PUPILS_BY = {
    column: PUPILS.replace("ORDER", f"WHERE {column} IN ({_AMONG}) ORDER")
    for column in ("upn", "external_id")
}
SOME_CARERS = CARERS.replace("ORDER", f"WHERE id IN ({_AMONG}) ORDER")
SOME_LINKS = LINKS.replace("ORDER", f"WHERE pupil_id IN ({_AMONG}) ORDER")
SOME_PUPILS_KNOWN_AS = KNOWN_AS.replace("ORDER", f"WHERE pupil_id IN ({_AMONG}) ORDER")
SOME_CARERS_KNOWN_AS = KNOWN_AS.replace("ORDER", f"WHERE carer_id IN ({_AMONG}) ORDER")
SOME_MEMBERS = MEMBERS.replace("ORDER", f"WHERE pupil_id IN ({_AMONG}) ORDER")
Ids = Mapping[str, Sequence[int]]  # of families, pupils and carers, in order


class Row(NamedTuple):
    """A row of the file with its id."""

    id: int
    values: Values

    def get(self, column: str) -> Cell:
        """The cell of a column."""
        return self.values[column]


class OnFile:
    """The people on file and how they hang together. Empty when there is no file yet."""

    def __init__(self, store: Store | None = None, ids: Ids | None = None) -> None:
        """Everybody, or with `ids` those families, pupils and carers and what links them."""
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
        self.staff: dict[str, int] = {}
        self.staff_names: dict[int, str] = {}
        self.known_as = KnownAs()
        if store is not None:
            self._meet_staff(store)
            if ids is None:
                self._load(_everybody(store))
                self._index()

    def part(self, store: Store | None, ids: Ids) -> "OnFile":
        """These people only, with what is the same for all of them."""
        if store is None:
            return self
        found = OnFile()
        found.staff, found.staff_names = self.staff, self.staff_names
        found._load(_some(store, ids))
        found._index()
        return found

    def of_pupils(self, store: Store, column: str, values: Sequence[str]) -> "OnFile":
        """The pupils with these UPNs or ids (a few hundred), with their carers and families."""
        pupils = list(_found(store, SOME_PUPILS_BY[column], values))
        ids = [row_id for row_id, *_ in pupils]
        links = list(_found(store, SOME_LINKS, ids))
        carers = list(_found(store, SOME_CARERS, sorted({link[2] for link in links})))
        families = _found(store, SOME_FAMILIES, sorted({carer[1] for carer in carers}))
        found = OnFile()
        found.staff, found.staff_names = self.staff, self.staff_names
        members = _found(store, SOME_MEMBERS, ids)
        found._load(_People(families, pupils, carers, links, members, ()))
        return found

    def _meet_staff(self, store: Store) -> None:
        for row in _rows(store.cursor(STAFF), STAFF_COLUMNS):
            self.staff[str(row.get("name_key"))] = row.id
            self.staff_names[row.id] = str(row.get("name"))

    def _load(self, people: "_People") -> None:
        self.families = {row.id: row for row in _rows(people.families, FAMILY_COLUMNS)}
        self.pupils = {row.id: row for row in _rows(people.pupils, PUPIL_COLUMNS)}
        self.carers = {row.id: row for row in _rows(people.carers, CARER_COLUMNS)}
        for row in _rows(people.links, LINK_COLUMNS):
            pupil_id, carer_id = int(row.get("pupil_id") or 0), int(row.get("carer_id") or 0)
            self.links[pupil_id, carer_id] = row
            self.carers_of[pupil_id].append(carer_id)
        for family_id, pupil_id in people.members:
            self.members.add((family_id, pupil_id))
            self.families_of[pupil_id].append(family_id)
            self.lived_in.add(family_id)
        self.known_as = KnownAs(map(Other._make, people.known_as))

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


def reach_keys(
    carer: Row | Values, of_many: Collection[int] = frozenset()
) -> list[tuple[str, str]]:
    """A carer's name with each number and address: who shares one of these is the same person.

    What stands for no address, as noemail@school, shows nothing of that kind, nor what very many
    have (`of_many`, by hash).
    """
    name = str(carer.get("name_key"))
    found = [(name, way) for way in ways(carer) if not is_stand_in(way)]
    return [key for key in found if hash(key[1]) not in of_many] if of_many else found


def ways(carer: Row | Values) -> list[str]:
    """A carer's numbers and e-mail address, as they are compared."""
    say = carer.get
    numbers = (say("mobile_phone"), say("home_phone"), say("work_phone"))
    found = [str(number) for number in numbers if number]
    if email := say("email"):
        found.append(str(email).casefold())
    return found


def is_called(row: Row, key: str) -> bool:
    """Whether a carer on file has this name; a title may stand before it or in its own column."""
    own = str(row.get("name_key"))
    title, rest = split_title(key)
    return own == key or (own == rest != key and fold(str(row.get("title") or "")) == title)


def differing(values: Values, row: Row) -> Values:
    """What is said otherwise than on file; capitals say nothing ("Ada OKAFOR" is Ada Okafor)."""
    if values.items() <= row.values.items():
        return {}
    found = {name: now for name, now in values.items() if row.get(name) != now}
    for name in _NAMES:
        if found.get(name) and only_in_capitals(str(found[name]), str(row.get(name))):
            del found[name]
    return found


def rule_on_file(carer: Row) -> Rule:
    """The contact rule of a carer, and why."""
    reason = carer.get("rule_reason")
    return Rule(str(carer.get("contact_rule")), None if reason is None else str(reason))


class _People(NamedTuple):
    """Records of each table, in the order of their ids."""

    families: Iterable[Sequence[Cell]]
    pupils: Iterable[Sequence[Cell]]
    carers: Iterable[Sequence[Cell]]
    links: Iterable[Sequence[Cell]]
    members: Iterable[Sequence[Any]]
    known_as: Iterable[Sequence[Any]]


def _everybody(store: Store) -> _People:
    tables = (FAMILIES, PUPILS, CARERS, LINKS, MEMBERS, KNOWN_AS)
    return _People(*(store.cursor(sql) for sql in tables))


def _some(store: Store, ids: Ids) -> _People:
    pupils, carers = ids["pupil"], ids["carer"]
    others = [
        *_found(store, SOME_PUPILS_KNOWN_AS, pupils),
        *_found(store, SOME_CARERS_KNOWN_AS, carers),
    ]
    return _People(
        _found(store, SOME_FAMILIES, ids["family"]),
        _found(store, SOME_PUPILS, pupils),
        _found(store, SOME_CARERS, carers),
        sorted(_found(store, SOME_LINKS, pupils), key=itemgetter(0)),
        _found(store, SOME_MEMBERS, pupils),
        sorted(others, key=itemgetter(0)),
    )


def _found(store: Store, sql: str, ids: Sequence[int | str]) -> Iterator[Sequence[Any]]:
    """The records for these ids, some hundred to a statement."""
    for start in range(0, len(ids), SOME):
        some: list[int | str | None] = [*ids[start : start + SOME]]
        some += [None] * (SOME - len(some))
        yield from store.cursor(sql, **{f"id_{at}": row_id for at, row_id in enumerate(some)})


def _rows(records: Iterable[Sequence[Any]], columns: Sequence[str]) -> Iterator[Row]:
    for row_id, *cells in records:
        yield Row(row_id, dict(zip(columns, cells, strict=True)))
