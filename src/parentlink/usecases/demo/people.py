"""Invented staff and families for a whole school or trust."""

from collections.abc import Iterator
from itertools import product
from random import Random
from string import ascii_uppercase
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.usecases.demo.names import COMMUNITIES, STAFF_SURNAMES, STAFF_TITLES, Community
from parentlink.usecases.demo.register import Adult, Child, Home
from parentlink.usecases.demo.tales import STAFF, Person

YEARS = (11, 10, 9, 8, 7)
_PER_GROUP = 28  # families of one tutor group
_ONE_GROUP = 32  # no more families than this are one group
_SHARES = [community.share for community in COMMUNITIES]
_TIMES = ("mornings", "after 16:00", "after 17:30", "lunchtimes", "Tuesdays and Thursdays")
_CHANNELS = ("call", "call", "text", "email")
_NEVER = "Court order: no contact. Please speak to the safeguarding lead."
_ASK = "Please ask the safeguarding lead before ringing."


class Place(NamedTuple):
    """The year and tutor group of a family's child."""

    year: int
    group: str


def tutor_groups(families: int, *, story: bool) -> list[Place]:
    """Every tutor group, eldest first. 7KM is among them, unless the story has filled it."""
    if families <= _ONE_GROUP and not story:
        return [Place(7, "7KM")]
    letters = [a + b for a, b in product(ascii_uppercase, repeat=2) if a + b != "KM"]
    wanted = -(-families // len(YEARS) // _PER_GROUP) or 1
    found = []
    for year, number in product(YEARS, range(wanted)):
        own = year == 7 and number == 0 and not story
        group = "7KM" if own else f"{year}{letters[number * 47 % len(letters)]}"
        found.append(Place(year, group))
    return found


def staff(groups: list[Place], others: int, rng: Random) -> Iterator[Person]:
    """The demo's own staff first, then a tutor for every other group, then colleagues."""
    yield from STAFF
    taken = {person.name for person in STAFF}
    own_groups = {person.tutor_group for person in STAFF}
    plain = [f"{title} {name}" for title, name in product(STAFF_TITLES, STAFF_SURNAMES)]
    rng.shuffle(plain)
    initials = (f"{a}{b}" for a, b in product(ascii_uppercase, ascii_uppercase))
    longer = (name.replace(" ", f" {letters} ") for letters, name in product(initials, plain))
    fresh = (name for source in (plain, longer) for name in source if name not in taken)
    for place in groups:
        if place.group not in own_groups:
            yield Person(next(fresh), "tutor", place.group)
    for _ in range(others):
        yield Person(next(fresh), "teacher")


def homes(place: Place, rng: Random, tutors: list[Place]) -> Iterator[Home]:
    """A family, and sometimes the other household of the same child."""
    community = rng.choices(COMMUNITIES, _SHARES)[0]
    surname = rng.choice(community.surnames)
    children = _children(place, community, surname, rng, tutors)
    chance = rng.random()
    adults = _adults(community, surname, rng)
    key_contact = rng.randint(2, len(STAFF)) if rng.random() < 0.04 else None
    if chance < 0.06 and len(adults) == 2:
        parted = adults[1]._replace(lives_with="part")
        yield Home(surname, adults[:1], children, community.language, "with Mum", key_contact)
        yield Home(surname, (parted,), (), community.language, "with Dad")
    else:
        yield Home(surname, adults, children, community.language, None, key_contact)


def _children(
    place: Place, community: Community, surname: str, rng: Random, tutors: list[Place]
) -> tuple[Child, ...]:
    first = _child(place, community, surname, rng)
    chance = rng.random()
    if chance < 0.02:
        return first, _child(place, community, surname, rng)
    if chance < 0.16:
        return first, _child(rng.choice(tutors), community, surname, rng)
    return (first,)


def _child(place: Place, community: Community, surname: str, rng: Random) -> Child:
    given = rng.choice(community.girls if rng.random() < 0.5 else community.boys)
    return Child(
        f"{given} {surname}",
        place.year,
        place.group,
        preferred=given[:3] if rng.random() < 0.03 else None,
        sen=rng.choices(("E", "K", None), (4, 13, 83))[0],
        pupil_premium=rng.random() < 0.25 or None,
        eal=community.language != "English" or None,
        looked_after=rng.random() < 0.008 or None,
        young_carer=rng.random() < 0.02 or None,
    )


def _adults(community: Community, surname: str, rng: Random) -> tuple[Adult, ...]:
    first = _adult(rng.choice(community.women), "mother", community, surname, rng)
    if rng.random() < 0.04:
        first = first._replace(relation="grandmother", lives_with="yes")
    first = _in_own_script(first, community, surname, rng)
    first = _seldom(first, rng)
    if rng.random() < 0.35:
        return (first,)
    second = _adult(rng.choice(community.men), "father", community, surname, rng)
    if rng.random() < 0.015:
        second = second._replace(
            rule="never", reason=_NEVER, responsibility="unknown", lives_with="no", emergency=False
        )
    return first, second


def _adult(given: str, relation: str, community: Community, surname: str, rng: Random) -> Adult:
    name = f"{given} {surname}"
    asked = rng.random() < 0.3
    address = f"{fold(name).replace(' ', '.')}{rng.randrange(100)}@example.org"
    return Adult(
        name,
        relation,
        landline=rng.random() < 0.15,
        email=address if address.isascii() and rng.random() < 0.5 else None,
        channel=rng.choice(_CHANNELS) if asked else None,
        times=rng.choice(_TIMES) if asked else None,
        asked=asked,
        languages=None if community.language == "English" else f"{community.language}, English",
        interpreter=rng.randrange(100) < community.interpreter,
    )


def _in_own_script(adult: Adult, community: Community, surname: str, rng: Random) -> Adult:
    for entry in community.own_script:
        name, _, written = entry.partition(": ")
        if name == surname and rng.random() < 0.4:
            return adult._replace(name=written, email=None, languages=community.language)
    return adult


def _seldom(adult: Adult, rng: Random) -> Adult:
    """What is so for one carer in a hundred or so."""
    chance = rng.random()
    if chance < 0.010:
        return adult._replace(mobile=False, landline=False)
    if chance < 0.025:
        return adult._replace(rule="ask", reason=_ASK)
    if chance < 0.035:
        return adult._replace(away=rng.randint(2, 20))
    return adult
