"""One import at a time, tried with real processes; everyday commands are never kept waiting."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Answer, Given, Run
from parentlink.cli import run as run_command
from parentlink.errors import FileUnusable
from parentlink.store import lock
from parentlink.usecases.importing.families import plan
from parentlink.workspace import Workspace

FAMILIES = b"pupil,tutor group,carer,mobile\nAda Okafor,7KM,Ngozi Okafor,07700 900123\n"
ENDINGS = [signal.SIGTERM]  # on Windows the one way to end another program
if sys.platform != "win32":
    ENDINGS += [signal.SIGKILL, signal.SIGINT]


def beside(db: Path) -> Path:
    return db.with_name("school.db-import")


def until(ready: Callable[[], Any]) -> None:
    for _ in range(600):
        if ready():
            return
        time.sleep(0.05)
    pytest.fail("it never came")


class Other:
    """Another import in a process of its own, in the midst of reading its file."""

    def __init__(self, db: Path, *words: str, staff: str = "Mr Night") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "parentlink", "--staff", staff, "import", *words, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        until(lambda: beside(db).exists() and beside(db).read_text())

    def feed(self, text: bytes) -> Answer:
        out, err = self.process.communicate(text, timeout=60)
        return Answer(self.process.returncode, out.decode(), err.decode())


@pytest.fixture
def other(db: Path) -> Iterator[Callable[..., Other]]:
    started: list[Other] = []

    def start(*words: str) -> Other:
        started.append(Other(db, *words))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.communicate()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)


def imports(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM import_batch"))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("what", ["families", "contacts", "staff"])
def test_a_second_import_is_told_who_is_at_it_and_writes_nothing(
    run: Run, db: Path, given: Given, other: Callable[..., Other], what: str
) -> None:
    given.household()
    first = other("families")
    answer = run("import", what, "-", stdin=FAMILIES)
    assert answer.code == 5
    assert answer.err.splitlines() == [
        "Another import has been running since 15:40 on 23 Nov (Mr Night). "
        "Waiting for it to finish ...",
        "parentlink: Another import has been running since 15:40 on 23 Nov (Mr Night). "
        "Nothing was imported; try again when it is done.",
    ]
    assert imports(given) == 0
    assert first.feed(FAMILIES).code == 0
    assert not beside(db).exists()


def test_two_at_once_come_in_one_after_the_other_and_nobody_twice(
    db: Path, given: Given, other: Callable[..., Other], tmp_path: Path
) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes(FAMILIES)
    first = other("families")
    with subprocess.Popen(
        [sys.executable, "-m", "parentlink", "import", "families", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as second:
        assert second.stderr
        assert "Waiting for it to finish" in second.stderr.readline()
        assert first.feed(FAMILIES).out.startswith("Imported standard input: 1 new pupil")
        out, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "Read as a CSV file.\n")
    assert out.startswith("Nothing to change")
    assert (imports(given), given.value("SELECT COUNT(*) FROM pupil")) == (1, 1)
    assert not beside(db).exists()


def test_many_at_once_never_interleave(given: Given, tmp_path: Path, db: Path) -> None:
    """Each changes the same number; every one of them finds a whole state and leaves one."""
    running = []
    for at in range(4):
        file = tmp_path / f"{at}.csv"
        file.write_bytes(FAMILIES.replace(b"900123", b"90012%d" % at))
        words = [sys.executable, "-m", "parentlink", "import", "families", str(file)]
        running.append(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    for each in running:
        each.communicate(timeout=120)
    assert [each.returncode for each in running] == [0, 0, 0, 0]
    assert imports(given) == 4
    assert given.value("SELECT COUNT(*) FROM pupil") == 1
    assert not beside(db).exists()


@pytest.mark.usefixtures("impatient")
def test_everyday_commands_dry_runs_and_the_history_do_not_wait(
    run: Run, given: Given, other: Callable[..., Other]
) -> None:
    given.household()
    first = other("families")
    run.ok("log-call", "okafor", "--tone", "positive")
    run.ok("import", "families", "-", "--dry-run", stdin=FAMILIES)
    run("import", "history")
    run.ok("due")
    assert first.feed(FAMILIES).code == 0


@pytest.mark.parametrize(
    ("words", "looks"),
    [
        (("log-call", "okafor", "--tone", "positive", "--promise", "ring", "--by", "fri"), 1),
        (("good-news", "add", "ada okafor", "Top marks"), 1),
        (("carer", "edit", "ngozi okafor", "--rule", "never", "--reason", "court"), 2),
        (("pupil", "edit", "ada okafor", "--upn", ""), 1),  # which changes nothing
        (("family", "add", "Nowak"), 2),
    ],
)
def test_a_call_that_is_logged_meanwhile_makes_no_second_look_while_others_wait(
    run: Run, given: Given, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], looks: int
) -> None:
    given.household()
    looked: list[object] = []
    real = plan.make_plan

    def look(*facts: Any) -> Any:
        looked.append(facts)
        return real(*facts)

    def meanwhile(work: Workspace, size: int) -> None:
        assert run_command([*words]) == 0

    monkeypatch.setattr("parentlink.usecases.importing.families.bring_in.make_plan", look)
    monkeypatch.setattr("parentlink.commands.import_shared.copy_before", meanwhile)
    run.ok("import", "families", "-", stdin=FAMILIES.replace(b"900123", b"900124"))
    assert len(looked) == looks
    assert given.value("SELECT mobile_phone FROM carer WHERE id = 1") == "+447700900124"
    blocked = "never" if "never" in words else "allow"
    assert given.value("SELECT contact_rule FROM carer WHERE id = 1") == blocked


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ENDINGS)
def test_a_killed_import_blocks_nobody(
    run: Run, db: Path, given: Given, other: Callable[..., Other], how: signal.Signals
) -> None:
    first = other("families")
    first.process.send_signal(how)
    first.process.wait()
    assert run.ok("import", "families", "-", stdin=FAMILIES).err.count("Another") == 0
    assert imports(given) == 1
    assert not beside(db).exists()


@pytest.mark.usefixtures("impatient")
def test_a_file_left_by_a_power_cut_is_only_a_file(run: Run, db: Path) -> None:
    beside(db).write_text("since 02:00 on 16 Nov (Mr Night), and much more " * 20)
    run.ok("import", "families", "-", stdin=FAMILIES)
    assert not beside(db).exists()


def test_a_quiet_import_waits_without_a_word(
    db: Path, other: Callable[..., Other], tmp_path: Path
) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes(FAMILIES)
    first = other("families")
    words = [sys.executable, "-m", "parentlink", "import", "families", str(file), "--quiet"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as second:
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(0.5)
        first.feed(FAMILIES)
        assert second.communicate(timeout=60) == (b"", b"")
    assert second.returncode == 0
    assert not beside(db).exists()


def test_the_lock_is_open_to_whom_the_data_is(db: Path, given: Given) -> None:
    given.staff()
    db.chmod(0o660)
    with lock.only_import(db, "since 02:00", print):
        assert beside(db).stat().st_mode & 0o777 == 0o660
    db.unlink()
    with lock.only_import(db, "since 02:00", print):
        assert beside(db).stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("impatient")
def test_two_paths_to_one_file_are_one_file(db: Path, given: Given, tmp_path: Path) -> None:
    given.staff()
    link = tmp_path / "link.db"
    link.symlink_to(db)
    said: list[str] = []
    with (
        lock.only_import(link, "since 02:00 (Ms Reid)", said.append),
        pytest.raises(FileUnusable, match=r"since 02:00 \(Ms Reid\)"),
        lock.only_import(db, "", said.append),
    ):
        pytest.fail("both held it")
    assert len(said) == 1


def test_a_lock_file_that_its_holder_removed_meanwhile_counts_for_nothing(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between our opening and our locking it went, and somebody else made a new one."""
    really = lock._lock

    def late(handle: int) -> bool:
        monkeypatch.setattr(lock, "_lock", really)
        beside(db).unlink()
        beside(db).write_text("somebody else's")
        return really(handle)

    monkeypatch.setattr(lock, "_lock", late)
    with lock.only_import(db, "ours", print):
        assert beside(db).read_text() == "ours"


def test_a_folder_that_may_not_be_written_to_is_said(db: Path) -> None:
    beside(db).symlink_to(os.devnull)
    with (
        pytest.raises(FileUnusable, match="nothing was imported"),
        lock.only_import(db, "", print),
    ):
        pytest.fail("it was written through a link")


def test_a_network_drive_without_locks_imports_all_the_same(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import fcntl

    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    with lock.only_import(db, "since 02:00", print):
        assert beside(db).exists()
