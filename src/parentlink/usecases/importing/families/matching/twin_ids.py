"""Carers to whom a system gives a new id at each child: one person, if name and number are one.

A parent whom a court keeps away would else be barred at one child and callable at the other. Only a
full name with a mobile number or e-mail address says so, and only at different pupils: a father and
a son of one name, beside each other at one pupil, stay two. Both ids are known from then on, and
what the second one's rows say of the carer counts only where the file says nothing of the first.
"""

from collections.abc import Collection, Hashable, Iterator
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.phone import LANDLINES
from parentlink.rules.titles import is_man_or_woman, split_title, title_of
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.matching.known_as import only_new
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, reach_keys
from parentlink.usecases.importing.families.matching.people import Node
from parentlink.usecases.importing.families.reading.lines import Line

Pairs = list[tuple[Line, Node | None]]


class Twin(NamedTuple):
    """A second id of a carer, and the row that says it."""

    row: int
    external_id: str
    name_key: str


class _Holder:
    """Everything that goes by one id."""

    def __init__(self, external: str, of_many: Collection[int], *, on_file: bool) -> None:
        self.external, self.on_file = external, on_file
        self._of_many = of_many
        self.keys: set[tuple[str, str]] = set()
        self.pupils: set[Hashable] = set()
        self.kinds: set[str] = set()

    def take(self, carer: Row | Values, relation: object, pupil: Hashable) -> None:
        """Add what a row, or the file, says of the carer."""
        name = str(carer.get("name_key") or "")
        self.keys.update(_keys(name, carer, self._of_many))
        title = title_of(fold(str(carer.get("title") or "")), name)
        self.kinds.add(is_man_or_woman(title, (fold(str(relation or "")),)))
        if pupil is not None:
            self.pupils.add(pupil)

    def is_one_with(self, other: "_Holder") -> bool:
        """Whether nothing speaks against the two being one."""
        both = self.kinds | other.kinds
        return bool(self.pupils) and self.pupils.isdisjoint(other.pupils) and len(both - {""}) < 2


class Twins:
    """The second ids of the carers of a file; `of_line` are those that are new."""

    def __init__(
        self, pairs: Pairs, on_file: OnFile, of_many: Collection[int] = frozenset()
    ) -> None:
        self._of_many = of_many
        self.of_line: dict[int, Twin] = {}
        self._holders: dict[str, _Holder] = {}
        names = _with_several_ids(pairs, on_file)
        if names:
            self._meet(
                [pair for pair in pairs if pair[0].carer_key in names],
                on_file,
                {one for one, row in on_file.carers.items() if row.get("name_key") in names},
            )
        self._own = dict(self._found())
        self.pairs = list(self._with_own(pairs)) if self._own else pairs

    def _meet(self, pairs: Pairs, on_file: OnFile, filed: set[int]) -> None:
        for external, carer_id in on_file.carer_by_id.items():
            if carer_id in filed:
                holder = self._holders[external] = _Holder(external, self._of_many, on_file=True)
                holder.take(on_file.carers[carer_id], None, None)
        for (pupil_id, carer_id), link in on_file.links.items():
            carer = on_file.carers[carer_id]
            if carer_id in filed and (own := carer.get("external_id")):
                self._holders[str(own)].take(carer, link.get("relationship"), pupil_id)
        for line, pupil in pairs:
            if external := _external(line):
                if external not in self._holders:
                    self._holders[external] = _Holder(external, self._of_many, on_file=False)
                who = pupil.on_file.id if pupil and pupil.on_file else pupil
                holder = self._holders[external]
                holder.take(line.carer or {}, line.link.get("relationship"), who)

    def _found(self) -> Iterator[tuple[str, str]]:
        """Each new id with the first one of the same carer."""
        first: dict[tuple[str, str], _Holder] = {}
        for holder in self._holders.values():
            known = (first[key] for key in sorted(holder.keys) if key in first)
            own = None if holder.on_file else next(known, None)
            if own and own.is_one_with(holder):
                own.pupils |= holder.pupils
                own.kinds |= holder.kinds
                yield holder.external, own.external
            for key in holder.keys:
                first.setdefault(key, holder)

    def _with_own(self, pairs: Pairs) -> Iterator[tuple[Line, Node | None]]:
        said = {_external(line) for line, _ in pairs}
        for line, pupil in pairs:
            external = _external(line)
            if own := self._own.get(external):
                key = str((line.carer or {}).get("name_key") or "")
                self.of_line[line.at] = Twin(line.row, external, key)
                line = line._replace(carer=only_new(line.carer or {}, own, said))
            yield line, pupil


def _with_several_ids(pairs: Pairs, on_file: OnFile) -> set[str]:
    """The names that go by more than one id, in the file and on file: seldom any."""
    first: dict[str, str] = {}
    several: set[str] = set()
    for external, carer_id in on_file.carer_by_id.items():
        name = str(on_file.carers[carer_id].get("name_key"))
        if first.setdefault(name, external) != external:
            several.add(name)
    for line, _ in pairs:
        external, name = _external(line), line.carer_key
        if external and first.setdefault(name, external) != external:
            several.add(name)
    return several


def _external(line: Line) -> str:
    return str((line.carer or {}).get("external_id") or "")


def _keys(name: str, carer: Row | Values, of_many: Collection[int]) -> Iterator[tuple[str, str]]:
    """A full name with each way that is one person's own."""
    if len(split_title(name)[1].split()) > 1:
        mobile, email = (str(carer.get(way) or "") for way in ("mobile_phone", "email"))
        own = {way for way in (mobile, email.casefold()) if not way.startswith(LANDLINES)}
        yield from (key for key in reach_keys(carer, of_many) if key[1] in own)
