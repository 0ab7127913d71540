"""Years of contacts for a whole school or trust, counted out day by day."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple

from parentlink.parse.zone import to_utc
from parentlink.rules.school_days import academic_year
from parentlink.store.store import Store
from parentlink.usecases.demo.columns import CONTACT, CONTACT_PUPIL, GOOD_NEWS, PROMISE
from parentlink.usecases.demo.notes import MIXES, NEWS, TURNS, VOWS, turns
from parentlink.usecases.demo.school_year import SchoolDays, stamp

_CHUNK = 25_000  # contacts written at once
_STRIDE = 1_000_003  # a prime: its steps visit every family before any of them again
_MIXER = 2_654_435_761  # Knuth's multiplicative hash
_OPENS, _CLOSES = 8 * 60 + 15, 17 * 60 + 30

Rows = list[tuple[Any, ...]]


class Family(NamedTuple):
    """What the history needs of a family: the mix of its contacts, and the ids in its rows."""

    mix: str
    id: int
    carer: int
    staff: int
    pupil: int
    joined: int  # the school year it joined in


def write_contacts(
    store: Store,
    families: Sequence[Family],
    days: Sequence[date],
    contacts: int,
    rng: Random,
    prefix: str,
) -> None:
    """Write so many contacts with these families, who stand in the order in which they joined."""
    pupils = [family.pupil for family in families]
    for rows, places in _chunks(families, days, contacts, rng, prefix):
        ids = store.insert_many("contact", CONTACT, rows)
        about = [(made, pupils[place]) for made, place in zip(ids, places, strict=True)]
        store.insert_many("contact_pupil", CONTACT_PUPIL, about)


def _chunks(
    families: Sequence[Family], days: Sequence[date], contacts: int, rng: Random, prefix: str
) -> Iterator[tuple[Rows, list[int]]]:
    """Rows in the order of time, with the place of each one's family.

    Cheap whole-number steps choose who and what: at ten million rows, a random choice for each
    would take longer than writing them.
    """
    mixes = {mix: [turns(mix, rng) for _ in range(4)] for mix in MIXES}
    shapes = [mixes[family.mix][family.id & 3] for family in families]
    who = [(family.id, family.carer, family.staff) for family in families]
    rows: Rows = []
    places: list[int] = []
    number = place = 0
    for day, active, wanted in _quotas(families, days, contacts):
        step, place, on, clock = (
            _STRIDE % active,
            place % active,
            day.isoformat(),
            _clock(day, wanted),
        )
        for turn in range(wanted):
            number += 1
            place = (place + step) % active
            shape = shapes[place][number * _MIXER >> 16 & TURNS - 1]
            at = clock[turn * len(clock) // wanted]
            rows.append((f"{prefix}{number:08x}", *who[place], at, on, *shape))
            places.append(place)
        if len(rows) >= _CHUNK:
            yield rows, places
            rows, places = [], []
    yield rows, places


def _quotas(
    families: Sequence[Family], days: Sequence[date], contacts: int
) -> Iterator[tuple[date, int, int]]:
    """For each day: how many families had joined, and its share of the contacts."""
    joined = [family.joined for family in families]
    active = [bisect_right(joined, academic_year(day)) for day in days]
    running = list(accumulate(active))
    done = 0
    for day, here, upto in zip(days, active, running, strict=True):
        target = contacts * upto // running[-1]
        if target > done:
            yield day, here, target - done
        done = target


def _clock(day: date, wanted: int) -> list[str]:
    """Column values of moments spread over the hours that the school is open."""
    noon = to_utc(day, time(12))
    count = min(wanted, _CLOSES - _OPENS)
    minutes = (_OPENS + turn * (_CLOSES - _OPENS) // count - 12 * 60 for turn in range(count))
    return [stamp(noon + timedelta(minutes=minute)) for minute in minutes]


def write_news(
    store: Store, families: Sequence[Family], school: SchoolDays, rng: Random, prefix: str
) -> None:
    """Good news waiting for every twelfth family or so, fresh and old."""
    rows = [
        (
            *(f"{prefix}n{family.id:07x}", family.pupil, family.staff),
            *(school.ago(rng.randint(1, 40)).isoformat(), rng.choice(NEWS), None),
        )
        for family in families
        if rng.random() < 0.08
    ]
    store.insert_many("good_news", GOOD_NEWS, rows)


def write_vows(
    store: Store, families: Sequence[Family], school: SchoolDays, rng: Random, prefix: str
) -> None:
    """Promises to every twentieth family or so: open, overdue, kept, broken."""
    rows = []
    for family in families:
        if rng.random() < 0.05:
            made, state = rng.randint(3, 30), rng.choice(("open", "open", "kept", "kept", "broken"))
            due = school.calendar.add_school_days(school.ago(made), rng.randint(2, 12))
            closed = school.ago(rng.randint(1, made)).isoformat() if state != "open" else None
            rows.append(
                (
                    *(f"{prefix}p{family.id:07x}", family.id, None, family.staff),
                    *(rng.choice(VOWS), school.ago(made).isoformat(), due.isoformat()),
                    *(state, closed),
                )
            )
    store.insert_many("promise", PROMISE, rows)
