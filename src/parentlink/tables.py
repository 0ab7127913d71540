"""Every table, its constraints and its indexes: the only definition of the data. No logic.

Table models check nothing when they are made (SQLModel's own rule), so values are checked once,
in `parse/`, and held by the file itself: NOT NULL, CHECK for every word list, UNIQUE, foreign keys.
Imported late and only to make, check or migrate a file, or by a notebook: it costs 0.4 seconds.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Index, String, UniqueConstraint, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CheckConstraint
from sqlmodel import Field, SQLModel

from parentlink.vocabulary import (
    Channel,
    ContactRule,
    DayKind,
    Direction,
    LivesWith,
    Outcome,
    PromiseState,
    Responsibility,
    SenStatus,
    Tone,
)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


# STRICT tables make SQLite refuse a value of the wrong type; they know only these type words.
@compiles(String, "sqlite")
@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
def _text(*_: Any, **__: Any) -> str:
    return "TEXT"


@compiles(Boolean, "sqlite")
def _integer(*_: Any, **__: Any) -> str:
    return "INTEGER"


def _words(column: str, words: type[StrEnum], *, optional: bool = False) -> CheckConstraint:
    """A check that a column holds one word of a closed list."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    rule = f"{column} IN ({listed})"
    return CheckConstraint(f"{column} IS NULL OR {rule}" if optional else rule, name=column)


def _yes_no(*columns: str) -> list[CheckConstraint]:
    return [CheckConstraint(f"{name} IS NULL OR {name} IN (0, 1)", name=name) for name in columns]


def _strict(*parts: Any) -> Sequence[Any]:
    return (*parts, {"sqlite_strict": True})


def _key() -> Any:
    return Field(default=None, primary_key=True)


def _to(table: str, *, optional: bool = False, gone: str | None = None) -> Any:
    """A foreign key to the `id` of another table."""
    default: Any = None if optional else ...
    if gone is None:
        return Field(default, foreign_key=f"{table}.id", nullable=optional)
    return Field(default, foreign_key=f"{table}.id", nullable=optional, ondelete=gone)  # type: ignore[call-overload]


def _given(name: str, column: str) -> Index:
    """An index of the rows that have a value: SQLite would choose one with every NULL in it too."""
    rule = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=rule, postgresql_where=rule)


class Staff(SQLModel, table=True):
    """Somebody at school who is in touch with families."""

    __tablename__ = "staff"
    __table_args__ = _strict(
        UniqueConstraint("account"),
        Index("ix_staff_name", "name_key", unique=True),
    )
    id: int | None = _key()
    name: str
    name_key: str
    role: str | None = None
    email: str | None = None
    tutor_group: str | None = None
    account: str | None = None
    left_on: date | None = None


class Family(SQLModel, table=True):
    """One household. A pupil whose parents live apart belongs to two."""

    __tablename__ = "family"
    __table_args__ = _strict(
        Index("ix_family_name", "name_key"),
        Index("ix_family_key_contact", "key_contact_id"),
    )
    id: int | None = _key()
    name: str
    name_key: str
    household: str | None = None
    home_language: str | None = None
    key_contact_id: int | None = _to("staff", optional=True)
    added_on: date
    archived_on: date | None = None


class Carer(SQLModel, table=True):
    """A parent or carer, and how they wish to be contacted."""

    __tablename__ = "carer"
    __table_args__ = _strict(
        _words("preferred_channel", Channel, optional=True),
        _words("contact_rule", ContactRule),
        CheckConstraint("contact_rule = 'allow' OR rule_reason IS NOT NULL", name="reasoned_rule"),
        *_yes_no("interpreter"),
        UniqueConstraint("external_id"),
        Index("ix_carer_family", "family_id"),
        Index("ix_carer_name", "name_key"),
    )
    id: int | None = _key()
    family_id: int = _to("family")
    external_id: str | None = None
    title: str | None = None
    name: str
    name_key: str
    mobile_phone: str | None = None
    home_phone: str | None = None
    work_phone: str | None = None
    numbers_at: datetime | None = None  # since when: a "wrong number" before it no longer counts
    email: str | None = None
    preferred_channel: str | None = None
    best_times: str | None = None
    asked_on: date | None = None
    languages: str | None = None
    interpreter: bool = False
    away_until: date | None = None
    contact_rule: str = Field(default="allow", sa_column_kwargs={"server_default": "allow"})
    rule_reason: str | None = None


class Pupil(SQLModel, table=True):
    """A pupil. The flags from SEN to young carer are restricted: no list or export shows them."""

    __tablename__ = "pupil"
    __table_args__ = _strict(
        _words("sen_status", SenStatus, optional=True),
        *_yes_no("pupil_premium", "eal", "looked_after", "young_carer"),
        CheckConstraint("year_group IS NULL OR year_group BETWEEN -2 AND 14", name="year_group"),
        UniqueConstraint("upn"),
        UniqueConstraint("external_id"),
        Index("ix_pupil_name", "name_key"),
        Index("ix_pupil_preferred_key", "preferred_key"),
        Index("ix_pupil_tutor_group", "tutor_group"),
        Index("ix_pupil_tutor", "tutor_id"),
        Index("ix_pupil_year_group", "year_group"),
    )
    id: int | None = _key()
    upn: str | None = None
    external_id: str | None = None
    legal_name: str
    name_key: str
    preferred_name: str | None = None
    preferred_key: str | None = None
    date_of_birth: date | None = None
    year_group: int | None = None
    tutor_group: str | None = None
    tutor_id: int | None = _to("staff", optional=True)
    starts_on: date | None = None
    leaves_on: date | None = None
    sen_status: str | None = None
    pupil_premium: bool | None = None
    eal: bool | None = None
    looked_after: bool | None = None
    young_carer: bool | None = None


class PupilFamily(SQLModel, table=True):
    """Which households a pupil belongs to."""

    __tablename__ = "pupil_family"
    __table_args__ = _strict(
        UniqueConstraint("family_id", "pupil_id"),
        Index("ix_pupil_family_pupil", "pupil_id"),
    )
    id: int | None = _key()
    pupil_id: int = _to("pupil")
    family_id: int = _to("family")


class PupilCarer(SQLModel, table=True):
    """What a carer is to a pupil."""

    __tablename__ = "pupil_carer"
    __table_args__ = _strict(
        _words("responsibility", Responsibility),
        _words("lives_with", LivesWith),
        *_yes_no("emergency"),
        CheckConstraint("priority >= 1", name="priority"),
        UniqueConstraint("pupil_id", "carer_id"),
        Index("ix_pupil_carer_carer", "carer_id"),
    )
    id: int | None = _key()
    pupil_id: int = _to("pupil")
    carer_id: int = _to("carer")
    relationship: str | None = None
    responsibility: str = Field(default="unknown", sa_column_kwargs={"server_default": "unknown"})
    lives_with: str = Field(default="unknown", sa_column_kwargs={"server_default": "unknown"})
    priority: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    emergency: bool = False


class Contact(SQLModel, table=True):
    """One contact, or one attempt: a call, a text, a meeting ... One table, one timeline.

    `happened_at` is UTC; `happened_on` is the local day it belongs to, so that a late call in
    summer time counts for the right day. The condition of the partial index is the definition
    of a positive contact (rules/calls.py); a query must spell it the same way to use it.
    """

    __tablename__ = "contact"
    __table_args__ = _strict(
        _words("channel", Channel),
        _words("direction", Direction),
        _words("outcome", Outcome),
        _words("tone", Tone, optional=True),
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
    id: int | None = _key()
    external_id: str
    family_id: int = _to("family")
    carer_id: int | None = _to("carer", optional=True)
    staff_id: int = _to("staff")
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
    __table_args__ = _strict(UniqueConstraint("contact_id", "pupil_id"))
    id: int | None = _key()
    contact_id: int = _to("contact")
    pupil_id: int = _to("pupil")


class GoodNews(SQLModel, table=True):
    """Something to celebrate; used up when a contact has told the family."""

    __tablename__ = "good_news"
    __table_args__ = _strict(
        UniqueConstraint("external_id"),
        Index("ix_good_news_pupil", "pupil_id"),
        _given("ix_good_news_contact", "contact_id"),
    )
    id: int | None = _key()
    external_id: str
    pupil_id: int = _to("pupil")
    staff_id: int = _to("staff")
    happened_on: date
    text: str
    contact_id: int | None = _to("contact", optional=True)


class Promise(SQLModel, table=True):
    """What we said we would do, and by when."""

    __tablename__ = "promise"
    __table_args__ = _strict(
        _words("state", PromiseState),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed"),
        UniqueConstraint("external_id"),
        Index("ix_promise_family", "family_id"),
        _given("ix_promise_contact", "contact_id"),
        Index("ix_promise_open", "due_on", sqlite_where=text("state = 'open'")),
    )
    id: int | None = _key()
    external_id: str
    family_id: int = _to("family")
    contact_id: int | None = _to("contact", optional=True)
    staff_id: int = _to("staff")
    what: str
    made_on: date
    due_on: date
    state: str = Field(default="open", sa_column_kwargs={"server_default": "open"})
    closed_on: date | None = None


class CalendarEntry(SQLModel, table=True):
    """A term, or days inside one on which there is no school."""

    __tablename__ = "calendar_entry"
    __table_args__ = _strict(
        _words("kind", DayKind),
        CheckConstraint("ends_on >= starts_on", name="order"),
        UniqueConstraint("kind", "starts_on", "ends_on"),
    )
    id: int | None = _key()
    kind: str
    name: str
    starts_on: date
    ends_on: date


class Setting(SQLModel, table=True):
    """A choice the school made; the meaning and the default stand in settings.py."""

    __tablename__ = "setting"
    __table_args__ = _strict(UniqueConstraint("name"))
    id: int | None = _key()
    name: str
    value: str


class ImportBatch(SQLModel, table=True):
    """One import that was applied: what came in, from which file, and what became of it."""

    __tablename__ = "import_batch"
    __table_args__ = _strict()
    id: int | None = _key()
    kind: str
    file_name: str
    file_hash: str
    started_at: datetime
    staff_id: int | None = _to("staff", optional=True)
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    refused_rows: int


class Journal(SQLModel, table=True):
    """One command that changed something: who, when, what. `undo` reads it."""

    __tablename__ = "journal"
    __table_args__ = _strict(Index("ix_journal_undoes", "undoes_id"))
    id: int | None = _key()
    happened_at: datetime
    staff_id: int | None = _to("staff", optional=True)
    command: str
    summary: str = ""
    undoes_id: int | None = _to("journal", optional=True)
    batch_id: int | None = _to("import_batch", optional=True)


class Change(SQLModel, table=True):
    """What one command did to one row, or to a run of new rows.

    `insert` keeps only which rows (row_id to last_id), `update` the changed columns as they were
    before, `delete` the whole row, so that the journal stays small and undo stays exact.
    """

    __tablename__ = "change"
    __table_args__ = _strict(
        CheckConstraint("operation IN ('insert', 'update', 'delete')", name="operation"),
        CheckConstraint("(operation = 'insert') = (was IS NULL)", name="was"),
        Index("ix_change_journal", "journal_id"),
    )
    id: int | None = _key()
    journal_id: int = _to("journal")
    table_name: str
    operation: str
    row_id: int
    last_id: int
    was: str | None = None
