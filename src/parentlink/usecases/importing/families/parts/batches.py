"""A file in batches: rows, and people on file, that may have to do with each other stay together.

A large file with a large file behind it would need hundreds of megabytes at once. What has no
trace in common (see `traces`) is looked at apart, some thousand rows at a time.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Aside
from parentlink.usecases.importing.families.matching.heaps import facts_of
from parentlink.usecases.importing.families.matching.onfile import Row
from parentlink.usecases.importing.families.parts.keeping import Lines
from parentlink.usecases.importing.families.parts.settled import Standing
from parentlink.usecases.importing.families.parts.traces import ON_FILE, Join, Traces, join_all
from parentlink.vocabulary import PHONES

TABLES = ("family", "pupil", "carer")
AT_A_TIME = 3_000  # rows and people
_SOME = 1_000
_FAMILY = ("name", "household")
_PUPIL = ("upn", "external_id", "date_of_birth", "name_key", "tutor_group")
_WAYS = (*PHONES, "email")
_CARER = ("family_id", "external_id", "name_key", *_WAYS)

FAMILY_IDS = "SELECT id FROM family ORDER BY id"
PUPIL_IDS = "SELECT id FROM pupil ORDER BY id"
CARER_IDS = "SELECT id FROM carer ORDER BY id"
FAMILY_TRACES = f"SELECT id, {', '.join(_FAMILY)} FROM family ORDER BY id"
PUPIL_TRACES = f"SELECT id, {', '.join(_PUPIL)} FROM pupil ORDER BY id"
CARER_TRACES = f"SELECT id, {', '.join(_CARER)} FROM carer ORDER BY id"
LINKS = "SELECT pupil_id, carer_id FROM pupil_carer"
# Another id stands for the one on file, so without one it stands for nothing.
OTHER_PUPILS = (
    "SELECT k.pupil_id, CASE WHEN p.external_id IS NULL THEN NULL ELSE k.external_id END,"
    " k.name_key, p.name_key FROM known_as k JOIN pupil p ON p.id = k.pupil_id"
)
OTHER_CARERS = (
    "SELECT k.carer_id, CASE WHEN c.external_id IS NULL THEN NULL ELSE k.external_id END,"
    " k.name_key, c.name_key, c.mobile_phone, c.home_phone, c.work_phone, c.email"
    " FROM known_as k JOIN carer c ON c.id = k.carer_id"
)
MEMBERS = "SELECT pupil_id, family_id FROM pupil_family"


class Part(NamedTuple):
    """Rows of the file (by `at`), and the ids of the people on file they may be about."""

    lines: "array[int]"
    ids: "dict[str, array[int]]"


class Together:
    """Numbers that belong together: each leads to a smaller one, the smallest to itself."""

    def __init__(self, count: int) -> None:
        self._above = array("i", range(count))

    def join(self, one: int, other: int) -> None:
        """Put two together, and all that belong to them."""
        first, second = self.root(one), self.root(other)
        if first < second:
            self._above[second] = first
        elif second < first:
            self._above[first] = second

    def root(self, one: int) -> int:
        """The smallest of those that belong together."""
        above = self._above
        while (up := above[one]) != one:
            above[one] = one = above[up]
        return one


def batches(read: Lines, store: Store | None, stand: Standing | None = None) -> list[Part]:
    """The rows of a file in parts, with whom on file they may be about.

    Where all rows that belong together `stand` as they are on file, they are in no part.
    """
    read.put_all()
    if stand and all(stand.pupils[1:]):
        return []
    filed = _Filed(store, len(read) + 1)
    together = Together(filed.end)
    for at in read.followers():
        together.join(at - 1, at)
    traces = Traces(Aside(read.folder))
    filed.join(traces, read, together.join)
    filed.leave_others(traces, read)
    join_all(read.traces, traces, filed.pupils, together.join)
    return _Parts(together, filed, len(read), stand).made


class _Filed:
    """Everybody on file by number: families, pupils and carers, behind the rows of the file."""

    def __init__(self, store: Store | None, first: int) -> None:
        self._store = store
        self.ids: dict[str, array[int]] = {table: array("q") for table in TABLES}
        self.starts: dict[str, int] = {}
        for table, sql in zip(TABLES, (FAMILY_IDS, PUPIL_IDS, CARER_IDS), strict=True):
            self.starts[table] = first
            if store is not None:
                self.ids[table].extend(row[0] for row in store.cursor(sql))
            first += len(self.ids[table])
        self.end = first

    @property
    def pupils(self) -> range:
        """The numbers of the pupils."""
        return range(self.starts["pupil"], self.starts["carer"])

    def number(self, table: str, row_id: int) -> int:
        """The number of somebody on file."""
        return self.starts[table] + bisect_left(self.ids[table], row_id)

    def join(self, traces: Traces, read: Lines, join: Join) -> None:
        """Leave the traces of everybody, and put together who belongs together."""
        if self._store is None:
            return
        number, cursor = self.number, self._store.cursor
        for node, pupil in self._rows(traces, "pupil", PUPIL_TRACES, _PUPIL):
            traces.pupil(node, facts_of(pupil), ON_FILE)
        for node, carer in self._rows(traces, "carer", CARER_TRACES, _CARER):
            traces.carer(node, carer, alone=read.traces.alone)
            join(number("family", int(carer.get("family_id") or 0)), node)
        if read.traces.unpeopled:
            for node, family in self._rows(traces, "family", FAMILY_TRACES, _FAMILY):
                traces.family(node, family)
        for pupil_id, carer_id in cursor(LINKS):
            join(number("pupil", pupil_id), number("carer", carer_id))
        for pupil_id, family_id in cursor(MEMBERS):
            join(number("pupil", pupil_id), number("family", family_id))

    def _rows(
        self, traces: Traces, table: str, sql: str, columns: Sequence[str]
    ) -> Iterator[tuple[int, Row]]:
        """Everybody of a table with the number; what they leave is put aside now and then."""
        records = self._store.cursor(sql) if self._store else iter(())
        for node, (row_id, *cells) in enumerate(records, self.starts[table]):
            yield node, Row(row_id, dict(zip(columns, cells, strict=True)))
            if node % _SOME == 0:
                traces.tidy()

    def leave_others(self, traces: Traces, read: Lines) -> None:
        """Leave what else files may call somebody, in two records of whom one was merged.

        A row is read under the name on file then, so it may lead to whatever that name leads to.
        """
        if self._store is None:
            return
        for pupil_id, external, other, name in self._store.cursor(OTHER_PUPILS):
            names = (other, name) if other != name else ()
            traces.other_pupil(self.number("pupil", pupil_id), external, names)
            read.traces.nameless = True
        own: dict[str, set[str]] = {}
        for carer_id, external, other, name, *phones_and_email in self._store.cursor(OTHER_CARERS):
            row = dict(zip(_WAYS, phones_and_email, strict=True))
            traces.other_carer(self.number("carer", carer_id), external, other, row)
            if other != name:
                own.setdefault(other, set()).add(name)
        for line in read if own else ():
            for name in own.get(line.carer_key, ()):
                read.traces.other_carer(line.at, None, name, line.carer or {})


class _Parts:
    """Batches of whole groups of rows and people, in the order of the file."""

    def __init__(
        self, together: Together, filed: _Filed, lines: int, stand: Standing | None
    ) -> None:
        self._root = together.root
        self._filed, self._lines = filed, lines
        self._stands = stand.pupils if stand else bytes(lines + 1)
        self._batch = array("i", bytes(4 * filed.end))
        self.made: list[Part] = []
        self._number()
        self._deal_out()

    def _number(self) -> None:
        """Give every group with a row that has to be looked at the number of a batch, from 1."""
        sizes = array("i", bytes(4 * self._filed.end))
        for node in range(1, self._filed.end):
            sizes[self._root(node)] += 1
        batch, size = 1, 0
        for at in range(1, self._lines + 1):
            root = self._root(at)
            if not (self._stands[at] or self._batch[root]):
                if size and size + sizes[root] > AT_A_TIME:
                    batch, size = batch + 1, 0
                self._batch[root] = batch
                size += sizes[root]
        tables = ("line", *TABLES)
        self._parts = [{table: array("q") for table in tables} for _ in range(batch)]

    def _deal_out(self) -> None:
        for at in range(1, self._lines + 1):
            if batch := self._batch[self._root(at)]:
                self._parts[batch - 1]["line"].append(at)
        for table in TABLES:
            for node, row_id in enumerate(self._filed.ids[table], self._filed.starts[table]):
                if batch := self._batch[self._root(node)]:
                    self._parts[batch - 1][table].append(row_id)
        self.made = [Part(ids.pop("line"), ids) for ids in self._parts]
