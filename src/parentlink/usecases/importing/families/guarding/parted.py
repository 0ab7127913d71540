"""Carers who are one household on file, and two in the file that comes in: perhaps they parted.

Nobody is moved unasked: whose are the calls that were made? A person decides, and they go along
(household_split.py).
"""

from parentlink.usecases.importing.families.matching.belonging import is_from_outside
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import Row
from parentlink.usecases.importing.families.reading.lines import Line

_SAID = (
    "Row {row}: {other} does not live with {first} in this file, and does on file (f{family}). If "
    "they live apart now: parentlink family add NAME --household STREET, then parentlink carer "
    "edit c{carer} --household with the number of that family."
)


def parted(gathered: Gathered) -> list[tuple[int, str]]:
    """The row, and a sentence, for each carer whom the file puts into another home."""
    homes: dict[tuple[int, int], dict[object, tuple[int, Row]]] = {}
    for each in gathered.placed:
        if each.pupil and each.pupil.on_file and each.carer and each.carer.on_file:
            carer, home = each.carer.on_file, gathered.home(each)
            places = homes.setdefault((each.pupil.on_file.id, int(carer.get("family_id") or 0)), {})
            if home not in places and _lives_there(each.line):
                places[home] = (each.line.row, carer)
    said: dict[int, tuple[int, str]] = {}
    for (_, family_id), places in homes.items():
        apart = list(places.values())
        for row, other in apart[1:]:
            said.setdefault(other.id, (row, _sentence(row, apart[0][1], other, family_id)))
    return list(said.values())


def _lives_there(line: Line) -> bool:
    return line.in_family is not False and not is_from_outside(line)


def _sentence(row: int, first: Row, other: Row, family_id: int) -> str:
    names = {"first": first.get("name"), "other": other.get("name")}
    return _SAID.format(row=row, family=family_id, carer=other.id, **names)
