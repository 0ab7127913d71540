"""Bringing in families: read the file, plan, and apply the plan in one transaction."""

from datetime import date, datetime
from pathlib import Path, PurePath

from parentlink.errors import RowsRefused
from parentlink.exchange.detect import FOUND_OUT, FileForm, read_any
from parentlink.exchange.sheet import Watch
from parentlink.exchange.sheets import SheetsDiffer
from parentlink.store.store import Store
from parentlink.usecases.importing.families.alarms import alarms
from parentlink.usecases.importing.families.apply import apply_plan
from parentlink.usecases.importing.families.plan import LAST_ENTRY, Plan, in_words, make_plan
from parentlink.usecases.importing.families.reading.included import named_facts
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.families.reading.sheet_names import with_sheet_names
from parentlink.usecases.importing.families.reading.wide import known_headings
from parentlink.usecases.importing.families.whole_file import Read, read_lines
from parentlink.usecases.importing.noting import Batch
from parentlink.usecases.importing.other_list import refuse_other_than_families
from parentlink.usecases.importing.rule import refuse_list_of_barred, refuse_unread_sheets
from parentlink.usecases.importing.source import QUICKER, Source

# A tutor who logs a call meanwhile changes nobody's family, and does not wait for a second look.
NEWS_OF_PEOPLE = (
    "SELECT 1 FROM change c JOIN journal j ON j.id = c.journal_id"
    " WHERE j.id > :entry AND j.command <> 'first-seen'"
    " AND c.table_name NOT IN ('contact', 'contact_pupil', 'promise', 'good_news') LIMIT 1"
)
EMPTY = (
    "There is no row about anybody in {}, so nothing was read. Please look into it: the export may "
    "have been made without choosing any pupils."
)


def read_families(
    source: Source,
    options: Options,
    watch: Watch = iter,
    form: FileForm = FOUND_OUT,
    folder: Path | None = None,
) -> Read:
    """Every row of a families file as values; what it was taken for is the first warning.

    Many rows are put aside in `folder`, in a file that nobody else can see.

    Raises:
        RowsRefused: it is no table, or another list. Unreadable: a --map is wrong.
    """
    known = known_headings(options.maps)
    include = options.include
    try:
        sheet, said = read_any(source, source.name, known, form, include=include)
    except SheetsDiffer as differ:
        refuse_unread_sheets(differ.alike, differ.others)
        raise
    titles = sheet.titles
    refuse_unread_sheets(titles, [*sheet.unread, *(titles if form.sheets.every else ())])
    sheet, maps, named = with_sheet_names(sheet, options.maps)
    refuse_other_than_families(source.name, sheet.headings, maps)
    read = read_lines(sheet, options._replace(maps=maps), watch, folder)
    if read.lists_carers:
        refuse_list_of_barred(read.columns, titles, source.name)
    read = read._replace(file=PurePath(source.name).name, elsewhere=sheet.elsewhere)
    if not (len(read.lines) or len(read.refused) or read.is_part or "carer_ref" in read.columns):
        raise RowsRefused(EMPTY.format(source.name))
    first = [each for each in (said, named) if each]
    return read._replace(warnings=[*first, *read.warnings])


def plan_families(store: Store | None, read: Read, now: datetime, today: date) -> Plan:
    """What the file would change; without a store, in a file that is still to be made."""
    return make_plan(read, store, now, today)


def import_families(
    store: Store, read: Read, plan: Plan, batch: Batch, today: date
) -> tuple[Plan, int]:
    """Write a plan, or a new one if somebody wrote about people since; returns it and the batch.

    Raises:
        RowsRefused: the new one refuses rows that the first one took, or would change far more.
    """
    if _somebody_wrote(store, plan.entry):
        first, plan = plan, plan_families(store, read, batch.now, today)
        alarm = len(alarms(store, plan)) > len(alarms(store, first))
        if alarm or len(plan.refused) > len(first.refused):
            raise RowsRefused(QUICKER)
    batch_id = apply_plan(store, plan, batch)
    facts = named_facts(sorted(read.columns))
    read_too = f"; restricted facts read: {', '.join(facts)}" if facts else ""
    store.describe(f"imported {batch.file_name}: {in_words(plan)}{read_too}", batch_id)
    return plan, batch_id


def _somebody_wrote(store: Store, entry: int) -> bool:
    """Whether people may be others than after an entry of the journal."""
    last = int(store.value(LAST_ENTRY))
    return last < entry or (last > entry and store.value(NEWS_OF_PEOPLE, entry=entry) is not None)
