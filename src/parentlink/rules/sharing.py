"""What is held back from a classroom: a text that seems to tell of a home."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_FAMILY = frozenset(
    (
        *("mum", "mam", "mom", "mummy", "dad", "daddy", "mother", "father", "parent", "parents"),
        *("gran", "nan", "nana", "grandma", "grandad", "granddad", "grandpa", "grandmother"),
        *("grandfather", "stepmum", "stepdad", "stepmother", "stepfather", "carer", "carers"),
        *("aunt", "auntie", "uncle", "brother", "sister", "cousin", "sibling", "siblings"),
        *("granny", "grandparent", "grandparents", "husband", "wife", "partner", "boyfriend"),
        *("guardian", "guardians", "stepbrother", "stepsister", "brothers", "sisters"),
    )
)
# What tells of a home without naming anybody in it. "House" is a school's word too.
_HOME = frozenset(
    (
        *("home", "homeless", "family", "families", "household", "foster", "fostered", "adopted"),
        *("divorce", "divorced", "custody", "court", "police", "prison", "jail", "refuge"),
        *("asylum", "hostel", "debt", "debts", "rent", "eviction", "foodbank"),
    )
)
_HOME_PAIRS = frozenset((("food", "bank"), ("social", "worker"), ("social", "services")))
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr"))
_LONG = 3  # letters from which a name is looked for however it is written


def names_a_carer(text: str, carers: Iterable[str], pupil: str) -> bool:
    """Whether a text tells of home: a name, a title, "mum", "at home", "the food bank".

    It is better to hold back a text too many than to tell a whole staff room about a home. The
    surname a child shares with a carer is the child's own; with a title before it, it is not.
    """
    words, as_typed = _words(text.casefold()), set(_words(text))
    own = set(_words(pupil.casefold()))
    names = {part for name in carers for part in _words(name)}
    parts = {part.casefold() for part in names if len(part) >= _LONG or not part.isascii()}
    short = {part for part in names if len(part) < _LONG and part.casefold() not in own}
    if (_FAMILY | _HOME | (parts - own)) & set(words) or short & as_typed:
        return True
    if _HOME_PAIRS & set(pairwise(words)):
        return True
    if any(not part.isascii() and part in word for part in parts - own for word in words):
        return True  # scripts that put no space between words
    return any(title in _TITLES and name in parts for title, name in pairwise(words))


def _words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+", plain)
