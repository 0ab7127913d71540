"""Headings that stand twice or have a number: whose each column is, as the programs write them."""

from typing import Any

import pytest

from conftest import Given, Run

CARERS = (
    "SELECT GROUP_CONCAT(COALESCE(c.title || ' ', '') || c.name || ' '"
    " || COALESCE(l.relationship, '') || ' ' || COALESCE(c.mobile_phone, '') || ' '"
    " || c.contact_rule, '; ')"
    " FROM carer c JOIN pupil_carer l ON l.carer_id = c.id ORDER BY l.priority"
)
BOTH = "Ngozi Okafor Mother +447700900101 allow; Chidi Okafor Father +447700900102 allow"


def brought(run: Run, given: Given, head: str, row: str) -> Any:
    run.ok("import", "families", "-", stdin=f"{head}\n{row}\n")
    return given.value(CARERS)


@pytest.mark.parametrize(
    "head",
    [
        "Pupil,Reg,Emergency Contact 1,Relationship,Mobile,Emergency Contact 2,Relationship,Mobile",
        "Pupil,Reg,Contact 1,Rel,Mobile,Contact 2,Rel,Mobile",
        (
            "Pupil,Reg,Contact 1,Contact 1 Rel,Contact 1 Mobile,"
            "Contact 2,Contact 2 Rel,Contact 2 Mobile"
        ),
        "Pupil,Reg,P1 Name,P1 Relationship,P1 Mobile,P2 Name,P2 Relationship,P2 Mobile",
        "Pupil,Reg,P1 Name,P1 Relationship,P1 M\u043ebile,P2 Name,P2 Relationship,P2 M\u043ebile",
        (
            "Pupil,Reg,"
            "Primary Guardian 1,Primary Guardian 1 Relationship,Primary Guardian 1 Mobile,"
            "Primary Guardian 2,Primary Guardian 2 Relationship,Primary Guardian 2 Mobile"
        ),
        "Pupil,Reg,Contact (1),Relationship (1),Mobile (1),Contact (2),Relationship (2),Mobile (2)",
        "Pupil,Reg,Contact (1),Relationship (1),Mobile,Contact (2),Relationship (2),Mobile",
        "Pupil,Reg,Contact 1,Contact 1 Rel,Mobile (1),Contact 2,Contact 2 Rel,Mobile (2)",
        "Pupil,Reg,Contact 1,Relationship 1,Mobile 1,Contact 2,Relationship 2,Mobile 2",
        "Pupil,Reg,Parent 1 Name,Rel 1,Mobile 1,Parent 2 Name,Rel 2,Mobile 2",
        "Pupil,Reg,Contact 1,Relationship1,Mobile_1,Contact 2,Relationship2,Mobile_2",
        "Pupil,Year/Class,Adult 1,Rel,Tel (mobile),Adult 2,Rel,Tel (mobile)",
        (
            "Pupil,Reg,"
            "Priority 1 Contact,Priority 1 Contact Relationship,Priority 1 Contact Mobile,"
            "Priority 2 Contact,Priority 2 Contact Relationship,Priority 2 Contact Mobile"
        ),
    ],
)
def test_two_carers_of_one_row_have_their_own_columns(run: Run, given: Given, head: str) -> None:
    row = "Ada Okafor,7KM,Ngozi Okafor,Mother,07700900101,Chidi Okafor,Father,07700900102"
    assert brought(run, given, head, row) == BOTH


@pytest.mark.parametrize(
    "head",
    [
        (
            "Relationship (1),Contact (1),Contact (1) Mobile,"
            "Relationship (2),Contact (2),Contact (2) Mobile"
        ),
        "Relationship (1),Contact (1),Mobile (1),Relationship (2),Contact (2),Mobile (2)",
        "Relationship (1),Contact (1),Mobile,Relationship (2),Contact (2),Mobile",
        "Rel (1),Guardian 1 Name,Guardian 1 Mobile,Rel (2),Guardian 2 Name,Guardian 2 Mobile",
        "P1 Relationship,P1 Contact,P1 Mobile,P2 Relationship,P2 Contact,P2 Mobile",
        "P1 Relationship,P1 Contact Name,P1 Tel,P2 Relationship,P2 Contact Name,P2 Tel",
    ],
)
def test_a_relationship_in_front_of_the_name_has_its_number(
    run: Run, given: Given, head: str
) -> None:
    row = "Ada Okafor,7KM,Mother,Ngozi Okafor,07700900101,Father,Chidi Okafor,07700900102"
    assert brought(run, given, f"Pupil,Reg,{head}", row) == BOTH


@pytest.mark.parametrize(
    "head",
    [
        "Relationship (1),Contact (1),Mobile (1),Relationship (2),Parent (2),Mobile (2)",
        "Relationship (1),Contact (1),Mobile (2),Relationship (2),Contact (2),Mobile (1)",
        "Relationship (1),Contact (1),Mobile (1),Relationship (1),Contact (2),Mobile (2)",
        "Contact 1 Rel,Contact (1),Mobile (2),Contact 2 Rel,Contact (2),Mobile (1)",
    ],
)
def test_numbers_in_brackets_that_do_not_go_together_are_asked_about(run: Run, head: str) -> None:
    row = "Ada Okafor,7KM,Mother,Ngozi Okafor,07700900101,Father,Chidi Okafor,07700900102"
    answer = run("import", "families", "-", stdin=f"Pupil,Reg,{head}\n{row}\n")
    assert answer.code == 4
    assert "both mean" in answer.err


def test_a_number_in_brackets_is_the_mothers_where_she_has_none(run: Run, given: Given) -> None:
    head, row = (
        "Mother,Mobile (1),Father,Mobile (2)",
        "Ngozi Okafor,07700900101,Chidi Okafor,07700900102",
    )
    found = brought(run, given, f"Pupil,Reg,{head}", f"Ada Okafor,7KM,{row}")
    assert found == BOTH.replace("Mother", "mother").replace("Father", "father")


def test_a_contact_that_may_be_a_number_names_nobody(run: Run, given: Given) -> None:
    head, row = "Pupil,Reg,P1 Name,P1 Contact", "Ada Okafor,7KM,Ngozi Okafor,07700900101"
    answer = run.ok("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert 'Not read: "P1 Contact"' in answer.err
    assert given.value("SELECT name FROM carer") == "Ngozi Okafor"


def test_a_number_under_the_only_heading_for_a_parent_is_no_name(run: Run) -> None:
    head, row = "Pupil,Reg,P1 Contact,P1 Relationship", "Ada Okafor,7KM,07700900101,Mother"
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4
    assert 'Cannot use "07700900101" as the carer\'s name' in answer.err


def test_two_people_of_one_isams_record_are_two_carers(run: Run, given: Given) -> None:
    head = (
        "Surname,Forename,Form,Title (1),Forename (1),Surname (1),Title (2),Forename (2),"
        "Surname (2),Mobile (1),Mobile (2)"
    )
    row = "Okafor,Ada,7KM,Mrs,Ngozi,Okafor,Mr,Chidi,Okafor,07700900101,07700900102"
    assert brought(run, given, head, row) == (
        "Mrs Ngozi Okafor  +447700900101 allow; Mr Chidi Okafor  +447700900102 allow"
    )
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"


def test_what_was_made_of_numbers_in_brackets_is_said_in_words_that_a_map_takes(run: Run) -> None:
    head, row = "Pupil,Reg,Forename (1),Forename (2)", "Ada Okafor,7KM,Ngozi,Chidi"
    said = run.ok("import", "families", "-", "--dry-run", stdin=f"{head}\n{row}\n").err
    assert '"Forename (1)" for the parent 1 forename' in said
    map_1, map_2 = ("Forename (1)=parent 1 forename", "Forename (2)=parent 2 forename")
    maps = ("--map", map_1, "--map", map_2)
    said = run.ok("import", "families", "-", "--dry-run", *maps, stdin=f"{head}\n{row}\n").err
    assert "By their order" not in said


def test_a_block_behind_a_carer_is_that_carers(run: Run, given: Given) -> None:
    head = "Pupil,Reg,Contact 1,Court order,Contact 2,Court order"
    run.ok(
        "import", "families", "-", stdin=f"{head}\nAda Okafor,7KM,Ngozi Okafor,,Chidi Okafor,Y\n"
    )
    assert given.value("SELECT name FROM carer WHERE contact_rule = 'never'") == "Chidi Okafor"
    assert given.value("SELECT COUNT(*) FROM carer WHERE contact_rule = 'allow'") == 1


@pytest.mark.parametrize(
    "head",
    [
        "Pupil,Reg,Contact 1,Contact 2,Relationship,Relationship,Mobile,Mobile",
        "Pupil,Reg,Relationship,Contact 1,Mobile,Relationship,Contact 2,Mobile",
        "Pupil,Reg,Contact 1,Relationship,Relationship,Contact 2,Mobile,Mobile",
    ],
)
def test_an_order_that_proves_nothing_is_asked_about(run: Run, head: str) -> None:
    said = {
        "Pupil": ["Ada Okafor"],
        "Reg": ["7KM"],
        "Contact 1": ["Jo Eze"],
        "Contact 2": ["Sam Eze"],
        "Relationship": ["Mother", "Father"],
        "Mobile": ["07700900101", "07700900102"],
    }
    row = ",".join(said[each].pop(0) for each in head.split(","))
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4
    assert "both mean" in answer.err


@pytest.mark.parametrize(
    "who", ["Doctor", "Social worker", "Emergency contact", "Contact 3 Forename"]
)
def test_a_number_behind_somebody_else_is_not_the_carers_before(run: Run, who: str) -> None:
    head = f"Pupil,Reg,Contact 1,Mobile,Contact 2,{who},Mobile"
    row = "Ada Okafor,7KM,Ngozi Okafor,07700900101,Chidi Okafor,Ann Shaw,07700900102"
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4
    assert "both mean mobile phone" in answer.err


@pytest.mark.parametrize("way", ["Mobile", "Email", "Telephone"])
def test_a_way_in_front_of_the_second_name_may_be_the_pupils_own(run: Run, way: str) -> None:
    head = f"Forename,Surname,{way},Forename,Surname,Relationship"
    cell = "ada@example.org" if way == "Email" else "07700900101"
    row = f"Ada,Okafor,{cell},Ngozi,Okafor,Mother"
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4
    assert "both mean forename" in answer.err


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "Pupil,Reg,Contact 1,Gender,Rel,Mobile,Contact 2,Gender,Rel,Mobile",
            "Ada Okafor,7KM,Ngozi Okafor,F,Mother,07700900101,Chidi Okafor,M,Father,07700900102",
        ),
        (
            "Pupil,Reg,Contact 1,Rel,Address,Mobile,Contact 2,Rel,Mobile",
            "Ada Okafor,7KM,Ngozi Okafor,Mother,1 Mill Lane,07700900101,"
            "Chidi Okafor,Father,07700900102",
        ),
    ],
)
def test_a_column_that_names_nobody_parts_no_carer_from_their_number(
    run: Run, given: Given, head: str, row: str
) -> None:
    assert brought(run, given, head, row) == BOTH


def test_a_second_mobile_of_one_carer_is_nobody_elses(run: Run) -> None:
    head = "Pupil,Reg,Contact Name,Mobile (1),Mobile (2)"
    row = "Ada Okafor,7KM,Ngozi Okafor,07700900101,07700900102"
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4
    assert "both mean mobile phone" in answer.err


def test_a_second_mobile_in_front_of_the_second_name_is_not_theirs(run: Run) -> None:
    names = "Forename (1),Surname (1),Mobile (1),Mobile (2),Forename (2),Surname (2)"
    head = f"Forename,Surname,Reg,{names}"
    row = "Ada,Okafor,7KM,Ngozi,Okafor,07700900101,07700900102,Chidi,Okafor"
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4


@pytest.mark.parametrize(
    "head",
    [
        "Contact 1,Mobile 1,Mobile 2,Contact 2",  # two of the first one's
        "Contact 1,Mobile 2,Contact 2,Mobile 1",
        "Contact 1,Contact 2,Mobile 1,Mobile 2",
        "Contact 1,Mobile 1,Contact 2,Tel",
    ],
)
def test_a_number_behind_a_heading_counts_only_where_its_place_says_the_same(
    run: Run, given: Given, head: str
) -> None:
    text = f"Pupil,Reg,{head}\nAda Okafor,7KM,,,,\n"
    answer = run("import", "families", "-", "--dry-run", stdin=text)
    assert "By their order" not in answer.err
    assert '"Mobile 1"' in answer.err


def test_what_was_made_of_the_order_is_said_and_a_map_goes_before_it(
    run: Run, given: Given
) -> None:
    head = "Pupil,Reg,Contact 1,Rel,Contact 2,Rel"
    text = f"{head}\nAda Okafor,7KM,Jo Eze,Mother,Sam Eze,Aunt\n"
    said = run.ok("import", "families", "-", "--dry-run", stdin=text).err
    assert '"Rel#1" for the contact 1 relationship, "Rel#2" for the contact 2 relationship' in said
    maps = ("--map", "Rel#1=contact 2 relationship", "--map", "Rel#2=contact 1 relationship")
    run.ok("import", "families", "-", *maps, stdin=text)
    assert given.value(CARERS) == "Jo Eze Aunt  allow; Sam Eze Mother  allow"


def test_letters_are_addressed_to_two_where_no_column_names_a_carer(run: Run, given: Given) -> None:
    head = "Pupil,Reg,Parental Addressee,Mobile"
    row = "Ada Okafor,7KM,Mr C & Mrs N Okafor,07700900101"
    run.ok("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert given.value("SELECT COUNT(*) FROM carer") == 2
    named = f"{head},Contact Name\n{row.replace('7KM', '8KM')},Ngozi Okafor\n".replace("Ada", "Ben")
    answer = run.ok("import", "families", "-", stdin=named)
    assert "1 carer" in answer.out


def test_a_name_with_the_relationship_behind_it(run: Run, given: Given) -> None:
    head = "Pupil,Reg,Parent 1 name & relationship,Parent 1 mobile"
    row = "Ada Okafor,7KM,Ngozi Okafor (mother),07700900101"
    assert brought(run, given, head, row) == "Ngozi Okafor mother +447700900101 allow"


def test_a_form_that_parents_fill_in_is_a_families_file(run: Run, given: Given) -> None:
    head = (
        "Timestamp,Child's full name,Child's class,Your full name,Your relationship to the child,"
        "Your mobile number,Your email address,Best time to call,Preferred way to be contacted"
    )
    row = (
        "23/11/2026 10:00,Ada Okafor,7KM,Ngozi Okafor,Mother,07700900101,n@example.org,after 5,Text"
    )
    assert brought(run, given, head, row) == "Ngozi Okafor Mother +447700900101 allow"
    assert given.value("SELECT preferred_channel || ' ' || best_times FROM carer") == "text after 5"


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("Contact Salutation", "Mrs Okafor"),
        ("Title", "Mrs"),
    ],
)
def test_of_a_salutation_the_title_is_taken(run: Run, given: Given, head: str, cell: str) -> None:
    row = f"Ada Okafor,7KM,Ngozi Okafor,{cell}"
    assert brought(run, given, f"Pupil,Reg,Contact Name,{head}", row).startswith("Mrs Ngozi Okafor")


@pytest.mark.parametrize("sign", ["?", ".", "-", "N/A"])
def test_a_sign_is_no_member_of_staff(run: Run, given: Given, sign: str) -> None:
    brought(run, given, "Pupil,Reg,Tutor,Contact Name", f"Ada Okafor,7KM,{sign},Ngozi Okafor")
    assert given.value("SELECT COUNT(*) FROM staff WHERE name = :sign", sign=sign) == 0


def test_who_stands_in_brackets_behind_a_heading_has_the_column(run: Run, given: Given) -> None:
    head = "Pupil,Reg,Mother,Father,Mobile (Dad),Mobile (Mum),Court order (Dad)"  # in another order
    row = "Ada Okafor,7KM,Ngozi Okafor,Chidi Okafor,07700900102,07700900101,Yes"
    assert brought(run, given, head, row) == (
        "Ngozi Okafor mother +447700900101 allow; Chidi Okafor father +447700900102 never"
    )


def test_a_fathers_column_beside_one_carer_is_not_that_carers(run: Run, given: Given) -> None:
    text = "Pupil,Reg,Contact,Mobile (Dad)\nAda Okafor,7KM,Ngozi Okafor,07700900102\n"
    answer = run.ok("import", "families", "-", "--dry-run", stdin=text)
    assert 'no column names the carer it belongs to: "Mobile (Dad)"' in answer.err
    run.ok("import", "families", "-", "--map", "Mobile (Dad)=work phone", stdin=text)
    assert given.value("SELECT work_phone FROM carer") == "+447700900102"
    ruled = text.replace("Mobile (Dad)", "Court order (Father)").replace("07700900102", "Yes")
    barred = run("import", "families", "-", stdin=ruled)
    assert barred.code == 4
    assert "no column names who that is" in barred.err


def test_a_letter_to_two_is_no_part_of_one_name(run: Run, given: Given) -> None:
    head, row = "Pupil,Reg,Salutation,Contact,Mobile", "Ada Fox,7KM,Mr & Mrs Fox,Al Fox,07700900101"
    run.ok("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert given.value("SELECT GROUP_CONCAT(name, ', ') FROM carer") == "Al Fox, Mrs Fox"


def test_a_form_that_speaks_to_parents_all_through(run: Run, given: Given) -> None:
    head = (
        "Your child’s name,Your child's date of birth,Your child's class,Your first name,"
        "Your surname,Your relationship to your child,Your mobile"
    )
    row = "Ada Okafor,25/06/2015,7KM,Ngozi,Okafor,Mother,07700900101"
    assert brought(run, given, head, row) == "Ngozi Okafor Mother +447700900101 allow"


@pytest.mark.parametrize("cell", ["Al Fey (Dad) & Jo Fey (Mum)", "Al Fey & Jo Fey (parents)"])
def test_of_two_people_with_their_relationships_neither_keeps_it_in_the_name(
    run: Run, given: Given, cell: str
) -> None:
    run.ok("import", "families", "-", stdin=f"Pupil,Reg,Contact,Mobile\nAda Fey,7KM,{cell},\n")
    assert given.value("SELECT GROUP_CONCAT(name, ', ') FROM carer") == "Al Fey, Jo Fey"


# -- a number or address that may be the pupil's own -------------------------------------------

NGOZI = "Ada,Okafor,7KM,{},Ngozi Okafor,Mother"


@pytest.mark.parametrize(
    ("way", "cell", "field"),
    [
        ("Email", "ada@example.org", "email"),
        ("Mobile", "07700900109", "mobile phone"),
        ("Telephone", "07700900109", "main phone"),
    ],
)
def test_a_way_between_the_pupils_columns_and_the_carers_is_said_with_its_map(
    run: Run, given: Given, way: str, cell: str, field: str
) -> None:
    head = f"Forename,Surname,Reg,{way},Contact Name,Relationship"
    text = f"{head}\n{NGOZI.format(cell)}\n"
    words = ("import", "families", "-", "--dry-run")
    said = run.ok(*words, stdin=text).err
    assert f"\"{way}\" stands between the pupil's columns and the carer's" in said
    assert f'--map "{way}={field}"' in said
    for ours in ("", field):
        again = run.ok(*words, "--map", f"{way}={ours}", stdin=text).err
        assert "stands between" not in again
    run.ok("import", "families", "-", "--map", f"{way}=", stdin=text)
    assert given.value("SELECT COALESCE(email, mobile_phone) FROM carer") is None


def test_two_such_columns_are_said_in_one_sentence(run: Run) -> None:
    head = "Forename,Surname,Reg,Mobile,Email,Contact Name,Relationship"
    row = NGOZI.format("07700900109,ada@example.org")
    said = run.ok("import", "families", "-", "--dry-run", stdin=f"{head}\n{row}\n").err
    assert '"Mobile" and "Email" stand between' in said
    assert '--map "Mobile=" --map "Email="' in said


@pytest.mark.parametrize(
    "head",
    [
        "Forename,Surname,Reg,Contact Email,Contact Name,Relationship",
        "Forename,Surname,Reg,Email (parent),Contact Name,Relationship",
        "Forename,Surname,Relationship,Email,Contact Name,Reg",
        "Email,Forename,Surname,Reg,Contact Name,Relationship",
        "Forename,Surname,Reg,Contact Name,Relationship,Email",
    ],
)
def test_a_way_that_is_clearly_the_carers_needs_no_word(run: Run, head: str) -> None:
    said = {"Forename": "Ada", "Surname": "Okafor", "Reg": "7KM", "Relationship": "Mother"}
    said["Contact Name"] = "Ngozi Okafor"
    row = ",".join(said.get(each, "n@example.org") for each in head.split(","))
    answer = run.ok("import", "families", "-", "--dry-run", stdin=f"{head}\n{row}\n")
    assert "between" not in answer.err
