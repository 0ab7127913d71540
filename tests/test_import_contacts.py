"""Import of a call log: who is meant, what is refused and why; a second run does nothing."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from conftest import Answer, Given, Run
from parentlink.parse.upn import check_letter
from parentlink.usecases.importing import aside
from parentlink.usecases.importing.contacts import rows as contact_rows

Log = Callable[..., Answer]
HEAD = "date,time,pupil,carer,tone,outcome,note\n"


def upn(number: int) -> str:
    digits = f"999{number:09}"
    return check_letter(digits) + digits


@pytest.fixture
def log(run: Run, tmp_path: Path) -> Log:
    """Import this text as a call log; its answer as JSON."""

    def bring(text: str | bytes, *words: str) -> Answer:
        path = tmp_path / "log.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run("import", "contacts", str(path), "--format", "json", *words)

    return bring


def contacts(db: Path, columns: str = "*") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as file:
        return file.execute(f"SELECT {columns} FROM contact ORDER BY id").fetchall()


def problem(answer: Answer) -> tuple[str, str]:
    """Under which heading the one refused row is wrong, and why."""
    assert answer.code == 4, answer
    (found,) = answer.json["problems"]
    return found["column"], found["problem"]


# -- what comes in -------------------------------------------------------------------------


def test_a_row_becomes_a_contact_with_everything_it_says(given: Given, log: Log, db: Path) -> None:
    given.household()
    answer = log(
        "Date of call,Time,Student,Parent,Type,Nature,Result,Mins,Logged by,Comments\n"
        "20/11/2026,3.40pm,Ada Okafor,Ngozi Okafor,phone call,praise,spoke to,1h 15,Mr Lee,Lovely\n"
    )
    assert answer.json | {"problems": []} == {
        **{"batch": 1, "new": 1, "changed": 0, "unchanged": 0, "refused": 0, "missing": 0},
        "problems": [],
        "removed": 0,
        "watch_out": [],
        "left_out": 0,
        "blocked": [],
        "moved": [],
        "refused_blocks": [],
    }
    columns = "happened_at, happened_on, carer_id, channel, direction, tone, outcome, minutes, note"
    assert contacts(db, columns) == [
        (
            *("2026-11-20 15:40:00.000000", "2026-11-20", 1, "call", "outgoing", "positive"),
            *("reached", 75, "Lovely"),
        )
    ]
    assert given.value("SELECT pupil_id FROM contact_pupil") == 1
    assert given.value("SELECT s.name FROM contact c JOIN staff s ON s.id = c.staff_id") == "Mr Lee"


def test_staff_whom_a_call_log_brings_may_be_on_the_staff_already(given: Given, log: Log) -> None:
    given.household()
    given.staff("Ms Anna Reid")
    callers = ["Ms Reid", *(f"Mr {letter}. Cole" for letter in "ABCDEFGHIJKLM")]
    rows = [f"2026-11-20,Ada Okafor,positive,{caller}\n" for caller in callers]
    said = log(f"date,pupil,tone,staff\n{''.join(rows)}").err
    assert "Mr K. Cole and 2 more." in said
    assert 'parentlink staff merge "Ms Anna Reid" "Ms Reid"' in said


def test_what_is_not_said_is_an_outgoing_call_by_who_imports(
    given: Given, log: Log, db: Path
) -> None:
    given.household()
    log("date,pupil,tone\n20/11/2026,Ada Okafor,concern\n")
    assert contacts(db, "channel, direction, outcome, carer_id") == [
        ("call", "outgoing", "reached", None)
    ]
    name = "SELECT s.name FROM contact c JOIN staff s ON s.id = c.staff_id"
    assert given.value(name) == "Ms Reid"
    assert given.value("SELECT happened_at FROM contact") == "2026-11-20 12:00:00.000000"


@pytest.mark.parametrize(
    ("moment", "stored"),
    [
        ("03/04/2026,16:00", "2026-04-03 15:00:00.000000"),  # day first, and summer time
        ("2026-04-03,", "2026-04-03 11:00:00.000000"),
        ("2026-04-03 16:00,", "2026-04-03 15:00:00.000000"),
        ("03/04/2026 00:00:00,", "2026-04-03 11:00:00.000000"),  # a spreadsheet's midnight
        ("2026-07-01,00:30", "2026-06-30 23:30:00.000000"),
        ("2026-10-25,01:30:00+00:00", "2026-10-25 01:30:00.000000"),
        ("2026-10-25,01:30:00", "2026-10-25 00:30:00.000000"),
        ("2026-01-06,00:30:00+01:00", "2026-01-05 23:30:00.000000"),
        ("2026-01-06,09:05:01.000250", "2026-01-06 09:05:01.000250"),
        ("2026-01-06T09:05:00Z,", "2026-01-06 09:05:00.000000"),
    ],
)
def test_moments_are_local_and_days_come_first(
    moment: str, stored: str, given: Given, log: Log
) -> None:
    given.household()
    log(f"date,time,pupil,tone\n{moment},Ada Okafor,positive\n")
    assert given.value("SELECT happened_at FROM contact") == stored


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/04/2026", "April has 30 days"),
        ("04/31/2026", "There is no date"),
        ("409681", "write the day and the month"),
        ("24/11/2026", "still to come"),
        ("yesterday", "Cannot read"),
        ("", "There is no date here"),
    ],
)
def test_a_date_that_is_none_is_refused(cell: str, why: str, given: Given, log: Log) -> None:
    given.household()
    column, said = problem(log(f"date,pupil,tone\n{cell},Ada Okafor,positive\n"))
    assert (column, why in said) == ("date", True), said
    assert given.value("SELECT COUNT(*) FROM contact") == 0


@pytest.mark.parametrize("cell", ["25:00", "3pm o'clock", "15:4", "12:00:00+99:99"])
def test_a_time_that_is_none_is_refused(cell: str, given: Given, log: Log) -> None:
    given.household()
    column, _ = problem(log(f"date,time,pupil,tone\n20/11/2026,{cell},Ada Okafor,positive\n"))
    assert column == "time"


@pytest.mark.parametrize(
    ("cells", "column"),
    [(",", "outcome"), (",reached", "tone"), ("lovely,", "tone"), ("positive,perhaps", "outcome")],
)
def test_how_it_went_must_be_said_in_our_words(
    cells: str, column: str, given: Given, log: Log
) -> None:
    given.household()
    assert problem(log(f"date,pupil,tone,outcome\n20/11/2026,Ada Okafor,{cells}\n"))[0] == column


@pytest.mark.parametrize("minutes", ["601", "-3", "ten", "06000"])
def test_minutes_are_0_to_600(minutes: str, given: Given, log: Log) -> None:
    given.household()
    answer = log(f"date,pupil,tone,minutes\n20/11/2026,Ada Okafor,positive,{minutes}\n")
    assert problem(answer)[0] == "minutes"


# -- who is meant --------------------------------------------------------------------------


def test_accents_case_and_order_of_a_name_do_not_matter(given: Given, log: Log) -> None:
    given.household("Wiśniewski", "Łukasz", "Agnieszka")
    names = ['"Wisniewski, Lukasz"', "LUKASZ WISNIEWSKI"]
    text = "".join(f"20/11/2026,{name},positive\n" for name in names)
    assert log(f"date,pupil,tone\n{text}").json["new"] == 2


def test_a_upn_or_a_family_or_its_id_or_a_number_is_enough(given: Given, log: Log) -> None:
    family = given.family("Okafor")
    given.pupil(family, name="Ada Okafor", upn=upn(1))
    given.carer(family)
    rows = [f"{upn(1)},,,", ",Okafor,,", f",,f{family},", f",,okafor-{family},", ",,,07700 900123"]
    text = "".join(f"20/11/2026,{row},positive\n" for row in rows)
    answer = log(f"date,upn,family,family_ref,phone,tone\n{text}")
    assert answer.json["new"] == 5
    who = "SELECT COUNT(*) FROM contact WHERE family_id = 1 AND carer_id IS NOT NULL"
    assert given.value(who) == 1  # the number is Ngozi's


WHO = "date,upn,pupil,tone\n20/11/2026"


@pytest.mark.parametrize("name", ["Ben Fox", "Fox, Ben", "Nobody Known"])
def test_a_name_beside_another_childs_upn_is_refused(name: str, given: Given, log: Log) -> None:
    """A spreadsheet of which one column was sorted: Cai's family was told what Ben did."""
    given.pupil(given.family("Fox"), name="Ben Fox", upn=upn(1))
    given.pupil(given.family("Eze"), name="Cai Eze", upn=upn(2))
    column, why = problem(log(f'{WHO},{upn(2)},"{name}",positive\n'))
    assert column == "pupil"
    assert "the UPN of this row is a pupil's of another name (p2)" in why


@pytest.mark.parametrize("name", ["", "ben fox", "Fox, Ben", "Ben Eze", "Bo Fox", "Benny", "p1"])
def test_a_name_beside_the_upn_may_be_an_old_one_or_half(name: str, given: Given, log: Log) -> None:
    more = {"preferred_name": "Benny", "preferred_key": "benny"}
    given.pupil(given.family("Fox"), name="Ben Fox", upn=upn(1), **more)
    assert log(f'{WHO},{upn(1)},"{name}",positive\n').json["new"] == 1


def test_the_name_of_a_merged_record_may_stand_beside_the_upn(
    given: Given, log: Log, run: Run
) -> None:
    family = given.family("Fox")
    kept = given.pupil(family, name="Sky Eze", upn=upn(1))
    other = given.pupil(family, name="Ben Fox")
    run.ok("merge", f"p{kept}", f"p{other}", "--yes", "--anyway")
    assert log(f"{WHO},{upn(1)},Ben Fox,positive\n").json["new"] == 1


def test_the_tutor_group_tells_two_of_one_name_apart(given: Given, log: Log) -> None:
    given.pupil(given.family("Khan"), name="Ali Khan", tutor_group="7KM")
    given.pupil(given.family("Khan"), name="Ali Khan", tutor_group="9RB")
    head = "date,pupil,form,tone\n"
    assert log(f"{head}20/11/2026,Ali Khan,9rb,positive\n").json["new"] == 1
    assert given.value("SELECT family_id FROM contact") == 2
    column, why = problem(log(f"{head}20/11/2026,Ali Khan,,positive\n"))
    assert column == "pupil"
    assert "f1 Khan, f2 Khan" in why


@pytest.fixture
def apart(given: Given) -> int:
    """One pupil with two households, both called Okafor; f1 is Mum's, f2 is Dad's."""
    mum, dad = given.family("Okafor"), given.family("Okafor")
    ada = given.pupil(mum, dad)
    given.link(ada, given.carer(mum, "Ngozi Okafor"), lives_with="yes")
    given.link(ada, given.carer(dad, "Chidi Okafor"), lives_with="no")
    return ada


@pytest.mark.parametrize(
    ("carer", "ref", "family"),
    [("Ngozi Okafor", "", 1), ("Chidi Okafor", "", 2), ("", "", 1), ("", "f2", 2)],
)
def test_of_two_households_the_carer_the_id_or_the_home_decides(
    carer: str, ref: str, family: int, apart: int, given: Given, log: Log
) -> None:
    log(f"date,pupil,carer,family_ref,tone\n20/11/2026,Ada Okafor,{carer},{ref},positive\n")
    assert given.value("SELECT family_id FROM contact") == family


def test_two_households_and_nothing_to_tell_them_apart_is_refused(given: Given, log: Log) -> None:
    given.pupil(given.family("Okafor"), given.family("Okafor"))
    _, why = problem(log("date,pupil,tone\n20/11/2026,Ada Okafor,positive\n"))
    assert "More than one family fits (f1 Okafor, f2 Okafor)" in why


def test_an_id_of_another_file_does_not_beat_the_name(given: Given, log: Log) -> None:
    given.household("Smith", "Sam", "Sue")
    given.household("Okafor")
    log("date,family_ref,family,tone\n20/11/2026,f1,Okafor,positive\n")
    assert given.value("SELECT family_id FROM contact") == 2


def test_the_contacts_of_one_family_keep_the_order_of_the_file(
    given: Given, log: Log, db: Path
) -> None:
    given.household()
    given.household("Ahmed", pupil="Ben", carer="Sara")
    rows = ["Ben Ahmed|1", "Ada Okafor|2", "Ben Ahmed|3", "Ada Okafor|4", "Ben Ahmed|5"]
    lines = [f"20/11/2026,,{row.split('|')[0]},,positive,,{row.split('|')[1]}\n" for row in rows]
    assert log(HEAD + "".join(lines)).json["new"] == 5
    assert contacts(db, "family_id, note") == [(1, "2"), (1, "4"), (2, "1"), (2, "3"), (2, "5")]


def test_siblings_stand_in_one_cell(given: Given, log: Log) -> None:
    family = given.family("Okafor")
    given.pupil(family, name="Ada Okafor", upn=upn(1))
    given.pupil(family, name="Obi Okafor")
    answer = log(f"date,upn,pupil,tone\n20/11/2026,{upn(1)}; ,Ada Okafor; Obi Okafor,positive\n")
    assert answer.json["new"] == 1
    assert given.value("SELECT COUNT(*) FROM contact_pupil WHERE contact_id = 1") == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Nobody Known,,", "pupil"),
        (",Nobody,", "family"),
        ("Ada Okafor,Smith,", "family"),
        ("Ada Okafor,,Uncle Bob", "carer"),
        (",,", "family"),
    ],
)
def test_who_is_not_on_file_is_refused(row: str, column: str, given: Given, log: Log) -> None:
    given.household()
    given.household("Smith", "Sam", "Sue")
    assert problem(log(f"date,pupil,family,carer,tone\n20/11/2026,{row},positive\n"))[0] == column


def test_a_carer_of_a_title_is_found_and_a_blocked_one_is_never_suggested(
    given: Given, log: Log
) -> None:
    family = given.household()
    given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    head = "date,pupil,carer,tone\n20/11/2026,Ada Okafor,"
    assert log(f"{head}Mrs Ngozi Okafor,positive\n").json["new"] == 1
    _, why = problem(log(f"{head}Bob,positive\n"))
    assert "Ngozi Okafor (c1)" in why
    assert "Max" not in why


@pytest.fixture
def parents(given: Given) -> int:
    """Ada with her mother (c1, 07700 900001) and father (c2, 07700 900002)."""
    family = given.family("Okafor")
    ada = given.pupil(family)
    for name, relation, last in (("Ngozi", "Mother", 1), ("Chidi", "father", 2)):
        way = f"+44770090000{last}"
        carer = given.carer(family, f"{name} Okafor", mobile_phone=way, home_phone="+441134960101")
        given.link(ada, carer, relationship=relation)
    return family


RANG = "date,pupil,carer,phone,tone\n20/11/2026,Ada Okafor,"


@pytest.mark.parametrize(
    ("cells", "carer"),
    [
        *((",07700 900001 (Mum)", 1), (",Mum's mobile 07700 900001", 1)),
        *((",07700 900002 (work)", 2), (",Dad: 07700 900002", 2)),
        *((",07700 900001 x2", 1), (",07700 900002 (ext. 204)", 2)),
        (",0113 496 0101 (Dad)", 2),  # both have this one
        (",07700 900777 (Dad)", 2),  # nobody has this one
        *(("Ngozi Okafor,07700 900001 (Mum)", 1), ("Mum,07700 900777 (Mum)", 1)),
    ],
)
def test_a_word_beside_the_number_is_read_as_in_a_families_file(
    cells: str, carer: int, parents: int, given: Given, log: Log
) -> None:
    assert log(f"{RANG}{cells},positive\n").json["new"] == 1
    assert given.value("SELECT carer_id FROM contact") == carer


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (",07700 900002 (Mum)", "on file it is Chidi Okafor's (c2)"),
        ("Mum,07700 900002 (Mum)", "on file it is Chidi Okafor's (c2)"),
        ("Chidi Okafor,07700 900777 (Mum)", "the row names Chidi Okafor (c2)"),
        ("Ngozi Okafor,07700 900002 (Dad)", "the row names Ngozi Okafor (c1)"),
        (",07700 900777 (Gran)", "no carer of these pupils is on file as that"),
        (",07700 900001 (do not call)", "put the words in a note"),
    ],
)
def test_a_word_that_is_not_the_carers_to_whom_the_number_belongs_is_asked_about(
    cells: str, why: str, parents: int, given: Given, log: Log
) -> None:
    column, said = problem(log(f"{RANG}{cells},positive\n"))
    assert (column, why in said) == ("phone", True), said
    assert given.value("SELECT COUNT(*) FROM contact") == 0


def test_of_two_who_are_that_to_the_pupil_a_word_beside_the_number_chooses_neither(
    parents: int, given: Given, log: Log
) -> None:
    given.link(1, given.carer(parents, "Ife Eze", mobile_phone=None), relationship="mum")
    _, why = problem(log(f"{RANG},07700 900777 (Mum),positive\n"))
    assert "more than one carer of these pupils is on file as that" in why


def test_a_word_beside_the_number_does_not_pass_by_a_block(
    parents: int, given: Given, log: Log, run: Run
) -> None:
    run.ok("carer", "edit", "c2", "--rule", "never", "--reason", "court order")
    for number in ("07700 900002", "07700 900777"):
        _, why = problem(log(f"{RANG},{number} (Dad),positive\n"))
        assert why.startswith("DO NOT CONTACT this carer: court order.")
    _, why = problem(log(f"{RANG},07700 900002 (Mum),positive\n"))
    assert "on file it is Chidi Okafor's (c2), who must not be contacted." in why


@pytest.mark.parametrize("day", ["1900-01-00", "02/01/1900", "20/11/1926", "2000-12-31"])
def test_a_day_that_is_older_than_any_pupil_is_a_slip(
    day: str, parents: int, given: Given, log: Log
) -> None:
    column, why = problem(log(f"date,pupil,tone\n{day},Ada Okafor,positive\n"))
    assert column == "date"
    assert day == "1900-01-00" or "more than 25 years ago. Please look at the day" in why
    assert log("date,pupil,tone\n2001-01-01,Ada Okafor,positive\n").json["new"] == 1


# -- carers who must not be contacted ------------------------------------------------------


@pytest.fixture
def blocked(given: Given) -> int:
    family = given.household()
    return given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")


def test_a_call_to_a_blocked_carer_is_refused_without_a_reason(
    blocked: int, given: Given, log: Log
) -> None:
    column, why = problem(log(HEAD + "20/11/2026,,Ada Okafor,Max Okafor,concern,,\n"))
    assert column == "carer"
    assert why.startswith("DO NOT CONTACT this carer: court order.")
    assert given.value("SELECT COUNT(*) FROM contact") == 0


def test_it_is_named_by_the_heading_of_the_file_and_so_is_a_day_to_come(
    blocked: int, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "Date,Pupil,Spoke to,Tone\n20/11/2026,Ada Okafor,Max Okafor,concern\n"
        "30/11/2027,Ada Okafor,,concern\n"
    )
    said = run("import", "contacts", str(path)).err
    assert 'Row 2, Spoke to ("Max Okafor"): DO NOT CONTACT this carer' in said
    assert 'Row 3, Date ("30/11/2027"): This is still to come' in said


@pytest.mark.parametrize(
    ("direction", "override", "kept"),
    [
        ("outgoing", "social worker asked", "social worker asked"),
        ("incoming", "", None),
        ("", "(logged before the rule)", None),
    ],
)
def test_it_comes_in_with_a_reason_or_when_they_rang_us(
    direction: str, override: str, kept: str | None, blocked: int, given: Given, log: Log
) -> None:
    row = f"20/11/2026,Ada Okafor,Max Okafor,concern,{direction},{override}"
    assert log(f"date,pupil,carer,tone,direction,override\n{row}\n").json["new"] == 1
    assert given.value("SELECT rule_override FROM contact") == kept


# -- again and again -----------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_leaves_no_trace(given: Given, log: Log, db: Path) -> None:
    given.household()
    row = "20/11/2026,15:40,Ada Okafor,Ngozi Okafor,positive,,Lovely\n"
    text = HEAD + row + row + row.replace("Lovely", "Again")  # two calls that say the same are two
    assert log(text).json["new"] == 3
    before = db.read_bytes()
    assert log(text).json == {
        **{"batch": None, "new": 0, "changed": 0, "unchanged": 3, "refused": 0, "missing": 0},
        "problems": [],
        "removed": 0,
        "watch_out": [],
        "left_out": 0,
        "blocked": [],
        "moved": [],
        "refused_blocks": [],
    }
    assert db.read_bytes() == before
    more = log(text + row).json
    assert (more["new"], more["unchanged"]) == (1, 3)


def test_rows_in_another_order_are_known_again(given: Given, log: Log) -> None:
    given.household()
    rows = [f"{day}/11/2026,,Ada Okafor,,positive,,\n" for day in (9, 10, 11)]
    log(HEAD + "".join(rows))
    assert log(HEAD + "".join(reversed(rows))).json["unchanged"] == 3


def test_a_known_id_with_other_values_is_changed_and_undone(
    given: Given, log: Log, run: Run
) -> None:
    given.household()
    head = "external_id,date,time,pupil,tone,note,staff\n"
    log(head + "a1,20/11/2026,15:40,Ada Okafor,positive,Lovely,Mr Lee\n")
    changed = head + "a1,20/11/2026,15:45,Ada Okafor,concern,Lovely,Mrs Osei\n"
    text = run.ok("import", "contacts", "-", "--dry-run", stdin=changed).out
    assert "2026-11-20 15:40:00 -> 2026-11-20 15:45:00" in text
    assert "tone positive -> concern" in text
    assert "note" not in text
    assert log(changed).json["changed"] == 1
    assert given.value("SELECT tone || happened_at FROM contact") == (
        "concern2026-11-20 15:45:00.000000"
    )
    run.ok("undo", "--yes")
    assert given.value("SELECT tone FROM contact") == "positive"


def test_blank_cells_and_missing_columns_change_nothing(given: Given, log: Log) -> None:
    given.household()
    log(
        "external_id,date,time,pupil,carer,channel,direction,tone,outcome,minutes,staff,note\n"
        "a1,20/11/2026,15:40,Ada Okafor,Ngozi Okafor,text,incoming,positive,,4,Mr Lee,Lovely\n"
    )
    assert (
        log(
            "external_id,date,time,pupil,carer,channel,direction,tone,outcome,minutes,staff,note\n"
            "a1,20/11/2026,,Ada Okafor,,,,positive,,,,\n"
        ).json["unchanged"]
        == 1
    )
    assert log("external_id,date,family,tone\na1,20/11/2026,Okafor,positive\n").json["unchanged"]


def test_other_pupils_are_a_change(given: Given, log: Log) -> None:
    family = given.household()
    given.pupil(family, name="Obi Okafor")
    head = "external_id,date,pupil,tone\na1,20/11/2026,"
    log(f"{head}Ada Okafor,positive\n")
    assert log(f"{head}Obi Okafor,positive\n").json["changed"] == 1
    assert given.value("SELECT pupil_id FROM contact_pupil") == 2
    assert given.value("SELECT COUNT(*) FROM contact_pupil") == 1


def test_one_id_twice_with_different_words_is_refused(given: Given, log: Log) -> None:
    given.household()
    text = "external_id,date,pupil,tone\na1,20/11/2026,Ada Okafor,positive\n"
    assert log(f"{text}a1,20/11/2026,Ada Okafor,positive\n").json["unchanged"] == 1
    column, why = problem(log(f"{text}a1,20/11/2026,Ada Okafor,concern\n"))
    assert column == "external_id"
    assert "same id" in why


def test_undo_takes_a_whole_import_back(given: Given, log: Log, run: Run) -> None:
    given.household()
    log(HEAD + "".join(f"{day:02}/11/2026,,Ada Okafor,,positive,,\n" for day in range(1, 20)))
    run.ok("undo", "--yes")
    assert given.value("SELECT COUNT(*) FROM contact") == 0
    assert given.value("SELECT COUNT(*) FROM contact_pupil") == 0


# -- bad rows and files --------------------------------------------------------------------


def test_one_bad_row_stops_everything_and_skip_bad_takes_the_others(
    given: Given, log: Log, tmp_path: Path
) -> None:
    given.household()
    text = HEAD + "20/11/2026,,Ada Okafor,,positive,,\n31/04/2026,,Ada Okafor,,positive,,\n"
    assert log(text).code == 4
    assert given.value("SELECT COUNT(*) FROM contact") == 0
    assert log(text, "--skip-bad").json["new"] == 1
    beside = (tmp_path / "log.csv.refused.csv").read_text("utf-8-sig")
    assert "31/04/2026" in beside
    assert "Row 3:" in beside


def test_rows_that_are_refused_late_are_whole_in_the_file_beside(
    blocked: int, log: Log, tmp_path: Path
) -> None:
    text = HEAD + "20/11/2026,,Ada Okafor,Max Okafor,concern,,Rang the wrong one\n"
    log(text, "--skip-bad")
    assert "Rang the wrong one" in (tmp_path / "log.csv.refused.csv").read_text("utf-8-sig")


def test_nul_giant_and_ragged_rows_are_refused_each_by_name(given: Given, log: Log) -> None:
    given.household()
    rows = [
        b"20/11/2026,,Ada\x00 Okafor,,positive,,",
        b"20/11/2026,,Ada Okafor,,positive,," + b"x" * 10_000_000,
        b"20/11/2026,,Ada Okafor,,positive,," + b"x" * 11_000,
        b"20/11/2026,,Ada Okafor",
        b"20/11/2026,,Ada Okafor,,positive,,fine",
    ]
    answer = log(HEAD.encode() + b"\n".join(rows) + b"\n")
    assert answer.code == 4
    said = {found["row"]: found["problem"] for found in answer.json["problems"]}
    assert list(said) == [2, 3, 4, 5]
    for row, why in {2: "NUL", 3: "too long", 4: "10,000 is the most", 5: "fewer cells"}.items():
        assert why in said[row]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("date,pupil,child,tone", "Two columns"),
        ("pupil,tone,note", "The date of each contact".lower()),
        ("date,note,tone", "who each contact was about"),
        ("date,pupil,note", "how each contact went"),
    ],
)
def test_a_file_without_the_columns_is_refused_whole(
    head: str, said: str, given: Given, run: Run
) -> None:
    given.household()
    answer = run("import", "contacts", "-", stdin=f"{head}\na,b,c,d\n"[: len(head) + 8])
    assert answer.code == 4
    assert said in answer.err


def test_map_names_a_column_and_is_kept_with_the_import(given: Given, run: Run) -> None:
    given.household()
    text = "Wann,Wer,tone\n20/11/2026,Ada Okafor,positive\n"
    maps = ("--map", "Wann=date", "--map", "Wer=pupil", "--save-map", "ours")
    run.ok("import", "contacts", "-", *maps, stdin=text)
    second = run.ok("import", "contacts", "-", "--use-map", "ours", stdin=text)
    assert "1 row of standard input stands on file already" in second.out


def test_a_dry_run_writes_nothing(given: Given, run: Run, db: Path) -> None:
    given.household()
    before = db.read_bytes()
    text = HEAD + "20/11/2026,,Ada Okafor,,positive,,\n"
    out = run.ok("import", "contacts", "-", "--dry-run", stdin=text).out
    assert "1 row: 1 new, 0 changed, 0 unchanged, 0 refused." in out
    assert db.read_bytes() == before


def test_somebody_who_writes_meanwhile_makes_it_look_again(
    given: Given, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.household()
    reads: list[int] = []
    read = contact_rows.read_contacts

    def disturbed(*parts: Any) -> Any:
        reads.append(1)
        found = read(*parts)
        if len(reads) == 1:
            given.contact(1, "2026-11-19", external_id="a1")
        return found

    monkeypatch.setattr("parentlink.commands.importing_rows.read_contacts", disturbed)
    text = "external_id,date,pupil,tone\na1,19/11/2026,Ada Okafor,concern\n"
    answer = log(text)
    assert (len(reads), answer.json["new"], answer.json["changed"]) == (2, 0, 1)


def test_more_than_a_hundred_changes_are_preceded_by_a_copy(
    given: Given, log: Log, tmp_path: Path
) -> None:
    given.household()
    rows = [f"20/11/2026,,Ada Okafor,,positive,,{n}\n" for n in range(101)]
    log(HEAD + "".join(rows[:100]))
    assert not (tmp_path / "backups").exists()
    log(HEAD + "".join(rows).replace("20/11", "19/11"))
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_rows_wait_in_a_private_file_when_there_are_many(
    given: Given, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "AT_A_TIME", 7)
    monkeypatch.setattr(contact_rows, "AT_A_TIME", 7)
    given.household()
    rows = [f"20/11/2026,,Ada Okafor,,positive,,{n}\n" for n in range(50)]
    assert log(HEAD + "".join(rows)).json["new"] == 50
    assert log(HEAD + "".join(rows)).json["unchanged"] == 50


def test_names_that_collide_in_the_quick_look_are_still_told_apart(
    given: Given, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_rows, "_SLOTS", 1)  # every row may be the twin of every other
    given.household()
    rows = [f"20/11/2026,,Ada Okafor,,positive,,{n % 20}\n" for n in range(40)]
    assert log(HEAD + "".join(rows)).json["new"] == 40
    assert log(HEAD + "".join(rows)).json["unchanged"] == 40


def test_the_example_call_log_fits_the_example_families(run: Run) -> None:
    examples = Path(__file__).parents[1] / "examples"
    run.ok("import", "families", str(examples / "families.csv"))
    answer = run.ok("import", "contacts", str(examples / "call-log.csv"), "--format", "json")
    assert answer.json["new"] == 9


def test_json_of_objects_is_read_as_well(given: Given, run: Run) -> None:
    given.household()
    text = json.dumps([{"date": "2026-11-20", "pupil": "Ada Okafor", "tone": "positive"}])
    assert run.ok("import", "contacts", "-", stdin=text).out.startswith("Imported contacts")


# -- the small tables ----------------------------------------------------------------------


def test_good_news_from_a_spreadsheet_waits_for_the_next_call(given: Given, run: Run) -> None:
    given.household()
    text = "date,student,good news\n20/11/2026,Ada Okafor,Won the poetry prize\n"
    run.ok("import", "good-news", "-", stdin=text)
    assert run.ok("good-news", "list", "--format", "json").json[0]["text"] == "Won the poetry prize"
    again = run.ok("import", "good-news", "-", stdin=text).out
    assert "1 row of standard input stands on file already" in again


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        ("good-news", "date,pupil,text\n20/11/2026,Nobody,Fine\n", "pupil"),
        ("good-news", "date,pupil,text\n24/12/2026,Ada Okafor,Fine\n", "date"),
        ("good-news", "date,pupil,text,told_in\n20/11/2026,Ada Okafor,Fine,x9\n", "told_in"),
        ("promises", "family,what,due_on,state\nOkafor,Ring,1/12/2026,kept\n", "closed_on"),
        ("promises", "family,what,due_on\nOkafor,,1/12/2026\n", "what"),
        ("staff", "name,email\nMr Lee,lee\n", "email"),
        ("terms", "kind,name,starts_on,ends_on\nterm,A,2026-12-01,2026-11-01\n", "ends_on"),
        ("terms", "kind,name,starts_on\nholiday,A,2026-12-01\n", "kind"),
        ("settings", "name,value\nno_such,1\n", "value"),
    ],
)
def test_small_tables_refuse_what_they_cannot_use(
    kind: str, text: str, column: str, given: Given, run: Run
) -> None:
    given.household()
    answer = run("import", kind, "-", "--format", "json", stdin=text)
    assert answer.code == 4, answer
    assert [found["column"] for found in answer.json["problems"]] == [column]


def test_terms_that_overlap_are_refused(given: Given, run: Run) -> None:
    given.staff()
    text = (
        "kind,name,starts_on,ends_on\nterm,Autumn,2026-09-03,2026-12-18\n"
        "term,Winter,2026-12-01,2027-02-01\n"
    )
    answer = run("import", "terms", "-", stdin=text)
    assert answer.code == 4
    assert "would overlap Autumn" in answer.err


def test_staff_come_into_a_file_that_is_not_there_yet(run: Run, db: Path) -> None:
    text = "name,role,tutor group\nMs Reid,tutor,7km\nMr Lee,SENCo,\n"
    run.ok("import", "staff", "-", "--dry-run", stdin=text)
    assert not db.exists()
    run.ok("import", "staff", "-", stdin=text)
    found = run.ok("staff", "list", "--format", "json").json
    assert [(row["name"], row["tutor_group"]) for row in found] == [
        ("Mr Lee", None),
        ("Ms Reid", "7KM"),
    ]


# -- the carer as tutors write it --------------------------------------------------------------


@pytest.fixture
def okafors(given: Given) -> dict[str, int]:
    """Ada's mother, father and aunt, by what they are to her."""
    family = given.family()
    ada = given.pupil(family)
    carers = {}
    for name, title, relation in (
        ("Ngozi Okafor", "Mrs", "Mother"),
        ("Jonathan Okafor", "Mr", "father"),
        ("Ruth Adeyemi", None, "aunt"),
    ):
        carers[relation] = given.carer(family, name, title=title)
        given.link(ada, carers[relation], relationship=relation)
    return carers


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("Mum", "Mother"), ("mother", "Mother"), ("Mrs Okafor", "Mother"), ("Ngozi", "Mother")),
        *(("Dad", "father"), ("Mr Okafor", "father"), ("Aunt", "aunt"), ("Ms Adeyemi", "aunt")),
    ],
)
def test_a_carer_of_the_pupil_may_be_named_as_at_the_keyboard(
    okafors: dict[str, int], log: Log, db: Path, said: str, meant: str
) -> None:
    answer = log(f"{HEAD}20/11/2026,15:40,Ada Okafor,{said},positive,reached,Lovely\n")
    assert answer.json["new"] == 1
    assert contacts(db, "carer_id") == [(okafors[meant],)]


def test_the_mother_of_another_pupil_is_no_mum_of_this_one(
    okafors: dict[str, int], given: Given, log: Log
) -> None:
    family = given.value("SELECT id FROM family")
    ben = given.pupil(family, name="Ben Adeyemi")
    given.link(ben, okafors["aunt"], relationship="mother")
    given.link(ben, okafors["Mother"], relationship="stepmother")
    row = "20/11/2026,15:40,{},Mum,positive,reached,Lovely\n"
    assert log(HEAD + row.format("Ben Adeyemi")).json["new"] == 1
    assert given.value("SELECT carer_id FROM contact") == okafors["aunt"]
    cy = given.pupil(family, name="Cy Adeyemi")
    given.link(cy, okafors["Mother"], relationship="stepmother")
    assert log(HEAD + row.format("Cy Adeyemi")).code == 4


@pytest.mark.parametrize("said", ["Mr Adeyemi", "Mrs Jonathan"])
def test_a_title_that_cannot_be_theirs_names_nobody(
    okafors: dict[str, int], log: Log, said: str
) -> None:
    assert okafors
    assert log(f"{HEAD}20/11/2026,15:40,Ada Okafor,{said},positive,reached,Lovely\n").code == 4


@pytest.mark.parametrize("said", ["Okafor", "Jo", "Ng", "Gran", "Mrs Smith", "Ngozi Smith", "Miss"])
def test_whoever_may_be_meant_otherwise_is_asked_about(
    okafors: dict[str, int], log: Log, said: str
) -> None:
    answer = log(f"{HEAD}20/11/2026,15:40,Ada Okafor,{said},positive,reached,Lovely\n")
    assert problem(answer)[0] == "carer"


def test_without_a_pupil_only_the_whole_name_counts(okafors: dict[str, int], log: Log) -> None:
    head = "date,time,family,carer,tone,outcome\n"
    answer = log(f"{head}20/11/2026,15:40,Okafor,Mum,positive,reached\n")
    assert problem(answer)[0] == "carer"


def test_a_barred_father_is_nobody_who_was_rung(
    okafors: dict[str, int], given: Given, log: Log, run: Run
) -> None:
    run.ok("carer", "edit", f"c{okafors['father']}", "--rule", "never", "--reason", "court order")
    answer = log(f"{HEAD}20/11/2026,15:40,Ada Okafor,Dad,positive,reached,Lovely\n")
    assert answer.code == 4
    assert "DO NOT CONTACT" in answer.json["problems"][0]["problem"]


def test_a_barred_fathers_number_beside_the_mothers_name_is_refused(
    okafors: dict[str, int], given: Given, log: Log, run: Run
) -> None:
    number = "07700 900999"
    run.ok("carer", "edit", f"c{okafors['father']}", "--phone", number)
    head = "date,pupil,carer,phone,tone,override\n"
    earlier = f"20/11/2026,Ada Okafor,Mum,{number},positive,\n"
    assert log(head + earlier).json["new"] == 1
    run.ok("carer", "edit", f"c{okafors['father']}", "--rule", "never", "--reason", "court order")
    assert log(head + earlier).json["unchanged"] == 1  # it was before the order
    column, why = problem(log(f"{head}21/11/2026,Ada Okafor,Mum,{number},positive,\n"))
    assert column == "carer"
    assert "that of somebody else, who must not be contacted" in why
    reason = "she rang us from there"
    assert log(f"{head}21/11/2026,Ada Okafor,Mum,{number},positive,{reason}\n").json["new"] == 1


def test_a_number_that_only_two_barred_carers_have_is_refused(
    okafors: dict[str, int], given: Given, log: Log, run: Run
) -> None:
    run.ok("carer", "add", "okafor", "Obi Okafor, grandfather, 0113 496 0101")
    run.ok("carer", "edit", f"c{okafors['father']}", "--home-phone", "0113 496 0101")
    for who in (f"c{okafors['father']}", "Obi Okafor"):
        run.ok("carer", "edit", who, "--rule", "never", "--reason", "court order")
    for cells in (",0113 496 0101", "Mum,0113 496 0101", ",0113 496 0101 (home)"):
        column, why = problem(
            log(f"date,pupil,carer,phone,tone\n20/11/2026,Ada Okafor,{cells},positive\n")
        )
        assert (column, "must not be contacted" in why) == ("carer", True), why


def test_a_barred_fathers_number_is_refused_though_his_other_record_has_no_rule(
    okafors: dict[str, int], given: Given, log: Log, run: Run
) -> None:
    run.ok("carer", "edit", f"c{okafors['father']}", "--phone", "07700 900999")
    run.ok("carer", "edit", f"c{okafors['father']}", "--rule", "never", "--reason", "court order")
    given.carer(given.household("Hart", pupil="Bo"), "E. Okafor", mobile_phone="+447700900999")
    column, why = problem(
        log("date,pupil,carer,phone,tone\n21/11/2026,Ada Okafor,Mum,07700 900999,positive\n")
    )
    assert (column, "must not be contacted" in why) == ("carer", True), why


@pytest.mark.parametrize(
    "head",
    [
        "Timestamp,Student name,Parent/carer,Positive or concern?,What was said?",
        "Date of contact,Pupil,Who contacted,Positive/Concern,Notes",
        "Date of contact,Pupil,Parent spoken to,Nature of call,Notes",
    ],
)
def test_a_form_that_tutors_fill_in_is_a_call_log(
    okafors: dict[str, int], log: Log, db: Path, head: str
) -> None:
    answer = log(f"{head}\n20/11/2026 15:40:12,Ada Okafor,Mum,Positive,Lovely\n")
    assert answer.json["new"] == 1
    assert contacts(db, "carer_id, tone, note") == [(okafors["Mother"], "positive", "Lovely")]
