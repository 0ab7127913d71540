"""parentlink keeps a school's relationships with pupils' families.

For scripts and notebooks: `with parentlink.session() as s: s.exec(select(Contact))`, with the
tables of `parentlink.tables`. It only reads; changes go through the commands and their journal.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlmodel import Session

__version__ = "0.1.0"


def session(path: "Path | str | None" = None) -> "AbstractContextManager[Session]":
    """A SQLModel session that reads the file (by default the one the commands use).

    Raises:
        FileUnusable: it is missing, damaged, newer or not ours.
    """
    from parentlink.notebook import reading

    return reading(path)
