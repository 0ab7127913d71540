"""Run the sessions shown in the README and the examples, and write down what the program says.

`python docs/make_sessions.py` renews the outputs; `tests/test_docs.py` compares them. A session is
a ```console block; each line `$ parentlink ...` is run by the real program in one folder for the
whole document. `<!-- today: 2026-11-24T10:55 -->` sets the moment for what follows. An output that
holds a line `...` is left as it is: the dots stand for any lines.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "docs" / "importing.md",
    *sorted(
        page for page in (ROOT / "docs" / "importing").glob("*.md") if page.name != "columns.md"
    ),
    *sorted((ROOT / "examples").glob("*.md")),
]
FIRST_MOMENT = "2026-11-23T15:40"
_PART = re.compile(r"<!-- today: (\S+) -->|^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One line of a session: when, what is typed, what is shown below, and what was said."""

    today: str
    command: str
    shown: str
    said: str


def steps(document: Path, folder: Path) -> Iterator[Step]:
    """Every step of a document, run one after the other in `folder`."""
    (folder / "examples").symlink_to(ROOT / "examples")
    today = FIRST_MOMENT
    for moment, block in _PART.findall(document.read_text(encoding="utf-8")):
        today = moment or today
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = re.sub(r"\\\n\s*", "", part).partition("\n")
            said = run(command, folder, today)
            yield Step(today, command, shown.rstrip(), said)


def run(command: str, folder: Path, today: str) -> str:
    """What the program says to one line, answers and talk together."""
    words = shlex.split(command)
    if words[0] != "parentlink":
        raise ValueError(f"only parentlink is run in a session, not {command}")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    env = kept | {
        "HOME": str(folder),
        "LOCALAPPDATA": str(folder),
        "LOGNAME": "reid",
        "COLUMNS": "100",
        "TZ": "Europe/London",
        "PYTHONUTF8": "1",
        "PARENTLINK_TODAY": today,
    }
    done = subprocess.run(
        [sys.executable, "-m", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=env,
        timeout=60,
        check=False,
    )
    return done.stdout.decode().rstrip().replace(str(folder), "~")


def renew(document: Path) -> None:
    """Write what the program says now under each line of a document."""
    text = document.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        outputs = iter(list(steps(document, Path(folder))))

    def block(match: re.Match[str]) -> str:
        if match.group(1):
            return match.group()
        parts = re.split(r"^(?=\$ )", match.group(2), flags=re.MULTILINE)
        return "```console\n" + "".join(one(part) for part in parts if part.strip()) + "```"

    def one(part: str) -> str:
        step = next(outputs)
        if re.search(r"^\.\.\.$", step.shown, re.MULTILINE):
            return part
        typed = re.match(r"(?:.*\\\n)*.*\n?", part)
        head = typed.group().rstrip("\n") if typed else part
        return f"{head}\n{step.said}\n" if step.said else f"{head}\n"

    document.write_text(_PART.sub(block, text), encoding="utf-8")


if __name__ == "__main__":
    for each in DOCUMENTS:
        renew(each)
        print(f"Ran {each}")
