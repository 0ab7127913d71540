"""Which rows of a families file are one pupil, told from the file alone.

Certain is the same pupil_ref, UPN or pupil id, the same name and date of birth, or the same row;
with one of these columns nothing below is asked. Rows that have no more than a name and a tutor
group are one pupil if

- they name the same carer (by id, or by name with a number or e-mail address), wherever they stand,
- their carers share a number, an e-mail address, an address or a family reference, or
- they follow each other, each with a carer, nothing says that there are two of this name (in the
  file or on file), and nothing speaks against it: another family, another address, one priority
  twice, or a second mother or father who shares nothing with the first.

What is left may be two pupils of one name. To merge these would send one child's news to another
child's home, and nobody would see it; so all of these rows are refused, with the way out. A second
mother proves nothing, but neither does her row: it is a question, not an answer. Two pupils of one
name whose rows follow each other, one with only a mother and one with only a father, cannot be seen
at all without an id; that is why the ids are asked for wherever there is doubt.
"""

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from typing import Any, Protocol

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.usecases.importing.families.matching.heaps import (
    SURE,
    Facts,
    Heap,
    Mark,
    facts_of,
    marks,
    reached,
    speaks_against,
    top,
    tops,
    two_homes,
)
from parentlink.usecases.importing.families.matching.people import Clash
from parentlink.usecases.importing.families.reading.lines import Line

_IDS = 3  # facts, from the first on, that are ids
_MOST_CARERS = 12  # nobody has more: such neighbours are a list of something else
_MOST_HOMES = 12  # nor more homes: then a number in common is the number of something else


class Filed(Protocol):
    """What has to be known of the pupils on file."""

    def near(self, heap: Heap) -> int | None:
        """Who it is on file, if an id or a carer says so."""

    def fitting(self, facts: Facts) -> list[int]:
        """Pupils of the same name and date of birth, or else tutor group."""


class SamePupils:
    """The rows of a file in heaps of one pupil each; `clashes` are the rows that fit none."""

    def __init__(self, lines: list[Line], filed: Filed) -> None:
        self._filed = filed
        self.clashes: dict[int, Clash] = {}
        heaps = self._by_birth(self._by_ids(lines))
        for namesakes in _alike(heaps, lambda heap: heap.facts.key).values():
            if len(namesakes) > 1 and namesakes[0].facts.key and not _told_apart(namesakes):
                self._settle(namesakes)
        self.heaps = [heap for heap in heaps if heap.above is None and self._is_good(heap)]

    def _is_good(self, heap: Heap) -> bool:
        return not any(line.at in self.clashes for line in heap.lines)

    # -- what is certain -------------------------------------------------------------------

    def _by_ids(self, lines: Iterable[Line]) -> list[Heap]:
        index: dict[Mark, Heap] = {}
        heaps = []
        row, before = 0, None  # the lines of one row follow each other and are about one pupil
        for line in lines:
            heap = Heap(line, facts_of(line.pupil or {}, line.pupil_ref))
            ids = zip(("ref", "upn", "id"), heap.facts, strict=False)
            keys = [(kind, value) for kind, value in ids if value is not None]
            found = tops(index[key] for key in keys if key in index)
            if before is not None and line.row == row:
                found = tops([before, *found])
            try:
                known = _joined(found, heap)
            except Clash as clash:
                self.clashes[line.at] = clash
                continue
            row, before = line.row, known
            if known is heap:
                heaps.append(heap)
            for key in keys:
                index.setdefault(key, known)
        return [heap for heap in heaps if heap.above is None]

    def _by_birth(self, heaps: list[Heap]) -> list[Heap]:
        born: dict[tuple[Any, Any], _Born] = {}
        for heap in heaps:
            if not (heap.facts.key and heap.facts.born):
                continue
            alike = born.setdefault((heap.facts.key, heap.facts.born), _Born())
            if not alike.takes(heap):
                self._refuse(heap.lines, "Two pupils fit this row. Please add the UPN column.")
        return [heap for heap in heaps if heap.above is None]

    # -- what has to be shown --------------------------------------------------------------

    def _settle(self, namesakes: list[Heap]) -> None:
        parts = _alike(namesakes, lambda heap: heap.facts.group)
        unsaid = parts.pop(None, [])
        if len(parts) == 1:
            next(iter(parts.values())).extend(unsaid)
        elif parts:
            self._doubt([heap for heap in unsaid if not any(heap.facts[:SURE])], namesakes)
        else:
            parts[None] = unsaid
        for part in parts.values():
            if len(part) > 1 and not _told_apart(part):
                self._tie(part)

    def _tie(self, part: list[Heap]) -> None:
        """Join what belongs together among pupils of one name and group; refuse what may not."""
        kinds = (kind for kind in range(SURE) if any(heap.facts[kind] for heap in part))
        anchor = next(kinds, None)
        for heap in part:
            heap.filed = self._filed.near(heap)
        self._by_marks(part)
        self._by_names(part)
        if not self._known_to_be_two(part, anchor):
            self._by_neighbours(part)
        heaps = tops(part)
        if len(heaps) > 1:
            bare = [heap for heap in heaps if anchor is None or not heap.facts[anchor]]
            self._doubt([heap for heap in bare if heap.filed is None], part)

    def _known_to_be_two(self, part: list[Heap], anchor: int | None) -> bool:
        """Whether there are two of this name and group: then a neighbour may be either one's."""
        anchored = [heap for heap in tops(part) if anchor is not None and heap.facts[anchor]]
        kinds = {heap.facts for heap in part}
        return len(anchored) > 1 or any(len(self._filed.fitting(facts)) > 1 for facts in kinds)

    def _by_marks(self, part: list[Heap]) -> None:
        """A carer in common is proof; a number or an address unless they have two homes."""
        holders: dict[Mark, list[Heap]] = {}
        for heap in part:
            if heap.filed:
                holders.setdefault(("filed", heap.filed), []).append(heap)
            for line in heap.lines:
                for mark in marks(line):
                    holders.setdefault(mark, []).append(heap)
        for proof in (True, False):
            for (kind, _), heaps in holders.items():
                if (kind in ("carer", "filed")) == proof:
                    _join_all(heaps, proof=proof)

    def _by_names(self, part: list[Heap]) -> None:
        """A carer of the same name is the same one, unless the rows have different numbers."""
        named: dict[str, list[Heap]] = {}
        with_ways: dict[str, list[Heap]] = {}
        for heap in tops(part):
            for key in dict.fromkeys(line.carer_key for line in heap.lines if line.carer_key):
                named.setdefault(key, []).append(heap)
            for key in reached(heap):
                with_ways.setdefault(key, []).append(heap)
        for key, heaps in named.items():
            if len(tops(with_ways.get(key, ()))) < 2:
                _join_all(heaps, proof=False)

    def _by_neighbours(self, part: list[Heap]) -> None:
        placed = [(line.at, line, heap) for heap in tops(part) for line in heap.lines]
        placed.sort(key=lambda each: each[0])
        for (at, line, heap), (then, next_line, next_heap) in pairwise(placed):
            one, other = top(heap), top(next_heap)
            if one is other or then != at + 1 or not (line.carer and next_line.carer):
                continue
            if _few_carers(one, other) and one.fits(other) and not speaks_against(one, other):
                one.take(other)

    # -- what stays open -------------------------------------------------------------------

    def _doubt(self, heaps: list[Heap], alike: list[Heap]) -> None:
        """Refuse these; all that are called the same are gone through once, not for each."""
        rows = rows_named([line.row for other in tops(alike) for line in other.lines])
        for heap in heaps:
            self._refuse(
                heap.lines,
                f'"{heap.name}" stands in {rows}, and nothing shows whether that is one pupil or '
                "more than one of that name. Please add a column with the UPN, the school's number "
                "for the pupil (pupil_id) or the date_of_birth.",
            )

    def _refuse(self, lines: Iterable[Line], why: str) -> None:
        for line in lines:
            name = str((line.pupil or {}).get("legal_name") or "")
            self.clashes[line.at] = Clash("pupil", name, why)


def _alike(heaps: Iterable[Heap], key: Callable[[Heap], Any]) -> dict[Any, list[Heap]]:
    found: dict[Any, list[Heap]] = {}
    for heap in heaps:
        found.setdefault(key(heap), []).append(heap)
    return found


class _Born:
    """Heaps of one name and date of birth that are different pupils, by which ids they have.

    Those with the same id are one already, so two fit if there is no kind of id that both have.
    """

    def __init__(self) -> None:
        self._by_kinds: dict[frozenset[int], dict[int, Heap]] = {}

    def takes(self, heap: Heap) -> bool:
        """Join it to the one that it fits, or keep it as one more; False if it fits several."""
        mine = _ids(heap)
        fits = [kinds for kinds, heaps in self._by_kinds.items() if heaps and not kinds & mine]
        count = sum(len(self._by_kinds[kinds]) for kinds in fits)
        if count == 1:
            _, other = self._by_kinds[fits[0]].popitem()
            other.take(heap)
            heap = other
        if count < 2:
            self._by_kinds.setdefault(_ids(heap), {})[id(heap)] = heap
        return count < 2


def _ids(heap: Heap) -> frozenset[int]:
    return frozenset(kind for kind in range(_IDS) if heap.facts[kind] is not None)


def _few_carers(one: Heap, other: Heap) -> bool:
    mine, others = one.signs["carer"], other.signs["carer"]
    return max(len(mine), len(others)) <= _MOST_CARERS and len(mine | others) <= _MOST_CARERS


def _told_apart(heaps: list[Heap]) -> bool:
    """Whether there is something certain that every one of them has: then no two are the same."""
    return any(all(heap.facts[kind] for heap in heaps) for kind in range(SURE))


def _joined(found: list[Heap], heap: Heap) -> Heap:
    """The heap that a row belongs to by its ids, or its own. Raises Clash."""
    if not found:
        return heap
    first = found[0]
    for other in found[1:]:
        if not first.fits(other):
            raise Clash(
                "pupil_id",
                str(heap.facts.external or ""),
                "The UPN and the pupil id are two pupils'. Please correct the one that is wrong.",
            )
        first.take(other)
    refs = {first.facts.ref, heap.facts.ref} - {None}
    if len(refs) > 1:
        raise Clash(
            "pupil_ref",
            str(heap.facts.ref),
            f"Row {first.lines[0].row} has the same UPN or pupil id and another pupil_ref. Please "
            "make them the same.",
        )
    first.take(heap)
    return first


def _join_all(heaps: Iterable[Heap], *, proof: bool) -> None:
    """Make them one, if every one of them fits every other: else it would be a guess which do."""
    found = tops(heaps)
    if len(found) < 2:
        return
    facts = [{heap.facts[kind] for heap in found} - {None} for kind in range(SURE)]
    if any(len(known) > 1 for known in (*facts, {heap.filed for heap in found} - {None})):
        return
    if proof or _one_home(found):
        for other in found[1:]:
            found[0].take(other)


def _one_home(heaps: list[Heap]) -> bool:
    """Whether no two of them have different homes."""
    all_say = all("family_ref" in heap.signs for heap in heaps)
    kinds = ("family_ref",) if all_say else ("family_ref", "address", "family")
    homes: dict[Any, Heap] = {}
    for heap in heaps:
        home = tuple(frozenset(heap.signs.get(kind, ())) for kind in kinds)
        homes.setdefault(home, heap)
        if len(homes) > _MOST_HOMES:
            return False
    return not any(two_homes(one, other) for one, other in combinations(homes.values(), 2))
