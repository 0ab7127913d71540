"""Blocks of refused rows: each a line of its own, with the command that sets it."""

from collections.abc import Iterable

from parentlink.parse.names import quoted, shorten
from parentlink.usecases.importing.families.guarding.refused_blocks import Held
from parentlink.usecases.importing.todo import Barred
from parentlink.views.gate import one_line
from parentlink.vocabulary import ContactRule

BARS = {ContactRule.NEVER: "DO NOT CONTACT", ContactRule.ASK: "ASK FIRST before contact with"}
_SHOWN = 10
_OR = " or "  # between carers of whom nobody knows which is meant


def held_lines(held: Iterable[Held], *, is_written: bool) -> list[str]:
    """Whom refused rows forbid to contact; if nothing `is_written` none of that is on file."""
    return [one_line(_set(each) if is_written and each.carer_id else _told(each)) for each in held]


def not_set_lines(barred: Iterable[Barred]) -> list[str]:
    """Whom on file a file that stopped forbids to contact: the first, if it is a wrong one."""
    known = [each for each in barred if each.carer_id]
    lines = [
        one_line(
            f"NOT ON FILE YET: {BARS[ContactRule(each.rule)]} {each.carer} (row {each.row}): "
            f"{shorten(each.reason or '', 500)}. Please set it now: "
            + _command(f"c{each.carer_id}", each.rule, each.reason or "")
        )
        for each in known[:_SHOWN]
    ]
    more = len(known) - _SHOWN
    return [*lines, *([f"... and {more:,} more (--dry-run)."] if more > 0 else [])]


def command(held: Held) -> str:
    """What to type to set the block by hand."""
    name = "NAME" if _OR in held.carer else held.carer or "NAME"
    who = f"c{held.carer_id}" if held.carer_id else quoted(name)
    return _command(who, held.rule, held.reason)


def _command(who: str, rule: str, reason: str) -> str:
    reason = quoted(shorten(reason, 200))
    return f"parentlink carer edit {who} --rule {rule} --reason {reason}"


def _set(held: Held) -> str:
    bar = BARS[ContactRule(held.rule)]
    return f"{bar} {held.carer} (row {held.row}, which was refused): {held.reason}"


def _told(held: Held) -> str:
    bar, pupil = BARS[ContactRule(held.rule)], f", carer of {held.pupil}" if held.pupil else ""
    if _OR in held.carer:
        then = "; NAME is the one of them who is meant"
    elif held.carer and not held.carer_id:
        then = "; if nobody on file is called so, mend the row, and the block comes in with it"
    else:
        then = ""
    return (
        f"NOT ON FILE YET: {bar} {held.carer or 'somebody'}{pupil} (row {held.row}, which was "
        f"refused): {held.reason}. Please set it now: {command(held)}{then}"
    )
