"""What an import would do or did, in lines; and how far the reading has come."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from parentlink.exchange.sheet import Place, Problem, Refused, Row
from parentlink.parse.names import shorten
from parentlink.rules.school_days import counted
from parentlink.usecases.importing.todo import Change
from parentlink.views.gate import one_line
from parentlink.vocabulary.restricted import RESTRICTED

LONG = 5_000  # rows; what takes longer than a moment
_PROBLEMS = 100  # refused rows that are told on a screen; a wrong column refuses them all


def stopped(name: str, count: int) -> str:
    """Why nothing was imported, and what to do."""
    rows, them = ("1 row was", "it") if count == 1 else (f"{count:,} rows were", "them")
    return (
        f"{rows} refused, so nothing was imported from {name}. Please mend {them}, or import the "
        "other rows with --skip-bad."
    )


def set_aside(count: int, path: Path, first: Path) -> str:
    """Where the refused rows are; `first` is where they would be if nothing had been there."""
    rows, each = (
        ("1 refused row is", "") if count == 1 else (f"{count:,} refused rows are", "each ")
    )
    there = (
        f" ({first.name} was there already and was left alone)" if path.name != first.name else ""
    )
    return one_line(f"{rows} in {path}{there}, {each}with what is wrong.")


class Counted(Protocol):
    """What every import counts."""

    @property
    def new(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def refused(self) -> Sequence[Refused]: ...


def all_refused(name: str, counts: Counted, *, else_: str = "nothing") -> str:
    """Why a file of which the good rows were wanted brings nothing at all; "" if it has some."""
    if not counts.refused or counts.new + counts.changed + counts.unchanged:
        return ""
    count = len(counts.refused)
    rows = "1 row was" if count == 1 else f"{count:,} rows were"
    return f"{rows} refused and there was no other to take, so {else_} was imported from {name}."


def map_not_kept(name: str) -> str:
    """What a dry run does not do."""
    return one_line(f'The --map lines were not kept as "{name}", since this is a dry run.')


def refused_lines(place: Place, refused: Sequence[Refused]) -> list[str]:
    """The refused rows of a file below its name, one line each."""
    if not refused:
        return []
    sheet = f', sheet "{shorten(place.sheet)}"' if place.sheet else ""
    head = one_line(f"Refused in {place.file}{sheet}:")
    lines = [head]
    lines += [problem_line(one) for each in refused[:_PROBLEMS] for one in each.problems]
    if len(refused) > _PROBLEMS:
        lines.append(
            f"... and {len(refused) - _PROBLEMS:,} more. --skip-bad writes every one of them to a "
            "file to be mended; --format json names them all."
        )
    return lines


def problem_line(problem: Problem) -> str:
    """One refused row: where, what stands there, and what to do."""
    where = f"Row {problem.row}" + (f" ({problem.whose})" if problem.whose else "")
    if problem.column:
        where += f", {problem.column}"
    if problem.value and problem.value not in problem.problem:
        where += f' ("{problem.value}")'
    return one_line(f"{where}: {problem.problem}")


def change_line(change: Change) -> str:
    """One value that would change, from what to what; of a restricted one only that it does."""
    if change.field in RESTRICTED:
        return one_line(f"Row {change.row}, {change.who}: {change.what} (restricted) changes")
    was, now = (_shown(change.field, value) for value in (change.was, change.now))
    return one_line(f"Row {change.row}, {change.who}: {change.what} {was} -> {now}")


def _shown(field: str, value: str | int | None) -> str:
    if value is None:
        return "(blank)"
    if field.endswith("_phone"):
        from parentlink.parse.phone import show_phone

        return show_phone(str(value))
    return shorten(str(value), 60)


def watched(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows going by; on a terminal a long file says how far it has come, on stderr."""
    source = iter(rows)
    yield from islice(source, LONG)
    for row in source:
        yield row
        if sys.stderr is not None and sys.stderr.isatty():
            yield from _with_bar(source, LONG + 1)
        yield from source


def _with_bar(source: Iterator[Row], count: int) -> Iterator[Row]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("Reading row {task.completed:,.0f}"), BarColumn(pulse_style="bar.pulse"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, completed=count)
        for number, row in enumerate(source, start=count + 1):
            yield row
            if number % 500 == 0:
                bar.update(task, completed=number)


def nothing_to_change(rows: int, name: str) -> str:
    """All rows that can be used say what is known."""
    stand = "stands" if rows == 1 else "stand"
    return f"Nothing to change: {counted(rows, 'row')} of {one_line(name)} {stand} on file already."
