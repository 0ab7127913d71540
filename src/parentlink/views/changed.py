"""What an edit of somebody changed, in one line."""

from typing import Any

_HIDDEN = ("name_key", "preferred_key", "numbers_at", "asked_on")
_DAYS = {"leaves_on": ("leaves on", "no leaving day"), "starts_on": ("starts on", "no first day")}


def changed_line(changed: bool, what: str, changes: dict[str, Any]) -> str:
    """What an edit did."""
    if not changed:
        return f"Nothing was different about {what}, so nothing was changed."
    named = ", ".join(_called(name, changes[name]) for name in changes if name not in _HIDDEN)
    return f"Changed {what}: {named or 'the household'}. Undo: parentlink undo"


def _called(column: str, value: Any) -> str:
    """What was changed; a day is said, since it is easily a slip."""
    if column in _DAYS:
        said, none = _DAYS[column]
        return f"{said} {value}" if value else none
    return column.removesuffix("_id").removesuffix("_on").replace("_", " ")
