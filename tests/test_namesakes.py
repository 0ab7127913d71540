"""Somebody new who has only the full name of a carer who must not be contacted: said, never set."""

import pytest

from conftest import Answer, Given, Run
from parentlink.usecases.importing.families import plan
from parentlink.usecases.importing.families.guarding import namesakes

HEAD = "pupil_id,pupil,dob,tutor group,carer,relationship,mobile,court order"
AVA, BOB = "1,Ava One,2013-04-03,8BR", "2,Bob Two,2014-05-03,7KM"
MIA = f"{AVA},Mia One,mother,07700900101,"
DAN = f"{AVA},Dan Reid,father,07700900104,yes"
ZOE = f"{BOB},Zoe Two,mother,07700900102,"
ALONE = f"{BOB},Dan Reid,father,,"
CHECK = "CHECK WHO IT IS"


@pytest.fixture(autouse=True, params=[3_000, -1])
def any_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file looked at in one go, and in batches."""
    monkeypatch.setattr(plan, "IN_MEMORY", request.param)


def sends(run: Run, *rows: str, name: str = "-") -> Answer:
    """What the school sends this week."""
    return run("import", "families", name, "--yes", stdin="\n".join([HEAD, *rows]) + "\n")


def said(answer: Answer) -> list[str]:
    return [line for line in answer.err.splitlines() if line.startswith(CHECK)]


def rule(given: Given, carer_id: int) -> str:
    return str(given.value("SELECT contact_rule FROM carer WHERE id = :id", id=carer_id))


def test_a_new_father_with_the_name_of_one_on_file_who_must_not_be_contacted_is_said_once(
    run: Run, given: Given
) -> None:
    sends(run, MIA, DAN)
    answer = sends(run, MIA, DAN, ZOE, ALONE)
    assert said(answer) == [
        "CHECK WHO IT IS: Dan Reid (row 5), a new carer of Bob Two, has the name of Dan Reid (c2), "
        "who must not be contacted, and no number or address in common. By a name alone nothing "
        'was set. If they are one, parentlink find "dan reid" shows the id of the new one, and '
        'this blocks them: parentlink carer edit ID --rule never --reason "as for c2"'
    ]
    assert rule(given, 4) == "allow"
    assert "c4" in run.ok("find", "dan reid").out
    run.ok("carer", "edit", "c4", "--rule", "never", "--reason", "as for c2")
    assert said(sends(run, MIA, DAN, ZOE, ALONE)) == []


def test_nothing_is_said_again_next_week_though_nobody_looked(run: Run, given: Given) -> None:
    rows = (MIA, DAN, ZOE, ALONE)
    assert len(said(sends(run, *rows))) == 1
    assert said(sends(run, *rows)) == []
    assert rule(given, 4) == "allow"


def test_of_a_first_file_the_row_that_bars_him_is_named(run: Run) -> None:
    (line,) = said(sends(run, ALONE, ZOE, MIA, DAN))
    assert "Dan Reid (row 2), a new carer of Bob Two, has the name of Dan Reid (row 5)" in line
    assert line.endswith('--rule never --reason "as for Dan Reid"')


def test_a_dry_run_and_a_quiet_import_say_it_too(run: Run) -> None:
    stdin = "\n".join([HEAD, MIA, DAN, ZOE, ALONE]) + "\n"
    for more in ("--dry-run", "--quiet"):
        assert len(said(run.ok("import", "families", "-", more, stdin=stdin))) == 1


@pytest.mark.parametrize(
    "row",
    [
        f"{BOB},Dan Read,father,,",  # not quite the same name
        f"{BOB},D Reid,father,,",
        f"{BOB},Mr Reid,father,,",
        f"{BOB},Reid,father,,",
        f"{BOB},Mrs Dan Reid,mother,,",  # a woman
    ],
)
def test_another_name_is_nobody(run: Run, row: str) -> None:
    sends(run, MIA, DAN)
    assert said(sends(run, ZOE, row)) == []


@pytest.mark.parametrize(
    "name", ["D Reid", "Mr Reid", "Reid", "Hart-Reid", "Mr van Berg", "J.P. Reid"]
)
def test_a_name_without_forename_and_surname_is_nobodys(run: Run, name: str) -> None:
    sends(run, MIA, DAN.replace("Dan Reid", name))
    assert said(sends(run, ZOE, ALONE.replace("Dan Reid", name))) == []


@pytest.mark.parametrize("name", ["DAN REID", "Reid, Dan", "Mr Dan Reid", "Dan  Reid"])
def test_capitals_a_title_and_the_order_make_no_other_name(run: Run, name: str) -> None:
    sends(run, MIA, DAN)
    assert len(said(sends(run, ZOE, f'{BOB},"{name}",father,,'))) == 1


def test_who_is_asked_about_already_is_not_said(run: Run, given: Given) -> None:
    sends(run, MIA, DAN)
    sister = [row.replace(AVA, "8,Eve One,2015-05-03,7KM") for row in (MIA, DAN)]
    answer = sends(run, sister[0], sister[1].replace("07700900104,yes", ","))
    assert "ASK FIRST before contact with Dan Reid" in answer.err
    assert said(answer) == []
    assert rule(given, 3) == "ask"


def test_who_is_barred_as_well_is_not_said(run: Run) -> None:
    sends(run, MIA, DAN)
    assert said(sends(run, ZOE, f"{ALONE}yes")) == []


def test_who_was_looked_at_in_another_file_of_ours_is_not_said(run: Run, given: Given) -> None:
    sends(run, MIA, DAN, ZOE, ALONE)
    folder = str(run.db.parent / "copy")
    run.ok("export", "everything", "-o", folder, "--never", "all", "--why", "a new computer")
    run.db.unlink()
    assert said(run.ok("import", "everything", folder)) == []
    assert rule(given, 4) == "allow"


def test_a_grandfather_of_his_name_beside_him_is_not_said(run: Run, given: Given) -> None:
    head = f"{HEAD},carer_id\n"
    father, grandfather = f"{DAN},c1\n", f"{AVA},Dan Reid,grandfather,07700900188,,c2\n"
    for text in (head + father, head + father + grandfather):
        assert said(run.ok("import", "families", "-", "--yes", stdin=text)) == []
    assert rule(given, 2) == "allow"
    run.db.unlink()
    assert said(run.ok("import", "families", "-", "--yes", stdin=text)) == []


def test_nor_is_he_beside_one_who_was_barred_by_hand(run: Run, given: Given) -> None:
    head, father = f"{HEAD},carer_id\n", f"{DAN.removesuffix('yes')},c1\n"
    run.ok("import", "families", "-", stdin=head + father)
    run.ok("carer", "edit", "c1", "--rule", "never", "--reason", "court order")
    grandfather = f"{AVA},Dan Reid,grandfather,07700900188,,c2\n"
    assert said(run.ok("import", "families", "-", stdin=head + father + grandfather)) == []
    assert rule(given, 2) == "allow"


def test_a_double_surname_is_no_forename_and_surname(run: Run) -> None:
    sends(run, MIA, DAN.replace("Dan Reid", "Hart Reid"))
    assert said(sends(run, ZOE, ALONE.replace("Dan Reid", "Hart-Reid"))) == []


def test_only_who_must_not_be_contacted_counts(run: Run) -> None:
    sends(run, MIA, DAN.replace("yes", "ask: shy"))
    assert said(sends(run, ZOE, ALONE)) == []


def test_two_of_that_name_are_both_named(run: Run) -> None:
    other = "3,Cal Six,2012-01-02,9AB,Dan Reid,father,07700900177,yes"
    sends(run, MIA, DAN, other)
    (line,) = said(sends(run, ZOE, ALONE))
    assert "the name of Dan Reid (c2, c3), who" in line


def test_of_many_the_first_are_named_and_the_others_counted(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namesakes, "_MOST_TOLD", 2)
    ann = "9,Ann Ely,2012-01-09,9AB,Kim Ely,father,07700900166,yes"
    sends(run, MIA, DAN, ann)
    new = [f"2{n},Pupil {n * 'x'},2014-05-03,7KM,Dan Reid,father,," for n in range(1, 6)]
    lines = said(sends(run, *new, "30,Kit Ely,2014-05-03,7KM,Kim Ely,father,,"))
    assert [line.partition(" Reid (row ")[2][:1] for line in lines] == ["2", "3", ""]
    assert lines[2] == (
        "CHECK WHO IT IS of 4 more, who have the name of somebody who must not be contacted: "
        "Dan Reid (3), Kim Ely (1). parentlink find NAME shows them."
    )


def test_somebody_on_file_elsewhere_is_said_when_the_block_comes(run: Run, given: Given) -> None:
    sends(run, MIA, DAN.replace("yes", ""), ZOE, ALONE)
    lines = said(sends(run, MIA, DAN))
    assert lines == [
        "CHECK WHO IT IS: Dan Reid (c4, Two family), who may be contacted, has the name of Dan "
        "Reid (row 3), who must not be contacted from now on. By a name alone nothing was set. If "
        'they are one: parentlink carer edit c4 --rule never --reason "as for c2"'
    ]
    assert rule(given, 4) == "allow"
    assert said(sends(run, MIA, DAN)) == []
    assert said(sends(run, MIA, DAN.replace("yes", "a new order of May"))) == []


def test_it_is_said_as_well_where_he_comes_in_barred(run: Run) -> None:
    sends(run, ZOE, ALONE)
    (line,) = said(sends(run, MIA, DAN))
    assert "Dan Reid (c2, Two family), who may be contacted, has the name of" in line
    assert line.endswith('--reason "as for Dan Reid"')


def test_who_is_barred_at_the_same_time_is_not_said(run: Run) -> None:
    sends(run, MIA, DAN.replace("yes", ""), ZOE, ALONE)
    assert said(sends(run, MIA, DAN, ZOE, f"{ALONE}yes")) == []


def test_of_who_is_to_be_asked_about_nothing_is_said(run: Run) -> None:
    sends(run, MIA, DAN.replace("yes", ""), ZOE, ALONE)
    assert said(sends(run, MIA, DAN.replace("yes", "ask: shy"))) == []
