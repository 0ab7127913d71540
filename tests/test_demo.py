"""`parentlink demo`: a sample file of invented families that tells a tutor's story."""

import re
import sqlite3
import stat
import time as clock
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from parentlink.errors import FileUnusable
from parentlink.parse.upn import parse_upn
from parentlink.parse.zone import to_local
from parentlink.rules.school_days import Calendar, CalendarEntry
from parentlink.settings import BY_NAME
from parentlink.store.create import create
from parentlink.usecases.demo import build as building
from parentlink.usecases.demo.build import PLANS, Plan, build, who_may_be_rung
from parentlink.usecases.demo.register import Adult, Home

TODAY = date(2026, 11, 23)
DRAMA = re.compile(
    r"\+44(7700900\d{3}|1632960\d{3}|2079460\d{3}|1(13|21|31|61)4960\d{3}|8081570\d{3}|3069990\d{3})"
)
SMALL_SCHOOL = Plan(90, 2_000, 5, 10, True)
SMALL_TRUST = Plan(30, 600, 5, 0, False, cohorts=False)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """What the file holds, asked from outside the program."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def cell(path: Path, sql: str) -> Any:
    return rows(path, sql)[0][0]


def everything(path: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """All rows of all tables, in order."""
    for (table,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        yield table, rows(path, f"SELECT * FROM {table} ORDER BY id")


@pytest.fixture(scope="module", autouse=True)
def _same_clock() -> Iterator[None]:
    """The files that are made once are made by the clock that the tests read them by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        clock.tzset()
        yield


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tutor group, made once for the tests that only look."""
    path = tmp_path_factory.mktemp("demo") / "group.db"
    build(path, PLANS["group"], 1, TODAY)
    return path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small school, made once."""
    path = tmp_path_factory.mktemp("demo") / "school.db"
    build(path, SMALL_SCHOOL, 1, TODAY)
    return path


# -- the command ---------------------------------------------------------------------------


def test_it_makes_a_private_file_and_says_what_to_try_next(run: Run, tmp_path: Path) -> None:
    made = tmp_path / "mine.db"
    said = run.ok("demo", str(made))
    assert "27 families" in said.out
    assert f'parentlink --db {made} --staff "Ms Reid" who-needs-a-positive-call' in said.out
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name != "stdin"] == ["mine.db"]


def test_without_a_name_the_file_is_in_the_folder_where_one_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run.ok("demo")
    assert (tmp_path / "parentlink-demo.db").exists()
    assert not run.db.exists(), "the real file is not touched"


def test_it_never_writes_over_a_file_that_is_there(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "mine.db"
    there.write_text("homework")
    answer = run("demo", str(there))
    assert answer.code == 5
    assert "never writes over" in answer.err
    assert there.read_text() == "homework"


def test_it_never_writes_through_a_link_to_nowhere(run: Run, tmp_path: Path) -> None:
    link, target = tmp_path / "link.db", tmp_path / "target.db"
    link.symlink_to(target)
    assert run("demo", str(link)).code == 5
    assert not target.exists()


def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "mine.db"

    def slow(path: Path) -> None:
        create(path)
        there.write_text("homework")

    monkeypatch.setattr(building, "create", slow)
    with pytest.raises(FileUnusable, match="already something"):
        build(there, PLANS["group"], 1, TODAY)
    assert there.read_text() == "homework"
    assert list(tmp_path.iterdir()) == [there]


def test_a_folder_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    answer = run("demo", str(tmp_path / "no" / "where.db"))
    assert answer.code == 5
    assert "No such file or directory" in answer.err


def test_what_breaks_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "tell", broken)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "mine.db", PLANS["group"], 1, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_day_it_is_told_from_can_be_chosen(run: Run, tmp_path: Path) -> None:
    made = tmp_path / "mine.db"
    run.ok("demo", str(made), "--today", "2026-10-09")
    latest = cell(made, "SELECT MAX(happened_on) FROM contact")
    assert latest == "2026-10-08"
    assert run("demo", str(tmp_path / "b.db"), "--today", "soonish").code == 2


@pytest.mark.parametrize("plan", [PLANS["group"], SMALL_SCHOOL, SMALL_TRUST])
def test_the_same_seed_and_day_give_the_same_rows(tmp_path: Path, plan: Plan) -> None:
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        build(tmp_path / name, plan, seed, TODAY)
    one = dict(everything(tmp_path / "one"))
    assert one == dict(everything(tmp_path / "two"))
    assert one["contact"] != dict(everything(tmp_path / "other"))["contact"]


@pytest.mark.parametrize(
    "today", ["2026-09-01", "2026-09-07", "2026-12-25", "2027-07-30", "2028-02-29"]
)
def test_it_can_be_told_from_any_day_of_the_year(tmp_path: Path, today: str) -> None:
    made = tmp_path / "mine.db"
    build(made, PLANS["group"], 1, date.fromisoformat(today))
    assert cell(made, "SELECT COUNT(*) FROM contact") >= 55
    assert cell(made, "SELECT MAX(happened_on) FROM contact") < today
    assert rows(made, "PRAGMA foreign_key_check") == []


# -- the group -----------------------------------------------------------------------------


def test_the_group_is_thirty_pupils_of_7km_and_their_tutor(group: Path) -> None:
    assert cell(group, "SELECT COUNT(*) FROM pupil WHERE tutor_group = '7KM'") == 30
    assert cell(group, "SELECT COUNT(*) FROM family") == 27
    tutor = rows(group, "SELECT id, tutor_group, account FROM staff WHERE name = 'Ms Reid'")
    assert tutor == [(1, "7KM", None)]
    assert (
        cell(group, "SELECT COUNT(*) FROM pupil WHERE tutor_group = '7KM' AND tutor_id = 1") == 30
    )


def test_a_child_with_two_households_is_in_both(group: Path) -> None:
    found = rows(
        group,
        "SELECT household FROM family JOIN pupil_family ON family_id = family.id "
        "JOIN pupil ON pupil_id = pupil.id WHERE legal_name = 'Ollie Bennett' ORDER BY 1",
    )
    assert found == [("with Dad",), ("with Mum",)]


def test_there_is_everything_a_tutor_meets(group: Path) -> None:
    for what in (
        "SELECT COUNT(*) FROM carer WHERE contact_rule = 'never' AND rule_reason LIKE '%order%'",
        "SELECT COUNT(*) FROM carer WHERE contact_rule = 'ask'",
        "SELECT COUNT(*) FROM carer WHERE away_until > '2026-11-23'",
        "SELECT COUNT(*) FROM carer WHERE interpreter",
        "SELECT COUNT(*) FROM carer WHERE preferred_channel IS NOT NULL AND asked_on IS NOT NULL",
        "SELECT COUNT(*) FROM good_news WHERE contact_id IS NULL AND happened_on < '2026-10-30'",
        "SELECT COUNT(*) FROM good_news WHERE contact_id IS NULL AND happened_on > '2026-11-16'",
        "SELECT COUNT(*) FROM good_news WHERE contact_id IS NOT NULL",
        "SELECT COUNT(*) FROM promise WHERE state = 'open' AND due_on >= '2026-11-23'",
        "SELECT COUNT(*) FROM promise WHERE state = 'open' AND due_on < '2026-11-23'",
        "SELECT COUNT(*) FROM promise WHERE state = 'kept'",
        "SELECT COUNT(*) FROM promise WHERE state = 'broken'",
        "SELECT COUNT(*) FROM pupil WHERE tutor_group <> '7KM'",
        "SELECT COUNT(*) FROM family WHERE id NOT IN (SELECT family_id FROM contact)",
    ):
        assert cell(group, what) > 0, what


def test_the_weekly_list_of_the_group_is_one_a_tutor_would_act_on(run: Run, group: Path) -> None:
    found = run.ok(
        "--db", str(group), "who-needs-a-positive-call", "--all", "--format", "json"
    ).json
    codes = [{reason["code"] for reason in row["reasons"]} for row in found]
    never = [place for place, row in enumerate(codes) if "never_positive" in row]
    assert 6 <= len(never) <= 12
    assert never == list(range(len(never))), "those never reached stand first"
    assert 4 <= sum("good_news_waiting" in row for row in codes) <= 10
    assert 2 <= sum("only_concerns" in row for row in codes) <= 5
    listed = {row["family"] for row in found}
    assert not listed & {"O’Neill", "Rahman", "Nguyễn", "Smith"}, "these are resting"
    assert not listed & {"Warsame", "Pereira"}, "these cannot be called"
    assert all(row["carer"]["name"] != "Dean Walsh" for row in found)


# -- true of every sample ------------------------------------------------------------------


@pytest.fixture(params=["group", "school"])
def sample(request: pytest.FixtureRequest) -> Path:
    made: Path = request.getfixturevalue(request.param)
    return made


def test_every_number_address_and_upn_is_kept_free_for_invention(sample: Path) -> None:
    phones = rows(sample, "SELECT mobile_phone, home_phone, work_phone FROM carer")
    for number in [number for row in phones for number in row if number]:
        assert DRAMA.fullmatch(number), number
    for (upn,) in rows(sample, "SELECT upn FROM pupil"):
        assert parse_upn(upn) == upn
        assert upn[1:4] == "999"
    for (email,) in rows(sample, "SELECT email FROM carer WHERE email IS NOT NULL"):
        assert re.fullmatch(r"[a-z0-9.]+@example\.(org|com)", email), email


def test_contacts_are_on_school_days_before_today_and_in_the_day(sample: Path) -> None:
    entries = [
        CalendarEntry(kind, name, date.fromisoformat(first), date.fromisoformat(last))
        for kind, name, first, last in rows(
            sample, "SELECT kind, name, starts_on, ends_on FROM calendar_entry"
        )
    ]
    calendar = Calendar.of(entries)
    for on, at in rows(sample, "SELECT happened_on, happened_at FROM contact"):
        day = date.fromisoformat(on)
        local = to_local(datetime.fromisoformat(at + "+00:00"))
        assert calendar.is_school_day(day), on
        assert day < TODAY
        assert local.date() == day
        assert 8 <= local.hour < 18


def test_nobody_rang_a_carer_who_must_not_be_contacted(sample: Path) -> None:
    assert cell(sample, "SELECT COUNT(*) FROM carer WHERE contact_rule = 'never'") > 0
    crossed = "SELECT COUNT(*) FROM contact JOIN carer ON carer.id = carer_id"
    assert cell(sample, f"{crossed} WHERE contact_rule = 'never'") == 0
    assert cell(sample, f"{crossed} WHERE carer.family_id <> contact.family_id") == 0


def test_a_number_of_somebody_who_must_not_be_contacted_is_no_number() -> None:
    mother = Adult("Kelly Harris", "mother", mobile=False)
    father = Adult("Dean Walsh", "father", rule="never", reason="Court order.")
    assert who_may_be_rung(Home("Harris", (mother, father))) is None
    assert who_may_be_rung(Home("Harris", (mother, father._replace(rule="ask")))) == 1


def test_nobody_was_rung_before_they_came_or_without_a_number(sample: Path) -> None:
    early = "SELECT COUNT(*) FROM contact JOIN family f ON f.id = family_id"
    assert cell(sample, f"{early} WHERE happened_on < added_on") == 0
    rung = "SELECT COUNT(*) FROM contact c JOIN carer ON carer.id = carer_id"
    silent = "mobile_phone IS NULL AND home_phone IS NULL AND channel IN ('call', 'text')"
    assert cell(sample, f"{rung} WHERE {silent} AND direction = 'outgoing'") == 0


def test_every_contact_is_about_a_pupil_of_its_family(sample: Path) -> None:
    strays = (
        "SELECT COUNT(*) FROM contact c LEFT JOIN contact_pupil p ON p.contact_id = c.id "
        "LEFT JOIN pupil_family m ON m.pupil_id = p.pupil_id AND m.family_id = c.family_id "
        "WHERE m.id IS NULL"
    )
    assert cell(sample, strays) == 0


def test_the_notes_judge_nobody(sample: Path) -> None:
    words = BY_NAME["judging_words"].default.split(", ")
    notes = rows(sample, "SELECT DISTINCT note FROM contact WHERE note IS NOT NULL")
    assert len(notes) > 30
    assert not [note for (note,) in notes for word in words if word in note.lower()]


def test_the_file_is_as_any_other(sample: Path, tmp_path: Path) -> None:
    create(tmp_path / "new.db")
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert rows(sample, schema) == rows(tmp_path / "new.db", schema)
    assert rows(sample, "PRAGMA integrity_check") == [("ok",)]
    assert rows(sample, "PRAGMA foreign_key_check") == []
    assert rows(sample, "SELECT command FROM journal") == [("demo",)]


# -- larger samples ------------------------------------------------------------------------


def test_a_school_has_five_years_of_contacts_and_families_of_every_year(school: Path) -> None:
    assert cell(school, "SELECT COUNT(*) FROM family") == 90 + 27
    assert cell(school, "SELECT MIN(happened_on) FROM contact") < "2022-12-01"
    assert cell(school, "SELECT COUNT(*) FROM contact") >= 2_000
    years = rows(school, "SELECT DISTINCT year_group FROM pupil ORDER BY 1")
    assert years == [(7,), (8,), (9,), (10,), (11,)]
    assert cell(school, "SELECT COUNT(*) FROM pupil WHERE tutor_group = '7KM'") == 30
    assert cell(school, "SELECT COUNT(*) FROM pupil WHERE tutor_id IS NULL") == 0


def test_the_real_school_is_1200_families_and_the_trust_60000() -> None:
    assert PLANS["school"].families + 27 == 1_200
    assert PLANS["trust"][:2] == (60_000, 10_000_000)


def test_a_trust_has_exactly_the_contacts_it_was_asked_for(tmp_path: Path) -> None:
    made = build(tmp_path / "trust.db", SMALL_TRUST, 1, TODAY)
    assert (made.families, made.contacts) == (30, 600)
    assert cell(made.path, "SELECT COUNT(*) FROM pupil WHERE tutor_group = '7KM'") > 0
    spread = rows(made.path, "SELECT COUNT(*) FROM contact GROUP BY family_id")
    assert max(spread)[0] - min(spread)[0] <= 1, "every family has as long a history"
