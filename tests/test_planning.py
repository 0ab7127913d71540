"""Planning a term: the rule alone, and `conversation plan` as a person types it."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from conftest import Given, Run
from parentlink.errors import Unreadable
from parentlink.parse.carer_times import carer_windows
from parentlink.parse.slots import parse_slots
from parentlink.rules.planning import Wanted, place
from parentlink.rules.planning_slots import slots, suits
from parentlink.rules.school_days import Calendar, CalendarEntry

SLOTS = 8
FOLLOWS = [place % 2 == 1 for place in range(SLOTS)]
BETWEEN = ("--between", "2026-11-30..2026-12-11")
TIMES = ("--slots", "mon-thu 15:30-17:30")


# -- the rule alone ------------------------------------------------------------------------


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Wanted], list[int] | None]:
    able = st.sets(st.integers(0, SLOTS - 1), max_size=5).map(lambda chosen: tuple(sorted(chosen)))
    people = st.tuples(st.integers(1, 6), st.integers(1, 4), able)
    wanted = [
        Wanted(number, *one) for number, one in enumerate(draw(st.lists(people, max_size=16)))
    ]
    rooms = draw(st.none() | st.lists(st.integers(0, 3), min_size=SLOTS, max_size=SLOTS))
    return wanted, rooms


def first_fit(wanted: list[Wanted], rooms: list[int] | None) -> set[int]:
    """What a plain search places: each in turn in the first slot where nothing clashes."""
    at: list[tuple[Wanted, int]] = []
    for one in wanted:
        for slot in one.slots:
            here = [other for other, taken in at if taken == slot]
            clash = any(o.lead == one.lead or o.family == one.family for o in here)
            if not clash and (rooms is None or len(here) < rooms[slot]):
                at.append((one, slot))
                break
    return {one.id for one, _ in at}


def best(wanted: list[Wanted], rooms: list[int] | None) -> int:
    """The most that any plan places, by trying them all."""

    def rest(left: list[Wanted], used: frozenset[tuple[str, int, int]]) -> int:
        if not left:
            return 0
        one, others = left[0], left[1:]
        most = rest(others, used)
        for slot in one.slots:
            mine = {("lead", one.lead, slot), ("family", one.family, slot)}
            here = sum(kind == "lead" and at == slot for kind, _, at in used)
            if not mine & used and (rooms is None or here < rooms[slot]):
                most = max(most, 1 + rest(others, used | mine))
        return most

    return rest(wanted, frozenset())


@drawn(worlds())
@settings(max_examples=120, deadline=None)
def test_no_plan_asks_anybody_to_be_in_two_places(
    world: tuple[list[Wanted], list[int] | None],
) -> None:
    wanted, rooms = world
    at = place(wanted, rooms, FOLLOWS)
    people = {one.id: one for one in wanted}
    assert all(slot in people[who].slots for who, slot in at.items())
    for key in ("lead", "family"):
        seats = Counter((getattr(people[who], key), slot) for who, slot in at.items())
        assert not seats or max(seats.values()) == 1
    inside = Counter(at.values())
    assert rooms is None or all(inside[slot] <= rooms[slot] for slot in inside)


@drawn(worlds())
@settings(max_examples=120, deadline=None)
def test_whatever_a_plain_search_places_is_placed_and_the_same_each_time(
    world: tuple[list[Wanted], list[int] | None],
) -> None:
    wanted, rooms = world
    at = place(wanted, rooms, FOLLOWS)
    assert first_fit(wanted, rooms) <= set(at)
    assert place(wanted, rooms, FOLLOWS) == at


@drawn(worlds())
@settings(max_examples=100, deadline=None)
def test_without_siblings_no_plan_places_more(
    world: tuple[list[Wanted], list[int] | None],
) -> None:
    alone = [one._replace(family=one.id) for one in world[0][:7]]
    assert len(place(alone, world[1], FOLLOWS)) == best(alone, world[1])


def test_somebody_moves_for_one_who_can_only_come_then() -> None:
    early = Wanted(1, 1, 1, (0, 1))
    only = Wanted(2, 2, 1, (0,))
    assert place([early, only], None, FOLLOWS) == {1: 1, 2: 0}


def test_with_one_room_another_lead_moves() -> None:
    early = Wanted(1, 1, 1, (0, 1))
    only = Wanted(2, 2, 2, (0,))
    assert place([early, only], [1] * SLOTS, FOLLOWS) == {1: 1, 2: 0}


def test_siblings_with_the_same_lead_come_one_after_the_other() -> None:
    everyone = tuple(range(SLOTS))
    wanted = [Wanted(1, 1, 9, everyone), Wanted(2, 2, 9, everyone), Wanted(3, 1, 9, everyone)]
    at = place(wanted, None, FOLLOWS)
    assert abs(at[1] - at[3]) == 1
    assert FOLLOWS[max(at[1], at[3])]
    assert len(at) == 3


def test_siblings_are_not_brought_together_at_the_price_of_a_place() -> None:
    wanted = [Wanted(1, 1, 9, (0, 1)), Wanted(2, 2, 9, (1,)), Wanted(3, 1, 9, (0, 1, 3))]
    at = place(wanted, None, FOLLOWS)
    assert at == {1: 0, 2: 1, 3: 3}


def test_a_sibling_with_another_lead_moves_for_one_who_can_only_come_then() -> None:
    wanted = [Wanted(1, 1, 8, (0, 1)), Wanted(2, 1, 9, (0,))]
    assert place(wanted, None, FOLLOWS) == {1: 1, 2: 0}


def test_making_room_never_brings_a_family_to_two_leads_at_once() -> None:
    sibling, other = Wanted(1, 1, 8, (1, 0)), Wanted(2, 2, 9, (0, 1))
    one = Wanted(3, 1, 9, (0,))  # the only way to make room would send the sibling to slot 0 too
    assert place([sibling, other, one], [2, 1], [False, True]) == {1: 1, 2: 0}


# -- slots and times -----------------------------------------------------------------------


def test_slots_are_on_school_days_only() -> None:
    calendar = Calendar.of(
        [
            CalendarEntry("term", "Autumn", date(2026, 9, 2), date(2026, 12, 18)),
            CalendarEntry("half-term", "Half-term", date(2026, 10, 26), date(2026, 10, 30)),
            CalendarEntry("inset", "INSET", date(2026, 11, 2), date(2026, 11, 2)),
        ]
    )
    windows = parse_slots("weekdays 15:30-17:00").windows
    found = slots(date(2026, 10, 23), date(2026, 11, 4), windows, 45, 0, calendar)
    assert [f"{slot.starts_at:%d/%m %H:%M}" for slot in found] == [
        *("23/10 15:30", "23/10 16:15", "03/11 15:30", "03/11 16:15", "04/11 15:30", "04/11 16:15")
    ]
    assert [slot.follows for slot in found] == [False, True] * 3


def test_no_slot_is_on_a_bank_holiday() -> None:
    windows = parse_slots("mon 15:30-16:30").windows
    found = slots(date(2027, 4, 26), date(2027, 5, 10), windows, 60, 0, Calendar.of([]))
    assert [slot.starts_at.date() for slot in found] == [date(2027, 4, 26), date(2027, 5, 10)]


def test_the_gap_is_kept_between_slots_and_between_windows() -> None:
    windows = parse_slots("mon 08:00-09:00 09:05-11:00").windows
    found = slots(date(2026, 11, 30), date(2026, 11, 30), windows, 60, 15, Calendar.of([]))
    assert [f"{slot.starts_at:%H:%M}" for slot in found] == ["08:00", "09:15"]


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("mon-tue 15:30-18:00, fri 8-9:00", [(0, 930, 1080), (1, 930, 1080), (4, 480, 540)]),
        ("mon, wed 3.30pm to 5pm", [(0, 930, 1020), (2, 930, 1020)]),
        ("Weekdays 8am-9am", [(d, 480, 540) for d in range(5)]),
    ],
)  # fmt: skip
def test_slots_are_read_as_a_school_writes_them(
    text: str, windows: list[tuple[int, int, int]]
) -> None:
    assert list(parse_slots(text).windows) == windows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mon 25:00-26:00", "hours go from 00 to 23"),
        ("mon 18:00-15:30", "ends before it starts"),
        ("moonday 15:30-18:00", "neither a day nor times"),
        ("sat 10:00-12:00", "no school at the weekend"),
        ("thu-mon 10:00-12:00", "run backwards"),
        ("15:30-18:00", "on which days"),
        ("mon-thu", "at what times"),
        ("mon 15:30-18:00 maybe", "neither a day nor times"),
        ("", "at what times"),
    ],
)
def test_slots_that_cannot_be_are_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        parse_slots(text)


def test_slots_that_overlap_count_as_one_and_it_is_said() -> None:
    found = parse_slots("mon 15:00-17:00, mon 16:00-18:00, mon 18:00-19:00")
    assert found.windows == ((0, 900, 1140),)
    assert found.notes == ("Slots overlap, so they count as one: mon 15:00-18:00.",)


ANY_DAY = range(7)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("after 18:00", [(d, 1080, 1440) for d in ANY_DAY]),
        ("after 6", [(d, 1080, 1440) for d in ANY_DAY]),
        ("mornings", [(d, 0, 720) for d in ANY_DAY]),
        ("before 9", [(d, 0, 540) for d in ANY_DAY]),
        ("mon, wed", [(0, 0, 1440), (2, 0, 1440)]),
        ("Tuesdays and Thursdays after 4pm", [(1, 960, 1440), (3, 960, 1440)]),
        ("after 4pm, before 6pm", [(d, 960, 1080) for d in ANY_DAY]),
        ("mon after 5pm; wed 9-11", [(0, 1020, 1440), (2, 540, 660)]),
    ],
)
def test_best_times_are_understood_where_they_can_be(
    text: str, windows: list[tuple[int, int, int]]
) -> None:
    assert list(carer_windows(text) or ()) == windows


@pytest.mark.parametrize(
    "text", ["", "not fridays", "after 8", "text me first", "mornings, wed after 5", "17:00-16:00"]
)
def test_best_times_that_are_not_certain_are_not_guessed(text: str) -> None:
    assert carer_windows(text) is None


@drawn(st.text(max_size=40))
def test_any_best_times_are_windows_or_not_understood(text: str) -> None:
    for day, start, end in carer_windows(text) or ():
        assert 0 <= day <= 6
        assert 0 <= start < end <= 1440


def test_a_slot_suits_a_carer_when_all_of_it_is_in_their_times() -> None:
    (slot,) = slots(
        date(2026, 11, 30), date(2026, 11, 30), [(0, 960, 1020)], 60, 0, Calendar.of([])
    )
    assert suits(slot, [(0, 960, 1020)], None)
    assert not suits(slot, [(0, 970, 1440)], None)
    assert not suits(slot, None, date(2026, 11, 30))
    assert suits(slot, None, date(2026, 11, 29))


# -- as a person types it ------------------------------------------------------------------


@pytest.fixture
def school(given: Given) -> Given:
    given.staff("Ms Reid", tutor_group="7KM")
    for name in ("Okafor", "Nowak"):
        given.household(name)
    return given


def targets(run: Run, *names: str) -> None:
    for name in names:
        run.ok("conversation", "target", "add", name, "--reason", "other")


def plan(run: Run, *words: str) -> Any:
    answer = run.ok("conversation", "plan", *BETWEEN, *TIMES, *words, "--format", "json")
    return answer.json


def test_a_plan_proposes_and_writes_nothing_until_it_is_applied(run: Run, school: Given) -> None:
    targets(run, "Ada Okafor", "Ada Nowak")
    proposal = plan(run)
    assert school.value("SELECT COUNT(*) FROM conversation") == 0
    assert [(one["pupil"], one["starts_at"]) for one in proposal["placed"]] == [
        ("Ada Nowak", "2026-11-30T15:30:00"),
        ("Ada Okafor", "2026-11-30T16:30:00"),
    ]
    answer = run.ok("conversation", "plan", *BETWEEN, *TIMES, "--apply")
    assert "Booked 2 conversations in the autumn term" in answer.out
    assert "Undo: parentlink undo" in answer.out
    assert school.value("SELECT MIN(starts_at) FROM conversation") == "2026-11-30 15:30:00.000000"
    assert school.value("SELECT COUNT(*) FROM conversation_history WHERE event = 'booked'") == 2
    assert plan(run)["placed"] == []
    run.ok("undo", "--yes")
    assert school.value("SELECT COUNT(*) FROM conversation") == 0
    assert plan(run) == proposal


def test_the_keys_of_a_plan_are_these(run: Run, school: Given) -> None:
    targets(run, "Ada Okafor")
    proposal = plan(run)
    assert set(proposal) == {
        *("school_year", "term", "slots", "placed", "not_placed", "unread", "applied")
    }
    assert set(proposal["placed"][0]) == {
        *("pupil_id", "pupil", "tutor_group", "family_id", "family", "carer_id", "carer", "lead"),
        *("starts_at", "minutes", "room", "interpreter", "ask_first"),
    }


def test_a_carer_who_must_not_be_contacted_is_never_invited(run: Run, school: Given) -> None:
    family = school.family("Byrne")
    school.pupil(family, name="Cara Byrne")
    never = school.carer(family, "Sean Byrne", contact_rule="never", rule_reason="court order")
    targets(run, "Cara Byrne")
    proposal = plan(run)
    assert proposal["placed"] == []
    (left,) = proposal["not_placed"]
    assert left["pupil"] == "Cara Byrne"
    assert left["reason"] == "no carer on file may be contacted"
    school.carer(family, "Aoife Byrne")
    assert plan(run)["placed"][0]["carer"] == "Aoife Byrne"
    assert plan(run)["placed"][0]["carer_id"] != never


def test_a_carer_to_ask_about_is_placed_with_a_line_of_its_own(run: Run, given: Given) -> None:
    family = given.family("Byrne")
    given.pupil(family, name="Cara Byrne")
    given.carer(family, "Sean Byrne", contact_rule="ask", rule_reason="ask the DSL")
    targets(run, "Cara Byrne")
    answer = run.ok("conversation", "plan", *BETWEEN, *TIMES)
    assert "ASK FIRST before inviting Sean Byrne (Byrne): ask the DSL\n" in answer.err


def test_carers_come_at_the_times_they_told_us(run: Run, given: Given) -> None:
    for name, times in (("Byrne", "wed after 16:00"), ("Cole", "mornings"), ("Diaz", "ring first")):
        family = given.family(name)
        given.pupil(family, name=f"Cara {name}")
        given.carer(family, f"Sean {name}", best_times=times)
        targets(run, f"Cara {name}")
    proposal = plan(run)
    assert [(one["family"], one["starts_at"]) for one in proposal["placed"]] == [
        ("Diaz", "2026-11-30T15:30:00"),
        ("Byrne", "2026-12-02T16:30:00"),
    ]
    assert "no slot is inside the times that suit Sean Cole (mornings)" in str(
        proposal["not_placed"]
    )
    assert proposal["unread"] == ["Sean Diaz: ring first"]


def test_an_interpreter_is_named_and_brothers_and_sisters_follow_each_other(
    run: Run, given: Given
) -> None:
    family = given.family("Kaya")
    for name in ("Elif", "Emre"):
        given.pupil(family, name=f"{name} Kaya")
    given.carer(family, "Ayse Kaya", interpreter=True, languages="Turkish")
    given.household("Almond")
    targets(run, "Elif Kaya", "Ada Almond", "Emre Kaya")
    proposal = plan(run)
    times = {one["pupil"]: one["starts_at"] for one in proposal["placed"]}
    assert {times["Elif Kaya"], times["Emre Kaya"]} == {
        *("2026-12-01T15:30:00", "2026-12-01T16:30:00")  # Monday's second would part them
    }
    assert {one["interpreter"] for one in proposal["placed"]} == {"Turkish", None}


def test_leads_are_who_stands_closest_to_the_family(run: Run, given: Given) -> None:
    given.staff("Ms Reid")
    tutor = given.staff("Mr Group", tutor_group="7KM")
    key = given.staff("Mrs Key")
    given.staff("Mr Target")
    for name, values in (("Aa", {}), ("Bb", {"key_contact_id": key}), ("Cc", {})):
        family = given.family(name, **values)
        given.pupil(family, name=f"Ada {name}", tutor_group=None if name == "Cc" else "7KM")
        given.carer(family, f"Mum {name}")
    given.household("Dd")
    targets(run, "Ada Aa", "Ada Bb", "Ada Cc")
    run.ok(*("conversation", "target", "add", "Ada Dd", "--reason", "other", "--lead", "Mr Target"))
    leads = {one["family"]: one["lead"] for one in plan(run)["placed"]}
    assert leads == {"Aa": "Mr Group", "Bb": "Mrs Key", "Cc": "Ms Reid", "Dd": "Mr Target"}
    assert [one["family"] for one in plan(run, "--staff", "Group")["placed"]] == ["Aa"]
    assert tutor


def test_rooms_limit_how_many_meet_at_once_and_are_named(run: Run, given: Given) -> None:
    for name in ("Aa", "Bb", "Cc"):
        given.staff(f"Lead {name}")
        given.household(name)
        run.ok(
            *("conversation", "target", "add", f"Ada {name}", "--reason", "other"),
            *("--lead", f"Lead {name}"),
        )
    assert {one["starts_at"] for one in plan(run)["placed"]} == {"2026-11-30T15:30:00"}
    roomed = plan(run, "--rooms", "Library, Room 4")["placed"]
    assert sorted((one["starts_at"][-8:-3], one["room"]) for one in roomed) == [
        *(("15:30", "Library"), ("15:30", "Room 4"), ("16:30", "Library"))
    ]


def test_what_stands_in_the_calendar_is_left_alone(run: Run, school: Given) -> None:
    school.household("Zed")
    run.ok("conversation", "book", "Ada Zed", "--at", "2026-11-30 16:00", "--room", "library")
    targets(run, "Ada Okafor")
    (one,) = plan(run)["placed"]
    assert one["starts_at"] == "2026-12-01T15:30:00"  # the same lead: neither slot of Monday
    school.staff("Mr Ali")
    targets_ = run.ok("conversation", "plan", *BETWEEN, *TIMES, "--staff", "Mr Ali")
    assert targets_.out == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--between", "2026-10-26..2026-10-30", *TIMES), "passed"),
        (("--between", "2026-12-21..2026-12-31", *TIMES), "no slot of 60 minutes"),
        (("--between", "31/11..11/12", *TIMES), "November has 30 days"),
        (("--between", "2026-12-11..2026-11-30", *TIMES), "earlier day first"),
        ((*BETWEEN, "--slots", "mon 25:00-26:00"), "hours go from 00 to 23"),
        ((*BETWEEN, "--slots", "mon 15:30-16:00"), "no slot of 60 minutes"),
        ((*BETWEEN, *TIMES, "--length", "300"), "5 to 240 minutes"),
        ((*BETWEEN, *TIMES, "--term", "spring"), "is in the autumn term"),
        ((*BETWEEN,), "--slots"),
        ((*TIMES,), "--between"),
    ],
)
def test_a_plan_that_cannot_be_is_exit_2_with_the_reason(
    run: Run, school: Given, words: tuple[str, ...], says: str
) -> None:
    answer = run("conversation", "plan", *words)
    assert answer.code == 2, answer
    assert says in answer.err


def test_a_plan_of_long_conversations_warns(run: Run, school: Given) -> None:
    targets(run, "Ada Okafor")
    answer = run.ok("conversation", "plan", *BETWEEN, *TIMES, "--length", "75")
    assert "75 minutes is long" in answer.err


def test_overlapping_slots_are_joined_with_a_word(run: Run, school: Given) -> None:
    targets(run, "Ada Okafor")
    words = ("--slots", "mon 15:00-17:00, mon 16:00-18:00")
    answer = run.ok("conversation", "plan", *BETWEEN, *words)
    assert "Slots overlap, so they count as one: mon 15:00-18:00.\n" in answer.err


def test_a_plan_on_plain_lines_is_grouped_by_day(run: Run, school: Given) -> None:
    targets(run, "Ada Okafor")
    answer = run.ok("conversation", "plan", *BETWEEN, *TIMES)
    assert answer.out == (
        "Mon 30 Nov 2026\n  15:30, Ada Okafor 7KM, with Ngozi Okafor, lead Ms Reid\n"
    )
    assert "Nothing is booked yet: say --apply to book." in answer.err
    assert datetime.fromisoformat(plan(run)["placed"][0]["starts_at"])


def test_a_plan_that_books_nothing_offers_no_undo_of_something_else(
    run: Run, school: Given
) -> None:
    targets(run, "Ada Okafor")
    run.ok("carer", "edit", "Ngozi Okafor", "--best-times", "mornings")
    answer = run.ok("conversation", "plan", *BETWEEN, *TIMES, "--apply")
    assert "1 not placed" in answer.out + answer.err
    assert "To book one by hand: parentlink conversation book p1 --at WHEN" in answer.err
    assert "Booked" not in answer.out + answer.err
    assert "Undo" not in answer.out + answer.err
