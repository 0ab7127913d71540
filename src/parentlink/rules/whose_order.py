"""Whom the words of a court order bar, where they stand in another carer's row.

Offices write the order where there is room: "Father not to be contacted" beside the mother's name.
Only what is plain counts. "Must not contact mother" says whom the order protects.
"""

import re

from parentlink.rules.barred_again import same_word

_WHO = r"(?:the |her |his |their |birth |natural |biological )?(\w+)"
_REACH = r"(?:contact|call|ring|phone|text|approach|speak to|speak with|talk to)"
_MEANS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{_WHO} (?:(?:is|must|may|should|can|has) )?(?:not|no|never|barred|banned|prohibited)\b",
        rf"^{_WHO} (?:cannot|dnc|injunction|restraining order|court order|non mol\w*)\b",
        rf"\b(?:do not|don t|dont|never) {_REACH} {_WHO}\b",
        rf"\b(?:against|v|vs|versus) {_WHO}\b",
    )
)
_SIGNS = re.compile(r"\W+")


def whom(reason: str) -> frozenset[str]:
    """What those whom folded words bar are to the pupil, each in one word: "father"."""
    text = _SIGNS.sub(" ", reason.removeprefix("in the file: ")).strip()
    return frozenset(same_word(found) for each in _MEANS for found in each.findall(text))
