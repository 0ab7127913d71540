"""Tests talk like the user (`run("log-call", ...)`) and like the domain (`given.family(...)`)."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.core import TyperGroup

from parentlink.cli import run as run_command
from parentlink.parse.names import fold
from parentlink.store.create import create
from parentlink.store.store import Entry, Store

# Whoever runs the tests in the background ignores Ctrl-C and hang-ups, and children inherit that:
# the program's own answers to them are tested, so they start as on a terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

TODAY = "2026-11-23T15:40"  # a Monday in the second half of the autumn term
SHARED = Path(__file__).parents[2] / "shared"


class Answer(NamedTuple):
    """What the program said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run:
    """The program in this process: fast, with its true entry, parser, file and exit code."""

    def __init__(self, db: Path, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch):
        self.db = db
        self._capfd = capfd
        self._patch = patch

    def __call__(self, *words: str, stdin: str | bytes = "", today: str | None = None) -> Answer:
        """One command line; `stdin` is what is piped in."""
        if today:
            self._patch.setenv("PARENTLINK_TODAY", today)
        if "--skip-bad" in words:  # refused rows of standard input go to the folder we are in
            self._patch.chdir(self.db.parent)
        given = self.db.parent / "stdin"
        given.write_bytes(stdin if isinstance(stdin, bytes) else stdin.encode())
        self._capfd.readouterr()
        with given.open(encoding="utf-8") as source:
            self._patch.setattr(sys, "stdin", source)
            code = run_command(list(words))
        said = self._capfd.readouterr()
        return Answer(code, said.out, said.err)

    def ok(self, *words: str, stdin: str | bytes = "", today: str | None = None) -> Answer:
        """One command line that must end well."""
        answer = self(*words, stdin=stdin, today=today)
        assert answer.code == 0, answer
        return answer


class Given:
    """The world before the command: rows put straight into the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: Store | None = None

    @contextmanager
    def at_once(self) -> Iterator[Store]:
        """All that is given within, as one change: hundreds of rows are slow one by one."""
        if not self.path.exists():
            create(self.path)
        store = Store(self.path)
        try:
            with store.writing(Entry("given", datetime(2026, 9, 1, 8, tzinfo=UTC), None)):
                self._open = store
                yield store
        finally:
            self._open = None
            store.close()

    def _insert(self, table: str, **values: Any) -> int:
        if self._open:
            return self._open.insert(table, **values)
        with self.at_once() as store:
            return store.insert(table, **values)

    def value(self, sql: str, **values: Any) -> Any:
        """One value from the file, to see what a command left there."""
        if self._open:
            return self._open.value(sql, **values)
        store = Store(self.path)
        try:
            return store.value(sql, **values)
        finally:
            store.close()

    def staff(self, name: str = "Ms Reid", **values: Any) -> int:
        return self._insert("staff", name=name, name_key=fold(name), **values)

    def family(self, name: str = "Okafor", **values: Any) -> int:
        values.setdefault("added_on", date(2026, 9, 1))
        return self._insert("family", name=name, name_key=fold(name), **values)

    def carer(self, family: int, name: str = "Ngozi Okafor", **values: Any) -> int:
        values.setdefault("mobile_phone", "+447700900123")
        values.setdefault("interpreter", False)
        return self._insert("carer", family_id=family, name=name, name_key=fold(name), **values)

    def pupil(self, *families: int, name: str = "Ada Okafor", **values: Any) -> int:
        values.setdefault("tutor_group", "7KM")
        values.setdefault("year_group", 7)
        made = self._insert("pupil", legal_name=name, name_key=fold(name), **values)
        for family in families:
            self._insert("pupil_family", pupil_id=made, family_id=family)
        return made

    def link(self, pupil: int, carer: int, **values: Any) -> int:
        values.setdefault("emergency", False)
        return self._insert("pupil_carer", pupil_id=pupil, carer_id=carer, **values)

    def household(self, name: str = "Okafor", pupil: str = "Ada", carer: str = "Ngozi") -> int:
        """A family of one pupil and one carer with parental responsibility; returns its id."""
        family = self.family(name)
        child = self.pupil(family, name=f"{pupil} {name}")
        adult = self.carer(family, f"{carer} {name}")
        self.link(child, adult, relationship="mother", responsibility="yes")
        return family

    def contact(self, family: int, on: str, tone: str | None = "positive", **values: Any) -> int:
        day = date.fromisoformat(on)
        values.setdefault("staff_id", self._any_staff())
        values.setdefault("happened_at", datetime.combine(day, time(12), tzinfo=UTC))
        values.setdefault("channel", "call")
        values.setdefault("direction", "outgoing")
        values.setdefault("outcome", "reached")
        values.setdefault("external_id", os.urandom(8).hex())
        return self._insert("contact", family_id=family, happened_on=day, tone=tone, **values)

    def _any_staff(self) -> int:
        found = self.value("SELECT MIN(id) FROM staff")
        return int(found) if found else self.staff()


@pytest.fixture(autouse=True)
def _same_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test: its own HOME and file, one Monday, one tutor, one time zone."""
    for name in [
        name for name in os.environ if name.startswith(("PARENTLINK_", "XDG_", "COLUMNS", "LINES"))
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARENTLINK_DB", str(tmp_path / "school.db"))
    monkeypatch.setenv("PARENTLINK_TODAY", TODAY)
    monkeypatch.setenv("PARENTLINK_STAFF", "Ms Reid")
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))  # what Windows calls it
    import time as clock

    if hasattr(clock, "tzset"):  # a computer with Windows has to be in London itself
        monkeypatch.setenv("TZ", "Europe/London")
        clock.tzset()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where this test's file is, or will be."""
    return tmp_path / "school.db"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new file."""
    path = tmp_path_factory.mktemp("new") / "empty.db"
    create(path)
    return path


@pytest.fixture
def run(db: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in this process."""
    return Run(db, capfd, monkeypatch)


@pytest.fixture
def given(db: Path) -> Given:
    """Put families, calls and the rest into the file."""
    return Given(db)


@pytest.fixture
def real() -> Callable[..., Answer]:
    """The real program in a process of its own, as a shell would start it."""

    def start(*words: str, stdin: str | bytes = b"", **env: str) -> Answer:
        sent = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "parentlink", *words],
            input=sent,
            capture_output=True,
            env=os.environ | env,
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return start


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 64 KiB that is full after a page or two."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if not mount or os.geteuid():
        pytest.skip("needs root to mount a small disk")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False)
    if made.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def below(command: Any) -> Iterator[tuple[str, Any]]:
    """The commands of a group by name; none of another command."""
    context = command.context_class(command)
    for name in command.list_commands(context) if isinstance(command, TyperGroup) else ():
        yield name, command.get_command(context, name)
