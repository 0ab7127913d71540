"""The two records that are meant: two pupils, two carers or two families."""

import re
from contextlib import suppress
from typing import NamedTuple

from parentlink.errors import NotFound, Unreadable
from parentlink.parse.names import shorten
from parentlink.store.store import Store
from parentlink.usecases import staff
from parentlink.usecases.person import the_carer, the_pupil
from parentlink.usecases.who import candidates, the_family

KINDS = ("pupil", "carer", "family")
_BY_LETTER = {"p": "pupil", "c": "carer", "f": "family"}


class Two(NamedTuple):
    """Two records of a kind, and what to say of slips that were forgiven."""

    kind: str
    kept_id: int
    other_id: int
    slips: tuple[str, ...]


def the_two(store: Store, kept: str, other: str) -> Two:
    """Who is meant: by id (p12, c12, f12), or by name, as the other commands take them.

    Two of the staff are meant where a name is nobody's in the families.

    Raises:
        NotFound: nobody, or more than one. Unreadable: a pupil and a carer cannot be one.
    """
    try:
        mine, theirs = _kinds(store, kept), _kinds(store, other)
    except NotFound:
        with suppress(NotFound):
            return two_of_staff(store, kept, other)
        raise
    shared = [kind for kind in KINDS if kind in mine and kind in theirs]
    if not shared:
        raise Unreadable(
            f"{shorten(kept)!r} is a {mine[0]} and {shorten(other)!r} is a {theirs[0]}. Only two "
            "of a kind can be one: parentlink merge c12 c15. Nothing was changed."
        )
    (kept_id, slip), (other_id, other_slip) = (
        _one(store, shared[0], each) for each in (kept, other)
    )
    return Two(shared[0], kept_id, other_id, tuple(filter(None, (slip, other_slip))))


def two_of_staff(store: Store, kept: str, other: str) -> Two:
    """Two members of staff, by name.

    Raises:
        NotFound: nobody, or more than one.
    """
    mine, theirs = (staff.someone(store, each).id for each in (kept, other))
    return Two("staff", mine, theirs, ())


def _kinds(store: Store, text: str) -> list[str]:
    if shape := re.fullmatch(r"([pcf])\d{1,9}", text.strip(), re.IGNORECASE | re.ASCII):
        return [_BY_LETTER[shape.group(1).casefold()]]
    found = candidates(store, text) or [the_family(store, text)[0]]
    named = {
        "pupil": any(match.pupil_id for match in found),
        "carer": any(match.carer_id for match in found),
        "family": any(not (match.pupil_id or match.carer_id) for match in found),
    }
    return [kind for kind in KINDS if named[kind]]


def _one(store: Store, kind: str, text: str) -> tuple[int, str]:
    if kind == "family":
        match, slip = the_family(store, text)
        return match.family_id, slip
    person = (the_pupil if kind == "pupil" else the_carer)(store, text)
    return person.id, person.slip
