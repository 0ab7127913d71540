"""Carers of today's pupils as people to reach: a list, and contacts for a phone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from parentlink.exchange.vcard import Card
from parentlink.parse.names import fold
from parentlink.parse.phone import show_phone
from parentlink.rules.professionals import is_professional
from parentlink.rules.shared_ways import Ways, by_way, whose_too
from parentlink.rules.writing_home import barred
from parentlink.store.store import Store
from parentlink.usecases.exporting.pieces import Cell, Table
from parentlink.vocabulary import ContactRule

LIST_HEADINGS = (
    *("title", "carer", "mobile_phone", "home_phone", "work_phone", "email", "preferred_channel"),
    *("best_times", "language", "interpreter", "away_until", "contact_rule", "pupils"),
    *("tutor_groups", "family", "relationship", "parental_responsibility", "priority", "carer_id"),
)
_MARKS = {ContactRule.ASK.value: "ASK FIRST:", ContactRule.ALLOW.value: ""}
_BARRED = "DO NOT CONTACT:"
AT_WORK = "who look after a pupil as their work"
SHARED = "with a number or address left out that somebody who must not be contacted has too"
BARRED_WAYS = (
    "SELECT name, mobile_phone, home_phone, work_phone, email FROM carer"
    " WHERE contact_rule = 'never' ORDER BY id"
)


class Link(NamedTuple):
    """A carer beside one of their pupils who is at school today or still to come."""

    id: int
    family_id: int
    family: str
    title: str | None
    name: str
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None
    preferred_channel: str | None
    best_times: str | None
    language: str | None
    interpreter: bool
    away_until: date | None
    contact_rule: str
    relationship: str | None
    responsibility: str
    lives_with: str
    priority: int
    pupil: str
    called: str
    tutor_group: str | None
    tutor: str | None
    carer_id: str | None
    pupil_id: str | None
    upn: str | None
    born: date | None
    starts_on: date | None


LINKS = (
    "SELECT c.id, c.family_id, f.name, c.title, c.name, c.mobile_phone, c.home_phone,"
    " c.work_phone, c.email, c.preferred_channel, c.best_times,"
    " COALESCE(c.languages, f.home_language), c.interpreter, c.away_until, c.contact_rule,"
    " k.relationship, k.responsibility, k.lives_with, k.priority, p.legal_name,"
    " COALESCE(p.preferred_name, p.legal_name), p.tutor_group, s.name, c.external_id,"
    " p.external_id, p.upn, p.date_of_birth, p.starts_on"
    " FROM carer c JOIN family f ON f.id = c.family_id JOIN pupil_carer k ON k.carer_id = c.id"
    " JOIN pupil p ON p.id = k.pupil_id LEFT JOIN staff s ON s.id = p.tutor_id"
    " WHERE f.archived_on IS NULL AND (p.leaves_on IS NULL OR p.leaves_on >= :today)"
    " AND (:tutor_group IS NULL OR p.tutor_group = :tutor_group)"
    " AND (:year_group IS NULL OR p.year_group = :year_group)"
    " ORDER BY f.name_key, c.family_id, c.id, p.id"
)


class Whose(NamedTuple):
    """Whose carers are meant: those of a tutor group, of a year group, or of all pupils."""

    group: str | None = None
    year: int | None = None


class Left(NamedTuple):
    """Somebody who is not in an export, and why."""

    why: str
    links: list[Link]


class Reached(NamedTuple):
    """Who is in an export, each with their pupils; how many were left out, and why.

    `named` are those of them who may be named.
    """

    carers: list[list[Link]]
    left_out: Counter[str]
    named: Sequence[Left] = ()


def reached(
    store: Store, whose: Whose, today: date, asked: frozenset[int] = frozenset()
) -> Reached:
    """The carers of today's pupils who may simply be contacted, and those asked for by name."""
    left: Counter[str] = Counter()
    kept = []
    for links in by_carer(store, whose, today):
        why = barred(links[0].contact_rule)
        if why is None or links[0].id in asked:
            kept.append(links)
        else:
            left[why] += 1
    return Reached(kept, left)


def by_carer(store: Store, whose: Whose, today: date) -> Iterator[list[Link]]:
    """Each carer with their pupils, those of the group or year if one is given."""
    found = store.all(Link, LINKS, tutor_group=whose.group, year_group=whose.year, today=today)
    for _, links in groupby(found, lambda link: link.id):
        yield list(links)


def barred_ways(store: Store) -> dict[str, str]:
    """Every number and address of somebody who must not be contacted, with their name."""
    return by_way(store.all(Ways, BARRED_WAYS))


def is_at_work(links: list[Link]) -> bool:
    """Whether somebody is a childminder, a doctor and the like to each of their pupils."""
    return all(is_professional(fold(link.relationship or "")) for link in links)


def for_a_phone(store: Store, found: Reached) -> Reached:
    """The same for a phone, which dials unseen: without professionals, and without a number or
    address that somebody barred has too. Who is barred is in it by name or not at all.
    """
    kept = [links for links in found.carers if not is_at_work(links)]
    left = found.left_out + Counter({AT_WORK: len(found.carers) - len(kept)})
    return without_shared(store, Reached(kept, left))


def without_shared(store: Store, found: Reached) -> Reached:
    """The same without a number or address that somebody who must not be contacted has too."""
    barred = barred_ways(store)
    left = Counter(found.left_out)
    kept = [[_without(link, barred) for link in links] for links in found.carers]
    left[SHARED] += sum(safe != links for safe, links in zip(kept, found.carers, strict=True))
    return Reached(kept, left)


def _without(link: Link, barred: dict[str, str]) -> Link:
    if link.contact_rule not in (ContactRule.ALLOW, ContactRule.ASK):
        return link
    mobile, home, work, email = (
        None if whose_too(way, barred) else way
        for way in (link.mobile_phone, link.home_phone, link.work_phone, link.email)
    )
    return link._replace(mobile_phone=mobile, home_phone=home, work_phone=work, email=email)


# -- a list, and contacts for a phone ------------------------------------------------------


def as_table(found: Reached) -> Table:
    """One row for each carer, all their pupils in one cell."""
    return Table(LIST_HEADINGS, (_listed(links) for links in found.carers))


def _listed(links: list[Link]) -> tuple[Cell, ...]:
    one = links[0]
    groups = dict.fromkeys(link.tutor_group for link in links if link.tutor_group)
    numbers = (one.mobile_phone, one.home_phone, one.work_phone)
    return (
        *(one.title, one.name, *(number and show_phone(number) for number in numbers), one.email),
        *(one.preferred_channel, one.best_times, one.language, one.interpreter),
        one.away_until.isoformat() if one.away_until else None,
        one.contact_rule,
        "; ".join(map(with_group, links)),
        "; ".join(groups) or None,
        one.family,
        "; ".join(dict.fromkeys(link.relationship for link in links if link.relationship)) or None,
        "; ".join(dict.fromkeys(link.responsibility for link in links)),
        min(link.priority for link in links),
        one.carer_id,
    )


def with_group(link: Link) -> str:
    return f"{link.pupil} ({link.tutor_group})" if link.tutor_group else link.pupil


def as_cards(found: Reached) -> Iterator[Card]:
    """One contact for each carer who can be reached at all."""
    used: Counter[str] = Counter()
    for links in found.carers:
        one = links[0]
        slots = (("cell", one.mobile_phone), ("home", one.home_phone), ("work", one.work_phone))
        phones = tuple((kind, number) for kind, number in slots if number)
        if phones or one.email:
            groups = dict.fromkeys(link.tutor_group for link in links if link.tutor_group)
            yield Card(
                _uid(links, used),
                one.title,
                one.name,
                _MARKS.get(one.contact_rule, _BARRED),
                phones,
                one.email,
                _whose(links),
                ("parentlink", *groups),
            )


def _uid(links: list[Link], used: Counter[str]) -> str:
    """What a phone knows a card by: who it is, not the row, which a copy of the file renumbers."""
    one = min(links, key=lambda link: (link.upn or "", link.pupil, str(link.born)))
    pupil = one.upn or one.pupil_id or (fold(one.pupil), str(one.born))
    who = one.carer_id or (fold(one.name), pupil, fold(one.relationship or ""))
    digest = blake2b(repr(who).encode(), digest_size=10).hexdigest()
    used[digest] += 1
    return f"parentlink-{digest}" + (f"-{used[digest]}" if used[digest] > 1 else "")


def _whose(links: list[Link]) -> str:
    """ "Mother of Zara Khan (7KM) and Amir Khan (9RB)"; each relationship named once."""
    said = []
    for relationship, same in groupby(links, lambda link: link.relationship or "carer"):
        who = relationship[:1].upper() + relationship[1:]
        said.append(f"{who} of {in_words([with_group(link) for link in same])}")
    return "; ".join(said)


def in_words(names: list[str]) -> str:
    """ "Zara, Amir and Noor"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def left_out(found: Reached) -> str:
    """What to say of those who are not in it."""
    said = [f"{count:,} {why}" for why, count in found.left_out.most_common() if count]
    return f"Left out of this export: {'; '.join(said)}." if said else ""
