"""The files that offices really send: every program's headings, and everything that is odd in them.

The files are made by tests/files/make_files.py; all families in them are invented.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from make_files import FILES, UPN, lines, text, upn, workbook, write

from conftest import Answer, Given, Run
from parentlink.exchange.headings import aliases, fold_heading
from parentlink.usecases.importing.families.reading.fields import ALIASES

ADA = "Ada Okafor"
BORN = "2014-10-14"
MOBILE, OTHER = "+447700900101", "+447700900102"
PUPILS = (
    "SELECT legal_name, upn, external_id, preferred_name, date_of_birth, year_group, tutor_group"
    " FROM pupil ORDER BY id"
)
LINKS = (
    "SELECT c.title, c.name, l.relationship, l.responsibility, l.lives_with, l.priority,"
    " l.emergency, COALESCE(c.mobile_phone, c.home_phone), c.email, c.contact_rule"
    " FROM pupil_carer l JOIN carer c ON c.id = l.carer_id ORDER BY l.pupil_id, l.id"
)


def facts(db: Path, sql: str) -> list[str]:
    """Rows of the file, each in one line; "-" is nothing."""
    with closing(sqlite3.connect(db)) as file:
        return [
            " ".join("-" if cell is None else str(cell) for cell in row)
            for row in file.execute(sql)
        ]


def pupils(db: Path) -> list[str]:
    return facts(db, PUPILS)


def links(db: Path) -> list[str]:
    return facts(db, LINKS)


def imported(run: Run, content: bytes, *options: str) -> Answer:
    return run("import", "families", "-", *options, stdin=content)


def ok(run: Run, content: bytes, *options: str) -> Answer:
    return run.ok("import", "families", "-", *options, stdin=content)


# -- every program ---------------------------------------------------------------------------

NGOZI = "Ngozi Okafor"
PROGRAMS = {
    "sims.csv": (
        [f"Ada OKAFOR {UPN} 001234 - - 7 7KM"],
        [
            "Mrs Siân Okafor Mother yes unknown 1 0 +441632960101 - allow",
            f"Mr Chidi Okafor Father no unknown 2 0 {OTHER} - never",
        ],
    ),
    "arbor.csv": (
        [f"Adaeze Okafor {UPN} 17 Ada {BORN} 7 7KM"],
        [
            f"Mr Chidi Okafor Father no unknown 2 1 {OTHER} - allow",
            f"Mrs {NGOZI} Mother yes unknown 1 1 {MOBILE} ngozi@example.org allow",
        ],
    ),
    "bromcom.csv": (
        [f"{ADA} {UPN} 1234 - - 7 7KM"],
        [
            f"Mrs {NGOZI} Mother yes unknown 1 0 {MOBILE} ngozi@example.org allow",
            f"Mr Chidi Okafor Father yes unknown 2 0 {OTHER} - never",
        ],
    ),
    "isams.csv": (
        [f"{ADA} - S12 - - - 7KM", "Ben Eze - S13 - - - 7KM", "Cleo Bell - S14 - - - 7KM"],
        [
            f"- Mr J Okafor Parents unknown unknown 1 0 {MOBILE} home@example.org allow",
            f"- Mrs A Okafor Parents unknown unknown 2 0 {MOBILE} home@example.org allow",
            "- Mr Eze Parents unknown unknown 1 0 +441632960102 - allow",
            "- Mrs Eze Parents unknown unknown 2 0 +441632960102 - allow",
            "- Chidi Bell Parents unknown unknown 1 0 - - allow",
            "- Ngozi Bell Parents unknown unknown 2 0 - - allow",
        ],
    ),
    "parentmail.csv": (
        [f"{ADA} - S1 - {BORN} 7 7KM"],
        [f"Mrs {NGOZI} Step Mother unknown unknown 1 0 {MOBILE} ngozi@example.org allow"],
    ),
    "schoolbooking.csv": (
        [f"{ADA} - 1 - - - -"],
        [f"Mrs {NGOZI} - yes yes 1 0 {MOBILE} n.okafor@example.org allow"],
    ),
    "wonde.csv": (
        [f"{ADA} {UPN} 77 - - 7 7KM"],
        [f"- {NGOZI} Mother yes yes 1 0 {MOBILE} ngozi@example.org allow"],
    ),
    "nhs.csv": (
        [f"{ADA} - - - {BORN} 7 7KM", "Ben Eze - - - 2014-11-02 7 7KM"],
        [
            f"- {NGOZI} Mother unknown unknown 1 0 {MOBILE} ngozi@example.org allow",
            f"- Chidi Okafor Father unknown unknown 2 0 {OTHER} - allow",
        ],
    ),
    "mother-and-father.csv": (
        [f"{ADA} - - - - - 7KM"],
        [
            f"- {NGOZI} mother unknown unknown 1 0 {MOBILE} - allow",
            f"- Chidi Okafor father unknown unknown 2 0 {OTHER} - never",
            "- Grace Eze - unknown unknown 3 1 +441632960103 - allow",
        ],
    ),
    "merged.xlsx": (
        [f"{ADA} - - - {BORN} - 7KM", "Ben Eze - - - 2014-11-02 - 7KM"],
        [
            f"- {NGOZI} Mother unknown unknown 1 0 {MOBILE} - allow",
            f"- Chidi Okafor Father unknown unknown 2 0 {OTHER} - allow",
        ],
    ),
    "web-page.xls": (
        [f"{ADA} - - - - - 7KM"],
        [
            f"- {NGOZI} - unknown unknown 1 0 {MOBILE} - allow",
            f"- Chidi Okafor - unknown unknown 2 0 {OTHER} - allow",
        ],
    ),
    "9994321_CTF_9991234_001.xml": (
        [f"{ADA} {UPN} - - {BORN} 7 -"],
        [
            f"- Mr Okafor GDP unknown unknown 1 0 {MOBILE} - allow",
            f"- Mrs Okafor GDP unknown unknown 1 0 {MOBILE} - allow",
        ],
    ),
    "oneroster.zip": (
        [f"{ADA} {UPN} p1 - - 7 -"],
        [f"- {NGOZI} parent unknown unknown 1 0 {MOBILE} ngozi@example.org allow"],
    ),
    "school-data-sync.zip": (
        [f"{ADA} - p1 - - 7 7KM"],
        [f"- {NGOZI} parent unknown unknown 1 0 {MOBILE} ngozi@example.org allow"],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_every_programs_file_goes_in_at_the_first_try_and_again_without_change(
    run: Run, db: Path, tmp_path: Path, name: str
) -> None:
    write(tmp_path / "in")
    file = str(tmp_path / "in" / name)
    run.ok("import", "families", file)
    assert (pupils(db), links(db)) == PROGRAMS[name]
    again = run.ok("import", "families", file, "--format", "json").json
    assert (again["batch"], again["new"], again["changed"]) == (None, 0, 0)


# -- rows that are about nobody --------------------------------------------------------------

HEAD = "pupil|tutor_group|carer|mobile_phone"
ROW = "Ada Okafor|7KM|Ngozi Okafor|07700 900101"


@pytest.mark.parametrize("as_workbook", [False, True], ids=["csv", "xlsx"])
@pytest.mark.parametrize(
    "aside",
    [
        "Total|||",
        "Total|||30",
        "Total pupils: 30|||",
        "Grand total||30|",
        "Count: 30|||",
        "|||Page 1 of 2",
        "Page 3|||",
        "Report run 23/11/2026|||",
        "Run on 23/11/2026 by Ms Reid|||",
        "Generated by|Ms Reid||",
        "30 pupils|||",
        "End of report|||",
        "pupil|tutor_group|carer|mobile_phone",
        "Our class|||",
        "|||",
        " | |  | ",
    ],
)
def test_a_row_of_the_report_itself_is_nobody(
    run: Run, db: Path, aside: str, as_workbook: bool
) -> None:
    rows = lines("Our class|||", "|||", HEAD, ROW, aside, ROW.replace("Ada", "Ben"))
    answer = ok(run, workbook(rows) if as_workbook else text(rows))
    assert [line.split(" -")[0] for line in pupils(db)] == ["Ada Okafor", "Ben Okafor"]
    assert ("ow 5 " in answer.err) == bool(aside.strip(" |")), answer.err


@pytest.mark.parametrize("name", ["Page", "Count", "Total", "Max", "May Required"])
def test_a_pupil_with_such_a_name_is_a_pupil(run: Run, db: Path, name: str) -> None:
    ok(run, text(lines("surname|forename|form", f"{name}|Ada|7KM", "Eze|Max|7KM")))
    assert len(pupils(db)) == 2


def test_instructions_below_the_headings_are_left_out(run: Run, db: Path) -> None:
    how = "Required: free text|Optional|Please give one|Format: 07700 900101"
    answer = ok(run, text(lines(HEAD, how, ROW)))
    assert "Row 2 says how to fill in the columns" in answer.err
    assert len(pupils(db)) == 1


# -- two people in one name ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name", "people"),
    [
        ("", "Mr & Mrs Okafor", ["- Mr Okafor", "- Mrs Okafor"]),
        ("", "Okafor, Mr & Mrs", ["- Mr Okafor", "- Mrs Okafor"]),
        ("Mr & Mrs", "Okafor", ["- Mr Okafor", "- Mrs Okafor"]),
        ("", "Mr and Mrs C Okafor", ["- Mr C Okafor", "- Mrs Okafor"]),
        ("", "Mr J & Mrs A Okafor", ["- Mr J Okafor", "- Mrs A Okafor"]),
        ("", "Mr J Okafor & Ms A Reid", ["- Mr J Okafor", "- Ms A Reid"]),
        ("", "Mr Okafor & Ms Ada Reid", ["- Mr Okafor", "Ms Ada Reid"]),
        ("", "Mr Okafor + Mrs Reid", ["- Mr Okafor", "- Mrs Reid"]),
        ("", "Chidi & Ngozi Okafor", ["- Chidi Okafor", "- Ngozi Okafor"]),
        ("", "Okafor, Chidi & Ngozi", ["- Chidi Okafor", "- Ngozi Okafor"]),
        ("", "Chidi Okafor and Ngozi", ["- Chidi Okafor", "- Ngozi Okafor"]),
        ("", "Chidi Okafor and Ngozi van der Berg", ["- Chidi Okafor", "- Ngozi van der Berg"]),
        ("", "Ferdinand Anderson", ["- Ferdinand Anderson"]),
        ("", "Elm Row Fostering and Adoption", ["- Elm Row Fostering and Adoption"]),
        ("", "Mr Smith, Mrs Smith", ["- Mr Smith", "- Mrs Smith"]),
        ("", "Ngozi Fox, Chidi Fox", ["- Ngozi Fox", "- Chidi Fox"]),
        ("", "Al Orr / Bo Orr", ["- Al Orr", "- Bo Orr"]),
        ("", "Mr Sam Orr/Ms Bo Lee", ["Mr Sam Orr", "Ms Bo Lee"]),
        ("", "Mr and Mrs C and N Wye", ["- Mr C Wye", "- Mrs N Wye"]),
        ("", "Garcia Lopez, Maria Jose", ["- Maria Jose Garcia Lopez"]),
        ("", "Okafor, Mrs Ngozi", ["Mrs Ngozi Okafor"]),
        ("", "Ann, Bea & Cara Okafor", None),
        ("", "Mr & Mr Jones", None),
        ("Mr & Mr", "Jones", None),
        ("", "Mr/Mrs Hall", None),
        ("", "Al/Bo Orr", None),
        ("", "Ngozi Eze / Ngozi Okafor", None),
        ("", "Mr Chidi & Ngozi Okafor", None),
    ],
)
def test_two_people_in_a_carers_name_are_two_carers(
    run: Run, db: Path, title: str, name: str, people: list[str] | None
) -> None:
    content = text(lines(f"{HEAD}|title", f"Ada Okafor|7KM|{name}|07700 900101|{title}"))
    answer = ok(run, content)
    found = facts(db, "SELECT title, name FROM carer ORDER BY id")
    if people is None:
        assert len(found) == 1
        assert found[0].replace("- ", "", 1).endswith(name)  # as it stands
    else:
        assert found == people
        assert ("Two people stand in one name in row 2" in answer.err) == (len(people) == 2)
    is_kept = len(found) == 1 and any(sign in name + title for sign in ("&", " and ", "/"))
    assert ("More than one person may stand in one name in row 2" in answer.err) == is_kept
    assert facts(db, "SELECT DISTINCT mobile_phone FROM carer") == [MOBILE]
    assert "Nothing to change" in ok(run, content).out


@pytest.mark.parametrize(
    ("relationship", "said"),
    [
        ("Parents", ["Parents", "Parents"]),
        ("Mother", ["-", "Mother"]),
        ("Mother & Father", ["Father", "Mother"]),
        ("father/mother", ["father", "mother"]),
        ("", ["-", "-"]),
    ],
)
def test_what_is_true_of_one_of_two_is_not_said_of_both(
    run: Run, db: Path, relationship: str, said: list[str]
) -> None:
    head = "pupil|carer|relationship|parental responsibility|contact id"
    ok(run, text(lines(head, f"Ada Okafor|Mr & Mrs Okafor|{relationship}|Y|C7")))
    assert facts(db, "SELECT relationship FROM pupil_carer ORDER BY id") == said
    assert facts(db, "SELECT DISTINCT responsibility FROM pupil_carer") == ["unknown"]
    assert facts(db, "SELECT DISTINCT external_id FROM carer") == ["-"]


def test_a_block_on_two_bars_both(run: Run, db: Path) -> None:
    ok(run, text(lines("pupil|carer|court order", "Ada Okafor|Mr & Mrs Okafor|Order of 2 May")))
    assert facts(db, "SELECT contact_rule FROM carer") == ["never", "never"]


def test_names_in_a_file_of_ours_are_taken_as_they_stand(
    run: Run, given: Given, db: Path, tmp_path: Path
) -> None:
    family = given.family()
    carer = given.carer(family, "OKAFOR Ngozi & Chidi")
    given.link(given.pupil(family, name="OKAFOR Ada"), carer)
    export = run.ok("export", "families").out
    assert "Nothing to change" in ok(run, export.encode()).out
    other = tmp_path / "other.db"
    run.ok("--db", str(other), "import", "families", "-", stdin=export)
    names = "SELECT p.legal_name, c.name FROM pupil p, carer c"
    assert facts(other, names) == facts(db, names) == ["OKAFOR Ada OKAFOR Ngozi & Chidi"]


# -- several carers in one row ---------------------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        "PARENT_1_NAME|PARENT_1_PHONE|PARENT_2_NAME|PARENT_2_PHONE",
        "Parent1Name|Parent1Mobile|Parent2Name|Parent2Mobile",
        "Contact 1 Name|Contact 1 Mobile|Contact 2 Name|Contact 2 Mobile",
        "Parent/Carer 1|Mobile (Parent/Carer 1)|Parent/Carer 2|Mobile (Parent/Carer 2)",
        "Guardian 1 Full Name|Guardian 1 Mobile No|Guardian 2 Full Name|Guardian 2 Mobile No",
        "1st Person|1st Person Mobile|2nd Person|2nd Person Mobile",
        "First Contact Name|First Contact Telephone|Second Contact Name|Second Contact Telephone",
        "Primary Contact Name|Primary Contact Tel|Secondary Contact Name|Secondary Contact Tel",
        "Contact Name 1|Contact Phone 1|Contact Name 2|Contact Phone 2",
        "Mother Name|Mother's Mobile|Father Name|Father's Mobile",
        "Mum|Mum Mobile|Dad|Dad Mobile",
        "Contact Name|Contact Mobile|Contact 2 Name|Contact 2 Mobile",
        "Priority Contact 1|Priority Contact 1 Phone|Priority Contact 2|Priority Contact 2 Phone",
    ],
)
def test_two_parents_in_a_row_are_two_carers_of_one_household(
    run: Run, db: Path, headings: str
) -> None:
    row = "Ada Okafor|7KM|Ngozi Okafor|07700 900101|Chidi Okafor|07700 900102"
    content = text(lines(f"Child Name|Form|{headings}", row))
    ok(run, content)
    assert facts(db, "SELECT name, mobile_phone FROM carer ORDER BY id") == [
        f"Ngozi Okafor {MOBILE}",
        f"Chidi Okafor {OTHER}",
    ]
    assert facts(db, "SELECT COUNT(*) FROM family") == ["1"]
    assert facts(db, "SELECT priority FROM pupil_carer ORDER BY id") == ["1", "2"]
    assert "Nothing to change: 1 row" in ok(run, content).out


def test_two_mothers_of_one_row_are_of_one_pupil_wherever_they_live(run: Run, db: Path) -> None:
    head = f"{WIDE}|PARENT_1_RELATIONSHIP|PARENT_2_RELATIONSHIP|Parent 1 Postcode|Parent 2 Postcode"
    rows = lines(head, f"{GOOD}|Mother|Mother|ZZ99 9ZZ|ZZ99 8YY", "Ben Eze|7KM||||||||")
    ok(run, text(rows))
    assert facts(db, "SELECT COUNT(*) FROM pupil") == ["2"]
    assert facts(db, "SELECT COUNT(*) FROM pupil_family") == ["3"]


def test_names_of_parents_may_stand_in_two_cells_and_be_couples(run: Run, db: Path) -> None:
    head = "Pupil|Parent 1 Title|Parent 1 Forename|Parent 1 Surname|Parent 2 Forename"
    rows = lines(
        f"{head}|Parent 2 Surname|Parent 2 Relationship|Parent 2 Lives With Pupil",
        "Ada Okafor|Mr & Mrs||Okafor|Grace|Eze|Aunt|N",
    )
    ok(run, text(rows))
    assert facts(db, "SELECT name FROM carer ORDER BY id") == [
        "Mr Okafor",
        "Mrs Okafor",
        "Grace Eze",
    ]
    assert links(db)[2].startswith("- Grace Eze Aunt unknown no 3")


WIDE = "Pupil|Form|PARENT_1_NAME|PARENT_1_PHONE|PARENT_2_NAME|PARENT_2_PHONE"
GOOD = "Ada Okafor|7KM|Ngozi Okafor|07700 900101|Chidi Okafor|07700 900102"


def test_a_refused_cell_of_one_parent_refuses_the_row_under_its_own_heading(
    run: Run, db: Path, tmp_path: Path
) -> None:
    file = tmp_path / "wide.csv"
    bad = "Ben Eze|7KM|Grace Eze|07700 900103|Sam Eze|07700"
    file.write_bytes(text(lines(WIDE, GOOD, bad)))
    (problem,) = run("import", "families", str(file), "--format", "json").json["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "PARENT_2_PHONE", "07700")
    run.ok("import", "families", str(file), "--skip-bad")
    assert facts(db, "SELECT name FROM carer ORDER BY id") == ["Ngozi Okafor", "Chidi Okafor"]
    beside = tmp_path / "wide.csv.refused.csv"
    assert "PARENT_2_PHONE" in beside.read_text("utf-8-sig").splitlines()[0]
    beside.write_text(beside.read_text("utf-8-sig").replace("07700,", "07700 900104,"))
    run.ok("import", "families", str(beside))
    assert facts(db, "SELECT COUNT(*) FROM pupil_carer") == ["4"]


def test_of_a_refused_row_nothing_is_said_but_why(run: Run) -> None:
    bad = "Ben Eze|7KM|Mr & Mrs Eze|7700900103|Sam Eze|07700"
    answer = imported(run, text(lines(WIDE, GOOD, bad)))
    assert "Row 3, PARENT_2_PHONE" in answer.err
    assert "Two people" not in answer.err
    assert "mended" not in answer.err


def test_rows_of_several_carers_that_contradict_are_refused_once_and_whole(
    run: Run, db: Path
) -> None:
    head = f"UPN|{WIDE}|PARENT_2_ID"
    one, two = f"{upn(1)}|{GOOD}|C2", f"{upn(2)}|{GOOD.replace('Ada', 'Ben')}|C2"
    three = f"{upn(3)}|Cleo Bell|7KM|Grace Bell|07700 900103|Joy Bell|07700 900104|C2"
    answer = imported(run, text(lines(head, one, two, three)), "--skip-bad", "--format", "json")
    assert answer.json["refused"] == len({each["row"] for each in answer.json["problems"]}) == 1
    assert facts(db, "SELECT legal_name FROM pupil") == ["Ada Okafor", "Ben Okafor"]
    assert "Grace Bell" not in facts(db, "SELECT name FROM carer")


def test_a_pupil_who_contradicts_is_refused_once_though_two_carers_stand_there(run: Run) -> None:
    rows = lines(f"UPN|{WIDE}", f"{UPN}|{GOOD}", f"{UPN}|{GOOD.replace('7KM', '7LB')}")
    answer = imported(run, text(rows), "--format", "json").json
    assert [(each["row"], each["column"]) for each in answer["problems"]] == [(3, "Form")]


def test_a_block_bars_the_parent_in_whose_column_it_stands(run: Run, db: Path) -> None:
    head = f"{WIDE}|Parent 1 Court Order|Parent 2 Court Order"
    answer = ok(run, text(lines(head, f"{GOOD}|N|Order of 2 May")))
    assert facts(db, "SELECT name, contact_rule FROM carer ORDER BY id") == [
        "Ngozi Okafor allow",
        "Chidi Okafor never",
    ]
    assert "DO NOT CONTACT Chidi Okafor (row 2): Order of 2 May" in answer.err


def test_a_block_beside_a_second_contact_may_be_either_ones(run: Run, db: Path) -> None:
    head = "Pupil|Contact Name|Court Order|Contact 2 Name"
    rows = lines(head, "Ada Okafor|Ngozi Okafor|Y|Chidi Okafor")
    answer = imported(run, text(rows))
    assert answer.code == 4
    assert 'Row 2, Court Order ("Y"): This may bar somebody' in answer.err
    ok(run, text(rows), "--map", "Court Order=contact 2 court order")
    assert facts(db, "SELECT name FROM carer WHERE contact_rule = 'never'") == ["Chidi Okafor"]


def test_a_block_without_a_parents_name_is_refused(run: Run, db: Path) -> None:
    head = f"{WIDE}|Parent 2 Court Order"
    answer = imported(run, text(lines(head, "Ada Okafor|7KM|Ngozi Okafor|||| Y".replace(" ", " "))))
    assert answer.code == 4
    assert 'Row 2, Parent 2 Court Order ("Y"): There is a contact rule' in answer.err
    assert not db.exists()


def test_a_block_that_does_not_say_whom_it_bars_is_refused_until_somebody_does(
    run: Run, db: Path
) -> None:
    rows = lines(f"{WIDE}|Court Order", f"{GOOD}|Order of 2 May", GOOD.replace("Ada", "Ben") + "|N")
    answer = imported(run, text(rows))
    assert answer.code == 4
    assert 'Row 2, Court Order ("Order of 2 May"): This may bar somebody' in answer.err
    assert '--map "Court Order=parent 1 court order"' in answer.err
    assert "Row 3" not in answer.err
    ok(run, text(rows), "--map", "Court Order=parent 2 court order")
    assert facts(db, "SELECT name FROM carer WHERE contact_rule = 'never'") == ["Chidi Okafor"]


@pytest.mark.parametrize("heading", ["Parent 3 Court Order", "Parent 3 DNC", "Parent 3 banned?"])
def test_a_block_on_somebody_whom_no_column_names_refuses_the_file(run: Run, heading: str) -> None:
    answer = imported(run, text(lines(f"{WIDE}|{heading}", f"{GOOD}|Y")))
    if "banned" in heading:
        assert f'Not read: "{heading}"' in answer.err
    else:
        assert answer.code == 4
        assert f'The column "{heading}" may say who must not be contacted' in answer.err


def test_a_column_that_does_not_say_whose_it_is_is_not_read_and_can_be_mapped(
    run: Run, db: Path
) -> None:
    content = text(lines(f"{WIDE}|Email", f"{GOOD}|home@example.org"))
    answer = ok(run, content)
    assert 'because no column names the carer it belongs to: "Email"' in answer.err
    assert '--map "Email=parent 1 email"' in answer.err
    ok(run, content, "--map", "Email=parent 1 email")
    assert facts(db, "SELECT email FROM carer ORDER BY id") == ["home@example.org", "-"]


def test_a_parent_who_is_an_emergency_contact_as_well_is_one_carer(run: Run, db: Path) -> None:
    head = f"{WIDE}|PARENT_1_RELATIONSHIP|Emergency Contact 1|Emergency Contact 1 Phone"
    ok(run, text(lines(head, f"{GOOD}|Mother|Ngozi Okafor|07700 900101")))
    assert links(db) == [
        f"- Ngozi Okafor Mother unknown unknown 1 1 {MOBILE} - allow",
        f"- Chidi Okafor - unknown unknown 2 0 {OTHER} - allow",
    ]


def test_words_in_a_row_of_people_are_never_taken_for_headings(run: Run, db: Path) -> None:
    rows = lines(
        "Kid|Big one|What|Other one|What",
        "Ada Okafor|Ngozi Okafor|Mother|Chidi Okafor|Father",
        "Ben Eze|Grace Eze|Mother|Sam Eze|Father",
    )
    answer = imported(run, text(rows))
    assert answer.code == 4
    assert "No heading row was found" in answer.err
    assert not db.exists()


def test_a_list_may_have_no_more_than_pupil_mother_and_father(run: Run, db: Path) -> None:
    ok(run, text(lines("Pupil|Mother|Father", "Ada Okafor|Ngozi Okafor|Chidi Okafor")))
    assert facts(db, "SELECT relationship FROM pupil_carer ORDER BY id") == ["mother", "father"]


def test_a_word_about_a_parent_who_is_not_named_is_left_out(run: Run, db: Path) -> None:
    head = f"{WIDE}|PARENT_1_RELATIONSHIP|PARENT_2_RELATIONSHIP"
    one = "Ada Okafor|7KM|Ngozi Okafor|07700 900101|||Mother|Father"
    two = "Ben Eze|7KM|||Sam Eze|07700 900102|Mother|Father"
    content = text(lines(head, one, two, "Cleo Bell|7KM|||||Mother|Father"))
    ok(run, content)
    assert facts(db, "SELECT name FROM carer ORDER BY id") == ["Ngozi Okafor", "Sam Eze"]
    assert len(pupils(db)) == 3
    assert "Nothing to change: 3 rows" in ok(run, content).out


def test_where_one_carer_is_named_the_other_columns_are_theirs(run: Run, db: Path) -> None:
    head = "Pupil|Form|Mother|Mobile|Court Order"
    ok(run, text(lines(head, "Ada Okafor|7KM|Ngozi Okafor|07700 900101|Order of 2 May")))
    found = facts(db, "SELECT name, mobile_phone, contact_rule FROM carer")
    assert found == [f"Ngozi Okafor {MOBILE} never"]


def test_any_heading_may_be_mapped_to_the_second_parent(run: Run, db: Path) -> None:
    content = text(lines("Kid|Vorname|Zweiter|Handy 2", "Ada Okafor|x|Chidi Okafor|07700 900102"))
    maps = ("Kid=pupil", "Vorname=", "Zweiter=parent 2 name", "Handy 2=parent 2 mobile")
    ok(run, content, *(word for each in maps for word in ("--map", each)), "--save-map", "two")
    assert facts(db, "SELECT name, mobile_phone FROM carer") == [f"Chidi Okafor {OTHER}"]
    assert "Nothing to change" in ok(run, content, "--use-map", "two").out


# -- names in one cell -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "name"),
    [
        ("Pupil", "Okafor, Ada", "Ada Okafor"),
        ("Pupil", "OKAFOR Ada", "Ada OKAFOR"),
        ("Pupil", "DE LA CRUZ Ana Maria", "Ana Maria DE LA CRUZ"),
        ("Pupil", "Ada OKAFOR", "Ada OKAFOR"),
        ("Pupil", "ADA OKAFOR", "ADA OKAFOR"),
        ("Pupil", "AJ Okafor", "AJ Okafor"),
        ("Pupil", "OKAFOR", "OKAFOR"),
        ("Surname Forename", "OKAFOR Ada", "Ada OKAFOR"),
        ("Surname Forename", "Okafor Ada", "Ada Okafor"),
    ],
)
def test_a_surname_in_front_is_turned_round(
    run: Run, db: Path, heading: str, cell: str, name: str
) -> None:
    ok(run, text(lines(f"{heading}|Form|Contact", f"{cell}|7KM|Mrs EZE Grace")))
    assert facts(db, "SELECT legal_name FROM pupil") == [name]
    assert facts(db, "SELECT title, name FROM carer") == ["Mrs Grace EZE"]


def test_a_carer_below_a_blank_pupil_is_asked_about_and_never_guessed(run: Run, db: Path) -> None:
    answer = imported(run, text(lines(HEAD, ROW, "||Chidi Okafor|07700 900102")))
    assert answer.code == 4
    assert "Row 3, pupil: This row names a carer and no pupil." in answer.err
    assert "write the name in this row too" in answer.err
    assert not db.exists()


# -- cells that a spreadsheet has touched ----------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("41926", BORN),
        ("41926.0", BORN),
        ("20141014", BORN),
        ("14/10/2014", BORN),
        ("2014-10-14 00:00:00", BORN),
        ("12345", None),
        ("99999", None),
        ("20141314", None),
        ("14102014", None),
        ("14/10/14", None),
    ],
)
@pytest.mark.parametrize("as_workbook", [False, True], ids=["csv", "xlsx"])
def test_days_as_spreadsheets_and_the_nhs_write_them(
    run: Run, db: Path, cell: str, day: str | None, as_workbook: bool
) -> None:
    rows = lines("pupil|dob|carer", f"Ada Okafor|{cell}|Ngozi Okafor")
    answer = imported(run, workbook(rows) if as_workbook else text(rows))
    assert answer.code == (4 if day is None else 0), answer
    if day:
        assert facts(db, "SELECT date_of_birth FROM pupil") == [day]
        assert ("compare one with the school's records" in answer.err) == cell.startswith("41926")


@pytest.mark.parametrize("cell", ["Y", "Yes", "T", "TRUE", "true", "1", "1.0"])
def test_every_yes_is_a_yes(run: Run, db: Path, cell: str) -> None:
    ok(run, text(lines("pupil|carer|legal guardian", f"Ada Okafor|Ngozi Okafor|{cell}")))
    assert facts(db, "SELECT responsibility FROM pupil_carer") == ["yes"]


# -- columns ---------------------------------------------------------------------------------


def test_a_file_without_a_carers_column_says_that_only_pupils_come_in(run: Run) -> None:
    assert (
        "No column names a carer, so only pupils come in"
        in ok(run, text(lines("pupil|form", "Ada Okafor|7KM"))).err
    )
    assert "No column names a carer" not in ok(run, text(lines(HEAD, ROW))).err


def test_a_class_is_the_tutor_group_only_where_nothing_else_is(run: Run, db: Path) -> None:
    answer = ok(run, text(lines("pupil|class|contact", "Ada Okafor|Oak|Ngozi Okafor")))
    assert facts(db, "SELECT tutor_group FROM pupil") == ["OAK"]
    assert 'The column "class" was taken for the tutor group.' in answer.err
    ok(run, text(lines("pupil|dob|class|form|contact", "Ben Eze|14/10/2014|Maths||Grace Eze")))
    assert facts(db, "SELECT tutor_group FROM pupil WHERE legal_name = 'Ben Eze'") == ["-"]


def test_the_type_of_a_contact_is_the_relationship_only_where_nothing_else_is(
    run: Run, db: Path
) -> None:
    rows = lines(
        "pupil|contact|contact type|relationship", "Ada Okafor|Ngozi Okafor|Parents|Mother"
    )
    assert 'Not read: "contact type"' in ok(run, text(rows)).err
    assert facts(db, "SELECT relationship FROM pupil_carer") == ["Mother"]


# -- what is restricted ----------------------------------------------------------------------

SEN = "SELECT sen_status, looked_after, free_school_meals FROM pupil"
OTHERS = "SELECT ethnicity, medical FROM pupil"


@pytest.mark.parametrize("kind", ["csv", "ctf"])
def test_restricted_facts_are_read_by_name_in_every_kind_of_file(
    run: Run, db: Path, kind: str
) -> None:
    heads = "upn|pupil|SEN|LAC|FSM|Ethnic origin|Medical conditions|contact"
    rows = lines(heads, f"{UPN}|Ada Okafor|K|Y|Y|WBRI|yes|Ngozi Okafor")
    content = text(rows) if kind == "csv" else FILES["9994321_CTF_9991234_001.xml"]()
    ok(run, content)
    assert facts(db, SEN) == ["- - -"]
    said = ok(run, content, "--include", "sen").err
    assert kind == "ctf" or "with --restricted): looked-after, free-school-meals" in said
    assert facts(db, SEN) == ["K - -"]
    ok(run, content, "--include", "SEN,looked_after")
    assert facts(db, SEN) == ["K 1 -"]
    assert facts(db, OTHERS) == ["- -"]
    ok(run, content, "--include", "fsm", "--include", "ethnicity", "--include", "medical")
    assert facts(db, SEN) == ["K 1 1"]
    assert facts(db, OTHERS) == ["WBRI yes"]
    history = run.ok("undo", "--list").out
    assert "restricted facts read: free-school-meals, ethnicity, medical" in history
    run.ok("undo", "--yes")
    assert facts(db, OTHERS) == ["- -"]
    ok(run, content, "--restricted")
    assert facts(db, SEN) == ["K 1 1"]
    shown = run.ok("family", "show", "f1", "--restricted").out
    assert "SEN K, looked after, free school meals, ethnicity WBRI, medical: yes" in shown
    run.ok("pupil", "edit", "Ada Okafor", "--no-free-school-meals", "--medical", "")
    assert facts(db, SEN) == ["K 1 0"]
    assert facts(db, OTHERS) == ["WBRI -"]


@pytest.mark.parametrize("include", [(), ("--include", "medical")])
def test_medical_notes_do_not_hide_who_must_not_be_rung(
    run: Run, db: Path, include: tuple[str, ...]
) -> None:
    row = "Ada Okafor|7KM|Asthma. Do not ring Dad, court order|Ngozi Okafor"
    answer = imported(run, text(lines("pupil|form|Medical notes|contact", row)), *include)
    assert answer.code == 4
    assert "This may say who must not be contacted" in answer.err
    assert not db.exists()


@pytest.mark.parametrize("also", [(), ("--include", "medical"), ("--skip-bad",), ("--dry-run",)])
def test_medical_notes_that_are_refused_are_shown_nowhere(run: Run, also: tuple[str, ...]) -> None:
    heads = "pupil|form|Medical notes|contact"
    ok(run, text(lines(heads, "Ada Okafor|7KM||Ngozi Okafor")))
    content = text(lines(heads, "Ada Okafor|7KM|Leukaemia. Do not ring Dad|Ngozi Okafor"))
    for form in ((), ("--format", "json")):
        answer = imported(run, content, *also, *form)
        assert "Leukaemia" not in answer.out + answer.err
        assert "court order" not in answer.err  # every child's notes would be a reason to block
        said = "carer of Ada Okafor (row 2, which was refused): see the file under Medical notes"
        assert (
            form or f"NOT ON FILE YET: DO NOT CONTACT somebody, {said}" in answer.out + answer.err
        )


def test_a_copy_of_our_own_brings_medical_notes_back_whatever_they_say(
    run: Run, db: Path, tmp_path: Path
) -> None:
    ok(run, text(lines("pupil|form|contact", "Ada Okafor|7KM|Ngozi Okafor")))
    run.ok("pupil", "edit", "Ada Okafor", "--medical", "Asthma. Do not ring Dad")
    copy = str(tmp_path / "copy")
    run.ok("export", "everything", "-o", copy, "--restricted", "all", "--why", "a new computer")
    db.unlink()
    run.ok("import", "everything", copy, "--restricted")
    assert facts(db, "SELECT medical FROM pupil") == ["Asthma. Do not ring Dad"]


def test_what_is_asked_for_and_not_in_the_file_is_said(run: Run) -> None:
    content = FILES["9994321_CTF_9991234_001.xml"]()
    asked = ("--include", "sen", "--include", "eal", "--include", "young carer")
    said = "Asked for with --include, and not in this file: eal, young carer.\n"
    assert said in ok(run, content, *asked).err
    assert "not in this file" not in ok(run, content, "--restricted").err


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("religion", "keeps no religion"),
        ("attendance", "keeps no attendance or marks"),
        ("shoe size", '"shoe size" cannot be included'),
    ],
)
def test_what_we_keep_nowhere_cannot_be_included_and_the_answer_says_why(
    run: Run, db: Path, word: str, said: str
) -> None:
    answer = imported(run, FILES["9994321_CTF_9991234_001.xml"](), "--include", word)
    assert answer.code == 2
    assert re.search(said, answer.err)
    assert "looked-after" in answer.err
    assert not db.exists()


# -- headings as schools write them ------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Student Full Name", "pupil"),
        ("Child's Full Name", "pupil"),
        ("Learner Name", "pupil"),
        ("Chosen Forename", "preferred_name"),
        ("Year Taught In", "year_group"),
        ("Reg Grp", "tutor_group"),
        ("Mobile Phone Number", "mobile_phone"),
        ("Home Tel No", "home_phone"),
        ("Work Tel. No.", "work_phone"),
        ("Contact Email Address", "email"),
        ("Relation to Pupil", "relationship"),
    ],
)
def test_a_usual_heading_is_known(heading: str, field: str) -> None:
    assert aliases(ALIASES)[fold_heading(heading)] == field
