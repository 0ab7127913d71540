"""The school calendar: terms with their half-terms, INSET days, and days the school was closed."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import fold, shorten
from parentlink.parse.terms import Span, Term, in_full
from parentlink.rules.school_days import Calendar, counted
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.vocabulary import DayKind

LONGEST = 120  # calendar days; a council's longest term has about 110
_CALLED = {
    DayKind.TERM: "term",
    DayKind.HALF_TERM: "half-term",
    DayKind.INSET: "INSET day",
    DayKind.CLOSURE: "closure",
}


class EntryRow(NamedTuple):
    """A line of the calendar on file."""

    id: int
    kind: str
    name: str
    starts_on: date
    ends_on: date


class TermRow(NamedTuple):
    """A term or a half-term break; the school days are counted with everything that closes it."""

    id: int
    kind: str
    name: str
    starts_on: date
    ends_on: date
    school_days: int | None


class DaysRow(NamedTuple):
    """An INSET day, or days the school was closed."""

    id: int
    name: str
    starts_on: date
    ends_on: date


class Listed(NamedTuple):
    """Terms, and what to say about those that are not on file."""

    rows: list[TermRow]
    assumed: str


class Added(NamedTuple):
    """What was added, and how many school days it has, or had before it closed the school."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    school_days: int


OF_KIND = (
    "SELECT id, kind, name, starts_on, ends_on FROM calendar_entry"
    " WHERE kind = :kind ORDER BY starts_on, id"
)
OF_TERMS = (
    "SELECT id, kind, name, starts_on, ends_on FROM calendar_entry"
    " WHERE kind IN ('term', 'half-term') ORDER BY starts_on, id"
)
BY_ID = "SELECT id, kind, name, starts_on, ends_on FROM calendar_entry WHERE id = :id"


def add_term(store: Store, term: Term) -> Added:
    """Put a term and its half-term breaks on file.

    Raises:
        Unreadable: it is too long, is on file, meets another, or a break is not inside it.
    """
    _check_length(term.name, (term.starts_on, term.ends_on))
    _check_breaks(term)
    for other in store.all(EntryRow, OF_KIND, kind=DayKind.TERM):
        _check_apart(term, other)
    new_id = _insert(store, DayKind.TERM, term.name, (term.starts_on, term.ends_on))
    for span in term.breaks:
        _insert(store, DayKind.HALF_TERM, f"{term.name} half-term", span)
    store.describe(f"added to the calendar: {term.name}")
    days = _school_days(store, (term.starts_on, term.ends_on))
    return Added(new_id, term.name, term.starts_on, term.ends_on, days)


def has_term(store: Store, term: Term) -> bool:
    """Whether exactly this term is on file already, its half-terms included."""
    span = (term.starts_on, term.ends_on)
    same = [
        row
        for row in store.all(EntryRow, OF_KIND, kind=DayKind.TERM)
        if fold(row.name) == fold(term.name) and (row.starts_on, row.ends_on) == span
    ]
    known = {(row.starts_on, row.ends_on) for row in _breaks_in(store, span)}
    return bool(same) and known == set(term.breaks)


def terms(store: Store, today: date) -> Listed:
    """Every term and half-term by date."""
    calendar = households.calendar(store)
    rows = [
        TermRow(*row, _between(calendar, row[3:]) if row.kind == DayKind.TERM else None)
        for row in store.all(EntryRow, OF_TERMS)
    ]
    if calendar.assumed:
        assumed = "No term is on file, so the usual school year of England and Wales is assumed."
        return Listed(rows, f"{assumed} Put yours in with `parentlink term add`.")
    block = calendar.half_term(today)
    if not block.assumed:
        return Listed(rows, "")
    return Listed(
        rows,
        f"No term on file covers {in_full(block.starts_on)} to {in_full(block.ends_on)}, so the "
        "usual school year of England and Wales is assumed there.",
    )


def add_days(store: Store, kind: DayKind, name: str, span: Span) -> Added:
    """Put an INSET day or a closure on file; says how many school days it takes.

    Raises:
        Unreadable: these days are on file already, or are too many.
    """
    _check_length(name, span)
    for other in store.all(EntryRow, OF_KIND, kind=kind):
        if (other.starts_on, other.ends_on) == span:
            raise _on_file(other)
    taken = _school_days(store, span)
    new_id = _insert(store, kind, name, span)
    store.describe(f"added to the calendar: {name}, {in_full(span[0])}")
    return Added(new_id, name, *span, taken)


def days(store: Store, kind: DayKind) -> list[DaysRow]:
    """Every INSET day, or every closure, by date."""
    return [DaysRow(row.id, *row[2:]) for row in store.all(EntryRow, OF_KIND, kind=kind)]


def remove(store: Store, kinds: Sequence[DayKind], entry_id: int) -> EntryRow:
    """Take a line off the calendar; a term goes with the half-terms inside it.

    Raises:
        NotFound: there is no such line of these kinds.
    """
    found = store.one(EntryRow, BY_ID, id=entry_id)
    if found is None or found.kind not in kinds:
        group = kinds[0].value
        raise NotFound(
            f"There is no {_CALLED[kinds[0]]} with the id {entry_id}. "
            f"See `parentlink {group} list`."
        )
    if found.kind == DayKind.TERM:
        for gap in _breaks_in(store, (found.starts_on, found.ends_on)):
            store.delete("calendar_entry", gap.id)
    store.delete("calendar_entry", found.id)
    store.describe(f"removed from the calendar: {found.name}, {in_full(found.starts_on)}")
    return found


def _insert(store: Store, kind: DayKind, name: str, span: Span) -> int:
    return store.insert("calendar_entry", kind=kind, name=name, starts_on=span[0], ends_on=span[1])


def _breaks_in(store: Store, span: Span) -> Iterable[EntryRow]:
    for row in store.all(EntryRow, OF_KIND, kind=DayKind.HALF_TERM):
        if span[0] <= row.starts_on and row.ends_on <= span[1]:
            yield row


def _school_days(store: Store, span: Span) -> int:
    return _between(households.calendar(store), span)


def _between(calendar: Calendar, span: Span) -> int:
    return calendar.school_days_between(span[0] - timedelta(days=1), span[1])


def _check_length(name: str, span: Span) -> None:
    length = (span[1] - span[0]).days + 1
    if length > LONGEST:
        raise Unreadable(
            f"{shorten(name)} would last {counted(length, 'day')}, from {in_full(span[0])} to "
            f"{in_full(span[1])}, and {LONGEST} is the most: is a year wrong?"
        )


def _check_breaks(term: Term) -> None:
    end = date.min
    for start, last in sorted(term.breaks):
        if start <= term.starts_on or last >= term.ends_on:
            raise Unreadable(
                f"The half-term from {in_full(start)} to {in_full(last)} is not inside the term, "
                f"which runs from {in_full(term.starts_on)} to {in_full(term.ends_on)}."
            )
        if start <= end:
            raise Unreadable(
                f"Two half-terms of {shorten(term.name)} overlap: one starts on {in_full(start)}, "
                f"before the other ends on {in_full(end)}."
            )
        end = last


def _check_apart(term: Term, other: EntryRow) -> None:
    if (other.starts_on, other.ends_on) == (term.starts_on, term.ends_on):
        raise _on_file(other)
    if other.starts_on <= term.ends_on and term.starts_on <= other.ends_on:
        raise Unreadable(
            f"{shorten(term.name)} would overlap {shorten(other.name)} (id {other.id}), which runs "
            f"from {in_full(other.starts_on)} to {in_full(other.ends_on)}. To replace that one: "
            f"parentlink term remove {other.id}."
        )
    if fold(other.name) == fold(term.name):
        raise Unreadable(
            f"There is a term called {shorten(other.name)} already (id {other.id}), from "
            f"{in_full(other.starts_on)} to {in_full(other.ends_on)}. Please choose another name."
        )


def _on_file(other: EntryRow) -> Unreadable:
    group = other.kind
    return Unreadable(
        f"These days are on file already: {shorten(other.name)} (id {other.id}). "
        f"See `parentlink {group} list`."
    )
