"""The Department for Education's Common Transfer File (CTF) as the same table that CSV gives.

Any version, with or without a namespace, a pupil at a time: the memory it takes does not grow with
the file.
"""

import re
from array import array
from collections.abc import Iterator

from parentlink.errors import RowsRefused
from parentlink.exchange import ctf_codes
from parentlink.exchange.cells import guard
from parentlink.exchange.ctf_people import (
    HEADINGS,
    Noticed,
    Pupil,
    Values,
    contact_cells,
    pupil_cells,
)
from parentlink.exchange.ctf_stream import Reader
from parentlink.exchange.encoding import PIECE, Readable
from parentlink.exchange.sheet import LONGEST_CELL, Counted, Problem, Refused, Row, Sheet
from parentlink.parse.names import shorten
from parentlink.vocabulary import PHONES
from parentlink.vocabulary.restricted import COLUMNS

_BEGINS = re.compile(rb"<(\w+:)?ctfile[\s>]", re.IGNORECASE)
_MOST_KNOWN = 400_000  # carers whose home language is remembered
_ROWS_NAMED = 5


def looks_like_ctf(start: bytes) -> bool:
    """Whether a file that begins so is a Common Transfer File; a few hundred bytes are enough."""
    return _BEGINS.search(start.replace(b"\0", b"")) is not None  # UTF-16 has NULs between


def read_ctf(source: Readable, name: str, include: frozenset[str] = frozenset()) -> Sheet:
    """The pupils and their contacts as a table with our headings, one row for each pair.

    Rows are counted from 1. `include` adds restricted fields, such as "sen_status".

    Raises:
        RowsRefused: no Common Transfer File, or (while rows are read) broken or not safe to read.
    """
    asked = ctf_codes.wanted(include)
    headings = (*HEADINGS, *(COLUMNS[fact] for fact in asked))
    reader = Reader(name, ctf_codes.places(asked))
    pieces = _pieces(source, name)
    while not reader.begun:
        piece = next(pieces, b"")
        reader.feed(piece)
    table = _Table(reader, headings)
    rows, counted = table.rows(pieces), Counted("upn", "UPN", table.where)
    return Sheet(name, headings, 0, rows, table.warnings, table.refused, counted=counted)


def _pieces(source: Readable, name: str) -> Iterator[bytes]:
    """The file in pieces; blank lines above the XML declaration are forgiven."""
    piece = source.read(PIECE)
    while piece and not piece.strip():
        piece = source.read(PIECE)
    if not piece:
        raise RowsRefused(f"{name} is empty.")
    piece = piece.lstrip(b" \t\r\n")
    while piece:
        yield piece
        piece = source.read(PIECE)


class _Table:
    """The pupils as rows, with what was noticed on the way."""

    def __init__(self, reader: Reader, headings: tuple[str, ...]) -> None:
        self._reader = reader
        self._headings = headings
        self.warnings: list[str] = []
        self.refused: list[Refused] = []
        self._row = self._pupils = 0
        self._split: list[int] = []
        self._left_out: list[int] = []
        self._no_year = self._other_language = 0
        self._languages: dict[int, str] = {}
        self._places = array("L")  # of each row the pupil's and the contact's

    def where(self, row: int) -> tuple[str, str]:
        """Where the pupil and the contact of a row stand in the file, in words."""
        pupil, contact = self._places[2 * row - 2 : 2 * row]
        return f"pupil {pupil:,} of the file", f"contact {contact}" if contact else ""

    def rows(self, pieces: Iterator[bytes]) -> Iterator[Row]:
        """Every row, as the pupils are read; the warnings when all were read."""
        yield from self._ready()
        for piece in pieces:
            self._reader.feed(piece)
            yield from self._ready()
        self._reader.feed(b"")
        if not self._pupils:
            self._reader.refuse("there are no pupils in it")
        self._warn()

    def _ready(self) -> Iterator[Row]:
        for pupil in self._reader.taken():
            self._pupils += 1
            yield from self._of_pupil(pupil)

    def _of_pupil(self, pupil: Pupil) -> Iterator[Row]:
        cells = pupil_cells(pupil, self._pupils)
        people: list[tuple[Values, Noticed, int]] = []
        for at, contact in enumerate(pupil.contacts, start=1):
            rows, noticed = contact_cells(pupil, contact)
            people += [(row, noticed, contact.order or at) for row in rows]
        cells["home_language"] = self._language(cells["home_language"], [row for row, *_ in people])
        self._no_year += bool(pupil.said.get("ncyearactual")) and not cells["year_group"]
        for row, noticed, order in people or [({}, Noticed(), 0)]:
            self._row += 1
            self._places.extend((self._pupils, order))
            self._reader.rows = self._row
            found = {**cells, **row}
            values = [guard(found.get(heading, "")) for heading in self._headings]
            if pupil.too_long:
                self._refuse_long(pupil.too_long, values, cells)
                continue
            if noticed.split:
                self._split.append(self._row)
            if noticed.left_out:
                self._left_out.append(self._row)
            yield self._row, values

    def _language(self, language: str, people: list[Values]) -> str:
        """The home language, unless a brother or sister said another: a family has one of them."""
        keys = {hash(key) for row in people for key in _reached_by(row)}
        said = next((self._languages[key] for key in keys if key in self._languages), language)
        if said and len(self._languages) < _MOST_KNOWN:
            self._languages |= dict.fromkeys(keys, said)
        if language and said != language:
            self._other_language += 1
            return ""
        return language

    def _refuse_long(self, name: str, values: list[str], cells: Values) -> None:
        why = f"<{name}> has more than {LONGEST_CELL:,} characters. Please shorten it."
        names = shorten(f"{cells['forename']} {cells['surname']}")
        who = ", ".join(filter(None, (names.strip(), *self.where(self._row))))
        self.refused.append(Refused(Problem(self._row, name, "", why, who), values))

    def _warn(self) -> None:
        if self._split:
            self.warnings.append(
                f"Two people stood in one contact, now in {_rows(self._split)}. Both have its "
                "numbers and address; please look whose they are, and who has parental "
                "responsibility."
            )
        if self._left_out:
            self.warnings.append(
                f"There is room for three phone numbers, and {_rows(self._left_out)} had more. "
                "The others were left out."
            )
        if self._no_year:
            self.warnings.append(
                f"Pupils without a year group that parentlink knows: {self._no_year:,}. Their "
                "year was left as it is."
            )
        if self._other_language:
            self.warnings.append(
                "Pupils whose home language differs from a brother's or sister's: "
                f"{self._other_language:,}. The family has the first one of the file."
            )


def _reached_by(row: Values) -> Iterator[tuple[str, str]]:
    """A carer's name with each way to reach them: what makes two siblings one family."""
    name = f"{row['carer_forename']} {row['carer_surname']}".casefold()
    for slot in (*PHONES, "email"):
        if reach := row.get(slot):
            yield name, "".join(reach.split()).casefold()


def _rows(rows: list[int]) -> str:
    """ "row 3", "rows 3, 5" or "rows 3, 5, 7, 8, 9 and 12 more"."""
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = len(rows) - _ROWS_NAMED
    return f"row{'s' * (len(rows) > 1)} {named}" + (f" and {more:,} more" if more > 0 else "")
