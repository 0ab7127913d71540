"""Whom to invite to a structured conversation, and who leads it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parentlink.vocabulary import ContactRule, Responsibility


class Invitee(NamedTuple):
    """A carer who may be invited for a pupil; `priority` is None when nothing links the two."""

    family_id: int
    family: str
    key_contact_id: int | None
    carer_id: int
    carer: str
    rule: str  # ContactRule
    rule_reason: str | None
    responsibility: str | None  # Responsibility
    priority: int | None
    away_until: date | None  # the last day away
    best_times: str | None
    languages: str | None
    interpreter: bool


def whom_to_invite(carers: Sequence[Invitee]) -> Invitee | None:
    """The carer to invite: never one whose rule is "never", first those who may simply be asked.

    Then those who are something to this pupil, somebody without parental responsibility last, then
    the school's own priority. None when nobody may be invited.
    """
    return min((one for one in carers if may_invite(one)), key=_order, default=None)


def may_invite(one: Invitee) -> bool:
    """Whether the contact rule lets us; an unknown word fails safe."""
    return one.rule in (ContactRule.ALLOW, ContactRule.ASK)


def nobody_to_invite(carers: Sequence[Invitee]) -> str:
    """Why nobody can be invited, naming nobody."""
    if not carers:
        return "no carer is on file"
    return "no carer on file may be contacted"


def ask_first(one: Invitee) -> str | None:
    """The reason on file, when this carer may only be contacted after asking."""
    if one.rule != ContactRule.ASK:
        return None
    return why(one)


def why(one: Invitee) -> str:
    """The reason of a contact rule, without a full stop of its own."""
    return (one.rule_reason or "no reason on file").rstrip(".")


def interpreter_for(one: Invitee) -> str | None:
    """The language to find an interpreter for; None when none is needed."""
    return (one.languages or "language not on file") if one.interpreter else None


def _order(one: Invitee) -> tuple[bool, bool, bool, int, bool, int]:
    return (
        one.rule != ContactRule.ALLOW,
        one.responsibility is None,
        one.responsibility == Responsibility.NO,
        one.priority or 1,
        one.responsibility != Responsibility.YES,
        one.carer_id,
    )
