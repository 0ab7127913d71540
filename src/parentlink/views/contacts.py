"""The line after a contact was logged."""

from datetime import datetime

from parentlink.rules.school_days import plain_day
from parentlink.usecases.contacts import Logged, Wish
from parentlink.vocabulary import Outcome


def logged_line(done: Logged, wish: Wish, now: datetime) -> str:
    """What changed, what it means, and how to take it back: one line."""
    with_ = done.carer or f"the {done.family} family"
    about = f" about {_and(done.pupils)}" if done.pupils else ""
    day = (
        "" if wish.local.date() == now.date() else f" on {plain_day(wish.local.date(), now.date())}"
    )
    came = wish.outcome if wish.outcome != Outcome.REACHED else wish.tone
    promise = f" Promise {done.promise_id} noted." if done.promise_id else ""
    sense = f" {done.meaning}" if done.meaning else ""
    return (
        f"Logged {wish.channel} {done.id} with {with_}{about}{day}: {came}."
        f"{sense}{promise} Undo: parentlink undo"
    )


def _and(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
