"""What an import of rows (contacts, good news ...) would do or did, in lines."""

from parentlink.rules.school_days import counted
from parentlink.usecases.importing.report import Report
from parentlink.views.gate import one_line
from parentlink.views.import_answer import Answer, told
from parentlink.views.importing import change_line, nothing_to_change, refused_lines

_ADDED = 20


def answer(report: Report, batch: int | None) -> Answer:
    """A report as scripts get it."""
    problems = told(report.place, [one for each in report.refused for one in each.problems])
    counts = (report.new, report.changed, report.unchanged, len(report.refused), 0)
    return Answer(batch, *counts, problems, left_out=report.left_out)


def preview(name: str, report: Report) -> list[str]:
    """A dry run: everything that would happen."""
    rows = report.size + report.unchanged + len(report.refused)
    lines = [
        f"Dry run of {one_line(name)}: nothing was written.",
        f"{counted(rows, 'row')}: {report.new:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged, {len(report.refused):,} refused."
        + (f" {report.left_out:,} left out." if report.left_out else ""),
    ]
    lines += [one_line(text) for text in report.added[:_ADDED]]
    if report.added and report.new > _ADDED:
        lines.append(f"... and {report.new - _ADDED:,} more that are new.")
    lines += [change_line(change) for change in report.changes]
    if report.more_changes:
        lines.append(f"... and {counted(report.more_changes, 'more change')}.")
    return lines + refused_lines(report.place, report.refused)


def done(name: str, what: str, report: Report, undo: str) -> str:
    """One line on an import that was made."""
    parts = [f"{report.new:,} new" if report.new else "", _changed(report)]
    said = " and ".join(filter(None, parts)) or "nothing new"
    also = f" ({counted(report.unchanged, 'row')} unchanged)" if report.unchanged else ""
    return f"Imported {what} from {one_line(name)}: {said}{also}. Undo: {undo}"


def nothing(name: str, report: Report) -> str:
    """One line on an import that had nothing to do."""
    if not report.unchanged:
        left = f": {counted(report.left_out, 'row')} left out" if report.left_out else ""
        return f"There was nothing to import in {one_line(name)}{left}."
    return nothing_to_change(report.unchanged, name)


def _changed(report: Report) -> str:
    return f"{report.changed:,} changed" if report.changed else ""
