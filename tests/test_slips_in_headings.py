"""A heading with a typing slip in it: said, with the line that mends it, and never harmless."""

from pathlib import Path

import pytest

from conftest import Run

SIMS = "UPN,Legal Forename,Legal Surname,Reg,Relationship,Contact Forename,Contact Surname,Mobile"
ROW = "J999999800301,Isla,Fraser,7KM,Father,Euan,Fraser,07700 900342"
WIDE = "Forename,Surname,Reg,Parent 1 Forename,Parent 1 Surname,Parent 1 Mobile"
WIDE_ROW = "Isla,Fraser,7KM,Euan,Fraser,07700 900342"


def written(folder: Path, headings: str, row: str) -> str:
    file = folder / "list.csv"
    file.write_text(f"{headings}\n{row}\n")
    return str(file)


@pytest.mark.parametrize(
    ("right", "slip", "line"),
    [
        ("Legal Forename", "Legal Forname", "Legal Forname=forename"),
        ("Legal Forename", "Forname", "Forname=forename"),
        ("Legal Surname", "Legal Surame", "Legal Surame=surname"),
        ("Contact Forename", "Contact Forname", "Contact Forname=carer forename"),
    ],
)
def test_nobody_comes_in_with_half_a_name_by_a_slip_in_a_heading(
    run: Run, tmp_path: Path, right: str, slip: str, line: str
) -> None:
    file = written(tmp_path, SIMS.replace(right, slip), ROW)
    answer = run("import", "families", file)
    assert answer.code == 4
    assert f'The column "{slip}" looks like' in answer.err
    assert f'--map "{line}"' in answer.err
    run.ok("import", "families", file, "--map", line)
    assert "Isla Fraser" in run.ok("family", "show", "f1").out
    assert "Euan Fraser" in run.ok("family", "show", "f1").out


def test_a_slip_in_the_name_of_one_of_two_parents_names_that_parent(
    run: Run, tmp_path: Path
) -> None:
    file = written(tmp_path, WIDE.replace("1 Forename", "1 Forname"), WIDE_ROW)
    answer = run("import", "families", file)
    assert answer.code == 4
    assert '--map "Parent 1 Forname=parent 1 forename"' in answer.err
    run.ok("import", "families", file, "--map", "Parent 1 Forname=parent 1 forename")


@pytest.mark.parametrize(
    "heading",
    [
        *("Do not cntact", "No Contct", "Injuction", "Cuort Order", "Cort Order"),
        *("Mum do not contct", "Contact with child", "Access to the pupil", "Orders"),
        "L\u0435gal \u043erder",  # two letters are Cyrillic
    ],
)
def test_a_block_is_not_lost_by_a_slip_in_its_heading(
    run: Run, tmp_path: Path, heading: str
) -> None:
    answer = run("import", "families", written(tmp_path, f"{SIMS},{heading}", f"{ROW},Yes"))
    assert answer.code == 4
    assert f'The column "{heading}" may say who must not be contacted' in answer.err


@pytest.mark.parametrize(
    "heading",
    [
        "C\u043eurt \u041erd\u0435r",  # Cyrillic, as a second keyboard types it
        "Do n\u03bft c\u03bfntact",  # Greek
        "\uff23\uff4f\uff55\uff52\uff54 order",  # as wide as Chinese
    ],
)
def test_letters_that_look_like_ours_are_read_as_ours_in_a_heading(
    run: Run, tmp_path: Path, heading: str
) -> None:
    file = written(tmp_path, f"{SIMS},{heading}", f"{ROW},Yes")
    assert "DO NOT CONTACT Euan Fraser" in run.ok("import", "families", file).err


@pytest.mark.parametrize(
    "heading",
    [
        *("Home contact", "Notes", "House", "Gender", "Contact Role", "Son contact", "Contact On"),
        *("Contact Date", "Forename 2", "Mobile 2", "Injections", "Day contact"),
    ],
)
def test_a_heading_that_only_sounds_a_little_alike_stops_nothing(
    run: Run, tmp_path: Path, heading: str
) -> None:
    file = written(tmp_path, f"{SIMS},{heading}", f"{ROW},Blue")
    answer = run.ok("import", "families", file)
    assert f'Not read: "{heading}". If one matters' in answer.err
    assert "Perhaps" not in answer.err


@pytest.mark.parametrize(
    ("headings", "row", "hint"),
    [
        (SIMS.replace("Mobile", "Moblie"), ROW, '--map "Moblie=mobile phone"'),
        (f"{SIMS},Priorty", f"{ROW},1", '--map "Priorty=priority"'),
        (
            WIDE.replace("1 Mobile", "1 Moblie"),
            WIDE_ROW,
            '--map "Parent 1 Moblie=parent 1 mobile phone"',
        ),
    ],
)
def test_what_is_not_read_may_be_a_slip_and_the_line_that_mends_it_is_said(
    run: Run, tmp_path: Path, headings: str, row: str, hint: str
) -> None:
    answer = run.ok("import", "families", written(tmp_path, headings, row), "--dry-run")
    assert f"Perhaps {hint}?" in answer.err


def test_a_call_log_says_it_too(run: Run, tmp_path: Path) -> None:
    headings = "date,pupil,tone,outcme"
    run.ok("import", "families", written(tmp_path, SIMS, ROW))
    file = written(tmp_path, headings, "2026-11-20,Isla Fraser,positive,reached")
    assert 'Perhaps --map "outcme=outcome"?' in run("import", "contacts", file, "--dry-run").err


def test_surnames_alone_do_not_take_the_forenames_off_the_pupils_on_file(
    run: Run, tmp_path: Path
) -> None:
    run.ok("import", "families", written(tmp_path, SIMS, ROW))
    file = written(tmp_path, SIMS.replace("Legal Forename", "Their first"), ROW)
    answer = run("import", "families", file)
    assert answer.code == 4
    assert '"Legal Surname" has the surnames of the pupils, and no column' in answer.err
    run.ok("import", "families", file, "--map", "Their first=forename")


def test_a_first_mobile_is_guessed_beside_a_single_carer_and_nowhere_else(run: Run) -> None:
    """As iSAMS writes them; without a number nobody could be called."""
    row = "Ada,Okafor,Ngozi,Okafor,07700 900101,07700 900102,n@example.org"
    head = "Forename,Surname,Contact Forename,Contact Surname,Mobile 1,Mobile 2,Email 1"
    err = run("import", "families", "-", "--dry-run", stdin=f"{head}\n{row}\n").err
    assert 'Perhaps --map "Mobile 1=mobile phone" --map "Email 1=email"?' in err
    head = "Forename,Surname,Parent 1 Name,Parent 2 Name,Mobile 1,Mobile 2,Email 1"
    err = run("import", "families", "-", "--dry-run", stdin=f"{head}\n{row}\n").err
    assert "Perhaps" not in err


def test_a_home_number_is_known_by_its_short_name(run: Run) -> None:
    run.ok("import", "families", "-", stdin="Pupil,Carer,Home no.\nAda Wye,Jo Wye,01134960101\n")
    assert "0113 496 0101" in run.ok("carer", "list").out
