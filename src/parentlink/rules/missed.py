"""After a missed conversation: the steps, their dates in school days, and what comes next."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.school_days import Calendar
from parentlink.vocabulary.talks import MissedStep

# School days after the miss. The reason is PRACTICE (d); the others lead up to the new date there.
DAYS = {
    MissedStep.REASON: 2,
    MissedStep.BETTER_TIME: 2,
    MissedStep.OTHER_CHANNEL: 3,
    MissedStep.HOME_VISIT: 5,
}
TRY_ANOTHER_WAY = 2  # misses after which the same way is not simply tried again

TO_DO = {
    MissedStep.REASON: "hear what got in the way",
    MissedStep.BETTER_TIME: "ask for a time that suits them better, and book it",
    MissedStep.OTHER_CHANNEL: "try another way of getting in touch, or another person",
    MissedStep.HOME_VISIT: "offer to come to them",
}
# Co-op, Lime Hills, Headteacher mag: PRACTICE (d).
VISIT_SAFELY = (
    "Before a home visit: two adults go, somebody at school knows the address and when you are "
    "back by, and you carry a phone."
)


class DatedStep(NamedTuple):
    """A step, and the day by which it is to be done."""

    step: MissedStep
    due_on: date


def dated_steps(missed_on: date, calendar: Calendar) -> tuple[DatedStep, ...]:
    """Every step in its order, counted from the day of the miss."""
    return tuple(
        DatedStep(step, calendar.add_school_days(missed_on, days)) for step, days in DAYS.items()
    )


def next_step(open_steps: tuple[str, ...], misses: int) -> MissedStep | None:
    """The open step to take now: after two misses another channel or a home visit, if one is left.

    The reason always comes first, since it says which way may work.
    """
    ordered = [step for step in MissedStep if step in open_steps]
    later = [step for step in ordered if step not in (MissedStep.REASON, MissedStep.BETTER_TIME)]
    if misses >= TRY_ANOTHER_WAY and later and MissedStep.REASON not in ordered:
        return later[0]
    return ordered[0] if ordered else None


def advice(open_steps: tuple[str, ...], misses: int) -> list[str]:
    """What to do next, a sentence each; nothing when no step is open."""
    step = next_step(open_steps, misses)
    if step is None:
        return []
    often = f"Missed {'twice' if misses == 2 else f'{misses} times'}. " if misses > 1 else ""
    said = [f"{often}Next: {TO_DO[step]} ({step.value})."]
    return [*said, VISIT_SAFELY] if step == MissedStep.HOME_VISIT else said
