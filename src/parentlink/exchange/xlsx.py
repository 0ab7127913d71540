"""Excel workbooks (.xlsx), read as a stream: a sheet of any length needs the same memory.

python-calamine lays a sheet out in memory (186 MB for 110,000 rows) and openpyxl keeps every text
(96 MB, and four times as long); neither can be told where to stop.
"""

import posixpath
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from parentlink.errors import RowsRefused
from parentlink.exchange.excel_values import FROM_1904
from parentlink.exchange.marks import Marks
from parentlink.exchange.merged import Merged
from parentlink.exchange.sheet import Row
from parentlink.exchange.xlsx_cells import Facts, read_cells, read_merged
from parentlink.exchange.xlsx_notes import DRAWING_PART, NOTES_PARTS, has_box, read_notes
from parentlink.exchange.xlsx_styles import read_styles
from parentlink.exchange.xlsx_texts import YES, read_texts
from parentlink.exchange.zip_parts import MB, Handlers, Parts

_LARGEST_PLAN = 20 * MB  # bytes of the parts that say where the sheets are
_MOST_SHEETS = 2_000


class Link(NamedTuple):
    """Where a part of the workbook stands, and what it is."""

    kind: str
    part: str


class XlsxBook:
    """A workbook: what its sheets are called, which of them are hidden, and their rows.

    Raises:
        RowsRefused: it is damaged, binary (.xlsb), or built to do harm.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._parts = Parts(file, name)
        self.hidden: set[str] = set()
        self.from_1904 = self._is_unsaved = False
        self._sheets: dict[str, str] = {}
        self._facts: Facts | None = None
        main = self._main_part()
        if main.endswith(".bin"):
            raise RowsRefused(
                f"{name} is a binary workbook (.xlsb). Please save it in Excel as an "
                '"Excel Workbook (.xlsx)".'
            )
        self._links = self._links_of(main)
        self._read_plan(main)
        if not self._sheets:
            raise self._parts.damaged()

    @property
    def names(self) -> list[str]:
        """What the sheets are called, in order."""
        return list(self._sheets)

    @property
    def days_behind(self) -> int:
        """How far Excel's numbers of days are behind those from 1900, as on an old Mac."""
        return FROM_1904 if self.from_1904 else 0

    def rows(self, title: str, marks: Marks) -> Iterator[Row]:
        """The rows of a sheet, a cell that is merged over several of them in each.

        What is hidden, struck out or coloured is added to the marks.
        """
        merged = Merged(marks.reaches)
        for number, cells in read_cells(self._parts, self._sheets[title], self._known(), marks):
            merged.fill(number, cells)
            yield number, cells

    def marks(self, title: str) -> Marks:
        """What a sheet shows beside the texts of its cells, and is known before they are read."""
        part, marks = self._sheets[title], Marks()
        marks.reaches = read_merged(self._parts, part)
        for link in self._links_of(part).values():
            if link.kind in NOTES_PARTS and link.part in self._parts:
                read_notes(self._parts, link.part, marks)
            elif link.kind == DRAWING_PART and link.part in self._parts:
                marks.has_box = marks.has_box or has_box(self._parts, link.part)
        return marks

    def close(self) -> None:
        """Let go of what was put aside."""
        if self._facts:
            self._facts.texts.close()

    def _known(self) -> Facts:
        if self._facts is None:
            styles = read_styles(self._parts, self._part_of("styles"), self._part_of("theme"))
            texts = read_texts(self._parts, self._part_of("sharedStrings"))
            self._facts = Facts(texts, styles, self.from_1904, self._is_unsaved)
        return self._facts

    def _part_of(self, kind: str) -> str | None:
        return next((link.part for link in self._links.values() if link.kind == kind), None)

    def _main_part(self) -> str:
        links = self._links_of("")
        found = next((link.part for link in links.values() if link.kind == "officeDocument"), "")
        return found or "xl/workbook.xml"

    def _links_of(self, part: str) -> dict[str, Link]:
        """The parts that a part names, by their marks."""
        folder, _, file = part.rpartition("/")
        place = f"{folder}/_rels/{file}.rels"
        links: dict[str, Link] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship":
                target = attributes.get("Target", "").replace("\\", "/")
                whole = target if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                links[attributes.get("Id", "")] = Link(kind, posixpath.normpath(whole))

        if place in self._parts:
            self._parts.walk_through(place, Handlers(start, _nothing), _LARGEST_PLAN)
        return links

    def _read_plan(self, main: str) -> None:
        """The sheets, which of them are hidden, and from when days are counted."""

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = tag.rpartition(":")[2]
            if tag == "sheet" and len(self._sheets) < _MOST_SHEETS:
                self._add(attributes)
            elif tag == "workbookPr":
                self.from_1904 = attributes.get("date1904") in YES
            elif tag == "calcPr":
                self._is_unsaved = attributes.get("fullCalcOnLoad") in YES

        self._parts.walk_through(main, Handlers(start, _nothing), _LARGEST_PLAN)

    def _add(self, attributes: dict[str, str]) -> None:
        mark = next((text for key, text in attributes.items() if key.endswith(":id")), "")
        link, title = self._links.get(mark), attributes.get("name", "")
        if link is None or link.kind != "worksheet":
            return
        self._sheets.setdefault(title, link.part)
        if attributes.get("state", "visible") != "visible":
            self.hidden.add(title)


def _nothing(_: str) -> None:
    """The end of a tag that matters to nobody."""
