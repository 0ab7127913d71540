"""The rows that an import refused, beside the file they came from, to be mended and read again."""

import contextlib
import csv
import filecmp
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from parentlink.errors import FileUnusable
from parentlink.exchange.cells import guard, unguard
from parentlink.exchange.sheet import Refused

PROBLEM = "problem"
_MOST = 99  # files beside one file; whoever has more never looks at them


def write_refused(file: str, headings: Sequence[str], refused: Sequence[Refused]) -> Path:
    """Write the rows as they were, each with its problems, for their owner's eyes only.

    They go to FILE.refused.csv beside the file (for standard input in the folder we are in).
    Somebody may be mending what is there already, so it is never written over: then it is
    FILE.refused-2.csv. Built beside its place and moved there whole.

    Raises:
        FileUnusable: the folder cannot be written to, or every such name is taken.
    """
    beside = _beside(file)
    try:
        handle, name = tempfile.mkstemp(prefix=".refused-", suffix=".csv", dir=Path(beside).parent)
        try:
            # A script's JSON may have half a character ("\ud800"): it is shown, and ends nothing.
            with os.fdopen(
                handle, "w", encoding="utf-8-sig", errors="backslashreplace", newline=""
            ) as out:
                _write(out, headings, refused)
            return _moved(Path(name), beside)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as problem:
        raise FileUnusable(
            f"The refused rows could not be written beside {beside} ({problem.strerror}), so "
            "nothing was imported."
        ) from problem


def first_path(file: str) -> Path:
    """Where refused rows go if nothing is there yet."""
    return _path(_beside(file), 1)


def _beside(file: str) -> str:
    """Whose name the refused rows get: a folder may be typed as "roster/" or "."."""
    if file == "-":
        return "stdin"
    path = Path(os.path.expanduser(file))  # noqa: PTH111 - as it was read
    return str(path.resolve() if path.is_dir() else path)


def _moved(made: Path, beside: str) -> Path:
    """Move it to the first free place, unless the same rows stand beside the file already."""
    for number in range(1, _MOST + 1):
        path = _path(beside, number)
        if not path.is_symlink() and path.is_file() and filecmp.cmp(made, path, shallow=False):
            return path
        try:
            path.open("x").close()  # ours from now on, should two run at once
        except FileExistsError:
            continue
        made.replace(path)
        return path
    raise FileUnusable(
        f"There are {_MOST} files of refused rows beside {beside} already, so nothing was "
        "imported. Please move some of them away."
    )


def _path(beside: str, number: int) -> Path:
    return Path(f"{beside}.refused{f'-{number}' if number > 1 else ''}.csv")


def _write(out: TextIO, headings: Sequence[str], refused: Sequence[Refused]) -> None:
    writer = csv.writer(out)
    names = [name for name in headings if name.casefold() != PROBLEM]
    kept = [at for at, name in enumerate(headings) if name.casefold() != PROBLEM]
    writer.writerow([*names, PROBLEM])
    for row in refused:
        cells = [guard(unguard(row.cells[at])) if at < len(row.cells) else "" for at in kept]
        extra = " ".join(cell for cell in row.cells[len(headings) :] if cell)
        more = f" Behind the last heading stood: {extra}" if extra else ""
        where = f"Row {row.problem.row}" + (f" ({row.problem.whose})" if row.problem.whose else "")
        writer.writerow([*cells, guard(f"{where}: {_problems(row)}{more}")])


def _problems(row: Refused) -> str:
    """What is wrong in a row, each problem behind the heading it is about."""
    return " ".join(
        f"{each.column}: {each.problem}" if each.column else each.problem for each in row.problems
    )
