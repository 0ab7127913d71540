"""Numbers and addresses that very many carers of a file have: nobody is known by them.

They are the school's own, or stand for none. Two fathers of one name with such a number are two: to
take them for one would make one family of two, and tell one mother the other's child's news.
"""

from collections.abc import Iterable

from parentlink.rules.alike import MOST_SHARING
from parentlink.usecases.importing.aside import Aside
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.onfile import ways
from parentlink.usecases.importing.families.parts.hashes import PARTS, Hashes, records


class OfMany:
    """Counts the names that stand at each number and address."""

    def __init__(self, aside: Aside) -> None:
        self._hashes = Hashes(aside)

    def add(self, carers: Iterable[Values | None]) -> None:
        """Note the carers of some rows."""
        add = self._hashes.add
        for carer in carers:
            if carer and (name := carer.get("name_key")):
                for way in ways(carer):
                    add(hash(way), hash(name))
        self._hashes.tidy()

    def found(self) -> frozenset[int]:
        """The hashes of those that more carers have, by their names, than one family can have."""
        found: set[int] = set()
        for part in range(PARTS):
            names: dict[int, set[int]] = {}
            for way, name in records(self._hashes.part(part), 2):
                known = names.setdefault(way, set())
                if len(known) <= MOST_SHARING:
                    known.add(name)
            found.update(way for way, known in names.items() if len(known) > MOST_SHARING)
        return frozenset(found)
