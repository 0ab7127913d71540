"""The rows of a call log beside the contacts on file: new, changed, unchanged or refused."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from parentlink.exchange.row_of_sheet import unpacked
from parentlink.exchange.sheet import Problem, Refused
from parentlink.parse.local_moment import local_moment
from parentlink.parse.names import shorten
from parentlink.store.store import Store
from parentlink.usecases.importing.aside import Spool
from parentlink.usecases.importing.contacts.again import Again
from parentlink.usecases.importing.contacts.cells import assumed
from parentlink.usecases.importing.contacts.rows import ReadContacts
from parentlink.usecases.importing.report import Changes, Report
from parentlink.usecases.importing.staff_names import newcomers
from parentlink.usecases.importing.todo import Change

COLUMNS = (
    *("external_id", "family_id", "carer_id", "staff_id", "happened_at", "happened_on", "channel"),
    *("direction", "outcome", "tone", "minutes", "note", "rule_override"),
)
_LOOKED_UP = 100  # ids a statement: looking up the names of marks costs their number squared
_MARKS = ", ".join(f":k{place}" for place in range(_LOOKED_UP))
ANY_KNOWN = "SELECT 1 FROM contact WHERE external_id BETWEEN :first AND :last LIMIT 1"
KNOWN = f"SELECT id, {', '.join(COLUMNS)} FROM contact WHERE external_id IN ({_MARKS})"
PUPILS_OF = f"SELECT contact_id, pupil_id FROM contact_pupil WHERE contact_id IN ({_MARKS})"
STAFF_NAMES = "SELECT name FROM staff"
_COLUMNS_AT, _PUPILS_AT = 6, 18  # where they stand in a row of the spool
_STAFF, _AT, _ON, _REST_AT = 2, 3, 4, 8  # where they stand among the columns of a row
_LETTERS = {"family_id": "f", "carer_id": "c", "staff_id": ""}

Keyed = tuple[str, tuple[Any, ...]]  # a row behind its id


class Spools(NamedTuple):
    """Where rows are put aside: as they were read, those to be added, those to be changed."""

    read: Spool
    new: Spool
    changed: Spool


class ContactsPlan(NamedTuple):
    """What a call log would do. `staff` are the names that are not on file, by their keys."""

    report: Report
    spools: Spools
    staff: dict[str, str]
    mark: int


def plan_contacts(store: Store, read: ReadContacts, spools: Spools) -> ContactsPlan:
    """Compare a call log with what is on file; rows to be written go into the spools."""
    planner = _Planner(store, read, spools)
    for chunk in read.rows.chunks():
        planner.take(chunk)
    refused = sorted([*read.refused, *planner.refused], key=lambda each: each.problem.row)
    known = (name for (name,) in store.cursor(STAFF_NAMES))
    new_staff = newcomers(planner.new_staff.values(), known)
    report = Report(
        read.headings,
        refused,
        spools.new.count,
        spools.changed.count,
        planner.unchanged,
        planner.changes.kept,
        planner.changes.more,
        [*read.warnings, *new_staff],
        place=read.place,
    )
    return ContactsPlan(report, spools, planner.new_staff, read.mark)


class _Planner:
    def __init__(self, store: Store, read: ReadContacts, spools: Spools) -> None:
        self._store, self._read, self._spools = store, read, spools
        self._pupils_said = bool({"upn", "pupil"} & read.columns.keys())
        self._again = Again(store, read.rows)
        self._twins: dict[str, list[int]] = {}
        self.refused: list[Refused] = []
        self.unchanged = 0
        self.changes = Changes()
        self.new_staff: dict[str, str] = {}

    def take(self, chunk: list[tuple[Any, ...]]) -> None:
        """Some rows, in the order of the file."""
        rows = list(self._identified(chunk))
        if not self._any_known(rows):  # one look saves fifty
            self._take(rows, {})
            return
        for start in range(0, len(rows), _LOOKED_UP):
            some = rows[start : start + _LOOKED_UP]
            self._take(some, self._known([key for key, _ in some]))

    def _take(self, rows: Sequence[Keyed], known: dict[str, Sequence[Any]]) -> None:
        """Rows with their ids; `known` are the contacts on file that have one of these."""
        pupils = self._pupils_of([was[0] for was in known.values()]) if known else {}
        new: list[tuple[Any, ...]] = []
        for key, row in rows:
            was = known.get(key)
            if was is not None:
                self._compare(row, was, pupils.get(was[0], set()))
            elif not row[2] and self._again.has(row):
                self.unchanged += 1
            elif row[3]:
                self._refuse(row, "carer", _blocked(row[3]))
            else:
                new.append(self._made(key, row))
        self._spools.new.extend(new)

    def _identified(self, chunk: list[tuple[Any, ...]]) -> Iterator[Keyed]:
        """Each row with its id; rows that say the same and have no id are numbered."""
        twins = self._read.twins
        for row in chunk:
            key = row[1]
            if key not in twins:
                yield key, row
                continue
            said = hash(row[_COLUMNS_AT:])
            earlier = self._twins.setdefault(key, [])
            earlier.append(said)
            if not row[2]:
                yield key if len(earlier) == 1 else f"{key}-{len(earlier)}", row
            elif len(earlier) == 1:
                yield key, row
            elif said == earlier[0]:
                self.unchanged += 1
            else:
                self._refuse(row, "external_id", _TWICE)

    def _any_known(self, rows: Sequence[Keyed]) -> bool:
        """Whether something on file has an id from the first to the last of these."""
        keys = [key for key, _ in rows]
        bounds = {"first": min(keys, default=""), "last": max(keys, default="")}
        return next(self._store.cursor(ANY_KNOWN, **bounds), None) is not None

    def _known(self, keys: Sequence[str]) -> dict[str, Sequence[Any]]:
        return {row[1]: row for row in self._store.cursor(KNOWN, **_named(keys))}

    def _pupils_of(self, ids: Sequence[int]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        if self._pupils_said:
            for contact_id, pupil_id in self._store.cursor(PUPILS_OF, **_named(ids)):
                found.setdefault(contact_id, set()).add(pupil_id)
        return found

    def _made(self, key: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A new contact: its columns, and behind them its pupils; what was not said is assumed."""
        said = row[_COLUMNS_AT:]
        family, carer, staff, at, on, channel, direction, outcome = said[:_REST_AT]
        if type(staff) is int and channel and direction and outcome:
            return (key, *said)
        return (
            *(key, family, carer, self._staff_id(staff), at, on),
            *assumed(channel, direction, outcome),
            *said[_REST_AT:],
        )

    def _staff_id(self, staff: int | tuple[str, str] | None) -> int | str | None:
        """The id, or the key of somebody who is still to be added, or nobody in particular."""
        if not isinstance(staff, tuple):
            return staff
        key, name = staff
        self.new_staff.setdefault(key, name)
        return key

    def _compare(self, row: tuple[Any, ...], was: Sequence[Any], pupils: set[int]) -> None:
        """A blank cell, or a column that is not there, changes nothing."""
        if row[_COLUMNS_AT:_PUPILS_AT] == tuple(was[2:]) and self._are(pupils, row[_PUPILS_AT]):
            self.unchanged += 1
            return
        now = list(row[_COLUMNS_AT:_PUPILS_AT])
        now[_STAFF] = self._staff_id(now[_STAFF])
        if not row[4] and now[_ON] == was[_ON + 2]:
            now[_AT] = None  # no time was given, and the day is right
        differing = {
            column: value
            for column, value, old in zip(COLUMNS[1:], now, was[2:], strict=True)
            if value is not None and value != old
        }
        others = None if self._are(pupils, row[_PUPILS_AT]) else sorted(set(row[_PUPILS_AT]))
        if not differing and others is None:
            self.unchanged += 1
            return
        if row[3] and differing.keys() & {"carer_id", "direction"}:
            self._refuse(row, "carer", _blocked(row[3]))
            return
        self._spools.changed.extend([(was[0], differing, others)])
        self._show(unpacked(row[0]), was, differing, pupils, others)

    def _are(self, pupils: set[int], named: Sequence[int]) -> bool:
        """Whether these are the pupils whom a row names, if it says whom it is about at all."""
        return not (self._pupils_said and named) or pupils == set(named)

    def _show(
        self,
        number: int,
        was: Sequence[Any],
        differing: dict[str, Any],
        pupils: set[int],
        others: list[int] | None,
    ) -> None:
        who = f"contact {was[0]} of {was[COLUMNS.index('happened_on') + 1]}"
        for column, value in differing.items():
            old = was[COLUMNS.index(column) + 1]
            if column == "happened_at":
                value = " ".join(local_moment(value, differing.get("happened_on", was[6])))
                old = " ".join(local_moment(old, was[6]))
            elif column in _LETTERS and old is not None:
                old, value = f"{_LETTERS[column]}{old}", f"{_LETTERS[column]}{value}"
            if column != "happened_on" or "happened_at" not in differing:
                self.changes.add(Change(number, who, column, old, value))
        if others is not None:
            self.changes.add(Change(number, who, "pupils", _ids(pupils), _ids(others)))

    def _refuse(self, row: tuple[Any, ...], field: str, why: str) -> None:
        cells, at = row[5] or [], self._read.columns.get(field, -1)
        heading = field if at < 0 else self._read.headings[at]
        value = cells[at] if 0 <= at < len(cells) else ""
        problem = Problem(unpacked(row[0]), heading, shorten(value), why)
        self.refused.append(Refused(problem, cells))


_TWICE = (
    "An earlier row of this file has the same id and says something else. Please take one of them "
    "out, or give it an id of its own."
)


def _blocked(reason: str) -> str:
    return (
        f"DO NOT CONTACT this carer: {shorten(reason, 120)}. If the contact did happen, write the "
        "reason into a column override."
    )


def _named(values: Sequence[Any]) -> dict[str, Any]:
    """Values for the marks of a statement; those left over get the last value again."""
    padded = [*values, *[values[-1]] * (_LOOKED_UP - len(values))]
    return {f"k{place}": value for place, value in enumerate(padded)}


def _ids(pupils: Sequence[int] | set[int]) -> str | None:
    return ", ".join(f"p{one}" for one in sorted(pupils)) or None
