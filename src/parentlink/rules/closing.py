"""What a conversation still needs before it can be closed (PRACTICE (d): required to close)."""

from datetime import date


def still_missing(actions: int, next_on: date | None, keep_in_touch: str | None) -> tuple[str, ...]:
    """What is not there yet, in words; nothing when the conversation can be closed.

    Every action on file has an owner and a date, so that one of them is enough.
    """
    wanted = (
        (actions > 0, "an action with who does it and by when (--action)"),
        (next_on is not None, "the next date (--next)"),
        (bool(keep_in_touch), "a way to keep in touch until then (--keep-in-touch)"),
    )
    return tuple(words for there, words in wanted if not there)
