"""People, families and links of a file, and what its rows say: one must not contradict another."""

from typing import NamedTuple

from parentlink.exchange.sheet import Problem, Refused
from parentlink.parse.names import fold, shorten
from parentlink.parse.phone import show_phone
from parentlink.rules.titles import two_by_title
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.usecases.importing.families.matching.onfile import Row
from parentlink.usecases.importing.families.reading.lines import Line
from parentlink.usecases.importing.rule import Rule, stricter
from parentlink.vocabulary import PHONES

_HEADINGS = {
    "external_id": {"pupil": "pupil_id", "carer": "carer_id"},
    "legal_name": {"pupil": "pupil"},
    "name": {"carer": "carer", "family": "family"},
    "responsibility": {"link": "parental_responsibility"},
    "listed": {"link": "listed_by_school"},
    "key_contact_id": {"family": "key_contact"},
    "tutor_id": {"pupil": "tutor"},
}
_IDS = ("external_id", "upn")
_TWO = (
    "Row {row} gives it to {one}, and this row to {other}. If they are two people, please correct "
    'one of the ids; if the column only counts the rows, leave it out: --map "its heading=". If '
    "they are one, please write the name the same way in both."
)


class Clash(Exception):
    """A row contradicts another one, or fits more than one person."""

    def __init__(self, column: str, value: str, why: str) -> None:
        super().__init__(why)
        self.column, self.value, self.why = column, value, why

    def refusal(self, line: Line) -> Refused:
        """As a refused row."""
        return Refused(Problem(line.row, self.column, shorten(self.value), self.why), line.cells)


class Node:
    """One pupil, carer, family or link of the file: its rows, what they say, who it is on file."""

    __slots__ = ("on_file", "parent", "rule", "said", "table", "values")

    def __init__(self, table: str) -> None:
        self.table = table
        self.values: Values = {}
        self.said: list[tuple[int, Values]] = []
        self.rule: Rule | None = None
        self.on_file: Row | None = None
        self.parent: Node | None = None

    def take(self, values: Values, row: int, rule: Rule | None = None) -> None:
        """Add what one row says.

        Raises:
            Clash: another row says something else.
        """
        self.rule = stricter(self.rule, rule)
        if not self.said and not self.values:
            self.values = values
        elif not self.said or values != self.said[0][1]:  # mostly a row repeats the one before
            self.values = self._merged(values)
        self.said.append((row, values))

    def in_order(self, values: Values) -> Values:
        """What a row says, the numbers in the places that they have by the rows before.

        At a brother or sister the same numbers may stand in another order: the first one counts.
        """
        places = {self.values.get(slot): slot for slot in PHONES}
        numbers = {slot: values[slot] for slot in PHONES if values.get(slot)}
        if not places.keys() >= set(numbers.values()):
            return values
        rest = {name: value for name, value in values.items() if name not in numbers}
        return rest | {places[number]: number for number in numbers.values()}

    def _merged(self, values: Values) -> Values:
        merged = dict(self.values)
        for column, value in values.items():
            known = merged.get(column)
            if known is None:
                merged[column] = value
            elif value is not None and value != known and not self._same_word(column, values):
                if not self.said:  # a row that was refused said it: everything is looked at again
                    continue
                self._refuse_two(values)
                heading = _HEADINGS.get(column, {}).get(self.table, column)
                shown = shorten(as_written(column, known))
                said = f'Row {self.said_in(column)} says "{shown}" for the same '
                who = self.table.replace("link", "pupil and carer")
                why = f"{said}{who}. {_way_out(column, known, value)}"
                raise Clash(heading, as_written(column, value), why)
        return merged

    def _refuse_two(self, values: Values) -> None:
        """Name both people, where one id of the file stands for two. Raises Clash."""
        name = "legal_name" if self.table == "pupil" else "name"
        one, other = self.values.get(name), values.get(name)
        if not one or not other or self.values.get("name_key") == values.get("name_key"):
            return
        for column in _IDS:
            known = values.get(column)
            if known and known == self.values.get(column):
                heading = _HEADINGS.get(column, {}).get(self.table, column)
                row = self.said_in(column)
                why = _TWO.format(row=row, one=shorten(str(one)), other=shorten(str(other)))
                raise Clash(heading, str(known), why)

    def said_in(self, column: str) -> int:
        """The first row that says something about this, or the first row at all."""
        found = (row for row, values in self.said if values.get(column) is not None)
        return next(found, self.said[0][0])

    def _same_word(self, column: str, values: Values) -> bool:
        """Whether it only stands in other capitals or quotation marks: the first one stays."""
        if column == "relationship":
            return fold(str(values[column])) == fold(str(self.values[column]))
        return column in ("legal_name", "name") and values.get("name_key") == self.values.get(
            "name_key"
        )


def as_written(column: str, value: Cell) -> str:
    """A value as somebody would write it; telephone numbers are kept in another way."""
    return show_phone(str(value)) if column in PHONES else str(value)


def _way_out(column: str, one: Cell, other: Cell) -> str:
    if column == "title" and two_by_title(fold(str(one)), fold(str(other))):
        return "If these are two people, please write their forenames, or add a carer_id for each."
    return "Please make them the same."


class Placed(NamedTuple):
    """A row with the people it is about."""

    line: Line
    pupil: Node | None
    carer: Node | None
