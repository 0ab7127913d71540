"""Invented families for the tests of the rules, their standing worked out the plain way."""

from datetime import date, timedelta

from parentlink.rules.calls import CallList, all_reasons, who_needs
from parentlink.rules.carers import CarerFacts
from parentlink.rules.school_days import Calendar
from parentlink.rules.standing import (
    RECENT_LIMIT,
    CallSettings,
    ContactFacts,
    NewsFacts,
    PromiseFacts,
    Standing,
    is_attempt,
    is_positive,
    is_reached,
)

USUAL = Calendar.of(())
MONDAY = date(2025, 12, 1)
HOUSE = CallSettings()


def carer(
    id: int = 1,
    name: str = "Ngozi",
    phone: str | None = "07700 900123",
    rule: str = "allow",
    responsibility: str = "yes",
    priority: int = 1,
    away_until: date | None = None,
    number_wrong: bool = False,
) -> CarerFacts:
    return CarerFacts(
        id, name, phone, rule, None, responsibility, priority, away_until, None, None, None, False,
        number_wrong,
    )  # fmt: skip


def contact(
    ago: int = 0,
    tone: str | None = "positive",
    outcome: str = "reached",
    channel: str = "call",
    direction: str = "outgoing",
) -> ContactFacts:
    return ContactFacts(MONDAY - timedelta(days=ago), channel, direction, tone, outcome)


def family(
    *history: ContactFacts,
    family_id: int = 1,
    name: str = "Okafor",
    carers: tuple[CarerFacts, ...] = (carer(),),
    news: tuple[NewsFacts, ...] = (),
    promise: PromiseFacts | None = None,
) -> Standing:
    """A family's standing, worked out from its history the plain way."""
    newest = sorted(history, key=lambda c: c.on, reverse=True)
    reached = [place for place, c in enumerate(newest) if is_reached(c)]
    unanswered = newest[: reached[0]] if reached else newest
    return Standing(
        family_id=family_id,
        family=name,
        pupils=("Ada",),
        carers=carers,
        last_positive_on=max((c.on for c in history if is_positive(c)), default=None),
        last_reached_on=newest[reached[0]].on if reached else None,
        recent=tuple(newest[:RECENT_LIMIT]),
        attempts_since_reached=sum(is_attempt(c) for c in unanswered),
        good_news=news,
        last_promise=promise,
        known_since=date(2025, 9, 3),
    )


def asked(*standings: Standing, today: date = MONDAY) -> CallList:
    return who_needs(standings, USUAL, today, HOUSE)


def terms(standing: Standing) -> dict[str, tuple[int, str]]:
    return {r.code: (r.weight, r.text) for r in all_reasons(standing, USUAL, MONDAY, HOUSE)}
