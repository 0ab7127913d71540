"""Rows as the text of a CSV or JSON file, a piece at a time: ten million rows cost no memory."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from parentlink.exchange.cells import guard

Cell = str | int | bool | None
_AT_A_TIME = 1_000
_BOM = "\ufeff"


class Table(NamedTuple):
    """What goes into one file: the headings, and the rows, which are read once.

    `bare` are headings of phone numbers that another program dials: "+447700900123", unguarded.
    """

    headings: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    bare: frozenset[str] = frozenset()


def as_csv(table: Table, *, excel: bool = False, mark: str = ",") -> Iterator[str]:
    """CSV whose cells no spreadsheet runs; `excel` puts the mark in front that Excel needs.

    `mark` stands between the cells.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", delimiter=mark)
    writer.writerow(table.headings)
    yield (_BOM if excel else "") + out.getvalue()
    rows = iter(table.rows)
    bare = [place for place, heading in enumerate(table.headings) if heading in table.bare]
    while some := list(islice(rows, _AT_A_TIME)):
        cells = [[_cell(value) for value in row] for row in some]
        for place in bare:
            for row, written in zip(some, cells, strict=True):
                written[place] = _bare(row[place])
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n", delimiter=mark).writerows(cells)
        yield out.getvalue()


def as_json(table: Table) -> Iterator[str]:
    """A list of objects, one a line, with the headings as keys."""
    between = "[\n"
    for some in _objects(table):
        yield between + ",\n".join(some)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def as_json_lines(table: Table) -> Iterator[str]:
    """The same objects, each a line of its own and nothing around them."""
    for some in _objects(table):
        yield "\n".join(some) + "\n"


def _objects(table: Table) -> Iterator[list[str]]:
    rows = iter(table.rows)
    while some := list(islice(rows, _AT_A_TIME)):
        yield [
            json.dumps(dict(zip(table.headings, row, strict=True)), ensure_ascii=False)
            for row in some
        ]


def _bare(value: Cell) -> str:
    """A number that no spreadsheet can run; anything else is guarded as ever."""
    is_number = isinstance(value, str) and value.startswith("+") and value[1:].isdecimal()
    return str(value) if is_number else _cell(value)


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A number is no formula, and a year group below reception has a minus.
    return guard(value) if isinstance(value, str) else str(value)
