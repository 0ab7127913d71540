"""The same file a second time changes nothing and blocks nobody, whatever the one before it was."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from both_ways import ALWAYS, imported, tables
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


@st.composite
def true(draw: st.DrawFn) -> str:
    """A file of a school with few of its columns, in which the office changed a few cells."""
    rows = draw(edited(draw(schools())))
    few = draw(st.sets(st.sampled_from(list(COLUMNS)), max_size=6)) | set(ALWAYS)
    return text([{name: cell for name, cell in row.items() if name in few} for row in rows])


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
@given(texts=st.lists(true() | tables(LOOSE, 4), min_size=1, max_size=3))
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
