"""What a families file would change, computed before anything is written."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from parentlink.exchange.sheet import Place, Refused
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Aside
from parentlink.usecases.importing.families.guarding import barred_left_out
from parentlink.usecases.importing.families.guarding.absent import (
    Missing,
    names_in,
    names_in_refused,
)
from parentlink.usecases.importing.families.guarding.moved import Moved, moved
from parentlink.usecases.importing.families.guarding.reach import Listed
from parentlink.usecases.importing.families.guarding.refused_blocks import (
    Held,
    blocks_of,
    held,
    pile_of_blocks,
)
from parentlink.usecases.importing.families.guarding.removed import Removals, Removed
from parentlink.usecases.importing.families.matching.barred_people import BarredPeople
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile
from parentlink.usecases.importing.families.matching.people import Clash
from parentlink.usecases.importing.families.outcome import Moment, Outcome
from parentlink.usecases.importing.families.parts.batches import Part, batches
from parentlink.usecases.importing.families.parts.keeping import IN_MEMORY
from parentlink.usecases.importing.families.parts.settled import Settled
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.families.rules_gone import rules_gone
from parentlink.usecases.importing.families.whole_file import Read, refused_rows
from parentlink.usecases.importing.families.word_for_word import standing
from parentlink.usecases.importing.todo import Change, Todo

PEOPLE = "SELECT (SELECT COUNT(*) FROM pupil) + (SELECT COUNT(*) FROM carer)"
# Meeting who is at the keyboard is no change to anybody's family.
LAST_ENTRY = "SELECT COALESCE(MAX(id), 0) FROM journal WHERE command <> 'first-seen'"


class Plan(NamedTuple):
    """Everything an import would do; the counts are rows of the file."""

    headings: tuple[str, ...]
    refused: Sequence[Refused]
    new: int
    changed: int
    unchanged: int
    missing: Sequence[Missing]
    warnings: Sequence[str]
    todo: Todo
    entry: int  # the journal's last entry when it was made
    removals: Removals
    families_changed: int  # families on file, for the watch-out
    lines: int  # that could be read
    listed: Listed
    place: Place
    moved: Sequence[Moved] = ()  # tutor groups
    held: Sequence[Held] = ()  # blocks in refused rows
    expected: int = 0  # pupils on file of the groups in the file
    known: int = 0  # pupils on file who are in it
    barred_left_out: str | None = None  # of a copy, to be kept on file
    stay: Sequence[Removed] = ()  # whom a file does not list that may be a part of another one
    in_red: Sequence[int] = ()  # rows that may bar somebody by their colour

    @property
    def changes(self) -> Sequence[Change]:
        """Each value that would change, from what to what."""
        return self.todo.changes

    @property
    def size(self) -> int:
        """How many rows would be written."""
        kept = self.barred_left_out is not None
        return self.todo.size + len(self.removals.removed) + self.set_held + kept

    @property
    def set_held(self) -> int:
        """How many blocks of refused rows would be set, since the carer is certain."""
        return sum(each.carer_id is not None for each in self.held)


def make_plan(read: Read, store: Store | None, now: datetime, today: date) -> Plan:
    """The plan for the rows that can be used; rows that contradict others are refused.

    Without those the others are looked at again, since nothing of a refused row may count.
    """
    planner = _Planner(read, store, Moment(now, today))
    outcome = planner.outcome()
    return Plan(
        read.headings,
        planner.refused,
        outcome.new,
        outcome.changed,
        outcome.unchanged,
        outcome.missing,
        outcome.warnings,
        outcome.todo,
        int(store.value(LAST_ENTRY)) if store else 0,
        Removals(outcome.removed, outcome.carers, outcome.beside),
        outcome.families_changed,
        len(read.lines),
        outcome.listed,
        Place(read.file, read.sheet),
        moved(store, outcome.todo.changes, today) if store else (),
        held(store, planner.blocks),
        outcome.covered.expected,
        outcome.covered.known,
        planner.barred_left_out,
        outcome.stay,
        read.in_red,
    )


class _Planner:
    """Goes through a file, in one go if it is small, and again when rows had to be refused."""

    def __init__(self, read: Read, store: Store | None, moment: Moment) -> None:
        self._read, self._store, self._moment = read, store, moment
        self._aside = Aside(read.lines.folder)
        self.refused = refused_rows(self._aside)
        for each in read.refused:
            self.refused.put(each.problem.row, each)
        self.blocks = pile_of_blocks(self._aside)
        for block in read.blocks:
            self.blocks.put(block.row, block)
        self._named = names_in_refused(read.refused, store)
        self._bad = bytearray(len(read.lines) + 1)
        people = int(store.value(PEOPLE)) if store else 0
        self._is_small = not read.lines.are_many and len(read.lines) + people <= IN_MEMORY
        self._people = BarredPeople(store, read.barred)
        self.barred_left_out: str | None = None
        self._on_file = OnFile(store, None if self._is_small else {})
        self._of_many = read.lines.of_many()
        self._parts: list[Part] = []
        self._settled: Settled | None = None
        if not self._is_small:
            barred = self._people.in_file
            stand = standing(read.lines, store, self._on_file, barred, self._of_many)
            self._parts = batches(read.lines, store, stand)
            if stand:
                self._settled = stand.settled(at for part in self._parts for at in part.lines)

    def outcome(self) -> Outcome:
        """What the file would do once all rows that contradict others are out of it."""
        while (outcome := self._round()) is None:
            continue
        if self._store and not self._read.is_part:
            outcome.covered.missing(self._store, self._named, self._moment.today, outcome.missing)
        if self._store and (said := rules_gone(self._store, self._read)):
            outcome.warn_of_rules(said)
        self._remember_copy(outcome)
        outcome.conclude(self._store)
        return outcome

    def _remember_copy(self, outcome: Outcome) -> None:
        count, file = self._read.barred_left_out, self._read.file
        rows = (outcome.new + outcome.changed + outcome.unchanged, outcome.new)
        self.barred_left_out = barred_left_out.to_keep(
            self._store, count, file, rows, self._moment.today
        )
        if self.barred_left_out:
            outcome.warn_of_left_out(barred_left_out.said_of_copy(count, file))

    def _round(self) -> Outcome | None:
        """Look at everything; None when a batch had to refuse rows that others have to know of."""
        out = barred_left_out.still_out(self._store, self._read.columns)
        outcome = Outcome(self._read, self._aside, self._people, out)
        is_good = True
        if self._settled:
            outcome.stand(self._settled)
        for lines, on_file in self._batches():
            outcome.covered.lines(lines)
            gathered, refused = self._gathered(lines, on_file)
            is_good = is_good and (self._is_small or not refused)
            if is_good:
                outcome.take(gathered, on_file, self._named, self._moment)
        return outcome if is_good else None

    def _batches(self) -> Iterator[tuple[list[Line], OnFile]]:
        if self._is_small:
            yield [*self._read.lines], self._on_file
        for part in self._parts:
            lines = self._read.lines.pick(part.lines)
            yield lines, self._on_file.part(self._store, part.ids)

    def _gathered(self, lines: list[Line], on_file: OnFile) -> tuple[Gathered, bool]:
        """The rows that can be used, gathered, and whether others were refused."""
        lines = [line for line in lines if not self._bad[line.at]]
        refused = False
        while (gathered := Gathered(lines, on_file, self._of_many)).clashes:
            refused = True
            self._refuse(lines, gathered.clashes)
            lines = [line for line in lines if not self._bad[line.at]]
        return gathered, refused

    def _refuse(self, lines: list[Line], clashes: list[tuple[Line, Clash]]) -> None:
        """Take out the rows that contradict others, with all that stands in them."""
        rows: dict[int, list[Line]] = {line.row: [] for line, _ in clashes}
        for line in lines:
            if line.row in rows:
                rows[line.row].append(line)
        told: set[int] = set()
        for line, clash in clashes:
            if line.row not in told:  # several lines may come from one row
                refused = self._read.in_the_file(clash.refusal(line), line, rows[line.row])
                self.refused.put(line.row, refused)
                told.add(line.row)
        for line in lines:
            if line.row in rows:
                self._bad[line.at] = 1
                for block in blocks_of(line):
                    self.blocks.put(block.row, block)
                self._named |= names_in(line)


def in_words(plan: Plan) -> str:
    """What a plan writes, in numbers: "30 new pupils, 48 carers, 31 families"."""
    todo = plan.todo
    new = "" if todo.pupils else "new "
    counts = (
        (len(todo.pupils), "new pupil", "new pupils"),
        (len(todo.carers), f"{new}carer", f"{new}carers"),
        (len(todo.families), f"{new}family", f"{new}families"),
        (plan.changed, "row changed", "rows changed"),
        (plan.set_held, "block of a refused row", "blocks of refused rows"),
        (len(plan.removals.removed), "carer no longer listed", "carers no longer listed"),
    )
    parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(parts) or _found_listed(len(todo.found_listed)) or "nobody new"


def _found_listed(count: int) -> str:
    carers = "1 carer typed by hand is" if count == 1 else f"{count:,} carers typed by hand are"
    return f"{carers} on the school's list too" if count else ""
