"""Backup, restore and check."""

from pathlib import Path
from typing import Annotated

import typer

from parentlink.commands.options import Format, Yes
from parentlink.errors import FileUnusable
from parentlink.parse.names import as_word
from parentlink.settings import typed_path
from parentlink.usecases import safety
from parentlink.workspace import Workspace


def backup(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; never over a file.")
    ] = None,
) -> None:
    """Copy the whole file to a safe place.

    Without FILE: into the folder backups beside it. The copy is read back and compared.
    """
    work: Workspace = ctx.obj
    made = safety.back_up(work.path, file and typed_path(file), work.local)
    work.tell(
        f"Backed up {_holds(made)} to {made.path}, and compared. "
        f"Bring it back: parentlink restore {as_word(str(made.path))}"
    )


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    yes: Yes = False,
) -> None:
    """Bring a backup back.

    It is checked first, and the file as it is now is kept beside the backups.
    """
    work: Workspace = ctx.obj
    file = typed_path(file)
    found = safety.would_restore(file, work.path)
    if work.path.exists() and not yes:
        changed = f", last changed {found.last_change:%d/%m/%Y %H:%M}" if found.last_change else ""
        work.confirm(f"Replace {work.path} by this backup ({_holds(found)}{changed})?")
    done = safety.restore(file, work.path, work.local)
    work.tell(f"Brought back {_holds(done.content)} to {work.path}, and compared.{_back(done)}")


def check(ctx: typer.Context, form: Format = None) -> None:
    """Look whether the file is sound.

    Exit code 5 if it is not; a warning is worth a look and no more.
    """
    work: Workspace = ctx.obj
    findings = safety.check(work.path, work.now)
    work.show(findings, form)
    if problem := safety.worst(findings):
        raise FileUnusable(problem)


def _holds(content: safety.Content) -> str:
    families = "1 family" if content.families == 1 else f"{content.families:,} families"
    contacts = "1 contact" if content.contacts == 1 else f"{content.contacts:,} contacts"
    return f"{families} and {contacts}"


def _back(done: safety.Restored) -> str:
    """The way back to the file as it was, if there was one that can be gone back to."""
    if done.aside is None:
        return ""
    if done.aside_is_sound:
        return f" Undo: parentlink restore {as_word(str(done.aside))}"
    return f" The file as it was before is kept at {done.aside}."
