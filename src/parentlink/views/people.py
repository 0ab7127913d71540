"""What people read about a family: shown whole, and the line after a change."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from parentlink.parse.people import CarerLine, PupilLine
from parentlink.parse.phone import show_phone
from parentlink.rules.shared_ways import check_number
from parentlink.usecases.carer import CarerRow
from parentlink.usecases.family import Added, FamilyRow, Household
from parentlink.usecases.find import Blocked
from parentlink.usecases.pupil import PupilRow, Restricted
from parentlink.views.barred import barred_lines, sharing_lines
from parentlink.views.restricted import facts_in_words

NO_FAMILY = "No family on file. Add one with `parentlink family add`."
NO_PUPIL = "No pupil on file. Add one with `parentlink pupil add`."


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
            one.phone,
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


def check_numbers(shared: Iterable[tuple[CarerRow, str]]) -> list[str]:
    """A line of its own for every carer with a number or address of somebody who is barred."""
    return [
        f"CHECK THE NUMBER or address of {one.carer} ({one.family} family): {check_number(owner)}."
        for one, owner in shared
    ]


def protect_found(blocked: Iterable[Blocked]) -> list[str]:
    """The same for what a search found."""
    return [f"DO NOT CONTACT {b.carer} ({b.family} family): {b.rule_reason}" for b in blocked]


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
        lines.append(f"Restricted: {facts_in_words(fact)}")
    return lines


def household_view(family: Whole) -> Any:
    """The same for the screen."""
    from rich.text import Text

    from parentlink.views.gate import visible

    text = Text(visible("\n".join(household_lines(family))))
    text.stylize("bold", 0, len(visible(family.family)))
    return text


def _reason(one: CarerRow | CarerWhole) -> str:
    return (one.rule_reason or "no reason on file").rstrip(".")


def _phone(number: str | None) -> str | None:
    return show_phone(number) if number else None


# -- lists: one line each, whole at any width -------------------------------------------------


def family_lines(rows: Sequence[FamilyRow]) -> list[str]:
    """A family on a line: its id, its pupils, its carers."""
    lines = []
    for row in rows:
        home = ", ".join(filter(None, [row.family, row.household]))
        people = "; ".join(filter(None, [", ".join(row.pupils), ", ".join(row.carers)]))
        more = [people or "nobody yet", row.language, row.key_contact and f"for {row.key_contact}"]
        archived = f" (archived on {row.archived_on})" if row.archived_on else ""
        lines.append(f"f{row.id}  {home}{archived}: {' - '.join(filter(None, more))}")
    return lines


def carer_lines(rows: Sequence[CarerRow]) -> list[str]:
    """A carer on a line; who must not be contacted says so, and shows no number."""
    lines = []
    for row in rows:
        parts = [
            f"{row.family} (f{row.family_id})",
            "DO NOT CONTACT" if row.contact_rule == "never" else None,
            f"ASK FIRST: {_reason(row)}" if row.contact_rule == "ask" else None,
            _phone(row.phone),
            row.email,
            f"prefers {row.preferred_channel}" if row.preferred_channel else None,
            f"best times: {row.best_times}" if row.best_times else None,
            f"speaks {row.languages}" if row.languages else None,
            "interpreter needed" if row.interpreter else None,
            f"away until {row.away_until}" if row.away_until else None,
        ]
        lines.append(f"c{row.id}  {row.carer}: {', '.join(filter(None, parts))}")
    return lines


def pupil_lines(rows: Sequence[PupilRow]) -> list[str]:
    """A pupil on a line, once for each household."""
    lines = []
    for row in rows:
        known_as = f' "{row.preferred_name}"' if row.preferred_name else ""
        parts = [
            row.tutor_group or (f"Year {row.year_group}" if row.year_group is not None else None),
            f"{row.family} family ({_home(row)})" if row.family else None,
            row.upn,
            f"tutor {row.tutor}" if row.tutor else None,
            f"leaves {row.leaves_on}" if row.leaves_on else None,
        ]
        lines.append(f"p{row.id}  {row.pupil}{known_as}: {', '.join(filter(None, parts))}")
    return lines


def _home(row: PupilRow) -> str:
    """The id of the family and its household, which tell two homes of one name apart."""
    return ", ".join(filter(None, [f"f{row.family_id}", row.household]))


def family_list(rows: Sequence[FamilyRow]) -> Any:
    """Families on the screen."""
    return _bold_heads(family_lines(rows))


def carer_list(rows: Sequence[CarerRow]) -> Any:
    """Carers on the screen."""
    return _bold_heads(carer_lines(rows))


def pupil_list(rows: Sequence[PupilRow]) -> Any:
    """Pupils on the screen."""
    return _bold_heads(pupil_lines(rows))


def _bold_heads(lines: Sequence[str]) -> Any:
    """Lines on the screen, the name in front of the colon in bold, what wraps indented."""
    from rich.table import Table
    from rich.text import Text

    from parentlink.views.gate import one_line

    grid = Table.grid(padding=(0, 2, 0, 0))
    for line in lines:
        number, _, rest = line.partition("  ")
        head, colon, more = rest.partition(": ")
        text = Text(one_line(head) + colon.strip(), style="bold")
        grid.add_row(Text(number), Text.assemble(text, Text(f" {one_line(more)}")))
    return grid


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
    parts = [f"{one.carer} (c{one.id})", *to, _phone(one.phone), one.email]
    lines = ["Carer: " + ", ".join(filter(None, parts))]
    details = [
        f"parental responsibility: {'/'.join(answers)}" if answers else "",
        f"prefers {one.preferred_channel}" if one.preferred_channel else "",
        f"best times: {one.best_times}" if one.best_times else "",
        f"speaks {one.languages}" if one.languages else "",
        "interpreter needed" if one.interpreter else "",
        f"away until {one.away_until}" if one.away_until else "",
    ]
    lines += [f"  {'; '.join(filter(None, details))}"] if any(details) else []
    guard = {"ask": f"  ASK FIRST: {_reason(one)}", "never": "  DO NOT CONTACT"}
    return [*lines, guard[one.contact_rule]] if one.contact_rule in guard else lines


def added_family(
    done: Added, name: str, carers: Sequence[CarerLine], pupils: Sequence[PupilLine]
) -> str:
    """What `family add` did."""
    people = [line.name for line in pupils] + [line.name for line in carers]
    with_ = f" with {', '.join(people)}" if people else ""
    return f"Added the {name} family (f{done.family_id}){with_}. Undo: parentlink undo"


def added_hints(done: Added) -> list[str]:
    """A word when a name is on file already, or something said could not be kept."""
    hints = [same_pupil(name, one) for name, one in done.same_pupils]
    if done.namesakes:
        others = ", ".join(f"f{one}" for one in done.namesakes)
        hints.append(f"There is another family of that name ({others}); they are kept apart.")
    shared = [text for each in done.sharing for text in sharing_lines(*each)]
    return [*hints, *done.unkept, *barred_lines(done.barred), *shared]


def same_pupil(name: str, known: int) -> str:
    """A word when a pupil of that name is on file already: two homes are no two children."""
    return (
        f"There is a pupil called {name} on file already (p{known}). If it is the same child: "
        f"parentlink undo, then parentlink pupil edit p{known} --also-in FAMILY."
    )


def archived_line(changed: bool, family: str, *, back: bool) -> str:
    """What `family archive` did."""
    if not changed:
        was = "not archived" if back else "archived already"
        return f"The {family} family was {was}, so nothing was changed."
    gone = "is archived: lists show only what is open with it, its history is kept"
    done = "is back in every list" if back else gone
    return f"The {family} family {done}. Undo: parentlink undo"


def added_line(person: str, family: str) -> str:
    """What `carer add` and `pupil add` did."""
    return f"Added {person} to the {family} family. Undo: parentlink undo"
