"""What stands on file under a name: choices of the school, --map lines, who a copy left out."""

from typing import NamedTuple

from parentlink.store.store import Store

BY_NAME = "SELECT id, value FROM setting WHERE name = :name"


class _Kept(NamedTuple):
    id: int
    value: str


def value_of(store: Store, name: str) -> str | None:
    """What is kept under a name, if anything."""
    kept = store.one(_Kept, BY_NAME, name=name)
    return kept.value if kept else None


def keep(store: Store, name: str, value: str | None) -> None:
    """Keep something under a name instead of what stood there; None keeps nothing any more."""
    kept = store.one(_Kept, BY_NAME, name=name)
    if kept and value is None:
        store.delete("setting", kept.id)
    elif kept:
        store.update("setting", kept.id, value=value)
    elif value is not None:
        store.insert("setting", name=name, value=value)
