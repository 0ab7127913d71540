"""Numbers under a heading like "Telephone", and several or a word in one cell: each in its place.

SIMS gives a row to each number, with the rest of the row repeated: rows that follow each other
about one carer of one pupil add up. Where no kind of telephone tells that, or the e-mail addresses
differ, they may be two people ("Mrs Khan, grandmother", twice), so it is said.
"""

from collections.abc import Sequence

from parentlink.parse.phone import two_phones, without_extension
from parentlink.rules.titles import split_title
from parentlink.usecases.importing.cells import FAX, Cell, Values
from parentlink.usecases.importing.families.reading.columns import Part
from parentlink.usecases.importing.families.reading.noticed import Noticed
from parentlink.usecases.importing.named import Found, Wrong, place_phone
from parentlink.usecases.importing.worded_numbers import (
    WordedNumber,
    refuse_number_of_others,
    worded_number,
)
from parentlink.vocabulary import PHONES

_HOME = ("ref", "postcode", "house_name", "house_number", "street", "address")
_WHO = ("name_key", "external_id", "title")
_REACHES = (*PHONES, "email")
_UNSAID = ""  # of a row without a kind of telephone


def has_number(text: str) -> bool:
    """Whether a cell that is no plain number has one, and what else stands there is understood."""
    return bool(two_phones(text) or without_extension(text) or worded_number(text))


class Numbers:
    """Places the numbers of one file, whose rows it sees in order."""

    def __init__(self, parts: Sequence[Part], noticed: Noticed) -> None:
        self._noticed = noticed
        self._adds_up = not any(part.own for part in parts)  # else a row has several carers
        self._who: tuple[Values, ...] = ()
        self._carer: Values = {}
        self._seconds: list[tuple[str, str]] = []  # numbers behind another one in its cell
        self._worded: list[tuple[str, WordedNumber]] = []
        self._kind: Cell = _UNSAID

    def start(self) -> None:
        """Begin with the columns of another carer."""
        self._seconds, self._worded = [], []

    def first_in(self, row: int, name: str, text: str) -> str | None:
        """The number of a cell in which a second one stands, a word or an extension, or None."""
        if two := two_phones(text):
            self._seconds.append((name, two[1]))
            self._noticed.add("numbers", row)
            return two[0]
        if number := without_extension(text):
            self._noticed.add("extensions", row)
            return number
        if one := worded_number(text):
            self._worded.append((name, one))
            self._noticed.add("words", row)
            return one.number
        return None

    def place(self, row: int, found: Found) -> None:
        """Put the number of a row where it belongs, and the second ones of its cells.

        Raises:
            Wrong: the row itself has more numbers than there is room for, or another one's.
        """
        whole, carer = found["row"], found["carer"]
        for name, one in self._worded:
            refuse_number_of_others(name, one, found)
            if one.kind and name == "main_phone":
                whole.setdefault("phone_type", one.kind)
        if "main_phone" in whole:
            self._add_up(row, found)
        if "main_phone" in whole or self._seconds:
            whole["in_turn"] = 1
        for name, number in self._seconds:
            place_phone({"main_phone": number}, carer, name)

    def _add_up(self, row: int, found: Found) -> None:
        whole, carer, link = found["row"], found["carer"], found["link"]
        relation = {"relationship": link.get("relationship")}
        home = {name: whole.get(name) for name in _HOME}  # two may have a child of one name
        family, pupil = found["family"], found["pupil"]
        who = (family, pupil, {name: carer.get(name) for name in _WHO}, relation, home)
        is_more = self._adds_up and who == self._who
        kind = whole.get("phone_type", _UNSAID)
        if is_more:
            if self._may_be_two(whole, carer, kind):
                self._noticed.add("added", row)
            self._repeat(row, carer)
        try:
            if whole.get("phone_type") != FAX:
                place_phone(whole, carer)
        except Wrong:
            if not is_more:
                raise
            self._noticed.add("no_room", row)
        self._who, self._carer, self._kind = who, carer, kind

    def _may_be_two(self, whole: Values, carer: Values, kind: Cell) -> bool:
        """Whether a row may be about somebody else than the one before, of the same name.

        Two kinds of telephone are one person's, and so are two mobiles where the forename is said.
        """
        before = self._carer
        emails = {each.get("email") for each in (before, carer)} - {None}
        if carer.get("external_id"):
            return False
        if len(emails) > 1:
            return True
        if whole["main_phone"] in [before.get(slot) for slot in PHONES]:
            return False
        is_row_each = _UNSAID not in (kind, self._kind)
        return not (is_row_each and (kind != self._kind or _has_forename(carer)))

    def _repeat(self, row: int, carer: Values) -> None:
        """What the rows before said of the carer stays; of several e-mail addresses the first."""
        before = self._carer
        kept = [name for name in _REACHES if before.get(name) and not carer.get(name)]
        carer |= {name: before[name] for name in kept}
        if before.get("email") and carer["email"] != before["email"]:
            self._noticed.add("no_room", row)
            carer["email"] = before["email"]


def _has_forename(carer: Values) -> bool:
    words = split_title(str(carer.get("name_key") or ""))[1].split()
    return len(words) > 1 and len(words[0]) > 1
