"""Agreed actions as sentences and lists, and what helped across families."""

from collections.abc import Sequence
from typing import Any

from parentlink.parse.terms import in_full
from parentlink.rules.school_days import counted
from parentlink.rules.what_works import Strategy
from parentlink.usecases.action_list import ActionRow, Guards
from parentlink.usecases.actions import OnFile
from parentlink.views.barred import barred_lines
from parentlink.views.gate import one_line
from parentlink.views.gone import gone


def due(action: OnFile) -> str:
    """An action with its owner and its day: "4 for Ada (school: Ms Reid) is due on ...: ..."."""
    return one_line(
        f"{action.id} for {action.pupil} ({action.owner}: {action.who}) is due on "
        f"{in_full(action.due_on)}: {action.what}"
    )


def guard_lines(guards: Guards) -> list[str]:
    """A line for everybody with a contact rule, and which open action is in their name."""
    lines = []
    for one, line in zip(guards.barred, barred_lines(guards.barred), strict=True):
        theirs = [
            f" Action {action} is in their name: please agree it with somebody else."
            for carer, action in sorted(guards.theirs)
            if carer == one.id
        ]
        lines.append(f"{line.rstrip('.')}.{''.join(theirs)}" if theirs else line)
    return lines


def action_lines(rows: Sequence[ActionRow]) -> list[str]:
    """Two lines for each action, whole at any width."""
    lines = []
    for row in rows:
        lines += [one_line(_head(row)), f"     {one_line(_tail(row))}"]
    return lines


def _head(row: ActionRow) -> str:
    group = f" {row.tutor_group}" if row.tutor_group else ""
    return f"{row.id:>3}  {row.pupil}{group} ({row.family}): {row.what}"


def _tail(row: ActionRow) -> str:
    late = row.school_days_overdue
    parts = [
        f"{row.owner}: {row.who}",
        f"by {in_full(row.due_on)}",
        f"{counted(late, 'school day')} overdue" if late else "",
        row.state if row.state != "open" else "",
        *gone(row),
        f"barrier: {row.barrier}" if row.barrier else "",
        f"instead of {row.replaces}" if row.replaces else "",
        row.result or "",
    ]
    return "; ".join(part for part in parts if part)


def action_view(rows: Sequence[ActionRow]) -> Any:
    """The same for the screen: what is overdue stands out."""
    from rich.text import Text

    text = Text()
    for row in rows:
        text.append(f"{one_line(_head(row))}\n", style="bold" if row.state == "open" else "dim")
        late = bool(row.school_days_overdue)
        text.append(f"     {one_line(_tail(row))}\n", style="yellow" if late else "")
    text.rstrip()
    return text


def strategy_lines(rows: Sequence[Strategy]) -> list[str]:
    """Each barrier, and below it what was tried."""
    lines: list[str] = []
    for place, row in enumerate(rows):
        if not place or rows[place - 1].barrier != row.barrier:
            lines.append(f"{row.barrier or 'no barrier named'}:")
        lines.append(one_line(f"  {row.strategy}: {_counts(row)}"))
    return lines


def _counts(row: Strategy) -> str:
    running = f", {row.running} running" if row.running else ""
    if not row.tried:
        return f"{row.running} running, {row.note}"
    tried = f"tried {counted(row.tried, 'time')}: {row.worked} worked, {row.not_working} did not"
    return f"{tried}{running}" + ("" if row.enough else f" ({row.note})")


def strategy_view(rows: Sequence[Strategy]) -> Any:
    """The same for the screen: what is too few to mean anything in grey."""
    from rich.text import Text

    enough = iter(rows)
    text = Text()
    for line in strategy_lines(rows):
        head = not line.startswith(" ")
        style = "bold" if head else "" if next(enough).enough else "dim"
        text.append(f"{line}\n", style=style)
    text.rstrip()
    return text
