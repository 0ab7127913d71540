"""What `import everything` would do or did: for scripts, and in lines."""

from collections.abc import Sequence
from typing import NamedTuple

from parentlink.exchange.sheet import Problem
from parentlink.views.gate import one_line
from parentlink.views.import_answer import Answer, Blocked, NotTaken, Told
from parentlink.views.importing import problem_line

_PROBLEMS = 20


class Table(NamedTuple):
    """One table of the folder; the counts are rows. `stopped` says why nothing of it came in."""

    table: str
    file: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: Sequence[Told] = ()
    stopped: str | None = None
    watch_out: Sequence[str] = ()
    blocked: Sequence[Blocked] = ()
    refused_blocks: Sequence[NotTaken] = ()


class Whole(NamedTuple):
    """All of them; `missing` are tables that are not in the folder."""

    batch: int | None
    folder: str
    new: int
    changed: int
    unchanged: int
    refused: int
    tables: Sequence[Table]
    missing: Sequence[str]
    left_out: Sequence[str]  # what the copy says of what is not in it


def table(name: str, file: str, found: Answer | None, stopped: str | None) -> Table:
    """What became of one table."""
    if found is None:
        return Table(name, file, stopped=stopped)
    if found.problems:
        stopped = stopped and "Rows of it were refused; the problems say why."
    return Table(
        name,
        file,
        *(found.new, found.changed, found.unchanged, found.refused, found.problems, stopped),
        *(found.watch_out, found.blocked, found.refused_blocks),
    )


def whole(
    batch: int | None,
    folder: str,
    tables: Sequence[Table],
    missing: Sequence[str],
    left_out: Sequence[str],
) -> Whole:
    """What became of all of them."""
    return Whole(
        batch,
        folder,
        sum(each.new for each in tables),
        sum(each.changed for each in tables),
        sum(each.unchanged for each in tables),
        sum(each.refused for each in tables),
        tables,
        missing,
        left_out,
    )


def lines(found: Whole) -> list[str]:
    """A line for each table with rows, and its refused rows below it."""
    said = []
    for each in found.tables:
        if not (each.new or each.changed or each.unchanged or each.refused or each.stopped):
            continue
        said.append(
            one_line(
                f"{each.file}: {each.new:,} new, {each.changed:,} changed, "
                f"{each.unchanged:,} unchanged, {each.refused:,} refused."
            )
        )
        said += [f"  {problem_line(Problem(*one[2:]))}" for one in each.problems[:_PROBLEMS]]
        if len(each.problems) > _PROBLEMS:
            said.append(f"  ... and {len(each.problems) - _PROBLEMS:,} more (--format json).")
        said += [one_line(f"  {each.stopped}")] if each.stopped and not each.problems else []
    return said or [one_line(f"There is no row in {found.folder}.")]


def done(found: Whole) -> str:
    """One line on what was done."""
    if found.batch is None:
        return one_line(f"Nothing to change: all of {found.folder} stands on file already.")
    return one_line(
        f"Imported everything from {found.folder}: {found.new:,} new and {found.changed:,} changed"
        f" ({found.unchanged:,} unchanged). Undo all of it: parentlink undo"
    )


def stopped(found: Whole) -> str:
    """Why nothing came in, and what to do."""
    names = ", ".join(each.file for each in found.tables if each.stopped)
    return one_line(
        f"Nothing was imported from {found.folder}, since rows were refused: {names}. Please mend "
        "them and run it again."
    )
