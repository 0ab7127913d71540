"""--map lines that are kept by a name, for the next file of the same office."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from parentlink.errors import NotFound
from parentlink.store.store import Store

MAP = "SELECT id, value FROM setting WHERE name = :name"


class Kept(NamedTuple):
    """A setting that holds --map lines."""

    id: int
    value: str


def saved_map(store: Store, name: str) -> list[str]:
    """The --map lines that were saved under a name.

    Raises:
        NotFound: there are none.
    """
    kept = store.one(Kept, MAP, name=f"map.{name}")
    if kept is None:
        raise NotFound(f'No --map was saved as "{name}". Save one with --save-map.')
    found: list[str] = json.loads(kept.value)
    return found


def save_map(store: Store, name: str, maps: Sequence[str]) -> None:
    """Keep --map lines under a name."""
    value = json.dumps(list(maps), ensure_ascii=False)
    kept = store.one(Kept, MAP, name=f"map.{name}")
    if kept is None:
        store.insert("setting", name=f"map.{name}", value=value)
    else:
        store.update("setting", kept.id, value=value)
