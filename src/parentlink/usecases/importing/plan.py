"""What a families file would change, computed before anything is written."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from parentlink.exchange.cells import unguard
from parentlink.exchange.sheet import Refused
from parentlink.parse.names import fold
from parentlink.usecases.importing.compare import Change, Compared, compare
from parentlink.usecases.importing.gathered import Gathered
from parentlink.usecases.importing.likeness import alike
from parentlink.usecases.importing.lines import Line, Read, rows_named
from parentlink.usecases.importing.onfile import OnFile, Row

_SHOWN = ("legal_name", "tutor_group", "year_group")


class Missing(NamedTuple):
    """A pupil of the groups in the file who is not in it."""

    id: int
    pupil: str
    tutor_group: str | None
    year_group: int | None


class Plan(NamedTuple):
    """Everything an import would do; the counts are rows of the file."""

    headings: tuple[str, ...]
    refused: list[Refused]
    new: int
    changed: int
    unchanged: int
    missing: list[Missing]
    warnings: list[str]
    todo: Compared
    entry: int  # the journal's last entry when it was made

    @property
    def changes(self) -> list[Change]:
        """Each value that would change, from what to what."""
        return self.todo.changes


def make_plan(read: Read, on_file: OnFile, now: datetime, today: date) -> Plan:
    """The plan for the rows that can be used; rows that contradict others are refused.

    Without those the others are looked at again, since nothing of a refused row may count.
    """
    lines, refused = read.lines, list(read.refused)
    while (gathered := Gathered(lines, on_file)).clashes:
        refused += [clash.refusal(line) for line, clash in gathered.clashes]
        bad = {line.row for line, _ in gathered.clashes}
        lines = [line for line in lines if line.row not in bad]
    todo = compare(gathered, on_file, now, today)
    new, changed = todo.standings.count("new"), todo.standings.count("changed")
    return Plan(
        read.headings,
        sorted(refused, key=lambda each: each.problem.row),
        new,
        changed,
        len(todo.standings) - new - changed,
        _missing(read, gathered, on_file, today),
        [*read.warnings, *gathered.pupils.warnings, *alike(gathered, on_file), *_kept(todo.kept)],
        todo,
        on_file.entry,
    )


def in_words(plan: Plan) -> str:
    """What a plan writes, in numbers: "30 new pupils, 48 carers, 31 families"."""
    todo = plan.todo
    new = "" if todo.pupils else "new "
    counts = (
        (len(todo.pupils), "new pupil", "new pupils"),
        (len(todo.carers), f"{new}carer", f"{new}carers"),
        (len(todo.families), f"{new}family", f"{new}families"),
        (plan.changed, "row changed", "rows changed"),
    )
    parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(parts) or "nobody new"


def _kept(rows: list[int]) -> list[str]:
    if not rows:
        return []
    return [
        f"Contact rules on file are stricter than {rows_named(rows)} and were kept. To loosen one, "
        "use `parentlink carer edit`."
    ]


def _missing(read: Read, gathered: Gathered, on_file: OnFile, today: date) -> list[Missing]:
    """Pupils at school now in the tutor groups (or else year groups) of the file, but not in it."""
    column = "tutor_group" if "tutor_group" in read.columns else "year_group"
    covered = {(line.pupil or {}).get(column) for line in read.lines} - {None}
    seen = {node.on_file.id for node in gathered.pupils.nodes if node.on_file}
    named = _named_in_refused(read.refused) | _names(read.lines, gathered)
    found = []
    for row in on_file.pupils.values():
        if row.id in seen or row.get(column) not in covered or _has_left(row, today):
            continue
        if not {row.get("name_key"), row.get("upn")} & named:
            name, group, year = (row.get(each) for each in _SHOWN)
            found.append(
                Missing(
                    row.id,
                    str(name),
                    None if group is None else str(group),
                    None if year is None else int(year),
                )
            )
    return found


def _has_left(row: Row, today: date) -> bool:
    return row.get("leaves_on") is not None and str(row.get("leaves_on")) < today.isoformat()


def _names(lines: Iterable[Line], gathered: Gathered) -> set[str | int | None]:
    """Names in rows that contradict others: their pupils are in the file all the same."""
    used = {each.line.at for each in gathered.placed}
    pupils = [line.pupil or {} for line in lines if line.at not in used]
    return {pupil.get(key) for pupil in pupils for key in ("name_key", "upn")} - {None}


def _named_in_refused(refused: Iterable[Refused]) -> set[str | int | None]:
    """Whatever may be a name or UPN in rows that could not be read."""
    found: set[str | int | None] = set()
    for each in refused:
        cells = [unguard(cell).strip()[:200] for cell in each.cells]
        found.update(cell.upper() for cell in cells)
        found.update(fold(cell) for cell in cells)
        for one, next_one in pairwise(cells):
            found |= {fold(f"{one} {next_one}"), fold(f"{next_one} {one}")}
        found.update(fold(" ".join(reversed(cell.split(",")))) for cell in cells)
    return found
