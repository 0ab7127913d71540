"""Heaps of rows that are one pupil: what is known of each, and what two may have in common."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from parentlink.parse.names import fold
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.onfile import Row, reach_keys, ways
from parentlink.usecases.importing.families.reading.lines import Line

_PARENT = {
    **dict.fromkeys(("mother", "mum", "mummy", "mam", "birth mother"), "mother"),
    **dict.fromkeys(("father", "dad", "daddy", "birth father"), "father"),
}
SURE = 4  # facts, from the first on, of which one alone tells two pupils apart
Mark = tuple[str, Any]
Signs = dict[str, set[Any]]


class Facts(NamedTuple):
    """What a pupil is found by."""

    ref: Any
    upn: Any
    external: Any
    born: Any
    key: Any
    group: Any


def facts_of(values: Row | Values, ref: str | None = None) -> Facts:
    """The facts of a row of the file, or of a pupil on file."""
    group = values.get("tutor_group")
    return Facts(
        ref,
        values.get("upn"),
        values.get("external_id"),
        values.get("date_of_birth"),
        values.get("name_key"),
        str(group).casefold() if group else None,
    )


def may_be(one: Facts, other: Facts) -> bool:
    """Whether nothing that is known of both tells them apart."""
    pairs = zip(one[:SURE], other[:SURE], strict=True)
    return all(a is None or b is None or a == b for a, b in pairs)


def is_like(one: Facts, other: Facts) -> bool:
    """Whether the name is the same, and the date of birth or else tutor group do not differ."""
    if one.key != other.key:
        return False
    if one.born and other.born:
        return bool(one.born == other.born)
    return None in (one.group, other.group) or one.group == other.group


class Heap:
    """Rows that are one pupil; `filed` is who that is on file, once it is known."""

    __slots__ = ("_signs", "above", "facts", "filed", "lines")

    def __init__(self, line: Line, facts: Facts) -> None:
        self.above: Heap | None = None
        self.facts = facts
        self.filed: int | None = None
        self.lines = [line]
        self._signs: Signs | None = None

    @property
    def signs(self) -> Signs:
        """What may speak against being one with others."""
        if self._signs is None:
            self._signs = {}
            for line in self.lines:
                for kind, sign in _signs(line):
                    self._signs.setdefault(kind, set()).add(sign)
        return self._signs

    @property
    def name(self) -> str:
        """The first name that a row says."""
        names = ((line.pupil or {}).get("legal_name") for line in self.lines)
        return str(next(filter(None, names), ""))

    @property
    def carers(self) -> list[Values]:
        """The carers of its rows."""
        return [line.carer for line in self.lines if line.carer]

    def fits(self, other: "Heap") -> bool:
        """Whether nothing that is known for certain tells the two apart."""
        apart = self.filed and other.filed and self.filed != other.filed
        return not apart and may_be(self.facts, other.facts)

    def take(self, other: "Heap") -> None:
        """Make the other one's rows this one's."""
        facts = zip(self.facts, other.facts, strict=True)
        self.facts = Facts(*(a if a is not None else b for a, b in facts))
        self.filed = self.filed or other.filed
        if self._signs is not None or other._signs is not None:
            for kind, signs in other.signs.items():
                self.signs.setdefault(kind, set()).update(signs)
        self.lines += other.lines
        other.above = self


def top(heap: Heap) -> Heap:
    """What became of a heap that was taken by another."""
    while heap.above is not None:
        if heap.above.above is not None:
            heap.above = heap.above.above  # a long chain is gone through once
        heap = heap.above
    return heap


def tops(heaps: Iterable[Heap]) -> list[Heap]:
    """What became of several heaps, each once."""
    return list({id(heap): heap for heap in map(top, heaps)}.values())


def marks(line: Line) -> Iterator[Mark]:
    """What a row has in common with others of the same pupil."""
    carer = line.carer or {}
    if external := carer.get("external_id"):
        yield "carer", ("id", external)
    if line.carer_ref:
        yield "carer", ("ref", line.carer_ref)
    for reach in reach_keys(carer) if line.carer_key else ():
        yield "carer", reach
    for way in ways(carer):
        yield "way", way
    if line.address:
        yield "address", line.address
    if line.ref:
        yield "family", line.ref


def _signs(line: Line) -> Iterator[Mark]:
    if line.carer:
        yield "carer", line.carer_key
    if line.ref:
        yield "family_ref", line.ref
    if line.address:
        yield "address", line.address
    if name := line.family.get("name"):
        yield "family", fold(str(name))
    if line.order:
        yield "priority", line.order
    if parent := _PARENT.get(fold(str(line.link.get("relationship") or ""))):
        yield "parent", parent


def two_homes(one: Heap, other: Heap) -> bool:
    """Whether their rows have different families or addresses."""
    mine, others = one.signs, other.signs
    if "family_ref" in mine and "family_ref" in others:
        return mine["family_ref"].isdisjoint(others["family_ref"])
    return any(
        kind in mine and kind in others and mine[kind].isdisjoint(others[kind])
        for kind in ("address", "family")
    )


def speaks_against(one: Heap, other: Heap) -> bool:
    """Whether neighbours look like two pupils: two homes, or a carer's place that is taken."""
    twice = any(
        not one.signs.get(kind, set()).isdisjoint(other.signs.get(kind, set()))
        for kind in ("priority", "parent")
    )
    return twice or two_homes(one, other)


def reached(heap: Heap) -> set[str]:
    """The names of the carers of whom a row of the heap has a number or e-mail address."""
    return {str(carer.get("name_key")) for carer in heap.carers if ways(carer)}
