"""A trust of 60,000 pupils imported from CSV, xlsx and CTF, each twice: `make bench-families`.

Beside it the sqlite3 shell, which stages the CSV file and upserts it into the same tables with
nothing read, checked or journaled, and `sqlite-utils insert --csv` into a bare table; and what is
left of ours without any rule: the cells read, and the rows written.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from measure import Case, measure
from places import HERE, OTHERS, PARENTLINK, PYTHON, WORK, compiled, env, made, other_programs
from table import Row, lines

PUPILS = 60_000
MOST_MB = 150
SHELL = "sqlite3 shell: .import, then upsert"
UTILS = "sqlite-utils insert --csv, bare table"
NAMES = {"csv": "CSV", "xlsx": "xlsx", "xml": "CTF"}
MAKER = HERE / "trust_families.py"
FLOOR = HERE / "families_floor.py"
ONLY_READ = "our readers on every cell of the CSV, nothing else"
ONLY_WRITE = "the same rows into our tables, nothing else"
FIRST = {end: f"import families, {name}" for end, name in NAMES.items()}
AGAIN = {end: f"the same {name} a second time" for end, name in NAMES.items()}
MAKE_EMPTY = """
import sys
from pathlib import Path
from parentlink.store.create import create
create(Path(sys.argv[1]))
"""
# The file has an id for every pupil, family and carer, or this could not be said in SQL.
UPSERT = """
PRAGMA foreign_keys=ON;
PRAGMA synchronous=EXTRA;
PRAGMA secure_delete=ON;
PRAGMA temp_store=MEMORY;
PRAGMA mmap_size=0;
BEGIN IMMEDIATE;
CREATE TEMP TABLE staged (pupil TEXT, upn TEXT, forename TEXT, surname TEXT, born TEXT, year TEXT,
  tutor_group TEXT, family TEXT, carer TEXT, title TEXT, carer_forename TEXT, carer_surname TEXT,
  relationship TEXT, pr TEXT, priority TEXT, mobile TEXT, home TEXT, email TEXT);
.mode csv
.import --skip 1 {file} staged
CREATE TEMP TABLE home (id INTEGER PRIMARY KEY, ref TEXT UNIQUE, name TEXT);
INSERT INTO home (ref, name) SELECT family, MIN(surname) FROM staged GROUP BY family;
INSERT INTO family (id, name, name_key, added_on)
SELECT id, name, lower(name), '2026-11-23' FROM home WHERE true
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key;
INSERT INTO pupil (external_id, upn, legal_name, name_key, date_of_birth, year_group, tutor_group)
SELECT pupil, upn, forename || ' ' || surname, lower(forename || ' ' || surname), born,
  substr(year, 6), tutor_group FROM staged GROUP BY pupil
ON CONFLICT (external_id) DO UPDATE SET upn = excluded.upn, legal_name = excluded.legal_name,
  name_key = excluded.name_key, date_of_birth = excluded.date_of_birth,
  year_group = excluded.year_group, tutor_group = excluded.tutor_group;
INSERT INTO carer (external_id, family_id, title, name, name_key, mobile_phone, home_phone, email,
  interpreter)
SELECT s.carer, h.id, s.title, s.carer_forename || ' ' || s.carer_surname,
  lower(s.carer_forename || ' ' || s.carer_surname), s.mobile, NULLIF(s.home, ''),
  NULLIF(s.email, ''), 0
FROM staged s JOIN home h ON h.ref = s.family GROUP BY s.carer
ON CONFLICT (external_id) DO UPDATE SET family_id = excluded.family_id, title = excluded.title,
  name = excluded.name, name_key = excluded.name_key, mobile_phone = excluded.mobile_phone,
  home_phone = excluded.home_phone, email = excluded.email;
INSERT INTO pupil_family (pupil_id, family_id)
SELECT DISTINCT p.id, h.id FROM staged s JOIN pupil p ON p.external_id = s.pupil
JOIN home h ON h.ref = s.family
WHERE true ON CONFLICT (family_id, pupil_id) DO NOTHING;
INSERT INTO pupil_carer (pupil_id, carer_id, relationship, responsibility, priority, emergency)
SELECT p.id, c.id, s.relationship, lower(s.pr), s.priority, 0
FROM staged s JOIN pupil p ON p.external_id = s.pupil JOIN carer c ON c.external_id = s.carer
WHERE true
ON CONFLICT (pupil_id, carer_id) DO UPDATE SET relationship = excluded.relationship,
  responsibility = excluded.responsibility, priority = excluded.priority;
COMMIT;
"""


def main() -> None:
    """Measure, print one table, and fail where a target is missed by memory."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--pupils", type=int, default=PUPILS)
    wanted = words.parse_args()
    WORK.mkdir(exist_ok=True)
    other_programs()
    compiled()
    found, failed = measure(cases(wanted.pupils), wanted.rounds)
    print(f"\n## families: {wanted.pupils:,} pupils, medians of {wanted.rounds} rounds\n")
    print("\n".join(lines(rows(), found)))
    ours = [*FIRST.values(), *AGAIN.values()]
    large = [name for name in ours if name in found and found[name].peak_mb > MOST_MB]
    for problem in [*failed, *(f"{name} took more than {MOST_MB} MB" for name in large)]:
        print(f"\nFAILED: {problem}")
    sys.exit(bool(failed or large))


def cases(pupils: int) -> list[Case]:
    """Every way in, each into a new file; and ours again into what it had made."""
    files = {end: WORK / f"trust-{pupils}.{end}" for end in NAMES}
    for path in files.values():
        if not path.exists():
            print(f"Making {path} ...", file=sys.stderr)
            # In a process of its own: the peak of a child is never below that of its parent.
            subprocess.run([PYTHON, MAKER, path, str(pupils)], check=True)
    empty = made(WORK / "empty.db", MAKE_EMPTY)
    script, shell, bare = WORK / "families.sql", WORK / "shell.db", WORK / "utils.db"
    script.write_text(UPSERT.format(file=files["csv"]))
    utils = (str(OTHERS / "sqlite-utils"), "insert", str(bare), "carer", str(files["csv"]), "--csv")
    found = [
        Case(SHELL, ("sqlite3", str(shell)), stdin=script, prepare=_copied(empty, shell)),
        Case(
            UTILS,
            (*utils, "--batch-size", "10000"),
            prepare=lambda: bare.unlink(missing_ok=True),
        ),
    ]
    for end, path in files.items():
        target = WORK / f"families-{end}.db"
        ours = (str(PARENTLINK), "import", "families", str(path))
        first = Case(
            FIRST[end], ours, env(target), prepare=_copied(empty, target), says=f"{pupils:,} new"
        )
        again = Case(
            AGAIN[end], ours, env(target), prepare=_all_in(target, pupils), says="Nothing to change"
        )
        found += [first, again]  # in this order the second finds what the first has made
    return [*found, *_floor(files["csv"], WORK / "families-csv.db", empty)]


def _floor(csv: Path, full: Path, empty: Path) -> Iterator[Case]:
    """What any import of the CSV file takes at least, with our readers and our tables."""
    python, rows, target = str(PYTHON), WORK / "families.rows", WORK / "families-floor.db"
    yield Case(ONLY_READ, (python, str(FLOOR), "read", str(csv)), says="rows")

    def prepare() -> None:
        subprocess.run([python, FLOOR, "keep", full, rows], check=True, stdout=subprocess.DEVNULL)
        shutil.copyfile(empty, target)

    words = (python, str(FLOOR), "write", str(rows), str(target))
    yield Case(ONLY_WRITE, words, prepare=prepare, says="rows")


def _copied(source: Path, path: Path) -> Callable[[], object]:
    def copy() -> None:
        shutil.rmtree(WORK / "backups", ignore_errors=True)  # ours makes a copy of the file first
        shutil.copyfile(source, path)

    return copy


def _all_in(path: Path, pupils: int) -> Callable[[], object]:
    """An import that leaves people out would be quick."""

    def check() -> None:
        with closing(sqlite3.connect(path)) as after:
            came = after.execute("SELECT COUNT(*) FROM pupil").fetchone()[0]
        if came != pupils:
            raise SystemExit(f"{path}: {came:,} pupils came in, not {pupils:,}")

    return check


def rows() -> Sequence[Row]:
    """The table, with the targets of the issue."""
    shell = Row(SHELL, SHELL, by="wall")
    utils = Row(UTILS, SHELL, slower_than=FIRST["csv"], share=0.5, by="wall")
    found = [shell, utils, Row(FIRST["csv"], SHELL, 1.5, by="wall")]
    found += [Row(FIRST[end], FIRST["csv"], by="wall") for end in ("xlsx", "xml")]
    found += [Row(AGAIN[end], FIRST[end], 0.8) for end in NAMES]
    return [*found, *(Row(name, SHELL, by="wall") for name in (ONLY_READ, ONLY_WRITE))]


if __name__ == "__main__":
    main()
