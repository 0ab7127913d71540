"""What is held back goes out only by its own name, with a reason, and the history says which."""

import csv
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from conftest import Given, Run
from held_talks import answer, talk

WHY = ("--why", "annual review")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def noted(given: Given) -> str:
    """The newest note in the history about an export."""
    newest = "SELECT summary FROM journal WHERE command = 'export' ORDER BY id DESC LIMIT 1"
    return str(given.value(newest))


FACTS = {
    "sen": "sen_status",
    "pupil-premium": "pupil_premium",
    "eal": "eal",
    "looked-after": "looked_after",
    "young-carer": "young_carer",
    "fsm": "free_school_meals",
    "ethnicity": "ethnicity",
    "medical": "medical",
}
SAID = {"sen": "K", "ethnicity": "WBRI", "medical": "asthma"}


@pytest.mark.parametrize("fact", FACTS)
def test_whoever_asks_for_one_restricted_fact_gets_that_one(
    fact: str, given: Given, run: Run
) -> None:
    values = {column: SAID.get(name, True) for name, column in FACTS.items()}
    given.pupil(given.family(), name="Ada Okafor", **values)
    (row,) = rows(run.ok("export", "families", "--restricted", fact, "--why", "review").out)
    assert row[FACTS[fact]] == SAID.get(fact, "yes")
    assert set(row) & set(FACTS.values()) == {FACTS[fact]}
    name = "free-school-meals" if fact == "fsm" else fact
    assert given.value("SELECT summary FROM journal WHERE command = 'export'") == (
        f"exported families with restricted facts: {name}. Why: review"
    )


@pytest.mark.parametrize(
    "words", [("--restricted", "eal", "--restricted", "sen"), ("--restricted", "EAL, SEN")]
)
def test_several_facts_are_asked_for_one_by_one_or_with_commas(
    words: tuple[str, ...], given: Given, run: Run
) -> None:
    given.pupil(given.family(), sen_status="K", eal=True, looked_after=True)
    (row,) = rows(run.ok("export", "families", *words, "--why", "review").out)
    assert (row["sen_status"], row["eal"]) == ("K", "yes")
    assert "looked_after" not in row


def test_a_reason_in_the_place_of_a_fact_is_told_apart(given: Given, run: Run) -> None:
    given.household()
    answer = run("export", "families", "--restricted", "annual review")
    assert answer.code == 2
    assert "young-carer, free-school-meals, ethnicity, medical, or all" in answer.err
    assert '--why "the reason"' in answer.err
    assert given.value("SELECT COUNT(*) FROM journal WHERE command = 'export'") == 0


# -- of conversations and targets ------------------------------------------------------------


@pytest.fixture
def held(given: Given) -> int:
    """A conversation with an answer that was held back, and the pupil's own view."""
    made = talk(given, 1, given.household(), "2026-11-20", state="held", pupil_view="MY VIEW")
    answer(given, made, "fears", "SECRET", restricted=True)
    return made


@pytest.mark.parametrize(
    ("fact", "there", "not_there"),
    [("answers", "SECRET", "MY VIEW"), ("pupil-views", "MY VIEW", "SECRET")],
)
@pytest.mark.usefixtures("held")
def test_answers_and_the_pupils_own_view_are_two_things(
    fact: str, there: str, not_there: str, given: Given, run: Run
) -> None:
    out = run.ok("export", "conversations", "--restricted", fact, *WHY).out
    assert there in out
    assert not_there not in out
    assert noted(given) == (
        f"exported conversations with restricted facts: {fact}. Why: annual review"
    )


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("sen", {"send"}),
        ("pupil-premium", {"pp"}),
        ("looked-after", {"lac"}),
        ("young-carer", {"young-carer"}),
        ("reasons", {"attendance", "note"}),
        ("sen,reasons", {"send", "attendance", "note"}),
        ("all", {"send", "pp", "lac", "young-carer", "attendance", "note"}),
    ],
)
def test_why_a_pupil_is_a_target_says_no_more_than_was_asked_for(
    asked: str, seen: set[str], given: Given, run: Run
) -> None:
    staff = given.staff()
    for reason in ("send", "pp", "lac", "young-carer", "attendance"):
        given._insert(
            "conversation_target", external_id=reason, pupil_id=given.pupil(name=f"Ann {reason}"),
            staff_id=staff, reason=reason, added_on=date(2026, 9, 2),
            note="note" if reason == "attendance" else None,
        )  # fmt: skip
    found = rows(run.ok("export", "targets", "--restricted", asked, *WHY).out)
    assert {cell for row in found for cell in (row["reason"], row["note"])} - {""} == seen


def test_a_whole_copy_holds_the_facts_that_were_named(
    given: Given, run: Run, tmp_path: Path
) -> None:
    pupil = given.pupil(given.family(), sen_status="K", looked_after=True)
    made = talk(given, pupil, 1, "2026-11-20", state="held", pupil_view="MY VIEW")
    answer(given, made, "fears", "SECRET", restricted=True)
    copy = tmp_path / "copy"
    said = run.ok("export", "everything", "-o", str(copy), "--restricted", "sen,answers", *WHY).err
    (row,) = rows((copy / "families.csv").read_text())
    assert row["sen_status"] == "K"
    assert "looked_after" not in row
    talks = (copy / "conversations.csv").read_text()
    assert "SECRET" in talks
    assert "MY VIEW" not in talks
    assert "everything " + str(copy) + " --restricted" in said
    assert noted(given) == (
        "exported everything with restricted facts: sen, answers. Why: annual review"
    )


# -- carers who must not be contacted --------------------------------------------------------


@pytest.fixture
def two(given: Given) -> int:
    """The Okafors with Max and Rex, of whom neither must be contacted; returns the family."""
    family = given.household()
    for name, number in (("Max Okafor", "900666"), ("Rex Okafor", "900667")):
        carer = given.carer(
            family, name, mobile_phone=f"+447700{number}", contact_rule="never",
            rule_reason="court order",
        )  # fmt: skip
        given.link(1, carer, relationship="uncle")
        given.contact(family, "2026-09-10", carer_id=carer, rule_override="DSL")
    return family


@pytest.mark.parametrize("what", ["families", "carers", "contacts"])
@pytest.mark.parametrize("who", ["Max Okafor", "c2", "C2"])
@pytest.mark.usefixtures("two")
def test_one_barred_carer_goes_out_and_the_other_stays(
    what: str, who: str, given: Given, run: Run
) -> None:
    answer = run.ok("export", what, "--never", who, *WHY)
    assert "Max Okafor" in answer.out
    assert "Rex" not in answer.out
    assert "900667" not in answer.out
    assert "DO NOT CONTACT: this export names carers with a contact rule: Max Okafor (c2)" in (
        answer.err
    )
    assert "Rex" not in answer.err
    assert noted(given) == (
        f"exported {what} with carers with a contact rule: Max Okafor (c2). Why: annual review"
    )


@pytest.mark.usefixtures("two")
def test_it_is_said_that_another_one_stayed_out(run: Run) -> None:
    said = run.ok("export", "families", "--never", "c2", *WHY).err
    assert "1 other carer who must not be contacted was left out." in said
    assert "1 who must not be contacted" in run.ok("export", "carers", "--never", "c2", *WHY).err
    assert "Other carers who must" in run.ok("export", "contacts", "--never", "c2", *WHY).err


@pytest.mark.parametrize("words", [("c2,c3",), ("c2", "--never", "rex okafor"), ("all",)])
@pytest.mark.usefixtures("two")
def test_both_go_out_when_both_are_named(words: tuple[str, ...], given: Given, run: Run) -> None:
    out = run.ok("export", "families", "--never", *words, *WHY).out
    assert "Max" in out
    assert "Rex" in out
    assert "Max Okafor (c2), Rex Okafor (c3)" in noted(given)


def test_a_booking_and_who_was_there_name_only_whom_was_asked_for(
    two: int, given: Given, run: Run
) -> None:
    for carer, on in ((2, "2026-11-20"), (3, "2027-03-02")):
        made = talk(given, 1, two, on, carer_id=carer, state="held",
                    term="autumn" if carer == 2 else "spring")  # fmt: skip
        for name in ("Max Okafor", "Rex Okafor"):
            given._insert("conversation_person", conversation_id=made, name=name)
    found = rows(run.ok("export", "conversations", "--never", "c2", *WHY).out)
    assert [(row["carer"], row["present"]) for row in found] == [
        ("Max Okafor", "Max Okafor"),
        ("", "Max Okafor"),
    ]


@pytest.mark.usefixtures("two")
def test_a_copy_with_one_of_two_says_that_the_other_is_not_in_it(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    said = run.ok("export", "everything", "-o", str(copy), "--never", "c2", *WHY).err
    assert "DO NOT CONTACT: 1 carer who must not be contacted is not in this copy" in said
    held = "".join(path.read_text() for path in copy.iterdir())
    assert "Max" in held
    assert "Rex" not in held
    new = str(tmp_path / "new.db")
    run.ok("--db", new, "import", "everything", str(copy))
    assert "Max" in run.ok("--db", new, "export", "families", "--never", "all", *WHY).out


@pytest.mark.parametrize(
    ("who", "code"), [("Ngozi Okafor", 3), ("Nobody Atall", 3), ("okafor", 3), ("", 3)]
)
@pytest.mark.usefixtures("two")
def test_nothing_goes_out_where_it_is_not_clear_who_is_meant(
    who: str, code: int, given: Given, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    answer = run("export", "families", "-o", str(out), "--never", who, *WHY)
    assert answer.code == code, answer
    assert not out.exists()
    assert given.value("SELECT COUNT(*) FROM journal WHERE command = 'export'") == 0


def test_where_nobody_is_barred_nothing_is_noted(given: Given, run: Run) -> None:
    given.household()
    run.ok("export", "families", "--never", "all", *WHY)
    assert given.value("SELECT COUNT(*) FROM journal WHERE command = 'export'") == 0


# -- an export that comes to nothing ---------------------------------------------------------

SEN = ("--restricted", "sen", *WHY)
NOTE = "exported families with restricted facts: sen. Why: annual review"


def notes(given: Given) -> list[str]:
    """Every note in the history about an export, as `undo --list` shows them from below."""
    count = int(given.value("SELECT COUNT(*) FROM journal WHERE command = 'export'"))
    one = "SELECT summary FROM journal WHERE command = 'export' ORDER BY id LIMIT 1 OFFSET :at"
    return [str(given.value(one, at=at)) for at in range(count)]


def entry(given: Given) -> int:
    return int(given.value("SELECT MIN(id) FROM journal WHERE command = 'export'"))


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.json"])
def test_what_a_full_disk_kept_from_going_out_is_noted_as_not_written(
    name: str, given: Given, run: Run, small_disk: Path
) -> None:
    with given.at_once():
        family = given.family()
        for number in range(200):
            given.pupil(family, name=f"Ada {'x' * 90} {number}", sen_status="K")
    (small_disk / "filler").write_bytes(os.urandom(60 * 1024))
    answer = run("export", "families", "-o", str(small_disk / name), *SEN)
    assert answer.code == 5
    assert not (small_disk / name).exists()
    assert notes(given) == [
        NOTE,
        f"not written: the export of entry {entry(given)} (families with restricted facts: sen)",
    ]
    shown = run.ok("undo", "--list").out
    assert shown.index("not written") < shown.index("exported families")


def test_a_copy_that_came_to_nothing_is_noted_so(given: Given, run: Run, tmp_path: Path) -> None:
    given.household()
    folder = tmp_path / "there"
    folder.mkdir()
    assert run("export", "everything", "-o", str(folder), *SEN).code == 5
    assert [note.split(":")[0] for note in notes(given)] == [
        "exported everything with restricted facts",
        "not written",
    ]


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_what_stands_is_noted_once(
    force: tuple[str, ...], given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / "out.csv"
    if force:
        out.write_text("older")
    run.ok("export", "families", "-o", str(out), *SEN, *force)
    assert "sen_status" in out.read_text()
    assert notes(given) == [NOTE]


def test_a_file_of_that_name_is_left_alone_and_the_note_says_so(
    given: Given, run: Run, tmp_path: Path
) -> None:
    given.household()
    out = tmp_path / "out.csv"
    out.write_text("mine")
    assert run("export", "families", "-o", str(out), *SEN).code == 5
    assert notes(given)[1:] == [
        f"not written: the export of entry {entry(given)} (families with restricted facts: sen)"
    ]


@pytest.mark.skipif(os.name == "nt", reason="a device of Unix")
def test_what_went_to_a_pipe_that_broke_may_be_out_in_part(given: Given) -> None:
    given.household()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "parentlink", "export", "families", *SEN],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 5
    assert notes(given) == [
        NOTE,
        f"broken off: the export of entry {entry(given)} (families with restricted facts: sen); "
        "part of it may have gone out",
    ]


def test_an_export_that_is_ended_is_noted_as_not_written(
    given: Given, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.household()

    def ended(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("parentlink.usecases.exporting.to_file._put", ended)
    answer = run("export", "families", "-o", str(tmp_path / "out.csv"), *SEN)
    assert answer.code == 130
    assert [note.split(":")[0] for note in notes(given)][1:] == ["not written"]
