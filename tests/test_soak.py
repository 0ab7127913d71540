"""The faults of test_faults.py for longer: `make soak`, which is `pytest -m soak`."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

if os.name == "nt":
    pytest.skip("faults of POSIX systems", allow_module_level=True)

from conftest import Given, Run
from parentlink.store.copy import backup_to, copies
from test_faults import (
    HALVES,
    LOG_NOTE,
    damaged_bits,
    import_then_say,
    killed_rounds,
    log_then_say,
    one_household,
    program,
    rows,
    say_then_log,
    sound,
)

__all__ = ["one_household"]  # the fixture

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif("'soak' not in config.getoption('markexpr')", reason="make soak"),
]


@pytest.fixture
def db(db: Path, one_household: bytes) -> Path:
    db.write_bytes(one_household)
    db.chmod(0o600)
    return db


def test_three_hundred_kills_lose_nothing(db: Path) -> None:
    acknowledged = killed_rounds(log_then_say, kills=300, seed=1)
    notes = rows(db, "SELECT note FROM contact")
    assert set(acknowledged) <= set(notes)
    assert len(notes) == len(set(notes))
    assert rows(db, HALVES) == []
    assert sound(db)


def test_a_hundred_kills_of_the_dishonest_program_are_caught(db: Path) -> None:
    acknowledged = killed_rounds(say_then_log, kills=100, seed=2)
    assert len(set(acknowledged) - set(rows(db, "SELECT note FROM contact"))) > 50


def test_a_hundred_kills_in_a_bulk_write_leave_all_or_nothing(db: Path) -> None:
    acknowledged = killed_rounds(import_then_say, kills=100, seed=3)
    whole = rows(db, "SELECT text FROM good_news GROUP BY text HAVING COUNT(*) = 1000")
    assert rows(db, "SELECT COUNT(DISTINCT text) FROM good_news") == [len(whole)]
    assert set(acknowledged) <= set(whole)
    assert sound(db)


def test_a_kill_in_the_real_import_leaves_all_or_nothing(
    run: Run, db: Path, tmp_path: Path
) -> None:
    if run("import", "contacts", "--help").code:
        pytest.skip("import contacts is not there yet")
    log = tmp_path / "log.csv"
    lines = (f"2026-11-{1 + n % 20:02},Okafor,call,positive,reached,note {n}" for n in range(5_000))
    log.write_text("Date,Family,Channel,Tone,Outcome,Note\n" + "\n".join(lines) + "\n")
    command = (sys.executable, "-m", "parentlink", "--no-input", "import", "contacts", str(log))
    start = time.monotonic()
    subprocess.run([*command, "--dry-run"], check=True, capture_output=True)
    whole_time = 2 * (time.monotonic() - start)
    chance, old, seen = Random(4), db.read_bytes(), set()
    for _ in range(40):
        _fresh(db, old)
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, whole_time))
        started.send_signal(signal.SIGKILL)
        started.wait()
        (count,) = rows(db, "SELECT COUNT(*) FROM contact")
        assert count in (0, 5_000)
        assert sound(db)
        seen.add(count)
    assert seen == {0, 5_000}
    run.ok("import", "contacts", str(log))
    assert rows(db, "SELECT COUNT(*) FROM contact") == [5_000]


def test_eight_real_processes_logging_at_once_lose_nothing(db: Path) -> None:
    for lesson in range(15):
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "parentlink", *LOG_NOTE, f"{lesson}-{person}"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for person in range(8)
        ]
        assert [process.wait() for process in started] == [0] * 8
    assert len(set(rows(db, "SELECT note FROM contact"))) == 120
    assert sound(db)


def test_sixteen_real_first_runs_at_once_make_one_file(db: Path) -> None:
    for _ in range(5):
        db.unlink()
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "parentlink", "family", "add", f"Family{number}"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for number in range(16)
        ]
        assert [process.wait() for process in started] == [0] * 16
        assert len(rows(db, "SELECT name FROM family")) == 16
        assert sound(db)


def test_three_thousand_damaged_bits_never_end_in_a_traceback(run: Run, db: Path) -> None:
    damaged_bits(run, db, 1_000)


# -- every system call of a command, failing or fatal --------------------------------------

CALLS = ("pwrite64", "fsync", "fdatasync", "unlink", "openat", "ftruncate", "fcntl")
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")


def _injected(words: tuple[str, ...], call: str, fault: str, at: int) -> tuple[int, bool]:
    """Run a command with the `at`-th such call failing; the exit code and whether one did."""
    done = subprocess.run(
        [
            *("strace", "-f", "-q", "-o", "/dev/stderr", "-e", f"trace={call}"),
            *("-e", f"inject={call}:{fault}:when={at}"),
            *(sys.executable, "-m", "parentlink", *words),
        ],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    text = done.stderr.decode(errors="replace")
    assert "Traceback (most recent" not in text or call == "openat", text
    return done.returncode, "INJECTED" in text or "killed by SIGKILL" in text


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", ["pwrite64", "fsync", "fdatasync", "unlink"])
def test_any_call_that_fails_in_a_log_call_leaves_all_or_nothing(
    db: Path, call: str, fault: str
) -> None:
    old = db.read_bytes()
    for at in range(1, 60):
        _fresh(db, old)
        code, happened = _injected((*LOG_NOTE, "here"), call, fault, at)
        kept = rows(db, "SELECT note FROM contact")
        assert kept in ([], ["here"])
        assert sound(db)
        assert rows(db, HALVES) == []
        if code == 0:
            assert kept == ["here"]
        if not happened:
            return


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", ["pwrite64", "fsync", "unlink", "rename"])
def test_any_call_that_fails_in_a_restore_leaves_the_old_or_the_new(
    db: Path, tmp_path: Path, call: str, fault: str
) -> None:
    backup = backup_to(db, tmp_path / "copy.db")
    Given(db).family("Nowak")
    old = db.read_bytes()
    for at in [*range(1, 40, 3), *range(40, 400, 31)]:
        _fresh(db, old)
        code, happened = _injected(("restore", str(backup), "--yes"), call, fault, at)
        names = rows(db, "SELECT name FROM family")
        assert names in (["Okafor"], ["Okafor", "Nowak"])
        assert sound(db)
        if code == 0:
            assert names == ["Okafor"]
        if not happened:
            return


def _fresh(db: Path, whole: bytes) -> None:
    for left in db.parent.glob("school.db*"):
        left.unlink()
    shutil.rmtree(db.parent / "backups", ignore_errors=True)
    db.write_bytes(whole)


def test_a_kill_at_any_moment_of_a_restore_of_a_big_file(db: Path, tmp_path: Path) -> None:
    backup = backup_to(db, tmp_path / "copy.db")
    file = sqlite3.connect(db)
    with file:
        file.executemany(
            "INSERT INTO family (name, name_key, added_on) VALUES (?, 'x', '2026-09-01')",
            [("x" * 400,)] * 20_000,
        )
    file.close()
    old = db.read_bytes()
    chance = Random(5)
    seen = set()
    for _ in range(60):
        _fresh(db, old)
        started = subprocess.Popen(
            [sys.executable, "-m", "parentlink", "restore", str(backup), "--yes"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.1, 1.2))
        started.kill()
        started.wait()
        count = rows(db, "SELECT COUNT(*) FROM family")[0]
        assert count in (1, 20_001)
        assert sound(db)
        seen.add(count)
    assert seen == {1, 20_001}


def test_a_kill_at_any_moment_of_a_backup_leaves_no_half_copy(db: Path) -> None:
    chance = Random(6)
    for _ in range(40):
        started = subprocess.Popen(
            [sys.executable, "-m", "parentlink", "backup"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.05, 0.4))
        started.kill()
        started.wait()
    assert copies(db)
    assert all(sound(copy) and len(rows(copy, "SELECT id FROM family")) == 1 for copy in copies(db))
    assert program("check").code == 0
