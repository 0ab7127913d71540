"""Bytes into lines of text, a piece at a time: the encoding is found out, long lines are skipped.

Nothing here holds more than one line and one piece of the file, so that a line of a gigabyte costs
no memory. Each line is UTF-8, or else Windows text (cp1252), since exports are pasted together.
"""

import codecs
from collections.abc import Iterator
from io import StringIO
from typing import Protocol

from parentlink.errors import RowsRefused
from parentlink.exchange.formulas import MAY_STAND_IN
from parentlink.exchange.no_tables import refuse_other_than_text

PIECE = 65_536  # bytes read at a time
LONGEST_LINE = 1_000_000  # bytes; more than a hundred of the longest cells
_LINES_NAMED = 5
_SAMPLE = 64  # bytes: the first headings, which are in plain letters in every export we know


class Readable(Protocol):
    """Anything that gives its bytes a piece at a time."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""


class Lines:
    """The lines of a file as text, with what was noticed about them.

    `bad` says for the number of a line (from 1) what makes it unusable: it was too long (and is
    empty here), or it holds a NUL byte or bytes of no known encoding.
    """

    def __init__(self, source: Readable, name: str) -> None:
        self.name = name
        self.number = 0
        self.bad: dict[int, str] = {}
        self.have_errors = False  # of formulas: whether one may stand in a line that was given
        self.windows: list[int] = []
        self.windows_count = 0
        self.first, self.pieces, self.encoding = _pieces(source, name)
        self._text = self._lines()

    def __iter__(self) -> Iterator[str]:
        return self._text

    def warning(self) -> str | None:
        """Which lines were not UTF-8, when all have been read."""
        if not self.windows:
            return None
        named = ", ".join(map(str, self.windows))
        more = self.windows_count - len(self.windows)
        lines = f"Line {named} is" if self.windows_count == 1 else f"Lines {named} are"
        if more:
            lines = f"Lines {named} and {more:,} more are"
        return (
            f"{lines} not UTF-8 and read as Windows text (cp1252). Please look at the accents "
            "there; if they are wrong, the file may be an old Mac's (--encoding mac-roman) or from "
            'DOS (--encoding cp850). Saving it as "CSV UTF-8" avoids this.'
        )

    def _lines(self) -> Iterator[str]:
        for lines in _split(self.pieces, self.bad):
            text = _sound(lines)
            if text is None:
                self.have_errors = True
                yield from map(self._line, lines)
            else:
                self.number += len(lines)
                if "#" in text and MAY_STAND_IN.search(text):
                    self.have_errors = True
                yield from StringIO(text, newline="")  # splits where `_split` does, and quicker

    def _line(self, line: bytes) -> str:
        """One of some lines of which not all are sound."""
        self.number += 1
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = self._as_windows(line)
        if "\0" in text:
            self.bad[self.number] = (
                "There is a NUL byte in this row, so part of it may be lost. Please export "
                "the file again, or type the row by hand."
            )
        return text

    def _as_windows(self, line: bytes) -> str:
        try:
            text = line.decode("cp1252")
        except UnicodeDecodeError:
            self.bad[self.number] = (
                "This row holds bytes that are neither UTF-8 nor Windows text. Please save the "
                'file as "CSV UTF-8".'
            )
            return line.decode("cp1252", errors="replace")
        self.windows_count += 1
        if len(self.windows) < _LINES_NAMED:
            self.windows.append(self.number)
        return text


def _pieces(source: Readable, name: str) -> tuple[bytes, Iterator[bytes], str]:
    """The start of the file and all of it, as UTF-8 or Windows text and without a mark; and what
    it was."""
    first = source.read(PIECE)
    refuse_other_than_text(first, name)
    encoding, mark = _sniff(first)

    def rest() -> Iterator[bytes]:
        piece = first[mark:]
        while piece:
            yield piece
            piece = source.read(PIECE)

    pieces = rest() if encoding == "utf-8" else _from_utf_16(rest(), encoding, name)
    start_bytes = next(pieces, b"")

    def everything() -> Iterator[bytes]:
        yield start_bytes
        yield from pieces

    return start_bytes, everything(), encoding


def _sniff(first: bytes) -> tuple[str, int]:
    """The encoding, and how many bytes its mark takes."""
    if first.startswith(codecs.BOM_UTF8):
        return "utf-8", 3
    if first.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", 2
    if first.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    sample = first[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if 5 * (even + odd) >= len(sample) > 3:  # a stray NUL is one byte, not every other one
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    return "utf-8", 0


def _from_utf_16(pieces: Iterator[bytes], encoding: str, name: str) -> Iterator[bytes]:
    decode = codecs.getincrementaldecoder(encoding)().decode
    try:
        for piece in pieces:
            if text := decode(piece):
                yield text.encode()
        yield decode(b"", True).encode()
    except UnicodeError:
        raise RowsRefused(
            f"{name} begins as UTF-16 and goes on as something else, so it cannot be read. Please "
            'save it again as "CSV UTF-8".'
        ) from None


def _sound(lines: list[bytes]) -> str | None:
    """All of some lines as UTF-8 without a NUL byte, or nothing."""
    try:
        text = b"".join(lines).decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _split(pieces: Iterator[bytes], bad: dict[int, str]) -> Iterator[list[bytes]]:
    """Lines with their ends (\\n, \\r\\n or \\r); one that is too long is dropped and noted."""
    held = b""
    dropped: _Dropped | None = None
    number = 0
    for piece in pieces:
        lines = (held + piece).splitlines(keepends=True)
        # The last may go on in the next piece, and after a \r there may come its \n.
        held = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        if dropped or max(map(len, lines), default=0) > LONGEST_LINE:
            for at, line in enumerate(lines):
                if dropped or len(line) > LONGEST_LINE:
                    bad[number + at + 1] = (dropped or _Dropped()).add(line).sentence()
                    lines[at], dropped = b"\n", None
        number += len(lines)
        yield lines
        if dropped or len(held) > LONGEST_LINE:
            dropped = (dropped or _Dropped()).add(held)
            held = b"\r" if held.endswith(b"\r") else b""
    if dropped:
        bad[number + 1] = dropped.sentence()
        yield [b"\n"]
    elif held:
        yield [held]


class _Dropped:
    """What is remembered of a line that is too long to keep."""

    def __init__(self) -> None:
        self.length = 0
        self.quotes = 0

    def add(self, part: bytes) -> "_Dropped":
        self.length += len(part)
        self.quotes += part.count(b'"')
        return self

    def sentence(self) -> str:
        """Why the row is refused; an odd number of quotes may hide where the row ends."""
        if self.quotes % 2:
            return UNCLOSED
        return (
            f"This row is too long to read (about {self.length:,} characters). "
            "Please look for a quotation mark or line end that is missing."
        )


UNCLOSED = "A quotation mark is opened here and never closed. Please close it."
