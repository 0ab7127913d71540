"""What an import of families would do or did, in lines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from parentlink.parse.names import as_word, quoted, shorten
from parentlink.rules.school_days import counted
from parentlink.usecases.importing.families.guarding.absent import Missing
from parentlink.usecases.importing.families.guarding.moved import Moved
from parentlink.usecases.importing.families.guarding.removed import Removed
from parentlink.usecases.importing.families.plan import Plan, in_words
from parentlink.usecases.importing.todo import Barred, Change
from parentlink.views import importing as view
from parentlink.views.gate import one_line
from parentlink.views.importing import change_line, nothing_to_change, refused_lines
from parentlink.views.output import on_terminal
from parentlink.views.refused_blocks import BARS, held_lines
from parentlink.vocabulary import ContactRule

_NAMED = 20
_ASKED = 10  # lines before a question, so that it is not scrolled away
_CHANGES = 100  # the same, of a school that moves up


def preview(name: str, plan: Plan) -> list[str]:
    """A dry run: everything that would happen."""
    rows = plan.new + plan.changed + plan.unchanged + len(plan.refused)
    lines = [
        f"Dry run of {one_line(name)}: nothing was written.",
        f"{counted(rows, 'row')}: {plan.new:,} new, {plan.changed:,} changed, {plan.unchanged:,} "
        f"unchanged, {len(plan.refused):,} refused. "
        f"{counted(len(plan.missing), 'pupil')} missing from the file.",
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
    lines += _changes(plan.changes, _CHANGES if on_terminal() else len(plan.changes))
    lines += safety_lines(plan, is_written=False)
    lines += refused_lines(plan.place, plan.refused)
    return [*lines, *missing_lines(plan.missing), *moved_lines(plan.moved)]


def done(name: str, plan: Plan, undo: str) -> str:
    """One line on an import that was made."""
    return f"Imported {one_line(name)}: {in_words(plan)}. Undo: {undo}"


def nothing(name: str, plan: Plan) -> str:
    """One line on an import that had nothing to do."""
    if not plan.unchanged:
        return f"There was nothing to import in {one_line(name)}."
    return nothing_to_change(plan.unchanged, name)


def safety_lines(plan: Plan, *, is_written: bool = True) -> list[str]:
    """Whom nobody may ring any more, or only after asking."""
    return [
        *barred_lines(plan.todo.barred),
        *removed_lines(plan.removals.removed),
        *held_lines(plan.held, is_written=is_written),
    ]


def barred_lines(barred: Iterable[Barred]) -> list[str]:
    """Whom the file forbids to contact: each a line of its own, at any width."""
    return [
        one_line(
            f"{BARS[ContactRule(each.rule)]} {each.carer} (row {each.row}): "
            f"{shorten(each.reason or '', 500)}"
        )
        for each in barred
    ]


def removed_lines(removed: Iterable[Removed]) -> list[str]:
    """Whom the school lists no longer: each a line of its own, at any width."""
    return [
        one_line(f"{BARS[ContactRule(each.rule)]} {each.carer}: {each.reason}") for each in removed
    ]


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


def missing_lines(missing: Sequence[Missing]) -> list[str]:
    """Who is at school in the groups of the file and not in it."""
    if not missing:
        return []
    names = ", ".join(
        f"{each.pupil} (p{each.id}, {each.tutor_group or f'year {each.year_group}'})"
        for each in missing[:_NAMED]
    )
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    remedy = f"For one who has left: parentlink pupil edit p{missing[0].id} --leaves DAY"
    return [one_line(f"Not in the file, and left as they are: {names}{more}. {remedy}")]


def moved_lines(moved: Sequence[Moved]) -> list[str]:
    """Whose class has another name now, and would be looked for under the old one."""
    lines = [
        one_line(
            f"{each.pupils:,} of the {each.of:,} pupils of {each.was} are in {each.now} by this "
            f"file, and {each.was} is still the group of {each.staff}. If {each.staff} has "
            f"{each.now} now: parentlink staff edit {quoted(each.staff)} "
            f"--group {as_word(each.now)}"
        )
        for each in moved[:_NAMED]
    ]
    if len(moved) > _NAMED:
        lines.append(f"... and {len(moved) - _NAMED:,} more groups: parentlink staff list")
    return lines


def before_asking(plan: Plan) -> list[str]:
    """How much would change, and the first who would be blocked, to decide by."""
    barred = safety_lines(plan)
    more = len(barred) - _ASKED
    tail = [f"... and {more:,} more."] if more > 0 else []
    return [f"It would bring: {in_words(plan)}.", *barred[:_ASKED], *tail]


def all_refused(name: str, plan: Plan) -> str:
    """Why a file of which the good rows were wanted brings no row; "" if it has some."""
    return view.all_refused(name, plan, else_="nothing else" if plan.set_held else "nothing")


def _changes(changes: Sequence[Change], most: int) -> list[str]:
    """What would change; of very much the first on a screen, and of what the others are."""
    lines = [change_line(change) for change in islice(changes, most)]
    if len(changes) > most:
        others = Counter(change.what for change in islice(changes, most, None))
        named = ", ".join(f"{count:,} of {what}" for what, count in others.most_common())
        lines.append(
            f"... and {counted(len(changes) - most, 'more change')}: {named}. "
            "To see all of them, write > changes.txt behind the line."
        )
    return lines
