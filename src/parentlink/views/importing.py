"""What an import would do or did, in lines; and how far the reading has come."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from parentlink.exchange.sheet import Place, Problem, Refused
from parentlink.parse.names import shorten
from parentlink.usecases.importing.absent import Missing
from parentlink.usecases.importing.fields import RESTRICTED
from parentlink.usecases.importing.plan import Plan, in_words
from parentlink.usecases.importing.removed import Removed
from parentlink.usecases.importing.todo import Barred, Change
from parentlink.views.gate import one_line
from parentlink.vocabulary import ContactRule

LONG = 5_000  # rows; what takes longer than a moment
_NAMED = 20
_PROBLEMS = 100  # refused rows that are told on a screen; a wrong column refuses them all
_BARS = {ContactRule.NEVER: "DO NOT CONTACT", ContactRule.ASK: "ASK FIRST before contact with"}


class Told(NamedTuple):
    """A refused row as scripts get it: where it stands, what stands there, and what to do."""

    file: str
    sheet: str | None
    row: int
    column: str
    value: str
    problem: str


class Answer(NamedTuple):
    """What scripts get; the counts are rows of the file, `missing` are pupils."""

    batch: int | None
    new: int
    changed: int
    unchanged: int
    refused: int
    missing: int
    problems: list[Told]
    removed: int = 0
    watch_out: Sequence[str] = ()
    left_out: int = 0


def answer(plan: Plan, batch: int | None, why: Sequence[str]) -> Answer:
    """A plan as scripts get it; `why` somebody should look first."""
    problems = told(plan.place, [each.problem for each in plan.refused])
    counts = (plan.new, plan.changed, plan.unchanged, len(problems), len(plan.missing))
    return Answer(batch, *counts, problems, len(plan.removals.removed), why)


def told(place: Place, problems: Iterable[Problem]) -> list[Told]:
    """Refused rows of a file."""
    return [Told(place.file, place.sheet, *each) for each in problems]


def preview(name: str, plan: Plan) -> list[str]:
    """A dry run: everything that would happen."""
    rows = plan.new + plan.changed + plan.unchanged + len(plan.refused)
    lines = [
        f"Dry run of {one_line(name)}: nothing was written.",
        f"{_count(rows, 'row')}: {plan.new:,} new, {plan.changed:,} changed, {plan.unchanged:,} "
        f"unchanged, {len(plan.refused):,} refused. "
        f"{_count(len(plan.missing), 'pupil')} missing from the file.",
    ]
    added = [
        f"New {each.kind}: {each.name}"
        + (f", carer of {each.pupil}" if each.pupil else "")
        + f" (row {each.row})"
        for each in plan.todo.added
    ]
    lines += [one_line(text) for text in added[:_NAMED]]
    if len(added) > _NAMED:
        lines.append(f"... and {len(added) - _NAMED:,} more who are new.")
    lines += [_change(change) for change in plan.changes]
    lines += safety_lines(plan)
    lines += refused_lines(plan.place, plan.refused)
    return lines + missing_lines(plan.missing)


def done(name: str, plan: Plan, undo: str) -> str:
    """One line on an import that was made."""
    return f"Imported {one_line(name)}: {in_words(plan)}. Undo: {undo}"


def nothing(name: str, plan: Plan) -> str:
    """One line on an import that had nothing to do."""
    if not plan.unchanged:
        return f"There was nothing to import in {one_line(name)}."
    rows = _count(plan.unchanged, "row")
    return f"Nothing to change: {rows} of {one_line(name)} stand on file already."


def safety_lines(plan: Plan) -> list[str]:
    """Whom nobody may ring any more, or only after asking."""
    return [*barred_lines(plan.todo.barred), *removed_lines(plan.removals.removed)]


def barred_lines(barred: Iterable[Barred]) -> list[str]:
    """Whom the file forbids to contact: each a line of its own, at any width."""
    return [
        one_line(
            f"{_BARS[ContactRule(each.rule)]} {each.carer} (row {each.row}): "
            f"{shorten(each.reason or '', 200)}"
        )
        for each in barred
    ]


def removed_lines(removed: Iterable[Removed]) -> list[str]:
    """Whom the school lists no longer: each a line of its own, at any width."""
    return [
        one_line(f"{_BARS[ContactRule(each.rule)]} {each.carer}: {each.reason}") for each in removed
    ]


def stopped(name: str, count: int) -> str:
    """Why nothing was imported, and what to do."""
    rows, them = ("1 row was", "it") if count == 1 else (f"{count:,} rows were", "them")
    return (
        f"{rows} refused, so nothing was imported from {name}. Please mend {them}, or import the "
        "other rows with --skip-bad."
    )


def watch_out(sentence: str) -> str:
    """Why somebody should look first."""
    return one_line(f"WATCH OUT: {sentence}")


def look_first(name: str, *, dry_run: bool) -> str:
    """What to do about a file that would change very much."""
    if dry_run:
        return f"{name} would be imported only with --yes."
    return (
        f"Nothing was imported from {name}. Please look with --dry-run; if it is the right file, "
        "go on with --yes."
    )


def set_aside(count: int, path: Path) -> str:
    """Where the refused rows are."""
    rows = "1 refused row is" if count == 1 else f"{count:,} refused rows are"
    return one_line(f"{rows} in {path}, each with its problem.")


def missing_lines(missing: Sequence[Missing]) -> list[str]:
    """Who is at school in the groups of the file and not in it."""
    if not missing:
        return []
    names = ", ".join(
        f"{each.pupil} ({each.tutor_group or f'year {each.year_group}'})"
        for each in missing[:_NAMED]
    )
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    return [one_line(f"Not in the file, and left as they are: {names}{more}.")]


def refused_lines(place: Place, refused: Sequence[Refused]) -> list[str]:
    """The refused rows of a file below its name, one line each."""
    if not refused:
        return []
    sheet = f', sheet "{shorten(place.sheet)}"' if place.sheet else ""
    head = one_line(f"Refused in {place.file}{sheet}:")
    lines = [head, *(problem_line(each.problem) for each in refused[:_PROBLEMS])]
    if len(refused) > _PROBLEMS:
        lines.append(
            f"... and {len(refused) - _PROBLEMS:,} more. --skip-bad writes every one of them to a "
            "file to be mended; --format json names them all."
        )
    return lines


def problem_line(problem: Problem) -> str:
    """One refused row: where, what stands there, and what to do."""
    where = f"Row {problem.row}"
    if problem.column:
        where += f", {problem.column}"
    if problem.value and problem.value not in problem.problem:
        where += f' ("{problem.value}")'
    return one_line(f"{where}: {problem.problem}")


def _change(change: Change) -> str:
    field = change.field.removesuffix("_id").replace("_", " ")
    if change.field in RESTRICTED:
        return one_line(f"Row {change.row}, {change.who}: {field} (restricted) changes")
    was, now = (_shown(change.field, value) for value in (change.was, change.now))
    return one_line(f"Row {change.row}, {change.who}: {field} {was} -> {now}")


def _shown(field: str, value: str | int | None) -> str:
    if value is None:
        return "(blank)"
    if field.endswith("_phone"):
        from parentlink.parse.phone import show_phone

        return show_phone(str(value))
    return shorten(str(value), 60)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def watched(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows going by; on a terminal a long file says how far it has come, on stderr."""
    source = iter(rows)
    for count, row in enumerate(source, start=1):
        yield row
        if count == LONG and sys.stderr is not None and sys.stderr.isatty():
            yield from _with_bar(source, count)


def _with_bar(
    source: Iterator[tuple[int, list[str]]], count: int
) -> Iterator[tuple[int, list[str]]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("Reading row {task.completed:,.0f}"), BarColumn(pulse_style="bar.pulse"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, completed=count)
        for number, row in enumerate(source, start=count + 1):
            yield row
            if number % 500 == 0:
                bar.update(task, completed=number)
