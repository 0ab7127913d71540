"""Everything on file goes out and comes into an empty file as the same database.

Each table is compared column by column, with names in the place of ids. Not carried are the journal
and the list of imports: they tell what was done in the first file (docs/decisions.md).
"""

import json
import sqlite3
import stat
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, settings
from hypothesis import given as any_
from hypothesis import strategies as st
from sqlmodel import SQLModel

from any_school import make_school
from conftest import Given, Run
from held_talks import action, answer, talk

WHY = ("--restricted", "all", "--never", "all", "--why", "a new laptop")
NOT_CARRIED = {"journal", "change", "import_batch"}


# -- a database as plain facts -------------------------------------------------------------


class Database:
    """Every row of every table; what an id points at stands in its place, in words."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.row_factory = sqlite3.Row
            tables = [
                name
                for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if not name.startswith("sqlite_") and name not in NOT_CARRIED
            ]
            self._points = {
                table: {
                    row["from"]: row["table"]
                    for row in file.execute(f"PRAGMA foreign_key_list({table})")
                }
                for table in tables
            }
            self._rows = {
                table: {row["id"]: dict(row) for row in file.execute(f"SELECT * FROM {table}")}
                for table in tables
            }
        self.tables = {table: sorted(map(repr, self._facts(table))) for table in tables}

    def _facts(self, table: str) -> list[list[tuple[str, Any]]]:
        return [self._row(table, row_id) for row_id in self._rows[table]]

    def _row(self, table: str, row_id: int) -> list[tuple[str, Any]]:
        cells = {name: cell for name, cell in self._rows[table][row_id].items() if name != "id"}
        points = self._points[table]
        found: list[tuple[str, Any]] = []
        for name, cell in sorted(cells.items()):
            if cell is not None and name in points:
                cell = self._called(points[name], cell)
            found.append((name, cell))
        return found

    def _called(self, table: str, row_id: int) -> str:
        """What tells a row from all others: its own cells, and for a family its people."""
        row = self._rows[table][row_id]
        own = {name: cell for name, cell in row.items() if name not in self._points[table]}
        del own["id"]
        if table == "family":
            own["people"] = self._people(row_id)
        if table == "carer":
            own["family"] = self._called("family", row["family_id"])
        return repr(sorted(own.items()))

    def _people(self, family_id: int) -> list[str]:
        rows = self._rows
        carers = [one["name"] for one in rows["carer"].values() if one["family_id"] == family_id]
        return sorted(
            carers
            + [
                rows["pupil"][one["pupil_id"]]["legal_name"]
                for one in rows["pupil_family"].values()
                if one["family_id"] == family_id
            ]
        )


def assert_same(one: Path, other: Path) -> None:
    first, second = Database(one), Database(other)
    for table in first.tables:
        assert first.tables[table] == second.tables[table], table


def there_and_back(run: Run, path: Path, kind: str, tmp_path: Path) -> Path:
    folder, other = tmp_path / f"{path.stem}-{kind}", tmp_path / f"{path.stem}-{kind}.db"
    run.ok("--db", str(path), "export", "everything", "-o", str(folder), "--format", kind, *WHY)
    run.ok("--db", str(other), "import", "everything", str(folder), "--restricted")
    return other


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@any_(seed=st.integers(0, 10**9), kind=st.sampled_from(("csv", "json", "jsonl", "xlsx")))
@example(seed=3, kind="xlsx")  # two carers of a family, and two pupils, are called the same
@example(seed=466507, kind="csv")  # one of two carers of a name is barred, and the other is not
def test_any_database_comes_back_as_it_was(
    seed: int, kind: str, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = make_school(folder / "school.db", seed)
    assert_same(path, there_and_back(run, path, kind, folder))


@pytest.mark.parametrize("account", ["12345", "?"])
def test_an_account_that_is_only_a_number_comes_back(
    account: str, run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a copy of one's own file, all of it, was refused when it was needed."""
    given.household()
    monkeypatch.setenv("PARENTLINK_STAFF", account)
    run.ok("log-call", "okafor", "--tone", "positive")
    assert_same(given.path, there_and_back(run, given.path, "csv", tmp_path))


def test_what_was_on_file_of_long_ago_comes_back(given: Given, run: Run, tmp_path: Path) -> None:
    family = given.household()
    given.contact(family, "1930-11-20")
    day = date(1930, 11, 20)
    given._insert("good_news", external_id="n", pupil_id=1, staff_id=1, happened_on=day, text="Won")
    run.ok("export", "everything", "-o", str(tmp_path / "copy"), *WHY)
    run.ok("--db", str(tmp_path / "new.db"), "import", "everything", str(tmp_path / "copy"))
    before, after = Database(run.db), Database(tmp_path / "new.db")
    assert before.tables["good_news"] == after.tables["good_news"]
    assert before.tables["contact"] == after.tables["contact"]


def test_the_sample_comes_back_as_it_was(run: Run, tmp_path: Path) -> None:
    """Nobody knows since when its numbers are on file, which is not "since now"."""
    sample = tmp_path / "sample.db"
    run.ok("demo", str(sample))
    assert_same(sample, there_and_back(run, sample, "csv", tmp_path))


@pytest.mark.soak
@pytest.mark.skipif("'soak' not in config.getoption('markexpr')", reason="make soak")
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@any_(seed=st.integers(0, 10**9), kind=st.sampled_from(("csv", "json", "jsonl", "xlsx")))
def test_very_many_databases_come_back_as_they_were(
    seed: int, kind: str, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = make_school(folder / "school.db", seed)
    assert_same(path, there_and_back(run, path, kind, folder))


def test_the_made_databases_have_rows_in_every_table(tmp_path: Path) -> None:
    """Otherwise the property above would say less than it seems to."""
    filled: set[str] = set()
    for seed in range(6):
        found = Database(make_school(tmp_path / f"{seed}.db", seed)).tables
        filled |= {table for table, rows in found.items() if rows}
    known = {str(table) for table in SQLModel.metadata.tables} - NOT_CARRIED
    assert filled == known


def test_the_folder_is_private_and_new_and_holds_every_table(
    given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / "copy"
    answer = run.ok("export", "everything", "-o", str(out))
    assert answer.err.startswith(f"Exported everything to {out}, readable by you only.")
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    files = list(out.iterdir())
    assert {path.suffix for path in files} == {".csv"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert len(files) == 14
    assert run("export", "everything", "-o", str(out), "--force").code == 5
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


def test_both_reasons_stay_in_the_history(given: Given, run: Run, tmp_path: Path) -> None:
    family = given.household()
    given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    run.ok("export", "everything", "-o", str(tmp_path / "a"), *WHY)
    assert given.value("SELECT summary FROM journal WHERE command = 'export'") == (
        "exported everything with restricted facts: sen, pupil-premium, eal, looked-after, "
        "young-carer, free-school-meals, ethnicity, medical, answers, pupil-views, reasons, and "
        "carers with a contact rule: Max Okafor (c2). Why: a new laptop"
    )
    run.ok("export", "everything", "-o", str(tmp_path / "b"))
    held = "".join(path.read_text() for path in (tmp_path / "b").iterdir())
    assert "Max" not in held
    assert "sen_status" not in held


def test_a_copy_without_the_barred_says_so_when_it_goes_out_and_when_it_comes_in(
    given: Given, run: Run, tmp_path: Path
) -> None:
    """A file made from it bars nobody, and would have a barred father rung again."""
    family = given.household()
    given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    copy, new = str(tmp_path / "my copy"), str(tmp_path / "new.db")
    said = "DO NOT CONTACT: 1 carer who must not be contacted is not in this copy"
    answer = run.ok("export", "everything", "-o", copy)
    assert said in answer.err
    assert f'import everything "{copy}"' in answer.err
    assert said in run.ok("--db", new, "import", "everything", copy).err
    whole = str(tmp_path / "whole")
    assert "not in this copy" not in run.ok("export", "everything", "-o", whole, *WHY).err


def test_a_copy_says_what_comes_in_as_something_else(
    given: Given, run: Run, tmp_path: Path
) -> None:
    """A target's reason would become "other", and a barred father's action the family's."""
    family = given.household()
    run.ok("pupil", "edit", "ada", "--sen", "K")
    given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    action(given, 1, family, "Read together", owner="home", who="Max Okafor")
    action(given, 1, family, "Play together", owner="home", who="Ngozi Okafor")
    run.ok("conversation", "target", "add", "ada", "--reason", "pp", "--note", "since May")
    held = talk(given, 1, family, "2026-11-20", state="held", pupil_view="I like maths")
    for area in ("fears", "friendships"):
        answer(given, held, area, "SECRET", restricted=True)
    copy = tmp_path / "copy"
    found = run.ok("export", "everything", "-o", str(copy))
    note = (copy / "LEFT-OUT.txt").read_text()
    assert note.splitlines()[1:] == [
        "Calls and conversations with them are in it without their names.",
        '1 agreed action of theirs would come in as of "the family", since their names are not in '
        "it.",
        "Restricted facts about pupils are not in this copy: sen.",
        "2 answers that were held back are not in this copy (answers).",
        "1 pupil's own view is not in this copy (pupil-views).",
        "Why 1 pupil should have conversations is not in this copy: the reason would come in as "
        '"other".',
        "1 note on targets is not in it.",
        "To move to another computer use `parentlink backup`, or export everything with --never "
        'all --restricted all --why "the reason".',
    ]
    brought = run.ok("--db", str(tmp_path / "new.db"), "import", "everything", str(copy))
    for line in note.splitlines():
        assert line in found.err
        assert line in brought.err
    new = sqlite3.connect(tmp_path / "new.db")
    with closing(new):
        assert new.execute("SELECT reason FROM conversation_target").fetchall() == [("other",)]
        assert ("the family",) in new.execute("SELECT who FROM action").fetchall()
    whole = tmp_path / "whole"
    run.ok("export", "everything", "-o", str(whole), *WHY)
    assert not (whole / "LEFT-OUT.txt").exists()


def test_a_copy_in_the_folder_where_somebody_stands_has_a_name_in_the_history(
    given: Given, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.household()
    run.ok("export", "everything", "-o", str(tmp_path / "copy"))
    monkeypatch.chdir(tmp_path / "copy")
    run.ok("--db", str(tmp_path / "new.db"), "import", "everything", ".")
    found = run.ok("--db", str(tmp_path / "new.db"), "import", "history", "--format", "json").json
    assert [each["file"] for each in found] == ["copy"]


def test_a_copy_without_new_families_hides_no_column_of_rules_that_is_gone(
    run: Run, tmp_path: Path
) -> None:
    row = "Ada Okafor,7KM,Ngozi Okafor,07700 900101"
    old = f"pupil,tutor group,carer,mobile,court order\n{row},\n"
    run.ok("import", "families", "-", stdin=old)
    run.ok("log-call", "okafor", "--tone", "positive")
    run.ok("export", "everything", "-o", str(tmp_path / "copy"))
    run.ok("undo", "--yes")
    brought = run.ok("import", "everything", str(tmp_path / "copy"), "--yes")
    assert "contacts.csv: 1 new" in brought.out
    (tmp_path / "new.csv").write_text(f"pupil,tutor group,carer,mobile\n{row}\n")
    answer = run.ok("import", "families", str(tmp_path / "new.csv"))
    assert "No column of new.csv says who must not be contacted" in answer.err


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_note_that_was_saved_again_is_read_before_anything_comes_in(
    encoding: str, given: Given, run: Run, tmp_path: Path
) -> None:
    family = given.household()
    given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    copy, new = tmp_path / "copy", tmp_path / "new.db"
    run.ok("export", "everything", "-o", str(copy))
    note = copy / "LEFT-OUT.txt"
    note.write_text(f"{note.read_text()}José told us.\n", encoding=encoding)
    answer = run("--db", str(new), "import", "everything", str(copy))
    if encoding == "utf-8-sig":
        assert answer.code == 0
        assert "\nDO NOT CONTACT: 1 carer" in f"\n{answer.err}"
    else:
        assert answer.code == 2
        assert f"{note} is no text that we can read. Please save it as UTF-8" in answer.err
        assert not new.exists()


def test_families_on_file_are_asked_about_first(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    folder = tmp_path / "copy"
    run.ok("export", "everything", "-o", str(folder))
    answer = run("import", "everything", str(folder))
    assert answer.code == 2
    assert "--yes" in answer.err
    before = given.path.read_bytes()
    run.ok("import", "everything", str(folder), "--yes")
    assert given.path.read_bytes() == before


def test_it_stops_at_what_is_refused_and_goes_on_later(run: Run, tmp_path: Path) -> None:
    path = make_school(tmp_path / "one.db", 2)
    folder, other = tmp_path / "copy", tmp_path / "other.db"
    run.ok("--db", str(path), "export", "everything", "-o", str(folder), "--format", "json", *WHY)
    news = folder / "good-news.json"
    good = news.read_text()
    news.write_text(json.dumps([one | {"date": "never"} for one in json.loads(good)]))
    bring = ("--db", str(other), "import", "everything", str(folder), "--restricted")
    answer = run(*bring)
    assert answer.code == 4
    assert "never" in answer.err
    assert not Database(other).tables["good_news"]
    news.write_text(good)
    run.ok(*bring, "--yes")
    assert_same(path, other)


def test_a_folder_without_tables_or_with_two_of_one_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("import", "everything", str(tmp_path / "none")).code == 2
    (tmp_path / "staff.csv").write_text("name,role\nMs Bell,HoY\n")
    answer = run.ok("import", "everything", str(tmp_path))
    assert "Not in the folder, so nothing came in: terms, settings, families" in answer.err
    (tmp_path / "staff.json").write_text("[]")
    answer = run("import", "everything", str(tmp_path))
    assert answer.code == 2
    assert "staff.csv and staff.json" in answer.err


def test_without_a_reason_it_comes_back_without_what_is_held_back(run: Run, tmp_path: Path) -> None:
    path = make_school(tmp_path / "one.db", 3)
    folder, other = tmp_path / "copy", tmp_path / "other.db"
    run.ok("--db", str(path), "export", "everything", "-o", str(folder))
    run.ok("--db", str(other), "import", "everything", str(folder), "--restricted")
    first, second = Database(path).tables, Database(other).tables
    assert any("'contact_rule', 'never'" in row for row in first["carer"])
    assert not any("'contact_rule', 'never'" in row for row in second["carer"])
    assert not any("'restricted', 1" in row for row in second["conversation_answer"])
    for table in ("pupil_family", "contact", "conversation", "action", "missed_follow_up"):
        assert len(first[table]) == len(second[table]), table


# -- looked at first, kept as a report, and taken back -----------------------------------------


def rows_of(path: Path) -> int:
    return sum(len(rows) for rows in Database(path).tables.values())


def test_one_undo_takes_all_of_it_back_and_another_brings_it_again(
    run: Run, tmp_path: Path
) -> None:
    path = make_school(tmp_path / "one.db", 3)
    other = there_and_back(run, path, "csv", tmp_path)
    new = ("--db", str(other))
    (entry,) = run.ok(*new, "import", "history", "--format", "json").json
    assert (entry["kind"], entry["file"]) == ("everything", "one-csv")
    run.ok(*new, "undo", "--yes")
    left = {table: rows for table, rows in Database(other).tables.items() if rows}
    assert set(left) <= {"staff"}  # whoever is at the keyboard
    (entry,) = run.ok(*new, "import", "history", "--format", "json").json
    assert entry["taken_back"]
    run.ok(*new, "undo", "--yes")
    assert_same(path, other)
    run.ok(*new, "undo", "--import", "1", "--yes")
    assert not Database(other).tables["pupil"]


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    path = make_school(tmp_path / "one.db", 3)
    folder, other = tmp_path / "copy", tmp_path / "new" / "other.db"
    run.ok("--db", str(path), "export", "everything", "-o", str(folder), *WHY)
    bring = ("--db", str(other), "import", "everything", str(folder), "--restricted")
    before = sorted(tmp_path.rglob("*"))
    would = run.ok(*bring, "--dry-run")
    assert would.out.startswith(f"Dry run of {folder}: nothing was written.\nstaff.csv: ")
    assert "families.csv: " in would.out
    assert " 0 new, 0 changed, 0 unchanged" not in would.out
    assert would.err.count("Read as a CSV file.") == 1
    found = run.ok(*bring, "--dry-run", "--format", "json").json
    assert sorted(tmp_path.rglob("*")) == before
    assert "first time" not in would.err
    done = run.ok(*bring, "--format", "json").json
    assert done["batch"] == 1
    assert done | {"batch": None} == found
    assert [each["table"] for each in found["tables"]][:4] == [
        *("staff", "terms", "settings", "families")
    ]
    assert found["new"] == sum(each["new"] for each in found["tables"]) > 0
    now = other.read_bytes()
    again = run.ok(*bring, "--dry-run", "--format", "json").json
    assert (again["new"], again["changed"], again["refused"]) == (0, 0, 0)
    assert other.read_bytes() == now
    assert_same(path, other)


def test_what_is_refused_is_named_for_every_table_and_nothing_comes_in(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.contact(given.household(), "2026-11-20", note="Lovely")
    run.ok("good-news", "add", "ada", "was kind")
    folder, other = tmp_path / "copy", tmp_path / "other.db"
    run.ok("export", "everything", "-o", str(folder))
    for name, was in (("contacts.csv", "2026-11-20"), ("good-news.csv", "2026-11-23")):
        text = (folder / name).read_text().replace(was, "never")
        (folder / name).write_text(text)
    bring = ("--db", str(other), "import", "everything", str(folder))
    found = run(*bring, "--dry-run", "--format", "json")
    assert found.code == 4
    stopped = {each["table"]: each["problems"] for each in found.json["tables"] if each["stopped"]}
    assert set(stopped) == {"contacts", "good-news"}
    assert [one["row"] for one in stopped["contacts"]] == [2]
    real = run(*bring)
    assert real.code == 4
    assert real.err.count("  Row 2, date: ") == 2
    assert "Nothing was imported from" in real.err
    assert rows_of(other) == 0


def test_of_what_stopped_nothing_is_said_as_if_it_were_done(
    run: Run, given: Given, tmp_path: Path
) -> None:
    family = given.household()
    given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    given.contact(family, "2026-11-20")
    copy, new = tmp_path / "copy", ("--db", str(tmp_path / "new.db"))
    run.ok("export", "everything", "-o", str(copy), *WHY)
    calls = copy / "contacts.csv"
    good = calls.read_text()
    calls.write_text(good.replace("2026-11-20", "never"))
    stopped = run(*new, "import", "everything", str(copy))
    assert stopped.code == 4
    assert "DO NOT CONTACT" not in stopped.err
    calls.write_text(good)
    assert "DO NOT CONTACT Max Okafor" in run.ok(*new, "import", "everything", str(copy)).err


def test_a_dry_run_over_other_families_says_what_to_look_at_first(
    run: Run, given: Given, tmp_path: Path
) -> None:
    """Nearly all of them barred is a column that means something else."""
    for name in ("Abara", "Bell", "Cox", "Dunn", "Eze", "Fox"):
        given.household(name)
    copy, new = tmp_path / "copy", ("--db", str(tmp_path / "new.db"))
    run.ok("export", "everything", "-o", str(copy))
    run.ok(*new, "import", "everything", str(copy))
    families = copy / "families.csv"
    families.write_text(families.read_text().replace(",allow,,", ",never,court order,"))
    bring = (*new, "import", "everything", str(copy), "--format", "json")
    assert run(*bring).code == 2  # nobody is here to be asked
    answer = run(*bring, "--dry-run")
    assert answer.code == 4
    (table,) = [each for each in answer.json["tables"] if each["table"] == "families"]
    assert len(table["watch_out"]) == 1
    assert "--yes" in table["stopped"]
    assert table["changed"] == 6
    found = run.ok(*bring, "--dry-run", "--yes").json
    (table,) = [each for each in found["tables"] if each["table"] == "families"]
    assert len(table["blocked"]) == 6


def test_what_needs_families_is_not_looked_at_when_they_are_refused(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.contact(given.household(), "2026-11-20")
    folder = tmp_path / "copy"
    run.ok("export", "everything", "-o", str(folder))
    families = folder / "families.csv"
    families.write_text(families.read_text().replace(",7,", ",77,"))
    answer = run(
        *("--db", str(tmp_path / "new.db"), "import", "everything", str(folder)),
        *("--dry-run", "--format", "json"),
    )
    tables = {each["table"]: each for each in answer.json["tables"]}
    assert answer.code == 4
    assert tables["families"]["refused"] == 1
    assert tables["contacts"]["stopped"] == (
        "It was not looked at, since families must come in first."
    )
    assert tables["contacts"]["refused"] == 0


def test_a_later_list_without_the_column_of_blocks_is_still_noticed(
    run: Run, given: Given, tmp_path: Path
) -> None:
    """The copy said who must not be contacted, as any file of families before it."""
    given.household()
    run.ok("export", "everything", "-o", str(tmp_path / "copy"))
    new = ("--db", str(tmp_path / "new.db"))
    run.ok(*new, "import", "everything", str(tmp_path / "copy"))
    text = "pupil,tutor_group,carer,mobile\nAda Okafor,7KM,Ngozi Okafor,07700 900124\n"
    said = run(*new, "import", "families", "-", "--dry-run", stdin=text).err
    assert "says who must not be contacted" in said


# -- a new laptop --------------------------------------------------------------------------


def my_copy(run: Run, folder: Path) -> None:
    """Ms Reid of 7KM exports everything from her own file, without ever typing --staff again."""
    run.ok("init", "--staff", "Ms Reid", "--group", "7KM", "--usual-year")
    run.ok("setting", "set", "call_gap_days", "9")
    rows = "pupil,tutor_group,carer,mobile\nAda Okafor,7KM,Ngozi Okafor,07700 900123\n"
    run.ok("import", "families", "-", stdin=rows)
    run.ok("export", "everything", "-o", str(folder))


def test_on_a_new_laptop_you_and_your_group_are_there_again(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARENTLINK_STAFF")
    my_copy(run, tmp_path / "copy")
    new = ("--db", str(tmp_path / "new.db"))
    said = run.ok(*new, "import", "everything", str(tmp_path / "copy")).err
    assert "this is the first time we meet" not in said
    assert_same(given.path, tmp_path / "new.db")
    assert run.ok(*new, "who-needs-a-positive-call").err.startswith("Your families: 1 family")


def test_on_a_laptop_with_another_account_you_say_your_name_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARENTLINK_STAFF")
    my_copy(run, tmp_path / "copy")
    monkeypatch.setattr("parentlink.workspace.system_account", lambda: "b.reid")
    new = ("--db", str(tmp_path / "new.db"))
    said = run.ok(*new, "import", "everything", str(tmp_path / "copy")).err
    assert 'parentlink init --staff "Ms Reid"' in said
    run.ok(*new, "init", "--staff", "Ms Reid")
    assert run.ok(*new, "who-needs-a-positive-call").err.startswith("Your families: 1 family")
    run.ok(*new, "undo")
    assert run.ok(*new, "who-needs-a-positive-call").err.startswith("Everyone, since no family")


def test_an_account_that_was_used_in_this_file_stays_whose_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARENTLINK_STAFF")
    run.ok("init", "--staff", "Ms Reid", "--group", "7KM")
    monkeypatch.setattr("parentlink.workspace.system_account", lambda: "at.home")
    run.ok("family", "add", "Okafor")
    assert "say who you are each time" in run.ok("init", "--staff", "Ms Reid").out
    monkeypatch.undo()
