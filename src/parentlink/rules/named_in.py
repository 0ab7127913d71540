"""Whether a name or a note names somebody who must not be contacted; in doubt it does.

"Mr Zebedee Quux", "Mr Quux", "Z. Quux" and "Zeb" are Zebedee Quux.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parentlink.rules.titles import is_man_or_woman, split_title

_SHORT_FORM = 3  # letters that a short form has: Zeb


class Someone(NamedTuple):
    """What somebody is called; everything is folded. `whole`: only the whole name is theirs,
    since nobody knows any more which family they belong to."""

    title: str
    name: str
    relations: frozenset[str]
    whole: bool = False


def is_named(name: str, someone: Someone) -> bool:
    """Whether a folded name may be this person's."""
    title, words = _parts(name)
    _, known = _parts(someone.name)
    if _stands_in(known, words) or words == known:
        return True
    if someone.whole or not words or _is_another(title, someone):
        return False
    return _short_for(words, known)


def mentions(words: Sequence[str], proper: Sequence[str], someone: Someone) -> bool:
    """Whether a note names this person. `words` are all its words, folded; `proper` those that
    may be names, which begin with no small letter.
    """
    _, known = _parts(someone.name)
    if _stands_in(known, words):
        return True
    if someone.whole or not known:
        return False
    titled = (
        not split_title(f"{title} x")[0] or _is_another(title, someone)
        for title, surname in pairwise(words)
        if surname == known[-1]
    )
    return not all(titled) or (len(known) > 1 and known[0] in proper)


def words_of(folded: str) -> list[str]:
    """The words of a folded text, without what stands between them."""
    return "".join(sign if sign.isalnum() else " " for sign in folded).split()


def _parts(name: str) -> tuple[str, list[str]]:
    """The title, or nothing, and the words of a name behind it; of "Prof Sir" the last counts."""
    title, rest = split_title(" ".join(words_of(name)))
    while (more := split_title(rest))[0]:
        title, rest = more
    return title, rest.split()


def _stands_in(known: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name of several words stands among others."""
    wide = len(known)
    return wide > 1 and any(
        list(words[at : at + wide]) == list(known) for at in range(len(words) - wide + 1)
    )


def _is_another(title: str, someone: Someone) -> bool:
    """Whether the title is a woman's and the person a man, or the other way round."""
    theirs = someone.title or _parts(someone.name)[0]
    kinds = {is_man_or_woman(title), is_man_or_woman(theirs, someone.relations)}
    return kinds == {"man", "woman"}


def _short_for(words: Sequence[str], known: Sequence[str]) -> bool:
    """Whether each word is one of the name's, its initial or its beginning, in their order."""
    rest = iter(known)
    return all(any(_fits(word, other) for other in rest) for word in words)


def _fits(word: str, other: str) -> bool:
    if len(word) == 1:
        return other.startswith(word)
    return word == other or (len(word) >= _SHORT_FORM and other.startswith(word))
