"""A number that very many carers have is the school's own: nobody is known by it."""

from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.usecases.importing.families import plan

HEAD = "pupil,dob,form,carer,relationship,home phone,email,contact id"
SCHOOL = "01632 960900"


@pytest.fixture(params=[3_000, 0], ids=["small", "in parts"])
def any_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is looked at in one go, and in parts as a large one is."""
    monkeypatch.setattr(plan, "IN_MEMORY", request.param)


def school(folder: Path, *rows: str, others: int) -> str:
    """A list in which so many other families have the school's number and address."""
    names = [
        "Reid",
        "Nowak",
        "Chen",
        "Ahmed",
        "Evans",
        "Hall",
        "Bell",
        "Fox",
        "Lee",
        "Moss",
        "Dale",
        "Shaw",
        "Ward",
        "Cole",
    ]
    more = [
        f"Kid {name},2014-06-05,7KM,Jo {name},mother,{SCHOOL},welcome@school.example,"
        for name in names[:others]
    ]
    path = folder / "list.csv"
    path.write_text("\n".join((HEAD, *rows, *more)) + "\n")
    return str(path)


def khans(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM carer WHERE name = 'Mohammed Khan'"))


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize(("others", "fathers"), [(14, 2), (3, 1)])
@pytest.mark.parametrize("ids", [("", ""), ("c1", "c2")])
@pytest.mark.parametrize("way", [f"{SCHOOL},", ",welcome@school.example"])
def test_two_fathers_of_one_name_are_not_one_by_the_schools_own_number(
    run: Run,
    given: Given,
    tmp_path: Path,
    others: int,
    fathers: int,
    ids: tuple[str, str],
    way: str,
) -> None:
    if ids[0] and SCHOOL in way:
        fathers = 2  # a landline never says that two ids are one person
    rows = (
        "Ada Khan,2014-04-03,7KM,Sara Khan,mother,01632 960101,,",
        f"Ada Khan,2014-04-03,7KM,Mohammed Khan,father,{way},{ids[0]}",
        "Ben Khan,2015-02-01,7KM,Lina Khan,mother,01632 960102,,",
        f"Ben Khan,2015-02-01,7KM,Mohammed Khan,father,{way},{ids[1]}",
    )
    path = school(tmp_path, *rows, others=others)
    run.ok("import", "families", path)
    assert khans(given) == fathers
    assert "Nothing to change" in run.ok("import", "families", path).out
    assert khans(given) == fathers


@pytest.mark.usefixtures("any_size")
def test_a_new_family_beside_a_namesake_on_file_is_its_own(
    run: Run, given: Given, tmp_path: Path
) -> None:
    ada = f"Ada Khan,2014-04-03,7KM,Mohammed Khan,father,{SCHOOL},,"
    run.ok("import", "families", school(tmp_path, ada, others=14))
    ben = f"Ben Khan,2015-02-01,7KM,Mohammed Khan,father,{SCHOOL},,"
    run.ok("import", "families", school(tmp_path, ada, ben, others=14))
    assert khans(given) == 2
