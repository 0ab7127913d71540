"""The line after a contact was logged, or could not be."""

from collections.abc import Iterable
from datetime import date, datetime

from parentlink.parse.names import quoted
from parentlink.rules.school_days import plain_day
from parentlink.usecases.contacts import Logged, Wish
from parentlink.views.gate import one_line
from parentlink.vocabulary import Outcome

_RECENT = 12  # weeks; the day of an older contact may well be a slip


def logged_line(done: Logged, wish: Wish, now: datetime) -> str:
    """What changed, what it means, and how to take it back: one line."""
    with_ = done.carer or f"the {done.family} family"
    about = f" about {_and(done.pupils)}" if done.pupils else ""
    day = _day(wish.local.date(), now.date())
    came = wish.outcome if wish.outcome != Outcome.REACHED else wish.tone
    promise = f" Promise {done.promise_id} noted." if done.promise_id else ""
    sense = f" {done.meaning}" if done.meaning else ""
    return (
        f"Logged {wish.channel} {done.id} with {with_}{about}{day}: {came}."
        f"{sense}{promise} Undo: parentlink undo"
    )


def to_type_again(command: str, who: str, options: Iterable[tuple[str, str | None]]) -> str:
    """What was asked for and could not be saved, in one line to copy; "" is an option alone."""
    words = ["parentlink", command, quoted(who)]
    for option, text in options:
        if text is not None:
            words += [option, quoted(text)] if text else [option]
    return one_line(" ".join(words))


def _day(day: date, today: date) -> str:
    """The day unless it is today; far back it says how far: "30/11" typed a week early."""
    if day == today:
        return ""
    weeks = (today - day).days // 7
    return f" on {plain_day(day, today)}{f' ({weeks:,} weeks ago)' if weeks > _RECENT else ''}"


def _and(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
