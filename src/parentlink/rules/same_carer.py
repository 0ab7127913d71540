"""Whether a row with a carer's id is about that carer, or the id is another system's.

Names change, and ids stay: a married name, "Mrs Okafor" who gives her forename, an initial. But a
number alone, which two systems use for two people, must never move a court order from a father to
a mother; so something else has to be the same, and with a contact rule the name itself.
"""

from parentlink.rules.barred_again import Known
from parentlink.rules.merging import is_vague
from parentlink.rules.names_alike import first_names_alike
from parentlink.rules.titles import is_man_or_woman, split_title, title_of, two_by_title


def may_have_id(row: Known, filed: Known, *, ruled: bool, of_pupil: bool) -> bool:
    """Whether the carer of a row may be the one on file with that id; `ruled` if there is a rule.

    `relation` of both is what they are to the pupil of the row; `of_pupil` if the one on file is a
    carer of that pupil. At another child a forename alone is many people's.
    """
    mine, own = (split_title(each.name)[1].split() for each in (row, filed))
    if not mine or not own or _is_one_name(mine, own):
        return len(mine) > 1 or not two_by_title(*(title_of(e.title, e.name) for e in (row, filed)))
    near = bool(row.ways & filed.ways)
    same_surname = not _surnames(mine).isdisjoint(_surnames(own))
    same_relation = row.relation == filed.relation and not is_vague(row.relation)
    kinds = {is_man_or_woman(title_of(e.title, e.name), e.relations) for e in (row, filed)}
    are_two = kinds == {"man", "woman"}
    one_forename = _is_one_forename(mine, own) and (of_pupil or near or same_surname)
    if are_two and 1 in (len(mine[0]), len(own[0])):
        one_forename = False  # a single letter is anybody's
    if ruled:
        return one_forename or (near and same_surname and same_relation)
    part = set(mine) < set(own) or set(own) < set(mine)
    return one_forename or (not are_two and (near or part or (same_surname and same_relation)))


def _is_one_name(one: list[str], other: list[str]) -> bool:
    """Whether all words of one name, if these are two or more, stand in the other."""
    few, many = sorted((set(one), set(other)), key=len)
    return few == many or (len(few) > 1 and few < many)


def _is_one_forename(one: list[str], other: list[str]) -> bool:
    """Ngozi Okafor and Ngozi Brown, or P Hart and Paul Hart."""
    if min(len(one), len(other)) < 2:
        return False
    same_surname = not _surnames(one).isdisjoint(_surnames(other))
    if one[0] == other[0]:
        return len(one[0]) > 1 or same_surname
    return same_surname and first_names_alike(one[0], other[0])


def _surnames(words: list[str]) -> set[str]:
    """The last word, and the parts of a double name."""
    return {part for word in words[1:] or words for part in word.split("-")}
