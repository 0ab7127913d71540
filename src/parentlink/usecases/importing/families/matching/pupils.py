"""Who the pupils of a file are on file.

By UPN or pupil id, unless the row is clearly about another one (`pupil_ids`); else by name with
date of birth or tutor group, if exactly one fits. Another system's id needs a carer in common,
too. Of several the one whose household has a carer in common (the name, a number or an e-mail
address), or else the only one whose family is called the same. Somebody who is in another tutor
group now is known by a carer with the same name and number. Two pupils of the file are never one
on file.
"""

from collections.abc import Iterable

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.usecases.importing.families.matching.filed_pupils import FiledPupils
from parentlink.usecases.importing.families.matching.heaps import Heap, may_be
from parentlink.usecases.importing.families.matching.near_births import near_births
from parentlink.usecases.importing.families.matching.onfile import OnFile
from parentlink.usecases.importing.families.matching.people import Clash, Node
from parentlink.usecases.importing.families.matching.pupil_ids import PupilIds
from parentlink.usecases.importing.families.matching.same import SamePupils
from parentlink.usecases.importing.families.reading.lines import Line

_TWO_IDS = (
    "The UPN and the pupil id are two pupils' on file. Please correct one; if the ids are another "
    'system\'s, leave that column out: --map "its heading=".'
)

_SEVERAL = (
    "{count} pupils on file fit this row. Please add the UPN column, or the date_of_birth, or the "
    "row of a carer who is on file."
)
_NAME_ALONE = (
    "Only the name says that this is {name} (p{id}) on file. Please add the UPN column, the "
    "date_of_birth, the tutor_group or the row of a carer who is on file."
)

_ANOTHER_UPN = (
    'Row {row}: "{name}" is on file with the same date of birth and another UPN (p{id}), and '
    "becomes a second record. If they are one: parentlink pupil edit p{id} --upn UPN before "
    "importing; or, afterwards, see parentlink duplicates."
)


class Pupils:
    """The pupils of the file, each with who it is on file."""

    def __init__(self, lines: list[Line], on_file: OnFile) -> None:
        ids = ("external_id", "upn")
        said = {(line.pupil or {}).get(column) for line in lines for column in ids}
        self._filed = FiledPupils(on_file, said)
        same = SamePupils(lines, self._filed)
        self.warnings: list[tuple[int, str]] = []  # each with its row
        self._clashes = same.clashes
        self._taken: dict[int, Heap] = {}
        self._node_of: dict[int, Node] = {}
        self._ids = PupilIds(same.heaps, self._filed)
        self._match(same.heaps)
        self.warnings += near_births(same.heaps, self._filed)
        self.nodes = [node for heap in same.heaps if (node := self._noded(heap))]

    def node(self, line: Line) -> Node:
        """The pupil of a row.

        Raises:
            Clash: more than one fits, or the row contradicts another.
        """
        if clash := self._clashes.get(line.at):
            raise clash
        # Without a node, another row of this pupil was refused: everything is looked at again.
        node = self._node_of.get(line.at) or Node("pupil")
        node.take(line.pupil or {}, line.row)
        return node

    def _noded(self, heap: Heap) -> Node | None:
        if heap.above is not None or any(line.at in self._clashes for line in heap.lines):
            return None
        node = Node("pupil")
        node.on_file = self._filed.rows[heap.filed] if heap.filed else None
        for line in heap.lines:
            self._node_of[line.at] = node
        return node

    # -- who is who ------------------------------------------------------------------------

    def _match(self, heaps: list[Heap]) -> None:
        if not self._filed.rows:
            for heap in heaps:
                self._new(heap, [])
        else:
            self._match_filed(heaps)

    def _match_filed(self, heaps: list[Heap]) -> None:
        waiting = []
        for heap in heaps:
            label, heap.filed = heap.filed, None
            found = self._filed.by_id(heap.facts)
            if len(found) > 1:
                why = _TWO_IDS
                self._refuse([heap], why, "pupil_id")
            elif found:
                self._take_by_id(found.pop(), heap)
            else:
                waiting.append((heap, label))
        claims: dict[int, list[Heap]] = {}
        strange = []
        for heap, label in waiting:
            fits = self._fitting(heap, label)
            if not fits:
                strange.append(heap)
            elif doubt := self._why_not_sure(heap, fits):
                self._refuse([heap], doubt)
            else:
                claims.setdefault(fits[0], []).append(heap)
        for pupil_id, claimants in claims.items():
            strange += self._claimed(pupil_id, claimants)
        self._moved(strange)

    def _take_by_id(self, pupil_id: int, heap: Heap) -> None:
        if why := self._ids.why_not(heap, pupil_id):
            same_upn = heap.facts.upn == self._filed.facts(pupil_id).upn
            self._refuse([heap], why, "upn" if heap.facts.upn and same_upn else "pupil_id")
        else:
            self._take(pupil_id, heap)

    def _fitting(self, heap: Heap, label: int | None) -> list[int]:
        fits = [each for each in self._filed.fitting(heap.facts) if each not in self._taken]
        if label in fits:
            return [label] if label else []
        return self._filed.narrowed(heap, fits) if len(fits) > 1 else fits

    def _why_not_sure(self, heap: Heap, fits: list[int]) -> str | None:
        """A sentence if several fit, or one by nothing but the name."""
        if len(fits) > 1:
            return _SEVERAL.format(count=len(fits))
        if not self._filed.by_name_alone(heap, fits[0]):
            return None
        return _NAME_ALONE.format(name=self._filed.rows[fits[0]].get("legal_name"), id=fits[0])

    def _claimed(self, pupil_id: int, claimants: list[Heap]) -> list[Heap]:
        """Give a pupil on file to the one who is it; returns those who are not."""
        if len(claimants) == 1:
            self._take(pupil_id, claimants[0])
            self._say_strange_carers(pupil_id, claimants[0])
            return []
        known = [heap for heap in claimants if self._filed.in_common(heap, pupil_id)]
        if len(known) == 1:
            self._take(pupil_id, known[0])
            return [heap for heap in claimants if heap is not known[0]]
        rows = rows_named([line.row for heap in claimants for line in heap.lines])
        self._refuse(
            claimants,
            f"There are {len(claimants)} pupils of this name in {rows} and one on file, who may be "
            "any of them. Please give the one on file the UPN or date of birth first (parentlink "
            "pupil edit).",
        )
        return []

    def _take(self, pupil_id: int, heap: Heap) -> None:
        other = self._taken.setdefault(pupil_id, heap)
        if other is not heap:
            if not may_be(other.facts, heap.facts):
                why = "This pupil is two different ones in the file. Please correct the UPN or id."
                self._refuse([heap], why)
                return
            other.take(heap)
        heap.filed = pupil_id

    def _moved(self, heaps: list[Heap]) -> None:
        """Those in another tutor group than on file; and who only bears the same name is new."""
        claims: dict[int, list[Heap]] = {}
        for heap in heaps:
            namesakes = [
                pupil_id
                for pupil_id in self._filed.namesakes(heap.facts)
                if pupil_id not in self._taken
            ]
            same = [each for each in namesakes if self._filed.in_common(heap, each, proof=True)]
            renumbered = self._filed.renumbered(heap)
            same = same or [each for each in renumbered if each not in self._taken]
            if len(same) == 1:
                claims.setdefault(same[0], []).append(heap)
            else:
                self._new(heap, namesakes)
        for pupil_id, claimants in claims.items():
            if len(claimants) == 1:
                self._take(pupil_id, claimants[0])
            else:
                for heap in claimants:
                    self._new(heap, [pupil_id])

    def _new(self, heap: Heap, namesakes: list[int]) -> None:
        facts, row = heap.facts, heap.lines[0].row
        if not facts.key:
            column = "upn" if facts.upn else "pupil_id"
            self._refuse([heap], "Nobody on file has it. Please add the name.", column)
            return
        if why := self._ids.why_not_new(heap):
            self._refuse([heap], why)
            return
        if namesakes := namesakes or self._filed.under_another_id(facts):
            group = self._filed.rows[namesakes[0]].get("tutor_group") or "no tutor group"
            said = (
                f'Row {row}: a pupil of the same name ("{heap.name}") is on file in {group}. If it '
                "is the same one, add the UPN or date of birth before importing."
            )
            self.warnings.append((row, said))
        others = [each for each in self._filed.with_another_upn(facts) if each not in self._taken]
        if others:
            said = _ANOTHER_UPN.format(row=row, name=heap.name, id=others[0])
            self.warnings.append((row, said))

    def _say_strange_carers(self, pupil_id: int, heap: Heap) -> None:
        filed = self._filed.rows[pupil_id]
        born = heap.facts.born and heap.facts.born == filed.get("date_of_birth")
        if not born and heap.carers and self._filed.has_others(heap, pupil_id):
            row = heap.lines[0].row
            said = (
                f'Row {row}: "{heap.name}" was taken for the pupil of that name on file, who has '
                "none of these carers. If they are two pupils, add the UPN or the date of birth "
                "before importing."
            )
            self.warnings.append((row, said))

    def _refuse(self, heaps: Iterable[Heap], why: str, column: str = "pupil") -> None:
        names = {"upn": "upn", "pupil_id": "external", "pupil": None}
        for heap in heaps:
            fact = names[column]
            value = heap.name if fact is None else str(getattr(heap.facts, fact) or "")
            for line in heap.lines:
                self._clashes[line.at] = Clash(column, value, why)
