"""What export writes, import reads back to the same data; the same file stays as it is."""

import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as any_
from hypothesis import strategies as st

from conftest import Given, Run
from parentlink.errors import Unreadable
from parentlink.parse.names import clean_text
from parentlink.parse.upn import check_letter
from parentlink.parse.zone import to_local
from parentlink.vocabulary import Channel, Direction, Outcome, Tone

# In this order each table finds what it refers to.
TABLES = ("staff", "terms", "settings", "families", "contacts", "good-news", "promises")
NOTES = (
    'She said "well done", then\nhung up; the bus (no. 7) was late, again',
    "=HYPERLINK(1)",
    "+44 is not a formula",
    "-1 merit, +2 praise",
    "@school",
    "'quoted' from the start",
    "''=twice",
    "\tindented",
    "  two blanks in front",
    "مرحبا بكم، ๑ 你好 שלום 🎉\u200d",
    "ends in a comma,",
    ";semicolon;",
    "x" * 10_000,
    "[red]not markup[/red] \x1b[31mnor colour",
    "NULL",
    "0",
)
NAMES = (
    *("Nguyễn Thị Hoa", "محمد الهاشمي", "Олена Коваленко", "陈丽", "O'Neil O’Neil", "Zoë=Ann"),
    *("Null", "True", "-Dash Dashwood", "D'Arcy-Smith", "'Abd al-Rahman"),
)


def upn(number: int) -> str:
    digits = f"999{number:09}"
    return check_letter(digits) + digits


# -- everything in a file, without ids -----------------------------------------------------


class Facts:
    """All rows of a file with names in the place of ids, so that two files can be compared."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.row_factory = sqlite3.Row
            tables = ("staff", "family", "carer", "pupil", "pupil_family", "pupil_carer", "contact")
            more = ("contact_pupil", "good_news", "promise", "calendar_entry", "setting")
            self.rows = {
                table: {row["id"]: dict(row) for row in file.execute(f"SELECT * FROM {table}")}
                for table in (*tables, *more)
            }
        self._name_families()

    def _name_families(self) -> None:
        people: dict[int, list[str]] = defaultdict(list)
        for carer in self.rows["carer"].values():
            people[carer["family_id"]].append(f"carer {carer['name']}")
        for link in self.rows["pupil_family"].values():
            pupil = self.rows["pupil"][link["pupil_id"]]
            people[link["family_id"]].append(f"pupil {pupil['legal_name']} {pupil['upn']}")
        self._family = {
            row_id: f"{row['name']} {row['household']} {sorted(people[row_id])}"
            for row_id, row in self.rows["family"].items()
        }

    def _label(self, column: str, value: Any) -> Any:
        if value is None or not column.endswith("_id") or column == "external_id":
            return value
        if column == "family_id":
            return self._family[value]
        table = {"tutor_id": "staff", "key_contact_id": "staff"}.get(column, column[:-3])
        row = self.rows[table][value]
        name = row.get("external_id") if table == "contact" else None
        if table == "carer":
            return f"{row['name']} of {self._family[row['family_id']]}"
        return name or f"{row.get('name') or row.get('legal_name')} {row.get('upn')}"

    def table(self, name: str) -> list[list[tuple[str, Any]]]:
        """Every row; left out is what a file of families cannot say."""
        ours = ("id", "numbers_at")
        return sorted(
            (
                sorted(
                    (column, self._label(column, value))
                    for column, value in row.items()
                    if column not in ours
                )
                for row in self.rows[name].values()
            ),
            key=repr,
        )


def assert_same(one: Path, other: Path) -> None:
    first, second = Facts(one), Facts(other)
    for name in first.rows:
        assert first.table(name) == second.table(name), name


# -- a file with everything in it ----------------------------------------------------------


@pytest.fixture
def rich(given: Given) -> Path:
    """Awkward people, contacts, good news, promises, terms and settings."""
    reid = given.staff("Ms Reid", role="tutor", tutor_group="7KM", account="kreid")
    lee = given.staff("Mr Łee-O’Hara", email="lee@example.org", left_on=date(2026, 7, 20))
    families = _families(given, reid)
    _contacts(given, families, (reid, lee))
    _the_rest(given, reid, lee)
    return given.path


def _families(given: Given, reid: int) -> list[int]:
    mum = given.family("Okafor", household="with Mum", home_language="Igbo", key_contact_id=reid)
    dad = given.family("Okafor", household="with Dad")
    ada = given.pupil(
        mum,
        dad,
        name="Ada Okafor",
        upn=upn(1),
        preferred_name="Addy",
        preferred_key="addy",
        date_of_birth=date(2014, 2, 28),
        tutor_id=reid,
        starts_on=date(2025, 9, 3),
        sen_status="K",
        pupil_premium=True,
        eal=False,
        looked_after=None,
        young_carer=True,
    )
    obi = given.pupil(mum, name="Obi Okafor", tutor_group="9RB", year_group=9)
    ngozi = given.carer(
        mum,
        "Ngozi Okafor",
        title="Mrs",
        email="n@example.org",
        preferred_channel="text",
        best_times="after 5, not Fridays",
        asked_on=date(2026, 9, 9),
        languages="Igbo, English",
        interpreter=True,
        away_until=date(2026, 12, 1),
        home_phone="+441632960001",
    )
    chidi = given.carer(
        dad,
        "Chidi Okafor",
        mobile_phone="+447700900124",
        contact_rule="ask",
        rule_reason="ask Mrs Osei first",
    )
    given.link(ada, ngozi, relationship="mother", responsibility="yes", lives_with="yes")
    given.link(ada, chidi, relationship="father", lives_with="part", priority=2, emergency=True)
    given.link(obi, ngozi, relationship="mother", responsibility="no", lives_with="yes")
    made = [mum, dad]
    for number, name in enumerate(NAMES):
        home = given.family(name, archived_on=date(2026, 10, 1) if number == 3 else None)
        pupil = given.pupil(home, name=f"{name} junior", upn=upn(10 + number), tutor_group="8AB")
        carer = given.carer(
            home,
            name,
            mobile_phone=f"+4477009002{number:02}",
            contact_rule="never" if number == 1 else "allow",
            rule_reason="court order: =no contact" if number == 1 else None,
        )
        given.link(pupil, carer, relationship="mother", priority=number % 3 + 1)
        made.append(home)
    made.append(given.family("Alone"))
    given.pupil(given.family("Only pupil"), name="Ann Only")
    given.carer(given.family("Only carer"), "Otto Only", mobile_phone="+447700900999")
    return made


def _contacts(given: Given, families: list[int], staff: tuple[int, int]) -> None:
    moments = (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
        datetime(2026, 11, 20, 15, 40, 7, 123456, tzinfo=UTC),
    )
    for number, note in enumerate((*NOTES, None, None)):
        family = families[number % len(families)]
        at = moments[number % len(moments)]
        carer = given.value("SELECT MIN(id) FROM carer WHERE family_id = :f", f=family)
        incoming = number % 4 == 3
        contact = given.contact(
            family,
            to_local(at).date().isoformat(),
            tone=("positive", "concern", "check-in", None)[number % 4],
            outcome="reached" if number % 4 < 3 else "no-answer",
            happened_at=at,
            note=note,
            carer_id=carer if number % 5 else None,
            staff_id=staff[number % 2],
            channel=("call", "text", "letter", "home-visit")[number % 4],
            direction="incoming" if incoming else "outgoing",
            minutes=number if number % 2 else None,
            external_id=f"c{number}",
        )
        members = "SELECT {}(pupil_id) FROM pupil_family WHERE family_id = :f"
        pupils = {given.value(members.format(end), f=family) for end in ("MIN", "MAX")}
        for pupil in pupils - {None} if number % 6 else ():
            given._insert("contact_pupil", contact_id=contact, pupil_id=pupil)
    blocked = given.value("SELECT id FROM carer WHERE contact_rule = 'never'")
    family = given.value("SELECT family_id FROM carer WHERE id = :c", c=blocked)
    for number, why in enumerate((None, "social worker asked")):  # before the rule, and after
        given.contact(
            family,
            "2026-09-10",
            carer_id=blocked,
            staff_id=staff[0],
            rule_override=why,
            external_id=f"never{number}",
        )


def _the_rest(given: Given, reid: int, lee: int) -> None:
    for number, text in enumerate(("Won the =prize", "Kind to “everyone”,\nalways")):
        given._insert(
            "good_news",
            external_id=f"n{number}",
            pupil_id=1,
            staff_id=lee,
            happened_on=date(2026, 11, 1),
            text=text,
            contact_id=1 if number else None,
        )
    for number, state in enumerate(("open", "kept", "broken")):
        closed = None if state == "open" else date(2026, 11, 9)
        given._insert(
            "promise",
            external_id=f"p{number}",
            family_id=number + 1,
            staff_id=reid,
            what='-Ring "Mum"',
            made_on=date(2026, 11, 2),
            due_on=date(2026, 11, 30),
            state=state,
            closed_on=closed,
            contact_id=2 if number == 1 else None,
        )
    for kind, name, first, last in (
        ("term", "Autumn", date(2026, 9, 3), date(2026, 12, 18)),
        ("half-term", "=October", date(2026, 10, 26), date(2026, 10, 30)),
        ("inset", "INSET", date(2026, 9, 3), date(2026, 9, 3)),
        ("closure", "snow", date(2026, 11, 10), date(2026, 11, 11)),
    ):
        given._insert("calendar_entry", kind=kind, name=name, starts_on=first, ends_on=last)
    given._insert("setting", name="call_gap_days", value="7")
    given._insert("setting", name="map.sims", value='["Kind=pupil"]')


@pytest.mark.parametrize("form", [("csv",), ("json",), ("jsonl",), ("xlsx",), ("csv", "--excel")])
def test_every_table_comes_back_as_it_was(
    form: tuple[str, ...], rich: Path, run: Run, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    for what in TABLES:
        out = tmp_path / f"{what}.{form[0]}"
        more = ["--restricted", "all", "--why", "a test"] if what == "families" else []
        more += ["--never", "all", "--why", "a test"] if what in ("families", "contacts") else []
        run.ok("export", what, "-o", str(out), *form[1:], *more)
    for what in TABLES:
        more = ["--restricted"] if what == "families" else []
        run.ok("--db", str(other), "import", what, str(tmp_path / f"{what}.{form[0]}"), *more)
    assert_same(rich, other)


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_into_the_same_file_nothing_changes(end: str, rich: Path, run: Run, tmp_path: Path) -> None:
    for what in TABLES:
        out = tmp_path / f"{what}.{end}"
        run.ok("export", what, "-o", str(out))
        before = rich.read_bytes()
        answer = run.ok("import", what, str(out), "--format", "json").json
        assert (answer["batch"], answer["new"], answer["changed"]) == (None, 0, 0), what
        assert rich.read_bytes() == before


# -- any contacts --------------------------------------------------------------------------


def _clean(text: str) -> str | None:
    try:
        return clean_text(text, "the note") or None
    except Unreadable:
        return None


CONTACTS = st.lists(
    st.fixed_dictionaries(
        {
            "note": st.one_of(st.none(), st.text(max_size=60).map(_clean)),
            "at": st.datetimes(datetime(2020, 1, 1), datetime(2026, 11, 22)),  # noqa: DTZ001
            "channel": st.sampled_from(Channel),
            "direction": st.sampled_from(Direction),
            "tone": st.sampled_from(Tone),
            "outcome": st.sampled_from(Outcome),
            "minutes": st.one_of(st.none(), st.integers(0, 600)),
            "away": st.integers(-1, 1),  # days: it may have been logged in another time zone
        }
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def two(given: Given, tmp_path: Path) -> tuple[Path, Path]:
    """The same family in a file and in its copy."""
    given.household()
    copy = tmp_path / "copy.db"
    shutil.copy(given.path, copy)
    return given.path, copy


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@any_(found=CONTACTS, form=st.sampled_from(("csv", "json", "jsonl")))
def test_any_contacts_come_back_as_they_were(
    found: list[dict[str, Any]], form: str, two: tuple[Path, Path], given: Given, run: Run
) -> None:
    first, second = two
    for path in two:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("DELETE FROM contact_pupil")
            file.execute("DELETE FROM contact")
    _put(first, found)
    text = run.ok("export", "contacts", "--format", form).out
    run.ok("--db", str(second), "import", "contacts", "-", stdin=text)
    assert Facts(first).table("contact") == Facts(second).table("contact")
    again = run.ok("--db", str(second), "import", "contacts", "-", "--format", "json", stdin=text)
    assert again.json["unchanged"] == len(found)


def _put(path: Path, found: list[dict[str, Any]]) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "INSERT OR IGNORE INTO staff (id, name, name_key) VALUES (1, 'Ms Reid', 'ms reid')"
        )
        for number, one in enumerate(found):
            at = one["at"].replace(tzinfo=UTC)
            day = to_local(at).date()
            if one["away"] and (at + timedelta(hours=12 * one["away"])).date() != at.date():
                day = (at + timedelta(hours=12 * one["away"])).date()
            file.execute(
                "INSERT INTO contact (external_id, family_id, carer_id, staff_id, happened_at,"
                " happened_on, channel, direction, outcome, tone, minutes, note)"
                " VALUES (?, 1, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(f"x{number}", at.strftime("%Y-%m-%d %H:%M:%S.%f"), day.isoformat()),
                    *(one["channel"], one["direction"], one["outcome"], one["tone"]),
                    *(one["minutes"], one["note"]),
                ),
            )
