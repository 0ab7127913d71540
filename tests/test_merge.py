"""Two records of one person become one: nothing is lost, the stricter rule holds, undo works."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from conftest import Answer, Given, Run
from parentlink.rules.merging import settle, settle_link
from parentlink.store.store import Entry, Store
from parentlink.store.undo import links
from parentlink.usecases.merging.held import HELD
from test_removed import BEN, HEAD, Office

TABLES = (
    *("family", "carer", "pupil", "pupil_carer", "pupil_family", "contact", "contact_pupil"),
    *("good_news", "promise", "conversation", "conversation_target", "action", "known_as"),
)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Office:
    return Office(run, tmp_path)


def rows(given: Given) -> dict[str, list[tuple[Any, ...]]]:
    """Everything on file, table by table."""
    store = Store(given.path)
    try:
        return {
            name: [tuple(row) for row in store.cursor(f"SELECT * FROM {name} ORDER BY id")]
            for name in TABLES
        }
    finally:
        store.close()


def count(given: Given, table: str, where: str = "1 = 1") -> int:
    return int(given.value(f"SELECT COUNT(*) FROM {table} WHERE {where}"))


def merged(run: Run, kept: str, other: str, *words: str) -> Answer:
    return run.ok("merge", kept, other, "--yes", *words)


# -- carers ----------------------------------------------------------------------------------


def two_mothers(given: Given, **values: Any) -> None:
    """Jo Khan of Ali (f1, c1) and Joanna Khan of Zara (f2, c2): one woman, typed twice."""
    for pupil, carer, more in (("Ali", "Jo", {}), ("Zara", "Joanna", values)):
        family = given.family("Khan")
        child = given.pupil(family, name=f"{pupil} Khan", tutor_group="7KM")
        adult = given.carer(family, f"{carer} Khan", **{"mobile_phone": "+447700900101", **more})
        given.link(child, adult, relationship="mother", responsibility="yes")
        given.contact(family, "2026-10-05", carer_id=adult)


def test_a_carer_typed_twice_becomes_one_with_all_that_was_hers(run: Run, given: Given) -> None:
    two_mothers(given, email="jo@example.org", best_times="after 6")
    run.ok("promise", "add", "f2", "Send the maths book", "--by", "1 Dec")
    answer = merged(run, "c1", "c2")
    assert "Merged Joanna Khan (c2) into Jo Khan (c1)" in answer.out
    assert [count(given, name) for name in ("carer", "pupil_carer", "contact")] == [1, 2, 2]
    assert count(given, "contact", "carer_id = 1 AND family_id = 1") == 2
    assert given.value("SELECT email || best_times FROM carer") == "jo@example.orgafter 6"
    # Nobody is left in the second household, so the two are one: else Zara could not be rung.
    assert [count(given, name) for name in ("family", "pupil_family")] == [1, 2]
    assert count(given, "promise", "family_id = 1") == 1


def test_what_will_happen_is_shown_first_and_nothing_is_written_without_a_yes(
    run: Run, given: Given
) -> None:
    two_mothers(given, mobile_phone="+447700900109", email="jo@example.org")
    before = rows(given)
    answer = run("merge", "c1", "c2")
    assert answer.code == 2
    assert "--yes" in answer.err
    for words in (
        "Joanna Khan (c2) becomes one with Jo Khan (c1)",
        "name: Jo Khan stays (the other record says Joanna Khan)",
        "mobile phone: 07700 900101 stays (the other record says 07700 900109)",
        "email: jo@example.org (was blank)",
        "1 contact, 1 pupil",
        "The households Khan (f1) and Khan (f2) become one",
    ):
        assert words in answer.out, words
    assert "nothing was written" in run.ok("merge", "c1", "c2", "--dry-run").out
    assert rows(given) == before


def test_undo_brings_both_records_back_exactly(run: Run, given: Given) -> None:
    two_mothers(given, email="jo@example.org")
    before = rows(given)
    merged(run, "c1", "c2")
    assert rows(given) != before
    run.ok("undo", "--yes")
    assert rows(given) == before
    run.ok("undo", "--yes")
    assert count(given, "carer") == 1


@pytest.mark.parametrize("kept", ["c1", "c2"])
def test_the_stricter_contact_rule_holds_whichever_record_stays(
    run: Run, given: Given, kept: str
) -> None:
    two_mothers(given, contact_rule="never", rule_reason="court order of 3 March")
    other = {"c1": "c2", "c2": "c1"}[kept]
    answer = merged(run, kept, other)
    assert re.search("DO NOT CONTACT Jo(anna)? Khan: court order of 3 March", answer.err)
    assert given.value("SELECT contact_rule || rule_reason FROM carer") == (
        "nevercourt order of 3 March"
    )


def test_what_is_booked_with_who_is_barred_now_is_named(run: Run, given: Given) -> None:
    two_mothers(given, contact_rule="never", rule_reason="court order")
    run.ok("conversation", "book", "ali khan", "--at", "3 dec 16:00")
    assert "Conversation v1 is with them" in merged(run, "c1", "c2").err


def test_a_number_of_who_must_not_be_contacted_is_not_shown(run: Run, given: Given) -> None:
    two_mothers(
        given, contact_rule="never", rule_reason="court order", mobile_phone="+447700900109"
    )
    for form in ("table", "json", "csv"):
        shown = run.ok("merge", "c1", "c2", "--dry-run", "--format", form)
        assert "900109" not in shown.out + shown.err
        assert "900101" not in shown.out + shown.err


def test_a_title_in_the_name_that_stays_is_not_said_twice(run: Run, given: Given) -> None:
    head = "pupil_id,pupil,carer_id,title,contact forename,contact surname,relationship,mobile"
    for row in ("1,Ada Khan,1,Mr,C,Khan", "2,Ben Khan,2,Mr,Chidi,Khan"):
        text = f"{head}\n{row},father,07700 900001\n"
        run.ok("import", "families", "-", "--yes", stdin=text)
    assert "title" not in merged(run, "c1", "c2").out
    assert "c1  Mr C Khan: " in run.ok("carer", "list").out


def test_a_household_with_somebody_left_stays(run: Run, given: Given) -> None:
    two_mothers(given)
    given.carer(2, "Omar Khan", mobile_phone="+447700900102")
    merged(run, "c1", "c2")
    assert count(given, "family") == 2
    assert count(given, "contact", "family_id = 2 AND carer_id = 1") == 1


def test_two_links_to_one_child_become_one_and_nothing_known_is_lost(
    run: Run, given: Given
) -> None:
    family = given.family("Khan")
    ali = given.pupil(family, name="Ali Khan")
    first, second = (given.carer(family, name) for name in ("Sara Khan", "S Khan"))
    given.link(ali, first, relationship="parent", priority=2)
    given.link(ali, second, relationship="mother", responsibility="yes", emergency=True)
    merged(run, f"c{first}", f"c{second}")
    assert (
        given.value(
            "SELECT relationship || '/' || responsibility || '/' || priority || '/' || emergency"
            " FROM pupil_carer"
        )
        == "mother/yes/1/1"
    )


def test_a_mother_and_a_father_are_two_unless_somebody_insists(run: Run, given: Given) -> None:
    family = given.family("Khan")
    ali = given.pupil(family, name="Ali Khan")
    for name, word in (("Sam Khan", "Mother"), ("Sami Khan", "father")):
        given.link(ali, given.carer(family, name), relationship=word)
    answer = run("merge", "c1", "c2", "--yes")
    assert answer.code == 1
    assert "Mother and father of Ali Khan" in answer.err
    assert count(given, "carer") == 2
    merged(run, "c1", "c2", "--anyway")


def test_json_says_what_was_done(run: Run, given: Given) -> None:
    two_mothers(given, email="jo@example.org")
    dry = run.ok("merge", "c1", "c2", "--dry-run", "--format", "json").json
    assert (dry["done"], dry["kind"], dry["kept_id"], dry["other_id"]) == (False, "carer", 1, 2)
    assert {"of": "", "field": "email", "outcome": "filled", "kept": None,
            "other": "jo@example.org"} in dry["points"]  # fmt: skip
    assert {"table": "contact", "rows": 1} in dry["moves"]
    assert [each["other_id"] for each in dry["families"]] == [2]
    assert merged(run, "c1", "c2", "--format", "json").json == dry | {
        "done": True,
        "families": [each | {"done": True} for each in dry["families"]],
    }


# -- pupils ----------------------------------------------------------------------------------


def two_adas(given: Given, first: dict[str, Any], second: dict[str, Any]) -> None:
    """Ada Okafor (p1, f1, with Ngozi) and Adah Okafor (p2, f2, without any carer)."""
    home = given.household("Okafor", "Ada", "Ngozi")
    given.pupil(given.family("Okafor"), name="Adah Okafor", **second)
    store = Store(given.path)
    with store.writing(Entry("given", datetime(2026, 9, 1, 8, tzinfo=UTC), None)):
        if first:
            store.update("pupil", home, **first)
    store.close()


def test_a_pupil_typed_twice_becomes_one_with_all_that_was_theirs(run: Run, given: Given) -> None:
    two_adas(given, {"upn": "R999999926001"}, {"looked_after": True, "year_group": None})
    run.ok("good-news", "add", "p2", "Won the chess cup")
    run.ok("conversation", "target", "add", "p2", "--reason", "sen")
    contact = given.contact(2, "2026-10-05")
    given._insert("contact_pupil", contact_id=contact, pupil_id=2)
    answer = merged(run, "ada okafor", "adah okafor")
    assert "looked after" in answer.out
    assert [count(given, name) for name in ("pupil", "family", "pupil_family")] == [1, 1, 1]
    for table in ("good_news", "conversation_target", "contact_pupil"):
        assert count(given, table, "pupil_id = 1") == 1, table
    assert count(given, "contact", "family_id = 1") == 1
    assert given.value("SELECT upn || looked_after || legal_name FROM pupil") == (
        "R9999999260011Ada Okafor"
    )
    assert "Won the chess cup" in run.ok("timeline", "okafor").out


def test_restricted_facts_are_kept_and_never_shown(run: Run, given: Given) -> None:
    two_adas(given, {"sen_status": "K", "pupil_premium": False}, {"sen_status": "E"})
    for form in ("table", "json", "csv"):
        shown = run.ok("merge", "p1", "p2", "--dry-run", "--format", form).out
        assert "sen" in shown
        assert not re.search(r"\b[EK]\b", shown), shown
    merged(run, "p1", "p2")
    assert given.value("SELECT sen_status FROM pupil") == "E"


def test_of_two_medical_facts_none_is_lost(run: Run, given: Given) -> None:
    two_adas(given, {"medical": "asthma"}, {"medical": "Nut allergy, pen in the office"})
    shown = run.ok("merge", "p1", "p2", "--dry-run").out
    assert "medical differs, and says both (not shown)" in shown
    merged(run, "p1", "p2")
    said = "asthma; Nut allergy, pen in the office"
    assert given.value("SELECT medical FROM pupil") == said


def test_two_upns_are_two_pupils_whatever_is_said(run: Run, given: Given) -> None:
    two_adas(given, {"upn": "R999999926001"}, {"upn": "M999999800002"})
    answer = run("merge", "p1", "p2", "--yes", "--anyway")
    assert answer.code == 1
    assert "two different UPNs" in answer.err
    assert count(given, "pupil") == 2


def test_two_dates_of_birth_are_two_pupils_unless_somebody_insists(run: Run, given: Given) -> None:
    two_adas(given, {"date_of_birth": date(2015, 2, 1)}, {"date_of_birth": date(2015, 1, 2)})
    answer = run("merge", "p1", "p2", "--yes")
    assert answer.code == 1
    assert "--anyway" in answer.err
    assert count(given, "pupil") == 2
    merged(run, "p1", "p2", "--anyway")
    assert given.value("SELECT date_of_birth FROM pupil") == "2015-02-01"


def test_two_ids_of_one_file_are_two_pupils_unless_somebody_insists(
    office: Office, run: Run, given: Given
) -> None:
    office.sends("A1,Ada Okafor,7KM", "A2,Adah Okafor,7KM", head="pupil_id,pupil,tutor_group")
    answer = run("merge", "p1", "p2", "--yes")
    assert answer.code == 1
    assert "A1 and A2" in answer.err
    merged(run, "p1", "p2", "--anyway")


def test_two_conversations_in_one_term_are_settled_by_a_person(run: Run, given: Given) -> None:
    two_adas(given, {}, {})
    given.link(2, given.carer(2, "Emeka Okafor", mobile_phone="+447700900109"))
    for pupil, at in (("p1", "16:00"), ("p2", "17:00")):
        run.ok("conversation", "book", pupil, "--at", f"2 dec {at}")
    answer = run("merge", "p1", "p2", "--yes")
    assert answer.code == 1
    assert "autumn term of 2026/27" in answer.err
    run.ok("conversation", "cancel", "p2", "--reason", "typed twice")
    merged(run, "p1", "p2")
    assert count(given, "conversation", "pupil_id = 1") == 2


def test_a_pupil_who_is_at_school_in_one_record_is_at_school(run: Run, given: Given) -> None:
    two_adas(given, {"leaves_on": date(2026, 7, 20)}, {})
    assert "leaves on: none, and no longer 2026-07-20" in merged(run, "p1", "p2").out
    assert given.value("SELECT leaves_on FROM pupil") is None


def test_a_pupil_between_two_homes_keeps_both_and_it_is_said(run: Run, given: Given) -> None:
    for _ in range(2):
        given.household("Okafor", "Ada", "Ngozi")
    answer = merged(run, "p1", "p2")
    assert "Okafor (f1) and Okafor (f2)" in answer.out
    assert [count(given, name) for name in ("pupil", "family", "pupil_family")] == [1, 2, 2]
    merged(run, "c1", "c2")
    assert [count(given, name) for name in ("carer", "family", "pupil_carer")] == [1, 1, 1]


def test_families_become_one(run: Run, given: Given) -> None:
    given.household("Okafor", "Ada", "Ngozi")
    other = given.family("Okafor", home_language="Igbo", archived_on=date(2026, 9, 2))
    given.carer(other, "Emeka Okafor", mobile_phone="+447700900109")
    given.contact(other, "2026-10-05")
    merged(run, "f1", "f2")
    assert given.value("SELECT home_language FROM family WHERE archived_on IS NULL") == "Igbo"
    assert count(given, "carer", "family_id = 1") == 2
    assert count(given, "contact", "family_id = 1") == 1


def test_who_must_not_be_contacted_in_either_household_is_named_first(
    run: Run, given: Given
) -> None:
    given.household("Okafor", "Ada", "Ngozi")
    other = given.family("Okafor")
    given.carer(other, "Emeka Okafor", contact_rule="never", rule_reason="court order")
    said = "DO NOT CONTACT Emeka Okafor (Okafor family): court order\n"
    for words in (("f1", "f2", "--dry-run"), ("f2", "f1", "--yes")):
        assert said in run.ok("merge", *words).err


# -- whom it may be --------------------------------------------------------------------------


def test_two_of_one_name_are_told_by_their_ids(run: Run, given: Given) -> None:
    for _ in range(2):
        given.household("Okafor", "Ada", "Ngozi")
    answer = run("merge", "ngozi okafor", "c2", "--yes")
    assert answer.code == 3
    assert "c1" in answer.err
    assert "c2" in answer.err


@pytest.mark.parametrize(
    ("one", "other", "code"), [("c1", "p1", 2), ("c1", "c1", 2), ("c1", "c9", 3), ("p9", "p1", 3)]
)
def test_what_cannot_be_one_is_one_sentence(
    run: Run, given: Given, one: str, other: str, code: int
) -> None:
    given.household()
    answer = run("merge", one, other, "--yes")
    assert (answer.code, answer.out) == (code, "")
    assert "Something unexpected" not in answer.err


# -- the next file ---------------------------------------------------------------------------


def settled_again(office: Office, run: Run, given: Given, *rows: str, head: str) -> None:
    """The file comes again after a merge, twice: nobody is new, nothing is refused."""
    known = [count(given, name) for name in ("pupil", "carer", "family")]
    office.sends(*rows, head=head)
    assert [count(given, name) for name in ("pupil", "carer", "family")] == known
    path = office.file(*rows, head=head)
    again = run.ok("import", "families", path, "--format", "json")
    assert again.json["batch"] is None, again


IDS = f"pupil_id,{HEAD},carer_id"
JO = "A1,Ali Khan,7KM,Jo Khan,mother,07700 900101,C1"
JOANNA = "A2,Zara Khan,9LB,Joanna Khan,mother,07700 900109,C2"


def test_two_carer_ids_of_one_file_stay_one_carer_next_week(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(JO, JOANNA, head=IDS)
    merged(run, "c1", "c2")
    settled_again(office, run, given, JO, JOANNA, head=IDS)
    settled_again(office, run, given, JOANNA, JO, head=IDS)
    assert given.value("SELECT name || mobile_phone FROM carer") == "Jo Khan+447700900101"


def test_the_other_id_alone_still_means_the_one_carer(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(JO, head=IDS)
    office.sends(JOANNA, head=IDS)
    merged(run, "c1", "c2")
    settled_again(office, run, given, JOANNA.replace("900109", "900108"), head=IDS)
    assert given.value("SELECT mobile_phone FROM carer") == "+447700900108"
    assert given.value("SELECT name || external_id FROM carer") == "Jo KhanC1"


def test_without_ids_the_other_name_still_means_the_one_carer(
    office: Office, run: Run, given: Given
) -> None:
    jo = "Ali Khan,7KM,Jo Khan,mother,07700 900101"
    joanna = "Zara Khan,9LB,Joanna Khan,mother,07700 900101"
    office.sends(jo, joanna, BEN)
    merged(run, "c1", "c2")
    settled_again(office, run, given, jo, joanna, BEN, head=HEAD)
    settled_again(office, run, given, joanna, BEN, head=HEAD)


def test_what_the_two_rows_say_differently_is_the_kept_ones(
    office: Office, run: Run, given: Given
) -> None:
    head = f"{HEAD},email"
    jo = "Ali Khan,7KM,Jo Khan,mother,07700 900101,jo@example.org"
    joanna = "Zara Khan,9LB,Joanna Khan,mother,07700 900101,joanna@example.org"
    office.sends(jo, joanna, head=head)
    merged(run, "c1", "c2")
    settled_again(office, run, given, jo, joanna, head=head)
    assert given.value("SELECT email FROM carer") == "jo@example.org"


def test_two_bare_names_stay_one_pupil(office: Office, run: Run, given: Given) -> None:
    rows = ("Ada Okafor,7KM", "Ben Reid,7KM", "Adah Okafor,7KM")
    office.sends(*rows, head="pupil,tutor_group")
    merged(run, "p1", "p3")
    settled_again(office, run, given, *rows, head="pupil,tutor_group")


def test_two_pupil_ids_stay_one_pupil_next_week(office: Office, run: Run, given: Given) -> None:
    head = "pupil_id,pupil,tutor_group,carer,mobile_phone"
    rows = ("A1,Ada Okafor,7KM,Ngozi Okafor,07700 900101",
            "A2,Adah Okafor,7KM,Ngozi Okafor,07700 900101")  # fmt: skip
    office.sends(*rows, head=head)
    merged(run, "p1", "p2", "--anyway")
    settled_again(office, run, given, *rows, head=head)
    settled_again(office, run, given, rows[1], head=head)
    assert given.value("SELECT legal_name || external_id FROM pupil") == "Ada OkaforA1"


def test_without_ids_the_other_name_still_means_the_one_pupil(
    office: Office, run: Run, given: Given
) -> None:
    head = "pupil,tutor_group,carer,mobile_phone"
    rows = ("Ada Okafor,7KM,Ngozi Okafor,07700 900101",
            "Adah Okafor,7KM,Ngozi Okafor,07700 900101")  # fmt: skip
    office.sends(*rows, head=head)
    merged(run, "p1", "p2")
    settled_again(office, run, given, *rows, head=head)
    settled_again(office, run, given, rows[1], head=head)


def test_a_third_record_goes_the_way_of_the_second(office: Office, run: Run, given: Given) -> None:
    third = "A3,Bea Khan,8KM,J Khan,mother,07700 900107,C3"
    office.sends(JO, JOANNA, third, head=IDS)
    merged(run, "c2", "c3")
    merged(run, "c1", "c2")
    settled_again(office, run, given, JO, JOANNA, third, head=IDS)
    assert count(given, "carer") == 1


def test_a_merge_that_was_taken_back_is_forgotten(office: Office, run: Run, given: Given) -> None:
    office.sends(JO, JOANNA, head=IDS)
    merged(run, "c1", "c2")
    run.ok("undo", "--yes")
    settled_again(office, run, given, JO, JOANNA, head=IDS)
    assert count(given, "carer") == 2


def test_a_block_in_the_other_row_still_blocks(office: Office, run: Run, given: Given) -> None:
    office.sends(JO, JOANNA, head=IDS)
    merged(run, "c1", "c2")
    office.sends(f"{JO},", f"{JOANNA},Y", head=f"{IDS},court order")
    assert given.value("SELECT contact_rule FROM carer") == "never"


# -- the rule, and that nothing is forgotten -------------------------------------------------


def test_whatever_refers_to_somebody_goes_over(given: Given) -> None:
    given.family()
    store = Store(given.path)
    keys = {(link.points_to, link.table_name, link.column) for link in links(store)}
    store.close()
    found = {
        (kind, table, column)
        for kind, sql in HELD.items()
        for table, column in re.findall(r"SELECT '(\w+)', '(\w+)'", sql)
    }
    assert found == {key for key in keys if key[0] in HELD}


def test_the_kept_record_counts_and_blanks_are_filled() -> None:
    kept = {"name": "Jo", "email": None, "mobile_phone": None, "home_phone": "1"}
    other = {"name": "Joanna", "email": "j@example.org", "mobile_phone": "1", "home_phone": None}
    settled = settle(kept, other)
    assert settled.changes == {"email": "j@example.org"}
    assert [point.column for point in settled.points] == ["name", "email"]


@pytest.mark.parametrize(
    ("kept", "other", "rule", "reason"),
    [
        (("allow", None), ("ask", "b"), "ask", "b"),
        (("ask", "a"), ("allow", None), "ask", "a"),
        (("ask", "a"), ("ask", "b"), "ask", "a; b"),
        (("never", "a"), ("ask", "b"), "never", "a"),
        (("ask", "a"), ("never", "b"), "never", "b"),
        (("never", "a"), ("never", "a"), "never", "a"),
    ],
)
def test_a_merge_never_loosens(
    kept: tuple[str, str | None], other: tuple[str, str | None], rule: str, reason: str
) -> None:
    names = ("contact_rule", "rule_reason")
    mine, theirs = (dict(zip(names, each, strict=True)) for each in (kept, other))
    assert mine | settle(mine, theirs).changes == {"contact_rule": rule, "rule_reason": reason}


def test_a_vague_relationship_gives_way_to_a_better_one() -> None:
    kept: dict[str, str | int | None] = {
        "relationship": "guardian",
        "lives_with": "yes",
        "priority": 1,
    }
    other: dict[str, str | int | None] = {
        "relationship": "aunt",
        "lives_with": "unknown",
        "priority": 2,
    }
    assert settle_link(kept, other).changes == {"relationship": "aunt"}
    assert settle_link(other, kept).changes == {"lives_with": "yes", "priority": 1}


# -- a whole term's history: whoever is merged, nothing is lost and undo is exact ---------------


def whole(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the history of commands."""
    store = Store(path)
    try:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        return {
            name: [tuple(row) for row in store.cursor(f"SELECT * FROM {name} ORDER BY id")]
            for (name,) in list(store.cursor(names))
            if name not in ("journal", "change", "sqlite_sequence")
        }
    finally:
        store.close()


def without_upns(path: Path) -> None:
    """Else every two pupils would be two."""
    store = Store(path)
    with store.writing(Entry("given", datetime(2026, 9, 1, 8, tzinfo=UTC), None)):
        for row in list(store.cursor("SELECT id FROM pupil")):
            store.update("pupil", row[0], upn=None)
    store.close()


ONCE = {"pupil_carer", "pupil_family", "contact_pupil"}  # two of a kind become one


@pytest.mark.parametrize("kind", ["pupil", "carer", "family"])
def test_any_two_of_a_term_are_merged_without_loss_and_parted_again(
    run: Run, db: Path, kind: str
) -> None:
    run.ok("demo", str(db), "--today", "2026-11-23")
    without_upns(db)
    before, done = whole(db), 0
    chosen = Random(1).sample([row[0] for row in before[kind]], 8)
    for kept, other in zip(chosen[::2], chosen[1::2], strict=True):
        answer = run("merge", f"{kind[0]}{kept}", f"{kind[0]}{other}", "--yes", "--anyway")
        assert answer.code in (0, 1), answer  # 1: two conversations in a term
        after = whole(db)
        if answer.code == 0:
            done += 1
            gone = {name: len(before[name]) - len(after[name]) for name in before}
            assert gone.pop(kind) >= 1
            lost = {name for name, count in gone.items() if count > 0}
            assert lost <= ONCE | {"family"}, gone
            run.ok("undo", "--yes")
        assert whole(db) == before
    assert done > 1
    assert all(finding["state"] != "problem" for finding in check(run))


def check(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run.ok("check", "--format", "json").json
    return found
