"""Families out: one row for each pupil and carer, with the headings of `import families`.

`family_ref`, `pupil_ref` and `carer_ref` say within the file which rows are one family, pupil or
carer; `in_family` is "no" where a carer's pupil does not belong to the carer's household.
"""

from collections import defaultdict
from collections.abc import Iterator

from parentlink.store.store import Store
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.usecases.importing.fields import FIELDS, RESTRICTED
from parentlink.usecases.importing.onfile import OnFile, Row

_FAMILY = ("family", "household", "home_language", "key_contact", "archived_on")
_PUPIL = (
    *("upn", "pupil_id", "pupil", "preferred_name", "date_of_birth", "year_group", "tutor_group"),
    *("tutor", "starts_on", "leaves_on"),
)
_CARER = (
    *("carer_id", "title", "carer", "mobile_phone", "home_phone", "work_phone", "email"),
    *("preferred_channel", "best_times", "asked_on", "languages", "interpreter", "away_until"),
    *("contact_rule", "rule_reason"),
)
_LINK = ("relationship", "parental_responsibility", "lives_with", "priority", "emergency")
_COLUMNS = {"pupil": "legal_name", "carer": "name"}
_YES_NO = ("interpreter", "emergency", "pupil_premium", "eal", "looked_after", "young_carer")


def families(store: Store, group: str | None, *, restricted: bool) -> Table:
    """Every family with its pupils and carers; with `group`, the pupils of that tutor group."""
    pupil = _PUPIL + RESTRICTED if restricted else _PUPIL
    made = _Families(OnFile(store), {row.id: row for row in _staff(store)}, pupil)
    heads = ("family_ref", *_FAMILY, "pupil_ref", *pupil, "carer_ref", *_CARER, *_LINK, "in_family")
    return Table(heads, made.rows(group))


def never_carers(store: Store, group: str | None) -> int:
    """How many carers in such an export must not be contacted."""
    return int(store.value(NEVER, tutor_group=group))


NEVER = (
    "SELECT COUNT(*) FROM carer c WHERE c.contact_rule = 'never' AND (:tutor_group IS NULL"
    " OR EXISTS (SELECT 1 FROM pupil_carer pc JOIN pupil p ON p.id = pc.pupil_id"
    " WHERE pc.carer_id = c.id AND p.tutor_group = :tutor_group))"
)
NAMES = "SELECT id, name FROM staff"


def _staff(store: Store) -> Iterator[Row]:
    for staff_id, name in store.cursor(NAMES):
        yield Row(staff_id, {"name": name})


class _Families:
    """Everybody on file, by household."""

    def __init__(self, on_file: OnFile, staff: dict[int, Row], pupil: tuple[str, ...]) -> None:
        self._on_file, self._staff, self._pupil = on_file, staff, pupil
        self._carers: dict[int, list[Row]] = defaultdict(list)
        self._pupils: dict[int, list[int]] = defaultdict(list)
        self._linked: dict[int, list[int]] = defaultdict(list)
        for carer in on_file.carers.values():
            self._carers[int(carer.values["family_id"] or 0)].append(carer)
        for family_id, pupil_id in sorted(on_file.members):
            self._pupils[family_id].append(pupil_id)
        for pupil_id, carer_id in on_file.links:
            self._linked[carer_id].append(pupil_id)

    def rows(self, group: str | None) -> Iterator[tuple[Cell, ...]]:
        """One row for each pupil and carer; who has no other has a row alone."""
        for family_id, family in self._on_file.families.items():
            for pupil_id, carer in self._pairs(family_id):
                if group is None or self._is_in(pupil_id, group):
                    yield self._row(family, pupil_id, carer)

    def _pairs(self, family_id: int) -> Iterator[tuple[int | None, Row | None]]:
        carers, pupils = self._carers[family_id], self._pupils[family_id]
        with_carer: set[int] = set()
        for carer in carers:
            linked = self._linked[carer.id]
            with_carer.update(linked)
            for pupil_id in linked or (None,):
                yield pupil_id, carer
        for pupil_id in pupils:
            if pupil_id not in with_carer:
                yield pupil_id, None
        if not carers and not pupils:
            yield None, None

    def _is_in(self, pupil_id: int | None, group: str) -> bool:
        return (
            pupil_id is not None and self._on_file.pupils[pupil_id].values["tutor_group"] == group
        )

    def _row(self, family: Row, pupil_id: int | None, carer: Row | None) -> tuple[Cell, ...]:
        pupil = None if pupil_id is None else self._on_file.pupils[pupil_id]
        link = self._on_file.links.get((pupil.id, carer.id)) if pupil and carer else None
        return (
            f"f{family.id}",
            *self._cells(family, _FAMILY),
            f"p{pupil.id}" if pupil else None,
            *self._cells(pupil, self._pupil),
            f"c{carer.id}" if carer else None,
            *self._cells(carer, _CARER),
            *self._cells(link, _LINK),
            (family.id, pupil.id) in self._on_file.members if pupil else None,
        )

    def _cells(self, row: Row | None, headings: tuple[str, ...]) -> Iterator[Cell]:
        for heading in headings:
            column = _COLUMNS.get(heading, FIELDS[heading].column)
            value = row.values[column] if row else None
            if value is not None and column in ("key_contact_id", "tutor_id"):
                value = self._staff[int(value)].values["name"]
            yield bool(value) if value is not None and heading in _YES_NO else value
