"""Parents and carers: added, listed, edited."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from parentlink.errors import Unreadable
from parentlink.parse.names import fold, quoted
from parentlink.parse.people import CarerLine
from parentlink.rules.barred_left_out import NOBODY, SETTING, why_asked
from parentlink.rules.shared_ways import whose_too
from parentlink.store.store import Store
from parentlink.usecases import barred
from parentlink.usecases.kept import value_of
from parentlink.vocabulary import ContactRule


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


class Numbers(NamedTuple):
    """The phone numbers of a carer, under the names of their columns."""

    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None


CARER_ROWS = (
    "SELECT c.id, CASE WHEN c.title IS NULL THEN c.name ELSE c.title || ' ' || c.name END,"
    " f.name, f.id, CASE WHEN c.contact_rule = 'never' THEN NULL"
    " ELSE COALESCE(c.mobile_phone, c.home_phone, c.work_phone) END,"
    " CASE WHEN c.contact_rule = 'never' THEN NULL ELSE c.email END,"
    " c.preferred_channel, c.best_times, c.languages, c.interpreter, c.away_until,"
    " c.contact_rule, c.rule_reason FROM carer c JOIN family f ON f.id = c.family_id "
)
ALL_CARERS = CARER_ROWS + "WHERE f.archived_on IS NULL ORDER BY f.name_key, f.id, c.id"
PUPILS_IN = "SELECT pupil_id FROM pupil_family WHERE family_id = :family_id ORDER BY pupil_id"
CARERS_IN = "SELECT COUNT(*) FROM carer WHERE family_id = :family_id"
RULE_OF = "SELECT contact_rule FROM carer WHERE id = :id"
NAME = "SELECT name FROM carer WHERE id = :id"
NUMBERS_OF = "SELECT mobile_phone, home_phone, work_phone FROM carer WHERE id = :id"
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
    """A carer of a household, linked to its pupils (all of them unless some are named).

    Somebody barred who is added a second time is barred again, unless a rule is given. Who is
    added to a family on file may have been left out of the copy that its data came from.
    """
    on_file = pupil_ids is None
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
    if "contact_rule" not in values:
        details |= _rule_of(store, family_id, line, is_on_file=on_file)
    carer_id = store.insert(
        "carer",
        family_id=family_id,
        name=line.name,
        name_key=fold(line.name),
        numbers_at=now,
        **details,
    )
    given = {
        "relationship": line.relationship,
        "responsibility": line.responsibility,
        "priority": priority,
        "emergency": False,
    } | (link or {})
    for pupil_id in pupil_ids:
        store.insert("pupil_carer", pupil_id=pupil_id, carer_id=carer_id, **given)
    return carer_id


def _rule_of(store: Store, family_id: int, line: CarerLine, *, is_on_file: bool) -> dict[str, Any]:
    """The contact rule that somebody new has, if any, and why."""
    if known := barred.twin(store, family_id, line):
        why = f"as for c{known.id}: {known.rule_reason or 'no reason on file'}"
        return {"contact_rule": known.contact_rule, "rule_reason": why[:500]}
    kept = (value_of(store, SETTING) if is_on_file else None) or NOBODY
    if kept == NOBODY:
        return {}
    return {"contact_rule": ContactRule.ASK, "rule_reason": why_asked(kept, quoted(line.name))}


def carers(store: Store) -> list[CarerRow]:
    """Every carer of a family that is not archived."""
    return store.all(CarerRow, ALL_CARERS)


def shared(store: Store, rows: Iterable[CarerRow]) -> list[tuple[CarerRow, str]]:
    """The carers who may be contacted by a number or address that somebody barred has too, and who.

    Compared with their own family, the other households of its pupils, and the pupils' carers.
    """
    from parentlink.usecases.households import barred_near

    found = []
    near: dict[int, dict[str, str]] = {}
    for row in rows:
        if row.family_id not in near:
            near[row.family_id] = barred_near(store, row.family_id)
        ways = near[row.family_id]
        if owner := whose_too(row.phone, ways) or whose_too(row.email, ways):
            found.append((row, owner))
    return found


def edit_carer(
    store: Store, carer_id: int, changes: dict[str, Any], now: datetime, why: str | None = None
) -> bool:
    """Change what is known of a carer; a new number makes an old "wrong number" forgotten.

    Raises:
        Unreadable: a contact rule would be lifted, and nobody says why.
    """
    if changes.get("contact_rule") == ContactRule.ALLOW:
        _lift(store, carer_id, why)
    numbers = store.one(Numbers, NUMBERS_OF, id=carer_id)
    if numbers and any(changes.get(name, old) != old for name, old in numbers._asdict().items()):
        changes = changes | {"numbers_at": now}
    if "name" in changes:
        changes = changes | {"name_key": fold(changes["name"])}
    return store.update("carer", carer_id, **changes) if changes else False


def _lift(store: Store, carer_id: int, why: str | None) -> None:
    """A rule that protects somebody is lifted for a reason, and the history keeps it."""
    rule = store.value(RULE_OF, id=carer_id)
    if rule in (None, ContactRule.ALLOW):
        return
    if not why:
        raise Unreadable(
            f'The rule is "{rule}" now. Please say why it may be lifted: '
            '--reason "the order ended on 3 March".'
        )
    store.describe(f"lifted the rule for {store.value(NAME, id=carer_id)}: {why}")


def edit_links(store: Store, carer_id: int, changes: dict[str, Any]) -> bool:
    """Change what a carer is to all their pupils; returns whether anything was different.

    Raises:
        Unreadable: there is no pupil to be anything to.
    """
    links = store.all(Linked, LINKS_TO, carer_id=carer_id)
    if changes and not links:
        raise Unreadable(
            "They are carer of no pupil on file yet, so there is nobody to be that to. Add the "
            "pupil first: parentlink pupil add. Nothing was saved."
        )
    done = [store.update("pupil_carer", link.id, **changes) for link in links if changes]
    return any(done)


def unkept(store: Store, family_id: int, line: CarerLine) -> str:
    """What was said about a carer that hangs on a pupil, when the family has none yet."""
    said = [line.relationship, "PR" if line.responsibility == "yes" else None]
    if not any(said) or store.one(Linked, PUPILS_IN, family_id=family_id):
        return ""
    return (
        f"No pupil is on file yet, so {' and '.join(filter(None, said))!r} is not kept: after "
        "`parentlink pupil add`, say it with `parentlink carer edit --relationship`."
    )
