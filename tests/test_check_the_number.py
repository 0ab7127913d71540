"""A number or address that somebody has too who must not be contacted is never used in silence."""

import pytest

from conftest import Given, Run

LIST = ("who-needs-a-positive-call", "--all")
PAUL = "Paul Hartley, who must not be contacted, has it too"
HIS = "+447700900002"


@pytest.fixture
def jane(given: Given) -> int:
    """Jane's mobile is that of Paul, who must not be contacted; returns the family."""
    given.staff()
    family = given.household("Hartley", "Amelia", "Jane")
    given.carer(
        family, "Paul Hartley", contact_rule="never", rule_reason="court order",
        mobile_phone=HIS, email="Hartleys@example.org",
    )  # fmt: skip
    given.link(1, 2, relationship="father")
    return family


def test_the_call_list_says_so_on_a_line_of_its_own(run: Run, jane: int) -> None:
    assert "CHECK" not in run.ok(*LIST).err
    run.ok("carer", "edit", "jane", "--phone", "07700 900002")
    answer = run.ok(*LIST)
    line = f"CHECK THE NUMBER of Jane Hartley (Hartley) before ringing: {PAUL}."
    assert line in answer.err.splitlines()
    assert "Ask for Jane Hartley, 07700 900002 (CHECK THE NUMBER)" in answer.out
    (row,) = run.ok(*LIST, "--format", "json").json
    assert row["carer"]["check_number"] == "Paul Hartley"


def test_a_number_of_her_own_is_offered_instead(run: Run, jane: int) -> None:
    run.ok("carer", "edit", "jane", "--phone", "07700 900002", "--home-phone", "01632 960001")
    answer = run.ok(*LIST)
    assert "Ask for Jane Hartley, 01632 960001\n" in answer.out
    assert "CHECK" not in answer.err


@pytest.mark.parametrize("elsewhere", ["household", "carer"])
def test_a_barred_carer_of_the_pupils_other_household_counts(
    run: Run, given: Given, elsewhere: str
) -> None:
    given.household("Hartley", "Amelia", "Jane")
    other = given.family("Hartley")
    if elsewhere == "household":
        given._insert("pupil_family", pupil_id=1, family_id=other)
    paul = given.carer(
        other, "Paul Hartley", contact_rule="never", rule_reason="court order",
        mobile_phone=None, work_phone="+447700900123",
    )  # fmt: skip
    if elsewhere == "carer":
        given.link(1, paul, relationship="father")
    assert PAUL in run.ok(*LIST).err


def test_logging_a_call_or_a_mail_says_so_and_a_letter_does_not(run: Run, jane: int) -> None:
    run.ok("carer", "edit", "jane", "--phone", "07700 900002", "--email", "hartleys@example.org")
    said = f"CHECK THE NUMBER of Jane Hartley: {PAUL}."
    assert said in run.ok("log-call", "jane", "-t", "positive").err.splitlines()
    mail = run.ok("log-contact", "jane", "-c", "email", "-t", "positive")
    assert f"CHECK THE E-MAIL ADDRESS of Jane Hartley: {PAUL}." in mail.err.splitlines()
    letter = run.ok("log-contact", "jane", "-c", "letter", "-t", "positive")
    assert "CHECK" not in letter.err


HEAD = "pupil,tutor_group,carer,relationship,mobile_phone,court_order"


@pytest.mark.parametrize("court", ["", "Yes"])
def test_an_import_that_gives_her_his_number_says_so_once(
    run: Run, given: Given, jane: int, court: str
) -> None:
    jane_row = "Amelia Hartley,7KM,Jane Hartley,mother,07700 900002,"
    rows = [HEAD, jane_row]
    if court:
        rows.append(f"Amelia Hartley,7KM,Paul Hartley,father,07700 900002,{court}")
    text = "\n".join(rows) + "\n"
    first = run.ok("import", "families", "-", "--yes", stdin=text)
    line = f"CHECK THE NUMBER of Jane Hartley (row 2): {PAUL}."
    assert line in first.err.splitlines()
    assert "CHECK" not in run.ok("import", "families", "-", "--yes", stdin=text).err


@pytest.mark.parametrize("words", [("family", "show", "hartley"), ("carer", "list")])
def test_who_looks_a_number_up_is_told_as_well(
    run: Run, given: Given, jane: int, words: tuple[str, ...]
) -> None:
    assert "CHECK" not in run.ok(*words).err
    run.ok("carer", "edit", "jane", "--phone", "07700 900002")
    line = f"CHECK THE NUMBER or address of Jane Hartley (Hartley family): {PAUL}."
    assert line in run.ok(*words).err.splitlines()
