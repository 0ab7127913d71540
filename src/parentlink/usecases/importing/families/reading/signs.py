"""Signs that an office puts at a name, "Tom Wye*": somebody knows what they stand for.

At a carer's name, title or relationship it may be that nobody rings them, so a person is asked. At
a pupil's name it is taken off, and said.
"""

import re

from parentlink.usecases.importing.cells import Cell
from parentlink.usecases.importing.named import Found, Wrong

_EACH = frozenset("*†‡§^#!~•●■▲◆★☆⚠")
_SIGNS = f"[{re.escape(''.join(sorted(_EACH)))}]+"
# "Wye*, Tom", "Tom Wye (*)", "Tom* Wye"; not inside a word (N!xau), and "Tom Wye #2" is a number.
_AT_A_WORD = re.compile(rf"^{_SIGNS}|(?<=[\s,(\[])(?!#[0-9]){_SIGNS}|{_SIGNS}(?=[\s,)\]]|$)")
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_CARERS = (
    *(("row", name) for name in ("carer", "carer_forename", "carer_surname")),
    *(("carer", "title"), ("link", "relationship")),
)
_PUPILS = ("pupil", "surname_forename", "forename", "surname")
_WHY = (
    "A sign stands here, and nobody knows what it means. If this carer must not be contacted, "
    "please write that into a column such as court order; then take the sign out."
)


def take_signs(found: Found) -> bool:
    """Take the signs off a pupil's name; returns whether there were any.

    Raises:
        Wrong: one stands at the name of a carer, or beside it.
    """
    row = found["row"]
    if row.get("carer_ref") or row.get("pupil_ref"):
        return False  # in a file of ours a name is as it was typed
    for table, name in _CARERS:
        if _has_sign(text := found[table].get(name)):
            raise Wrong(name, str(text), _WHY)
    signed = [name for name in _PUPILS if _has_sign(row.get(name))]
    for name in signed:
        row[name] = _without(str(row[name]))
    return bool(signed)


def _has_sign(cell: Cell) -> bool:
    """Whether a sign stands before or behind a word; alone it stands for nobody."""
    if not cell or _EACH.isdisjoint(text := str(cell)):
        return False
    return _AT_A_WORD.search(text) is not None and any(map(str.isalnum, text))


def _without(text: str) -> str:
    """A name without signs, and without the brackets around them."""
    return " ".join(_EMPTY.sub(" ", _AT_A_WORD.sub("", text)).replace(" ,", ",").split())
