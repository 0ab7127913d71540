"""The root of the command line: global options, the list of features, the only error handler."""

import gc
import os
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from parentlink import __version__
from parentlink.commands.catalogue import LazyGroup
from parentlink.errors import ParentlinkError
from parentlink.views import output
from parentlink.workspace import Workspace

app = typer.Typer(
    name="parentlink",
    cls=LazyGroup,
    rich_markup_mode=None,
    add_completion=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 failed or declined, 2 not understood, 3 not found or more than "
    "one found, 4 rows of a file or all of it refused, 5 a file cannot be used, 130 stopped with "
    "Ctrl-C.",
)


# How Typer writes what a number may be, and how people do.
_RANGES = (
    (r"is not in the range (\d+)<=x<=(\d+)", r"is not a number from \1 to \2"),
    (r"is not in the range x>=(\d+)", r"is less than \1"),
)
STOPPED = "Stopped. Nothing was saved."


def _version(wanted: bool) -> None:
    if wanted:
        output.line(f"parentlink {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The data file (PARENTLINK_DB).")
    ] = None,
    staff: Annotated[
        str | None,
        typer.Option("--staff", metavar="NAME", help="Who is at the keyboard (PARENTLINK_STAFF)."),
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Never ask; a missing value is an error.")
    ] = False,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Keep a school's relationships with pupils' families.

    Without a command: what is due today.
    """
    work = Workspace(db, staff, no_input=no_input)
    ctx.obj = work
    ctx.call_on_close(work.close)
    if ctx.invoked_subcommand is None:
        from parentlink.commands.due import today

        today(work)


def main() -> None:
    """Run one command; every error ends here as a sentence and an exit code."""
    os.umask(0o077)  # whatever we make is about families: for its owner only
    output.prepare()
    try:
        sys.exit(run(sys.argv[1:]))
    finally:
        gc.freeze()  # Python would otherwise search all it has loaded for garbage on its way out


def run(arguments: list[str]) -> int:
    """The exit code of one command line."""
    try:
        code: Any = app(arguments, prog_name="parentlink", standalone_mode=False)
        # Typer makes Ctrl-C its own exit code; the person should hear it too.
        return _fail(STOPPED, 130) if code == 130 else code if isinstance(code, int) else 0
    except ParentlinkError as problem:
        return _fail(str(problem), problem.exit_code)
    except output.ReaderLeft:
        output.forget()
        return 0
    except KeyboardInterrupt:
        return _fail(STOPPED, 130)
    except typer.Abort:
        return _fail(STOPPED, 1)
    except typer.TyperException as problem:
        return _usage(problem, arguments)
    except Exception as problem:
        if os.environ.get("PARENTLINK_DEBUG"):
            raise
        return _fail(*_unforeseen(problem))


def _unforeseen(problem: Exception) -> tuple[str, int]:
    """What to say, and the exit code. Never its message: that may carry a name or a number."""
    if isinstance(problem, OSError) and problem.strerror:
        why = f"A file cannot be used ({problem.strerror}). What was saved before is safe."
        return f"{why} Please check the path.", 5
    return (
        f"Something unexpected went wrong ({type(problem).__name__}). What was saved before is "
        "safe. Run it again with PARENTLINK_DEBUG=1 to see where, and tell us.",
        1,
    )


def _fail(sentence: str, code: int) -> int:
    try:
        output.talk(f"parentlink: {sentence}")
    except (ParentlinkError, output.ReaderLeft):
        output.forget()
    return code


def _usage(problem: Any, typed: list[str]) -> int:
    """What Typer says about wrong usage, as a sentence with the way to the help."""
    from parentlink.commands.hints import in_front, way_out

    ctx = getattr(problem, "ctx", None)
    message = problem.format_message() if hasattr(problem, "format_message") else str(problem)
    message = message.rstrip()
    if line := in_front(message, typed):
        return _fail(f"{line} (help: parentlink --help)", 2)
    if "Choose from:" in message:
        message = " ".join(message.split())  # a word a line is too much for a question
    where = ctx.command_path if ctx is not None else "parentlink"
    code: int = getattr(problem, "exit_code", 2)
    message = re.sub(
        r"^Got unexpected extra argument\S* \((.+)\)$", r"Too many words: \1.", message
    )
    message = way_out(message, ctx, typed)
    message = message.replace("is not a valid int range", "is not a whole number")
    message = message.replace("is not a valid integer", "is not a whole number")
    message = message.replace("requires an argument", "needs a word behind it")
    for written, plain in _RANGES:
        message = re.sub(written, plain, message)
    if message.startswith("Usage:"):  # a group typed without its command: the help is the answer
        output.talk(message)
        return code
    return _fail(f"{message.rstrip()} (help: {where} --help)", code)
