"""What a whole file would do, gathered from its batches."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.parse.names import shorten
from parentlink.rules.barred_left_out import NOBODY as NOBODY_OUT
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Aside, Pile
from parentlink.usecases.importing.families.compare import compare
from parentlink.usecases.importing.families.guarding.absent import Covered, Missing, Names
from parentlink.usecases.importing.families.guarding.barred_left_out import ask_about_new, asked
from parentlink.usecases.importing.families.guarding.likeness import alike
from parentlink.usecases.importing.families.guarding.namesakes import (
    Namesakes,
    namesakes,
    namesakes_on_file,
)
from parentlink.usecases.importing.families.guarding.not_listed import not_listed
from parentlink.usecases.importing.families.guarding.parted import parted
from parentlink.usecases.importing.families.guarding.reach import Listed, families_changed
from parentlink.usecases.importing.families.guarding.removed import (
    NOBODY,
    Removals,
    Removed,
    listed_again,
    removals,
    without_carers,
)
from parentlink.usecases.importing.families.guarding.shared_numbers import (
    SharedNumbers,
    shared_numbers,
)
from parentlink.usecases.importing.families.guarding.suspects import ask_about_suspects
from parentlink.usecases.importing.families.guarding.unseen import unseen
from parentlink.usecases.importing.families.matching.barred_people import BarredPeople
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile
from parentlink.usecases.importing.families.matching.people import Placed
from parentlink.usecases.importing.families.parts.settled import Settled
from parentlink.usecases.importing.families.whole_file import Read
from parentlink.usecases.importing.rule import has_rules
from parentlink.usecases.importing.todo import OtherId, Todo

_SECTION = 1 << 40  # more than a file has rows
# The order in which warnings are said.
_NUMBERS, _PUPILS, _ALIKE, _KEPT, _OTHER_IDS, _AGAIN, _PARTED, _UNSEEN, _RULES = range(1, 10)
_LEFT_OUT, _NAMES = 10, 11
_PARTED_TOLD = 8  # a new column of who lives with whom parts very many


class Moment(NamedTuple):
    """When the import happens."""

    now: datetime
    today: date


class Outcome:
    """What the batches that were taken would do, and what is to be said about it."""

    def __init__(self, read: Read, aside: Aside, people: BarredPeople, out: str) -> None:
        self._people = people
        self._out, self._asked = out, 0  # who was left out of a copy
        self._file = read.file
        self._is_part, self._is_surely_part = read.is_part, read.is_surely_part
        self._lists_carers, self._elsewhere = read.lists_carers, read.elsewhere
        self.listed = Listed(has_rules=has_rules(read.columns))
        self.todo = Todo(aside)
        self.covered = Covered(read.columns)
        self.missing = Pile(aside, Missing._make)
        self.removed = Pile(aside, Removed._make)
        self.stay = Pile(aside, Removed._make)  # of a part, whom it does not list
        self.warnings: Pile[str] = Pile(aside, _only, _alone)
        self._shared, self._names = SharedNumbers(), Namesakes()
        self.new = self.changed = self.unchanged = 0
        self.carers = self.beside = self.families_changed = self._parted = 0
        for number, warning in enumerate(read.warnings):
            self.warnings.put(number, warning)

    def take(self, gathered: Gathered, on_file: OnFile, named: Names, moment: Moment) -> None:
        """Add what a batch would do; `named` are names in rows that cannot be used."""
        typed = not_listed(gathered, on_file, self._file)
        ask_about_suspects(gathered, on_file, self._people, self._file)
        self._names.add(namesakes(gathered, on_file, self._people))
        if self._out != NOBODY_OUT:
            self._asked += ask_about_new(gathered, self._out)
        standings = compare(gathered, on_file, *moment, self.todo)
        for one in typed:
            self.todo.ask_first(*one)
        rows = _of_rows(gathered.placed, standings)
        self.new += rows.count("new")
        self.changed += rows.count("changed")
        self.unchanged += rows.count("unchanged")
        gone = self._gone(gathered, on_file, named)
        for each in gone.removed:
            self.removed.put(each.carer_id, each)
        self.carers += gone.carers
        self.beside += gone.beside
        self.listed = self.listed.and_in(gathered)
        self.families_changed += families_changed(gathered, standings, gone, on_file)
        self.covered.pupils(node.on_file.id for node in gathered.pupils.nodes if node.on_file)
        self._warn(_PUPILS, gathered.pupils.warnings)
        self._warn(_ALIKE, alike(gathered, on_file))
        self._shared.add(shared_numbers(gathered, on_file, self._people))
        self._warn(_AGAIN, listed_again(gathered, on_file))
        apart = parted(gathered)
        self._warn(_PARTED, apart[: max(_PARTED_TOLD - self._parted, 0)])
        self._parted += len(apart)
        self._warn(_UNSEEN, unseen(gathered, on_file, moment.today))

    def _gone(self, gathered: Gathered, on_file: OnFile, named: Names) -> Removals:
        """Who is no longer listed."""
        if self._is_surely_part:
            return NOBODY
        alone = without_carers(gathered) if self._lists_carers else set()
        found = removals(gathered, on_file, named, self._file, alone, self._elsewhere)
        if not self._is_part:
            return found
        for each in found.removed:
            self.stay.put(each.carer_id, each)
        return NOBODY

    def stand(self, settled: Settled) -> None:
        """Add the rows that say what is on file, and nothing else."""
        self.unchanged += settled.rows
        self.carers += 0 if self._is_part else settled.carers
        self.listed = self.listed.and_those(settled)
        self.covered.groups(settled.groups)
        self.covered.pupils(settled.pupils)

    def _warn(self, section: int, said: list[tuple[int, str]]) -> None:
        for row, warning in said:
            self.warnings.put(section * _SECTION + row, warning)

    def warn_of_rules(self, said: str) -> None:
        """Say that a column which said who must not be contacted is gone."""
        self._warn(_RULES, [(0, said)])

    def warn_of_left_out(self, said: str) -> None:
        """Say that those who must not be contacted are not in this file."""
        self._warn(_LEFT_OUT, [(0, said)])

    def conclude(self, store: Store | None) -> None:
        """Say what concerns the whole file."""
        self._warn(_NUMBERS, self._shared.told())
        if store and len(self.todo.barred):
            self._names.add(namesakes_on_file(store, self.todo.barred))
        self._warn(_NAMES, self._names.told())
        if (more := self._parted - _PARTED_TOLD) > 0:
            self._warn(_PARTED, [(_SECTION - 1, _more_parted(more))])
        if rows := [row for (row,) in self.todo.kept]:
            said = (
                f"Contact rules on file are stricter than {rows_named(rows)} and were kept. To "
                "loosen one, use `parentlink carer edit`."
            )
            self._warn(_KEPT, [(0, said)])
        if others := self.todo.other_ids:
            self._warn(_OTHER_IDS, [(0, _other_ids(others[0], len(others)))])
        if self._asked:
            self._warn(_LEFT_OUT, [(0, asked(self._asked, self._out))])


def _of_rows(placed: Iterable[Placed], standings: Iterable[str]) -> list[str]:
    """What each row is: of several lines the one that changes most."""
    rows: dict[int, str] = {}
    for each, standing in zip(placed, standings, strict=True):
        known = rows.get(each.line.row)
        rows[each.line.row] = (
            standing if known in (None, "unchanged") or standing == "new" else known
        )
    return list(rows.values())


def _other_ids(first: OtherId, count: int) -> str:
    """One sentence, however many: a second system numbers everybody anew."""
    many = "1 person has" if count == 1 else f"{count:,} people have"
    return (
        f"{many} another id on file than in this file (row {first.row}: {shorten(first.own)} on "
        f"file, {shorten(first.other)} here). They were known by the UPN, or by name with date of "
        "birth, child or number; both ids mean them from now on."
    )


def _more_parted(more: int) -> str:
    return (
        f"So it is with {more:,} more, so perhaps the file has addresses, or says who lives with "
        "whom, where it did not before."
    )


def _only(thing: tuple[str]) -> str:
    return thing[0]


def _alone(text: str) -> tuple[str]:
    return (text,)
