"""Promises as the entries of a calendar file: when, and to whose family; never what."""

from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import NamedTuple

from parentlink.exchange.ical import Day
from parentlink.store.store import Store
from parentlink.usecases.calendar_file import changes
from parentlink.usecases.exporting.carers import in_words
from parentlink.vocabulary import PromiseState


class Promised(NamedTuple):
    """A promise beside one of the pupils of its family."""

    id: int
    external_id: str
    family: str
    state: str
    made_on: date
    due_on: date
    called: str | None


# One that was kept before its day may stand in a calendar still: the same entry says so.
PROMISES = (
    "SELECT r.id, r.external_id, f.name, r.state, r.made_on, r.due_on,"
    " COALESCE(p.preferred_name, p.legal_name)"
    " FROM promise r JOIN family f ON f.id = r.family_id"
    " LEFT JOIN pupil_family m ON m.family_id = r.family_id LEFT JOIN pupil p ON p.id = m.pupil_id"
    " WHERE f.archived_on IS NULL AND (r.state = 'open' OR r.due_on >= :today)"
    " AND (:tutor_group IS NULL OR EXISTS"
    " (SELECT 1 FROM pupil_family x JOIN pupil q ON q.id = x.pupil_id"
    " WHERE x.family_id = r.family_id AND q.tutor_group = :tutor_group))"
    " ORDER BY r.due_on, r.id, m.pupil_id"
)


def promise_days(store: Store, group: str | None, today: date) -> list[Day]:
    """Open promises on the days they are due, and closed ones whose day has not passed."""
    known = changes(store, "promise")
    days = []
    for one, same in groupby(
        store.all(Promised, PROMISES, tutor_group=group, today=today),
        lambda promised: promised._replace(called=None),
    ):
        pupils = [promised.called.split(" ")[0] for promised in same if promised.called]
        change = known.get(one.id)
        days.append(
            Day(
                uid=f"{one.external_id}@parentlink",
                sequence=change.times if change else 0,
                changed_at=change.last_at if change else _start_of(one.made_on),
                on=one.due_on,
                cancelled=one.state != PromiseState.OPEN,
                title=_title(one, pupils),
            )
        )
    return days


def _title(one: Promised, pupils: list[str]) -> str:
    whose = f"{in_words(pupils)}'s family" if pupils else f"the {one.family} family"
    state = "" if one.state == PromiseState.OPEN else f"{one.state.capitalize()}: "
    return f"{state}Promise to {whose}"


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
