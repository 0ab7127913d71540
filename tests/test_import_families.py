"""import families: what a school's export becomes, and what it never may do."""

import csv
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from parentlink.parse.upn import check_letter
from parentlink.store.store import Entry, Store
from parentlink.usecases.importing.families.bring_in import (
    import_families,
    plan_families,
    read_families,
)
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.noting import Batch
from parentlink.usecases.importing.source import Source
from parentlink.views.importing import watched

EXAMPLE = Path(__file__).parents[1] / "examples" / "families.csv"
DIGITS = "999999926001"
UPN = check_letter(DIGITS) + DIGITS


def table(*rows: str) -> str:
    """Rows under one another."""
    return "\n".join(rows) + "\n"


def imported(run: Run, text: str | bytes, *options: str) -> Answer:
    """The answer to an import of this text from standard input."""
    return run("import", "families", "-", *options, stdin=text)


def ok(run: Run, text: str | bytes, *options: str) -> Answer:
    """An import that must end well."""
    answer = imported(run, text, *options)
    assert answer.code == 0, answer
    return answer


def counts(answer: Answer) -> list[int]:
    """New, changed, unchanged, refused."""
    return [answer.json[name] for name in ("new", "changed", "unchanged", "refused")]


def as_json(run: Run, text: str | bytes, *options: str) -> Answer:
    """The answer as scripts get it."""
    return imported(run, text, "--format", "json", *options)


def families_of(given: Given, pupil: str) -> int:
    """In how many households a pupil is."""
    return int(
        given.value(
            "SELECT COUNT(*) FROM pupil_family pf JOIN pupil p ON p.id = pf.pupil_id"
            " WHERE p.legal_name = :pupil",
            pupil=pupil,
        )
    )


def number_of(given: Given, name: str) -> int:
    """How many rows a table has."""
    return int(given.value(f"SELECT COUNT(*) FROM {name}"))


def of_carer(given: Given, column: str, name: str = "Ngozi Okafor") -> object:
    """One fact about a carer."""
    return given.value(f"SELECT {column} FROM carer WHERE name = :name", name=name)


ADA = "Ada Okafor,7KM,Ngozi Okafor,mother,07700 900101"
HEAD = "pupil,tutor_group,carer,relationship,mobile_phone"


# -- in, and in again ------------------------------------------------------------------------


def test_the_example_comes_in_and_a_second_time_changes_nothing(run: Run, given: Given) -> None:
    first = run.ok("import", "families", str(EXAMPLE))
    assert "30 new pupils" in first.out
    assert first.out.endswith("Undo: parentlink undo\n")
    before = [number_of(given, name) for name in ("journal", "import_batch", "change")]
    second = run.ok("import", "families", str(EXAMPLE))
    assert "Nothing to change" in second.out
    assert [number_of(given, name) for name in ("journal", "import_batch", "change")] == before
    again = run.ok("import", "families", str(EXAMPLE), "--format", "json")
    assert again.json == {
        "batch": None,
        "new": 0,
        "changed": 0,
        "unchanged": 52,
        "refused": 0,
        "missing": 0,
        "problems": [],
        "removed": 0,
        "watch_out": [],
        "left_out": 0,
        "blocked": [],
        "moved": [],
        "refused_blocks": [],
    }


def test_undo_takes_an_import_back_whole(run: Run, given: Given) -> None:
    run.ok("import", "families", str(EXAMPLE))
    run.ok("undo", "--yes")
    tables = ("pupil", "carer", "family", "pupil_carer", "pupil_family")
    assert [number_of(given, name) for name in tables] == [0] * 5


def test_a_dry_run_writes_nothing_not_even_a_new_file(run: Run, db: Path) -> None:
    answer = ok(run, table(HEAD, ADA), "--dry-run")
    assert not db.exists()
    assert "New pupil: Ada Okafor (row 2)" in answer.out
    assert as_json(run, table(HEAD, ADA), "--dry-run").json["batch"] is None


def test_a_dry_run_shows_each_value_from_what_to_what(run: Run) -> None:
    ok(run, table(HEAD, ADA))
    changed = ADA.replace("900101", "900102").replace("7KM", "7LB")
    answer = ok(run, table(HEAD + ",upn", ADA + f",{UPN}"), "--dry-run")
    assert "1 changed" in answer.out
    ok(run, table(HEAD + ",upn", ADA + f",{UPN}"))
    answer = ok(run, table(HEAD + ",upn", changed + f",{UPN}"), "--dry-run")
    assert "Row 2, Ada Okafor: tutor group 7KM -> 7LB" in answer.out
    assert "Row 2, Ngozi Okafor: mobile phone 07700 900101 -> 07700 900102" in answer.out


def test_a_week_later_everything_that_changed_is_said(run: Run, given: Given) -> None:
    head = HEAD + ",pupil_id,carer_id,court order"
    father = "Ada Okafor,7KM,Chidi Okafor,father,07700 900102,12,C2,"
    ok(run, table(head, f"{ADA},12,C1,", father, "Ben Reid,7KM,,,,13,,"))
    later = table(
        head,
        f"{ADA},12,C1,".replace("7KM", "7LB").replace("900101", "900155"),
        father.replace("7KM", "7LB") + "Order of 20 Nov",
        "Ada Okafor,7LB,Grace Okafor,grandmother,07700 900177,12,C3,",
        "Cara Lunt,7KM,,,,14,,",
    )
    seen = ok(run, later, "--dry-run").out.splitlines()
    assert seen[1:] == [
        "4 rows: 2 new, 2 changed, 0 unchanged, 0 refused. 1 pupil missing from the file.",
        "New carer: Grace Okafor, carer of Ada Okafor (row 4)",
        "New family: Lunt (row 5)",
        "New pupil: Cara Lunt (row 5)",
        "Row 2, Ada Okafor: tutor group 7KM -> 7LB",
        "Row 2, Ngozi Okafor: mobile phone 07700 900101 -> 07700 900155",
        "Row 3, Chidi Okafor: contact rule allow -> never",
        "Row 3, Chidi Okafor: rule reason (blank) -> Order of 20 Nov",
        "DO NOT CONTACT Chidi Okafor (row 3): Order of 20 Nov",
        "Not in the file, and left as they are: Ben Reid (p2, 7KM). For one who has left: "
        "parentlink pupil edit p2 --leaves DAY",
    ]
    done = ok(run, later)
    assert "DO NOT CONTACT Chidi Okafor (row 3): Order of 20 Nov\n" in done.err
    words = "1 new pupil, 1 carer, 1 family, 2 rows changed"
    assert done.out == f"Imported standard input: {words}. Undo: parentlink undo\n"
    assert words in run.ok("undo", "--list").out


def test_a_batch_says_what_became_of_the_rows(run: Run, given: Given) -> None:
    answer = as_json(run, table(HEAD, ADA, "Ben Reid,7KM,,,"))
    assert counts(answer) == [2, 0, 0, 0]
    assert answer.json["batch"] == 1
    assert given.value("SELECT new_rows FROM import_batch WHERE id = 1") == 2
    answer = as_json(run, table(HEAD, ADA.replace("900101", "900109"), "Ben Reid,7KM,,,"))
    assert counts(answer) == [0, 1, 1, 0]


BATCH_OF = (
    "SELECT b.kind || b.id FROM journal j JOIN import_batch b ON b.id = j.batch_id"
    " WHERE j.command = :command"
)


def test_the_history_knows_its_batch_even_when_it_was_taken_back(run: Run, given: Given) -> None:
    ok(run, table(HEAD, ADA))
    run.ok(
        "import", "contacts", "-", stdin=table("date,pupil,tone", "2/11/2026,Ada Okafor,positive")
    )
    assert given.value(BATCH_OF, command="import families") == "families1"
    assert given.value(BATCH_OF, command="import contacts") == "contacts2"
    run.ok("undo", "--yes")
    assert given.value(BATCH_OF, command="import contacts") == "contacts2"
    assert given.value("SELECT COUNT(*) FROM journal WHERE batch_id IS NOT NULL") == 2


def test_kept_map_lines_are_part_of_the_import(run: Run, given: Given) -> None:
    text = table("Kid,Form", "Ada Okafor,7KM")
    ok(run, text, "--map", "Kid=pupil", "--save-map", "ours")
    assert number_of(given, "journal") == 2  # who is at the keyboard, and the import
    ok(run, text, "--use-map", "ours", "--save-map", "again")
    assert number_of(given, "setting") == 2


def test_a_missing_column_changes_nothing_and_neither_does_a_blank_cell(
    run: Run, given: Given
) -> None:
    ok(run, table(HEAD + ",email", ADA + ",ngozi@example.org"))
    assert counts(as_json(run, table(HEAD, ADA))) == [0, 0, 1, 0]
    assert counts(as_json(run, table(HEAD + ",email", ADA + ","))) == [0, 0, 1, 0]
    ok(run, table(HEAD + ",email", ADA + ","), "--blank-clears")
    assert of_carer(given, "email") is None


def test_pupils_of_the_group_who_are_not_in_the_file_are_named_and_kept(
    run: Run, given: Given
) -> None:
    ok(run, table(HEAD, ADA, "Ben Reid,7KM,,,", "Cara Lunt,8LB,,,"))
    answer = as_json(run, table(HEAD, ADA))
    assert answer.json["missing"] == 1
    assert "Ben Reid (p2, 7KM)" in imported(run, table(HEAD, ADA)).err
    assert number_of(given, "pupil") == 3


def test_a_wrong_column_does_not_fill_the_screen(run: Run) -> None:
    rows = [f"Pupil {number},7KM,Carer {number},nonsense" for number in range(130)]
    answer = imported(run, table("pupil,tutor group,carer,mobile", *rows))
    lines = answer.err.splitlines()
    assert sum(line.startswith("Row ") for line in lines) == 100
    assert (
        "... and 30 more. --skip-bad writes every one of them to a file to be mended" in answer.err
    )
    assert len(as_json(run, table("pupil,tutor group,carer,mobile", *rows)).json["problems"]) == 130


def test_a_pupil_whose_row_is_refused_is_not_missing(run: Run) -> None:
    ok(run, table(HEAD, ADA))
    answer = as_json(run, table(HEAD, ADA.replace("07700 900101", "1"), "Ben Reid,7KM,,,"))
    assert (answer.json["refused"], answer.json["missing"]) == (1, 0)


# -- many programs' spellings ----------------------------------------------------------------


def test_a_parentmail_export_is_read(run: Run, given: Given) -> None:
    text = table(
        "StudentForename,StudentSurname,StudentID,Year,Reg,DOB,Gender,Relationship,Title,"
        "ContactForename,ContactSurname,ContactID,PrimaryEmail,MobileNumber,Postcode,Priority",
        "Ada,Okafor,S1,7,7KM,14/10/2014,F,Mother,Mrs,Ngozi,Okafor,C1,n@example.org,07700 900101,,1",
    )
    answer = ok(run, text)
    assert 'Not read: "Gender"' in answer.err
    found = given.value(
        "SELECT p.legal_name || '|' || p.year_group || '|' || p.date_of_birth || '|' || c.title"
        " || '|' || c.name || '|' || c.mobile_phone || '|' || l.relationship FROM pupil p"
        " JOIN pupil_carer l ON l.pupil_id = p.id JOIN carer c ON c.id = l.carer_id"
    )
    assert found == "Ada Okafor|7|2014-10-14|Mrs|Ngozi Okafor|+447700900101|Mother"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        *(("Ms,Di,Roe", ("Ms", "Di Roe")), ("Mr,Al,de Souza", ("Mr", "Al de Souza"))),
        *((",Ms Di,Roe", ("Ms", "Di Roe")), ("Mr,,Di Roe", (None, "Mr Di Roe"))),
        *(("Mr,C,Roe", (None, "Mr C Roe")), ("Mr,,van der Berg", (None, "Mr van der Berg"))),
    ],
)
def test_a_forename_that_is_also_a_little_word_is_one_in_its_own_column(
    run: Run, given: Given, said: str, kept: tuple[str | None, str]
) -> None:
    head = "pupil,tutor group,title,contact forename,contact surname,relationship,mobile"
    text = f"{head}\nCai Roe,7KM,{said},parent,07700 900003\n"
    run.ok("import", "families", "-", stdin=text)
    assert (given.value("SELECT title FROM carer"), given.value("SELECT name FROM carer")) == kept


def test_a_sims_report_with_titles_above_is_read(run: Run, given: Given) -> None:
    text = table(
        "Contacts of 7KM;;;;;",
        ";;;;;",
        "Surname Forename;Reg;Year;Contact Name;Parental Responsibility;Main Telephone",
        "Okafor, Ada;7KM;Year 7;Mrs Ngozi Okafor;T;01632 960101",
        "OKAFOR Ben;7KM;Year 7;Mrs Ngozi Okafor;T;01632 960101",
        "Total: 2;;;;;",
    )
    ok(run, text.encode("cp1252"))
    assert number_of(given, "carer") == 1
    assert of_carer(given, "title || home_phone") == "Mrs+441632960101"
    assert given.value("SELECT COUNT(*) FROM pupil_carer WHERE responsibility = 'yes'") == 2
    names = given.value("SELECT GROUP_CONCAT(legal_name, '; ') FROM pupil")
    assert names == "Ada Okafor; Ben OKAFOR"


def test_arbor_words_are_read(run: Run, given: Given) -> None:
    text = table(
        "Legal Forename,Legal Surname,Year Group,Registration form,Guardian Name,"
        "Primary Guardian,Legal Guardian,Emergency contact",
        "Ada,Okafor,Year 7,7KM,Ngozi Okafor,Yes,Y,TRUE",
        "Ada,Okafor,Year 7,7KM,Chidi Okafor,No,N,0",
    )
    ok(run, text)
    links = given.value(
        "SELECT GROUP_CONCAT(priority || responsibility || emergency, ' ') FROM pupil_carer"
    )
    assert links == "1yes1 2no0"


ORDER = "SELECT GROUP_CONCAT(priority || emergency, ' ') FROM pupil_carer"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("2", "1"), "21 11"),
        (("3", "2.0"), "31 21"),
        (("2", "0"), "21 30"),
        (("2", ""), "21 30"),
        (("1", "1"), "11 21"),  # yes and yes
        (("Y", "N"), "11 20"),
    ],
)
def test_numbers_of_emergency_contacts_are_their_order(
    run: Run, given: Given, said: tuple[str, str], kept: str
) -> None:
    text = table(
        "UPN,Pupil,Guardian Name,Emergency contact",
        f"{UPN},Ada Okafor,Chidi Okafor,{said[0]}",
        f"{UPN},Ada Okafor,Ngozi Okafor,{said[1]}",
    )
    answer = ok(run, text)
    assert given.value(ORDER) == kept
    is_order = said[0] in "23"
    assert ('under "Emergency contact" were taken for the order' in answer.err) is is_order
    assert counts(as_json(run, text)) == [0, 0, 2, 0]


def test_a_column_for_the_order_goes_before_the_numbers_of_emergency_contacts(
    run: Run, given: Given
) -> None:
    text = table(
        "UPN,Pupil,Guardian Name,Primary Guardian,Emergency contact,Priority",
        f"{UPN},Ada Okafor,Chidi Okafor,Yes,2,1",
        f"{UPN},Ada Okafor,Ngozi Okafor,Yes,1,",
        f"{UPN},Ada Okafor,Grace Eze,Yes,4,",
    )
    ok(run, text)
    assert given.value(ORDER) == "11 11 41"


def test_of_id_forename_and_surname_twice_the_second_is_the_carers(run: Run, given: Given) -> None:
    text = table(
        "ID,Forename,Surname,ID,Priority,Parental responsibility (T/F),Lives with Pupil (T/F),"
        "Title,Forename,Surname,Main Telephone",
        "1,Ada,Okafor,9,1,T,T,Mrs,Ngozi,Eze,07700 900101",
    )
    assert "the second for the carer's" in ok(run, text).err
    assert of_carer(given, "external_id", "Ngozi Eze") == "9"
    assert given.value("SELECT legal_name || external_id FROM pupil") == "Ada Okafor1"


@pytest.mark.parametrize(
    "heading",
    [
        "UPN,Legal Forename,Legal Surname,Reg,Forename,Surname,Mobile,Court Order",
        "UPN,Student Forename,Student Surname,Reg,Forename,Surname,Mobile,Relationship",
        "UPN,Legal Forename,Surname,Reg,Forename,Surname,Mobile,Priority",
    ],
)
def test_the_second_name_is_the_carers_under_another_heading_too(
    run: Run, given: Given, heading: str
) -> None:
    last = {"Order": "Y", "Relationship": "Mother"}.get(heading.split()[-1].split(",")[-1], "1")
    text = table(heading, f"{UPN},Ada,Okafor,7KM,Ngozi,Eze,07700 900101,{last}")
    said = ok(run, text).err
    assert '"Forename" and "Surname' in said
    assert "for the carer's" in said
    assert given.value("SELECT legal_name || tutor_group FROM pupil") == "Ada Okafor7KM"
    assert given.value("SELECT name || mobile_phone FROM carer") == "Ngozi Eze+447700900101"
    if last == "Y":
        assert given.value("SELECT contact_rule FROM carer") == "never"


@pytest.mark.parametrize(
    "heading",
    [
        "UPN,Reg,Legal Forename,Legal Surname,Forename,Surname,Mobile,Email",
        "UPN,Reg,Legal Forename,Legal Surname,Forename,Surname,Contact Name,Relationship",
        "UPN,Reg,Legal Forename,Legal Surname,Forename,Surname,Mother,Court Order",
    ],
)
def test_a_pupils_other_name_is_never_taken_for_a_carers(run: Run, heading: str) -> None:
    text = table(heading, f"{UPN},7KM,Adaeze,Okafor,Ada,Okafor,07700 900101,")
    answer = imported(run, text)
    assert answer.code == 4
    assert "Please say what each of them is" in answer.err
    assert '--map "Legal Forename=forename" --map "Forename="' in answer.err


def test_of_two_names_in_an_unusual_order_somebody_says_whose_they_are(
    run: Run, given: Given
) -> None:
    text = table(
        "ID,Title,Forename,Surname,ID,Forename,Surname,DOB",
        ",Mrs,Ngozi,Eze,,Ada,Okafor,14/10/2014",
    )
    answer = imported(run, text)
    assert answer.code == 4
    wishes = '--map "Surname#1=surname" --map "Surname#2=carer_surname"'
    assert f'--map "Forename#1=forename" --map "Forename#2=carer_forename" {wishes}' in answer.err
    maps = ["Forename#2=forename", "Surname#2=surname"]
    maps += ["Forename#1=carer_forename", "Surname#1=carer_surname"]
    options = [word for text_map in maps for word in ("--map", text_map)]
    ok(run, text, *options, "--save-map", "booking")
    assert given.value("SELECT name FROM carer") == "Ngozi Eze"
    assert counts(as_json(run, text, "--use-map", "booking")) == [0, 0, 1, 0]


def test_the_second_names_are_not_the_carers_where_a_birthday_follows_them(run: Run) -> None:
    head = "ID,Forename,Surname,ID,Forename,Surname,DOB,Mobile"
    text = table(head, "9,Ngozi,Eze,1,Ada,Okafor,14/10/2014,07700 900101")
    answer = imported(run, text)
    assert answer.code == 4
    assert "Please say what each of them is" in answer.err


def test_equal_columns_that_mean_the_same_are_no_trouble(run: Run) -> None:
    assert imported(run, table("pupil,year,nc year", "Ada Okafor,7,7")).code == 0
    assert imported(run, table("pupil,year,nc year", "Ada Okafor,Year 7,7")).code == 0
    answer = imported(run, table("pupil,year,nc year", "Ada Okafor,7,8"))
    assert answer.code == 4
    assert "Row 2 differ" in answer.err


def test_of_two_columns_of_one_field_the_one_that_says_something_counts(
    run: Run, given: Given
) -> None:
    head = "pupil,form,carer,Home Email,Primary Email,HouseName,HouseNumber"
    ok(run, table(head, "Ada Okafor,7KM,Ngozi Okafor,,n@example.org,The Mill,12"))
    assert of_carer(given, "email") == "n@example.org"


def test_a_map_that_was_not_saved_is_not_found(run: Run) -> None:
    ok(run, table(HEAD, ADA))
    assert imported(run, table(HEAD, ADA), "--use-map", "nobody").code == 3


def test_restricted_columns_are_only_read_when_asked_for(run: Run, given: Given) -> None:
    text = table("pupil,tutor_group,pupil premium,SEN", "Ada Okafor,7KM,Y,K")
    assert "--restricted" in ok(run, text).err
    assert given.value("SELECT pupil_premium FROM pupil") is None
    ok(run, text, "--restricted")
    assert given.value("SELECT pupil_premium || sen_status FROM pupil") == "1K"


# -- who is who ------------------------------------------------------------------------------


def test_one_carer_on_siblings_is_one_carer_and_one_family(run: Run, given: Given) -> None:
    ok(run, table(HEAD, ADA, ADA.replace("Ada", "Ben")))
    assert [number_of(given, name) for name in ("pupil", "carer", "family")] == [2, 1, 1]


def test_the_same_surname_is_never_the_same_family(run: Run, given: Given) -> None:
    ok(run, table(HEAD, ADA, "Ben Okafor,7KM,Chidi Okafor,father,07700 900102"))
    assert number_of(given, "family") == 2


def test_the_same_name_with_another_number_is_another_carer(run: Run, given: Given) -> None:
    ok(run, table(HEAD, ADA, "Ben Smith,7KM,Ngozi Okafor,mother,07700 900199"))
    assert [number_of(given, name) for name in ("carer", "family")] == [2, 2]


def test_carers_who_live_apart_have_two_households(run: Run, given: Given) -> None:
    head = HEAD + ",lives with pupil"
    father = "Ada Okafor,7KM,Chidi Okafor,father,07700 900102,N"
    ok(run, table(head, ADA + ",Y", father))
    assert (number_of(given, "family"), families_of(given, "Ada Okafor")) == (2, 2)
    ok(run, table(HEAD, ADA, "Ada Okafor,7KM,Chidi Okafor,father,07700 900102"))
    assert number_of(given, "family") == 2


def test_different_postcodes_are_two_households(run: Run, given: Given) -> None:
    head = HEAD + ",postcode,admission number"
    father = "Ada Okafor,7KM,Chidi Okafor,father,07700 900102"
    ok(run, table(head, ADA + ",ZZ99 1AA,12", father + ",ZZ99 2BB,12"))
    assert families_of(given, "Ada Okafor") == 2
    text = table(head, "Ben Reid,7KM,Jo Reid,,,ZZ99 1AA,", "Ben Reid,7KM,Al Reid,,,zz991aa,")
    ok(run, text)
    assert families_of(given, "Ben Reid") == 1


def test_rows_with_one_family_reference_are_one_family(run: Run, given: Given) -> None:
    head = "family_ref,family,pupil,carer"
    ok(run, table(head, "F1,Reid-Lunt,Ben Reid,Jo Reid", "F1,Reid-Lunt,Cara Lunt,Al Lunt"))
    assert number_of(given, "family") == 1
    assert given.value("SELECT name FROM family") == "Reid-Lunt"
    clash = table(head, "F1,,Ben Reid,Jo Reid", "F2,,Ben Reid,Jo Reid")
    assert imported(run, clash).code == 4


def test_a_second_reference_is_a_second_household_though_the_name_is_the_same(
    run: Run, given: Given
) -> None:
    head = "family_ref,family,pupil,tutor_group,dob,carer"
    ada = "Okafor,Ada Okafor,7KM,14/10/2014"
    ok(run, table(head, f"F1,{ada},Ngozi Okafor"))
    ok(run, table(head, f"F1,{ada},Ngozi Okafor", f"F2,{ada},Chidi Okafor"))
    assert families_of(given, "Ada Okafor") == 2


def test_one_row_for_each_class_of_a_pupil_is_one_carer(run: Run, given: Given) -> None:
    head = "pupil,tutor_group,carer,class"
    ok(run, table(head, "Ada Okafor,7KM,Ngozi Okafor,Maths", "Ada Okafor,7KM,Ngozi Okafor,Art"))
    assert [number_of(given, name) for name in ("carer", "pupil_carer")] == [1, 1]


def test_a_new_carer_joins_the_household_on_file(run: Run, given: Given) -> None:
    ok(run, table(HEAD, ADA))
    ok(run, table(HEAD, "Ada Okafor,7KM,Chidi Okafor,father,07700 900102"))
    assert [number_of(given, name) for name in ("carer", "family")] == [2, 1]
    assert given.value("SELECT MAX(priority) FROM pupil_carer") == 2


def test_a_pupil_is_known_by_upn_whatever_the_name(run: Run, given: Given) -> None:
    ok(run, table("upn,pupil,tutor_group", f"{UPN},Ada Okafor,7KM"))
    ok(run, table("upn,pupil,tutor_group", f"{UPN},Ada Okafor-Reid,7LB"))
    assert given.value("SELECT legal_name || tutor_group FROM pupil") == "Ada Okafor-Reid7LB"


def test_two_pupils_of_one_name_need_a_upn(run: Run, given: Given) -> None:
    family = given.family()
    given.pupil(family, name="Ada Okafor", upn=UPN)
    given.pupil(family, name="Ada Okafor")
    answer = as_json(run, table(HEAD, ADA))
    assert answer.code == 4
    assert "add the UPN column" in answer.json["problems"][0]["problem"]
    assert answer.json["missing"] == 0


def test_a_family_added_by_hand_is_found_again(run: Run, given: Given) -> None:
    given.household()
    text = table(HEAD + ",upn", "ada okafor,7KM,ngozi okafor,mother,07700 900123," + UPN)
    ok(run, text)
    assert [number_of(given, name) for name in ("pupil", "carer", "family")] == [1, 1, 1]
    assert given.value("SELECT upn FROM pupil") == UPN


def test_rows_that_contradict_each_other_are_refused(run: Run) -> None:
    other = "Ada Okafor,7KM,Chidi Okafor,father,07700 900102"
    born = table(HEAD + ",dob", ADA + ",01/02/2015", other + ",02/02/2015")
    assert as_json(run, born, "--dry-run").code == 0  # two dates of birth: two pupils
    text = table(HEAD + ",upn,year", ADA + f",{UPN},7", other + f",{UPN},8")
    (problem,) = as_json(run, text).json["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "year", "8")
    assert 'Row 2 says "7"' in problem["problem"]


def test_a_row_of_a_family_or_a_carer_alone_is_taken_once(run: Run, given: Given) -> None:
    text = table("family,pupil,carer,mobile", "Reid,,,", ",,Jo Lunt,", ",,Al Lunt,07700 900103")
    ok(run, text)
    assert counts(as_json(run, text)) == [0, 0, 3, 0]
    assert number_of(given, "family") == 3


def test_a_tutor_who_is_new_joins_the_staff(run: Run, given: Given) -> None:
    ok(run, table(HEAD + ",tutor", ADA + ",Ms K Marlowe"))
    assert given.value("SELECT s.name FROM pupil p JOIN staff s ON s.id = p.tutor_id")
    assert counts(as_json(run, table(HEAD + ",tutor", ADA + ",ms k marlowe"))) == [0, 0, 1, 0]


# -- contact rules fail safe -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "rule"),
    [
        ("do not contact", "Y", "never"),
        ("do not contact", "N", "allow"),
        ("do not contact", "", "allow"),
        ("do not contact", "?", "never"),
        ("do not contact", "x", "never"),
        ("Court Order", "Father may not ring the school", "never"),
        ("Court Order", "No", "allow"),
        ("Court Order", "None", "allow"),
        ("do not contact", "none", "never"),
        ("Court Order", "no contact", "never"),
        ("contact allowed", "Yes", "allow"),
        ("contact allowed", "No", "never"),
        ("contact allowed", "0", "never"),
        ("contact allowed", "not sure", "never"),
        ("contact allowed", "none", "never"),
        ("contact_rule", "ask the office first", "ask"),
        ("contact_rule", "allow", "allow"),
        ("contact_rule", "never", "never"),
    ],
)
def test_any_value_but_a_clear_no_blocks(
    run: Run, given: Given, heading: str, cell: str, rule: str
) -> None:
    ok(run, table(f"{HEAD},{heading}", f"{ADA},{cell}"))
    assert of_carer(given, "contact_rule") == rule
    assert rule == "allow" or of_carer(given, "rule_reason")


@pytest.mark.parametrize(
    "heading",
    ["Court Orders in place?", "Do-not-contact flag", "No_contact", "Contact restricted (Y/N)"],
)
def test_a_heading_that_sounds_like_a_block_is_never_passed_over(run: Run, heading: str) -> None:
    text = table(f"{HEAD},{heading}", f"{ADA},Yes")
    answer = imported(run, text)
    assert answer.code == (0 if heading == "No_contact" else 4), answer
    if answer.code:
        assert f'"{heading}" may say who must not be contacted' in answer.err
        ok(run, text, "--map", f"{heading}=court order")
    assert "DO NOT CONTACT Ngozi Okafor" in run.ok("carer", "list").err


def test_a_column_that_only_names_a_contact_is_no_block(run: Run) -> None:
    text = table(f"{HEAD},Contact ref,Contact Postcode Area,Notes", f"{ADA},1,B1,x")
    assert "Not read" in ok(run, text).err
    ok(run, table(f"{HEAD},Court house name", f"{ADA},x"), "--map", "Court house name=")


def test_an_unclear_block_is_reported_with_its_row(run: Run, given: Given) -> None:
    answer = ok(run, table(HEAD + ",do not contact", ADA + ",?"))
    assert "row 2" in answer.err
    assert of_carer(given, "rule_reason") == "unclear in the file: '?'"


@pytest.mark.parametrize("cell", ["N", "allow", "", "ask", None])
def test_no_file_loosens_a_rule(run: Run, given: Given, cell: str | None) -> None:
    ok(run, table(HEAD + ",court order", ADA + ",Order of 2 May"))
    head, row = (HEAD, ADA) if cell is None else (HEAD + ",contact_rule", f"{ADA},{cell}")
    answer = ok(run, table(head, row), "--blank-clears")
    assert of_carer(given, "contact_rule || rule_reason") == "neverOrder of 2 May"
    assert ("were kept" in answer.err) == (cell in ("N", "allow", "ask"))


def test_one_row_of_several_is_enough_to_block(run: Run, given: Given) -> None:
    ben = ADA.replace("Ada", "Ben")
    ok(run, table(HEAD + ",dnc", ADA + ",N", ben + ",Y"))
    assert of_carer(given, "contact_rule") == "never"


def test_a_rule_without_a_carer_is_refused(run: Run) -> None:
    assert imported(run, table("pupil,form,court order", "Ada Okafor,7KM,Y")).code == 4
    assert imported(run, table("pupil,form,court order", "Ada Okafor,7KM,N")).code == 0


# -- what is wrong is named ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "word"),
    [
        ("upn", "A" + DIGITS, "would be"),
        ("Mobile Number", "4.47911E+11", "spreadsheet"),
        ("Mobile Number", "07700 900101 NOT DAD", "words in a note"),
        ("dob", "31/04/2015", "April has 30 days"),
        ("dob", "12345", "spreadsheet"),
        ("dob", "1/2/15", "four digits"),
        ("email", "ngozi at home", "e-mail"),
        ("year", "2026/27", "year group"),
        ("priority", "last", "priority"),
        ("lives with", "maybe", "neither yes nor no"),
        ("pupil premium", "perhaps", "neither yes nor no"),
        ("pupil", "Ada\x07", "control character"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    run: Run, db: Path, heading: str, cell: str, word: str
) -> None:
    head = f"carer,tutor_group,{heading}" + ("" if heading == "pupil" else ",pupil")
    text = table(head, f"Jo Okafor,7KM,{cell}" + ("" if heading == "pupil" else ",Ada Okafor"))
    answer = as_json(run, text, "--restricted")
    assert answer.code == 4
    (problem,) = answer.json["problems"]
    assert (problem["row"], problem["column"]) == (2, heading)
    assert word in problem["problem"]
    assert not db.exists()


def test_a_lost_zero_is_mended_and_said(run: Run, given: Given) -> None:
    answer = ok(run, table(HEAD, ADA.replace("07700 900101", "7700900101.0")))
    assert "mended in row 2" in answer.err
    assert of_carer(given, "mobile_phone") == "+447700900101"


def test_days_come_before_months(run: Run, given: Given) -> None:
    ok(run, table("pupil,form,dob", "Ada Okafor,7KM,03/04/2015"))
    assert given.value("SELECT date_of_birth FROM pupil") == "2015-04-03"


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (b"Ben\x00,7KM,Jo,,", "NUL"),
        (b"Ben,7KM,Jo", "cells"),
        (b"Ben,7KM,Jo,,,,x", "cells"),
        (b"Ben,7KM," + b"x" * 10_000_001 + b",,", "too long"),
        (b"Ben,7KM," + b"x" * 10_001 + b",,", "10,001 characters"),
        (b",,,,07700 900103", "no carer's name"),
        (b",7KM,,,", "no pupil's name"),
    ],
)
def test_a_row_that_cannot_be_used_stops_the_import(
    run: Run, db: Path, bad: bytes, word: str
) -> None:
    text = f"{HEAD}\n{ADA}\n".encode() + bad + b"\n"
    answer = imported(run, text)
    assert answer.code == 4
    assert "Row 3" in answer.err
    assert word in answer.err
    assert len(answer.err) < 1000
    assert not db.exists()


def test_an_unclosed_quote_stops_the_import_and_scripts_are_told(run: Run) -> None:
    answer = as_json(run, table(HEAD, ADA, 'Ben,7KM,"Jo,,', "Cara,7KM,Al,,"))
    assert answer.code == 4
    assert answer.json["problems"][0]["row"] == 3


def test_a_file_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path) -> None:
    for name, said in (("nowhere.csv", "There is no file at"), (".", "name the file itself")):
        answer = run("import", "families", str(tmp_path / name))
        assert answer.code == 5
        assert said in answer.err


# -- good rows without the bad ones ----------------------------------------------------------


def bad_file(tmp_path: Path) -> Path:
    """A file with one row that cannot be read."""
    path = tmp_path / "class.csv"
    path.write_text(table(HEAD, ADA, "Ben Reid,7KM,=Jo Reid,mother,12", "Cara Lunt,7KM,,,"))
    return path


def test_skip_bad_takes_the_good_rows_and_puts_the_others_beside(
    run: Run, given: Given, tmp_path: Path
) -> None:
    path = bad_file(tmp_path)
    answer = run.ok("import", "families", str(path), "--skip-bad", "--format", "json")
    assert counts(answer) == [2, 0, 0, 1]
    beside = tmp_path / "class.csv.refused.csv"
    assert beside.stat().st_mode & 0o777 == 0o600
    (row,) = csv.DictReader(io.StringIO(beside.read_text("utf-8-sig")))
    assert row["pupil"] == "Ben Reid"
    assert row["carer"] == "'=Jo Reid"
    assert "phone number" in row["problem"]
    beside.write_text(beside.read_text("utf-8-sig").replace(",12,", ",07700 900104,"))
    run.ok("import", "families", str(beside))
    assert of_carer(given, "mobile_phone", "=Jo Reid") == "+447700900104"
    run.ok("import", "families", str(path), "--skip-bad")


def test_the_refused_rows_never_go_over_a_file_that_is_not_ours(run: Run, tmp_path: Path) -> None:
    path = bad_file(tmp_path)
    beside = tmp_path / "class.csv.refused.csv"
    beside.write_text("my notes\n")
    second = tmp_path / "class.csv.refused-2.csv"
    victim = tmp_path / "victim"
    victim.write_text("precious")
    second.symlink_to(victim)
    run.ok("import", "families", str(path), "--skip-bad")
    assert beside.read_text() == "my notes\n"
    assert second.is_symlink()
    assert victim.read_text() == "precious"
    assert "Ben Reid" in (tmp_path / "class.csv.refused-3.csv").read_text("utf-8-sig")


def test_without_skip_bad_nothing_at_all_is_written(run: Run, db: Path, tmp_path: Path) -> None:
    answer = run("import", "families", str(bad_file(tmp_path)))
    assert answer.code == 4
    assert "Row 3, mobile_phone" in answer.err
    assert not db.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class.csv", "stdin"]


# -- long files ------------------------------------------------------------------------------


def many(rows: int) -> str:
    """A file of so many pupils, every second with a sibling."""
    lines = [
        f"Child{n} Name{n // 2},7A{n % 7},Carer{n // 2} Name{n // 2},mother,"
        f"07700 900{n // 2 % 1000:03d}"
        for n in range(rows)
    ]
    return table(HEAD, *lines)


def test_two_thousand_rows_come_in_and_again_without_change(run: Run, given: Given) -> None:
    assert counts(as_json(run, many(2000))) == [2000, 0, 0, 0]
    assert [number_of(given, name) for name in ("pupil", "carer", "family")] == [2000, 1000, 1000]
    assert counts(as_json(run, many(2000))) == [0, 0, 2000, 0]


def test_before_many_changes_the_file_is_copied_as_it_was(
    run: Run, given: Given, tmp_path: Path
) -> None:
    ok(run, table(HEAD, ADA))
    before = number_of(given, "journal")
    assert not list(tmp_path.glob("backups/*"))
    ok(run, many(100))
    (copy,) = tmp_path.glob("backups/*")
    assert (number_of(Given(copy), "pupil"), number_of(Given(copy), "journal")) == (1, before)


def test_a_long_file_on_a_terminal_says_how_far_it_has_come(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    rows = [(number, [""]) for number in range(6_000)]
    assert list(watched(rows)) == rows
    assert "Reading row" in capfd.readouterr().err


def test_what_somebody_adds_while_we_look_is_not_added_twice(given: Given, db: Path) -> None:
    given.staff()
    now = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
    text = f"{HEAD}\n{ADA}\n".encode()
    read = read_families(Source(io.BytesIO(text), "class.csv"), Options())
    store = Store(db)
    plan = plan_families(store, read, now, now.date())
    given.pupil(given.family(), name="Ada Okafor")
    with store.writing(Entry("import families", now, None)):
        import_families(store, read, plan, Batch("class.csv", "", now, None), now.date())
    store.close()
    assert [number_of(given, name) for name in ("pupil", "carer", "family")] == [1, 1, 1]


def test_a_tutor_who_is_at_the_keyboard_is_one_member_of_staff(run: Run, given: Given) -> None:
    ok(run, table(HEAD + ",tutor", ADA + ",Ms Reid"))
    assert number_of(given, "staff") == 1
    assert given.value("SELECT COUNT(*) FROM pupil p JOIN staff s ON s.id = p.tutor_id") == 1


def test_json_is_read_like_a_table(run: Run, given: Given) -> None:
    names = HEAD.split(",")
    text = json.dumps([dict(zip(names, ADA.split(","), strict=True))], indent=2)
    ok(run, text)
    assert of_carer(given, "mobile_phone") == "+447700900101"


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Legal Forename,Legal Surname,Preferred Forename", "Ada,OKAFOR,Ada"),
        ("Pupil,Known as", '"Okafor, Ada",Ada'),
        ("Pupil,Known as", "Ada Okafor,Ada Okafor"),
    ],
)
def test_a_forename_that_stands_again_as_the_preferred_one_is_no_other_name(
    run: Run, given: Given, head: str, row: str
) -> None:
    run.ok("import", "families", "-", stdin=f"{head},Parent\n{row},Ngozi Okafor\n")
    assert given.value("SELECT preferred_name FROM pupil") is None
    run.ok("pupil", "edit", "p1", "--preferred", "Addy")
    run.ok("import", "families", "-", stdin=f"{head},Parent\n{row},Ngozi Okafor\n")
    assert given.value("SELECT preferred_name FROM pupil") == "Addy"


def test_another_forename_is_the_preferred_one(run: Run, given: Given) -> None:
    text = "Forename,Surname,Preferred Forename,Parent\nAdaeze,Okafor,Ada,Ngozi Okafor\n"
    run.ok("import", "families", "-", stdin=text)
    assert given.value("SELECT preferred_name FROM pupil") == "Ada"
