"""What an import would do or did, in lines; and how far the reading has come."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from parentlink.exchange.sheet import Problem
from parentlink.parse.names import shorten
from parentlink.usecases.importing.compare import Barred, Change
from parentlink.usecases.importing.fields import RESTRICTED
from parentlink.usecases.importing.plan import Missing, Plan, in_words
from parentlink.views.gate import one_line
from parentlink.vocabulary import ContactRule

LONG = 5_000  # rows; what takes longer than a moment
_NAMED = 20


class Answer(NamedTuple):
    """What scripts get; the counts are rows of the file, `missing` are pupils."""

    batch: int | None
    new: int
    changed: int
    unchanged: int
    refused: int
    missing: int
    problems: list[Problem]


def answer(plan: Plan, batch: int | None) -> Answer:
    """A plan as scripts get it."""
    problems = [each.problem for each in plan.refused]
    counts = (plan.new, plan.changed, plan.unchanged, len(problems), len(plan.missing))
    return Answer(batch, *counts, problems)


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
    lines += barred_lines(plan.todo.barred)
    lines += [problem_line(each.problem) for each in plan.refused]
    return lines + missing_lines(plan.missing)


def done(name: str, plan: Plan) -> str:
    """One line on an import that was made."""
    return f"Imported {one_line(name)}: {in_words(plan)}. Undo: parentlink undo"


def nothing(name: str, plan: Plan) -> str:
    """One line on an import that had nothing to do."""
    if not plan.unchanged:
        return f"There was nothing to import in {one_line(name)}."
    rows = _count(plan.unchanged, "row")
    return f"Nothing to change: {rows} of {one_line(name)} stand on file already."


def barred_lines(barred: list[Barred]) -> list[str]:
    """Whom the file forbids to contact: each a line of its own, at any width."""
    words = {ContactRule.NEVER: "DO NOT CONTACT", ContactRule.ASK: "ASK FIRST before contact with"}
    return [
        one_line(
            f"{words[ContactRule(each.rule)]} {each.carer} (row {each.row}): "
            f"{shorten(each.reason or '', 200)}"
        )
        for each in barred
    ]


def stopped(name: str, count: int) -> str:
    """Why nothing was imported, and what to do."""
    rows, them = ("1 row was", "it") if count == 1 else (f"{count:,} rows were", "them")
    return (
        f"{rows} refused, so nothing was imported from {name}. Please mend {them}, or import the "
        "other rows with --skip-bad."
    )


def set_aside(count: int, path: Path) -> str:
    """Where the refused rows are."""
    rows = "1 refused row is" if count == 1 else f"{count:,} refused rows are"
    return one_line(f"{rows} in {path}, each with its problem.")


def missing_lines(missing: list[Missing]) -> list[str]:
    """Who is at school in the groups of the file and not in it."""
    if not missing:
        return []
    names = ", ".join(
        f"{each.pupil} ({each.tutor_group or f'year {each.year_group}'})"
        for each in missing[:_NAMED]
    )
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    return [one_line(f"Not in the file, and left as they are: {names}{more}.")]


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
