"""`undo`: the last command is taken back exactly, or refused with the reason."""

import json
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as any_of
from hypothesis import strategies as st

from conftest import Given, Run
from parentlink.errors import ParentlinkError
from parentlink.store.create import create
from parentlink.store.store import Entry, Store
from parentlink.store.undo import HISTORY, Head, reverse, standing_after, taken_back
from parentlink.usecases.undo import IN_WORDS, take_back

NOW = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)
Tables = dict[str, list[tuple[Any, ...]]]


class Did:
    """One command by a member of staff, written as a use case would write it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def __call__(self, what: str, by: int, command: str = "log-call") -> Iterator[Store]:
        store = Store(self.path)
        try:
            with store.writing(Entry(command, NOW, by)):
                yield store
                store.describe(what)
        finally:
            store.close()


@pytest.fixture
def did(db: Path, given: Given) -> Did:
    given.staff("Ms Reid")
    return Did(db)


def everything(path: Path) -> Tables:
    """Every row of every table but the history."""
    store = Store(path)
    try:
        names = [
            str(name)
            for (name,) in store.cursor("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: [tuple(row) for row in store.cursor(f"SELECT * FROM {name} ORDER BY id")]
            for name in names
            if name not in HISTORY
        }
    finally:
        store.close()


def a_contact(store: Store, family: int, staff: int, external_id: str = "a") -> int:
    return store.insert(
        "contact",
        external_id=external_id,
        family_id=family,
        staff_id=staff,
        happened_at=NOW,
        happened_on=NOW.date(),
        channel="call",
        direction="outgoing",
        outcome="reached",
        tone="positive",
    )


def a_promise(store: Store, family: int, staff: int, contact: int | None) -> int:
    return store.insert(
        "promise",
        external_id=f"p{contact}",
        family_id=family,
        contact_id=contact,
        staff_id=staff,
        what="ring Friday",
        made_on=NOW.date(),
        due_on=date(2026, 11, 27),
    )


# -- taking back and doing again -----------------------------------------------------------


def test_undo_takes_back_my_last_command_and_says_what_it_was(
    run: Run, given: Given, did: Did, db: Path
) -> None:
    family = given.household()
    before = everything(db)
    with did("logged a call with Ngozi Okafor", by=1) as store:
        a_contact(store, family, 1)

    answer = run.ok("undo")

    assert answer.out == "Took back: logged a call with Ngozi Okafor. Undo: parentlink undo\n"
    assert everything(db) == before


def test_undo_of_an_undo_does_it_again_with_the_same_ids(
    run: Run, given: Given, did: Did, db: Path
) -> None:
    family = given.household()
    with did("logged a call", by=1) as store:
        contact = a_contact(store, family, 1)
        store.insert("contact_pupil", contact_id=contact, pupil_id=1)
        store.update("family", family, home_language="Igbo")
    after = everything(db)
    run.ok("undo")

    answer = run.ok("undo")

    assert answer.out.startswith("Did again: logged a call.")
    assert everything(db) == after
    assert run.ok("undo").out.startswith("Took back: logged a call.")


def test_undo_leaves_what_somebody_else_did_last(run: Run, given: Given, did: Did) -> None:
    shah = given.staff("Mr Shah")
    family = given.household()
    with did("my call", by=1) as store:
        a_contact(store, family, 1, "mine")
    with did("his call", by=shah) as store:
        a_contact(store, family, shah, "his")

    assert "my call" in run.ok("undo").out
    assert given.value("SELECT external_id FROM contact") == "his"


def test_an_older_entry_of_another_person_goes_by_its_id_and_says_whose(
    run: Run, given: Given, did: Did
) -> None:
    shah = given.staff("Mr Shah")
    family = given.household()
    with did("his call", by=shah) as store:
        a_contact(store, family, shah)
        entry = store.journal_id

    answer = run.ok("undo", str(entry))

    assert answer.out.startswith(f"Took back what Mr Shah did (entry {entry}): his call.")


def test_nothing_of_mine_is_not_found(run: Run, given: Given) -> None:
    given.household()
    given.staff("Ms Reid")
    answer = run("undo")
    assert answer.code == 3
    assert "nothing of yours" in answer.err


@pytest.mark.parametrize("entry", ["77", "99999999999999999999"])
def test_an_entry_that_is_not_there_is_not_found(run: Run, did: Did, entry: str) -> None:
    answer = run("undo", entry)
    assert answer.code == 3
    assert f"no entry {entry}" in answer.err


def test_undo_before_there_is_a_file_makes_none(run: Run, db: Path) -> None:
    assert run("undo").code == 5
    assert not db.exists()


def test_somebody_met_on_the_way_stays_when_the_command_is_taken_back(
    run: Run, given: Given, did: Did
) -> None:
    family = given.household()
    with did("a call", by=1) as store:
        with store.first_seen():
            shah = store.insert("staff", name="Mr Shah", name_key="mr shah")
        store.update("family", family, key_contact_id=shah)
    with did("met somebody", by=1) as store, store.first_seen():
        store.insert("staff", name="Ms Ali", name_key="ms ali")

    assert run.ok("undo").out.startswith("Took back: a call.")
    assert given.value("SELECT COUNT(*) FROM staff") == 3


def test_the_real_commands_go_back_and_come_again_exactly(run: Run, db: Path) -> None:
    run.ok("staff", "add", "Mr Shah")
    typed = [
        'family add Okafor --carer "Ngozi Okafor, mother, 07700 900123" --pupil "Ada Okafor, 7KM"',
        'good-news add Ada "Explained fractions to the class"',
        "log-call Okafor --tone positive --outcome reached --about Ada --good-news 1 "
        '--promise "ring Friday" --by fri --note "Naïve [b]"',
        "log-contact Okafor --channel text --outcome reached --tone check-in",
        "family archive Okafor",
    ]
    states = []
    for words in typed:
        before = everything(db)
        run.ok(*shlex.split(words))
        after = everything(db)
        assert after != before, words
        run.ok("undo", "--yes")
        assert everything(db) == before, words
        run.ok("undo", "--yes")
        assert everything(db) == after, words
        states.append(before)
    history = run.ok("undo", "--list", "--limit", "99", "--format", "json").json
    first_time = [row["id"] for row in history if row["command"] != "undo"]
    for entry, state in zip(first_time, reversed(states), strict=False):
        run.ok("undo", str(entry), "--yes")
        assert everything(db) == state


# -- refusing ------------------------------------------------------------------------------


def test_what_was_taken_back_already_is_refused_with_the_way_to_have_it_again(
    run: Run, given: Given, did: Did
) -> None:
    family = given.household()
    with did("a call", by=1) as store:
        a_contact(store, family, 1)
        entry = store.journal_id
    run.ok("undo")

    answer = run("undo", str(entry))

    assert answer.code == 1
    assert f"already taken back by entry {entry + 1} by Ms Reid" in answer.err
    assert f"parentlink undo {entry + 1}" in answer.err


def test_a_later_change_to_the_same_row_is_named(
    run: Run, given: Given, did: Did, db: Path
) -> None:
    shah = given.staff("Mr Shah")
    family = given.household()
    with did("Igbo at home", by=1) as store:
        store.update("family", family, home_language="Igbo")
    with did("Yoruba at home", by=shah) as store:
        store.update("family", family, home_language="Yoruba")
        later = store.journal_id
    before = everything(db)

    answer = run("undo")

    assert answer.code == 1
    assert f"entry {later} by Mr Shah changed a family of it later" in answer.err
    assert f"parentlink undo {later}" in answer.err
    assert everything(db) == before


def test_a_later_row_that_needs_it_is_named(run: Run, given: Given, did: Did, db: Path) -> None:
    shah = given.staff("Mr Shah")
    with did("added the Okafor family", by=1, command="family add") as store:
        family = store.insert("family", name="Okafor", name_key="okafor", added_on=NOW.date())
    with did("a call", by=shah) as store:
        a_contact(store, family, shah)
        later = store.journal_id
    before = everything(db)

    answer = run("undo")

    assert answer.code == 1
    assert f"a contact added later by entry {later} by Mr Shah needs it" in answer.err
    assert everything(db) == before


def test_a_later_row_that_was_taken_back_is_not_in_the_way(
    run: Run, given: Given, did: Did
) -> None:
    with did("added the Okafor family", by=1, command="family add") as store:
        family = store.insert("family", name="Okafor", name_key="okafor", added_on=NOW.date())
        entry = store.journal_id
    with did("a call", by=1) as store:
        a_contact(store, family, 1)
    run.ok("undo")

    assert run.ok("undo", str(entry), "--yes").out.startswith("Took back: added the Okafor family")


def test_what_returns_does_not_push_out_what_took_its_place(
    run: Run, given: Given, did: Did, db: Path
) -> None:
    with did("set the gap", by=1, command="setting") as store:
        setting = store.insert("setting", name="call_gap_days", value="7")
    with did("cleared the gap", by=1, command="setting") as store:
        store.delete("setting", setting)
        entry = store.journal_id
    with did("another setting", by=1, command="setting") as store:
        store.insert("setting", id=9, name="call_gap_days", value="9")
    before = everything(db)

    answer = run("undo", str(entry), "--yes")

    assert answer.code == 1
    assert "a setting of it no longer fits" in answer.err
    assert everything(db) == before


def test_whoever_stands_in_the_history_is_not_taken_away(run: Run, given: Given, did: Did) -> None:
    with did("added Mr Shah", by=1, command="staff add") as store:
        shah = store.insert("staff", name="Mr Shah", name_key="mr shah")
    family = given.household()
    with did("a language", by=shah) as store:
        store.update("family", family, home_language="Igbo")

    answer = run("undo")

    assert answer.code == 1
    assert "the history names who it added" in answer.err


def test_every_table_has_words_for_people(db: Path) -> None:
    create(db)
    assert set(everything(db)) <= set(IN_WORDS)


# -- asking --------------------------------------------------------------------------------


def test_four_rows_are_asked_about_and_without_an_answer_nothing_happens(
    run: Run, given: Given, did: Did, db: Path
) -> None:
    with did("added four families", by=1, command="family add") as store:
        for name in "abcd":
            store.insert("family", name=name, name_key=name, added_on=NOW.date())
    before = everything(db)

    answer = run("undo")

    assert answer.code == 2
    assert "--yes" in answer.err
    assert everything(db) == before
    assert "added four families" in run.ok("undo", "--yes").out
    assert run("undo").code == 2, "doing four rows again asks as well"


def test_a_call_with_all_that_hangs_on_it_counts_as_few_rows(
    run: Run, given: Given, did: Did
) -> None:
    family = given.family()
    pupils = [given.pupil(family, name=name) for name in ("Ada", "Obi", "Uche", "Ify")]
    with did("good news", by=1) as store:
        news = store.insert(
            "good_news",
            external_id="n",
            pupil_id=pupils[0],
            staff_id=1,
            text="x",
            happened_on=NOW.date(),
        )
    with did("logged a call about four", by=1) as store:
        contact = a_contact(store, family, 1)
        for pupil in pupils:
            store.insert("contact_pupil", contact_id=contact, pupil_id=pupil)
        a_promise(store, family, 1, contact)
        store.update("good_news", news, contact_id=contact)

    assert run.ok("undo").out.startswith("Took back: logged a call about four.")
    assert given.value("SELECT contact_id FROM good_news") is None


# -- the history ---------------------------------------------------------------------------


def test_the_list_shows_newest_first_who_when_and_what_was_taken_back(
    run: Run, given: Given, did: Did
) -> None:
    family = given.household()
    with did("a call\nover two lines", by=1) as store:
        contact = a_contact(store, family, 1)
        store.insert("contact_pupil", contact_id=contact, pupil_id=1)
    run.ok("undo")

    first, second = run.ok("undo", "--list", "--limit", "2", "--format", "json").json

    assert first | {"id": 0, "when": ""} == {
        "id": 0,
        "when": "",
        "who": "Ms Reid",
        "command": "undo",
        "what": "took back: a call\nover two lines",
        "rows": 1,
        "taken_back": False,
    }
    assert (second["command"], second["rows"], second["taken_back"]) == ("log-call", 1, True)
    assert second["when"] == "2026-11-23T15:40:00"
    plain = run.ok("undo", "--list").out
    assert "a call / over two lines" in plain
    assert len(plain.splitlines()) > 5


def test_on_a_screen_each_entry_is_a_line_with_its_number(run: Run, given: Given) -> None:
    pexpect = pytest.importorskip("pexpect")
    given.household()
    run.ok("log-call", "okafor", "--tone", "positive")
    run.ok("undo")
    child = pexpect.spawn(
        sys.executable, ["-m", "parentlink", "undo", "--list", "--limit", "2"], encoding="utf-8"
    )
    child.expect(pexpect.EOF)
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in child.before.splitlines()]
    first, second, rest = lines
    assert "23 Nov 2026 15:40  Ms Reid, undo: took back: logged a call" in first
    assert "Ms Reid, log-call: logged a call with Ngozi Okafor (taken" in second
    assert rest == "   back)"


def test_the_list_speaks_local_time_in_summer(run: Run, given: Given, db: Path) -> None:
    given.staff("Ms Reid")  # the fixture writes on 1 September at 08:00 UTC
    assert "2026-09-01T09:00:00" in run.ok("undo", "--list").out


def test_markup_and_escapes_in_the_history_are_shown_not_obeyed(
    run: Run, given: Given, did: Did
) -> None:
    with did("met [red]\x1b[31mBobby\x07", by=1) as store:
        store.insert("family", name="B", name_key="b", added_on=NOW.date())
    assert "met [red]\\x1b[31mBobby\\x07" in run.ok("undo", "--list").out
    assert "\x1b" not in run.ok("undo").out


# -- laws ----------------------------------------------------------------------------------


def test_pairs_that_cancel_out_do_not_stand() -> None:
    heads = [Head(1, None), Head(2, None), Head(3, 2), Head(4, 3), Head(5, None), Head(6, 5)]
    assert taken_back(heads) == {5: 6, 3: 4}
    assert standing_after(heads, 1) == [2]
    assert standing_after([*heads, Head(7, 1)], 1) == [7, 2]


Step = Callable[[Store, int], None]


def _add(store: Store, at: int) -> None:
    store.insert("family", name=f"n{at}", name_key=f"n{at}", added_on=NOW.date())


def _add_many(store: Store, at: int) -> None:
    rows = [(f"m{at}", f"k{at}", "2026-11-23")] * (at % 4 + 1)
    store.insert_many("family", ("name", "name_key", "added_on"), rows)


def _child(store: Store, at: int) -> None:
    if family := store.value("SELECT MAX(id) FROM family"):
        a_promise(store, family, 1, None) if not _taken(store) else None


def _taken(store: Store) -> bool:
    return bool(store.value("SELECT 1 FROM promise"))


def _change(store: Store, at: int) -> None:
    if family := _some(store, at):
        store.update("family", family, name=f"ñ{at}", home_language="Igbo" if at % 2 else None)


def _remove(store: Store, at: int) -> None:
    family = _some(store, at)
    if family and not store.value("SELECT 1 FROM promise WHERE family_id = :f", f=family):
        store.delete("family", family)


def _remove_promise(store: Store, at: int) -> None:
    if promise := store.value("SELECT MIN(id) FROM promise"):
        store.delete("promise", promise)


def _some(store: Store, at: int) -> int | None:
    found = store.value(
        "SELECT id FROM family WHERE id >= :at ORDER BY id LIMIT 1", at=at
    ) or store.value("SELECT MAX(id) FROM family")
    return int(found) if found else None


STEPS: tuple[Step, ...] = (_add, _add_many, _child, _change, _remove, _remove_promise)
commands = st.lists(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 9)), min_size=1, max_size=5),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@any_of(typed=commands)
def test_any_commands_taken_back_in_reverse_leave_what_was_and_come_back_the_same(
    typed: list[list[tuple[Step, int]]], blank_file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "any.db"
    path.write_bytes(blank_file)
    store = Store(path)
    try:
        states, entries = [_all(store)], []
        for command in typed:
            with store.writing(Entry("any", NOW, 1)):
                for step, at in command:
                    step(store, at)
                entries.append(store.journal_id)
            states.append(_all(store))
        undone = []
        for entry, state in zip(reversed(entries), reversed(states[:-1]), strict=True):
            undone.append(_undo(store, entry))
            assert _all(store) == state
        for entry, state in zip(reversed(undone), states[1:], strict=True):
            _undo(store, entry)
            assert _all(store) == state
    finally:
        store.close()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@any_of(typed=commands, picks=st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_any_undo_in_any_order_either_works_and_can_be_redone_or_changes_nothing(
    typed: list[list[tuple[Step, int]]], picks: list[int], blank_file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "any.db"
    path.write_bytes(blank_file)
    store = Store(path)
    try:
        for command in typed:
            with store.writing(Entry("any", NOW, 1)):
                for step, at in command:
                    step(store, at)
        for pick in picks:
            newest = store.value("SELECT MAX(id) FROM journal") or 0
            before = _all(store)
            try:
                made = _take_back(store, 1 + pick % (newest + 1))
            except ParentlinkError:
                assert _all(store) == before
                continue
            assert store.value("SELECT COUNT(*) FROM pragma_foreign_key_check") == 0
            after = _all(store)
            again = _take_back(store, made)
            assert _all(store) == before
            _take_back(store, again)
            assert _all(store) == after
    finally:
        store.close()


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new file with one member of staff, made once."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    create(path)
    store = Store(path)
    with store.writing(Entry("first-seen", NOW, None)):
        store.insert("staff", name="Ms Reid", name_key="ms reid")
    store.close()
    return path.read_bytes()


def _all(store: Store) -> Tables:
    return {
        name: [tuple(row) for row in store.cursor(f"SELECT * FROM {name} ORDER BY id")]
        for name in ("staff", "family", "promise")
    }


def _undo(store: Store, entry: int) -> int:
    with store.writing(Entry("undo", NOW, 1)):
        reverse(store, entry)
        return store.journal_id


def _take_back(store: Store, entry: int) -> int:
    with store.writing(Entry("undo", NOW, 1)):
        take_back(store, entry, 1)
        return store.journal_id


def test_an_import_of_many_rows_is_one_range_and_comes_back_as_one(
    blank_file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "many.db"
    path.write_bytes(blank_file)
    store = Store(path)
    try:
        rows = [(f"Naïve {n}", f"naive {n}", "2026-11-23") for n in range(12_001)]
        with store.writing(Entry("import families", NOW, 1)):
            store.insert_many("family", ("name", "name_key", "added_on"), rows)
            entry = store.journal_id
        before = _all(store)
        undone = _undo(store, entry)
        assert _all(store)["family"] == []
        again = _undo(store, undone)
        assert _all(store) == before
        ranges = "SELECT COUNT(*) FROM change WHERE journal_id = :entry"
        assert store.value(ranges, entry=undone) == 12_001
        assert store.value(ranges, entry=again) <= 3, "one range for each page of rows"
        kept = store.value("SELECT was FROM change WHERE journal_id = :entry LIMIT 1", entry=undone)
        assert json.loads(kept)["name"] == "Naïve 12000"
    finally:
        store.close()
