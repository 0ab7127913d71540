"""Which part of a name is the surname: its last word, with the little words that belong to it."""

from collections.abc import Sequence

PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le"),
        *("al", "el", "bin", "ibn", "abu", "st", "saint", "mac", "ter", "ten", "zu"),
    )
)
_MOST_FORENAMES = 2


def has_forename(name: str, forenames: Sequence[str]) -> bool:
    """Whether more than initials and the little words of a surname stand before the last word.

    `forenames` are words in small letters that a column of forenames has: "di" is one there.
    """
    words = [word.strip(".").lower() for word in name.split()[:-1]]
    return any(len(word) > 1 and (word not in PARTICLES or word in forenames) for word in words)


def split_surname(name: str) -> tuple[str, str]:
    """The forenames and the surname: "Maria", "van der Berg".

    Of a longer name nobody can know where the surname begins ("Ana María García López"): there the
    forenames are empty, and the whole is to be used.
    """
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower().strip(".") in PARTICLES:
        start -= 1
    if start > _MOST_FORENAMES:
        return "", name
    return " ".join(words[:start]), " ".join(words[start:])
