"""A carer whom the school lists no longer: blocked from that moment, and kept with all history."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from test_ctf import contact, ctf, phone, pupil
from test_oneroster import ADA_11, CARERS_11, USERS_11, V11, zipped

HEAD = "pupil,tutor_group,carer,relationship,mobile_phone"
SARA = "Ali Khan,7KM,Sara Khan,mother,07700 900101"
OMAR = "Ali Khan,7KM,Omar Khan,father,07700 900102"
ZARA = "Zara Khan,9LB,Sara Khan,mother,07700 900101"
ZARAS_OMAR = "Zara Khan,9LB,Omar Khan,father,07700 900102"
BEN = "Ben Reid,7KM,Jo Reid,mother,07700 900105"


class Office:
    """The school's office: the file that it sends each week, called class.csv."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run = run
        self._path = folder / "class.csv"

    def file(self, *rows: str, head: str = HEAD) -> str:
        self._path.write_text("\n".join([head, *rows]) + "\n")
        return str(self._path)

    def sends(self, *rows: str, head: str = HEAD) -> Answer:
        return self._run.ok("import", "families", self.file(*rows, head=head))


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Office:
    return Office(run, tmp_path)


def rule_of(given: Given, name: str = "Omar Khan") -> tuple[str, str | None]:
    """The contact rule of a carer, and why."""
    rule = given.value("SELECT contact_rule FROM carer WHERE name = :name", name=name)
    return rule, given.value("SELECT rule_reason FROM carer WHERE name = :name", name=name)


def links_of(given: Given, name: str = "Omar Khan") -> int:
    """Of how many pupils somebody is a carer."""
    return int(
        given.value(
            "SELECT COUNT(*) FROM pupil_carer l JOIN carer c ON c.id = l.carer_id"
            " WHERE c.name = :name",
            name=name,
        )
    )


def test_who_is_no_longer_listed_is_blocked_from_that_moment_and_kept(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(SARA, OMAR, BEN)
    run.ok("log-call", "khan", "--with", "omar", "--tone", "positive", "--note", "A good week")
    answer = office.sends(SARA, BEN)
    why = "no longer listed as a contact of Ali Khan in class.csv (was father)"
    assert f"DO NOT CONTACT Omar Khan: {why}" in answer.err.replace("\n", " ")
    assert "1 carer no longer listed" in answer.out
    assert (rule_of(given), links_of(given)) == (("never", why), 0)
    assert "A good week" in run.ok("timeline", "khan").out
    assert run("log-call", "khan", "--with", "omar", "--tone", "positive", "--note", "x").code != 0
    ranked = run.ok("who-needs-a-positive-call", "--group", "7KM", "--format", "json").json
    assert "Omar" not in json.dumps([row.get("call") for row in ranked])


def test_what_is_booked_with_them_is_named(office: Office, run: Run) -> None:
    office.sends(SARA, OMAR)
    run.ok("conversation", "book", "ali khan", "--with", "omar", "--at", "3 dec 16:00")
    answer = office.sends(SARA)
    assert "Conversation v1 is with them" in answer.err


def test_a_dry_run_says_it_and_changes_nothing(office: Office, run: Run, given: Given) -> None:
    office.sends(SARA, OMAR)
    path = office.file(SARA)
    answer = run.ok("import", "families", path, "--dry-run")
    assert "DO NOT CONTACT Omar Khan: no longer listed" in answer.out
    counted = run.ok("import", "families", path, "--dry-run", "--format", "json").json
    assert (counted["removed"], counted["unchanged"]) == (1, 1)
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)


def test_who_is_still_listed_for_another_child_is_asked_about_first(
    office: Office, given: Given
) -> None:
    office.sends(SARA, OMAR, ZARA, ZARAS_OMAR)
    answer = office.sends(SARA, ZARA, ZARAS_OMAR)
    assert "ASK FIRST before contact with Omar Khan: no longer listed" in answer.err
    assert (rule_of(given)[0], links_of(given)) == ("ask", 1)
    office.sends(SARA, ZARA)
    rule, why = rule_of(given)
    assert (rule, links_of(given)) == ("never", 0)
    assert "Zara Khan" in str(why)
    assert "Ali Khan" in str(why)


def test_who_goes_over_to_a_sibling_is_asked_about_first(office: Office, given: Given) -> None:
    office.sends(SARA, OMAR)
    office.sends(SARA, ZARA, ZARAS_OMAR)
    assert (rule_of(given)[0], links_of(given)) == ("ask", 1)


def test_who_stands_at_a_child_that_is_not_in_the_file_is_asked_about_first(
    office: Office, given: Given
) -> None:
    office.sends(SARA, OMAR, ZARA, ZARAS_OMAR)
    office.sends(SARA)
    assert (rule_of(given)[0], links_of(given)) == ("ask", 1)


def test_gone_from_two_children_is_one_line(office: Office, given: Given) -> None:
    office.sends(SARA, OMAR, ZARA, ZARAS_OMAR)
    answer = office.sends(SARA, ZARA)
    assert answer.err.count("DO NOT CONTACT Omar Khan") == 1
    assert "Ali Khan and Zara Khan" in str(rule_of(given)[1])


def test_a_link_that_was_typed_is_never_touched(office: Office, run: Run, given: Given) -> None:
    office.sends(SARA)
    run.ok("carer", "add", "khan", "Omar Khan, father, 07700 900102")
    assert "Omar" not in office.sends(SARA, BEN).err
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)


def listed_of(given: Given, name: str = "Omar Khan") -> list[int]:
    """Of the links of a carer, in order, whether the school's file has listed them."""
    one = "SELECT GROUP_CONCAT(l.listed) FROM pupil_carer l JOIN carer c ON c.id = l.carer_id"
    found = given.value(f"{one} WHERE c.name = :name ORDER BY l.id", name=name)
    return [int(each) for each in str(found or "").split(",") if each]


def typed(office: Office, run: Run) -> None:
    """Sara from the file, and Omar by hand."""
    office.sends(SARA)
    run.ok("carer", "add", "khan", "Omar Khan, father, 07700 900102")


def test_a_typed_link_that_the_file_lists_later_is_the_files_from_then_on(
    office: Office, run: Run, given: Given
) -> None:
    typed(office, run)
    assert listed_of(given) == [0]
    office.sends(SARA, OMAR, BEN)
    assert listed_of(given) == [1]
    assert "DO NOT CONTACT Omar Khan: no longer listed" in office.sends(SARA, BEN).err
    assert (rule_of(given)[0], links_of(given)) == ("never", 0)


def test_that_the_file_lists_a_typed_carer_is_no_change_of_anybody(
    office: Office, run: Run, given: Given
) -> None:
    typed(office, run)
    path = office.file(SARA, OMAR)
    seen = run.ok("import", "families", path, "--dry-run").out
    assert "2 rows: 0 new, 0 changed, 2 unchanged" in seen
    assert "relationship" not in seen
    assert "listed" not in seen
    answer = run.ok("import", "families", path)
    assert answer.out == (
        f"Imported {path}: 1 carer typed by hand is on the school's list too. "
        "Undo: parentlink undo\n"
    )
    again = run.ok("import", "families", path, "--format", "json").json
    assert (again["batch"], again["changed"]) == (None, 0)
    counted = "SELECT new_rows || ',' || changed_rows || ',' || unchanged_rows FROM import_batch"
    assert given.value(f"{counted} ORDER BY id DESC LIMIT 1") == "0,0,2"


def test_an_undo_takes_back_that_the_file_listed_a_typed_carer(
    office: Office, run: Run, given: Given
) -> None:
    typed(office, run)
    office.sends(SARA, OMAR)
    run.ok("undo", "--yes")
    assert listed_of(given) == [0]
    assert "Omar" not in office.sends(SARA, BEN).err
    assert links_of(given) == 1


def test_a_first_file_after_a_term_by_hand_alarms_nobody(
    office: Office, run: Run, given: Given
) -> None:
    rows = [f"Pupil {n} Fox{n},7KM,Carer Fox{n},mother,07700 9002{n:02}" for n in range(12)]
    office.sends(*rows)
    with closing(sqlite3.connect(given.path)) as file, file:
        file.execute("UPDATE pupil_carer SET listed = 0")
    answer = office.sends(*rows)
    assert "WATCH OUT" not in answer.err
    assert "12 carers typed by hand are on the school's list too" in answer.out


def test_a_merged_link_is_the_files_if_either_was(office: Office, run: Run, given: Given) -> None:
    office.sends(SARA, OMAR)
    run.ok("carer", "add", "khan", "O. Khan, father, 07700 900102")
    run.ok("merge", "O. Khan", "Omar Khan", "--yes")
    assert listed_of(given, "O. Khan") == [1]
    run.ok("undo", "--yes")
    assert (listed_of(given, "O. Khan"), listed_of(given)) == ([0], [1])


def test_our_own_export_says_who_was_typed_and_makes_nobody_the_files(
    office: Office, run: Run, given: Given, tmp_path: Path
) -> None:
    typed(office, run)
    path = tmp_path / "ours.csv"
    run.ok("export", "families", "-o", str(path))
    again = run.ok("import", "families", str(path), "--format", "json").json
    assert (again["batch"], listed_of(given)) == (None, [0])
    new = tmp_path / "new.db"
    run.ok("--db", str(new), "import", "families", str(path))
    assert listed_of(Given(new)) == [0]
    assert listed_of(Given(new), "Sara Khan") == [1]


def test_a_row_that_somebody_adds_to_our_own_export_is_typed(
    office: Office, run: Run, given: Given, tmp_path: Path
) -> None:
    office.sends(SARA)
    path = tmp_path / "ours.csv"
    run.ok("export", "families", "-o", str(path))
    heads, row = path.read_text().splitlines()
    cells = dict(zip(heads.split(","), row.split(","), strict=True))
    cells |= {"carer_ref": "", "carer": "Omar Khan", "mobile_phone": "07700 900102"}
    cells |= {"listed_by_school": "", "relationship": "father"}
    path.write_text("\n".join([heads, row, ",".join(cells.values())]))
    run.ok("import", "families", str(path))
    assert (listed_of(given), listed_of(given, "Sara Khan")) == ([0], [1])


def test_an_older_export_of_ours_takes_no_link_out_of_the_files_hands(
    office: Office, run: Run, given: Given, tmp_path: Path
) -> None:
    typed(office, run)
    path = tmp_path / "ours.csv"
    run.ok("export", "families", "-o", str(path))
    office.sends(SARA, OMAR)
    run.ok("import", "families", str(path))
    assert listed_of(given) == [1]


def test_a_link_that_was_typed_on_the_place_of_an_undone_one_is_typed(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(SARA)
    office.sends(SARA, OMAR)
    run.ok("undo", "--yes")
    run.ok("carer", "add", "khan", "Omar Khan, father, 07700 900102")
    assert "Omar" not in office.sends(SARA, BEN).err
    assert links_of(given) == 1


def test_a_removal_that_was_taken_back_and_done_again_holds(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(SARA, OMAR)
    office.sends(SARA)
    run.ok("undo", "--yes")
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)
    assert "DO NOT CONTACT Omar Khan" in office.sends(SARA).err
    assert (rule_of(given)[0], links_of(given)) == ("never", 0)


def test_the_same_file_again_says_nothing_new(office: Office, run: Run) -> None:
    office.sends(SARA, OMAR)
    office.sends(SARA)
    again = run.ok("import", "families", office.file(SARA), "--format", "json")
    assert (again.json["batch"], again.json["removed"]) == (None, 0)
    assert "Omar" not in again.err


def test_a_block_that_somebody_lifted_stays_lifted(office: Office, run: Run, given: Given) -> None:
    office.sends(SARA, OMAR)
    office.sends(SARA)
    run.ok("carer", "edit", "omar khan", "--rule", "allow", "--reason", "the office was wrong")
    office.sends(SARA, BEN)
    assert rule_of(given)[0] == "allow"


def test_who_is_listed_again_gets_the_link_and_keeps_the_block(
    office: Office, given: Given
) -> None:
    office.sends(SARA, OMAR)
    office.sends(SARA)
    answer = office.sends(SARA, OMAR)
    assert "Omar Khan is listed for Ali Khan" in answer.err
    assert "carer edit" in answer.err
    assert (rule_of(given)[0], links_of(given)) == ("never", 1)
    assert int(given.value("SELECT COUNT(*) FROM carer")) == 2
    assert "Omar Khan is listed" not in office.sends(SARA, OMAR).err


def test_a_stricter_rule_stays_with_its_reason(office: Office, run: Run, given: Given) -> None:
    office.sends(SARA, OMAR, ZARA, ZARAS_OMAR)
    run.ok("carer", "edit", "omar khan", "--rule", "never", "--reason", "court order of 3 March")
    office.sends(SARA, ZARA, ZARAS_OMAR)
    assert rule_of(given) == ("never", "court order of 3 March")


def test_a_rule_that_becomes_stricter_keeps_the_old_reason_beside(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(SARA, OMAR)
    run.ok("carer", "edit", "omar khan", "--rule", "ask", "--reason", "works nights")
    office.sends(SARA)
    rule, why = rule_of(given)
    assert rule == "never"
    assert "no longer listed" in str(why)
    assert "works nights" in str(why)


def test_a_refused_row_of_the_pupil_may_hold_the_carer(
    office: Office, run: Run, given: Given
) -> None:
    office.sends(SARA, OMAR, BEN)
    bad = OMAR.replace("07700 900102", "not a number at all 12")
    answer = run.ok("import", "families", office.file(SARA, bad, BEN), "--skip-bad")
    assert "DO NOT CONTACT" not in answer.err
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)


def test_rows_that_contradict_each_other_remove_nobody(
    office: Office, run: Run, given: Given
) -> None:
    head = HEAD + ",dob"
    office.sends(f"{SARA},01/02/2015", f"{OMAR},01/02/2015", head=head)
    rows = (f"{SARA},01/02/2015", f"{OMAR.replace('7KM', '7KM ')},01/02/2015")
    path = office.file(rows[0], rows[1].replace("Ali Khan,7KM ", "Ali Khan,8LB"), head=head)
    run("import", "families", path, "--skip-bad")
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)


def test_a_file_without_carers_removes_nobody(office: Office, given: Given) -> None:
    office.sends(SARA, OMAR)
    office.sends("Ali Khan,8KM", "Ben Reid,8KM", head="pupil,tutor_group")
    office.sends("Ali Khan,8KM,,,", BEN)
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)


def test_a_pupil_who_is_not_in_the_file_keeps_the_carers(office: Office, given: Given) -> None:
    office.sends(SARA, OMAR, BEN)
    office.sends(BEN)
    assert (rule_of(given), links_of(given)) == (("allow", None), 1)


def test_our_own_export_removes_nobody(
    office: Office, run: Run, given: Given, tmp_path: Path
) -> None:
    office.sends(SARA, OMAR, ZARA, BEN)
    run.ok("carer", "edit", "omar khan", "--rule", "never", "--reason", "court order of 3 March")
    path = tmp_path / "ours.csv"
    run.ok("export", "families", "-o", str(path))
    answer = run.ok("import", "families", str(path), "--format", "json")
    assert (answer.json["removed"], links_of(given)) == (0, 1)


def sends_twice(office: Office, run: Run, *rows: str, head: str = HEAD) -> Answer:
    """A file, and the same one again, which never changes anything; what the first one said."""
    said = office.sends(*rows, head=head)
    again = run.ok("import", "families", office.file(*rows, head=head))
    assert "Nothing to change" in again.out
    assert "DO NOT CONTACT" not in again.err
    return said


def test_the_first_file_with_ids_is_about_whoever_has_the_number(
    office: Office, run: Run, given: Given
) -> None:
    office.sends("Ada Okafor,7KM,Ngozi Okafor,mother,07700 900101")
    row = "Ada Okafor,7KM,Mr J Okafor,,07700 900101,A1"
    answer = sends_twice(office, run, row, head=f"{HEAD},pupil_id")
    why = "no longer listed as a contact of Ada Okafor in class.csv (was mother)"
    assert f"DO NOT CONTACT Ngozi Okafor: {why}" in answer.err.replace("\n", " ")
    assert rule_of(given, "Ngozi Okafor") == ("never", why)


def test_the_schools_own_number_tells_no_pupil(office: Office, run: Run, given: Given) -> None:
    rows = [f"Pupil Fox{n},7KM,Carer Fox{n},mother,0113 496 0101" for n in range(13)]
    office.sends("Ada Okafor,7KM,Ngozi Okafor,mother,0113 496 0101", *rows)
    rows.insert(1, "Pupil Fox0,7KM,Other Fox0,father,07700 900102")  # no list of first contacts
    sends_twice(office, run, "Ada Okafor,7KM,Mr J Okafor,,0113 496 0101", *rows)
    assert rule_of(given, "Ngozi Okafor")[0] == "ask"


@pytest.mark.parametrize(("head", "more"), [(HEAD, ""), (f"{HEAD},pupil_id", ",A1")])
def test_of_a_pupil_known_by_the_name_alone_the_carers_before_are_asked_about_first(
    office: Office, run: Run, given: Given, head: str, more: str
) -> None:
    office.sends(SARA)
    answer = sends_twice(office, run, OMAR.replace("Omar", "Imran") + more, head=head)
    why = (
        "no longer listed as a contact of Ali Khan in class.csv (was mother); "
        "only the name says that it is the same pupil"
    )
    assert f"ASK FIRST before contact with Sara Khan: {why}" in answer.err.replace("\n", " ")
    assert (rule_of(given, "Sara Khan"), links_of(given, "Sara Khan")) == (("ask", why), 0)


def test_a_pupil_known_by_the_name_alone_is_not_known_by_another_ones_carer(
    office: Office, run: Run, given: Given
) -> None:
    office.sends("Ali Khan,7AB,Sana Khan,mother,07700 900101")
    office.sends("Ali Khan,7CD,Uzma Khan,mother,07700 900102")
    sends_twice(office, run, "Ali Khan,7AB,Uzma Khan,mother,07700 900102")
    assert rule_of(given, "Sana Khan")[0] == "ask"


@pytest.mark.parametrize(("column", "value"), [("pupil_id", "A1"), ("dob", "01/02/2015")])
def test_the_only_carer_is_asked_about_first_where_only_the_name_is_on_file_yet(
    office: Office, run: Run, given: Given, column: str, value: str
) -> None:
    office.sends(SARA, BEN)
    sends_twice(office, run, f"Ali Khan,7KM,,,,{value}", f"{BEN},", head=f"{HEAD},{column}")
    assert (rule_of(given, "Sara Khan")[0], links_of(given, "Sara Khan")) == ("ask", 0)


def test_with_an_id_the_pupil_is_certain_whoever_the_carers_are(
    office: Office, given: Given
) -> None:
    head = HEAD + ",pupil_id"
    office.sends(f"{SARA},A1", head=head)
    assert "DO NOT CONTACT Sara Khan" in office.sends(f"{OMAR},A1", head=head).err
    assert links_of(given, "Sara Khan") == 0


def test_the_common_transfer_file_removes_as_a_table_does(run: Run, given: Given, db: Path) -> None:
    both = (contact(phone("07700 900101")), contact(phone("07700 900102"), Forename="Emeka"))
    path = db.parent / "999_CTF.xml"
    path.write_bytes(ctf(pupil(*both)))
    run.ok("import", "families", str(path))
    path.write_bytes(ctf(pupil(both[0])))
    answer = run.ok("import", "families", str(path))
    assert "DO NOT CONTACT Emeka Okafor: no longer listed" in answer.err
    assert (rule_of(given, "Emeka Okafor")[0], links_of(given, "Emeka Okafor")) == ("never", 0)


def test_oneroster_removes_as_a_table_does(run: Run, given: Given, db: Path) -> None:
    path = db.parent / "roster.zip"
    path.write_bytes(zipped(V11))
    run.ok("import", "families", str(path))
    lines = USERS_11 + ADA_11.replace('"c1,c2"', '"c1"') + CARERS_11.replace(",p1,", ",,")
    path.write_bytes(zipped(V11 | {"users.csv": lines}))
    assert "DO NOT CONTACT Grace Eze: no longer listed" in (
        run.ok("import", "families", str(path)).err
    )
    assert (rule_of(given, "Grace Eze")[0], links_of(given, "Grace Eze")) == ("never", 0)


def test_an_undo_says_which_import_is_in_its_way(office: Office, run: Run) -> None:
    office.sends(SARA, OMAR, BEN)
    office.sends(SARA, BEN)
    office.sends(SARA, OMAR, BEN)
    answer = run("undo", "--import", "2", "--yes")
    assert answer.code == 1
    assert "no longer fits with import 3" in answer.err
    assert "Take that back first: parentlink undo --import 3" in answer.err


PLAN = ("conversation", "plan", "--between", "2026-11-30..2026-12-11", "--slots", "mon 15:30-17:30")


def test_who_is_no_longer_listed_is_in_no_list_and_named_where_the_family_is_looked_at(
    office: Office, run: Run
) -> None:
    omar = f"{OMAR},omar@example.org"
    head = f"{HEAD},email"
    office.sends(omar, f"{SARA},", f"{BEN},", head=head)
    run.ok("conversation", "target", "add", "ali khan", "--reason", "other")
    lists: tuple[tuple[str, ...], ...] = (
        *(("who-needs-a-positive-call", "--all"), ("due",), PLAN, ("export", "carers")),
        *(("export", "carers", "--vcard"), ("export", "mail-merge", "--channel", "text")),
        ("export", "mail-merge", "--channel", "email"),
    )
    named = ["Omar" in run.ok(*words).out for words in lists]
    assert named == [words[0] != "due" for words in lists]
    office.sends(f"{SARA},", f"{BEN},", head=head)
    for words in lists:
        out = run.ok(*words).out
        assert ("Omar" in out, "900102" in out, "omar@" in out) == (False, False, False)
    run.ok("conversation", "book", "ali khan", "--with", "sara", "--at", "3 dec 16:00")
    for looked_at in (
        "family show khan",
        "conversation prepare v1",
        "log-call khan --with omar --tone positive --note x",
    ):
        said = run(*looked_at.split())
        assert "DO NOT CONTACT Omar Khan" in said.out + said.err


# -- a list that is taken for a part of one by a word in it ----------------------------------


@pytest.mark.parametrize(
    ("name", "head"),
    [("photos refused.csv", HEAD), ("class.csv", f"{HEAD},Problem")],
)
def test_a_whole_list_with_a_word_of_ours_does_not_keep_him_in_silence(
    run: Run, given: Given, tmp_path: Path, name: str, head: str
) -> None:
    office = Office(run, tmp_path)
    office.sends(SARA, OMAR, BEN)
    file = tmp_path / name
    blank = "," * (head != HEAD)
    file.write_text("\n".join([head, f"{SARA}{blank}", f"{BEN}{blank}"]) + "\n")
    answer = run("import", "families", str(file), "--quiet")
    assert answer.code == 4
    assert "whom it does not list stays: Omar Khan (of Ali Khan)" in answer.err
    run.ok("import", "families", str(file), "--yes")
    assert rule_of(given)[0] == "allow"


def test_a_column_of_problems_that_is_not_ours_is_any_other_column(
    run: Run, office: Office, given: Given
) -> None:
    office.sends(SARA, OMAR, BEN)
    rows = [f"{SARA},", f"{BEN},late"]
    answer = office.sends(*rows, head=f"{HEAD},Problem")
    assert "DO NOT CONTACT Omar Khan" in answer.err
    assert rule_of(given)[0] == "never"
    told = office.file(f"{SARA},Dad: do not contact", f"{BEN},late", head=f"{HEAD},Problem")
    answer = run("import", "families", told)
    assert answer.code == 4
    assert "This may say who must not be contacted" in answer.err


@pytest.mark.parametrize(
    "name", ["class.csv.refused.csv", "class.csv.refused-2.xlsx", "mended.csv"]
)
def test_our_own_file_of_refused_rows_is_asked_about_nothing(
    run: Run, given: Given, tmp_path: Path, name: str
) -> None:
    office = Office(run, tmp_path)
    office.sends(SARA, OMAR, BEN)
    file = tmp_path / name
    head, why = (f"{HEAD},problem", "Row 2: Cannot read it") if name[0] == "m" else (HEAD, "")
    file.write_text("\n".join([head, f"{SARA},{why}" if why else SARA]) + "\n")
    run.ok("import", "families", str(file))
    assert rule_of(given)[0] == "allow"
