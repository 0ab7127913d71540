"""What was found, one line each: whole at any width."""

from collections.abc import Sequence
from typing import Any

from parentlink.usecases.find import Hit
from parentlink.views.gate import one_line


def found_lines(hits: Sequence[Hit]) -> list[str]:
    """The id of what was found, whose it is, and the text."""
    return [f"{head}: {text}" for head, text in map(_parts, hits)]


def _parts(hit: Hit) -> tuple[str, str]:
    family = one_line(hit.family)
    if hit.on is None:
        return f"{hit.kind} {hit.id}", one_line(hit.text) + (
            "" if hit.kind == "family" else f" ({family} f{hit.family_id})"
        )
    kind = hit.kind.replace("-", " ")
    return f"{hit.on:%d %b %Y}  {kind} {hit.id}, {family} (f{hit.family_id})", one_line(hit.text)


def found_list(hits: Sequence[Hit]) -> Any:
    """The same for the screen."""
    from rich.console import Group
    from rich.text import Text

    return Group(*(Text.assemble((f"{head}: ", "bold"), text) for head, text in map(_parts, hits)))
