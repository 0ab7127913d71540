"""--map lines that are kept by a name, for the next file of the same office."""

import json
from collections.abc import Sequence

from parentlink.errors import NotFound
from parentlink.store.store import Store
from parentlink.usecases.kept import keep, value_of


def saved_map(store: Store, name: str) -> list[str]:
    """The --map lines that were saved under a name.

    Raises:
        NotFound: there are none.
    """
    kept = value_of(store, f"map.{name}")
    if kept is None:
        raise NotFound(f'No --map was saved as "{name}". Save one with --save-map.')
    found: list[str] = json.loads(kept)
    return found


def save_map(store: Store, name: str, maps: Sequence[str]) -> None:
    """Keep --map lines under a name."""
    keep(store, f"map.{name}", json.dumps(list(maps), ensure_ascii=False))
