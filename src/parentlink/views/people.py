"""What people read about a family: shown whole, and the line after a change."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from parentlink.parse.people import CarerLine, PupilLine
from parentlink.parse.phone import show_phone
from parentlink.usecases.carer import CarerRow
from parentlink.usecases.family import Added, Household
from parentlink.usecases.pupil import PupilRow, Restricted


class Whole(NamedTuple):
    """A family as `family show` gives it; `restricted` is there only when asked for."""

    id: int
    family: str
    household: str | None
    home_language: str | None
    key_contact: str | None
    archived_on: Any
    pupils: tuple[Any, ...]
    carers: tuple[Any, ...]
    restricted: tuple[Restricted, ...] | None


class CarerWhole(NamedTuple):
    """A carer of the family, and what they are to which pupil."""

    id: int
    carer: str
    phone: str | None
    email: str | None
    preferred_channel: str | None
    best_times: str | None
    languages: str | None
    interpreter: bool
    away_until: Any
    contact_rule: str
    rule_reason: str | None
    links: tuple[Any, ...]


def whole(found: Household, facts: Sequence[Restricted], *, with_facts: bool) -> Whole:
    """One record with the carers' links inside them."""
    family = found.family
    carers = tuple(
        CarerWhole(
            one.id,
            one.carer,
            show_phone(one.phone) if one.phone else None,
            *one[5:],
            links=tuple(
                {name: value for name, value in link._asdict().items() if name != "carer_id"}
                for link in found.links
                if link.carer_id == one.id
            ),
        )
        for one in found.carers
    )
    return Whole(
        family.id,
        family.family,
        family.household,
        family.language,
        family.key_contact,
        family.archived_on,
        found.pupils,
        carers,
        tuple(facts) if with_facts else None,
    )


def protect(carers: Iterable[CarerRow]) -> list[str]:
    """A line of its own for every carer who must not be contacted: never a table cell."""
    return [
        f"DO NOT CONTACT {one.carer} ({one.family} family): {one.rule_reason}"
        for one in carers
        if one.contact_rule == "never"
    ]


def household_lines(family: Whole) -> list[str]:
    """A family on plain lines: whole at any width."""
    home = [family.household, family.home_language, _archived(family)]
    lines = [" - ".join([f"{family.family} (f{family.id})", *filter(None, home)])]
    if family.key_contact:
        lines.append(f"Key contact: {family.key_contact}")
    lines += [f"Pupil: {_pupil(one)}" for one in family.pupils] or ["No pupil on file."]
    for one in family.carers:
        lines += _carer(one)
    if not family.carers:
        lines.append("No carer on file.")
    for fact in family.restricted or ():
        lines.append(f"Restricted: {_fact(fact)}")
    return lines


def household_view(family: Whole) -> Any:
    """The same for the screen."""
    from rich.text import Text

    from parentlink.views.gate import visible

    text = Text(visible("\n".join(household_lines(family))))
    text.stylize("bold", 0, len(visible(family.family)))
    return text


def _archived(family: Whole) -> str | None:
    return f"archived on {family.archived_on}" if family.archived_on else None


def _pupil(one: PupilRow) -> str:
    known_as = f' "{one.preferred_name}"' if one.preferred_name else ""
    parts = [f"{one.pupil}{known_as} (p{one.id})", one.tutor_group, one.upn]
    if one.leaves_on:
        parts.append(f"leaves {one.leaves_on}")
    return ", ".join(filter(None, parts))


def _carer(one: CarerWhole) -> list[str]:
    to = dict.fromkeys(link["relationship"] for link in one.links if link["relationship"])
    answers = dict.fromkeys(link["responsibility"] for link in one.links)
    parts = [f"{one.carer} (c{one.id})", *to, one.phone, one.email]
    lines = ["Carer: " + ", ".join(filter(None, parts))]
    details = [
        f"parental responsibility: {'/'.join(answers)}" if answers else "",
        f"prefers {one.preferred_channel}" if one.preferred_channel else "",
        f"best times: {one.best_times}" if one.best_times else "",
        f"speaks {one.languages}" if one.languages else "",
        "interpreter needed" if one.interpreter else "",
        f"away until {one.away_until}" if one.away_until else "",
        f"ASK FIRST: {one.rule_reason}" if one.contact_rule == "ask" else "",
        "DO NOT CONTACT" if one.contact_rule == "never" else "",
    ]
    return [*lines, f"  {'; '.join(filter(None, details))}"] if any(details) else lines


def _fact(fact: Restricted) -> str:
    words = {
        f"SEN {fact.sen_status}": fact.sen_status,
        "pupil premium": fact.pupil_premium,
        "EAL": fact.eal,
        "looked after": fact.looked_after,
        "young carer": fact.young_carer,
    }
    return f"{fact.pupil}: {', '.join(name for name, is_so in words.items() if is_so) or 'none'}"


def added_family(
    done: Added, name: str, carers: Sequence[CarerLine], pupils: Sequence[PupilLine]
) -> list[str]:
    """What `family add` did, and a word when the name is on file already."""
    people = [line.name for line in pupils] + [line.name for line in carers]
    with_ = f" with {', '.join(people)}" if people else ""
    lines = [f"Added the {name} family (f{done.family_id}){with_}. Undo: parentlink undo"]
    if done.namesakes:
        others = ", ".join(f"f{one}" for one in done.namesakes)
        lines.append(f"There is another family of that name ({others}); they are kept apart.")
    return lines


def added_line(person: str, family: str) -> str:
    """What `carer add` and `pupil add` did."""
    return f"Added {person} to the {family} family. Undo: parentlink undo"


def changed_line(changed: bool, what: str, changes: dict[str, Any]) -> str:
    """What an edit did."""
    if not changed:
        return f"Nothing was different about {what}, so nothing was changed."
    hidden = {"name_key", "preferred_key", "numbers_at", "asked_on"}
    named = ", ".join(name.replace("_", " ") for name in changes if name not in hidden)
    return f"Changed {what}: {named or 'the household'}. Undo: parentlink undo"
