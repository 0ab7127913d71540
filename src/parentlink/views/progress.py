"""A term of structured conversations in numbers."""

from collections.abc import Sequence

from parentlink.parse.terms import in_full
from parentlink.rules.progress import SMALLEST
from parentlink.rules.school_days import counted
from parentlink.usecases.progress import CompareRow, GroupRow, Term

CLAIM = (
    "It shows how relationships are tended, never attainment: an independent trial of the whole "
    "programme in 134 primary schools found no gain in results (EEF 2020)."
)


def heading(term: Term) -> str:
    """Which term this is."""
    year = f"{term.school_year}/{(term.school_year + 1) % 100:02}"
    return (
        f"Structured conversations, {term.name} {year} "
        f"({in_full(term.starts_on)} to {in_full(term.ends_on)}):"
    )


def group_lines(rows: Sequence[GroupRow]) -> list[str]:
    """Two lines for each tutor group."""
    lines = []
    for row in rows:
        targets = counted(row.targets, "target")
        lines.append(
            f"{row.tutor_group}: {targets}, {row.booked} booked, {row.held} held, "
            f"{row.closed} closed"
        )
        lines.append(f"  {_also(row)}")
    return lines


def _also(row: GroupRow | CompareRow) -> str:
    missed = f"{row.missed} missed ({row.rearranged} rearranged)" if row.missed else "none missed"
    kept = f"{row.actions_kept} of {row.actions_due} actions kept by their day"
    others = f"{row.others} more with pupils who are no targets; " if row.others else ""
    due = kept if row.actions_due else "no action due yet"
    return f"{missed}; {others}{due}; {row.hours} hours"


def compare_lines(rows: Sequence[CompareRow]) -> list[str]:
    """Two lines for each side that may be shown."""
    lines = []
    for row in rows:
        if row.shown:
            who = counted(row.pupils or 0, "pupil")
            lines.append(
                f"{row.flag}, {_side(row)} ({who}): {row.booked} booked, {row.held} held, "
                f"{row.closed} closed"
            )
            lines.append(f"  {_also(row)}")
        elif row.pupils_are != "rest":
            lines.append(f"{row.flag}: not shown, since one side has fewer than {SMALLEST} pupils")
    return lines


def _side(row: CompareRow) -> str:
    return "the rest" if row.pupils_are == "rest" else "yes"
