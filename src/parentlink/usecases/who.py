"""WHO: from what a tutor types to one family, and the carer or pupil they named.

A name, a phone number, a UPN, or an id (`12` or `f12` a family, `c12` a carer, `p12` a pupil,
`okafor-12` as Tab offers it). The closest kind of match wins; more than one family is never
guessed between.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.handles import slug_of
from parentlink.parse.names import fold, shorten
from parentlink.parse.words import TITLES
from parentlink.store.store import Store

_AROUND = TITLES | {"the", "family"}  # words that people put around a name
_NEAR = 0.8  # how alike two names must be (difflib ratio) to be taken as a slip of the finger
_CLEARLY = 0.05  # and by how much the best must lead the next family


class Match(NamedTuple):
    """One family that fits, and whether a carer or a pupil of it was named."""

    family_id: int
    family: str
    household: str | None
    archived: bool
    carer_id: int | None
    pupil_id: int | None


_FAMILY = (
    "SELECT f.id, f.name, f.household, f.archived_on IS NOT NULL AS archived,"
    " NULL AS carer_id, NULL AS pupil_id FROM family f WHERE "
)
_CARER = (
    "SELECT f.id, f.name, f.household, f.archived_on IS NOT NULL AS archived,"
    " c.id AS carer_id, NULL AS pupil_id FROM carer c JOIN family f ON f.id = c.family_id WHERE "
)
_PUPIL = (
    "SELECT f.id, f.name, f.household, f.archived_on IS NOT NULL AS archived,"
    " NULL AS carer_id, p.id AS pupil_id FROM pupil p JOIN pupil_family pf ON pf.pupil_id = p.id"
    " JOIN family f ON f.id = pf.family_id WHERE "
)
FAMILY_BY_ID = _FAMILY + "f.id = :id"
CARER_BY_ID = _CARER + "c.id = :id"
PUPIL_BY_ID = _PUPIL + "p.id = :id"
PUPIL_BY_UPN = _PUPIL + "p.upn = :upn"
BY_PHONE = _CARER + ":phone IN (c.mobile_phone, c.home_phone, c.work_phone) ORDER BY f.id"
BY_TITLE = (
    _CARER
    + "LOWER(c.title) IN (:title, :dotted) AND (c.name_key = :key OR c.name_key LIKE :inside)"
)
BY_NAME = (
    _FAMILY
    + "f.name_key = :key UNION ALL "
    + _CARER
    + "c.name_key = :key UNION ALL "
    + _PUPIL
    + "p.name_key = :key UNION ALL "
    + _PUPIL
    + "p.preferred_key = :key"
)
BY_PART = (
    _FAMILY
    + "(f.name_key LIKE :start OR f.name_key LIKE :inside) UNION ALL "
    + _CARER
    + "(c.name_key LIKE :start OR c.name_key LIKE :inside) UNION ALL "
    + _PUPIL
    + "(p.name_key LIKE :start OR p.name_key LIKE :inside"
    + " OR p.preferred_key LIKE :start OR p.preferred_key LIKE :inside)"
)


def the_family(store: Store, text: str, with_: str | None = None) -> tuple[Match, str]:
    """The one family that is meant, and a word to say when a slip was forgiven.

    Where several fit (a pupil lives in two households), the one with a carer called `with_`.

    Raises:
        NotFound: none fits ("did you mean"), or more than one (the candidates with their ids).
    """
    return _meant(store, candidates(store, text), text, with_)


def the_family_called(store: Store, text: str, with_: str | None = None) -> tuple[Match, str]:
    """The same for a contact: where a name fits several carers, nobody else is taken for them.

    Raises:
        NotFound: as `the_family`; or more than one carer of the family is called so.
    """
    found = candidates(store, text)
    if not with_ and len({match.family_id for match in found}) == 1:
        carers = dict.fromkeys(match.carer_id for match in found)
        if len(carers) > 1 and None not in carers:
            from parentlink.usecases.fitting import two_carers

            raise NotFound(two_carers(store, found[0].family_id, found[0].family, text, carers))
    return _meant(store, found, text, with_)


def _meant(store: Store, found: list[Match], text: str, with_: str | None) -> tuple[Match, str]:
    if not found:
        return _forgiven(store, text)
    if with_ and len({match.family_id for match in found}) > 1:
        from parentlink.usecases.named import carer_ids

        found = [one for one in found if carer_ids(store, one.family_id, with_)] or found
    return only(store, found, text), ""


def only(store: Store, found: Sequence[Match], text: str) -> Match:
    """The one match among some, or the sentence that lists them."""
    families = {match.family_id for match in found}
    if len(families) > 1:
        from parentlink.usecases.fitting import Fit, several_fit

        raise several_fit(store, [Fit(*match[:4]) for match in _one_each(found)], text)
    named = [match for match in found if match.carer_id or match.pupil_id]
    people = {(match.carer_id, match.pupil_id) for match in named}
    # "Okafor" may be the family and also fit both its carers: then nobody in particular was named.
    if len(people) == 1 and len(named) == len(found):
        return named[0]
    return found[0]._replace(carer_id=None, pupil_id=None)


def candidates(store: Store, text: str) -> list[Match]:
    """Every family that fits in the closest way that any does; those archived only if no other."""
    for look in (_by_id, _by_upn, _by_phone, _by_name, _by_title, _by_part):
        found = look(store, text.strip())
        if found:
            return [match for match in found if not match.archived] or found
    return []


def _by_id(store: Store, text: str) -> list[Match]:
    shape = re.fullmatch(r"([fcp]?)(\d{1,9})|(.*)-(\d{1,9})", text, re.IGNORECASE)
    if not shape or not text.isascii():
        return _by_handle(store, text)
    letter, number, slug, last = shape.groups()
    if number:
        sql = {"c": CARER_BY_ID, "p": PUPIL_BY_ID}.get(letter.casefold(), FAMILY_BY_ID)
        return store.all(Match, sql, id=int(number))
    return _by_handle(store, f"{slug}-{last}")


def _by_handle(store: Store, text: str) -> list[Match]:
    slug, dash, last = text.rpartition("-")
    if not dash or not (last.isascii() and last.isdigit()) or len(last) > 9:
        return []
    found = store.all(Match, FAMILY_BY_ID, id=int(last))
    return [match for match in found if slug_of(match.family) == slug_of(slug)]


def _by_upn(store: Store, text: str) -> list[Match]:
    compact = text.replace(" ", "").upper()
    if len(compact) != 13 or not compact[1:12].isdigit():
        return []
    return store.all(Match, PUPIL_BY_UPN, upn=compact)


def _by_phone(store: Store, text: str) -> list[Match]:
    if not any(sign.isdigit() for sign in text):
        return []
    from parentlink.parse.phone import phone_digits

    number = phone_digits(text)
    return store.all(Match, BY_PHONE, phone=number) if number else []


def _by_name(store: Store, text: str) -> list[Match]:
    return store.all(Match, BY_NAME, key=fold(text))


def _by_title(store: Store, text: str) -> list[Match]:
    title, space, key = fold(text).partition(" ")
    if not space or title not in TITLES or "%" in key or "_" in key:
        return []
    return store.all(Match, BY_TITLE, title=title, dotted=f"{title}.", key=key, inside=f"% {key}")


def _by_part(store: Store, text: str) -> list[Match]:
    words = fold(text).split()
    while len(words) > 1 and words[0] in _AROUND:
        words = words[1:]
    while len(words) > 1 and words[-1] in _AROUND:
        words = words[:-1]
    part = " ".join(words)
    if not part or "%" in part or "_" in part:
        return []
    found = _by_name(store, part) or store.all(
        Match, BY_PART, start=f"{part}%", inside=f"% {part}%"
    )
    # A register says "Okafor, Ada".
    return found or (_by_name(store, " ".join([*words[1:], words[0]])) if words[1:] else [])


def _forgiven(store: Store, text: str) -> tuple[Match, str]:
    """The family whose name is one slip away, said aloud; or the names that come near."""
    from parentlink.usecases.slips import near_names

    key = fold(text)
    near = near_names(store, key)
    if not near:
        raise NotFound(
            f"Nobody on file is called {shorten(text)!r}. Look with `parentlink find`, "
            "or add them with `parentlink family add`."
        )
    best = near[0].score
    # A slip of the finger adds or loses one letter at most: "Harrison" is no slip for Harris.
    small = best >= _NEAR and abs(len(near[0].part) - len(key)) <= 1
    close = [one for one in near if one.score >= max(_NEAR, best - _CLEARLY)]
    found = [match for one in close for match in _matches(store, one.kind, one.id)]
    if small and len({match.family_id for match in found}) == 1:
        return only(store, found, text), f"Took {shorten(text)!r} to mean {close[0].name}."
    names = " or ".join(list(dict.fromkeys(one.name for one in near))[:3])
    raise NotFound(f"Nobody on file is called {shorten(text)!r}. Did you mean {names}?")


def _matches(store: Store, kind: str, id_: int) -> list[Match]:
    sql = {"family": FAMILY_BY_ID, "carer": CARER_BY_ID, "pupil": PUPIL_BY_ID}[kind]
    return [match for match in store.all(Match, sql, id=id_) if not match.archived]


def _one_each(found: Iterable[Match]) -> list[Match]:
    return list({match.family_id: match for match in found}.values())
