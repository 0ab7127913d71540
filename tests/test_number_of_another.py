"""A number or address that is typed, and is somebody else's already, is said in one line."""

import pytest

from conftest import Given, Run

HAS = "has a number or e-mail address of"


@pytest.fixture
def two_homes(run: Run) -> None:
    """Jane Hartley (c1) with Paul (c2), and Zoe Two (c3) in another family."""
    jane = "Jane Hartley, mother, 07700 900101, jane@example.org"
    hartley = ("--carer", jane, "--carer", "Paul Hartley, father, 07700 900102")
    run.ok("family", "add", "Hartley", *hartley, "--pupil", "Amy Hartley, 7KM")
    run.ok("family", "add", "Two", "--carer", "Zoe Two, mother, 07700 900103", "--pupil", "Bo Two")


@pytest.mark.parametrize(
    ("words", "name", "key"),
    [
        (("add", "two", "Ann Bell, aunt, 07700 900101"), "Ann Bell", "c4"),
        (("add", "two", "Ann Bell, aunt, JANE@example.org"), "Ann Bell", "c4"),
        (("edit", "zoe two", "--work-phone", "07700 900101"), "Zoe Two", "c3"),
        (("edit", "zoe two", "--email", "Jane@Example.org"), "Zoe Two", "c3"),
    ],
)
def test_a_number_of_a_carer_of_another_family_is_said(
    run: Run, two_homes: None, words: tuple[str, ...], name: str, key: str
) -> None:
    said = run.ok("carer", *words).err.splitlines()
    assert [one for one in said if HAS in one] == [
        f"{name} ({key}) {HAS} Jane Hartley (c1, Hartley family). If it is the same person: "
        f"parentlink merge c1 {key}"
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "hartley", "Ann Bell, aunt, 07700 900101"),  # the number at home
        ("add", "two", "Ann Bell, aunt"),
        ("edit", "zoe two", "--best-times", "after 6"),
        ("edit", "zoe two", "--name", "Zoe Bell"),
        ("edit", "zoe two", "--phone", ""),
        ("edit", "jane hartley", "--phone", "07700 900101"),  # her own
    ],
)
def test_a_number_of_the_home_or_their_own_is_no_news(
    run: Run, two_homes: None, words: tuple[str, ...]
) -> None:
    assert HAS not in run.ok("carer", *words).err


def test_only_what_was_typed_is_compared(run: Run, two_homes: None) -> None:
    run.ok("carer", "edit", "zoe two", "--work-phone", "07700 900101")
    assert HAS not in run.ok("carer", "edit", "zoe two", "--home-phone", "01632 960001").err


def test_of_a_number_that_many_have_one_is_named(run: Run, given: Given, two_homes: None) -> None:
    for number in range(3):
        given.carer(given.family(f"F{number}"), f"Ann F{number}", mobile_phone="+447700900101")
    (line,) = run.ok("carer", "edit", "zoe two", "--phone", "07700 900101").err.splitlines()
    assert f"{HAS} Jane Hartley (c1, Hartley family) and 3 more carers. If" in line


def test_who_must_not_be_contacted_is_said_under_any_name(run: Run, two_homes: None) -> None:
    run.ok("carer", "edit", "paul hartley", "--rule", "never", "--reason", "court order")
    run.ok("carer", "add", "two", "Paul Hartley, father")
    said = run.ok("carer", "edit", "c4", "--phone", "07700 900102").err
    assert (
        f"Paul Hartley (c4) {HAS} Paul Hartley (c2, Hartley family), for whom there is a contact "
        "rule (never): court order. If it is the same person: parentlink merge c2 c4\n" in said
    )
    assert said.count(HAS) == 1


def test_a_number_that_comes_to_somebody_barred_is_said_too(run: Run, two_homes: None) -> None:
    run.ok("carer", "edit", "paul hartley", "--rule", "never", "--reason", "court order")
    said = run.ok("carer", "edit", "c2", "--home-phone", "07700 900101").err.splitlines()
    assert said == [
        f"Paul Hartley (c2), for whom there is a contact rule (never), {HAS} Jane Hartley (c1, "
        "Hartley family). Whoever rings or writes there may reach Paul Hartley."
    ]
