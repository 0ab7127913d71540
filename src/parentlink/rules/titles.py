"""What a title says of somebody: Mr Fox and Mrs Fox are two, whatever else they share."""

from collections.abc import Iterable

_MEN = frozenset(("mr", "sir"))
_WOMEN = frozenset(("mrs", "ms", "miss", "lady", "mme"))
_TITLES = _MEN | _WOMEN | {"mx", "dr", "prof", "professor", "rev"}
_HE = frozenset(("dad", "daddy", "uncle", "brother", "grandad", "granddad", "grandpa", "husband"))
_SHE = frozenset(("mum", "mummy", "aunt", "auntie", "sister", "gran", "nan", "nana", "wife"))


def is_man_or_woman(title: str, relations: Iterable[str] = ()) -> str:
    """ "man", "woman", or nothing when title and relationships do not say, or say both."""
    ends = {word.split()[-1] for word in relations if word}
    he = title in _MEN or any(end in _HE or end.endswith("father") for end in ends)
    she = title in _WOMEN or any(end in _SHE or end.endswith("mother") for end in ends)
    return "" if he == she else "man" if he else "woman"


def is_title(word: str) -> bool:
    """Whether a folded word is a title and no name."""
    return word in _TITLES


def split_title(name: str) -> tuple[str, str]:
    """The title in front of a folded name, if there is one, and the rest."""
    first, _, rest = name.partition(" ")
    return (first, rest) if rest and is_title(first) else ("", name)


def title_of(title: str, name: str) -> str:
    """The title of somebody, folded, wherever it stands."""
    return title or split_title(name)[0]


def two_by_title(one: str, other: str) -> bool:
    """Whether of two folded titles one is a man's and the other a woman's."""
    return {is_man_or_woman(one), is_man_or_woman(other)} == {"man", "woman"}
