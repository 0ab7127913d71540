"""`backup` and `restore`: a copy that is compared before it counts, and the way back."""

import itertools
import os
import signal
import sqlite3
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from conftest import Given, Run
from parentlink.errors import FileUnusable
from parentlink.store import copy, restore
from parentlink.store.copy import automatic_copies, automatic_copy, backup_to, copies
from parentlink.store.restore import restore_from

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
posix = pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")


@pytest.fixture(scope="module")
def one_household(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What stands in a file with one household; made once."""
    path = tmp_path_factory.mktemp("household") / "school.db"
    Given(path).household()
    return path.read_bytes()


@pytest.fixture
def db(db: Path, one_household: bytes) -> Path:
    """A file with one household."""
    db.write_bytes(one_household)
    db.chmod(0o600)
    return db


def families(path: Path) -> list[str]:
    file = sqlite3.connect(path)
    try:
        return [name for (name,) in file.execute("SELECT name FROM family ORDER BY id")]
    finally:
        file.close()


def damage(path: Path, at: int, size: int = 400) -> None:
    with path.open("rb+") as file:
        file.seek(at)
        file.write(os.urandom(size))


def beside(path: Path) -> set[str]:
    """What stands beside the file, but the file that the tests pipe in."""
    return {other.name for other in path.parent.iterdir()} - {"stdin"}


# -- backup --------------------------------------------------------------------------------


@posix
def test_a_backup_is_private_and_beside_the_file_unless_told_otherwise(run: Run, db: Path) -> None:
    old = os.umask(0)
    try:
        answer = run.ok("backup")
    finally:
        os.umask(old)
    (made,) = (db.parent / "backups").iterdir()
    assert made.name == "school-20261123-154000.db"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert families(made) == ["Okafor"]
    assert answer.out == (
        f"Backed up 1 family and 0 contacts to {made}, and compared. "
        f"Bring it back: parentlink restore {made}\n"
    )


def test_a_second_backup_of_the_same_moment_has_a_name_of_its_own(run: Run, db: Path) -> None:
    run.ok("backup")
    run.ok("backup")
    assert [made.name for made in copies(db)] == [
        "school-20261123-154000.db",
        "school-20261123-154000.2.db",
    ]


def test_a_backup_never_replaces_a_file(run: Run, db: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("somebody's work")
    answer = run("backup", str(there))
    assert answer.code == 5
    assert "a file at" in answer.err
    assert there.read_text() == "somebody's work"


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_a_backup_never_goes_through_a_link(
    run: Run, db: Path, tmp_path: Path, exists: bool
) -> None:
    victim = tmp_path / "victim"
    if exists:
        victim.write_text("mine")
    link = tmp_path / "link.db"
    link.symlink_to(victim)
    assert run("backup", str(link)).code == 5
    assert link.is_symlink()
    assert victim.exists() == exists


def test_a_copy_that_reads_back_differently_is_not_kept(
    run: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = copy._same_bytes

    def one_bit_flips(pages: BinaryIO, copied: Path) -> bool:
        content = bytearray(copied.read_bytes())
        content[-1] ^= 1
        copied.write_bytes(content)
        return real(pages, copied)

    monkeypatch.setattr(copy, "_same_bytes", one_bit_flips)
    answer = run("backup", str(db.parent / "copy.db"))
    assert answer.code == 5
    assert "not the same" in answer.err
    assert beside(db) == {"school.db"}


def test_a_changed_cell_is_a_different_fingerprint(db: Path, tmp_path: Path) -> None:
    backup_to(db, tmp_path / "copy.db")
    file = sqlite3.connect(tmp_path / "copy.db")
    original = sqlite3.connect(db)
    assert copy.fingerprint(file) == copy.fingerprint(original)
    with file:
        file.execute("UPDATE family SET name = 'Okafar'")
    assert copy.fingerprint(file) != copy.fingerprint(original)
    file.close()
    original.close()


def test_an_automatic_copy_keeps_the_newest_ten_and_what_a_person_made(run: Run, db: Path) -> None:
    run.ok("backup")
    stranger = db.parent / "backups" / "school-20200101-000000-auto-mine-.db2"
    stranger.write_text("not ours")
    other = db.parent / "backups" / "schools-20200101-000000-auto-before-import.db"
    other.write_text("of another file")
    made = [
        automatic_copy(db, "before-import", now=NOON + timedelta(minutes=number))
        for number in range(12)
    ]
    assert automatic_copies(db) == made[2:]
    assert len(copies(db)) == 11
    assert stranger.exists()
    assert other.exists()


def test_a_backup_while_somebody_writes_is_one_moment(db: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE family SET name = 'Half'")
    backup_to(db, tmp_path / "copy.db")
    writer.execute("ROLLBACK")
    writer.close()
    assert families(tmp_path / "copy.db") == ["Okafor"]


def test_nobody_writes_between_copying_and_comparing(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []
    real = copy._same_bytes

    def write_first(pages: BinaryIO, copied: Path) -> bool:
        writer = sqlite3.connect(db, timeout=0)
        try:
            with writer:
                writer.execute("UPDATE family SET name = 'Between'")
        except sqlite3.OperationalError as problem:
            refused.append(str(problem))
        finally:
            writer.close()
        return real(pages, copied)

    monkeypatch.setattr(copy, "_same_bytes", write_first)
    backup_to(db, tmp_path / "copy.db")
    assert refused == ["database is locked"]
    assert families(db) == ["Okafor"]


@posix
def test_a_link_among_the_copies_is_not_one_of_them(db: Path, tmp_path: Path) -> None:
    copied = automatic_copy(db, "before-import", now=NOON)
    link = copied.with_name(copied.name.replace("2026", "2027"))
    link.symlink_to(db)
    assert copies(db) == [copied]


# -- restore -------------------------------------------------------------------------------


@pytest.fixture
def backup(db: Path, tmp_path: Path) -> Path:
    """A backup with one family; the file has two since."""
    made = backup_to(db, tmp_path / "elsewhere" / "good.db")
    Given(db).family("Nowak")
    return made


def test_restore_asks_and_without_an_answer_changes_nothing(
    run: Run, db: Path, backup: Path
) -> None:
    answer = run("restore", str(backup))
    assert answer.code == 2
    assert "--yes" in answer.err
    assert families(db) == ["Okafor", "Nowak"]


def test_restore_brings_back_the_backup_and_says_how_to_go_back(
    run: Run, db: Path, backup: Path
) -> None:
    answer = run.ok("restore", str(backup), "--yes")

    assert families(db) == ["Okafor"]
    (aside,) = copies(db)
    assert aside.name == "school-20261123-154000-auto-before-restore.db"
    assert families(aside) == ["Okafor", "Nowak"]
    assert answer.out.endswith(f"and compared. Undo: parentlink restore {aside}\n")
    run.ok("restore", str(aside), "--yes")
    assert families(db) == ["Okafor", "Nowak"]
    assert beside(db) == {"school.db", "backups", "elsewhere"}


def test_restore_where_there_is_no_file_asks_nothing(run: Run, db: Path, backup: Path) -> None:
    db.unlink()
    stale = Path(f"{db}-journal")
    stale.write_bytes(b"left by a file that is gone")
    answer = run.ok("restore", str(backup))
    assert families(db) == ["Okafor"]
    assert "Undo" not in answer.out
    assert not stale.exists()
    if os.name != "nt":
        assert stat.S_IMODE(db.stat().st_mode) == 0o600


@pytest.mark.parametrize("at", [0, 90, 4096])
def test_a_damaged_file_can_be_restored_over_and_is_kept_as_it_was(
    run: Run, db: Path, backup: Path, at: int
) -> None:
    damage(db, at)
    damaged = db.read_bytes()
    answer = run.ok("restore", str(backup), "--yes")
    assert families(db) == ["Okafor"]
    assert run("check").code == 0
    (aside,) = (db.parent / "backups").iterdir()
    assert aside.read_bytes() == damaged
    assert f"kept at {aside}" in answer.out
    assert aside not in copies(db)


@pytest.mark.parametrize(("at", "size"), [(4096, 8000), (36, 4)])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    run: Run, db: Path, backup: Path, at: int, size: int
) -> None:
    before = db.read_bytes()
    damage(backup, at, size)
    answer = run("restore", str(backup), "--yes")
    assert answer.code == 5
    assert "damaged" in answer.err
    assert db.read_bytes() == before
    assert beside(db) == {"school.db", "elsewhere"}


def test_what_is_not_a_backup_is_refused(run: Run, db: Path, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE family (id)")
    other.close()
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("Dear parents" * 100)
    before = db.read_bytes()
    for name in ("other.db", "empty.db", "text.db", "missing.db", ".", "school.db"):
        answer = run("restore", str(tmp_path / name), "--yes")
        assert answer.code == 5, name
        assert answer.err.startswith("parentlink: "), name
    assert db.read_bytes() == before


def test_a_newer_backup_and_one_with_a_planted_trigger_are_refused(
    run: Run, db: Path, backup: Path
) -> None:
    for sql, word in (
        ("CREATE TRIGGER t AFTER INSERT ON contact BEGIN DELETE FROM carer; END", "trigger"),
        ("PRAGMA user_version = 99", "newer"),
    ):
        file = sqlite3.connect(backup)
        file.execute(sql)
        file.close()
        answer = run("restore", str(backup), "--yes")
        assert answer.code == 5
        assert word in answer.err
    assert families(db) == ["Okafor", "Nowak"]


def test_another_programs_database_is_not_replaced(run: Run, db: Path, backup: Path) -> None:
    db.unlink()
    other = sqlite3.connect(db)
    other.execute("CREATE TABLE songs (id)")
    other.close()
    before = db.read_bytes()
    answer = run("restore", str(backup), "--yes")
    assert answer.code == 5
    assert "another program" in answer.err
    assert db.read_bytes() == before


def test_restore_goes_into_the_file_that_others_have_open(db: Path, backup: Path) -> None:
    reader = sqlite3.connect(db, isolation_level=None)
    assert reader.execute("SELECT COUNT(*) FROM family").fetchone() == (2,)
    restore_from(backup, db)
    assert reader.execute("SELECT COUNT(*) FROM family").fetchone() == (1,)
    reader.close()


def test_restore_holds_the_lock_until_it_has_compared(
    db: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = []

    def look(connection: sqlite3.Connection) -> str:
        other = sqlite3.connect(db, timeout=0)
        try:
            other.execute("SELECT COUNT(*) FROM family").fetchone()
        except sqlite3.OperationalError as problem:
            locked.append(str(problem))
        finally:
            other.close()
        return copy.fingerprint(connection)

    monkeypatch.setattr(restore, "fingerprint", look)
    restore_from(backup, db)
    assert locked == ["database is locked"] * 2


def test_restore_gives_up_while_somebody_writes_and_changes_nothing(
    db: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parentlink.store.connection.BUSY_SECONDS", 0.1)
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE family SET home_language = 'Igbo'")
    with pytest.raises(FileUnusable, match="busy"):
        restore_from(backup, db)
    writer.execute("COMMIT")
    writer.close()
    assert families(db) == ["Okafor", "Nowak"]


def test_without_a_safety_copy_nothing_is_restored(db: Path, backup: Path) -> None:
    (db.parent / "backups").write_text("a file where the folder should be")
    before = db.read_bytes()
    with pytest.raises(FileUnusable):
        restore_from(backup, db)
    assert db.read_bytes() == before


def restore_and_die(stop: int, backup: Path, db: Path) -> bool:
    """In a process of its own that is killed at its `stop`-th step; whether it was."""
    child = os.fork()
    if child == 0:
        steps = itertools.count(1)

        def count(event: str, _: object) -> None:
            if event in STEPS and next(steps) == stop:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            restore_from(backup, db)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


STEPS = ("open", "os.rename", "os.remove", "sqlite3.connect", "tempfile.mkstemp")


@posix
@pytest.mark.parametrize("sound", [True, False])
def test_a_kill_at_any_step_of_a_restore_leaves_the_old_or_the_new(
    db: Path, backup: Path, sound: bool
) -> None:
    if not sound:
        damage(db, 0)
    old = db.read_bytes()
    seen = []
    for stop in itertools.count(1):
        db.write_bytes(old)
        killed = restore_and_die(stop, backup, db)
        is_old = db.read_bytes() == old
        seen.append(is_old)
        assert is_old or families(db) == ["Okafor"]
        if not killed:
            break
    assert len(seen) > 8
    assert seen[0]
    assert not seen[-1]


def test_what_a_kill_left_behind_is_swept_a_day_later(db: Path, tmp_path: Path) -> None:
    old, new = tmp_path / ".parentlink-abcd1234.restore", tmp_path / ".parentlink-abcd5678.copy"
    mine = tmp_path / ".parentlink-notes.txt"
    for left in (old, new, mine):
        left.touch()
    for left in (old, mine):
        os.utime(left, (1, 1))
    backup_to(db, tmp_path / "copy.db")
    assert (old.exists(), new.exists(), mine.exists()) == (False, True, True)
