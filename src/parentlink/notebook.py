"""The Python interface for scripts and notebooks: a SQLModel session that only reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from parentlink.settings import default_path
from parentlink.store.connection import connect


@contextmanager
def reading(path: Path | str | None = None) -> Iterator[Session]:
    """A session on the file; it cannot write, since a change without a journal cannot be undone.

    Raises:
        FileUnusable: the file is missing, damaged, newer or not ours.
    """
    connection = connect(Path(path) if path else default_path(), read_only=True)
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True
    )
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
