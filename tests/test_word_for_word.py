"""Rows that say what is on file already are not looked at, and what comes out is the same."""

import csv
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from both_ways import Step, imported, in_tiny_batches, merged, same
from parentlink.parse.upn import check_letter
from parentlink.store.create import create
from parentlink.usecases.importing.families import plan, word_for_word
from parentlink.usecases.importing.families.matching.gathered import Gathered
from parentlink.usecases.importing.families.outcome import Outcome
from parentlink.usecases.importing.families.parts.settled import Settled
from parentlink.usecases.importing.families.reading.lines import Line

Row = dict[str, str]
UPNS = [check_letter(f"99990000010{n}") + f"99990000010{n}" for n in range(5)]
PUPILS = [
    ("Ada", "Okafor", "2014-10-14", "7KM"),
    ("Ben", "Okafor", "2015-02-03", "7KM"),
    ("Ada", "Okafor", "2015-02-03", "8KM"),  # of the same name
    ("Cai", "Nowak", "2014-10-14", "7KM"),
    ("Dee", "Nowak", "2015-03-02", "8KM"),
]
CARERS = [
    ("Ngozi Okafor", "mother", "07700 900001", "n@example.org"),
    ("Emeka Okafor", "father", "07700 900002", ""),
    ("Ngozi Okafor", "aunt", "07700 900003", ""),  # of the same name
    ("Ngozi Okafor", "mother", "07700 900001", ""),  # and the same number
    ("Mr Nowak", "father", "07700 900004", "nowak@example.org"),
    ("Mrs Nowak", "mother", "07700 900004", "nowak@example.org"),
    ("Zofia Nowak", "grandmother", "07700 900004", ""),  # of a family of another home
]
HOMES = "abaca"  # of the pupils
CARERS_OF = {"a": (0, 1, 6), "b": (2, 3), "c": (4, 5)}
COLUMNS: dict[str, Callable[[int, int], str]] = {
    "upn": lambda p, c: UPNS[p],
    "pupil_id": lambda p, c: f"s{p}",
    "pupil": lambda p, c: " ".join(PUPILS[p][:2]),
    "date_of_birth": lambda p, c: PUPILS[p][2],
    "tutor_group": lambda p, c: PUPILS[p][3],
    "year_group": lambda p, c: PUPILS[p][3][0],
    "tutor": lambda p, c: "Mr Ahmed",
    "family_ref": lambda p, c: f"f{HOMES[p]}",
    "family": lambda p, c: PUPILS[p][1],
    "key_contact": lambda p, c: "Ms Chen",
    "carer_id": lambda p, c: f"c{c}",
    "carer": lambda p, c: CARERS[c][0],
    "relationship": lambda p, c: CARERS[c][1],
    "mobile_phone": lambda p, c: CARERS[c][2],
    "email": lambda p, c: CARERS[c][3],
    "priority": lambda p, c: str(c + 1),
    "emergency": lambda p, c: str(1 + c % 3),
    "lives_with": lambda p, c: "no" if c % 3 == 1 else "yes",
    "address": lambda p, c: f"{1 + c % 2} Elm Row",
    "household": lambda p, c: "Elm Row" if c % 2 else "",
    "court_order": lambda p, c: "no",
    "in_family": lambda p, c: "yes",
    "listed_by_school": lambda p, c: "no" if c % 2 else "yes",
    "pupil_ref": lambda p, c: f"x{p}",
    "carer_ref": lambda p, c: f"m{c}",
}
RARE = (
    "in_family",
    "listed_by_school",
    "pupil_ref",
    "pupil_ref",
    "carer_ref",
    "household",
    "court_order",
)
OF_CARER = {
    *("carer_id", "carer", "relationship", "mobile_phone", "email", "priority", "lives_with"),
    *("emergency", "address", "court_order", "carer_ref"),
}
RARELY = ("alone", "bar")
EDITS = {
    "upn": ("", UPNS[0], UPNS[4]),
    "pupil_id": ("", "s0", "s9"),
    "pupil": ("Ada Okafor", "Eli Nowak", "Ada OKAFOR", "ADA OKAFOR"),
    "pupil_ref": ("", "x0", "x9"),
    "date_of_birth": ("", "2015-03-02"),
    "tutor_group": ("8KM",),
    "family_ref": ("", "fb", "fz"),
    "carer_id": ("", "c0", "c9"),
    "carer": ("Ngozi Okafor", "Nowak", "", "Ngozi OKAFOR", "MRS Nowak"),
    "relationship": ("mother", "parent", ""),
    "mobile_phone": ("", "07700 900001", "07700 900009"),
    "priority": ("1", ""),
    "emergency": ("1", "yes", ""),
    "lives_with": ("no", "part", ""),
    "address": ("", "9 Oak Rise"),
    "court_order": ("yes", ""),
    "listed_by_school": ("yes", "no", ""),
}


@st.composite
def schools(draw: st.DrawFn) -> list[Row]:
    """Rows of a file that does not contradict itself, with some of the columns."""
    names = [name for name in COLUMNS if name not in ("pupil", "carer", "upn", *RARE)]
    left_out = draw(st.sets(st.sampled_from(names), max_size=4))
    rare = draw(st.sets(st.sampled_from((*RARE, "none", "none", "none")), max_size=1))
    wanted = [
        name for name in COLUMNS if name not in left_out and (name not in RARE or name in rare)
    ]
    count = draw(st.integers(1, len(PUPILS)))
    anybody = st.integers(0, len(CARERS) - 1)
    pairs = []
    for pupil in range(count):
        own = st.sampled_from(CARERS_OF[HOMES[pupil]])
        carers = draw(st.lists(own, min_size=1, max_size=3, unique=True))
        if draw(st.integers(0, 7)) == 0:
            carers = [*{*carers, draw(anybody)}]
        pairs += [(pupil, carer) for carer in carers]
    return [{name: COLUMNS[name](*pair) for name in wanted} for pair in pairs]


@st.composite
def edited(draw: st.DrawFn, rows: list[Row]) -> list[Row]:
    """The rows with a few cells changed, rows left out, doubled or put elsewhere."""
    rows = [dict(row) for row in rows]
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(rows) - 1))
        what = draw(st.sampled_from(("cell", "cell", "cell", "drop", "double", "last", *RARELY)))
        if what == "cell":
            name = draw(st.sampled_from([name for name in rows[at] if name in EDITS] or ["pupil"]))
            rows[at][name] = draw(st.sampled_from(EDITS[name]))
        elif what == "alone":  # of this pupil the file lists no carer any more
            alone = rows[at] | dict.fromkeys(OF_CARER & rows[at].keys(), "")
            rows = [*(row for row in rows if row["pupil"] != alone["pupil"]), alone]
        elif what == "bar":
            rows = [row | {"court_order": row.get("court_order", "")} for row in rows]
            rows[at]["court_order"] = "yes"
        elif what == "double":
            rows.insert(draw(st.integers(0, len(rows))), dict(rows[at]))
        elif len(rows) > 1:
            row = rows.pop(at)
            rows += [row] if what == "last" else []
    return rows


def done(sql: str) -> Callable[[Path], None]:
    """What somebody did to the file meanwhile."""

    def do(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(sql)

    return do


DONE = (
    "UPDATE carer SET contact_rule = 'never', rule_reason = 'court' WHERE id = 1",
    "UPDATE carer SET contact_rule = 'ask', rule_reason = 'shy' WHERE id = 2",
    "UPDATE carer SET mobile_phone = '+447700900009' WHERE id = 2",
    "UPDATE carer SET external_id = NULL WHERE id = 1",
    "UPDATE carer SET family_id = (SELECT MAX(id) FROM family) WHERE id = 1",
    "UPDATE pupil SET upn = NULL WHERE id = 1",
    "UPDATE pupil SET legal_name = 'ADA OKAFOR' WHERE id = 1",
    "UPDATE carer SET name = 'Ngozi OKAFOR' WHERE id = 1",
    "UPDATE pupil SET tutor_group = '9XY', tutor_id = NULL WHERE id = 2",
    "UPDATE pupil_carer SET relationship = 'stepmother' WHERE id = 1",
    "UPDATE pupil_carer SET listed = 0 WHERE id = 1",
    "UPDATE pupil_carer SET listed = 0",
    "INSERT INTO setting (name, value) VALUES ('barred_left_out', '1 in ours.csv on 2026-11-20')",
    "DELETE FROM pupil_carer WHERE id = 1",
    "DELETE FROM pupil_family WHERE id = 1",
    "UPDATE family SET archived_on = '2026-09-01' WHERE id = 1",
    "UPDATE pupil SET leaves_on = '2026-09-01' WHERE id = 1",
    "INSERT INTO pupil_carer (pupil_id, carer_id, emergency) SELECT 1, id, 0 FROM carer"
    " WHERE id > 1 AND id NOT IN (SELECT carer_id FROM pupil_carer WHERE pupil_id = 1) LIMIT 1",
)
SECONDS = (
    *(("pupil", "s1", "Ada Okafor"), ("pupil", "s0", "Ben Okafor"), ("pupil", "s9", "Eli Nowak")),
    *(("carer", "c1", "Ngozi Okafor"), ("carer", "c9", "Emeka Okafor")),
)


def text(rows: list[Row]) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@st.composite
def weeks(draw: st.DrawFn) -> list[Step]:
    """A file, perhaps something done to the data, and the file again with little changed."""
    rows = draw(schools())
    steps: list[Step] = [text(rows)]
    if draw(st.booleans()):
        steps.append(done(draw(st.sampled_from(DONE))))
    if draw(st.integers(0, 3)) == 0:
        steps.append(merged(draw(st.sampled_from(SECONDS))))
    steps.append(text(draw(edited(rows))))
    return steps


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new file."""
    path = tmp_path_factory.mktemp("new") / "empty.db"
    create(path)
    return path


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=weeks())
def test_not_looking_changes_nothing(steps: list[Step], tmp_path: Path, empty: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        left = settled(patch)
        same(tmp_path, empty, steps)
    event("rows that nobody looked at" if any(left) else "every row was looked at")


def settled(patch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each look at a file leaves out."""
    left: list[int] = []
    real = Outcome.stand

    def stand(self: Outcome, rows: Settled) -> None:
        left.append(rows.rows)
        real(self, rows)

    patch.setattr(Outcome, "stand", stand)
    return left


HEAD = "upn,pupil,tutor_group,carer_id,carer,relationship,mobile_phone\n"


def school(pupils: int) -> list[str]:
    """Rows of a mother and a father for each of some pupils, who share no carer."""
    rows = []
    for number in range(pupils):
        digits = f"99990000{number:04}"
        pupil = f"{check_letter(digits)}{digits},Pupil {number},7KM"
        for carer in ("mother", "father"):
            phone = f"07700 900{number:03}"
            rows.append(f"{pupil},{carer[0]}{number},{carer} {number},{carer},{phone}\n")
    return rows


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that all the rules looked at, file after file."""
    in_tiny_batches(monkeypatch)
    rows: list[int] = []

    class Watched(Gathered):
        def __init__(self, lines: list[Line], *more: Any) -> None:
            rows.extend(line.row for line in lines)
            super().__init__(lines, *more)

    monkeypatch.setattr(plan, "Gathered", Watched)
    return rows


@pytest.fixture
def path(tmp_path: Path, empty: Path) -> Path:
    """A file of six pupils."""
    found = tmp_path / "school.db"
    found.write_bytes(empty.read_bytes())
    imported(found, HEAD + "".join(school(6)))
    return found


def test_of_a_file_in_which_nothing_changed_no_row_is_looked_at(
    path: Path, looked_at: list[int]
) -> None:
    new, changed, unchanged, *_ = imported(path, HEAD + "".join(school(6)))
    assert (new, changed, unchanged) == (0, 0, 12)
    assert looked_at == []


def test_a_name_in_capitals_is_the_one_on_file(path: Path, looked_at: list[int]) -> None:
    rows = "".join(school(6)).replace("Pupil", "PUPIL").replace("mother ", "MOTHER ")
    assert imported(path, HEAD + rows)[:3] == [0, 0, 12]
    assert looked_at == []


def test_where_a_row_changed_everybody_it_has_to_do_with_is_looked_at(
    path: Path, looked_at: list[int]
) -> None:
    rows = school(6)
    rows[4] = rows[4].replace("07700 900002", "07700 900777")
    assert imported(path, HEAD + "".join(rows))[:3] == [0, 1, 11]
    assert looked_at == [6, 7]  # the mother whose number it is, and the father of that pupil


def test_a_carer_who_is_no_longer_listed_is_seen_though_every_row_stands(
    path: Path, looked_at: list[int]
) -> None:
    rows = school(6)
    del rows[5]
    removed = imported(path, HEAD + "".join(rows))[11]
    assert [one.carer for one in removed] == ["father 2"]
    assert looked_at == [6]


def test_somebody_with_a_contact_rule_is_always_looked_at(path: Path, looked_at: list[int]) -> None:
    done("UPDATE carer SET contact_rule = 'never', rule_reason = 'court' WHERE id = 1")(path)
    imported(path, HEAD + "".join(school(6)))
    assert looked_at == [2, 3]


def test_a_link_that_was_typed_is_looked_at_once_and_is_the_files_then(
    path: Path, looked_at: list[int]
) -> None:
    done("UPDATE pupil_carer SET listed = 0 WHERE id = 1")(path)
    assert imported(path, HEAD + "".join(school(6)))[:4] == [0, 0, 12, 1]
    assert looked_at == [2, 3]
    assert imported(path, HEAD + "".join(school(6)))[3] == 0
    assert looked_at == [2, 3]


def test_a_file_of_news_is_looked_at_as_a_whole(
    path: Path, looked_at: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_for_word, "_TRIED", 2)
    imported(path, HEAD + "".join([*school(9)[12:], *school(6)]))
    assert sorted(looked_at) == list(range(2, 20))
