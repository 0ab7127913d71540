"""Pupils who become a second record, perhaps only by a slip in the date of birth.

Day and month changed places, or one digit is another, and all else is the same. Nobody is taken for
somebody else by that; it is said, and a person decides.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date

from parentlink.parse.names import shorten
from parentlink.rules.alike import births_alike
from parentlink.usecases.importing.families.matching.filed_pupils import FiledPupils
from parentlink.usecases.importing.families.matching.heaps import Heap
from parentlink.usecases.importing.families.matching.onfile import reach_keys

_Places = dict[Hashable, dict[str, list["Heap | int"]]]  # who was born when, by what dates share


def near_births(heaps: Iterable[Heap], filed: FiledPupils) -> list[tuple[int, str]]:
    """A warning for each new pupil who may be somebody, on file or of the file, with its row."""
    named: dict[object, list[Heap]] = {}
    for heap in heaps:
        if heap.above is None and heap.facts.key and heap.facts.born:
            named.setdefault(heap.facts.key, []).append(heap)
    said: list[tuple[int, str]] = []
    for key, namesakes in named.items():
        on_file = filed.called(key)
        if len(namesakes) + len(on_file) > 1 and any(heap.filed is None for heap in namesakes):
            said += _of_name(namesakes, on_file, filed)
    return sorted(said)


def _of_name(
    heaps: list[Heap], on_file: list[int], filed: FiledPupils
) -> Iterator[tuple[int, str]]:
    places: _Places = {}
    taken = {heap.filed for heap in heaps}
    for pupil_id in on_file:
        born = filed.rows[pupil_id].get("date_of_birth")
        if born and pupil_id not in taken:
            _put(places, str(born), pupil_id)
    for heap in heaps:
        born = str(heap.facts.born)
        near = _near(places, born)
        if found := next((each for each in near if _may_be_one(heap, each[0], filed)), None):
            yield heap.lines[0].row, _said(heap, *found)
        _put(places, born, heap)


def _put(places: _Places, born: str, who: Heap | int) -> None:
    for key in _alike(born):
        places.setdefault(key, {}).setdefault(born, []).append(who)


def _near(places: _Places, born: str) -> Iterator[tuple[Heap | int, str, str]]:
    """Everybody whose date may be this one with a slip in it: who, when, and how it differs."""
    near = {other: places[key][other] for key in _alike(born) for other in places.get(key, ())}
    for other, people in near.items():
        how = births_alike(date.fromisoformat(born), date.fromisoformat(other))
        if how:
            yield from ((who, other, how) for who in people)


def _alike(born: str) -> Iterator[Hashable]:
    """What dates have in common that differ in one digit, or in the order of day and month."""
    year, month, day = born.split("-")
    yield year, *sorted((month, day))
    yield from ((place, born[:place] + born[place + 1 :]) for place in range(len(born)))


def _may_be_one(heap: Heap, other: Heap | int, filed: FiledPupils) -> bool:
    if isinstance(other, int):
        return heap.filed is None and filed.may_be_slip(heap, other)
    if None not in (heap.filed, other.filed):
        return False
    pairs = zip(heap.facts[:3], other.facts[:3], strict=True)  # ref, UPN and id
    if any(a and b and a != b for a, b in pairs):
        return False
    group = heap.facts.group
    return bool(group and group == other.facts.group) or bool(_reach(heap) & _reach(other))


def _reach(heap: Heap) -> set[tuple[str, str]]:
    return {key for carer in heap.carers for key in reach_keys(carer)}


def _said(heap: Heap, other: Heap | int, other_born: str, how: str) -> str:
    who = f"p{other} on file" if isinstance(other, int) else f"row {other.lines[0].row}"
    return (
        f'Row {heap.lines[0].row}: "{shorten(heap.name)}", born {heap.facts.born}, may be {who}, '
        f"of the same name and born {other_born}: {how}. If they are one, please correct the date "
        "and import again; or, afterwards, see parentlink duplicates."
    )
