"""Who may be a target for structured conversations: the reasons to think so, and how many."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.calls import only_concerns, silence
from parentlink.rules.school_days import Calendar, counted
from parentlink.rules.standing import CallSettings, Standing
from parentlink.vocabulary import SenStatus
from parentlink.vocabulary.talks import TargetReason

# Achievement for All took the lowest 20 % or vulnerable pupils (EEF 2020, PRACTICE (d)).
ABOUT = 5  # one in five
TERMS = 3
USUAL_MINUTES = 60  # up to an hour (article A4)

_FLAG = "a flag on file"


class Why(NamedTuple):
    """One reason to suggest a pupil."""

    code: str
    text: str


class Flags(NamedTuple):
    """The restricted flags of a pupil."""

    sen_status: str | None
    pupil_premium: bool | None
    looked_after: bool | None
    young_carer: bool | None


def flag_reasons(flags: Flags, *, named: bool) -> list[Why]:
    """The flags as reasons: each by its name where that was asked for, otherwise that there is one.

    What a flag is called is restricted; that there is one is needed to decide.
    """
    sen = flags.sen_status in (SenStatus.PLAN, SenStatus.SUPPORT)
    found = [
        Why(code.value, text)
        for there, code, text in (
            (flags.pupil_premium, TargetReason.PP, "pupil premium"),
            (sen, TargetReason.SEND, f"special educational needs ({flags.sen_status})"),
            (flags.looked_after, TargetReason.LAC, "looked after"),
            (flags.young_carer, TargetReason.YOUNG_CARER, "young carer"),
        )
        if there
    ]
    return found if named or not found else [Why("flag", _FLAG)]


def reach_reasons(
    family: Standing, days: Calendar, today: date, settings: CallSettings
) -> list[Why]:
    """What the contact log says: nothing positive this half-term, only concerns, silence."""
    found = []
    half_term = days.half_term(today)
    last = family.last_positive_on
    if last is None or last < half_term.starts_on:
        found.append(Why("no_positive", "nothing positive has reached them this half-term"))
    for rule in (only_concerns, silence):
        reason = rule(family, days, today, settings)
        if reason.weight:
            found.append(Why(reason.code, reason.text.split(":")[0]))
    return found


def too_many(targets: int, pupils: int, whose: str) -> str:
    """A warning above one in five, with the hours a year it takes; empty otherwise."""
    if targets * ABOUT <= pupils:
        return ""
    return (
        f"{size(targets, pupils, whose)} The practice is about one in five: please be sure that "
        "there is the time."
    )


def size(targets: int, pupils: int, whose: str) -> str:
    """How many are targets, and the hours that their conversations take in a year."""
    hours = counted(targets * TERMS * USUAL_MINUTES // 60, "hour")
    share = f" ({round(100 * targets / pupils)} %)" if pupils else ""
    return (
        f"{targets} of {counted(pupils, 'pupil')} {whose}{share}: {hours} of conversations a year."
    )
