"""Who must not be contacted, week after week: no file of the office loses a block in silence."""

import shlex
from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from parentlink.usecases.importing.families import plan

HEAD = (
    "pupil_id,upn,forename,surname,dob,tutor group,carer_id,contact name,relationship,mobile,"
    "court order"
)
ADA = "100,,Ada,Okafor,03/04/2014,7KM"
NGOZI = f"{ADA},c1,Ngozi Okafor,mother,07700900101,"
CHIDI = f"{ADA},c4,Chidi Okafor,father,07700900109,"
OTHERS = [
    f"{200 + at},,Kid,{name},05/06/2014,7KM,o{at},Jo {name},mother,077009002{at:02},"
    for at, name in enumerate(("Reid", "Nowak", "Chen", "Ahmed", "Evans", "Hall", "Bell", "Fox"))
]
OTHERS.append("207,,Kid,Fox,05/06/2014,7KM,o20,Sam Fox,father,07700900220,")


class Office:
    """The school's office: the file that it sends each week, called class.csv."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run = run
        self._path = folder / "class.csv"

    def sends(self, *rows: str, head: str = HEAD, also: tuple[str, ...] = ()) -> Answer:
        """One week's file, with ordinary other families so that nothing is asked about."""
        others = OTHERS if head == HEAD else []
        self._path.write_text("\n".join([head, *rows, *others]) + "\n")
        return self._run("import", "families", str(self._path), *also)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Office:
    return Office(run, tmp_path)


def rule_of(given: Given, name: str) -> str:
    return str(given.value("SELECT contact_rule FROM carer WHERE name = :name", name=name))


def why_of(given: Given, name: str) -> str:
    return str(given.value("SELECT rule_reason FROM carer WHERE name = :name", name=name))


def families_of(given: Given, name: str) -> int:
    """In how many families a pupil is."""
    return int(
        given.value(
            "SELECT COUNT(*) FROM pupil_family m JOIN pupil p ON p.id = m.pupil_id"
            " WHERE p.legal_name = :name",
            name=name,
        )
    )


# -- a home with nobody in it but a barred father and a grandmother --------------------------


SHORT = "pupil_id,forename,surname,dob,contact name,relationship,mobile,court order"
BENS = (
    "1,Ben,Hart,03/04/2014,Paul Hart,father,07700900101,yes",
    "1,Ben,Hart,03/04/2014,Rae Low,mother,07700900102,",
)


def test_a_new_pupil_with_a_barred_father_from_another_home_and_a_grandmother(
    office: Office, given: Given
) -> None:
    office.sends(*BENS, head=SHORT)
    paul = "2,Ada,Hart,03/05/2016,Paul Hart,father,07700900101,yes"
    nan = "2,Ada,Hart,03/05/2016,Nan Low,grandmother,07700900103,"
    assert office.sends(*BENS, paul, nan, head=SHORT).code == 0
    nans = given.value("SELECT family_id FROM carer WHERE name = 'Nan Low'")
    adas_home = given.value(
        "SELECT m.family_id FROM pupil_family m JOIN pupil p ON p.id = m.pupil_id"
        " WHERE p.legal_name = 'Ada Hart'"
    )
    assert (families_of(given, "Ada Hart"), adas_home) == (1, nans)
    assert nans != given.value("SELECT family_id FROM carer WHERE name = 'Rae Low'")


# -- a block in a row that was refused -------------------------------------------------------


BAD_CHIDI = CHIDI.replace("07700900109,", "0770 90,yes")
SKIP = ("--skip-bad", "--quiet")
ORDER = "in the file: court order yes"


def test_a_court_order_in_a_refused_row_is_set_and_said(office: Office, given: Given) -> None:
    office.sends(NGOZI, CHIDI)
    answer = office.sends(NGOZI, BAD_CHIDI, also=SKIP)
    assert answer.code == 0
    said = f"DO NOT CONTACT Chidi Okafor (row 3, which was refused): {ORDER}"
    assert said in answer.err.splitlines()
    assert (rule_of(given, "Chidi Okafor"), why_of(given, "Chidi Okafor")) == ("never", ORDER)
    assert "DO NOT" not in office.sends(NGOZI, BAD_CHIDI, also=SKIP).err  # it is on file


def test_a_refused_row_names_its_carer_by_the_pupil_and_the_name(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(NGOZI, CHIDI)
    without = BAD_CHIDI.replace("c4,", ",")
    answer = office.sends(NGOZI, without, also=(*SKIP, "--format", "json"))
    (block,) = answer.json["refused_blocks"]
    assert (block["carer"], block["name"], block["is_set"]) == ("c2", "Chidi Okafor", True)
    assert rule_of(given, "Chidi Okafor") == "never"
    run.ok("undo", "--yes")
    assert rule_of(given, "Chidi Okafor") == "allow"


def test_a_block_of_a_refused_row_whose_carer_is_in_doubt_is_said_with_the_command(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(NGOZI, CHIDI)
    answer = office.sends(NGOZI, BAD_CHIDI.replace("Chidi", "C."), also=SKIP)
    command = f'carer edit "C. Okafor" --rule never --reason "{ORDER}"'
    assert "NOT ON FILE YET: DO NOT CONTACT C. Okafor, carer of Ada Okafor (row 3" in answer.err
    assert f"parentlink {command}; if nobody on file is called so, mend the row" in answer.err
    assert run(*shlex.split(command)).code == 3  # as it says: nobody is
    assert rule_of(given, "Chidi Okafor") == "allow"
    office.sends(NGOZI, CHIDI.replace("Chidi", "C.") + "yes")
    assert rule_of(given, "Chidi Okafor") == "never"  # it came in with the mended row
    blocks = office.sends(NGOZI, BAD_CHIDI.replace("c4,Chidi", "c1,Femi"), also=SKIP).err
    assert "NOT ON FILE YET" in blocks  # the id is Ngozi's
    assert rule_of(given, "Ngozi Okafor") == "allow"


def test_a_refused_row_with_an_id_that_is_another_pupils_now_bars_no_namesake(
    office: Office, given: Given
) -> None:
    """Two fathers of one name, and a number that a merger of schools gave to another child."""
    theirs = "101,,Rhys,Shah,03/04/2014,7KM,,Chidi Okafor,father,07700900108,"
    office.sends(CHIDI, theirs)
    row = CHIDI.replace("100,,", "101,,").replace("c4,", ",") + "yes"
    answer = office.sends(row, also=SKIP)
    assert "NOT ON FILE YET: DO NOT CONTACT Chidi Okafor, carer of Ada Okafor" in answer.err
    assert given.value("SELECT COUNT(*) FROM carer WHERE contact_rule <> 'allow'") == 0


def test_a_refused_row_with_a_carer_id_that_is_anothers_bars_who_has_the_name(
    office: Office, given: Given
) -> None:
    """The id is why it was refused; the pupil and the name say for certain who is meant."""
    office.sends(NGOZI, CHIDI)
    answer = office.sends(NGOZI, CHIDI.replace("c4,", "c1,") + "yes", also=SKIP)
    assert "NOT ON FILE" not in answer.err
    assert "DO NOT CONTACT Chidi Okafor (row 3, which was refused)" in answer.err
    assert (rule_of(given, "Chidi Okafor"), rule_of(given, "Ngozi Okafor")) == ("never", "allow")


def test_a_file_that_stops_at_a_refused_row_says_the_block(office: Office, given: Given) -> None:
    office.sends(NGOZI, CHIDI)
    command = f'parentlink carer edit c2 --rule never --reason "{ORDER}"'
    for also in ((), ("--dry-run",)):
        answer = office.sends(NGOZI, BAD_CHIDI, also=also)
        assert (answer.code, command in answer.err + answer.out) == (4, True)
    stopped = office.sends(NGOZI, BAD_CHIDI, also=("--format", "json"))
    assert stopped.json["refused_blocks"][0]["command"] == command
    assert rule_of(given, "Chidi Okafor") == "allow"


QUIET = ("--quiet", "--format", "json")


@pytest.mark.parametrize("also", [(), QUIET])
def test_a_file_that_stops_says_the_blocks_of_its_good_rows(
    office: Office, run: Run, given: Given, also: tuple[str, ...]
) -> None:
    office.sends(NGOZI, CHIDI)
    stopped = office.sends(NGOZI.replace("07700900101", "0770 900"), f"{CHIDI}yes", also=also)
    assert stopped.code == 4
    (line,) = [each for each in stopped.err.splitlines() if "Chidi Okafor" in each]
    assert line.startswith("NOT ON FILE YET: DO NOT CONTACT Chidi Okafor (row 3): ")
    run.ok(*shlex.split(line.partition("Please set it now: parentlink ")[2]))
    assert rule_of(given, "Chidi Okafor") == "never"


def test_so_does_a_file_that_would_change_very_much(office: Office) -> None:
    more = [OTHERS[0].replace("200,", "300,").replace("o0", "o30").replace("Reid", "Low")]
    more += [OTHERS[1].replace("201,", "301,").replace("o1", "o31").replace("Nowak", "Lee")]
    office.sends(NGOZI, CHIDI, *more)
    moved = [row.replace("7KM", "8KM") for row in OTHERS]
    rows = [f"{row}," for row in (NGOZI, f"{CHIDI}yes", *more, *moved)]
    answer = office.sends(*rows, head=f"{HEAD},notes", also=QUIET)
    assert "WATCH OUT" in answer.err
    assert answer.code == 4
    assert "NOT ON FILE YET: DO NOT CONTACT Chidi Okafor (row 3)" in answer.err


def test_a_script_hears_the_block_of_a_refused_row_beside_its_report(office: Office) -> None:
    office.sends(NGOZI, CHIDI)
    stopped = office.sends(NGOZI, BAD_CHIDI, also=QUIET)
    assert "NOT ON FILE YET: DO NOT CONTACT Chidi Okafor" in stopped.err


def test_of_a_file_in_which_every_row_is_refused_the_block_is_set(
    run: Run, given: Given, office: Office, tmp_path: Path
) -> None:
    office.sends(NGOZI, CHIDI)
    path = tmp_path / "one.csv"
    path.write_text(f"{HEAD}\n{BAD_CHIDI}\n")
    answer = run("import", "families", str(path), *SKIP)
    assert (answer.code, "DO NOT CONTACT Chidi Okafor" in answer.err) == (4, True)
    assert rule_of(given, "Chidi Okafor") == "never"


def test_a_row_that_contradicts_another_does_not_lose_its_block(
    office: Office, given: Given
) -> None:
    office.sends(NGOZI, CHIDI)
    other = CHIDI.replace("03/04/2014", "03/05/2015") + "yes"
    answer = office.sends(NGOZI, CHIDI, other, also=SKIP)
    assert "DO NOT CONTACT Chidi Okafor (row 4, which was refused)" in answer.err
    assert rule_of(given, "Chidi Okafor") == "never"


def test_words_in_a_column_that_is_not_read_are_said_too(office: Office, given: Given) -> None:
    office.sends(NGOZI, CHIDI)
    rows = [f"{row},{word}" for row, word in ((NGOZI, ""), (CHIDI, "DO NOT CALL"))]
    answer = office.sends(*rows, *(f"{row}," for row in OTHERS), head=f"{HEAD},shoe", also=SKIP)
    assert "NOT ON FILE YET: DO NOT CONTACT Chidi Okafor" in answer.err
    assert "DO NOT CALL" in answer.err


# -- who is listed no longer -----------------------------------------------------------------


ALONE = f"{ADA},,,,,"


def test_the_only_carer_of_a_pupil_is_blocked_when_the_file_lists_none(
    office: Office, given: Given
) -> None:
    office.sends(NGOZI)
    answer = office.sends(ALONE)
    assert "DO NOT CONTACT Ngozi Okafor: no longer listed as a contact of Ada Okafor" in answer.err
    assert rule_of(given, "Ngozi Okafor") == "never"
    assert "DO NOT CONTACT" not in office.sends(ALONE).err


def test_the_only_carer_who_stays_one_of_a_brother_is_asked_about_first(
    office: Office, given: Given
) -> None:
    ben = NGOZI.replace("100,", "101,").replace("Ada", "Ben").replace("2014", "2016")
    office.sends(NGOZI, ben)
    office.sends(ALONE, ben)
    assert rule_of(given, "Ngozi Okafor") == "ask"


def test_a_list_of_pupils_says_nothing_about_carers(office: Office, run: Run, given: Given) -> None:
    office.sends(NGOZI)
    assert office.sends("100,Ada,Okafor,7KM", head="pupil_id,forename,surname,form").code == 0
    head = "pupil_id,forename,surname,form,contact name,mobile"
    assert office.sends("100,Ada,Okafor,7KM,,", head=head).code == 0  # nobody's carers are in it
    assert rule_of(given, "Ngozi Okafor") == "allow"


def test_a_file_in_which_a_third_of_the_carers_are_blank_is_asked_about(
    office: Office, given: Given
) -> None:
    office.sends(NGOZI, CHIDI)
    blank = [row.rsplit(",", 5)[0] + ",,,,," for row in OTHERS]
    rows = [NGOZI, CHIDI, *blank]
    answer = office.sends(*rows, head=HEAD + " ")
    assert (answer.code, "WATCH OUT" in answer.err) == (4, True)


# -- a court order for somebody who is blocked already ---------------------------------------


NON_MOL = "Non-molestation order 12/11/2026"


def test_a_court_order_is_kept_for_who_was_no_longer_listed(office: Office, given: Given) -> None:
    office.sends(NGOZI, CHIDI)
    office.sends(NGOZI)
    answer = office.sends(NGOZI, CHIDI + NON_MOL)
    assert f"DO NOT CONTACT Chidi Okafor (row 3): {NON_MOL}" in answer.err
    assert "--rule allow" not in answer.err
    assert why_of(given, "Chidi Okafor").startswith(f"{NON_MOL}; before that: no longer listed as")
    again = office.sends(NGOZI, CHIDI + NON_MOL)
    assert "Nothing to change" in again.out
    assert "Chidi" not in again.err


def test_a_yes_says_more_than_no_longer_listed_and_less_than_what_somebody_wrote(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(NGOZI, CHIDI)
    office.sends(NGOZI)
    office.sends(NGOZI, CHIDI + "yes")
    assert why_of(given, "Chidi Okafor").startswith(f"{ORDER}; before that: no longer listed")
    by_hand = ("--rule", "never", "--reason", "order of 3 March, see Ms Reid")
    run.ok("carer", "edit", "chidi okafor", *by_hand)
    assert "Nothing to change" in office.sends(NGOZI, CHIDI + "yes").out
    assert why_of(given, "Chidi Okafor") == by_hand[-1]


def test_a_second_order_is_kept_in_front_of_the_first(office: Office, given: Given) -> None:
    office.sends(NGOZI, CHIDI + "Order of May")
    office.sends(NGOZI, CHIDI + NON_MOL)
    assert why_of(given, "Chidi Okafor") == f"{NON_MOL}; before that: Order of May"


def test_nobody_is_told_to_lift_a_court_order(office: Office, run: Run, given: Given) -> None:
    office.sends(NGOZI, CHIDI + NON_MOL)
    run.ok("carer", "edit", "chidi okafor", "--rule", "allow", "--reason", "order has ended")
    office.sends(NGOZI)
    run.ok("carer", "edit", "chidi okafor", "--rule", "never", "--reason", "a new court order")
    answer = office.sends(NGOZI, CHIDI)
    assert "Chidi Okafor is listed for Ada Okafor" in answer.err
    assert "--rule allow" not in answer.err


def test_an_order_in_a_refused_row_is_kept_beside_no_longer_listed(
    office: Office, given: Given
) -> None:
    office.sends(NGOZI, CHIDI)
    office.sends(NGOZI)
    answer = office.sends(NGOZI, BAD_CHIDI.replace(",yes", f",{NON_MOL}"), also=SKIP)
    assert f"DO NOT CONTACT Chidi Okafor (row 3, which was refused): {NON_MOL}" in answer.err
    assert why_of(given, "Chidi Okafor").startswith(f"{NON_MOL}; before that: no longer listed as")


# -- a barred father at a new brother or sister ----------------------------------------------


PAUL = f"{ADA},c9,Paul Hart,father,07700900109,yes"
OBI = "300,,Obi,Hart,03/04/2016,5KM,c30"
OBIS_MOTHER = "300,,Obi,Hart,03/04/2016,5KM,c1,Ngozi Okafor,mother,07700900101,"


@pytest.fixture(params=[3_000, 0])
def any_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file looked at in one go, and in batches."""
    monkeypatch.setattr(plan, "IN_MEMORY", request.param)


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize("name", ["Mr P Hart", "Mr Hart-Jones", "Hart Paul"])
def test_a_barred_father_at_a_new_half_sibling_is_asked_about_first(
    office: Office, run: Run, given: Given, name: str
) -> None:
    office.sends(NGOZI, PAUL)
    answer = office.sends(NGOZI, f"{OBI},{name},father,07700900109,")
    assert "ASK FIRST before contact with" in answer.err
    assert "may be Paul Hart (c2), who must not be contacted" in answer.err
    asked = given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'")
    assert (asked, rule_of(given, "Paul Hart")) == ("ask", "never")


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", ["Mr P Hart", "Paul Hart", "Pauly Hart-Jones"])
def test_a_father_barred_at_one_child_is_asked_about_at_the_other_though_no_number_is_there(
    office: Office, given: Given, name: str, first: bool
) -> None:
    rows = [PAUL, f"{OBI},{name},father,,"]
    answer = office.sends(NGOZI, *(rows if first else reversed(rows)), OBIS_MOTHER)
    assert "may be Paul Hart (row " in answer.err
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'") == "ask"


@pytest.mark.parametrize("who", ["Sam Lee,father", "Amina Hart,mother", "Ali Hart,grandfather"])
def test_somebody_else_at_the_other_child_is_nobody_to_ask_about(
    office: Office, given: Given, who: str
) -> None:
    office.sends(NGOZI, PAUL, f"{OBI},{who},,", OBIS_MOTHER)
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'") == "allow"


@pytest.mark.parametrize("rows", [(NGOZI, PAUL), ()], ids=["on file", "in the file"])
def test_who_he_may_be_is_said_at_the_keyboard_and_in_no_export_without_him(
    office: Office, run: Run, given: Given, rows: tuple[str, ...]
) -> None:
    if rows:
        office.sends(*rows)
    office.sends(NGOZI, PAUL, f"{OBI},Mr P Hart,father,07700900109,")
    assert "may be Paul Hart (" in str(given.value("SELECT MAX(rule_reason) FROM carer"))
    out = run.ok("export", "families").out
    assert "may be somebody who must not be contacted" in out
    assert "Paul Hart" not in out
    whole = run.ok("export", "families", "--never", "all", "--why", "a new laptop").out
    assert "may be Paul Hart (" in whole


@pytest.mark.usefixtures("any_size")
def test_the_schools_own_number_at_everybody_and_at_him_is_said_in_a_few_lines(
    office: Office,
) -> None:
    rows = [
        f"{400 + at},,Kid,Lane{at},05/06/2014,7KM,s{at},Jo Lane{at},mother,07700900109,"
        for at in range(40)
    ]
    said = office.sends(NGOZI, PAUL, *rows).err
    assert said.count("CHECK THE NUMBER of Jo Lane") == 12
    assert "CHECK THE NUMBER of Jo Lane0 (row 4)" in said
    assert "CHECK THE NUMBER of 28 more carers: Paul Hart, who must not be contacted" in said


@pytest.mark.usefixtures("any_size")
def test_his_number_at_somebody_else_of_another_family_is_said(office: Office) -> None:
    office.sends(NGOZI, PAUL)
    row = f"{OBI},Rae Low,mother,07700900109,"
    said = "CHECK THE NUMBER of Rae Low (row 3): Paul Hart, who must not be contacted, has it too."
    assert said in office.sends(NGOZI, row).err.splitlines()
    assert "CHECK" not in office.sends(NGOZI, row).err  # it is on file
    other = "301,,Bea,Vale,03/04/2016,5KM,c31,Jo Vale,mother,07700900131,"
    office.sends(NGOZI, row, other)
    answer = office.sends(NGOZI, row, other.replace("131,", "109,"))
    assert "CHECK THE NUMBER of Jo Vale (row 4): Paul Hart" in answer.err


@pytest.mark.parametrize(
    ("name", "relationship"),
    [("Mr Hart-Jones", ""), ("Hart-Jones", ""), ("T Vale", "dad"), ("T Vale", "birth father")],
)
def test_he_comes_back_with_a_hyphen_or_another_word_for_father(
    office: Office, given: Given, name: str, relationship: str
) -> None:
    office.sends(NGOZI, PAUL)
    office.sends(NGOZI, f"{ADA},c30,{name},{relationship},07700900110,")
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'") == "ask"


# -- a family that comes back under another name ---------------------------------------------


HARTS = f"{ADA.replace('Okafor', 'Hart')},c1,Rae Hart,mother,07700900101,"
HART = f"{ADA.replace('Okafor', 'Hart')},c9,Paul Hart,father,,yes"
LOW = "900,,Ada,Low,03/04/2014,8BR"


def asked_about_at_low(office: Office, given: Given, mother: str, him: str, low: str = LOW) -> str:
    """The contact rule of who is new beside her, in the file after the one that bars him."""
    office.sends(HARTS, HART)
    answer = office.sends(f"{low},c71,{mother},", f"{low},c72,{him},", also=("--yes",))
    rule = str(given.value("SELECT contact_rule FROM carer WHERE external_id = 'c72'"))
    assert ("may be Paul Hart (c2), who must not be contacted" in answer.err) == (rule == "ask")
    assert "CHECK WHO IT IS" not in answer.err
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c71'") == "allow"
    return rule


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize(
    "him",
    [
        "Paul Hart,father,",
        "Mr P Hart,dad,",
        "Paul Low,father,",
        "Paul Low,parent,",
        "P Low,father,",
    ],
)
def test_he_is_known_by_a_child_of_the_forename_and_the_date_of_birth(
    office: Office, given: Given, him: str
) -> None:
    assert asked_about_at_low(office, given, "Rae Low,mother,07700900105", him) == "ask"


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize("him", ["Paul Hart,,", "Paul Low,parent,", "Dan Low,father,"])
def test_he_is_known_by_her_forename_and_number(office: Office, given: Given, him: str) -> None:
    low = LOW.replace("03/04/2014", "").replace("Ada", "Adaeze")
    assert asked_about_at_low(office, given, "Rae Low,mother,07700900101", him, low) == "ask"


@pytest.mark.usefixtures("any_size")
def test_or_by_her_initial_and_number(office: Office, given: Given) -> None:
    low, mother = LOW.replace("Ada", "Bea"), "Mrs R. Low,mother,07700900101"
    assert asked_about_at_low(office, given, mother, "Dan Low,father,", low) == "ask"


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize(
    ("mother", "him", "low"),
    [
        ("Rae Low,mother,07700900105", "Dan Low,father,", LOW),  # another child of that day
        ("Rae Low,mother,07700900105", "Paul Low,grandfather,", LOW),
        ("Rae Low,mother,07700900105", "Mrs P Low,guardian,", LOW),
        ("Rae Low,mother,07700900105", "Paul Low,father,", LOW.replace("Ada", "Bea")),
        ("Mrs J Low,mother,07700900101", "Paul Low,father,", LOW.replace("Ada", "Bea")),
        ("Mrs Low,mother,07700900101", "Dan Low,father,", LOW),
        ("Rae Low,mother,07700900105", "Paul Low,father,", LOW.replace("2014", "2013")),
        ("Jo Low,mother,07700900101", "Paul Low,father,", LOW.replace("Ada", "Bea")),
        ("Rae Low,mother,07700900101", "Sam Low,grandfather,", LOW),
        ("Rae Low,childminder,07700900101", "Dan Low,father,", LOW),  # of both, and of neither home
        ("Rae Low,aunt,07700900101", "Dan Low,father,", LOW),
    ],
)
def test_who_has_less_in_common_is_nobody_to_ask_about(
    office: Office, given: Given, mother: str, him: str, low: str
) -> None:
    assert asked_about_at_low(office, given, mother, him, low) == "allow"


@pytest.mark.usefixtures("any_size")
def test_he_is_known_by_his_child_though_the_file_had_left_him_out(
    office: Office, given: Given
) -> None:
    office.sends(HARTS, HART.removesuffix("yes"))
    office.sends(HARTS)
    assert rule_of(given, "Paul Hart") == "never"
    office.sends(f"{LOW},c71,Rae Low,mother,07700900105,", f"{LOW},c72,Paul Hart,father,,")
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c72'") == "ask"


def test_beside_the_barred_father_himself_a_new_partner_is_nobody_to_ask_about(
    office: Office, given: Given
) -> None:
    office.sends(HARTS, HART)
    office.sends(HARTS, HART, HART.replace("c9,Paul Hart", "c72,Dan Lee").removesuffix("yes"))
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c72'") == "allow"


# -- barred in one row, and nobody in particular in another row of the same file --------------


OBIS = f"{OBI},{{}},father,{{}},"


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("name", ["Mr P Hart", "Mr Hart-Jones", "Hart Paul"])
def test_who_is_barred_in_one_row_is_asked_about_in_another_of_the_same_file(
    office: Office, given: Given, name: str, order: int
) -> None:
    rows = [NGOZI, PAUL, OBIS.format(name, "07700900109")][::order]
    answer = office.sends(*rows)
    where = f"row {rows.index(PAUL) + 2} of class.csv"
    assert "ASK FIRST before contact with" in answer.err
    assert f"may be Paul Hart ({where}), who must not be contacted" in answer.err
    asked = given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'")
    assert (asked, rule_of(given, "Paul Hart")) == ("ask", "never")
    why = given.value("SELECT rule_reason FROM carer WHERE external_id = 'c30'")
    assert 'If not: parentlink merge "Paul Hart" "' in why
    assert "ASK FIRST" not in office.sends(*rows).err


@pytest.mark.usefixtures("any_size")
def test_of_a_first_file_the_id_of_the_same_name_and_landline_is_asked_about(
    office: Office, run: Run, given: Given
) -> None:
    home = PAUL.replace("07700900109", "01632960109")
    office.sends(NGOZI, home, OBIS.format("Paul Hart", "01632960109"))
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'") == "ask"
    run.ok("merge", "c2", "c3", "--yes")
    assert rule_of(given, "Paul Hart") == "never"


@pytest.mark.usefixtures("any_size")
def test_his_number_at_somebody_else_is_said_though_he_is_barred_in_this_file_only(
    office: Office, given: Given
) -> None:
    jo = "301,,Bea,Vale,03/04/2016,5KM,c31,Jo Vale,mother,07700900109,"
    said = "CHECK THE NUMBER of {} (row {}): Paul Hart, who must not be contacted, has it too."
    office.sends(NGOZI, jo)  # on file, and as ever
    lines = office.sends(NGOZI, PAUL, f"{OBI},Rae Low,mother,07700900109,", jo).err.splitlines()
    assert [said.format(*each) in lines for each in (("Rae Low", 4), ("Jo Vale", 5))] == [True] * 2
    assert (rule_of(given, "Rae Low"), rule_of(given, "Jo Vale")) == ("allow", "allow")
    again = office.sends(NGOZI, PAUL, f"{OBI},Rae Low,mother,07700900109,", jo).err
    assert "CHECK" not in again


@pytest.mark.usefixtures("any_size")
def test_a_number_that_stands_for_none_makes_nobody_him(office: Office, given: Given) -> None:
    none = "noemail@example.org"
    head = HEAD.replace("mobile", "email")
    row = OBIS.format("Mr P Hart", none)
    office.sends(PAUL.replace("07700900109", none), row, head=head)
    assert given.value("SELECT contact_rule FROM carer WHERE external_id = 'c30'") == "allow"


@pytest.mark.usefixtures("any_size")
def test_his_wife_who_shares_the_number_at_home_is_not_asked_about(
    office: Office, given: Given
) -> None:
    ann = f"{OBI},Ann Hart,mother,07700900109,"
    office.sends(NGOZI, PAUL, ann)
    assert rule_of(given, "Ann Hart") == "allow"


# -- a pupil's place in the family of a stepfather who is no longer listed -------------------


KIM = "400,,Kim,Low,03/04/2015,7KM"
RAE = f"{KIM},c41,Rae Low,mother,07700900141,"
TOM = f"{KIM},c42,Tom Low,father,07700900142,"
STEPFATHER = f"{ADA},c42,Tom Low,stepfather,07700900142,"


def test_a_pupil_leaves_the_family_of_a_stepfather_who_is_no_longer_listed(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(NGOZI, RAE, TOM)
    office.sends(NGOZI, STEPFATHER, RAE, TOM)
    assert families_of(given, "Ada Okafor") == 2
    office.sends(NGOZI, RAE, TOM)
    assert rule_of(given, "Tom Low") == "ask"
    assert (families_of(given, "Ada Okafor"), families_of(given, "Kim Low")) == (1, 1)
    run.ok("undo", "--import", "3", "--yes")
    assert families_of(given, "Ada Okafor") == 2


def test_a_pupil_keeps_the_only_family(office: Office, given: Given) -> None:
    office.sends(NGOZI, TOM)
    office.sends(NGOZI, KIM + ",,,,,")
    assert rule_of(given, "Tom Low") == "never"
    assert families_of(given, "Kim Low") == 1


# -- who stands in the file and would be in no list ------------------------------------------


@pytest.mark.usefixtures("any_size")
def test_a_pupil_who_left_and_is_in_the_file_again_is_said_each_time(
    office: Office, run: Run
) -> None:
    office.sends(NGOZI)
    run.ok("pupil", "edit", "ada", "--leaves", "2025-07-18")
    command = 'parentlink pupil edit p1 --leaves ""'
    for _ in range(2):
        answer = office.sends(NGOZI)
        assert "Row 2: Ada Okafor is in the file, and left on" in answer.err
        assert answer.err.count(command) == 1
    run.ok("pupil", "edit", "p1", "--leaves", "")
    assert "no list" not in office.sends(NGOZI).err


@pytest.mark.usefixtures("any_size")
def test_an_archived_family_with_a_new_brother_is_said_each_time(office: Office, run: Run) -> None:
    office.sends(NGOZI)
    run.ok("family", "archive", "f1")
    brother = "101,,Obi,Okafor,03/04/2016,5KM,c1,Ngozi Okafor,mother,07700900101,"
    for _ in range(2):
        answer = office.sends(NGOZI, brother)
        assert "Row 3: Obi Okafor is in the file, and the family Okafor is archived" in answer.err
        assert "parentlink family archive f1 --undo" in answer.err
    run.ok("family", "archive", "f1", "--undo")
    assert "archived" not in office.sends(NGOZI, brother).err
