"""A mailing: a row for each message that the school's own text or e-mail gateway is to send.

What goes to many is read by nobody before it is sent, so it goes only where nothing speaks against
it: a number that is also a barred person's, or that reached a stranger, gets nothing.
"""

from collections import Counter
from datetime import date
from typing import NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.words import TITLES
from parentlink.rules.shared_ways import whose_too
from parentlink.rules.writing_home import NOT_TOLD, hears_of, not_written_to
from parentlink.store.store import Store
from parentlink.usecases.exporting.carers import (
    AT_WORK,
    Link,
    Reached,
    barred_ways,
    by_carer,
    in_words,
    is_at_work,
)
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.vocabulary import Outcome

MAIL_HEADINGS = (
    *("salutation", "first_name", "carer", "mobile_phone", "email", "language", "interpreter"),
    *("pupils", "tutor_group", "tutor", "family"),
)

_SHORTEST = 2  # letters that a name has

SHARED = "whose number or address is also that of somebody who must not be contacted"
WRONG = "whose number was wrong when it was last tried"
# The newest call or text since the numbers on file were entered says whether they are right.
TRIED = (
    "SELECT k.carer_id, k.outcome FROM contact k JOIN carer c ON c.id = k.carer_id"
    " WHERE k.channel IN ('call', 'video', 'text')"
    " AND (c.numbers_at IS NULL OR c.numbers_at <= k.happened_at)"
    " AND k.carer_id IN (SELECT carer_id FROM contact WHERE outcome = 'wrong-number')"
    " ORDER BY k.happened_at, k.id"
)


class Channel(NamedTuple):
    """A way that a gateway sends by: the column it needs, and what is missing without it."""

    column: str
    missing: str


TEXT = Channel("mobile_phone", "without a mobile number on file")
EMAIL = Channel("email", "without an e-mail address on file")


class _Unfit(NamedTuple):
    """Numbers and addresses that somebody barred has too, and carers whose number is wrong."""

    barred: dict[str, str]
    wrong: frozenset[int]


def mailing(
    store: Store, group: str | None, today: date, by: Channel, *, per_household: bool
) -> Reached:
    """Who gets a message: with the channel, not barred, not away, and told of the pupil.

    With `per_household` one carer for each pupil of it, the first of the school's own order.
    """
    unfit = _unfit(store)
    left: Counter[str] = Counter()
    kept = []
    for links in by_carer(store, group, today):
        told = [link for link in links if hears_of(link.responsibility, link.lives_with)]
        if is_at_work(links):
            left[AT_WORK] += 1
        elif why := _why_not(links[0], bool(told), today, by, unfit):
            left[why] += 1
        else:
            kept.append(told)
    return Reached(_first_of_each(kept) if per_household else kept, left)


def _unfit(store: Store) -> _Unfit:
    newest: dict[int, str] = dict(store.cursor(TRIED))  # type: ignore[arg-type]
    wrong = (carer for carer, outcome in newest.items() if outcome == Outcome.WRONG_NUMBER)
    return _Unfit(barred_ways(store), frozenset(wrong))


def _why_not(one: Link, is_told: bool, today: date, by: Channel, unfit: _Unfit) -> str | None:
    """Why this carer gets no message, or None."""
    if why := not_written_to(one.contact_rule, one.away_until, today):
        return why
    if not is_told:
        return NOT_TOLD
    way = getattr(one, by.column)
    if not way:
        return by.missing
    if whose_too(way, unfit.barred):
        return SHARED
    return WRONG if by is TEXT and one.id in unfit.wrong else None


def _first_of_each(carers: list[list[Link]]) -> list[list[Link]]:
    """The first carer of each household, and the next for a pupil the first is no carer of."""
    told: set[tuple[int, str, str | None]] = set()
    first: set[int] = set()
    for links in sorted(carers, key=lambda links: min(link.priority for link in links)):
        pupils = {(link.family_id, link.pupil, link.tutor_group) for link in links}
        if not pupils <= told:
            told |= pupils
            first.add(links[0].id)
    return [links for links in carers if links[0].id in first]


def as_mailing(found: Reached) -> Table:
    """One row for each message."""
    rows = (_message(links) for links in found.carers)
    return Table(MAIL_HEADINGS, rows, frozenset(("mobile_phone",)))


def _message(links: list[Link]) -> tuple[Cell, ...]:
    one = links[0]
    forenames, _, surname = one.name.rpartition(" ")
    title = one.title or _title_of(forenames)
    salutation = f"{title} {surname}" if title else one.name
    pupils = dict.fromkeys(link.called.split(" ")[0] for link in links)
    groups = dict.fromkeys(link.tutor_group for link in links if link.tutor_group)
    tutors = dict.fromkeys(link.tutor for link in links if link.tutor)
    return (
        *(salutation, _first_name(forenames) or salutation),
        *(one.name, one.mobile_phone, one.email, one.language, one.interpreter),
        in_words(list(pupils)),
        in_words(list(groups)) or None,
        in_words(list(tutors)) or None,
        one.family,
    )


def _title_of(forenames: str) -> str:
    """The title that stands in front of a name without a forename."""
    first = forenames.split(" ")[0]
    return first if fold(first) in TITLES else ""


def _first_name(forenames: str) -> str:
    """The first forename; nothing where there is only a title or an initial ("Mrs", "J.")."""
    first = forenames.split(" ")[0].rstrip(".")
    return "" if fold(first) in TITLES or len(first) < _SHORTEST else first
