"""Numbers under a heading like "Telephone", each in the place where it fits.

SIMS gives a row to each number, with the rest of the row repeated: rows that follow each other
about one carer of one pupil add up.
"""

from collections.abc import Iterable, Sequence

from parentlink.usecases.importing.cells import FAX, Values
from parentlink.usecases.importing.families.reading.columns import Part
from parentlink.usecases.importing.families.reading.noticed import Noticed
from parentlink.usecases.importing.named import Found, Wrong, place_phone
from parentlink.vocabulary import PHONES

_HOME = ("ref", "postcode", "house_name", "house_number", "street", "address")
_WHO = ("name_key", "external_id", "title")
_REACHES = (*PHONES, "email")


class Numbers:
    """Places the numbers of one file, whose rows it sees in order."""

    def __init__(self, parts: Sequence[Part], noticed: Noticed) -> None:
        self._noticed = noticed
        self._adds_up = not any(part.own for part in parts)  # else a row has several carers
        self._who: tuple[Values, ...] = ()
        self._carer: Values = {}

    def place(self, row: int, found: Found, seconds: Iterable[tuple[str, str]]) -> None:
        """Put the number of a row where it belongs, and the second ones of its cells.

        Raises:
            Wrong: the row itself has more numbers than there is room for.
        """
        whole, carer = found["row"], found["carer"]
        if "main_phone" in whole:
            self._add_up(row, found)
        for name, number in seconds:
            place_phone({"main_phone": number}, carer, name)

    def _add_up(self, row: int, found: Found) -> None:
        whole, carer, link = found["row"], found["carer"], found["link"]
        relation = {"relationship": link.get("relationship")}
        home = {name: whole.get(name) for name in _HOME}  # two may have a child of one name
        family, pupil = found["family"], found["pupil"]
        who = (family, pupil, {name: carer.get(name) for name in _WHO}, relation, home)
        is_more = self._adds_up and who == self._who
        if is_more:
            self._repeat(row, carer)
        try:
            if whole.get("phone_type") != FAX:
                place_phone(whole, carer)
        except Wrong:
            if not is_more:
                raise
            self._noticed.add("no_room", row)
        self._who, self._carer = who, carer

    def _repeat(self, row: int, carer: Values) -> None:
        """What the rows before said of the carer stays; of several e-mail addresses the first."""
        before = self._carer
        kept = [name for name in _REACHES if before.get(name) and not carer.get(name)]
        carer |= {name: before[name] for name in kept}
        if before.get("email") and carer["email"] != before["email"]:
            self._noticed.add("no_room", row)
            carer["email"] = before["email"]
