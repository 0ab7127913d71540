"""A mailing: a row for each message that the school's own text or e-mail gateway is to send.

What goes to many is read by nobody before it is sent, so it goes only where nothing speaks against
it: a number that is also a barred person's, or that reached a stranger, gets nothing.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from parentlink.parse.names import first_names, fold
from parentlink.parse.phone import LANDLINES
from parentlink.parse.surnames import split_surname
from parentlink.parse.words import TITLES
from parentlink.rules.shared_ways import whose_too
from parentlink.rules.writing_home import ASK, AWAY, NEVER, NOT_TOLD, hears_of, not_written_to
from parentlink.store.store import Store
from parentlink.usecases.exporting.carers import (
    AT_WORK,
    Left,
    Link,
    Reached,
    Whose,
    barred_ways,
    by_carer,
    in_words,
    is_at_work,
    with_group,
)
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.vocabulary import Outcome

MAIL_HEADINGS = (
    *("salutation", "first_name", "carer", "mobile_phone", "email", "language", "interpreter"),
    *("pupils", "tutor_group", "tutor", "family", "carer_id", "upns"),
)

_SHORTEST = 2  # letters that a name has

SHARED = "whose number or address is also that of somebody who must not be contacted"
TO_COME = "whose pupil has not started yet"
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
BY = {"text": TEXT, "email": EMAIL}
LEFT_HEADINGS = ("carer", "name", "pupils", "tutor_groups", "family", "code", "reason")
_CODES = {
    ASK: "ask-first",
    AWAY: "away",
    NOT_TOLD: "not-told",
    AT_WORK: "professional",
    TO_COME: "not-started",
    SHARED: "shared",
    WRONG: "wrong-number",
}
_NO_WAY = "no-number-or-address"
_SOME = 10  # names for each reason on the screen


class _Unfit(NamedTuple):
    """Numbers and addresses that somebody barred has too, and carers whose number is wrong."""

    barred: dict[str, str]
    wrong: frozenset[int]


def mailing(
    store: Store, whose: Whose, today: date, by: Channel, *, per_household: bool
) -> Reached:
    """Who gets a message: with the channel, not barred, not away, and told of the pupil.

    With `per_household` one carer for each pupil of it, the first of the school's own order.
    """
    unfit = _unfit(store)
    left: list[Left] = []
    kept = []
    for links in by_carer(store, whose, today):
        told = [link for link in links if hears_of(link.responsibility, link.lives_with)]
        here = [link for link in told if link.starts_on is None or link.starts_on <= today]
        if is_at_work(links):
            left.append(Left(AT_WORK, links))
        elif why := _why_not(links[0], bool(told), today, by, unfit):
            left.append(Left(why, links))
        elif not here:
            left.append(Left(TO_COME, links))
        else:
            kept.append(here)
    kept = _first_of_each(kept, by) if per_household else kept
    named = [one for one in left if one.why != NEVER]
    return Reached(kept, Counter(one.why for one in left), named)


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
    if not way or (by is TEXT and way.startswith(LANDLINES)):  # whoever is there hears it read out
        return by.missing
    if whose_too(way, unfit.barred):
        return SHARED
    return WRONG if by is TEXT and one.id in unfit.wrong else None


def _first_of_each(carers: list[list[Link]], by: Channel) -> list[list[Link]]:
    """The first carer of each household, and the next for a pupil the first is no carer of.

    Whoever has the same number or address is in it too, since the one message greets both.
    """
    told: set[tuple[int, str, str | None]] = set()
    first: set[int] = set()
    for links in sorted(carers, key=lambda links: min(link.priority for link in links)):
        pupils = {(link.family_id, link.pupil, link.tutor_group) for link in links}
        if not pupils <= told:
            told |= pupils
            first.add(links[0].id)
    ways = {_way(links, by) for links in carers if links[0].id in first}
    return [links for links in carers if _way(links, by) in ways]


def _way(links: list[Link], by: Channel) -> tuple[int, str]:
    """The number or address, within the family: a couple that shares it gets one message."""
    return links[0].family_id, str(getattr(links[0], by.column)).casefold()


def as_mailing(found: Reached, channel: str) -> Table:
    """One row for each message, which greets all who share its number or address."""
    messages: dict[tuple[int, str], list[list[Link]]] = {}
    for links in found.carers:
        messages.setdefault(_way(links, BY[channel]), []).append(links)
    rows = map(_message, messages.values())
    return Table(MAIL_HEADINGS, rows, frozenset(("mobile_phone",)))


def who_was_left_out(found: Reached) -> list[str]:
    """A line for each reason with the names; who must not be contacted is only counted."""
    by_why: dict[str, list[str]] = {}
    for why, links in found.named:
        whose = "; ".join(map(with_group, links))
        by_why.setdefault(why, []).append(f"{links[0].name} ({whose})")
    said = []
    for why, names in by_why.items():
        more = f" and {len(names) - _SOME:,} more (--left-out)" if len(names) > _SOME else ""
        said.append(f"Left out, {why}: {', '.join(names[:_SOME])}{more}.")
    return said


def as_left_out(found: Reached) -> Table:
    """One row for each carer who gets no message and may be named."""
    return Table(LEFT_HEADINGS, map(_left, found.named))


def _left(one: Left) -> tuple[Cell, ...]:
    first = one.links[0]
    groups = dict.fromkeys(link.tutor_group for link in one.links if link.tutor_group)
    whose = "; ".join(link.pupil for link in one.links)
    who = (f"c{first.id}", first.name, whose, "; ".join(groups) or None, first.family)
    return (*who, _CODES.get(one.why, _NO_WAY), one.why)


def _message(carers: list[list[Link]]) -> tuple[Cell, ...]:
    links = [link for one in carers for link in one]
    people = [one[0] for one in carers]
    first = people[0]
    greeted = [_greeting(person) for person in people]
    return (
        in_words(list(dict.fromkeys(salutation for salutation, _ in greeted))),
        in_words(list(dict.fromkeys(name for _, name in greeted))),
        in_words(list(dict.fromkeys(person.name for person in people))),
        *(first.mobile_phone, first.email, first.language),
        any(person.interpreter for person in people),
        in_words(_each(_first_name_of(link) for link in links)),
        in_words(_each(link.tutor_group for link in links)) or None,
        in_words(_each(link.tutor for link in links)) or None,
        first.family,
        "; ".join(_each(person.carer_id for person in people)) or None,
        "; ".join(_each(link.upn for link in links)) or None,
    )


def _each(words: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


def _greeting(one: Link) -> tuple[str, str]:
    """How somebody is greeted, formally and by the first name."""
    forenames, surname = split_surname(one.name)
    title = one.title or _title_of(forenames)
    salutation = f"{title} {surname}" if title else one.name
    return salutation, _first_name(forenames or one.name.split(" ")[0]) or salutation


def _first_name_of(link: Link) -> str:
    """What the pupil is called at home: all of a preferred name, or the first of the legal one."""
    if link.called != link.pupil:
        return first_names(link.called, split_surname(link.pupil)[1])
    return link.pupil.split(" ")[0]


def _title_of(forenames: str) -> str:
    """The title that stands in front of a name without a forename."""
    first = forenames.split(" ")[0]
    return first if fold(first) in TITLES else ""


def _first_name(forenames: str) -> str:
    """The first forename; nothing where there is only a title or an initial ("Mrs", "J.")."""
    first = forenames.split(" ")[0].rstrip(".")
    return "" if fold(first) in TITLES or len(first) < _SHORTEST else first
