"""Pupils in the file whom no list would show: they have left, or their family is archived.

An import brings nobody back unasked, and does not leave them out in silence: it is said each time.
"""

from datetime import date

from parentlink.parse.terms import in_full
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row
from parentlink.usecases.importing.families.matching.people import Node

_LEFT = (
    "Row {row}: {name} is in the file, and left on {day} by what is on file, so no list has them. "
    'If they are back: parentlink pupil edit p{id} --leaves ""'
)
_ARCHIVED = (
    "Row {row}: {name} is in the file, and the family {family} is archived, so no list has them. "
    "If they are back: parentlink family archive f{id} --undo"
)


def unseen(gathered: Gathered, on_file: OnFile, today: date) -> list[tuple[int, str]]:
    """The row, and a sentence, for each pupil of the file who is in no list."""
    families: dict[Node, list[tuple[int, Row | None]]] = {}
    for each in gathered.placed:
        if each.pupil:
            family = gathered.family_of[each.line.at].on_file
            families.setdefault(each.pupil, []).append((each.line.row, family))
    said = []
    for pupil, found in families.items():
        row, name = found[0][0], _name(pupil)
        if has_left(pupil.on_file, pupil.values, today) and pupil.on_file:
            day = in_full(date.fromisoformat(str(pupil.on_file.get("leaves_on"))))
            said.append((row, _LEFT.format(row=row, name=name, day=day, id=pupil.on_file.id)))
        if home := _archived(pupil, [family for _, family in found], on_file):
            family_name = home.get("name")
            said.append((row, _ARCHIVED.format(row=row, name=name, family=family_name, id=home.id)))
    return said


def has_left(pupil: Row | None, values: dict[str, Cell], today: date | None = None) -> bool:
    """Whether a pupil has left (before `today`, if that is known), and the file says no day."""
    left = str(pupil.get("leaves_on") or "") if pupil else ""
    is_past = bool(left) and (today is None or left < today.isoformat())
    return is_past and "leaves_on" not in values


def _archived(pupil: Node, homes: list[Row | None], on_file: OnFile) -> Row | None:
    """The first family of a pupil, if each of them is archived."""
    known = on_file.families_of.get(pupil.on_file.id, ()) if pupil.on_file else ()
    found = [*homes, *(on_file.families.get(one) for one in known)]
    rows = [one for one in found if one is not None]
    is_unseen = len(rows) == len(found) and all(one.get("archived_on") for one in rows)
    return rows[0] if rows and is_unseen else None


def _name(pupil: Node) -> str:
    filed = pupil.on_file.get("legal_name") if pupil.on_file else None
    return str(filed or pupil.values.get("legal_name"))
