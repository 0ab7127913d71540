"""Who needs a positive call: the reasons, their weights, and the ranking."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from parentlink.rules.carers import CarerFacts, why_not_callable
from parentlink.rules.own_news import with_own_news
from parentlink.rules.school_days import Block, Calendar, counted, plain_day
from parentlink.rules.standing import (
    RECENT_LIMIT,
    CallSettings,
    Reason,
    Standing,
    is_concern,
    is_praise_sent,
    is_reached,
)
from parentlink.vocabulary import ContactRule, Outcome, PromiseState, Tone

# Our own weights. Nothing that a family gathers in the other rules comes near `_NEVER`, so a family
# that has never had a positive call stands first. Adding a positive call may raise no rule, bar
# the days: those count only once `_NEVER` has gone.
_NEVER = 500
_DAYS_CAP = 200
_NEWS, _NEWS_FLOOR = 20, 2
_CONCERNS = 40
_SILENCE = 15
_TRY, _TRIES_CAP = 2, 10
_PROMISE = 10
_PRAISE = -5


class Row(NamedTuple):
    """A family to call. Its standing holds no carer who must not be contacted."""

    rank: int
    standing: Standing
    carer: CarerFacts
    score: int
    reasons: tuple[Reason, ...]
    school_days_since_positive: int | None


class CannotCall(NamedTuple):
    """A family with nobody to ring, and the reason."""

    family_id: int
    family: str
    pupils: tuple[str, ...]
    reason: str


class CallList(NamedTuple):
    """The whole answer, ranked; `quota` is how many to call this week."""

    rows: tuple[Row, ...]
    cannot_call: tuple[CannotCall, ...]
    resting: int  # families positively reached within the last `min_gap` school days
    uncalled: int  # families that can be called and have had no positive call this half-term
    quota: int
    half_term: Block
    weeks_left: int


Rule = Callable[[Standing, Calendar, date, CallSettings], Reason]


def never_positive(family: Standing, _: Calendar, today: date, __: CallSettings) -> Reason:
    """No positive call or meeting has ever reached the family."""
    if family.last_positive_on is None:
        return Reason("never_positive", _NEVER, "no positive call has reached this family yet")
    day = plain_day(family.last_positive_on, today)
    return Reason("never_positive", 0, f"a positive call reached them on {day}")


def days_since_positive(family: Standing, days: Calendar, today: date, _: CallSettings) -> Reason:
    """One point for each school day since the last positive call or meeting, up to a cap."""
    code, last = "days_since_positive", family.last_positive_on
    if last is None:
        return Reason(code, 0, "no positive call yet to count the days from")
    passed = days.school_days_between(last, today)
    text = (
        f"{counted(passed, 'school day')} since the last positive call ({plain_day(last, today)})"
    )
    return Reason(code, min(passed, _DAYS_CAP), text)


def good_news_waiting(family: Standing, days: Calendar, today: date, _: CallSettings) -> Reason:
    """Something to celebrate; fresh news weighs most, and old news still a little."""
    code = "good_news_waiting"
    if not family.good_news:
        return Reason(code, 0, "no good news is waiting")
    newest = max(family.good_news, key=lambda news: (news.on, news.id))
    age = days.school_days_between(newest.on, today)
    when = f"{counted(age, 'school day')} old" if age else "new"
    text = f"good news about {newest.pupil} is waiting ({when})"
    more = len(family.good_news) - 1
    return Reason(code, max(_NEWS - age, _NEWS_FLOOR), f"{text}, and {more} more" if more else text)


def only_concerns(family: Standing, _: Calendar, __: date, settings: CallSettings) -> Reason:
    """The newest contacts were all about concerns (Ipsos MORI: half of parents hear only those)."""
    code = "only_concerns"
    got_there = [contact for contact in family.recent if contact.outcome == Outcome.REACHED]
    newest = got_there[: settings.concern_run]
    if not newest:
        return Reason(code, 0, "no recent contact to weigh up")
    if not all(is_concern(contact) for contact in newest):
        return Reason(code, 0, "recent contacts were not all about concerns")
    many = f"the last {len(newest)} contacts were" if len(newest) > 1 else "the last contact was"
    return Reason(code, _CONCERNS, f"{many} about concerns: time for good news")


def silence(family: Standing, days: Calendar, today: date, settings: CallSettings) -> Reason:
    """Nobody in the family has been reached for a long time, or ever, though we tried."""
    code, reached = "silence", family.last_reached_on
    since = reached or family.known_since
    passed = days.school_days_between(since, today) if since else 0
    spell = counted(passed, "school day")
    if since and passed >= settings.silent_after:
        text = f"nobody reached for {spell}" if reached else f"{spell} on file, nobody reached yet"
        return Reason(code, _SILENCE, text)
    if reached:
        return Reason(code, 0, f"somebody was reached {spell} ago")
    if family.attempts_since_reached > 0:
        return Reason(code, _SILENCE, "we have tried, and nobody has been reached yet")
    return Reason(code, 0, "no contact yet, and not long on file")


def keep_trying(family: Standing, _: Calendar, __: date, settings: CallSettings) -> Reason:
    """Each unanswered try weighs a little; after a few, another way is advised (article A0)."""
    code, tries = "keep_trying", family.attempts_since_reached
    if tries <= 0:
        return Reason(code, 0, "no unanswered tries")
    spoken = "since we last spoke" if family.last_reached_on else "and nobody reached yet"
    text = f"{counted(tries, 'try', 'tries')} {spoken}"
    if tries >= settings.advise_after:
        text += ": text the good news first, or try another time or number"
    return Reason(code, min(tries * _TRY, _TRIES_CAP), text)


def promise_waiting(family: Standing, _: Calendar, today: date, __: CallSettings) -> Reason:
    """A promise to the family is past its day and still open."""
    code, promise = "promise_waiting", family.last_promise
    if promise is None or promise.state != PromiseState.OPEN:
        return Reason(code, 0, "no promise is open")
    if promise.due_on is None or promise.due_on >= today:
        return Reason(code, 0, "the open promise is not past its day")
    return Reason(
        code, _PROMISE, f"our promise for {plain_day(promise.due_on, today)} is still open"
    )


def praise_sent(family: Standing, days: Calendar, today: date, settings: CallSettings) -> Reason:
    """Written praise or a voicemail counts a little against the need, never as a call.

    When all that the rules were given is this recent, older praise may have dropped out of sight.
    Then being in touch so often counts the same, so that one more call can never add to the score.
    """
    code, window = "praise_sent", settings.praise_window
    sent = next((contact for contact in family.recent if is_praise_sent(contact)), None)
    if sent and days.school_days_between(sent.on, today) <= window:
        way = sent.outcome if sent.outcome == Outcome.VOICEMAIL else sent.channel
        text = f"praise sent by {way} on {plain_day(sent.on, today)}, not yet in person"
        return Reason(code, _PRAISE, text)
    seen = family.recent[:RECENT_LIMIT]
    if len(seen) == RECENT_LIMIT and days.school_days_between(seen[-1].on, today) <= window:
        text = f"{len(seen)} contacts or tries within {counted(window, 'school day')}"
        return Reason(code, _PRAISE, text)
    return Reason(code, 0, f"no praise sent within {counted(window, 'school day')}")


def check_in(family: Standing, _: Calendar, today: date, __: CallSettings) -> Reason:
    """A check-in is contact, never a positive call: it weighs nothing, and `why` says so."""
    code = "check_in"
    for contact in family.recent:
        if contact.tone == Tone.CHECK_IN and is_reached(contact):
            day = plain_day(contact.on, today)
            return Reason(code, 0, f"the check-in on {day} counts as contact, not as positive")
    return Reason(code, 0, "no recent check-in")


RULES: tuple[Rule, ...] = (
    never_positive,
    days_since_positive,
    only_concerns,
    good_news_waiting,
    silence,
    keep_trying,
    promise_waiting,
    praise_sent,
    check_in,
)


def all_reasons(
    standing: Standing, calendar: Calendar, today: date, settings: CallSettings
) -> tuple[Reason, ...]:
    """Every term of the sum in the order of `RULES`, those that weigh nothing included."""
    return tuple(rule(standing, calendar, today, settings) for rule in RULES)


def reasons(
    standing: Standing, calendar: Calendar, today: date, settings: CallSettings
) -> tuple[Reason, ...]:
    """The terms that weigh something; when none does, the days since the last positive call."""
    terms = all_reasons(standing, calendar, today, settings)
    return tuple(term for term in terms if term.weight) or terms[1:2]


def is_resting(standing: Standing, calendar: Calendar, today: date, settings: CallSettings) -> bool:
    """Whether a positive call reached the family less than `min_gap` school days ago."""
    last = standing.last_positive_on
    return last is not None and calendar.school_days_between(last, today) < settings.min_gap


def weekly_quota(uncalled: int, weeks_left: int) -> int:
    """Families to call this week so that all are called by the half-term's end, rounded up."""
    return -(-max(uncalled, 0) // max(weeks_left, 1))


def who_needs(
    standings: Iterable[Standing], calendar: Calendar, today: date, settings: CallSettings
) -> CallList:
    """Every family given: ranked to be called, resting, or with nobody who can be called."""
    half_term = calendar.half_term(today)
    found: list[Row] = []
    cannot: list[CannotCall] = []
    resting = uncalled = 0
    for standing in standings:
        standing, carer = with_own_news(standing, today)
        if carer is None:
            cannot.append(_cannot_call(standing, today))
            continue
        last = standing.last_positive_on
        uncalled += last is None or last < half_term.starts_on
        if is_resting(standing, calendar, today, settings):
            resting += 1
        else:
            found.append(_row(standing, carer, calendar, today, settings))
    weeks = calendar.teaching_weeks_left(today)
    return CallList(
        _ranked(found),
        tuple(sorted(cannot, key=lambda item: (_folded(item.family), item.family_id))),
        resting,
        uncalled,
        weekly_quota(uncalled, weeks),
        half_term,
        weeks,
    )


def _row(
    standing: Standing, carer: CarerFacts, calendar: Calendar, today: date, settings: CallSettings
) -> Row:
    terms = reasons(standing, calendar, today, settings)
    last = standing.last_positive_on
    since = calendar.school_days_between(last, today) if last else None
    allowed = tuple(c for c in standing.carers if c.rule in (ContactRule.ALLOW, ContactRule.ASK))
    if len(allowed) < len(standing.carers):
        standing = standing._replace(carers=allowed)
    return Row(0, standing, carer, sum(term.weight for term in terms), terms, since)


def _cannot_call(standing: Standing, today: date) -> CannotCall:
    reason = why_not_callable(standing.carers, today)
    return CannotCall(standing.family_id, standing.family, standing.pupils, reason)


def _ranked(rows: Sequence[Row]) -> tuple[Row, ...]:
    ordered = sorted(rows, key=_order)
    return tuple(row._replace(rank=rank) for rank, row in enumerate(ordered, start=1))


def _order(row: Row) -> tuple[int, date, str, int]:
    """Highest score, then longest unreached, then by name: a new call can only move it down."""
    family = row.standing
    return (
        -row.score,
        family.last_reached_on or date.min,
        _folded(family.family),
        family.family_id,
    )


def _folded(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
