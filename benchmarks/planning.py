"""Plan a term for 1,200 families, and compare how many are placed with the best of OR-Tools.

`python benchmarks/planning.py` prints the table. OR-Tools (CP-SAT) is asked the same question with
a minute for each row; it lives in benchmarks/.venv and nowhere else, installed when missing.
"""

import argparse
import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MINUTE = 60
FAMILIES, STAFF = 1200, 60
BETWEEN = "2026-10-05..2026-10-23"
TIMES = (
    "",
    "",
    "",
    "",
    "",
    "after 16:00",
    "mon, wed",
    "tue after 16:30",
    "mon-wed",
    "before 17:00",
)
AFTER_SCHOOL = ("--slots", "mon-thu 15:30-18:00")
ROOMS = ", ".join(f"Room {number}" for number in range(1, 46))
CASES: dict[str, tuple[str, ...]] = {
    "after school": AFTER_SCHOOL,
    "after school, 45 rooms": (*AFTER_SCHOOL, "--rooms", ROOMS),
    "half an hour each": (*AFTER_SCHOOL, "--length", "30"),
    "mornings as well": ("--slots", "mon-thu 08:00-09:00 15:30-18:00, fri 08:00-09:00"),
}


def main() -> None:
    """Measure every case and print one table; not zero when a promise is not kept."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--solve", action="store_true", help=argparse.SUPPRESS)
    words.add_argument("--without-ortools", action="store_true", help="only our own numbers")
    wanted = words.parse_args()
    if wanted.solve:
        print(json.dumps(solve(json.load(sys.stdin))))
        return
    print(f"{FAMILIES} families, {STAFF} staff, {BETWEEN}; CPU of the whole command, in seconds.")
    print(f"{'case':<24}{'targets':>9}{'CPU':>7}{'first fit':>11}{'placed':>8}{'CP-SAT':>8}  share")
    kept = True
    for name, options in CASES.items():
        kept &= row(name, options, with_ortools=not wanted.without_ortools)
    sys.exit(not kept)


def row(name: str, options: tuple[str, ...], *, with_ortools: bool) -> bool:
    """One line of the table; whether it keeps what is promised: 3 s, and 99 % of the best."""
    from measure import Case, run
    from places import PARENTLINK, WORK, env

    db = WORK / "planning.db"
    made(db)
    plan = (str(PARENTLINK), "conversation", "plan", "--between", BETWEEN, *options)
    today = env(db) | {"PARENTLINK_TODAY": "2026-09-21T15:40"}
    runs = [run(Case(name, plan, today, says="Nothing is booked yet")) for _ in range(3)]
    cpu = sorted(used.cpu for used in runs)[1]
    asked, placed = question(db, options)
    talks = len(asked["wanted"])
    line = f"{name:<24}{talks:>9}{cpu:>7.2f}{first_fit(asked):>11}{placed:>8}"
    if not with_ortools:
        print(line)
        return cpu <= 3
    best, proved = solved(asked)
    share = placed / best
    print(f"{line}{best:>8}  {share:.1%}{'' if proved else ' (not proved best)'}")
    return cpu <= 3 and share >= 0.99


def made(db: Path) -> None:
    """A school whose every pupil is a target, the same each time."""
    if db.exists():
        return
    from datetime import UTC, date, datetime

    from parentlink.store.create import create
    from parentlink.store.store import Entry, Store

    db.parent.mkdir(exist_ok=True)
    create(db)
    chance = random.Random(2026)
    store = Store(db)
    with store.writing(Entry("benchmark", datetime(2026, 9, 1, tzinfo=UTC), None)):
        for number in range(STAFF):
            name = f"Tutor {number:02}"
            store.insert("staff", name=name, name_key=name.lower(), tutor_group=f"G{number:02}")
        added = date(2026, 9, 1)
        for number in range(FAMILIES):
            name = f"Family {number:04}"
            family = store.insert("family", name=name, name_key=name.lower(), added_on=added)
            store.insert(
                "carer",
                family_id=family,
                name=f"Carer {number:04}",
                name_key=f"carer {number:04}",
                best_times=chance.choice(TIMES) or None,
                interpreter=chance.random() < 0.1,
            )
            same = chance.random() < 0.5
            group = f"G{chance.randrange(STAFF):02}"
            for child in range(1 + (chance.random() < 0.2)):
                child_group = group if same else f"G{chance.randrange(STAFF):02}"
                pupil = store.insert(
                    "pupil",
                    legal_name=f"Child {number:04} {child}",
                    name_key=f"child {number:04} {child}",
                    tutor_group=child_group,
                )
                store.insert("pupil_family", pupil_id=pupil, family_id=family)
                store.insert(
                    "conversation_target",
                    external_id=f"t{pupil}",
                    pupil_id=pupil,
                    staff_id=1,
                    reason="other",
                    added_on=added,
                )
    store.close()


def question(db: Path, options: tuple[str, ...]) -> tuple[dict[str, Any], int]:
    """What the planner is asked by that command, as plain numbers, and how many it places."""
    import io
    import os
    from contextlib import redirect_stderr, redirect_stdout

    from places import env

    from parentlink.cli import run as run_command
    from parentlink.rules import planning as rule
    from parentlink.usecases import planning

    asked: dict[str, Any] = {}
    placed = 0

    def listening(
        wanted: Sequence[rule.Wanted], rooms: Sequence[int] | None, follows: Sequence[bool]
    ) -> dict[int, int]:
        nonlocal placed
        asked.update(wanted=[list(one) for one in wanted], rooms=rooms)
        found = rule.place(wanted, rooms, follows)
        placed = len(found)
        return found

    os.environ |= env(db) | {"PARENTLINK_TODAY": "2026-09-21T15:40"}
    planning.place = listening  # type: ignore[attr-defined]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        run_command(["conversation", "plan", "--between", BETWEEN, *options])
    planning.place = rule.place  # type: ignore[attr-defined]
    return asked, placed


def first_fit(asked: dict[str, Any]) -> int:
    """How many a plain search places: each in turn, in the first slot where nothing clashes."""
    leads: set[tuple[int, int]] = set()
    families: set[tuple[int, int]] = set()
    inside: dict[int, int] = defaultdict(int)
    placed = 0
    for _, family, lead, slots in asked["wanted"]:
        for slot in slots:
            full = asked["rooms"] is not None and inside[slot] >= asked["rooms"][slot]
            if not full and (lead, slot) not in leads and (family, slot) not in families:
                leads.add((lead, slot))
                families.add((family, slot))
                inside[slot] += 1
                placed += 1
                break
    return placed


def solved(asked: dict[str, Any]) -> tuple[int, bool]:
    """The most that CP-SAT places within a minute, and whether it proved that none places more."""
    from places import OTHERS

    python = OTHERS / "python"
    there = subprocess.run([python, "-c", "import ortools"], capture_output=True, check=False)
    if there.returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "ortools"], check=True)
    done = subprocess.run(
        [python, __file__, "--solve"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    best, proved = json.loads(done.stdout)
    return int(best), bool(proved)


def solve(asked: dict[str, Any]) -> tuple[int, bool]:
    """The same question to OR-Tools; runs in benchmarks/.venv."""
    import importlib

    cp_model = importlib.import_module("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    once: dict[tuple[str, int, int], list[Any]] = defaultdict(list)
    inside: dict[int, list[Any]] = defaultdict(list)
    every = []
    for who, family, lead, slots in asked["wanted"]:
        mine = []
        for slot in slots:
            here = model.new_bool_var(f"{who}@{slot}")
            mine.append(here)
            once["lead", lead, slot].append(here)
            once["family", family, slot].append(here)
            inside[slot].append(here)
        model.add_at_most_one(mine)
        every += mine
    for alternatives in once.values():
        model.add_at_most_one(alternatives)
    for slot, talks in inside.items():
        if asked["rooms"] is not None:
            model.add(sum(talks) <= asked["rooms"][slot])
    model.maximize(sum(every))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = MINUTE
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    return int(solver.objective_value), status == cp_model.OPTIMAL


if __name__ == "__main__":
    main()
