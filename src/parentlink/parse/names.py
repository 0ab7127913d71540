"""Names and free text: what may be stored, how names are compared, how a sentence shows them."""

import os
import re
import unicodedata
from functools import cache, lru_cache

from parentlink.errors import Unreadable

LONGEST_NAME = 120

_ASCII_KEY = str.maketrans({**dict.fromkeys("'\"`"), **dict.fromkeys("-.,", " ")})
_LETTERS = {
    **{"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h"},
    **{"þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ẞ": "SS"},
    **{"ı": "i", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ĸ": "k", "ƒ": "f", "Ħ": "H", "ə": "e"},
    **{"Ə": "E", "ſ": "s", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D", "ƙ": "k", "Ƙ": "K"},
}
_QUOTES = "´ʹʺʻʼʽʾʿˈˊˋ‘’‚‛“”„‟′″‵‹›«»՚׳״᾽᾿῾Ꞌꞌ"
_DASHES = "‐‑‒–—―⁃−־・‧"
_DROPPED = "\u00ad\u00b7\u0640\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_ACCENTS = (
    (0x0300, 0x0370),
    (0x1AB0, 0x1B00),
    (0x1DC0, 0x1E00),
    (0xFE00, 0xFE10),
    (0xFE20, 0xFE30),
)

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
# Letters and symbols by category, but nothing to see: Hangul fillers and the empty Braille cell.
_BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN_KINDS = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_ON_WINDOWS = os.name == "nt"
_OBEYED = frozenset('"$`!\\')  # by other shells, in double quotes


@lru_cache(maxsize=4_096)  # a name stands in each row of a pupil, "mother" in half of a file
def fold(text: str) -> str:
    """The key by which names are compared: case, accents, quote marks and hyphens do not count."""
    if text.isascii():
        key = text.translate(_ASCII_KEY).lower()
    else:
        table = _key_table()
        key = unicodedata.normalize("NFKD", text.translate(table)).translate(table).casefold()
        key = unicodedata.normalize("NFKD", key).translate(table)
        key = unicodedata.normalize("NFC", key)
    # A name of symbols only would vanish, and then equal every other one: it stands for itself.
    return " ".join(key.split()) or " ".join(text.split())


@cache
def _key_table() -> dict[int, str | int | None]:
    """Built at the first name that needs it. Marks of other scripts (か, が) are letters' parts."""
    accents = (mark for first, end in _ACCENTS for mark in range(first, end))
    dropped = dict.fromkeys(map(ord, _QUOTES + _DROPPED))
    return {
        **_ASCII_KEY,
        **dict.fromkeys(accents),
        **dropped,
        **dict.fromkeys(map(ord, _DASHES), " "),
        **{ord(letter): plain for letter, plain in _LETTERS.items()},
    }


def first_names(name: str, family: str) -> str:
    """What a child is called to their family: the name without the family's, wherever that stands.

    A name that does not hold the family's stays whole, since nobody can know which part is which.
    """
    words, theirs = name.split(), [fold(word) for word in family.split()]
    keys = [fold(word) for word in words]
    last, first = len(words) - len(theirs), len(theirs)
    if theirs and last > 0:
        if keys[last:] == theirs:
            return " ".join(words[:last])
        if keys[:first] == theirs:
            return " ".join(words[first:])
    return name


def shorten(text: str, limit: int = 40) -> str:
    """`text` for an error sentence: at most `limit` characters, control characters visible."""
    shown = ""
    for place, character in enumerate(text):
        piece = _visible(character)
        full = len(shown) + len(piece) > limit - (place + 1 < len(text))
        if full:
            return shown + "…"
        shown += piece
    return shown


def quoted(text: str) -> str:
    """`text` as one word of a line to type, as the shells of this computer take it."""
    if _ON_WINDOWS:
        text = text.replace('"', "'")
    elif not _OBEYED.isdisjoint(text):
        return "'" + text.replace("'", r"'\''") + "'"
    return f'"{text}"'


def as_word(text: str) -> str:
    """The same, without quotation marks where there is no need of them."""
    return text if re.fullmatch(r"[\w.,:=@%+/~-]+", text) else quoted(text)


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in _HIDDEN_KINDS and character not in _JOINERS
    return character.encode("unicode_escape").decode("ascii") if hidden else character


def clean_name(text: str, what: str) -> str:
    """A name as it is stored: NFC, single spaces, nothing hidden; `what` says which name it is."""
    name = text.strip()
    if not (name.isascii() and name.isprintable()):
        name = unicodedata.normalize("NFC", name)
        _refuse_hidden(name, what)
    name = " ".join(name.split())
    if not name:
        raise Unreadable(f"There is nothing in {what}: please type at least one letter.")
    if len(name) > LONGEST_NAME:
        raise Unreadable(
            f'Cannot use "{shorten(name)}" as {what}: it has {len(name)} characters and '
            f"{LONGEST_NAME} is the most. Please shorten it."
        )
    return name


def person_name(text: str, what: str) -> str:
    """The name of somebody or of a family: as `clean_name`, with a letter in it."""
    name = clean_name(text, what)
    if not any(map(str.isalpha, name)):
        raise Unreadable(
            f'Cannot use "{shorten(name)}" as {what}: there is no letter in it. Please write '
            "the name."
        )
    return name


def _refuse_hidden(name: str, what: str) -> None:
    refused = f'Cannot use "{shorten(name)}" as {what}: '
    for character in name:
        kind = unicodedata.category(character)
        if kind == "Cs":
            raise Unreadable(refused + "part of a character is missing. Please type it again.")
        if kind in ("Cc", "Zl", "Zp"):
            raise Unreadable(
                f"{refused}it holds a control character ({_visible(character)}), as text copied "
                "from another program can. Please type it by hand."
            )
        if character in _OVERRIDES:
            raise Unreadable(
                f"{refused}it holds a hidden mark ({_visible(character)}) that makes it read "
                "differently from what is stored. Please type it by hand."
            )
    if name and not any(map(_can_be_seen, name)):
        raise Unreadable(refused + "nothing in it can be seen. Please type at least one letter.")


def _can_be_seen(character: str) -> bool:
    if character in _BLANKS:
        return False
    return unicodedata.category(character) not in ("Cf", "Zs", "Mn", "Mc", "Me")


def clean_text(text: str, what: str, limit: int = 10_000) -> str:
    """A note as it is stored: NFC, lines end in \\n, no blanks at the end; it may be empty."""
    note = text if text.isascii() else unicodedata.normalize("NFC", text)
    if "\r" in note:
        note = note.replace("\r\n", "\n").replace("\r", "\n")
    note = note.rstrip(" \t\n\u00a0")
    if len(note) > limit:
        raise Unreadable(
            f"There are {len(note):,} characters in {what} and {limit:,} is the most. "
            "Please shorten it, or split it in two."
        )
    if "\0" in note:
        raise Unreadable(f"There is a NUL character (\\x00) in {what}. Please type it by hand.")
    if not note.isascii() and any("\ud800" <= character <= "\udfff" for character in note):
        raise Unreadable(
            f"Part of a character is missing in {what}. Please type it again, or save the file "
            "as UTF-8."
        )
    return note
