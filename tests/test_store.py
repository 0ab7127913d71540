"""The one door to the file: what it refuses, what it keeps, and how an older file is lifted."""

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from parentlink.errors import FileUnusable, ParentlinkError, Unreadable
from parentlink.store import connection, migrate
from parentlink.store.connection import open_raw, unusable
from parentlink.store.copy import automatic_copies
from parentlink.store.create import create
from parentlink.store.store import Entry, Store

ENTRY = Entry("test", datetime(2026, 11, 23, tzinfo=UTC), None)


class Family(NamedTuple):
    """What these tests read."""

    id: int
    name: str
    added_on: date


READ = "SELECT id, name, added_on FROM family"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("fresh") / "school.db"
    create(path)
    return path.read_bytes()


@pytest.fixture
def db(db: Path, fresh: bytes) -> Path:
    db.write_bytes(fresh)
    return db


@pytest.fixture
def store(db: Path) -> Store:
    return Store(db)


def add(store: Store, name: str = "Okafor") -> int:
    return store.insert("family", name=name, name_key=name.lower(), added_on=date(2026, 9, 1))


# -- what is kept --------------------------------------------------------------------------


def test_the_connection_has_every_setting_it_should(db: Path) -> None:
    file = open_raw(db)
    wanted = {
        "foreign_keys": 1,
        "synchronous": 3,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "journal_mode": "delete",
        "busy_timeout": 30_000,
    }
    assert {name: file.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted
    file.close()


def test_an_error_inside_writing_leaves_nothing(store: Store) -> None:
    def stopped() -> None:
        with store.writing(ENTRY):
            add(store)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert store.value("SELECT COUNT(*) FROM family") == 0
    assert store.value("SELECT COUNT(*) FROM journal") == 0
    store.close()


@pytest.mark.parametrize(
    "write",
    [
        lambda store: add(store),
        lambda store: store.insert_many("family", ("name",), [("x",)]),
        lambda store: store.delete_range("family", 1, 9),
        lambda store: store.put_back("family", [{"id": 1, "name": "x"}]),
    ],
)
def test_nothing_is_written_outside_a_command(
    db: Path, store: Store, write: Callable[[Store], object]
) -> None:
    with store.writing(ENTRY):
        add(store)
    before = db.read_bytes()
    with pytest.raises(RuntimeError):
        write(store)
    store.close()
    assert db.read_bytes() == before


def test_a_command_that_changes_nothing_leaves_no_entry(store: Store) -> None:
    with store.writing(ENTRY):
        family = add(store)
    with store.writing(ENTRY):
        assert not store.update("family", family, name="Okafor")
        store.describe("nothing")
    assert store.value("SELECT COUNT(*) FROM journal") == 1
    store.close()


def test_a_broken_rule_is_one_sentence_without_the_value(store: Store) -> None:
    with store.writing(ENTRY):
        store.insert("setting", name="secret", value="Ada")
    with pytest.raises(ParentlinkError) as caught, store.writing(ENTRY):
        store.insert("setting", name="secret", value="Ada")
    assert "break its own rules" in str(caught.value)
    assert "Ada" not in str(caught.value)
    store.close()


@pytest.mark.parametrize("typed", ["\udcff", 10**30])
def test_what_sqlite_cannot_hold_is_not_understood(store: Store, typed: str | int) -> None:
    with pytest.raises(Unreadable), store.reading():
        store.all(Family, READ + " WHERE name = :typed", typed=typed)
    store.close()


# -- what is refused -----------------------------------------------------------------------


def test_a_text_or_day_that_was_damaged_is_a_damaged_file_and_not_shown(
    db: Path, store: Store
) -> None:
    with store.writing(ENTRY):
        add(store)
        add(store, "Nowak")
    file = sqlite3.connect(db, isolation_level=None)
    file.execute("UPDATE family SET name = CAST(x'4164ff61' AS TEXT) WHERE id = 1")
    file.execute("UPDATE family SET added_on = '2026-13-77' WHERE id = 2")
    file.close()
    for row in (1, 2):
        with pytest.raises(FileUnusable) as caught, store.reading():
            store.one(Family, READ + " WHERE id = :at", at=row)
        assert "Ad" not in str(caught.value).replace(str(db), "")
        assert "13-77" not in str(caught.value)
    store.close()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"Dear parents, " * 500), "not a parentlink file"),
        (lambda path: path.write_bytes(path.read_bytes()[:3000]), "damaged"),
        (lambda path: (path.unlink(), path.mkdir()), "could not be opened"),
        (lambda path: path.unlink(), "no file"),
        (lambda path: _sql(path, "PRAGMA user_version=99"), "newer parentlink"),
        (lambda path: _sql(path, "PRAGMA application_id=7"), "the mark"),
        (lambda path: _sql(path, "CREATE VIEW v AS SELECT 1"), "view called 'v'"),
        (
            lambda path: _sql(path, "CREATE TRIGGER t DELETE ON carer BEGIN SELECT 1; END"),
            "trigger called 't'",
        ),
        (lambda path: _another(path), "another program"),
    ],
)
def test_what_is_not_a_sound_file_of_ours_is_refused_and_left_alone(
    db: Path, make: Callable[[Path], object], word: str
) -> None:
    make(db)
    before = db.read_bytes() if db.is_file() else None
    with pytest.raises(FileUnusable, match=word):
        Store(db)
    assert (db.read_bytes() if db.is_file() else None) == before


def _another(path: Path) -> None:
    path.unlink()
    _sql(path, "CREATE TABLE song (id)")


def _sql(path: Path, statement: str) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    file.execute(statement)
    file.close()


def test_a_file_that_became_newer_while_it_was_open_is_not_written_to(
    db: Path, store: Store
) -> None:
    _sql(db, "PRAGMA user_version=99")
    with pytest.raises(FileUnusable, match="newer"), store.writing(ENTRY):
        add(store)
    store.close()


@pytest.mark.parametrize("name", ["a?b#c%41.db", "with space.db", "Ünïcode.db", "'q'.db"])
def test_any_file_name_is_that_file(tmp_path: Path, fresh: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(fresh)
    store = Store(tmp_path / name)
    with store.writing(ENTRY):
        add(store)
    store.close()
    assert (tmp_path / name).read_bytes() != fresh
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b"])
def test_a_path_that_cannot_be_is_one_sentence(tmp_path: Path, path: str) -> None:
    with pytest.raises(FileUnusable):
        Store(tmp_path / path)


def test_a_sentence_about_the_file_never_quotes_a_cell() -> None:
    problem = sqlite3.OperationalError("Could not decode to UTF-8 column 'note' with text 'Ada'")
    assert "Ada" not in str(unusable(problem, Path("x.db")))
    assert "Ada" not in str(unusable(sqlite3.OperationalError("odd: Ada"), Path("x.db")))


# -- a new file ----------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_new_file_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        create(tmp_path / "new" / "school.db")
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "school.db").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["school.db"]


def test_a_new_file_never_replaces_one(db: Path, fresh: bytes) -> None:
    db.write_text("somebody's work", encoding="utf-8")
    create(db)
    assert db.read_text(encoding="utf-8") == "somebody's work"


# -- an older file -------------------------------------------------------------------------


def _fax(file: sqlite3.Connection) -> None:
    file.execute("ALTER TABLE family ADD COLUMN fax TEXT")


def _pager(file: sqlite3.Connection) -> None:
    file.execute("ALTER TABLE family ADD COLUMN pager TEXT")


@pytest.fixture
def version_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is two versions on."""
    monkeypatch.setattr(connection, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(migrate, "STEPS", (_fax, _pager))


@pytest.mark.usefixtures("version_three")
def test_an_older_file_is_lifted_when_opened_and_a_copy_stands_aside(db: Path) -> None:
    store = Store(db)
    with store.writing(ENTRY):
        store.insert("family", name="x", name_key="x", added_on=date(2026, 9, 1), fax="1", pager="")
    assert store.value("PRAGMA user_version") == 3
    assert store.value("PRAGMA foreign_keys") == 1
    store.close()
    Store(db).close()
    (aside,) = automatic_copies(db)
    assert aside.name.endswith("-auto-before-new-version.db")
    file = sqlite3.connect(aside)
    assert file.execute("PRAGMA user_version").fetchone() == (1,)
    file.close()


@pytest.mark.usefixtures("version_three")
def test_a_step_that_fails_leaves_the_older_file_as_it_was(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(file: sqlite3.Connection) -> None:
        file.execute("DROP TABLE promise")
        file.execute("SELECT * FROM nowhere")

    monkeypatch.setattr(migrate, "STEPS", (_fax, broken))
    before = db.read_bytes()
    with pytest.raises(FileUnusable):
        Store(db)
    assert db.read_bytes() == before


@pytest.mark.usefixtures("version_three")
def test_a_step_that_breaks_what_belongs_together_is_refused(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def orphan(file: sqlite3.Connection) -> None:
        file.execute("INSERT INTO pupil_family (pupil_id, family_id) VALUES (7, 7)")

    monkeypatch.setattr(migrate, "STEPS", (orphan, _fax))
    before = db.read_bytes()
    with pytest.raises(FileUnusable, match="refer to rows"):
        Store(db)
    assert db.read_bytes() == before


@pytest.mark.usefixtures("version_three")
def test_without_a_copy_nothing_is_lifted(db: Path) -> None:
    (db.parent / "backups").write_text("a file where the folder should be")
    before = db.read_bytes()
    with pytest.raises(FileUnusable):
        Store(db)
    assert db.read_bytes() == before


@pytest.mark.usefixtures("version_three")
def test_only_reading_an_older_file_does_not_lift_it(db: Path) -> None:
    Store(db, read_only=True).close()
    assert not automatic_copies(db)


def test_the_steps_lead_to_this_programs_version() -> None:
    assert len(migrate.STEPS) == connection.SCHEMA_VERSION - 1
