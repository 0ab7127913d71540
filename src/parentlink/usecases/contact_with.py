"""Who a contact was with and about whom: what was said, or else a carer and their own pupils."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parentlink.errors import Unreadable
from parentlink.rules.carers import CarerFacts, may_hear_of, right_carer
from parentlink.store.store import Store
from parentlink.usecases import households
from parentlink.usecases.who import Match
from parentlink.vocabulary import ContactRule, Direction


class Meant(NamedTuple):
    """The carer, or nobody in particular, and the pupils; of those said whose carer it is not."""

    carer: CarerFacts | None
    about: list[int]
    not_theirs: list[int]


class Link(NamedTuple):
    """A carer of a pupil, both of the same family."""

    pupil_id: int
    carer_id: int


LINKS_HERE = (
    "SELECT k.pupil_id, k.carer_id FROM pupil_family m JOIN pupil_carer k"
    " ON k.pupil_id = m.pupil_id JOIN carer c ON c.id = k.carer_id"
    " WHERE m.family_id = :family_id AND c.family_id = :family_id"
)


def people_meant(
    store: Store,
    who: Match,
    with_: str | None,
    about: tuple[str, ...],
    direction: str,
    today: date,
) -> Meant:
    """Who a contact was with, and about which pupils.

    Half-siblings may be one household: a contact about one of them is with a carer of that one, and
    a carer's contact is about the pupils they are a carer of.

    Raises:
        NotFound: no carer or pupil, or more than one, is called so.
        Unreadable: nobody may be contacted, and nobody was named.
    """
    on_file = households.carers(store, who.family_id, households.recent(store, who.family_id))
    links = set(store.all(Link, LINKS_HERE, family_id=who.family_id))
    pupils = _pupils_said(store, who, about)
    carer_id = who.carer_id
    if with_:
        from parentlink.usecases.named import the_carer_named

        carer_id = the_carer_named(store, who.family_id, who.family, with_)
    if carer_id:
        carer = next((one for one in on_file if one.id == carer_id), None)
    else:
        carer = _default(on_file, _own(on_file, pupils, links), who, direction, today)
    strange = [one for one in pupils if carer and not may_hear_of(carer, one, on_file)]
    return Meant(carer, pupils or _theirs(store, who, carer, links, today), strange)


def _pupils_said(store: Store, who: Match, about: tuple[str, ...]) -> list[int]:
    if about:
        from parentlink.usecases.named import the_pupils_named

        return the_pupils_named(store, who.family_id, who.family, about)
    return [who.pupil_id] if who.pupil_id else []


def _own(
    on_file: Sequence[CarerFacts], pupils: list[int], links: set[Link]
) -> Sequence[CarerFacts] | None:
    """The carers of these pupils, None if theirs differ; all of the family if no link says more."""
    linked = [pupil for pupil in pupils if any(link.pupil_id == pupil for link in links)]
    if not linked:
        return on_file
    own = [one for one in on_file if all(Link(pupil, one.id) in links for pupil in linked)]
    return own or None


def _default(
    on_file: Sequence[CarerFacts],
    own: Sequence[CarerFacts] | None,
    who: Match,
    direction: str,
    today: date,
) -> CarerFacts | None:
    """The carer to ask for, or nobody in particular; a barred one is never taken unnamed."""
    if own is None:
        return None
    open_to = [carer for carer in own if carer.rule in (ContactRule.ALLOW, ContactRule.ASK)]
    only = open_to[0] if len(open_to) == 1 else None
    if direction == Direction.INCOMING:
        return only
    if on_file and not open_to:
        of_pupil = "" if len(own) == len(on_file) else " for that pupil"
        raise Unreadable(
            f"DO NOT CONTACT: nobody on file in the {who.family} family may be contacted"
            f"{of_pupil}. If it did happen, say with whom, and why: --with CARER --override "
            '"the reason". Nothing was saved.'
        )
    return right_carer(own, today) or only


def _theirs(
    store: Store, who: Match, carer: CarerFacts | None, links: set[Link], today: date
) -> list[int]:
    """The pupils at school now whose carer this is, or who have no carer of the family yet."""
    present = [pupil.id for pupil in households.pupils(store, who.family_id, today)]
    if carer is None:
        return present
    linked = {link.pupil_id for link in links}
    theirs = [one for one in present if one not in linked or Link(one, carer.id) in links]
    return theirs if any(Link(one, carer.id) in links for one in theirs) else present
