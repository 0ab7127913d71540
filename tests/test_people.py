"""Families, carers and pupils: added in a line, listed, shown, changed, archived."""

import pytest

from conftest import Given, Run
from parentlink.parse.upn import check_letter

UPN = check_letter("999201112345") + "999201112345"
OKAFOR = (
    "family", "add", "Okafor",
    "--carer", "Ngozi Okafor, mother, 07700 900123",
    "--pupil", "Ada Okafor, 7KM",
)  # fmt: skip
FLAGS = ("--sen", "K", "--pupil-premium", "--eal", "--looked-after", "--young-carer")
UNDO = "Undo: parentlink undo\n"


@pytest.fixture
def okafor(run: Run) -> None:
    run.ok(*OKAFOR)


# -- families ------------------------------------------------------------------------------------


def test_a_family_is_added_in_one_line_and_the_first_command_makes_the_file(run: Run) -> None:
    answer = run.ok(*OKAFOR)
    assert answer.out == f"Added the Okafor family (f1) with Ada Okafor, Ngozi Okafor. {UNDO}"
    assert "Made a new file" in answer.err
    assert "Added Ms Reid to the staff" in answer.err
    again = run.ok("family", "add", "Brown")
    assert (again.err, again.out) == ("", f"Added the Brown family (f2). {UNDO}")
    (shown,) = run.ok("family", "list", "--format", "json").json[1:]
    assert shown == {
        "id": 1,
        "family": "Okafor",
        "household": None,
        "pupils": ["Ada Okafor 7KM"],
        "carers": ["Ngozi Okafor"],
        "language": None,
        "key_contact": None,
        "archived_on": None,
    }


def test_a_typing_mistake_adds_nothing_and_makes_no_file(run: Run) -> None:
    answer = run(*OKAFOR[:4], "Ngozi Okafor, mother, 07700 90012")
    assert answer.code == 2
    assert "07700 90012" in answer.err
    assert not run.db.exists()


def test_every_carer_is_linked_to_every_pupil_in_the_order_typed(run: Run, given: Given) -> None:
    run.ok(
        "family", "add", "Okafor",
        "--carer", "Mrs Ngozi Okafor, mother, PR, 07700 900123, ngozi@example.org",
        "--carer", "Emeka Okafor, father, no PR",
        "--pupil", "Ada Okafor, 7KM", "--pupil", f"Chidi Okafor, 9RT, {UPN}, 03/04/2013",
        "--language", "Igbo", "--household", "Mill Road", "--key-contact", "Ms Reid",
    )  # fmt: skip
    whole = run.ok("family", "show", "okafor", "--format", "json").json
    assert [carer["carer"] for carer in whole["carers"]] == ["Mrs Ngozi Okafor", "Emeka Okafor"]
    assert whole["carers"][0]["email"] == "ngozi@example.org"
    links = [(link["pupil"], link["relationship"], link["responsibility"], link["priority"])
             for carer in whole["carers"] for link in carer["links"]]  # fmt: skip
    assert links == [
        ("Ada Okafor", "mother", "yes", 1),
        ("Chidi Okafor", "mother", "yes", 1),
        ("Ada Okafor", "father", "no", 2),
        ("Chidi Okafor", "father", "no", 2),
    ]
    assert (whole["household"], whole["home_language"], whole["key_contact"]) == (
        "Mill Road",
        "Igbo",
        "Ms Reid",
    )
    assert given.value("SELECT date_of_birth FROM pupil WHERE upn IS NOT NULL") == "2013-04-03"


def test_families_of_one_name_are_kept_apart_and_said(run: Run, okafor: None) -> None:
    answer = run.ok("family", "add", "OKAFOR", "--household", "Mill Road")
    assert "another family of that name (f1)" in answer.err
    assert answer.out == f"Added the OKAFOR family (f2). {UNDO}"


def test_the_same_pupil_in_a_second_household_is_pointed_out(run: Run, okafor: None) -> None:
    answer = run.ok("family", "add", "Bello", "--pupil", "Ada Okafor, 7KM")
    assert "parentlink pupil edit p1 --also-in" in answer.err
    run.ok("undo", "--yes")
    run.ok("family", "add", "Bello", "--carer", "Emeka Bello, father")
    run.ok("pupil", "edit", "p1", "--also-in", "bello")
    rows = run.ok("pupil", "list", "--format", "json").json
    assert [(row["id"], row["family"]) for row in rows] == [(1, "Okafor"), (1, "Bello")]
    twice = run.ok("pupil", "edit", "ada", "--also-in", "bello")
    assert "nothing was changed" in twice.out


def test_a_title_typed_with_a_new_name_is_not_said_twice(run: Run) -> None:
    run.ok("family", "add", "Okafor", "--carer", "Mr C Okafor, father, 07700 900123")
    for name in ("Mr Chidi Okafor", "Dr Chidi Okafor"):
        run.ok("carer", "edit", "c1", "--name", name)
        assert f"c1  {name}: " in run.ok("carer", "list").out


def test_two_homes_of_one_name_are_told_apart(run: Run, okafor: None) -> None:
    run.ok("family", "add", "Okafor", "--carer", "Emeka Okafor, father", "--household", "Mill Road")
    run.ok("pupil", "edit", "p1", "--also-in", "f2")
    assert run.ok("pupil", "list").out.splitlines() == [
        "p1  Ada Okafor: 7KM, Okafor family (f1)",
        "p1  Ada Okafor: 7KM, Okafor family (f2, Mill Road)",
    ]
    rows = run.ok("pupil", "list", "--format", "json").json
    assert [(row["family_id"], row["household"]) for row in rows] == [(1, None), (2, "Mill Road")]


def test_a_upn_belongs_to_one_pupil(run: Run, given: Given) -> None:
    run.ok("family", "add", "Okafor", "--pupil", f"Ada Okafor, 7KM, {UPN}")
    answer = run("family", "add", "Bello", "--pupil", f"Ada Bello, {UPN}")
    assert answer.code == 2
    assert "Ada Okafor (p1)" in answer.err
    assert given.value("SELECT COUNT(*) FROM family") == 1
    run.ok("family", "add", "Brown", "--pupil", "Sam Brown, 7KM")
    assert run("pupil", "edit", "sam", "--upn", UPN).code == 2


def test_a_family_is_edited_and_an_empty_text_clears(run: Run, okafor: None) -> None:
    changed = run.ok("family", "edit", "okafor", "--name", "Okafor-Bell", "--language", "Igbo")
    assert changed.out == f"Changed the Okafor family: home language, name. {UNDO}"
    assert run("timeline", "okafor-bell").code == 0
    run.ok("family", "edit", "f1", "--language", "")
    assert run.ok("family", "list", "--format", "json").json[0]["language"] is None
    same = run.ok("family", "edit", "f1", "--language", "")
    assert "nothing was changed" in same.out
    assert "Undo" not in same.out


def test_an_archived_family_is_in_no_list_and_found_by_its_id(run: Run, okafor: None) -> None:
    answer = run.ok("family", "archive", "okafro")
    said = (
        "The Okafor family is archived: lists show only what is open with it, its history is kept."
    )
    assert answer.out == f"{said} {UNDO}"
    assert "Took 'okafro' to mean Okafor." in answer.err
    for words in (("family", "list"), ("carer", "list"), ("pupil", "list")):
        assert run.ok(*words, "--format", "json").json == [], words
    assert len(run.ok("family", "list", "--archived", "--format", "json").json) == 1
    assert "archived on 2026-11-23" in run.ok("family", "show", "f1").out
    assert "archived already" in run.ok("family", "archive", "f1").out
    assert "is back in every list" in run.ok("family", "archive", "f1", "--undo").out
    assert len(run.ok("pupil", "list", "--format", "json").json) == 1


def test_lists_can_be_of_one_group(run: Run, okafor: None) -> None:
    run.ok("family", "add", "Brown", "--pupil", "Sam Brown, 9RT")
    assert "Brown" not in run.ok("family", "list", "--group", "7km").out
    assert "Okafor" not in run.ok("pupil", "list", "--group", "9RT").out
    assert "in 8XX" in run.ok("pupil", "list", "--group", "8xx").err


# -- what is restricted --------------------------------------------------------------------------


def test_restricted_facts_are_in_no_list_and_shown_only_when_asked_for_by_name(
    run: Run, okafor: None
) -> None:
    run.ok("pupil", "edit", "ada", *FLAGS)
    for words in (
        ("family", "list"), ("family", "show", "okafor"), ("pupil", "list"), ("carer", "list"),
        ("find", "ada"), ("timeline", "ada"),
    ):  # fmt: skip
        for form in ((), ("--format", "json"), ("--format", "csv")):
            said = run.ok(*words, *form).out.casefold()
            for word in ("sen", "premium", "eal\n", "looked", "young"):
                assert word not in said, (words, form, word)
    shown = run.ok("family", "show", "okafor", "--restricted")
    assert (
        "Restricted: Ada Okafor: SEN K, pupil premium, EAL, looked after, young carer" in shown.out
    )
    record = run.ok("family", "show", "okafor", "--restricted", "--format", "json").json
    assert record["restricted"][0]["looked_after"] is True
    assert run.ok("family", "show", "okafor", "--format", "json").json["restricted"] is None


# -- carers --------------------------------------------------------------------------------------


def test_a_carer_is_added_with_everything_they_asked_for(run: Run, okafor: None) -> None:
    wishes = ("--prefers", "text", "--best-times", "after 6", "--languages", "Igbo, English")
    more = ("--interpreter", "--away-until", "4 dec", "--rule", "ask", "--reason", "new number")
    answer = run.ok("carer", "add", "okafor", "Emeka Okafor, father, 07700 900456, PR",
                    *wishes, *more, "--lives-with", "part", "--emergency")  # fmt: skip
    assert answer.out == f"Added Emeka Okafor (c2) to the Okafor family. {UNDO}"
    (_, row) = run.ok("carer", "list", "--format", "json").json
    assert row == {
        "id": 2,
        "carer": "Emeka Okafor",
        "family": "Okafor",
        "family_id": 1,
        "phone": "+447700900456",
        "email": None,
        "preferred_channel": "text",
        "best_times": "after 6",
        "languages": "Igbo, English",
        "interpreter": True,
        "away_until": "2026-12-04",
        "contact_rule": "ask",
        "rule_reason": "new number",
    }
    (link,) = run.ok("family", "show", "f1", "--format", "json").json["carers"][1]["links"]
    assert (link["lives_with"], link["priority"], link["emergency"]) == ("part", 2, True)
    assert "07700 900456" in run.ok("carer", "list").out


def test_when_a_carer_was_asked_is_kept(run: Run, given: Given, okafor: None) -> None:
    run.ok("carer", "edit", "ngozi", "--best-times", "before 9")
    assert given.value("SELECT asked_on FROM carer") == "2026-11-23"


def test_a_rule_needs_its_reason_and_blocks_from_then_on(run: Run, okafor: None) -> None:
    for words in (("--rule", "never"), ("--rule", "never", "--reason", " "), ("--reason", "x")):
        assert run("carer", "edit", "ngozi", *words).code == 2, words
    run.ok("carer", "edit", "ngozi", "--rule", "never", "--reason", "court order")
    listed = run.ok("carer", "list")
    assert "DO NOT CONTACT Ngozi Okafor (Okafor family): court order" in listed.err
    assert "900123" not in listed.out
    shown = run.ok("family", "show", "okafor", "--format", "json").json["carers"][0]
    assert (shown["phone"], shown["contact_rule"]) == (None, "never")
    assert run.ok("family", "list", "--format", "json").json[0]["carers"] == []
    run.ok("carer", "edit", "c1", "--rule", "allow", "--reason", "the order ended")
    assert "900123" in run.ok("carer", "list", "--format", "json").out


def test_a_new_number_forgets_the_wrong_one_and_the_same_number_changes_nothing(
    run: Run, given: Given, okafor: None
) -> None:
    before = given.value("SELECT numbers_at FROM carer")
    same = run.ok("carer", "edit", "ngozi", "--phone", "07700900123", today="2026-11-24")
    assert "nothing was changed" in same.out
    assert given.value("SELECT numbers_at FROM carer") == before
    changed = run.ok("carer", "edit", "ngozi", "--phone", "07700 900555")
    assert changed.out == f"Changed Ngozi Okafor: mobile phone. {UNDO}"
    assert given.value("SELECT numbers_at FROM carer") > before


def test_what_a_carer_is_to_a_pupil_needs_the_pupil(run: Run, given: Given) -> None:
    added = run.ok("family", "add", "Okafor", "--carer", "Ngozi Okafor, mother, PR")
    assert "'mother and PR' is not kept" in added.err
    assert run("carer", "edit", "ngozi", "--relationship", "mother").code == 2
    run.ok("pupil", "add", "okafor", "Ada Okafor, 7KM")
    run.ok("carer", "edit", "ngozi", "--relationship", "mother", "--pr", "yes")
    link = "SELECT relationship || responsibility FROM pupil_carer"
    assert given.value(link) == "motheryes"


def test_a_carer_is_meant_by_the_family_only_when_it_has_one(run: Run, okafor: None) -> None:
    assert run("carer", "edit", "okafor", "--email", "n@example.org").code == 0
    run.ok("carer", "add", "okafor", "Emeka Okafor, father")
    several = run("carer", "edit", "okafor", "--email", "n@example.org")
    assert several.code == 3
    assert "  c1  Ngozi Okafor, Okafor\n  c2  Emeka Okafor, Okafor" in several.err
    run.ok("carer", "edit", "c2", "--rule", "never", "--reason", "court order")
    assert "Emeka" not in run("carer", "edit", "okafor", "--email", "n@example.org").err
    slip = run.ok("carer", "edit", "Ngozi Okafro", "--email", "m@example.org")
    assert "Took 'Ngozi Okafro' to mean" in slip.err
    assert run("carer", "edit", "zzz", "--email", "m@example.org").code == 3


def test_carers_of_one_name_are_told_apart_by_their_own_ids(run: Run) -> None:
    for name in ("Khan", "Bello"):
        run.ok("family", "add", name, "--carer", "Sam Lee", "--pupil", f"Kit {name}, 8A")
    answer = run("carer", "edit", "sam lee", "--phone", "07700 900777")
    assert answer.code == 3
    assert "c1  Sam Lee, Khan\n  c2  Sam Lee, Bello" in answer.err
    assert run("carer", "edit", "c2", "--phone", "07700 900777").code == 0


# -- pupils --------------------------------------------------------------------------------------


def test_a_sibling_gets_the_familys_carers_but_not_their_legal_standing(
    run: Run, given: Given
) -> None:
    run.ok("family", "add", "Okafor", "--carer", "Ngozi Okafor, mother, PR", "--pupil", "Ada, 7KM")
    answer = run.ok("pupil", "add", "okafor", "Chidi Okafor, 9rt", "--preferred", "CJ")
    assert answer.out == f"Added Chidi Okafor (p2) to the Okafor family. {UNDO}"
    link = "SELECT relationship || responsibility FROM pupil_carer WHERE pupil_id = 2"
    assert given.value(link) == "motherunknown"
    assert given.value("SELECT year_group FROM pupil WHERE id = 2") == 9
    assert run("timeline", "cj").code == 0


def test_a_pupil_is_edited_and_one_who_left_is_out_of_the_list(run: Run, okafor: None) -> None:
    edited = run.ok("pupil", "edit", "ada", "--group", "8km", "--tutor", "Mr Khan", "--born", "")
    assert (
        edited.out == f"Changed Ada Okafor: tutor group, year group, date of birth, tutor. {UNDO}"
    )
    (row,) = run.ok("pupil", "list", "--format", "json").json
    assert (row["tutor_group"], row["year_group"], row["tutor"]) == ("8KM", 8, "Mr Khan")
    run.ok("pupil", "edit", "ada", "--leaves", "yesterday")
    assert run.ok("pupil", "list", "--format", "json").json == []
    assert "leaves 2026-11-22" in run.ok("pupil", "list", "--left").out
    run.ok("pupil", "edit", "ada", "--leaves", "")
    assert "p1  Ada Okafor: 8KM, Okafor family" in run.ok("pupil", "list").out


def keys(text: str) -> list[str]:
    return text.split()


def test_the_keys_of_a_pupil_and_of_a_whole_family_are_stable(run: Run, okafor: None) -> None:
    (row,) = run.ok("pupil", "list", "--format", "json").json
    assert list(row) == [
        "id",
        "pupil",
        "preferred_name",
        "upn",
        "year_group",
        "tutor_group",
        "tutor",
        "family",
        "starts_on",
        "leaves_on",
        "family_id",
        "household",
    ]
    whole = run.ok("family", "show", "1", "--format", "json").json
    assert list(whole) == [
        "id",
        "family",
        "household",
        "home_language",
        "key_contact",
        "archived_on",
        "pupils",
        "carers",
        "restricted",
    ]
    assert list(whole["carers"][0]) == [
        "id",
        "carer",
        "phone",
        "email",
        "preferred_channel",
        "best_times",
        "languages",
        "interpreter",
        "away_until",
        "contact_rule",
        "rule_reason",
        "links",
    ]
    assert list(whole["carers"][0]["links"][0]) == keys(
        "pupil relationship responsibility lives_with priority emergency"
    )
    assert run.ok("pupil", "list", "--format", "csv").out.startswith("id,pupil,preferred_name,upn")


def test_changing_somebody_needs_a_file_and_makes_none(run: Run) -> None:
    for words in (("family", "edit", "x"), ("carer", "edit", "x"), ("pupil", "add", "x", "Y")):
        assert run(*words).code == 5
    assert not run.db.exists()


def test_what_was_typed_cannot_steer_the_screen(run: Run) -> None:
    refused = run("family", "add", "Oka\x1b[2Jfor")
    assert refused.code == 2
    assert "\x1b" not in refused.err
    run.ok("family", "add", "[red]Okafor[/]", "--household", "\x1b[31mMill :smile:")
    for words in (("family", "list"), ("family", "show", "f1")):
        said = run.ok(*words).out
        assert "[red]Okafor[/]" in said
        assert "\\x1b[31mMill :smile:" in said


def test_an_edit_of_a_leaving_day_says_the_day(run: Run, given: Given) -> None:
    given.household()
    assert run.ok("pupil", "edit", "ada", "--leaves", "2026-12-18").out == (
        f"Changed Ada Okafor: leaves on 2026-12-18. {UNDO}"
    )
    assert "no leaving day" in run.ok("pupil", "edit", "ada", "--leaves", "").out
