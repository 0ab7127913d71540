"""Whom a message to many families may go to."""

from datetime import date

from parentlink.vocabulary import ContactRule, LivesWith, Responsibility

NEVER, ASK, AWAY = "who must not be contacted", "to be asked about first", "who are away"
NOT_TOLD = "who have no parental responsibility and do not live with the pupil"


def barred(rule: str) -> str | None:
    """Why a carer is in no list of people to reach, or None; an unknown word fails safe.

    Who is to be asked about first is no line in a list either.
    """
    if rule == ContactRule.ALLOW:
        return None
    return ASK if rule == ContactRule.ASK else NEVER


def not_written_to(rule: str, away_until: date | None, today: date) -> str | None:
    """Why a carer gets nothing that is sent to many, or None."""
    away = away_until is not None and away_until >= today  # it is the last day away
    return barred(rule) or (AWAY if away else None)


def hears_of(responsibility: str, lives_with: str) -> bool:
    """Whether a carer hears of a pupil from a mailing.

    A parent in law is who has parental responsibility or has the care of the child (Education Act
    1996, s. 576), wherever they live; a neighbour who is rung in an emergency is neither.
    """
    cares = lives_with in (LivesWith.YES, LivesWith.PART)
    return responsibility != Responsibility.NO or cares
