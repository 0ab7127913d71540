"""Measure parentlink beside other ways to do the same: `make bench`, or see --help.

Needs the sqlite3 shell for the import row, and the network once, to install what we compare with.
"""

import argparse
import platform
import subprocess
import sys

import everyday
import importing
import trust
from measure import Case, measure
from places import WORK, compiled, other_programs
from table import Row, lines

GROUPS = ("everyday", "trust", "import")


def main() -> None:
    """Measure what was asked for and print one table for each group."""
    wanted = _asked()
    WORK.mkdir(exist_ok=True)
    versions = other_programs()
    compiled()
    print(f"Python {platform.python_version()}, {_shell()}, {', '.join(versions)}.")
    print(f"Medians of {wanted.rounds} rounds after a warm-up; the rows of a table took turns.")
    failed = False
    for group in GROUPS:
        if not (group == "trust" and wanted.no_trust):
            failed |= not _shown(group, wanted.only, wanted.rounds)
    sys.exit(failed)


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--no-trust", action="store_true", help="skip the 10 million contacts")
    words.add_argument(
        "--only", metavar="NAME", default="", help="a group, or a part of the names of rows"
    )
    return words.parse_args()


def _shown(group: str, only: str, rounds: int) -> bool:
    """Measure one group; False when a row failed, which is said and never left out."""
    rows = _rows(group)
    names = {row.name for row in rows if only in (group, "") or only in row.name}
    if not names:
        return True
    needed = names | {row.against for row in rows if row.name in names}
    needed |= {row.slower_than or "" for row in rows if row.name in names}
    cases = [case for case in _cases(group) if case.name in needed]
    found, failed = measure(cases, rounds)
    print(f"\n## {group}\n")
    print("\n".join(lines(rows, found)))
    for problem in failed:
        print(f"\nFAILED: {problem}")
    return not failed


def _cases(group: str) -> list[Case]:
    if group == "everyday":
        return [everyday.baseline(), *everyday.cases()]
    return trust.cases() if group == "trust" else importing.cases()


def _rows(group: str) -> tuple[Row, ...]:
    modules = {"everyday": everyday.rows, "trust": trust.rows, "import": importing.rows}
    return tuple(modules[group]())


def _shell() -> str:
    found = subprocess.run(["sqlite3", "--version"], check=True, capture_output=True, text=True)
    return f"sqlite3 shell {found.stdout.split()[0]}"


if __name__ == "__main__":
    main()
