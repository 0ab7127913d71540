"""Rows whose pupil id or UPN is another pupil's on file: an id alone turns nobody into another."""

from parentlink.parse.names import quoted, shorten
from parentlink.usecases.importing.families.matching.filed_pupils import FiledPupils
from parentlink.usecases.importing.families.matching.heaps import Facts, Heap, is_like

_WAY_OUT = (
    "If the ids are another system's, or only count the rows, please leave that column out: "
    '--map "its heading=".'
)
_WHY = (
    "On file this is {name} (p{id}), and the row is about {new}. If they are one pupil: parentlink "
    "pupil edit p{id} --name {typed}. " + _WAY_OUT
)
_NAMESAKE = (
    "{name} with this id on file (p{id}) was born on another day and has none of these carers. If "
    "they are one pupil, please correct the day first: parentlink pupil edit p{id} --born DATE. "
    + _WAY_OUT
)
_WHY_NOT_NEW = (
    "{name} is on file (p{id}) with an id that another row gives to somebody else. " + _WAY_OUT
)


class PupilIds:
    """Which rows have the id of a pupil on file and are clearly about another one."""

    def __init__(self, heaps: list[Heap], filed: FiledPupils) -> None:
        self._filed = filed
        self._named: dict[object, list[Heap]] = {}
        for heap in heaps:
            self._named.setdefault(heap.facts.key, []).append(heap)
        self._mistaken: set[int] = set()  # whose ids stand in rows about somebody else

    def why_not(self, heap: Heap, pupil_id: int) -> str | None:
        """A sentence if the rows cannot be about the pupil on file who has their id."""
        renamed = self._filed.is_renamed(heap, pupil_id)
        if self._may_be(heap, pupil_id) if renamed else not self._is_namesake(heap, pupil_id):
            return None
        self._mistaken.add(pupil_id)
        return self._said(_WHY if renamed else _NAMESAKE, heap, pupil_id)

    def why_not_new(self, heap: Heap) -> str | None:
        """A sentence if somebody new has the name of a pupil whose id the file gives to another."""
        found = set(self._filed.by_name(heap.facts)) & self._mistaken
        return self._said(_WHY_NOT_NEW, heap, min(found)) if found else None

    def _may_be(self, heap: Heap, pupil_id: int) -> bool:
        """Whether neither of the two names is another pupil's, in the file or on file."""
        if set(self._filed.by_name(heap.facts)) - {pupil_id}:
            return False
        own = self._filed.facts(pupil_id)
        others = [other for other in self._named.get(own.key, ()) if is_like(own, other.facts)]
        if any(other is not heap and not self._is_known(other, pupil_id) for other in others):
            return False
        return self._has_both_ids(heap, own) or self._filed.may_have_id(heap, pupil_id)

    def _is_namesake(self, heap: Heap, pupil_id: int) -> bool:
        both = self._has_both_ids(heap, self._filed.facts(pupil_id))
        return not both and self._filed.is_namesake(heap, pupil_id)

    def _is_known(self, heap: Heap, pupil_id: int) -> bool:
        """Whether rows are those of a namesake on file, by the id and the name."""
        found = self._filed.by_id(heap.facts)
        renamed = (self._filed.is_renamed(heap, each) for each in found)
        return bool(found) and pupil_id not in found and not any(renamed)

    def _has_both_ids(self, heap: Heap, own: Facts) -> bool:
        pairs = ((heap.facts.upn, own.upn), (heap.facts.external, own.external))
        return all(mine and mine == known for mine, known in pairs)

    def _said(self, why: str, heap: Heap, pupil_id: int) -> str:
        name = self._filed.rows[pupil_id].get("legal_name")
        new, typed = shorten(heap.name), quoted(heap.name)
        return why.format(name=name, id=pupil_id, new=new, typed=typed)
