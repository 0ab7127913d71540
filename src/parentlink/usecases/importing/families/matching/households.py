"""Which rows are one household. Two households of one pupil stay two; a surname proves nothing.

With a family reference the file says it. Without, carers who live with the same pupil (or of whom
it is not known) share a household unless their addresses or household names differ, and siblings
join where they share a carer who may be contacted. A carer the pupil lives with part of the time,
or not at all, has a household of their own.
"""

from collections import Counter
from collections.abc import Iterable

from parentlink.parse.names import fold
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.belonging import (
    is_barred,
    is_from_outside,
    makes_no_home,
    strangers,
)
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row
from parentlink.usecases.importing.families.matching.people import Clash, Node, Placed
from parentlink.usecases.importing.families.matching.together import Union
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.vocabulary import LivesWith

_APART = (LivesWith.NO, LivesWith.PART)
_Home = tuple[bool, str, str, Node]  # apart or not, address, label, its first carer


class Households:
    """The household of every row: a family node, on file or new."""

    def __init__(self, placed: list[Placed], on_file: OnFile) -> None:
        self._on_file = on_file
        self._union = Union()
        self._refs: dict[str, object] = {}
        self._home_of: dict[Node, str | Node] = {}
        self._elsewhere: dict[int, Node] = {}
        self.clashes: list[tuple[Line, Clash]] = []
        self.strangers = strangers(placed, on_file)
        self._of_file(placed)
        self._of_pupils([each for each in placed if each.line.ref is None])
        self._groups = self._grouped(placed)
        self._nodes: dict[object, Node] = {}
        self._by_id: dict[int, Node] = {}
        self._alone = _alone(on_file)
        self._settle()

    # -- who belongs together --------------------------------------------------------------

    def _of_file(self, placed: Iterable[Placed]) -> None:
        for each in placed:
            ref = each.line.ref
            belongs = each.line.at not in self.strangers and not _is_loose(each)
            home = ref if ref is not None else each.carer
            if each.pupil and belongs and home is not None:
                self._home_of.setdefault(each.pupil, home)
            if ref is None:
                continue
            mark = self._refs.setdefault(ref, object())
            self._union.say(mark, ref)
            if each.carer and not self._union.join(mark, each.carer):
                why = (
                    "Another row puts this carer in another family, and a carer belongs to one. "
                    "Please make the two rows the same."
                )
                self.clashes.append((each.line, Clash("family_ref", ref, why)))

    def _of_pupils(self, placed: Iterable[Placed]) -> None:
        homes: dict[Node, list[_Home]] = {}
        outside = []
        barred = []
        for each in placed:
            if each.pupil is None or each.carer is None or each.line.in_family is False:
                continue
            if is_from_outside(each.line):
                outside.append((each.pupil, each.carer))
            elif is_barred(each.carer):
                barred.append((each, each.pupil, each.carer))
            else:
                self._one_home(each.line, each.carer, homes.setdefault(each.pupil, []))
        self._of_barred(barred, homes)
        housed = {known[3] for home in homes.values() for known in home}
        housed |= {each.carer for each in placed if each.carer and not is_from_outside(each.line)}
        for pupil, carer in outside:
            home = homes.setdefault(pupil, [])
            if not home:  # or only somebody barred, who lives elsewhere
                home.append((False, "", "", carer))
            if carer not in housed:  # else she has a home: of these, or of other grandchildren
                self._union.join(home[0][3], carer)
                housed.add(carer)

    def _of_barred(
        self, barred: list[tuple[Placed, Node, Node]], homes: dict[Node, list[_Home]]
    ) -> None:
        """Who must not be contacted has the home of one pupil, and makes it nobody else's.

        Two half-siblings with such a father are two families, or one's mother is rung for both.
        """
        lived_in = {self._union.root(home[3]) for known in homes.values() for home in known}
        housed: set[Node] = set()
        for each, pupil, carer in barred:
            known = homes.setdefault(pupil, [])
            if self._lives_elsewhere(pupil, carer):
                self._elsewhere[each.line.at] = known[0][3] if known else pupil
                continue
            home = known[0][3] if known else carer
            if carer not in housed:
                housed.add(carer)
                self._home_of.setdefault(pupil, home)
                self._one_home(each.line, carer, known)
                lived_in = {self._union.root(home) for home in lived_in}
                continue
            root = self._union.root(carer)
            if root in lived_in and all(self._union.root(home[3]) is not root for home in known):
                self._elsewhere[each.line.at] = known[0][3] if known else pupil
            else:
                self._home_of.setdefault(pupil, home)

    def _lives_elsewhere(self, pupil: Node, carer: Node) -> bool:
        """Whether a carer is on file in a family that the pupil has nothing to do with."""
        if carer.on_file is None:
            return False
        family_id, pupil_id = int(carer.on_file.get("family_id") or 0), _id(pupil)
        linked = (pupil_id, carer.on_file.id) in self._on_file.links
        return not linked and (family_id, pupil_id) not in self._on_file.members

    def _one_home(self, line: Line, carer: Node, known: list[_Home]) -> None:
        """Put a carer to the first carer of the pupil they may share a home with."""
        apart = line.link.get("lives_with") in _APART
        label = fold(str(line.family.get("household") or ""))
        for is_apart, address, name, other in known:
            same = line.address == address and bool(address)
            near = not (line.address and address) or same
            fits = same if apart or is_apart else near
            if apart == is_apart and fits and (not label or not name or label == name):
                self._union.join(other, carer)
                return
        known.append((apart, line.address, label, carer))

    def key(self, each: Placed) -> object:
        """What stands for the household of a row."""
        if each.line.ref is not None:
            return self._union.root(self._refs[each.line.ref])
        who = self._elsewhere.get(each.line.at) or each.carer or each.pupil
        if who is None:
            return each.line.at
        home = self._home_of.get(who, who)  # other rows may say where a pupil lives
        return self._union.root(self._refs[home] if isinstance(home, str) else home)

    def _grouped(self, placed: Iterable[Placed]) -> dict[object, list[Placed]]:
        groups: dict[object, list[Placed]] = {}
        for each in placed:
            groups.setdefault(self.key(each), []).append(each)
        return groups

    # -- which family on file it is --------------------------------------------------------

    def _settle(self) -> None:
        """Families of carers on file first, so that no other household can be taken for them."""
        waiting = []
        for key, group in self._groups.items():
            filed = [
                each.carer.on_file
                for each in group
                if each.carer and each.carer.on_file and not self._is_elsewhere(each)
            ]
            if filed:
                self._nodes[key] = self._family(int(filed[0].get("family_id") or 0))
                for row in filed[1:]:
                    self._family(int(row.get("family_id") or 0))
            else:
                waiting.append(key)
        for key in waiting:
            found = self._fitting(self._groups[key])
            self._nodes[key] = self._family(found) if found else Node("family")

    def _family(self, family_id: int) -> Node:
        node = self._by_id.get(family_id)
        if node is None:
            node = self._by_id[family_id] = Node("family")
            node.on_file = self._on_file.families[family_id]
        return node

    def _fitting(self, group: list[Placed]) -> int | None:
        """A household on file of these pupils that no other rows are about."""
        for each in group:
            if each.pupil is None and each.carer is None:
                return self._same_alone(each.line.family)
            if each.pupil is None or each.pupil.on_file is None or each.line.in_family is False:
                continue
            filed = self._on_file.families_of.get(each.pupil.on_file.id, ())
            if filed and (makes_no_home(each.line) or self._is_elsewhere(each)):
                return filed[0]
            homes = [home for home in filed if home not in self._by_id]
            if each.carer is None and each.line.ref is None:
                homes = homes or list(filed)
            if found := self._home(each, homes):
                return found
        return None

    def _home(self, each: Placed, homes: list[int]) -> int | None:
        filed = self._on_file.families
        names = each.line.family
        if names.get("name") or names.get("household"):
            homes = [home for home in homes if _named_so(filed[home], names)]
        if each.line.link.get("lives_with") in _APART:
            homes = []
        return homes[0] if len(homes) == 1 or (homes and each.carer is None) else None

    def _same_alone(self, family: Values) -> int | None:
        """A family on file without people that is called the same, for a row without people."""
        key = (fold(str(family.get("name") or "")), fold(str(family.get("household") or "")))
        waiting = [home for home in self._alone.get(key, ()) if home not in self._by_id]
        return waiting[0] if waiting else None

    # -- the answer ------------------------------------------------------------------------

    def node(self, each: Placed) -> Node:
        """The family of a row: of a carer on file it is the one they have there."""
        if each.carer and each.carer.on_file and not self._is_elsewhere(each):
            return self._family(int(each.carer.on_file.get("family_id") or 0))
        return self._nodes[self.key(each)]

    def _is_elsewhere(self, each: Placed) -> bool:
        """Whether the pupil of a row has a home that its carer, who is barred, does not share."""
        if each.line.at not in self._elsewhere or each.pupil is None or each.carer is None:
            return False
        return (_id(each.pupil), _id(each.carer)) not in self._on_file.links

    def names(self) -> None:
        """Name every new family that the file does not name: by its pupils, or else its carers."""
        for key, group in self._groups.items():
            node = self._nodes[key]
            own = [each for each in group if each.line.at not in self.strangers]
            name = node.values.get("name") or (None if node.on_file else _surname(own or group))
            if name:
                node.values = node.values | {"name": name, "name_key": fold(str(name))}


def _id(node: Node) -> int:
    return node.on_file.id if node.on_file else 0


def _is_loose(each: Placed) -> bool:
    """Whether the carer of a row cannot say where its pupil lives."""
    return each.carer is not None and is_barred(each.carer) and each.line.ref is None


def _surname(group: list[Placed]) -> str:
    pupils = Counter(
        each.line.surname or str(each.pupil.values.get("legal_name") or "").split(" ")[-1]
        for each in group
        if each.pupil
    )
    if not any(pupils):
        pupils = Counter(
            str(each.carer.values.get("name") or "").split(" ")[-1] for each in group if each.carer
        )
    names = [name for name in pupils if name]
    return " and ".join(names[:3]) or "Unnamed"


def _named_so(family: Row, names: Values) -> bool:
    """Whether a family on file has the name and the household that a row says."""
    wanted, label = names.get("name"), names.get("household")
    same = not wanted or family.get("name_key") == fold(str(wanted))
    return same and (not label or fold(str(family.get("household") or "")) == fold(str(label)))


def _alone(on_file: OnFile) -> dict[tuple[str, str], list[int]]:
    with_people = on_file.lived_in | {
        int(carer.get("family_id") or 0) for carer in on_file.carers.values()
    }
    found: dict[tuple[str, str], list[int]] = {}
    for family in on_file.families.values():
        if family.id not in with_people:
            key = (str(family.get("name_key")), fold(str(family.get("household") or "")))
            found.setdefault(key, []).append(family.id)
    return found
