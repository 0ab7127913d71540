"""The files of `export`: a table, contacts for a phone, a calendar, or a folder with everything."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from parentlink.exchange.ical import PROMISES, as_ical
from parentlink.exchange.vcard import as_vcards
from parentlink.parse.names import as_word
from parentlink.rules.school_days import counted
from parentlink.store.store import Store
from parentlink.usecases import calendar_file
from parentlink.usecases.exporting import carers as people
from parentlink.usecases.exporting import export as usecase
from parentlink.usecases.exporting.due_days import promise_days
from parentlink.usecases.exporting.held import Held
from parentlink.usecases.exporting.left_out import left_out
from parentlink.usecases.exporting.mailing import as_left_out, as_mailing, who_was_left_out
from parentlink.usecases.exporting.pieces import Cell, Table, as_csv, as_json, as_json_lines
from parentlink.usecases.exporting.to_file import (
    aside,
    fill_private,
    private_folder,
    readable_by,
    write_private,
)
from parentlink.usecases.exporting.wishes import LEFT_OUT, WHOLE, Kind, What, Wish
from parentlink.views import output
from parentlink.views.gate import visible
from parentlink.vocabulary.restricted import COLUMNS
from parentlink.workspace import Workspace


class Target(NamedTuple):
    """Where to, and as what; without a name it is the screen or a pipe."""

    kind: Kind
    out: Path | None
    excel: bool
    force: bool


def write(work: Workspace, wish: Wish, held: Held, target: Target) -> None:
    """Write what is wished for, and say what is held back from it."""
    with work.reading() as store:
        for said in usecase.warnings(store, wish, held, with_notes=target.kind is not Kind.ICS):
            work.say(said)
        if wish.what is What.EVERYTHING:
            everything(work, store, wish, held, target)
        elif wish.what in (What.CARERS, What.MAIL_MERGE):
            carers(work, store, wish, held, target)
        elif target.kind is Kind.ICS and wish.what is What.PROMISES:
            promises(work, store, wish, target)
        elif target.kind is Kind.ICS:
            conversations(work, store, wish, target)
        else:
            rows(work, usecase.table(store, wish, held), wish, target)


def rows(work: Workspace, table: Table, wish: Wish, target: Target) -> None:
    """Write one table."""
    count = _write_rows(work, table, wish, target)
    _done(work, f"{counted(count, 'row')} of {wish.what.value}", target)


def carers(work: Workspace, store: Store, wish: Wish, held: Held, target: Target) -> None:
    """Write carers as rows, or as contacts for a phone, and say who is not among them."""
    found = usecase.reached(store, wish, held, work.today)
    if target.kind is Kind.VCARD:
        found = people.for_a_phone(store, found)
    elif wish.channel is None:
        found = people.without_shared(store, found)
    for said in filter(None, (people.left_out(found), *who_was_left_out(found))):
        work.say(said)
    if target.kind is not Kind.VCARD:
        rows(work, _table_of(found, wish), wish, target)
        return
    cards = list(people.as_cards(found))
    _write(work, as_vcards(cards), target)
    _done(work, counted(len(cards), "contact"), target)


def _table_of(found: people.Reached, wish: Wish) -> Table:
    if wish.channel is None:
        return people.as_table(found)
    return as_left_out(found) if wish.left_out else as_mailing(found, wish.channel)


def promises(work: Workspace, store: Store, wish: Wish, target: Target) -> None:
    """Write the days on which promises are due as a calendar file, without what was promised."""
    days = promise_days(store, wish.group, work.today)
    _write(work, [as_ical(days, PROMISES)], target)
    _done(work, counted(len(days), "promise"), target)


def conversations(work: Workspace, store: Store, wish: Wish, target: Target) -> None:
    """Write conversations as a calendar file, without what was said."""
    found = calendar_file.of_group(store, wish.group, work.today)
    warning = calendar_file.warning(found.never)
    for sentence in filter(None, (warning, calendar_file.left_out(found.left_out))):
        work.say(sentence)
    _write(work, [as_ical(found.appointments)], target)
    _done(work, counted(len(found.appointments), "conversation"), target)


def everything(work: Workspace, store: Store, wish: Wish, held: Held, target: Target) -> None:
    """Write every table into a new folder, as they stand at one moment."""
    named = usecase.new_names(store, held)
    with private_folder(target.out or Path()) as folder:
        for what in WHOLE:
            one = wish._replace(what=what)
            into = target._replace(out=folder / f"{what.value}.{target.kind.value}")
            _write_rows(work, usecase.table(store, one, held, named), one, into)
        said = left_out(store, held)
        if said:
            text = "\n".join([*said, ""])
            write_private(folder / LEFT_OUT, [text], force=False, never=work.path)
    for sentence in said:
        work.say(sentence)
    more = " --restricted" if held.facts.intersection(COLUMNS) else ""
    work.say(
        f"Exported everything to {target.out}, {readable_by()}. To bring it into an empty "
        f"file: parentlink --db NEW.db import everything {as_word(str(target.out))}{more}"
    )


def _write_rows(work: Workspace, table: Table, wish: Wish, target: Target) -> int:
    rows = _Counted(table.rows)
    table = table._replace(rows=rows)
    if target.kind is Kind.XLSX and target.out is not None:
        _write_workbook(work, table, wish.what.value, target.out, target)
        return rows.count
    shapes = {Kind.JSON: as_json, Kind.JSONL: as_json_lines}
    shape = shapes.get(target.kind)
    mark = "\t" if target.kind is Kind.TSV else ","
    _write(work, shape(table) if shape else as_csv(table, excel=target.excel, mark=mark), target)
    return rows.count


def _write_workbook(work: Workspace, table: Table, title: str, out: Path, target: Target) -> None:
    from parentlink.exchange.xlsx_out import write_xlsx

    def fill(file: BinaryIO) -> None:
        with aside(out) as folder:
            write_xlsx(file, folder, title, table.headings, table.rows)

    fill_private(out, fill, force=target.force, never=work.path)


class _Counted:
    """Rows going by."""

    def __init__(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _write(work: Workspace, pieces: Iterable[str], target: Target) -> None:
    if target.out is not None:
        write_private(target.out, pieces, force=target.force, never=work.path)
        return
    on_screen = _on_screen()
    for piece in pieces:
        output.raw(visible(piece.replace("\r\n", "\n")) if on_screen else piece)


def _done(work: Workspace, what: str, target: Target) -> None:
    if target.out is not None:
        work.say(f"Exported {what} to {target.out}, {readable_by()}.")
    elif output.on_terminal():
        work.say("To keep this in a file: -o FILE")


def _on_screen() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
