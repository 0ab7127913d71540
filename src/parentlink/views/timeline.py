"""The timeline on the screen and on plain lines: one moment, one paragraph, nothing cut."""

from collections.abc import Sequence
from typing import Any

from parentlink.usecases.timeline import Moment
from parentlink.views.gate import one_line, visible

_INDENT = "    "


def timeline_lines(moments: Sequence[Moment]) -> list[str]:
    """A head line for each moment, and its note below it."""
    lines = []
    for moment in moments:
        lines.append(_head(moment))
        if moment.override:
            lines.append(f"{_INDENT}Contacted although blocked: {one_line(moment.override)}")
        if moment.text and moment.kind == "contact":
            lines += [_INDENT + visible(line) for line in moment.text.split("\n")]
    return lines


def _head(moment: Moment) -> str:
    if moment.kind == "promise":
        return f"{moment.at:%d %b %Y}        promise {moment.id} by {one_line(moment.staff)}: " + (
            one_line(moment.text or "")
        )
    if moment.kind == "good-news":
        return f"{moment.at:%d %b %Y}        good news {moment.id} about " + one_line(
            f"{moment.pupils}: {moment.text}"
        )
    came = moment.tone or ""
    if moment.outcome != "reached":
        came = f"{moment.outcome} ({came})" if came else f"{moment.outcome}"
    incoming = " from them" if moment.direction == "incoming" else ""
    with_ = f" with {moment.carer}" if moment.carer else ""
    about = f" about {moment.pupils}" if moment.pupils else ""
    minutes = f", {moment.minutes} min" if moment.minutes else ""
    return one_line(
        f"{moment.at:%d %b %Y %H:%M}  {moment.channel} {moment.id}{incoming}{with_}{about}: "
        f"{came}{minutes} - {moment.staff}"
    )


def timeline_view(moments: Sequence[Moment]) -> Any:
    """The same for the screen, heads in bold."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Any] = []
    for line in timeline_lines(moments):
        note = line.startswith(_INDENT)
        text = Text(line.strip() if note else line, style="" if note else "bold")
        parts.append(Padding(text, (0, 0, 0, 4)) if note else text)
    return Group(*parts)
