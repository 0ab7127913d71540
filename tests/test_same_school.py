"""One school of 1,200 pupils, written in each format and imported by the real program: the same
database comes out, and the other formats on top of it change nothing.

Not every format can say everything, so each is compared with a CSV file that says what it can say:

- an Excel workbook says all that a CSV file says;
- a Common Transfer File has no ids of the school's own (it has UPNs) and no tutor groups;
- OneRoster has no contact order, no parental responsibility, no title, no address, no home
  language and no second landline, and of relationships it knows parent, guardian and relative.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from whole_school import (
    Pupil,
    as_csv,
    as_ctf,
    as_oneroster,
    as_xlsx,
    flat,
    school,
    table,
)

NOT_IN_CTF = ("Admission No", "Contact ID", "Reg")
NOT_IN_ONEROSTER = (
    *("Title", "Parental Responsibility", "Lives with pupil", "Priority", "Work Telephone"),
    *("Street", "Postcode", "Home language"),
)
HOW_IT_CAME = {"import_batch": ("file_name", "file_hash"), "change": None, "journal": None}
Tables = dict[str, list[tuple[Any, ...]]]


def with_roles(pupils: list[Pupil]) -> list[Pupil]:
    """The school as OneRoster sees its relationships."""
    return [
        each._replace(carers=[one._replace(relationship=one.role) for one in each.carers])
        for each in pupils
    ]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The school as files, by what they are called."""
    pupils = school()
    whole = table(flat(pupils))
    return {
        "all.csv": as_csv(whole),
        "all.xlsx": as_xlsx(whole),
        "as-ctf.csv": as_csv(table(flat(pupils), NOT_IN_CTF)),
        "ctf.xml": as_ctf(pupils),
        "as-oneroster.csv": as_csv(table(flat(with_roles(pupils)), NOT_IN_ONEROSTER)),
        "oneroster11.zip": as_oneroster(pupils, "1.1"),
        "oneroster12.zip": as_oneroster(pupils, "1.2"),
    }


def everything(path: Path) -> Tables:
    """Every table and column but how it came there."""
    found: Tables = {}
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (name,) in file.execute(sql).fetchall():
            left_out = HOW_IT_CAME.get(name, ())
            if left_out is not None:
                rows = [dict(row) for row in file.execute(f'SELECT * FROM "{name}"')]
                found[name] = [
                    tuple((key, row[key]) for key in row if key not in left_out) for row in rows
                ]
    return found


@pytest.fixture
def brought(run: Run, db: Path, tmp_path: Path, files: dict[str, bytes]) -> Any:
    """Import a file by name into an empty database; returns what is in it."""

    def bring(name: str) -> Tables:
        (tmp_path / name).write_bytes(files[name])
        db.unlink(missing_ok=True)
        run.ok("import", "families", str(tmp_path / name))
        return everything(db)

    return bring


def counted(tables: Tables) -> tuple[int, ...]:
    return tuple(len(tables[name]) for name in ("pupil", "carer", "pupil_carer", "family"))


@pytest.mark.parametrize(
    ("expected", "same"),
    [
        ("all.csv", ["all.xlsx"]),
        ("as-ctf.csv", ["ctf.xml"]),
        ("as-oneroster.csv", ["oneroster11.zip", "oneroster12.zip"]),
    ],
)
def test_the_same_database_comes_out(brought: Any, expected: str, same: list[str]) -> None:
    wanted = brought(expected)
    assert counted(wanted)[0] == 1_200
    for name in same:
        found = brought(name)
        assert found.keys() == wanted.keys()
        for each in wanted:
            assert found[each] == wanted[each], f"{each} of {name}"


def test_a_format_that_says_less_changes_nothing_of_what_is_there(
    run: Run, brought: Any, db: Path, tmp_path: Path, files: dict[str, bytes]
) -> None:
    before = brought("all.csv")
    for name in ("all.xlsx", "ctf.xml", "oneroster12.zip"):
        (tmp_path / name).write_bytes(files[name])
        answer = run.ok("import", "families", str(tmp_path / name), "--format", "json").json
        assert (answer["new"], answer["changed"]) == (0, 0), name
        assert everything(db) == before, name
