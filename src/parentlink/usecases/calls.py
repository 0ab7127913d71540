"""Who needs a positive call: the families in scope, how things stand with each, the ranked list."""

from datetime import date
from typing import NamedTuple

from parentlink.rules.calls import CannotCall, Row, all_reasons, is_resting, who_needs
from parentlink.rules.carers import right_carer, why_not_callable
from parentlink.rules.standing import CallSettings, NewsFacts, PromiseFacts, Reason, Standing
from parentlink.store.store import Store
from parentlink.usecases import households, staff
from parentlink.usecases.groups import no_such_group


class Scope(NamedTuple):
    """Whose families: one of these, or (none of them) mine."""

    group: str | None = None
    staff: str | None = None
    year: int | None = None
    everyone: bool = False


class FamilyName(NamedTuple):
    """A family in scope."""

    id: int
    name: str


class CarerAnswer(NamedTuple):
    """Whom to ask for: the keys of the JSON answer."""

    id: int
    name: str
    phone: str | None
    preferred_channel: str | None
    best_times: str | None
    language: str | None
    interpreter: bool
    ask_first: str | None
    check_number: str | None  # who must not be contacted and has the number too


class CallAnswer(NamedTuple):
    """One family to call: the keys of the JSON answer, which scripts rely on (docs/json.md)."""

    rank: int
    family_id: int
    family: str
    pupils: tuple[str, ...]
    carer: CarerAnswer
    score: int
    reasons: tuple[Reason, ...]
    last_positive_on: date | None
    school_days_since_positive: int | None
    attempts_since_reached: int
    good_news: tuple[NewsFacts, ...]
    last_promise: PromiseFacts | None


class WeeklyList(NamedTuple):
    """The week's answer, and what to say beside it."""

    rows: tuple[CallAnswer, ...]
    cannot_call: tuple[CannotCall, ...]
    resting: int
    uncalled: int
    quota: int
    half_term: str
    weeks_left: int
    assumed: bool
    scope: str
    in_scope: int
    others: int  # who would be listed too, were the list longer


class Sum(NamedTuple):
    """How one family's place adds up, the terms that weigh nothing included."""

    family_id: int
    family: str
    pupils: tuple[str, ...]
    score: int
    terms: tuple[Reason, ...]
    note: str


# A family is in scope by its pupils who are at school today; one row even with three siblings.
_IN_SCHOOL = (
    " AND (p.leaves_on IS NULL OR p.leaves_on >= :today)"
    " AND (p.starts_on IS NULL OR p.starts_on <= :today)"
)
_THROUGH_PUPIL = (
    "SELECT DISTINCT f.id, f.name FROM pupil p JOIN pupil_family pf ON pf.pupil_id = p.id"
    " JOIN family f ON f.id = pf.family_id WHERE f.archived_on IS NULL" + _IN_SCHOOL
)
BY_GROUP = _THROUGH_PUPIL + " AND p.tutor_group = :tutor_group"
BY_YEAR = _THROUGH_PUPIL + " AND p.year_group = :year_group"
EVERYONE = _THROUGH_PUPIL
BY_STAFF = (
    _THROUGH_PUPIL
    + " AND p.tutor_group = (SELECT tutor_group FROM staff WHERE id = :staff_id)"
    + " UNION "
    + _THROUGH_PUPIL
    + " AND p.tutor_id = :staff_id UNION "
    + _THROUGH_PUPIL
    + " AND f.key_contact_id = :staff_id"
)


def weekly_list(
    store: Store, scope: Scope, me: int | None, today: date, limit: int | None
) -> WeeklyList:
    """The families in scope that need a positive call, the most pressing first.

    `limit` is how many rows; None is this week's quota, 0 is all.

    Raises:
        NotFound: the member of staff or the tutor group is not on file.
    """
    families, named = in_scope(store, scope, me, today)
    days = households.calendar(store)
    chosen = households.settings(store)
    found = who_needs(standings(store, families, today), days, today, call_settings(chosen))
    quota = int(chosen["weekly_calls"]) or found.quota
    wanted = quota if limit is None else limit or len(found.rows)
    return WeeklyList(
        tuple(_answer(row, today) for row in found.rows[:wanted]),
        found.cannot_call,
        found.resting,
        found.uncalled,
        quota,
        found.half_term.name,
        found.weeks_left,
        days.assumed_for(today),
        named,
        len(families),
        max(len(found.rows) - wanted, 0),
    )


def call_settings(chosen: dict[str, str]) -> CallSettings:
    """The rules' numbers as the school set them."""
    return CallSettings(
        min_gap=int(chosen["call_gap_days"]),
        silent_after=int(chosen["silent_days"]),
        concern_run=int(chosen["concern_run"]),
    )


def standings(store: Store, families: list[FamilyName], today: date) -> list[Standing]:
    """How things stand with each family: a few index seeks for one, however long its history."""
    return [
        households.standing(store, one.id, one.name, households.pupils(store, one.id, today))
        for one in families
    ]


def in_scope(
    store: Store, scope: Scope, me: int | None, today: date
) -> tuple[list[FamilyName], str]:
    """The families, and the scope in words."""
    if scope.group:
        found = store.all(FamilyName, BY_GROUP, tutor_group=scope.group, today=today)
        if not found:
            raise no_such_group(store, scope.group)
        return found, f"tutor group {scope.group}"
    if scope.staff:
        someone = staff.someone(store, scope.staff)
        found = store.all(FamilyName, BY_STAFF, staff_id=someone.id, today=today)
        return found, f"the families of {someone.name}"
    if scope.year is not None:
        found = store.all(FamilyName, BY_YEAR, year_group=scope.year, today=today)
        return found, f"year {scope.year}"
    mine = store.all(FamilyName, BY_STAFF, staff_id=me, today=today) if me else []
    if mine and not scope.everyone:
        return mine, "your families"
    found = store.all(FamilyName, EVERYONE, today=today)
    return found, "everyone" if scope.everyone else "everyone, since no family is yours yet"


def _answer(row: Row, today: date) -> CallAnswer:
    standing, carer = row.standing, row.carer
    return CallAnswer(
        row.rank,
        standing.family_id,
        standing.family,
        standing.pupils,
        CarerAnswer(
            carer.id,
            carer.name,
            carer.phone,
            carer.preferred_channel,
            carer.best_times,
            carer.language,
            carer.interpreter,
            carer.rule_reason if carer.rule == "ask" else None,
            carer.number_of,
        ),
        row.score,
        row.reasons,
        standing.last_positive_on,
        row.school_days_since_positive,
        standing.attempts_since_reached,
        standing.good_news,
        standing.last_promise,
    )


def why(store: Store, family_id: int, family: str, today: date) -> Sum:
    """Every term of one family's sum, and whether it stands in the list at all."""
    present = households.pupils(store, family_id, today)
    standing = households.standing(store, family_id, family, present)
    days = households.calendar(store)
    settings = call_settings(households.settings(store))
    terms = all_reasons(standing, days, today, settings)
    if not present:
        note = "Not in the list: no pupil of the family is at school now."
    elif right_carer(standing.carers, today) is None:
        note = f"Cannot be called: {why_not_callable(standing.carers, today)}."
    elif is_resting(standing, days, today, settings):
        note = f"Rests: called positively within the last {settings.min_gap} school days."
    else:
        note = "In the list."
    score = sum(term.weight for term in terms)
    return Sum(family_id, family, standing.pupils, score, terms, note)
