"""What stays open with a family or pupil that no list of the day shows any more."""

from collections.abc import Iterable

from parentlink.usecases.conversations import moment
from parentlink.usecases.left_open import LeftOpen

_CLOSES = {"action": "action done", "promise": "promise kept"}


def open_lines(found: Iterable[LeftOpen]) -> list[str]:
    """A line for each, with what to type."""
    return [_line(one) for one in found]


def _line(one: LeftOpen) -> str:
    if one.at:
        return (
            f"Conversation v{one.id} ({moment(one.at)}) is still booked. If it will not be: "
            f"parentlink conversation cancel v{one.id} --reason TEXT"
        )
    return (
        f"{one.kind.capitalize()} {one.id} ({one.what}) is still open, and `due` leaves it out "
        f"now: parentlink {_CLOSES[one.kind]} {one.id}"
    )
