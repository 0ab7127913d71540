"""What Tab offers: family handles and words of a list. Standard library only, silent on any error.

A shell asks at every Tab, so nothing here opens the store: one read-only look is enough.
"""

from collections.abc import Iterator


def families(incomplete: str) -> list[tuple[str, str]]:
    """Handles of families whose name begins like what was typed: `okafor-12`."""
    import sqlite3

    try:
        return list(_looked_up(incomplete))
    except (sqlite3.Error, OSError, ValueError):
        return []  # a shell in the middle of a line is no place for a message


def _looked_up(incomplete: str) -> Iterator[tuple[str, str]]:
    import sqlite3

    from parentlink.parse.names import fold
    from parentlink.settings import default_path
    from parentlink.usecases.who import handle

    uri = default_path().absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=0.2)
    try:
        off = connection.execute(
            "SELECT 1 FROM setting WHERE name = 'completion' AND value = 'off'"
        ).fetchone()
        start = fold(incomplete)
        rows = connection.execute(
            "SELECT id, name FROM family WHERE archived_on IS NULL"
            " AND name_key >= ? AND name_key < ? ORDER BY name_key, id LIMIT 50",
            (start, start + "\U0010ffff"),
        )
        for family_id, name in () if off else rows:
            yield handle(name, family_id), ""
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
