"""Who was merged, and who are two: small tables that come from our own export only."""

from collections.abc import Callable

from parentlink.parse.names import clean_name
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.contacts.cells import read_external
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.small import fields as small
from parentlink.usecases.importing.small.fields import Around, Cells
from parentlink.usecases.importing.small.table import Small

_WHO = ("family_ref", "family", "upn", "pupil", "carer")


def known_as(cells: Cells, around: Around) -> tuple[str, Values]:
    """How files may still name somebody whose second record was merged."""
    values = _somebody(cells, around, "")
    name = cells.get("name_key", "")
    values["name_key"] = small.tried("name_key", name, lambda it: clean_name(it, "the name"))
    values["external_id"] = read_external(cells.get("external_id", ""))
    return small.key_of(values, KNOWN_AS.key), values


def apart(cells: Cells, around: Around) -> tuple[str, Values]:
    """Two who look like one, and are two."""
    one, other = _somebody(cells, around, ""), _somebody(cells, around, "other_")
    if one.keys() != other.keys():
        raise Wrong("pupil", "", "These are a pupil and a carer, whom nobody takes for one.")
    values = one | {f"other_{column}": found for column, found in other.items()}
    return small.key_of(values, APART.key), values


def _somebody(cells: Cells, around: Around, mark: str) -> Values:
    """The pupil or the carer that the cells mean. Raises Wrong."""
    people = small.people_of(around, "pupil")
    ref, family, upn, pupil, carer = (cells.get(f"{mark}{field}", "") for field in _WHO)
    if not carer:
        return {"pupil_id": people.pupil(upn, pupil, "")}
    found = people.find("", "", "", ref, family, "", carer)
    return {"carer_id": found.carer_id}


def _small(
    what: str,
    table: str,
    key: tuple[str, ...],
    columns: tuple[str, ...],
    read: Callable[[Cells, Around], tuple[str, Values]],
) -> Small:
    headings: dict[str, tuple[str, ...]] = dict.fromkeys((*columns, "problem"), ())
    return Small(what, table, key, headings, read, needs_people=True)


KNOWN_AS = _small(
    "names of merged records",
    "known_as",
    ("pupil_id", "carer_id", "external_id", "name_key"),
    (*_WHO, "external_id", "name_key"),
    known_as,
)
APART = _small(
    "pairs who are two",
    "apart",
    ("pupil_id", "other_pupil_id", "carer_id", "other_carer_id"),
    (*_WHO, *(f"other_{field}" for field in _WHO)),
    apart,
)
