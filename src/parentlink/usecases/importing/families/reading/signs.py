"""Signs that an office puts at a name, "Tom Wye*": somebody knows what they stand for.

At a carer's name or relationship it may be that nobody rings them, so a person is asked.
At a pupil's it is taken off, and said.
"""

import re

from parentlink.usecases.importing.named import Found, Wrong

_SIGNS = r"[*†‡§^#!~•●■▲◆★☆⚠]+"
# "Wye*, Tom", "Tom Wye (*)", "Tom* Wye"; not inside a word (N!xau), and "Tom Wye #2" is a number.
_AT_A_WORD = re.compile(rf"^{_SIGNS}|(?<=[\s,(\[])(?!#[0-9]){_SIGNS}|{_SIGNS}(?=[\s,)\]]|$)")
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_CARERS = ("carer", "carer_forename", "carer_surname")
_RELATION = "relationship"
_PUPILS = ("pupil", "surname_forename", "forename", "surname")
_WHY = (
    "A sign stands at this {}, and nobody here knows what it means. If this carer must not be "
    "contacted, please write that into a column such as court order; then take the sign out."
)


def take_signs(found: Found) -> bool:
    """Take the signs off a pupil's name; returns whether there were any.

    Raises:
        Wrong: one stands at the name of a carer, or at what the carer is to the pupil.
    """
    row, link = found["row"], found["link"]
    if row.get("carer_ref") or row.get("pupil_ref"):
        return False  # in a file of ours a name is as it was typed
    at_carers = [(name, row.get(name), "name") for name in _CARERS]
    for name, text, what in (*at_carers, (_RELATION, link.get(_RELATION), _RELATION)):
        if text and _has_sign(str(text)):
            raise Wrong(name, str(text), _WHY.format(what))
    pupils = [name for name in _PUPILS if (text := row.get(name)) and _has_sign(str(text))]
    for name in pupils:
        row[name] = _without(str(row[name]))
    return bool(pupils)


def _has_sign(text: str) -> bool:
    """Whether a sign stands before or behind a word; alone it stands for nobody."""
    return _AT_A_WORD.search(text) is not None and bool(_without(text))


def _without(text: str) -> str:
    """A name without signs, and without the brackets around them."""
    return " ".join(_EMPTY.sub(" ", _AT_A_WORD.sub("", text)).replace(" ,", ",").split())
