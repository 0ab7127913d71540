"""Whom a row is about: one household, the carer and the pupils, from whatever the row says.

Everything in a row is evidence, and a household must fit all of it: a UPN and a pupil's name, the
family's name, a number, the carer. A family_ref only chooses between households that fit the rest,
since it counts in the file it was exported from and may be another family's number in this one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.exchange.cells import unguard
from parentlink.parse.names import fold, shorten
from parentlink.parse.phone import parse_phone, without_extension
from parentlink.store.store import Store
from parentlink.usecases.importing.contacts.beside import carer_beside, related
from parentlink.usecases.importing.contacts.called import (
    Carer,
    called,
    is_cut_short,
    may_be,
    number_in,
    number_of_barred,
    parts,
    turned,
)
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.worded_numbers import WordedNumber, worded_number
from parentlink.usecases.named import carer_ids
from parentlink.vocabulary import ContactRule

PUPILS = "SELECT id, upn, name_key, preferred_key, tutor_group FROM pupil ORDER BY id"
KNOWN_AS = "SELECT pupil_id, name_key FROM known_as WHERE pupil_id IS NOT NULL"
CARERS_KNOWN_AS = "SELECT carer_id, name_key FROM known_as WHERE carer_id IS NOT NULL"
MEMBERS = "SELECT pupil_id, family_id FROM pupil_family ORDER BY family_id"
FAMILIES = "SELECT id, name, name_key, archived_on IS NOT NULL FROM family ORDER BY id"
CARERS = (
    "SELECT id, family_id, name, name_key, contact_rule, rule_reason, mobile_phone, home_phone,"
    " work_phone FROM carer ORDER BY id"
)
HOMES = (
    "SELECT pc.pupil_id, c.family_id FROM pupil_carer pc JOIN carer c ON c.id = pc.carer_id"
    " WHERE pc.lives_with = 'yes'"
)
STAFF = "SELECT name_key, id FROM staff"
# Not counted are people we met: whoever imports may be one of them.
LAST_CHANGE = (
    "SELECT id FROM change WHERE NOT (table_name = 'staff' AND operation = 'insert')"
    " ORDER BY id DESC LIMIT 1"
)


class Who(NamedTuple):
    """One household, the carer and pupils a row names; `block`: why not to contact the carer."""

    family_id: int
    carer_id: int | None
    pupils: tuple[int, ...]
    block: str | None


class People:
    """Everybody on file, found by whatever a row may say of them; `mark` says when that was."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.mark = int(store.value(LAST_CHANGE) or 0)
        self.staff: dict[str, int] = dict(store.cursor(STAFF))  # type: ignore[arg-type]
        self._by_upn: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_old_name: dict[str, list[int]] = defaultdict(list)
        self._group: dict[int, str | None] = {}
        self._keys: dict[int, tuple[str, ...]] = {}
        self._families_of: dict[int, set[int]] = defaultdict(set)
        self._homes_of: dict[int, set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._name: dict[int, str] = {}
        self._archived: set[int] = set()
        self._carers_of: dict[int, list[Carer]] = defaultdict(list)
        self._by_phone: dict[str, list[Carer]] = defaultdict(list)
        self._load_pupils(store)
        self._load_families(store)
        self.find = lru_cache(maxsize=65_536)(self._find)

    def _load_pupils(self, store: Store) -> None:
        for pupil_id, upn, key, preferred, group in store.cursor(PUPILS):
            if upn:
                self._by_upn[upn] = pupil_id
            self._keys[pupil_id] = (key, preferred) if preferred and preferred != key else (key,)
            for name in self._keys[pupil_id]:
                self._by_name[name].append(pupil_id)
            self._group[pupil_id] = group
        for pupil_id, name in store.cursor(KNOWN_AS):
            self._keys[pupil_id] += (name,)
            self._by_old_name[name].append(pupil_id)
        for pupil_id, family_id in store.cursor(MEMBERS):
            self._families_of[pupil_id].add(family_id)
        for pupil_id, family_id in store.cursor(HOMES):
            self._homes_of[pupil_id].add(family_id)

    def _load_families(self, store: Store) -> None:
        for family_id, name, key, archived in store.cursor(FAMILIES):
            self._named[key].add(family_id)
            self._name[family_id] = name
            if archived:
                self._archived.add(family_id)
        before: dict[int, list[str]] = defaultdict(list)
        for carer_id, key in store.cursor(CARERS_KNOWN_AS):
            before[carer_id].append(key)
        for carer_id, family_id, name, key, rule, reason, *phones in store.cursor(CARERS):
            block = (reason or "no reason on file") if rule == ContactRule.NEVER else None
            carer = Carer(carer_id, family_id, name, key, block, tuple(before[carer_id]))
            self._carers_of[family_id].append(carer)
            for phone in filter(None, phones):
                self._by_phone[phone].append(carer)

    # -- one row ---------------------------------------------------------------------------

    def _find(
        self, upn: str, pupil: str, group: str, ref: str, family: str, phone: str, carer: str
    ) -> Who:
        """Whom these cells mean. Raises Wrong: nobody, or more than one household or person."""
        cells = (upn, pupil, group, ref, family, phone, carer)
        upn, pupil, group, ref, family, phone, carer = map(unguard, cells)
        slots = self._pupils(upn, pupil, group)
        callers, worded = self._callers(phone)
        number = number_in(ref, "f")
        fits = self._fitting(slots, family, callers, number)
        family_id = self._one(fits, slots, carer, number, ref)
        person = self._carer(family_id, carer, callers, slots)
        pupils = tuple(dict.fromkeys(self._one_pupil(slot, family_id, pupil) for slot in slots))
        if worded and worded.relation:
            ids = related(self._store, family_id, worded.relation, pupils)
            said = [one for one in self._carers_of[family_id] if one.id in ids]
            person = carer_beside(worded.words, person, callers, said)
        block = (person and person.block) or number_of_barred(family_id, person, callers)
        return Who(family_id, person and person.id, pupils, block)

    def pupil(self, upn: str, name: str, group: str) -> int:
        """The one pupil these cells mean, in whatever household. Raises Wrong."""
        slots = self._pupils(upn, name, group)
        if len(slots) != 1:
            raise Wrong("pupil", name, "Please name one pupil, by UPN or by name.")
        return self._one_pupil(slots[0], 0, name)

    def _pupils(self, upn: str, pupil: str, group: str) -> list[list[int]]:
        """For each pupil that the row names, who it may be."""
        upns, names = parts(upn), parts(pupil)
        if len(names) > 1 and (fold(pupil) in self._by_name or len(upns) == 1):
            names = [pupil]  # a name with a semicolon in it
        slots = []
        for place in range(max(len(upns), len(names))):
            one = upns[place] if place < len(upns) else ""
            name = names[place] if place < len(names) else ""
            slots.append(self._by_number(one, name) if one else self._called(name, group))
        return slots

    def _by_number(self, upn: str, name: str) -> list[int]:
        found = self._by_upn.get("".join(upn.split()).upper())
        if found is None:
            raise Wrong(
                "upn",
                upn,
                "No pupil on file has this UPN. Please compare it with the register, or bring the "
                "families in first.",
            )
        is_one = not name or number_in(name, "p") == found or may_be(self._keys[found], name)
        if not is_one:
            raise Wrong(
                "pupil",
                name,
                f"On file the UPN of this row is a pupil's of another name (p{found}). Please "
                "correct one of them; if many rows are so, a column was sorted by itself.",
            )
        return [found]

    def _called(self, name: str, group: str) -> list[int]:
        found = self._named_so(fold(name)) or self._named_so(fold(turned(name)))
        if not found and (number := number_in(name, "p")) in self._group:
            return [number]
        if group.strip():
            wanted = fold(group)
            found = [one for one in found if fold(self._group[one] or "") == wanted]
        if not found:
            raise Wrong(
                "pupil",
                name,
                "No pupil on file has this name (in this tutor group, if one is given). Please "
                "write the name as `parentlink pupil list` shows it, or the UPN.",
            )
        return found

    def _named_so(self, key: str) -> list[int]:
        """The pupils of a name; where nobody has it now, those who had."""
        return self._by_name.get(key) or list(dict.fromkeys(self._by_old_name.get(key, [])))

    def _callers(self, phone: str) -> tuple[list[Carer], WordedNumber | None]:
        """Those who have a number, and the word beside it."""
        if not phone.strip():
            return [], None
        worded = None
        try:
            number = without_extension(phone) or parse_phone(phone)
        except Unreadable as why:
            worded = worded_number(phone)
            if worded is None:
                raise Wrong("phone", phone, str(why)) from None
            number = worded.number
        return self._by_phone.get(number, []), worded

    def _fitting(
        self, slots: Sequence[Sequence[int]], family: str, callers: list[Carer], number: int
    ) -> set[int]:
        """The households that everything in the row fits, the carer and family_ref left aside."""
        named = self._named.get(fold(family), set()) if family.strip() else None
        evidence: list[set[int]] = [] if named is None else [named]
        for slot in slots:
            evidence.append({home for one in slot for home in self._families_of[one]})
        if callers:
            evidence.append({one.family_id for one in callers})
        if not evidence:
            return {number} & self._name.keys()
        fits = set.intersection(*evidence)
        # A pupil may have moved out since: then the family says where the contact belongs.
        return fits or ({number} & named if named else set())

    def _one(
        self, fits: set[int], slots: Sequence[Sequence[int]], carer: str, number: int, ref: str
    ) -> int:
        """The one household; of several the one of the carer, the family_ref, or the home."""
        if not fits:
            raise Wrong(
                "family_ref" if ref.strip() else "family",
                ref,
                "No family on file fits what this row says. Please write a UPN, a pupil's name or "
                "a family's name as it is on file.",
            )
        homes = [{home for one in slot for home in self._homes_of[one]} for slot in slots]
        for narrower in (
            {home for home in fits if carer.strip() and called(self._carers_of[home], carer)},
            {number},
            fits - self._archived,
            set.intersection(fits, *homes) if homes else set(),
        ):
            if len(fits) > 1 and fits & narrower:
                fits &= narrower
        if len(fits) > 1:
            field = "family_ref" if ref.strip() else "pupil" if slots else "family"
            raise Wrong(field, ref, self._which(fits))
        return next(iter(fits))

    def _which(self, fits: Iterable[int]) -> str:
        named = ", ".join(f"f{home} {self._name[home]}" for home in sorted(fits)[:6])
        return (
            f"More than one family fits ({named}). Please add the UPN, the carer, or a column "
            "family_ref with the one that is meant."
        )

    def _carer(
        self,
        family_id: int,
        text: str,
        callers: Iterable[Carer],
        slots: Sequence[Sequence[int]],
    ) -> Carer | None:
        if not text.strip():
            here = [one for one in callers if one.family_id == family_id]
            return here[0] if len(here) == 1 else None
        found = called(self._carers_of[family_id], text)
        found = found or (self._meant(family_id, text, slots) if slots else [])
        if len(found) == 1:
            return found[0]
        if found:
            ids = " or ".join(f"c{one.id}" for one in found)
            why = f"Two carers of this family have this name. Please write {ids}."
        else:
            here = [one for one in self._carers_of[family_id] if not one.block]  # never suggested
            names = [f"{one.name} (c{one.id})" for one in here]
            why = (
                f"No carer of the {shorten(self._name[family_id])} family (f{family_id}) has this "
                f"name. On file: {', '.join(names) or 'nobody to contact'}. Please write one of "
                "these, add the carer first, or leave the cell blank."
            )
        raise Wrong("carer", text, why)

    def _meant(self, family_id: int, text: str, slots: Sequence[Sequence[int]]) -> list[Carer]:
        """The carers of a pupil's family whom somebody may mean by "Mum" or "Mrs Okafor"."""
        ids = carer_ids(self._store, family_id, text, {one for slot in slots for one in slot})
        here = self._carers_of[family_id]
        return [one for one in here if one.id in ids and not is_cut_short(text, one)]

    def _one_pupil(self, slot: Sequence[int], family_id: int, text: str) -> int:
        here = [one for one in slot if family_id in self._families_of[one]] or list(slot)
        if len(here) > 1:
            ids = ", ".join(f"p{one} {self._group[one] or ''}".strip() for one in here[:6])
            why = f"More than one pupil has this name ({ids}). Please add the UPN or tutor group."
            raise Wrong("pupil", text, why)
        return here[0]
