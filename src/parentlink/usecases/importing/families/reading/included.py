"""Which restricted facts an import reads: none, unless they are asked for by name."""

from collections.abc import Sequence

from parentlink.errors import Unreadable
from parentlink.parse.names import fold, shorten
from parentlink.vocabulary import RESTRICTED

NAMES = {
    "sen": "sen_status",
    "pupil-premium": "pupil_premium",
    "eal": "eal",
    "looked-after": "looked_after",
    "young-carer": "young_carer",
    "free-school-meals": "free_school_meals",
    "ethnicity": "ethnicity",
    "medical": "medical",
}
ALSO = {"fsm": "free-school-meals", "ethnic-origin": "ethnicity", "medical-facts": "medical"}
# What somebody may ask for and we keep nowhere, by the first word.
_KEPT_NOWHERE = {
    **dict.fromkeys(("religion", "faith"), "religion"),
    **dict.fromkeys(("attendance", "marks", "assessments", "exclusions"), "attendance or marks"),
}


def included(words: Sequence[str], *, everything: bool = False) -> frozenset[str]:
    """The restricted fields that are to be read; `everything` that we keep.

    Raises:
        Unreadable: we know no such fact, or keep it nowhere.
    """
    if everything:
        return frozenset(RESTRICTED)
    return frozenset(_field(word) for word in words)


def _field(word: str) -> str:
    key = fold(ALSO.get(word.strip().casefold().replace(" ", "-"), word)).replace("_", " ")
    for name, field in NAMES.items():
        if key in (fold(name), field.replace("_", " ")):
            return field
    listed = ", ".join(NAMES)
    if nowhere := _KEPT_NOWHERE.get(key.split(" ")[0]):
        raise Unreadable(
            f"parentlink keeps no {nowhere}: keeping in touch with families does not need it, so "
            f"it stays in the school's own system. What can be included: {listed}."
        )
    raise Unreadable(f'"{shorten(word)}" cannot be included. What can: {listed}.')
