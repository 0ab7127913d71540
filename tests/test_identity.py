"""Who is who when a file comes in: what makes two rows one person, and what never may."""

from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from parentlink.parse.upn import check_letter


def upn(number: int) -> str:
    """An invented UPN."""
    digits = f"99999992{number:04d}"
    return check_letter(digits) + digits


def table(*rows: str) -> str:
    """Rows under one another."""
    return "\n".join(rows) + "\n"


def load(run: Run, *rows: str) -> Answer:
    """An import of these rows that must end well."""
    return run.ok("import", "families", "-", "--format", "json", stdin=table(*rows))


def refused(run: Run, *rows: str) -> list[int]:
    """The rows that an import refuses; nothing is written."""
    answer = run("import", "families", "-", "--format", "json", stdin=table(*rows))
    assert answer.code == 4, answer
    for problem in answer.json["problems"]:
        assert "UPN" in problem["problem"], problem
    return [problem["row"] for problem in answer.json["problems"]]


def number_of(given: Given, name: str) -> int:
    """How many rows a table has."""
    return int(given.value(f"SELECT COUNT(*) FROM {name}"))


def carers_of(given: Given, pupil: str) -> list[str]:
    """The carers of each pupil of this name: "Ngozi+Chidi" for a pupil with two."""
    found = given.value(
        "SELECT GROUP_CONCAT(names, ' | ') FROM (SELECT GROUP_CONCAT(name, '+') AS names FROM"
        " (SELECT p.id AS pupil_id, c.name AS name FROM pupil p"
        " LEFT JOIN pupil_carer l ON l.pupil_id = p.id LEFT JOIN carer c ON c.id = l.carer_id"
        " WHERE p.legal_name = :pupil ORDER BY p.id, c.name) GROUP BY pupil_id ORDER BY pupil_id)",
        pupil=pupil,
    )
    return str(found or "").split(" | ") if found else []


HEAD = "pupil,tutor_group,carer,relationship,mobile_phone"
SARA = "Ali Khan,7KM,Sara Khan,mother,07700 900101"
OMAR = "Ali Khan,7KM,Omar Khan,father,07700 900102"
NADIA = "Ali Khan,7KM,Nadia Khan,mother,07700 900103"
IMRAN = "Ali Khan,7KM,Imran Khan,father,07700 900104"
BEN = "Ben Reid,7KM,Jo Reid,mother,07700 900105"


# -- one pupil, or two of one name, in one file ----------------------------------------------


def test_rows_that_follow_each_other_are_one_pupil(run: Run, given: Given) -> None:
    load(run, HEAD, SARA, OMAR, "Ali Khan,7KM,Amina Khan,grandmother,07700 900106", BEN)
    assert carers_of(given, "Ali Khan") == ["Amina Khan+Omar Khan+Sara Khan"]


def test_two_pupils_of_one_name_and_group_are_refused_and_never_one(run: Run, db: Path) -> None:
    assert refused(run, HEAD, SARA, OMAR, NADIA, IMRAN, BEN) == [2, 3, 4, 5]
    assert not db.exists()


def test_the_refusal_names_the_other_rows_and_the_ways_out(run: Run) -> None:
    answer = run("import", "families", "-", stdin=table(HEAD, SARA, BEN, NADIA))
    assert answer.code == 4
    for words in ('"Ali Khan"', "rows 2 and 4", "UPN", "pupil_id", "date_of_birth"):
        assert words in answer.err
    assert "mother" not in answer.err


@pytest.mark.parametrize(
    ("more", "first", "second"),
    [
        ("family_ref", "F1", "F2"),
        ("postcode", "ZZ99 1AA", "ZZ99 2BB"),
        ("family", "Khan", "Khan-Malik"),
        ("priority", "1", "1"),
    ],
)
def test_what_speaks_against_one_pupil_refuses_even_neighbouring_rows(
    run: Run, given: Given, more: str, first: str, second: str
) -> None:
    one = SARA.replace("mother", "")
    other = IMRAN.replace("father", "")
    rows = (f"{HEAD},{more}", f"{one},{first}", f"{other},{second}")
    assert refused(run, *rows) == [2, 3]
    dated = (f"{rows[0]},dob", f"{rows[1]},01/02/2015", f"{rows[2]},01/02/2015")
    load(run, *dated)
    assert carers_of(given, "Ali Khan") == ["Imran Khan+Sara Khan"]


@pytest.mark.parametrize(
    "more",
    [
        ("home_phone", "01632 960101", "01632 960101"),
        ("email", "home@example.org", "Home@example.org"),
        ("postcode", "ZZ99 1AA", "zz991aa"),
        ("family_ref", "F1", "F1"),
    ],
)
def test_what_two_carers_share_makes_their_rows_one_pupil(
    run: Run, given: Given, more: tuple[str, str, str]
) -> None:
    name, first, second = more
    load(run, f"{HEAD},{name}", f"{SARA},{first}", f"{BEN},", f"{NADIA},{second}")
    assert carers_of(given, "Ali Khan") == ["Nadia Khan+Sara Khan"]


def test_rows_with_the_same_carer_are_one_pupil_wherever_they_stand(run: Run, given: Given) -> None:
    load(run, HEAD + ",class", SARA + ",Maths", BEN + ",Maths", SARA + ",Art")
    assert carers_of(given, "Ali Khan") == ["Sara Khan"]


def test_one_row_for_each_class_and_carer_is_one_pupil(run: Run, given: Given) -> None:
    rows = [f"{row},{number}" for row in (SARA, OMAR) for number in range(10)]
    load(run, HEAD + ",class", *rows)
    assert carers_of(given, "Ali Khan") == ["Omar Khan+Sara Khan"]


def test_a_long_list_under_one_name_is_not_one_pupil(run: Run) -> None:
    rows = [f"Test Pupil,7KM,Carer {letter}" for letter in "ABCDEFGHIJKLMN"]
    assert len(refused(run, "pupil,tutor_group,carer", *rows)) == 14


def test_two_bare_names_in_one_group_are_refused(run: Run) -> None:
    assert refused(run, "pupil,tutor_group", "Ali Khan,7KM", "Ali Khan,7KM", "Ben Reid,7KM") == [
        2,
        3,
    ]


def test_names_that_differ_only_in_signs_are_not_taken_for_one(run: Run) -> None:
    assert refused(run, "pupil,tutor_group", "B-1,7KM", "B 1,7KM") == [2, 3]


def test_another_tutor_group_is_another_pupil(run: Run, given: Given) -> None:
    load(run, HEAD, SARA, NADIA.replace("7KM", "7LB"))
    assert carers_of(given, "Ali Khan") == ["Sara Khan", "Nadia Khan"]


def test_a_row_without_a_group_is_not_guessed_between_two_groups(run: Run) -> None:
    rows = (SARA, BEN, NADIA.replace("7KM", "7LB"), BEN, IMRAN.replace("7KM", ""))
    assert refused(run, HEAD, *rows) == [6]


@pytest.mark.parametrize("head", ["upn", "pupil_id", "dob"])
def test_an_id_or_a_date_of_birth_tells_two_pupils_apart(run: Run, given: Given, head: str) -> None:
    one, two = {
        "upn": (upn(1), upn(2)),
        "pupil_id": ("A1", "A2"),
        "dob": ("01/02/2015", "02/02/2015"),
    }[head]
    rows = (SARA + f",{one}", NADIA + f",{two}", OMAR + f",{one}", IMRAN + f",{two}")
    load(run, f"{HEAD},{head}", *rows)
    assert carers_of(given, "Ali Khan") == ["Omar Khan+Sara Khan", "Imran Khan+Nadia Khan"]
    again = load(run, f"{HEAD},{head}", *reversed(rows))
    assert (again.json["unchanged"], again.json["missing"]) == (4, 0)


def test_a_row_without_the_id_is_not_guessed_between_two_who_have_one(run: Run) -> None:
    head = HEAD + ",upn"
    rows = (SARA + f",{upn(1)}", BEN + ",", NADIA + f",{upn(2)}", BEN + ",", IMRAN + ",")
    assert refused(run, head, *rows[:4], rows[4].replace("Imran", "Bilal")) == [6]


def test_a_blank_id_below_the_same_pupil_is_the_same_pupil(run: Run, given: Given) -> None:
    load(run, HEAD + ",upn", SARA + f",{upn(1)}", OMAR + ",", BEN + f",{upn(3)}")
    assert carers_of(given, "Ali Khan") == ["Omar Khan+Sara Khan"]


def test_a_mark_of_ones_own_tells_pupils_apart(run: Run, given: Given) -> None:
    rows = (f"{SARA},a", f"{NADIA},b", f"{BEN},c", f"{OMAR},a")
    load(run, HEAD + ",pupil_ref", *rows)
    assert carers_of(given, "Ali Khan") == ["Omar Khan+Sara Khan", "Nadia Khan"]
    again = load(run, HEAD + ",pupil_ref", *rows)
    assert again.json["unchanged"] == 4


def test_one_upn_under_two_marks_is_refused(run: Run) -> None:
    assert refused(run, HEAD + ",pupil_ref,upn", f"{SARA},a,{upn(1)}", f"{OMAR},b,{upn(1)}") == [3]


def test_refused_rows_that_come_back_unmended_are_refused_again(
    run: Run, given: Given, tmp_path: Path
) -> None:
    path = tmp_path / "class.csv"
    path.write_text(table(HEAD, SARA, OMAR, NADIA, BEN))
    run.ok("import", "families", str(path), "--skip-bad")
    assert number_of(given, "pupil") == 1
    assert run("import", "families", f"{path}.refused.csv").code == 4


# -- the pupil on file -----------------------------------------------------------------------


def two_on_file(given: Given) -> tuple[int, int]:
    """Two pupils of one name and group, each with a mother, and nothing else to tell them."""
    found = []
    for name, number in (("Sara Khan", "+447700900101"), ("Nadia Khan", "+447700900103")):
        family = given.family("Khan")
        pupil = given.pupil(family, name="Ali Khan")
        given.link(pupil, given.carer(family, name, mobile_phone=number), relationship="mother")
        found.append(pupil)
    return found[0], found[1]


def test_of_two_on_file_the_carers_say_which(run: Run, given: Given) -> None:
    two_on_file(given)
    answer = load(run, HEAD + ",email", NADIA + ",n@example.org", SARA + ",s@example.org")
    assert (answer.json["changed"], answer.json["missing"]) == (2, 0)
    assert carers_of(given, "Ali Khan") == ["Sara Khan", "Nadia Khan"]


def test_of_two_on_file_neighbouring_rows_do_not_say_which(run: Run, given: Given) -> None:
    two_on_file(given)
    assert refused(run, HEAD, SARA, OMAR, NADIA) == [3]


@pytest.mark.parametrize(
    ("change", "links"),
    [(("Nadia", "Noor"), 3), (("Nadia", "N."), 2), (("07700 900103", "07700 900199"), 2)],
)
def test_a_carers_number_or_name_is_enough(
    run: Run, given: Given, change: tuple[str, str], links: int
) -> None:
    two_on_file(given)
    load(run, HEAD, NADIA.replace(*change))
    assert given.value("SELECT COUNT(DISTINCT pupil_id) FROM pupil_carer") == 2
    assert number_of(given, "pupil_carer") == links


def test_of_two_on_file_none_is_guessed(run: Run, given: Given) -> None:
    two_on_file(given)
    assert refused(run, HEAD, IMRAN) == [2]
    assert refused(run, "pupil,tutor_group", "Ali Khan,7KM") == [2]


def test_the_only_one_on_file_is_the_one_and_strange_carers_are_said(
    run: Run, given: Given
) -> None:
    load(run, HEAD, SARA)
    answer = run.ok("import", "families", "-", stdin=table(HEAD, IMRAN))
    assert carers_of(given, "Ali Khan") == ["Imran Khan"]
    assert "Row 2" in answer.err
    assert "Ali Khan" in answer.err
    assert "was taken" not in run.ok("import", "families", "-", stdin=table(HEAD, SARA, BEN)).err


def test_two_of_the_file_are_never_one_on_file(run: Run, given: Given) -> None:
    load(run, HEAD, SARA)
    rows = (SARA + ",01/02/2015", NADIA + ",02/02/2015")
    answer = load(run, HEAD + ",dob", *rows)
    assert (answer.json["new"], answer.json["changed"]) == (1, 1)
    assert carers_of(given, "Ali Khan") == ["Sara Khan", "Nadia Khan"]


def test_two_of_the_file_who_may_both_be_the_one_on_file_are_refused(
    run: Run, given: Given
) -> None:
    given.pupil(given.family("Khan"), name="Ali Khan")
    rows = (SARA + ",01/02/2015", NADIA + ",02/02/2015")
    assert refused(run, HEAD + ",dob", *rows) == [2, 3]


def test_a_pupil_who_moved_group_is_known_by_the_carer(run: Run, given: Given) -> None:
    load(run, HEAD, SARA, BEN)
    answer = load(run, HEAD, SARA.replace("7KM", "8KM"), BEN)
    assert (answer.json["changed"], answer.json["missing"]) == (1, 0)
    assert given.value("SELECT tutor_group FROM pupil WHERE legal_name = 'Ali Khan'") == "8KM"


def test_a_namesake_in_another_group_with_other_carers_is_new_and_said(
    run: Run, given: Given
) -> None:
    load(run, HEAD, SARA)
    answer = run.ok("import", "families", "-", stdin=table(HEAD, NADIA.replace("7KM", "8KM")))
    assert "same name" in answer.err
    assert carers_of(given, "Ali Khan") == ["Sara Khan", "Nadia Khan"]


# -- carers ----------------------------------------------------------------------------------


def test_carers_of_one_name_without_a_number_stay_two(run: Run, given: Given) -> None:
    head = "pupil,tutor_group,carer"
    rows = ("Ada Okafor,7KM,Maria Silva", "Ben Reid,7KM,Maria Silva")
    load(run, head, *rows)
    assert [number_of(given, name) for name in ("carer", "family")] == [2, 2]
    assert load(run, head, *rows).json["unchanged"] == 2


def test_a_lone_carer_is_not_the_namesake_of_another_family(run: Run, given: Given) -> None:
    load(run, "family,carer", "Khan,Sam Lee")
    load(run, "family,carer", "Reid,Sam Lee")
    assert [number_of(given, name) for name in ("carer", "family")] == [2, 2]
    assert load(run, "family,carer", "Reid,Sam Lee").json["unchanged"] == 1


def test_a_lone_carer_who_fits_two_on_file_is_refused(run: Run, given: Given) -> None:
    for name in ("Khan", "Reid"):
        given.carer(given.family(name), "Sam Lee", mobile_phone=None)
    answer = run("import", "families", "-", stdin=table("carer,carer_id", "Sam Lee,"))
    assert answer.code == 4
    assert "carer" in answer.err


@pytest.mark.parametrize(
    "tie", [("carer_id", "C1"), ("mobile", "07700 900101"), ("email", "a@b.example")]
)
def test_one_carer_of_siblings_is_one(run: Run, given: Given, tie: tuple[str, str]) -> None:
    name, value = tie
    rows = (f"Ada Okafor,7KM,Maria Silva,{value}", f"Ben Okafor,9LB,maria silva,{value}")
    load(run, f"pupil,tutor_group,carer,{name}", *rows)
    assert [number_of(given, each) for each in ("carer", "family", "pupil_carer")] == [1, 1, 2]


def test_two_carers_of_one_name_in_one_family_are_told_by_their_marks(
    run: Run, given: Given
) -> None:
    head = "pupil_ref,pupil,tutor_group,carer_ref,carer,relationship"
    rows = (
        "p,Ada Okafor,7KM,m,Maria Silva,mother",
        "p,Ada Okafor,7KM,g,Maria Silva,grandmother",
    )
    load(run, head, *rows)
    assert [number_of(given, name) for name in ("carer", "family")] == [2, 1]
    assert load(run, head, *rows).json["unchanged"] == 2


def test_two_marked_carers_are_never_one_on_file(run: Run, given: Given) -> None:
    load(run, "pupil,tutor_group,carer", "Ada Okafor,7KM,Maria Silva")
    rows = ("Ada Okafor,7KM,Maria Silva,m", "Ada Okafor,7KM,Maria Silva,g")
    load(run, "pupil,tutor_group,carer,carer_ref", *rows)
    assert [number_of(given, name) for name in ("pupil", "carer")] == [1, 2]


def test_one_name_and_two_numbers_for_one_pupil_are_refused_without_marks(run: Run) -> None:
    head = "upn,pupil,tutor_group,carer,relationship,mobile"
    rows = (
        f"{upn(1)},Ada Okafor,7KM,Maria Silva,mother,07700 900101",
        f"{upn(1)},Ada Okafor,7KM,Maria Silva,grandmother,07700 900102",
    )
    answer = run("import", "families", "-", stdin=table(head, *rows))
    assert answer.code == 4
    assert "Row 3" in answer.err


ERIN = "Sian Hughes,7KM,Erin Hughes,mother,07700 900107"


def test_a_carer_who_comes_back_under_another_name_is_said(run: Run, given: Given) -> None:
    load(run, HEAD, ERIN)
    renamed = table(HEAD, ERIN.replace("Erin Hughes", "Bryn Hughes-Bright"), BEN)
    answer = run.ok("import", "families", "-", stdin=renamed)
    assert 'Row 2: "Bryn Hughes-Bright" is new and has the mobile number' in answer.err
    assert "Jo Reid" not in answer.err
    both = table(HEAD, BEN, BEN.replace("Jo", "Al").replace("mother", "father"))
    assert "is new" not in run.ok("import", "families", "-", stdin=both).err


@pytest.mark.parametrize("on_file_first", [True, False])
def test_a_barred_carer_under_another_name_is_always_said(
    run: Run, given: Given, on_file_first: bool
) -> None:
    head = HEAD + ",home_phone,court order"
    rows = [f"{ERIN},01632 960109,Y", "Sian Hughes,7KM,E Hughes,aunt,,01632 960109,"]
    if on_file_first:
        load(run, head, rows.pop(0))
    answer = run.ok("import", "families", "-", stdin=table(head, *rows))
    where = "c1" if on_file_first else "row 2 of standard input"
    assert f"may be Erin Hughes ({where}), who must not be contacted" in answer.err


def test_a_carer_of_the_household_whom_nobody_linked_is_found(run: Run, given: Given) -> None:
    family = given.family()
    given.pupil(family)
    given.carer(family, mobile_phone=None)
    load(run, "pupil,tutor_group,carer", "Ada Okafor,7KM,Ngozi Okafor")
    assert [number_of(given, name) for name in ("carer", "pupil_carer")] == [1, 1]


def test_a_carer_whose_name_and_number_two_families_have_is_refused(run: Run, given: Given) -> None:
    for name in ("Khan", "Reid"):
        given.carer(given.family(name), "Sam Lee", mobile_phone="+447700900101")
    answer = run(
        "import", "families", "-",
        stdin=table(HEAD, "Ada Okafor,7KM,Sam Lee,aunt,07700 900101"),
    )  # fmt: skip
    assert answer.code == 4
    assert "Sam Lee" in answer.err


# -- households ------------------------------------------------------------------------------


def test_a_grandmother_of_cousins_does_not_make_their_families_one(run: Run, given: Given) -> None:
    gran = "Amina Khan,grandmother,07700 900106"
    rows = (SARA, f"Ali Khan,7KM,{gran}", BEN, f"Ben Reid,7KM,{gran}")
    load(run, HEAD, *rows)
    assert [number_of(given, name) for name in ("carer", "family", "pupil_family")] == [3, 2, 2]
    assert number_of(given, "pupil_carer") == 4
    assert load(run, HEAD, *rows).json["unchanged"] == 4


def test_a_grandmother_alone_is_the_family(run: Run, given: Given) -> None:
    gran = "Amina Khan,grandmother,07700 900106"
    load(run, HEAD, f"Ali Khan,7KM,{gran}", f"Zara Khan,9LB,{gran}")
    assert [number_of(given, name) for name in ("family", "pupil_family")] == [1, 2]


def linked_from_outside(given: Given) -> None:
    """A pupil whose carer lives in a family that the pupil does not belong to."""
    home, other = given.family("Okafor"), given.family("Eze")
    pupil = given.pupil(home, name="Ada Okafor", upn=upn(1))
    given.link(pupil, given.carer(home))
    aunt = given.carer(other, "Ada Eze", mobile_phone="+447700900109")
    given.link(pupil, aunt, relationship="aunt")


def test_a_carer_outside_the_household_makes_no_household(
    run: Run, given: Given, tmp_path: Path
) -> None:
    linked_from_outside(given)
    path = tmp_path / "out.csv"
    run.ok("export", "families", "-o", str(path))
    answer = run.ok("import", "families", str(path), "--format", "json")
    assert (answer.json["unchanged"], number_of(given, "pupil_family")) == (2, 1)
    run("--db", str(tmp_path / "new.db"), "import", "families", str(path))
    new = Given(tmp_path / "new.db")
    assert [number_of(new, name) for name in ("family", "pupil_family", "pupil_carer")] == [2, 1, 2]
    assert new.value("SELECT name FROM family WHERE id = 2") == "Eze"


def test_a_file_that_says_nothing_of_households_moves_nobody(run: Run, given: Given) -> None:
    linked_from_outside(given)
    row = f"Ada Okafor,7KM,Ada Eze,aunt,07700 900109,{upn(1)}"
    assert load(run, HEAD + ",upn", row).json["unchanged"] == 1
    assert number_of(given, "pupil_family") == 1


# -- out, and in again -----------------------------------------------------------------------


def everything(given: Given) -> list[int]:
    """How many of each there are."""
    names = ("family", "pupil", "carer", "pupil_carer", "pupil_family")
    return [number_of(given, name) for name in names]


def test_our_own_export_keeps_apart_whom_only_the_file_knew_apart(
    run: Run, given: Given, tmp_path: Path
) -> None:
    two_on_file(given)
    given.pupil(given.family("Minus"), name="B-1")
    given.pupil(given.family("One"), name="B 1")
    third = given.family("Reid")
    given.carer(third, "B-1", mobile_phone=None)
    given.carer(third, "B 1", mobile_phone=None)
    both = given.pupil(third, given.family("Reid"), name="Cara Reid")
    given.link(both, given.carer(third, "Jo Reid"))
    path = tmp_path / "out.csv"
    run.ok("export", "families", "-o", str(path))
    run.ok("--db", str(tmp_path / "new.db"), "import", "families", str(path))
    new = Given(tmp_path / "new.db")
    assert everything(new) == everything(given)
    assert carers_of(new, "Ali Khan") == ["Sara Khan", "Nadia Khan"]
    again = run.ok("import", "families", str(path), "--format", "json")
    assert (again.json["new"], again.json["changed"]) == (0, 0)


# -- a year at school: before and after ------------------------------------------------------


def test_a_pupil_who_changes_tutor_group_is_in_the_new_list_with_all_that_was(
    run: Run, given: Given
) -> None:
    load(run, HEAD, SARA, BEN)
    run.ok("log-call", "ali khan", "--tone", "positive", "--note", "Read aloud", "--when", "2 Oct")

    def listed(group: str) -> list[str]:
        asked = ("who-needs-a-positive-call", "--all", "--group", group, "--format", "json")
        return [row["family"] for row in run.ok(*asked).json]

    assert listed("7KM") == ["Reid", "Khan"]
    load(run, HEAD, SARA.replace("7KM", "7LB"), BEN)
    assert (listed("7KM"), listed("7LB")) == (["Reid"], ["Khan"])
    assert "Read aloud" in run.ok("timeline", "ali khan").out


def test_a_pupil_who_has_left_is_kept_and_in_no_list(run: Run, given: Given) -> None:
    load(run, HEAD, SARA, BEN)
    answer = load(run, HEAD, BEN)
    assert (answer.json["missing"], number_of(given, "pupil")) == (1, 2)
    assert given.value("SELECT leaves_on FROM pupil WHERE legal_name = 'Ali Khan'") is None
    asked = ("who-needs-a-positive-call", "--all", "--group", "7KM", "--format", "json")
    assert {row["family"] for row in run.ok(*asked).json} == {"Khan", "Reid"}
    load(run, HEAD + ",leaving date", f"{SARA},20/11/2026", f"{BEN},")
    assert {row["family"] for row in run.ok(*asked).json} == {"Reid"}
    assert (number_of(given, "pupil"), number_of(given, "carer")) == (2, 2)
    assert load(run, HEAD, BEN).json["missing"] == 0


def test_a_new_sibling_joins_the_family_and_its_history(run: Run, given: Given) -> None:
    load(run, HEAD, SARA, OMAR)
    run.ok("log-call", "khan", "--with", "sara", "--tone", "positive", "--note", "A good week")
    baby = [row.replace("Ali Khan,7KM", "Zara Khan,7LB") for row in (SARA, OMAR)]
    load(run, HEAD, SARA, OMAR, *baby)
    assert [number_of(given, name) for name in ("family", "carer", "pupil")] == [1, 2, 2]
    assert carers_of(given, "Zara Khan") == ["Omar Khan+Sara Khan"]
    assert "A good week" in run.ok("timeline", "zara").out


HOMES = HEAD + ",family_ref,lives_with,dob"


def test_a_family_that_splits_is_two_and_each_is_rung_on_its_own(run: Run, given: Given) -> None:
    load(run, HEAD, SARA, OMAR)
    for name in ("sara", "omar"):
        run.ok("log-call", "khan", "--with", name, "--tone", "positive", "--note", f"With {name}",
               "--promise", f"Ring {name} again", "--by", "4 dec")  # fmt: skip
    run.ok("family", "add", "Khan", "--household", "Mill Lane")
    run.ok("carer", "edit", "omar khan", "--household", "f2")
    for home, there, elsewhere in (("f1", "sara", "omar"), ("f2", "omar", "sara")):
        timeline = run.ok("timeline", home).out
        assert f"With {there}" in timeline
        assert f"Ring {there} again" in timeline
        assert elsewhere not in timeline
        shown = run.ok("family", "show", home).out
        assert "Ali Khan" in shown
        assert elsewhere.title() not in shown
    asked = ("who-needs-a-positive-call", "--all", "--group", "7KM", "--format", "json")
    later = run.ok(*asked, today="2027-03-01").json
    assert {row["carer"]["name"]: row["family_id"] for row in later} == {
        "Sara Khan": 1,
        "Omar Khan": 2,
    }
    assert load(run, HEAD, SARA, OMAR).json["unchanged"] == 2
    run.ok("carer", "edit", "omar khan", "--household", "f1")
    assert "With omar" in run.ok("timeline", "f1").out


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("family_ref", "K1", "K2"),
        ("postcode", "ZZ99 1AA", "ZZ99 2BB"),
        ("lives_with", "yes", "no"),
    ],
)
def test_a_file_that_parts_a_household_says_so_and_moves_nobody(
    run: Run, given: Given, column: str, first: str, second: str
) -> None:
    head, sara, omar = f"{HEAD},dob", f"{SARA},01/02/2015", f"{OMAR},01/02/2015"
    assert "does not live with" not in load(run, head, sara, omar).err
    parted = (f"{head},{column}", f"{sara},{first}", f"{omar},{second}")
    answer = load(run, *parted)
    assert "Row 3: Omar Khan does not live with Sara Khan in this file" in answer.err
    assert "parentlink carer edit c2 --household" in answer.err
    assert number_of(given, "family") == 1
    run.ok("family", "add", "Khan", "--household", "Mill Lane")
    run.ok("carer", "edit", "c2", "--household", "f2")
    assert "does not live with" not in load(run, *parted).err
    assert number_of(given, "family") == 2


def test_of_very_many_who_live_apart_the_first_are_named(run: Run) -> None:
    """As when the file of another system comes in, which says who lives with whom."""
    names = ("Reid", "Nowak", "Chen", "Ahmed", "Evans", "Hall", "Bell", "Fox", "Ito", "Eze", "Low")
    pairs = [
        (f"Kid {each},7KM,Jo {each},mother", f"Kid {each},7KM,Al {each},father") for each in names
    ]
    rows = [
        f"{row},07700 900{at:03}" for at, row in enumerate(row for both in pairs for row in both)
    ]
    load(run, HEAD, *rows)
    apart = [f"{row},{('yes', 'no')[at % 2]}" for at, row in enumerate(rows)]
    told = run(
        "import", "families", "-", "--dry-run", stdin="\n".join([f"{HEAD},lives_with", *apart])
    )
    assert told.err.count("does not live with") == 8
    assert "So it is with 3 more, so perhaps the file" in told.err


def test_a_grandmother_elsewhere_parts_no_household(run: Run, given: Given) -> None:
    rows = (SARA, "Ali Khan,7KM,Amina Khan,grandmother,07700 900106")
    load(run, HEAD, *rows)
    told = load(run, HEAD + ",postcode", f"{rows[0]},ZZ99 1AA", f"{rows[1]},ZZ99 2BB")
    assert "does not live with" not in told.err


def test_two_homes_in_the_file_are_two_households_from_the_start(run: Run, given: Given) -> None:
    rows = (f"{SARA},K1,yes,01/02/2015", f"{OMAR},K2,part,01/02/2015")
    load(run, HOMES, *rows)
    assert [number_of(given, name) for name in ("family", "pupil_family", "pupil")] == [2, 2, 1]
    run.ok("log-call", "f2", "--with", "omar", "--tone", "positive", "--note", "At Dad's")
    assert "At Dad's" not in run.ok("timeline", "f1").out
    assert load(run, HOMES, *rows).json["unchanged"] == 2


# -- by what a pupil is known: id, then UPN, then name and date of birth, then a question --------


BY_ALL = "pupil_id,upn,pupil,dob,tutor_group"


def test_the_id_counts_first_then_the_upn_then_name_and_birth(run: Run, given: Given) -> None:
    load(run, BY_ALL, f"A1,{upn(1)},Ada Okafor,01/02/2015,7KM")
    for row in (
        "A1,,Ada Eze,02/02/2015,8LB",  # by id, whatever else is different
        f",{upn(1)},Ada Eze-Okafor,03/02/2015,8LB",  # by UPN
        ",,Ada Eze-Okafor,03/02/2015,9MM",  # by name and date of birth
    ):
        answer = load(run, BY_ALL, row)
        assert (answer.json["new"], answer.json["changed"]) == (0, 1), row
    assert number_of(given, "pupil") == 1


def test_a_name_alone_is_a_question_and_not_an_answer(run: Run, given: Given) -> None:
    load(run, BY_ALL, "A1,,Ada Okafor,01/02/2015,7KM")
    answer = run.ok("import", "families", "-", stdin=table("pupil,tutor_group", "Ada Okafor,9LB"))
    assert "same name" in answer.err
    assert number_of(given, "pupil") == 2
    asked = run.ok("duplicates", "--format", "json").json
    assert [(pair["kind"], pair["keep"], pair["other"]) for pair in asked] == [
        ("pupil", "p1", "p2")
    ]
    run.ok("merge", "p1", "p2", "--yes")
    assert number_of(given, "pupil") == 1


SIMS = f"pupil_id,upn,{HEAD},carer_id"
SIMS_ROW = f"1042,{upn(1)},{SARA},900"
ROSTER_ROW = f"u-7f3a,{upn(1)},{SARA},g-11"


def test_two_systems_number_one_pupil_and_both_numbers_hold(run: Run, given: Given) -> None:
    load(run, SIMS, SIMS_ROW)
    first = run.ok("import", "families", "-", stdin=table(SIMS, ROSTER_ROW))
    assert "2 people have another id on file" in first.err
    assert [number_of(given, name) for name in ("pupil", "carer", "pupil_carer")] == [1, 1, 1]
    for row in (SIMS_ROW, ROSTER_ROW, ROSTER_ROW.replace(upn(1), ""), SIMS_ROW):
        again = run.ok("import", "families", "-", "--format", "json", stdin=table(SIMS, row))
        assert (again.json["batch"], again.json["unchanged"]) == (None, 1), row
        assert "another id" not in again.err
    assert given.value("SELECT external_id FROM pupil") == "1042"
    assert given.value("SELECT external_id FROM carer") == "900"


def test_who_has_two_numbers_is_read_as_anybody_else(run: Run, given: Given) -> None:
    load(run, SIMS, SIMS_ROW)
    load(run, SIMS, ROSTER_ROW)
    sibling = SARA.replace("Ali Khan,7KM", "Zara Khan,9LB")
    load(run, HEAD + ",email", sibling + ",sara@example.org")
    assert number_of(given, "carer") == 1
    assert given.value("SELECT email FROM carer") == "sara@example.org"


def test_two_systems_are_told_by_name_and_birth_where_there_is_no_upn(
    run: Run, given: Given
) -> None:
    load(run, BY_ALL, "1042,,Ada Okafor,01/02/2015,7KM")
    load(run, BY_ALL, "u-7f3a,,Ada Okafor,01/02/2015,7KM")
    assert number_of(given, "pupil") == 1


def test_two_systems_without_upn_and_birth_are_asked_about(run: Run, given: Given) -> None:
    load(run, BY_ALL, "1042,,Ada Okafor,,7KM")
    rows = table(BY_ALL, "u-7f3a,,Ada Okafor,,7KM")
    answer = run.ok("import", "families", "-", stdin=rows)
    assert "same name" in answer.err
    assert number_of(given, "pupil") == 2


def test_two_ids_of_one_file_are_never_one_pupil(run: Run, given: Given) -> None:
    load(run, BY_ALL, "A1,,Ada Okafor,01/02/2015,7KM")
    rows = ("A1,,Ada Okafor,01/02/2015,7KM", "A2,,Ada Okafor,01/02/2015,7LB")
    load(run, BY_ALL, *rows)
    assert number_of(given, "pupil") == 2


def test_namesakes_with_ids_of_the_same_system_are_no_question(run: Run, given: Given) -> None:
    rows = ("A1,,Ada Okafor,,7KM", "A2,,Ada Okafor,,7KM")
    load(run, BY_ALL, rows[0])
    assert "same name" not in load(run, BY_ALL, *rows).err
    assert number_of(given, "pupil") == 2


def test_an_id_of_one_system_that_is_another_pupils_in_the_other_is_refused(
    run: Run, given: Given
) -> None:
    load(run, BY_ALL, f"1,{upn(1)},Ada Okafor,,7KM", f"2,{upn(2)},Ben Reid,,7KM")
    answer = run("import", "families", "-", stdin=table(BY_ALL, f"2,{upn(1)},Ada Okafor,,7KM"))
    assert answer.code == 4
    assert "another system's" in answer.err


def test_a_carer_whom_the_office_entered_anew_is_the_same_and_keeps_the_block(
    run: Run, given: Given
) -> None:
    load(run, SIMS, SIMS_ROW)
    run.ok("carer", "edit", "sara khan", "--rule", "never", "--reason", "court order of 3 March")
    load(run, SIMS, SIMS_ROW.replace(",900", ",977"))
    assert number_of(given, "carer") == 1
    assert given.value("SELECT contact_rule FROM carer") == "never"


@pytest.mark.parametrize("word", ["parent", "Guardian", "Carer"])
def test_a_word_that_says_less_does_not_replace_mother(run: Run, given: Given, word: str) -> None:
    load(run, HEAD, SARA)
    answer = load(run, HEAD, SARA.replace("mother", word))
    assert answer.json["unchanged"] == 1
    assert given.value("SELECT relationship FROM pupil_carer") == "mother"
    load(run, HEAD, SARA.replace("mother", "stepmother"))
    assert given.value("SELECT relationship FROM pupil_carer") == "stepmother"


@pytest.mark.parametrize(
    ("word", "same"),
    [("Mother", " mother  "), ("Foster-Carer", "foster carer"), ("Carer", "Guardian")],
)
def test_two_sources_that_say_the_same_in_other_words_change_nothing_week_after_week(
    run: Run, given: Given, word: str, same: str
) -> None:
    load(run, HEAD, SARA.replace("mother", word))
    for week in (same, word, same):
        assert load(run, HEAD, SARA.replace("mother", week)).json["unchanged"] == 1
    assert given.value("SELECT relationship FROM pupil_carer") == word


def test_a_relationship_in_other_capitals_does_not_contradict_itself(
    run: Run, given: Given
) -> None:
    load(run, HEAD, SARA, SARA.replace("mother", "Mother"))
    assert given.value("SELECT relationship FROM pupil_carer") == "mother"
    other = table(HEAD, SARA, SARA.replace("mother", "aunt"))
    assert 'Row 2 says "mother"' in run("import", "families", "-", stdin=other).err


@pytest.mark.parametrize(
    "words",
    [
        ("add", "khan", "J Smith, aunt, 07700 900102"),
        ("edit", "sara khan", "--phone", "07700 900102"),
        ("edit", "sara khan", "--email", "Omar@Example.org"),
    ],
)
def test_a_barred_carers_number_under_another_name_is_said_at_the_keyboard_too(
    run: Run, given: Given, words: tuple[str, ...]
) -> None:
    load(run, HEAD + ",email", SARA + ",", OMAR + ",omar@example.org")
    assert "Omar" not in run.ok("carer", "add", "khan", "Ann Smith, aunt, 07700 900109").err
    run.ok("carer", "edit", "omar khan", "--rule", "never", "--reason", "court order")
    answer = run.ok("carer", *words)
    assert "has a number or e-mail address of Omar Khan (c2" in answer.err
    assert "court order" in answer.err
    assert "parentlink merge c2" in answer.err
    added = run.ok("family", "add", "Smith", "--carer", "J Smith, aunt, 07700 900102")
    assert "J Smith (c" in added.err
    assert "of Omar Khan (c2" in added.err
    assert "Omar" not in run.ok("carer", "edit", "sara khan", "--best-times", "after 6").err
