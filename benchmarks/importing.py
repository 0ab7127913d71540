"""A call log of 100,000 rows: ours beside the sqlite3 shell's own staged upsert."""

import csv
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

from measure import Case, run
from places import OTHERS, PARENTLINK, WORK, demo, env
from table import Row

OURS = "import contacts, 100,000 rows"
AGAIN = "the same file a second time"
TENTH = "import contacts, 10,000 rows"
SHELL = "sqlite3 shell: .import, then upsert"
UTILS = "sqlite-utils insert --csv, bare table"
HEADINGS = (
    *("external_id", "date", "time", "upn", "carer", "channel", "direction", "tone", "outcome"),
    *("minutes", "staff", "note"),
)
PUPILS = """
SELECT pupil.upn, carer.name, staff.name FROM pupil
JOIN pupil_family ON pupil_family.pupil_id = pupil.id
JOIN carer ON carer.family_id = pupil_family.family_id AND carer.contact_rule = 'allow'
JOIN staff ON staff.id = pupil.tutor_id
GROUP BY pupil.id HAVING COUNT(DISTINCT carer.family_id) = 1
"""
CSV = ("--csv", "--batch-size", "10000")
KINDS = (
    ("call", "outgoing", "positive", "reached", "3", "Great effort in the practical."),
    ("call", "outgoing", "check-in", "reached", "4", "Settling in well, bus pass has arrived."),
    ("call", "outgoing", "concern", "reached", "6", "Two homeworks missing, will use the planner."),
    ("call", "outgoing", "", "no-answer", "", ""),
    ("text", "outgoing", "positive", "reached", "", "Texted: superb work in art today."),
    ("call", "incoming", "check-in", "reached", "2", "Rang about a dentist visit."),
)
# What the shell is asked to do is what we do, without most of the checks and without the journal.
UPSERT = """
PRAGMA foreign_keys=ON;
PRAGMA synchronous=EXTRA;
PRAGMA secure_delete=ON;
PRAGMA temp_store=MEMORY;
PRAGMA mmap_size=0;
BEGIN IMMEDIATE;
CREATE TEMP TABLE staged (external_id TEXT, day TEXT, clock TEXT, upn TEXT, carer TEXT,
  channel TEXT, direction TEXT, tone TEXT, outcome TEXT, minutes TEXT, staff TEXT, note TEXT);
.mode csv
.import --skip 1 {file} staged
INSERT INTO contact (external_id, family_id, carer_id, staff_id, happened_at, happened_on, channel,
  direction, outcome, tone, minutes, note)
SELECT s.external_id, m.family_id, c.id, t.id, s.day || ' ' || s.clock || ':00.000000', s.day,
  s.channel, s.direction, s.outcome, NULLIF(s.tone, ''), NULLIF(s.minutes, ''), NULLIF(s.note, '')
FROM staged s
JOIN pupil p ON p.upn = s.upn
JOIN pupil_family m ON m.pupil_id = p.id
JOIN staff t ON t.name = s.staff
LEFT JOIN carer c ON c.family_id = m.family_id AND c.name = s.carer
WHERE true
ON CONFLICT (external_id) DO UPDATE SET family_id = excluded.family_id,
  carer_id = excluded.carer_id, staff_id = excluded.staff_id, happened_at = excluded.happened_at,
  happened_on = excluded.happened_on, channel = excluded.channel,
  direction = excluded.direction, outcome = excluded.outcome, tone = excluded.tone,
  minutes = excluded.minutes, note = excluded.note;
INSERT INTO contact_pupil (contact_id, pupil_id)
SELECT k.id, p.id FROM staged s
JOIN contact k ON k.external_id = s.external_id
JOIN pupil p ON p.upn = s.upn
WHERE true
ON CONFLICT (contact_id, pupil_id) DO NOTHING;
COMMIT;
"""


def cases() -> list[Case]:
    """Every way in, each into a fresh copy of the same school."""
    school = demo("school")
    large, tenth = _call_log(school, 100_000), _call_log(school, 10_000)
    script = WORK / "upsert.sql"
    script.write_text(UPSERT.format(file=large))
    target, shell, bare = WORK / "import.db", WORK / "shell.db", WORK / "utils.db"
    ours = (str(PARENTLINK), "import", "contacts")
    told = env(target)
    first = Case(OURS, (*ours, str(large)), told, prepare=_fresh(school, target))
    done = WORK / "imported.db"
    done.unlink(missing_ok=True)

    def once_imported() -> None:
        if not done.exists():
            run(first)
            _check_all_came(target, school, 100_000)
            shutil.copyfile(target, done)
        _fresh(done, target)()

    # Its own batches of 100 rows would make it wait for the disk a thousand times.
    utils = (str(OTHERS / "sqlite-utils"), "insert", str(bare), "contact", str(large))
    return [
        first,
        Case(SHELL, ("sqlite3", str(shell)), stdin=script, prepare=_fresh(school, shell)),
        Case(UTILS, (*utils, *CSV), prepare=lambda: bare.unlink(missing_ok=True)),
        Case(AGAIN, (*ours, str(large)), told, prepare=once_imported),
        Case(TENTH, (*ours, str(tenth)), told, prepare=_fresh(school, target)),
    ]


def _fresh(source: Path, path: Path) -> Callable[[], object]:
    def copy() -> None:
        shutil.rmtree(WORK / "backups", ignore_errors=True)  # ours makes a copy of the file first
        shutil.copyfile(source, path)

    return copy


def _check_all_came(target: Path, school: Path, rows: int) -> None:
    """An import that leaves rows out would be quick."""
    count = "SELECT COUNT(*) FROM contact"
    with closing(sqlite3.connect(target)) as after, closing(sqlite3.connect(school)) as before:
        came = after.execute(count).fetchone()[0] - before.execute(count).fetchone()[0]
    if came != rows:
        raise SystemExit(f"{OURS}: {came:,} rows came in, not {rows:,}")


def _call_log(school: Path, rows: int) -> Path:
    path = WORK / f"call-log-{rows}.csv"
    with closing(sqlite3.connect(school)) as connection:
        pupils = connection.execute(PUPILS).fetchall()
    rng = Random(1)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for number in range(rows):
            upn, carer, staff = rng.choice(pupils)
            channel, *kind, minutes, note = rng.choice(KINDS)
            day = f"2026-{rng.randint(9, 10):02}-{rng.randint(1, 28):02}"
            clock = f"{rng.randint(9, 16):02}:{rng.randint(0, 59):02}"
            writer.writerow(
                (f"log-{number:06}", day, clock, upn, carer, channel, *kind, minutes, staff, note)
            )
    return path


def rows() -> Sequence[Row]:
    """The table, with the targets of the issue."""
    return (
        Row(SHELL, SHELL, by="wall"),
        Row(OURS, SHELL, 1.5, by="wall"),
        Row(UTILS, SHELL, slower_than=OURS, share=0.5, by="wall"),
        Row(AGAIN, OURS, 0.8, by="wall"),
        Row(TENTH, SHELL, by="wall"),
    )
