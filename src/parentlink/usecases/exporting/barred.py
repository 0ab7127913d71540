"""Who must not be contacted, by the families and pupils they have to do with, and what names them.

A link may be gone: a weekly import takes it away from whom the school no longer lists. So all who
belong to a pupil's households, or to a pupil of these, count; and who belongs to no pupil any more
is known by the whole name, wherever it stands.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from parentlink.parse.names import fold
from parentlink.rules.named_in import Someone, is_named, mentions, words_of
from parentlink.store.store import Store

_POSSESSIVE = re.compile("['\u2019]s\\b")

PEOPLE = "SELECT id, family_id, title, name FROM carer WHERE contact_rule = 'never'"
ALSO_CALLED = (
    "SELECT k.carer_id, k.name_key FROM known_as k JOIN carer c ON c.id = k.carer_id"
    " WHERE c.contact_rule = 'never'"
)
TIES = (
    "SELECT k.carer_id, k.pupil_id, k.relationship FROM pupil_carer k"
    " JOIN carer c ON c.id = k.carer_id WHERE c.contact_rule = 'never'"
)
TALKS = (
    "SELECT v.carer_id, v.pupil_id, v.family_id FROM conversation v"
    " JOIN carer c ON c.id = v.carer_id WHERE c.contact_rule = 'never'"
)
MEMBERS = "SELECT pupil_id, family_id FROM pupil_family"
OTHERS = (
    "SELECT name_key FROM staff UNION SELECT o.name_key FROM carer o"
    " WHERE o.contact_rule <> 'never'"
    " AND o.family_id IN (SELECT family_id FROM carer WHERE contact_rule = 'never'"
    " UNION SELECT m.family_id FROM pupil_family m JOIN pupil_carer k ON k.pupil_id = m.pupil_id"
    " JOIN carer c ON c.id = k.carer_id WHERE c.contact_rule = 'never')"
)


def _among(people: Container[int], rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows about one of these, whose id stands first."""
    return (row for row in rows if row[0] in people)


class Barred:
    """Everybody on file who must not be contacted, or those of them who stay `out`."""

    def __init__(self, store: Store, out: frozenset[int] | None = None) -> None:
        self._called: dict[int, list[Someone]] = {}
        self._homes: dict[int, set[int]] = defaultdict(set)  # the carers of each household
        self._pupils: dict[int, set[int]] = defaultdict(set)
        self._others: set[str] = set()
        self._lost: list[Someone] = []
        everybody = list(store.cursor(PEOPLE))
        people = [row for row in everybody if out is None or row[0] in out]
        if people:
            relations = self._tie(store, {carer: family for carer, family, *_ in people})
            self._call(store, people, relations)
            self._others = {key for (key,) in store.cursor(OTHERS)}
            self._others |= {fold(row[3]) for row in everybody if row[0] not in self._called}

    def _tie(self, store: Store, homes: dict[int, int]) -> dict[int, set[str]]:
        """Note with which households and pupils each has to do; returns what they are to them."""
        members = [(pupil, family) for pupil, family in store.cursor(MEMBERS)]
        at: dict[int, set[int]] = defaultdict(set)
        for pupil, family in members:
            at[pupil].add(family)
        relations: dict[int, set[str]] = defaultdict(set)
        for carer, family in homes.items():
            self._homes[family].add(carer)
        for carer, pupil, relation in _among(homes, store.cursor(TIES)):
            relations[carer].add(fold(relation or ""))
            self._pupils[pupil].add(carer)
            for family in at[pupil]:
                self._homes[family].add(carer)
        for carer, pupil, family in _among(homes, store.cursor(TALKS)):
            self._pupils[pupil].add(carer)
            self._homes[family].add(carer)
        for pupil, family in members:
            self._pupils[pupil] |= self._homes.get(family, set())
        return relations

    def _call(
        self,
        store: Store,
        people: list[Sequence[Any]],
        relations: dict[int, set[str]],
    ) -> None:
        """Note what each is called, and who has nobody on file any more."""
        tied = set[int]().union(*self._pupils.values())
        for carer, _, title, name in people:
            known = frozenset(relations[carer])
            self._called[carer] = [Someone(fold(title or ""), fold(name), known)]
        for carer, key in _among(self._called, store.cursor(ALSO_CALLED)):
            self._called[carer].append(self._called[carer][0]._replace(name=key))
        for carer in self._called.keys() - tied:
            self._lost += [one._replace(whole=True) for one in self._called[carer]]

    def __bool__(self) -> bool:
        return bool(self._called)

    def is_one(self, name: str, family: int, pupil: int) -> bool:
        """Whether a name beside this pupil and household is that of somebody barred."""
        if not self._called:
            return False
        key, near = fold(name), list(self._near(family, [pupil]))
        if key in self._others and all(key != one.name for one in near):
            return False
        return any(is_named(key, one) for one in near)

    def is_in(self, text: str, family: int | None, pupils: Iterable[int]) -> bool:
        """Whether a note about this household or these pupils names somebody barred."""
        near = list(self._near(family, pupils))
        if not near:
            return False
        plain = _POSSESSIVE.sub("", text)
        words = words_of(fold(plain))
        names = [word for word in plain.split() if not word[:1].islower()]
        proper = words_of(fold(" ".join(names)))
        return any(mentions(words, proper, one) for one in near)

    def _near(self, family: int | None, pupils: Iterable[int]) -> Iterable[Someone]:
        found = set(self._homes.get(family or 0, ()))
        for pupil in pupils:
            found |= self._pupils.get(pupil, set())
        yield from self._lost
        for carer in sorted(found):
            yield from self._called[carer]
