"""The elements of a Common Transfer File, followed one by one and put together to pupils.

What is not on our way through the file is never looked at. Nothing is followed out of the file and
nothing in it is expanded: a DOCTYPE is refused, which rules out entities. A tag, a depth or a
number of names that no transfer file has is refused before it fills the memory.
"""

from typing import NoReturn
from xml.parsers import expat

from parentlink.errors import RowsRefused
from parentlink.exchange.ctf_codes import Place
from parentlink.exchange.ctf_people import Contact, Pupil, Values
from parentlink.exchange.encoding import LONGEST_LINE
from parentlink.exchange.sheet import LONGEST_CELL, BrokenFile, Problem
from parentlink.parse.names import shorten

_ROOT = "ctfile"
_DEEPEST = 60  # elements in one another; a real file has twelve
_MOST_NAMES = 10_000  # different names of elements and attributes
_MOST_CONTACTS = 100  # of one pupil
_AGAIN = "Please export it again."
_ENDED = {
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_NO_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
_ENCODING = "it is XML in an encoding that is not known here, and UTF-8 is"


class Reader:
    """Follows the elements of the file and puts each pupil together."""

    def __init__(self, name: str, root: Place) -> None:
        self.name = name
        self.begun = False
        self.pupils: list[Pupil] = []
        self.rows = 0  # how many were made of the pupils so far, to say where the file broke
        self._root = root
        self._open: list[Place | None] = []
        self._pupil = Pupil()
        self._contact = Contact()
        self._into: dict[str, Values] = {}
        self._text: list[str] | None = None
        self._size = 0
        self._fed = self._silent_since = 0
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.DefaultHandler = self._other
        parser.StartDoctypeDeclHandler = self._doctype
        return parser

    def feed(self, piece: bytes) -> None:
        """Read a piece; an empty one says that the file ends here."""
        try:
            self._parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            self._broken(error)
        except (ValueError, LookupError):  # an encoding that is not known or has several bytes
            self.refuse(_ENCODING)
        self._fed += len(piece)
        if self._fed - self._silent_since > LONGEST_LINE:
            self.refuse("one tag or comment in it is longer than any transfer file has")
        if len(self._parser.intern) > _MOST_NAMES:
            self.refuse("it has more different element names than any transfer file has")

    def taken(self) -> list[Pupil]:
        """The pupils that are complete since the last time."""
        pupils, self.pupils = self.pupils, []
        return pupils

    def refuse(self, why: str) -> NoReturn:
        """Refuse the file, or what is left of it."""
        if self.begun:
            said = f"{why[0].upper()}{why[1:]}. {_AGAIN}"
            raise BrokenFile(Problem(self.rows + 1, "", "", said), self.name)
        raise RowsRefused(f"{self.name} cannot be read: {why}. {_AGAIN}")

    def _broken(self, error: expat.ExpatError) -> NoReturn:
        line, column = error.lineno, error.offset + 1
        if error.code == _NO_ENCODING:
            self.refuse(_ENCODING)
        if not self.begun:
            self.refuse("it is not XML, whatever its name says")
        if error.code in _ENDED:
            self.refuse(f"the file ends in the middle (line {line:,})")
        self.refuse(f"it is not well-formed XML (line {line:,}, column {column:,})")

    # -- what the parser says --------------------------------------------------------------

    def _start(self, tag: str, _attributes: object) -> None:
        self._silent_since = self._fed
        name = tag.rpartition(":")[2].lower()
        if not self._open:
            self._begin(name, tag)
            return
        above = self._open[-1]
        place: Place | None = above.below.get(name) if above else None
        self._open.append(place)
        if len(self._open) > _DEEPEST:
            self.refuse("its elements stand deeper in one another than in any transfer file")
        self._text = None
        if place is not None:
            if place.opens:
                self._new(place.opens)
            if place.leaf:
                self._text, self._size = [], 0

    def _begin(self, name: str, tag: str) -> None:
        if name != _ROOT:
            raise RowsRefused(
                f"{self.name} is XML but no Common Transfer File: it begins with "
                f"<{shorten(tag)}> and not with <CTfile>. Please look which file was exported."
            )
        self._open.append(self._root)
        self.begun = True

    def _new(self, kind: str) -> None:
        if kind == "pupil":
            self._pupil = Pupil()
            self._into = {"pupil": self._pupil.said, "home": self._pupil.address, "language": {}}
        elif kind == "contact":
            self._contact = Contact()
            self._into |= {"contact": self._contact.said, "away": self._contact.address}
            self._pupil.contacts.append(self._contact)
            if len(self._pupil.contacts) > _MOST_CONTACTS:
                self.refuse(f"one pupil has more than {_MOST_CONTACTS} contacts")
        else:
            entries = self._entries(kind)
            self._into[kind] = {}
            entries.append(self._into[kind])
            if len(entries) > _MOST_CONTACTS:
                self.refuse(f"one pupil has more than {_MOST_CONTACTS} entries of one kind")

    def _entries(self, kind: str) -> list[Values]:
        pupil = self._pupil
        return {"phone": self._contact.phones, "sen": pupil.sen, "meals": pupil.meals}[kind]

    def _end(self, _tag: str) -> None:
        self._silent_since = self._fed
        place = self._open.pop()
        if place is None:
            return
        if place.leaf and self._text:
            self._keep(place.leaf.record, place.leaf.name, "".join(self._text).strip())
        self._text = None
        if place.opens == "pupil":
            self.pupils.append(self._pupil)

    def _keep(self, record: str, name: str, text: str) -> None:
        if not text:
            return
        self._into[record][name] = text
        if record == "language" and name == "language":
            kind = self._into[record].pop("type", "")
            if len(self._pupil.languages) < _MOST_CONTACTS:
                self._pupil.languages.append((kind, text))

    def _characters(self, text: str) -> None:
        self._silent_since = self._fed
        if self._text is None:
            return
        self._size += len(text)
        if self._size <= LONGEST_CELL:
            self._text.append(text)
        elif place := self._open[-1]:
            self._pupil.too_long = place.leaf.name if place.leaf else ""

    def _other(self, _text: str) -> None:
        """Comments and the like: they show that the parser moves on."""
        self._silent_since = self._fed

    def _doctype(self, *_what: object) -> None:
        raise RowsRefused(
            f"{self.name} has a DOCTYPE, which no Common Transfer File has and which can make a "
            f"program read other files or fill its memory. Nothing was read. {_AGAIN}"
        )
