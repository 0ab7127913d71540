"""Who did what, a line for each command, on the screen."""

from collections.abc import Sequence
from typing import Any

from parentlink.usecases.undo import Past
from parentlink.views.gate import one_line


def past_view(past: Sequence[Past]) -> Any:
    """Each with the number that `undo` takes; what goes on below stands clear of it."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", style="bold")
    table.add_column(overflow="fold")
    for each in past:
        table.add_row(str(each.id), Text(_line(each), style="dim" if each.taken_back else ""))
    return table


def _line(each: Past) -> str:
    who = f"{each.who}, " if each.who else ""
    back = " (taken back)" if each.taken_back else ""
    return one_line(f"{each.when:%d %b %Y %H:%M}  {who}{each.command}: {each.what}{back}")
