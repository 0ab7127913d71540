"""Faults caused for real: kills, many writers, full and read-only disks, odd files and terminals.

Small here; `make soak` (test_soak.py) does the same for longer.
"""

import contextlib
import itertools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import Answer, Given, Run
from parentlink.cli import run as run_command
from parentlink.commands.catalogue import load
from parentlink.store.store import Entry, Store
from parentlink.usecases.importing.families import apply
from parentlink.views import output

if os.name == "nt":
    pytest.skip("faults of POSIX systems", allow_module_level=True)

import resource

LOG = ("log-call", "Okafor", "--tone", "positive", "--outcome", "reached")
LOG_NOTE = (*LOG, "--note")
NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def one_household(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What stands in a file with one household and the tutor; made once."""
    path = tmp_path_factory.mktemp("household") / "school.db"
    Given(path).household()
    Given(path).staff()
    return path.read_bytes()


@pytest.fixture
def db(db: Path, one_household: bytes) -> Path:
    """A file with one household, the Okafors."""
    db.write_bytes(one_household)
    db.chmod(0o600)
    return db


# -- tools ---------------------------------------------------------------------------------


def forked(*words: str, before: Callable[[], object] = lambda: None) -> Callable[[], Answer]:
    """Start the program in a child of this warm process; call what comes back to wait for it."""
    said = [os.memfd_create("said") if hasattr(os, "memfd_create") else _unnamed() for _ in "oe"]
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.dup2(said[0], 1)
            os.dup2(said[1], 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            before()
            output.prepare()
            code = run_command(list(words))
        finally:
            os._exit(code)

    def wait() -> Answer:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for handle in said:
            os.lseek(handle, 0, os.SEEK_SET)
            with os.fdopen(handle, "rb") as file:
                texts.append(file.read().decode())
        return Answer(code, *texts)

    return wait


def _unnamed() -> int:
    import tempfile

    handle, name = tempfile.mkstemp()
    Path(name).unlink()
    return handle


Work = Callable[[str, Callable[[], object]], object]


def log_then_say(note: str, acknowledge: Callable[[], object]) -> None:
    """The honest worker: says that it is done when the command is done."""
    if run_command([*LOG_NOTE, note]) == 0:
        acknowledge()


def say_then_log(note: str, acknowledge: Callable[[], object]) -> None:
    """The negative control: a harness that does not catch this one proves nothing."""
    acknowledge()
    run_command([*LOG_NOTE, note])


def import_then_say(note: str, acknowledge: Callable[[], object]) -> None:
    """A thousand rows at once, as an import writes them."""
    store = Store(Path(os.environ["PARENTLINK_DB"]))
    with store.writing(Entry("import", NOW, 1)):
        store.insert_many(
            "good_news",
            ("external_id", "pupil_id", "staff_id", "happened_on", "text"),
            [(f"{note}-{number}", 1, 1, "2026-11-23", note) for number in range(1_000)],
        )
    store.close()
    acknowledge()


def killed_rounds(work: Work, kills: int, seed: int = 7) -> list[str]:
    """Kill a working child at a random moment, `kills` times after it has acknowledged something
    and as often as it takes; returns all that was acknowledged."""
    load("log-call")  # in the parent, so that the children are at work at once
    chance = random.Random(seed)
    acknowledged: list[str] = []
    longest, useful = 0.03, 0
    for number in itertools.count():
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _work_until_killed(work, number, writing)
        os.close(writing)
        time.sleep(chance.uniform(0.001, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading) as pipe:
            said = [line[:-1] for line in pipe.read().splitlines() if line.endswith(";")]
        acknowledged += said
        useful += bool(said)
        if useful == kills:
            return acknowledged
        # on a slow machine longer, so that about every other child gets something done
        longest = max(longest * 0.9, 0.01) if said else min(longest * 1.1, 2)
    raise AssertionError


def _work_until_killed(work: Work, number: int, pipe: int) -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        for attempt in itertools.count():
            note = f"r{number}n{attempt}"
            work(note, lambda note=note: os.write(pipe, f"{note};\n".encode()))  # type: ignore[misc]
    finally:
        os._exit(1)


def rows(db: Path, sql: str) -> list[Any]:
    file = sqlite3.connect(db)
    try:
        return [row[0] for row in file.execute(sql)]
    finally:
        file.close()


def sound(db: Path) -> bool:
    checks = ("integrity_check", "foreign_key_check")
    return [rows(db, f"PRAGMA {check}") for check in checks] == [["ok"], []]


HALVES = (
    "SELECT id FROM contact WHERE id NOT IN (SELECT contact_id FROM contact_pupil) UNION ALL "
    "SELECT id FROM contact WHERE id NOT IN (SELECT row_id FROM change "
    "WHERE table_name = 'contact') UNION ALL "
    "SELECT id FROM journal WHERE id NOT IN (SELECT journal_id FROM change)"
)


# -- kills and many writers ----------------------------------------------------------------


def test_a_kill_at_any_moment_loses_no_call_that_was_acknowledged(db: Path) -> None:
    acknowledged = killed_rounds(log_then_say, kills=10)
    notes = rows(db, "SELECT note FROM contact")
    assert set(acknowledged) <= set(notes)
    assert len(notes) == len(set(notes))
    assert rows(db, HALVES) == []
    assert sound(db)


def test_the_same_harness_catches_a_program_that_acknowledges_too_early(db: Path) -> None:
    acknowledged = killed_rounds(say_then_log, kills=6)
    assert set(acknowledged) - set(rows(db, "SELECT note FROM contact"))


def test_a_kill_in_a_bulk_write_leaves_all_of_it_or_nothing(db: Path) -> None:
    acknowledged = killed_rounds(import_then_say, kills=6)
    whole = rows(db, "SELECT text FROM good_news GROUP BY text HAVING COUNT(*) = 1000")
    assert rows(db, "SELECT COUNT(DISTINCT text) FROM good_news") == [len(whole)]
    assert set(acknowledged) <= set(whole)
    assert sound(db)


def test_eight_people_logging_at_once_lose_nothing(db: Path) -> None:
    for lesson in range(2):
        waits = [forked(*LOG_NOTE, f"{lesson}-{person}") for person in range(8)]
        answers = [wait() for wait in waits]
        assert [answer.code for answer in answers] == [0] * 8, answers
    assert len(set(rows(db, "SELECT note FROM contact"))) == 16
    assert rows(db, HALVES) == []
    assert sound(db)


def test_sixteen_first_runs_at_once_make_one_file_with_all_they_wrote(db: Path) -> None:
    import parentlink.tables  # noqa: F401  (so that the children need not)

    db.unlink()
    waits = [forked("family", "add", f"Family{number}") for number in range(16)]
    answers = [wait() for wait in waits]
    assert [answer.code for answer in answers] == [0] * 16, answers
    assert len(rows(db, "SELECT name FROM family")) == 16
    assert rows(db, "SELECT name FROM staff") == ["Ms Reid"]
    assert {path.name for path in db.parent.iterdir()} == {"school.db"}
    assert sound(db)


def test_whoever_is_killed_while_writing_frees_the_file_at_once(db: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        store = Store(db)
        with store.writing(Entry("x", NOW, None)):
            store.insert("staff", name="Half", name_key="half")
            os.write(writing, b"x")
            signal.pause()
    os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    assert forked(*LOG)().code == 0
    assert "Half" not in rows(db, "SELECT name FROM staff")


def test_a_file_that_stays_busy_is_one_sentence(
    run: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BUSY_SECONDS", "QUIET_SECONDS"):
        monkeypatch.setattr(f"parentlink.store.connection.{name}", 0.1)
    writer = sqlite3.connect(db, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    answer = run(*LOG)
    waiting, rest = answer.err.split("\n", 1)
    assert waiting == f"Another parentlink is using {db}. Waiting for it to finish ..."
    refused(answer._replace(err=rest), "busy")
    writer.close()


# -- disks ---------------------------------------------------------------------------------


def refused(answer: Answer, *words: str) -> None:
    """One sentence, exit 5, and nothing of Python."""
    assert answer.code == 5, answer
    assert answer.out == ""
    (sentence,) = [line for line in answer.err.splitlines() if "quiet hours" not in line]
    assert sentence.startswith("parentlink: ")
    assert "unexpected" not in sentence
    for word in words:
        assert word in sentence


def test_a_limit_on_the_files_size_saves_nothing_and_keeps_the_rest(db: Path) -> None:
    size = db.stat().st_size

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    before = rows(db, "SELECT id FROM contact")
    long = "x" * 9000
    refused(forked(*LOG_NOTE, long, before=limit)(), "The disk refused", str(db))
    refused(
        forked("backup", before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (90_000,) * 2))()
    )
    assert rows(db, "SELECT id FROM contact") == before
    assert sound(db)
    assert not list(db.parent.glob("backups/*"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", str(disk)]
    if (
        not mount
        or os.geteuid()
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_saves_nothing_and_reading_goes_on(
    run: Run, db: Path, small_disk: Path
) -> None:
    here = small_disk / "school.db"
    shutil.copy(db, here)
    run.ok("--db", str(here), *LOG_NOTE, "before")
    fill = os.open(small_disk / "fill", os.O_CREAT | os.O_WRONLY)
    with contextlib.suppress(OSError):
        while os.write(fill, bytes(4096)):
            pass
    os.close(fill)
    refused(run("--db", str(here), *LOG_NOTE, "x" * 9000), "disk is full", "nothing was saved")
    refused(run("--db", str(here), "backup"), "full")
    many = "".join(f"Kid {'x' * 90}{at},Jo {'y' * 90}\n" for at in range(60))
    file = small_disk.parent / "class.csv"
    file.write_text(f"pupil,carer\n{many}")
    words = ("--db", str(here), "import", "families", str(file), "--quiet")
    refused(run(*words), "disk is full", "nothing was saved")
    assert rows(here, "SELECT note FROM contact") == ["before"]
    assert "Okafor" in run.ok("--db", str(here), "family", "list").out
    assert run("--db", str(here), "check").code == 0
    (small_disk / "fill").unlink()
    run.ok("--db", str(here), *LOG_NOTE, "after")


@pytest.fixture
def unprivileged() -> list[str]:
    """The words before a command that make file modes count, for root as well."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root, and no setpriv: file modes do not count")
    rights = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]


NONE: Mapping[str, str] = {}


def program(*words: str, prefix: Sequence[str] = (), env: Mapping[str, str] = NONE) -> Answer:
    """The real program in a process of its own."""
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "parentlink", *words],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_read_only_folder_can_be_read_and_says_why_nothing_is_saved(
    db: Path, unprivileged: list[str]
) -> None:
    db.chmod(0o444)
    db.parent.chmod(0o555)
    before = db.read_bytes()
    try:
        refused(program(*LOG, prefix=unprivileged), "may not be written to", str(db))
        assert "Okafor" in program("family", "list", prefix=unprivileged).out
    finally:
        db.parent.chmod(0o700)
    assert db.read_bytes() == before


def test_a_folder_that_is_locked_is_one_sentence(db: Path, unprivileged: list[str]) -> None:
    db.parent.chmod(0)
    try:
        refused(program("family", "list", prefix=unprivileged), str(db))
        refused(program(*LOG, prefix=unprivileged), str(db))
    finally:
        db.parent.chmod(0o700)


# -- files that are not what they should be ------------------------------------------------


def _sql(path: Path, statement: str) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    file.execute(statement)
    file.close()


def _other_program(path: Path) -> None:
    path.unlink()
    _sql(path, "CREATE TABLE song (id)")


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9_000])


def _scribbled(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(4096)
        file.write(b"\xa5" * 100_000)


TRIGGER = (
    "CREATE TRIGGER t AFTER INSERT ON contact BEGIN UPDATE carer SET contact_rule='allow'; END"
)
COMMANDS = (
    LOG,
    ("family", "list"),
    ("timeline", "Okafor"),
    ("undo",),
    ("undo", "--list"),
    ("backup",),
    ("family", "add", "Nowak"),
    ("who-needs-a-positive-call", "--everyone"),
)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"Dear parents, " * 500), "not a parentlink file"),
        (_torn, "damaged"),
        (_scribbled, "damaged"),
        (_directory, "file"),
        (lambda path: _sql(path, "PRAGMA user_version=99"), "newer parentlink"),
        (lambda path: _sql(path, TRIGGER), "trigger called 't'"),
        (_other_program, "another program"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_and_left_as_it_is(
    run: Run, db: Path, spoil: Callable[[Path], object], word: str
) -> None:
    spoil(db)
    before = db.read_bytes() if db.is_file() else None
    for words in COMMANDS:
        refused(run(*words), word)
        assert run("check").code == 5
    assert (db.read_bytes() if db.is_file() else None) == before
    assert not list(db.parent.glob("backups/*"))


def test_a_single_damaged_bit_never_ends_in_a_traceback(run: Run, db: Path) -> None:
    damaged_bits(run, db, 40)


def damaged_bits(run: Run, db: Path, times: int) -> None:
    Given(db).contact(1, "2026-11-20", note="Ada did well")
    whole = db.read_bytes()
    chance = random.Random(11)
    for _ in range(times):
        at = chance.randrange(len(whole))
        spoilt = bytearray(whole)
        spoilt[at] ^= 1 << chance.randrange(8)
        db.write_bytes(spoilt)
        for words in (("family", "list"), ("timeline", "Okafor"), ("undo", "--list")):
            answer = run(*words)
            assert answer.code in (0, 3, 5), (at, answer)
            assert "unexpected" not in answer.err, (at, answer)


# -- output and terminals ------------------------------------------------------------------


def shell(line: str, **env: str) -> Answer:
    done = subprocess.run(
        ["sh", "-c", line.replace("parentlink", f"'{sys.executable}' -m parentlink")],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_an_answer_that_nobody_can_get_is_a_failure_without_a_traceback(db: Path) -> None:
    for line in ("parentlink family list >&-", "parentlink family list >/dev/full"):
        answer = shell(line)
        assert answer.code == 5, line
        assert answer.err.startswith("parentlink: "), line
        assert "Traceback" not in answer.err, line


def test_a_reader_that_left_is_no_failure_and_no_noise(run: Run, db: Path) -> None:
    given = Given(db)
    for number in range(3):
        given.family(f"Family {number}" + "x" * 100_000)
    answer = shell("parentlink family list | head -1; parentlink family list --format json | true")
    assert answer.err == ""
    assert len(answer.out.splitlines()) == 1


ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_terminal_of_another_encoding_gets_everything_and_no_traceback(
    db: Path, encoding: str
) -> None:
    Given(db).family("Łukasiewicz 王")
    answer = program("family", "list", env=ASCII | {"PYTHONIOENCODING": encoding})
    assert answer.code == 0
    assert "Łukasiewicz 王" in answer.out


def test_a_name_typed_where_the_locale_is_plain_ascii_is_kept_or_refused(db: Path) -> None:
    answer = program("family", "add", "Łukasiewicz", env=ASCII)
    assert answer.code in (0, 2), answer
    assert "Traceback" not in answer.err
    names = rows(db, "SELECT name FROM family")
    assert names == (["Okafor", "Łukasiewicz"] if answer.code == 0 else ["Okafor"])


# -- a person at a terminal ----------------------------------------------------------------


@pytest.fixture
def terminal() -> Callable[..., Any]:
    """The real program on a terminal of its own."""
    pexpect = pytest.importorskip("pexpect")

    def start(*words: str, module: str = "parentlink", **env: str) -> Any:
        return pexpect.spawn(
            sys.executable,
            ["-m", module, *words] if module else list(words),
            env=os.environ | {"TERM": "xterm"} | env,
            encoding="utf-8",
            timeout=20,
            dimensions=(24, 80),
        )

    return start


def ended(spawned: Any) -> int:
    """The exit code as a shell would show it."""
    import pexpect

    spawned.expect(pexpect.EOF)
    spawned.close()
    return int(spawned.exitstatus if spawned.signalstatus is None else 128 + spawned.signalstatus)


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [("\x03", 130, ""), ("\x04", 1, "Stopped"), ("n\r", 1, "Nothing was changed")],
)
def test_ctrl_c_ctrl_d_and_no_end_a_question_and_change_nothing(
    db: Path, tmp_path: Path, terminal: Callable[..., Any], key: str, code: int, said: str
) -> None:
    shutil.copy(db, tmp_path / "copy.db")
    before = db.read_bytes()
    spawned = terminal("restore", str(tmp_path / "copy.db"))
    spawned.expect("y/n")
    time.sleep(0.2)  # readline drops what comes while it sets up
    spawned.send(key)
    spawned.expect(said)
    assert ended(spawned) == code
    assert db.read_bytes() == before


def test_a_polite_kill_in_a_question_changes_nothing_and_locks_nothing(
    db: Path, tmp_path: Path, terminal: Callable[..., Any]
) -> None:
    shutil.copy(db, tmp_path / "copy.db")
    before = db.read_bytes()
    spawned = terminal("restore", str(tmp_path / "copy.db"))
    spawned.expect("y/n")
    assert forked("family", "list")().code == 0, "no lock stands while a question does"
    spawned.kill(signal.SIGTERM)
    assert ended(spawned) == 128 + signal.SIGTERM
    assert db.read_bytes() == before


def test_a_long_paste_is_kept_whole(terminal: Callable[..., Any]) -> None:
    ask = "from parentlink.workspace import Workspace as W; print('got', len(W().ask('Q', '--q')))"
    spawned = terminal("-c", ask, module="", INPUTRC="/dev/null")
    spawned.expect("Q: ")
    spawned.send("x" * 6_000 + "\r")
    spawned.expect(r"got (\d+)")
    assert spawned.match[1] == "6000"
    assert ended(spawned) == 0


@pytest.mark.parametrize("columns", ["0", "1", "20", "abc", "100000"])
def test_any_width_shows_rows(db: Path, terminal: Callable[..., Any], columns: str) -> None:
    spawned = terminal("family", "list", COLUMNS=columns)
    spawned.expect("Ok")
    assert ended(spawned) == 0


@pytest.mark.parametrize("stage", range(6))
def test_a_families_import_killed_in_the_middle_leaves_the_file_as_it_was(
    run: Run, db: Path, tmp_path: Path, stage: int
) -> None:
    """Before each of its writes: families, pupils, carers, links, members; and before the end."""
    path = tmp_path / "class.csv"
    kids = "".join(f"Kid {n},7KM,Carer {n},mother\n" for n in range(50))
    path.write_text(f"pupil,tutor_group,carer,relationship\n{kids}")
    before = rows(db, "SELECT name FROM carer UNION ALL SELECT legal_name FROM pupil")
    left = iter(range(stage))
    write = Store.insert_many

    def insert_many(*words: Any, **options: Any) -> Any:
        _die_unless(left)
        return write(*words, **options)

    def arm() -> None:
        patch = pytest.MonkeyPatch()  # in the child alone, which dies of it
        patch.setattr(Store, "insert_many", insert_many)
        patch.setattr(apply, "set_held", lambda *_: _die_unless(left))

    answer = forked("import", "families", str(path), before=arm)()
    assert answer.code == -signal.SIGKILL
    assert rows(db, "SELECT name FROM carer UNION ALL SELECT legal_name FROM pupil") == before
    assert sound(db)
    run.ok("import", "families", str(path))
    assert rows(db, "SELECT COUNT(*) FROM pupil WHERE legal_name LIKE 'Kid %'") == [50]


def _die_unless(left: Iterator[int]) -> None:
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
