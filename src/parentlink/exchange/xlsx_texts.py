"""The texts of an Excel workbook, which stand in a list of their own.

A school's list has half a million texts, so they are put aside in a private file without a name;
the part that is being read stands in memory.
"""

import marshal
import re
import tempfile
from array import array
from typing import Any

from parentlink.errors import FileUnusable
from parentlink.exchange.sheet import LONGEST_CELL
from parentlink.exchange.zip_parts import MB, Handlers, Parts

_A_BLOCK = 256  # texts
_MOST_BLOCKS = 256  # in memory
_MOST_TEXTS = 10_000_000
_IN_MEMORY = 4 * MB  # bytes
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
YES = ("1", "true", "on")


class Words:
    """The text of one cell, put together from its runs; phonetic marks are no text."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._run: list[str] = []
        self._size = 0
        self._silent = False
        self._kept = False
        self._open = False
        self._is_struck = self._has_line = False
        self.had_line = False  # a part of the last whole text was struck out

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag inside the text."""
        if tag == "rPh":
            self._silent = True
        elif tag == "r":
            self._is_struck = False
        elif tag == "strike":
            self._is_struck = attributes.get("val", "1") in YES
        elif tag == "t" and not self._silent:
            self._open = True
            self._kept = attributes.get("xml:space") == "preserve"

    def text(self, data: str) -> None:
        """Characters; of a text that is far too long no more is kept than shows that it is."""
        if self._open and self._size <= LONGEST_CELL:
            self._run.append(data[: LONGEST_CELL + 1])
            self._size += len(data)

    def end(self, tag: str) -> None:
        """The end of a tag inside the text."""
        if tag == "rPh":
            self._silent = False
        elif tag == "t" and self._open:
            run = "".join(self._run)
            self._said.append(run if self._kept else run.strip())
            self._has_line = self._has_line or (self._is_struck and bool(run.strip()))
            self._run.clear()
            self._open = False

    def whole(self) -> str:
        """What was said; begins anew."""
        text = "".join(self._said)
        too_long = self._size > LONGEST_CELL
        self._said.clear()
        self._size = 0
        self.had_line, self._has_line, self._is_struck = self._has_line, False, False
        return text.ljust(LONGEST_CELL + 1, ".") if too_long else unescaped(text)


def unescaped(text: str) -> str:
    """Excel writes characters that XML has no room for as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class Texts:
    """The list of texts, by number."""

    def __init__(self) -> None:
        self._file: Any = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - ends with the reader
            max_size=_IN_MEMORY
        )
        self._places = array("Q", [0])
        self._held: dict[int, list[str]] = {}
        self._waiting: list[str] = []
        self.struck: set[int] = set()  # those of which a part is struck out
        self.count = 0

    def add(self, text: str, *, is_struck: bool) -> None:
        """The next text."""
        if is_struck:
            self.struck.add(self.count)
        self._waiting.append(text)
        self.count += 1
        if len(self._waiting) == _A_BLOCK:
            self.put()

    def put(self) -> None:
        """Put aside what waits."""
        data = marshal.dumps(self._waiting)
        self._waiting = []
        self._places.append(self._places[-1] + len(data))
        try:
            self._file.write(data)
        except OSError as problem:
            raise FileUnusable(
                "There is no room to put the texts of the workbook aside while it is read "
                f"({problem.strerror})."
            ) from problem

    def close(self) -> None:
        """Let go of what was put aside."""
        self._file.close()

    def __getitem__(self, number: int) -> str:
        block, place = divmod(number, _A_BLOCK)
        held = self._held.get(block)
        return (held or self._fetch(block))[place]

    def _fetch(self, block: int) -> list[str]:
        if len(self._held) >= _MOST_BLOCKS:
            self._held.pop(next(iter(self._held)))
        begin, end = self._places[block], self._places[block + 1]
        self._file.seek(begin)
        held: list[str] = marshal.loads(self._file.read(end - begin))
        self._held[block] = held
        return held


def read_texts(parts: Parts, part: str | None) -> Texts:
    """The texts of a workbook; none if it keeps them in its cells."""
    texts, words = Texts(), Words()

    def start(tag: str, attributes: dict[str, str]) -> None:
        words.start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def end(tag: str) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag != "si":
            words.end(tag)
            return
        text = words.whole()
        texts.add(text, is_struck=words.had_line)
        if texts.count > _MOST_TEXTS:
            raise parts.refuse(
                f"holds more than {_MOST_TEXTS // MB} million texts, as no list of families "
                'does. Please save the one sheet that matters as "CSV UTF-8".'
            )

    try:
        if part is not None and part in parts:
            parts.walk_through(part, Handlers(start, end, words.text))
        texts.put()
    except BaseException:
        texts.close()
        raise
    return texts
