"""Whom nobody may contact is not named in an export: by no link, no title and no short form."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from conftest import Given, Run
from held_talks import action, answer, talk


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def quux(given: Given) -> int:
    """The Harts: Paula, mother of Ada and Dan, and Zebedee Quux, Ada's father, who is barred."""
    family = given.family("Hart")
    ada, dan = (given.pupil(family, name=f"{name} Hart") for name in ("Ada", "Dan"))
    mother = given.carer(family, "Paula Hart", title="Mrs")
    father = given.carer(
        family,
        "Zebedee Quux",
        mobile_phone="+447700900102",
        contact_rule="never",
        rule_reason="court order",
    )
    for pupil in (ada, dan):
        given.link(pupil, mother, relationship="mother")
    given.link(ada, father, relationship="father", priority=2)
    return family


def named(given: Given, run: Run, name: str, pupil: int = 1) -> set[str]:
    """Where an export still says this name: "present", "who", both or neither."""
    made = talk(given, pupil, 1, "2026-11-20", state="held")
    for there in (name, "Mrs Paula Hart", "Ms Reid"):
        given._insert("conversation_person", conversation_id=made, name=there)
    action(given, pupil, 1, "Read together", owner="home", who=name)
    (held,) = rows(run.ok("export", "conversations").out)
    assert held["present"].endswith("Mrs Paula Hart;Ms Reid")
    (agreed,) = rows(run.ok("export", "actions").out)
    (whole,) = rows(run.ok("export", "actions", "--never", "all", "--why", "a new laptop").out)
    assert whole["who"] == name
    return {word for word, cell in (("present", held["present"]), ("who", agreed["who"]))
            if name in cell}  # fmt: skip


FORMS = (
    *("Zebedee Quux", "Mr Zebedee Quux", "Mr Quux", "MR QUUX", "Quux", "Z. Quux", "Zeb Quux"),
    *("Zebedee", "Zeb", "Zebedee Quux (dad)", "Paula Hart and Zebedee Quux", "Zebedee-Quux"),
    "Dr. Quux",
)


@pytest.mark.usefixtures("quux")
@pytest.mark.parametrize("name", FORMS)
def test_whatever_a_barred_carer_is_called_the_name_stays_out(
    name: str, given: Given, run: Run
) -> None:
    assert named(given, run, name) == set()


@pytest.mark.usefixtures("quux")
@pytest.mark.parametrize("name", ["Zebedee Quux", "Mr Quux"])
def test_so_it_does_beside_a_sibling_the_barred_carer_has_no_link_to(
    name: str, given: Given, run: Run
) -> None:
    assert named(given, run, name, pupil=2) == set()


@pytest.mark.usefixtures("quux")
@pytest.mark.parametrize("name", ["Mrs Quux", "Miss Lee", "Dan Hart", "Zara Quux", "the family"])
def test_others_are_named(name: str, given: Given, run: Run) -> None:
    assert named(given, run, name) == {"present", "who"}


@pytest.mark.usefixtures("quux")
def test_a_grandfather_on_file_by_that_name_is_himself(given: Given, run: Run) -> None:
    given.link(1, given.carer(1, "Mr Quux"), relationship="grandfather")
    assert named(given, run, "Mr Quux") == {"present", "who"}


@pytest.mark.parametrize("name", ["Zebedee Quux", "Mr Zebedee Quux", "Mr Quux"])
def test_a_carer_whom_the_schools_file_lists_no_longer_is_not_named(
    name: str, given: Given, run: Run
) -> None:
    head = "upn,pupil,tutor_group,dob,carer,relationship,pr,lives_with,priority,mobile,carer_id\n"
    paula = ",Ada Hart,7KM,2014-09-01,Paula Hart,mother,yes,yes,1,07700 900101,k1\n"
    father = ",Ada Hart,7KM,2014-09-01,Zebedee Quux,father,yes,yes,2,07700 900102,k2\n"
    run.ok("import", "families", "-", stdin=head + paula + father)
    run.ok("import", "families", "-", "--yes", stdin=head + paula)
    assert given.value("SELECT COUNT(*) FROM carer WHERE contact_rule = 'never'") == 1
    assert named(given, run, name) == set()


def test_a_barred_carer_without_any_pupil_is_known_by_the_whole_name(
    given: Given, run: Run
) -> None:
    given.household("Hart", carer="Paula")
    home = given.family("Quux")
    given.carer(home, "Zebedee Quux", contact_rule="never", rule_reason="court order")
    assert named(given, run, "Mr Zebedee Quux") == set()


@pytest.mark.usefixtures("quux")
def test_a_name_that_was_merged_away_stays_out_too(given: Given, run: Run) -> None:
    given._insert("known_as", carer_id=2, name_key="barnaby quux")
    assert named(given, run, "Mr Barnaby Quux") == set()


# -- what was written in notes ---------------------------------------------------------------


@pytest.mark.usefixtures("quux")
def test_a_note_is_given_as_written_and_it_is_said_how_many_name_somebody(
    given: Given, run: Run
) -> None:
    for note in ("Told Zebedee at the gate", "Mr Quux's car", "zebedee quux rang", "Mrs Quux"):
        given.contact(1, "2026-11-20", note=note)
    given.contact(given.household("Bell"), "2026-11-20", note="Zebedee is a nice name")
    answer = run.ok("export", "contacts")
    assert "Told Zebedee at the gate" in answer.out
    assert answer.err == (
        "Carers who must not be contacted are not named in this export, but notes are as they were "
        'written, and 3 may name one. If you need them: --never "the name" or --never all, and '
        '--why "the reason".\n'
    )


@pytest.mark.usefixtures("quux")
def test_where_no_note_names_one_it_says_so(given: Given, run: Run) -> None:
    given.contact(1, "2026-11-20", note="Ada was kind")
    assert "none that we looked at names one" in run.ok("export", "contacts").err


@pytest.mark.usefixtures("quux")
def test_every_other_table_with_notes_says_so_too(given: Given, run: Run, tmp_path: Path) -> None:
    staff = given.staff("Mr Lee")
    given._insert(
        "good_news", external_id="n", pupil_id=1, staff_id=staff, text="Told Zebedee",
        happened_on=date(2026, 11, 2),
    )  # fmt: skip
    given._insert(
        "promise", external_id="p", family_id=1, staff_id=staff, what="Ring Mr Quux back",
        made_on=date(2026, 11, 2), due_on=date(2026, 11, 3),
    )  # fmt: skip
    made = talk(given, 1, 1, "2026-11-20", state="closed", keep_in_touch="text Mr Quux")
    answer(given, made, "interests", "Zebedee sings too")
    answer(given, made, "fears", "of Zebedee", restricted=True)
    action(given, 1, 1, "Practise with Zebedee", result="Mr Quux did not")
    one = "Notes are as they were written: 1 may name a carer who must not be contacted.\n"
    assert run.ok("export", "good-news").err == one
    assert run.ok("export", "promises").err == one
    assert run.ok("export", "promises", "--group", "7KM").err == one
    assert run.ok("export", "promises", "--format", "ics").err == ""
    for what in ("conversations", "actions"):
        assert "and 1 may name one" in run.ok("export", what).err, what
    assert "4 may name one" in run.ok("export", "everything", "-o", str(tmp_path / "copy")).err
