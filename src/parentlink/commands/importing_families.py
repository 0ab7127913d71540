"""`parentlink import families`."""

from typing import Annotated

import typer

from parentlink.commands.import_shared import (
    AnswerForm,
    AnyFile,
    As,
    DryRun,
    Encoding,
    EverySheet,
    Map,
    Quiet,
    SaveMap,
    SheetNames,
    SkipBad,
    UseMap,
    Wish,
    alone,
    broken_as_answer,
    conclude,
    form_of,
    opened,
    put_aside,
    saved,
    undo,
    written,
)
from parentlink.commands.options import Yes
from parentlink.errors import RowsRefused
from parentlink.usecases.importing.families import bring_in as usecase
from parentlink.usecases.importing.families.alarms import alarms
from parentlink.usecases.importing.families.plan import Plan
from parentlink.usecases.importing.families.reading.included import included
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.families.whole_file import Read
from parentlink.views import importing as common_view
from parentlink.views import importing_families as view
from parentlink.views.families_answer import answer
from parentlink.views.output import Form
from parentlink.views.refused_blocks import held_lines, not_set_lines
from parentlink.vocabulary.restricted import COLUMNS
from parentlink.workspace import Workspace

app = typer.Typer(rich_markup_mode=None)


@app.command("families")
def families(
    ctx: typer.Context,
    file: AnyFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    blank_clears: Annotated[
        bool, typer.Option("--blank-clears", help="A blank cell empties what is on file.")
    ] = False,
    pupil_above: Annotated[
        bool,
        typer.Option(
            "--pupil-above", help="A row without a pupil is about the pupil of the row above."
        ),
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="WHAT",
            help=f"Read a restricted fact too: {', '.join(COLUMNS)}.",
        ),
    ] = None,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Include every restricted fact that we keep.")
    ] = False,
    maps: Map = None,
    save_map: SaveMap = None,
    use_map: UseMap = None,
    kind: As = None,
    sheets: SheetNames = None,
    every_sheet: EverySheet = False,
    encoding: Encoding = None,
    quiet: Quiet = False,
    yes: Yes = False,
    form: AnswerForm = Form.TABLE,
) -> None:
    """Bring in pupils, carers and families: one row for each pupil and carer.

    Reading the same file again changes nothing. Nobody who is missing from the file is removed;
    a carer whom the school lists no longer is blocked. A contact rule is never loosened. A file
    that would change very much is asked about first.
    """
    work: Workspace = ctx.obj
    chosen = [*saved(work, use_map), *(maps or [])]
    wanted = included(include or [], everything=restricted)
    read_as = form_of(kind, sheets, encoding, every=every_sheet)
    wish = Wish("families", file, form, dry_run, skip_bad, chosen, save_map, read_as, quiet, yes)
    with opened(file) as source, alone(work, wish), broken_as_answer(work, form):
        options = Options(
            chosen, wanted, blank_clears, skip_bad, today=work.today, pupil_above=pupil_above
        )
        read = usecase.read_families(
            source, options, common_view.watched, read_as, work.path.parent
        )
        plan, why = _planned(work, read)
        _talk(work, wish, read, plan, why)
        if _goes_on(work, wish, plan, why, source.name):
            done = written(
                work,
                wish,
                source,
                plan.size,
                lambda store, batch: usecase.import_families(store, read, plan, batch, work.today),
            )
            _conclude(work, wish, source.name, *(done or (plan, None)))


def _planned(work: Workspace, read: Read) -> tuple[Plan, list[str]]:
    """The plan, and why somebody should look before it is carried out."""
    if not work.path.exists():
        plan = usecase.plan_families(None, read, work.now, work.today)
        return plan, alarms(None, plan)
    with work.reading() as store:
        plan = usecase.plan_families(store, read, work.now, work.today)
        return plan, alarms(store, plan)


def _talk(work: Workspace, wish: Wish, read: Read, plan: Plan, why: list[str]) -> None:
    """What was assumed. A quiet import speaks only of people, and only when something changes."""
    said = plan.warnings
    if wish.quiet:
        said = [one for one in said if one not in read.warnings] if plan.size else []
    for warning in said:
        work.say(warning)
    for sentence in [] if wish.yes else why:
        work.say(view.watch_out(sentence))


def _goes_on(work: Workspace, wish: Wish, plan: Plan, why: list[str], name: str) -> bool:
    """Whether the plan is to be carried out; if not it is shown.

    Raises:
        RowsRefused: it stops at refused rows, or much would change and nobody said yes.
    """
    stops = bool(plan.refused) and not wish.skip_bad
    asks = bool(why) and not wish.yes
    if asks and not (stops or wish.dry_run) and work.may_ask:
        for line in view.before_asking(plan):
            work.say(line)
        work.confirm("Go on all the same?")
        asks = False
    if wish.dry_run or stops or asks:
        _not_written(work, wish, plan, why, name)
        if stops:
            raise RowsRefused(common_view.stopped(name, len(plan.refused)))
        if asks:
            raise RowsRefused(view.look_first(name, dry_run=wish.dry_run))
        if why_not := view.all_refused(name, plan):
            raise RowsRefused(why_not)
        return False
    put_aside(work, wish, plan.headings, plan.refused)
    return True


def _not_written(work: Workspace, wish: Wish, plan: Plan, why: list[str], name: str) -> None:
    """Show a plan that is not carried out; of one that stopped the blocks to everybody."""
    is_table = wish.form is Form.TABLE
    if not is_table:
        work.show(answer(plan, None, why), wish.form)
    if not wish.dry_run:
        refused = common_view.refused_lines(plan.place, plan.refused) if is_table else []
        held = held_lines(plan.held, is_written=False)
        for line in [*refused, *held, *not_set_lines(plan.todo.barred)]:
            work.say(line)
    elif is_table and (plan.size or plan.refused or not wish.quiet):
        work.tell(*view.preview(name, plan))


def _conclude(work: Workspace, wish: Wish, name: str, plan: Plan, batch: int | None) -> None:
    if why_not := view.all_refused(name, plan):
        for line in held_lines(plan.held, is_written=True):
            work.say(line)
        if wish.form is not Form.TABLE:
            work.show(answer(plan, batch, []), wish.form)
        raise RowsRefused(why_not)
    if wish.form is Form.TABLE and not wish.quiet:
        for line in view.missing_lines(plan.missing):
            work.say(line)
    for line in [
        *view.moved_lines(plan.moved),
        *view.safety_lines(plan),
        *_still_booked(work, plan),
    ]:
        work.say(line)
    nothing = view.nothing(name, plan)
    done = nothing if batch is None else view.done(name, plan, undo(wish, batch))
    conclude(work, wish, answer(plan, batch, []), done)


def _still_booked(work: Workspace, plan: Plan) -> list[str]:
    """What was booked or agreed with those whom the file lists no longer."""
    if not plan.removals.removed:
        return []
    from parentlink.usecases.guarded import ruled
    from parentlink.views.barred import ruled_lines

    with work.reading() as store:
        found = [ruled(store, each.carer_id) for each in plan.removals.removed]
    return [line for each in found for line in ruled_lines(each)]
