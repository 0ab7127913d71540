"""Who must not be contacted, week after week: no file of the office loses a block in silence."""

from pathlib import Path

import pytest

from conftest import Answer, Given, Run

HEAD = (
    "pupil_id,upn,forename,surname,dob,tutor group,carer_id,contact name,relationship,mobile,"
    "court order"
)
ADA = "100,,Ada,Okafor,03/04/2014,7KM"
NGOZI = f"{ADA},c1,Ngozi Okafor,mother,07700900101,"
CHIDI = f"{ADA},c4,Chidi Okafor,father,07700900109,"
OTHERS = [
    f"{200 + at},,Kid,{name},05/06/2014,7KM,o{at},Jo {name},mother,077009002{at:02},"
    for at, name in enumerate(("Reid", "Nowak", "Chen", "Ahmed", "Evans", "Hall", "Bell", "Fox"))
]


class Office:
    """The school's office: the file that it sends each week, called class.csv."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run = run
        self._path = folder / "class.csv"

    def sends(self, *rows: str, head: str = HEAD, also: tuple[str, ...] = ()) -> Answer:
        """One week's file, with ordinary other families so that nothing is asked about."""
        others = OTHERS if head == HEAD else []
        self._path.write_text("\n".join([head, *rows, *others]) + "\n")
        return self._run("import", "families", str(self._path), *also)


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Office:
    return Office(run, tmp_path)


def rule_of(given: Given, name: str) -> str:
    return str(given.value("SELECT contact_rule FROM carer WHERE name = :name", name=name))


def why_of(given: Given, name: str) -> str:
    return str(given.value("SELECT rule_reason FROM carer WHERE name = :name", name=name))


def families_of(given: Given, name: str) -> int:
    """In how many families a pupil is."""
    return int(
        given.value(
            "SELECT COUNT(*) FROM pupil_family m JOIN pupil p ON p.id = m.pupil_id"
            " WHERE p.legal_name = :name",
            name=name,
        )
    )


# -- a home with nobody in it but a barred father and a grandmother --------------------------


SHORT = "pupil_id,forename,surname,dob,contact name,relationship,mobile,court order"
BENS = (
    "1,Ben,Hart,03/04/2014,Paul Hart,father,07700900101,yes",
    "1,Ben,Hart,03/04/2014,Rae Low,mother,07700900102,",
)


def test_a_new_pupil_with_a_barred_father_from_another_home_and_a_grandmother(
    office: Office, given: Given
) -> None:
    office.sends(*BENS, head=SHORT)
    paul = "2,Ada,Hart,03/05/2016,Paul Hart,father,07700900101,yes"
    nan = "2,Ada,Hart,03/05/2016,Nan Low,grandmother,07700900103,"
    assert office.sends(*BENS, paul, nan, head=SHORT).code == 0
    nans = given.value("SELECT family_id FROM carer WHERE name = 'Nan Low'")
    adas_home = given.value(
        "SELECT m.family_id FROM pupil_family m JOIN pupil p ON p.id = m.pupil_id"
        " WHERE p.legal_name = 'Ada Hart'"
    )
    assert (families_of(given, "Ada Hart"), adas_home) == (1, nans)
    assert nans != given.value("SELECT family_id FROM carer WHERE name = 'Rae Low'")
