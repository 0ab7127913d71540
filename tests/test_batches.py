"""A large families file is looked at in batches: the same comes out as from one look at it all."""

import errno
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from both_ways import imported, merged, same, tables
from parentlink.errors import FileUnusable
from parentlink.parse.upn import check_letter
from parentlink.store.store import Store
from parentlink.usecases.importing import aside
from parentlink.usecases.importing.families.bring_in import read_families
from parentlink.usecases.importing.families.guarding import absent
from parentlink.usecases.importing.families.parts import batches, of_many
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.source import Source

UPNS = [check_letter(f"99990000000{n}") + f"99990000000{n}" for n in range(4)]
# Few values, so that rows often share something and often contradict each other.
CELLS: dict[str, Sequence[str]] = {
    "family_ref": ("", "", "f1", "f2"),
    "family": ("", "", "Okafor", "Nowak"),
    "household": ("", "", "", "Elm Row"),
    "key_contact": ("", "", "Mr Ahmed", "Ms Chen"),
    "pupil_ref": ("", "", "x", "y"),
    "upn": ("", *UPNS),
    "pupil_id": ("", "", "p1", "p2"),
    "pupil": ("Ada Okafor", "Ada Okafor", "Ada Nowak", "Ben Okafor", ""),
    "date_of_birth": ("", "2014-10-14", "2015-02-03", "2015-03-02"),
    "tutor_group": ("", "7KM", "7KM", "8KM"),
    "tutor": ("", "", "Mr Ahmed", "Mrs Evans"),
    "carer_ref": ("", "", "", "m"),
    "carer_id": ("", "", "c1", "c2"),
    "carer": ("Ngozi Okafor", "Ngozi Okafor", "Grace Nowak", "Emeka Okafor", "Mr Okafor", ""),
    "relationship": ("", "mother", "grandmother", "father"),
    "lives_with": ("", "", "yes", "no", "part"),
    "priority": ("", "", "1", "2"),
    "emergency": ("", "", "1", "2", "yes", "no"),
    "mobile_phone": ("", "", "07700 900001", "07700 900002"),
    "email": ("", "", "", "n@example.org"),
    "address": ("", "", "12 Elm Row", "3 Oak Rise"),
    "title": ("", "", "Mr", "Mrs"),
    "court_order": ("", "no", "N/A", "yes"),
    "contact_rule": ("", "", "", "never", "ask", "allow"),
    "in_family": ("", "", "", "no"),
    "emergency contact 1": ("", "", "Ngozi Okafor", "Grace Nowak"),
    "emergency contact 2": ("", "", "", "Emeka Okafor"),
    "emergency contact 2 mobile": ("", "07700 900001", "07700 900003"),
    "listed_by_school": ("", "", "yes", "no"),
    "barred_left_out": ("", "", "1"),
}


def second_records() -> st.SearchStrategy[tuple[str, ...]]:
    """Other ids and names of somebody on file, as merging leaves them."""
    pupils = (st.just("pupil"), *(st.sampled_from(CELLS[name]) for name in ("pupil_id", "pupil")))
    carers = (st.just("carer"), *(st.sampled_from(CELLS[name]) for name in ("carer_id", "carer")))
    return st.tuples(*pupils) | st.tuples(*carers)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    texts=st.lists(tables(CELLS, 9), min_size=1, max_size=3),
    seconds=st.lists(second_records(), max_size=2),
)
@example(texts=["pupil,carer\nAda Okafor,Ngozi Okafor\n", "pupil,carer\n,\n"], seconds=[])
@example(  # a row with the same pupil as the one before it, and without its pupil_ref
    texts=[
        "pupil_ref,pupil,carer\n,Ada Okafor,Ngozi Okafor\ny,Ben Okafor,Ngozi Okafor\n"
        ",Ben Okafor,Ngozi Okafor\n,Ada Okafor,Ngozi Okafor\nx,Ben Okafor,Ngozi Okafor\n"
    ],
    seconds=[],
)
@example(  # rows under the name of a second record are rows of a name with two pupils on file
    texts=[
        "pupil,carer\nAda Nowak,Ngozi Okafor\n",
        "pupil,date_of_birth,carer\nAda Okafor,2014-10-14,Ngozi Okafor\n",
        "pupil,carer\nAda Okafor,Ngozi Okafor\n",
    ],
    seconds=[("pupil", "", "Ada Okafor")],
)
@example(  # under the name on file, a row leads to somebody else with that name
    texts=[
        "pupil,carer,mobile_phone,email\nAda Okafor,Ngozi Okafor,07700 900001,\n"
        "Ben Okafor,Ngozi Okafor,,n@example.org\n",
        "pupil,carer,mobile_phone,email\nAda Nowak,Grace Nowak,07700 900001,n@example.org\n",
    ],
    seconds=[("carer", "", "Grace Nowak")],
)
@example(  # the first row of a carer is refused, and the next one contradicts it
    texts=["pupil,carer_ref,carer_id,carer\nAda Okafor,m,c2,\nAda Okafor,m,c1,Ngozi Okafor\n"],
    seconds=[],
)
@example(  # a family without people, which only its name tells
    texts=["family,pupil,carer\nOkafor,,\nNowak,,\nOkafor,,\n"] * 2,
    seconds=[],
)
@example(  # the id of a second record stands for nothing while the first has none
    texts=[
        "pupil,carer\nAda Okafor,Ngozi Okafor\n",
        "pupil,carer\nAda Nowak,Ngozi Okafor\n",
        "pupil_id,pupil,carer\n,Ada Okafor,Ngozi Okafor\np1,Ada Nowak,Ngozi Okafor\n",
    ],
    seconds=[("pupil", "p1", "Ada Okafor")],
)
@example(  # of a pupil with a row that is refused, the other rows waited for an answer in vain
    texts=[
        "pupil_ref,pupil,date_of_birth,carer_ref,carer\n,Ada Okafor,,,Ngozi Okafor\n"
        ",Ada Nowak,,,Ngozi Okafor\nx,Ada Nowak,,,Ngozi Okafor\n"
        "y,Ada Nowak,2015-02-03,,Ngozi Okafor\n,Ada Nowak,2015-02-03,m,Ngozi Okafor\n"
        "x,Ada Okafor,2015-02-03,m,Ngozi Okafor\n"
    ],
    seconds=[],
)
@example(  # a slip in a date of birth is looked for in the tutor group, on file and in the file
    texts=[
        "pupil,date_of_birth,tutor_group,carer\nAda Okafor,2015-02-03,7KM,Ngozi Okafor\n"
        "Ben Okafor,2015-02-03,7KM,Ngozi Okafor\nBen Okafor,2015-03-02,7KM,Emeka Okafor\n",
        "pupil,date_of_birth,tutor_group,carer\nAda Okafor,2015-03-02,7KM,Grace Nowak\n",
    ],
    seconds=[],
)
def test_batches_change_nothing(
    texts: list[str], seconds: list[tuple[str, ...]], tmp_path: Path, empty: Path
) -> None:
    same(tmp_path, empty, [texts[0], *map(merged, seconds), *texts[1:]])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(tables(CELLS, 9), min_size=1, max_size=3))
def test_batches_change_nothing_where_a_number_is_that_of_many(
    texts: list[str], tmp_path: Path, empty: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_many, "MOST_SHARING", 1)
        same(tmp_path, empty, list(texts))


def test_a_number_of_several_who_are_barred_is_said_in_one_order(
    tmp_path: Path, empty: Path
) -> None:
    """The rows are looked at in another order in a large file."""
    rows = (
        "Pupil,Date of birth,Tutor group,Contact,Relationship,Mobile,Home phone,Email,Court order",
        "Cy Fox,2014-05-06,7A,Jo,Father,07700 900001,07700 900003,a@example.org,Yes",
        "Cy Wye,,,Tom Fox,Childminder,07700 900003,07700 900003,a@example.org,",
        "Cy Fox,2014-05-06,8B,Ngozi Wye,Grandmother,0113 496 0101,07700 900002,a@example.org,Yes",
        "Cy Fox,,7A,Mr Fox,Mother,07700 900002,07700 900003,,",
        "Ben Fox,2014-06-07,7A,Mrs Wye,Grandmother,0113 496 0101,07700 900001,,",
    )
    same(tmp_path, empty, ["\n".join(rows)])


def families(count: int) -> str:
    """So many families of two rows, the second half of the file in the order of the first."""
    names = [f"Pupil {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(count)]
    rows = [f"{name},7KM,Carer of {name},mother\n" for name in names]
    rows += [f"{name},7KM,Other of {name},father\n" for name in names]
    return "pupil,tutor_group,carer,relationship\n" + "".join(rows)


def parts_of(text: str, folder: Path, store: Store | None = None) -> list[list[int]]:
    """The lines of each batch."""
    source = Source(io.BytesIO(text.encode()), "families.csv")
    read = read_families(source, Options(), folder=folder)
    return [list(part.lines) for part in batches.batches(read.lines, store)]


def test_every_line_is_in_one_batch_and_no_batch_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_A_TIME", 10)
    parts = parts_of(families(60), tmp_path)
    assert sorted(at for part in parts for at in part) == list(range(1, 121))
    assert {len(part) for part in parts} == {10}
    assert parts[0] == [1, 2, 3, 4, 5, 61, 62, 63, 64, 65]  # the rows of a pupil stay together


def test_people_on_file_keep_rows_together_that_have_nothing_in_common(
    tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_A_TIME", 1)
    head = "pupil,upn,carer,mobile_phone\n"
    rows = [f"Ada,{UPNS[0]},Ngozi,07700 900001\n", f"Ben,{UPNS[1]},Ngozi,07700 900001\n"]
    apart = head + "".join(row.replace("Ngozi,07700 900001", "Grace,") for row in rows)
    assert parts_of(apart, tmp_path) == [[1], [2]]
    path = tmp_path / "school.db"
    shutil.copyfile(empty, path)
    imported(path, head + "".join(rows))
    with closing(Store(path)) as store:
        assert parts_of(apart, tmp_path, store) == [[1, 2]]


def test_what_is_put_aside_comes_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_WAITING", 7)
    monkeypatch.setattr(aside, "_BUCKET_BITS", 2)
    pile: aside.Pile[tuple[int, str]] = aside.Pile(aside.Aside(), tuple)
    numbers = [at * 37 % 50 for at in range(50)]
    for at in (*numbers, 12):
        pile.put(at, (at, f"line {at}" if at != 12 or len(pile) < 50 else "after it"))
    assert [at for at, _ in pile] == sorted([*numbers, 12])
    assert [text for at, text in pile if at == 12] == ["line 12", "after it"]
    assert len(pile) == 51
    assert pile[0] == (0, "line 0")
    assert list(pile[:2]) == [(0, "line 0"), (1, "line 1")]
    assert list(pile) == list(pile)
    with pytest.raises(IndexError):
        pile[51]


def test_what_is_put_aside_has_no_name_and_is_nobody_elses(tmp_path: Path) -> None:
    """Killed or not, nothing of the families stays behind."""
    place = aside.Aside(tmp_path)
    assert place.put(b"Ada") == 0
    assert place.put(b"Okafor") == 3
    assert place.get(3, 6) == b"Okafor"
    assert place.put(b"!") == 9
    assert list(tmp_path.iterdir()) == []
    assert os.fstat(place._file.fileno()).st_mode & 0o077 == 0


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**options: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(FileUnusable, match="no room to put rows aside"):
        aside.Aside(tmp_path).put(b"Ada")


def test_rows_that_are_refused_one_and_all_are_all_told(
    tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "_WAITING", 5)
    monkeypatch.setattr(absent, "_FEW", 3)
    path = tmp_path / "school.db"
    shutil.copyfile(empty, path)
    imported(path, "pupil,tutor_group\nAda Okafor,7KM\nBen Okafor,7KM\nCai Okafor,7KM\n")
    bad = "".join(f"{name} Okafor,7KM,32/13/2014\n" for name in ("Ada", "Ben", "Dee", "Eli"))
    refused, missing = imported(path, f"pupil,tutor_group,dob\nFay Okafor,7KM,\n{bad}")[7:9]
    assert [each.problem.row for each in refused] == [3, 4, 5, 6]
    assert [each.pupil for each in missing] == ["Cai Okafor"]


@pytest.mark.soak
@pytest.mark.skipif("'soak' not in config.getoption('markexpr')", reason="make soak")
@pytest.mark.skipif(os.name == "nt", reason="asks the system for the peak")
def test_a_large_file_takes_no_more_memory_than_promised(tmp_path: Path) -> None:
    """55,000 rows into an empty file, and again into the full one; all at once they take 300 MB."""
    head = "upn,pupil,tutor_group,carer,relationship,mobile_phone,email\n"
    with (tmp_path / "trust.csv").open("w", encoding="utf-8") as out:
        out.write(head)
        for number in range(27_500):
            digits = f"9999{number:08}"
            pupil = f"{check_letter(digits)}{digits},Pupil {number},{number % 90}K"
            for carer in ("mother", "father"):
                phone = f"07700 900{number % 1000:03}"
                out.write(f"{pupil},{carer} {number},{carer},{phone},{carer}{number}@example.org\n")
    for said in (b"27,500 new pupils", b"Nothing to change: 55,000 rows"):
        answer, megabytes = peak("import", "families", str(tmp_path / "trust.csv"))
        assert said in answer
        assert megabytes < 150


# The peak of a child is never below that of its parent, so a small process stands between.
BETWEEN = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "parentlink", *sys.argv[1:]]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def peak(*words: str) -> tuple[bytes, float]:
    """What a command of the real program said, and the megabytes that it took at most."""
    done = subprocess.run([sys.executable, "-c", BETWEEN, *words], capture_output=True, check=True)
    size = int(done.stderr.split()[-1])
    return done.stdout, size / (1024 * 1024 if sys.platform == "darwin" else 1024)
