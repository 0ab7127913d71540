"""Rows that stand out by their colour. Nobody but the office knows what a colour means.

It is said, and the rows come in. Red is where an office marks whom nobody may ring: where no column
of the file says so of anybody, somebody is asked first.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from parentlink.exchange.row_of_sheet import rows_named
from parentlink.exchange.standing_out import StandingOut
from parentlink.rules.watch_out import BLOCKED_PART, FEW_BLOCKED
from parentlink.usecases.importing.rule import has_rules


def said_of_colours(sheets: Sequence[StandingOut]) -> list[str]:
    """One sentence on the rows of all sheets that stand out."""
    rows = [row for each in sheets for row in each.rows]
    if not rows:
        return []
    named = rows_named(rows)
    stand = "stands out by its" if len(rows) == 1 else "stand out by their"
    return [
        f"{named[0].upper()}{named[1:]} {stand} colour, and colours are not read. If one means "
        'that somebody must not be contacted, please say so in a column such as "court order".'
    ]


def in_red(
    sheets: Sequence[StandingOut], columns: Collection[str], barred: Iterable[int]
) -> list[int]:
    """The rows in red that may bar somebody; `barred` are rows of which the file says it in words.

    No school has an order against every fourth carer, so a red of many rows means something else.
    """
    if has_rules(columns):
        return []
    reds: dict[str, set[int]] = {}
    for colour, rows in chain.from_iterable(each.red.items() for each in sheets):
        reds.setdefault(colour, set()).update(rows)
    most = max(FEW_BLOCKED, sum(each.of for each in sheets) // BLOCKED_PART)
    found = set().union(*(rows for rows in reds.values() if len(rows) <= most))
    return sorted(found.difference(barred)) if found else []


def why_ask(rows: Sequence[int]) -> list[str]:
    """Why somebody should look first at these rows, which are in red."""
    if not rows:
        return []
    there = "that row" if len(rows) == 1 else "each of those rows"
    return [
        "No column of this file says who must not be contacted, and red may say it: "
        f'{rows_named(rows)}. If it does, please add a column "court order" with a yes in {there}. '
        "If it means something else, go on; beside such a column, even a blank one, red is not "
        "asked about again."
    ]
