"""The notes on the cells of an Excel workbook (.xlsx), with answers or without, and its boxes."""

import re

from parentlink.exchange.columns import column_number
from parentlink.exchange.marks import Marks
from parentlink.exchange.sheet import LONGEST_CELL
from parentlink.exchange.zip_parts import MB, Handlers, Parts

NOTES_PARTS = ("comments", "threadedComment")  # what links from a sheet to these are called
DRAWING_PART = "drawing"
_LARGEST = 20 * MB  # bytes of the notes of a sheet
_INSTEAD = "Fallback"  # what old programs show of a slicer: a sentence that there is one
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read_notes(parts: Parts, part: str, marks: Marks) -> None:
    """Add the notes in a part to the marks of its sheet.

    Raises:
        RowsRefused: it is damaged, or built to fill the memory.
    """
    notes = _Notes(marks)
    parts.walk_through(part, Handlers(notes.start, notes.end, notes.text), _LARGEST)


def has_box(parts: Parts, part: str) -> bool:
    """Whether text stands in what is drawn on a sheet.

    Raises:
        RowsRefused: it is damaged, or built to fill the memory.
    """
    inside: list[str] = []
    found: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        inside.append(tag.rpartition(":")[2])

    def end(_: str) -> None:
        inside.pop()

    def text(data: str) -> None:
        if not found and inside[-1:] == ["t"] and _INSTEAD not in inside and data.strip():
            found.append(data)

    parts.walk_through(part, Handlers(start, end, text), _LARGEST)
    return bool(found)


class _Notes:
    """Collects the notes while the XML goes by."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._place = ""
        self._said: list[str] = []
        self._size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A note, or what is in it."""
        if tag.rpartition(":")[2] in ("comment", "threadedComment"):
            self._place = attributes.get("ref", "")
            self._said, self._size = [], 0

    def text(self, data: str) -> None:
        """Characters of a note."""
        if self._place and self._size <= LONGEST_CELL:
            self._said.append(data)
            self._size += len(data)

    def end(self, tag: str) -> None:
        """The end of a note."""
        if tag.rpartition(":")[2] not in ("comment", "threadedComment"):
            return
        if found := _PLACE.fullmatch(self._place):
            self._marks.add_note(int(found[2]), column_number(found[1]), "".join(self._said))
        self._place = ""
