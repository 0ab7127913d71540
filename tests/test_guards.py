"""What protects somebody speaks when a contact is logged, on a line of its own."""

from datetime import date, datetime

import pytest

from conftest import Answer, Given, Run
from parentlink.rules.guards import warnings
from rule_families import carer

LAST_EDIT = "SELECT MAX(id) FROM journal WHERE command = 'carer edit'"


@pytest.fixture
def okafor(given: Given) -> int:
    """Ngozi may be rung; Emeka must not be."""
    given.staff()
    family = given.household("Okafor")
    given.carer(
        family, "Emeka Okafor", contact_rule="never", rule_reason="court order of 3 March",
        mobile_phone="+447700900456",
    )  # fmt: skip
    given.link(1, 2, relationship="father", responsibility="no", priority=1)
    return family


def lines(answer: Answer) -> list[str]:
    return answer.err.splitlines()


def call(run: Run, *words: str, today: str | None = None) -> Answer:
    return run("log-call", "okafor", "-t", "positive", *words, today=today)


def test_a_blocked_carer_is_never_taken_without_being_named(
    run: Run, given: Given, okafor: int
) -> None:
    assert "with Ngozi Okafor" in call(run).out
    assert "with Ngozi Okafor" in call(run, "--incoming").out
    run.ok("carer", "edit", "c1", "--away-until", "2026-12-24")
    answer = call(run)
    assert "Emeka" not in answer.out + answer.err


def test_a_call_to_a_blocked_carer_needs_a_reason_and_keeps_it(
    run: Run, given: Given, okafor: int
) -> None:
    for words in (("--with", "emeka"), ("--with", "c2"), ("--with", "emeka", "--override", " ")):
        refused = call(run, *words)
        assert refused.code == 2
        assert "DO NOT CONTACT Emeka Okafor: court order of 3 March." in refused.err
        assert "--override" in refused.err
    assert given.value("SELECT COUNT(*) FROM contact") == 0
    answer = call(run, "--with", "emeka", "--override", "He rang and hung up")
    assert answer.code == 0
    assert (
        "DO NOT CONTACT Emeka Okafor: court order of 3 March. Logged with your" in lines(answer)[0]
    )
    assert given.value("SELECT rule_override FROM contact") == "He rang and hung up"
    assert "Contacted although blocked: He rang and hung up" in run.ok("timeline", "okafor").out


def test_naming_a_blocked_carer_as_who_is_stopped_as_well(run: Run, okafor: int) -> None:
    answer = run("log-call", "Emeka Okafor", "-o", "no-answer")
    assert (answer.code, "DO NOT CONTACT" in answer.err) == (2, True)


def test_a_text_to_a_blocked_carer_is_stopped_as_well(run: Run, okafor: int) -> None:
    answer = run("log-contact", "okafor", "-c", "letter", "-t", "positive", "--with", "emeka")
    assert answer.code == 2


def test_when_a_blocked_carer_rings_us_it_is_logged_with_a_reminder(
    run: Run, given: Given, okafor: int
) -> None:
    answer = call(run, "--with", "emeka", "--incoming")
    assert answer.code == 0
    assert "DO NOT CONTACT Emeka Okafor: court order of 3 March. They got in touch" in answer.err
    assert given.value("SELECT rule_override FROM contact") is None


def test_a_family_in_which_nobody_may_be_contacted_is_not_logged_as_nobody(
    run: Run, given: Given
) -> None:
    family = given.family("Bello")
    given.pupil(family, name="Tobi Bello")
    given.carer(family, "Sade Bello", contact_rule="never", rule_reason="court order")
    answer = run("log-call", "bello", "-t", "positive")
    assert answer.code == 2
    assert "DO NOT CONTACT" in answer.err
    assert "Sade" not in answer.err
    assert given.value("SELECT COUNT(*) FROM contact") == 0
    assert run("log-call", "bello", "-t", "concern", "--incoming").code == 0
    assert given.value("SELECT carer_id FROM contact") is None


def test_every_warning_is_a_line_of_its_own_on_stderr(run: Run, given: Given) -> None:
    given.staff()
    family = given.family("Okafor")
    pupil = given.pupil(family)
    given.carer(
        family,
        contact_rule="ask",
        rule_reason="ask the head of year",
        preferred_channel="text",
        best_times="after 6",
        away_until=date(2026, 12, 4),
    )
    given.link(pupil, 1, responsibility="no")
    answer = call(run, today="2026-11-23T21:30")
    assert lines(answer) == [
        "ASK FIRST before contacting Ngozi Okafor: ask the head of year.",
        "Ngozi Okafor does not have parental responsibility: mind what you may share, "
        "and who else should hear it.",
        "Ngozi Okafor asked to be contacted by text (after 6).",
        "Ngozi Okafor is away until 4 Dec.",
        "21:30 is in the quiet hours (20:00 to 08:00): families may be asleep.",
    ]
    assert answer.code == 0
    assert "Ngozi Okafor" in answer.out
    incoming = call(run, "--incoming")
    assert [line.split(" ")[2] for line in lines(incoming)] == ["does"]


def test_a_carer_who_may_be_rung_brings_no_warning(run: Run, okafor: int) -> None:
    assert call(run).err == ""


@pytest.mark.parametrize(
    ("clock", "quiet", "asleep"),
    [
        ("20:00", ("20:00", "08:00"), True),
        ("19:59", ("20:00", "08:00"), False),
        ("07:59", ("20:00", "08:00"), True),
        ("08:00", ("20:00", "08:00"), False),
        ("08:10", ("20:00", "8:00"), False),
        ("07:10", ("20:00", "8:00"), True),
        ("13:00", ("12:00", "14:00"), True),
        ("14:00", ("12:00", "14:00"), False),
        ("03:00", ("00:00", "00:00"), False),
    ],
)
def test_quiet_hours_go_from_the_first_minute_to_the_last(
    clock: str, quiet: tuple[str, str], asleep: bool
) -> None:
    local = datetime.fromisoformat(f"2026-11-23T{clock}")
    said = warnings(carer(1, responsibility="yes"), "call", "outgoing", local, quiet)
    assert bool(said) is asleep
    assert warnings(carer(1, responsibility="yes"), "letter", "outgoing", local, quiet) == []


def test_quiet_hours_are_the_schools_own(run: Run, okafor: int) -> None:
    run.ok("setting", "set", "quiet_from", "15:00")
    assert "15:40 is in the quiet hours (15:00 to 08:00)" in call(run).err


@pytest.mark.parametrize(
    "words",
    [
        ("family", "list"),
        ("family", "show", "okafor"),
        ("carer", "list"),
        ("find", "emeka"),
        ("find", "okafor"),
        ("timeline", "okafor"),
    ],
)
def test_every_list_guards_whoever_must_not_be_contacted(
    run: Run, okafor: int, words: tuple[str, ...]
) -> None:
    call(run)
    answer = run.ok(*words)
    if words != ("family", "list"):
        warning = "DO NOT CONTACT Emeka Okafor (Okafor family): court order of 3 March"
        assert warning in lines(answer)
    else:
        assert "Emeka" not in answer.out
    assert "900123" not in " ".join(line for line in answer.out.split("\n") if "Emeka" in line)


# -- a rule must not get lost ---------------------------------------------------------------------


def test_somebody_barred_who_is_added_a_second_time_is_barred_again(run: Run, okafor: int) -> None:
    added = run.ok("carer", "add", "okafor", "Mr Emeka Okafor, father, 07700 900999")
    assert "DO NOT CONTACT Emeka Okafor (Okafor family): as for c2: court order of 3" in added.err
    refused = run("log-call", "07700 900999", "--tone", "positive")
    assert refused.code == 2
    elsewhere = run.ok("family", "add", "Cole", "--carer", "Emeka Okafor, father, 07700 900999")
    assert "DO NOT CONTACT Emeka Okafor (Cole family)" in elsewhere.err
    listed = run.ok("who-needs-a-positive-call", "--everyone", "--all")
    assert "Emeka" not in listed.out


def test_a_namesake_with_nothing_in_common_and_a_rule_that_is_given_stand_as_typed(
    run: Run, okafor: int
) -> None:
    other = run.ok("family", "add", "Cole", "--carer", "Emeka Okafor, uncle, 07700 900555")
    assert "CONTACT" not in other.err
    allowed = run.ok(
        "carer",
        "add",
        "f1",
        "Emeka Okafor, grandfather",
        "--rule",
        "allow",
        "--reason",
        "the order ended",
    )
    assert "CONTACT" not in allowed.err


def test_an_edit_or_an_undo_that_takes_a_block_away_says_so(run: Run, okafor: int) -> None:
    gone = "Emeka Okafor (Okafor family) is no longer marked DO NOT CONTACT. Until now: court order"
    assert (
        gone in run.ok("carer", "edit", "c2", "--rule", "allow", "--reason", "the order ended").err
    )
    assert gone not in run.ok("undo").err
    assert gone in run.ok("undo").err
    assert gone not in run.ok("carer", "edit", "c2", "--languages", "Igbo").err


def test_an_undo_that_sets_a_rule_again_says_so(run: Run, given: Given, okafor: int) -> None:
    never = "DO NOT CONTACT Emeka Okafor (Okafor family): court order of 3 March\n"
    ask = "ASK FIRST before contact with Emeka Okafor (Okafor family): ring the office\n"
    edit = ("carer", "edit", "c2", "--reason", "ring the office", "--rule")
    run.ok(*edit, "ask")
    asked = str(given.value(LAST_EDIT))
    run.ok(*edit, "allow")
    assert run.ok("undo").err == ask
    assert run.ok("undo", asked, "--yes").err == never
    assert "CONTACT" not in run.ok("carer", "edit", "c1", "--languages", "Igbo").err
    assert run.ok("undo").err == ""


def test_an_undo_that_brings_a_block_back_follows_it_through(
    run: Run, given: Given, okafor: int
) -> None:
    run.ok("carer", "edit", "c2", "--rule", "allow", "--reason", "the order ended")
    run.ok("conversation", "book", "okafor", "--at", "1 dec 4pm", "--with", "c2")
    answer = run.ok("undo", str(given.value(LAST_EDIT)), "--yes")
    assert answer.out.startswith("Took back: lifted the rule for Emeka Okafor")
    assert "DO NOT CONTACT Emeka Okafor (Okafor family): court order of 3 March\n" in answer.err
    assert "Conversation v1 is with them: give it another time" in answer.err


def test_an_import_that_is_done_again_says_whom_it_bars(run: Run, given: Given) -> None:
    rows = "pupil,carer,contact_rule,rule_reason\nAda Okafor,Emeka Okafor,never,court order\n"
    run.ok("import", "families", "-", stdin=rows)
    assert "CONTACT" not in run.ok("undo", "--yes").err
    answer = run.ok("undo", "--yes")
    assert answer.out.startswith("Did again")
    assert "DO NOT CONTACT Emeka Okafor (Okafor family): court order\n" in answer.err


def test_a_block_is_lifted_only_for_a_reason_and_the_history_keeps_it(
    run: Run, given: Given
) -> None:
    family = given.family("Price")
    given.carer(family, "Dan Price", contact_rule="never", rule_reason="court order")
    refused = run("carer", "edit", "dan price", "--rule", "allow")
    assert refused.code == 2
    assert "--reason" in refused.err
    assert given.value("SELECT contact_rule FROM carer") == "never"
    run.ok("carer", "edit", "dan price", "--rule", "allow", "--reason", "the order ended")
    assert given.value("SELECT contact_rule FROM carer") == "allow"
    assert "the order ended" in run.ok("undo", "--list").out


# -- several who are called so -----------------------------------------------------------------


@pytest.fixture
def two_pauls(given: Given) -> int:
    """Jane, Paul who must not be contacted, and a "Mr Paul" whom a file brought in beside him."""
    given.staff()
    family = given.household("Hartley", "Amelia", "Jane")
    given.carer(
        family, "Paul Hartley", contact_rule="never", rule_reason="court order",
        mobile_phone="+447700900002",
    )  # fmt: skip
    given.carer(family, "Mr Paul Hartley", mobile_phone="+447700900009")
    return family


@pytest.mark.parametrize("typed", ["paul", "mr paul", "Paul"])
def test_who_is_called_as_a_blocked_carer_is_not_taken_for_somebody_else(
    run: Run, given: Given, two_pauls: int, typed: str
) -> None:
    for words in ((typed,), ("hartley", "--with", typed)):
        answer = run("log-call", *words, "-t", "positive")
        assert answer.code == 3
        assert answer.err.splitlines() == [
            f"parentlink: More than one carer of Hartley fits {typed!r}: use the id. "
            "Mr Paul Hartley (c3)",
            "DO NOT CONTACT Paul Hartley (c2): court order.",
        ]
    assert given.value("SELECT COUNT(*) FROM contact") == 0
    assert "with Mr Paul Hartley" in run.ok("log-call", "c3", "-t", "positive").out


def test_a_family_whose_name_its_carers_share_is_the_family(run: Run, two_pauls: int) -> None:
    assert "with Jane Hartley" in run.ok("log-call", "hartley", "-t", "positive").out
