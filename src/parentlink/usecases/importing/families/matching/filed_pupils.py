"""The pupils on file by everything that rows of a families file may name them by."""

from collections.abc import Iterator
from typing import Any

from parentlink.parse.names import fold
from parentlink.parse.upn import is_temporary
from parentlink.rules.same_pupil import Known, is_namesake, may_have_id
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.heaps import (
    Facts,
    Heap,
    facts_of,
    is_like,
    may_be,
)
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, reach_keys, ways

_PREFERRED = "preferred_key"


class FiledPupils:
    """The pupils on file by everything they may be found by."""

    def __init__(self, on_file: OnFile, said: set[Any]) -> None:
        self._on_file = on_file
        self._said = said  # the ids and UPNs that the file uses
        self.rows = on_file.pupils
        self._facts: dict[int, Facts] = {}
        self._by_id: dict[tuple[str, Any], int] = {}
        self._by_name: dict[Any, list[int]] = {}
        self._marks_of: dict[tuple[int, bool], set[Any]] = {}
        for pupil_id, row in on_file.pupils.items():
            facts = self._facts[pupil_id] = facts_of(row)
            self._by_name.setdefault(facts.key, []).append(pupil_id)
            if facts.upn:
                self._by_id["upn", facts.upn] = pupil_id
            if facts.external:
                self._by_id["id", facts.external] = pupil_id

    def by_id(self, facts: Facts) -> set[int]:
        """Who has the UPN, and who has the pupil id."""
        found = (self._by_id.get(key) for key in (("upn", facts.upn), ("id", facts.external)))
        return {pupil_id for pupil_id in found if pupil_id}

    def facts(self, pupil_id: int) -> Facts:
        """What a pupil on file is found by."""
        return self._facts[pupil_id]

    def by_name(self, facts: Facts) -> list[int]:
        """Everybody of the name and date of birth, or else tutor group, whatever the ids say."""
        alike = self._by_name.get(facts.key, ()) if facts.key else ()
        return [each for each in alike if is_like(facts, self._facts[each])]

    def is_renamed(self, heap: Heap, pupil_id: int) -> bool:
        """Whether rows with a pupil's id have another name than is on file."""
        key, row = heap.facts.key, self.rows[pupil_id]
        others = self._on_file.known_as.names["pupil"].get(str(key), ())
        return bool(key) and key != row.get("name_key") and pupil_id not in others

    def may_have_id(self, heap: Heap, pupil_id: int) -> bool:
        """Whether rows with a pupil's id may be about that pupil, under another name."""
        near = self._is_here(heap, pupil_id) and self.in_common(heap, pupil_id, proof=True)
        strangers = bool(heap.carers) and self.has_others(heap, pupil_id)
        filed = known_pupil(self.rows[pupil_id])
        return may_have_id(_known(heap), filed, near=near, strangers=strangers)

    def is_namesake(self, heap: Heap, pupil_id: int) -> bool:
        """Whether rows with a pupil's id and name are about another child of that name."""
        born, own = heap.facts.born, self._facts[pupil_id].born
        if not born or not own or born == own or not heap.carers:
            return False
        filed = known_pupil(self.rows[pupil_id])
        return self.has_others(heap, pupil_id) and is_namesake(_known(heap), filed)

    def near(self, heap: Heap) -> int | None:
        """Who it is on file, if an id or a carer says so."""
        if found := self.by_id(heap.facts):
            return next(iter(found))
        near = [each for each in self.fitting(heap.facts) if self.in_common(heap, each)]
        return near[0] if len(near) == 1 else None

    def namesakes(self, facts: Facts) -> list[int]:
        """Pupils of the same name who might be meant."""
        if facts.key is None:
            return []
        return [
            each
            for each in self._by_name.get(facts.key, ())
            if may_be(facts, self._facts[each]) or self._was_temporary(facts, self._facts[each])
        ]

    def _was_temporary(self, facts: Facts, filed: Facts) -> bool:
        """Whether only the UPN differs, since a temporary one became permanent."""
        is_one = bool(facts.born) and facts.born == filed.born and filed.upn not in self._said
        changed = is_temporary(filed.upn) and facts.upn and not is_temporary(facts.upn)
        return bool(is_one and changed) and may_be(facts._replace(upn=filed.upn), filed)

    def with_another_upn(self, facts: Facts) -> list[int]:
        """Pupils of the same name and date of birth who have another UPN."""
        alike = self.by_name(facts) if facts.born and facts.upn else []
        return [each for each in alike if self._facts[each].born and self._facts[each].upn]

    def fitting(self, facts: Facts) -> list[int]:
        """Pupils of the same name and date of birth, or else tutor group."""
        alike = self.namesakes(facts)
        same = [each for each in alike if facts.born and self._facts[each].born == facts.born]
        same = same or [each for each in self.under_another_id(facts) if facts.born]
        if not same and facts.group:
            same = [each for each in alike if self._facts[each].group == facts.group]
        return same or ([] if facts.group or facts.born else alike)

    def by_name_alone(self, heap: Heap, pupil_id: int) -> bool:
        """Whether only the name says that it is this pupil, of whom more is on file."""
        facts, filed, row = heap.facts, self._facts[pupil_id], self.rows[pupil_id]
        if facts.born or facts.group or self.in_common(heap, pupil_id):
            return False
        years = {(line.pupil or {}).get("year_group") for line in heap.lines}
        known = (filed.upn, filed.external, filed.born, filed.group, row.get("year_group"))
        return any(known) and row.get("year_group") not in years - {None}

    def under_another_id(self, facts: Facts) -> list[int]:
        """Pupils of the same name and date of birth (or else tutor group) with an id that the file
        does not use: another system numbers the same pupils anew."""
        alike = self._renumbered(facts)
        if facts.born:
            return [each for each in alike if self._facts[each].born == facts.born]
        return [each for each in alike if self._facts[each].group == facts.group]

    def renumbered(self, heap: Heap) -> list[int]:
        """Those under another id whom a carer in common shows to be the same: by a number or e-mail
        address, or within the tutor group by the name."""
        return [each for each in self._renumbered(heap.facts) if self._is_near(heap, each)]

    def _renumbered(self, facts: Facts) -> list[int]:
        if facts.key is None or not facts.external:
            return []
        unnumbered = facts._replace(external=None)
        return [
            each
            for each in self._by_name.get(facts.key, ())
            if (own := self._facts[each].external)
            and own not in self._said
            and may_be(unnumbered, self._facts[each])
        ]

    def _is_near(self, heap: Heap, pupil_id: int) -> bool:
        return self.in_common(heap, pupil_id, proof=not self._is_here(heap, pupil_id))

    def _is_here(self, heap: Heap, pupil_id: int) -> bool:
        group = heap.facts.group
        return bool(group) and self._facts[pupil_id].group == group

    def called(self, key: Any) -> list[int]:
        """Everybody of a name."""
        return self._by_name.get(key, [])

    def may_be_slip(self, heap: Heap, pupil_id: int) -> bool:
        """Whether only the dates of birth speak against one pupil, and group or carers for it."""
        upns = {heap.facts.upn, self._facts[pupil_id].upn} - {None}
        return len(upns) < 2 and (self._is_near(heap, pupil_id) or self._is_here(heap, pupil_id))

    def narrowed(self, heap: Heap, fits: list[int]) -> list[int]:
        """Those of several whom a carer, the family's name or the spelling speaks for."""
        for proof in (False, True):
            if near := [each for each in fits if self.in_common(heap, each, proof=proof)]:
                fits = near
        if len(fits) > 1:
            wanted = {fold(str(name)) for line in heap.lines if (name := line.family.get("name"))}
            fits = [each for each in fits if wanted & self._family_names(each)] or fits
        if len(fits) > 1 and not heap.carers:
            fits = [each for each in fits if self.rows[each].get("legal_name") == heap.name] or fits
        return fits

    def _family_names(self, pupil_id: int) -> set[str]:
        families = self._on_file.families_of.get(pupil_id, ())
        return {str(self._on_file.families[each].get("name_key")) for each in families}

    def in_common(self, heap: Heap, pupil_id: int, *, proof: bool = False) -> bool:
        """Whether their households have a carer in common; `proof` asks for more than a name."""
        marks = self._marks_of.get((pupil_id, proof))
        if marks is None:
            filed = self._on_file.household_carers(pupil_id).values()
            marks = {mark for carer in filed for mark in marks_of(carer, proof=proof)}
            self._marks_of[pupil_id, proof] = marks
        return any(mark in marks for carer in heap.carers for mark in marks_of(carer, proof=proof))

    def has_others(self, heap: Heap, pupil_id: int) -> bool:
        """Whether a pupil has carers on file and none of those in the rows."""
        on_file = bool(self._on_file.household_carers(pupil_id))
        return on_file and not self.in_common(heap, pupil_id)


def _known(heap: Heap) -> Known:
    """What rows say of their pupil."""
    facts, first = heap.facts, heap.lines[0].pupil or {}
    more: Values = {"name_key": facts.key, "date_of_birth": facts.born, "upn": facts.upn}
    return known_pupil({_PREFERRED: first.get(_PREFERRED), **more})


def known_pupil(values: Row | Values) -> Known:
    """What tells one pupil from another, of a row or on file."""
    say = values.get
    names = [str(name) for name in (say("name_key"), say(_PREFERRED)) if name]
    born, upn = say("date_of_birth"), say("upn")
    return Known(tuple(names), str(born) if born else None, str(upn) if upn else None)


def marks_of(carer: Row | Values, *, proof: bool) -> Iterator[Any]:
    """What two records of one carer have in common; `proof` asks for more than a name."""
    if external := carer.get("external_id"):
        yield "id", external
    if proof:
        yield from reach_keys(carer)
    else:
        yield "name", carer.get("name_key")
        yield from (("way", way) for way in ways(carer))
