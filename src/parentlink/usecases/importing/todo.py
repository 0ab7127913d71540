"""What an import of families would write, and what is to be said about it, by line of the file."""

from typing import NamedTuple

from parentlink.usecases.importing.aside import Aside, Pile, pile_of_rows
from parentlink.usecases.importing.cells import Cell, Values
from parentlink.vocabulary import ContactRule

Cells = tuple[Cell, ...]  # a new row, in the order of onfile's columns


_WORDS = {
    **{"external_id": "the school's id", "legal_name": "name", "upn": "UPN"},
    **{"happened_at": "time", "happened_on": "day", "rule_override": "override"},
    **{"responsibility": "parental responsibility"},
}


class Change(NamedTuple):
    """One value that would change."""

    row: int
    who: str
    field: str
    was: Cell
    now: Cell

    @property
    def what(self) -> str:
        """The field in words."""
        return _WORDS.get(self.field, self.field.removesuffix("_id").replace("_", " "))


class Added(NamedTuple):
    """Somebody who would be new; a carer of whom."""

    row: int
    kind: str
    name: str
    pupil: str | None = None


class Barred(NamedTuple):
    """A carer whom the school may not contact any more, or only after asking."""

    row: int
    carer: str
    rule: str
    reason: str | None
    carer_id: int | None = None  # None: new


class OtherId(NamedTuple):
    """Somebody on file whose id in the file is another one: both are kept."""

    row: int
    table: str
    id: int
    name_key: str
    own: str
    other: str

    @property
    def cells(self) -> Cells:
        """As a row, in the order of KNOWN_AS_COLUMNS."""
        owners = (self.id, None) if self.table == "pupil" else (None, self.id)
        return (*owners, self.other, self.name_key)


class Update(NamedTuple):
    """Columns of a row on file that get other values."""

    table: str
    row_id: int
    values: Values


class Todo:
    """What would be written and shown, each by the line of the file that asks for it.

    A new family, pupil or carer is known by the line that brought it: an id of -7 is the one that
    line 7 brought. A member of staff who is not on file is known by the key of the name.
    """

    def __init__(self, aside: Aside) -> None:
        self._staff: dict[str, tuple[int, str]] = {}
        self.families: Pile[Cells] = Pile(aside, tuple)
        self.pupils: Pile[Cells] = Pile(aside, tuple)
        self.carers: Pile[Cells] = Pile(aside, tuple)
        self.links: Pile[Cells] = Pile(aside, tuple)
        self.members: Pile[Cells] = Pile(aside, tuple)
        self.updates = Pile(aside, Update._make)
        self.other_ids = pile_of_rows(aside, OtherId._make)
        self.changes = pile_of_rows(aside, Change._make)
        self.added = pile_of_rows(aside, Added._make)
        self.barred = pile_of_rows(aside, Barred._make)
        self.kept: Pile[tuple[int]] = pile_of_rows(aside, tuple)
        self.found_listed: set[Cell] = set()  # carers typed by hand whom the file lists as well

    @property
    def staff(self) -> list[tuple[str, str]]:
        """The (name, key) of staff who are not on file, in the order of the file."""
        met = sorted(self._staff.items(), key=lambda each: each[1][0])
        return [(name, key) for key, (_, name) in met]

    def meet(self, at: int, name: str, key: str) -> None:
        """Note somebody who is not on file; what the first line calls them is the name."""
        if key not in self._staff or at < self._staff[key][0]:
            self._staff.pop(key, None)  # of two from one line the first one met stays first
            self._staff[key] = (at, name)

    def ask_first(self, at: int, row: int, carer_id: int, name: str, reason: str) -> None:
        """Note somebody on file, who is not in the file, as one to be asked about first."""
        rule = ContactRule.ASK.value
        values: Values = {"contact_rule": rule, "rule_reason": reason}
        self.updates.put(at, Update("carer", carer_id, values))
        self.barred.put(at, Barred(row, name, rule, reason, carer_id))

    @property
    def size(self) -> int:
        """How many rows would be written."""
        made = (self.families, self.pupils, self.carers, self.links, self.members)
        return len(self._staff) + sum(map(len, (*made, self.updates, self.other_ids)))
