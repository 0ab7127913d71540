"""The rows of a families file as values: every cell read once, every problem named."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.exchange.cells import unguard
from parentlink.exchange.sheet import Problem, Refused, Sheet
from parentlink.parse.names import fold, shorten
from parentlink.parse.phone import phone_was_mended
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.reading.ages import Ages
from parentlink.usecases.importing.families.reading.columns import Columns, Part
from parentlink.usecases.importing.families.reading.fields import FIELDS, read_cell
from parentlink.usecases.importing.families.reading.mended import Mender
from parentlink.usecases.importing.families.reading.noticed import Noticed
from parentlink.usecases.importing.families.reading.numbers import Numbers, has_number
from parentlink.usecases.importing.families.reading.placeholders import Placeholders
from parentlink.usecases.importing.families.reading.places import take_place
from parentlink.usecases.importing.families.reading.problems import Problems
from parentlink.usecases.importing.families.reading.said import (
    heed_words,
    refuse_words,
    take_relation,
)
from parentlink.usecases.importing.families.reading.signs import take_signs
from parentlink.usecases.importing.families.reading.whose import whose
from parentlink.usecases.importing.named import (
    Found,
    Wrong,
    carer_may_be_two,
    carers_of,
    name_carer,
    name_pupil,
    names_somebody,
    rule_of,
)
from parentlink.usecases.importing.rule import Rule
from parentlink.vocabulary import PHONES

_PHONES = frozenset((*PHONES, "main_phone"))
_ADDRESS = ("postcode", "house_name", "house_number", "street", "address")
_MOST_KNOWN = 2_000  # cells of a column whose meaning is remembered, the last ones


class Line(NamedTuple):
    """What a row says of the family, the pupil, one carer, and of carer and pupil together.

    A row that names two carers gives two lines. A column that the file does not have is not among
    the values, nor is a blank cell unless blanks clear. `pupil` and `carer` are None when the row
    names none.
    """

    row: int  # of the file; two lines may come from one row
    at: int  # its place among the lines that could be read: what it is known by
    cells: list[str]
    ref: str | None
    pupil_ref: str | None  # the file's own mark for one pupil, and for one carer
    carer_ref: str | None
    in_family: bool | None  # whether the file says that the pupil belongs to the household
    order: Cell  # the priority as it stands there
    address: str
    surname: str | None
    family: Values
    pupil: Values | None
    carer: Values | None
    in_turn: bool  # whether its numbers have their places by the order in which they stand
    link: Values  # that the file lists the carer for the pupil; of a file of ours what it says
    rule: Rule | None

    @property
    def carer_key(self) -> str:
        """The name by which the carer is compared."""
        return str((self.carer or {}).get("name_key", ""))


class Options(NamedTuple):
    """What the command line says about reading."""

    maps: Sequence[str] = ()
    include: frozenset[str] = frozenset()  # restricted fields that are to be read
    blank_clears: bool = False
    keep_cells: bool = True  # only needed to write refused rows to a file
    today: date | None = None  # on which a pupil has to be of an age to be at school
    pupil_above: bool = False  # a row without a pupil is about that of the row above


class LineReader:
    """Reads the rows of one file, whose columns it knows."""

    def __init__(self, sheet: Sheet, options: Options) -> None:
        self._sheet = sheet
        self._count = 0
        self._blank_clears = options.blank_clears
        self._keep_cells = options.keep_cells
        self._last_pupil: Values = {}
        self.columns = Columns(sheet, options.maps, options.include)
        self._parts = self.columns.parts
        self._doubles = self.columns.doubles or None
        self._ages = Ages(options.today)
        self._placeholders = Placeholders(self._parts)
        self.refused: list[Refused] = []
        self._says_who_is_listed = "listed_by_school" in self.columns.names
        self.barred_left_out = 0  # of those who must not be contacted, by a copy of ours
        self._noticed = Noticed()
        self._numbers = Numbers(self._parts, self._noticed)
        self._mender = Mender(self.columns.names, self._noticed)
        self.problems = Problems(sheet.headings, self.columns.problem_at)
        self._unheaded = [at for at, heading in self.columns.unread.items() if not heading]
        self._known: dict[str, dict[str, Cell]] = {name: {} for name in FIELDS}

    def lines(self, row: int, cells: list[str]) -> list[Line]:
        """The row as values, one line for each carer; none when it is refused, and it is whole."""
        count, part = self._count, self._parts[0]
        if self.columns.problem_at is not None and self.columns.is_only_problem(cells):
            return []
        kept = self._mender.mended(row, cells)
        for name in self._placeholders.blanked(cells := [*kept]):
            self._noticed.add(name, row)
        try:
            if self._doubles:
                cells = self._doubles.filled(row, cells, part.columns)
            lines = []
            for part in [each for each in self._parts if _speaks(each, cells)]:
                lines += self._of_part(row, kept, cells, part)
            if self.columns.alone is not None:
                part = self.columns.alone
                self.columns.refuse_loose(cells)
                named = [line for line in lines if line.carer is not None] or lines[:1]
                lines = self._numbered(count, named or self._of_part(row, kept, cells, part))
            rules = [line.rule for line in lines]
            unread = self.columns.unread | self.problems.others(cells)
            refuse_words(unread, cells, rules, self.columns.hidden)
            if any(cells[at].strip() for at in self._unheaded):
                self._noticed.add("unheaded", row)
            return lines
        except Wrong as wrong:
            self._count = count
            self._noticed.forget(row)
            self.refused.append(self._refusal(row, kept, cells, part, wrong))
            return []

    def _refusal(
        self, row: int, kept: list[str], cells: list[str], part: Part, first: Wrong
    ) -> Refused:
        """A row with everything that is wrong in it, so that it is mended in one go."""
        wrong = [self._problem(row, cells, *each) for each in self._wrong(cells)]
        problems = list(dict.fromkeys(wrong))
        found = self._problem(row, cells, part, first)
        if found not in problems:  # cells that can be read and do not go together
            problems.insert(0, found)
        return Refused(problems[0], kept, tuple(problems[1:]))

    def _wrong(self, cells: list[str]) -> Iterator[tuple[Part, Wrong]]:
        """Every cell of a row that cannot be read."""
        parts = self._parts if self.columns.alone is None else [*self._parts, self.columns.alone]
        for part in parts:
            for name, at, table, _ in part.taken:
                text = unguard(cells[at]).strip()
                if text and table != "rule":
                    try:
                        read_cell(name, text)
                    except Unreadable as why:
                        if name in _PHONES and has_number(text):
                            continue
                        yield part, Wrong(name, text, str(why))

    def _problem(self, row: int, cells: list[str], part: Part, wrong: Wrong) -> Problem:
        at = part.columns.get(wrong.name, self.columns.loose.get(wrong.name))
        if at is None and wrong.name in _PHONES:
            at = part.columns.get("main_phone")
        ours = self.columns.heading_of.get(wrong.name, wrong.name)
        heading = ours if at is None else self._sheet.headings[at]
        # A surname may be refused for the whole name.
        is_shown = wrong.name != "surname" and (wrong.text or at not in self.columns.hidden)
        stands = is_shown and at is not None and unguard(cells[at]).strip()
        who = ""
        if counted := self._sheet.counted:
            said = {name: unguard(cells[at]) for name, at in part.columns.items()}
            who = whose(counted, row, wrong.name, said)
        return Problem(row, heading, shorten(stands or wrong.text), wrong.why, who)

    def _numbered(self, count: int, lines: list[Line]) -> list[Line]:
        """The lines of a row numbered on without a gap, though some were left out."""
        self._count = count + len(lines)
        return [line._replace(at=at) for at, line in enumerate(lines, count + 1)]

    def _of_part(self, row: int, kept: list[str], cells: list[str], part: Part) -> list[Line]:
        """The lines of one carer's columns: two when two people stand in them."""
        found = self._read(row, cells, part)
        heed_words(found)
        if take_place(found):
            self._noticed.add("places", row)
        take_relation(found)
        if take_signs(found):
            self._noticed.add("signs", row)
        surname = name_pupil(found["row"], found["pupil"])
        people = [found]
        if carer_may_be_two(found):
            people = carers_of(found, surname)
            self._noticed.add("two" if len(people) > 1 else "unsplit", row)
        lines = []
        for each in people:
            name_carer(whole := each["row"], each["carer"])
            self._numbers.place(row, each)
            if whole.get("primary_guardian") == 1:
                each["link"].setdefault("priority", 1)
            lines.append(self._line(row, kept, each, surname))
        return lines

    def _read(self, row: int, cells: list[str], part: Part) -> Found:
        found: Found = {table: {} for table in ("family", "pupil", "carer", "link", "row", "rule")}
        self._numbers.start()
        for name, at, table, column in part.taken:
            cell = cells[at]
            if (known := self._known[name].get(cell)) is not None:
                found[table][column] = known
                continue
            if not cell and not self._blank_clears and table != "rule":
                continue
            text = unguard(cell).strip()
            if table == "rule":
                found[table][column] = text
            elif text:
                found[table][column] = self._cell(name, text, row)
            elif self._blank_clears and table != "row" and FIELDS[name].clears:
                found[table][column] = FIELDS[name].blank
        for table, column, value in part.given:
            found[table].setdefault(column, value)
        found["row"]["order"] = found["link"].get("priority")
        return found

    def _line(self, row: int, cells: list[str], found: Found, surname: str | None) -> Line:
        pupil, carer, whole = found["pupil"], found["carer"], found["row"]
        has_pupil = any(pupil.get(key) for key in ("legal_name", "upn", "external_id"))
        has_carer = "name" in carer or bool(carer.get("external_id"))
        if not self._says_who_is_listed:
            found["link"]["listed"] = 1
        self.barred_left_out = max(self.barred_left_out, int(whole.get("barred_left_out") or 0))
        names_somebody(found, has_pupil, has_carer, needs_pupil=self.columns.needs_pupil)
        rule = rule_of(found["rule"], has_carer=has_carer)
        if rule and rule.unclear:
            self._noticed.add("unclear", row)
        parts = (whole.get(name) for name in _ADDRESS)
        address = " ".join(fold(str(part)).replace(" ", "") for part in parts if part)
        if pupil == self._last_pupil:  # the next carer of the same pupil
            pupil = self._last_pupil
        else:
            self._ages.refuse_wrong(pupil)
        self._last_pupil = pupil
        self._count += 1
        return Line(
            row,
            self._count,
            cells if self._keep_cells else [],
            _text(whole.get("ref")),
            _text(whole.get("pupil_ref")),
            _text(whole.get("carer_ref")),
            None if whole.get("in_family") is None else bool(whole["in_family"]),
            whole["order"],
            address,
            surname,
            found["family"],
            pupil if has_pupil else None,
            carer if has_carer else None,
            bool(whole.get("in_turn")),
            found["link"] if has_pupil and has_carer else {},
            rule if has_carer else None,
        )

    def _cell(self, name: str, text: str, row: int) -> Cell:
        try:
            value = read_cell(name, text)
        except Unreadable as why:
            if name in _PHONES and (number := self._numbers.first_in(row, name, text)):
                return number
            raise Wrong(name, text, str(why)) from None
        if name in _PHONES and not text.startswith(("0", "+")) and phone_was_mended(text):
            self._noticed.add("mended", row)
            return value
        if text[0] != "'":  # which may guard a cell
            known = self._known[name]
            if len(known) >= _MOST_KNOWN:
                known.clear()  # a pupil's cells repeat in the next row, a carer's on siblings
            known[text] = value
        return value

    def warnings(self) -> list[str]:
        """What was noticed and refused nothing."""
        return [*self.columns.warnings(), *self._noticed.warnings()]


def _speaks(part: Part, cells: list[str]) -> bool:
    """Whether a row says anything of one of several carers; with one only it always does."""
    return not part.own or any(cells[at].strip() for at in part.own)


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)
