"""What is on file about one family, as the rules need it: its carers, pupils and contacts."""

from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.rules.carers import CarerFacts
from parentlink.rules.professionals import is_professional
from parentlink.rules.school_days import Calendar, CalendarEntry
from parentlink.rules.shared_ways import Ways, by_way, to_ring, whose_too
from parentlink.rules.standing import (
    RECENT_LIMIT,
    ContactFacts,
    NewsFacts,
    PromiseFacts,
    Standing,
    is_attempt,
    is_reached,
)
from parentlink.settings import BY_NAME
from parentlink.store.store import Store


class CarerRow(NamedTuple):
    """A carer of a family beside one of their pupils, if any."""

    id: int
    name: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None
    rule: str
    rule_reason: str | None
    away_until: date | None
    preferred_channel: str | None
    best_times: str | None
    language: str | None
    interpreter: bool
    numbers_at: datetime | None
    relationship: str | None
    responsibility: str | None
    priority: int | None
    pupil_id: int | None


class ContactRow(NamedTuple):
    """One contact, newest first, for the rules."""

    on: date
    channel: str
    direction: str
    tone: str | None
    outcome: str
    carer_id: int | None
    at: datetime


class PupilRow(NamedTuple):
    """A pupil who is at school now."""

    id: int
    name: str
    tutor_group: str | None


class Pair(NamedTuple):
    """A setting that was changed."""

    name: str
    value: str


CARERS = (
    "SELECT c.id, c.name, c.mobile_phone, c.home_phone, c.work_phone, c.email, c.contact_rule,"
    " c.rule_reason, c.away_until, c.preferred_channel, c.best_times, c.languages, c.interpreter,"
    " c.numbers_at, k.relationship, k.responsibility, k.priority, k.pupil_id"
    " FROM carer c LEFT JOIN pupil_carer k ON k.carer_id = c.id"
    " WHERE c.family_id = :family_id ORDER BY c.id"
)
# Whoever is barred in the family, in another household of its pupils, or is a carer of one.
BARRED_NEAR = (
    "SELECT b.name, b.mobile_phone, b.home_phone, b.work_phone, b.email FROM carer b"
    " WHERE b.contact_rule = 'never' AND b.id IN ("
    "SELECT c.id FROM carer c WHERE c.family_id = :family_id"
    " UNION SELECT c.id FROM pupil_family m JOIN pupil_family o ON o.pupil_id = m.pupil_id"
    " JOIN carer c ON c.family_id = o.family_id WHERE m.family_id = :family_id"
    " UNION SELECT k.carer_id FROM pupil_family m JOIN pupil_carer k ON k.pupil_id = m.pupil_id"
    " WHERE m.family_id = :family_id) ORDER BY b.id"
)
# A pupil who has left, or has not started, is nobody to ring about.
PUPILS = (
    "SELECT p.id, COALESCE(p.preferred_name, p.legal_name), p.tutor_group"
    " FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id"
    " WHERE pf.family_id = :family_id"
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :today)"
    " AND (p.starts_on IS NULL OR p.starts_on <= :today)"
    " ORDER BY p.year_group, p.name_key, p.id"
)
RECENT = (
    "SELECT happened_on, channel, direction, tone, outcome, carer_id, happened_at FROM contact"
    " WHERE family_id = :family_id ORDER BY happened_at DESC, id DESC"
    f" LIMIT {RECENT_LIMIT}"
)
# The condition is spelled as in the partial index, so that it is one seek (tables/).
LAST_POSITIVE = (
    "SELECT MAX(happened_on) FROM contact WHERE family_id = :family_id"
    " AND tone = 'positive' AND outcome = 'reached'"
    " AND channel IN ('call', 'meeting', 'home-visit', 'video')"
)
LAST_REACHED = (
    "SELECT MAX(happened_at) FROM contact WHERE family_id = :family_id AND outcome = 'reached'"
    " AND (direction = 'incoming' OR channel IN ('call', 'meeting', 'home-visit', 'video'))"
)
ATTEMPTS_AFTER = (
    "SELECT COUNT(*) FROM contact WHERE family_id = :family_id AND happened_at > :after"
    " AND direction = 'outgoing' AND outcome <> 'reached'"
)
NEWS_WAITING = (
    "SELECT g.id, COALESCE(p.preferred_name, p.legal_name), g.text, g.happened_on, g.pupil_id"
    " FROM pupil_family pf JOIN good_news g ON g.pupil_id = pf.pupil_id"
    " JOIN pupil p ON p.id = g.pupil_id"
    " WHERE pf.family_id = :family_id AND g.contact_id IS NULL ORDER BY g.happened_on DESC, g.id"
)
LAST_PROMISE = (
    "SELECT id, what, due_on, state FROM promise WHERE family_id = :family_id"
    " ORDER BY state = 'open' DESC, CASE WHEN state = 'open' THEN due_on END,"
    " made_on DESC, id DESC LIMIT 1"
)
ADDED = "SELECT added_on FROM family WHERE id = :family_id"
CALENDAR = "SELECT kind, name, starts_on, ends_on FROM calendar_entry ORDER BY starts_on, id"
SETTINGS_ON_FILE = "SELECT name, value FROM setting"

_STRONGEST = ("yes", "unknown", "no")  # what a carer of several pupils is taken for


def calendar(store: Store) -> Calendar:
    """The school's calendar, or the usual year where nothing is on file."""
    return Calendar.of(store.all(CalendarEntry, CALENDAR))


def settings(store: Store) -> dict[str, str]:
    """Every setting: what the school chose, otherwise our default."""
    chosen = {pair.name: pair.value for pair in store.all(Pair, SETTINGS_ON_FILE)}
    return {name: chosen.get(name, setting.default) for name, setting in BY_NAME.items()}


def pupils(store: Store, family_id: int, today: date) -> list[PupilRow]:
    """The pupils of a family who are at school now."""
    return store.all(PupilRow, PUPILS, family_id=family_id, today=today)


def recent(store: Store, family_id: int) -> list[ContactRow]:
    """The newest contacts and attempts."""
    return store.all(ContactRow, RECENT, family_id=family_id)


def barred_near(store: Store, family_id: int) -> dict[str, str]:
    """The numbers and addresses of who is barred in or around a family, with their names."""
    return by_way(store.all(Ways, BARRED_NEAR, family_id=family_id))


def carers(store: Store, family_id: int, newest: list[ContactRow]) -> tuple[CarerFacts, ...]:
    """The carers of a family, whatever their contact rule; the rules leave out who must be."""
    barred = barred_near(store, family_id)
    rows = store.all(CarerRow, CARERS, family_id=family_id)
    return tuple(_facts(list(links), barred, newest) for _, links in groupby(rows, itemgetter(0)))


def _facts(links: list[CarerRow], barred: dict[str, str], newest: list[ContactRow]) -> CarerFacts:
    """One carer, with the strongest link to any pupil."""
    one = links[0]
    said = {link.responsibility for link in links}
    phone = to_ring((one.mobile_phone, one.home_phone, one.work_phone), barred)
    return CarerFacts(
        one.id,
        one.name,
        phone,
        one.rule,
        one.rule_reason,
        next((word for word in _STRONGEST if word in said), "unknown"),
        min((link.priority for link in links if link.priority), default=1),
        one.away_until,
        one.preferred_channel,
        one.best_times,
        one.language,
        one.interpreter,
        _number_wrong(one, newest),
        all(is_professional(fold(link.relationship or "")) for link in links),
        whose_too(phone, barred),
        whose_too(one.email, barred),
        tuple(link.pupil_id for link in links if link.pupil_id),
    )


def _number_wrong(carer: CarerRow, newest: list[ContactRow]) -> bool:
    """Whether the last call to this carer found a wrong number that nobody has corrected since."""
    for contact in newest:
        if contact.carer_id == carer.id and contact.channel in ("call", "video", "text"):
            stale = carer.numbers_at is not None and carer.numbers_at > contact.at
            return contact.outcome == "wrong-number" and not stale
    return False


def standing(store: Store, family_id: int, family: str, present: list[PupilRow]) -> Standing:
    """How things stand with one family: a handful of index seeks, however long its history."""
    newest = recent(store, family_id)
    facts = tuple(ContactFacts(*row[:5]) for row in newest)
    last_reached, attempts = _reached(store, family_id, facts)
    positive = store.value(LAST_POSITIVE, family_id=family_id)
    added = store.value(ADDED, family_id=family_id)
    return Standing(
        family_id,
        family,
        tuple(_pupil_label(pupil) for pupil in present),
        carers(store, family_id, newest),
        date.fromisoformat(positive) if positive else None,
        last_reached,
        facts,
        attempts,
        tuple(store.all(NewsFacts, NEWS_WAITING, family_id=family_id)),
        store.one(PromiseFacts, LAST_PROMISE, family_id=family_id),
        date.fromisoformat(added),
    )


def _pupil_label(pupil: PupilRow) -> str:
    return f"{pupil.name} ({pupil.tutor_group})" if pupil.tutor_group else pupil.name


def reached(store: Store, family_id: int) -> tuple[date | None, int]:
    """The day somebody in the family was last reached, and the unanswered attempts since."""
    return _reached(store, family_id, tuple(ContactFacts(*r[:5]) for r in recent(store, family_id)))


def _reached(
    store: Store, family_id: int, facts: tuple[ContactFacts, ...]
) -> tuple[date | None, int]:
    """The day somebody was last reached, and the attempts since; more is read only if needed."""
    for place, contact in enumerate(facts):
        if is_reached(contact):
            return contact.on, sum(map(is_attempt, facts[:place]))
    if len(facts) < RECENT_LIMIT:
        return None, sum(map(is_attempt, facts))
    at = store.value(LAST_REACHED, family_id=family_id) or ""
    attempts = store.value(ATTEMPTS_AFTER, family_id=family_id, after=at)
    return date.fromisoformat(at[:10]) if at else None, attempts
