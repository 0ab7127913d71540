"""What a families file says, hides or loses about who must not be contacted: it fails safe."""

import csv
from pathlib import Path
from typing import Any

import pytest

from conftest import Answer, Given, Run
from workbooks import xlsx

HEAD = "pupil,date_of_birth,tutor_group,carer,relationship,mobile_phone"
AVA = "Ava Hart,2014-02-03,8BR"


def table(head: str, *rows: str) -> str:
    return "\n".join([head, *rows]) + "\n"


def sent(run: Run, head: str, *rows: str, options: tuple[str, ...] = ()) -> Answer:
    """What the office sends each week."""
    return run("import", "families", "-", *options, stdin=table(head, *rows))


def rules(given: Given) -> dict[str, str]:
    """The contact rule of each carer by name."""
    count = given.value("SELECT MAX(id) FROM carer")
    ids = range(1, int(count or 0) + 1)
    name, rule = (
        f"SELECT {column} FROM carer WHERE id = :id" for column in ("name", "contact_rule")
    )
    return {given.value(name, id=one): given.value(rule, id=one) for one in ids}


def reason(given: Given, name: str) -> str:
    return str(given.value("SELECT rule_reason FROM carer WHERE name = :name", name=name))


def number_of(given: Given, rows: str) -> int:
    return int(given.value(f"SELECT COUNT(*) FROM {rows}"))


def pupils(count: int, *carers: str, last: str = "") -> list[str]:
    """Rows of pupils with these carers each: "Ma" is Ma Fama, Ma Famb ..."""
    return [
        f"Kid Fam{letter},2014-02-03,8BR,{who} Fam{letter},{'mother' if who == 'Ma' else 'father'},"
        f"07700 900{at * 2 + place:03d}{last}"
        for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz"[:count])
        for place, who in enumerate(carers)
    ]


# -- a part of a file ------------------------------------------------------------------------


@pytest.mark.parametrize("keeps_column", [True, False])
def test_mended_rows_take_nobody_off_and_miss_nobody(
    run: Run, given: Given, tmp_path: Path, keeps_column: bool
) -> None:
    rows = pupils(8, "Ma", "Pa")
    for at in (0, 4, 8):
        rows[at] = rows[at].rsplit(",", 1)[0] + ",0770 90"
    path = tmp_path / "class.csv"
    path.write_text(table(HEAD, *rows))
    run.ok("import", "families", str(path), "--skip-bad")
    refused = tmp_path / "class.csv.refused.csv"
    mended = refused.read_text(encoding="utf-8-sig").replace("0770 90,", "07700 900999,")
    if not keeps_column:
        cut = [row[:-1] for row in csv.reader(mended.splitlines())]
        mended = "\n".join(",".join(row) for row in cut)
    refused.write_text(mended)
    answer = run.ok("import", "families", str(refused))
    assert set(rules(given).values()) == {"allow"}
    assert len(rules(given)) == 16
    assert "DO NOT" not in answer.err
    assert "Not in the file" not in answer.err
    assert "3 new carers" in answer.out


# -- words for nothing -----------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["N/A", "n/a", "NA", "-", "None", "nil", "No court order"])
def test_a_word_for_nothing_blocks_nobody(run: Run, given: Given, cell: str) -> None:
    run.ok(
        "import",
        "families",
        "-",
        stdin=table(f"{HEAD},Court Order", *pupils(30, "Ma", last=f",{cell}")),
    )
    assert set(rules(given).values()) == {"allow"}


def test_a_reason_of_nothing_is_no_reason(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=table(f"{HEAD},Reason", *pupils(1, "Ma", last=",N/A")))
    assert rules(given) == {"Ma Fama": "allow"}


def test_nothing_is_no_permission(run: Run, given: Given) -> None:
    rows = pupils(1, "Ma", last=",N/A")
    run.ok("import", "families", "-", stdin=table(f"{HEAD},Contact allowed", *rows))
    assert rules(given) == {"Ma Fama": "never"}


def test_a_column_that_would_block_a_quarter_stops_even_the_first_import(
    run: Run, given: Given, db: Path
) -> None:
    rows = [*pupils(9, "Pa", last=","), *pupils(5, "Ma", last=",not seen")]
    answer = sent(run, f"{HEAD},Court Order", *rows)
    assert answer.code == 4
    assert "WATCH OUT: This file would block 5 of its 14 carers" in answer.err
    assert not db.exists()
    assert sent(run, f"{HEAD},Court Order", *rows, options=("--dry-run",)).code == 4
    assert sent(run, f"{HEAD},Court Order", *rows, options=("--yes",)).code == 0
    assert list(rules(given).values()).count("never") == 5


# -- columns and rows that are gone ----------------------------------------------------------


def test_a_list_of_first_contacts_is_asked_about(run: Run, given: Given) -> None:
    whole = [*pupils(9, "Ma"), pupils(1, "Ma", "Pa")[1]]
    sent(run, HEAD, *whole)
    answer = sent(run, HEAD, *whole[:-1])
    assert answer.code == 4
    assert "Each pupil has one carer in it: it may hold only the first contacts." in answer.err
    assert rules(given)["Pa Fama"] == "allow"


def test_a_few_pupils_with_one_carer_each_are_an_ordinary_file(run: Run, given: Given) -> None:
    whole = [*pupils(3, "Ma"), pupils(1, "Ma", "Pa")[1]]
    sent(run, HEAD, *whole)
    assert sent(run, HEAD, *whole[:-1]).code == 0
    assert rules(given)["Pa Fama"] == "never"


def test_a_court_order_column_that_is_gone_is_said(run: Run, tmp_path: Path) -> None:
    rows, path = pupils(2, "Ma", "Pa"), tmp_path / "sims.csv"
    path.write_text(table(f"{HEAD},Court Order", *(f"{row}," for row in rows)))
    assert "No column" not in run.ok("import", "families", str(path)).err
    said = "No column of sims.csv says who must not be contacted, and one of an earlier one"
    for number in ("07700 900900", "07700 900901"):  # something changes, so it is an import
        path.write_text(table(HEAD, *rows, f"Zoe Fama,2015-02-03,8BR,Al Fama,uncle,{number}"))
        assert said in run.ok("import", "families", str(path)).err
    other = tmp_path / "class.csv"
    other.write_text(table(HEAD, *pupils(3, "Ma", "Pa")))
    assert "No column" not in run.ok("import", "families", str(other)).err


def test_a_file_of_another_name_says_it_once(run: Run, tmp_path: Path) -> None:
    sent(run, ORDER, f"{JANE},")
    path = tmp_path / "class.csv"
    path.write_text(table(HEAD, JANE, PAUL))
    assert "and one of standard input did" in run.ok("import", "families", str(path)).err
    assert "No column" not in run.ok("import", "families", str(path)).err


# -- the barred one comes back ---------------------------------------------------------------

JANE = f"{AVA},Jane Hart,mother,07700 900001"
PAUL = f"{AVA},Paul Hart,father,07700 900002"
HIS = "07700 900962"


@pytest.fixture
def barred(run: Run) -> None:
    """Ava's father is kept away by a court; her mother is not."""
    run.ok("import", "families", "-", stdin=table(HEAD, JANE, PAUL))
    run.ok("carer", "edit", "paul hart", "--rule", "never", "--reason", "court order")


@pytest.mark.usefixtures("barred")
@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("Mr Paul Hart-Jones", "father"),
        ("P. Hart", "father"),
        ("Mr Hart", "father"),
        ("Hart", ""),
        ("P Hart", "parent"),
        ("Paul Hart-Jones", "contact"),
        ("Paul Reid", "stepfather"),
        ("Paule Hart", ""),
        ("Tom Reid", "Father"),
        ("Hart Paul", ""),
        ("Tom Hart", ""),
    ],
)
def test_who_may_be_the_barred_father_is_asked_about_first(
    run: Run, given: Given, name: str, relation: str
) -> None:
    row = f"{AVA},{name},{relation},{HIS}"
    dry = sent(run, HEAD, JANE, row, options=("--dry-run",))
    answer = sent(run, HEAD, JANE, row)
    assert answer.code == dry.code == 0
    for said in (dry.out, answer.err):
        assert "ASK FIRST before contact with" in said
        assert "may be Paul Hart (c2), who must not be contacted (court order)" in said
        assert "--rule allow --reason" in said
        assert "parentlink merge c2" in said
    assert list(rules(given).values()) == ["allow", "never", "ask"]
    again = sent(run, HEAD, JANE, row)
    assert "Nothing to change" in again.out


@pytest.mark.usefixtures("barred")
@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("Tom Reid", "stepfather"),
        ("Sue Hart", "grandmother"),
        ("Tom Hart", "uncle"),
        ("Mrs Hart", "mother"),
        ("Mary Reid", ""),
    ],
)
def test_a_clearly_other_person_is_no_question(
    run: Run, given: Given, name: str, relation: str
) -> None:
    answer = sent(run, HEAD, JANE, f"{AVA},{name},{relation},{HIS}")
    assert "ASK FIRST" not in answer.err
    assert list(rules(given).values()) == ["allow", "never", "allow"]


def test_who_was_taken_off_the_list_does_not_come_back_callable(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=table(HEAD, JANE, PAUL))
    assert "DO NOT CONTACT Paul Hart" in sent(run, HEAD, JANE).err
    answer = sent(run, HEAD, JANE, f"{AVA},P Hart,father,{HIS}")
    assert "ASK FIRST before contact with P Hart" in answer.err
    assert rules(given) == {"Jane Hart": "allow", "Paul Hart": "never", "P Hart": "ask"}


@pytest.mark.usefixtures("barred")
def test_his_number_or_address_is_enough(run: Run, given: Given) -> None:
    sent(run, HEAD, JANE, f"{AVA},Mary Reid,aunt,07700 900002")
    assert rules(given)["Mary Reid"] == "ask"


@pytest.mark.usefixtures("barred")
def test_beside_him_in_the_file_only_number_and_name_make_it_him(run: Run, given: Given) -> None:
    sent(
        run, HEAD, JANE, PAUL,
        f"{AVA},P Hart,contact,07700 900002", f"{AVA},Tom Reid,stepfather,07700 900002",
    )  # fmt: skip
    assert rules(given) | {"Tom Reid": "allow", "P Hart": "ask"} == rules(given)


@pytest.mark.usefixtures("barred")
def test_a_new_sibling_does_not_bring_him_back(run: Run, given: Given) -> None:
    answer = sent(
        run, HEAD, JANE,
        "Bo Hart,2016-02-03,6BR,Jane Hart,mother,07700 900001",
        f"Bo Hart,2016-02-03,6BR,Paul Hart,father,{HIS}",
    )  # fmt: skip
    assert "ASK FIRST before contact with Paul Hart" in answer.err
    assert number_of(given, "carer WHERE contact_rule <> 'allow'") == 2


def test_from_another_home_he_does_not_come_back_with_a_sibling(run: Run, given: Given) -> None:
    head = f"{ORDER},lives with,address"
    ava = (f"{JANE},,Yes,1 Elm Row", f"{PAUL},Yes,No,9 Oak Rise")
    sent(run, head, *ava)
    sent(
        run, head, *ava,
        "Bo Hart,2016-02-03,6BR,Jane Hart,mother,07700 900001,,Yes,1 Elm Row",
        f"Bo Hart,2016-02-03,6BR,P Hart,father,{HIS},,,",
    )  # fmt: skip
    homes = (given.value("SELECT family_id FROM carer WHERE id = :id", id=one) for one in (1, 2))
    assert len(set(homes)) == 2
    assert rules(given) == {"Jane Hart": "allow", "Paul Hart": "never", "P Hart": "ask"}


@pytest.mark.usefixtures("barred")
def test_the_uncle_of_a_new_sibling_is_no_question(run: Run, given: Given) -> None:
    sent(
        run, HEAD, JANE,
        "Bo Hart,2016-02-03,6BR,Jane Hart,mother,07700 900001",
        f"Bo Hart,2016-02-03,6BR,Tom Hart,uncle,{HIS}",
        "Bo Hart,2016-02-03,6BR,Pete Hart,father,",
    )  # fmt: skip
    assert rules(given) | {"Tom Hart": "allow", "Pete Hart": "ask"} == rules(given)


@pytest.mark.usefixtures("barred")
def test_a_no_in_the_file_does_not_open_him(run: Run, given: Given) -> None:
    sent(run, f"{HEAD},court order", f"{JANE},", f"{AVA},P Hart,father,{HIS},No")
    assert rules(given)["P Hart"] == "ask"


@pytest.mark.usefixtures("barred")
def test_who_was_looked_at_stays_as_the_person_said(run: Run, given: Given) -> None:
    rows = (JANE, f"{AVA},P Hart,father,{HIS}")
    sent(run, HEAD, *rows)
    run.ok("carer", "edit", "p hart", "--rule", "allow", "--reason", "his brother Peter")
    assert "ASK FIRST" not in sent(run, HEAD, *rows).err
    assert rules(given)["P Hart"] == "allow"


# -- Mr and Mrs ------------------------------------------------------------------------------

ORDER = "pupil,date_of_birth,tutor_group,carer,relationship,mobile_phone,court order"


@pytest.mark.parametrize("initial", ["", "J ", "van der "])
def test_mr_and_mrs_of_one_surname_are_two(run: Run, given: Given, initial: str) -> None:
    hers = f"{AVA},Mrs {initial}Fox,,07700 900506,"
    his = f"{AVA},Mr {initial}Fox,,,Yes"
    for _ in range(2):
        assert sent(run, ORDER, hers, his).code == 0
    assert rules(given) == {f"Mrs {initial}Fox": "allow", f"Mr {initial}Fox": "never"}
    assert "Nothing to change" in sent(run, ORDER, his, hers).out


def test_a_title_in_its_own_column_tells_them_apart_too(run: Run, given: Given) -> None:
    head = "pupil,date_of_birth,carer title,carer forename,carer surname,mobile,court order"
    rows = ("Ava Fox,2014-02-03,Mrs,,Fox,07700 900506,", "Ava Fox,2014-02-03,Mr,,Fox,,Yes")
    assert sent(run, head, *rows).code == 0
    assert rules(given) == {"Mrs Fox": "allow", "Mr Fox": "never"}


def test_a_title_in_a_forename_cell_is_a_title(run: Run, given: Given) -> None:
    head = "pupil,date_of_birth,carer forename,carer surname,mobile"
    sent(run, head, "Ava Fox,2014-02-03,Mr Paul,Fox,07700 900506")
    assert rules(given) == {"Paul Fox": "allow"}
    assert given.value("SELECT title FROM carer") == "Mr"


def test_who_was_typed_with_a_title_is_known_by_it(run: Run, given: Given) -> None:
    sent(run, HEAD, JANE)
    for text in ("Mrs Fox, aunt, 07700 900506", "Mr Fox, uncle"):
        run.ok("carer", "add", "hart", text)
    rows = (f"{AVA},Mr Fox,uncle,", f"{AVA},Mrs Fox,aunt,07700 900506")
    sent(run, HEAD, JANE, *rows)
    assert list(rules(given)) == ["Jane Hart", "Mrs Fox", "Mr Fox"]
    assert number_of(given, "carer WHERE title IS NOT NULL") == 0


def test_one_full_name_with_two_titles_is_refused_with_a_way_out(run: Run) -> None:
    rows = (f"{AVA},Mrs Sam Fox,,07700 900506,", f"{AVA},Mr Sam Fox,,,Yes")
    answer = sent(run, ORDER, *rows)
    assert answer.code == 4
    assert "If these are two people, please write their forenames" in answer.err
    assert "make them the same" not in answer.err


def test_a_mr_and_a_mrs_are_never_one_unless_somebody_insists(run: Run, given: Given) -> None:
    family = given.family("Pool")
    child = given.pupil(family, name="Ada Pool")
    for title, name in (("Mrs", "Pool"), (None, "Mr Pool"), ("Ms", "Pool")):
        given.link(child, given.carer(family, name, title=title, mobile_phone=None))
    listed = run.ok("duplicates", "--format", "json").json
    assert [(row["keep"], row["other"]) for row in listed] == [("c1", "c3")]
    answer = run("merge", "c1", "c2", "--yes")
    assert answer.code == 1
    assert "They are called Mrs and Mr. If they are one all the same, say --anyway" in answer.err
    run.ok("merge", "c1", "c2", "--yes", "--anyway")


# -- words in other cells --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Tom Wye (DO NOT CALL)", "Tom Wye"),
        ("Tom Wye - do not contact", "Tom Wye"),
        ("(NO CONTACT) Tom Wye", "Tom Wye"),
        ("Wye, Tom: must not be contacted!", "Tom Wye"),
        ("Mr Tom Wye *court order*", "Tom Wye"),
        ("Tom Wye (no access)", "Tom Wye"),
        ("Tom Wye - see court file", "Tom Wye"),
        ("Tom Wye (restricted)", "Tom Wye"),
        ("Tom Wye - restricted", "Tom Wye"),
        ("Tom Wye - do not speak to", "Tom Wye"),
        ("Tom Wye not to be spoken to", "Tom Wye"),
    ],
)
def test_words_in_a_name_block_the_carer_and_leave_the_name(
    run: Run, given: Given, cell: str, name: str
) -> None:
    row = f'{AVA},"{cell}",father,{HIS}'
    answer = sent(run, HEAD, JANE, row)
    assert f"DO NOT CONTACT {name} (row 3): in the file: {cell}" in answer.err
    assert rules(given) == {"Jane Hart": "allow", name: "never"}
    assert "Nothing to change" in sent(run, HEAD, JANE, row).out


def test_words_in_a_relationship_block_the_carer(run: Run, given: Given) -> None:
    sent(run, HEAD, JANE, f"{AVA},Tom Wye,Father - NO CONTACT,{HIS}", f"{AVA},Al Ex,no contact,")
    assert rules(given) == {"Jane Hart": "allow", "Tom Wye": "never", "Al Ex": "never"}
    assert given.value("SELECT relationship FROM pupil_carer WHERE carer_id = 2") == "Father"
    assert given.value("SELECT relationship FROM pupil_carer WHERE carer_id = 3") is None


def test_a_no_beside_the_words_opens_nobody(run: Run, given: Given) -> None:
    sent(run, ORDER, f"{AVA},Tom Wye (do not call),father,{HIS},No")
    assert rules(given) == {"Tom Wye": "never"}


def test_words_without_a_name_are_refused(run: Run) -> None:
    answer = sent(run, HEAD, f"{AVA},DO NOT CONTACT,father,{HIS}")
    assert answer.code == 4
    assert "Row 2, carer" in answer.err
    assert "does not say with whom" in answer.err


def test_words_in_the_column_of_a_carer_of_several_block_that_one(run: Run, given: Given) -> None:
    head = "Pupil Name,Date of Birth,Class,Mum,Mum's number,Dad,Dad's number"
    sent(run, head, "Di Zed,04/05/2012,9CD,Jo Zed,07700900431,Kim Zed (NO CONTACT),07700900432")
    assert rules(given) == {"Jo Zed": "allow", "Kim Zed": "never"}


@pytest.mark.parametrize(
    "cell",
    [
        "Dad must NOT be contacted - court order",
        "non-mol order v Dad",
        "Injunction",
        "Barred",
        "no contact with father",
        "Do not contact",
        "do not ring Dad on any number",
        "Please don’t call father",
        "father prohibited from collecting",
        "Not to be contacted",
        "restraining order in place",
        "Dad: no. Court order",
        "No calls please",
        "no more calls to Dad",
        "no access to child",
        "Dad has no access",
        "denied access to the children",
        "Restricted",
        "Do not speak to Dad",
        "see court papers",
        "Dad is a blocked contact",
        "contact restrictions in place",
        "No contact; restrictions apply",
        "legal orders: see file",
        "Do NOT under any circumstances call",
        "Under no circumstances contact dad",
        "Do not ever contact",
        "not permitted contact with the children",
        "Contact not allowed",
        "contact with dad: contact denied",
        "supervised contact only",
        "Contact only via social worker",
        "all contact through her solicitor",
        "Safeguarding - check with DSL before contacting",
        "speak to the head of year before any calls",
        "No communication with father",
        "not to receive any communication",
        "Do not share any information with Mr Wye",
        "Do not give any information to father",
        "No information to be shared with dad",
        "Address must not be disclosed to father",
        "father not to be told",
        "Do not discuss with stepdad",
        "Child arrangements order",
        "protective order",
        "Family court",
        "Court case ongoing",
        "court hearing 3 March",
        "custody dispute",
        "Ward of court",
        "Dad on bail",
        "Legal restrictions apply",
    ],
)
def test_words_in_a_column_that_is_not_read_stop_the_file(
    run: Run, given: Given, db: Path, cell: str
) -> None:
    head, row = f"{HEAD},Notes", f"{JANE},{cell}"
    answer = sent(run, head, row)
    assert answer.code == 4, answer
    assert "Row 2, Notes" in answer.err
    assert "may say who must not be contacted, and the column is not read" in answer.err
    assert '--map "Notes="' in answer.err
    assert not db.exists()
    sent(run, head, row, options=("--map", "Notes="))
    assert rules(given) == {"Jane Hart": "allow"}
    sent(run, head, row, options=("--map", "Notes=court order"))
    assert rules(given) == {"Jane Hart": "never"}


@pytest.mark.parametrize(
    "cell",
    [
        "No contact details on file",
        "No contact restrictions",
        "Contact restrictions: none",
        "Court orders: 0",
        "Rings from a blocked contact number",
        "SEN: no contact sports",
        "No contact number given",
        "no contact with nuts",
        "No contact made yet",
        "Court order: none",
        "No court order",
        "no current court orders",
        "Injunction: N/A",
        "Do not ring at work",
        "Do not call before 10am",
        "Not contacted yet",
        "Mum did not ring back",
        "Could not be contacted today",
        "Barred from PE until Monday",
        "Likes court tennis and calls for order",
        "Contact mother first",
        "Emergency contact",
        "Cannot be contacted on Fridays",
        "no access to e-mail",
        "No access to the internet at home",
        "has no access to a car",
        "restricted mobility",
        "Diet: restricted (no nuts)",
        "access needs",
        "No access needs",
        "wheelchair access",
        "Parents do not speak English",
        "Do not speak to mum before 9am",
        "No calls before 10am",
        "No calls at work",
        "no calls made yet",
        "see court file: none",
        "not to eat nuts",
        "do not contact before 9am",
        "court shoes",
        "3 Court Road",
        "Mum is a family court judge",
        "no legal restrictions",
        "Legal name: Wye",
        "Occupation: order picker",
        "child protection plan ended",
        "Contact by email only",
        "contact through nan",
        "supervised access to the internet",
        "Social worker: ring before 5pm",
        "Do not share details with third parties",
        "do not share food with others",
        "We do not receive information letters",
        "No information from previous school",
        "parents not informed of absence",
        "do not email; ring instead",
        "Under no circumstances give nuts; call 999",
    ],
)
def test_what_only_sounds_so_stops_nothing(run: Run, given: Given, cell: str) -> None:
    answer = sent(run, f"{HEAD},Notes", f"{JANE},{cell}")
    assert answer.code == 0, answer
    assert rules(given) == {"Jane Hart": "allow"}


@pytest.mark.parametrize(
    "cell",
    [
        *("Dad NOT to collect", "Not to be released to father", "Dad not allowed on site"),
        *("banned from school premises", "not to walk home with uncle"),
    ],
)
def test_who_may_not_collect_a_child_may_be_rung(run: Run, given: Given, cell: str) -> None:
    assert sent(run, f"{HEAD},Notes", f"{JANE},{cell}").code == 0
    assert rules(given) == {"Jane Hart": "allow"}


def test_a_column_without_a_heading_is_looked_at_too(run: Run) -> None:
    head, row = HEAD.replace(",", ",,", 1), JANE.replace(",", ",do not contact,", 1)
    answer = sent(run, head, row)
    assert answer.code == 4
    assert "Row 2, column 2" in answer.err


def test_a_row_that_blocks_its_carer_may_say_why_anywhere(run: Run, given: Given) -> None:
    head = f"{ORDER},Notes"
    sent(run, head, f"{JANE},,", f"{PAUL},Yes,court order of 2024")
    assert rules(given) == {"Jane Hart": "allow", "Paul Hart": "never"}


def test_the_other_rows_go_in_with_skip_bad(run: Run, given: Given) -> None:
    rows = (f"{JANE},", "Bo Reid,2014-02-04,8BR,Jo Reid,mother,07700 900009,no contact with Dad")
    assert sent(run, f"{HEAD},Notes", *rows, options=("--skip-bad",)).code == 0
    assert rules(given) == {"Jane Hart": "allow"}


@pytest.mark.parametrize(
    "heading",
    [
        *("Restraining Order", "Non-mol", "Not to be contacted", "Don't call", "Don’t ring"),
        *("Blocked", "No access", "Exclude from contact", "Contactable"),
        *("Keep away?", "Must stay away", "Contact 2 not allowed", "Contact denied"),
        *(
            "Legal order",
            "Contact Y/N",
            "Custody",
            "Do not text",
            "Don't e-mail",
        ),
        *(
            "noContactFlag",
            "DoNotRing",
            "LegalOrders",
            "notToBeContacted",
            "dnc flag",
            "Blacklisted",
        ),
    ],
)
def test_more_headings_that_may_hold_a_block(run: Run, heading: str) -> None:
    answer = sent(run, f"{HEAD},{heading}", f"{JANE},Yes")
    assert answer.code == 4
    assert f'The column "{heading}" may say who must not be contacted' in answer.err


@pytest.mark.parametrize(
    "heading",
    [
        *("Parent contacts", "Internet permission", "Unblock code", "Emergency contact Y/N"),
        *("Access needs", "Mobility", "No email", "Lunch orders", "Text OK"),
        *("No of contacts", "NoOfCalls", "CallSign"),
    ],
)
def test_headings_of_other_things_are_passed_over(run: Run, heading: str) -> None:
    assert sent(run, f"{HEAD},{heading}", f"{JANE},Yes").code == 0


# -- words in the name of a pupil ---------------------------------------------------------------


@pytest.mark.parametrize("column", ["forename", "surname", "preferred_name"])
def test_words_in_a_pupils_name_may_bar_anybody_and_refuse_the_row(
    run: Run, given: Given, column: str
) -> None:
    names = {"forename": "Ava", "surname": "Hart", "preferred_name": "Avie"}
    row = ",".join({**names, column: f"{names[column]} (DO NOT CALL DAD)"}.values())
    head = "forename,surname,preferred_name,tutor_group,carer,mobile_phone"
    answer = sent(run, head, f"{row},8BR,Pa Hart,07700 900001")
    assert answer.code == 4
    assert f'Row 2, {column} ("{names[column]} (DO NOT CALL DAD)"): This may say who' in answer.err
    assert "it stands in a pupil's name" in answer.err
    sent(run, head, "Ava,Hart,Avie,8BR,Pa Hart,07700 900001")
    assert rules(given) == {"Pa Hart": "allow"}


@pytest.mark.parametrize(
    ("head", "carer"),
    [
        ("Pupil,Reg,Mum,Mum mobile,Notes", "Jo Lowe,07700900103"),
        ("Pupil,Reg,Contact Name,Relationship,Notes", "Jo Lowe,Mother"),
        ("Pupil,Reg,Contact Name,Mobile,Notes", "Jo Lowe (Mum),07700900103"),
    ],
)
@pytest.mark.parametrize("words", ["Do not contact dad", "Father must not be contacted"])
def test_words_about_a_father_propose_no_block_for_the_mother(
    run: Run, head: str, carer: str, words: str
) -> None:
    answer = run("import", "families", "-", stdin=f"{head}\nBen Lowe,7KM,{carer},{words}\n")
    assert answer.code == 4
    assert "DO NOT CONTACT somebody, carer of Ben Lowe (row 2, which was refused)" in answer.err
    assert 'parentlink carer edit "NAME"' in answer.err
    assert 'edit "Jo Lowe"' not in answer.err


@pytest.mark.parametrize("words", ["Do not contact mum", "Do not contact", "No contact with Lowe"])
def test_words_that_may_be_about_the_carer_of_the_row_name_them(run: Run, words: str) -> None:
    head = "Pupil,Reg,Mum,Mum mobile,Notes"
    text = f"{head}\nBen Lowe,7KM,Jo Lowe,07700900103,{words}\n"
    assert 'edit "Jo Lowe"' in run("import", "families", "-", stdin=text).err


@pytest.mark.parametrize("title", ["Court orders", "NO CONTACT", "Do not contact", "Restricted"])
def test_a_sheet_that_may_hold_the_court_orders_is_not_passed_over(
    run: Run, tmp_path: Path, title: str
) -> None:
    head, row = ("pupil", "tutor group", "carer"), ("Ada Okafor", "7KM", "Chidi Okafor")
    path = tmp_path / "class.xlsx"
    other: dict[str, Any] = {title: [(*head, "court order"), (*row, "yes")]}
    path.write_bytes(xlsx([head, row], "7KM", **other))
    answer = run("import", "families", str(path))
    assert answer.code == 4
    assert f'The sheet "{title}" may say who must not be contacted' in answer.err
    assert (
        f'Please bring in the families with --sheet "7KM", and then --sheet "{title}"' in answer.err
    )
    run.ok("import", "families", str(path), "--sheet", "7KM")
    assert "DO NOT" in run.ok("import", "families", str(path), "--sheet", title, "--yes").err
