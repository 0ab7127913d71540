"""A file in which hundreds of rows bear one pupil's name: refused in plain words, without delay."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import FrameType
from typing import Any

import pytest

from parentlink.usecases.importing.families.bring_in import plan_families, read_families
from parentlink.usecases.importing.families.plan import Plan
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.families.whole_file import Read
from parentlink.usecases.importing.source import Source

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
Row = Callable[[int], str]
HEADINGS = "pupil,tutor_group,carer,mobile_phone,date_of_birth,pupil_id\n"
SHAPES: dict[str, Row] = {
    "no carers": lambda at: "Ada Example,7A,,,,",
    "each another carer": lambda at: f"Ada Example,7A,Carer{at} Example,,,",
    "one number for all": lambda at: f"Ada Example,7A,Carer{at} Example,07700 900123,,",
    "a number with the next": lambda at: f"Ada Example,7A,C{at} Example,0770090{at // 2:04},,",
    "some without a group": lambda at: f"Ada Example,{('7A', '7B', '')[at % 3]},C{at} Example,,,",
    "each another id": lambda at: f"Ada Example,7A,C{at} Example,,2012-01-01,p{at}",
    "every other an id": lambda at: (
        f"Ada Example,7A,C{at} Example,,2012-01-01,{'p' * (at % 2)}{at if at % 2 else ''}"
    ),
}


def read(row: Row, rows: int) -> Read:
    text = HEADINGS + "".join(f"{row(at)}\n" for at in range(rows))
    options = Options([], frozenset(), False)
    return read_families(Source(io.BytesIO(text.encode()), "families.csv"), options)


def plan(file: Read) -> Plan:
    return plan_families(None, file, NOW, date(2026, 11, 23))


def work(row: Row, rows: int) -> int:
    """How many lines of ours run until there is a plan."""
    file = read(row, rows)
    steps = 0

    def step(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal steps
        if "parentlink" not in frame.f_code.co_filename:
            return None
        steps += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        plan(file)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("row", SHAPES.values(), ids=list(SHAPES))
def test_twice_as_many_rows_of_one_name_are_about_twice_the_work(row: Row) -> None:
    work(row, 2)  # what is imported or kept at the first time does not count
    assert work(row, 300) < 2.4 * work(row, 150)


def test_a_refusal_names_a_few_rows_and_counts_the_others() -> None:
    refused = plan(read(SHAPES["no carers"], 1_000)).refused
    assert len(refused) == 1_000
    said = {each.problem.problem for each in refused}
    assert len(said) == 1
    assert said.pop().startswith('"Ada Example" stands in rows 2, 3, 4, 5, 6 and 995 more, and')
