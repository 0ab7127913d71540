"""Everything with one family, newest first: contacts, promises and good news."""

from datetime import datetime
from typing import NamedTuple

from parentlink.parse.zone import to_local
from parentlink.store.store import Store


class Moment(NamedTuple):
    """One thing that happened with a family."""

    at: datetime
    kind: str  # contact, promise or good-news
    id: int
    channel: str | None = None
    direction: str | None = None
    tone: str | None = None
    outcome: str | None = None
    carer: str | None = None
    pupils: str | None = None
    staff: str = ""
    minutes: int | None = None
    text: str | None = None
    override: str | None = None  # why a carer who must not be contacted was


class ContactRow(NamedTuple):
    """A contact as the file has it."""

    at: datetime
    id: int
    channel: str
    direction: str
    tone: str | None
    outcome: str
    carer: str | None
    staff: str
    minutes: int | None
    note: str | None
    override: str | None


class PromiseRow(NamedTuple):
    """A promise as the file has it."""

    made_on: str
    id: int
    what: str
    due_on: str
    state: str
    staff: str


class NewsRow(NamedTuple):
    """Good news as the file has it."""

    on: str
    id: int
    pupil: str
    text: str
    staff: str


class AboutRow(NamedTuple):
    """A pupil that a contact was about."""

    contact_id: int
    name: str


CONTACTS = (
    "SELECT co.happened_at, co.id, co.channel, co.direction, co.tone, co.outcome, c.name, s.name,"
    " co.minutes, co.note, co.rule_override FROM contact co JOIN staff s ON s.id = co.staff_id"
    " LEFT JOIN carer c ON c.id = co.carer_id WHERE co.family_id = :family_id"
    " ORDER BY co.happened_at DESC, co.id DESC LIMIT :most"
)
ABOUT = (
    "SELECT cp.contact_id, COALESCE(p.preferred_name, p.legal_name) FROM contact co"
    " JOIN contact_pupil cp ON cp.contact_id = co.id JOIN pupil p ON p.id = cp.pupil_id"
    " WHERE co.family_id = :family_id ORDER BY cp.contact_id, p.name_key"
)
PROMISES = (
    "SELECT p.made_on, p.id, p.what, p.due_on, p.state, s.name FROM promise p"
    " JOIN staff s ON s.id = p.staff_id WHERE p.family_id = :family_id ORDER BY p.id"
)
NEWS = (
    "SELECT g.happened_on, g.id, COALESCE(p.preferred_name, p.legal_name), g.text, s.name"
    " FROM pupil_family pf JOIN good_news g ON g.pupil_id = pf.pupil_id"
    " JOIN pupil p ON p.id = g.pupil_id JOIN staff s ON s.id = g.staff_id"
    " WHERE pf.family_id = :family_id ORDER BY g.id"
)


def timeline(store: Store, family_id: int, most: int) -> list[Moment]:
    """The newest `most` moments with a family; local times."""
    moments = _contacts(store, family_id, most)
    moments += [
        Moment(
            datetime.fromisoformat(row.made_on),
            "promise",
            row.id,
            staff=row.staff,
            text=f"{row.what} (by {row.due_on}: {row.state})",
        )
        for row in store.all(PromiseRow, PROMISES, family_id=family_id)
    ]
    moments += [
        Moment(
            datetime.fromisoformat(row.on),
            "good-news",
            row.id,
            pupils=row.pupil,
            staff=row.staff,
            text=row.text,
        )
        for row in store.all(NewsRow, NEWS, family_id=family_id)
    ]
    # Promises and news carry a day only: they stand after the contacts of their day.
    ordered = sorted(moments, key=lambda moment: (moment.at, moment.kind, moment.id), reverse=True)
    return ordered[:most]


def _contacts(store: Store, family_id: int, most: int) -> list[Moment]:
    about: dict[int, list[str]] = {}
    for row in store.all(AboutRow, ABOUT, family_id=family_id):
        about.setdefault(row.contact_id, []).append(row.name)
    return [
        Moment(
            to_local(row.at),
            "contact",
            row.id,
            row.channel,
            row.direction,
            row.tone,
            row.outcome,
            row.carer,
            ", ".join(about.get(row.id, [])) or None,
            row.staff,
            row.minutes,
            row.note,
            row.override,
        )
        for row in store.all(ContactRow, CONTACTS, family_id=family_id, most=most)
    ]
