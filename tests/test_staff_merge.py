"""One member of staff who is on file under two names becomes one again."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from conftest import Given, Run

FROM_LIST = "name,role,email\nMs Beth Rowe,Teacher,rowe@example.org\n"


def everything(given: Given) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the journal's own."""
    with closing(sqlite3.connect(given.path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master")]
        tables = [name for name in tables if name[:3] not in ("ix_", "sql")]
        rows = {name: file.execute(f"SELECT * FROM {name} ORDER BY id") for name in tables}
        return {name: list(found) for name, found in rows.items() if name not in ("change",)}


def two_of_one(given: Given) -> tuple[int, int]:
    """Ms Rowe, who did everything so far, and the list's Ms Beth Rowe; returns their ids."""
    rowe = given.staff("Ms Rowe", tutor_group="8BR", role="Tutor")
    beth = given.staff("Ms Beth Rowe", role="Teacher", email="rowe@example.org")
    home = given.household()
    given.contact(home, "2026-11-02", staff_id=rowe)
    child = given.pupil(home, name="Ben Okafor", tutor_id=rowe)
    assert child
    return rowe, beth


def test_everything_of_both_is_one_persons_and_undo_makes_them_two(run: Run, given: Given) -> None:
    rowe, beth = two_of_one(given)
    given.staff("Ms Reid")  # who takes it back
    run.ok(
        "--staff",
        "Ms Rowe",
        "log-call",
        "okafor",
        "--tone",
        "positive",
        "--promise",
        "Ring",
        "--by",
        "fri",
    )
    run.ok("--staff", "Ms Rowe", "good-news", "add", "ada", "Sang")
    run.ok(
        "--staff",
        "Ms Rowe",
        "conversation",
        "target",
        "add",
        "ada",
        "--lead",
        "Ms Rowe",
        "--reason",
        "other",
    )
    before = everything(given)
    answer = run.ok("staff", "merge", "Ms Beth Rowe", "Ms Rowe", "--yes")
    assert "Merged Ms Rowe into Ms Beth Rowe, with 2 contacts, " in answer.out
    assert "1 pupil as their tutor" in answer.out
    assert "tutor group: 8BR (was blank)" in answer.out
    assert "role: Teacher stays (the other record says Tutor)" in answer.out
    rows = {each["name"]: each for each in run.ok("staff", "list", "--format", "json").json}
    assert "Ms Rowe" not in rows
    assert rows["Ms Beth Rowe"]["tutor_group"] == "8BR"
    for table, column in (
        *(("contact", "staff_id"), ("good_news", "staff_id"), ("promise", "staff_id")),
        *(("conversation_target", "staff_id"), ("conversation_target", "lead_id")),
        *(("journal", "staff_id"), ("pupil", "tutor_id")),
    ):
        assert given.value(f"SELECT COUNT(*) FROM {table} WHERE {column} = :id", id=beth), table
        assert not given.value(f"SELECT COUNT(*) FROM {table} WHERE {column} = :id", id=rowe)
    run.ok("undo", "--yes")
    after = everything(given)
    journal = len(before["journal"])
    assert after.pop("journal")[:journal] == before.pop("journal")
    assert after == before


def test_the_one_at_the_keyboard_may_be_the_one_who_goes(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PARENTLINK_STAFF")
    run.ok("init", "--staff", "Ms Rowe", "--group", "8BR")
    run.ok("import", "staff", "-", stdin=FROM_LIST)
    run.ok("staff", "merge", "Ms Beth Rowe", "Ms Rowe", "--yes")
    assert [each["name"] for each in run.ok("staff", "list", "--format", "json").json] == [
        "Ms Beth Rowe"
    ]
    assert "you are Ms Beth Rowe here, tutor of 8BR" in run.ok("init").out
    run.ok("undo", "--yes")
    assert "you are Ms Rowe here, tutor of 8BR" in run.ok("init").out


def test_the_advice_after_a_list_works_and_the_next_list_is_quiet(run: Run) -> None:
    run.ok("staff", "add", "Ms Rowe", "--group", "8BR")
    said = run.ok("import", "staff", "-", stdin=FROM_LIST).err
    advice = 'parentlink staff merge "Ms Beth Rowe" "Ms Rowe"'
    assert advice in said
    refused = run("staff", "edit", "Ms Rowe", "--name", "Ms Beth Rowe")
    assert refused.code == 2
    assert advice in refused.err
    run.ok("staff", "merge", "Ms Beth Rowe", "Ms Rowe", "--yes")
    again = run.ok("import", "staff", "-", "--format", "json", stdin=FROM_LIST)
    assert (again.json["new"], again.json["changed"]) == (0, 0)
    assert "may be" not in again.err


def test_merge_takes_staff_where_nobody_in_the_families_is_called_so(
    run: Run, given: Given
) -> None:
    two_of_one(given)
    assert (
        "Merged Ms Rowe into Ms Beth Rowe"
        in run.ok("merge", "Ms Beth Rowe", "Ms Rowe", "--yes").out
    )


def test_nothing_is_written_without_a_yes(run: Run, given: Given) -> None:
    two_of_one(given)
    before = everything(given)
    answer = run.ok("staff", "merge", "Ms Beth Rowe", "Ms Rowe", "--dry-run")
    assert "Ms Rowe becomes one with Ms Beth Rowe, the member of staff who stays." in answer.out
    assert run("staff", "merge", "Ms Beth Rowe", "Ms Rowe").code == 2
    assert run("staff", "merge", "Ms Beth Rowe", "beth rowe", "--yes").code == 2
    assert run("staff", "merge", "Ms Beth Rowe", "Mr Nobody", "--yes").code == 3
    assert everything(given) == before


def test_who_is_still_at_school_by_one_of_the_two_has_not_left(run: Run, given: Given) -> None:
    rowe, _ = two_of_one(given)
    run.ok("staff", "edit", "Ms Beth Rowe", "--left", "2026-10-01")
    run.ok("staff", "merge", "Ms Beth Rowe", "Ms Rowe", "--yes")
    assert given.value("SELECT left_on FROM staff WHERE name = 'Ms Beth Rowe'") is None
    assert rowe


def test_an_account_that_two_entries_claim_names_the_way_out(run: Run, given: Given) -> None:
    given.staff("Ms Reid")
    given.staff("root", account="root")
    rows = "name,role,account\nMs Reid,Tutor,root\n"
    advice = 'parentlink staff merge "Ms Reid" "root"'
    assert advice in run("import", "staff", "-", stdin=rows).err
    run.ok("staff", "merge", "Ms Reid", "root", "--yes")
    run.ok("import", "staff", "-", stdin=rows)
    assert given.value("SELECT account || role FROM staff WHERE name = 'Ms Reid'") == "rootTutor"
