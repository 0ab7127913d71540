"""What to say before or when a carer is contacted: warnings, and what must not happen."""

from datetime import date, datetime

from parentlink.rules.carers import CarerFacts
from parentlink.rules.school_days import plain_day
from parentlink.rules.shared_ways import check_number
from parentlink.vocabulary import Channel, ContactRule, Direction, Responsibility

# Channels that are in the carer's pocket, and so can wake somebody up.
_RINGING = {Channel.CALL, Channel.VIDEO, Channel.TEXT}


def blocked(carer: CarerFacts, direction: str) -> str:
    """Why an outgoing contact with this carer must not be logged without a reason; or nothing."""
    if direction != Direction.OUTGOING or carer.rule in (ContactRule.ALLOW, ContactRule.ASK):
        return ""
    return f"DO NOT CONTACT {carer.name}: {_reason(carer)}."


def reminder(carer: CarerFacts, direction: str) -> list[str]:
    """What to remember when a carer who must not be contacted got in touch with us."""
    block = blocked(carer, Direction.OUTGOING) if direction == Direction.INCOMING else ""
    return [f"{block} They got in touch with us; do not ring back."] if block else []


def warnings(
    carer: CarerFacts, channel: str, direction: str, local: datetime, quiet: tuple[str, str]
) -> list[str]:
    """What the person logging should hear about this carer, each a line of its own.

    `quiet` is from when and until when the school does not call, as "20:00" and "08:00".
    """
    said = [
        _ask_first(carer, direction),
        _check_number(carer, channel, direction),
        _no_responsibility(carer),
        _other_channel(carer, channel, direction),
        _away(carer, local.date(), direction),
        _quiet_hours(channel, direction, local, quiet),
    ]
    return [sentence for sentence in said if sentence]


def _ask_first(carer: CarerFacts, direction: str) -> str:
    if carer.rule != ContactRule.ASK or direction != Direction.OUTGOING:
        return ""
    return f"ASK FIRST before contacting {carer.name}: {_reason(carer)}."


def _check_number(carer: CarerFacts, channel: str, direction: str) -> str:
    """That a ring or a message may reach somebody else, who must not be contacted."""
    if direction != Direction.OUTGOING or blocked(carer, direction):
        return ""
    if channel in _RINGING and carer.number_of:
        return f"CHECK THE NUMBER of {carer.name}: {check_number(carer.number_of)}."
    if channel == Channel.EMAIL and carer.email_of:
        return f"CHECK THE E-MAIL ADDRESS of {carer.name}: {check_number(carer.email_of)}."
    return ""


def _reason(carer: CarerFacts) -> str:
    return (carer.rule_reason or "no reason on file").rstrip(".")


def _no_responsibility(carer: CarerFacts) -> str:
    if carer.responsibility != Responsibility.NO:
        return ""
    return (
        f"{carer.name} does not have parental responsibility: mind what you may share, "
        "and who else should hear it."
    )


def _other_channel(carer: CarerFacts, channel: str, direction: str) -> str:
    preferred = carer.preferred_channel
    if not preferred or preferred == channel or direction != Direction.OUTGOING:
        return ""
    times = f" ({carer.best_times})" if carer.best_times else ""
    return f"{carer.name} asked to be contacted by {preferred}{times}."


def _away(carer: CarerFacts, today: date, direction: str) -> str:
    if direction != Direction.OUTGOING or not carer.away_until or carer.away_until < today:
        return ""
    return f"{carer.name} is away until {plain_day(carer.away_until, today)}."


def _quiet_hours(channel: str, direction: str, local: datetime, quiet: tuple[str, str]) -> str:
    if direction != Direction.OUTGOING or channel not in _RINGING:
        return ""
    said = in_quiet_hours(local, quiet)
    return f"{said}: families may be asleep." if said else ""


def in_quiet_hours(local: datetime, quiet: tuple[str, str]) -> str:
    """That this moment is in the quiet hours (`quiet` as in `warnings`); or nothing."""
    start, end = _minutes(quiet[0]), _minutes(quiet[1])
    now = local.hour * 60 + local.minute
    inside = (start <= now or now < end) if start > end else start <= now < end
    return f"{local:%H:%M} is in the quiet hours ({quiet[0]} to {quiet[1]})" if inside else ""


def _minutes(clock: str) -> int:
    """Minutes after midnight; "8:00" and "08:00" are the same."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
