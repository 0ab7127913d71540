"""What Tab offers: family handles and words of a list. Standard library only, silent on any error.

A shell asks at every Tab, so nothing here opens the store: one read-only look is enough.
"""

from collections.abc import Iterator
from pathlib import Path

import typer

_MOST = 50


def families(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Handles of families whose name begins like what was typed: `okafor-12`."""
    import sqlite3

    from parentlink.settings import default_path, typed_path

    try:
        chosen = ctx.find_root().params.get("db")
        path = typed_path(chosen) if chosen else default_path()
        return [(word, "") for word in _looked_up(path, incomplete)]
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return []  # a shell in the middle of a line is no place for a message


def _looked_up(path: Path, incomplete: str) -> Iterator[str]:
    import re
    import sqlite3

    from parentlink.parse.handles import handle, slug_of
    from parentlink.parse.names import fold

    name = re.sub(r"-[0-9]*$", "", incomplete)
    start = fold(name)
    typed = slug_of(name) + incomplete[len(name) :]
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0.2)
    try:
        off = connection.execute(
            "SELECT 1 FROM setting WHERE name = 'completion' AND value = 'off'"
        ).fetchone()
        rows = connection.execute(
            "SELECT id, name FROM family WHERE archived_on IS NULL"
            " AND name_key >= ? AND name_key < ? ORDER BY name_key, id",
            (start, start + "\U0010ffff"),
        )
        fits = (handle(name, family_id) for family_id, name in (() if off else rows))
        # The shell keeps only what begins exactly as typed: "Oka" goes on as "Okafor-12".
        yield from [incomplete + one[len(typed) :] for one in fits if one.startswith(typed)][:_MOST]
    finally:
        connection.close()


def tones() -> list[str]:
    """The tones there are."""
    from parentlink.vocabulary import Tone

    return [tone.value for tone in Tone]


def outcomes() -> list[str]:
    """The outcomes there are."""
    from parentlink.vocabulary import Outcome

    return [outcome.value for outcome in Outcome]


def channels() -> list[str]:
    """The channels other than a call."""
    from parentlink.vocabulary import Channel

    return [channel.value for channel in Channel if channel is not Channel.CALL]
