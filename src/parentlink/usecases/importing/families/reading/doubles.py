"""Several columns of one field: which of them counts, and what to ask when they differ."""

from collections.abc import Sequence

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.cells import unguard
from parentlink.exchange.headings import Matched, fold_heading, mapped
from parentlink.exchange.sheet import Sheet
from parentlink.parse.names import shorten
from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.families.reading.aliases import LAST_RESORT, SECOND
from parentlink.usecases.importing.families.reading.fields import FIELDS, PROBLEM, read_cell
from parentlink.usecases.importing.families.reading.wide import heading_of

# Of two columns with one heading the second is the carer's, in every program we know of.
SECOND_IS = {"forename": "carer_forename", "surname": "carer_surname", "pupil_id": "carer_id"}
# Under another heading it may be either's.
NAMES_OF_CARERS = {"forename": "carer_forename", "surname": "carer_surname", "pupil": "carer"}
# The fields in which a carer is named.
CARER_NAMED = ("carer", "carer_forename", "carer_surname")


class Doubles:
    """The fields of a file that have several columns."""

    def __init__(self, sheet: Sheet, matched: Matched) -> None:
        self._sheet = sheet
        keys = [fold_heading(heading) for heading in sheet.headings]
        self._places = {
            name: sorted(places, key=lambda at: (keys[at] in SECOND, at))
            for name, places in matched.doubles.items()
        }
        self._compared = {
            name: [at for at in places if keys[at] not in SECOND]
            for name, places in self._places.items()
        }
        self._keys = keys
        self._names_carers = any(
            name in CARER_NAMED or name not in FIELDS for name in matched.columns if name != PROBLEM
        )

    def __bool__(self) -> bool:
        return bool(self._places)

    def filled(self, row: int, cells: list[str], columns: dict[str, int]) -> list[str]:
        """The cells, with what stands in another column of a field if the first is blank.

        Raises:
            RowsRefused: two columns of one field say different things.
        """
        self._refuse_different(row, cells)
        for name, places in self._places.items():
            at = columns.get(name, places[0])
            said = next((cells[place] for place in places if cells[place].strip()), "")
            if said != cells[at]:
                cells = [*cells[:at], said, *cells[at + 1 :]]
        return cells

    def _refuse_different(self, row: int, cells: list[str]) -> None:
        for name, places in self._compared.items():
            if len({_meaning(name, cells[at]) for at in places if cells[at].strip()}) > 1:
                raise RowsRefused(
                    f"Columns {' and '.join(str(at + 1) for at in places)} of {self._sheet.name} "
                    f"both mean {name.replace('_', ' ')}, and the cells in Row {row} differ. "
                    f"Please say what each of them is, for example {self._wishes()}"
                    f"{self._or_the_carers()}; "
                    "--save-map NAME keeps it for the next time."
                )

    def _wishes(self) -> str:
        """A --map for each of several columns of one field."""
        wishes = []
        for name, places in self._compared.items():
            for number, at in enumerate(places):
                alike = self._keys.count(self._keys[at]) > 1
                mark = f"#{self._keys[: at + 1].count(self._keys[at])}" if alike else ""
                second = SECOND_IS.get(name, "") if number == 1 and mark else ""
                field = second if number else name
                wishes.append(f"--map {mapped(self._sheet.headings[at] + mark, field)}")
        return " ".join(wishes)

    def _or_the_carers(self) -> str:
        """What to say instead where a second name may be that of a carer, whom nothing names."""
        if self._names_carers:
            return ""
        wishes = [
            f"--map {mapped(self._sheet.headings[places[1]], NAMES_OF_CARERS[name])}"
            for name, places in self._compared.items()
            if name in NAMES_OF_CARERS and len({self._keys[at] for at in places[:2]}) > 1
        ]
        theirs = "that is" if len(wishes) == 1 else "those are"
        return f" (or, if {theirs} the carer's, {' '.join(wishes)})" if wishes else ""


def _meaning(name: str, text: str) -> Cell:
    """What a cell says, so that "Year 7" and "7" are the same; or else the text itself."""
    found = None if name in FIELDS else heading_of(name)
    try:
        return read_cell(found.field if found else name, unguard(text).strip())
    except Unreadable:
        return text.strip()


def refuse_other_order(sheet: Sheet) -> None:
    """Of several sheets all have columns that go by their order in the same order.

    Raises:
        RowsRefused: another sheet than the first has not.
    """
    if sheet.differs:
        raise RowsRefused(
            f'The columns of the sheet "{shorten(sheet.differs)}" stand in another order than '
            f'those of "{shorten(sheet.asked[0])}", and some of them are known by their order '
            "alone. Nothing was imported. Please put them in the same order, or bring in the "
            "sheets one by one."
        )


def without_last_resorts(headings: Sequence[str], matched: Matched) -> Matched:
    """Columns of last resort only where their field has no other."""
    keys = [fold_heading(heading) for heading in headings]
    columns, doubles, ignored = dict(matched.columns), dict(matched.doubles), [*matched.ignored]
    for name, places in matched.doubles.items():
        better = [at for at in places if keys[at] not in LAST_RESORT]
        if better and len(better) < len(places):
            ignored += [headings[at] for at in places if at not in better]
            columns[name] = better[0]
            doubles[name] = tuple(better)
    doubles = {name: places for name, places in doubles.items() if len(places) > 1}
    return Matched(columns, doubles, tuple(ignored))
