"""What was imported, and taking one import back by its number."""

from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.store.store import Store
from test_undo import everything

CLASS = "pupil,tutor group,carer,mobile\nAda Okafor,7KM,Ngozi Okafor,07700 900123\n"
MORE = "pupil,tutor group,carer,mobile\nBen Shah,7KM,Asha Shah,07700 900124\n"
CALLS = "date,pupil,tone,note\n2026-11-20,Ada Okafor,positive,Ada spoke up\n"


def people(given: Given) -> list[str]:
    store = Store(given.path)
    try:
        return [str(name) for (name,) in store.cursor("SELECT legal_name FROM pupil ORDER BY id")]
    finally:
        store.close()


def test_every_import_is_listed_newest_first_with_what_became_of_it(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "class.csv").write_text(CLASS)
    run.ok("import", "families", str(tmp_path / "class.csv"), today="2026-07-06T09:30")
    changed = CLASS.replace("900123", "900125")
    run.ok("--staff", "Mr Ali", "import", "families", "-", stdin=changed, today="2026-11-23T02:00")
    run.ok("import", "families", "-", stdin=changed)  # nothing changed: no import
    run.ok("import", "contacts", "-", stdin=CALLS)
    assert run.ok("import", "history", "--format", "json").json == [
        {
            "id": 3,
            "when": "2026-11-23T02:00:00",
            "who": "Ms Reid",
            "file": "standard input",
            "kind": "contacts",
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "refused": 0,
            "blocked": 0,
            "taken_back": False,
            "entry": 5,
        },
        {
            "id": 2,
            "when": "2026-11-23T02:00:00",
            "who": "Mr Ali",
            "file": "standard input",
            "kind": "families",
            "new": 0,
            "changed": 1,
            "unchanged": 0,
            "refused": 0,
            "blocked": 0,
            "taken_back": False,
            "entry": 4,
        },
        {
            "id": 1,
            "when": "2026-07-06T09:30:00",  # summer time
            "who": "Ms Reid",
            "file": str(tmp_path / "class.csv"),
            "kind": "families",
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "refused": 0,
            "blocked": 0,
            "taken_back": False,
            "entry": 2,
        },
    ]
    assert [
        row["id"] for row in run.ok("import", "history", "--limit", "2", "--format", "json").json
    ] == [3, 2]
    assert run.ok("import", "history", "--format", "csv").out.startswith(
        "id,when,who,file,kind,new,"
    )
    assert run.ok("import", "history").out.splitlines() == [
        "3  23 Nov 2026 02:00  contacts from standard input by Ms Reid: 1 new (entry 5)",
        "2  23 Nov 2026 02:00  families from standard input by Mr Ali: 1 changed (entry 4)",
        f"1  06 Jul 2026 09:30  families from {tmp_path / 'class.csv'} by Ms Reid: 1 new (entry 2)",
    ]


def test_refused_rows_are_counted(run: Run) -> None:
    bad = CLASS + "Ben Shah,7KM,Asha Shah,nonsense\n"
    run.ok("import", "families", "-", "--skip-bad", stdin=bad)
    (row,) = run.ok("import", "history", "--format", "json").json
    assert (row["new"], row["refused"]) == (1, 1)


def test_without_any_import_it_says_so(run: Run, given: Given) -> None:
    given.staff()
    assert run.ok("import", "history").err == "Nothing has been imported yet.\n"
    assert run.ok("import", "history", "--format", "json").json == []


def test_an_import_goes_back_by_its_number_whatever_came_after(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    before = everything(given.path)
    run.ok("import", "families", "-", stdin=MORE)
    run.ok("log-call", "okafor", "--tone", "positive")
    answer = run.ok("undo", "--import", "2", "--yes")
    assert answer.out == (
        "Took back: imported standard input: 1 new pupil, 1 carer, 1 family. "
        "Undo: parentlink undo\n"
    )
    assert people(given) == ["Ada Okafor"]
    after = everything(given.path)
    same = ("family", "pupil", "carer", "pupil_carer", "pupil_family")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    held = run.ok("import", "history", "--format", "json").json
    assert [(row["id"], row["taken_back"]) for row in held] == [(2, True), (1, False)]
    assert run.ok("import", "history").out.splitlines()[0].endswith("1 new (entry 3, taken back)")


def test_said_again_it_does_it_again_and_so_on(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    run.ok("import", "families", "-", stdin=MORE)
    whole = everything(given.path)["pupil"]
    for verb, there in [("Took back", 1), ("Did again", 2), ("Took back", 1), ("Did again", 2)]:
        assert run.ok("undo", "--import", "2", "--yes").out.startswith(f"{verb}: imported")
        assert len(people(given)) == there
        (newest, _) = run.ok("import", "history", "--format", "json").json
        assert newest["taken_back"] is (there == 1)
    assert everything(given.path)["pupil"] == whole


def test_what_plain_undo_took_back_comes_again_by_the_number(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    run.ok("undo", "--yes")
    assert people(given) == []
    assert run.ok("undo", "--import", "1", "--yes").out.startswith("Did again")
    assert people(given) == ["Ada Okafor"]


def test_later_work_that_stands_on_it_is_named_and_nothing_goes(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    run.ok("log-call", "okafor", "--tone", "positive")
    answer = run("undo", "--import", "1", "--yes")
    assert answer.code == 1
    assert "stays as it is" in answer.err
    assert "Take that back first: parentlink undo" in answer.err
    assert people(given) == ["Ada Okafor"]


def test_a_number_typed_by_hand_since_is_not_overwritten(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    run.ok("import", "families", "-", stdin=CLASS.replace("900123", "900125"))
    run.ok("carer", "edit", "ngozi", "--phone", "07700 900126")
    answer = run("undo", "--import", "2", "--yes")
    assert answer.code == 1
    assert "changed a carer of it later" in answer.err


@pytest.mark.parametrize("number", ["2", "99", str(2**70)])
def test_a_number_nobody_has_is_not_found(run: Run, number: str) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    answer = run("undo", "--import", number)
    assert answer.code == 3
    assert answer.err == (
        f"parentlink: There is no import {number}. `parentlink import history` shows them all.\n"
    )


def test_an_entry_and_an_import_at_once_are_refused(run: Run) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    assert run("undo", "1", "--import", "1").code == 2


def test_without_a_terminal_and_without_yes_nothing_goes(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=CLASS)
    run.ok("import", "families", "-", stdin=MORE + "Cy Lee,7KM,Bo Lee,07700 900127\n")
    assert run("undo", "--import", "2").code == 2
    assert len(people(given)) == 3


def test_an_import_goes_by_its_own_number_in_every_sentence(run: Run) -> None:
    """The history has an entry for more than imports, so an import has two numbers."""
    run.ok("import", "families", "-", stdin=CLASS)
    run.ok("import", "families", "-", stdin=CLASS.replace("900123", "900125"))
    answer = run("undo", "--import", "1", "--yes")
    assert "Import 1 (imported standard input" in answer.err
    assert "since import 2 by Ms Reid changed a carer of it later" in answer.err
    assert "Take that back first: parentlink undo --import 2" in answer.err
    run.ok("undo", "--import", "2", "--yes")
    assert "Import 2 (imported" in run("undo", "3", "--yes").err


def test_an_older_entry_is_asked_about_however_small(run: Run, given: Given) -> None:
    given.household()
    run.ok("promise", "add", "okafor", "ring on Friday", "--by", "2026-11-27")
    first = run.ok("undo", "--list", "--format", "json").json[0]["id"]
    run.ok("log-call", "okafor", "--tone", "positive")
    answer = run("undo", str(first))
    assert answer.code == 2
    assert f"entry {first}, 1 row, and it is not the last thing that was done" in answer.err
    assert given.value("SELECT COUNT(*) FROM promise") == 1
    run.ok("undo", str(first), "--yes")
    assert given.value("SELECT COUNT(*) FROM promise") == 0


def test_the_last_thing_goes_back_without_a_question(run: Run, given: Given) -> None:
    given.household()
    run.ok("log-call", "okafor", "--tone", "positive")
    last = run.ok("undo", "--list", "--format", "json").json[0]["id"]
    run.ok("undo", str(last))
    assert given.value("SELECT COUNT(*) FROM contact") == 0


def test_whom_an_import_blocked_is_counted_in_the_history(run: Run) -> None:
    two = CLASS + "Ada Okafor,7KM,Paul Okafor,07700 900124\n"
    run.ok("import", "families", "-", stdin=two)
    run.ok("import", "families", "-", stdin=CLASS)
    (newest, oldest) = run.ok("import", "history", "--format", "json").json
    assert (newest["blocked"], oldest["blocked"]) == (1, 0)
    assert "1 carer blocked" in run.ok("import", "history").out.splitlines()[0]


def test_a_rule_in_the_file_counts_as_well_and_scripts_hear_whom(run: Run) -> None:
    run.ok("import", "families", "-", stdin=CLASS + "Ada Okafor,7KM,Paul Okafor,07700 900124\n")
    barred = (
        "pupil,tutor group,carer,mobile,court order\nAda Okafor,7KM,Ngozi Okafor,07700 900123,\n"
        "Ada Okafor,7KM,Paul Okafor,07700 900124,Yes\nAda Okafor,7KM,Max Okafor,07700 900125,Yes\n"
    )
    found = run.ok("import", "families", "-", "--format", "json", stdin=barred).json
    assert [
        (each["carer"], each["name"], each["rule"], each["row"]) for each in found["blocked"]
    ] == [
        ("c2", "Paul Okafor", "never", 3),
        (None, "Max Okafor", "never", 4),
    ]
    assert "2 carers blocked" in run.ok("import", "history").out.splitlines()[0]


def test_scripts_hear_who_is_listed_no_longer(run: Run) -> None:
    two = CLASS + "Ada Okafor,7KM,Paul Okafor,07700 900124\n"
    run.ok("import", "families", "-", stdin=two)
    found = run.ok("import", "families", "-", "--format", "json", stdin=CLASS).json
    (gone,) = found["blocked"]
    assert (gone["carer"], gone["name"], gone["rule"], gone["row"]) == (
        *("c2", "Paul Okafor", "never"),
        None,
    )
    assert "no longer listed" in gone["reason"]
