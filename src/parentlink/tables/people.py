"""People: staff, families, carers, pupils, and who belongs to whom."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.schema import CheckConstraint
from sqlmodel import Field, SQLModel

from parentlink.tables.columns import given, key, strict, to, words, yes_no
from parentlink.vocabulary import (
    Channel,
    ContactRule,
    LivesWith,
    Responsibility,
    SenStatus,
)
from parentlink.vocabulary.restricted import RESTRICTED_FLAGS


class Staff(SQLModel, table=True):
    """Somebody at school who is in touch with families."""

    __tablename__ = "staff"
    __table_args__ = strict(
        UniqueConstraint("account"),
        Index("ix_staff_name", "name_key", unique=True),
    )
    id: int | None = key()
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
    __table_args__ = strict(
        Index("ix_family_name", "name_key"),
        Index("ix_family_key_contact", "key_contact_id"),
    )
    id: int | None = key()
    name: str
    name_key: str
    household: str | None = None
    home_language: str | None = None
    key_contact_id: int | None = to("staff", optional=True)
    added_on: date
    archived_on: date | None = None


class Carer(SQLModel, table=True):
    """A parent or carer, and how they wish to be contacted."""

    __tablename__ = "carer"
    __table_args__ = strict(
        words("preferred_channel", Channel, optional=True),
        words("contact_rule", ContactRule),
        CheckConstraint("contact_rule = 'allow' OR rule_reason IS NOT NULL", name="reasoned_rule"),
        *yes_no("interpreter"),
        UniqueConstraint("external_id"),
        Index("ix_carer_family", "family_id"),
        Index("ix_carer_name", "name_key"),
    )
    id: int | None = key()
    family_id: int = to("family")
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
    """A pupil. What stands from SEN on is restricted: no list or export shows it unasked."""

    __tablename__ = "pupil"
    __table_args__ = strict(
        words("sen_status", SenStatus, optional=True),
        *yes_no(*RESTRICTED_FLAGS),
        CheckConstraint("year_group IS NULL OR year_group BETWEEN -2 AND 14", name="year_group"),
        UniqueConstraint("upn"),
        UniqueConstraint("external_id"),
        Index("ix_pupil_name", "name_key"),
        Index("ix_pupil_preferred_key", "preferred_key"),
        Index("ix_pupil_tutor_group", "tutor_group"),
        Index("ix_pupil_tutor", "tutor_id"),
        Index("ix_pupil_year_group", "year_group"),
    )
    id: int | None = key()
    upn: str | None = None
    external_id: str | None = None
    legal_name: str
    name_key: str
    preferred_name: str | None = None
    preferred_key: str | None = None
    date_of_birth: date | None = None
    year_group: int | None = None
    tutor_group: str | None = None
    tutor_id: int | None = to("staff", optional=True)
    starts_on: date | None = None
    leaves_on: date | None = None
    sen_status: str | None = None
    pupil_premium: bool | None = None
    eal: bool | None = None
    looked_after: bool | None = None
    young_carer: bool | None = None
    free_school_meals: bool | None = None
    ethnicity: str | None = None
    medical: str | None = None


class PupilFamily(SQLModel, table=True):
    """Which households a pupil belongs to."""

    __tablename__ = "pupil_family"
    __table_args__ = strict(
        UniqueConstraint("family_id", "pupil_id"),
        Index("ix_pupil_family_pupil", "pupil_id"),
    )
    id: int | None = key()
    pupil_id: int = to("pupil")
    family_id: int = to("family")


class PupilCarer(SQLModel, table=True):
    """What a carer is to a pupil."""

    __tablename__ = "pupil_carer"
    __table_args__ = strict(
        words("responsibility", Responsibility),
        words("lives_with", LivesWith),
        *yes_no("emergency", "listed"),
        CheckConstraint("priority >= 1", name="priority"),
        UniqueConstraint("pupil_id", "carer_id"),
        Index("ix_pupil_carer_carer", "carer_id"),
    )
    id: int | None = key()
    pupil_id: int = to("pupil")
    carer_id: int = to("carer")
    relationship: str | None = None
    responsibility: str = Field(default="unknown", sa_column_kwargs={"server_default": "unknown"})
    lives_with: str = Field(default="unknown", sa_column_kwargs={"server_default": "unknown"})
    priority: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    emergency: bool = False
    # Whether a file of the school has listed this carer for this pupil.
    listed: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})


class KnownAs(SQLModel, table=True):
    """How files may still name somebody whose second record was merged into this one."""

    __tablename__ = "known_as"
    __table_args__ = strict(
        CheckConstraint("(pupil_id IS NULL) <> (carer_id IS NULL)", name="one_of_two"),
        given("ix_known_as_pupil", "pupil_id"),
        given("ix_known_as_carer", "carer_id"),
    )
    id: int | None = key()
    pupil_id: int | None = to("pupil", optional=True)
    carer_id: int | None = to("carer", optional=True)
    external_id: str | None = None
    name_key: str


class Apart(SQLModel, table=True):
    """Two who look like one, and of whom somebody has said that they are two."""

    __tablename__ = "apart"
    __table_args__ = strict(
        CheckConstraint(
            "(pupil_id IS NULL) <> (carer_id IS NULL)"
            " AND (pupil_id IS NULL) = (other_pupil_id IS NULL)"
            " AND (carer_id IS NULL) = (other_carer_id IS NULL)",
            name="two_of_a_kind",
        ),
        given("ix_apart_pupil", "pupil_id"),
        given("ix_apart_other_pupil", "other_pupil_id"),
        given("ix_apart_carer", "carer_id"),
        given("ix_apart_other_carer", "other_carer_id"),
    )
    id: int | None = key()
    pupil_id: int | None = to("pupil", optional=True)
    other_pupil_id: int | None = to("pupil", optional=True)
    carer_id: int | None = to("carer", optional=True)
    other_carer_id: int | None = to("carer", optional=True)
