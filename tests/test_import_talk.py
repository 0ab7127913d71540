"""What an import says of a class that moved, of pupils who are missing, and before it asks."""

import sys
from pathlib import Path

import pexpect
import pytest

from conftest import Given, Run

HEAD = "pupil,upn,tutor group,year,carer,mobile"
NAMES = ("Ada", "Ben", "Cy", "Dot", "Eli", "Flo", "Gus", "Hal", "Ida", "Jo")


def school(group: str, year: int, pupils: int = 10) -> str:
    """A file of one class."""
    rows = [
        f"{NAMES[at]} Okafor{'abcdefghij'[at]},,{group},{year},Mum Okafor{'abcdefghij'[at]},"
        f"07700 900{at:03}"
        for at in range(pupils)
    ]
    return "\n".join([HEAD, *rows, ""])


@pytest.fixture
def tutor(run: Run, given: Given) -> None:
    """Ms Reid is the tutor of 8BR, and her class is on file."""
    given.staff("Ms Reid", tutor_group="8BR")
    run.ok("import", "families", "-", stdin=school("8BR", 8))


# -- a class that moved ----------------------------------------------------------------------


@pytest.mark.usefixtures("tutor")
@pytest.mark.parametrize("how", [("--yes",), ("--yes", "--quiet"), ("--yes", "--dry-run")])
def test_a_tutor_whose_class_moved_up_hears_it(run: Run, how: tuple[str, ...]) -> None:
    answer = run.ok("import", "families", "-", *how, stdin=school("9BR", 9, 9))
    said = answer.err + answer.out
    assert (
        "9 of the 10 pupils of 8BR are in 9BR by this file, and 8BR is still the group of" in said
    )
    assert 'parentlink staff edit "Ms Reid" --group 9BR' in said


@pytest.mark.usefixtures("tutor")
def test_what_the_sentence_says_to_type_gives_the_class_back(run: Run) -> None:
    run.ok("import", "families", "-", "--yes", stdin=school("9BR", 9, 9))
    listed = ("who-needs-a-positive-call", "--format", "json")
    assert [each["pupils"] for each in run.ok(*listed).json] == [["Jo Okaforj (8BR)"]]
    run.ok("staff", "edit", "Ms Reid", "--group", "9BR")
    assert len(run.ok(*listed, "--all").json) == 9
    assert "Ms Reid" not in run.ok("import", "families", "-", "--yes", stdin=school("9BR", 9)).err


@pytest.mark.usefixtures("tutor")
def test_scripts_hear_of_it_too(run: Run) -> None:
    found = run.ok(
        "import", "families", "-", "--yes", "--format", "json", stdin=school("9BR", 9)
    ).json
    assert found["moved"] == [
        {"staff": "Ms Reid", "was": "8BR", "now": "9BR", "pupils": 10, "of": 10}
    ]


@pytest.mark.usefixtures("tutor")
def test_a_few_who_change_group_are_no_class_that_moved(run: Run) -> None:
    text = school("8BR", 8).replace(",8BR,", ",8KM,", 5)
    assert "still the group" not in run.ok("import", "families", "-", "--yes", stdin=text).err


def test_a_class_without_a_tutor_on_file_is_not_spoken_of(run: Run) -> None:
    run.ok("import", "families", "-", stdin=school("8BR", 8))
    answer = run.ok("import", "families", "-", "--yes", stdin=school("9BR", 9))
    assert "still the group" not in answer.err


# -- missing pupils --------------------------------------------------------------------------


@pytest.mark.usefixtures("tutor")
def test_who_is_missing_is_named_though_the_group_has_another_name_now(run: Run) -> None:
    answer = run.ok("import", "families", "-", "--yes", stdin=school("9BR", 9, 9))
    assert (
        "Not in the file, and left as they are: Jo Okaforj (p10, 8BR). For one who has left: "
        "parentlink pupil edit p10 --leaves DAY\n" in answer.err
    )


@pytest.mark.usefixtures("tutor")
def test_a_file_of_another_class_does_not_make_a_whole_class_missing(run: Run) -> None:
    """One of 8BR changed to 7KM, and the file is 7KM's alone."""
    answer = run.ok("import", "families", "-", "--yes", stdin=school("7KM", 8, 1))
    assert "Not in the file" not in answer.err


def test_a_whole_school_that_is_missing_is_a_few_names_and_a_number(run: Run, given: Given) -> None:
    for at in range(40):
        given.pupil(name=f"Pupil Number{'abcdefghijklmnopqrst'[at % 20]}{'xy'[at // 20]}")
    text = "pupil,tutor group\nAda Okafor,7KM\n"
    for form in (("--yes",), ("--yes", "--dry-run")):
        answer = run.ok("import", "families", "-", *form, stdin=text)
        (line,) = [
            one for one in (answer.out + answer.err).splitlines() if "Not in the file" in one
        ]
        assert line.count("(p") == 20
        assert "and 20 more" in line
    found = run.ok("import", "families", "-", "--yes", "--format", "json", stdin=text).json
    assert found["missing"] == 40


# -- the question ----------------------------------------------------------------------------


def test_before_it_asks_it_says_how_much_and_who_would_be_blocked(run: Run, tmp_path: Path) -> None:
    two = "\n".join(
        [HEAD]
        + [
            f"{name} Okafor{at},,8BR,8,{who} Okafor{at},07700 900{n * 2 + p:03}"
            for n, (name, at) in enumerate(zip(NAMES, "abcdefghij", strict=True))
            for p, who in enumerate(("Mum", "Dad"))
        ]
        + [
            f"{name} Eze{at},,8BR,8,{who} Eze{at},07700 900{50 + n * 2 + p:03}"
            for n, (name, at) in enumerate(zip(NAMES, "abcdefghij", strict=True))
            for p, who in enumerate(("Mum", "Dad"))
        ]
    )
    run.ok("import", "families", "-", stdin=two)
    file = tmp_path / "first.csv"
    file.write_text("\n".join(line for line in two.splitlines() if ",Dad" not in line))
    child = pexpect.spawn(
        sys.executable,
        ["-m", "parentlink", "import", "families", str(file)],
        encoding="utf-8",
        dimensions=(50, 200),
        timeout=30,
    )
    child.expect("Go on all the same")
    before = str(child.before)
    assert before.index("WATCH OUT") < before.index("20 carers no longer listed")
    assert before.count("DO NOT CONTACT") == 10
    assert "and 10 more" in before
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
