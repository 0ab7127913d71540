"""What happened with families: contacts, good news, promises."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.schema import CheckConstraint
from sqlmodel import Field, SQLModel

from parentlink.tables.columns import given, key, strict, to, words
from parentlink.vocabulary import Channel, Direction, Outcome, PromiseState, Tone


class Contact(SQLModel, table=True):
    """One contact, or one attempt: a call, a text, a meeting ... One table, one timeline.

    `happened_at` is UTC; `happened_on` is the local day it belongs to, so that a late call in
    summer time counts for the right day. The condition of the partial index is the definition
    of a positive contact (rules/calls.py); a query must spell it the same way to use it.
    """

    __tablename__ = "contact"
    __table_args__ = strict(
        words("channel", Channel),
        words("direction", Direction),
        words("outcome", Outcome),
        words("tone", Tone, optional=True),
        CheckConstraint("tone IS NOT NULL OR outcome <> 'reached'", name="tone_when_reached"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 600", name="minutes"),
        Index("ix_contact_external_id", "external_id", unique=True),
        Index("ix_contact_family", "family_id", "happened_at"),
        Index(
            "ix_contact_positive",
            "family_id",
            "happened_on",
            sqlite_where=text(
                "tone = 'positive' AND outcome = 'reached' "
                "AND channel IN ('call', 'meeting', 'home-visit', 'video')"
            ),
            postgresql_where=text(
                "tone = 'positive' AND outcome = 'reached' "
                "AND channel IN ('call', 'meeting', 'home-visit', 'video')"
            ),
        ),
    )
    id: int | None = key()
    external_id: str
    family_id: int = to("family")
    carer_id: int | None = to("carer", optional=True)
    staff_id: int = to("staff")
    happened_at: datetime
    happened_on: date
    channel: str
    direction: str
    outcome: str
    tone: str | None = None
    minutes: int | None = None
    note: str | None = None
    rule_override: str | None = None


class ContactPupil(SQLModel, table=True):
    """Which pupils a contact was about."""

    __tablename__ = "contact_pupil"
    __table_args__ = strict(UniqueConstraint("contact_id", "pupil_id"))
    id: int | None = key()
    contact_id: int = to("contact")
    pupil_id: int = to("pupil")


class GoodNews(SQLModel, table=True):
    """Something to celebrate; used up when a contact has told the family."""

    __tablename__ = "good_news"
    __table_args__ = strict(
        UniqueConstraint("external_id"),
        Index("ix_good_news_pupil", "pupil_id"),
        given("ix_good_news_contact", "contact_id"),
    )
    id: int | None = key()
    external_id: str
    pupil_id: int = to("pupil")
    staff_id: int = to("staff")
    happened_on: date
    text: str
    contact_id: int | None = to("contact", optional=True)


class Promise(SQLModel, table=True):
    """What we said we would do, and by when."""

    __tablename__ = "promise"
    __table_args__ = strict(
        words("state", PromiseState),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed"),
        UniqueConstraint("external_id"),
        Index("ix_promise_family", "family_id"),
        given("ix_promise_contact", "contact_id"),
        Index("ix_promise_open", "due_on", sqlite_where=text("state = 'open'")),
    )
    id: int | None = key()
    external_id: str
    family_id: int = to("family")
    contact_id: int | None = to("contact", optional=True)
    staff_id: int = to("staff")
    what: str
    made_on: date
    due_on: date
    state: str = Field(default="open", sa_column_kwargs={"server_default": "open"})
    closed_on: date | None = None
