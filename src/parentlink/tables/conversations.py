"""Structured conversations: who should have one, when, what was said, what was agreed."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.schema import CheckConstraint
from sqlmodel import Field, SQLModel

from parentlink.tables.columns import given, key, strict, to, words, yes_no
from parentlink.vocabulary.talks import (
    ActionOwner,
    ActionState,
    Barrier,
    ConversationEvent,
    ConversationState,
    MissedStep,
    Stage,
    TargetReason,
    TermName,
)

_NOT_CANCELLED = text("state <> 'cancelled'")


class ConversationTarget(SQLModel, table=True):
    """A pupil who should have a structured conversation each term, and why."""

    __tablename__ = "conversation_target"
    __table_args__ = strict(
        words("reason", TargetReason),
        UniqueConstraint("external_id"),
        Index("ix_conversation_target_pupil", "pupil_id"),
    )
    id: int | None = key()
    external_id: str
    pupil_id: int = to("pupil")
    staff_id: int = to("staff")
    lead_id: int | None = to("staff", optional=True)
    reason: str
    note: str | None = None
    added_on: date
    removed_on: date | None = None


class Conversation(SQLModel, table=True):
    """One pupil's structured conversation of one term, from booking to close.

    `starts_at` is UTC, `starts_on` the local day. `uid` and `sequence` let a calendar update the
    entry it has instead of adding a second one. `school_year` is the year the school year began in.
    """

    __tablename__ = "conversation"
    __table_args__ = strict(
        words("term", TermName),
        words("state", ConversationState),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
        CheckConstraint("minutes_taken IS NULL OR minutes_taken BETWEEN 1 AND 600", name="taken"),
        *yes_no("interpreter"),
        CheckConstraint(
            "state <> 'closed' OR (closed_on IS NOT NULL AND next_on IS NOT NULL"
            " AND keep_in_touch IS NOT NULL)",
            name="closed",
        ),
        UniqueConstraint("uid"),
        Index(
            "ix_conversation_once",
            "pupil_id",
            "school_year",
            "term",
            unique=True,
            sqlite_where=_NOT_CANCELLED,
            postgresql_where=_NOT_CANCELLED,
        ),
        Index("ix_conversation_family", "family_id"),
        Index("ix_conversation_lead", "lead_id", "starts_on"),
        Index("ix_conversation_term", "school_year", "term"),
    )
    id: int | None = key()
    uid: str
    sequence: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    pupil_id: int = to("pupil")
    family_id: int = to("family")
    carer_id: int | None = to("carer", optional=True)
    lead_id: int = to("staff")
    handover_to_id: int | None = to("staff", optional=True)
    school_year: int
    term: str
    starts_at: datetime
    starts_on: date
    minutes: int
    room: str | None = None
    interpreter: bool = False
    state: str = Field(default="booked", sa_column_kwargs={"server_default": "booked"})
    minutes_taken: int | None = None
    pupil_view: str | None = None
    next_on: date | None = None
    keep_in_touch: str | None = None
    closed_on: date | None = None


class ConversationHistory(SQLModel, table=True):
    """What happened to a booking: the time it had, and the reason. Never overwritten."""

    __tablename__ = "conversation_history"
    __table_args__ = strict(
        words("event", ConversationEvent),
        Index("ix_conversation_history_conversation", "conversation_id"),
    )
    id: int | None = key()
    conversation_id: int = to("conversation")
    event: str
    happened_at: datetime
    staff_id: int = to("staff")
    was_at: datetime | None = None
    reason: str | None = None


class ConversationAnswer(SQLModel, table=True):
    """What was said in one area of one stage. A restricted answer is in no list and no export."""

    __tablename__ = "conversation_answer"
    __table_args__ = strict(
        words("stage", Stage),
        *yes_no("restricted"),
        UniqueConstraint("conversation_id", "stage", "area"),
    )
    id: int | None = key()
    conversation_id: int = to("conversation")
    stage: str
    area: str
    text: str
    restricted: bool = False


class ConversationPerson(SQLModel, table=True):
    """Somebody who was there."""

    __tablename__ = "conversation_person"
    __table_args__ = strict(UniqueConstraint("conversation_id", "name"))
    id: int | None = key()
    conversation_id: int = to("conversation")
    name: str


class MissedFollowUp(SQLModel, table=True):
    """One step after a missed conversation; open until it is done and says how it went."""

    __tablename__ = "missed_follow_up"
    __table_args__ = strict(
        words("step", MissedStep),
        CheckConstraint("(done_on IS NULL) = (result IS NULL)", name="done"),
        Index("ix_missed_follow_up_conversation", "conversation_id"),
    )
    id: int | None = key()
    conversation_id: int = to("conversation")
    step: str
    due_on: date
    done_on: date | None = None
    result: str | None = None


class Action(SQLModel, table=True):
    """Something that was agreed: who does what, by when; what replaced it if it did not work."""

    __tablename__ = "action"
    __table_args__ = strict(
        words("owner", ActionOwner),
        words("state", ActionState),
        words("barrier", Barrier, optional=True),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed"),
        *yes_no("shareable"),
        UniqueConstraint("external_id"),
        Index("ix_action_family", "family_id"),
        Index("ix_action_pupil", "pupil_id"),
        given("ix_action_conversation", "conversation_id"),
        given("ix_action_replaces", "replaces_id"),
        Index("ix_action_open", "due_on", sqlite_where=text("state = 'open'")),
    )
    id: int | None = key()
    external_id: str
    conversation_id: int | None = to("conversation", optional=True)
    family_id: int = to("family")
    pupil_id: int = to("pupil")
    staff_id: int = to("staff")
    owner: str
    who: str
    what: str
    made_on: date
    due_on: date
    state: str = Field(default="open", sa_column_kwargs={"server_default": "open"})
    closed_on: date | None = None
    result: str | None = None
    barrier: str | None = None
    shareable: bool = False
    replaces_id: int | None = to("action", optional=True)
