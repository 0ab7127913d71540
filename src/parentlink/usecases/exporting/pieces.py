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
    """What goes into one file: the headings, and the rows, which are read once."""

    headings: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def as_csv(table: Table, *, excel: bool = False) -> Iterator[str]:
    """CSV whose cells no spreadsheet runs; `excel` puts the mark in front that Excel needs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.headings)
    yield (_BOM if excel else "") + out.getvalue()
    rows = iter(table.rows)
    while some := list(islice(rows, _AT_A_TIME)):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(
            [_cell(value) for value in row] for row in some
        )
        yield out.getvalue()


def as_json(table: Table) -> Iterator[str]:
    """A list of objects, one a line, with the headings as keys."""
    between = "[\n"
    rows = iter(table.rows)
    while some := list(islice(rows, _AT_A_TIME)):
        objects = (
            json.dumps(dict(zip(table.headings, row, strict=True)), ensure_ascii=False)
            for row in some
        )
        yield between + ",\n".join(objects)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A number is no formula, and a year group below reception has a minus.
    return guard(value) if isinstance(value, str) else str(value)
