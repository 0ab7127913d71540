"""Signs that an office puts at a name, "Tom Wye*": somebody knows what they stand for.

At a carer's name it may be that nobody rings them, so a person is asked. At a pupil's it is taken
off, and said.
"""

import re

from parentlink.usecases.importing.cells import Values
from parentlink.usecases.importing.named import Wrong

_SIGN = re.escape("*†‡§^#!~•●■▲◆★☆⚠")
# At the end of a word, or in front of one: "Wye*, Tom". "Anne~Marie" and "Carer #2" are names.
_AT_WORD = re.compile(rf"^[{_SIGN}]|(?<!\w)[{_SIGN}](?!\d)|[{_SIGN}](?!\w)")
_CARERS = ("carer", "carer_forename", "carer_surname")
_PUPILS = ("pupil", "surname_forename", "forename", "surname")
_WHY = (
    "A sign stands at this name, and nobody here knows what it means. If this carer must not be "
    "contacted, please write that into a column such as court order; then take the sign out."
)


def take_signs(row: Values) -> bool:
    """Take the signs off a pupil's name; returns whether there were any.

    Raises:
        Wrong: one stands at the name of a carer.
    """
    if row.get("carer_ref") or row.get("pupil_ref"):
        return False  # in a file of ours a name is as it was typed
    for name in _CARERS:
        if (text := row.get(name)) and _has_sign(str(text)):
            raise Wrong(name, str(text), _WHY)
    found = [name for name in _PUPILS if (text := row.get(name)) and _has_sign(str(text))]
    for name in found:
        row[name] = " ".join(_AT_WORD.sub("", str(row[name])).split())
    return bool(found)


def _has_sign(text: str) -> bool:
    """Whether a sign stands at a word of a name; alone it stands for nobody."""
    return _AT_WORD.search(text) is not None and any(map(str.isalnum, text))
