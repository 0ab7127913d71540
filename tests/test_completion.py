"""Tab: family handles and words, through the protocol a shell uses, and silent on any error."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from conftest import Answer, Given
from parentlink.commands.completing import families
from parentlink.parse.handles import handle

Real = Callable[..., Answer]
HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "rich", "dateutil", "phonenumbers"}


def tab(real: Real, line: str, **env: str) -> Answer:
    """What the shell gets when Tab is pressed at the end of `line`."""
    count = str(len(line.split(" ")) - 1)
    return real(_PARENTLINK_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=count, **env)


def silent(real: Real, **env: str) -> bool:
    answer = tab(real, "parentlink log-call ok", **env)
    return (answer.code, answer.out.strip(), answer.err) == (0, "", "")


class Context:
    """As much of Typer's context as completion looks at."""

    def __init__(self, db: Path | None = None) -> None:
        self.params = {"db": db}

    def find_root(self) -> "Context":
        return self


def offered(typed: str, db: Path | None = None) -> list[str]:
    return [word for word, _ in families(Context(db), typed)]  # type: ignore[arg-type]


@pytest.fixture
def school(given: Given) -> Given:
    given.household("Okafor")
    given.household("O’Neil")
    given.household("Łaska")
    given.family("Smith & Jones $(rm)")
    given.family("Oketch", archived_on=date(2026, 10, 1))
    given.family("Okafor-Bell")
    return given


def test_a_shell_is_offered_handles_and_commands_and_words(real: Real, school: Given) -> None:
    assert tab(real, "parentlink log-call ok").out.split() == ["okafor-1", "okafor-bell-6"]
    assert tab(real, "parentlink log-call okafor-1 --tone po").out.split() == ["positive"]
    assert tab(real, "parentlink tim").out.split() == ["timeline"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("okafor", ["okafor-1", "okafor-bell-6"]),
        ("okafor-", ["okafor-1", "okafor-bell-6"]),
        ("okafor-1", ["okafor-1"]),
        ("okafor-b", ["okafor-bell-6"]),
        ("Oka", ["Okafor-1", "Okafor-bell-6"]),
        ("oneil", ["oneil-2"]),
        ("las", ["laska-3"]),
        ("Łas", ["Łaska-3"]),
        ("smith", ["smith-jones-rm-4"]),
        ("oke", []),
        ("%", []),
        ("zz", []),
    ],
)
def test_a_beginning_is_completed(school: Given, typed: str, words: list[str]) -> None:
    assert offered(typed) == words


def test_every_handle_that_is_offered_is_understood(school: Given, real: Real) -> None:
    for word in offered(""):
        assert all(sign.isalnum() or sign == "-" for sign in word)
    assert real("timeline", "smith-jones-rm-4").code == 0
    assert real("timeline", "Łaska-3").code == 0
    assert handle("$$$", 7) == "f7"


def test_no_more_are_offered_than_a_screen_holds(given: Given) -> None:
    for _ in range(60):
        given.family("Khan")
    assert len(offered("k")) == 50


def test_the_file_named_on_the_line_is_the_one_that_is_asked(
    school: Given, real: Real, tmp_path: Path
) -> None:
    other = Given(tmp_path / "other.db")
    other.household("Okello")
    line = f"parentlink --db {other.path} log-call ok"
    assert tab(real, line).out.split() == ["okello-1"]


def test_completion_can_be_switched_off(school: Given) -> None:
    school._insert("setting", name="completion", value="off")
    assert offered("ok") == []


def test_no_file_a_damaged_one_and_a_locked_one_are_silent(
    real: Real, db: Path, school: Given
) -> None:
    lock = sqlite3.connect(db, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    assert silent(real)
    lock.close()
    db.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert silent(real)
    db.unlink()
    assert silent(real)
    assert not db.exists()
    assert silent(real, PARENTLINK_DB="/proc/nowhere/x")


def test_looking_changes_nothing(school: Given, db: Path) -> None:
    before = db.read_bytes()
    offered("ok")
    assert db.read_bytes() == before
    assert [path.name for path in db.parent.iterdir() if path.name.startswith("school.db-")] == []


def test_completion_loads_nothing_heavy(school: Given) -> None:
    script = (
        "import sys, parentlink.cli\n"
        "try:\n    parentlink.cli.app([], prog_name='parentlink')\n"
        "finally:\n    sys.stderr.write(' '.join(sys.modules))"
    )
    env = {"_PARENTLINK_COMPLETE": "complete_bash", "COMP_WORDS": "parentlink log-call ok",
           "COMP_CWORD": "2", "PARENTLINK_DB": str(school.path), "PATH": ""}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env)
    assert done.stdout.split() == ["okafor-1", "okafor-bell-6"]
    assert not HEAVY & {name.split(".")[0] for name in done.stderr.split()}
