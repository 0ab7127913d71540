"""What is kept of an import, so that `import history` and `undo` know it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from parentlink.store.store import Store

_KIND = "everything"  # of an import that is several


class Counts(NamedTuple):
    """What became of the rows of one file; `has_rules`: a column of it said whom not to contact."""

    new: int
    changed: int
    unchanged: int
    refused: int
    blocked: int = 0
    has_rules: bool | None = None
    file_hash: str = ""


class Batch(NamedTuple):
    """Where an import came from; one of several that are one import adds its counts to `parts`."""

    file_name: str
    file_hash: str
    now: datetime
    staff_id: int | None
    parts: list[Counts] | None = None


def note_batch(store: Store, kind: str, counts: Counts, batch: Batch) -> int:
    """Keep what an import did; returns the id of the batch, or the one that the whole will have."""
    if batch.parts is not None:
        batch.parts.append(counts._replace(file_hash=batch.file_hash))
        return store.next_id("import_batch")
    return store.insert(
        "import_batch",
        kind=kind,
        file_name=batch.file_name,
        file_hash=batch.file_hash,
        started_at=batch.now,
        staff_id=batch.staff_id,
        new_rows=counts.new,
        changed_rows=counts.changed,
        unchanged_rows=counts.unchanged,
        refused_rows=counts.refused,
        blocked_carers=counts.blocked,
        has_rules=counts.has_rules,
    )


def note_whole(
    store: Store, parts: Sequence[Counts], folder: str, now: datetime, me: int
) -> int | None:
    """Keep what several imports in one did; None where there was nothing to do."""
    if not parts:
        return None
    sums = Counts(
        sum(part.new for part in parts),
        sum(part.changed for part in parts),
        sum(part.unchanged for part in parts),
        sum(part.refused for part in parts),
        sum(part.blocked for part in parts),
    )
    rules = next((part.has_rules for part in parts if part.has_rules is not None), None)
    hashes = " ".join(part.file_hash for part in parts)
    file_hash = hashlib.sha256(hashes.encode()).hexdigest()
    batch_id = note_batch(
        store, _KIND, sums._replace(has_rules=rules), Batch(folder, file_hash, now, me)
    )
    store.describe(
        f"imported everything from {folder}: {sums.new:,} new and {sums.changed:,} changed",
        batch_id,
    )
    return batch_id
