"""The brief before a conversation: plain lines that are whole anywhere, and a page on a screen."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from parentlink.parse.terms import in_full
from parentlink.rules.conversation_form import AREAS
from parentlink.usecases.preparing import Brief, Tried
from parentlink.views.gate import one_line


class _Part(NamedTuple):
    heading: str
    lines: tuple[str, ...]


def brief_lines(brief: Brief) -> list[str]:
    """The whole brief, one thing a line."""
    lines = [_head(brief), *brief.do_not_contact, brief.banner]
    for part in _parts(brief):
        lines += [part.heading, *(f"  {line}" for line in part.lines)]
    return [one_line(line) for line in lines]


def brief_view(brief: Brief) -> Any:
    """The same on the screen: warnings in red, headings bold."""
    from rich.console import Group
    from rich.text import Text

    rows = [
        Text(one_line(_head(brief)), style="bold"),
        *(Text(one_line(line), style="bold red") for line in brief.do_not_contact),
        Text(one_line(brief.banner), style="green"),
    ]
    for part in _parts(brief):
        rows.append(Text(f"\n{part.heading}", style="bold"))
        rows += [Text(f"  {one_line(line)}") for line in part.lines]
    return Group(*rows)


def _head(brief: Brief) -> str:
    group = f" {brief.tutor_group}" if brief.tutor_group else ""
    if brief.starts_at is None:
        return f"{brief.pupil}{group}: no conversation is booked yet"
    day = f"{in_full(brief.starts_at.date())} {brief.starts_at:%H:%M}"
    room = f", {brief.room}" if brief.room else ""
    return f"{brief.pupil}{group} (v{brief.conversation_id}): {day}, {brief.minutes} min{room}"


def _parts(brief: Brief) -> Iterator[_Part]:
    for heading, lines in (
        ("With", _with(brief)),
        (_last(brief), _told(brief)),
        ("Agreed, and how it went", tuple(_tried(one) for one in brief.actions)),
        ("In the way so far", brief.barriers),
        ("To celebrate", tuple(f"{one.text} (good news {one.id})" for one in brief.good_news)),
        ("Our last promise", (brief.last_promise,) if brief.last_promise else ()),
        ("Not to raise", brief.not_to_raise),
        ("To open with", brief.questions),
        ("While you listen", brief.listening),
    ):
        if lines:
            yield _Part(heading, tuple(lines))


def _with(brief: Brief) -> tuple[str, ...]:
    one = brief.carer
    lines = (
        one.name or "nobody who can be contacted is on file",
        f"speaks {one.language}" if one.language else "",
        "INTERPRETER NEEDED" if one.interpreter else "",
        f"prefers {one.preferred_channel}" if one.preferred_channel else "",
        one.best_times or "",
        *brief.best_placed,
    )
    return tuple(line for line in lines if line)


def _last(brief: Brief) -> str:
    day = f" ({in_full(brief.last_on)})" if brief.last_on else ""
    return f"What they told us last time{day}"


def _told(brief: Brief) -> tuple[str, ...]:
    if brief.last_on is None:
        return ("This is the first conversation: everything is still to be heard.",)
    lines = [f"{AREAS[one.area].question}: {one.text}" for one in brief.told_us]
    lines += [f"{brief.pupil}'s own view: {brief.pupil_view}"] if brief.pupil_view else []
    lines += [f"In between: {brief.keep_in_touch}"] if brief.keep_in_touch else []
    if brief.held_back:
        many = "1 answer is" if brief.held_back == 1 else f"{brief.held_back} answers are"
        lines.append(f'{many} held back; --restricted "why" shows them')
    return tuple(lines)


def _tried(one: Tried) -> str:
    state = {"open": f"running, by {in_full(one.due_on)}", "not-working": "did not work"}
    result = f": {one.result}" if one.result else ""
    return f"{one.owner}, {one.who}: {one.what} - {state.get(one.state, one.state)}{result}"
