"""Paths that no system keeps are one sentence, whatever they are for."""

import os
from pathlib import Path

import pytest

from conftest import Given, Run
from held_talks import talk

LONG = "x" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("--db", LONG, "due"),
        ("--db", LONG, "family", "add", "Okafor"),
        ("export", "families", "-o", LONG),
        ("conversation", "ics", "-o", LONG),
        ("conversation", "record", "ada", "--from", LONG),
        ("import", "families", LONG),
        ("backup", LONG),
        ("restore", LONG, "--yes"),
        ("demo", LONG),
    ],
    ids=lambda words: " ".join(words).replace(LONG, "LONG"),
)
def test_a_name_that_is_too_long_for_a_file_ends_with_5(
    run: Run, given: Given, words: tuple[str, ...]
) -> None:
    talk(given, 1, given.household(), "2026-12-01")
    answer = run(*words)
    assert answer.code == 5
    assert "unexpected" not in answer.err
    assert answer.err.count("\n") == 1


def test_a_home_folder_in_quotes_is_the_home_folder_and_never_a_folder_of_that_name(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(os.environ["HOME"])
    home.mkdir(exist_ok=True)
    talk(given, 1, given.household(), "2026-12-01")
    monkeypatch.chdir(tmp_path)
    run.ok("export", "families", "-o", "~/families.csv")
    run.ok("import", "families", "~/families.csv", "--dry-run")
    run.ok("export", "everything", "-o", "~/everything")
    run.ok("import", "everything", "~/everything", "--yes")
    (home / "bad.csv").write_text("pupil,tutor group,mobile phone\nSam Smith,7KM,12\n")
    run("import", "families", "~/bad.csv", "--skip-bad")
    assert (home / "bad.csv.refused.csv").exists()
    run.ok("conversation", "ics", "-o", "~/talks.ics")
    run.ok("backup", "~/copy.db")
    run.ok("restore", "~/copy.db", "--yes")
    run.ok("demo", "~/demo.db")
    run.ok("--db", "~/demo.db", "family", "list")
    (home / "notes.toml").write_text("[plan]\ngoals = 'calm'\n")
    run.ok("conversation", "record", "ada", "--from", "~/notes.toml", "--when", "today 15:00")
    names = {"families.csv", "talks.ics", "copy.db", "demo.db"}
    assert names <= {path.name for path in home.iterdir()}
    assert not (tmp_path / "~").exists()
    assert run("--db", "~nobody-here/x.db", "due").code == 5
