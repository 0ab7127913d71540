"""Whom to ask for in a family, and why a family cannot be called."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parentlink.rules.school_days import plain_day
from parentlink.vocabulary import ContactRule, Responsibility


class CarerFacts(NamedTuple):
    """What matters about a carer before a call. Priority 1 is asked for first."""

    id: int
    name: str
    phone: str | None
    rule: str  # ContactRule
    rule_reason: str | None
    responsibility: str  # Responsibility
    priority: int
    away_until: date | None  # the last day away
    preferred_channel: str | None
    best_times: str | None
    language: str | None
    interpreter: bool
    number_wrong: bool
    professional: bool = False  # a childminder, a doctor ...: no family (rules/professionals)
    number_of: str | None = None  # who is barred and has this number too (rules/shared_ways)
    email_of: str | None = None  # who is barred and has the e-mail address on file too
    pupils: tuple[int, ...] = ()  # whose carer this is


# Sentence for the only carer; for one of several; for every one of several.
_OBSTACLES = {
    "never": (
        "the only carer must not be contacted",
        "must not be contacted",
        "no carer may be contacted",
    ),
    "phone": (
        "the only carer has no phone number on file",
        "no phone number on file",
        "no carer has a phone number on file",
    ),
    "wrong": (
        "the only carer's number on file is wrong",
        "number on file is wrong",
        "every number on file is wrong",
    ),
    "away": (
        "the only carer is away until {}",
        "away until {}",
        "every carer is away, the first back after {}",
    ),
}


def right_carer(carers: Sequence[CarerFacts], today: date) -> CarerFacts | None:
    """The carer to ask for, or None when nobody may and can be rung today.

    Never somebody whose rule is "never", who is away, or without a working number. First those who
    may simply be contacted, then those to ask about; a carer known to be without parental
    responsibility comes last within each; then the school's own priority. A professional is asked
    for only where there is no family that may be contacted.
    """
    able = [carer for carer in family_first(carers) if _obstacle(carer, today) is None]
    return min(able, key=_order, default=None)


def may_hear_of(carer: CarerFacts, pupil_id: int, carers: Sequence[CarerFacts]) -> bool:
    """Whether a carer is to be told about a pupil: their own, or one who is nobody's on file yet.

    Half-siblings may share a household: nobody hears about another mother's child.
    """
    return pupil_id in carer.pupils or not any(pupil_id in one.pupils for one in carers)


def family_first(carers: Sequence[CarerFacts]) -> Sequence[CarerFacts]:
    """The carers without professionals, if any of the others may be contacted; else all."""
    family = [carer for carer in carers if not carer.professional]
    open_to = any(_obstacle(carer, date.max) != "never" for carer in family)
    return family if open_to else carers


def why_not_callable(carers: Sequence[CarerFacts], today: date) -> str:
    """Why nobody can be rung, naming nobody; empty when somebody can."""
    if not carers:
        return "no carer on file"
    carers = family_first(carers)
    obstacles = [_obstacle(carer, today) for carer in carers]
    found = Counter(obstacle for obstacle in obstacles if obstacle)
    if found.total() < len(carers):
        return ""
    away = [c.away_until for c in carers if c.away_until and _obstacle(c, today) == "away"]
    ordered = [kind for kind in _OBSTACLES if kind in found]
    if len(ordered) > 1:
        parts = (f"{found[kind]} {_OBSTACLES[kind][1]}" for kind in ordered)
        text = f"{len(carers)} carers on file: " + ", ".join(parts)
    else:
        text = _OBSTACLES[ordered[0]][0 if len(carers) == 1 else 2]
    return text.format(plain_day(min(away, default=today), today))


def _obstacle(carer: CarerFacts, today: date) -> str | None:
    """What stands in the way of ringing this carer, as a key of the sentences."""
    if carer.rule not in (ContactRule.ALLOW, ContactRule.ASK):
        return "never"  # an unknown word fails safe
    if not carer.phone:
        return "phone"
    if carer.number_wrong:
        return "wrong"
    return "away" if carer.away_until and carer.away_until >= today else None


def _order(carer: CarerFacts) -> tuple[bool, bool, int, bool, int]:
    return (
        carer.rule != ContactRule.ALLOW,
        carer.responsibility == Responsibility.NO,
        carer.priority,
        carer.responsibility != Responsibility.YES,
        carer.id,
    )
