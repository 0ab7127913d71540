"""Building a sample file whole: at a place of its own first, then moved where it was wished for."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import NamedTuple

from parentlink.errors import FileUnusable
from parentlink.parse.names import fold
from parentlink.rules.school_days import academic_year
from parentlink.store.connection import open_raw, unusable
from parentlink.store.create import create
from parentlink.store.store import Entry, Store
from parentlink.usecases.demo import bulk, people
from parentlink.usecases.demo.notes import SPREAD
from parentlink.usecases.demo.register import Home, Placed, Register
from parentlink.usecases.demo.school_year import SchoolDays, school_days
from parentlink.usecases.demo.story import STORY
from parentlink.usecases.demo.tales import STAFF, Person
from parentlink.usecases.demo.telling import tell
from parentlink.vocabulary import ContactRule

INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contact'"
# Every id comes from this module's own counting, so asking SQLite to look each one up again would
# only double the time; the tests ask it afterwards.
NO_KEY_CHECKS = "PRAGMA foreign_keys=OFF"
COUNT_CONTACTS = "SELECT COUNT(*) FROM contact"


class Plan(NamedTuple):
    """How much to invent. Families of a school join year by year; those of a trust are all there
    from the first year on (its primary schools had them), so that each has a long history."""

    families: int
    contacts: int
    years: int
    colleagues: int
    story: bool
    cohorts: bool = True


PLANS = {
    "group": Plan(0, 0, 1, 0, True),
    "school": Plan(1_200 - len(STORY), 60_000, 5, 10, True),
    "trust": Plan(60_000, 10_000_000, 5, 400, False, False),
}


class Made(NamedTuple):
    """What a new sample file holds."""

    path: Path
    families: int
    pupils: int
    contacts: int
    since: date


def build(path: Path, plan: Plan, seed: int, today: date) -> Made:
    """Write a sample file. The same plan, seed and day give the same rows, the journal included.

    Raises:
        FileUnusable: something is there already, or the folder cannot be written to.
    """
    if path.exists() or path.is_symlink():
        raise _there_already(path)
    try:
        folder = Path(tempfile.mkdtemp(prefix=".parentlink-demo-", dir=path.parent))
    except OSError as problem:
        raise FileUnusable(
            f"The folder {path.parent} cannot be written to ({problem.strerror}). "
            "Choose another place for the sample file."
        ) from problem
    built = folder / "parentlink.db"
    try:
        create(built)
        with _indexes_last(built):
            made = _filled(built, plan, seed, today)
        _place(built, path)
    except sqlite3.Error as problem:
        raise unusable(problem, path) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return made._replace(path=path)


def _there_already(path: Path) -> FileUnusable:
    return FileUnusable(
        f"There is already something at {path}, and the demo never writes over it. "
        "Give another file name: parentlink demo NAME.db"
    )


def _place(built: Path, path: Path) -> None:
    """Move the finished file to its place, unless somebody was first."""
    try:
        path.hardlink_to(built)
    except FileExistsError:
        raise _there_already(path) from None
    except OSError:  # a file system without hard links
        if path.exists():
            raise _there_already(path) from None
        built.rename(path)


@contextlib.contextmanager
def _indexes_last(path: Path) -> Iterator[None]:
    """Fill `contact` without its indexes and make them at the end: ten times faster at trust size.

    It bypasses the store on purpose: no row changes, and the indexes are made from their own words.
    """
    connection = open_raw(path)
    try:
        indexes = connection.execute(INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
    finally:
        connection.close()
    yield
    connection = open_raw(path)
    try:
        connection.execute("PRAGMA temp_store=FILE")  # sorting ten million rows, memory flat
        connection.execute("PRAGMA cache_size=-64000")
        for _, statement in indexes:
            connection.execute(statement)
    finally:
        connection.close()


def _filled(path: Path, plan: Plan, seed: int, today: date) -> Made:
    rng = Random(f"parentlink demo {seed}")
    school = school_days(today, plan.years)
    store = Store(path)
    try:
        store.value(NO_KEY_CHECKS)
        with store.writing(Entry("demo", datetime.combine(today, time(6), UTC), None)):
            made = _write(store, plan, school, rng)
            store.describe(f"made a sample of {made.families} families")
            return made
    finally:
        store.close()


def _write(store: Store, plan: Plan, school: SchoolDays, rng: Random) -> Made:
    prefix = f"{rng.getrandbits(32):08x}"
    groups = people.tutor_groups(plan.families, story=plan.story) if plan.families else []
    tutors = _write_staff(store, list(people.staff(groups, plan.colleagues, rng)))
    _write_calendar(store, school)
    this_year = school_days(school.today, 1)
    register = Register(store, this_year, tutors)
    families = list(_crowd(register, plan, school, groups, rng))
    told = [register.add(tale.home, this_year.days[0]) for tale in STORY] if plan.story else []
    register.flush()
    if families:
        bulk.write_contacts(store, families, school.days, plan.contacts, rng, prefix)
        bulk.write_news(store, families, school, rng, prefix)
        bulk.write_vows(store, families, school, rng, prefix)
    if told:
        tell(store, STORY, told, this_year, rng, f"7{prefix[1:]}7")
    contacts = int(store.value(COUNT_CONTACTS))
    pupils = register.made("pupil")
    return Made(store.path, register.made("family"), pupils, contacts, school.days[0])


def _write_staff(store: Store, persons: list[Person]) -> dict[str, int]:
    """Add the staff; returns whose group is whose."""
    rows = [(p.name, fold(p.name), p.role, p.tutor_group) for p in persons]
    ids = store.insert_many("staff", ("name", "name_key", "role", "tutor_group"), rows)
    return {p.tutor_group: made for p, made in zip(persons, ids, strict=True) if p.tutor_group}


def _write_calendar(store: Store, school: SchoolDays) -> None:
    rows = [
        (str(entry.kind), entry.name, entry.starts_on.isoformat(), entry.ends_on.isoformat())
        for entry in school.entries
    ]
    store.insert_many("calendar_entry", ("kind", "name", "starts_on", "ends_on"), rows)


def _crowd(
    register: Register, plan: Plan, school: SchoolDays, groups: list[people.Place], rng: Random
) -> Iterator[bulk.Family]:
    """Add the families that are not of the story; yields those that anybody has contacted."""
    last = academic_year(school.days[-1])
    mixes, weights = [mix for mix, _ in SPREAD], [weight for _, weight in SPREAD]
    while register.made("family") < plan.families:
        place = groups[register.made("family") * len(groups) // plan.families]
        joined = last + 7 - place.year if plan.cohorts else academic_year(school.days[0])
        added_on = next(day for day in school.days if academic_year(day) >= joined)
        for home in people.homes(place, rng, groups):
            if register.made("family") >= plan.families:
                return
            placed = register.add(home, added_on)
            mix, adult = rng.choices(mixes, weights)[0], who_may_be_rung(home)
            if adult is None:
                mix, adult = "no phone", 0
            if rng.random() >= 0.03:  # the others nobody has tried to reach yet
                yield _history_of(placed, mix, placed.carers[adult], joined)


def who_may_be_rung(home: Home) -> int | None:
    """The place of the first adult with a number who may be rung."""
    for place, adult in enumerate(home.adults):
        if adult.rule != ContactRule.NEVER and (adult.mobile or adult.landline):
            return place
    return None


def _history_of(placed: Placed, mix: str, carer: int, joined: int) -> bulk.Family:
    staff = placed.tutor or 1
    if placed.family % 5 == 0:  # colleagues ring home too
        staff = 1 + placed.family // 5 % len(STAFF)
    return bulk.Family(mix, placed.family, carer, staff, placed.pupils[0], joined)
