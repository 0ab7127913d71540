"""Names on file that are spelled nearly like what was typed."""

from typing import NamedTuple

from parentlink.store.store import Store

_NEAR_ENOUGH = 0.6  # difflib's ratio from which a name is worth a "did you mean"


class Named(NamedTuple):
    """A name on file, to be compared with what was typed."""

    name_key: str
    name: str
    kind: str
    id: int


class Near(NamedTuple):
    """How alike a name, or the part of it that fits best, is to what was typed: 1.0 is the same."""

    score: float
    part: str
    name: str
    kind: str
    id: int


# A carer who must not be contacted is never suggested.
NAMES_ON_FILE = (
    "SELECT name_key, name, 'family', id FROM family WHERE archived_on IS NULL"
    " UNION ALL SELECT name_key, name, 'carer', id FROM carer WHERE contact_rule <> 'never'"
    " UNION ALL SELECT name_key, legal_name, 'pupil', id FROM pupil"
    " UNION ALL SELECT preferred_key, preferred_name, 'pupil', id FROM pupil"
    " WHERE preferred_key IS NOT NULL"
)
_KINDS = ("family", "pupil", "carer")  # of names equally near, the family's is meant


def near_names(store: Store, key: str) -> list[Near]:
    """Names that may have been meant by a folded name, the nearest first."""
    from difflib import SequenceMatcher

    compare = SequenceMatcher(b=key, autojunk=False)
    near = []
    for named in store.all(Named, NAMES_ON_FILE):
        for part in {named.name_key, *named.name_key.split()}:
            if abs(len(part) - len(key)) <= 3:
                compare.set_seq1(part)
                if compare.real_quick_ratio() >= _NEAR_ENOUGH <= compare.quick_ratio():
                    near.append(Near(compare.ratio(), part, *named[1:]))
    return sorted((one for one in near if one.score >= _NEAR_ENOUGH), key=_order)


def _order(near: Near) -> tuple[float, int, str, int]:
    return -near.score, _KINDS.index(near.kind), near.part, near.id
