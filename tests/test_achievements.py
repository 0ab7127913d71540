"""Achievements from the school's own system: good news comes in once, incidents never."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Given, Run
from parentlink.rules.achievements import Row, Verdict, in_words, judge
from workbooks import xlsx

HEAD = "Date,UPN,Student,Reg,Type,Subject,Description,Staff involved\n"
# The report of a pupil as the toolkit of the Department for Education shows it, with other words.
REPORT = """\
Student name,Ada Okafor,,,,
Year group,Year 7,,,,
Tutor,Ms Reid,,,,
Current attendance,82.78%,,,,
,,,,,
Achievements,,,,,
Date,Type of achievement,Subject,Description,Staff involved,
13/11/2026,Green - Classwork,Science,"Explained, with a drawing, how plants breathe",Mr Lee,
16/11/2026,Green - Homework,History,,"Lee, Tom",
,,,,,
Behaviour incidents,,,,,
Date & Time,Type of incident,Subject,Location,Description,Staff involved
12/11/2026 10:15,Amber - Disrupting learning,Maths,M4,Talking,Mr Lee
17/11/2026 11:00,Red - Defiance,Maths,M4,Walked out,Mr Lee
Report run: 20/11/2026,,,,,
"""


@pytest.fixture
def ada(given: Given) -> Given:
    """Ada Okafor in 7KM, and Ms Reid and Mr Lee on the staff."""
    given.household()
    given.staff("Ms Reid")
    given.staff("Mr Lee")
    return given


@pytest.fixture
def bring(run: Run) -> Callable[..., Any]:
    """What an import of these rows answers to a script."""

    def start(text: str, *words: str, code: int = 0) -> Any:
        answer = run("import", "achievements", "-", "--format", "json", *words, stdin=text)
        assert answer.code == code, answer
        return {**answer.json, "said": answer.err} if answer.out else {"said": answer.err}

    return start


Bring = Callable[..., Any]


def row(**values: str) -> str:
    """One row of an ordinary export about Ada."""
    said = {
        **{"date": "20/11/2026", "upn": "", "pupil": "Ada Okafor", "reg": "", "type": "Merit"},
        **{"subject": "Science", "text": "Explained how plants breathe", "staff": "Mr Lee"},
        **values,
    }
    return ",".join(f'"{text}"' for text in said.values()) + "\n"


def news(run: Run) -> list[str]:
    """All good news on file."""
    listed = run.ok("good-news", "list", "--all", "--format", "json").json
    return [each["text"] for each in listed]


# -- what is brought in --------------------------------------------------------------------


def test_an_achievement_waits_for_the_next_call(ada: Given, run: Run, bring: Bring) -> None:
    assert bring(HEAD + row())["new"] == 1
    assert news(run) == ["Merit in Science: Explained how plants breathe"]
    listed = run.ok("good-news", "list").out
    assert "Ada Okafor" in listed
    assert "2026-11-20" in listed
    by = "SELECT s.name FROM good_news g JOIN staff s ON s.id = g.staff_id"
    assert ada.value(by) == "Mr Lee"


def test_a_second_file_never_doubles_them(ada: Given, run: Run, bring: Bring) -> None:
    week = HEAD + row() + row(date="18/11/2026", text="Helped a new pupil")
    bring(week)
    before = run.db.read_bytes()
    assert (bring(week)["unchanged"], bring(week)["batch"]) == (2, None)
    assert run.db.read_bytes() == before
    overlapping = HEAD + row(text="Won the maths prize") + row() + row(staff="T. Lee")
    answer = bring(overlapping)
    assert (answer["new"], answer["unchanged"]) == (1, 2)
    assert len(news(run)) == 3


def test_other_headings_and_another_order_are_the_same_achievement(
    ada: Given, run: Run, bring: Bring
) -> None:
    bring(HEAD + row())
    other = "Pupil name,Achievement type,Details,Lesson,Date & Time\n"
    other += '"Okafor, Ada",MERIT,Explained how plants breathe,science,20/11/2026 10:15\n'
    assert (bring(other)["new"], len(news(run))) == (0, 1)


def test_two_merits_of_a_day_that_say_nothing_are_told_apart_by_who_gave_them(
    ada: Given, bring: Bring
) -> None:
    rows = row(subject="", text="") + row(subject="", text="", staff="Ms Reid")
    assert bring(HEAD + rows)["new"] == 2


@pytest.mark.parametrize(
    "typed",
    ["Explained how plants breathe!", "Mr Lee says she explained how plants breathe, very clearly"],
)
def test_what_a_tutor_typed_by_hand_is_not_told_twice(
    typed: str, ada: Given, run: Run, bring: Bring
) -> None:
    run.ok("good-news", "add", "Ada Okafor", typed, "--on", "20/11/2026")
    assert (bring(HEAD + row())["unchanged"], news(run)) == (1, [typed])
    assert bring(HEAD + row(date="19/11/2026"))["new"] == 1  # another day is another time


def test_undo_takes_them_back(ada: Given, run: Run, bring: Bring) -> None:
    bring(HEAD + row() + row(text="Helped"))
    run.ok("undo")
    assert news(run) == []
    assert bring(HEAD + row())["new"] == 1


def test_a_dry_run_writes_nothing(ada: Given, run: Run, bring: Bring) -> None:
    before = run.db.read_bytes()
    assert bring(HEAD + row(), "--dry-run")["new"] == 1
    assert run.db.read_bytes() == before


# -- who is meant --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Student", "Ada Okafor"),
        ("Student", '"Okafor, Ada"'),
        ("Student", "Ada Okafor (7KM)"),
        ("UPN", "R999999926001"),
        ("Forename,Surname", "Ada,Okafor"),
        ("Surname Forename", "OKAFOR Ada"),
    ],
)
def test_a_pupil_goes_by_many_names(head: str, cells: str, given: Given, bring: Bring) -> None:
    given.pupil(given.family(), upn="R999999926001")
    text = f"{head},Date,Achievement type\n{cells},20/11/2026,Merit\n"
    assert bring(text)["new"] == 1


def test_the_tutor_group_tells_namesakes_apart(given: Given, run: Run, bring: Bring) -> None:
    given.pupil(given.family(), tutor_group="7KM")
    given.pupil(given.family("Other"), tutor_group="9RB")
    answer = bring(HEAD + row(), code=4)
    assert "More than one pupil has this name" in answer["problems"][0]["problem"]
    assert bring(HEAD + row(reg="9rb"))["new"] == 1
    assert run.ok("good-news", "list", "--format", "json").json[0]["tutor_group"] == "9RB"


def test_a_pupil_nobody_knows_is_refused_with_the_way_out(ada: Given, bring: Bring) -> None:
    answer = bring(HEAD + row(pupil="Nobody Here"), code=4)
    assert answer["problems"][0]["column"] == "Student"
    assert "as `parentlink pupil list` shows it, or the UPN" in answer["problems"][0]["problem"]


def test_news_of_a_pupil_who_left_is_kept_and_does_not_wait(
    given: Given, run: Run, bring: Bring
) -> None:
    from datetime import date

    given.pupil(given.family(), leaves_on=date(2026, 11, 21))
    assert bring(HEAD + row())["new"] == 1
    assert run.ok("good-news", "list", "--format", "json").json == []
    assert len(news(run)) == 1


def test_staff_nobody_knows_are_added_and_named(ada: Given, run: Run, bring: Bring) -> None:
    answer = bring(HEAD + row(staff="Khan, Dr S") + row(staff="Ms Ray; Mr Lee", text="Helped"))
    assert "New on the staff, since the file names them: Dr S Khan, Ms Ray." in answer["said"]
    listed = [one["name"] for one in run.ok("staff", "list", "--format", "json").json]
    assert sorted(listed) == ["Dr S Khan", "Mr Lee", "Ms Ray", "Ms Reid"]


def test_a_day_that_is_none_or_still_to_come_is_refused(ada: Given, bring: Bring) -> None:
    answer = bring(HEAD + row(date="31/11/2026") + row(date="24/11/2026"), code=4)
    assert [each["column"] for each in answer["problems"]] == ["Date", "Date"]
    assert "still to come" in answer["problems"][1]["problem"]


# -- incidents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Type of incident", "Amber - Disrupting learning"),
        ("Behaviour", "Late to lesson"),
        ("Type", "Amber - Disrupting learning"),
        ("Type", "Red - Defiance"),
        ("Type of achievement", "Red – Defiance"),
        ("Type", "C3"),
        ("Demerits", "1"),
        ("Achievement or behaviour,Type", "Behaviour,Homework"),
        ("Positive/Negative,Type", "Negative,Effort"),
        ("Type,Points", "Effort,-1"),
        ("Type,Points", "Effort,\u22122"),
        ("Type,Points", "Effort,(2)"),
        ("Achievement type,Behaviour type", ",Late"),
    ],
)
def test_an_incident_is_counted_and_never_stored(
    head: str, cells: str, ada: Given, run: Run, bring: Bring
) -> None:
    answer = bring(f"Date,Student,{head}\n20/11/2026,Ada Okafor,{cells}\n")
    assert (answer["new"], answer["left_out"]) == (0, 1)
    assert "1 behaviour incident was left out: parentlink keeps good news" in answer["said"]
    assert news(run) == []


def test_an_incident_of_a_pupil_nobody_knows_refuses_nothing(ada: Given, bring: Bring) -> None:
    answer = bring(HEAD + row() + row(pupil="Nobody", type="Detention", date="none"))
    assert (answer["new"], answer["refused"], answer["left_out"]) == (1, 0, 1)


@pytest.mark.parametrize(
    "kind", ["House 5", "Excellent behaviour", "No effort", "Tick", "Praise not given"]
)
def test_what_is_not_clear_is_left_out_and_says_how_to_say_it(
    kind: str, ada: Given, run: Run, bring: Bring
) -> None:
    answer = bring(HEAD + row(type=kind))
    assert (answer["new"], answer["left_out"], news(run)) == (0, 1, [])
    assert f'it is an achievement: "{kind}" (1 row)' in answer["said"]
    assert f'--good "{kind}"' in answer["said"]
    assert bring(HEAD + row(type=kind), "--good", kind.upper())["new"] == 1


@pytest.mark.parametrize(
    "kind", ["B", "b", "Beh", "Bad", "Behaviour", "Negative", "N", "-", "X", "?", "Other"]
)
def test_a_letter_for_trouble_is_no_good_news(
    kind: str, ada: Given, run: Run, bring: Bring
) -> None:
    head = "Date,Pupil,Achievement or behaviour,Type,Description\n"
    answer = bring(f"{head}16/11/2026,Ada Okafor,{kind},Effort,Threw a chair\n")
    assert (answer["new"], answer["left_out"], news(run)) == (0, 1, [])
    if kind in ("X", "?", "Other"):
        assert f'it is an achievement: "{kind}" (1 row)' in answer["said"]
    for good in ("A", "Ach", "Achievement", "+", "Positive"):
        answer = bring(f"{head}16/11/2026,Ada Okafor,{good},Effort,Tidied up\n")
        assert (answer["new"], answer["unchanged"], answer["left_out"]) in ((1, 0, 0), (0, 1, 0))


@pytest.mark.parametrize(
    "kind",
    [
        *("Loss of house points", "Merit cancelled", "House point deducted", "Praise withdrawn"),
        *("House points lost", "Merit revoked", "House point taken away", "Minus one house point"),
    ],
)
def test_what_is_taken_away_is_no_good_news(kind: str, ada: Given, run: Run, bring: Bring) -> None:
    answer = bring(HEAD + row(type=kind))
    assert (answer["new"], answer["left_out"], news(run)) == (0, 1, [])


def test_good_does_not_make_an_incident_good(ada: Given, bring: Bring) -> None:
    text = "Date,Student,Type,Points\n20/11/2026,Ada Okafor,House 5,-2\n"
    assert bring(text, "--good", "House 5")["new"] == 0


def test_a_file_that_cannot_say_what_is_good_is_refused_whole(ada: Given, bring: Bring) -> None:
    text = "Date,Student,Description\n20/11/2026,Ada Okafor,Was there\n"
    said = bring(text, code=4)["said"]
    assert "says what kind of achievement each row is" in said
    assert "parentlink import good-news" in said
    assert bring(text, "--map", "Description=achievement")["new"] == 1


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (Row(type="Green - Classwork"), "good"),
        (Row(type="House point"), "good"),
        (Row(type="Merit"), "good"),
        (Row(achievement="Classwork"), "good"),
        (Row(achievement="Excellent behaviour"), "good"),
        (Row(achievement="Lateness"), "unclear"),
        (Row(achievement="Lack of progress"), "unclear"),
        (Row(achievement_points=2, type="Homework"), "good"),
        (Row(points=2, type="Homework"), "unclear"),  # demerits may be counted upwards
        (Row(kind="Positive", type="Homework"), "good"),
        (Row(kind="Achievement", type="Behaviour"), "unclear"),
        (Row(title="Rewards", type="Homework"), "good"),
        (Row(title="Achievement report", type="Homework"), "good"),
        (Row(title="Report", achievement="Homework"), "good"),
        (Row(type="On report"), "incident"),
        (Row(title="Behaviour incidents", type="Homework"), "incident"),
        (Row(title="Achievement and behaviour report", type="Homework"), "unclear"),
        (Row(type="Behaviour"), "incident"),
        (Row(incident="Excellent effort", type="positive"), "good"),
        (Row(incident="Excellent effort", kind="P"), "good"),
        (Row(incident="Excellent effort"), "incident"),
        (Row(incident="Excellent effort", type="positive", points=-1), "incident"),
        (Row(incident="Disruption", type="positive"), "incident"),
        (Row(incident="Homework", type="positive"), "incident"),
        (Row(type="Late to lesson"), "incident"),
        (Row(type="Red Cross first aid"), "unclear"),
        (Row(type="Homework", kind="Positive", points=1), "good"),
        (Row(type="Demerit", said_good=True, points=-1), "incident"),
        (Row(), "unclear"),
    ],
)
def test_the_words_decide_and_trouble_wins(said: Row, verdict: str) -> None:
    assert judge(said) == Verdict(verdict)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("Green - Classwork", "Science", "Spoke up"), "Classwork in Science: Spoke up"),
        (("Merit", "", "Spoke up"), "Merit: Spoke up"),
        (("", "Science", "Spoke up"), "Achievement in Science: Spoke up"),
        (("Merit", "Science", ""), "Merit in Science"),
        (("Achievement", "", ""), "Achievement"),
    ],
)
def test_the_news_reads_well_in_a_call(parts: tuple[str, str, str], text: str) -> None:
    assert in_words(*parts) == text


# -- files as they come --------------------------------------------------------------------


def test_a_report_about_one_pupil_has_a_head_and_two_tables(
    ada: Given, run: Run, bring: Bring
) -> None:
    answer = bring(REPORT)
    assert (answer["new"], answer["refused"], answer["left_out"]) == (2, 0, 2)
    assert news(run) == [
        "Homework in History",
        "Classwork in Science: Explained, with a drawing, how plants breathe",
    ]
    assert bring(REPORT)["unchanged"] == 2


def test_the_incidents_may_stand_first(ada: Given, run: Run, bring: Bring) -> None:
    head, good, bad = REPORT.split("\n,,,,,\n")
    answer = bring("\n,,,,,\n".join((head, bad.strip(), good)))
    assert (answer["new"], answer["left_out"]) == (2, 2)


def test_each_pupil_may_have_a_head_of_their_own(ada: Given, run: Run, bring: Bring) -> None:
    ada.household("Shaw", "Ben", "Lee")
    other = REPORT.replace("Ada Okafor", "Ben Shaw").replace("History", "Music")
    assert bring(REPORT + other)["new"] == 4
    listed = run.ok("good-news", "list", "--format", "json").json
    told = {(each["pupil"], each["text"]) for each in listed}
    assert {("Ada Okafor", "Homework in History"), ("Ben Shaw", "Homework in Music")} <= told


@pytest.mark.parametrize(
    "head",
    [
        "Student name: Ada Okafor",
        "Student name: Okafor, Ada",
        "Student name:,Ada Okafor,Reg:,7KM",
        "Student name: Ada Okafor,Year: 7,Reg: 7KM",
        "Forename: Ada\nSurname: Okafor",
        "UPN,,R999999926001",
    ],
)
def test_a_head_is_written_in_many_ways(head: str, given: Given, bring: Bring) -> None:
    given.pupil(given.family(), upn="R999999926001")
    table = "Date,Type of achievement\n20/11/2026,Merit\n"
    assert bring(f"Report\n{head}\n\n{table}")["new"] == 1


def test_the_head_above_one_pupil_says_nothing_of_the_next(given: Given, bring: Bring) -> None:
    given.pupil(given.family(), upn="R999999926001")
    given.pupil(given.family("Shaw"), name="Ben Shaw")
    table = "Date,Type of achievement,Subject\n20/11/2026,Merit,{}\n"
    one = f"UPN,R999999926001,\nStudent name: Ada Okafor,,\n{table.format('Art')}"
    two = f"Student name: Ben Shaw,,\n{table.format('Music')}"
    assert bring(one + two)["new"] == 2
    of = "SELECT p.legal_name FROM good_news g JOIN pupil p ON p.id = g.pupil_id WHERE g.text LIKE "
    assert given.value(f"{of}'%Music'") == "Ben Shaw"


def test_a_table_that_names_its_pupils_is_not_about_the_one_above(
    ada: Given, run: Run, bring: Bring
) -> None:
    ada.household("Shaw", "Ben", "Lee")
    assert bring(f"Student name,Ada Okafor\n{HEAD}{row(pupil='Ben Shaw')}")["new"] == 1
    assert run.ok("good-news", "list", "--format", "json").json[0]["pupil"] == "Ben Shaw"


def test_the_title_of_a_table_says_what_is_in_it(ada: Given, run: Run, bring: Bring) -> None:
    head = "Date,Student,Type,Subject\n"
    rows = [f"20/11/2026,Ada Okafor,Homework,{subject}\n" for subject in ("Art", "Music", "French")]
    text = f"Rewards,,,\n{head}{rows[0]},,,\n{head}{rows[1]}Behaviour,,,\n{head}{rows[2]}"
    answer = bring(text)
    assert (answer["new"], answer["left_out"]) == (2, 1)
    assert news(run) == ["Homework in Music", "Homework in Art"]
    other = "Date,Student,Code,Subject\n20/11/2026,Ada Okafor,Homework,Drama\n"
    assert bring(f"Rewards,,,\n{head}{rows[0]},,,\n{other}")["new"] == 0  # of no title


def test_the_first_of_two_who_saw_the_same_counts(ada: Given, bring: Bring) -> None:
    answer = bring(HEAD + row() + row(staff="Ms Reid"))
    assert (answer["new"], answer["unchanged"], answer["refused"]) == (1, 1, 0)


def test_headings_that_come_again_on_a_new_page_are_no_row(ada: Given, bring: Bring) -> None:
    answer = bring(HEAD + row() + HEAD + row(text="Helped"))
    assert (answer["new"], answer["refused"]) == (2, 0)


def test_a_row_with_a_cell_too_many_is_refused(ada: Given, bring: Bring) -> None:
    answer = bring(HEAD + row().rstrip() + ",more\n", code=4)
    assert "behind the last heading" in answer["problems"][0]["problem"]


def test_a_row_whose_text_is_broken_is_refused(ada: Given, run: Run) -> None:
    text = (HEAD + row() + row(text="Sang\0")).encode() + "Só\n".encode("cp1252")
    answer = run("import", "achievements", "-", "--format", "json", stdin=text)
    assert (answer.code, answer.json["refused"]) == (4, 1)
    assert "NUL byte" in answer.json["problems"][0]["problem"]
    assert "read as Windows text" in answer.err


def test_refused_rows_can_be_mended_and_come_in(ada: Given, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_text(REPORT.replace("13/11/2026", "31/11/2026"), encoding="utf-8")
    run.ok("import", "achievements", str(file), "--skip-bad")
    beside = tmp_path / "report.csv.refused.csv"
    beside.write_text(beside.read_text(encoding="utf-8-sig").replace("31/11/2026", "13/11/2026"))
    run.ok("import", "achievements", str(beside))
    assert len(news(run)) == 2


def test_a_workbook_a_web_page_and_json_say_the_same(
    ada: Given, run: Run, bring: Bring, tmp_path: Path
) -> None:
    import csv

    rows = list(csv.reader(REPORT.splitlines()))
    book, page = tmp_path / "report.xlsx", tmp_path / "report.xls"
    book.write_bytes(xlsx(rows))
    half = next(at for at, cells in enumerate(rows) if cells[0] == "Behaviour incidents")
    page.write_text(f"<html>{_table(rows[:half])}{_table(rows[half:])}</html>", encoding="utf-8")
    first = run.ok("import", "achievements", str(book), "--format", "json").json
    assert (first["new"], first["left_out"]) == (2, 2)
    again = run.ok("import", "achievements", str(page), "--format", "json").json
    assert (again["new"], again["unchanged"], again["left_out"]) == (0, 2, 2)
    text = json.dumps([{"date": "2026-11-13", "pupil": "Ada Okafor", "achievement": "Merit"}])
    assert bring(text)["new"] == 1


def _table(rows: list[list[str]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in rows)
    return f"<table>{body}</table>"


def test_maps_are_kept_and_used(ada: Given, run: Run) -> None:
    text = "Logged,Child,Sort of praise\n20/11/2026,Ada Okafor,Homework\n"
    maps = ("--map", "Logged=date", "--map", "Sort of praise=achievement", "--save-map", "ours")
    run.ok("import", "achievements", "-", *maps, stdin=text)
    again = text.replace("Homework", "Reading")
    run.ok("import", "achievements", "-", "--use-map", "ours", stdin=again)
    assert news(run) == ["Reading", "Homework"]


def test_more_rows_than_a_school_has_are_refused(
    ada: Given, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parentlink.exchange.blocks.MOST_ROWS", 3)
    said = bring(HEAD + row() * 3, code=4)["said"]
    assert "more than 3 rows" in said


@pytest.mark.parametrize("head", ["Pupil,When given,Achievement type", "Pupil,Achievement type"])
def test_a_list_without_a_date_says_which_column_is_missing(
    run: Run, given: Given, head: str
) -> None:
    given.household()
    answer = run("import", "achievements", "-", stdin=f"Title\n{head}\nAda Okafor,Classwork,x\n")
    assert answer.code == 4
    assert 'has no column "date"; row 2 names "Pupil", ' in answer.err
    assert '--map "Their heading=date"' in answer.err
