"""Rows that say what is on file already, word for word: nearly all of a file that comes every week.

Nothing follows from such a row, so it is not looked at any further. What makes that certain:

- the row names its pupil by UPN or id, as all of these rows do, and its carer by id or as the only
  one of that name; nobody else can be meant, nor be one with them;
- all that it says of the pupil, the carer, the family and what they are to each other is on file;
- the rows of the pupil stand together, and name every carer whom the pupil has on file;
- none of these is left out of every list, since the pupil has left or the family is archived;
- none of these has a contact rule, or a number or address of somebody whom the file bars, nor has
  anybody another name or id by which they may be meant.

A row in doubt is looked at by all the rules, together with everybody it may have to do with
(`batches`). A property test compares both ways (tests/test_word_for_word.py).
"""

from array import array
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Aside
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.families.guarding.unseen import has_left
from parentlink.usecases.importing.families.matching.onfile import (
    OnFile,
    Row,
    differing,
    is_called,
    ways,
)
from parentlink.usecases.importing.families.matching.other_names import KNOWN_AS, Other
from parentlink.usecases.importing.families.parts.hashes import PARTS, Hashes, records
from parentlink.usecases.importing.families.parts.keeping import Lines
from parentlink.usecases.importing.families.parts.settled import Standing
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.rule import strength
from parentlink.vocabulary import PHONES, ContactRule, LivesWith

CARER_WAYS = "SELECT id, name_key, mobile_phone, home_phone, work_phone, email FROM carer"
_COLUMNS = ("name_key", *PHONES, "email")
LAST_CARER = "SELECT COALESCE(MAX(id), 0) FROM carer"
OTHERS = "SELECT COUNT(*) FROM known_as"
_MOST_OTHERS = 5_000  # known under another id: a second system's file is looked at as a whole
_AT_A_TIME = 400  # pupils
_TRIED = 2_000  # pupils after which a file in which few rows stand is looked at as a whole
_APART = (LivesWith.NO, LivesWith.PART)
Group = list[Line]  # the rows of one pupil


class Kinds(NamedTuple):
    """By what rows name people and families."""

    upn: bool
    pupil_id: bool
    carer_id: bool
    ref: bool
    pupil_ref: bool

    @property
    def are_enough(self) -> bool:
        """Whether nobody but the one on file can be meant."""
        return (self.upn or self.pupil_id) and (self.carer_id or not self.ref)


def standing(
    lines: Lines,
    store: Store | None,
    on_file: OnFile,
    barred: Collection[str],
    of_many: Collection[int],
) -> Standing | None:
    """The lines that need no look; None where there are too few of them to be worth it.

    `barred` are the numbers and addresses of those whom the file bars, and `of_many` the hashes of
    those by which nobody is known.
    """
    if store is None or int(store.value(OTHERS)) > _MOST_OTHERS:
        return None
    return _Reader(lines, store, on_file, barred).found(of_many)


class _Reader:
    """Goes through a file pupil by pupil, beside who that is on file."""

    def __init__(
        self, lines: Lines, store: Store, on_file: OnFile, barred: Collection[str]
    ) -> None:
        self._lines, self._store, self._on_file = lines, store, on_file
        self._barred = frozenset(barred)
        self._standing = Standing(len(lines))
        self._kinds: Kinds | None = None
        self._met: set[int] = set()  # pupils; with rows in two places they are looked at
        self._twice: set[int] = set()
        last = int(store.value(LAST_CARER))
        self._refs = array("q", bytes(8 * (last + 1)))  # by carer, the file's mark of the family
        self._marked: dict[int, int] = {}  # pupils by the file's own mark
        self._torn: set[int] = set()  # carers whom the file puts into two families
        others = [Other._make(each) for each in store.cursor(KNOWN_AS)]
        self._others = {each.external_id for each in others} | {each.name_key for each in others}

    def found(self, of_many: Collection[int]) -> Standing | None:
        """Every line that stands."""
        looked_at = stand = 0
        for groups in self._some(self._groups()):
            stand += self._look([group for group in groups if self._may_stand(group)])
            looked_at += len(groups)
            if looked_at >= _TRIED and stand * 2 < looked_at:
                return None
        if self._kinds and not self._kinds.carer_id:
            self._torn |= self._one_of_two(of_many)
        self._standing.drop(self._twice, self._torn)
        return self._standing

    def _groups(self) -> Iterator[Group]:
        group: Group = []
        for line in self._lines:
            if group and (line.pupil, line.pupil_ref) != (group[0].pupil, group[0].pupil_ref):
                yield group
                group = []
            group.append(line)
        if group:
            yield group

    def _some(self, groups: Iterable[Group]) -> Iterator[list[Group]]:
        some: list[Group] = []
        for group in groups:
            some.append(group)
            if len(some) == _AT_A_TIME:
                yield some
                some = []
        yield some

    # -- what the rows alone say -----------------------------------------------------------

    def _may_stand(self, group: Group) -> bool:
        """Whether the rows are of the simple kind; the first that are say how all name people."""
        if not all(map(_is_plain, group)):
            return False
        kinds = {_kinds(line) for line in group}
        if self._kinds is None and len(kinds) == 1 and next(iter(kinds)).are_enough:
            self._kinds = next(iter(kinds))
        if self._barred and any(map(self._has_a_barred_number, group)):
            return False
        return kinds == {self._kinds} and not any(map(self._has_another_name, group))

    def _has_a_barred_number(self, line: Line) -> bool:
        return not self._barred.isdisjoint(ways(line.carer or {}))

    def _has_another_name(self, line: Line) -> bool:
        """Whether somebody in the row is called what a merged record of somebody was called."""
        pupil, carer = line.pupil or {}, line.carer or {}
        said = (pupil.get("external_id"), pupil.get("name_key"))
        return not self._others.isdisjoint((*said, carer.get("external_id"), carer.get("name_key")))

    # -- beside the file -------------------------------------------------------------------

    def _look(self, groups: list[Group]) -> int:
        """Note the lines of those that stand; returns how many pupils these are."""
        if not groups or self._kinds is None:
            return 0
        column = "upn" if self._kinds.upn else "external_id"
        said = [_said(group, column) for group in groups]
        filed = self._on_file.of_pupils(self._store, column, said)
        known = {pupil.get(column): pupil for pupil in filed.pupils.values()}
        stand = 0
        for group, name in zip(groups, said, strict=True):
            pupil = known.get(name)
            carers = self._carers(group, pupil, filed) if pupil else None
            if pupil and carers:
                stand += self._noted(group, pupil.id, carers)
        return stand

    def _noted(self, group: Group, pupil_id: int, carers: list[int]) -> bool:
        if pupil_id in self._met:
            self._twice.add(pupil_id)
        self._met.add(pupil_id)
        if marked := group[0].pupil_ref:
            other = self._marked.setdefault(hash(marked), pupil_id)
            if other != pupil_id:
                self._twice |= {other, pupil_id}
        row = 0
        for line, carer_id in zip(group, carers, strict=True):
            self._standing.put(line, pupil_id, carer_id, starts_row=line.row != row)
            row = line.row
            if line.ref is not None:
                mark = hash(line.ref) or 1
                known = self._refs[carer_id] = self._refs[carer_id] or mark
                if known != mark:
                    self._torn.add(carer_id)
        return True

    def _carers(self, group: Group, pupil: Row, filed: OnFile) -> list[int] | None:
        """The carer on file of each line, if the pupil's rows say what is on file and no less."""
        said = group[0].pupil or {}
        if not self._says(said, pupil) or has_left(pupil, said):
            return None
        linked = [
            (filed.carers[carer_id], filed.links[pupil.id, carer_id])
            for carer_id in filed.carers_of.get(pupil.id, ())
        ]
        if any(carer.get("contact_rule") != ContactRule.ALLOW for carer, _ in linked):
            return None
        found: list[int] = []
        homes: dict[int, tuple[Line, int]] = {}  # of the families the first line, and its carer
        for line in group:
            carer_id = self._carer(line, pupil.id, linked, filed)
            if carer_id is None:
                return None
            family_id = int(filed.carers[carer_id].get("family_id") or 0)
            first, who = homes.setdefault(family_id, (line, carer_id))
            if who != carer_id and not _is_one_home(first, line):
                return None
            found.append(carer_id)
        return found if len(set(found)) == len(linked) else None

    def _carer(
        self, line: Line, pupil_id: int, linked: list[tuple[Row, Row]], filed: OnFile
    ) -> int | None:
        """The carer of a line, if all of it is on file."""
        said = line.carer or {}
        fits = [pair for pair in linked if _is_called(said, pair[0])]
        if len(fits) != 1:
            return None
        carer, link = fits[0]
        family_id = int(carer.get("family_id") or 0)
        belongs = line.ref is None or (family_id, pupil_id) in filed.members
        is_same = (
            not differing(said, carer)
            and line.link.items() <= link.values.items()
            and self._says(line.family, filed.families[family_id])
        )
        is_seen = filed.families[family_id].get("archived_on") is None
        return carer.id if belongs and is_same and is_seen else None

    def _says(self, values: Values, row: Row) -> bool:
        """Whether all that a row says of a pupil or a family is on file."""
        for column in ("tutor_id", "key_contact_id"):
            if name := values.get(column):
                values = values | {column: self._on_file.staff.get(fold(str(name)), -1)}
        return not differing(values, row)

    def _one_of_two(self, of_many: Collection[int]) -> set[int]:
        """Carers who share a name with a number or address: without ids a row may mean either."""
        hashes = Hashes(Aside(self._lines.folder))
        for count, (carer_id, *cells) in enumerate(self._store.cursor(CARER_WAYS)):
            carer = dict(zip(_COLUMNS, cells, strict=True))
            for way in ways(carer):
                if hash(way) not in of_many:
                    hashes.add(hash((carer["name_key"], way)), carer_id)
            if count % _AT_A_TIME == 0:
                hashes.tidy()
        found: set[int] = set()
        for part in range(PARTS):
            known: dict[int, int] = {}
            for reach, carer_id in records(hashes.part(part), 2):
                if (other := known.setdefault(reach, carer_id)) != carer_id:
                    found |= {other, carer_id}
        return found


def _is_plain(line: Line) -> bool:
    """Whether a line is about a pupil and a carer, with no mark or rule of its own."""
    if not (line.pupil and line.carer):
        return False
    if line.rule and strength(line.rule.rule):
        return False
    return line.carer_ref is None and line.in_family is None


def _kinds(line: Line) -> Kinds:
    pupil, carer = line.pupil or {}, line.carer or {}
    return Kinds(
        bool(pupil.get("upn")),
        bool(pupil.get("external_id")),
        bool(carer.get("external_id")),
        line.ref is not None,
        line.pupil_ref is not None,
    )


def _said(group: Group, column: str) -> str:
    return str((group[0].pupil or {}).get(column))


def _is_called(said: Values, row: Row) -> bool:
    """Whether a carer of the pupil may be meant: by the id, or else by the name."""
    if external := said.get("external_id"):
        return bool(external == row.get("external_id"))
    return is_called(row, str(said.get("name_key")))


def _is_one_home(one: Line, other: Line) -> bool:
    """Whether two rows put their carers into one home, as they are on file."""
    if one.ref is not None:
        return one.ref == other.ref
    if one.address != other.address or one.family.get("household") != other.family.get("household"):
        return False
    return not {one.link.get("lives_with"), other.link.get("lives_with")} & {*_APART}
