"""Text that another program damaged, as it was before where that is certain.

A file in UTF-8 that a spreadsheet opened as Windows text and saved again has "WiÅ›niewski" for
Wiśniewski. Only a text of which every such letter can be told is mended; what is left of others,
and a "?" where a letter was lost, no name may have.
"""

import re
import unicodedata

_CODES = re.compile(r"&(?:#[0-9]{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8});", re.IGNORECASE)
_TIMES = 3  # a file may be saved wrongly again and again
_PLAIN_MARKS = frozenset("‘’‚“”„–—…•€£\u00a0")
_LATIN = ((0x00C0, 0x0180), (0x01A0, 0x01B1), (0x0218, 0x021C), (0x1E00, 0x1F00))
_QUOTES_AND_DASHES = frozenset("´ʹʻʼ‘’‛“”′″‐‑‒–—·‧")


def _windows_bytes() -> dict[str, int]:
    """The byte of each character of Windows text; five bytes stand for nothing there."""
    found = {}
    for byte in range(0x100):
        try:
            found[bytes([byte]).decode("cp1252")] = byte
        except UnicodeDecodeError:
            found[chr(byte)] = byte
    return found


_BYTES = _windows_bytes()


def with_accents(text: str) -> str:
    """A text as it was before a spreadsheet took its UTF-8 for Windows text, or as it is."""
    found = before = text
    for _ in range(_TIMES):
        if before.isascii() or not all(map(_BYTES.__contains__, before)):
            break
        try:
            before = bytes(map(_BYTES.__getitem__, before)).decode()
        except UnicodeDecodeError:
            break
        if _is_text(before):
            found = before
    return found


def without_codes(text: str) -> str:
    """A text without the codes of a web page: "O&#39;Brien" is O'Brien."""
    if "&" not in text or not _CODES.search(text):
        return text
    from html import unescape

    return _CODES.sub(lambda code: unescape(code[0]), text)


def has_lost_letters(name: str) -> bool:
    """Whether something stands in a name that is left of a letter, and is none."""
    if "?" in name:
        return True
    return not name.isascii() and any(map(_is_left_over, name))


def _is_text(text: str) -> bool:
    """Whether letters of Latin script, or of one other script alone, stand beside usual marks."""
    letters = [mark for mark in text if not mark.isascii() and mark not in _PLAIN_MARKS]
    if all(any(first <= ord(mark) < end for first, end in _LATIN) for mark in letters):
        return True
    scripts = {_script(mark) for mark in text if mark.isalpha()}
    return len(scripts) == 1 and "LATIN" not in scripts and all(map(_is_of_a_word, letters))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _is_of_a_word(mark: str) -> bool:
    return unicodedata.category(mark)[0] in "LM"


def _is_left_over(mark: str) -> bool:
    if mark.isascii() or mark in _QUOTES_AND_DASHES:
        return False
    kind = unicodedata.category(mark)
    return kind[0] in "SP" or kind in ("No", "Cc", "Co", "Cn")
