"""Which term a day belongs to, and from when to when a term runs."""

from collections.abc import Iterator
from datetime import date, timedelta

from parentlink.rules.school_days import Block, Calendar, academic_year
from parentlink.rules.usual_year import usual_blocks
from parentlink.vocabulary.talks import TermName

_MOST_BLOCKS = 24  # of one school year; a calendar with more is not a calendar


def term_of(day: date, calendar: Calendar) -> tuple[int, TermName]:
    """The term that a day is in, or that comes next after it, and the year its school year began.

    The teaching blocks on file are told apart by where they lie in the year and not by their
    names, so that six short terms, or a calendar with one term on file, come out right as well.
    """
    block = calendar.half_term(day)
    if block.ends_on < day:  # a calendar with nothing ahead
        return academic_year(day), _name(Block("", day, day))
    return academic_year(block.starts_on), _name(block)


def term_span(school_year: int, term: TermName, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day of a term; the usual ones where the calendar has none."""
    mine = [block for block in _blocks(school_year, calendar) if _name(block) == term]
    mine = mine or [block for block in usual_blocks(school_year) if _name(block) == term]
    return min(block.starts_on for block in mine), max(block.ends_on for block in mine)


def _blocks(school_year: int, calendar: Calendar) -> Iterator[Block]:
    day = date(school_year, 9, 1)
    for _ in range(_MOST_BLOCKS):
        block = calendar.half_term(day)
        if block.ends_on < day or academic_year(block.starts_on) > school_year:
            return
        yield block
        day = block.ends_on + timedelta(days=1)


def _name(block: Block) -> TermName:
    """By its middle, which is well inside a term wherever the holidays around it fall."""
    middle = block.starts_on + (block.ends_on - block.starts_on) / 2
    usual = usual_blocks(academic_year(middle))
    for name, last, after in ((TermName.AUTUMN, 1, 2), (TermName.SPRING, 3, 4)):
        gap = usual[after].starts_on - usual[last].ends_on
        if middle <= usual[last].ends_on + gap / 2:
            return name
    return TermName.SUMMER
