"""The rows that an import refused, beside the file they came from, to be mended and read again."""

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from parentlink.errors import FileUnusable
from parentlink.exchange.cells import guard, unguard
from parentlink.exchange.sheet import Refused

PROBLEM = "problem"


def refused_path(file: str) -> Path:
    """FILE.refused.csv beside the file; for stdin in the folder we are in."""
    beside = "stdin" if file == "-" else os.path.expanduser(file)  # noqa: PTH111 - as it was read
    return Path(f"{beside}.refused.csv")


def write_refused(path: Path, headings: Sequence[str], refused: Sequence[Refused]) -> None:
    """Write the rows as they were, each with its problem, for their owner's eyes only.

    Built beside its place and moved there whole; a link there is replaced and never followed.

    Raises:
        FileUnusable: the folder cannot be written to, or a file of that name is not ours.
    """
    _must_be_ours(path)
    try:
        handle, name = tempfile.mkstemp(prefix=".refused-", suffix=".csv", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out:
                out.write(_text(headings, refused))
            Path(name).replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as problem:
        raise FileUnusable(
            f"The refused rows could not be written to {path} ({problem.strerror}), so nothing was "
            "imported."
        ) from problem


def _must_be_ours(path: Path) -> None:
    if not path.is_symlink() and not path.exists():
        return
    if path.is_file() and not path.is_symlink():
        with path.open(encoding="utf-8-sig", errors="replace") as old:
            if old.readline(1_000_000).rstrip("\r\n").endswith(PROBLEM):
                return
    raise FileUnusable(
        f"{path} is there already and not a file of refused rows, so it was left alone and nothing "
        "was imported. Please move it away."
    )


def _text(headings: Sequence[str], refused: Sequence[Refused]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = [name for name in headings if name.casefold() != PROBLEM]
    kept = [at for at, name in enumerate(headings) if name.casefold() != PROBLEM]
    writer.writerow([*names, PROBLEM])
    for row in refused:
        cells = [guard(unguard(row.cells[at])) if at < len(row.cells) else "" for at in kept]
        extra = " ".join(cell for cell in row.cells[len(headings) :] if cell)
        more = f" Behind the last heading stood: {extra}" if extra else ""
        writer.writerow([*cells, guard(f"Row {row.problem.row}: {row.problem.problem}{more}")])
    return out.getvalue()
