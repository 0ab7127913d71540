"""`check`: whether the file is sound, each finding with what to do."""

import os
import sqlite3
import time
from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.store import inspect
from parentlink.store.create import create


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What stands in a new file; made once."""
    path = tmp_path_factory.mktemp("fresh") / "school.db"
    create(path)
    return path.read_bytes()


@pytest.fixture
def db(db: Path, fresh: bytes) -> Path:
    """A new file and no backup."""
    db.write_bytes(fresh)
    db.chmod(0o600)
    db.parent.chmod(0o700)
    return db


def change(path: Path, *statements: str) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        file.execute(statement)
    file.close()


def states(run: Run, *, code: int = 0) -> dict[str, tuple[str, str]]:
    answer = run("check", "--format", "json")
    assert answer.code == code, answer
    return {row["check"]: (row["state"], row["advice"]) for row in answer.json}


def test_a_new_file_is_sound_and_wants_a_backup(run: Run, db: Path) -> None:
    found = states(run)
    assert {name for name, (state, _) in found.items() if state != "ok"} == {"last backup"}
    assert "parentlink backup" in found["last backup"][1]
    run.ok("backup")
    assert {state for state, _ in states(run).values()} == {"ok"}


def test_a_file_with_families_and_history_is_sound(run: Run, db: Path, given: Given) -> None:
    given.contact(given.household(), "2026-11-20")
    assert "problem" not in run.ok("check").out


def test_no_file_is_not_sound(run: Run, tmp_path: Path) -> None:
    assert run("--db", str(tmp_path / "none.db"), "check").code == 5
    assert run("--db", str(tmp_path), "check").code == 5


@pytest.mark.parametrize("at", [0, 4096])
def test_damage_is_found_and_says_to_restore(run: Run, db: Path, at: int) -> None:
    with db.open("rb+") as file:
        file.seek(at)
        file.write(b"\xa5" * 3000)
    before = db.read_bytes()
    answer = run("check")
    assert answer.code == 5
    assert "parentlink restore" in answer.out
    assert "cannot be relied on" in answer.err
    assert db.read_bytes() == before


def test_a_row_whose_parent_is_missing_is_named_without_its_content(
    run: Run, db: Path, given: Given
) -> None:
    given.household()
    change(db, "DELETE FROM family")
    state, advice = states(run, code=5)["belonging"]
    assert state == "problem"
    assert "missing" in advice
    assert "Okafor" not in advice


@pytest.mark.parametrize(
    ("sql", "name", "word"),
    [
        ("DROP INDEX ix_carer_name", "ix_carer_name", "missing"),
        ("CREATE INDEX extra ON family (name)", "extra", "unknown"),
        ("CREATE TABLE notes (id)", "notes", "unknown"),
        ("ALTER TABLE family ADD COLUMN fax TEXT", "family", "changed"),
        ("DROP TABLE setting", "setting", "missing"),
    ],
)
def test_another_definition_is_found(run: Run, db: Path, sql: str, name: str, word: str) -> None:
    change(db, sql)
    state, advice = states(run, code=5)["definition"]
    assert state == "problem"
    assert f"{name} is {word}" in advice


def test_a_rule_that_was_taken_out_is_found(run: Run, db: Path) -> None:
    change(
        db,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, "
        "'CONSTRAINT ck_carer_contact_rule CHECK', 'CONSTRAINT ck_carer_contact_rule CHECK (1) --')"
        " WHERE name = 'carer'",
    )
    assert states(run, code=5)["definition"][0] == "problem"


def test_a_planted_trigger_is_refused(run: Run, db: Path) -> None:
    change(db, "CREATE TRIGGER t AFTER INSERT ON contact BEGIN DELETE FROM carer; END")
    answer = run("check")
    assert answer.code == 5
    assert "trigger called 't'" in answer.err


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize(("mode", "folder"), [(0o644, 0o700), (0o600, 0o755)])
def test_a_file_that_others_can_reach_is_a_warning(
    run: Run, db: Path, mode: int, folder: int
) -> None:
    db.chmod(mode)
    db.parent.chmod(folder)
    state, advice = states(run)["private"]
    assert state == "warning"
    assert "chmod" in advice


def test_windows_asks_the_folder_who_may_read_a_file(
    run: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspect, "ON_WINDOWS", True)
    state, advice = states(run)["private"]
    assert state == "warning"
    assert f"{db.parent} is not in your own user folder" in advice
    own = tmp_path / "home" / "school.db"
    own.parent.mkdir()
    db.rename(own)
    monkeypatch.setenv("PARENTLINK_DB", str(own))
    assert states(run)["private"][0] == "ok"


@pytest.mark.parametrize("folder", ["OneDrive - The School", "Dropbox", "Google Drive"])
def test_a_folder_that_is_synced_is_a_warning(
    run: Run, db: Path, tmp_path: Path, folder: str
) -> None:
    inside = tmp_path / folder / "school.db"
    inside.parent.mkdir()
    inside.write_bytes(db.read_bytes())
    found = {
        row["check"]: row for row in run("--db", str(inside), "check", "--format", "json").json
    }
    assert found["place"]["state"] == "warning"
    assert folder in found["place"]["advice"]


def test_a_network_share_is_a_warning(run: Run, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect, "_mounted_as", lambda _: "cifs")
    assert "network share" in states(run)["place"][1]


@pytest.mark.parametrize("name", ["school (conflicted copy 2026).db", "school-conflict.db"])
def test_a_second_version_beside_it_is_a_warning(run: Run, db: Path, name: str) -> None:
    (db.parent / name).write_bytes(b"")
    (db.parent / "school-2025.db").write_bytes(b"")
    state, advice = states(run)["second versions"]
    assert state == "warning"
    assert name in advice


def test_what_was_left_over_is_a_warning(run: Run, db: Path) -> None:
    Path(f"{db}-wal").touch()
    assert states(run)["left over"][0] == "warning"


def test_a_backup_of_last_month_is_a_warning(run: Run, db: Path) -> None:
    run.ok("backup")
    (made,) = (db.parent / "backups").iterdir()
    old = time.time() - 30 * 24 * 60 * 60
    os.utime(made, (old, old))
    state, advice = states(run)["last backup"]
    assert state == "warning"
    assert "days old" in advice


def test_little_room_is_a_warning(run: Run, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    assert states(run)["room on the disk"][0] == "warning"
