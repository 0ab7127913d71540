"""The commands of every day beside a bare durable insert, and two programs that add a record."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from measure import Case
from places import OTHERS, PARENTLINK, PYTHON, WORK, demo, env, home, made
from table import Row

BASELINE = "bare python -c sqlite3 insert"
INSERT = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("PRAGMA synchronous=EXTRA")
c.execute("INSERT INTO contact (family, note) VALUES (?, ?)", ("Okafor", "Solo in assembly"))
c.commit()
"""
EMPTY = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("CREATE TABLE contact (id INTEGER PRIMARY KEY, family, note)")
"""
LOG = ("log-call", "Okafor", "--tone", "positive", "--note", "Solo in assembly")
LIST = ("who-needs-a-positive-call", "--format", "json")


def baseline() -> Case:
    """A durable insert with nothing around it: what no program can be quicker than."""
    path = made(WORK / "bare.db", EMPTY)
    return Case(BASELINE, (str(PYTHON), "-c", INSERT, str(path)))


def cases() -> list[Case]:
    """Every row of the table but the baseline; each starts from a file that does not grow."""
    group, log = demo("group"), WORK / "log.db"
    told = env(group)
    asked = {
        "_PARENTLINK_COMPLETE": "complete_bash",
        "COMP_WORDS": "parentlink log-call ok",
        "COMP_CWORD": "2",
    }
    ours = str(PARENTLINK)
    return [
        Case("parentlink --version", (ours, "--version"), told, says="parentlink 0"),
        Case("completion of `log-call ok`", (ours,), told | asked, says="kafor"),
        Case("log-call", (ours, *LOG), env(log), prepare=_fresh(group, log), says="Undo:"),
        Case("who-needs --format json", (ours, *LIST), told, says="reasons"),
        Case("--help", (ours, "--help"), told, says="log-call"),
        Case("who-needs on a terminal", (ours, LIST[0]), told, terminal=True, says="Ask for"),
        Case(
            "who-needs --everyone, a school", (ours, *LIST, "--everyone"), _school(), says="reasons"
        ),
        *_others(),
    ]


def _fresh(source: Path, path: Path) -> Callable[[], object]:
    return lambda: shutil.copyfile(source, path)


def _school() -> dict[str, str]:
    return env(demo("school"))


def _others() -> list[Case]:
    record = WORK / "record.json"
    record.write_text(json.dumps({"family": "Okafor", "tone": "positive", "note": "Solo"}))
    kept = WORK / "records.db"
    kept.unlink(missing_ok=True)
    settings = home() / ".config" / "jrnl" / "jrnl.yaml"
    insert = (str(OTHERS / "sqlite-utils"), "insert", str(kept), "contact", str(record))
    write = (str(OTHERS / "jrnl"), "--config-file", str(settings), "Rang Okafor. Solo in assembly.")
    return [
        Case("sqlite-utils insert, one record", insert),
        Case("jrnl, one record", write, {"HOME": str(home())}, prepare=_journal),
    ]


def _journal() -> None:
    (home() / "journal.txt").write_text("[2026-11-20 09:00] Rang Khan. No answer.\n\n")


def rows() -> Sequence[Row]:
    """The table, with the targets of the issue."""
    return (
        Row(BASELINE, BASELINE),
        Row("parentlink --version", BASELINE, 4.5),
        Row("completion of `log-call ok`", BASELINE, 4.5),
        Row("log-call", BASELINE, 4.5),
        Row("who-needs --format json", BASELINE, 4.5),
        Row("--help", BASELINE, 8.0),
        Row("who-needs on a terminal", BASELINE, 8.0),
        Row("who-needs --everyone, a school", BASELINE),
        Row("sqlite-utils insert, one record", BASELINE, slower_than="log-call"),
        Row("jrnl, one record", BASELINE, slower_than="log-call"),
    )
