"""Conversations and actions as files: out, in again to the same data, and bad rows refused."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Given, Run
from held_talks import action, answer, talk
from parentlink.rules.conversation_form import AREAS

TALKS = ("export", "conversations")
ACTIONS = ("export", "actions")
WHY = ("--restricted", "all", "--why", "moving house")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def people(given: Given) -> None:
    given.staff()
    given.staff("Mr Khan")
    given.household()


def term(given: Given) -> None:
    """One closed conversation with answers, one to come, and a chain of two actions."""
    people(given)
    held = talk(given, 1, 1, "2026-10-06", state="closed", carer_id=1, lead_id=2, room="H1",
                minutes_taken=45, pupil_view="=SUM(1)", handover_to_id=1)  # fmt: skip
    answer(given, held, "interests", "Comics, and\nfootball")
    answer(given, held, "fears", "SECRET", restricted=True)
    answer(given, held, "goals", "Speaks up", stage="plan")
    talk(given, 1, 1, "2027-06-08", term="summer", interpreter=True)
    first = action(given, 1, 1, "Seat", state="not-working", closed_on=date(2026, 11, 16),
                   result="Too bright", conversation_id=held, barrier="confidence")  # fmt: skip
    action(given, 1, 1, "Door", owner="pupil", replaces_id=first, shareable=True)


def test_the_headings_are_stable(run: Run, given: Given) -> None:
    term(given)
    talks = run.ok(*TALKS).out.splitlines()[0]
    assert talks == (
        "uid,date,time,family_ref,family,upn,pupil,carer,lead,next_lead,school_year,term,minutes,"
        "room,interpreter,state,minutes_taken,pupil_view,next_on,keep_in_touch,closed_on,"
        + ",".join(AREAS)
        + ",present,sequence"
    )
    assert run.ok(*ACTIONS).out.splitlines()[0] == (
        "external_id,family_ref,family,upn,pupil,owner,who,what,made_on,due_on,state,closed_on,"
        "result,barrier,shareable,staff,agreed_in,replaces"
    )


def test_a_summer_conversation_comes_out_in_local_time(run: Run, given: Given) -> None:
    term(given)
    winter, summer = rows(run.ok(*TALKS).out)
    assert (winter["date"], winter["time"]) == ("2026-10-06", "16:30:00")  # still summer time
    assert (summer["date"], summer["time"], summer["interpreter"]) == (
        *("2027-06-08", "16:30:00", "yes"),
    )


@pytest.mark.parametrize("form", ["csv", "json"])
def test_restricted_answers_come_out_only_by_name_and_with_a_reason(
    run: Run, given: Given, form: str
) -> None:
    term(given)
    assert "SECRET" not in run.ok(*TALKS, "--format", form).out
    assert "SECRET" not in run.ok(*ACTIONS, "--format", form).out
    assert "SECRET" in run.ok(*TALKS, *WHY, "--format", form).out
    assert given.value("SELECT summary FROM journal WHERE command = 'export'") == (
        "exported conversations with restricted facts: answers, pupil-views. Why: moving house"
    )
    assert run(*ACTIONS, *WHY).code == 2


def contents(given: Given) -> list[Any]:
    """What the file holds, without the ids of its own."""
    return [
        given_all(given, "SELECT v.uid, v.pupil_id, v.carer_id, s.name, v.handover_to_id IS NULL,"
                  " v.school_year, v.term, v.starts_at, v.starts_on, v.minutes, v.room,"
                  " v.interpreter, v.state, v.minutes_taken, v.pupil_view, v.next_on,"
                  " v.keep_in_touch, v.closed_on FROM conversation v"
                  " JOIN staff s ON s.id = v.lead_id ORDER BY v.uid"),
        given_all(given, "SELECT v.uid, w.stage, w.area, w.text, w.restricted"
                  " FROM conversation_answer w JOIN conversation v ON v.id = w.conversation_id"
                  " ORDER BY v.uid, w.area"),
        given_all(given, "SELECT a.external_id, a.pupil_id, a.owner, a.who, a.what, a.made_on,"
                  " a.due_on, a.state, a.closed_on, a.result, a.barrier, a.shareable, v.uid,"
                  " r.external_id FROM action a LEFT JOIN conversation v"
                  " ON v.id = a.conversation_id LEFT JOIN action r ON r.id = a.replaces_id"
                  " ORDER BY a.external_id"),
    ]  # fmt: skip


def given_all(given: Given, sql: str) -> list[Any]:
    from parentlink.store.store import Store

    store = Store(given.path)
    try:
        return [tuple(row) for row in store.cursor(sql)]
    finally:
        store.close()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_goes_out_comes_back_the_same(
    run: Run, given: Given, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    term(given)
    talks, actions = tmp_path / f"talks.{form}", tmp_path / f"actions.{form}"
    run.ok(*TALKS, *WHY, "--format", form, "-o", str(talks))
    run.ok(*ACTIONS, "--format", form, "-o", str(actions))
    before = contents(given)
    here = run.ok("import", "conversations", str(talks), "--format", "json").json
    assert (here["new"], here["changed"], here["refused"]) == (0, 0, 0), here

    other = Given(tmp_path / "other.db")
    people(other)
    monkeypatch.setenv("PARENTLINK_DB", str(other.path))
    run.ok("import", "conversations", str(talks))
    run.ok("import", "actions", str(actions))
    assert contents(other) == before
    for what, path in (("conversations", talks), ("actions", actions)):
        again = run.ok("import", what, str(path), "--format", "json").json
        assert (again["new"], again["changed"], again["refused"]) == (0, 0, 0), again


def test_an_import_is_undone_as_one(run: Run, given: Given, tmp_path: Path) -> None:
    people(given)
    sheet = tmp_path / "talks.csv"
    sheet.write_text("date,pupil,interests\n2026-10-06,Ada Okafor,Comics\n", encoding="utf-8")
    run.ok("import", "conversations", str(sheet))
    assert given.value("SELECT term || school_year || minutes || state FROM conversation") == (
        "autumn202660booked"
    )
    assert given.value("SELECT text FROM conversation_answer") == "Comics"
    run.ok("undo", "--yes")
    assert given.value("SELECT COUNT(*) FROM conversation") == 0
    assert given.value("SELECT COUNT(*) FROM conversation_answer") == 0


def test_areas_about_home_are_restricted_when_they_come_in(
    run: Run, given: Given, tmp_path: Path
) -> None:
    people(given)
    sheet = tmp_path / "talks.csv"
    sheet.write_text(
        "date,pupil,caring-role,fears,restricted\n2026-10-06,Ada Okafor,Cooks,Lifts,fears\n",
        encoding="utf-8",
    )
    run.ok("import", "conversations", str(sheet))
    assert given.value("SELECT SUM(restricted) FROM conversation_answer") == 2


def test_a_restricted_answer_stays_so_and_is_not_shown_when_a_file_changes_it(
    run: Run, given: Given, tmp_path: Path
) -> None:
    term(given)
    uid = given.value("SELECT uid FROM conversation WHERE id = 1")
    sheet = tmp_path / "talks.csv"
    sheet.write_text(
        f"uid,date,time,pupil,fears,room\n{uid},2026-10-06,16:30,Ada Okafor,Dogs,H2\n",
        encoding="utf-8",
    )
    shown = run.ok("import", "conversations", str(sheet), "--dry-run")
    assert "SECRET" not in shown.out + shown.err
    run.ok("import", "conversations", str(sheet))
    kept = "SELECT text || restricted FROM conversation_answer WHERE area = 'fears'"
    assert given.value(kept) == "Dogs1"
    assert given.value("SELECT sequence FROM conversation WHERE id = 1") == 1


TALK = "date,time,pupil,state,minutes,next_on,keep_in_touch,closed_on,carer\n"
ACTION = "pupil,owner,who,what,due_on,state,closed_on,shareable,replaces,agreed_in\n"


@pytest.mark.parametrize(
    ("what", "text", "said"),
    [
        ("conversations", TALK + "2026-02-31,,Ada Okafor,,,,,,\n", "date"),
        ("conversations", TALK + "2026-10-06,25:00,Ada Okafor,,,,,,\n", "time"),
        ("conversations", TALK + "2026-10-06,,Nobody,,,,,,\n", "pupil"),
        ("conversations", TALK + "2026-10-06,,Ada Okafor,closed,,,,,\n", "closed"),
        ("conversations", TALK + "2026-10-06,,Ada Okafor,,300,,,,\n", "5 to 240"),
        ("conversations", TALK + "2026-10-06,,Ada Okafor,booked,,,,,Max Okafor\n", "contacted"),
        ("conversations", TALK + "2026-10-06,,Ada Okafor,,,,,,\n2026-10-07,,Ada Okafor,,,,,,\n",
         "another conversation in that term"),
        ("actions", ACTION + "Ada Okafor,nobody,Ms Reid,Seat,2026-11-27,,,,,\n", "must be one of"),
        ("actions", ACTION + "Ada Okafor,school,Ms Reid,,2026-11-27,,,,,\n", "nothing here"),
        ("actions", ACTION + "Ada Okafor,school,Ms Reid,Seat,,,,,,\n", "due_on"),
        ("actions", ACTION + "Ada Okafor,school,Ms Reid,Seat,2026-11-27,done,,,,\n", "closed_on"),
        ("actions", ACTION + "Ada Okafor,home,Ngozi,Bed,2026-11-27,,,yes,,\n", "stays between us"),
        ("actions", ACTION + "Ada Okafor,school,Ms Reid,Seat,2026-11-27,,,,lost,\n", "above"),
        ("actions", ACTION + "Ada Okafor,school,Ms Reid,Seat,2026-11-27,,,,,v1\n", "on file"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_what_to_do_and_nothing_is_written(
    run: Run, given: Given, tmp_path: Path, what: str, text: str, said: str
) -> None:
    people(given)
    given.carer(1, "Max Okafor", contact_rule="never", rule_reason="court order")
    sheet = tmp_path / "bad.csv"
    sheet.write_text(text, encoding="utf-8")
    answer = run("import", what, str(sheet))
    assert answer.code == 4, answer
    assert said in answer.err
    assert given.value("SELECT COUNT(*) FROM conversation") == 0
    assert given.value("SELECT COUNT(*) FROM action") == 0


def test_the_pupils_own_view_leaves_only_when_asked_for_by_name(run: Run, given: Given) -> None:
    given.household("Okafor")
    run.ok("conversation", "record", "ada", "--unbooked", "--pupil-view", "I like the small group")
    assert "small group" not in run.ok("export", "conversations").out
    assert (
        "small group"
        in run.ok("export", "conversations", "--restricted", "all", "--why", "annual review").out
    )


def test_targets_go_out_and_come_back_and_why_only_when_asked_for(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household("Okafor")
    given.household("Nowak", pupil="Jan", carer="Ewa")
    given.staff("Mr Shah")
    run.ok("conversation", "target", "add", "ada", "--reason", "pp", "--note", "since September",
           "--lead", "Mr Shah")  # fmt: skip
    run.ok("conversation", "target", "add", "jan", "--reason", "parent-asked")
    run.ok("conversation", "target", "remove", "jan")
    plain = run.ok("export", "targets").out
    assert "pp" not in plain
    assert "since September" not in plain
    whole = run.ok("export", "targets", "--restricted", "all", "--why", "annual review").out
    assert "Mr Shah,pp,since September" in whole
    (tmp_path / "targets.csv").write_text(whole, encoding="utf-8")
    (tmp_path / "plain.csv").write_text(plain, encoding="utf-8")
    for name in ("targets.csv", "plain.csv"):
        answer = run.ok("import", "targets", str(tmp_path / name), "--format", "json").json
        assert (answer["new"], answer["changed"], answer["unchanged"]) == (0, 0, 2)
    families = run.ok("export", "families").out
    (tmp_path / "families.csv").write_text(families, encoding="utf-8")
    other = ("--db", str(tmp_path / "other.db"))
    run.ok(*other, "import", "families", str(tmp_path / "families.csv"))
    run.ok(*other, "import", "targets", str(tmp_path / "targets.csv"))
    assert (
        run.ok(*other, "export", "targets", "--restricted", "all", "--why", "annual review").out
        == whole
    )


def test_a_pupil_is_no_target_twice(run: Run, given: Given) -> None:
    given.household("Okafor")
    run.ok("conversation", "target", "add", "ada", "--reason", "pp")
    answer = run("import", "targets", "-", stdin="pupil,reason\nAda Okafor,other\n")
    assert answer.code == 4
    assert "a target already" in answer.err


def test_who_was_there_may_stand_one_below_the_other_in_the_cell(run: Run, given: Given) -> None:
    given.household()
    cell = '"Ngozi Okafor\nMr Lee; ""Cole; Dr""\n"'
    text = f"date,pupil,lead,present\n2026-11-20,Ada Okafor,Ms Reid,{cell}\n"
    for new in (1, 0):
        answer = run.ok("import", "conversations", "-", "--format", "json", stdin=text).json
        assert answer["new"] == new
    found = [given.value(f"SELECT name FROM conversation_person WHERE id = {n}") for n in (1, 2, 3)]
    assert found == ["Ngozi Okafor", "Mr Lee", "Cole; Dr"]


def test_who_was_there_comes_in_once_and_is_never_taken_away(run: Run, given: Given) -> None:
    people(given)
    made = talk(given, 1, 1, "2026-10-06")
    given._insert("conversation_person", conversation_id=made, name="Ngozi Okafor")
    uid = given.value("SELECT uid FROM conversation")
    row = f"uid,date,time,pupil,present\n{uid},2026-10-06,16:30,Ada Okafor,"
    there = "SELECT name FROM conversation_person ORDER BY id"
    for cell in ('"""Bell; Ann""; ngozi okafor; Mr Khan; mr khan"', "Mr Khan", ""):
        run.ok("import", "conversations", "-", stdin=f"{row}{cell}\n")
        assert [name for (name,) in given_all(given, there)] == [
            *("Ngozi Okafor", "Bell; Ann", "Mr Khan"),
        ]


def test_a_calendars_number_never_falls(run: Run, given: Given) -> None:
    people(given)
    talk(given, 1, 1, "2026-10-06", sequence=4)
    uid = given.value("SELECT uid FROM conversation")
    head = f"uid,date,time,pupil,room,sequence\n{uid},2026-10-06,16:30,Ada Okafor"
    for cells, number in ((",2", 4), ("H1,2", 5), ("H1,9", 9), ("H2,9", 10)):
        run.ok("import", "conversations", "-", stdin=f"{head},{cells}\n")
        assert given.value("SELECT sequence FROM conversation") == number


@pytest.mark.parametrize(
    ("what", "row", "why"),
    [
        ("conversation-history", "nope,2026-09-01T08:00:00Z,moved,,,", "No conversation on file"),
        ("conversation-history", "{uid},2026-09-01T08:00:00,moved,,,", "is not a moment"),
        ("conversation-history", "{uid},2026-09-01T08:00:00Z,eaten,,,", "must be one of"),
        ("missed-steps", "{uid},reason,2026-11-02,2026-11-03,,", "a day and a result"),
        ("missed-steps", "{uid},reason,2026-11-02,2026-12-03,rang,", "still to come"),
    ],
)
def test_a_bad_row_of_what_happened_is_refused(
    what: str, row: str, why: str, run: Run, given: Given
) -> None:
    people(given)
    talk(given, 1, 1, "2026-10-06")
    heads = {
        "conversation-history": "conversation,happened_at,event,was_at,staff,reason",
        "missed-steps": "conversation,step,due_on,done_on,result,problem",
    }
    uid = given.value("SELECT uid FROM conversation")
    answer = run("import", what, "-", stdin=f"{heads[what]}\n{row.format(uid=uid)}\n")
    assert answer.code == 4, answer
    assert why in answer.err
