"""A families file looked at as a whole, and in the smallest batches: what each says and writes."""

import csv
import io
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from parentlink.errors import RowsRefused
from parentlink.parse.names import fold
from parentlink.store.store import Entry, Store
from parentlink.usecases.importing import aside
from parentlink.usecases.importing.families import plan, word_for_word
from parentlink.usecases.importing.families.bring_in import (
    import_families,
    plan_families,
    read_families,
)
from parentlink.usecases.importing.families.parts import batches, hashes, keeping
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.noting import Batch
from parentlink.usecases.importing.source import Source

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
Step = str | Callable[[Path], None]  # a file to import, or something done to the data file


ALWAYS = ("pupil", "carer")  # columns


@st.composite
def tables(draw: st.DrawFn, cells: Mapping[str, Sequence[str]], most: int) -> str:
    """A small families file with some of these columns, and at most so many rows."""
    chosen = draw(st.sets(st.sampled_from([name for name in cells if name not in ALWAYS])))
    columns = [name for name in cells if name in chosen or name in ALWAYS]
    row = st.tuples(*(st.sampled_from(cells[name]) for name in columns))
    out = io.StringIO()
    csv.writer(out).writerows([columns, *draw(st.lists(row, min_size=1, max_size=most))])
    return out.getvalue()


def imported(path: Path, text: str) -> list[Any]:
    """What an import of the rows that can be used said; the others are left out."""
    with closing(Store(path)) as store:
        source = Source(io.BytesIO(text.encode()), "families.csv")
        try:
            read = read_families(source, Options(), folder=path.parent)
        except RowsRefused as refused:  # there is nobody in it
            return [str(refused)]
        made = plan_families(store, read, NOW, NOW.date())
        counts = (made.new, made.changed, made.unchanged, made.size, made.families_changed)
        lists = (made.refused, made.missing, made.warnings, made.changes, made.removals.removed)
        todo = (made.todo.added, made.todo.barred, made.todo.staff)
        said = [
            *counts,
            made.listed,
            made.removals.carers,
            *(list(each) for each in (*lists, *todo)),
        ]
        if made.size:
            with store.writing(Entry("import families", NOW, None)):
                import_families(store, read, made, Batch("f.csv", "", NOW, None), NOW.date())
        return said


def merged(second: Sequence[str]) -> Callable[[Path], None]:
    """Let the first pupil or carer on file have had a second record of another id and name."""
    table, external, name = second

    def merge(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(
                f"INSERT INTO known_as ({table}_id, external_id, name_key) "
                f"SELECT MIN(id), ?, ? FROM {table} HAVING COUNT(*) > 0",
                (external or None, fold(name)),
            )

    return merge


def taken(path: Path, new: Path, steps: Sequence[Step]) -> tuple[list[Any], dict[str, Any]]:
    """What some imports said, and everything on file after them."""
    shutil.copyfile(new, path)
    said = []
    for step in steps:
        if isinstance(step, str):
            said.append(imported(path, step))
        else:
            step(path)
    with closing(sqlite3.connect(path)) as after:
        names = [name for (name,) in after.execute("SELECT name FROM sqlite_master")]
        found = {
            name: after.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
            for name in names
            if not name.startswith(("ix_", "sqlite_"))
        }
    return said, found


def same(folder: Path, empty: Path, steps: Sequence[Step]) -> dict[str, Any]:
    """Take the steps twice, in one look and in the smallest batches, and compare everything."""
    whole = taken(folder / "whole.db", empty, steps)
    with pytest.MonkeyPatch.context() as patch:
        in_tiny_batches(patch)
        apart = taken(folder / "apart.db", empty, steps)
    assert apart[0] == whole[0]
    assert apart[1] == whole[1]
    return apart[1]


def in_tiny_batches(patch: pytest.MonkeyPatch) -> None:
    """Every group of rows alone, and hardly anything kept in memory."""
    patch.setattr(keeping, "IN_MEMORY", 1)
    patch.setattr(keeping, "_AT_A_TIME", 2)
    patch.setattr(plan, "IN_MEMORY", 0)
    patch.setattr(batches, "AT_A_TIME", 1)
    patch.setattr(aside, "_WAITING", 2)
    patch.setattr(aside, "_BUCKET_BITS", 1)
    patch.setattr(hashes, "_WAITING", 2)
    patch.setattr(word_for_word, "_AT_A_TIME", 2)
