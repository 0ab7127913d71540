"""Rows and cells of a families file that are about nobody, and names that are of two people."""

from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from workbooks import xlsx

HEAD = "Pupil,Reg,Carer,Mobile"
UPN = "R999999926001"


def sent(run: Run, head: str, *rows: str, options: tuple[str, ...] = ()) -> Answer:
    """What the office sends each week."""
    return run("import", "families", "-", *options, stdin="\n".join([head, *rows]) + "\n")


def names(given: Given, table: str = "carer") -> list[str]:
    """Everybody of a table, by name."""
    column = "name" if table == "carer" else "legal_name"
    rows = f"(SELECT {column} FROM {table} ORDER BY id)"
    found = given.value(f"SELECT GROUP_CONCAT({column}, '|') FROM {rows}")
    return str(found).split("|") if found else []


# -- words where a name or number would be -----------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        *(("Tom Wye (deceased)", "Tom Wye"), ("Tom Wye - Deceased", "Tom Wye")),
        *(("Tom Wye DECEASED", "Tom Wye"), ("Tom Wye (passed away)", "Tom Wye")),
        *(("Deceased", "Deceased"), ("Mr Tom Wye (RIP)", "Tom Wye")),
    ],
)
def test_who_has_died_is_never_rung(run: Run, given: Given, cell: str, name: str) -> None:
    row = f"Ada Wye,7KM,{cell},07700 900101"
    assert sent(run, HEAD, row).code == 0
    assert names(given) == [name]
    assert given.value("SELECT contact_rule FROM carer") == "never"
    assert given.value("SELECT rule_reason FROM carer") == f"in the file: {cell}"
    assert "Nothing to change" in sent(run, HEAD, row).out


def test_a_death_in_a_relationship_blocks_and_in_a_note_stops_nothing(
    run: Run, given: Given
) -> None:
    head = f"{HEAD},Relationship,Notes"
    sent(run, head, "Ada Wye,7KM,Tom Wye,,Father (deceased),", "Bo Fox,7KM,Jo Fox,,,Gran died")
    assert names(given) == ["Tom Wye", "Jo Fox"]
    assert given.value("SELECT contact_rule FROM carer WHERE id = 1") == "never"
    assert given.value("SELECT contact_rule FROM carer WHERE id = 2") == "allow"


FIRST = "Pupil,Mum,Mum mob,Dad,Dad mob,First contact"


@pytest.mark.parametrize("word", ["mum", "Dad", "Gran", "MOTHER"])
def test_a_word_that_says_whom_to_call_first_makes_no_carer(
    run: Run, given: Given, word: str
) -> None:
    row = f"Ada Wye,Jo Wye,07700 900101,Tom Wye,07700 900102,{word}"
    answer = sent(run, FIRST, row)
    assert names(given) == ["Jo Wye", "Tom Wye"]
    assert 'A word such as "mum" stands where a carer\'s name would be in row 2' in answer.err
    assert 'column "priority"' in answer.err


def test_a_mum_without_a_name_is_kept_where_nobody_else_is_named_or_she_has_a_number(
    run: Run, given: Given
) -> None:
    sent(run, "Pupil,Contact 1,Contact 1 mobile,Contact 2", "Ada Wye,Mum,07700 900101,")
    sent(run, "Pupil,Contact 1,Contact 2,Contact 2 mobile", "Bo Fox,Jo Fox,Gran,07700 900102")
    assert names(given) == ["Mum", "Jo Fox", "Gran"]


@pytest.mark.parametrize(
    "cell", ["-", "N/A", "None", "Same as above", "--", "Unknown", "n/a", "NA", "(none)"]
)
def test_a_word_for_nobody_makes_no_carer(run: Run, given: Given, cell: str) -> None:
    answer = sent(run, HEAD, f"Ada Wye,7KM,{cell},", "Bo Fox,7KM,Jo Fox,07700 900101")
    assert answer.code == 0
    assert names(given) == ["Jo Fox"]
    assert names(given, "pupil") == ["Ada Wye", "Bo Fox"]
    assert "where a carer's name would be in row 2, and no carer was made" in answer.err
    head = "Pupil,Reg,Carer forename,Carer surname"
    sent(run, head, f"Cy Fox,7KM,{cell},{cell}", "Di Fox,7KM,Jo,None", "Ed Fox,7KM,,Null")
    assert names(given) == ["Jo Fox", "Jo None", "Null"]


def test_a_number_of_nobody_is_refused(run: Run) -> None:
    answer = sent(run, HEAD, "Ada Wye,7KM,-,07700 900101")
    assert answer.code == 4
    assert "no carer's name to it" in answer.err


def test_people_called_like_words_for_nothing_are_people(run: Run, given: Given) -> None:
    rows = ("Ada Null,7KM,Bo Null,", "True Fox,7KM,True,", "Cy Nil,7KM,Jo None,")
    assert sent(run, HEAD, *rows).code == 0
    assert names(given) == ["Bo Null", "True", "Jo None"]


@pytest.mark.parametrize("cell", ["-", "N/A", "n/a", "None", "NA", "no email", "."])
def test_a_word_for_nothing_in_a_number_or_address_is_blank(
    run: Run, given: Given, cell: str
) -> None:
    head = f"{HEAD},Email"
    answer = sent(run, head, f"Ada Wye,7KM,Jo Wye,{cell},", f"Bo Fox,7KM,Jo Fox,,{cell}")
    assert answer.code == 0
    assert "or e-mail address would be in rows 2 and 3, and was read as blank" in answer.err
    assert given.value("SELECT COUNT(mobile_phone) + COUNT(email) FROM carer") == 0
    assert sent(run, head, "Ada Wye,7KM,Jo Wye,none of your business,").code == 4


def test_a_second_carer_of_nobody_leaves_the_first(run: Run, given: Given) -> None:
    head = "Pupil Name,Date of Birth,Class,Mum,Mum's number,Dad,Dad's number"
    sent(run, head, "Di Zed,04/05/2012,9CD,Jo Zed,07700900431,N/A,-")
    assert names(given) == ["Jo Zed"]


# -- files that hold too little ----------------------------------------------------------------


@pytest.mark.parametrize("rows", [(), (",,,",), ("Total: 0,,,",)])
def test_a_file_without_a_single_row_is_refused(run: Run, rows: tuple[str, ...]) -> None:
    answer = sent(run, HEAD, *rows, options=("--quiet",))
    assert answer.code == 4
    assert "There is no row about anybody in standard input, so nothing was read." in answer.err


def test_half_of_the_pupils_gone_is_asked_about(run: Run, given: Given) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"
    rows = [f"Kid{at} Fam{each},7KM,Ma Fam{each}," for at, each in enumerate(letters)]
    sent(run, "Pupil,Reg,Carer,Mobile", *rows)
    answer = sent(run, HEAD, *rows[:20], options=("--quiet",))
    assert answer.code == 4
    assert "leaves out 20 of the 40 pupils on file of its groups" in answer.err
    assert sent(run, HEAD, *rows[:20], options=("--quiet", "--yes")).code == 0
    assert sent(run, HEAD, *rows[:28]).code == 0
    assert len(names(given, "pupil")) == 40


@pytest.mark.parametrize(
    ("born", "is_right"),
    [
        *(
            ("02/03/2115", False),
            ("02/03/1915", False),
            ("02/03/2015", True),
            ("02/03/2026", False),
        ),
        *(("24/11/2024", False), ("23/11/2024", True), ("24/11/2000", True), ("23/11/2000", False)),
    ],
)
def test_a_pupil_is_two_to_twenty_five(run: Run, given: Given, born: str, is_right: bool) -> None:
    head = "Pupil,Reg,Date of birth,Leaves on"
    answer = sent(run, head, "Bo Wye,7KM,01/02/2015,", f"Ada Wye,7KM,{born},")
    assert answer.code == (0 if is_right else 4)
    assert ("would not be 2 to 25 years old" in answer.err) is not is_right
    left = "Cy Fox,7KM,02/03/1995,20/07/2012"  # long ago, and still in our own file
    assert sent(run, head, left).code == 0


# -- rows about nobody -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        *("7KM", "7KM Total", "23/11/2026", "1", "-", "Confidential - do not copy", "Year 7"),
        *(
            "Class 7KM",
            "Tutor group: 7KM",
            "7KM (30)",
            "7KM - 30 pupils",
            "Monday 23 November 2026",
        ),
        *("Grand Total", "*** End of report ***", "--- Page 1 of 2 ---", "OFFICIAL-SENSITIVE"),
    ],
)
def test_a_lone_cell_that_is_no_name_is_left_out_with_a_word(
    run: Run, given: Given, cell: str
) -> None:
    answer = sent(run, HEAD, f"{cell},,,", "Ada Wye,7KM,Jo Wye,07700 900101", f"{cell},,,")
    assert answer.code == 0
    assert names(given, "pupil") == ["Ada Wye"]
    assert f"Row 2 was taken for a footer: {cell}" in answer.err
    answer = sent(run, f"UPN,{HEAD}", f"{cell},,,,", f"{UPN},Bo Wye,7KM,Jo Wye,07700 900101")
    assert names(given, "pupil") == ["Ada Wye", "Bo Wye"]


@pytest.mark.parametrize(
    "footer",
    [
        *("Printed 27/11/2026 14:02 by the office,Page 1 of 1,", "Printed 27 Nov 2026,,"),
        *("Green Hill Academy,,Page 1 of 2", "Exported Friday 27 November 2026,,Page 1"),
    ],
)
def test_a_footer_that_says_when_or_which_page_makes_no_pupil(
    run: Run, given: Given, footer: str
) -> None:
    answer = sent(run, f"Adno,{HEAD}", "12,Ada Wye,7KM,Jo Wye,07700 900101", f"{footer},,")
    assert answer.code == 0, answer
    assert names(given, "pupil") == ["Ada Wye"]
    assert "Row 3 was taken for a footer" in answer.err


def test_a_note_of_a_page_is_no_footer(run: Run, given: Given) -> None:
    answer = sent(run, f"{HEAD},reads", "Ada Wye,,,,page 12", "Bo Wye,7KM,Jo Wye,,page 3")
    assert "footer" not in answer.err
    assert names(given, "pupil") == ["Ada Wye", "Bo Wye"]


@pytest.mark.parametrize("cell", ["Ada Page", "Zed", "May Day", "O'Total", "Total Fox", "De Form"])
def test_a_lone_name_is_a_pupil(run: Run, given: Given, cell: str) -> None:
    sent(run, HEAD, f"{cell},,,")
    assert names(given, "pupil") == [cell]


def test_a_group_without_its_pupil_is_refused_as_before(run: Run) -> None:
    assert sent(run, HEAD, "Ada Wye,7KM,,", ",7KM,,").code == 4


@pytest.mark.parametrize("name", ["-", "1", "23/11/2026", "???"])
def test_a_name_without_a_letter_is_refused_everywhere(run: Run, name: str) -> None:
    answer = sent(run, HEAD, f"{name},7KM,Jo Wye,")
    assert answer.code == 4
    assert "there is no letter in it" in answer.err
    assert sent(run, "Forename,Surname,Reg", f"{name},{name},7KM").code == 4
    run.ok("family", "add", "Wye", "--pupil", "Ada Wye, 7KM", "--carer", "Jo Wye")
    for words in (
        ("family", "add", name, "--pupil", "Bo Fox, 7KM", "--carer", "Jo Fox"),
        ("family", "add", "Fox", "--pupil", f"{name}, 7KM", "--carer", "Jo Fox"),
        ("carer", "add", "wye", name),
        ("pupil", "edit", "p1", "--name", name),
    ):
        assert run(*words).code != 0, words


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Pupil,Reg,Carer", "Pupil full name,Registration form,Name of parent"),
        (
            "UPN,Pupil,DOB,Reg,Carer,Mobile",
            "Unique pupil number,Full name of pupil,Date of birth,Form,Parent name,Mobile number",
        ),
        (
            "UPN,Pupil,DOB,Reg,Carer,Mobile",
            "(13 characters),Full name,(DD/MM/YYYY),e.g. 7KM,Full name,(11 digits)",
        ),
        ("UPN,Pupil,DOB,Reg", "Please enter,the name,the birthday,the class"),
        ("Pupil,Carer,Mobile", "Please write forename first,then the parent,and a UK number"),
    ],
)
def test_a_row_that_says_how_to_fill_in_the_columns_is_left_out(
    run: Run, given: Given, head: str, row: str
) -> None:
    fields = {"UPN": UPN, "Pupil": "Ada Wye", "DOB": "03/02/2015", "Reg": "7KM"}
    person = ",".join(
        fields.get(name, "Jo Wye" if name == "Carer" else "") for name in head.split(",")
    )
    answer = sent(run, head, row, person)
    assert answer.code == 0, answer
    assert names(given, "pupil") == ["Ada Wye"]
    assert "Row 2 says how to fill in the columns and was left out" in answer.err


def test_cells_below_a_blank_heading_are_named(run: Run) -> None:
    """A name that was merged over two columns would lose its second half in silence."""
    text = "Pupil name,,Reg,Carer,Mobile\nAda,Okafor,7KM,Ngozi Okafor,07700 900101\n"
    answer = run.ok("import", "families", "-", stdin=text)
    assert "Something stands in a column without a heading in row 2" in answer.err


def test_headings_that_stand_again_at_once_are_called_what_they_are(run: Run) -> None:
    answer = sent(run, HEAD, HEAD, "Ada Okafor,7KM,Ngozi Okafor,07700900101")
    assert "Row 2 repeats the headings and was left out." in answer.err


# -- words that forbid contact beside the table ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("7KM contacts - do NOT ring Mr Wye (court order)\n{head}\n{rows}", 1),
        ("7KM\n\n* = no contact\n{head}\n{rows}", 3),
        ("{head}\n{rows}Printed by: the office - do not contact Tom Wye\n", 4),
    ],
)
def test_a_title_or_footer_that_forbids_contact_is_not_passed_over(
    run: Run, given: Given, text: str, at: int
) -> None:
    rows = "Ada Wye,7KM,Jo Wye,07700 900101\nBo Fox,7KM,Al Fox,07700 900102\n"
    text = text.format(head=HEAD, rows=rows)
    answer = run("import", "families", "-", stdin=text)
    assert answer.code == 4
    assert f'Row {at} ("' in answer.err
    assert "This may say who must not be contacted, and it stands beside the table" in answer.err
    answer = run.ok("import", "families", "-", "--skip-bad", "--quiet", stdin=text)
    assert f"NOT ON FILE YET: DO NOT CONTACT somebody (row {at}, which was refused)" in answer.err
    assert names(given) == ["Jo Wye", "Al Fox"]


def test_it_is_seen_above_the_table_of_a_workbook_too(run: Run, tmp_path: Path) -> None:
    rows = [
        ("Court order: nobody rings Mr Wye",),
        HEAD.split(","),
        ("Ada Wye", "7KM", "Jo Wye", ""),
    ]
    (tmp_path / "list.xlsx").write_bytes(xlsx(rows))
    answer = run("import", "families", str(tmp_path / "list.xlsx"))
    assert answer.code == 4
    assert 'Row 1 ("Court order: nobody rings Mr Wye")' in answer.err


@pytest.mark.parametrize(
    "title", ["7KM contacts", "Confidential - do not copy", "No contact details: ask"]
)
def test_other_titles_stop_nothing(run: Run, title: str) -> None:
    run.ok("import", "families", "-", stdin=f"{title}\n{HEAD}\nAda Wye,7KM,Jo Wye,07700 900101\n")


def test_of_several_sheets_a_title_that_forbids_is_told_with_its_sheet(
    run: Run, tmp_path: Path
) -> None:
    head, title = HEAD.split(","), ("Do not ring Mr Wye",)
    forms = {"7B": [title, head, ("Ada Wye", "7B", "Jo Wye", "")]}
    data = xlsx([head, ("Bo Fox", "7A", "Al Fox", "")], "7A", None, **forms)
    (tmp_path / "forms.xlsx").write_bytes(data)
    answer = run("import", "families", str(tmp_path / "forms.xlsx"), "--every-sheet")
    assert answer.code == 4
    assert 'Row 1 of sheet "7B" ("Do not ring Mr Wye")' in answer.err


# -- signs at a name ---------------------------------------------------------------------------


AT_THE_END = ("Tom Wye*", "* Tom Wye", "Tom Wye †", "Tom Wye **", "Tom Wye!", "Mr* T Wye")
IN_BETWEEN = ("Wye*, Tom", "Tom* Wye", "Tom Wye (*)", "(*) Tom Wye", "Tom Wye [!]", "Tom Wye *1")
OF_TWO = ("Tom Wye* & Jo Wye", "Tom Wye & *Jo Wye", "Tom Wye* (Dad)")


@pytest.mark.parametrize("name", AT_THE_END + IN_BETWEEN + OF_TWO)
def test_a_sign_at_a_carers_name_is_asked_about(run: Run, given: Given, name: str) -> None:
    rows = (f'Ada Wye,7KM,"{name}",07700 900101', "Bo Fox,7KM,Al Fox,07700 900102")
    answer = sent(run, HEAD, *rows)
    assert answer.code == 4
    assert f'Row 2, Carer ("{name}"): A sign stands here' in answer.err
    assert sent(run, HEAD, *rows, options=("--skip-bad",)).code == 0
    assert names(given) == ["Al Fox"]


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("Mr*,Tom Wye,Father", 'Title ("Mr*")'),
        ("Mr,Tom Wye,Father *", 'Relationship ("Father *")'),
        ("Mr,Tom Wye,Father (*)", 'Relationship ("Father (*)")'),
        ("Mr,Tom Wye,† Dad", 'Relationship ("† Dad")'),
    ],
)
def test_a_sign_beside_a_carers_name_is_asked_about_too(run: Run, said: str, at: str) -> None:
    answer = sent(run, "Pupil,Reg,Title,Carer,Relationship", f"Ada Wye,7KM,{said}")
    assert answer.code == 4
    assert f"Row 2, {at}: A sign stands here" in answer.err


@pytest.mark.parametrize("name", ["Tom Wye #2", "N!xau Wye", "Jo-Ann O'Wye", "Anne~Marie Wye"])
def test_a_number_or_a_sign_inside_a_word_is_none(run: Run, given: Given, name: str) -> None:
    assert sent(run, HEAD, f"Ada Wye,7KM,{name},07700 900101").code == 0
    assert names(given) == [name]


@pytest.mark.parametrize(
    "name",
    ["Ada Wye*", "Wye*, Ada", "Ada* Wye", "Ada Wye (*)", "* Wye , Ada", "~ Ada * Wye"],
)
def test_at_a_pupils_name_it_is_left_out_and_said(run: Run, given: Given, name: str) -> None:
    answer = sent(run, HEAD, f'"{name}",7KM,Jo Wye,07700 900101')
    assert answer.code == 0, answer
    assert names(given, "pupil") == ["Ada Wye"]
    assert "at the name of a pupil was left out in row 2" in answer.err
    assert "Nothing to change" in sent(run, HEAD, "Ada Wye,7KM,Jo Wye,07700 900101").out


@pytest.mark.parametrize("name", ["Anne~Marie Wye", "Carer #2"])
def test_a_sign_inside_a_word_or_before_a_number_is_a_part_of_it(
    run: Run, given: Given, name: str
) -> None:
    assert sent(run, HEAD, f"Ada Wye,7KM,{name},07700 900101").code == 0
    assert names(given) == [name]


def test_a_sign_alone_is_still_nobody(run: Run, given: Given) -> None:
    assert sent(run, HEAD, "Ada Wye,7KM,*,").code == 0
    assert names(given) == []
