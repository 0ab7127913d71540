"""The parts of a workbook that is a zip file, each read a piece at a time and never laid out.

A zip file says how large its parts are, and may lie: what comes out is counted. XML may be built to
fill the memory (entities, a tag without an end, tags inside tags inside tags): each has its limit.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from parentlink.errors import RowsRefused

MB = 1_000_000
LARGEST = 500 * MB  # bytes of one part; 110,000 carers with twenty facts each need 80 million
_RATIO = 100
_SMALL = MB  # a part this small may be packed as tightly as it likes
_PIECE = 65_536
_LOCAL_HEADER = 30
_LONGEST_TAG = MB  # bytes
_DEEPEST = 100  # tags inside tags; a workbook has about eight


class Handlers(NamedTuple):
    """What is called for the start of a tag, its end, and text."""

    start: Callable[[str, dict[str, str]], object]
    end: Callable[[str], object]
    text: Callable[[str], object] | None = None


class Parts:
    """The parts of a zip file by their names.

    Raises:
        RowsRefused: it is damaged.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self._file = file
        try:
            entries = ZipFile(file).infolist()
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            raise self.damaged() from None
        self._infos = {part_key(entry.filename): entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part_key(part) in self._infos

    def size(self, part: str) -> int:
        """How many bytes a part says it has."""
        return self._infos[part_key(part)].file_size

    def refuse(self, why: str) -> RowsRefused:
        """The refusal of the whole file."""
        return RowsRefused(f"{self.name} {why}")

    def damaged(self) -> RowsRefused:
        """The refusal of a file that cannot be opened."""
        return damaged(self.name)

    def pieces(self, part: str, largest: int = LARGEST) -> Iterator[bytes]:
        """A part, unpacked a piece at a time.

        Raises:
            RowsRefused: it is damaged, or larger than it says or than it may be.
        """
        entry = self._checked(part, largest)
        size, crc = 0, 0
        try:
            for piece in self._unpacked(entry):
                size, crc = size + len(piece), zlib.crc32(piece, crc)
                if size > entry.file_size:
                    raise self.damaged()
                yield piece
        except (OSError, EOFError, zlib.error):
            raise self.damaged() from None
        if size != entry.file_size or crc != entry.CRC:
            raise self.damaged()

    def walk(self, part: str, handlers: Handlers, largest: int = LARGEST) -> Iterator[None]:
        """Call the handlers with the XML of a part; comes back after each piece.

        Raises:
            RowsRefused: it is damaged, or built to fill the memory.
        """
        watch = _Watch(self, handlers)
        try:
            for piece in self.pieces(part, largest):
                watch.feed(piece)
                yield
            watch.parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, IndexError):
            raise self.damaged() from None

    def walk_through(self, part: str, handlers: Handlers, largest: int = LARGEST) -> None:
        """Call the handlers with the XML of a whole part."""
        for _ in self.walk(part, handlers, largest):
            continue

    def _checked(self, part: str, largest: int) -> ZipInfo:
        entry = self._infos.get(part_key(part))
        if entry is None:
            raise self.damaged()
        if entry.compress_type not in (0, 8) or entry.flag_bits & 1:
            raise self.refuse(
                "is packed in a way, or with a password, that workbooks are not. Please save it "
                "again from Excel without a password."
            )
        if entry.file_size > largest:
            raise self.refuse(
                f"holds more than {largest // MB} MB once it is unpacked "
                f"({entry.file_size // MB:,} MB), so it was not opened. Please save the one sheet "
                'that matters as "CSV UTF-8".'
            )
        if entry.file_size > max(_SMALL, _RATIO * entry.compress_size):
            raise self.refuse(
                f"is packed more than {_RATIO} times, as no list of families is, so it was not "
                'opened. Please copy the rows that matter to a new sheet, or save it as "CSV '
                'UTF-8".'
            )
        return entry

    def _unpacked(self, entry: ZipInfo) -> Iterator[bytes]:
        self._file.seek(entry.header_offset)
        header = self._file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER:
            raise EOFError
        skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        place = entry.header_offset + _LOCAL_HEADER + skip
        unpack = zlib.decompressobj(-15) if entry.compress_type else None
        left = entry.compress_size
        while left > 0:
            self._file.seek(place)  # another part may have been read in between
            piece = self._file.read(min(_PIECE, left))
            if not piece:
                raise EOFError
            left, place = left - len(piece), place + len(piece)
            while piece:
                yield unpack.decompress(piece, _PIECE) if unpack else piece
                piece = unpack.unconsumed_tail if unpack else b""
        if unpack and (rest := unpack.flush()):
            yield rest


class _Watch:
    """An XML parser that stops before a file fills the memory."""

    def __init__(self, parts: Parts, handlers: Handlers) -> None:
        self._parts = parts
        self._fed = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self._count_depth(*handlers[:2])
        self.parser.EntityDeclHandler = self._entity
        if handlers.text:
            self.parser.CharacterDataHandler = handlers.text

    def _count_depth(self, start: Callable[..., object], end: Callable[[str], object]) -> None:
        depth = 0

        def begin(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                raise self._parts.refuse(
                    f"holds tags more than {_DEEPEST} deep, as no workbook does, so it was not "
                    "opened."
                )
            start(tag, attributes)

        def finish(tag: str) -> None:
            nonlocal depth
            depth -= 1
            end(tag)

        self.parser.StartElementHandler = begin
        self.parser.EndElementHandler = finish

    def feed(self, piece: bytes) -> None:
        """The next bytes."""
        self.parser.Parse(piece, False)
        self._fed += len(piece)
        if self._fed - self.parser.CurrentByteIndex > _LONGEST_TAG:
            raise self._parts.refuse(
                "holds a tag that does not end, as no workbook does, so it was not opened."
            )

    def _entity(self, *_: object) -> None:
        raise self._parts.refuse(
            "holds XML that defines entities of its own, as no workbook does, so it was not opened."
        )


def part_key(name: str) -> str:
    """The name by which a part is found; some programs write capitals and backslashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


def damaged(name: str) -> RowsRefused:
    """The refusal of a workbook that cannot be opened."""
    return RowsRefused(
        f"{name} looks like a workbook and cannot be read: it is damaged, or broke off on its way. "
        "Please export or download it again, or open it in Excel and save it as an "
        '"Excel Workbook (.xlsx)".'
    )
