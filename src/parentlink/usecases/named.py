"""The carer and the pupils of one family that a contact names: `--with`, `--about`."""

import re
from collections.abc import Collection
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import fold, shorten
from parentlink.parse.words import TITLES
from parentlink.rules.named_in import Someone, is_named
from parentlink.rules.titles import is_man_or_woman
from parentlink.store.store import Store
from parentlink.vocabulary import ContactRule

# What children call them, for what the register says.
_AT_HOME = {
    **dict.fromkeys(("mum", "mam", "mom", "mummy"), "mother"),
    **dict.fromkeys(("dad", "daddy"), "father"),
    **dict.fromkeys(("gran", "nan", "nana", "grandma"), "grandmother"),
    **dict.fromkeys(("grandad", "granddad", "grandpa"), "grandfather"),
}
_AND = re.compile(r"[,;/&+]|\b(?:and|or)\b", re.IGNORECASE)  # "Mum and Dad"
_THEIR = re.compile(r"^\s*(?:his|her|their|the)\s", re.IGNORECASE)  # "her dad"; not "Mum's dad"


class CarerName(NamedTuple):
    """A carer of a family; one line for each pupil they are something to."""

    id: int
    name: str
    name_key: str
    title: str | None
    contact_rule: str
    relationship: str | None
    pupil_id: int | None


class PupilName(NamedTuple):
    """A pupil of a family."""

    id: int
    name: str
    name_key: str
    preferred_key: str | None


CARERS_NAMED = (
    "SELECT c.id, c.name, c.name_key, c.title, c.contact_rule, pc.relationship,"
    " pc.pupil_id FROM carer c"
    " LEFT JOIN pupil_carer pc ON pc.carer_id = c.id WHERE c.family_id = :family_id ORDER BY c.id"
)
# Those of the other homes of its pupils, too.
CARERS_AROUND = (
    "SELECT c.id, c.name, c.name_key, c.title, c.contact_rule, pc.relationship,"
    " pc.pupil_id FROM carer c LEFT JOIN pupil_carer pc ON pc.carer_id = c.id"
    " WHERE c.family_id = :family_id OR c.family_id IN (SELECT b.family_id FROM pupil_family a"
    " JOIN pupil_family b ON b.pupil_id = a.pupil_id WHERE a.family_id = :family_id) ORDER BY c.id"
)
PUPILS_NAMED = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name), p.name_key, p.preferred_key"
    " FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id WHERE pf.family_id = :family_id"
    " ORDER BY p.year_group, p.name_key, p.id"
)


def the_carer_named(store: Store, family_id: int, family: str, text: str) -> int:
    """The id of the one carer of a family that is meant by a name, `c12`, a title or "mum".

    Raises:
        NotFound: none or several; a carer who must not be contacted is named only if they fit,
            and as such.
    """
    known = store.all(CarerName, CARERS_NAMED, family_id=family_id)
    fits = _fitting(known, text)
    if len(fits) == 1:
        return fits[0]
    open_to = [one for one in known if one.contact_rule != "never" and (one.id in fits or not fits)]
    names = dict.fromkeys(f"{one.name} (c{one.id})" for one in open_to)
    listed = ", ".join(names) or "nobody who may be contacted"
    if fits:
        from parentlink.usecases.fitting import two_carers

        raise NotFound(two_carers(store, family_id, family, text, fits))
    raise NotFound(f"No carer of {family} is called {shorten(text)!r}. On file: {listed}.")


def carer_ids(store: Store, family_id: int, text: str, pupils: Collection[int] = ()) -> list[int]:
    """The carers of a family that may be meant; "mum" is one of these pupils', if any are said."""
    return _fitting(store.all(CarerName, CARERS_NAMED, family_id=family_id), text, pupils)


def barred_called(store: Store, family_id: int, text: str) -> set[int]:
    """Who of a family must not be contacted and is meant by "Dad", "Mr Okafor" or "Mum and Dad".

    Nobody where it may be somebody else of the family.
    """
    known = store.all(CarerName, CARERS_AROUND, family_id=family_id)
    never = {one.id for one in known if one.contact_rule == ContactRule.NEVER}
    found = set[int]()
    for part in _AND.split(_THEIR.sub("", text)) if never else ():
        fits = {*_fitting(known, part.strip())} or {one.id for one in known if _is(one, part)}
        found |= fits if fits <= never else set()
    return found


def _is(one: CarerName, text: str) -> bool:
    relations = frozenset((fold(one.relationship or ""),))
    return is_named(fold(text), Someone(fold(one.title or ""), one.name_key, relations))


def _fitting(known: list[CarerName], text: str, pupils: Collection[int] = ()) -> list[int]:
    """In the closest way that fits any: the id, the whole name, the title, a part, the relation."""
    key = fold(text)
    number = key.removeprefix("c")
    title, _, rest = key.partition(" ")
    rest = rest if title in TITLES else ""
    relation = _AT_HOME.get(key, key)
    others = {one.id for one in known if _is_another(title, one)} if rest else set()
    ways = (
        [one for one in known if number.isascii() and number == str(one.id)],
        [one for one in known if one.name_key == key],
        [one for one in known if rest and fold(one.title or "") == title and _part(rest, one)],
        [one for one in known if _part(rest or key, one) and one.id not in others],
        [one for one in known if _relation(one) == relation and _is_of(one, pupils)],
    )
    found = next(filter(None, ways), [])
    return list(dict.fromkeys(one.id for one in found))


def _part(key: str, one: CarerName) -> bool:
    return bool(key) and f" {key}" in f" {one.name_key}"


def _is_another(title: str, one: CarerName) -> bool:
    """Whether a folded title is a man's and the carer a woman, or the other way round."""
    own = is_man_or_woman(fold(one.title or ""), (fold(one.relationship or ""),))
    return {is_man_or_woman(title), own} == {"man", "woman"}


def _is_of(one: CarerName, pupils: Collection[int]) -> bool:
    return not pupils or one.pupil_id in pupils


def _relation(one: CarerName) -> str:
    relation = fold(one.relationship or "")
    return _AT_HOME.get(relation, relation) or "-"


def the_pupils_named(
    store: Store, family_id: int, family: str, texts: tuple[str, ...]
) -> list[int]:
    """The ids of the pupils of a family that are meant by names or `p12`.

    Raises:
        NotFound: one of them is nobody, or more than one.
    """
    known = store.all(PupilName, PUPILS_NAMED, family_id=family_id)
    return list(dict.fromkeys(_the_pupil(known, text, family) for text in texts))


def _the_pupil(known: list[PupilName], text: str, family: str) -> int:
    key = fold(text)
    number = key.removeprefix("p")
    fits = [one.id for one in known if number.isascii() and number == str(one.id)]
    fits = fits or [one.id for one in known if key in (one.name_key, one.preferred_key)]
    fits = fits or [
        one.id for one in known if f" {key}" in f" {one.name_key} {one.preferred_key or ''}"
    ]
    if len(fits) == 1:
        return fits[0]
    names = ", ".join(f"{one.name} (p{one.id})" for one in known) or "no pupil"
    trouble = "More than one pupil fits" if fits else "No pupil is called"
    raise NotFound(f"{trouble} {shorten(text)!r} in the {family} family. On file: {names}.")
