"""Whole processes, side by side: CPU, wall time and peak memory of a child, medians over rounds."""

import os
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """One process to measure. `prepare` runs before each round and is not measured; `says` must
    stand in the answer, since a program that does nothing is quick."""

    name: str
    argv: Sequence[str]
    env: dict[str, str] | None = None
    stdin: Path | None = None
    prepare: Callable[[], object] | None = None
    terminal: bool = False
    says: str = ""


class Used(NamedTuple):
    """What one process took."""

    cpu: float
    wall: float
    peak_mb: float


class Failed(Exception):
    """A process that did not do what it was measured for."""


def measure(cases: Sequence[Case], rounds: int) -> tuple[dict[str, Used], list[str]]:
    """The median of each case, and what failed and so has none.

    The cases take turns, so that a slow moment of the machine meets them all.
    """
    taken: dict[str, list[Used]] = {case.name: [] for case in cases}
    failed: dict[str, str] = {}
    for turn in range(rounds + 1):
        print(f"\r{turn}/{rounds} ", end="", file=sys.stderr, flush=True)
        for case in (case for case in cases if case.name not in failed):
            try:
                used = run(case)
            except Failed as problem:
                failed[case.name] = str(problem)
                continue
            if turn:  # the first round only warms up
                taken[case.name].append(used)
    print("\r", end="", file=sys.stderr)
    kept = {name: _middle(times) for name, times in taken.items() if name not in failed}
    return kept, list(failed.values())


def _middle(times: Sequence[Used]) -> Used:
    return Used(*(statistics.median(column) for column in zip(*times, strict=True)))


def run(case: Case) -> Used:
    """One process from start to end.

    Raises:
        Failed: it did not end well; a row is never left out silently.
    """
    if case.prepare:
        case.prepare()
    env = {name: value for name, value in os.environ.items() if not name.startswith("PARENTLINK")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env |= case.env or {}
    with (case.stdin or Path(os.devnull)).open("rb") as given:
        return _on_terminal(case, env) if case.terminal else _plain(case, env, given.fileno())


def _plain(case: Case, env: dict[str, str], stdin: int) -> Used:
    started = time.perf_counter()
    child = subprocess.Popen(
        case.argv, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env
    )
    assert child.stdout is not None
    said = child.stdout.read()
    child.stdout.close()
    return _ended(case, child, started, said)


def _on_terminal(case: Case, env: dict[str, str]) -> Used:
    """The same with a terminal of 100 columns to write on."""
    import fcntl
    import struct
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    env |= {"TERM": "xterm-256color"}
    started = time.perf_counter()
    child = subprocess.Popen(case.argv, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    said = b""
    while piece := _piece(ours):
        said += piece
    os.close(ours)
    return _ended(case, child, started, said)


def _piece(ours: int) -> bytes:
    try:
        return os.read(ours, 65536)
    except OSError:  # Linux says so when the other end has closed
        return b""


def _ended(case: Case, child: subprocess.Popen[bytes], started: float, said: bytes) -> Used:
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or case.says.encode() not in said:
        command = shlex.join(case.argv)[:200]
        raise Failed(
            f"{case.name}: exit {child.returncode} from: {command}\n"
            f"{said.decode(errors='replace')[-800:]}"
        )
    size = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Used(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / size)
