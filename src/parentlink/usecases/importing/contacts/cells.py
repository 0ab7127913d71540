"""What the cells of a call log mean. A log has few days, words and people and many rows, so each
different text is read once."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.exchange.cells import unguard
from parentlink.parse.clock import read_clock
from parentlink.parse.file_days import parse_file_day, parse_file_when
from parentlink.parse.moments import MIDDAY, YEARS_BACK
from parentlink.parse.names import LONGEST_NAME, clean_name, clean_text, fold, shorten
from parentlink.parse.when import parse_minutes
from parentlink.parse.words import word
from parentlink.parse.zone import to_utc
from parentlink.store.rows import to_column
from parentlink.usecases.importing.named import Wrong
from parentlink.vocabulary import Channel, Direction, Outcome, Tone

_PLAIN_CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?")
_OFFSET_CLOCK = re.compile(r"(?P<clock>[0-9:.]+) ?(?P<offset>Z|z|[+-][0-9]{2}:?[0-9]{2})")
_ISO_WITH_OFFSET = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9:.]* ?(?:Z|z|[+-][0-9]{2}:?[0-9]{2})"
)
_NOON = MIDDAY.isoformat()
LONG_AGO = f"This is more than {YEARS_BACK} years ago. Please look at the day and the year."
_MOST_MINUTES = 600


class Said(NamedTuple):
    """How a contact went, as far as the row says; None for a blank cell."""

    channel: str | None
    direction: str | None
    outcome: str | None
    tone: str | None


def assumed(
    channel: str | None, direction: str | None, outcome: str | None
) -> tuple[str, str, str]:
    """How a contact went, with what a blank cell stands for: an outgoing call that reached them."""
    return (
        channel or Channel.CALL.value,
        direction or Direction.OUTGOING.value,
        outcome or Outcome.REACHED.value,
    )


def read_moment(day: str, clock: str, first: str, limit: str) -> tuple[str, str, bool]:
    """The moment in UTC and the local day, both as the file keeps them; whether a time was given.

    A time with an offset ("01:30:00+00:00") is that moment, and the day is the one that is written.
    Raises Wrong, also for a day before the `first`, or a moment after `limit`: a contact has
    happened.
    """
    field, cell = "time", day
    if not clock.strip():
        field = "date"
        day, clock = _split(day)
    iso, offset = _day(day)
    try:
        days, text = _shifted(clock or _NOON, offset)
        at = f"{_neighbour(iso, days) if days else iso} {text}" if text else _slowly(iso, clock)
    except Unreadable as why:
        raise Wrong(field, clock, str(why)) from None
    if at > limit:
        raise Wrong("date", cell, "This is still to come, and a contact has happened.")
    if iso < first:
        raise Wrong("date", cell, LONG_AGO)
    return at, iso, bool(clock)


@lru_cache(maxsize=8192)
def _split(cell: str) -> tuple[str, str]:
    """The day and the time of one cell; the midnight that a spreadsheet adds is no time."""
    text = cell.strip()
    if _ISO_WITH_OFFSET.fullmatch(text):
        return text[:10], text[11:]
    try:
        when = parse_file_when(text)
    except Unreadable as why:
        raise Wrong("date", cell, str(why)) from None
    return when.day.isoformat(), when.time.isoformat() if when.time else ""


@lru_cache(maxsize=8192)
def _day(text: str) -> tuple[str, int | None]:
    """The day, and how far its clock is from UTC in minutes; None on a day when that changes."""
    try:
        day = parse_file_day(text)
    except Unreadable as why:
        raise Wrong("date", text, str(why)) from None
    offsets = {_ahead(day, clock) for clock in (time(0), time(23, 59, 59))}
    return day.isoformat(), offsets.pop() if len(offsets) == 1 else None


def _ahead(day: date, clock: time) -> int:
    local = datetime.combine(day, clock)
    return int((local - to_utc(day, clock).replace(tzinfo=None)).total_seconds() // 60)


@lru_cache(maxsize=8192)
def _clock(text: str) -> time:
    return time.fromisoformat(text) if _fits(text) else read_clock(text.strip().lower())


def _fits(text: str) -> bool:
    return _PLAIN_CLOCK.fullmatch(text) is not None and text[:2] < "24"


@lru_cache(maxsize=32_768)
def _shifted(clock: str, offset: int | None) -> tuple[int, str]:
    """A time of day in UTC, and how many days away it is; no time when it depends on the day."""
    if offset is None or _OFFSET_CLOCK.fullmatch(clock.strip()):
        return 0, ""
    there = datetime.combine(_ANY_DAY, _clock(clock)) - timedelta(minutes=offset)
    return (there.date() - _ANY_DAY).days, there.time().isoformat("microseconds")


_ANY_DAY = date(2000, 1, 2)


@lru_cache(maxsize=8192)
def _neighbour(iso: str, days: int) -> str:
    return (date.fromisoformat(iso) + timedelta(days=days)).isoformat()


@lru_cache(maxsize=8192)
def _slowly(iso: str, clock: str) -> str:
    clock = clock or _NOON
    if found := _OFFSET_CLOCK.fullmatch(clock.strip()):
        local = datetime.combine(date.fromisoformat(iso), _clock(found["clock"].strip()))
        offset = found["offset"].upper().replace("Z", "+00:00")
        try:
            return str(to_column(datetime.fromisoformat(f"{local.isoformat()}{offset}")))
        except (ValueError, OverflowError):
            raise Unreadable(f'There is no time "{shorten(clock)}".') from None
    return str(to_column(to_utc(date.fromisoformat(iso), _clock(clock))))


@lru_cache(maxsize=8192)
def read_said(channel: str, direction: str, outcome: str, tone: str) -> Said:
    """How a contact went. Raises Wrong: a word is not ours, or it is not said how it went."""
    said = Said(
        _word(Channel, "channel", channel),
        _word(Direction, "direction", direction),
        _word(Outcome, "outcome", outcome),
        _word(Tone, "tone", tone),
    )
    if said.tone is None and said.outcome is None:
        raise Wrong(
            "outcome",
            "",
            "How did it go? Please write a tone (positive, check-in, concern, challenging), or an "
            "outcome such as no-answer when nobody was reached.",
        )
    if said.tone is None and said.outcome == Outcome.REACHED:
        raise Wrong(
            "tone",
            "",
            "Somebody was reached, so there must be a tone: positive, check-in, concern or "
            "challenging.",
        )
    return said


def _word(
    kind: type[Channel] | type[Direction] | type[Outcome] | type[Tone], field: str, text: str
) -> str | None:
    if not text.strip():
        return None
    try:
        found: Channel | Direction | Outcome | Tone = word(kind, text, f"the {field}")
    except Unreadable as why:
        raise Wrong(field, text, str(why)) from None
    return found.value


@lru_cache(maxsize=2048)
def read_minutes(text: str) -> int | None:
    """Whole minutes, 0 to 600, or a length such as "1h 15". Raises Wrong."""
    written = text.strip().removesuffix(".0")
    if not written:
        return None
    is_short = written.isascii() and written.isdigit() and len(written) < 5  # 06000 is 6,000
    if is_short and int(written) <= _MOST_MINUTES:
        return int(written)
    try:
        return parse_minutes(written)
    except Unreadable as why:
        raise Wrong("minutes", text, str(why)) from None


@lru_cache(maxsize=8192)
def read_staff(text: str, field: str = "staff") -> tuple[str, str] | None:
    """A member of staff as (the key by which names are compared, the name). Raises Wrong."""
    if not text.strip():
        return None
    try:
        name = clean_name(unguard(text), "the staff name")
    except Unreadable as why:
        raise Wrong(field, text, str(why)) from None
    return fold(name), name


def read_external(text: str, field: str = "external_id") -> str | None:
    """The id that a row has elsewhere, or in an earlier export. Raises Wrong."""
    key = text.strip()
    if key.startswith("'"):
        key = unguard(key)
    if key.isascii() and key.isprintable() and len(key) <= LONGEST_NAME:
        return key or None
    try:
        return clean_name(key, "the id")
    except Unreadable as why:
        raise Wrong(field, text, str(why)) from None


def read_note(text: str) -> str | None:
    """A note as it is kept. Raises Wrong."""
    try:
        return clean_text(unguard(text) if text[0] == "'" else text, "the note") or None
    except Unreadable as why:
        raise Wrong("note", text, str(why)) from None


@lru_cache(maxsize=2048)
def read_override(text: str) -> str | None:
    """Why a carer was contacted who must not be, as it is kept. Raises Wrong."""
    try:
        return clean_text(unguard(text.strip()), "the override") or None
    except Unreadable as why:
        raise Wrong("override", text, str(why)) from None
