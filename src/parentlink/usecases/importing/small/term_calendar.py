"""A calendar file of a school or council as rows of the calendar, and what is left out of it."""

from collections.abc import Sequence
from datetime import date

from parentlink.exchange import ical_events
from parentlink.exchange.sheet import Sheet
from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.rules.term_events import Event, Sorted, ends_early, sort_out
from parentlink.rules.term_words import Meaning, meaning

_HEADINGS = ("kind", "name", "starts_on", "ends_on")
_NAMED = 12


def as_calendar(sheet: Sheet) -> tuple[Sheet, int]:
    """The lines in a calendar file, and how many entries were left out (the warnings say why); any
    other table as it is."""
    if sheet.headings != ical_events.HEADINGS:
        return sheet, 0
    events, odd = [], []
    for number, (title, first, last, minutes, trouble) in sheet.rows:
        if trouble:
            odd.append((title, trouble))
        else:
            span = (date.fromisoformat(first), date.fromisoformat(last))
            events.append(Event(number, title, *span, int(minutes) if minutes else None))
    found = sort_out(events)
    rows = [
        (one.number, [one.kind.value, one.name, str(one.starts_on), str(one.ends_on)])
        for one in found.lines
    ]
    told = [each for each in odd if meaning(each[0]) is not Meaning.OTHER]
    others = found.others + len(odd) - len(told)
    left_out = others + len(told) + len(found.unclear) + len(found.needless)
    warnings = [*sheet.warnings, *_sentences(found, told, others)]
    return Sheet(sheet.name, _HEADINGS, 0, iter(rows), warnings, []), left_out


def _sentences(found: Sorted, odd: Sequence[tuple[str, str]], others: int) -> list[str]:
    """What was left out, and why."""
    said = []
    if short := [one for one in found.lines if ends_early(one)]:
        days = ", ".join(f"{shorten(one.name)} on {in_full(one.ends_on)}" for one in short[:_NAMED])
        said.append(
            f"Ends on a Thursday: {days}. Some programs write the last day as the end, where a "
            "calendar file should have the day after it. Please compare with the printed dates."
        )
    if found.needless:
        said.append(
            f"{_entries(len(found.needless), 'needs', 'need')} no line: bank holidays are known, "
            "and the holidays between the terms follow from them."
        )
    unclear = [f'"{shorten(one.title)}" ({_when(one)})' for one in found.unclear]
    unclear += [f'"{shorten(title)}" (it {trouble})' for title, trouble in odd]
    if unclear:
        more = f" and {len(unclear) - _NAMED} more" if len(unclear) > _NAMED else ""
        said.append(
            f"Left out, since it is not clear what they mean: {', '.join(unclear[:_NAMED])}{more}. "
            "What matters can be put in by hand: parentlink term add, inset add, closure add."
        )
    if others:
        said.append(
            f"{_entries(others, 'was', 'were')} left out, about other things than terms and days "
            "off."
        )
    return said


def _entries(count: int, one: str, many: str) -> str:
    return f"{count:,} entry {one}" if count == 1 else f"{count:,} entries {many}"


def _when(event: Event) -> str:
    if event.starts_on == event.ends_on:
        return in_full(event.starts_on)
    return f"{in_full(event.starts_on)} to {in_full(event.ends_on)}"
