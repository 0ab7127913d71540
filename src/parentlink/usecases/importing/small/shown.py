"""What a new row would become, in words, so that a dry run can be read before it is trusted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from parentlink.parse.names import shorten
from parentlink.parse.terms import in_full
from parentlink.usecases.importing.cells import Values

_LONGEST = 90  # characters; a line or two of a screen


def in_words(table: str, values: Values, cells: Mapping[str, str]) -> str | None:
    """A line about a new row of a table for which a count would not say enough."""
    if table == "calendar_entry":
        first, last = (date.fromisoformat(str(values[end])) for end in ("starts_on", "ends_on"))
        days = in_full(first) if first == last else f"{in_full(first)} to {in_full(last)}"
        return f"{values['kind']}, {days}: {shorten(str(values['name']), _LONGEST)}"
    if table == "good_news":
        named = f"{cells.get('forename', '')} {cells.get('surname', '')}".strip()
        who = cells.get("pupil") or cells.get("surname_forename") or named or cells.get("upn", "")
        day = in_full(date.fromisoformat(str(values["happened_on"])))
        return f"{shorten(who)}, {day}: {shorten(str(values['text']), _LONGEST)}"
    if table == "staff":
        return ", ".join(str(values[part]) for part in ("name", "role") if values.get(part))
    return None


SAME = (
    "Row {} is the same one and says something else here. Please make them the same, or take one "
    "of them out."
)


def differing_field(before: Mapping[str, Any], values: Values, said: Mapping[str, str]) -> str:
    """Under which of our fields a row differs from an earlier one that is the same."""
    differing = (name for name in {**values, **before} if values.get(name) != before.get(name))
    ours = (name.removesuffix("_id") for name in differing)
    return next((name for name in ours if name in said), next(iter(said)))
