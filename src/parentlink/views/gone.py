"""A word on what belongs to a family that is archived, or to a pupil who has left."""

from datetime import date
from typing import Protocol

from parentlink.parse.terms import in_full


class Standing(Protocol):
    """Anything that is agreed with a family for a pupil."""

    @property
    def archived(self) -> bool:
        """Whether the family is archived."""

    @property
    def leaves_on(self) -> date | None:
        """The pupil's last day at school, where that matters."""


def gone(row: Standing) -> list[str]:
    """Why nobody is likely to need this any more; mostly nothing."""
    said = ["family archived"] if row.archived else []
    return said + ([f"last day at school {in_full(row.leaves_on)}"] if row.leaves_on else [])
