"""Which part of a name is the surname: its last word, with the little words that belong to it."""

PARTICLES = frozenset(
    (
        *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le"),
        *("al", "el", "bin", "ibn", "abu", "st", "saint", "mac", "ter", "ten", "zu"),
    )
)
_MOST_FORENAMES = 2


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
