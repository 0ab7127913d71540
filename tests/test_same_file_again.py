"""The same file a second time changes nothing and blocks nobody, whatever the one before it was."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from both_ways import imported
from parentlink.store.create import create
from test_word_for_word import COLUMNS, edited, schools, text

LOOSE = {
    "pupil_id": ("", "p1", "p2"),
    "date_of_birth": ("", "", "2014-10-14", "2015-02-03"),
    "pupil": ("Ada Okafor", "Ada Okafor", "Ben Okafor", "Ada Nowak"),
    "tutor_group": ("7KM", "7KM", "8KM", ""),
    "carer": ("Ngozi Okafor", "Ngozi Okafor", "Mr J Okafor", "Mrs Okafor", "Ngozi Brown", ""),
    "relationship": ("", "mother", "father", "parent"),
    "mobile_phone": ("", "07700 900001", "07700 900002", "0113 496 0001"),
    "contact_rule": ("", "", "", "never", "ask"),
}
ALWAYS = ("pupil", "carer")


@st.composite
def loose(draw: st.DrawFn) -> str:
    """A small list of any rows, with some of the columns."""
    chosen = draw(st.sets(st.sampled_from([name for name in LOOSE if name not in ALWAYS])))
    columns = [name for name in LOOSE if name in chosen or name in ALWAYS]
    row = st.tuples(*(st.sampled_from(LOOSE[name]) for name in columns))
    out = io.StringIO()
    csv.writer(out).writerows([columns, *draw(st.lists(row, min_size=1, max_size=4))])
    return out.getvalue()


@st.composite
def true(draw: st.DrawFn) -> str:
    """A file of a school with few of its columns, in which the office changed a few cells."""
    rows = draw(edited(draw(schools())))
    few = draw(st.sets(st.sampled_from(list(COLUMNS)), max_size=6)) | set(ALWAYS)
    return text([{name: cell for name, cell in row.items() if name in few} for row in rows])


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new file."""
    path = tmp_path_factory.mktemp("new") / "empty.db"
    create(path)
    return path


def twice(path: Path, empty: Path, texts: list[str]) -> tuple[list[Any], list[Any]]:
    """What the last of some files said, and what it said when it came again."""
    path.write_bytes(empty.read_bytes())
    for each in texts[:-1]:
        imported(path, each)
    return imported(path, texts[-1]), imported(path, texts[-1])


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(true() | loose(), min_size=1, max_size=3))
@example(  # the second file's own id and carer made certain who the pupil is, when it came again
    texts=[
        "pupil,tutor_group,carer,mobile_phone\nAda Okafor,7KM,Ngozi Okafor,07700 900001\n",
        "pupil_id,pupil,tutor_group,carer,mobile_phone\n"
        "p1,Ada Okafor,7KM,Mr J Okafor,07700 900001\n",
    ]
)
@example(  # so it did with a pupil who has no carer in it
    texts=[
        "pupil,tutor_group,carer\nAda Okafor,7KM,Ngozi Okafor\nBen Okafor,7KM,Jo Okafor\n",
        "pupil_id,pupil,tutor_group,carer\np1,Ada Okafor,7KM,\np2,Ben Okafor,7KM,Jo Okafor\n",
    ]
)
def test_the_same_file_again_changes_nothing(texts: list[str], tmp_path: Path, empty: Path) -> None:
    first, again = twice(tmp_path / "school.db", empty, texts)
    if len(again) < 12 or first[7] or again[7]:
        event("nobody, or rows that are refused")
        return
    assert again[3] == 0, again
