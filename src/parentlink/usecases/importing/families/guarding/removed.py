"""Carers whom the school lists no longer for a pupil, and those whom it lists again.

A pupil who stands in the file with carers has those carers, and one who is certain and stands
there without any has none, if the file lists carers at all. Another one, whom an earlier file
listed, is the pupil's carer no more: perhaps a court said so. The link goes, and the carer is
blocked from that moment. Where only the name says which pupil it is, they are to be asked about
first: they are no longer listed, or the pupil is another one, and then his news is not for them.
Links that somebody typed, and no file ever listed, stay; so do those of a pupil with a row that
could not be used, since the carer may stand in it. Who must never be contacted is blocked already,
and files leave such people out (our own do), so there the link stays.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from parentlink.exchange.sheet import Elsewhere
from parentlink.usecases.importing.families.guarding.absent import spellings
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.matching.onfile import OnFile, Row, rule_on_file, ways
from parentlink.usecases.importing.families.matching.people import Node
from parentlink.usecases.importing.rule import BEFORE, GONE, LONGEST_REASON, strength, stricter
from parentlink.vocabulary import ContactRule

_CERTAIN = ("upn", "external_id", "date_of_birth")
_IDS = ("name_key", "preferred_key", "upn", "external_id")
_BY_NAME = "; only the name says that it is the same pupil"


class Removed(NamedTuple):
    """A carer who is no longer listed for some pupils; the contact rule from now on, and why."""

    carer_id: int
    carer: str
    pupils: tuple[str, ...]
    link_ids: tuple[int, ...]
    rule: str
    reason: str


class Removals(NamedTuple):
    """Who is no longer listed, and how many carers on file the pupils of the file have.

    `beside` are those whose pupil has another carer in the file.
    """

    removed: Sequence[Removed]
    carers: int
    beside: int = 0


NOBODY = Removals((), 0)  # a part of a file says nothing about who is not in it


def removals(
    gathered: Gathered,
    on_file: OnFile,
    doubtful: set[str | int | None],
    file: str,
    alone: Collection[int] = (),
    elsewhere: Elsewhere = frozenset(),
) -> Removals:
    """Carers to be blocked; `doubtful` are names and ids in rows that could not be used.

    The pupils who are `alone` have no carer any more. Whoever is `elsewhere` is listed, too: a list
    of changes points to them, and says no more.
    """
    listed, sure = _listed(gathered, on_file)
    pointed_to = set(_known_by(elsewhere, on_file)) if elsewhere else set()
    listed.update((pupil_id, set()) for pupil_id in alone)
    gone: dict[int, list[Row]] = {}
    carers: set[int] = set()
    for pupil_id, in_file in listed.items():
        on_file_too = on_file.carers_of.get(pupil_id, ())
        carers.update(on_file_too)
        if doubtful and not doubtful.isdisjoint(_called(on_file.pupils[pupil_id])):
            continue
        for carer_id in on_file_too:
            link = on_file.links[pupil_id, carer_id]
            if (pupil_id, carer_id) in pointed_to:
                continue
            if carer_id not in in_file and _may_go(on_file.carers[carer_id], link):
                gone.setdefault(carer_id, []).append(link)
    said = _said(gathered)
    remaining = _remaining(gathered, on_file, gone)
    lost = {one: {_pupil(link) for link in links} for one, links in gone.items()}
    found = [
        _removed(
            on_file,
            on_file.carers[one],
            links,
            said.get(one),
            file,
            remains=one in remaining,
            in_doubt=sure.isdisjoint(lost[one]),
        )
        for one, links in gone.items()
    ]
    beside = sum(not pupils.issubset(alone) for pupils in lost.values())
    return Removals(found, len(carers), beside)


def without_carers(gathered: Gathered) -> set[int]:
    """The pupils on file whom the file names by more than the name, and of whom it lists no carer.

    What is not on file of them yet is there when the same file comes again.
    """
    have = {pupil.on_file.id for pupil, _ in gathered.links if pupil.on_file}
    pupils = {each.pupil for each in gathered.placed if each.pupil}
    known = [(node, node.on_file.id) for node in pupils if node.on_file]
    return {
        row_id
        for node, row_id in known
        if row_id not in have and any(node.values.get(name) for name in _CERTAIN)
    }


def listed_again(gathered: Gathered, on_file: OnFile) -> list[tuple[int, str]]:
    """The row, and a sentence, for each with a contact rule whom the file lists for one more."""
    lines = []
    for (pupil, carer), link in gathered.links.items():
        if link.on_file is None and pupil.on_file and carer.on_file:
            row = carer.on_file
            if row.get("contact_rule") != ContactRule.ALLOW:
                at = link.said[0][0]
                said = (
                    f"Row {at}: {row.get('name')} is listed for "
                    f"{pupil.on_file.get('legal_name')}. The contact rule stays "
                    f'"{row.get("contact_rule")}": {row.get("rule_reason")}.'
                )
                lines.append((at, said + _to_lift(carer, row)))
    return lines


def _to_lift(carer: Node, row: Row) -> str:
    """How to lift the rule, if there is no more to it than that the office had left them out."""
    reason = str(row.get("rule_reason") or "")
    is_barred = carer.rule is not None and strength(carer.rule.rule) > 0
    if is_barred or not reason.startswith(GONE) or BEFORE in reason:
        return ""
    return f" To lift it: parentlink carer edit c{row.id} --rule allow --reason WHY"


def _listed(gathered: Gathered, on_file: OnFile) -> tuple[dict[int, set[int]], set[int]]:
    """The carers on file whom the file lists, of each pupil on file it lists any carer of; and
    which pupils these surely are.

    One known by the name alone, with whose household none of these carers has anything in common,
    may be another one of that name.
    """
    found: dict[int, set[int]] = {}
    known = [(pupil, pupil.on_file) for pupil in gathered.pupils.nodes if pupil.on_file]
    sure = {row.id for pupil, row in known if _is_certain(pupil, row)}
    for pupil, carer in gathered.links:
        if pupil.on_file:
            pupil_id = pupil.on_file.id
            in_file = found.setdefault(pupil_id, set())
            in_file.update((carer.on_file.id,) if carer.on_file else ())
            if pupil_id not in sure and _is_near(carer, gathered, on_file, pupil_id):
                sure.add(pupil_id)
    return found, sure


def _is_near(carer: Node, gathered: Gathered, on_file: OnFile, pupil_id: int) -> bool:
    """Whether a carer of the file is one of a pupil's household, or has a number of theirs."""
    household = on_file.household_carers(pupil_id)
    if carer.on_file and carer.on_file.id in household:
        return True
    said = gathered.own_ways(carer.values)
    return bool(said) and any(not said.isdisjoint(ways(row)) for row in household.values())


def _is_certain(pupil: Node, on_file: Row) -> bool:
    values = pupil.values
    return any(values.get(name) and values.get(name) == on_file.get(name) for name in _CERTAIN)


def _called(pupil: Row) -> Iterable[str]:
    """Everything by which a row that could not be used may name a pupil."""
    for column in _IDS:
        if value := pupil.get(column):
            yield from spellings(str(value))


def _known_by(pairs: Elsewhere, on_file: OnFile) -> Iterator[tuple[int, int]]:
    """The pupils and carers on file who have these ids, or have them as well."""
    pupils, carers = (dict(on_file.known_as.ids[kind]) for kind in ("pupil", "carer"))
    pupils |= {str(row.get("external_id")): each for each, row in on_file.pupils.items()}
    carers |= on_file.carer_by_id
    for pupil, carer in pairs:
        if pupil in pupils and carer in carers:
            yield pupils[pupil], carers[carer]


def _may_go(carer: Row, link: Row) -> bool:
    return carer.get("contact_rule") != ContactRule.NEVER and link.get("listed") == 1


def _said(gathered: Gathered) -> dict[int, Node]:
    """The carers of the file who are on file, by id: they may have a contact rule there."""
    return {carer.on_file.id: carer for _, carer in gathered.links if carer.on_file}


def _remaining(gathered: Gathered, on_file: OnFile, gone: dict[int, list[Row]]) -> set[int]:
    """Who of them is a carer of some other pupil, on file or by this file."""
    if not gone:
        return set()
    lost = {link.id for links in gone.values() for link in links}
    kept = {carer for (_, carer), link in on_file.links.items() if link.id not in lost}
    return kept | _said(gathered).keys()


def _removed(
    on_file: OnFile,
    carer: Row,
    links: list[Row],
    node: Node | None,
    file: str,
    *,
    remains: bool,
    in_doubt: bool,
) -> Removed:
    pupils = tuple(str(on_file.pupils[_pupil(link)].get("legal_name")) for link in links)
    why = f"{GONE} {' and '.join(pupils)} in {file}{_was(links)}{_BY_NAME if in_doubt else ''}"
    was = rule_on_file(carer)
    known = stricter(was, node.rule if node else None) or was
    new = ContactRule.ASK if remains or in_doubt else ContactRule.NEVER
    rule, reason = new.value, f"{why}{BEFORE}{known.reason}" if known.reason else why
    if strength(known.rule) > strength(rule):
        rule, reason = known.rule, known.reason or why
    ids = tuple(link.id for link in links)
    return Removed(carer.id, str(carer.get("name")), pupils, ids, rule, reason[:LONGEST_REASON])


def _pupil(link: Row) -> int:
    return int(link.get("pupil_id") or 0)


def _was(links: Iterable[Row]) -> str:
    words = dict.fromkeys(str(word) for link in links if (word := link.get("relationship")))
    return f" (was {' and '.join(words)})" if words else ""
