"""Who may be on file twice, for people: who, why, and what to type."""

from typing import Any

from parentlink.usecases.duplicates import Pair
from parentlink.views.gate import one_line

EMPTY = "Nobody seems to be on file twice."


def lines(pairs: list[Pair]) -> list[str]:
    """A few lines for each pair."""
    return [line for pair in pairs for line in _lines(pair)]


def _lines(pair: Pair) -> list[str]:
    reasons = ", ".join(reason.text for reason in pair.reasons)
    return [
        one_line(f"{pair.keep} {pair.keep_name}  and  {pair.other} {pair.other_name}"),
        f"  {reasons[:1].upper()}{reasons[1:]}.",
        f"  If one: {pair.next}",
        f"  If two: parentlink duplicates --apart {pair.keep} {pair.other}",
    ]


def screen(pairs: list[Pair]) -> Any:
    """The same on a terminal."""
    from rich.text import Text

    return Text("\n".join(lines(pairs)))


def more(count: int) -> str:
    """What was not shown."""
    return f"... and {count:,} more, less likely ones: --limit {count + 1_000} shows them."


def said(known: bool, one: str, other: str) -> str:
    """The line after --apart."""
    if known:
        return one_line(f"{one} and {other} were known to be two. Nothing changed.")
    return one_line(f"{one} and {other} are two, and are not listed again. Undo: parentlink undo")
