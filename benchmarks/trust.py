"""One tutor's list out of 600 contacts beside the same list out of 10 million."""

from collections.abc import Sequence

from measure import Case
from places import PARENTLINK, TODAY, WORK, demo, env, made
from table import Row

SMALL, LARGE = "who-needs --group 7KM, 600 contacts", "who-needs --group 7KM, 10 million"
# Made as the trust is made, so that only the size differs.
MAKE_SMALL = f"""
import sys
from datetime import date
from pathlib import Path
from parentlink.usecases.demo.build import Plan, build
plan = Plan(30, 600, 5, 0, False, cohorts=False)
build(Path(sys.argv[1]), plan, 1, date.fromisoformat({TODAY[:10]!r}))
"""


def cases() -> list[Case]:
    """The same question to the small file and to the large one."""
    asked = (str(PARENTLINK), "who-needs-a-positive-call", "--group", "7KM", "--format", "json")
    small = made(WORK / "small.db", MAKE_SMALL)
    return [
        Case(SMALL, asked, env(small), says="reasons"),
        Case(LARGE, asked, env(demo("trust")), says="reasons"),
    ]


def rows() -> Sequence[Row]:
    """The table, with the target of the issue."""
    return (Row(SMALL, SMALL), Row(LARGE, SMALL, 1.2))
