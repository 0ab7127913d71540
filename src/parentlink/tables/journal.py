"""What was changed, when, by whom: imports, commands and their changes."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.schema import CheckConstraint
from sqlmodel import SQLModel

from parentlink.tables.columns import key, strict, to


class ImportBatch(SQLModel, table=True):
    """One import that was applied: what came in, from which file, and what became of it."""

    __tablename__ = "import_batch"
    __table_args__ = strict()
    id: int | None = key()
    kind: str
    file_name: str
    file_hash: str
    started_at: datetime
    staff_id: int | None = to("staff", optional=True)
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    refused_rows: int
    blocked_carers: int
    has_rules: bool | None = None  # whether a column of the file said who must not be contacted


class Journal(SQLModel, table=True):
    """One command that changed something: who, when, what. `undo` reads it."""

    __tablename__ = "journal"
    __table_args__ = strict(Index("ix_journal_undoes", "undoes_id"))
    id: int | None = key()
    happened_at: datetime
    staff_id: int | None = to("staff", optional=True)
    command: str
    summary: str = ""
    undoes_id: int | None = to("journal", optional=True)
    batch_id: int | None = to("import_batch", optional=True)


class Change(SQLModel, table=True):
    """What one command did to one row, or to a run of new rows.

    `insert` keeps only which rows (row_id to last_id), `update` the changed columns as they were
    before, `delete` the whole row, so that the journal stays small and undo stays exact.
    """

    __tablename__ = "change"
    __table_args__ = strict(
        CheckConstraint("operation IN ('insert', 'update', 'delete')", name="operation"),
        CheckConstraint("(operation = 'insert') = (was IS NULL)", name="was"),
        Index("ix_change_journal", "journal_id"),
    )
    id: int | None = key()
    journal_id: int = to("journal")
    table_name: str
    operation: str
    row_id: int
    last_id: int
    was: str | None = None
