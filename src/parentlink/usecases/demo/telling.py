"""Putting the group's story into the file: contacts in order of time, good news, promises."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.demo.columns import CONTACT, CONTACT_PUPIL, GOOD_NEWS, PROMISE
from parentlink.usecases.demo.register import Placed
from parentlink.usecases.demo.school_year import SchoolDays, moment
from parentlink.usecases.demo.tales import Event, Tale, wrote
from parentlink.vocabulary import LIVE_CHANNELS, Channel

_CALL_TIMES = ((10 * 60 + 50, 18), (12 * 60 + 30, 35), (15 * 60 + 25, 110), (15 * 60 + 40, 80))
_ROUTINE_FROM, _ROUTINE_EVERY = 58, 12  # school days back: before the story, a year has routine


class Told(NamedTuple):
    """A contact of the story with its day and minute, ready to be put in order."""

    on: date
    minute: int
    tale: int
    event: Event


def tell(
    store: Store,
    tales: Sequence[Tale],
    homes: Sequence[Placed],
    school: SchoolDays,
    rng: Random,
    prefix: str,
) -> int:
    """Write the contacts, good news and promises of these homes; returns how many contacts."""
    told = _in_order(tales, school, rng)
    ids = store.insert_many(
        "contact",
        CONTACT,
        [
            _contact_row(it, homes[it.tale], f"{prefix}{number:08x}")
            for number, it in enumerate(told, start=1)
        ],
    )
    about = [
        (made, pupil)
        for made, it in zip(ids, told, strict=True)
        for pupil in _in_the_group(tales[it.tale], homes[it.tale])
    ]
    store.insert_many("contact_pupil", CONTACT_PUPIL, about)
    contacts = {(it.tale, it.event.ago): made for made, it in zip(ids, told, strict=True)}
    _write_news(store, tales, homes, school, contacts, prefix)
    _write_vows(store, tales, homes, school, contacts, prefix)
    return len(told)


def _in_order(tales: Sequence[Tale], school: SchoolDays, rng: Random) -> list[Told]:
    found = []
    for place, tale in enumerate(tales):
        for event in (*tale.events, *_routine(tale, place, len(school.days))):
            found.append(Told(school.ago(event.ago), _minute(event, rng), place, event))
    return sorted(found, key=lambda it: (it.on, it.minute, it.tale, it.event.ago))


def _routine(tale: Tale, place: int, days: int) -> list[Event]:
    """Late in a year: planners seen in the months before the story, by families we have met."""
    if not any(e.outcome == "reached" and e.channel in LIVE_CHANNELS for e in tale.events):
        return []
    first = _ROUTINE_FROM + place % _ROUTINE_EVERY
    return [
        wrote(ago, "planner", "Planner seen and signed at home.")
        for ago in range(first, days, _ROUTINE_EVERY)
    ]


def _minute(event: Event, rng: Random) -> int:
    """A minute of the day at which a tutor would do this."""
    if event.channel == Channel.CALL:
        start, width = rng.choice(_CALL_TIMES)
        return start + rng.randrange(width)
    if event.channel in LIVE_CHANNELS:
        return rng.choice((15 * 60 + 45, 16 * 60 + 30))
    return 15 * 60 + 20 + rng.randrange(60)


def _contact_row(it: Told, home: Placed, external_id: str) -> tuple[object, ...]:
    event = it.event
    spoken = event.channel in LIVE_CHANNELS
    return (
        *(external_id, home.family, home.carers[event.adult], event.staff + 1),
        *(moment(it.on, it.minute), it.on.isoformat(), event.channel, event.direction),
        *(event.outcome, event.tone, event.minutes if spoken else None, event.note),
    )


def _in_the_group(tale: Tale, home: Placed) -> tuple[int, ...]:
    """The pupils a contact of the tutor is about: not an older brother in another group."""
    if not tale.home.children:
        return home.pupils
    pairs = zip(tale.home.children, home.pupils, strict=True)
    return tuple(pupil for child, pupil in pairs if child.group == "7KM")


def _write_news(
    store: Store,
    tales: Sequence[Tale],
    homes: Sequence[Placed],
    school: SchoolDays,
    contacts: dict[tuple[int, int], int],
    prefix: str,
) -> None:
    rows: list[tuple[object, ...]] = []
    for place, tale in enumerate(tales):
        told_by = {event.news: contacts[place, event.ago] for event in tale.events}
        for number, news in enumerate(tale.news):
            rows.append(
                (
                    *(f"{prefix}n{len(rows) + 1:07x}", homes[place].pupils[news.child]),
                    *(news.staff + 1, school.ago(news.ago).isoformat(), news.text),
                    told_by.get(number),
                )
            )
    store.insert_many("good_news", GOOD_NEWS, rows)


def _write_vows(
    store: Store,
    tales: Sequence[Tale],
    homes: Sequence[Placed],
    school: SchoolDays,
    contacts: dict[tuple[int, int], int],
    prefix: str,
) -> None:
    rows: list[tuple[object, ...]] = []
    for place, tale in enumerate(tales):
        for vow in tale.vows:
            due = school.ago(-vow.due) if vow.due < 0 else school.ahead(vow.due)
            closed = school.ago(vow.closed).isoformat() if vow.closed else None
            rows.append(
                (
                    *(f"{prefix}p{len(rows) + 1:07x}", homes[place].family),
                    *(contacts[place, vow.made], vow.staff + 1, vow.what),
                    *(school.ago(vow.made).isoformat(), due.isoformat(), vow.state, closed),
                )
            )
    store.insert_many("promise", PROMISE, rows)
