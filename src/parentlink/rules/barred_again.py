"""Whether somebody new may be a carer who must not be contacted: in doubt, yes.

A man whom a court keeps away comes back as "Mr Paul", "P. Hartley" or "Hartley-Jones". Asking once
too often costs a look; a call to him may cost much more.
"""

from typing import NamedTuple

from parentlink.rules.merging import is_vague
from parentlink.rules.names_alike import first_names_alike, one_letter_apart
from parentlink.rules.titles import is_man_or_woman, split_title, title_of


class Known(NamedTuple):
    """What tells one carer from another. Names and relationships are folded.

    `relation` is what they are to the pupil in question, `relations` to anybody. Without a forename
    all of the name is the surname: "Hart-Jones".
    """

    name: str
    title: str
    relation: str
    relations: frozenset[str]
    ways: frozenset[str]
    has_forename: bool = True


_TWO = {"man", "woman"}
# What a register, a form and a child call the same parent.
_PARENTS = {
    **dict.fromkeys(("mum", "mam", "mom", "mummy", "birth mother", "biological mother"), "mother"),
    **dict.fromkeys(("dad", "daddy", "birth father", "biological father"), "father"),
    **{"natural mother": "mother", "natural father": "father"},
}


def same_word(relation: str) -> str:
    """One word for a folded relationship that has several: a dad is a father."""
    return _PARENTS.get(relation, relation)


def may_be(new: Known, barred: Known, *, both_listed: bool = False) -> bool:
    """Whether somebody new may be the one who is barred.

    With `both_listed` the file names the two beside each other for one pupil: then they are one
    only by their names, with a number or what both are to the pupil, or by all of the name.
    """
    reached = not new.ways.isdisjoint(barred.ways)
    same_relation = new.relation == barred.relation and not is_vague(new.relation)
    if both_listed:
        more = reached or same_relation or _is_all_alike(new, barred)
        return more and _called_alike(new, barred)
    return reached or same_relation or _called_alike(new, barred)


def may_be_renamed(new: Known, barred: Known) -> bool:
    """Whether a carer of a child of one forename and date of birth may be the one who is barred.

    All of them may have another surname now, so his forename is enough, or its initial.
    """
    is_first = _firsts_alike(_parts(new)[0], _parts(barred)[0], same_surname=True)
    if is_first and not _related_otherwise(new, barred) and may_be_namesake(new, barred):
        return True
    return may_be(new, barred, both_listed=True)


def may_be_namesake(new: Known, barred: Known) -> bool:
    """Whether two who have the whole name in common may be one: not if a man and a woman."""
    return {_man_or_woman(new), _man_or_woman(barred)} != _TWO


def _is_all_alike(new: Known, barred: Known) -> bool:
    """Whether forename and surname are alike, and nothing says that they are two.

    Mr Fox may be any man of that surname.
    """
    first, surname = _parts(new)
    other_first, other_surname = _parts(barred)
    kinds = [_man_or_woman(each) for each in (new, barred)]
    same_first = first == other_first or _firsts_alike(first, other_first, same_surname=True)
    may_be_first = not (first and other_first) and kinds[0] == kinds[1] != ""
    same_name = (same_first or may_be_first) and _surnames_alike(surname, other_surname)
    return same_name and {*kinds} != _TWO and not _related_otherwise(new, barred)


def _man_or_woman(one: Known) -> str:
    return is_man_or_woman(title_of(one.title, one.name), one.relations)


def _called_alike(new: Known, barred: Known) -> bool:
    """Whether forename or surname is alike, unless they are clearly two: he and his sister."""
    first, surname = _parts(new)
    other_first, other_surname = _parts(barred)
    same_surname = _surnames_alike(surname, other_surname)
    turned = first in other_surname and other_first in surname
    same_first = turned or _firsts_alike(first, other_first, same_surname=same_surname)
    if {_man_or_woman(new), _man_or_woman(barred)} == _TWO:
        return first == other_first != ""
    if same_first or not same_surname:
        return same_first
    return not (first and other_first and _related_otherwise(new, barred))


def _related_otherwise(new: Known, barred: Known) -> bool:
    """Whether both say what they are to a pupil, and it is not the same."""
    known = barred.relations | {new.relation}
    return (
        bool(barred.relations)
        and not any(map(is_vague, known))
        and (new.relation not in barred.relations)
    )


def _parts(who: Known) -> tuple[str, tuple[str, ...]]:
    """The first name, which may be missing, and the surnames."""
    words = split_title(who.name)[1].split()
    has_first = len(words) > 1 and who.has_forename
    return (words[0], tuple(words[1:])) if has_first else ("", tuple(words))


def _surnames_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not (one and other) or not set(one).isdisjoint(other):
        return bool(one and other)
    initial = any(len(word) == 1 for word in (one[-1], other[-1])) and one[-1][0] == other[-1][0]
    return initial or one_letter_apart(one[-1], other[-1])


def _firsts_alike(one: str, other: str, *, same_surname: bool) -> bool:
    if not one or not other:
        return False
    if 1 in (len(one), len(other)):
        return same_surname and one[0] == other[0]
    return one == other or first_names_alike(one, other)
