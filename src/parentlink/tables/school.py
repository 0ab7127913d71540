"""The school itself: its calendar and its settings."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.schema import CheckConstraint
from sqlmodel import SQLModel

from parentlink.tables.columns import key, strict, words
from parentlink.vocabulary import DayKind


class CalendarEntry(SQLModel, table=True):
    """A term, or days inside one on which there is no school."""

    __tablename__ = "calendar_entry"
    __table_args__ = strict(
        words("kind", DayKind),
        CheckConstraint("ends_on >= starts_on", name="order"),
        UniqueConstraint("kind", "starts_on", "ends_on"),
    )
    id: int | None = key()
    kind: str
    name: str
    starts_on: date
    ends_on: date


class Setting(SQLModel, table=True):
    """A choice the school made; the meaning and the default stand in settings.py."""

    __tablename__ = "setting"
    __table_args__ = strict(UniqueConstraint("name"))
    id: int | None = key()
    name: str
    value: str
