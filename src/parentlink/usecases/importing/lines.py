"""The rows of a families file as values: every cell read once, every problem named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.cells import unguard
from parentlink.exchange.headings import Matched, fold_heading, ignored_sentence, resolve
from parentlink.exchange.sheet import Problem, Refused, Sheet
from parentlink.parse.names import fold, shorten
from parentlink.parse.phone import phone_was_mended
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.fields import (
    ALIASES,
    FIELDS,
    PROBLEM,
    RESTRICTED,
    read_cell,
)
from parentlink.usecases.importing.named import (
    Wrong,
    name_carer,
    name_pupil,
    place_phone,
)
from parentlink.usecases.importing.rule import Rule, read_rule, refuse_unread
from parentlink.vocabulary import ContactRule

_PHONES = ("mobile_phone", "home_phone", "work_phone", "main_phone")
_ADDRESS = ("postcode", "house_name", "house_number", "street", "address")
_ROWS_NAMED = 5
# Of two columns with one heading the second is the carer's, in every program we know of.
_SECOND = {"forename": "carer_forename", "surname": "carer_surname", "pupil_id": "carer_id"}


class Line(NamedTuple):
    """One row: what it says of the family, the pupil, the carer and of carer and pupil together.

    A column that the file does not have is not among the values, nor is a blank cell unless blanks
    clear. `pupil` and `carer` are None when the row names none.
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
    link: Values
    rule: Rule | None

    @property
    def carer_key(self) -> str:
        """The name by which the carer is compared."""
        return str((self.carer or {}).get("name_key", ""))


class Options(NamedTuple):
    """What the command line says about reading."""

    maps: Sequence[str] = ()
    restricted: bool = False
    blank_clears: bool = False
    keep_cells: bool = True  # only needed to write refused rows to a file


class Read(NamedTuple):
    """A whole file, read."""

    headings: tuple[str, ...]
    columns: frozenset[str]
    lines: list[Line]
    refused: list[Refused]
    warnings: list[str]


Watch = Callable[[Iterable[tuple[int, list[str]]]], Iterator[tuple[int, list[str]]]]


def read_lines(sheet: Sheet, options: Options, watch: Watch = iter) -> Read:
    """Every row of a families file; `watch` sees the rows go by.

    Raises:
        RowsRefused: two columns mean one field and differ. Unreadable: a --map is wrong.
    """
    reader = _LineReader(sheet, options)
    lines = [line for row, cells in watch(sheet.rows) if (line := reader.line(row, cells))]
    refused = sorted([*sheet.refused, *reader.refused], key=lambda each: each.problem.row)
    warnings = [*reader.warnings(), *sheet.warnings]
    return Read(sheet.headings, frozenset(reader.columns), lines, refused, warnings)


class _LineReader:
    """Knows the columns of one file."""

    def __init__(self, sheet: Sheet, options: Options) -> None:
        self._sheet = sheet
        self._count = 0
        self._blank_clears = options.blank_clears
        self._keep_cells = options.keep_cells
        self._last_pupil: Values = {}
        self._matched = resolve(sheet.headings, ALIASES, options.maps)
        refuse_unread(self._matched.ignored)
        found = {name: at for name, at in self._matched.columns.items() if name != PROBLEM}
        self.skipped = [] if options.restricted else [name for name in RESTRICTED if name in found]
        self.columns = {name: at for name, at in found.items() if name not in self.skipped}
        self._taken = [
            (name, at, FIELDS[name].table, FIELDS[name].column) for name, at in self.columns.items()
        ]
        self.refused: list[Refused] = []
        self._mended: list[int] = []
        self._unclear: list[int] = []

    def line(self, row: int, cells: list[str]) -> Line | None:
        """The row as values, or None when it is refused."""
        try:
            _same_twice(self._sheet, self._matched, row, cells)
            return self._read(row, self._filled(cells))
        except Wrong as wrong:
            at = self.columns.get(wrong.name)
            heading = wrong.name if at is None else self._sheet.headings[at]
            self.refused.append(
                Refused(Problem(row, heading, shorten(wrong.text), wrong.why), cells)
            )
            return None

    def _filled(self, cells: list[str]) -> list[str]:
        """The cells, with what stands in the second column of a field if the first is blank."""
        for places in self._matched.doubles.values():
            if not cells[places[0]].strip():
                said = (cells[at] for at in places if cells[at].strip())
                cells = [*cells[: places[0]], next(said, ""), *cells[places[0] + 1 :]]
        return cells

    def _read(self, row: int, cells: list[str]) -> Line:
        found: dict[str, Values] = {
            table: {} for table in ("family", "pupil", "carer", "link", "row", "rule")
        }
        for name, at, table, column in self._taken:
            text = unguard(cells[at]).strip()
            if table == "rule":
                found[table][column] = text
            elif text:
                found[table][column] = self._cell(name, text, row)
            elif self._blank_clears and table != "row" and FIELDS[name].clears:
                found[table][column] = FIELDS[name].blank
        whole = found["row"]
        whole["order"] = found["link"].get("priority")
        surname = name_pupil(whole, found["pupil"])
        name_carer(whole, found["carer"])
        place_phone(whole, found["carer"])
        if whole.get("primary_guardian") == 1:
            found["link"].setdefault("priority", 1)
        return self._line(row, cells, found, surname)

    def _line(
        self, row: int, cells: list[str], found: dict[str, Values], surname: str | None
    ) -> Line:
        pupil, carer, whole = found["pupil"], found["carer"], found["row"]
        has_pupil = any(pupil.get(key) for key in ("legal_name", "upn", "external_id"))
        has_carer = "name" in carer or bool(carer.get("external_id"))
        _names_somebody(found, has_pupil, has_carer)
        try:
            rule = read_rule({name: str(text) for name, text in found["rule"].items()})
        except Unreadable as why:
            raise Wrong("contact_rule", "", str(why)) from None
        if rule and rule.rule != ContactRule.ALLOW and not has_carer:
            raise Wrong("carer", "", "There is a contact rule and no carer's name to it.")
        if rule and rule.unclear:
            self._unclear.append(row)
        parts = (whole.get(name) for name in _ADDRESS)
        address = " ".join(fold(str(part)).replace(" ", "") for part in parts if part)
        if pupil == self._last_pupil:  # the next carer of the same pupil
            pupil = self._last_pupil
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
            found["link"] if has_pupil and has_carer else {},
            rule if has_carer else None,
        )

    def _cell(self, name: str, text: str, row: int) -> Cell:
        try:
            value = read_cell(name, text)
        except Unreadable as why:
            raise Wrong(name, text, str(why)) from None
        if name in _PHONES and not text.startswith(("0", "+")) and phone_was_mended(text):
            self._mended.append(row)
        return value

    def warnings(self) -> list[str]:
        """What was noticed and refused nothing."""
        said = []
        if ignored := ignored_sentence(self._matched.ignored):
            said.append(ignored)
        if self.skipped:
            names = ", ".join(self.skipped)
            said.append(f"Restricted, and only read with --restricted: {names}.")
        if self._mended:
            said.append(
                "Phone numbers that a spreadsheet had damaged were mended in "
                f"{rows_named(self._mended)}. Please compare one with the school's records."
            )
        if self._unclear:
            said.append(
                f"The contact rule is unclear in {rows_named(self._unclear)}, so these carers are "
                'set to "never" until somebody has checked.'
            )
        return said


def rows_named(rows: Sequence[int]) -> str:
    """ "row 3", "rows 3, 5 and 9", "rows 3, 5, 7, 8, 9 and 12 more"."""
    rows = sorted(set(rows))
    if len(rows) == 1:
        return f"row {rows[0]}"
    named = [str(row) for row in rows[:_ROWS_NAMED]]
    last = f"{len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else named.pop()
    return f"rows {', '.join(named)} and {last}"


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _same_twice(sheet: Sheet, matched: Matched, row: int, cells: list[str]) -> None:
    """Columns that mean the same field must say the same, or nothing. Raises RowsRefused."""
    for name, places in matched.doubles.items():
        if len({_meaning(name, cells[at]) for at in places if cells[at].strip()}) > 1:
            raise RowsRefused(
                f"Columns {' and '.join(str(at + 1) for at in places)} of {sheet.name} both mean "
                f"{name}, and the cells in Row {row} differ. Please say what each of them is, for "
                f"example {_wishes(sheet, matched)}; --save-map NAME keeps it for the next time."
            )


def _meaning(name: str, text: str) -> Cell:
    """What a cell says, so that "Year 7" and "7" are the same; or else the text itself."""
    try:
        return read_cell(name, unguard(text).strip())
    except Unreadable:
        return text.strip()


def _wishes(sheet: Sheet, matched: Matched) -> str:
    """A --map for each of several columns of one field."""
    keys = [fold_heading(heading) for heading in sheet.headings]
    wishes = []
    for name, places in matched.doubles.items():
        for number, at in enumerate(places):
            mark = f"#{keys[: at + 1].count(keys[at])}" if keys.count(keys[at]) > 1 else ""
            field = name if number == 0 else _SECOND.get(name, "") if number == 1 and mark else ""
            wishes.append(f'--map "{shorten(sheet.headings[at])}{mark}={field}"')
    return " ".join(wishes)


def _names_somebody(found: dict[str, Values], has_pupil: bool, has_carer: bool) -> None:
    """A row must say whom it is about. Raises Wrong."""
    carer, pupil, row = found["carer"], found["pupil"], found["row"]
    if not has_carer and any(carer.get(name) for name in (*_PHONES, "email")):
        raise Wrong("carer", "", "There is a number or e-mail address and no carer's name to it.")
    if not has_pupil and any(pupil.get(name) for name in ("tutor_group", "date_of_birth")):
        raise Wrong("pupil", "", "There is a tutor group or date of birth and no pupil's name.")
    if not (has_pupil or has_carer or found["family"].get("name") or row.get("ref")):
        raise Wrong("pupil", "", "This row names no pupil, no carer and no family.")
