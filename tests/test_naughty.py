"""Every naughty string through the program as a person would type it: added, logged, shown, found,
taken out and read in again."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from parentlink.parse.names import fold
from test_gate import LIST, NAUGHTY, STEERS

pytestmark = pytest.mark.skipif(
    not LIST.exists(), reason="the list of naughty strings is not on this computer"
)


@pytest.fixture
def db(db: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """In memory where there is such a folder: it is a thousand commands, each safely stored."""
    memory = Path("/dev/shm")
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield db
        return
    folder = Path(tempfile.mkdtemp(dir=memory, prefix="parentlink-test-"))
    monkeypatch.setenv("PARENTLINK_DB", str(folder / "school.db"))
    yield folder / "school.db"
    shutil.rmtree(folder)


def harmless(answer: Answer, text: str) -> None:
    """It was done, or refused in a sentence; nothing in what was said steers the screen."""
    assert answer.code in (0, 2, 3), (ascii(text), answer)
    assert "Traceback" not in answer.err
    assert "unexpected" not in answer.err, ascii(text)
    steering = set(STEERS.findall(answer.out + answer.err))
    assert not steering - {"\t"}, (ascii(text), steering)


def test_every_naughty_string_can_be_a_name_or_is_refused_in_a_sentence(
    run: Run, given: Given
) -> None:
    kept = 0
    for text in NAUGHTY:
        added = run("family", "add", "--", text)
        harmless(added, text)
        if added.code == 0:
            kept += 1
            assert given.value("SELECT name FROM family WHERE id = (SELECT MAX(id) FROM family)")
    assert kept > 200
    assert given.value("SELECT COUNT(*) FROM family") == kept
    for words in (("family", "list"), ("undo", "--list", "--limit", "9999"), ("check",)):
        harmless(run.ok(*words), " ".join(words))
        harmless(run.ok(*words, "--format", "csv"), " ".join(words))


def test_every_naughty_string_can_be_a_note_that_is_shown_and_found(run: Run, given: Given) -> None:
    given.household()
    for number, text in enumerate(NAUGHTY):
        logged = run("log-call", "f1", "--tone=check-in", "--outcome=reached", f"--note={text}")
        harmless(logged, text)
        harmless(run("find", "--", text), text)
        if number % 4 == 0:  # every one of them takes long, and it is the same search
            harmless(run("timeline", "--", text), text)
            harmless(run("family", "show", "--", text), text)
    shown = run.ok("timeline", "f1", "--limit", "9999", "--format", "json").json
    assert len(shown) > 400
    harmless(run.ok("timeline", "f1", "--limit", "9999"), "timeline")
    harmless(run.ok("family", "show", "f1"), "show")


def test_every_naughty_name_comes_back_from_an_export(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = 0
    # a comma would begin the next part of what is said about a pupil; names that are compared as
    # equal ("-1" and "1") would rightly be one pupil of two households
    names = {fold(text): text for text in (text.replace(",", "") for text in NAUGHTY)}
    for number, text in enumerate(names.values()):
        kept += run("family", "add", f"--pupil={text}, 7KM", "--", f"Family {number}").code == 0
    assert kept > 200
    file = tmp_path / "families.csv"
    run.ok("export", "families", "-o", str(file))
    before = _names(run)
    assert len(before) >= kept

    monkeypatch.setenv("PARENTLINK_DB", str(tmp_path / "again.db"))
    harmless(run.ok("import", "families", str(file)), "import")
    assert _names(run) == before


def _names(run: Run) -> list[str]:
    return sorted(row["pupil"] for row in run.ok("pupil", "list", "--format", "json").json)


def test_every_naughty_note_comes_back_from_an_export(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if run("import", "contacts", "--help").code:
        pytest.skip("import contacts is not there yet")
    given.household()
    for text in NAUGHTY:
        run("log-call", "f1", "--tone=check-in", "--outcome=reached", f"--note={text}")
    for what in ("families", "contacts"):
        run.ok("export", what, "-o", str(tmp_path / f"{what}.csv"))
    before = _notes(run)
    assert len(before) > 400

    monkeypatch.setenv("PARENTLINK_DB", str(tmp_path / "again.db"))
    for what in ("families", "contacts"):
        harmless(run.ok("import", what, str(tmp_path / f"{what}.csv")), "import")
    assert _notes(run) == before


def _notes(run: Run) -> list[str]:
    shown = run.ok("timeline", "f1", "--limit", "9999", "--format", "json").json
    return sorted(row["text"] or "" for row in shown)
