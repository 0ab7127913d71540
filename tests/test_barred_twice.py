"""A barred carer who stands in the file a second time: with another id, at a brother, unmarked."""

from pathlib import Path

import pytest

from conftest import Answer, Given, Run
from parentlink.usecases.importing.families import plan

HEAD = "pupil_id,pupil,dob,carer_id,carer,relationship,mobile,court order"
ADA, BEN = "1,Ada Wye,2014-04-03", "2,Ben Wye,2016-05-03"
ANN = [f"{child},c1,Ann Wye,mother,07700900101," for child in (ADA, BEN)]
TOM = f"{ADA},c2,Tom Wye,father,07700900104,yes"
AGAIN = "{},c9,{},{},07700900199,"


@pytest.fixture(autouse=True, params=[3_000, -1])
def any_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file looked at in one go, and in batches."""
    monkeypatch.setattr(plan, "IN_MEMORY", request.param)


def sends(run: Run, *rows: str) -> Answer:
    """What the school sends this week."""
    stdin = "\n".join([HEAD, *rows]) + "\n"
    return run("import", "families", "-", "--yes", stdin=stdin)


def rules(given: Given) -> dict[str, str]:
    sql = "SELECT contact_rule FROM carer WHERE external_id = :external"
    return {each: str(given.value(sql, external=each)) for each in ("c1", "c2", "c9")}


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("child", "name", "relation"),
    [
        (BEN, "Tom Wye", "father"),
        (BEN, "Mr T Wye", ""),
        (ADA, "Thomas Wye", "father"),
        (ADA, "Mr Wye", "dad"),
        (ADA, "Mr Wye", "parents"),  # of "Mr & Mrs Wye" in one cell
        (ADA, "Tom Wye", "parent"),
    ],
)
def test_of_a_first_file_he_is_asked_about_where_nothing_marks_him(
    run: Run, given: Given, child: str, name: str, relation: str, order: int
) -> None:
    answer = sends(run, *[*ANN, TOM, AGAIN.format(child, name, relation)][::order])
    assert f"ASK FIRST before contact with {name} (row " in answer.err
    assert rules(given) == {"c1": "allow", "c2": "never", "c9": "ask"}


@pytest.mark.parametrize(
    ("child", "name", "relation"),
    [
        (BEN, "Joe Reid", "father"),
        (BEN, "Jim Wye", "grandfather"),
        (ADA, "Joe Wye", ""),
        (ADA, "Tim Wye", "uncle"),
        (ADA, "Mrs Wye", "mother"),
    ],
)
def test_somebody_else_of_the_family_is_no_question(
    run: Run, given: Given, child: str, name: str, relation: str
) -> None:
    assert "ASK FIRST" not in sends(run, *ANN, TOM, AGAIN.format(child, name, relation)).err
    assert rules(given)["c9"] == "allow"


def test_whom_a_court_bars_at_one_child_is_asked_about_at_the_other_once(
    run: Run, given: Given
) -> None:
    again = AGAIN.format(BEN, "Mr T Wye", "father")
    sends(run, *ANN, TOM.removesuffix("yes"), again)
    assert set(rules(given).values()) == {"allow"}
    answer = sends(run, *ANN, TOM, again)
    assert "ASK FIRST before contact with Mr T Wye (row 5): may be Tom Wye (c2)" in answer.err
    assert rules(given) == {"c1": "allow", "c2": "never", "c9": "ask"}
    run.ok("carer", "edit", "c3", "--rule", "allow", "--reason", "his uncle")
    assert "ASK FIRST" not in sends(run, *ANN, TOM, again).err
    assert rules(given)["c9"] == "allow"


def test_in_a_copy_of_ours_nobody_is_asked_about_again(
    run: Run, given: Given, db: Path, tmp_path: Path
) -> None:
    near = f"{BEN},c9,T Wye,,07700900104,"
    sends(run, *ANN, TOM, near)
    run.ok("carer", "edit", "c3", "--rule", "allow", "--reason", "his uncle")
    copy = str(tmp_path / "copy")
    run.ok("export", "everything", "-o", copy, "--never", "all", "--why", "a new computer")
    db.unlink()
    assert "ASK FIRST" not in run.ok("import", "everything", copy).err
    assert rules(given) == {"c1": "allow", "c2": "never", "c9": "allow"}


@pytest.mark.parametrize(
    "words",
    [
        "Father not to be contacted - see file",
        "Dad: no contact",
        "Court order, do not ring the father",
        "Non-mol order v Dad",
        "Mother has an order against her father",
    ],
)
def test_an_order_about_the_father_that_stands_beside_the_mother_is_asked_about(
    run: Run, given: Given, words: str
) -> None:
    """Who is meant is not rung, and who it stands beside is not either until somebody looks."""
    rows = [f'{ANN[0]}"{words}"', AGAIN.format(ADA, "Tom Reid", "dad")]
    said = sends(run, *rows).err
    assert "ASK FIRST before contact with Tom Reid (row 3): may be meant by what stands" in said
    assert (rules(given)["c1"], rules(given)["c9"]) == ("never", "ask")
    run.ok("carer", "edit", "c2", "--rule", "allow", "--reason", "looked at")
    sends(run, *rows)
    assert rules(given)["c9"] == "allow"


@pytest.mark.parametrize(
    "words",
    [
        "Must not contact mother",
        "Not to contact mother or child",
        "Mother only",
        "yes",
        "Order v Dad",
    ],
)
def test_whom_an_order_protects_is_no_question(run: Run, given: Given, words: str) -> None:
    sends(run, *ANN, f'{TOM.removesuffix("yes")}"{words}"')
    assert (rules(given)["c1"], rules(given)["c2"]) == ("allow", "never")


@pytest.mark.parametrize(
    ("name", "hers", "his", "rule"),
    [
        ("T Wye, dad", "", "yes", "ask"),
        ("Joe Reid, dad", "Father not to be contacted", "", "ask"),
        ("Rae Wye, aunt", "", "yes", "allow"),
        ("Jim Wye, grandfather", "", "yes", "allow"),
    ],
)
def test_who_was_typed_and_may_be_somebody_whom_the_first_list_bars_is_asked_about(
    run: Run, given: Given, name: str, hers: str, his: str, rule: str
) -> None:
    people = ("--carer", "Ann Wye, mother, 07700 900101", "--carer", name)
    run.ok("family", "add", "Wye", *people, "--pupil", "Ada Wye, 7A")
    rows = [f"{ANN[0]}{hers},7A", TOM.replace("yes", f"{his},7A")][: 1 + bool(his)]
    file = "\n".join([f"{HEAD},form", *rows]).replace("2014-04-03", "")
    run.ok("import", "families", "-", "--yes", stdin=file + "\n")
    typed = name.partition(",")[0]
    sql = "SELECT contact_rule FROM carer WHERE name = :name"
    assert given.value(sql, name=typed) == rule
    run.ok("undo", "--yes")
    assert given.value(sql, name=typed) == "allow"
