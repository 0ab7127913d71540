"""What was imported, a line for each import."""

from collections.abc import Sequence
from typing import Any

from parentlink.usecases.import_history import Import
from parentlink.views.gate import one_line


def history_lines(past: Sequence[Import]) -> list[str]:
    """Each import with its number, which `undo --import` takes."""
    widest = max(len(str(each.id)) for each in past)
    return [f"{each.id:>{widest}}  {_line(each)}" for each in past]


def _line(each: Import) -> str:
    counts = {
        "new": each.new,
        "changed": each.changed,
        "unchanged": each.unchanged,
        "refused": each.refused,
        "carer blocked" if each.blocked == 1 else "carers blocked": each.blocked,
    }
    said = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    back = ", taken back" if each.taken_back else ""
    who = f" by {each.who}" if each.who else ""
    return one_line(
        f"{each.when:%d %b %Y %H:%M}  {each.kind} from {each.file}{who}: {said or 'no rows'} "
        f"(entry {each.entry}{back})"
    )


def history_view(past: Sequence[Import]) -> Any:
    """The same for the screen: what goes on below stands clear of the numbers."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", style="bold")
    table.add_column(overflow="fold")
    for each in past:
        table.add_row(str(each.id), Text(_line(each)))
    return table
