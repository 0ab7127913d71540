"""init: a help and not a gate; every answer is an option, and twice changes only what is said."""

import sys
from pathlib import Path

import pytest

from conftest import Given, Run

AUTUMN = "Autumn 2026, 2026-09-03..2026-12-18, half-term 2026-10-26..2026-10-30"


@pytest.fixture(autouse=True)
def _tom(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which nobody has said who they are."""
    monkeypatch.delenv("PARENTLINK_STAFF")
    monkeypatch.setenv("LOGNAME", "tom")


def holder(given: Given, account: str = "tom") -> object:
    return given.value("SELECT name FROM staff WHERE account = :account", account=account)


def test_with_nothing_said_it_makes_the_file_and_says_what_is_assumed(run: Run, db: Path) -> None:
    answer = run.ok("init")
    assert db.exists()
    assert "usual school year of England and Wales is assumed" in answer.out
    assert answer.out.splitlines()[:2] == [
        "You are called tom here, as on this computer, until you say how families know you:",
        '  parentlink init --staff "Ms Reid" --group 7KM',
    ]
    assert "Nothing was changed" not in answer.out


def test_who_is_met_by_their_account_hears_how_to_say_their_name(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok("log-call", "okafor", "-t", "positive")
    assert answer.err.endswith(
        "Added tom to the staff, since this is the first time we meet. How families know you: "
        'parentlink init --staff "Ms Reid"\n'
    )
    assert run.ok("log-call", "okafor", "-t", "positive").err == ""
    said = run.ok("--staff", "Mr Khan", "log-call", "okafor", "-t", "positive").err
    assert "since this is the first time we meet.\n" in said


def test_it_ends_with_three_commands_to_try(run: Run) -> None:
    last = run.ok("init").out.splitlines()[-3:]
    assert [line.split()[1] for line in last] == [
        "import",
        "log-call",
        "who-needs-a-positive-call",
    ]


def test_who_said_their_name_is_known_next_time(run: Run, given: Given) -> None:
    run.ok("init", "--staff", "Ms Reid", "--role", "form tutor", "--group", "7km")
    assert holder(given) == "Ms Reid"
    given.household()
    run.ok("log-call", "okafor", "-t", "positive")
    staff = run.ok("staff", "list", "--format", "json").json
    assert [(one["name"], one["role"], one["tutor_group"]) for one in staff] == [
        ("Ms Reid", "form tutor", "7KM")
    ]
    assert given.value("SELECT staff_id FROM contact") == 1


def test_it_writes_the_terms_down(run: Run) -> None:
    answer = run.ok(
        *("init", "--staff", "Ms Reid", "--term", AUTUMN),
        *("--term", "Spring 2027, 4 Jan 2027..26 Mar 2027"),
    )
    assert "2 terms on file" in answer.out
    assert "assumed" not in answer.out
    rows = run.ok("term", "list", "--format", "json").json
    assert [row["kind"] for row in rows] == ["term", "half-term", "term"]


def test_running_it_twice_changes_only_what_is_said(run: Run, given: Given) -> None:
    first = ("init", "--staff", "Ms Reid", "--role", "form tutor", "--group", "7KM")
    assert run.ok(*first, "--term", AUTUMN).out.startswith(
        "Set up for Ms Reid, tutor of 7KM. Undo: parentlink undo"
    )
    before = given.value("SELECT COUNT(*) FROM journal")
    for again in ((*first, "--term", AUTUMN), ("init",)):
        assert run.ok(*again).out.startswith(
            "Nothing was changed: you are Ms Reid here, tutor of 7KM."
        )
    assert given.value("SELECT COUNT(*) FROM journal") == before
    run.ok("init", "--group", "8KM")
    (row,) = run.ok("staff", "list", "--format", "json").json
    assert (row["role"], row["tutor_group"]) == ("form tutor", "8KM")


def test_undo_takes_all_of_it_back_at_once(run: Run, given: Given) -> None:
    run.ok("init", "--staff", "Ms Reid", "--group", "7KM", "--term", AUTUMN)
    run.ok("undo", "--yes")
    assert given.value("SELECT COUNT(*) FROM calendar_entry") == 0
    assert given.value("SELECT tutor_group FROM staff") is None
    assert holder(given) is None


def test_who_was_met_by_their_account_is_given_their_name(run: Run, given: Given) -> None:
    given.household()
    run.ok("log-call", "okafor", "-t", "positive")
    assert holder(given) == "tom"
    run.ok("init", "--staff", "Mr Hale")
    assert holder(given) == "Mr Hale"
    assert given.value("SELECT COUNT(*) FROM staff") == 1  # the call is his


def test_an_account_that_another_has_is_not_taken(run: Run, given: Given) -> None:
    given.staff("Ms Reid", account="tom")
    answer = run.ok("init", "--staff", "Mr Ali", "--group", "8AB")
    assert holder(given) == "Ms Reid"
    assert "The account tom belongs to Ms Reid here" in answer.out
    assert '--staff "Mr Ali"' in answer.out
    assert given.value("SELECT tutor_group FROM staff WHERE name = 'Mr Ali'") == "8AB"


def test_a_person_keeps_the_account_they_have(run: Run, given: Given) -> None:
    given.staff("Ms Reid", account="areid")
    answer = run.ok("init", "--staff", "Ms Reid")
    assert holder(given, "areid") == "Ms Reid"
    assert holder(given) is None
    assert "The account tom is not Ms Reid's here" in answer.out


def test_the_name_in_the_environment_counts_as_said(
    run: Run, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARENTLINK_STAFF", "Ms Reid")
    run.ok("init")
    assert holder(given) == "Ms Reid"


@pytest.mark.parametrize(
    "words",
    [
        ("--term", AUTUMN, "--usual-year"),
        ("--term", "Autumn"),
        ("--term", "Autumn, 2026-12-18..2026-09-03"),
        ("--group", "x" * 21),
        ("--staff", "a\x07b"),
    ],
)
def test_an_answer_that_cannot_be_makes_no_file(run: Run, db: Path, words: tuple[str, ...]) -> None:
    assert run("init", *words).code == 2
    assert not db.exists()


def test_a_term_that_does_not_fit_saves_nothing(run: Run, given: Given) -> None:
    run.ok("init", "--staff", "Ms Reid", "--term", AUTUMN)
    answer = run("init", "--group", "7KM", "--term", "Other, 2026-10-01..2026-12-01")
    assert answer.code == 2
    assert given.value("SELECT tutor_group FROM staff") is None


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_on_a_terminal_it_asks_for_what_is_missing(run: Run, given: Given) -> None:
    import pexpect

    child = pexpect.spawn(
        sys.executable, ["-m", "parentlink", "init", "--role", "tutor"], timeout=20
    )
    child.expect("Your name")
    child.sendline("Ms Reid")
    child.expect("Your tutor group")
    child.sendline("x" * 30)
    child.expect("longer than 20")  # asked again, not given up
    child.sendline("7km")
    child.expect("A term")
    child.sendline(AUTUMN)
    child.expect("A term")
    child.sendline("")
    child.expect("Set up for Ms Reid, tutor of 7KM")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert holder(given) == "Ms Reid"
    assert given.value("SELECT role FROM staff") == "tutor"
    assert given.value("SELECT COUNT(*) FROM calendar_entry") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_every_question_may_be_left_empty_and_the_file_is_kept(given: Given) -> None:
    import pexpect

    given.staff("Ms Reid", account="tom", tutor_group="7KM", role="tutor")
    child = pexpect.spawn(sys.executable, ["-m", "parentlink", "init", "--usual-year"], timeout=20)
    for question in ("Your name.*Ms Reid.: ", "Your role.*tutor.: ", "tutor group.*7KM.: "):
        child.expect(question)
        child.sendline("")
    child.expect("Nothing was changed: you are Ms Reid here, tutor of 7KM")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_ending_the_questions_makes_no_file(db: Path) -> None:
    import pexpect

    child = pexpect.spawn(sys.executable, ["-m", "parentlink", "init"], timeout=20)
    child.expect("Your name")
    for _ in range(40):  # a Ctrl-D sent before the line editor has taken over is lost
        child.sendeof()
        if child.expect(["Nothing was saved", pexpect.TIMEOUT], timeout=0.5) == 0:
            break
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert not db.exists()
