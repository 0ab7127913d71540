"""How a column is said: word lists, yes or no, keys; and the type words that STRICT tables know."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Index, String, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CheckConstraint
from sqlmodel import Field, SQLModel

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


def words(column: str, words: type[StrEnum], *, optional: bool = False) -> CheckConstraint:
    """A check that a column holds one word of a closed list."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    rule = f"{column} IN ({listed})"
    return CheckConstraint(f"{column} IS NULL OR {rule}" if optional else rule, name=column)


def yes_no(*columns: str) -> list[CheckConstraint]:
    return [CheckConstraint(f"{name} IS NULL OR {name} IN (0, 1)", name=name) for name in columns]


def strict(*parts: Any) -> Sequence[Any]:
    return (*parts, {"sqlite_strict": True})


def key() -> Any:
    return Field(default=None, primary_key=True)


def to(table: str, *, optional: bool = False, gone: str | None = None) -> Any:
    """A foreign key to the `id` of another table."""
    default: Any = None if optional else ...
    if gone is None:
        return Field(default, foreign_key=f"{table}.id", nullable=optional)
    return Field(default, foreign_key=f"{table}.id", nullable=optional, ondelete=gone)  # type: ignore[call-overload]


def given(name: str, column: str) -> Index:
    """An index of the rows that have a value: SQLite would choose one with every NULL in it too."""
    rule = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=rule, postgresql_where=rule)
