"""What people decided about records that look alike: the names of merged ones, and who are two."""

from collections.abc import Iterator, Sequence
from typing import Any

from parentlink.store.store import Store
from parentlink.usecases.exporting.names import Names
from parentlink.usecases.exporting.pieces import Cell, Table

WHO = ("family_ref", "family", "upn", "pupil", "carer")
KNOWN_AS_HEADINGS = (*WHO, "external_id", "name_key")
APART_HEADINGS = (*WHO, *(f"other_{heading}" for heading in WHO))
# Five columns each for a pupil, and as many for a carer.
_PUPIL = "{0}.id, NULL, NULL, {0}.upn, {0}.legal_name"
_CARER = "{0}.id, {0}.family_id, {0}f.name, NULL, {0}.name"
KNOWN_PUPILS = (
    f"SELECT {_PUPIL.format('p')}, k.external_id, k.name_key FROM known_as k"
    " JOIN pupil p ON p.id = k.pupil_id ORDER BY k.id"
)
KNOWN_CARERS = (
    f"SELECT {_CARER.format('c')}, k.external_id, k.name_key FROM known_as k"
    " JOIN carer c ON c.id = k.carer_id JOIN family cf ON cf.id = c.family_id"
    " ORDER BY k.id"
)
PUPILS_APART = (
    f"SELECT {_PUPIL.format('p')}, {_PUPIL.format('o')} FROM apart a"
    " JOIN pupil p ON p.id = a.pupil_id JOIN pupil o ON o.id = a.other_pupil_id ORDER BY a.id"
)
CARERS_APART = (
    f"SELECT {_CARER.format('c')}, {_CARER.format('o')} FROM apart a"
    " JOIN carer c ON c.id = a.carer_id JOIN family cf ON cf.id = c.family_id"
    " JOIN carer o ON o.id = a.other_carer_id JOIN family of ON of.id = o.family_id"
    " ORDER BY a.id"
)


def known_as(store: Store, names: Names, out: frozenset[int]) -> Table:
    """How files may still name somebody whose second record was merged."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in store.cursor(KNOWN_PUPILS):
            yield (*_pupil(row[:5], names), *row[5:])
        for row in store.cursor(KNOWN_CARERS):
            if row[0] not in out:
                yield (*_carer(row[:5], names), *row[5:])

    return Table(KNOWN_AS_HEADINGS, rows())


def apart(store: Store, names: Names, out: frozenset[int]) -> Table:
    """Two who look like one, and are two."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in store.cursor(PUPILS_APART):
            yield (*_pupil(row[:5], names), *_pupil(row[5:], names))
        for row in store.cursor(CARERS_APART):
            if out.isdisjoint((row[0], row[5])):
                yield (*_carer(row[:5], names), *_carer(row[5:], names))

    return Table(APART_HEADINGS, rows())


def _pupil(who: Sequence[Any], names: Names) -> tuple[Cell, ...]:
    pupil_id, _, _, upn, name = who
    return (None, None, upn, names.pupil(pupil_id, name), None)


def _carer(who: Sequence[Any], names: Names) -> tuple[Cell, ...]:
    carer_id, family_id, family, _, name = who
    return (names.family(family_id), family, None, None, names.carer(carer_id, name))
