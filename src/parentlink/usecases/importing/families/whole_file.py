"""A whole families file, read row by row and kept where it takes no memory."""

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from parentlink.exchange.headings import mapped
from parentlink.exchange.row_of_sheet import packed, unpacked
from parentlink.exchange.sheet import (
    AboutNobody,
    Counted,
    Elsewhere,
    Problem,
    Refused,
    Sheet,
    Watch,
)
from parentlink.parse.names import shorten
from parentlink.rules.forbidding import forbids
from parentlink.usecases.importing.aside import Aside, Pile
from parentlink.usecases.importing.day_order import DayOrders
from parentlink.usecases.importing.families.guarding.refused_blocks import (
    Block,
    block_beside,
    blocks_in,
    pile_of_blocks,
)
from parentlink.usecases.importing.families.matching.onfile import ways
from parentlink.usecases.importing.families.parts.keeping import Lines
from parentlink.usecases.importing.families.reading.above import PupilsAbove
from parentlink.usecases.importing.families.reading.columns import Columns
from parentlink.usecases.importing.families.reading.fields import DAYS
from parentlink.usecases.importing.families.reading.in_colour import in_red, said_of_colours
from parentlink.usecases.importing.families.reading.lines import Line, LineReader, Options
from parentlink.usecases.importing.families.reading.problems import is_our_file
from parentlink.usecases.importing.families.reading.whose import Said, whose
from parentlink.usecases.importing.rule import strength
from parentlink.vocabulary import PHONES

# Ours: no trust has as many court orders. Then a column means something else, which is said.
_MOST_BARRED = 5_000
_BESIDE = (
    "This may say who must not be contacted, and it stands beside the table, where nobody knows "
    "whom it is about. Please set the rule by hand (parentlink carer edit WHO --rule never "
    "--reason WHY), and take the row out."
)


class Read(NamedTuple):
    """A whole file, read."""

    headings: tuple[str, ...]
    columns: frozenset[str]
    lines: Lines
    refused: Sequence[Refused]
    warnings: list[str]
    file: str = "the file"
    sheet: str | None = None  # the title of a workbook's sheet
    heading_of: Mapping[str, str] = {}  # our fields, under the headings of the file
    blocks: Sequence[Block] = ()  # in the refused rows
    barred: Sequence[Line] = ()  # each row with a block
    lists_carers: bool = False  # anybody's: a list of pupils says nothing about carers
    barred_left_out: int = 0  # of those who must not be contacted, by a copy of ours
    has_problems: bool = False  # it has the column that our own files of refused rows have
    is_ours: bool = False  # we wrote what stands there
    counted: Counted | None = None
    of_carers: Sequence[Mapping[str, str]] = ()  # `heading_of` each of several carers in a row
    elsewhere: Elsewhere = frozenset()  # carers to whom a list of changes only points
    in_red: Sequence[int] = ()  # rows that may bar somebody by their colour

    @property
    def is_part(self) -> bool:
        """Whether these are mended rows of another file: nothing follows from who is not here."""
        return self.has_problems or "refused" in self.file.casefold()

    @property
    def is_surely_part(self) -> bool:
        """Whether that is more than a word in the name of a file, or of a column."""
        return self.is_ours or is_our_file(self.file)

    def in_the_file(self, refused: Refused, line: Line, of_row: Sequence[Line]) -> Refused:
        """A refusal of one of our fields, with what the file has for the heading and the row.

        `of_row` are all lines that come from the row.
        """
        problem, field = refused.problem, refused.problem.column
        if self.counted:
            who = whose(self.counted, line.row, field, _names_in(line))
            problem = problem._replace(whose=who)
        heading = self._own_heading(field, line, of_row) or self.heading_of.get(field, field)
        why = problem.problem.replace('"its heading="', f'"{shorten(heading)}="')
        problem = problem._replace(column=heading, problem=why)
        return refused._replace(problem=problem)

    def _own_heading(self, field: str, line: Line, of_row: Sequence[Line]) -> str | None:
        """The heading of the very carer of a line, if the row has a line for each carer.

        It has not where a couple stands in one name: those two have the same numbers and address.
        """
        reached = [ways(each.carer or {}) for each in of_row]
        is_couple = any(one == other for one, other in pairwise(reached))
        if len(self.of_carers) < 2 or len(of_row) != len(self.of_carers) or is_couple:
            return None
        own = self.of_carers[[each.at for each in of_row].index(line.at)]
        return own.get(field) or (own.get("main_phone") if field in PHONES else None)


def read_lines(
    sheet: Sheet, options: Options, watch: Watch = iter, folder: Path | None = None
) -> Read:
    """Every row of a families file; `watch` sees the rows go by, `folder` is where many are kept.

    Raises:
        RowsRefused: two columns mean one field and differ, or the month stands in front in one of
            days. Unreadable: a --map is wrong.
    """
    reader = LineReader(sheet, options)
    lines = Lines(folder)
    turned_away = _TurnedAway(Aside(folder), reader.columns)
    carers = _Carers()
    days = (part.columns.items() for part in reader.columns.parts)
    orders = DayOrders(sheet, (at for each in days for name, at in each if name in DAYS))
    above = PupilsAbove(reader.columns, sheet, is_asked=options.pupil_above)
    for row, cells in above.filled(orders.watched(watch(sheet.rows))):
        for line in reader.lines(row, cells):
            lines.add(line)
            carers.see(line)
        if reader.refused or sheet.refused:
            turned_away.take(sheet.refused, reader.refused)
    turned_away.take(sheet.refused, reader.refused)
    turned_away.say_what_forbids(sheet.about_nobody)
    said = chain.from_iterable(each.warnings() for each in (above, reader, orders))
    return Read(
        sheet.headings,
        reader.columns.names,
        lines,
        turned_away.refused,
        [*_numbered(reader, lines), *said, *said_of_colours(sheet.standing_out), *sheet.warnings],
        sheet=sheet.title,
        heading_of=reader.columns.heading_of,
        blocks=turned_away.blocks,
        barred=carers.barred,
        lists_carers=carers.are_any,
        barred_left_out=reader.barred_left_out,
        has_problems=reader.problems.may_be_ours,
        is_ours=reader.problems.are_ours,
        counted=sheet.counted,
        of_carers=_of_carers(reader, sheet.headings),
        in_red=_in_red(sheet, reader, carers, turned_away),
    )


def _of_carers(reader: LineReader, headings: Sequence[str]) -> list[dict[str, str]]:
    """For each of several carers in a row, our fields under the headings of the file."""
    parts = reader.columns.parts
    return [
        {name: headings[at] for name, at in part.columns.items()}
        for part in (parts if len(parts) > 1 else ())
    ]


def _names_in(line: Line) -> Said:
    pupil, carer = line.pupil or {}, line.carer or {}
    names = {"pupil": pupil.get("legal_name"), "carer": carer.get("name")}
    ids = {"pupil_id": pupil.get("external_id"), "carer_id": carer.get("external_id")}
    return {**names, **ids, "upn": pupil.get("upn")}


class _Carers:
    """Whether a file lists any, and each row with a block."""

    def __init__(self) -> None:
        self.are_any = False
        self.barred: list[Line] = []

    def see(self, line: Line) -> None:
        self.are_any = self.are_any or line.carer is not None
        if line.rule and strength(line.rule.rule) and len(self.barred) < _MOST_BARRED:
            self.barred.append(line._replace(cells=[]))


class _TurnedAway:
    """The rows that were refused, and the blocks that stand in them."""

    def __init__(self, aside: Aside, columns: Columns) -> None:
        self.refused, self.blocks = refused_rows(aside), pile_of_blocks(aside)
        self._columns = columns

    def take(self, *found: list[Refused]) -> None:
        """Put aside what was refused lately: a file of a wrong kind is refused row by row."""
        for some in found:
            for each in some:
                self.refused.put(each.problem.row, each)
                for block in blocks_in(self._columns, each):
                    self.blocks.put(block.row, block)
            some.clear()

    def say_what_forbids(self, rows: Sequence[AboutNobody]) -> None:
        """Refuse a title or footer that may say who must not be contacted."""
        for row, text in rows:
            if forbids(text):
                problem = Problem(row, "", shorten(text), _BESIDE)
                self.refused.put(row, Refused(problem, [text]))
                self.blocks.put(row, block_beside(row, text))


def _in_red(
    sheet: Sheet, reader: LineReader, carers: _Carers, turned_away: _TurnedAway
) -> list[int]:
    """The rows that may bar a carer by their colour alone."""
    if not carers.are_any:
        return []
    barred = (each.row for some in (carers.barred, turned_away.blocks) for each in some)
    return in_red(sheet.standing_out, reader.columns.names, barred)


def _numbered(reader: LineReader, lines: Lines) -> list[str]:
    if not lines.has_emergency_order:
        return []
    heading = reader.columns.heading_of["emergency"]
    return [
        f'The numbers under "{shorten(heading)}" were taken for the order of contacts: 1 is called '
        f"first. If they mean something else, please say --map {mapped(heading)}."
    ]


def refused_rows(aside: Aside) -> Pile[Refused]:
    """Room for refused rows, in the order of the file."""
    return Pile(aside, _unpacked, _packed)


def _packed(each: Refused) -> tuple[Any, ...]:
    first, *more = (tuple(one._replace(row=0)) for one in each.problems)
    return packed(each.problem.row), first, each.cells, more


def _unpacked(thing: tuple[Any, ...]) -> Refused:
    row, first, cells, more = thing
    problems = [Problem(*each)._replace(row=unpacked(row)) for each in (first, *more)]
    return Refused(problems[0], cells, tuple(problems[1:]))
