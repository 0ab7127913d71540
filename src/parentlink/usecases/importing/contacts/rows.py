"""The rows of a call log, read once and in the order of the file into plain values.

This is the loop that a hundred thousand rows go through: cells by their place, everything that
repeats looked up in a cache, no object per row but one tuple.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

from parentlink.exchange.detect import FOUND_OUT, FileForm, read_any
from parentlink.exchange.headings import (
    aliases,
    ignored_sentence,
    near_fields,
    refuse_double,
    resolve,
)
from parentlink.exchange.row_of_sheet import packed
from parentlink.exchange.sheet import Place, Problem, Refused, Sheet, Watch
from parentlink.parse.moments import first_day
from parentlink.parse.names import shorten
from parentlink.store.rows import to_column
from parentlink.usecases.importing.aside import AT_A_TIME, Spool
from parentlink.usecases.importing.contacts.cells import (
    read_external,
    read_minutes,
    read_moment,
    read_note,
    read_override,
    read_said,
    read_staff,
)
from parentlink.usecases.importing.contacts.fields import ALIASES, check_columns
from parentlink.usecases.importing.contacts.who import People
from parentlink.usecases.importing.day_order import DayOrders, places_of_days
from parentlink.usecases.importing.mending import Mending
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.source import Source
from parentlink.vocabulary import BEFORE_RULE, Direction

_SLACK = timedelta(minutes=10)  # clocks of two computers differ
_SLOTS = 2**24
_HOW_AT = 10  # where whom it was about ends and how it went begins
_FIELDS = (
    *(
        "external_id",
        "date",
        "time",
        "upn",
        "pupil",
        "tutor_group",
        "family_ref",
        "family",
        "phone",
    ),
    *("carer", "channel", "direction", "outcome", "tone", "minutes", "staff", "note", "override"),
)


class ReadContacts(NamedTuple):
    """A call log, read. Each row in the spool: its number, the id, whether the file gave the id,
    why the carer must not be contacted, whether a time was given, the cells where they may still
    be refused, the columns of COLUMNS from the second on, the pupils.

    `twins` are ids that more than one row may have.
    """

    name: str
    headings: tuple[str, ...]
    columns: dict[str, int]
    rows: Spool
    twins: frozenset[str]
    refused: list[Refused]
    warnings: list[str]
    mark: int
    place: Place


def read_contacts(
    source: Source,
    people: People,
    maps: Sequence[str],
    spool: Spool,
    now: datetime,
    watch: Watch,
    form: FileForm = FOUND_OUT,
) -> ReadContacts:
    """Read a call log into a spool.

    Raises:
        RowsRefused: it is no table, or a column is missing or stands twice. Unreadable: a --map.
    """
    known = frozenset(aliases(ALIASES, maps))
    sheet, said = read_any(source, source.name, known, form)
    matched = resolve(sheet.headings, ALIASES, maps)
    for field, places in matched.doubles.items():
        raise refuse_double(sheet.headings, field, places)
    if sheet.headings:  # an empty JSON list has none, and nothing to bring in
        check_columns(matched.columns, source.name)
    reader = _Reader(sheet, matched.columns, people, now)
    reader.read(spool, watch)
    ignored = ignored_sentence(sheet.filled(matched.ignored), near_fields(matched, ALIASES))
    return ReadContacts(
        source.name,
        sheet.headings,
        matched.columns,
        spool,
        frozenset(reader.twins),
        sorted([*sheet.refused, *reader.refused], key=lambda each: each.problem.row),
        [each for each in (said, ignored, *reader.warnings(), *sheet.warnings) if each],
        people.mark,
        sheet.place(source.name),
    )


class _Reader:
    """Knows the columns of one file and the people on file."""

    def __init__(
        self, sheet: Sheet, columns: dict[str, int], people: People, now: datetime
    ) -> None:
        self._sheet, self._columns = sheet, columns
        # Not of a row with an id: on a new laptop all that was on file comes in.
        self._first = first_day(now.date()).isoformat()
        self._limit = str(to_column(now + _SLACK))
        self._orders, self._mending = DayOrders(sheet, places_of_days(columns)), Mending()
        self._find, self._staff = people.find, people.staff
        # A field without a column reads the blank cell that is put behind the last one.
        places = [columns.get(field, -1) for field in _FIELDS]
        self._whom: Callable[[list[str]], tuple[str, ...]] = itemgetter(*places[:_HOW_AT])
        self._how: Callable[[list[str]], tuple[str, ...]] = itemgetter(*places[_HOW_AT:])
        self._seen = bytearray(_SLOTS)
        self.twins: set[str] = set()
        self.refused: list[Refused] = []

    def read(self, spool: Spool, watch: Watch) -> None:
        """Every row into the spool, or among the refused."""
        rows: list[tuple[Any, ...]] = []
        add, row_of = rows.append, self._row
        for number, cells in self._orders.watched(self._mending.watched(watch(self._sheet.rows))):
            cells.append("")
            try:
                add(row_of(number, cells))
            except Wrong as wrong:
                self._refuse(number, cells, wrong)
            if len(rows) >= AT_A_TIME:
                spool.extend(rows)
                rows.clear()
        spool.extend(rows)

    def warnings(self) -> list[str]:
        """What was noticed in the rows."""
        return [*self._orders.warnings(), *self._mending.warnings(self.refused)]

    def _row(self, number: int, cells: list[str]) -> tuple[Any, ...]:
        given, day, clock, upn, pupil, group, ref, family, phone, carer = self._whom(cells)
        channel, direction, outcome, tone, length, by, text, reason = self._how(cells)
        at, on, is_timed = read_moment(day, clock, "" if given else self._first, self._limit)
        who = self._find(upn, pupil, group, ref, family, phone, carer)
        words = read_said(channel, direction, outcome, tone)
        staff = read_staff(by) if by else None
        note = read_note(text) if text else None
        override = read_override(reason) if reason else None
        external = read_external(given) if given else None
        key = external or made_id(at, who, words, staff and staff[0], note)
        family_id, carer_id, pupils, block = who
        if block and (override or words[1] == Direction.INCOMING):
            block = None
        # Seldom true and never wrongly false: an earlier row may have this id.
        slot = hash(key) % _SLOTS
        if maybe_twin := self._seen[slot]:
            self.twins.add(key)
        self._seen[slot] = 1
        # One flat tuple: this line makes a hundred thousand of them.
        return (
            number if type(number) is int else packed(number),
            key,
            external is not None,
            block,
            is_timed,
            cells[:-1] if block or maybe_twin else None,
            family_id,
            carer_id,
            staff and self._staff.get(staff[0], staff),
            at,
            on,
            words[0],
            words[1],
            words[2],
            words[3],
            read_minutes(length) if length else None,
            note,
            None if override == BEFORE_RULE else override,
            pupils,
        )

    def _refuse(self, number: int, cells: list[str], wrong: Wrong) -> None:
        cells.pop()
        at = self._columns.get(wrong.name)
        heading = wrong.name if at is None else self._sheet.headings[at]
        problem = Problem(number, heading, shorten(wrong.text), wrong.why)
        self.refused.append(Refused(problem, cells))


def made_id(at: str, who: tuple[Any, ...], words: tuple[Any, ...], staff: Any, note: Any) -> str:
    """The id of a row that has none: what it says, so that the same row is known again."""
    said = repr((at, who[:3], words, staff, note))
    return f"csv-{blake2b(said.encode(), digest_size=10).hexdigest()}"
