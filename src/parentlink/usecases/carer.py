"""Parents and carers: added, listed, edited."""

from datetime import date, datetime
from typing import Any, NamedTuple

from parentlink.parse.names import fold
from parentlink.parse.people import CarerLine
from parentlink.store.store import Store
from parentlink.usecases.who import candidates, one_person


class CarerRow(NamedTuple):
    """A carer in a list. One who must not be contacted says so, and has no number here."""

    id: int
    carer: str
    family: str
    family_id: int
    phone: str | None
    email: str | None
    preferred_channel: str | None
    best_times: str | None
    languages: str | None
    interpreter: bool
    away_until: date | None
    contact_rule: str
    rule_reason: str | None


class Linked(NamedTuple):
    """An id."""

    id: int


CARER_ROWS = (
    "SELECT c.id, CASE WHEN c.title IS NULL THEN c.name ELSE c.title || ' ' || c.name END,"
    " f.name, f.id, COALESCE(c.mobile_phone, c.home_phone, c.work_phone), c.email,"
    " c.preferred_channel, c.best_times, c.languages, c.interpreter, c.away_until,"
    " c.contact_rule, c.rule_reason FROM carer c JOIN family f ON f.id = c.family_id "
)
ALLCARER_ROWS = CARER_ROWS + "WHERE f.archived_on IS NULL ORDER BY f.name_key, f.id, c.id"
PUPILS_IN = "SELECT pupil_id FROM pupil_family WHERE family_id = :family_id ORDER BY pupil_id"
CARERS_IN = "SELECT COUNT(*) FROM carer WHERE family_id = :family_id"
NAME = "SELECT name FROM carer WHERE id = :id"
LINKS_TO = "SELECT id FROM pupil_carer WHERE carer_id = :carer_id"


def add_carer(
    store: Store,
    family_id: int,
    line: CarerLine,
    now: datetime,
    values: dict[str, Any],
    *,
    pupil_ids: list[int] | None = None,
    priority: int | None = None,
    link: dict[str, Any] | None = None,
) -> int:
    """A carer of a household, linked to its pupils (all of them unless some are named)."""
    if pupil_ids is None:
        pupil_ids = [row.id for row in store.all(Linked, PUPILS_IN, family_id=family_id)]
    if priority is None:
        priority = int(store.value(CARERS_IN, family_id=family_id)) + 1
    details = {
        "title": line.title,
        "mobile_phone": line.mobile_phone,
        "home_phone": line.home_phone,
        "work_phone": line.work_phone,
        "email": line.email,
        "interpreter": False,
    } | values
    carer_id = store.insert(
        "carer",
        family_id=family_id,
        name=line.name,
        name_key=fold(line.name),
        numbers_at=now,
        **details,
    )
    given = {"responsibility": line.responsibility, "priority": priority} | (link or {})
    for pupil_id in pupil_ids:
        store.insert(
            "pupil_carer",
            pupil_id=pupil_id,
            carer_id=carer_id,
            relationship=line.relationship,
            emergency=False,
            **given,
        )
    return carer_id


def carers(store: Store) -> list[CarerRow]:
    """Every carer of a family that is not archived."""
    return store.all(CarerRow, ALLCARER_ROWS)


def edit_carer(store: Store, carer_id: int, changes: dict[str, Any], now: datetime) -> bool:
    """Change what is known of a carer; a new number makes an old "wrong number" forgotten."""
    if any(name.endswith("_phone") for name in changes):
        changes = changes | {"numbers_at": now}
    if "name" in changes:
        changes = changes | {"name_key": fold(changes["name"])}
    return store.update("carer", carer_id, **changes) if changes else False


def edit_links(store: Store, carer_id: int, changes: dict[str, Any]) -> bool:
    """Change what a carer is to all their pupils; returns whether anything was different."""
    links = store.all(Linked, LINKS_TO, carer_id=carer_id)
    done = [store.update("pupil_carer", link.id, **changes) for link in links if changes]
    return any(done)


def the_carer(store: Store, text: str) -> tuple[int, str]:
    """The id and name of the one carer that is meant by a name, number or id (`c12`).

    Raises:
        NotFound: nobody, or more than one.
    """
    found = [match for match in candidates(store, text) if match.carer_id]
    carer_id = one_person(store, found, text, "carer")
    return carer_id, str(store.value(NAME, id=carer_id))
