"""By what one row of a families file, or one person on file, may lead to another.

A trace is a hash of anything by which `pupils`, `same`, `carers`, `households`, `known_as` and
`likeness` look somebody up: an id, a reference, a carer's name with a number. Rows and people
without any trace in common cannot change what becomes of each other, so they need not be in memory
together. One trace too many costs memory, one too few a wrong answer (tests/test_batches.py looks
for these); two that are equal by chance do no harm.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from parentlink.parse.names import fold
from parentlink.usecases.importing.aside import Aside
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.heaps import Facts, facts_of
from parentlink.usecases.importing.families.matching.onfile import Row, ways
from parentlink.usecases.importing.families.parts.hashes import PARTS, Hashes, records
from parentlink.usecases.importing.families.reading.lines import Line

# What a pupil has not, one bit each.
NO_REF, NO_UPN, NO_ID, NO_BIRTH, NO_GROUP = 1, 2, 4, 8, 16
NOT_FOUND = 32  # on file by an id
ON_FILE = 64
RENAMED = 128  # files may call them by another name as well
MISNAMED = 256  # found on file by an id, under another name
_IS_SAME, _IS_OTHER = 1, 2  # who was found by an id, beside the row's name
_IDS = ((NO_REF, "ref"), (NO_UPN, "upn"), (NO_ID, "external"))
_NAME_RECORD = 5
Join = Callable[[int, int], object]
_Name = tuple[int, ...]
_Names = list[_Name]


class Traces:
    """The traces of many rows, each row known by a number."""

    def __init__(self, aside: Aside) -> None:
        self._traces = Hashes(aside)
        self._names = Hashes(aside)
        self.nameless = False  # a pupil's row that says no name
        self.alone = False  # a carer's row with no pupil, number or address
        self.unpeopled = False  # a family's row with no pupil and no carer

    def line(self, node: int, line: Line, before: Line | None) -> None:
        """What a row of the file may lead to; `before` is one that it belongs to anyhow."""
        if line.ref:
            self._traces.add(hash(("family", line.ref)), node)
        if line.carer is not None:
            for trace in _of_carer(line.carer, line.carer_ref):
                self._traces.add(trace, node)
        if line.pupil is None:
            self._without_pupil(node, line)
        elif not (before and before.pupil is line.pupil and before.pupil_ref == line.pupil_ref):
            self.pupil(node, facts_of(line.pupil, line.pupil_ref), 0)

    def _without_pupil(self, node: int, line: Line) -> None:
        if line.carer is None:
            self.unpeopled = True
            self._traces.add(_of_unpeopled(line.family), node)
        elif not ways(line.carer):
            self.alone = True
            self._traces.add(hash(("alone", line.carer_key)), node)

    def pupil(self, node: int, facts: Facts, lacks: int) -> None:
        """What a pupil of the file or on file may lead to."""
        add = self._traces.add
        for lack, kind in _IDS:
            fact = getattr(facts, kind)
            if fact:
                add(hash((kind, fact)), node)
            else:
                lacks |= lack
        if not facts.key:
            self.nameless = True
            return
        born = hash(("born", facts.key, facts.born)) if facts.born else 0
        group = hash(("group", facts.key, facts.group)) if facts.group else 0
        lacks |= (0 if born else NO_BIRTH) | (0 if group else NO_GROUP)
        self._names.add(hash(("name", facts.key)), node, lacks, born, group)

    def carer(self, node: int, row: Row, *, alone: bool) -> None:
        """What a carer on file may be found by; `alone` if rows of the file ask for such."""
        for trace in _of_carer(row, None):
            self._traces.add(trace, node)
        if alone and not ways(row):
            self._traces.add(hash(("alone", str(row.get("name_key")))), node)

    def other_pupil(self, node: int, external: str | None, names: Iterable[str]) -> None:
        """By what else files may know a pupil on file: a second record that was merged."""
        if external:
            self._traces.add(hash(("external", external)), node)
        for name in names:
            self._names.add(hash(("name", name)), node, ON_FILE | RENAMED, 0, 0)

    def other_carer(self, node: int, external: str | None, name: str, row: Row | Values) -> None:
        """By what else a carer may be known, on file or in a row: by another name of theirs."""
        if external:
            self._traces.add(hash(("carer", external)), node)
        for way in ways(row):
            self._traces.add(hash((name, way)), node)

    def family(self, node: int, row: Row) -> None:
        """What a family on file may be found by if nobody belongs to it."""
        self._traces.add(_of_unpeopled(row), node)

    def tidy(self) -> None:
        """Put aside what has become much; to be called every now and then."""
        self._traces.tidy()
        self._names.tidy()

    def part(self, part: int) -> Iterator[tuple[int, ...]]:
        """The (trace, row) of a part."""
        return records(self._traces.part(part), 2)

    def names(self, part: int) -> list[tuple[int, ...]]:
        """The (name, row, what it lacks, name with birth, name with group) of a part."""
        return list(records(self._names.part(part), _NAME_RECORD))


def join_all(file: Traces, filed: Traces, pupils: range, join: Join) -> None:
    """Join the rows of the file, and those on file, that have a trace in common.

    `pupils` are the numbers of the pupils on file.
    """
    found = bytearray(pupils.start)
    called = _called(file, filed, pupils)
    for part in range(PARTS):
        known: dict[int, int] = {}
        for trace, node in file.part(part):
            if (first := known.setdefault(trace, node)) != node:
                join(first, node)
        hits = dict(_hits(known, filed.part(part), pupils, join))
        for trace, node in file.part(part) if hits else ():
            if who := hits.get(trace):
                found[node] |= _IS_SAME if called[node] == called[who] else _IS_OTHER
    for part in range(PARTS):
        named = [_found_or_not(each, found) for each in file.names(part)]
        _join_names(named, filed.names(part), join, nameless=file.nameless)


def _called(file: Traces, filed: Traces, pupils: range) -> "array[int]":
    """The name of every row and pupil by number, or 0."""
    called = array("q", bytes(8 * pupils.stop))
    for traces in (file, filed):
        for part in range(PARTS):
            for name, node, lacks, *_ in traces.names(part):
                called[node] = called[node] if lacks & RENAMED else name
    return called


def _hits(
    known: dict[int, int], filed: Iterable[_Name], pupils: range, join: Join
) -> Iterator[tuple[int, int]]:
    """Join everybody on file to the rows with the same trace; gives the traces of pupils."""
    for trace, node in filed:
        if first := known.get(trace, 0):
            join(first, node)
            if node in pupils:
                yield trace, node


def _found_or_not(record: _Name, found: bytearray) -> _Name:
    name, node, lacks, *more = record
    lacks |= 0 if found[node] else NOT_FOUND
    return (name, node, lacks | MISNAMED if found[node] & _IS_OTHER else lacks, *more)


def _join_names(file: _Names, filed: _Names, join: Join, *, nameless: bool) -> None:
    """Join pupils of one name, where a name is asked for at all."""
    in_file, on_file = _lacks(file), _lacks(filed)
    known: dict[int, int] = {}
    for name, node, _, *more in file:
        for trace in _asked(in_file[name], on_file.get(name, 0), nameless, (name, *more)):
            join(known.setdefault(trace, node), node)
    for name, node, _, *more in filed:
        for trace in _asked(in_file.get(name, 0), on_file[name], nameless, (name, *more)):
            if on_file[name] & RENAMED:  # rows of the other name come to this one
                known.setdefault(trace, node)
            if trace in known:
                join(known[trace], node)


def _lacks(names: _Names) -> dict[int, int]:
    """What one or another of each name lacks."""
    lacks: dict[int, int] = {}
    for name, _, lack, *_ in names:
        lacks[name] = lacks.get(name, 0) | lack
    return lacks


def _asked(in_file: int, on_file: int, nameless: bool, traces: tuple[int, ...]) -> tuple[int, ...]:
    """By what pupils of one name may be taken for each other: by nothing, a part of it, or all.

    A row without a name may lend its date of birth or group to one that has one.
    """
    name, born, group = traces
    if on_file & RENAMED:
        return (name,)
    if _are_known(in_file, on_file):
        return ()
    if not (in_file | on_file) & NO_BIRTH and not nameless:
        return (born, group) if group else (born,)  # a slip in a date is looked for in the group
    if not in_file & NO_GROUP and not on_file and not nameless:
        return (group, born) if born else (group,)
    return (name,)


def _are_known(in_file: int, on_file: int) -> bool:
    """Whether ids alone decide: all rows have one of a kind, and nobody on file is asked about.

    That is so if nobody there has the name, or all rows were found there by an id and under it.
    """
    apart = any(not in_file & lack for lack, _ in _IDS)
    return apart and (not on_file or not in_file & (NOT_FOUND | MISNAMED))


def _of_carer(carer: Row | Values, ref: str | None) -> Iterator[int]:
    if ref:
        yield hash(("mark", ref))
    if external := carer.get("external_id"):
        yield hash(("carer", external))
    if name := carer.get("name_key"):
        for way in ways(carer):
            yield hash((name, way))


def _of_unpeopled(family: Row | Values) -> int:
    name, household = _text(family, "name"), _text(family, "household")
    return hash(("unpeopled", fold(name), fold(household)))


def _text(row: Row | Values, column: str) -> str:
    value: Any = row.get(column)
    return str(value or "")
