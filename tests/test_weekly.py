"""The weekly import by itself: quiet, watchful, and by a script that cron can run."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from conftest import Answer, Given, Run
from parentlink.commands.import_shared import copy_before

SCRIPT = Path(__file__).parents[1] / "examples" / "weekly-import.sh"
HEADINGS = ("pupil", "upn", "tutor group", "carer", "mobile", "relationship")
NAMES = ("Okafor", "Shah", "Lee", "Nowak", "Ali", "Kaur", "Silva", "Demir", "Walsh", "Haddad")


def rows(families: int = 10, group: str = "7KM", carers: int = 1) -> list[list[str]]:
    """One pupil for each family, with so many carers each."""
    return [
        [
            f"Pupil {name_of(at)}",
            "",
            group,
            f"{'ABCD'[carer]}da {name_of(at)}",
            phone(at, carer),
            "",
        ]
        for at in range(families)
        for carer in range(carers)
    ]


def name_of(at: int) -> str:
    return f"{NAMES[at % 10]}{'abcdefghij'[at // 10]}"


def phone(at: int, carer: int = 0) -> str:
    return f"07700 900{at * 4 + carer:03}"


def text(table: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(table)
    return out.getvalue()


def changed(table: list[list[str]], number: int) -> list[list[str]]:
    """The same rows, so many of them with another number."""
    return [
        [*row[:4], f"07700 900{900 + at}" if at < number else row[4], row[5]]
        for at, row in enumerate(table)
    ]


def import_count(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM import_batch"))


# -- quiet -----------------------------------------------------------------------------------


def test_quiet_says_nothing_when_nothing_changed(run: Run) -> None:
    table = [*rows(2), ["Pupil Bryant", "", "7KM", "Cy Bryant", "07700 900990", ""]]
    given = text(table).replace("relationship", "do not contact").replace("900990,", "900990,yes")
    first = run.ok("import", "families", "-", "--quiet", stdin=given)
    assert first.out == (
        "Imported standard input: 3 new pupils, 3 carers, 3 families. "
        "Undo: parentlink undo --import 1\n"
    )
    assert "DO NOT CONTACT Cy Bryant (row 4)" in first.err
    assert run.ok("import", "families", "-", "--quiet", stdin=given)[1:] == ("", "")


def test_quiet_leaves_out_what_is_so_every_week(run: Run) -> None:
    """Which column was not known, and who is missing from the file."""
    run.ok("import", "families", "-", stdin=text(rows(3)))
    said = text(rows(2)).replace("relationship", "shoe size")
    loud = run.ok("import", "families", "-", stdin=said)
    assert "shoe size" in loud.err
    assert "Not in the file" in loud.err
    assert run.ok("import", "families", "-", "-q", stdin=said)[1:] == ("", "")
    more = run.ok("import", "families", "-", "-q", stdin=said + "Zoe New,,7KM,Al New,,\n")
    assert more.err == ""
    assert more.out.count("\n") == 1


def test_quiet_still_warns_when_somebody_new_may_be_somebody_barred(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows(1)))
    run.ok("carer", "edit", "ada okafora", "--rule", "never", "--reason", "court order")
    said = run.ok(
        "import",
        "families",
        "-",
        "-q",
        stdin=text([*rows(1), [*rows(1)[0][:3], "A. Jones", phone(0), ""]]),
    )
    assert "has a number or e-mail address of Ada Okafora" in said.err
    assert "If they are two, check that number before you ring it; if they are one" in said.err


def test_quiet_names_who_is_listed_no_longer(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows(3, carers=2)))
    fewer = rows(3, carers=2)[:-1]
    said = run.ok("import", "families", "-", "--quiet", stdin=text(fewer))
    assert said.err.startswith("DO NOT CONTACT Bda Leea: no longer listed")
    assert said.out.count("\n") == 1
    assert run.ok("import", "families", "-", "--quiet", stdin=text(fewer))[1:] == ("", "")


def test_quiet_never_hides_a_refused_row(run: Run) -> None:
    bad = [*rows(1), ["Pupil Wrong", "", "7KM", "Al Wrong", "nonsense", ""]]
    answer = run("import", "families", "-", "--quiet", stdin=text(bad))
    assert answer.code == 4
    assert "Row 3, mobile" in answer.err
    assert "nothing was imported" in answer.err


def test_a_quiet_report_is_whole_and_the_line_for_people_goes_beside_it(run: Run) -> None:
    words = ("import", "families", "-", "--quiet", "--format", "json")
    first = run.ok(*words, stdin=text(rows(2)))
    assert (first.json["batch"], first.json["new"], first.json["watch_out"]) == (1, 2, [])
    assert first.err.startswith("Made a new file") or first.err.startswith("Imported")
    assert first.err.splitlines()[-1].endswith("Undo: parentlink undo --import 1")
    second = run.ok(*words, stdin=text(rows(2)))
    assert (second.json["unchanged"], second.err) == (2, "")


@pytest.mark.parametrize(
    ("what", "file"),
    [
        ("contacts", "date,pupil,tone\n2026-11-20,Pupil Okafora,positive\n"),
        ("good-news", "date,pupil,text\n2026-11-20,Pupil Okafora,Led the debate\n"),
        ("staff", "name,role\nMr Ali,tutor\n"),
    ],
)
def test_every_import_can_be_quiet(run: Run, what: str, file: str) -> None:
    run.ok("import", "families", "-", stdin=text(rows(1)))
    first = run.ok("import", what, "-", "--quiet", stdin=file)
    assert first.out.startswith("Imported ")
    assert first.out.endswith("Undo: parentlink undo --import 2\n")
    assert run.ok("import", what, "-", "--quiet", stdin=file)[1:] == ("", "")
    assert run.ok("import", what, "-", "--quiet", "--dry-run", stdin=file)[1:] == ("", "")


# -- the watch-out ---------------------------------------------------------------------------


def test_a_file_that_changes_more_than_a_fifth_of_the_families_stops(
    run: Run, given: Given
) -> None:
    run.ok("import", "families", "-", stdin=text(rows()))
    wrong = text(changed(rows(), 6))
    answer = run("import", "families", "-", stdin=wrong)
    assert answer.code == 4
    assert answer.out == ""
    assert answer.err.splitlines() == [
        "Read as a CSV file.",
        "WATCH OUT: This file would change 6 of the 10 families on file (60%), mostly mobile "
        "phone. That is right when a school year begins and everybody moves up. At any other time "
        "it may be the wrong file, last year's, or one whose columns have moved.",
        "parentlink: Nothing was imported from standard input. Please look with --dry-run; if it "
        "is the right file, go on with --yes.",
    ]
    assert import_count(given) == 1
    assert "6 rows changed" in run.ok("import", "families", "-", "--yes", stdin=wrong).out


def test_a_fifth_and_whoever_is_new_do_not_stop(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows()))
    run.ok("import", "families", "-", stdin=text([*changed(rows(), 2), *rows(20)[10:]]))


def test_the_new_school_year_is_asked_about_and_goes_on_with_yes(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows(12)))
    september = text(rows(12, group="8KM"))
    answer = run("import", "families", "-", stdin=september)
    assert answer.code == 4
    assert "12 of the 12 families on file (100%), mostly tutor group" in answer.err
    assert "when a school year begins" in answer.err
    run.ok("import", "families", "-", "--yes", stdin=september)


def test_a_first_import_and_a_small_file_are_never_asked_about(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows(9)))
    run.ok("import", "families", "-", stdin=text(changed(rows(9), 9)))


def test_a_file_without_a_third_of_the_carers_stops(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=text(rows(4, carers=2)))
    only_first = text(rows(4))
    answer = run("import", "families", "-", stdin=only_first)
    assert answer.code == 4
    assert "no longer lists 4 of the 8 carers on file of its pupils" in answer.err
    assert given.value("SELECT COUNT(*) FROM pupil_carer") == 8
    run.ok("import", "families", "-", "--yes", stdin=only_first)
    assert given.value("SELECT COUNT(*) FROM pupil_carer") == 4


def test_a_dry_run_says_it_too_and_ends_as_the_import_would(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=text(rows()))
    wrong = text(changed(rows(), 6))
    answer = run("import", "families", "-", "--dry-run", stdin=wrong)
    assert answer.code == 4
    assert answer.out.startswith("Dry run of standard input: nothing was written.\n")
    assert "WATCH OUT: This file would change 6 of the 10" in answer.err
    assert answer.err.endswith("parentlink: standard input would be imported only with --yes.\n")
    assert run("import", "families", "-", "--dry-run", "--yes", stdin=wrong).code == 0
    assert import_count(given) == 1


def test_the_report_of_a_script_has_the_sentence_and_nobodys_name(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows()))
    wrong = text(changed(rows(), 7))
    answer = run("import", "families", "-", "--quiet", "--format", "json", stdin=wrong)
    assert answer.code == 4
    assert (answer.json["batch"], answer.json["changed"]) == (None, 7)
    (sentence,) = answer.json["watch_out"]
    assert sentence.startswith("This file would change 7 of the 10 families on file (70%)")
    assert not any(name in answer.out for name in NAMES)


def test_refused_rows_and_a_watch_out_are_both_said(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=text(rows()))
    wrong = text([*changed(rows(), 6), ["Pupil Wrong", "", "7KM", "Al Wrong", "nonsense", ""]])
    answer = run("import", "families", "-", stdin=wrong)
    assert answer.code == 4
    assert "WATCH OUT" in answer.err
    assert "Row 12, mobile" in answer.err
    assert run("import", "families", "-", "--skip-bad", stdin=wrong).code == 4
    assert import_count(given) == 1
    run.ok("import", "families", "-", "--skip-bad", "--yes", stdin=wrong)


def test_archived_families_do_not_count(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=text(rows(10)))
    run.ok("family", "archive", "okafora")
    run.ok("import", "families", "-", stdin=text(changed(rows(10), 10)[1:10]))  # of 9: too few


def test_neither_do_their_own_changes(run: Run) -> None:
    run.ok("import", "families", "-", stdin=text(rows(11)))
    run.ok("family", "archive", "okafora")
    run.ok("import", "families", "-", stdin=text(changed(rows(11), 3)))  # 2 of 10, and that one


def test_a_family_that_loses_a_carer_changes(run: Run) -> None:
    whole = rows(10, carers=4)
    run.ok("import", "families", "-", stdin=text(whole))
    fewer = [row for at, row in enumerate(whole) if at not in range(3, 24, 4)]
    assert "change 6 of the 10" in run("import", "families", "-", stdin=text(fewer)).err


@pytest.mark.parametrize(("typed", "code", "batches"), [("y", 0, 2), ("n", 1, 1)])
def test_at_a_terminal_it_asks(
    run: Run, given: Given, tmp_path: Path, typed: str, code: int, batches: int
) -> None:
    run.ok("import", "families", "-", stdin=text(rows()))
    file = tmp_path / "class.csv"
    file.write_text(text(changed(rows(), 6)))
    child = pexpect.spawn(
        sys.executable, ["-m", "parentlink", "import", "families", str(file)], encoding="utf-8"
    )
    child.expect("WATCH OUT: This file would change 6 of the 10")
    child.expect(r"Go on all the same\? \(y/n\)")
    child.sendline(typed)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert import_count(given) == batches


def test_a_screen_shows_the_first_of_very_many_changes_and_a_file_has_all(
    run: Run, tmp_path: Path
) -> None:
    run.ok("import", "families", "-", stdin=text(rows(100)))
    file = tmp_path / "class.csv"
    told = [[*row[:5], "aunt"] for row in changed(rows(100), 20)]
    file.write_text(text(told))
    words = ("import", "families", str(file), "--dry-run")
    child = pexpect.spawn(
        sys.executable, ["-m", "parentlink", *words], encoding="utf-8", dimensions=(24, 200)
    )
    child.expect(pexpect.EOF)
    screen = str(child.before)
    assert screen.count("Row ") == 100
    assert "and 20 more changes: 20 of relationship. To see all of them" in screen
    assert run(*words).out.count("Row ") == 120


def test_what_changes_is_called_by_its_whole_name(run: Run) -> None:
    table = text([[*row, "yes"] for row in rows()]).replace("relationship", "relationship,PR")
    run.ok("import", "families", "-", stdin=table)
    other = text([[*row, "no"] for row in rows()]).replace("relationship", "relationship,PR")
    answer = run("import", "families", "-", "--dry-run", stdin=other)
    assert "mostly parental responsibility" in answer.err
    assert "parental responsibility yes -> no" in answer.out


def test_what_changed_behind_the_plan_is_looked_at_again(
    run: Run, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Harmless when it was planned; then somebody takes an import back by its number."""
    run.ok("import", "families", "-", stdin=text(rows()))
    run.ok("import", "families", "-", "--yes", stdin=text(changed(rows(), 7)))

    def somebody_is_quicker(work: Any, size: int) -> None:
        subprocess.run(
            [sys.executable, "-m", "parentlink", "undo", "--import", "2", "--yes"], check=True
        )
        copy_before(work, size)

    monkeypatch.setattr("parentlink.commands.import_shared.copy_before", somebody_is_quicker)
    more = [*changed(rows(), 7), *rows(11)[10:]]
    answer = run("import", "families", "-", stdin=text(more))
    assert answer.code == 4
    assert "Somebody else changed what these rows are about" in answer.err
    assert import_count(given) == 2


# -- the script ------------------------------------------------------------------------------

Weekly = Callable[..., Answer]


@pytest.fixture
def weekly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weekly:
    """The script as cron starts it: a short PATH, and a name of the file with a space in it."""
    programs = tmp_path / "home" / ".local" / "bin"
    programs.mkdir(parents=True)
    (programs / "parentlink").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m parentlink "$@"\n')
    (programs / "parentlink").chmod(0o755)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    def start(*words: str) -> Answer:
        done = subprocess.run(["sh", str(SCRIPT), *words], capture_output=True, check=False)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return start


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """What the office's program writes every week."""
    folder = tmp_path / "the office's exports"
    folder.mkdir()
    (folder / "class list.csv").write_text(text(rows()))
    return folder / "class list.csv"


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "home" / "parentlink-reports").iterdir())


def test_the_first_week_is_one_line_and_the_second_is_silent(
    weekly: Weekly, export: Path, tmp_path: Path, given: Given
) -> None:
    first = weekly(str(export))
    assert (first.code, first.out) == (0, "")
    assert first.err.splitlines()[-1] == (
        f"Imported {export}: 10 new pupils, 10 carers, 10 families. "
        "Undo: parentlink undo --import 1"
    )
    assert weekly(str(export)) == Answer(0, "", "")
    kept = [json.loads(report.read_text()) for report in reports(tmp_path)]
    assert sorted(report["batch"] or 0 for report in kept) == [0, 1]
    assert import_count(given) == 1


def test_the_reports_are_private_and_those_of_long_ago_go(
    weekly: Weekly, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEEKS_KEPT", "2")
    folder = tmp_path / "home" / "parentlink-reports"
    folder.mkdir(mode=0o700)
    days = {"import-old.json": 16, "import-recent.json": 13, "notes.json": 400}
    for name, age in days.items():
        (folder / name).write_text("{}")
        os.utime(folder / name, (time.time() - age * 86400,) * 2)
    weekly(str(export))
    names = {report.name for report in reports(tmp_path)}
    assert {"import-recent.json", "notes.json"} < names
    assert "import-old.json" not in names
    (made,) = names - days.keys()
    assert (folder / made).stat().st_mode & 0o077 == 0


def test_a_folder_for_reports_is_made_for_its_owner_only(
    weekly: Weekly, export: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "every week" / "reports"
    assert weekly(str(export), str(folder)).code == 0
    assert folder.stat().st_mode & 0o077 == 0
    (report,) = folder.iterdir()
    assert json.loads(report.read_text())["new"] == 10


def test_refused_rows_end_the_script_with_4_and_stand_in_the_report(
    weekly: Weekly, export: Path, tmp_path: Path
) -> None:
    export.write_text(
        text([*rows(), ["Pupil Wrong", "", "7KM", "Al Wrong", "nonsense", ""]]), encoding="utf-8"
    )
    answer = weekly(str(export))
    assert (answer.code, answer.out) == (4, "")
    assert "1 row was refused, so nothing was imported" in answer.err
    (report,) = reports(tmp_path)
    assert answer.err.splitlines()[-1] == f"What stopped it is in {report}"
    (problem,) = json.loads(report.read_text())["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (12, "mobile", "nonsense")
    assert "Al Wrong" not in report.read_text()


def test_a_file_that_would_change_too_much_ends_the_script_with_4(
    weekly: Weekly, export: Path, given: Given
) -> None:
    weekly(str(export))
    export.write_text(text(changed(rows(), 6)), encoding="utf-8")
    answer = weekly(str(export))
    assert answer.code == 4
    assert answer.err.startswith("WATCH OUT: This file would change 6 of the 10 families on file")
    assert import_count(given) == 1


def test_two_scripts_at_once_import_once(weekly: Weekly, export: Path, given: Given) -> None:
    words = ["sh", str(SCRIPT), str(export)]
    both = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate(timeout=120)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert import_count(given) == 1
    assert sum(one.count("Imported") for one in said) == 1


def test_a_file_that_is_not_there_or_unused_for_a_week_is_said(
    weekly: Weekly, export: Path, tmp_path: Path
) -> None:
    missing = weekly(str(tmp_path / "nothing.csv"))
    assert missing.code == 5
    assert "nothing.csv" in missing.err
    assert reports(tmp_path) == []
    os.utime(export, (time.time() - 7.1 * 86400,) * 2)
    assert "is a week old or older. Does the export still run?" in weekly(str(export)).err
    assert weekly().code == 2


def test_options_behind_two_dashes_go_to_the_import(
    weekly: Weekly, export: Path, tmp_path: Path, run: Run
) -> None:
    export.write_text(text(rows(2)).replace("mobile", "handy"), encoding="utf-8")
    run.ok("import", "families", str(export), "--map", "handy=mobile_phone", "--save-map", "isams")
    assert weekly(str(export), "--", "--use-map", "isams") == Answer(0, "", "")
    folder = tmp_path / "reports"
    assert weekly(str(export), str(folder), "--", "--use-map", "isams", "--yes").code == 0
    (report,) = folder.iterdir()
    assert json.loads(report.read_text())["unchanged"] == 2


def test_options_without_the_two_dashes_are_not_taken_for_anything(
    weekly: Weekly, export: Path, given: Given
) -> None:
    answer = weekly(str(export), "reports", "--use-map", "isams")
    assert answer.code == 2
    assert "weekly-import.sh FILE [FOLDER-FOR-REPORTS] [-- OPTIONS]" in answer.err
    answer = weekly(str(export), "--skip-bad")
    assert (answer.code, "Options stand behind --:" in answer.err) == (2, True)
    assert "mkdir" not in answer.err
    assert not given.path.exists()


def test_a_dry_run_says_that_it_kept_no_map(run: Run) -> None:
    words = ("import", "families", "-", "--map", "handy=mobile_phone", "--save-map", "isams")
    content = text(rows(1)).replace("mobile", "handy")
    said = 'The --map lines were not kept as "isams", since this is a dry run.'
    assert said in run.ok(*words, "--dry-run", stdin=content).err
    assert said not in run.ok(*words, stdin=content).err
    assert run("import", "families", "-", "--use-map", "isams", stdin=content).code == 0


def test_the_windows_script_asks_for_the_same() -> None:
    """It cannot run here; at least it says the same command, and lines end as Windows wants."""
    windows = SCRIPT.with_suffix(".cmd").read_bytes()
    assert windows.count(b"\n") == windows.count(b"\r\n")
    asked = "parentlink --no-input import families --quiet --format json {} -- "
    assert asked.format('"$@"') in SCRIPT.read_text()
    assert asked.format("%options%") in windows.decode("ascii")
    assert stat.S_IMODE(SCRIPT.stat().st_mode) & 0o100


def test_a_report_that_finds_no_room_says_where_to_see_what_was_done(
    tmp_path: Path, given: Given
) -> None:
    """Exit code 5 alone would say that nothing came in."""
    path = tmp_path / "families.csv"
    path.write_text(text(rows(1)))
    words = ["import", "families", str(path), "--format", "json"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "parentlink", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, import_count(given)) == (5, 1)
    assert "`parentlink undo --list` shows whether it was" in done.stderr
