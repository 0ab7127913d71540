"""Carers out: who must not be contacted stays out; contacts for a phone; mailings."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conftest import Given, Run
from held_talks import action, talk
from parentlink.usecases.exporting.wishes import What

TEXTS = ("export", "mail-merge", "--channel", "text")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def barred(given: Given) -> int:
    """The Okafors: a mother, and a father who must not be contacted; returns the family."""
    family = given.household()
    father = given.carer(
        family,
        "Max Okafor",
        mobile_phone="+447700900666",
        contact_rule="never",
        rule_reason="court order",
    )
    given.link(1, father, relationship="father")
    given.contact(family, "2026-09-10", carer_id=father, external_id="before", rule_override="DSL")
    made = talk(given, 1, family, "2026-12-01", carer_id=father)
    given._insert("conversation_person", conversation_id=made, name="Max Okafor")
    given._insert("conversation_person", conversation_id=made, name="Ngozi Okafor")
    action(given, 1, family, "Read together", owner="home", who="Max Okafor")
    given._insert(
        "conversation_history", conversation_id=made, event="booked", staff_id=given._any_staff(),
        happened_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
    )  # fmt: skip
    given._insert("missed_follow_up", conversation_id=made, step="reason", due_on=date(2026, 12, 2))
    given._insert("known_as", carer_id=father, name_key="maximilian okafor", external_id="max-2")
    given._insert("apart", carer_id=father, other_carer_id=1)
    return family


# -- who must not be contacted -------------------------------------------------------------

EVERY = (
    *(("families",), ("contacts",), ("conversations",), ("carers",), ("carers", "--vcard")),
    *(("conversations", "--format", "ics"), ("promises",), ("actions",), ("good-news",)),
    *(("mail-merge", "--channel", "text"), ("families", "--group", "7KM"), ("targets",)),
    *(("promises", "--format", "ics"), ("contacts", "--format", "json")),
    *(("known-as",), ("apart",), ("conversation-history",), ("missed-steps",), ("staff",)),
    *(("terms",), ("settings",), ("mail-merge", "--channel", "email")),
    *(("mail-merge", "--channel", "text", "--left-out"), ("carers", "--year", "7")),
    *((what, "--format", "json") for what in ("known-as", "apart", "conversations", "actions")),
)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
@pytest.mark.usefixtures("barred")
def test_a_carer_who_must_not_be_contacted_is_in_no_export(
    words: tuple[str, ...], run: Run
) -> None:
    answer = run.ok("export", *words)
    for sign in ("Max", "max", "900666", "court order", "DSL"):
        assert sign not in answer.out


def test_every_table_is_among_those_that_are_looked_at() -> None:
    assert {words[0] for words in EVERY} == set(What) - {What.EVERYTHING}


@pytest.mark.parametrize(
    ("what", "sign"),
    [
        ("families", "court order"),
        ("carers", "07700 900666"),
        ("contacts", "DSL"),
        ("conversations", "Max Okafor"),
        ("actions", "Max Okafor"),
    ],
)
@pytest.mark.usefixtures("barred")
def test_with_a_reason_they_are_in_it_and_the_reason_stays_in_the_history(
    what: str, sign: str, given: Given, run: Run
) -> None:
    answer = run.ok("export", what, "--never", "all", "--why", "the court asked", "--group", "7km")
    assert "Max Okafor" in answer.out
    assert sign in answer.out
    said = "SELECT summary FROM journal WHERE command = 'export'"
    assert given.value(said) == (
        f"exported {what} of 7KM with carers with a contact rule: Max Okafor (c2). "
        "Why: the court asked"
    )
    assert "Max Okafor" not in run.ok("export", what).out


@pytest.mark.parametrize(("what", "sign"), [("known-as", "maximilian"), ("apart", "Max Okafor")])
@pytest.mark.usefixtures("barred")
def test_names_of_merged_records_and_pairs_are_theirs_too(what: str, sign: str, run: Run) -> None:
    assert sign in run.ok("export", what, "--never", "c2", "--why", "the court asked").out


@pytest.mark.usefixtures("barred")
def test_it_is_said_who_was_left_out_and_who_is_in_it(run: Run) -> None:
    left = run.ok("export", "families").err
    assert left == (
        "1 carer who must not be contacted was left out. "
        'If you need them: --never "the name" or --never all, and --why "the reason".\n'
    )
    for what in ("contacts", "conversations", "actions"):
        assert "not named" in run.ok("export", what).err
    there = run.ok("export", "families", "--never", "all", "--why", "why").err
    assert there.startswith("DO NOT CONTACT: this export names carers with a contact rule: Max")
    for what in ("contacts", "conversations", "carers"):
        assert run.ok("export", what, "--never", "all", "--why", "why").err.startswith(
            "DO NOT CONTACT"
        ), what


def test_nothing_is_said_where_nobody_is_barred(given: Given, run: Run) -> None:
    given.contact(given.household(), "2026-11-20")
    for what in ("families", "contacts", "conversations", "carers"):
        assert run.ok("export", what).err == ""


@pytest.mark.parametrize("what", ["families", "contacts", "conversations", "actions"])
def test_brought_in_again_such_an_export_changes_nothing(
    what: str, barred: int, given: Given, run: Run, tmp_path: Path
) -> None:
    given.contact(barred, "2026-11-20", carer_id=1)
    out = tmp_path / "out.csv"
    run.ok("export", what, "-o", str(out))
    before = given.path.read_bytes()
    found = run.ok("import", what, str(out), "--format", "json").json
    assert (found["new"], found["changed"]) == (0, 0)
    assert given.path.read_bytes() == before


def test_a_household_of_one_who_is_barred_keeps_its_pupil(
    given: Given, run: Run, tmp_path: Path
) -> None:
    mum = given.household()
    dad = given.family("Okafor", household="with Dad")
    given._insert("pupil_family", pupil_id=1, family_id=dad)
    father = given.carer(dad, "Max Okafor", contact_rule="never", rule_reason="court order")
    given.link(1, father, relationship="father")
    out = tmp_path / "out.csv"
    run.ok("export", "families", "-o", str(out))
    found = rows(out.read_text())
    assert [(row["family_ref"], row["pupil"], row["carer"]) for row in found] == [
        (f"f{mum}", "Ada Okafor", "Ngozi Okafor"),
        (f"f{dad}", "Ada Okafor", ""),
    ]
    before = given.path.read_bytes()
    run.ok("import", "families", str(out))
    assert given.path.read_bytes() == before


def test_a_booking_that_is_older_than_the_rule_comes_back(
    barred: int, given: Given, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "talks.json"
    run.ok("export", "conversations", "-o", str(out), "--never", "all", "--why", "a new laptop")
    found = json.loads(out.read_text())
    assert [row["override"] for row in found] == ["(logged before the rule)"]
    answer = run.ok("import", "conversations", str(out), "--format", "json").json
    assert (answer["unchanged"], answer["refused"]) == (1, 0)
    found[0]["override"] = "please"
    out.write_text(json.dumps(found))
    assert run("import", "conversations", str(out)).code == 4
    assert barred


def test_an_action_of_nobody_named_is_the_familys(barred: int, run: Run, given: Given) -> None:
    out = run.ok("export", "actions").out.replace("Read together", "Play together")
    external = given.value("SELECT external_id FROM action")
    run.ok("import", "actions", "-", stdin=out.replace(external, "another"))
    assert given.value("SELECT who FROM action WHERE what = 'Play together'") == "the family"
    nameless = out.replace(external, "").replace("external_id", "note")
    assert run("import", "actions", "-", stdin=nameless).code == 4
    assert barred


# -- contacts for a phone ------------------------------------------------------------------


def cards(text: str) -> list[list[str]]:
    """The lines of each card, unfolded."""
    assert "\n" not in text.replace("\r\n", "")
    found = text.replace("\r\n ", "").split("BEGIN:VCARD\r\n")[1:]
    return [card.removesuffix("END:VCARD\r\n").splitlines() for card in found]


def test_a_contact_for_a_phone(given: Given, run: Run) -> None:
    family = given.family("Khan")
    zara = given.pupil(family, name="Zara Khan")
    amir = given.pupil(family, name="Amir Khan", tutor_group="9RB")
    mum = given.carer(
        family, "Noor Khan", title="Mrs", home_phone="+441632960001", email="n@example.org"
    )
    for pupil in (zara, amir):
        given.link(pupil, mum, relationship="mother")
    assert cards(run.ok("export", "carers", "--vcard").out) == [
        [
            "VERSION:4.0",
            "UID;VALUE=text:parentlink-32590f39328d08c76a2b",
            "FN:Mrs Noor Khan",
            "N:Khan;Noor;;Mrs;",
            "TEL;PREF=1;VALUE=uri;TYPE=cell:tel:+447700900123",
            "TEL;VALUE=uri;TYPE=home:tel:+441632960001",
            "EMAIL:n@example.org",
            "NOTE:Mother of Zara Khan (7KM) and Amir Khan (9RB)",
            "CATEGORIES:parentlink,7KM,9RB",
        ]
    ]


def test_a_phone_gets_no_number_that_a_barred_person_has_too(given: Given, run: Run) -> None:
    family = given.household()
    run.ok("carer", "edit", "c1", "--home-phone", "01632 960001", "--email", "us@example.org")
    father = given.carer(
        family, "Max Okafor", mobile_phone=None, work_phone="+447700900123",
        email="US@example.org", contact_rule="never", rule_reason="court order",
    )  # fmt: skip
    given.link(1, father, relationship="father")
    answer = run.ok("export", "carers", "--vcard")
    assert "TYPE=home:tel:+441632960001" in answer.out
    assert "900123" not in answer.out
    assert "EMAIL" not in answer.out
    assert "1 with a number or address left out that somebody who must not be" in answer.err
    asked = run.ok(
        "export", "carers", "--vcard", "--never", "all", "--why", "to know who rings"
    ).out
    assert asked.count("900123") == 1  # on the card that is marked DO NOT CONTACT
    assert asked.index("DO NOT CONTACT: Max") < asked.index("900123")


def test_a_professional_is_in_no_phone_and_in_no_mailing(given: Given, run: Run) -> None:
    family = given.household()
    worker = given.carer(family, "Sal Worker", mobile_phone="+447700900777")
    given.link(1, worker, relationship="Social worker", lives_with="no")
    phone, texts = run.ok("export", "carers", "--vcard"), run.ok(*TEXTS)
    for answer in (phone, texts):
        assert "Worker" not in answer.out
        assert "1 who look after a pupil as their work" in answer.err
        assert "Ngozi" in answer.out
    assert "Sal Worker" in run.ok("export", "carers").out


def test_on_a_screen_a_card_has_plain_lines(
    given: Given, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.household()
    monkeypatch.setattr("parentlink.commands.export_files._on_screen", lambda: True)
    out = run.ok("export", "carers", "--vcard").out
    assert out.startswith("BEGIN:VCARD\nVERSION:4.0\n")
    assert "\\x0d" not in out


def test_who_must_be_asked_about_first_is_no_contact_unless_asked_for(
    given: Given, run: Run
) -> None:
    family = given.household()
    aunt = given.carer(family, "Ada Bell", contact_rule="ask", rule_reason="SECRET")
    given.link(1, aunt, relationship="aunt")
    answer = run.ok("export", "carers", "--vcard")
    assert "Bell" not in answer.out
    assert answer.err == "Left out of this export: 1 to be asked about first.\n"
    asked = run.ok("export", "carers", "--vcard", "--never", "all", "--why", "to know who rings")
    assert "FN:ASK FIRST: Ada Bell" in asked.out
    assert "SECRET" not in asked.out


@pytest.mark.usefixtures("barred")
def test_a_barred_carer_in_a_phone_is_marked_before_the_name(run: Run) -> None:
    out = run.ok(
        "export", "carers", "--format", "vcard", "--never", "all", "--why", "to know who rings"
    ).out
    assert "FN:DO NOT CONTACT: Max Okafor\r\n" in out
    assert "N:Okafor;DO NOT CONTACT: Max;;;\r\n" in out  # phones that show the parts of a name
    assert "NOTE:DO NOT CONTACT:" in out


@pytest.mark.parametrize(
    "name",
    [
        *("Semi;Colon, Comma\\Back", "😀" * 40, "Zoë " + "ü" * 100, "A:B=C", "محمد الهاشمي"),
        "X\u2028Y",
    ],
)
def test_no_name_can_break_a_card(name: str, given: Given, run: Run) -> None:
    family = given.family("Khan")
    given.link(given.pupil(family, name=name), given.carer(family, name), relationship="carer")
    out = run.ok("export", "carers", "--vcard").out
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))
    (card,) = cards(out)
    assert len(card) == 7
    (shown,) = [line.removeprefix("FN:") for line in card if line.startswith("FN:")]
    assert re.sub(r"\\(.)", r"\1", shown) == name.replace("\u2028", " / ")


def test_who_has_left_or_is_archived_is_no_contact(given: Given, run: Run) -> None:
    given.household("Voss", pupil="Vic")
    gone = given.family("Gone", archived_on=date(2026, 9, 1))
    given.link(given.pupil(gone, name="Gil Gone"), given.carer(gone, "Gus Gone"))
    left = given.family("Left")
    pupil = given.pupil(left, name="Lil Left", leaves_on=date(2026, 11, 22))
    given.link(pupil, given.carer(left, "Lou Left"))
    out = run.ok("export", "carers").out
    assert [row["carer"] for row in rows(out)] == ["Ngozi Voss"]


# -- a mailing -----------------------------------------------------------------------------


def test_a_row_for_each_message(given: Given, run: Run) -> None:
    family = given.family("Khan", home_language="Urdu")
    reid = given.staff("Ms Reid")
    mum = given.carer(family, "Noor Jahan Khan", title="Mrs", interpreter=True)
    for name, called in (("Zara Khan", None), ("Amirullah Khan", "Amir")):
        pupil = given.pupil(family, name=name, preferred_name=called, tutor_id=reid)
        given.link(pupil, mum)
    out = run.ok(*TEXTS, "--group", "7km").out
    assert out.splitlines()[0] == (
        "salutation,first_name,carer,mobile_phone,email,language,interpreter,pupils,tutor_group,"
        "tutor,family,carer_id,upns"
    )
    (row,) = rows(out)
    assert row == {
        "salutation": "Mrs Khan",
        "first_name": "Noor",
        "carer": "Noor Jahan Khan",
        "mobile_phone": "+447700900123",  # as a gateway reads it, no quotation mark before it
        "email": "",
        "language": "Urdu",
        "interpreter": "yes",
        "pupils": "Zara and Amir",
        "tutor_group": "7KM",
        "tutor": "Ms Reid",
        "family": "Khan",
        "carer_id": "",
        "upns": "",
    }


@pytest.mark.parametrize(
    ("carer", "link", "why"),
    [
        ({"contact_rule": "never", "rule_reason": "court"}, {}, "who must not be contacted"),
        ({"contact_rule": "ask", "rule_reason": "ask"}, {}, "to be asked about first"),
        ({"away_until": date(2026, 11, 23)}, {}, "who are away"),
        (
            {"mobile_phone": None, "home_phone": "+441632960001"},
            {},
            "without a mobile number on file",
        ),
        ({"mobile_phone": "+441632960001"}, {}, "without a mobile number on file"),
        (
            {},
            {"responsibility": "no", "lives_with": "unknown"},
            "who have no parental responsibility and do not live with the pupil",
        ),
    ],
)
def test_who_gets_no_message(
    carer: dict[str, object], link: dict[str, object], why: str, given: Given, run: Run
) -> None:
    family = given.family()
    made = given.carer(family, "Max Okafor", **carer)
    given.link(given.pupil(family), made, **link)
    answer = run.ok(*TEXTS)
    assert rows(answer.out) == []
    named = "" if why == "who must not be contacted" else f"Left out, {why}: Max Okafor (Ada "
    assert answer.err == f"Left out of this export: 1 {why}.\n" + (
        f"{named}Okafor (7KM)).\n" if named else ""
    )


@pytest.mark.parametrize(
    "link",
    [
        {"responsibility": "no", "lives_with": "yes"},
        {"responsibility": "no", "lives_with": "part"},
        {"responsibility": "yes", "lives_with": "no"},
        {"responsibility": "unknown"},
    ],
)
def test_who_has_the_care_of_a_child_or_responsibility_hears_of_it(
    link: dict[str, object], given: Given, run: Run
) -> None:
    family = given.family()
    given.link(given.pupil(family), given.carer(family, away_until=date(2026, 11, 22)), **link)
    assert len(rows(run.ok(*TEXTS).out)) == 1


def test_a_message_tells_only_of_the_pupils_a_carer_hears_of(given: Given, run: Run) -> None:
    family = given.household()
    given.link(given.pupil(family, name="Obi Okafor"), 1, responsibility="no")
    (row,) = rows(run.ok(*TEXTS).out)
    assert row["pupils"] == "Ada"


def test_who_gets_no_message_is_a_list_for_scripts_without_the_barred(
    given: Given, run: Run
) -> None:
    family = given.household()
    chidi = given.carer(family, "Chidi Okafor", mobile_phone=None)
    max_ = given.carer(family, "Max Okafor", mobile_phone="+447700900555",
                       contact_rule="never", rule_reason="court order")  # fmt: skip
    for carer in (chidi, max_):
        given.link(1, carer, priority=2)
    answer = run.ok(*TEXTS, "--left-out", "--format", "json")
    assert answer.json == [
        {
            "carer": "c2",
            "name": "Chidi Okafor",
            "pupils": "Ada Okafor",
            "tutor_groups": "7KM",
            "family": "Okafor",
            "code": "no-number-or-address",
            "reason": "without a mobile number on file",
        }
    ]
    assert "1 who must not be contacted" in answer.err
    assert "Max" not in answer.err
    assert [row["carer"] for row in rows(run.ok(*TEXTS).out)] == ["Ngozi Okafor"]


def test_on_the_screen_ten_names_for_each_reason_are_enough(given: Given, run: Run) -> None:
    family = given.family()
    pupil = given.pupil(family)
    for number in range(12):
        given.link(pupil, given.carer(family, f"Aunt {chr(65 + number)}", mobile_phone=None))
    said = run.ok(*TEXTS).err
    assert said.count("Aunt ") == 10
    assert "and 2 more (--left-out)" in said


def test_a_year_group_gets_a_mailing(given: Given, run: Run) -> None:
    given.household()
    family = given.family("Fox")
    for name, year in (("Ivy Fox", 8), ("Tom Fox", 0)):
        pupil = given.pupil(family, name=name, year_group=year, tutor_group=None)
        given.link(pupil, given.carer(family, f"Parent of {name}"))
    for typed, first in (("7", "Ada"), ("Year 8", "Ivy"), ("R", "Tom")):
        found = rows(run.ok(*TEXTS, "--year", typed).out)
        assert [row["pupils"] for row in found] == [first], typed
    assert [row["pupils"] for row in rows(run.ok("export", "carers", "--year", "8").out)] == [
        "Ivy Fox"
    ]
    assert run(*TEXTS, "--year", "11").code == 3
    assert run(*TEXTS, "--year", "eleven").code == 2
    assert run(*TEXTS, "--year", "7", "--group", "7KM").code == 2
    assert run("export", "families", "--year", "7").code == 2


def test_one_message_for_each_household(given: Given, run: Run) -> None:
    family = given.household()
    chidi = given.carer(family, "Chidi Okafor", mobile_phone="+447700900555", email="c@example.org")
    given.link(1, chidi, priority=2)
    names = [row["carer"] for row in rows(run.ok(*TEXTS).out)]
    assert names == ["Ngozi Okafor", "Chidi Okafor"]
    one = rows(run.ok(*TEXTS, "--per-household").out)
    assert [row["carer"] for row in one] == ["Ngozi Okafor"]
    mail = ("export", "mail-merge", "--channel", "email", "--per-household")
    assert [row["carer"] for row in rows(run.ok(*mail).out)] == ["Chidi Okafor"]


def test_a_pupil_whose_carer_is_not_the_first_of_the_household_is_not_forgotten(
    given: Given, run: Run
) -> None:
    family = given.household()
    given.link(
        given.pupil(family, name="Bob Two"),
        given.carer(family, "Zoe Two", mobile_phone="+447700900302"),
        relationship="mother",
        priority=2,
    )
    told = [(row["carer"], row["pupils"]) for row in rows(run.ok(*TEXTS, "--per-household").out)]
    assert told == [("Ngozi Okafor", "Ada"), ("Zoe Two", "Bob")]


def test_a_phone_that_a_barred_person_reads_too_gets_no_message(given: Given, run: Run) -> None:
    family = given.household()
    given.carer(
        family,
        "Max Okafor",
        mobile_phone=None,
        home_phone="+447700900123",
        email="US@example.org",
        contact_rule="never",
        rule_reason="court order",
    )
    given.link(1, given.carer(family, "Ann Okafor", mobile_phone=None, email="us@example.org"))
    shared = "whose number or address is also that of somebody who must not be contacted"
    text = run.ok(*TEXTS)
    assert (rows(text.out), f"1 {shared}" in text.err) == ([], True)
    mail = run.ok("export", "mail-merge", "--channel", "email")
    assert (rows(mail.out), f"1 {shared}" in mail.err) == ([], True)


def test_a_number_that_reached_a_stranger_gets_no_message(given: Given, run: Run) -> None:
    family = given.household()
    given.contact(family, "2026-11-02", carer_id=1)
    given.contact(family, "2026-11-09", None, carer_id=1, outcome="wrong-number")
    given.contact(family, "2026-11-10", carer_id=1, channel="letter")
    answer = run.ok(*TEXTS)
    assert rows(answer.out) == []
    assert "1 whose number was wrong when it was last tried" in answer.err
    run.ok("carer", "edit", "c1", "--phone", "07700 900456")
    assert [row["mobile_phone"] for row in rows(run.ok(*TEXTS).out)] == ["+447700900456"]


def test_a_number_that_reached_somebody_since_is_right(given: Given, run: Run) -> None:
    family = given.household()
    given.contact(family, "2026-11-02", None, carer_id=1, outcome="wrong-number")
    given.contact(family, "2026-11-09", carer_id=1)
    assert len(rows(run.ok(*TEXTS).out)) == 1


def test_a_formula_in_a_number_stays_harmless(given: Given, run: Run) -> None:
    family = given.family()
    given.link(given.pupil(family), given.carer(family, mobile_phone="+1+cmd|x"))
    (row,) = rows(run.ok(*TEXTS).out)
    assert row["mobile_phone"] == "'+1+cmd|x"


# -- as an office and its families would wish ----------------------------------------------


def test_a_card_is_the_same_in_a_copy_of_the_file(given: Given, run: Run, tmp_path: Path) -> None:
    """A phone updates by UID: one parent's number must never come under another's name."""
    for name, number in (("Khan", "900201"), ("Bell", "900202"), ("Abara", "900203")):
        family = given.family(name)
        carer = given.carer(family, f"Jo {name}", mobile_phone=f"+447700{number}")
        given.link(given.pupil(family, name=f"Sam {name}", date_of_birth=date(2014, 5, 6)), carer)

    def known(*db: str) -> set[tuple[str, str]]:
        found = cards(run.ok(*db, "export", "carers", "--vcard").out)
        return {(lines[1], lines[2]) for lines in found}

    before = known()
    run.ok("carer", "edit", "c1", "--rule", "never", "--reason", "court order")
    run.ok("export", "everything", "-o", str(tmp_path / "copy"))
    run.ok("--db", str(tmp_path / "new.db"), "import", "everything", str(tmp_path / "copy"))
    copied = known("--db", str(tmp_path / "new.db"))
    assert (len(before), len(copied)) == (3, 2)
    assert copied < before  # though everybody has another number in the copy


def test_a_list_shows_no_number_that_a_barred_person_has_too(given: Given, run: Run) -> None:
    family = given.household()
    given.link(
        1, given.carer(family, "Max Okafor", contact_rule="never", rule_reason="court order")
    )
    answer = run.ok("export", "carers")
    assert "900123" not in answer.out
    assert "1 with a number or address left out" in answer.err


def test_a_couple_with_one_number_gets_one_message_that_greets_both(given: Given, run: Run) -> None:
    family = given.family("Fox")
    pupil = given.pupil(family, name="Ivy Fox")
    for title, name in (("Mr", "Al Fox"), ("Mrs", "Bea Fox")):
        carer = given.carer(family, name, title=title, mobile_phone="+447700900203")
        given.link(pupil, carer, priority=1 if title == "Mr" else 2)
    for words in (TEXTS, (*TEXTS, "--per-household")):
        (row,) = rows(run.ok(*words).out)
        assert (row["salutation"], row["first_name"]) == ("Mr Fox and Mrs Fox", "Al and Bea")


def test_two_families_with_one_number_are_not_told_of_each_other(given: Given, run: Run) -> None:
    for name in ("Fox", "Bell"):
        family = given.family(name)
        carer = given.carer(family, f"Jo {name}", mobile_phone="+447700900203")
        given.link(given.pupil(family, name=f"Sam {name}"), carer)
    assert [row["pupils"] for row in rows(run.ok(*TEXTS).out)] == ["Sam", "Sam"]


@pytest.mark.parametrize(
    ("title", "name", "salutation", "first"),
    [
        ("Ms", "Maria van der Berg", "Ms van der Berg", "Maria"),
        ("Mr", "Omar bin Said", "Mr bin Said", "Omar"),
        ("Mrs", "Ana María García López", "Mrs Ana María García López", "Ana"),
        ("Mrs", "Noor Jahan Khan", "Mrs Khan", "Noor"),
    ],
)
def test_a_surname_of_several_words_stays_whole(
    given: Given, run: Run, title: str, name: str, salutation: str, first: str
) -> None:
    family = given.family("Some")
    given.link(given.pupil(family, name="Ivy Some"), given.carer(family, name, title=title))
    (row,) = rows(run.ok(*TEXTS).out)
    assert (row["salutation"], row["first_name"]) == (salutation, first)


def test_a_preferred_name_of_two_words_stays_whole(given: Given, run: Run) -> None:
    family = given.family("Some")
    pupil = given.pupil(family, name="Mary Anne Some", preferred_name="Mary Ann")
    given.link(pupil, given.carer(family, "Jo Some"))
    (row,) = rows(run.ok(*TEXTS).out)
    assert row["pupils"] == "Mary Ann"


def test_a_pupil_who_has_not_started_is_nobody_to_write_about(given: Given, run: Run) -> None:
    family = given.family("Some")
    pupil = given.pupil(family, name="Ivy Some", starts_on=date(2027, 9, 1))
    given.link(pupil, given.carer(family, "Jo Some"))
    answer = run.ok(*TEXTS)
    assert rows(answer.out) == []
    assert "1 whose pupil has not started yet" in answer.err
