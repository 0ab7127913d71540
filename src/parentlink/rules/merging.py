"""Two records of one person: what stays, what is filled from the other, what differs.

The record that is kept counts; the other one fills its blanks. Five things are not left to that:
the stricter contact rule holds, a yes to a restricted flag (or to an interpreter) and a medical
fact are not lost, and somebody is at school, or a family is not archived, if one of the two records
says so.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from parentlink.vocabulary import PHONES, STRENGTH, ContactRule
from parentlink.vocabulary.restricted import RESTRICTED_FLAGS

Value = str | int | None  # as the file keeps it
Values = Mapping[str, Value]

_YES_COUNTS = (*RESTRICTED_FLAGS, "interpreter")
_NONE_COUNTS = ("leaves_on", "archived_on", "left_on")
_RULE = ("contact_rule", "rule_reason")
_LONGEST = 500
_LONGEST_FACT = 1_000  # that an import takes
_AND = "; "
# What a family tree is not: any better word on file says more.
_VAGUE = frozenset(
    (
        *("", "parent", "guardian", "carer", "contact", "relative", "other", "unknown"),
        *("parents", "guardians", "carers", "contacts"),
    )
)
_UNSAID = ("responsibility", "lives_with")


class Outcome(StrEnum):
    """What became of one thing that the two records say."""

    FILLED = "filled"  # from the other record
    STAYS = "stays"  # and the other record said something else
    TAKEN = "taken"  # from the other record, although the kept one said something else
    BOTH = "both"  # what the other record says stands behind what the kept one says


class Point(NamedTuple):
    """One thing in which the records differ."""

    column: str
    outcome: Outcome
    kept: Value
    other: Value


class Settled(NamedTuple):
    """The kept record's changed columns, and every point in which the two differed."""

    changes: dict[str, Value]
    points: list[Point]


def settle(kept: Values, other: Values) -> Settled:
    """One record of two with the same columns; contact rules are settled together."""
    changes: dict[str, Value] = {}
    points = []
    for column in kept:
        if column in _RULE or kept[column] == other[column]:
            continue
        outcome = _outcome(column, kept, other)
        if outcome is None:
            continue
        points.append(Point(column, outcome, kept[column], other[column]))
        if outcome is Outcome.BOTH:
            changes[column] = f"{kept[column]}{_AND}{other[column]}"
        elif outcome is not Outcome.STAYS:
            changes[column] = other[column]
    if "contact_rule" in kept:
        changes |= _rule(kept, other)
    return Settled(changes, points)


def _outcome(column: str, kept: Values, other: Values) -> Outcome | None:
    mine, theirs = kept[column], other[column]
    if column in _NONE_COUNTS:
        return Outcome.TAKEN if theirs is None else Outcome.STAYS if mine else None
    if theirs is None or (column in PHONES and mine is None and _has(kept, theirs)):
        return None
    if mine is None:
        return Outcome.FILLED
    if (column in _YES_COUNTS and theirs) or (column == "sen_status" and str(theirs) < str(mine)):
        return Outcome.TAKEN  # E (a plan) and K (support) come before N (none)
    return Outcome.BOTH if column == "medical" and _adds(mine, theirs) else Outcome.STAYS


def _adds(mine: Value, theirs: Value) -> bool:
    """Whether a text has something that the other one has not, and there is room for both."""
    is_new = str(theirs).casefold() not in str(mine).casefold()
    return is_new and len(f"{mine}{_AND}{theirs}") <= _LONGEST_FACT


def _has(kept: Values, number: Value) -> bool:
    return number in [kept.get(column) for column in PHONES]


def _rule(kept: Values, other: Values) -> dict[str, Value]:
    """The stricter rule with its reason; of two that are equally strict both reasons."""
    mine, theirs = (STRENGTH[ContactRule(str(each["contact_rule"]))] for each in (kept, other))
    if theirs > mine:
        return {column: other[column] for column in _RULE}
    reason, more = kept["rule_reason"], other["rule_reason"]
    if theirs < mine or not more or str(more) in str(reason or ""):
        return {}
    return {"rule_reason": (f"{reason}; {more}" if reason else str(more))[:_LONGEST]}


def settle_link(kept: Values, other: Values) -> Settled:
    """What a carer is to a pupil, from two records of it."""
    changes: dict[str, Value] = {}
    points = []
    for column in kept:
        mine, theirs = kept[column], other[column]
        if mine == theirs or (_is_unsaid(column, theirs) and mine is not None):
            continue
        outcome = _link_outcome(column, mine, theirs)
        if outcome is not Outcome.STAYS:
            changes[column] = theirs
        if column not in ("priority", "listed"):
            points.append(Point(column, outcome, mine, theirs))
    return Settled(changes, points)


def _link_outcome(column: str, mine: Value, theirs: Value) -> Outcome:
    if column == "priority":
        return Outcome.TAKEN if int(theirs or 0) < int(mine or 0) else Outcome.STAYS
    if column in ("emergency", "listed"):
        return Outcome.TAKEN if theirs else Outcome.STAYS
    return Outcome.FILLED if _is_unsaid(column, mine) else Outcome.STAYS


def _is_unsaid(column: str, value: Value) -> bool:
    if column == "relationship":
        return is_vague(str(value or ""))
    return value is None or (column in _UNSAID and value == "unknown")


def is_vague(relationship: str) -> bool:
    """Whether a relationship says no more than that there is one."""
    return relationship.casefold().strip() in _VAGUE


def why_not(kept: Values, other: Values) -> tuple[str, str] | None:
    """The column that shows that two pupils are two, and a sentence; None if nothing does."""
    if kept["upn"] and other["upn"] and kept["upn"] != other["upn"]:
        return "upn", "They have two different UPNs."
    if _differ("date_of_birth", kept, other):
        return "date_of_birth", "Their dates of birth differ."
    return None


def _differ(column: str, kept: Values, other: Values) -> bool:
    return None not in (kept[column], other[column]) and kept[column] != other[column]
