"""Whom a refused row is about, in words that the office can look for in its own system.

A transfer file or a roster has no rows of pupils with carers: "row 12" of what was put together
here says nothing to anybody.
"""

from collections.abc import Mapping

from parentlink.exchange.sheet import Counted
from parentlink.parse.names import shorten
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.reading.fields import FIELDS

_PUPIL = frozenset(("pupil", "surname_forename", "forename", "surname", "pupil_ref")) | {
    name for name, field in FIELDS.items() if field.table == "pupil"
}
Said = Mapping[str, Cell]  # by our fields


def whose(counted: Counted, row: int, field: str, said: Said) -> str:
    """ "Ngozi Okafor, sourcedId c1, users.csv row 3; carer of Ada Okafor, sourcedId p1"."""
    pupil_at, carer_at = counted.where(row)
    pupil = [_name(said, "pupil", "forename", "surname")]
    if known := said.get(counted.by):
        pupil.append(f"{counted.id_called} {shorten(str(known))}")
    if not carer_at or field in _PUPIL:
        return _listed([*pupil, pupil_at])
    carer = [_name(said, "carer", "carer_forename", "carer_surname")]
    if known := said.get("carer_id"):
        carer.append(f"{counted.id_called} {shorten(str(known))}")
    return _listed([*carer, carer_at]) + f"; carer of {_listed(pupil) or pupil_at}"


def _name(said: Said, whole: str, *parts: str) -> str:
    names = said.get(whole) or " ".join(str(said[part]) for part in parts if said.get(part))
    return shorten(str(names))


def _listed(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)
