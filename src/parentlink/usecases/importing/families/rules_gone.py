"""A file without the column of contact rules that the last one had: a new block would go unseen."""

from pathlib import PurePath
from typing import NamedTuple

from parentlink.store.store import Store
from parentlink.usecases.importing.families.whole_file import Read
from parentlink.usecases.importing.rule import has_rules

# A copy of everything that had no families to write says nothing of their columns.
PAST = (
    "SELECT file_name, has_rules FROM import_batch WHERE kind = 'families'"
    " OR (kind = 'everything' AND has_rules IS NOT NULL) ORDER BY id DESC"
)


class _Past(NamedTuple):
    file_name: str
    has_rules: bool | None

    @property
    def name(self) -> str:
        return PurePath(self.file_name).name


def rules_gone(store: Store, read: Read) -> str | None:
    """A sentence, if the last file, or an earlier one of the same name, had such a column."""
    if has_rules(read.columns):
        return None
    past = store.all(_Past, PAST)
    last = [each for at, each in enumerate(past) if at == 0 or each.name == read.file]
    had = next((each.name for each in last if each.has_rules), None)
    if had is None:
        return None
    then = "an earlier one of that name" if had == read.file else had
    return (
        f"No column of {read.file} says who must not be contacted, and one of {then} did. The "
        "contact rules on file stay, but a new court order would not be seen. If the column was "
        "lost, please ask the office for it."
    )
