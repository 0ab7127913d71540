"""Conversations put straight into the file, for tests of what is told and counted afterwards."""

import os
from datetime import UTC, date, datetime, time
from typing import Any

from conftest import Given


def talk(given: Given, pupil: int, family: int, on: str, **values: Any) -> int:
    """A conversation at 15:30 (UTC) of a day, booked unless another state is given."""
    day = date.fromisoformat(on)
    values.setdefault("lead_id", given._any_staff())
    values.setdefault("school_year", 2026)
    values.setdefault("term", "autumn")
    values.setdefault("minutes", 60)
    values.setdefault("interpreter", False)
    if values.get("state") == "closed":
        closing = {
            "closed_on": day,
            "next_on": date(2027, 2, 1),
            "keep_in_touch": "text on Fridays",
        }
        values = closing | values
    return given._insert(
        "conversation",
        uid=os.urandom(8).hex(),
        pupil_id=pupil,
        family_id=family,
        starts_at=datetime.combine(day, time(15, 30), tzinfo=UTC),
        starts_on=day,
        **values,
    )


def answer(given: Given, talk_id: int, area: str, text: str, **values: Any) -> int:
    """Something that was said; of the Explore stage unless another is given."""
    values.setdefault("stage", "explore")
    values.setdefault("restricted", False)
    return given._insert(
        "conversation_answer", conversation_id=talk_id, area=area, text=text, **values
    )


def action(given: Given, pupil: int, family: int, what: str, **values: Any) -> int:
    """An agreed action, open and the school's unless said otherwise."""
    values.setdefault("staff_id", given._any_staff())
    values.setdefault("owner", "school")
    values.setdefault("who", "Ms Reid")
    values.setdefault("made_on", date(2026, 11, 2))
    values.setdefault("due_on", date(2026, 11, 20))
    values.setdefault("shareable", False)
    return given._insert(
        "action",
        external_id=os.urandom(8).hex(),
        pupil_id=pupil,
        family_id=family,
        what=what,
        **values,
    )


def target(given: Given, pupil: int, **values: Any) -> int:
    """A pupil who should have a conversation each term."""
    values.setdefault("staff_id", given._any_staff())
    values.setdefault("reason", "other")
    values.setdefault("added_on", date(2026, 9, 7))
    return given._insert(
        "conversation_target", external_id=os.urandom(8).hex(), pupil_id=pupil, **values
    )
