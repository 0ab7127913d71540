"""What stands in ordinary files: dates in words, possessive headings, names twice, two numbers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Given, Run
from parentlink.errors import Unreadable
from parentlink.parse.phone import two_phones
from parentlink.parse.when import When, parse_csv_day, parse_csv_when
from parentlink.rules.forbidding import forbids


def carer(given: Given, name: str) -> tuple[Any, ...]:
    """The three numbers of a carer."""
    return tuple(
        given.value(f"SELECT {slot} FROM carer WHERE name = :name", name=name)
        for slot in ("mobile_phone", "home_phone", "work_phone")
    )


# -- dates in words --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("26 Mar 2013", "26-Mar-2013", "26 March 2013", "26.03.2013", "26/03/2013"),
        *("26 MAR 2013", "26-MAR-2013", "26th March 2013", "March 26 2013", " 26 mar 2013 "),
    ],
)
def test_a_date_with_its_month_in_words_is_read(text: str) -> None:
    assert parse_csv_day(text) == date(2013, 3, 26)
    assert parse_csv_when(text) == When(date(2013, 3, 26), None)


def test_october_has_a_t_and_is_no_time() -> None:
    assert parse_csv_when("26-OCT-2013") == When(date(2013, 10, 26), None)
    assert str(parse_csv_when("26 OCT 2013 15:40").time) == "15:40:00"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("26 Mar", "13/05/2026"),
        ("26-Mar-13", "four digits"),
        ("31 Apr 2013", "April has 30 days"),
        ("26 Mai 2013", "13/05/2026"),
    ],
)
def test_a_date_in_words_must_be_whole_too(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse_csv_day(text)


def test_a_file_with_such_birthdays_comes_in(run: Run, given: Given) -> None:
    text = "Child's name,Child's date of birth,carer\nAda Okafor,26 Mar 2013,Ngozi Okafor\n"
    run.ok("import", "families", "-", stdin=text)
    assert given.value("SELECT date_of_birth FROM pupil WHERE legal_name = 'Ada Okafor'") == (
        "2013-03-26"
    )


# -- headings --------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["'", "\u2019", "`"])
def test_headings_with_an_apostrophe_are_known(run: Run, given: Given, mark: str) -> None:
    text = (
        f"Child{mark}s Name,Mother{mark}s Name,Mother{mark}s Mobile\n"
        "Ada Okafor,Ngozi Okafor,07700 900101\n"
    )
    answer = run.ok("import", "families", "-", stdin=text)
    assert "Not read" not in answer.err
    assert carer(given, "Ngozi Okafor")[0] == "+447700900101"


ISAMS = "School ID,Forename,Surname,Form,Year,Contact Type,Title,Forename,Surname,Telephone,Mobile"


def test_names_that_stand_twice_are_the_pupils_and_then_the_carers(run: Run, given: Given) -> None:
    text = f"{ISAMS}\ni1,Ada,Okafor,8H,8,Mother,Mrs,Ngozi,Eze,01632 960001,07700 900501\n"
    answer = run.ok("import", "families", "-", stdin=text)
    assert "stand twice: the first were taken for the pupil's" in answer.err
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"
    assert given.value("SELECT name FROM carer") == "Ngozi Eze"


def test_a_map_for_another_column_leaves_names_that_stand_twice_understood(
    run: Run, given: Given
) -> None:
    text = f"{ISAMS},Contact Only\ni1,Ada,Okafor,8H,8,Father,Mr,Obi,Eze,,07700 900501,Yes\n"
    more = ("--map", "Contact Only=do not contact")
    answer = run.ok("import", "families", "-", *more, stdin=text)
    assert "stand twice: the first were taken for the pupil's" in answer.err
    assert given.value("SELECT legal_name FROM pupil") == "Ada Okafor"
    assert given.value("SELECT name || ' ' || contact_rule FROM carer") == "Obi Eze never"


def test_a_map_for_one_of_the_names_that_stand_twice_is_followed_and_the_rest_asked_about(
    run: Run,
) -> None:
    text = f"{ISAMS}\ni1,Ada,Okafor,8H,8,Mother,Mrs,Ngozi,Eze,,07700 900501\n"
    answer = run("import", "families", "-", "--map", "Forename#2=preferred name", stdin=text)
    assert answer.code == 4
    assert "both mean surname" in answer.err


@pytest.mark.parametrize(
    "head",
    [
        "Forename,Surname,Mobile,Forename,Surname,Form,Email",  # a class behind a carer's number
        "Mobile,Forename,Surname,Form,Forename,Surname,Email",
        "Forename,Surname,Form,Forename,Surname,Year",  # nothing that is a carer's
    ],
)
def test_names_twice_in_an_order_that_proves_nothing_are_asked_about(run: Run, head: str) -> None:
    cells = {"Form": "8H", "Year": "8", "Mobile": "07700 900501", "Email": "n@example.org"}
    names = iter(("Ada", "Okafor", "Ngozi", "Eze"))
    row = ",".join(cells.get(name) or next(names) for name in head.split(","))
    answer = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert answer.code == 4
    assert "both mean" in answer.err


@pytest.mark.parametrize(
    ("head", "row", "maps"),
    [
        (
            "Forename,Surname,Form,First Name,Last Name,Mobile",
            "Ada,Okafor,7KM,Ngozi,Eze,07700 900501",
            ["First Name=carer_forename", "Last Name=carer_surname"],
        ),
        (
            "Name,Form,Full name,Mobile",
            "Ada Okafor,7KM,Ngozi Eze,07700 900501",
            ["Full name=carer"],
        ),
    ],
)
def test_a_second_name_under_another_heading_may_be_the_carers_and_that_is_offered(
    run: Run, given: Given, head: str, row: str, maps: list[str]
) -> None:
    refused = run("import", "families", "-", stdin=f"{head}\n{row}\n")
    offered = " ".join(f'--map "{each}"' for each in maps)
    assert f"the carer's, {offered}); --save-map" in refused.err
    words = [word for each in maps for word in ("--map", each)]
    run.ok("import", "families", "-", *words, stdin=f"{head}\n{row}\n")
    assert given.value("SELECT name FROM carer") == "Ngozi Eze"


def test_where_a_column_names_the_carer_a_second_name_is_hardly_theirs(run: Run) -> None:
    text = "Forename,Surname,First Name,carer\nAda,Okafor,Adaeze,Ngozi Eze\n"
    assert "the carer's" not in run("import", "families", "-", stdin=text).err


# -- two numbers in one cell -----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("07700 900001 / 01632 960001", "07700900001, 01632960001", "07700 900001;01632 960001"),
        *("07700 900001 or 01632 960001", "07700 900001\n01632 960001", "07700 900001|01632960001"),
    ],
)
def test_two_whole_numbers_in_a_cell_get_a_place_each(run: Run, given: Given, text: str) -> None:
    answer = run.ok(
        *("import", "families", "-"),
        stdin=f'pupil,carer,mobile\nAda Okafor,Ngozi Okafor,"{text}"\n',
    )
    assert carer(given, "Ngozi Okafor") == ("+447700900001", "+441632960001", None)
    assert "Two phone numbers stood in one cell in row 2" in answer.err


def test_a_second_week_changes_nothing(run: Run) -> None:
    text = 'pupil,carer,mobile\nAda Okafor,Ngozi Okafor,"07700 900001 / 07700 900002"\n'
    run.ok("import", "families", "-", stdin=text)
    assert "Nothing to change" in run.ok("import", "families", "-", stdin=text).out


def test_a_second_number_goes_round_what_other_columns_say(run: Run, given: Given) -> None:
    text = (
        "pupil,carer,mobile,home phone\n"
        'Ada Okafor,Ngozi Okafor,"07700 900001 / 07700 900002",01632 960009\n'
    )
    run.ok("import", "families", "-", stdin=text)
    assert carer(given, "Ngozi Okafor") == ("+447700900001", "+441632960009", "+447700900002")


def test_without_a_free_place_the_row_is_refused_with_the_way_out(run: Run) -> None:
    text = (
        "pupil,carer,mobile,home phone,work phone\n"
        'Ada Okafor,Ngozi Okafor,"07700 900001 / 07700 900002",01632 960009,01632 960008\n'
    )
    answer = run("import", "families", "-", stdin=text)
    assert answer.code == 4
    assert "Row 2, mobile" in answer.err
    assert "room for three phone numbers only" in answer.err


@pytest.mark.parametrize(
    "text",
    [
        *(
            "07700 900001 / 12",
            "07700 900001 / 900002",
            "07700 900001 / 07700 900002 / 01632 960001",
        ),
        *("07700 900001 (mum) / 07700 900002", "07700/900001", "07700 900001 /"),
    ],
)
def test_what_is_not_two_whole_numbers_is_refused(text: str) -> None:
    assert two_phones(text) is None


def test_one_number_written_twice_is_one(run: Run, given: Given) -> None:
    text = 'pupil,carer,mobile\nAda Okafor,Ngozi Okafor,"07700 900001 / 07700900001"\n'
    run.ok("import", "families", "-", stdin=text)
    assert carer(given, "Ngozi Okafor") == ("+447700900001", None, None)


# -- an extension behind a number ------------------------------------------------------------

WORK = "pupil,carer,relationship,mobile,work phone\nAda Okafor,Ngozi Okafor,Mother,07700 900001,"


@pytest.mark.parametrize(
    "cell",
    [
        *("0113 496 0001 x2", "0113 496 0001x2", "01134960001 X204", "0113 496 0001 ext. 204"),
        *("0113 496 0001 extn 12", "0113 496 0001 (ext 204)", "0113 496 0001, Ext: 204"),
        *("0113 496 0001 #3", "0113 496 0001 - extension 12", "+44 113 496 0001 ext.204"),
        *("(0113) 496 0001 [x2]", "1134960001 x2"),
    ],
)
def test_an_extension_is_no_part_of_the_number(run: Run, given: Given, cell: str) -> None:
    text = f'{WORK}"{cell}"\n'
    answer = run.ok("import", "families", "-", stdin=text)
    assert carer(given, "Ngozi Okafor") == ("+447700900001", None, "+441134960001")
    assert "An extension, such as x204, stood behind a phone number in row 2." in answer.err
    again = run.ok("import", "families", "-", "--quiet", stdin=text)
    assert (again.out, again.err) == ("", "")


@pytest.mark.parametrize(
    "cell",
    [
        *("0113 496 00 x2", "0113 496 0001 2", "0113 496 0001 ext", "ext 204", "0113 496 0001 x?"),
        *("0113 496 0001 x2 do not call", "0113 496 0001 / 07700 900001 x2", "x2 0113 496 0001"),
        "07700 900001 x 07700 900002",
    ],
)
def test_what_is_no_whole_number_with_an_extension_is_refused(run: Run, cell: str) -> None:
    answer = run("import", "families", "-", stdin=f'{WORK}"{cell}"\n')
    assert answer.code == 4
    assert "Row 2, work phone" in answer.err


def test_of_another_slip_in_the_row_only_that_is_said(run: Run) -> None:
    text = f"{WORK}0113 496 0001 x2\n".replace("07700 900001", "07700 90001")
    answer = run("import", "families", "-", stdin=text)
    assert answer.code == 4
    assert "Row 2, mobile" in answer.err
    assert "work phone" not in answer.err


# -- a word beside a number ------------------------------------------------------------------

HEAD = "pupil,carer,relationship,mobile,home phone,telephone"


def said_by_ngozi(relation: str, **cells: str) -> str:
    """The row of Ngozi Okafor, with what stands under each heading of a number."""
    said = [cells.get(name, "") for name in ("mobile", "home", "telephone")]
    shown = ",".join(f'"{cell}"' for cell in ("Ada Okafor", "Ngozi Okafor", relation, *said))
    return f"{HEAD}\n{shown}\n"


@pytest.mark.parametrize(
    "cell",
    [
        *("07700 900001 (Mum)", "Mum 07700 900001", "07700900001 - mum", "Mum: +447700900001"),
        *("07700 900001 mum's mobile", "07700 900001 mums mobile", "Mum’s work 07700 900001"),
        *("07700 900001 (mobile)", "Mob: 07700 900001", "07700 900001 [work]", "Tel 07700900001"),
        *("(07700 900001) Mother", "07700 900001 MUM", "Mum +44 (0)7700 900001"),
        *("Mobile: 07700 900001 (Mum)", "07700 900001 (Mum's work mobile)"),
    ],
)
def test_a_word_beside_a_number_that_fits_the_carer_is_no_part_of_it(
    run: Run, given: Given, cell: str
) -> None:
    answer = run.ok("import", "families", "-", stdin=said_by_ngozi("Mother", mobile=cell))
    assert carer(given, "Ngozi Okafor") == ("+447700900001", None, None)
    assert "stood beside a phone number in row 2" in answer.err


@pytest.mark.parametrize(
    "cell", ["07700 900003 (Dad)", "Nan 07700 900003", "dad's work 07700900003"]
)
def test_another_ones_number_does_not_become_the_carers(run: Run, cell: str) -> None:
    text = said_by_ngozi("Mum", mobile=cell)
    answer = run("import", "families", "-", stdin=text)
    assert answer.code == 4
    assert 'the relationship of the carer is "Mum"' in answer.err
    assert "put the number in the row of the person it belongs to" in answer.err


def test_whose_number_it_is_is_asked_where_the_row_does_not_say_what_the_carer_is(run: Run) -> None:
    text = said_by_ngozi("", mobile="07700 900003 (Dad)")
    answer = run("import", "families", "-", stdin=text)
    assert answer.code == 4
    assert "does not say what its carer is to the pupil" in answer.err


def test_the_number_of_one_of_two_people_in_a_cell_does_not_become_both_of_theirs(run: Run) -> None:
    text = said_by_ngozi("Mother and Father", mobile="Mum 07700 900001")
    text = text.replace("Ngozi Okafor", "Mrs N & Mr C Okafor")
    assert run("import", "families", "-", stdin=text).code == 4


@pytest.mark.parametrize(
    "cell",
    [
        *("07700 900001 (do not call)", "DNC 07700 900001", "Mum 07700 900001 - no contact"),
        *("07700 900001 (old)", "Mum? 07700 900001", "07700 900001 after 5pm", "07700 900001 (F)"),
        *("Mum 07700 900001 Dad 07700 900002", "07700 900001 (Mum) / 07700 900002 (Dad)"),
        *("Mum/Dad 07700 900001", "0113 496 0101 ext 12 mum", "not mum 07700 900001", "Mum 900001"),
        *("07700 900001 (home work)", "Mum's mum 07700 900001"),
    ],
)
def test_a_word_beside_a_number_that_may_say_more_is_asked_about(run: Run, cell: str) -> None:
    answer = run("import", "families", "-", stdin=said_by_ngozi("Mother", mobile=cell))
    assert answer.code == 4
    assert "as a phone number" in answer.err
    assert ("NOT ON FILE YET: DO NOT CONTACT" in answer.err) == forbids(cell)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"home": "0113 496 0101 (home)"}, (None, "+441134960101", None)),
        ({"home": "07700 900001 mobile"}, (None, "+447700900001", None)),
        ({"telephone": "0113 496 0101 (work)"}, (None, None, "+441134960101")),
        ({"telephone": "Mum's landline: 0113 496 0101"}, (None, "+441134960101", None)),
        ({"telephone": "07700 900001 (mobile)"}, ("+447700900001", None, None)),
    ],
)
def test_a_word_for_the_kind_of_number_says_where_it_goes(
    run: Run, given: Given, cells: dict[str, str], found: tuple[Any, ...]
) -> None:
    run.ok("import", "families", "-", stdin=said_by_ngozi("Mother", **cells))
    assert carer(given, "Ngozi Okafor") == found


@pytest.mark.parametrize(
    "cells",
    [
        {"mobile": "0113 496 0101 (work)"},
        {"mobile": "0113 496 0101 (mobile)"},
        {"home": "07700 900001 (work)"},
    ],
)
def test_a_kind_of_number_in_a_column_for_another_is_asked_about(
    run: Run, cells: dict[str, str]
) -> None:
    answer = run("import", "families", "-", stdin=said_by_ngozi("Mother", **cells))
    assert answer.code == 4
    assert "that is not what the column is for" in answer.err


def test_a_word_beside_the_number_of_each_of_two_parents_in_a_row(run: Run, given: Given) -> None:
    head = "Pupil,Mother,Mother's mobile,Father,Father's mobile"
    row = "Ada Okafor,Ngozi Okafor,Mum 07700900001,Chidi Okafor,07700900002 (Dad)"
    run.ok("import", "families", "-", stdin=f"{head}\n{row}\n")
    assert carer(given, "Ngozi Okafor") == ("+447700900001", None, None)
    assert carer(given, "Chidi Okafor") == ("+447700900002", None, None)
    turned = row.replace("Mum", "Dad")
    assert run("import", "families", "-", stdin=f"{head}\n{turned}\n").code == 4


# -- cells as offices and reports fill them ---------------------------------------------------

CELLS = dict.fromkeys(
    ("Adno", "Forename", "Surname", "Year", "Contact", "PR", "Order", "Email"), ""
)
CELLS |= {"Adno": "1", "Forename": "Ada", "Surname": "Okafor", "Contact": "Ngozi Okafor"}
HEADS = {"Order": "Priority", "Contact": "Contact Name"}


def row(**cells: str) -> str:
    said = CELLS | cells
    head = ",".join(HEADS.get(name, name) for name in said)
    return f"{head}\n" + ",".join(f'"{cell}"' for cell in said.values()) + "\n"


@pytest.mark.parametrize(
    ("cells", "table", "column", "found"),
    [
        ({"Year": "Curriculum Year  7"}, "pupil", "year_group", 7),
        ({"Year": "N1"}, "pupil", "year_group", -2),
        ({"Year": "Nursery 2"}, "pupil", "year_group", -1),
        ({"Year": "-"}, "pupil", "year_group", None),
        ({"Order": "1st"}, "pupil_carer", "priority", 1),
        ({"Order": "Second"}, "pupil_carer", "priority", 2),
        ({"PR": "Default"}, "pupil_carer", "responsibility", "unknown"),
        ({"PR": "-"}, "pupil_carer", "responsibility", "unknown"),
        ({"PR": "N/A"}, "pupil_carer", "responsibility", "unknown"),
        ({"Adno": "17.0"}, "pupil", "external_id", "17"),
        ({"Email": "mailto:n@example.org"}, "carer", "email", "n@example.org"),
        ({"Email": "Ngozi Okafor <n@example.org>"}, "carer", "email", "n@example.org"),
        ({"Contact": "Okafor, Ngozi, Mrs"}, "carer", "name", "Ngozi Okafor"),
        ({"Contact": "Okafor, Ngozi, Mrs"}, "carer", "title", "Mrs"),
        ({"Contact": "Ngozi Okafor (Mum)"}, "carer", "name", "Ngozi Okafor"),
        ({"Contact": "Ngozi Okafor (Mum)"}, "pupil_carer", "relationship", "Mum"),
        ({"Contact": "Okafor, Ngozi - Step Mother"}, "pupil_carer", "relationship", "Step Mother"),
        ({"Contact": "Okafor, Ngozi - Step Mother"}, "carer", "name", "Ngozi Okafor"),
        ({"Contact": "Ngozi Okafor (Addy)"}, "carer", "name", "Ngozi Okafor (Addy)"),
        ({"Contact": "Ngozi Okafor-Parent"}, "carer", "name", "Ngozi Okafor-Parent"),
    ],
)
def test_what_an_office_writes_is_read_at_the_first_try(
    run: Run, given: Given, cells: dict[str, str], table: str, column: str, found: Any
) -> None:
    run.ok("import", "families", "-", stdin=row(**cells))
    assert given.value(f"SELECT {column} FROM {table}") == found


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"Email": "n@example.org; m@example.org"}, "there is room for one only"),
        ({"Contact": "Ngozi Okafor 07700 900101"}, "stands in this name"),
        ({"Contact": "Ngozi n@example.org"}, "stands in this name"),
        ({"PR": "Shared"}, "neither yes nor no"),
        ({"Order": "0th"}, "is not a priority"),
    ],
)
def test_what_may_be_meant_another_way_is_asked_about(
    run: Run, cells: dict[str, str], why: str
) -> None:
    answer = run("import", "families", "-", stdin=row(**cells))
    assert answer.code == 4
    assert why in answer.err


def test_a_name_with_a_number_that_was_typed_by_hand_comes_back(
    run: Run, given: Given, tmp_path: Path
) -> None:
    given.household(carer="Ngozi 0161 4960101")
    out = tmp_path / "families.csv"
    run.ok("export", "families", "--output", str(out))
    assert "Nothing to change" in run.ok("import", "families", str(out)).out


# -- whom to call, in a name -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("CALL MUM FIRST", "Ngozi Okafor CALL MUM FIRST", "Ngozi Okafor (ring dad first)"),
        *("Okafor, Ngozi (call 1st)", "Ngozi Okafor - ring Dad"),
        "Mr & Mrs Okafor (ring dad first)",
    ],
)
def test_whom_to_call_is_no_part_of_a_name(run: Run, name: str) -> None:
    answer = run("import", "families", "-", stdin=row(Contact=name))
    assert answer.code == 4
    assert f'Row 2, Contact Name ("{name}")' in answer.err
    assert "Please leave only the name here" in answer.err


def test_of_a_name_in_two_cells_the_one_with_the_words_is_named(run: Run) -> None:
    head, said = "Pupil,Reg,Contact Forename,Contact Surname", "Ngozi,Okafor (ring dad first)"
    answer = run("import", "families", "-", stdin=f"{head}\nAda Okafor,7KM,{said}\n")
    assert 'Row 2, Contact Surname ("Okafor (ring dad first)")' in answer.err


@pytest.mark.parametrize("name", ["Nan Call", "Ngozi Ring", "Ms Jo First", "Rev Phone Mya"])
def test_somebody_may_be_called_so(run: Run, given: Given, name: str) -> None:
    run.ok("import", "families", "-", stdin=row(Contact=name))
    assert given.value("SELECT name FROM carer") in name


def test_words_that_forbid_a_call_still_block(run: Run, given: Given) -> None:
    run.ok("import", "families", "-", stdin=row(Contact="Ngozi Okafor (do not call mum first)"))
    assert given.value("SELECT contact_rule FROM carer WHERE name = 'Ngozi Okafor'") == "never"


# -- a place in the order of contacts, in a name ------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Ngozi Okafor (2nd contact)",
            "Ngozi Okafor [Second Contact]",
            "Okafor, Ngozi (Priority 2)",
        ),
        *(
            "Ngozi Okafor - 2nd contact",
            "Ngozi Okafor (Mum, 2nd contact)",
            "2nd contact: Ngozi Okafor",
        ),
        *("Ngozi Okafor (Mum) (contact 2)", "Mrs Ngozi Okafor (contact no. 2)"),
        *("Okafor (2nd Priority), Ngozi", "Ngozi Okafor, priority 2", "Ngozi Okafor (2ND CONTACT)"),
    ],
)
def test_the_place_of_a_contact_is_no_part_of_the_name_but_the_priority(
    run: Run, given: Given, name: str
) -> None:
    said = run.ok("import", "families", "-", stdin=row(Contact=name)).err
    assert "stood beside a carer's name in row 2" in said
    assert given.value("SELECT name FROM carer") == "Ngozi Okafor"
    assert given.value("SELECT priority FROM pupil_carer") == 2
    assert "Nothing to change" in run.ok("import", "families", "-", stdin=row(Contact=name)).out


def test_the_place_may_stand_in_a_surname_or_be_said_in_its_column_too(
    run: Run, given: Given
) -> None:
    head = "Pupil,Reg,Contact Forename,Contact Surname,Priority"
    rows = "Ada Okafor,7KM,Ngozi,Okafor (1st contact),1\nAda Okafor,7KM,Tom,Wye (2nd contact),\n"
    run.ok("import", "families", "-", stdin=f"{head}\n{rows}")
    places = "SELECT group_concat(name || priority) FROM carer c JOIN pupil_carer l"
    assert given.value(f"{places} ON l.carer_id = c.id") == "Ngozi Okafor1,Tom Wye2"


def test_a_place_in_the_name_that_is_not_the_one_in_the_column_is_asked_about(run: Run) -> None:
    answer = run("import", "families", "-", stdin=row(Contact="Jo Eze (1st contact)", Order="2"))
    assert answer.code == 4
    assert (
        'Row 2, Contact Name ("Jo Eze (1st contact)"): The priority of this row is 2' in answer.err
    )


def test_two_places_in_one_name_are_asked_about(run: Run) -> None:
    name = "Al Fey (1st contact) & Jo Fey (2nd contact)"
    answer = run("import", "families", "-", stdin=row(Contact=name))
    assert answer.code == 4
    assert "give each of them a row" in answer.err


def test_words_that_forbid_contact_beside_the_place_still_block(run: Run, given: Given) -> None:
    name = "Jo Eze (1st contact) - DO NOT CONTACT"
    run.ok("import", "families", "-", stdin=row(Contact=name))
    assert given.value("SELECT contact_rule FROM carer WHERE name = 'Jo Eze'") == "never"


@pytest.mark.parametrize("name", ["Priority Moyo", "Jo First", "Ngozi Okafor (2)", "Jo Contact"])
def test_what_is_no_place_stays_in_the_name(run: Run, given: Given, name: str) -> None:
    assert "stood beside" not in run.ok("import", "families", "-", stdin=row(Contact=name)).err
    assert given.value("SELECT name FROM carer") == name


def test_the_block_of_a_refused_row_is_the_carers_without_the_place(
    run: Run, given: Given, tmp_path: Path
) -> None:
    path = tmp_path / "families.csv"
    path.write_text("upn,pupil,carer,dob\nZ999400000001,Ada Okafor,Tom Wye,\n")
    run.ok("import", "families", str(path))
    path.write_text(
        "upn,pupil,carer,dob,court order\nZ999400000001,Ada Okafor,Tom Wye (2nd contact),soon,yes\n"
    )
    run("import", "families", str(path), "--skip-bad")
    assert given.value("SELECT contact_rule FROM carer") == "never"


# -- no answer -------------------------------------------------------------------------------

PR = "pupil,tutor_group,carer,parental responsibility\n"
PR_OF = (
    "SELECT l.responsibility FROM pupil_carer l JOIN carer c ON c.id = l.carer_id"
    " WHERE c.name = 'Ngozi Okafor'"
)


@pytest.mark.parametrize("word", ["Default", "DEFAULT ", "n/a", "Not stated", "-", "tbc"])
def test_a_word_for_no_answer_is_no_answer_and_is_said(run: Run, given: Given, word: str) -> None:
    rows = f"Ada Okafor,7KM,Ngozi Okafor,{word}\nAda Okafor,7KM,Emeka Okafor,Yes\n"
    said = run.ok("import", "families", "-", stdin=PR + rows).err
    assert "stands under parental responsibility in row 2, so nothing is known of it" in said
    assert given.value(PR_OF) == "unknown"
    run.ok("import", "families", "-", stdin=PR + rows.replace(word, "Yes"))
    run.ok("import", "families", "-", stdin=PR + rows)
    assert given.value(PR_OF) == "yes"  # what somebody said before stays


@pytest.mark.parametrize("word", ["None", "Court order", "Shared", "Mother only", "Default (SS)"])
def test_a_word_that_may_say_more_is_asked_about(run: Run, word: str) -> None:
    answer = run("import", "families", "-", stdin=f"{PR}Ada Okafor,7KM,Ngozi Okafor,{word}\n")
    assert answer.code == 4
    assert f'"{word}" is neither yes nor no. Please write Y, N or unknown.' in answer.err


@pytest.mark.parametrize("word", ["unknown", "?", "Not known"])
def test_that_it_is_unknown_is_an_answer(run: Run, given: Given, word: str) -> None:
    for each in ("Yes", word):
        text = f"{PR}Ada Okafor,7KM,Ngozi Okafor,{each}\n"
        assert "neither" not in run.ok("import", "families", "-", stdin=text).err
    assert given.value(PR_OF) == "unknown"
