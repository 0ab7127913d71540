"""Export: the headings scripts rely on, who may read the file, and what must be said beside it."""

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from conftest import Given, Run
from parentlink.usecases.exporting.to_file import fill_private, readable_by

CONTACTS = (
    "external_id,date,time,family_ref,family,upn,pupil,carer,channel,direction,tone,outcome,"
    "minutes,staff,note,override"
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_contacts_come_out_under_the_headings_scripts_rely_on(given: Given, run: Run) -> None:
    given.contact(given.household(), "2026-11-20", note="Lovely", minutes=4)
    out = run.ok("export", "contacts").out
    assert out.splitlines()[0] == CONTACTS
    (row,) = rows(out)
    assert (row["date"], row["time"], row["family_ref"], row["family"]) == (
        *("2026-11-20", "12:00:00", "f1", "Okafor"),
    )
    assert (row["tone"], row["outcome"], row["minutes"], row["note"]) == (
        *("positive", "reached", "4", "Lovely"),
    )


def test_json_has_the_same_keys_and_null_for_what_is_not_known(given: Given, run: Run) -> None:
    given.contact(given.household(), "2026-11-20")
    (found,) = run.ok("export", "contacts", "--format", "json").json
    assert list(found) == CONTACTS.split(",")
    assert found["minutes"] is None


@pytest.mark.parametrize(
    "what",
    [
        *("families", "carers", "contacts", "good-news", "promises", "targets", "conversations"),
        *("conversation-history", "missed-steps", "actions", "staff", "terms", "settings"),
    ],
)
def test_every_table_comes_out_even_when_it_is_empty(what: str, given: Given, run: Run) -> None:
    given.staff()
    assert run.ok("export", what, "--format", "json").json in ([], [run_staff()])
    assert "," in run.ok("export", what).out.splitlines()[0]


def run_staff() -> dict[str, str | None]:
    others = ("role", "email", "tutor_group", "account", "left_on")
    return {"name": "Ms Reid", **dict.fromkeys(others)}


def test_a_summer_call_comes_out_in_local_time(given: Given, run: Run) -> None:
    at = datetime(2026, 7, 1, 14, 40, 5, tzinfo=UTC)
    given.contact(given.household(), "2026-07-01", happened_at=at)
    (row,) = rows(run.ok("export", "contacts").out)
    assert (row["date"], row["time"]) == ("2026-07-01", "15:40:05")


@pytest.mark.parametrize(
    ("hour", "shown"), [(0, "01:30:00"), (1, "01:30:00+00:00"), (2, "02:30:00")]
)
def test_the_hour_that_autumn_repeats_says_which_one_it_is(
    hour: int, shown: str, given: Given, run: Run
) -> None:
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    given.contact(given.household(), "2026-10-25", happened_at=at)
    (row,) = rows(run.ok("export", "contacts").out)
    assert (row["date"], row["time"]) == ("2026-10-25", shown)


def test_a_day_from_another_time_zone_keeps_its_day(given: Given, run: Run) -> None:
    at = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)  # 6 January where it was logged
    given.contact(given.household(), "2026-01-06", happened_at=at)
    (row,) = rows(run.ok("export", "contacts").out)
    assert (row["date"], row["time"]) == ("2026-01-06", "00:30:00+01:00")


def test_a_contact_about_two_siblings_is_one_row(given: Given, run: Run) -> None:
    family = given.family("Okafor")
    pupils = [given.pupil(family, name=name) for name in ("Ada Okafor", "Obi Okafor")]
    contact = given.contact(family, "2026-11-20")
    for pupil in pupils:
        given._insert("contact_pupil", contact_id=contact, pupil_id=pupil)
    (row,) = rows(run.ok("export", "contacts").out)
    assert row["pupil"] == "Ada Okafor; Obi Okafor"


def test_formulas_in_notes_are_made_harmless(given: Given, run: Run) -> None:
    given.contact(given.household(), "2026-11-20", note="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in run.ok("export", "contacts").out


def test_a_group_narrows_families_and_contacts(given: Given, run: Run) -> None:
    okafor = given.household()
    smith = given.family("Smith")
    given.pupil(smith, name="Sam Smith", tutor_group="8AB")
    given.contact(okafor, "2026-11-20")
    given.contact(smith, "2026-11-19")
    families = rows(run.ok("export", "families", "--group", "8ab").out)
    assert [row["pupil"] for row in families] == ["Sam Smith"]
    assert [row["family"] for row in rows(run.ok("export", "contacts", "--group", "8AB").out)] == [
        "Smith"
    ]


def test_a_group_that_nobody_is_in_is_no_empty_file(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    out = tmp_path / "out.csv"
    answer = run("export", "families", "--group", "7QQ", "-o", str(out))
    assert answer.code == 3
    assert answer.err == "parentlink: No pupil on file is in the tutor group 7QQ. There is 7KM.\n"
    assert not out.exists()


def test_who_has_no_pupil_or_no_carer_has_a_row_alone(given: Given, run: Run) -> None:
    given.pupil(given.family("Alone"), name="Ann Alone")
    given.carer(given.family("Waiting"), "Will Waiting")
    given.family("Empty")
    found = rows(run.ok("export", "families").out)
    assert [(row["family"], row["pupil"], row["carer"]) for row in found] == [
        ("Alone", "Ann Alone", ""),
        ("Waiting", "", "Will Waiting"),
        ("Empty", "", ""),
    ]


def test_a_restricted_fact_needs_a_reason_that_stays_in_the_history(given: Given, run: Run) -> None:
    given.pupil(given.family(), name="Ada Okafor", sen_status="K", pupil_premium=True)
    assert "sen_status" not in run.ok("export", "families").out
    assert run("export", "families", "--restricted", "all").code == 2
    whole = run.ok("export", "families", "--restricted", "all", "--why", "annual review")
    (row,) = rows(whole.out)
    assert (row["sen_status"], row["pupil_premium"], row["eal"]) == ("K", "yes", "")
    said = "SELECT summary FROM journal WHERE command = 'export'"
    assert given.value(said) == (
        "exported families with restricted facts: sen, pupil-premium, eal, looked-after, "
        "young-carer, free-school-meals, ethnicity, medical. Why: annual review"
    )
    assert (
        given.value(
            "SELECT COUNT(*) FROM change c JOIN journal j ON j.id = c.journal_id "
            "WHERE j.command = 'export'"
        )
        == 0
    )


def test_a_file_is_made_for_its_owner_only(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    out = tmp_path / "out.csv"
    answer = run.ok("export", "families", "-o", str(out))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "Exported 1 row of families" in answer.err
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_a_file_that_is_there_is_left_alone_without_force(
    given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / "out.csv"
    out.write_text("mine")
    answer = run("export", "families", "-o", str(out))
    assert answer.code == 5
    assert "--force" in answer.err
    assert out.read_text() == "mine"
    run.ok("export", "families", "-o", str(out), "--force")
    assert "Ada Okafor" in out.read_text()


def test_windows_promises_no_more_than_the_folder_does() -> None:
    assert readable_by("nt") == "readable by whoever may open its folder"
    assert readable_by("posix") == "readable by you only"


def test_a_link_is_replaced_and_never_followed(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    victim = tmp_path / "victim"
    victim.write_text("mine")
    out = tmp_path / "out.csv"
    out.symlink_to(victim)
    assert run("export", "families", "-o", str(out)).code == 5
    run.ok("export", "families", "-o", str(out), "--force")
    assert victim.read_text() == "mine"
    assert not out.is_symlink()


def test_not_even_force_replaces_the_data_file(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    mine = ("--db", str(given.path.rename(tmp_path / "school")))
    answer = run(*mine, "export", "families", "-o", mine[1], "--force")
    assert answer.code == 2
    assert "data file itself" in answer.err
    run.ok(*mine, "export", "families")


def test_a_folder_that_is_not_there_is_one_sentence(given: Given, run: Run, db: Path) -> None:
    given.household()
    answer = run("export", "families", "-o", str(db.parent / "no" / "out.csv"))
    assert answer.code == 5
    assert "could not be written" in answer.err


def test_excel_gets_its_mark_and_json_does_not(given: Given, run: Run) -> None:
    given.household()
    assert run.ok("export", "staff", "--excel").out.startswith("\ufeffname,")
    assert run("export", "staff", "--excel", "--format", "json").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("staff", "--group", "7KM"),
        ("contacts", "--restricted", "all", "--why", "why"),
        ("families", "--restricted", "sen", "--why", " "),
        ("families", "--restricted", "", "--why", "why"),
        ("families", "--restricted", "answers", "--why", "why"),
        ("families", "--never", "all"),
        ("families", "--why", "why"),
        ("good-news", "--never", "all", "--why", "why"),
        ("families", "--channel", "text"),
        ("contacts", "--per-household"),
        ("families", "--vcard"),
        ("contacts", "--format", "ics"),
        ("carers", "--vcard", "--format", "csv"),
        ("conversations", "--format", "ics", "--restricted", "all", "--why", "why"),
        ("families", "--format", "xlsx"),
        ("everything",),
        ("mail-merge",),
    ],
)
def test_options_that_mean_nothing_here_are_refused(
    words: tuple[str, ...], given: Given, run: Run
) -> None:
    given.household()
    assert run("export", *words).code == 2


def test_a_full_disk_is_a_sentence(given: Given) -> None:
    given.contact(given.household(), "2026-11-20")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "parentlink", "export", "contacts"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 5
    assert b"Traceback" not in done.stderr


def test_a_note_cannot_steer_the_screen_but_the_file_has_it_whole(
    given: Given, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.contact(given.household(), "2026-11-20", note="\x1b[31mred")
    assert "\x1b[31mred" in run.ok("export", "contacts").out
    assert json.loads(run.ok("export", "contacts", "--format", "json").out)[0]["note"]
    monkeypatch.setattr("parentlink.commands.export_files._on_screen", lambda: True)
    assert "\x1b" not in run.ok("export", "contacts").out


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of Unix")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_an_export_that_is_stopped_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    """What lies there would be a list of children that nobody knows of."""
    number = int(getattr(signal, name))

    def stopped(out: BinaryIO) -> None:
        out.write(b"Ada Okafor")
        out.flush()
        os.kill(os.getpid(), number)
        raise AssertionError("the signal was not heard")

    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended:
        fill_private(tmp_path / "f.csv", stopped, force=False, never=tmp_path / "school.db")
    assert ended.value.code == 128 + number
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(number) == before


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of Unix")
@pytest.mark.parametrize("name", ["other-wal", "other-journal", "pipe"])
def test_an_export_goes_over_no_pipe_and_into_nothing_that_sqlite_removes(
    given: Given, run: Run, tmp_path: Path, name: str
) -> None:
    given.household()
    path = tmp_path / name
    if name == "pipe":
        os.mkfifo(path)
    answer = run("export", "families", "-o", str(path), "--force")
    assert answer.code == 2
    assert "is no place for an export" in answer.err
    assert not path.is_file()
