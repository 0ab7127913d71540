"""Which restricted facts an import reads: none, unless they are asked for by name."""

from collections.abc import Sequence

from parentlink.errors import Unreadable
from parentlink.parse.facts import find_fact
from parentlink.parse.names import fold, shorten
from parentlink.vocabulary.restricted import COLUMNS, RESTRICTED

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
    return frozenset(_field(word) for some in words for word in some.split(","))


def named_facts(fields: Sequence[str]) -> list[str]:
    """Restricted fields as --include names them: free-school-meals."""
    return [name.value for name, field in COLUMNS.items() if field in fields]


def _field(word: str) -> str:
    fact = find_fact(word)
    if fact in COLUMNS:
        return COLUMNS[fact]
    listed = ", ".join(COLUMNS)
    if nowhere := _KEPT_NOWHERE.get(fold(word).split(" ")[0]):
        raise Unreadable(
            f"parentlink keeps no {nowhere}: keeping in touch with families does not need it, so "
            f"it stays in the school's own system. What can be included: {listed}."
        )
    raise Unreadable(f'"{shorten(word)}" cannot be included. What can: {listed}.')
