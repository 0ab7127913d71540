"""Ids that two systems give to two people: nobody becomes somebody else by a number."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Answer, Given, Run

HEAD = (
    "pupil_id,upn,forename,surname,dob,tutor group,carer_id,contact name,relationship,mobile,"
    "court order"
)
ADA = "100,,Ada,Okafor,03/04/2014,7KM,"
NGOZI = ADA + "1,Ngozi Okafor,mother,07700900101,"
PAUL = ADA + "2,Paul Hart,father,07700900102,yes"
UPN1, UPN3 = "Z999400000001", "C999400000003"
BOTH = f"100,{UPN1},Ada,Okafor,03/04/2014,7KM,,Ngozi Okafor,mother,07700900101,"


class Week:
    """The office's file of a week."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run, self._path = run, folder / "families.csv"

    def sends(self, *rows: str) -> Answer:
        self._path.write_text("\n".join([HEAD, *rows]) + "\n")
        return self._run("import", "families", str(self._path), "--yes")


@pytest.fixture
def week(run: Run, tmp_path: Path) -> Week:
    return Week(run, tmp_path)


def rules(given: Given) -> dict[str, str]:
    """The contact rule of each carer."""
    told = given.value("SELECT json_group_object(name, contact_rule) FROM carer")
    return dict(json.loads(told))


def said(answer: Answer) -> str:
    """What was refused, in one line."""
    assert answer.code == 4
    return " ".join(answer.err.split())


def pupils(given: Given) -> list[str]:
    """Who is on file."""
    told = given.value("SELECT json_group_array(legal_name) FROM (SELECT * FROM pupil ORDER BY id)")
    return list(json.loads(told))


# -- nothing but a name --------------------------------------------------------------------


def test_a_pupil_is_not_known_by_the_name_alone(
    week: Week, run: Run, given: Given, tmp_path: Path
) -> None:
    week.sends(BOTH)
    path = tmp_path / "years.csv"
    path.write_text("pupil,year\nAda Okafor,8\n")
    text = said(run("import", "families", str(path)))
    assert "Only the name says that this is Ada Okafor (p1) on file." in text
    assert given.value("SELECT year_group FROM pupil") is None
    path.write_text("pupil,year,carer\nAda Okafor,8,Ngozi Okafor\n")
    run.ok("import", "families", str(path))
    assert given.value("SELECT year_group FROM pupil") == 8
    path.write_text("pupil,year\nAda Okafor,8\n")
    run.ok("import", "families", str(path))


# -- carers --------------------------------------------------------------------------------


def test_a_carer_id_does_not_move_a_court_order_from_the_father_to_the_mother(
    week: Week, given: Given
) -> None:
    week.sends(NGOZI, PAUL)
    swapped = (
        ADA + "2,Ngozi Okafor,mother,07700900101,",
        ADA + "1,Paul Hart,father,07700900102,yes",
    )
    text = said(week.sends(*swapped))
    assert "On file this is Paul Hart (c2), and the row is about Ngozi Okafor." in text
    assert 'parentlink carer edit c2 --name "Ngozi Okafor"' in text
    assert rules(given) == {"Ngozi Okafor": "allow", "Paul Hart": "never"}


def test_the_carer_id_of_a_barred_father_does_not_become_another_childs_mother(
    week: Week, given: Given
) -> None:
    week.sends(NGOZI, PAUL)
    said(week.sends(NGOZI, PAUL, "200,,Kim,Zeal,13/11/2014,7KM,2,Rae Zeal,mother,07700900103,"))
    assert rules(given) == {"Ngozi Okafor": "allow", "Paul Hart": "never"}


@pytest.mark.parametrize("rule", ["", "yes"])
def test_an_id_given_to_another_childs_father_of_the_same_forename_does_not_rename(
    week: Week, given: Given, rule: str
) -> None:
    """Else nobody on file was the barred man any more, and his child had another's number."""
    paul = ADA + f"2,Paul Hart,father,07700900102,{rule}"
    week.sends(NGOZI, paul)
    text = said(week.sends("200,,Kim,Zeal,13/11/2014,7KM,2,Paul Zeal,father,07700900103,"))
    assert "On file this is Paul Hart (c2), and the row is about Paul Zeal." in text
    assert list(rules(given)) == ["Ngozi Okafor", "Paul Hart"]
    assert given.value("SELECT mobile_phone FROM carer WHERE id = 2") == "+447700900102"


def test_who_married_is_known_by_the_id_at_a_new_brother_too(week: Week, given: Given) -> None:
    week.sends(NGOZI)
    brother = "101,,Obi,Okafor,05/06/2016,7KM,1,Ngozi Brown,mother,07700900101,"
    assert week.sends(NGOZI.replace("Ngozi Okafor", "Ngozi Brown"), brother).code == 0
    assert list(rules(given)) == ["Ngozi Brown"]


@pytest.mark.parametrize(
    "row",
    [
        "1,Ngozi Brown,mother,07700900101,",  # married
        "1,Ngozi Brown,mother,07700900109,",  # and moved
        "1,N Okafor,mother,07700900109,",
        "1,Mrs Okafor,mother,07700900109,",
        "1,Ngozi Ada Okafor,,,",
        "1,Ms N. Okafor,parent,,",
        "1,Blessing Okafor,mother,,",  # a forename that was wrong
        "1,Blessing Brown,mother,07700900101,",
    ],
)
def test_a_carer_whose_name_changed_is_known_by_the_id(week: Week, given: Given, row: str) -> None:
    week.sends(NGOZI, PAUL)
    assert week.sends(ADA + row, PAUL).code == 0
    assert len(rules(given)) == 2


@pytest.mark.parametrize("name", ["Paul Hart-Jones", "P Hart", "Paul Jones", "Mr Paul Hart"])
def test_a_barred_carer_of_the_same_forename_is_known_by_the_id(
    week: Week, given: Given, name: str
) -> None:
    week.sends(NGOZI, PAUL)
    assert week.sends(NGOZI, ADA + f"2,{name},father,,").code == 0
    assert list(rules(given).values()) == ["allow", "never"]


@pytest.mark.parametrize("row", ["P. Hart,mother", "Mrs P Hart,"])
def test_a_barred_fathers_id_is_not_a_womans_of_his_initial(
    week: Week, given: Given, row: str
) -> None:
    week.sends(NGOZI, PAUL)
    said(week.sends(NGOZI, ADA + f"2,{row},07700900103,"))
    assert given.value("SELECT relationship FROM pupil_carer WHERE carer_id = 2") == "father"


def test_mrs_who_gives_her_forename_is_known_by_the_id(week: Week, given: Given) -> None:
    week.sends(ADA + "1,Mrs Okafor,mother,07700900101,")
    assert week.sends(ADA + "1,Ngozi Okafor,mother,07700900101,").code == 0
    assert list(rules(given)) == ["Ngozi Okafor"]


@pytest.mark.parametrize("name", ["Mr Hart", "N Hart", "Olu Hart", "Olu Brown"])
def test_the_mothers_id_is_not_a_mans(week: Week, given: Given, name: str) -> None:
    week.sends(ADA + "1,Ngozi Hart,mother,07700900101,")
    said(week.sends(ADA + f"1,{name},father,07700900101,"))
    assert list(rules(given)) == ["Ngozi Hart"]


def files(run: Run, head: str, *rows: str) -> list[str]:
    """What is said of a file of each of these rows, without the first."""
    texts = [f"{head}\n{row}\n" for row in rows]
    return [run.ok("import", "families", "-", stdin=text).out for text in texts][1:]


INITIALS = ("T. Wye", "T Wye", "Mr T Wye", "T J Wye")


@pytest.mark.parametrize(
    ("carer_id", "name"),
    [
        *(("7", name) for name in (*INITIALS, "Mr Wye", "Wye", "Tom")),
        *(("", name) for name in INITIALS),
    ],
)
def test_the_fuller_name_of_a_carer_stays(run: Run, given: Given, name: str, carer_id: str) -> None:
    """By the id, or else by the relationship and the number."""
    head = "pupil_id,pupil,carer_id,carer,relationship,mobile"
    rows = [f"1,Ada Wye,{carer_id},{each},father,07700 900101" for each in ("Tom Wye", name)]
    (told,) = files(run, head, *rows)
    assert "Nothing to change" in told
    assert rules(given) == {"Tom Wye": "allow"}
    (told,) = files(run, head, rows[1], rows[0])
    assert "Nothing to change" in told


def test_an_initial_with_a_new_number_is_still_the_same_carer(run: Run, given: Given) -> None:
    """As the name on file stays, no other week would tell it."""
    head = "pupil_id,pupil,carer,relationship,mobile"
    jo = "1,Ada Wye,Jo Wye,mother,07700 900109"
    rows = [
        f"{jo}\n1,Ada Wye,{name},father,07700 90010{number}"
        for name, number in (("Tom Wye", 1), ("T. Wye", 1), ("T. Wye", 2))
    ]
    assert "1 row changed" in files(run, head, *rows)[1]
    assert rules(given) == {"Jo Wye": "allow", "Tom Wye": "allow"}
    assert given.value("SELECT mobile_phone FROM carer WHERE id = 2") == "+447700900102"


def test_an_initial_of_a_barred_carer_who_is_gone_is_asked_about(run: Run, given: Given) -> None:
    """The step-father would get the number of the father, who is listed no longer."""
    head = "pupil_id,pupil,carer,relationship,mobile"
    jo = "1,Ada Wye,Jo Wye,mother,07700 900109"
    rows = (
        "Tom Wye,father,07700 900101",
        "Tim Wye,stepfather,07700 900102",
        "T. Wye,stepfather,07700 900101",
    )
    files(run, head, *(f"{jo}\n1,Ada Wye,{row}" for row in rows))
    assert rules(given)["Tom Wye"] == "never"
    assert rules(given)["T. Wye"] == "ask"


def test_an_initial_of_two_of_whom_one_is_barred_is_asked_about(run: Run, given: Given) -> None:
    head = "pupil_id,pupil,carer,relationship,mobile,court_order"
    tom, terry = (f"1,Ada Wye,{each}" for each in ("Tom Wye,Uncle,,yes", "Terry Wye,Uncle,,"))
    files(run, head, f"{tom}\n{terry}")
    run.ok("carer", "edit", "Terry Wye", "--rule", "allow", "--reason", "is somebody else")
    files(run, head, "1,Ada Wye,T. Wye,uncle,07700 900101,")
    assert rules(given)["T. Wye"] == "ask"


def test_an_initial_with_another_id_and_number_is_somebody_new(run: Run, given: Given) -> None:
    head = "pupil_id,pupil,carer_id,carer,relationship,mobile"
    files(run, head, *(f"1,Ada Wye,{each}" for each in ("7,Tom Wye,uncle,", "8,T. Wye,uncle,")))
    assert rules(given)["Tom Wye"] == "never"  # whom the list has no longer
    assert "T. Wye" in rules(given)


def test_an_initial_without_a_number_is_the_same_carer_next_week_too(
    run: Run, given: Given
) -> None:
    """By then the father is barred, as one who is listed no longer."""
    head = "pupil_id,pupil,carer,relationship"
    tim = "1,Ada Wye,T. Wye,stepfather"
    files(run, head, "1,Ada Wye,Tom Wye,father\n1,Ada Wye,Tim Wye,stepfather", tim, tim)
    assert rules(given) == {"Tom Wye": "never", "Tim Wye": "allow"}


def test_an_initial_with_the_number_of_a_barred_carer_is_the_same_one(
    run: Run, given: Given
) -> None:
    """Each Monday's list calls him so, and the block is a tutor's."""
    head = "pupil_id,pupil,carer,relationship,mobile,court_order"
    rows = [f"1,Ada Wye,{each} Wye,father,07700 900101," for each in ("Tom", "T.")]
    files(run, head, *rows)
    run.ok("carer", "edit", "Tom Wye", "--rule", "never", "--reason", "court")
    files(run, head, rows[1])
    assert rules(given) == {"Tom Wye": "never"}


def test_a_block_beside_an_initial_with_the_number_of_a_carer_is_his(
    run: Run, given: Given
) -> None:
    head = "pupil_id,pupil,carer,relationship,mobile,court_order"
    files(run, head, *(f"1,Ada Wye,{each},father,07700 900101," for each in ("Tom Wye", "T. Wye")))
    files(run, head, "1,Ada Wye,T. Wye,father,07700 900101,yes")
    assert rules(given) == {"Tom Wye": "never"}


def test_an_initial_beside_a_barred_carer_of_whom_the_file_speaks_is_somebody_elses(
    run: Run, given: Given
) -> None:
    head = "pupil_id,pupil,carer,relationship,mobile,court_order"
    rows = "1,Ada Wye,Tim Wye,,07700 900102,yes\n1,Ada Wye,T. Wye,father,,"
    files(run, head, "1,Ada Wye,Tom Wye,father,07700 900101,", rows)
    assert rules(given) == {"Tom Wye": "allow", "Tim Wye": "never"}
    files(run, head, rows)  # the same once more
    assert len(rules(given)) == 2


@pytest.mark.parametrize(
    "row",
    [
        "1,Ada Wye,T. Wye,uncle,07700 900102",  # another relationship
        "1,Ada Wye,T. Wye,,07700 900102",
        "1,Ada Wye,Mr Wye,father,07700 900102",
        "1,Ada Wye,Tom Wye,father,07700 900101\n1,Ada Wye,T. Wye,father,07700 900102",
    ],
)
def test_an_initial_that_may_be_somebody_elses_is_somebody_new(
    run: Run, given: Given, row: str
) -> None:
    head = "pupil_id,pupil,carer,relationship,mobile"
    files(run, head, "1,Ada Wye,Tom Wye,father,07700 900101", row)
    assert len(rules(given)) == 2
    assert given.value("SELECT mobile_phone FROM carer WHERE id = 1") == "+447700900101"


@pytest.mark.parametrize(
    ("filed", "name"),
    [("T Wye", "Tom Wye"), ("Tom Wye", "S Wye"), ("Tom Wye", "T Wyeth"), ("Tom Wye", "Thomas Wye")],
)
def test_any_other_name_with_the_id_is_the_new_one(
    run: Run, given: Given, filed: str, name: str
) -> None:
    head = "pupil_id,pupil,carer_id,carer,relationship,mobile"
    files(run, head, *(f"1,Ada Wye,7,{each},father,07700 900101" for each in (filed, name)))
    assert list(rules(given)) == [name]


def test_a_title_of_the_carer_stays_with_the_fuller_name(run: Run, given: Given) -> None:
    head = "pupil_id,pupil,carer_id,carer,relationship"
    rows = [f"1,Ada Wye,7,{each},father" for each in ("Mr Tom Wye", "Mr T Wye", "Mrs T Wye")]
    kept, other = files(run, head, *rows)
    assert "Nothing to change" in kept
    assert "1 row changed" in other  # which may be a mistake, so it is not passed over
    assert list(rules(given)) == ["Mrs T Wye"]


@pytest.mark.parametrize("ids", [f"{UPN1},", ",100"])
def test_the_fuller_name_of_a_pupil_stays(run: Run, given: Given, ids: str) -> None:
    (told,) = files(run, "upn,pupil_id,pupil", f"{ids},Ada Okafor", f"{ids},A. Okafor")
    assert "Nothing to change" in told
    (told,) = files(run, "upn,pupil_id,pupil", f"{ids},A. Okafor", f"{ids},Ada Eze")
    assert pupils(given) == ["Ada Eze"]


# -- pupils --------------------------------------------------------------------------------


def test_a_pupil_id_does_not_turn_one_child_into_another(week: Week, given: Given) -> None:
    week.sends(BOTH)
    kim = f"100,{UPN3},Kim,Zeal,13/11/2014,7KM,,Rae Zeal,mother,07700900103,"
    text = said(week.sends(kim))
    assert "On file this is Ada Okafor (p1), and the row is about Kim Zeal." in text
    assert 'parentlink pupil edit p1 --name "Kim Zeal"' in text
    assert (pupils(given), rules(given)) == (["Ada Okafor"], {"Ngozi Okafor": "allow"})


def test_a_upn_does_not_turn_one_child_into_another(week: Week, given: Given) -> None:
    week.sends(BOTH)
    said(week.sends(f",{UPN1},Kim,Zeal,13/11/2014,7KM,,Rae Zeal,mother,07700900103,"))
    assert pupils(given) == ["Ada Okafor"]


@pytest.mark.parametrize("birth", [("03/04/2014", "05/06/2014", "13/11/2014"), ("", "", "")])
def test_a_number_of_the_line_is_no_pupil_id(
    week: Week, given: Given, birth: tuple[str, str, str]
) -> None:
    ada, ben, cai = (
        f"{name},{born},7KM,,Ngozi Okafor,mother,07700900101,"
        for name, born in zip(("Ada,Okafor", "Ben,Okafor", "Cai,Okafor"), birth, strict=True)
    )
    week.sends(f"1,,{ada}", f"2,,{cai}")
    text = said(week.sends(f"1,,{ada}", f"2,,{ben}", f"3,,{cai}"))
    assert "On file this is Cai Okafor (p2), and the row is about Ben Okafor." in text
    assert "Cai Okafor is on file (p2) with an id that another row gives to somebody else." in text
    assert pupils(given) == ["Ada Okafor", "Cai Okafor"]


def test_two_pupils_do_not_change_places_by_their_ids(week: Week, given: Given) -> None:
    week.sends("1,,Ada,Okafor,,7KM,,,,,", "2,,Ada,Brown,,7KM,,,,,")
    said(week.sends("2,,Ada,Okafor,,7KM,,,,,", "1,,Ada,Brown,,7KM,,,,,"))
    assert pupils(given) == ["Ada Okafor", "Ada Brown"]


@pytest.mark.parametrize(
    "child",
    [
        "100,,Ada,Zeal,,8LM",  # half the name
        "100,,Ada,Zeal,,7KM",
        "100,,Ada,Okafor-Zeal,03/02/2011,8LM",
        "100,,Ada,Okafor,03/02/2011,8LM",  # all of it, and born years before
    ],
)
def test_a_leavers_id_does_not_give_a_child_to_another_family(
    week: Week, given: Given, child: str
) -> None:
    """A merger of schools, or a number used again: what Ada's family told us is not theirs."""
    week.sends(NGOZI, PAUL)
    text = said(week.sends(f"{child},,Rae Zeal,mother,07700900103,"))
    assert "Ada Okafor (p1)" in text or "Ada Okafor with this id on file (p1)" in text
    assert list(rules(given)) == ["Ngozi Okafor", "Paul Hart"]


@pytest.mark.parametrize(
    "child",
    [
        f"100,{UPN1},Ada,Zeal,,8LM",  # adopted, by the UPN
        "100,,Ada,Zeal,03/04/2014,8LM",  # by the date of birth
        "100,,Ada,Okafor,04/03/2014,8LM",  # a slip in it
        "100,,Ada,Okafor,,8LM",
    ],
)
def test_a_child_whose_carers_all_changed_is_known_by_more_than_the_id(
    week: Week, given: Given, child: str
) -> None:
    week.sends(BOTH)
    assert week.sends(f"{child},,Rae Zeal,foster carer,07700900103,").code == 0
    assert len(pupils(given)) == 1


@pytest.mark.parametrize(
    "child",
    [
        f"100,{UPN1},Ada,Brown,03/04/2014,7KM",  # another surname
        "100,,Ada,Brown,,7KM",
        f",{UPN1},Ada,Brown,,8LM",
        "100,,Ada,Okafor,13/11/2014,8LM",  # a mended date of birth
        "100,,Adaeze,Okafor,03/04/2014,7KM",
        "100,,Blessing,Okafor,03/04/2014,7KM",  # the forename that she goes by
        "100,,Blessing,Okafor,,7KM",
        "100,,Ada,Okafor-Brown,03/04/2013,7KM",
        f"100,{UPN1},Sky,Brown,13/11/2014,8LM",  # both ids
    ],
)
def test_a_pupil_whose_name_or_birth_changed_is_known_by_the_id(
    week: Week, given: Given, child: str
) -> None:
    week.sends(BOTH)
    assert week.sends(f"{child},,Ngozi Okafor,mother,07700900101,").code == 0
    assert len(pupils(given)) == 1


# -- an id that a second system gave to somebody on file -----------------------------------


def test_the_first_systems_id_is_not_that_of_a_second_system(week: Week, given: Given) -> None:
    week.sends(BOTH)
    week.sends(BOTH.replace("100,", "7,", 1))  # the second system's id of Ada
    kim = "7,,Kim,Zeal,13/11/2014,7KM,,Rae Zeal,mother,07700900103,"
    for _ in range(2):
        assert week.sends(BOTH, kim).code == 0
        assert pupils(given) == ["Ada Okafor", "Kim Zeal"]
    week.sends(BOTH.replace("100,", "7,", 1))
    assert pupils(given) == ["Ada Okafor", "Kim Zeal"]
    assert rules(given) == {"Ngozi Okafor": "allow", "Rae Zeal": "allow"}


def test_the_first_systems_carer_id_is_not_that_of_a_second_system(
    week: Week, given: Given
) -> None:
    week.sends(NGOZI)
    week.sends(NGOZI.replace("7KM,1", "7KM,7"))
    rae = "200,,Kim,Zeal,13/11/2014,7KM,7,Rae Zeal,mother,07700900103,"
    for _ in range(2):
        assert week.sends(NGOZI, rae).code == 0
        assert rules(given) == {"Ngozi Okafor": "allow", "Rae Zeal": "allow"}


@pytest.mark.parametrize("child", ["7,,Ada,Zeal,,8LM", "7,,Ada,Okafor,03/02/2011,8LM"])
@pytest.mark.parametrize("beside", [True, False])
def test_a_second_id_given_to_a_child_of_the_forename_is_not_the_first_ones(
    week: Week, given: Given, child: str, beside: bool
) -> None:
    for row in (BOTH, BOTH.replace("100,", "7,", 1)):
        assert week.sends(row).code == 0
    rows = [BOTH] if beside else []
    week.sends(*rows, f"{child},,Rae Zeal,mother,07700900103,")
    assert rules(given)["Ngozi Okafor"] == "allow"
    assert given.value("SELECT COUNT(*) FROM pupil_carer WHERE pupil_id = 1") == 1


@pytest.mark.parametrize("rule", ["", "yes"])
def test_a_second_id_given_to_another_childs_mother_of_the_forename_is_not_hers(
    week: Week, given: Given, rule: str
) -> None:
    week.sends(NGOZI)
    week.sends(NGOZI.replace("7KM,1", "7KM,7") + rule)
    week.sends(NGOZI, "200,,Kim,Zeal,13/11/2014,7KM,7,Ngozi Zeal,mother,07700900103,")
    assert rules(given) == {"Ngozi Okafor": "never" if rule else "allow", "Ngozi Zeal": "allow"}
    assert given.value("SELECT mobile_phone FROM carer WHERE id = 1") == "+447700900101"


@pytest.mark.parametrize("mobile", ["07700900101", "07700900109"])
def test_who_married_is_known_by_a_second_id_too(week: Week, given: Given, mobile: str) -> None:
    week.sends(NGOZI)
    week.sends(NGOZI.replace("7KM,1", "7KM,7"))
    week.sends(f"{ADA}7,Ngozi Brown,mother,{mobile},")
    assert len(rules(given)) == 1


# -- a system that gives a carer a new id at each child ------------------------------------


ARBOR = "Adno,Pupil,DOB,Reg,Contact ID,Carer,Mobile,Relationship,Court order"
ADAS = "A1,Ada Okafor,02/03/2015,7KM,"
CAIS = "A3,Cai Okafor,02/03/2017,7KM,"
CHIDI = "Chidi Okafor,07700900102,Father,"
NGO = "Ngozi Okafor,07700900101,Mother,"


@pytest.fixture
def arbor(run: Run, tmp_path: Path) -> Callable[..., Answer]:
    path = tmp_path / "arbor.csv"

    def sends(*rows: str) -> Answer:
        path.write_text("\n".join([ARBOR, *rows]) + "\n")
        return run.ok("import", "families", str(path), "--yes")

    return sends


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_barred_parent_with_an_id_for_each_child_is_one_and_barred(
    arbor: Callable[..., Answer], given: Given, weeks: int
) -> None:
    first = (f"{ADAS}M1,{NGO}", f"{ADAS}M2,{CHIDI}Y")
    second = (f"{CAIS}M9,{NGO}", f"{CAIS}M10,{CHIDI}")
    if weeks > 1:
        arbor(*first)
    arbor(*first, *second)
    both = {"Ngozi Okafor": "allow", "Chidi Okafor": "never"}
    assert rules(given) == both
    assert given.value("SELECT COUNT(*) FROM carer") == 2
    assert given.value("SELECT COUNT(*) FROM pupil_carer") == 4
    assert given.value("SELECT COUNT(*) FROM family") == 1
    assert given.value("SELECT COUNT(*) FROM known_as") == 2
    assert "Nothing to change" in arbor(*first, *second).out
    assert "Nothing to change" in arbor(*second).out


def test_the_order_that_stands_at_the_second_child_counts_at_both(
    arbor: Callable[..., Answer], given: Given
) -> None:
    arbor(f"{ADAS}M2,{CHIDI}", f"{CAIS}M10,{CHIDI}Y")
    assert rules(given) == {"Chidi Okafor": "never"}
    assert given.value("SELECT COUNT(*) FROM carer") == 1


@pytest.mark.parametrize(
    "rows",
    [
        (f"{ADAS}M2,{CHIDI}", f"{ADAS}M10,{CHIDI}"),  # at one pupil
        (f"{ADAS}M2,Chidi Okafor,01632960101,,", f"{CAIS}M10,Chidi Okafor,01632960101,,"),
        (f"{ADAS}M2,Okafor,07700900102,,", f"{CAIS}M10,Okafor,07700900102,,"),
        (f"{ADAS}M2,{CHIDI}", f"{CAIS}M10,Chidi Okafor,07700900102,Mother,"),
        (f"{ADAS}M2,{CHIDI}", f"{CAIS}M10,Chidi Okafor,07700900103,Father,"),
    ],
)
def test_two_ids_stay_two_where_something_speaks_against_it(
    arbor: Callable[..., Answer], given: Given, rows: tuple[str, str]
) -> None:
    arbor(*rows)
    assert given.value("SELECT COUNT(*) FROM carer") == 2


# -- a UPN that changed --------------------------------------------------------------------


TEMP = "W99920250001A"


def upns(given: Given) -> list[str]:
    told = given.value("SELECT json_group_array(upn) FROM (SELECT upn FROM pupil ORDER BY id)")
    return list(json.loads(told))


def test_a_permanent_upn_takes_the_place_of_a_temporary_one(week: Week, given: Given) -> None:
    ada = BOTH.removeprefix("100")
    temporary = ada.replace(UPN1, TEMP)
    week.sends(temporary)
    week.sends(ada)
    assert (pupils(given), upns(given)) == (["Ada Okafor"], [UPN1])
    assert rules(given) == {"Ngozi Okafor": "allow"}


def test_two_of_one_name_and_birth_stay_two_while_the_file_has_both_upns(
    week: Week, given: Given
) -> None:
    ada = BOTH.removeprefix("100")
    temporary = ada.replace(UPN1, TEMP)
    week.sends(temporary)
    week.sends(temporary, ada)
    assert upns(given) == [TEMP, UPN1]


def test_another_upn_is_said_and_can_be_merged(week: Week, run: Run, given: Given) -> None:
    ada = BOTH.removeprefix("100")
    week.sends(ada)
    answer = week.sends(ada.replace(UPN1, UPN3))
    text = " ".join(answer.err.split())
    assert "on file with the same date of birth and another UPN (p1)" in text
    listed = run.ok("duplicates", "--format", "json").json
    (pair,) = [pair for pair in listed if pair["kind"] == "pupil"]
    assert pair["next"] == "parentlink merge p2 p1 --anyway"
    run.ok(*pair["next"].split()[1:], "--yes")
    assert upns(given) == [UPN3]
    assert "Nothing to change" in week.sends(ada.replace(UPN1, UPN3)).out


# -- a new surname -------------------------------------------------------------------------


KIM = "200,,Kim,Zeal,13/11/2014,7KM,,"
RAE = KIM + "Rae Zeal,mother,07700900103,"


def test_a_mother_with_a_new_surname_is_not_blocked_and_added_anew(
    week: Week, given: Given
) -> None:
    week.sends(RAE)
    assert week.sends(RAE.replace("Rae Zeal", "Rae Brown")).code == 0
    assert rules(given) == {"Rae Brown": "allow"}


@pytest.mark.parametrize(
    "row",
    [
        "Rae Brown,mother,07700900109,",  # another number
        "Jo Brown,mother,07700900103,",
        "Rae Brown,aunt,07700900103,",
        "Mr Rae Brown,mother,07700900103,",
    ],
)
def test_a_new_surname_is_taken_for_one_only_with_all_else_the_same(
    week: Week, given: Given, row: str
) -> None:
    week.sends(RAE.replace("Rae", "Mrs Rae"))
    week.sends(KIM + row)
    assert next(iter(rules(given).values())) == "never"
    assert len(rules(given)) == 2


@pytest.mark.parametrize("short", ["Rae", "Mrs Zeal", "Zeal", "Mrs Rae", "R Zeal", "Mrs R. Zeal"])
def test_a_name_that_is_written_whole_by_and_by_is_still_hers(
    week: Week, given: Given, short: str
) -> None:
    week.sends(RAE.replace("Rae Zeal", short))
    assert "DO NOT CONTACT" not in week.sends(RAE).err
    assert rules(given) == {"Rae Zeal": "allow"}
    week.sends(RAE.replace("Rae Zeal", short))
    assert list(rules(given).values()) == ["allow"]


@pytest.mark.parametrize(
    "short", ["Ray", "Mrs Brown", "Mr Zeal", "R", "Mr Rae", "B Zeal", "R Brown"]
)
def test_half_a_name_that_is_another_is_somebody_else(week: Week, given: Given, short: str) -> None:
    week.sends(RAE.replace("Rae Zeal", short))
    week.sends(RAE.replace("Rae Zeal", "Mrs Rae Zeal"))
    assert len(rules(given)) == 2


def test_a_new_surname_beside_the_old_one_is_another_carer(week: Week, given: Given) -> None:
    week.sends(RAE)
    week.sends(RAE, RAE.replace("Rae Zeal", "Rae Brown"))
    assert list(rules(given)) == ["Rae Zeal", "Rae Brown"]


def test_somebody_barred_gets_no_new_surname_by_a_number(week: Week, given: Given) -> None:
    week.sends(RAE + "yes")
    week.sends(RAE.replace("Rae Zeal", "Rae Brown"))
    assert rules(given)["Rae Zeal"] == "never"
    assert rules(given)["Rae Brown"] == "ask"


# -- what stands for no address ------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "one"),
    [
        ("noemail@school.example", False),
        ("no.email@school.example", False),
        ("Office@school.example", False),
        ("sarah.jones@post.example", True),
    ],
)
def test_two_of_one_name_are_not_one_by_an_address_that_stands_for_none(
    run: Run, given: Given, tmp_path: Path, email: str, *, one: bool
) -> None:
    path = tmp_path / "families.csv"
    rows = f"Kim Jones,7KM,Sarah Jones,{email}\nBen Jones,8LM,Sarah Jones,{email}\n"
    for _ in range(2):
        path.write_text("pupil,tutor group,carer,email\n" + rows)
        run.ok("import", "families", str(path))
        assert given.value("SELECT COUNT(*) FROM carer") == (1 if one else 2)
        assert given.value("SELECT COUNT(*) FROM family") == (1 if one else 2)
