"""Bringing in the small tables: read, compare with what is on file, write; all in memory."""

from collections import ChainMap
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.blocks import bounded
from parentlink.exchange.cells import unguard
from parentlink.exchange.detect import FOUND_OUT, FileForm, read_any
from parentlink.exchange.headings import (
    aliases,
    ignored_sentence,
    near_fields,
    refuse_double,
    resolve,
)
from parentlink.exchange.sheet import Place, Problem, Refused, Row
from parentlink.parse.names import quoted, shorten
from parentlink.rules.conversation_form import AREAS
from parentlink.store.store import Store
from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.contacts.who import People
from parentlink.usecases.importing.day_order import DayOrders, places_of_days
from parentlink.usecases.importing.mending import Mending
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.noting import Batch, note_batch
from parentlink.usecases.importing.report import SHOWN, Changes, Report
from parentlink.usecases.importing.small import again, fields, term_rows
from parentlink.usecases.importing.small.kinds import COLUMNS, TERMS
from parentlink.usecases.importing.small.shown import SAME, differing_field, in_words
from parentlink.usecases.importing.small.table import Small
from parentlink.usecases.importing.source import QUICKER, Source
from parentlink.usecases.importing.staff_names import may_be, newcomers
from parentlink.usecases.importing.todo import Change


class SmallRead(NamedTuple):
    """A file as it was read: which column is which of our fields, and the rows."""

    small: Small
    headings: tuple[str, ...]
    columns: dict[str, int]
    rows: list[Row]
    refused: list[Refused]
    warnings: list[str]
    left_out: int = 0
    said_good: frozenset[str] = frozenset()  # types of achievement that are good, folded
    place: Place = Place("the file")


class SmallPlan(NamedTuple):
    """What would be written: new rows, and what is different of those on file."""

    report: Report
    new: list[Values]
    changed: list[tuple[int, Values]]


def read_small(
    small: Small, source: Source, maps: Sequence[str], form: FileForm = FOUND_OUT
) -> SmallRead:
    """Read a file of one of the small tables; what it was taken for is the first warning.

    Raises:
        RowsRefused: it is no table, or a column stands twice. Unreadable: a --map is wrong.
    """
    known = frozenset(aliases(small.headings, maps))
    sheet, said = read_any(source, source.name, known, form, small.shape and small.shape(maps))
    sheet, left_out = small.turned(sheet)
    matched = resolve(sheet.headings, small.headings, maps)
    if sheet.headings:  # an empty JSON list has none, and nothing to bring in
        small.check_columns(matched.columns, source.name)
        small.check_headings(source.name, sheet.headings, matched.ignored)
    for field, places in matched.doubles.items():
        raise refuse_double(sheet.headings, field, places)
    days = DayOrders(sheet, places_of_days(matched.columns))
    mending = Mending()
    found = mending.watched(sheet.rows) if small.mends_letters else sheet.rows
    rows = list(days.watched(bounded(found, source.name)))
    near = near_fields(matched, small.headings)
    ignored = ignored_sentence(sheet.filled(matched.ignored), near)
    seen = (*days.warnings(), *mending.warnings(), *sheet.warnings)
    warnings = [each for each in (said, ignored, *seen) if each]
    read = SmallRead(small, sheet.headings, matched.columns, rows, [*sheet.refused], warnings)
    return read._replace(left_out=left_out, place=sheet.place(source.name))


def plan_small(store: Store | None, read: SmallRead, today: date) -> SmallPlan:
    """Compare the rows with what is on file; without a store there is nothing on file yet."""
    people = People(store) if store is not None and read.small.needs_people else None
    planner = _Planner(read, _on_file(store, read.small), _names(store))
    around = fields.Around(store, people, today, read.said_good)
    for number, cells in read.rows:
        planner.take(number, cells, around)
    refused = sorted([*read.refused, *planner.refused], key=lambda each: each.problem.row)
    left_out = read.small.left_out(planner.left_out)
    report = Report(
        read.headings,
        refused,
        len(planner.new),
        len(planner.changed),
        planner.unchanged,
        planner.changes.kept,
        planner.changes.more,
        [*read.warnings, *again.stays(planner.behind), *left_out, *planner.newcomers()],
        read.left_out + len(planner.left_out),
        read.place,
        planner.added,
    )
    return SmallPlan(report, planner.new, planner.changed)


def import_small(
    store: Store, read: SmallRead, seen: Report, batch: Batch, me: int, today: date
) -> tuple[Report, int]:
    """Plan again under the lock and write that; returns its report and the id of the batch.

    Raises:
        RowsRefused: it refuses a row that was not among the refused when it was shown (`seen`).
    """
    plan = plan_small(store, read, today)
    if _rows(plan.report.refused) - _rows(seen.refused):
        raise RowsRefused(QUICKER)
    _write(store, read.small, plan, me)
    report, what = plan.report, read.small.what
    batch_id = note_batch(store, what, report.counts, batch)
    summary = f"{report.new:,} new and {report.changed:,} changed {what}"
    store.describe(f"imported {batch.file_name}: {summary}", batch_id)
    return report, batch_id


def _rows(refused: Sequence[Refused]) -> set[int]:
    return {each.problem.row for each in refused}


def _write(store: Store, small: Small, plan: SmallPlan, me: int) -> None:
    table = small.table
    for values in plan.new:
        for column in term_rows.BY_ME.get(table, ()):
            values.setdefault(column, None)
        made = store.insert(table, **{**small.defaults, **term_rows.settled(store, values, me)})
        term_rows.keep_answers(store, made, values)
    for row_id, values in plan.changed:
        if columns := term_rows.settled(store, values, me):
            store.update(table, row_id, **term_rows.changed(store, table, row_id, columns))
        term_rows.keep_answers(store, row_id, values)


def _on_file(store: Store | None, small: Small) -> dict[str, dict[str, Any]]:
    """Every row on file by its key."""
    if store is None:
        return {}
    columns = COLUMNS[small.table]
    found = store.cursor(f"SELECT id, {', '.join(columns)} FROM {small.table} ORDER BY id")
    rows = [dict(zip(("id", *columns), row, strict=True)) for row in found]
    keyed = {" ".join(str(row[column]) for column in small.key): row for row in rows}
    term_rows.with_answers(store, small.table, keyed)
    return keyed


_AS_TYPED = ("text", "what", "value", "result", "pupil_view", *AREAS)
STAFF_NAMES = "SELECT id, name FROM staff"


def _names(store: Store | None) -> dict[int, str]:
    return {} if store is None else dict(store.cursor(STAFF_NAMES))  # type: ignore[arg-type]


class _Planner:
    def __init__(
        self, read: SmallRead, on_file: dict[str, dict[str, Any]], names: dict[int, str]
    ) -> None:
        self._read, self._on_file, self._names = read, on_file, names
        self._seen: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, int] = {}  # of the file, of those that were seen
        self._others = ChainMap(self._seen, on_file)
        self._accounts = {row.get("account"): key for key, row in on_file.items()}
        self.new: list[Values] = []
        self.changed: list[tuple[int, Values]] = []
        self.unchanged = 0
        self.changes = Changes()
        self.refused: list[Refused] = []
        self.left_out: list[fields.LeftOut] = []
        self.added: list[str] = []
        self.behind: list[int] = []

    def take(self, number: int, cells: list[str], around: fields.Around) -> None:
        """One row of the file."""
        said = {
            field: unguard(cells[at]) if field in _AS_TYPED else unguard(cells[at]).strip()
            for field, at in self._read.columns.items()
        }
        try:
            key, values = self._read.small.read(said, around)
            key = self._met(key, values)
            self._check(key, values, said)
        except fields.NotForUs as other:
            self.left_out.append(other.row)
            return
        except Wrong as wrong:
            at = self._read.columns.get(wrong.name)
            heading = wrong.name if at is None else self._read.headings[at]
            stands = at is not None and unguard(cells[at]).strip()
            problem = Problem(number, heading, shorten(stands or wrong.text), wrong.why)
            self.refused.append(Refused(problem, cells))
            return
        if key in self._seen:
            self.unchanged += 1
            return
        self._seen[key], self._rows[key] = values, number
        self._compare(number, key, values)
        if key not in self._on_file and len(self.added) < SHOWN:
            line = in_words(self._read.small.table, values, said)
            self.added += [f"Row {number}, new: {line}"] if line else []

    def newcomers(self) -> list[str]:
        """Sentences about the staff whom the file brings with it."""
        rows = [*self.new, *(values for _, values in self.changed)]
        if self._read.small.table == "staff":
            return may_be((str(row["name"]) for row in self.new), self._names.values())
        said = (row.get(column) for row in rows for column in term_rows.STAFF_COLUMNS)
        return newcomers((name for name in said if isinstance(name, str)), self._names.values())

    def _met(self, key: str, values: Values) -> str:
        """The key on file: who was met by the account alone gets the name that the row says.

        That is whoever brings a file into an empty one, on a new laptop.
        """
        account = values.get("account")
        holder = self._accounts.get(account) if account else None
        if holder is None or key in self._on_file or holder not in self._on_file:
            return key
        return holder if self._on_file[holder]["name"] == account else key

    def _check(self, key: str, values: Values, said: dict[str, str]) -> None:
        """What no other row may say as well. Raises Wrong."""
        if self._seen.get(key, values) != values and not self._read.small.first_wins:
            field = differing_field(self._seen[key], values, said)
            raise Wrong(field, said[field], SAME.format(self._rows[key]))
        account = values.get("account")
        if account and (holder := self._accounts.setdefault(account, key)) != key:
            raise Wrong("account", str(account), self._two_with_account(key, holder))
        self._read.small.check(key, values, self._others)
        if self._read.small is TERMS and values["kind"] == "term":
            self._apart(key, values)

    def _two_with_account(self, *keys: str) -> str:
        """Why an account cannot be two people's, with the way out if both are on file as one."""
        why = "Somebody else on the staff has this account. Please look which is right."
        names = [quoted(str(self._on_file[key]["name"])) for key in keys if key in self._on_file]
        if len(names) < 2:
            return why
        return f"{why} If they are one person: parentlink staff merge {' '.join(names)}"

    def _apart(self, key: str, values: Values) -> None:
        for known, row in self._others.items():
            meets = row["starts_on"] <= values["ends_on"] and values["starts_on"] <= row["ends_on"]
            if known != key and row["kind"] == "term" and meets:
                why = (
                    f"This term would overlap {shorten(str(row['name']))}, which runs from "
                    f"{row['starts_on']} to {row['ends_on']}."
                )
                raise Wrong("starts_on", str(values["starts_on"]), why)

    def _compare(self, number: int, key: str, values: Values) -> None:
        was = self._on_file.get(key)
        if was is None:
            ids = [name for name in self._read.small.key if name in ("external_id", "uid")]
            self.new.append({**dict.fromkeys(ids, key), **values})
            return
        differing = {
            column: value
            for column, value in values.items()
            if term_rows.differs(was, column, value, self._was(was, column))
        }
        if again.goes_back("state", values.get("state"), was.get("state")):
            self.behind.append(number)
        if not differing:
            self.unchanged += 1
            return
        self.changed.append((was["id"], differing))
        for column, value in differing.items():
            who = f"{self._read.small.what} {was['id']}"
            before = term_rows.shown(was, column, self._was(was, column))
            self.changes.add(Change(number, who, column, before, value))

    def _was(self, was: dict[str, Any], column: str) -> Any:
        """What is on file, staff by name as the file says them."""
        if column in term_rows.STAFF_COLUMNS:
            return self._names.get(was[column])
        return was.get(column)
