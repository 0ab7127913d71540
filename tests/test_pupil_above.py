"""Grouped reports write a pupil once, and only carers in the rows below: --pupil-above."""

import pytest

from conftest import Given, Run

GROUPED = """Adno,Forename,Surname,Reg,Contact Name,Relationship,Mobile
1,Ada,Okafor,7KM,Ngozi Okafor,Mother,07700900101
,,,,Chidi Okafor,Father,07700900102
2,Ben,Lowe,7KM,Jo Lowe,Mother,07700900103
,,,,Sam Lowe,Father,07700900104
,,,,Gran Lowe,Grandmother,07700900105
"""
PAIRS = (
    "SELECT GROUP_CONCAT(p.legal_name || '/' || c.name) FROM pupil_carer l"
    " JOIN pupil p ON p.id = l.pupil_id JOIN carer c ON c.id = l.carer_id"
)


def test_each_carer_is_of_the_pupil_above(run: Run, given: Given) -> None:
    answer = run.ok("import", "families", "-", "--pupil-above", stdin=GROUPED)
    assert "No pupil stands in rows 3, 5 and 6: that of the row above was taken." in answer.err
    assert given.value(PAIRS) == (
        "Ada Okafor/Ngozi Okafor,Ada Okafor/Chidi Okafor,"
        "Ben Lowe/Jo Lowe,Ben Lowe/Sam Lowe,Ben Lowe/Gran Lowe"
    )
    again = run.ok("import", "families", "-", "--pupil-above", stdin=GROUPED)
    assert "Nothing to change" in again.out


def test_unasked_such_a_row_is_refused_with_the_way_out(run: Run) -> None:
    answer = run("import", "families", "-", stdin=GROUPED)
    assert answer.code == 4
    assert "Row 3" in answer.err
    assert "--pupil-above" in answer.err


def test_a_row_that_says_something_of_a_pupil_is_about_nobody_above(run: Run) -> None:
    text = GROUPED.replace(",,,,Chidi", ",,,8BR,Chidi")
    answer = run("import", "families", "-", "--pupil-above", stdin=text)
    assert answer.code == 4
    assert "Row 3" in answer.err


def test_below_a_pupil_who_cannot_be_read_no_carer_comes_in(run: Run, given: Given) -> None:
    text = GROUPED.replace("2,Ben,", "2,Ben?,")
    answer = run.ok("import", "families", "-", "--pupil-above", "--skip-bad", stdin=text)
    assert "3 refused rows" in answer.err
    assert given.value("SELECT COUNT(*) FROM carer") == 2


def test_a_first_row_without_a_pupil_has_none_above(run: Run) -> None:
    head, _, rest = GROUPED.partition("\n")
    text = f"{head}\n,,,,Nobody Known,Aunt,07700900109\n{rest}"
    answer = run("import", "families", "-", "--pupil-above", stdin=text)
    assert answer.code == 4
    assert "Row 2" in answer.err


@pytest.mark.parametrize("between", ["8BR,,,,,,", "Total: 2,,,,,,", ",,,,Number of contacts: 2,,"])
def test_below_a_total_or_title_a_carer_is_not_of_the_pupil_before(run: Run, between: str) -> None:
    text = f"{GROUPED}{between}\n,,,,Sue Kay,Mother,07700900106\n"
    answer = run("import", "families", "-", "--pupil-above", stdin=text)
    assert answer.code == 4
    assert "Row 8" in answer.err
    assert "This row names a carer and no pupil" in answer.err
    pupil = "3,Cy,Kay,8BR,Al Kay,Father,07700900107"
    again = f"{GROUPED}{between}\n{pupil}\n,,,,Sue Kay,Mother,07700900106\n"
    run.ok("import", "families", "-", "--pupil-above", stdin=again)


def test_a_row_of_another_family_is_not_about_the_pupil_above(run: Run, given: Given) -> None:
    text = f"Family,{GROUPED}".replace("\n1,", "\nOkafor,1,").replace("\n2,", "\nLowe,2,")
    text = text.replace("\n,", "\n,,")
    other = text.replace("\n,,,,,Sam", "\nKay,,,,,Sam")
    run.ok("import", "families", "-", "--pupil-above", stdin=other)
    assert "Sam Lowe" not in str(given.value(PAIRS))
    run.ok("undo", "--yes")
    same = text.replace("\n,,,,,Sam", "\nLOWE,,,,,Sam")
    run.ok("import", "families", "-", "--pupil-above", stdin=same)
    assert "Ben Lowe/Sam Lowe" in str(given.value(PAIRS))


def test_the_headings_of_a_new_page_part_no_pupil_from_the_carers(run: Run, given: Given) -> None:
    head, _, _ = GROUPED.partition("\n")
    text = GROUPED.replace(",,,,Sam", f"{head}\n,,,,Sam")
    run.ok("import", "families", "-", "--pupil-above", stdin=text)
    assert "Ben Lowe/Sam Lowe" in str(given.value(PAIRS))


def test_below_a_row_that_is_no_row_at_all_no_carer_is_anybody_elses(
    run: Run, given: Given
) -> None:
    text = GROUPED.replace("2,Ben,Lowe,", "2,Ben,Lowe,,,")
    run.ok("import", "families", "-", "--pupil-above", "--skip-bad", stdin=text)
    assert given.value(PAIRS) == "Ada Okafor/Ngozi Okafor,Ada Okafor/Chidi Okafor"


def test_below_a_pupil_without_a_name_no_carer_is_of_the_pupil_before(
    run: Run, given: Given
) -> None:
    """Sam Lowe, who is Ben's father, became Ada's carer."""
    text = GROUPED.replace("2,Ben,Lowe,7KM,Jo", ",,,8BR,Jo")
    run.ok("import", "families", "-", "--pupil-above", "--skip-bad", stdin=text)
    assert given.value(PAIRS) == "Ada Okafor/Ngozi Okafor,Ada Okafor/Chidi Okafor"
