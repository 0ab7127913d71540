"""Every SQL statement of the program against the schema made from tables/: none is stale, slow
where it must not be, or written for one database only."""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator

import pytest

import parentlink.usecases
from parentlink.store.create import schema
from parentlink.usecases import households

_SQL = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b")
_ONLY_SQLITE = re.compile(
    r"\b(strftime|julianday|group_concat|ifnull|instr|printf|json_\w+|rowid|glob|datetime\(|date\()",
    re.IGNORECASE,
)


def statements() -> Iterator[tuple[str, str]]:
    for found in pkgutil.walk_packages(parentlink.usecases.__path__, "parentlink.usecases."):
        module = importlib.import_module(found.name)
        for name, text in vars(module).items():
            if name.isupper() and name[0] != "_" and isinstance(text, str) and _SQL.match(text):
                yield f"{found.name.removeprefix('parentlink.usecases.')}.{name}", text


ALL = dict(statements())


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    for statement in schema():
        connection.execute(statement)
    yield connection
    connection.close()


def values(sql: str) -> dict[str, int]:
    return dict.fromkeys(re.findall(r"(?<![:\w]):(\w+)", sql), 1)


def plan(connection: sqlite3.Connection, sql: str) -> str:
    rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values(sql))
    return "\n".join(str(row[3]) for row in rows)


def test_there_are_statements_to_check() -> None:
    assert len(ALL) > 40


@pytest.mark.parametrize("name", ALL)
def test_every_statement_fits_the_schema(name: str, empty: sqlite3.Connection) -> None:
    assert plan(empty, ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_every_statement_is_portable(name: str) -> None:
    assert not _ONLY_SQLITE.search(ALL[name])


def test_the_last_positive_contact_is_one_seek_on_the_partial_index(
    empty: sqlite3.Connection,
) -> None:
    assert "INDEX ix_contact_positive (family_id=?)" in plan(empty, households.LAST_POSITIVE)


def test_the_newest_contacts_come_from_the_index_in_order(empty: sqlite3.Connection) -> None:
    how = plan(empty, households.RECENT)
    assert "INDEX ix_contact_family (family_id=?)" in how
    assert "TEMP B-TREE" not in how


def test_good_news_is_sought_by_pupil_and_not_among_all_that_waits(
    empty: sqlite3.Connection,
) -> None:
    assert "INDEX ix_good_news_pupil (pupil_id=?)" in plan(empty, households.NEWS_WAITING)


@pytest.mark.parametrize(
    "name",
    [
        f"{module}.{name}"
        for module, names in {
            "households": "CARERS BARRED_NEAR PUPILS RECENT LAST_POSITIVE LAST_REACHED "
            "ATTEMPTS_AFTER NEWS_WAITING LAST_PROMISE ADDED",
            "calls": "BY_GROUP BY_YEAR BY_STAFF",
            "contact_with": "LINKS_HERE",
            "fitting": "PUPILS_OF CARERS_OF CARERS_OF_PUPIL BORN",
            "contacts": "POSITIVES_SINCE NEWS_OF_FAMILY EVERY_PUPIL",
            "due": "OPEN_PROMISES",
            "timeline": "CONTACTS ABOUT PROMISES NEWS",
            "barred": "OF_FAMILY OF_PUPIL",
            "named": "CARERS_NAMED CARERS_AROUND",
            "guarded": "AT_HOME",
            "importing.contacts.again": "ANY_MADE THEN PUPILS_OF",
            "importing.small.again": "NEWS PROMISE ACTION TARGET TALK TIMES",
        }.items()
        for name in names.split()
    ],
)
def test_nothing_asked_about_a_family_reads_a_whole_table(
    name: str, empty: sqlite3.Connection
) -> None:
    how = plan(empty, ALL[name])
    assert "SCAN" not in how.replace("SCAN CONSTANT ROW", ""), how
