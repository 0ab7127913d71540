"""The small tables (good news, staff, the calendar ...) from whatever file the office has."""

from pathlib import Path
from typing import Any

import pytest

from conftest import Given, Run
from parentlink.commands.import_shared import copy_before
from parentlink.workspace import Workspace
from workbooks import ods, ods_row, xls, xlsx

Rows = list[list[str]]
NEWS: Rows = [["date", "pupil", "text"], ["2026-11-20", "Ada Okafor", "Won the poetry prize"]]
FILES = {
    "good-news": NEWS,
    "promises": [["family", "what", "due_on"], ["Okafor", "Ring again", "2026-12-01"]],
    "targets": [["pupil", "reason"], ["Ada Okafor", "other"]],
    "conversations": [["date", "time", "pupil"], ["2026-12-01", "16:00", "Ada Okafor"]],
    "actions": [
        ["pupil", "owner", "who", "what", "due_on"],
        ["Ada Okafor", "school", "Ms Reid", "Read together", "2026-12-01"],
    ],
    "staff": [["name", "role"], ["Mr Lee", "SENCo"]],
    "terms": [["kind", "starts_on", "ends_on"], ["term", "2026-09-03", "2026-12-18"]],
    "settings": [["name", "value"], ["call_every_days", "20"]],
}


def as_csv(rows: Rows, mark: str = ",") -> bytes:
    return "\n".join(mark.join(row) for row in rows).encode()


def as_ods(rows: Rows) -> bytes:
    return ods("".join(ods_row(*row) for row in rows))


def as_page(rows: Rows) -> bytes:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<html><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>".encode()


def bring(run: Run, tmp_path: Path, what: str, data: bytes, *words: str, code: int = 0) -> Any:
    """What the import of these bytes answers, with what was said beside it."""
    file = tmp_path / "file"
    file.write_bytes(data)
    answer = run("import", what, str(file), "--format", "json", *words)
    assert answer.code == code, answer
    return {**(answer.json if answer.out else {}), "said": answer.err}


@pytest.mark.parametrize("what", FILES)
def test_every_small_table_comes_from_a_workbook(
    what: str, run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    given.staff()
    title = [["Exported by the office"], [], *FILES[what]]
    found = bring(run, tmp_path, what, xlsx(title))
    assert (found["new"], found["refused"]) == (1, 0)
    assert "Read as an Excel workbook" in found["said"]
    again = bring(run, tmp_path, what, as_csv(FILES[what], "\t"))
    assert (again["batch"], again["unchanged"]) == (None, 1)


@pytest.mark.parametrize("make", [as_csv, as_ods, as_page, xls, xlsx])
def test_one_table_from_every_kind_of_file(
    make: Any, run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    assert bring(run, tmp_path, "good-news", make(NEWS))["new"] == 1


def test_a_sheet_is_chosen_by_name(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    other = [["date", "pupil", "text"], ["2026-11-19", "Ada Okafor", "Helped"]]
    data = xlsx(NEWS, Praise=other)
    bring(run, tmp_path, "good-news", data, "--sheet", "praise")
    listed = run.ok("good-news", "list", "--format", "json").json
    assert [each["text"] for each in listed] == ["Helped"]


def test_what_a_file_is_can_be_said(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    found = bring(run, tmp_path, "good-news", as_csv(NEWS), "--as", "excel", code=4)
    assert "damaged" in found["said"] or "workbook" in found["said"]


def test_maps_are_kept_by_a_name_and_used_every_week(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    ours = [["Logged", "Child", "Words"], ["20/11/2026", "Ada Okafor", "Helped"]]
    maps = ("--map", "Logged=date", "--map", "Words=text", "--save-map", "praise")
    assert bring(run, tmp_path, "good-news", as_csv(ours), *maps)["new"] == 1
    week = [ours[0], ["21/11/2026", "Ada Okafor", "Sang"]]
    assert bring(run, tmp_path, "good-news", as_csv(week), "--use-map", "praise")["new"] == 1


def test_undo_takes_the_maps_back_with_the_rows(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    bring(run, tmp_path, "good-news", as_csv(NEWS), "--map", "text=text", "--save-map", "mine")
    run.ok("undo")
    again = run("import", "good-news", str(tmp_path / "file"), "--use-map", "mine")
    assert (again.code, "was saved as" in again.err) == (3, True)


def test_maps_are_kept_when_nothing_else_is_to_do(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    bring(run, tmp_path, "good-news", as_csv(NEWS))
    bring(run, tmp_path, "good-news", as_csv(NEWS), "--map", "text=text", "--save-map", "mine")
    assert bring(run, tmp_path, "good-news", as_csv(NEWS), "--use-map", "mine")["unchanged"] == 1


@pytest.mark.parametrize(
    ("what", "text", "missing"),
    [
        ("good-news", "date,pupil\n20/11/2026,Ada Okafor\n", "text"),
        ("promises", "family,due_on\nOkafor,1/12/2026\n", "what"),
        ("conversations", "pupil,time\nAda Okafor,16:00\n", "date"),
        ("actions", "pupil,what\nAda Okafor,Read\n", "due_on"),
        ("staff", "role,email\ntutor,a@example.org\n", "name"),
        ("terms", "kind,name\nterm,Autumn\n", "starts_on"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole_with_the_way_out(
    what: str, text: str, missing: str, run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    found = bring(run, tmp_path, what, text.encode(), code=4)
    assert f'has no column "{missing}"' in found["said"]
    assert f'--map "Their heading={missing}"' in found["said"]


def test_more_rows_than_are_held_in_memory_are_refused(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.household()
    monkeypatch.setattr("parentlink.exchange.blocks.MOST_ROWS", 2)
    found = bring(run, tmp_path, "good-news", as_csv([NEWS[0], *[NEWS[1]] * 3]), code=4)
    assert "more than 2 rows" in found["said"]


@pytest.mark.parametrize("heading", ["Type of incident", "Behaviour", "Type", "Points"])
def test_a_list_of_incidents_is_no_good_news(
    heading: str, run: Run, given: Given, tmp_path: Path
) -> None:
    given.household()
    text = f"Date,Student,{heading},Reason\n20/11/2026,Ada Okafor,Detention,Shouted\n"
    said = bring(run, tmp_path, "good-news", text.encode(), code=4)["said"]
    assert "parentlink import achievements" in said
    all_good = ("--map", f"{heading}=")
    assert bring(run, tmp_path, "good-news", text.encode(), *all_good)["new"] == 1


def test_a_dry_run_shows_what_would_come_in(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    rows = [NEWS[0], *[[f"2026-11-{day:02}", "Ada Okafor", "Sang"] for day in range(1, 23)]]
    said = run.ok("import", "good-news", "-", "--dry-run", stdin=as_csv(rows)).out
    assert "Row 2, new: Ada Okafor, Sun 1 Nov 2026: Sang" in said
    assert "... and 2 more that are new." in said
    rows = [*FILES["terms"], ["inset", "2026-09-02", ""]]
    said = run.ok("import", "terms", "-", "--dry-run", stdin=as_csv(rows)).out
    assert "Row 2, new: term, Thu 3 Sep 2026 to Fri 18 Dec 2026: term" in said
    assert "Row 3, new: inset, Wed 2 Sep 2026: inset" in said
    said = run.ok("import", "staff", "-", "--dry-run", stdin=as_csv(FILES["staff"])).out
    assert "Row 2, new: Mr Lee, SENCo" in said


# -- staff ---------------------------------------------------------------------------------

STAFF = (
    "Title,Forename,Surname,Staff code,Email,Main role,Registration form\n"
    "Ms,Anna,Reid,ARE,a.reid@example.org,Class teacher,7km\n"
    "Mr,Tom,Lee,TLE,,SENCo,\n"
    "Dr,,Khan,SKH,,Head,\n"
)


def names(run: Run) -> list[str]:
    """Everybody on the staff."""
    return [each["name"] for each in run.ok("staff", "list", "--format", "json").json]


def test_a_staff_list_of_an_mis_comes_in(run: Run, given: Given, tmp_path: Path) -> None:
    given.staff("Office")
    found = bring(run, tmp_path, "staff", STAFF.encode())
    assert (found["new"], found["refused"]) == (3, 0)
    assert 'Not read: "Staff code"' in found["said"]
    rows = {each["name"]: each for each in run.ok("staff", "list", "--format", "json").json}
    assert rows.keys() >= {"Ms Anna Reid", "Mr Tom Lee", "Dr Khan"}
    anna = rows["Ms Anna Reid"]
    assert (anna["role"], anna["email"]) == ("Class teacher", "a.reid@example.org")
    assert anna["tutor_group"] == "7KM"
    assert bring(run, tmp_path, "staff", STAFF.encode())["batch"] is None


@pytest.mark.parametrize(
    ("head", "cells", "name"),
    [
        ("Staff name", '"Reid, Ms Anna"', "Ms Anna Reid"),
        ("Name", '"Reid, Anna"', "Anna Reid"),
        ("Name", '"Reid, Anna, PhD"', "Reid, Anna, PhD"),
        ("Full name", "Anna Reid", "Anna Reid"),
        ("Legal surname,Legal forename,Known as", "Reid,Anastasia,Anna", "Anna Reid"),
        ("Initials,Surname,Title", "A,Reid,Ms.", "Ms A Reid"),
        ("Name", "Ms Reid-Khan", "Ms Reid-Khan"),
    ],
)
def test_names_are_put_together(
    head: str, cells: str, name: str, run: Run, given: Given, tmp_path: Path
) -> None:
    given.staff("Office")
    bring(run, tmp_path, "staff", f"{head},Role\n{cells},Teacher\n".encode())
    assert name in names(run)


def test_a_surname_alone_is_refused(run: Run, given: Given, tmp_path: Path) -> None:
    given.staff()
    found = bring(run, tmp_path, "staff", b"Surname,Role\nReid,Teacher\n", code=4)
    assert "may be several people" in found["problems"][0]["problem"]


@pytest.mark.parametrize("known", ["Ms Reid", "Anna Reid", "A Reid", "Dr Reid", "Ms A. Reid"])
def test_who_may_be_somebody_on_the_staff_is_said_and_not_merged(
    known: str, run: Run, given: Given, tmp_path: Path
) -> None:
    given.staff(known)
    found = bring(run, tmp_path, "staff", STAFF.encode())
    assert f"Ms Anna Reid may be {known}, who is on the staff already; nobody" in found["said"]
    assert f'parentlink staff merge "Ms Anna Reid" "{known}"' in found["said"]
    assert {known, "Ms Anna Reid"} <= {*names(run)}


def test_the_way_out_works(run: Run, given: Given, tmp_path: Path) -> None:
    given.staff("Ms Reid")
    assert "may be Ms Reid" in bring(run, tmp_path, "staff", STAFF.encode())["said"]
    run.ok("staff", "merge", "Ms Anna Reid", "Ms Reid", "--yes")
    found = bring(run, tmp_path, "staff", STAFF.encode())
    assert (found["new"], found["changed"], "may be" in found["said"]) == (0, 0, False)


@pytest.mark.parametrize("known", ["Mr Reid", "Ms Reed", "Ms Anita Reid", "Ms B Reid", "Ms Anna"])
def test_somebody_else_is_not_suspected(known: str, run: Run, given: Given, tmp_path: Path) -> None:
    given.staff(known)
    assert "may be" not in bring(run, tmp_path, "staff", STAFF.encode())["said"]


def test_a_list_that_brings_only_whoever_types_says_so_in_words(run: Run) -> None:
    """They are put on the staff by their first command, and stand there when the list comes."""
    answer = run.ok("import", "staff", "-", stdin="Name,Role\nMs Reid,\n")
    assert "Imported staff from standard input: nothing new (1 row unchanged)." in answer.out


def test_staff_met_in_another_table_are_named_too(run: Run, given: Given, tmp_path: Path) -> None:
    given.household()
    given.staff("Ms Anna Reid")
    rows = [["date", "pupil", "text", "staff"], ["2026-11-20", "Ada Okafor", "Sang", "Ms Reid"]]
    said = bring(run, tmp_path, "good-news", as_csv(rows))["said"]
    assert "New on the staff, since the file names them: Ms Reid." in said
    assert "Ms Reid may be Ms Anna Reid" in said
    assert 'parentlink staff merge "Ms Anna Reid" "Ms Reid"' in said


# -- the calendar from a table -------------------------------------------------------------


def test_a_line_without_a_kind_is_known_by_its_name(run: Run, given: Given, tmp_path: Path) -> None:
    given.staff()
    text = (
        "Event,Start,End\nAutumn 2026,3/9/2026,18/12/2026\nINSET day,2/9/2026,\n"
        "October half term,26/10/2026,30/10/2026\nSchool closed,6/5/2027,6/5/2027\n"
        "Christmas holidays,19/12/2026,3/1/2027\n"
    )
    found = bring(run, tmp_path, "terms", text.encode(), "--map", "Event=name")
    assert (found["new"], found["refused"]) == (5, 0)
    kinds = [each["kind"] for each in run.ok("term", "list", "--format", "json").json]
    assert kinds == ["term", "half-term"]
    assert len(run.ok("inset", "list", "--format", "json").json) == 1
    assert len(run.ok("closure", "list", "--format", "json").json) == 2


@pytest.mark.parametrize("name", ["First day of term", "Sports day", "End of term concert", ""])
def test_a_line_nobody_can_place_is_refused_and_never_a_term(
    name: str, run: Run, given: Given, tmp_path: Path
) -> None:
    given.staff()
    text = f"name,starts_on\n{name},3/9/2026\n"
    found = bring(run, tmp_path, "terms", text.encode(), code=4)
    assert "Please fill in a kind: term, half-term, inset, closure" in str(found["problems"])


def test_a_row_that_only_the_last_look_refuses_stops_the_import(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the plan and the lock a second Ada joins: whose news it is cannot be told then."""
    given.household()
    file = tmp_path / "news.csv"
    file.write_text("date,pupil,text\n2026-11-20,Ada Okafor,A prize\n2026-11-20,Ben Reid,A cup\n")
    given.household("Reid", "Ben", "Jo")

    def somebody_is_quicker(work: Workspace, size: int) -> None:
        given.pupil(given.family("Okafor-Bell"), name="Ada Okafor")
        copy_before(work, size)

    monkeypatch.setattr("parentlink.commands.import_shared.copy_before", somebody_is_quicker)
    answer = run("import", "good-news", str(file))
    assert answer.code == 4
    assert "Somebody else changed what these rows are about just now. Nothing was" in answer.err
    for table in ("good_news", "import_batch"):
        assert given.value(f"SELECT COUNT(*) FROM {table}") == 0


def test_a_change_that_refuses_nothing_does_not_stop_the_import(
    run: Run, given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that was refused before, and set aside, is no reason to stop."""
    given.household()
    file = tmp_path / "news.csv"
    file.write_text("date,pupil,text\n2026-11-20,Ada Okafor,A prize\n2026-11-20,Nobody,A cup\n")

    def somebody_is_quicker(work: Workspace, size: int) -> None:
        given.household("Reid", "Ben", "Jo")
        copy_before(work, size)

    monkeypatch.setattr("parentlink.commands.import_shared.copy_before", somebody_is_quicker)
    run.ok("import", "good-news", str(file), "--skip-bad")
    assert given.value("SELECT COUNT(*) FROM good_news") == 1


def test_staff_on_file_with_the_surname_in_front_stay_who_they_are(run: Run, given: Given) -> None:
    given.staff("Reid, Anna")
    run.ok("import", "staff", "-", stdin='Name,Role\n"Reid, Anna",Tutor\n')
    ours = run.ok("export", "staff").out
    run.ok("--db", str(run.db.with_name("new.db")), "import", "staff", "-", stdin=ours)
    again = run.ok("--db", str(run.db.with_name("new.db")), "export", "staff").out
    assert '"Reid, Anna",Tutor' in again
    assert given.value("SELECT COUNT(*) FROM staff WHERE name LIKE '%Anna%'") == 1
