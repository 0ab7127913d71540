"""A text file in an encoding that somebody named, handed on as UTF-8."""

import codecs
from contextlib import suppress

from parentlink.errors import RowsRefused, Unreadable
from parentlink.exchange.encoding import Readable


class Recoded:
    """Gives a file of another encoding as UTF-8.

    Raises:
        Unreadable: there is no such encoding. RowsRefused, while it is read: it is another one.
    """

    def __init__(self, source: Readable, encoding: str, name: str) -> None:
        self._source, self._encoding, self._name = source, encoding, name
        self._decode = _decoder(encoding).decode
        self._waiting = b""
        self._lines = 1
        self._begun = False

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        while not self._waiting and (piece := self._source.read(size)):
            self._take(piece, final=False)
        if not self._waiting:
            self._take(b"", final=True)
        piece, self._waiting = self._waiting[:size], self._waiting[size:]
        return piece

    def _take(self, piece: bytes, *, final: bool) -> None:
        try:
            text = self._decode(piece, final)
        except UnicodeError:
            raise RowsRefused(
                f"{self._name} is not in the encoding {self._encoding}: after line {self._lines:,} "
                "there are bytes that it does not have. Please name another one, or leave "
                "--encoding out."
            ) from None
        if text and not self._begun:
            self._begun, text = True, text.removeprefix("\ufeff")
        self._lines += text.count("\n")
        self._waiting = text.encode("utf-8", "replace")


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    try:
        with suppress(UnicodeError):
            b"a".decode(encoding)  # says so when it is no encoding of text
        return codecs.getincrementaldecoder(encoding)()
    except (LookupError, ValueError):
        why = (
            f'There is no encoding "{encoding[:40]}". There are, for example: cp1252 (Windows), '
            "cp850 (DOS), mac-roman (old Macs), utf-8, utf-16 and iso-8859-15."
        )
    raise Unreadable(why)
