"""The people of a roster, put aside while its files are read: a trust has 170,000 of them.

They stand in a private SQLite file without a name, which is gone with the program; only a small
part of it is in memory. It is no part of the data file and never read again.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from parentlink.errors import FileUnusable

TABLES = """
    CREATE TABLE role (user TEXT PRIMARY KEY, rank INTEGER, grades TEXT, main INTEGER)
        WITHOUT ROWID;
    CREATE TABLE seen (user TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID;
    CREATE TABLE pupil (place INTEGER PRIMARY KEY, user TEXT UNIQUE, forename TEXT, surname TEXT,
        preferred TEXT, upn TEXT, year TEXT, line INTEGER,
        own TEXT, born TEXT DEFAULT '',
        home TEXT DEFAULT '');
    CREATE TABLE carer (user TEXT PRIMARY KEY, forename TEXT, surname TEXT, relationship TEXT,
        email TEXT, mobile TEXT, phone TEXT, line INTEGER, own TEXT) WITHOUT ROWID;
    CREATE TABLE link (place INTEGER PRIMARY KEY, pupil TEXT, carer TEXT, relationship TEXT,
        UNIQUE (pupil, carer));
    CREATE INDEX link_carer ON link (carer);
    CREATE TABLE other (user TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE agent (place INTEGER PRIMARY KEY, user TEXT, agent TEXT);
"""
SMALL = ("PRAGMA cache_size = -8000", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF")
_LONGEST_GRADES = 100
ADD_ROLE = f"""
    INSERT INTO role (user, rank, grades, main) VALUES (:user, :rank, :grade, :main)
    ON CONFLICT (user) DO UPDATE SET
        rank = CASE WHEN excluded.rank < rank THEN excluded.rank ELSE rank END,
        grades = CASE
            WHEN excluded.grades = '' OR excluded.main < main THEN grades
            WHEN grades = '' OR excluded.main > main THEN excluded.grades
            WHEN grades = excluded.grades OR LENGTH(grades) > {_LONGEST_GRADES} THEN grades
            ELSE grades || ',' || excluded.grades END,
        main = CASE WHEN excluded.grades <> '' AND excluded.main > main THEN excluded.main
            ELSE main END
"""
ROLE = "SELECT rank, grades FROM role WHERE user = :user"
SEEN = "INSERT INTO seen (user, line) VALUES (:user, :line) ON CONFLICT (user) DO NOTHING"
SEEN_AT = "SELECT line FROM seen WHERE user = :user"
ADD_PUPIL = """
    INSERT INTO pupil (user, forename, surname, preferred, upn, year, line, own)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
ADD_CARER = "INSERT INTO carer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_AGENT = "INSERT INTO agent (user, agent) VALUES (:user, :agent)"
ADD_LINK = """
    INSERT INTO link (pupil, carer, relationship) VALUES (:pupil, :carer, :relationship)
    ON CONFLICT (pupil, carer) DO UPDATE SET relationship = excluded.relationship
"""
ADD_OTHER = "INSERT INTO other (user) VALUES (:user) ON CONFLICT (user) DO NOTHING"
SAID_PUPIL = "SELECT 1 FROM role WHERE user = :user AND rank = 0"
IS_PUPIL = "SELECT 1 FROM pupil WHERE user = :user"
IS_RELATED = "SELECT 1 FROM link WHERE carer = :user"
# Either of the two may name the other.
LINK_AGENTS = """
    INSERT INTO link (pupil, carer, relationship)
    SELECT CASE WHEN own.user IS NULL THEN agent.agent ELSE agent.user END,
           CASE WHEN own.user IS NULL THEN agent.user ELSE agent.agent END, ''
      FROM agent
      LEFT JOIN pupil own ON own.user = agent.user
      LEFT JOIN pupil other ON other.user = agent.agent
     WHERE own.user IS NOT NULL OR other.user IS NOT NULL
     ORDER BY agent.place
    ON CONFLICT (pupil, carer) DO NOTHING
"""
POINTED_TO = """
    SELECT pupil, carer FROM link
     WHERE carer NOT IN (SELECT user FROM carer) AND carer NOT IN (SELECT user FROM other)
"""
DROP_STRANGE_PUPILS = "DELETE FROM link WHERE pupil NOT IN (SELECT user FROM pupil)"
DROP_ASTRAY = "DELETE FROM link WHERE carer NOT IN (SELECT user FROM carer)"
BORN = "UPDATE pupil SET born = :born WHERE user = :user"
# Whoever stands in two tutor groups has none.
TWO_HOMES = "*"
HOME = f"""
    UPDATE pupil SET home = CASE WHEN home IN ('', :home) THEN :home ELSE '{TWO_HOMES}' END
     WHERE user = :user
"""
HOMES_IN_DOUBT = f"SELECT COUNT(*) FROM pupil WHERE home = '{TWO_HOMES}'"
FORGET_DOUBT = f"UPDATE pupil SET home = '' WHERE home = '{TWO_HOMES}'"
HAS_PREFERRED = "SELECT 1 FROM pupil WHERE preferred <> '' LIMIT 1"
HAS_YEAR = "SELECT 1 FROM pupil WHERE year <> '' LIMIT 1"
HAS_BIRTH = "SELECT 1 FROM pupil WHERE born <> '' LIMIT 1"
HAS_HOME = "SELECT 1 FROM pupil WHERE home <> '' LIMIT 1"
HAS_PUPIL = "SELECT 1 FROM pupil LIMIT 1"
HAS_LINK = "SELECT 1 FROM link LIMIT 1"
STRAY_CARERS = "SELECT COUNT(*) FROM carer WHERE user NOT IN (SELECT carer FROM link)"
EVERY_ROW = """
    SELECT pupil.line, COALESCE(carer.line, 0), pupil.own, COALESCE(carer.own, ''),
           pupil.user, upn, pupil.forename, pupil.surname, preferred, born, year, home,
           COALESCE(carer.user, ''), COALESCE(carer.forename, ''), COALESCE(carer.surname, ''),
           COALESCE(NULLIF(link.relationship, ''), carer.relationship, ''),
           COALESCE(email, ''), COALESCE(mobile, ''), COALESCE(phone, '')
      FROM pupil
      LEFT JOIN link ON link.pupil = pupil.user
      LEFT JOIN carer ON carer.user = link.carer
     ORDER BY pupil.place, link.place
"""


Values = Sequence[str | int] | dict[str, str | int]


class Aside:
    """The few things that are done with the people who are put aside.

    Raises:
        FileUnusable: there is no room for them.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        for statement in SMALL:
            self._file.execute(statement)
        self._file.executescript(TABLES)
        self._file.execute("BEGIN")  # one for everything: it is never kept

    def __del__(self) -> None:
        self.close()  # whoever stops half-way closes nothing

    def do(self, sql: str, values: Values = ()) -> int:
        """Change something; returns how many rows were."""
        return self._run(sql, values).rowcount

    def one(self, sql: str, values: Values = ()) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        found: tuple[Any, ...] | None = self._run(sql, values).fetchone()
        return found

    def has(self, sql: str, values: Values = ()) -> bool:
        """Whether there is a row."""
        return self.one(sql, values) is not None

    def count(self, sql: str) -> int:
        """How many there are."""
        found = self.one(sql)
        return int(found[0]) if found else 0

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each pupil with each of their carers, behind the rows of users.csv they stand in."""
        yield from self._run(EVERY_ROW, ())

    def pairs(self, sql: str) -> Iterator[tuple[str, str]]:
        """The rows of a question for two columns, as POINTED_TO is."""
        yield from self._run(sql, ())

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def _run(self, sql: str, values: Values) -> sqlite3.Cursor:
        try:
            return self._file.execute(sql, values)
        except sqlite3.OperationalError:
            raise FileUnusable(
                "There is no room to put the people of the roster aside while it is read, so "
                "nothing was imported."
            ) from None


class Known:
    """Who is known to a question, as a container of ids."""

    def __init__(self, aside: Aside, sql: str) -> None:
        self._aside, self._sql = aside, sql

    def __contains__(self, user: object) -> bool:
        return self._aside.has(self._sql, {"user": str(user)})
