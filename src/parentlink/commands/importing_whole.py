"""`parentlink import everything`: a folder of `export everything`, a table at a time."""

from pathlib import Path
from typing import Annotated, cast

import typer

from parentlink.commands.options import Yes
from parentlink.usecases.exporting.wishes import WHOLE, What
from parentlink.usecases.importing.whole import has_families, left_out, tables_in
from parentlink.workspace import Workspace


def everything(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="What `export everything` wrote.")
    ],
    restricted: Annotated[
        bool,
        typer.Option("--restricted", help="Read SEN, pupil premium, EAL and the like as well."),
    ] = False,
    yes: Yes = False,
) -> None:
    """Bring in a folder of `export everything`, each table as its own import would.

    It is meant for an empty file. Each table is one step for `undo`. It stops at the first that is
    refused, and what came before stays; run it again when that is mended, since nothing comes in
    twice.
    """
    work: Workspace = ctx.obj
    files = tables_in(folder)
    is_empty = not _has_families(work)
    if not (yes or is_empty):
        work.confirm("This is meant for an empty file, and there are families on file. Go on?")
    imports = cast(typer.Context, ctx.parent).command  # the group of all imports
    for what, file in files.items():
        if file.stat().st_size:  # a table without rows is no line of JSON at all
            words = [what.value, str(file)]
            if what is What.FAMILIES:
                words += ["--restricted"] * restricted + ["--yes"] * (yes or is_empty)
            imports.main(words, "parentlink import", standalone_mode=False, obj=work)
    for sentence in left_out(folder):
        work.say(sentence)
    if missing := [what.value for what in WHOLE if what not in files]:
        work.say(f"Not in the folder, so nothing came in: {', '.join(missing)}.")


def _has_families(work: Workspace) -> bool:
    if not work.path.exists():
        return False
    with work.reading() as store:
        return has_families(store)
