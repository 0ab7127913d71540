"""The rows of a file gathered: which pupil, carer, family and link each one is about."""

from collections.abc import Collection, Iterable, Iterator

from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.carers import Carers
from parentlink.usecases.importing.families.matching.households import Households
from parentlink.usecases.importing.families.matching.known_as import (
    with_own_carers,
    with_own_ids,
    with_own_pupils,
)
from parentlink.usecases.importing.families.matching.onfile import OnFile, reach_keys
from parentlink.usecases.importing.families.matching.people import Clash, Node, Placed
from parentlink.usecases.importing.families.matching.pupils import Pupils
from parentlink.usecases.importing.families.matching.twin_ids import Twin, Twins
from parentlink.usecases.importing.families.reading.lines import Line


class Gathered:
    """Every row with its people found; `clashes` are the rows that contradict others."""

    def __init__(
        self, lines: list[Line], on_file: OnFile, of_many: Collection[int] = frozenset()
    ) -> None:
        """`of_many`: hashes of numbers and addresses by which nobody is known (parts/of_many)."""
        self._on_file, self._of_many = on_file, of_many
        self.clashes: list[tuple[Line, Clash]] = []
        self.second_ids: dict[Node, list[Twin]] = {}
        lines = with_own_pupils(with_own_ids(lines, on_file), on_file)
        self.pupils = Pupils([line for line in lines if line.pupil is not None], on_file)
        with_pupil = with_own_carers(list(self._pupils(lines)), on_file)
        twins = Twins(with_pupil, on_file, of_many)
        with_pupil, self._twins = twins.pairs, twins.of_line
        self._carers = Carers(with_pupil, on_file, of_many)
        self.placed = list(self._place(with_pupil))
        self._households = Households(self.placed, on_file)
        self.clashes += self._households.clashes
        self.strangers = self._households.strangers
        self.family_of: dict[int, Node] = {}
        self.links: dict[tuple[Node, Node], Node] = {}
        for each in self.placed:
            self._take(each)
        self._households.names()

    def _pupils(self, lines: Iterable[Line]) -> Iterator[tuple[Line, Node | None]]:
        for line in lines:
            try:
                yield line, self.pupils.node(line) if line.pupil is not None else None
            except Clash as clash:
                self._refuse(line, clash)

    def _place(self, lines: Iterable[tuple[Line, Node | None]]) -> Iterator[Placed]:
        for line, pupil in lines:
            try:
                carer = self._carers.node(line) if line.carer is not None else None
                if carer and line.at in self._twins:
                    self.second_ids.setdefault(carer, []).append(self._twins[line.at])
                yield Placed(line, pupil, carer)
            except Clash as clash:
                self._refuse(line, clash)

    def _take(self, each: Placed) -> None:
        line = each.line
        family = self.family_of[line.at] = self._households.node(each)
        try:
            family.take(line.family, line.row)
            if each.pupil and each.carer:
                self._link(each.pupil, each.carer).take(line.link, line.row)
        except Clash as clash:
            self._refuse(line, clash)

    def _refuse(self, line: Line, clash: Clash) -> None:
        # Its traceback would keep this whole batch in memory.
        self.clashes.append((line, clash.with_traceback(None)))

    def home(self, each: Placed) -> object:
        """What stands for the household that the file puts a row into."""
        return self._households.key(each)

    def own_ways(self, carer: Values) -> set[str]:
        """The numbers and addresses by which a carer is known: not those of very many."""
        return {way for _, way in reach_keys(carer, self._of_many)}

    def _link(self, pupil: Node, carer: Node) -> Node:
        link = self.links.get((pupil, carer))
        if link is None:
            link = self.links[pupil, carer] = Node("link")
            if pupil.on_file and carer.on_file:
                link.on_file = self._on_file.links.get((pupil.on_file.id, carer.on_file.id))
        return link
