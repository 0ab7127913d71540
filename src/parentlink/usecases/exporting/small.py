"""The small tables out: good news, promises, staff, the calendar, settings."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from parentlink.store.store import Store
from parentlink.usecases.exporting.names import Names
from parentlink.usecases.exporting.pieces import Cell, Table

NEWS = (
    "SELECT g.external_id, g.happened_on, p.upn, p.legal_name, p.tutor_group, s.name, g.text,"
    " c.external_id, p.id FROM good_news g JOIN pupil p ON p.id = g.pupil_id"
    " JOIN staff s ON s.id = g.staff_id LEFT JOIN contact c ON c.id = g.contact_id"
    " WHERE :tutor_group IS NULL OR p.tutor_group = :tutor_group ORDER BY g.id"
)
# A family is told from others by its pupils, so each promise comes once for each of them.
PROMISES = (
    "SELECT r.external_id, r.family_id, f.name, r.what, r.made_on, r.due_on, r.state, r.closed_on,"
    " s.name, c.external_id, p.upn, p.legal_name, p.id FROM promise r"
    " JOIN family f ON f.id = r.family_id JOIN staff s ON s.id = r.staff_id"
    " LEFT JOIN contact c ON c.id = r.contact_id"
    " LEFT JOIN pupil_family m ON m.family_id = r.family_id LEFT JOIN pupil p ON p.id = m.pupil_id"
    " WHERE :tutor_group IS NULL OR EXISTS (SELECT 1 FROM pupil_family x"
    " JOIN pupil q ON q.id = x.pupil_id WHERE x.family_id = r.family_id"
    " AND q.tutor_group = :tutor_group) ORDER BY r.id, m.pupil_id"
)
STAFF = "SELECT name, role, email, tutor_group, account, left_on FROM staff ORDER BY id"
TERMS = "SELECT kind, name, starts_on, ends_on FROM calendar_entry ORDER BY starts_on, id"
SETTINGS = "SELECT name, value FROM setting ORDER BY name"


def good_news(store: Store, group: str | None, names: Names) -> Table:
    """Good news, told or waiting; `told_in` is the contact that told the family."""
    headings = ("external_id", "date", "upn", "pupil", "tutor_group", "staff", "text", "told_in")
    found = store.cursor(NEWS, tutor_group=group)
    rows = ((*row[:3], names.pupil(row[8], row[3]), *row[4:8]) for row in found)
    return Table(headings, rows)


def promises(store: Store, group: str | None, names: Names) -> Table:
    """Promises, open and closed; `made_in` is the contact that they were made in."""
    headings = (
        *("external_id", "family_ref", "family", "upn", "pupil", "what", "made_on", "due_on"),
        *("state", "closed_on", "staff", "made_in"),
    )
    return Table(headings, _promises(store.cursor(PROMISES, tutor_group=group), names))


def _promises(found: Iterator[Sequence[Any]], names: Names) -> Iterator[tuple[Cell, ...]]:
    for (external, family_id, family, *rest), same in groupby(found, lambda row: row[:10]):
        what, made_on, due_on, state, closed_on, staff, contact = rest
        pupils = [row for row in same if row[11] is not None]
        called = joined([names.pupil(row[12], row[11]) for row in pupils])
        who = (names.family(family_id), family, joined([row[10] for row in pupils]), called)
        yield (external, *who, what, made_on, due_on, state, closed_on, staff, contact)


def joined(texts: Sequence[str | None]) -> str | None:
    """Several pupils in one cell; a blank keeps the place of one who has no UPN."""
    return "; ".join(text or "" for text in texts) if any(texts) else None


def staff(store: Store) -> Table:
    """Everybody on the staff."""
    return _table(
        ("name", "role", "email", "tutor_group", "account", "left_on"), store.cursor(STAFF)
    )


def terms(store: Store) -> Table:
    """The school calendar: terms, half-terms, INSET days and closures."""
    return _table(("kind", "name", "starts_on", "ends_on"), store.cursor(TERMS))


def settings(store: Store) -> Table:
    """What was set, and nothing that stands at its default."""
    return _table(("name", "value"), store.cursor(SETTINGS))


def _table(headings: tuple[str, ...], found: Iterator[Sequence[Any]]) -> Table:
    return Table(headings, (tuple(row) for row in found))
