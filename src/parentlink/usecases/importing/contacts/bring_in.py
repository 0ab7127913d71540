"""Bringing in a call log: look who is on file, read, compare, and write in one transaction."""

from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from parentlink.errors import ParentlinkError
from parentlink.store.store import Store
from parentlink.usecases import staff as staff_usecase
from parentlink.usecases.importing.aside import Aside, Spool
from parentlink.usecases.importing.contacts.plan import COLUMNS, ContactsPlan, Spools
from parentlink.usecases.importing.contacts.who import LAST_CHANGE
from parentlink.usecases.importing.noting import Batch, note_batch
from parentlink.usecases.importing.report import Report

_STAFF = COLUMNS.index("staff_id")
_FAMILY_OF = itemgetter(COLUMNS.index("family_id"))
LINKS = "SELECT id, pupil_id FROM contact_pupil WHERE contact_id = :contact_id"


class Stale(ParentlinkError):
    """Somebody wrote between the reading and the writing; nothing was written by us."""


def spools(folder: Path) -> Spools:
    """Room for the rows of a file."""
    aside = Aside(folder)
    return Spools(Spool(aside), Spool(aside), Spool(aside))


def import_contacts(store: Store, plan: ContactsPlan, batch: Batch, me: int) -> int:
    """Write what was planned; returns the id of the import batch.

    Raises:
        Stale: the file is not as it was when the plan was made.
    """
    if int(store.value(LAST_CHANGE) or 0) != plan.mark:
        raise Stale(
            "Somebody else changed the file while this was being read. Nothing was imported; "
            "please run it again."
        )
    added = {key: staff_usecase.named(store, name) for key, name in plan.staff.items()}
    writer = _Writer(store, added, me)
    for chunk in plan.spools.new.chunks():
        writer.insert(chunk)
    for chunk in plan.spools.changed.chunks():
        for contact_id, values, pupils in chunk:
            writer.change(contact_id, values, pupils)
    batch_id = note_batch(store, "contacts", plan.report.counts, batch)
    store.describe(f"imported {batch.file_name}: {_counted(plan.report)}", batch_id)
    return batch_id


def _counted(report: Report) -> str:
    return f"{report.new:,} new and {report.changed:,} changed contacts"


class _Writer:
    """Knows the ids of staff who were not on file, and who stands for nobody in particular."""

    def __init__(self, store: Store, added: dict[str, int], me: int) -> None:
        self._store, self._added, self._me = store, added, me

    def insert(self, chunk: Sequence[tuple[Any, ...]]) -> None:
        """New contacts with their pupils; those of one family keep the order of the file.

        Family beside family they go into fewer pages of the index than as they come.
        """
        chunk = sorted(chunk, key=_FAMILY_OF)
        rows = [
            row[:-1]
            if type(row[_STAFF]) is int
            else (*row[:_STAFF], self._staff_id(row[_STAFF]), *row[_STAFF + 1 : -1])
            for row in chunk
        ]
        ids = self._store.insert_many("contact", COLUMNS, rows)
        links = [
            (contact_id, pupil)
            for contact_id, row in zip(ids, chunk, strict=True)
            for pupil in row[-1]
        ]
        self._store.insert_many("contact_pupil", ("contact_id", "pupil_id"), links)

    def change(self, contact_id: int, values: dict[str, Any], pupils: list[int] | None) -> None:
        """A contact of which the file says something else now."""
        if "staff_id" in values:
            values = values | {"staff_id": self._staff_id(values["staff_id"])}
        if values:
            self._store.update("contact", contact_id, **values)
        if pupils is not None:
            self._relate(contact_id, pupils)

    def _relate(self, contact_id: int, pupils: list[int]) -> None:
        """Make a contact one about these pupils, and no others."""
        new = dict.fromkeys(pupils)
        for link_id, pupil_id in list(self._store.cursor(LINKS, contact_id=contact_id)):
            if pupil_id in new:
                del new[pupil_id]
            else:
                self._store.delete("contact_pupil", link_id)
        links = [(contact_id, pupil) for pupil in new]
        self._store.insert_many("contact_pupil", ("contact_id", "pupil_id"), links)

    def _staff_id(self, staff: int | str | None) -> int:
        if isinstance(staff, int):
            return staff
        return self._me if staff is None else self._added[staff]
