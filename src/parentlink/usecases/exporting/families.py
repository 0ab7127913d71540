"""Families out: one row for each pupil and carer, with the headings of `import families`.

`family_ref`, `pupil_ref` and `carer_ref` say within the file which rows are one family, pupil or
carer; `in_family` is "no" where a carer's pupil does not belong to the carer's household. Where
carers who must not be contacted are left out, each row says how many in `barred_left_out`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from parentlink.rules.barred_left_out import NOBODY, SETTING, how_many
from parentlink.rules.suspicion import unnamed
from parentlink.store.store import Store
from parentlink.usecases.exporting.held import Held
from parentlink.usecases.exporting.names import Names
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.usecases.kept import value_of
from parentlink.vocabulary import PHONES
from parentlink.vocabulary.restricted import COLUMNS, RESTRICTED, RESTRICTED_FLAGS

_FAMILY = ("family", "household", "home_language", "key_contact", "archived_on", "added_on")
_PUPIL = (
    *("upn", "pupil_id", "pupil", "preferred_name", "date_of_birth", "year_group", "tutor_group"),
    *("tutor", "starts_on", "leaves_on"),
)
_CARER = (
    *("carer_id", "title", "carer", "mobile_phone", "home_phone", "work_phone", "numbers_at"),
    *("email", "preferred_channel", "best_times", "asked_on", "languages", "interpreter"),
    *("away_until", "contact_rule", "rule_reason"),
)
_LINK = (
    *("relationship", "parental_responsibility", "lives_with", "priority", "emergency"),
    "listed_by_school",
)
_YES_NO = ("interpreter", "emergency", "listed_by_school", *RESTRICTED_FLAGS)
_GROUP_AT = 1 + _PUPIL.index("tutor_group")
_REASON_AT = _CARER.index("rule_reason")
_SINCE_AT = _CARER.index("numbers_at")
_PHONES_AT = [_CARER.index(name) for name in PHONES]
_PUPIL_WIDE = 1 + len(_PUPIL) + len(RESTRICTED)
NOT_KNOWN = "unknown"

_PUPIL_COLUMNS = (
    "p.id, p.upn, p.external_id, p.legal_name, p.preferred_name, p.date_of_birth, p.year_group,"
    " p.tutor_group, t.name, p.starts_on, p.leaves_on, "
    + ", ".join(f"p.{name}" for name in RESTRICTED)
)
FAMILIES = (
    "SELECT f.id, f.name, f.household, f.home_language, s.name, f.archived_on, f.added_on"
    " FROM family f LEFT JOIN staff s ON s.id = f.key_contact_id ORDER BY f.id"
)
CARERS = (
    "SELECT c.family_id, c.id, c.external_id, c.title, c.name, c.mobile_phone, c.home_phone,"
    " c.work_phone, c.numbers_at, c.email, c.preferred_channel, c.best_times, c.asked_on,"
    " c.languages, c.interpreter, c.away_until, c.contact_rule, c.rule_reason FROM carer c"
    " ORDER BY c.family_id, c.id"
)
LINKS = (
    f"SELECT c.family_id, c.id, {_PUPIL_COLUMNS}, k.relationship, k.responsibility, k.lives_with,"
    " k.priority, k.emergency, k.listed, EXISTS (SELECT 1 FROM pupil_family m"
    " WHERE m.pupil_id = p.id AND m.family_id = c.family_id)"
    " FROM carer c JOIN pupil_carer k ON k.carer_id = c.id"
    " JOIN pupil p ON p.id = k.pupil_id LEFT JOIN staff t ON t.id = p.tutor_id"
    " ORDER BY c.family_id, c.id, k.id"
)
MEMBERS = (
    f"SELECT m.family_id, {_PUPIL_COLUMNS} FROM pupil_family m JOIN pupil p ON p.id = m.pupil_id"
    " LEFT JOIN staff t ON t.id = p.tutor_id ORDER BY m.family_id, m.pupil_id"
)
NEVER = (
    "SELECT c.id FROM carer c WHERE c.contact_rule = 'never' AND (:tutor_group IS NULL"
    " OR EXISTS (SELECT 1 FROM pupil_carer pc JOIN pupil p ON p.id = pc.pupil_id"
    " WHERE pc.carer_id = c.id AND p.tutor_group = :tutor_group))"
)


def families(
    store: Store,
    group: str | None,
    held: Held,
    names: Names,
    unknown: int = 0,
) -> Table:
    """Every family with its pupils and carers; with `group`, the pupils of that tutor group.

    `unknown` carers who must not be contacted are not on file here.
    """
    pupil = _PUPIL + tuple(one for fact, one in COLUMNS.items() if fact in held.facts)
    heads = ("family_ref", *_FAMILY, "pupil_ref", *pupil, "carer_ref", *_CARER, *_LINK, "in_family")
    rows = _Families(store, held.out, pupil, names).rows(group)
    if count := len(never_carers(store, group) & held.out) + unknown:
        return Table((*heads, SETTING), ((*row, count) for row in rows))
    return Table(heads, rows)


def in_order(store: Store, out: frozenset[int]) -> Iterator[tuple[int | None, int | None]]:
    """The (pupil id, carer id) of each row of that table, in its order."""
    yield from _Families(store, out, _PUPIL, Names()).pairs()


def never_carers(store: Store, group: str | None) -> set[int]:
    """Who of the carers in such an export must not be contacted."""
    return {carer for (carer,) in store.cursor(NEVER, tutor_group=group)}


def unknown_here(store: Store) -> int:
    """How many who must not be contacted were left out of the copy that this file is made from."""
    return how_many(value_of(store, SETTING) or NOBODY)


class _Families:
    """Everybody on file by household: four results in the order of the household, side by side."""

    def __init__(
        self, store: Store, out: frozenset[int], pupil: Sequence[str], names: Names
    ) -> None:
        self._families, self._names = store.cursor(FAMILIES), names
        self._are_out = bool(out)
        self._columns = [(one, 1 + (*_PUPIL, *RESTRICTED).index(one)) for one in pupil]
        self._carers = _Waiting(row for row in store.cursor(CARERS) if row[1] not in out)
        self._links = _Waiting(row for row in store.cursor(LINKS) if row[1] not in out)
        self._members = _Waiting(store.cursor(MEMBERS))

    def rows(self, group: str | None) -> Iterator[tuple[Cell, ...]]:
        """One row for each pupil and carer; who has no other has a row alone."""
        for family_id, *family in self._families:
            head = (self._names.family(family_id), *family)
            for pupil, carer, link in self._of(family_id):
                if group is None or (pupil is not None and pupil[_GROUP_AT] == group):
                    who = self._carer(carer)
                    yield (*head, *self._pupil(pupil), *who, *_link(pupil, link))

    def pairs(self) -> Iterator[tuple[int | None, int | None]]:
        """The ids of the pupil and the carer of each row."""
        for family_id, *_ in self._families:
            for pupil, carer, _ in self._of(family_id):
                yield pupil and pupil[0], carer and carer[0]

    def _of(self, family_id: int) -> Iterator[tuple[Any, Any, Any]]:
        """Each (pupil, carer, link) of a household."""
        links: dict[int, list[Sequence[Any]]] = {}
        for link in self._links.take(family_id):
            links.setdefault(link[1], []).append(link[2:])
        with_carer = {link[0] for found in links.values() for link in found}
        people = False
        for carer in self._carers.take(family_id):
            people = True
            for link in links.get(carer[1], ()):
                yield link[:_PUPIL_WIDE], carer[1:], link[_PUPIL_WIDE:]
            if carer[1] not in links:
                yield None, carer[1:], None
        for member in self._members.take(family_id):
            people = True
            if member[1] not in with_carer:
                yield member[1:], None, (*[None] * len(_LINK), True)
        if not people:
            yield None, None, None

    def _pupil(self, pupil: Sequence[Any] | None) -> Iterator[Cell]:
        if pupil is None:
            return iter([None] * (1 + len(self._columns)))
        return iter((f"p{pupil[0]}", *(_said(name, pupil[at]) for name, at in self._columns)))

    def _carer(self, carer: Sequence[Any] | None) -> Iterator[Cell]:
        if carer is None:
            return iter([None] * (1 + len(_CARER)))
        cells = list(map(_said, _CARER, carer[1:]))
        if since := cells[_SINCE_AT]:
            cells[_SINCE_AT] = f"{str(since).replace(' ', 'T')}Z"
        elif any(cells[at] for at in _PHONES_AT):
            cells[_SINCE_AT] = NOT_KNOWN  # a blank cell would make these numbers new
        if self._are_out and (reason := cells[_REASON_AT]):
            cells[_REASON_AT] = unnamed(str(reason))
        return iter((f"c{carer[0]}", *cells))


class _Waiting:
    """A result in the order of households, of which the next household's records are taken."""

    def __init__(self, found: Iterator[Sequence[Any]]) -> None:
        self._found = found
        self._next = next(found, None)

    def take(self, family_id: int) -> Iterator[Sequence[Any]]:
        """The records of a household, each of which comes once and in order."""
        while self._next is not None and self._next[0] == family_id:
            yield self._next
            self._next = next(self._found, None)


def _link(pupil: Sequence[Any] | None, link: Sequence[Any] | None) -> Iterator[Cell]:
    *cells, belongs = link or [None] * (len(_LINK) + 1)
    return iter((*map(_said, _LINK, cells), bool(belongs) if pupil else None))


def _said(heading: str, value: Any) -> Cell:
    cell: Cell = bool(value) if value is not None and heading in _YES_NO else value
    return cell
