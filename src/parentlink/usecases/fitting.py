"""More than one fits what was typed: the choice, with what tells them apart."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.store.store import Store
from parentlink.vocabulary import ContactRule

_LISTED = 12  # candidates shown before "and more"


class Fit(NamedTuple):
    """A family that fits."""

    family_id: int
    family: str
    household: str | None
    archived: bool


class PupilOf(NamedTuple):
    """A pupil of a family."""

    name: str
    tutor_group: str | None
    date_of_birth: date | None


class CarerOf(NamedTuple):
    """A carer of a family."""

    id: int
    name: str
    contact_rule: str
    rule_reason: str | None


PUPILS_OF = (
    "SELECT COALESCE(p.preferred_name, p.legal_name), p.tutor_group, p.date_of_birth"
    " FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id"
    " WHERE pf.family_id = :family_id ORDER BY p.year_group, p.name_key, p.id"
)
CARERS_OF = (
    "SELECT id, name, contact_rule, rule_reason FROM carer WHERE family_id = :family_id ORDER BY id"
)

CARERS_OF_PUPIL = (
    "SELECT c.id, c.name, c.contact_rule, c.rule_reason FROM pupil_carer k"
    " JOIN carer c ON c.id = k.carer_id WHERE k.pupil_id = :pupil_id ORDER BY k.priority, c.id"
)
BORN = "SELECT date_of_birth FROM pupil WHERE id = :pupil_id"


class SeveralFit(NotFound):
    """More than one family fits. `fits` are their ids ("f12"), each with a line on it."""

    def __init__(self, head: str, fits: Sequence[tuple[str, str]], more: int) -> None:
        self.fits = fits
        lines = [f"  {id_}  {line}" for id_, line in fits]
        super().__init__("\n".join([f"{head}. Use the id:", *lines, *_and_more(more)]))
        numbered = [f"  {at}. {line} ({id_})" for at, (id_, line) in enumerate(fits, start=1)]
        self.numbered = "\n".join([f"{head}:", *numbered, *_and_more(more)])


def _and_more(count: int) -> list[str]:
    return [f"  ... and {count} more"] if count else []


def several_fit(store: Store, fits: Sequence[Fit], text: str) -> SeveralFit:
    """The families that fit, each on a line; days of birth only where two read the same."""
    shown = [(one, _line(store, one)) for one in fits[:_LISTED]]
    often = Counter(line for _, line in shown)
    lines = [
        (f"f{one.family_id}", line + _more(store, one, born=often[line] > 1)) for one, line in shown
    ]
    head = f"More than one family fits {shorten(text)!r}"
    return SeveralFit(head, lines, len(fits) - len(shown))


def _line(store: Store, one: Fit) -> str:
    home = f", {one.household}" if one.household else ""
    archived = " (archived)" if one.archived else ""
    return f"{one.family}{home}: {pupils_line(store, one.family_id)}{archived}"


def _more(store: Store, one: Fit, *, born: bool) -> str:
    """What tells namesakes apart; nobody who must not be contacted is named."""
    listed = store.all(PupilOf, PUPILS_OF, family_id=one.family_id) if born else []
    days = [in_full(pupil.date_of_birth) for pupil in listed if pupil.date_of_birth]
    return _apart(days, store.all(CarerOf, CARERS_OF, family_id=one.family_id))


def pupils_apart(store: Store, listed: Sequence[tuple[int, str]]) -> list[str]:
    """What to say behind the id and label of each pupil of a choice, as `several_fit` does."""
    often = Counter(label for _, label in listed)
    said = []
    for pupil_id, label in listed:
        day = store.value(BORN, pupil_id=pupil_id) if often[label] > 1 else None
        days = [in_full(date.fromisoformat(day))] if day else []
        said.append(_apart(days, store.all(CarerOf, CARERS_OF_PUPIL, pupil_id=pupil_id)))
    return said


def _apart(days: list[str], known: list[CarerOf]) -> str:
    carers = [carer.name for carer in known if carer.contact_rule != ContactRule.NEVER]
    born = f"; born {', '.join(days)}" if days else ""
    return f"{born}; carers: {', '.join(carers)}" if carers else born


def pupils_line(store: Store, family_id: int) -> str:
    """The pupils of a family with their groups, on one line."""
    listed = store.all(PupilOf, PUPILS_OF, family_id=family_id)
    names = [f"{one.name} {one.tutor_group}" if one.tutor_group else one.name for one in listed]
    return ", ".join(names) or "no pupil on file"


def two_carers(
    store: Store, family_id: int, family: str, text: str, ids: Collection[int | None]
) -> str:
    """That several carers of a family are called so; who is barred stands on a line of its own."""
    fits = [one for one in store.all(CarerOf, CARERS_OF, family_id=family_id) if one.id in ids]
    open_to = [one for one in fits if one.contact_rule != ContactRule.NEVER]
    names = ", ".join(f"{one.name} (c{one.id})" for one in open_to)
    lines = [f"More than one carer of {family} fits {shorten(text)!r}: use the id. {names}"]
    return "\n".join([lines[0].rstrip(), *barred_lines(fits)])


def barred_lines(fits: Sequence[CarerOf]) -> list[str]:
    """A line for each of them who must not be contacted."""
    return [
        f"DO NOT CONTACT {one.name} (c{one.id}): {(one.rule_reason or '').rstrip('.')}."
        for one in fits
        if one.contact_rule not in (ContactRule.ALLOW, ContactRule.ASK)
    ]
