"""The laws of the weekly list, which hold for any history."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from parentlink.rules.calls import Row, all_reasons, who_needs
from parentlink.rules.carers import CarerFacts, right_carer
from parentlink.rules.standing import (
    RECENT_LIMIT,
    CallSettings,
    ContactFacts,
    NewsFacts,
    PromiseFacts,
    Standing,
    is_reached,
)
from parentlink.vocabulary import LIVE_CHANNELS, Channel, Direction, Outcome, Tone
from rule_families import HOUSE, MONDAY, USUAL, asked, carer, contact, family

contacts = st.builds(
    ContactFacts,
    on=st.integers(0, 400).map(lambda n: MONDAY - timedelta(days=n % 25 if n % 2 else n)),
    channel=st.sampled_from(Channel),
    direction=st.sampled_from(Direction),
    tone=st.sampled_from(Tone),
    outcome=st.sampled_from(Outcome) | st.just(Outcome.REACHED),
)
carer_facts = st.builds(
    carer,
    id=st.integers(1, 9),
    name=st.just("Ngozi"),
    phone=st.sampled_from([None, "07700 900123", "07700 900456"]),
    rule=st.sampled_from(["allow", "ask"]),
    priority=st.integers(1, 3),
    away_until=st.sampled_from([None, None, MONDAY, MONDAY - timedelta(days=1)]),
    number_wrong=st.sampled_from([False, False, True]),
) | st.builds(carer, name=st.just("Zed Hidden"), rule=st.just("never"))
news_facts = st.builds(
    NewsFacts,
    id=st.integers(1, 9),
    pupil=st.just("Ada"),
    text=st.just("Lovely"),
    on=st.dates(date(2025, 9, 1), MONDAY),
)
promise_facts = st.builds(
    PromiseFacts,
    id=st.just(1),
    what=st.just("ring"),
    due_on=st.none() | st.dates(date(2025, 9, 1), date(2025, 12, 31)),
    state=st.sampled_from(["open", "kept", "broken"]),
)


@st.composite
def histories(draw: st.DrawFn, most: int = 5) -> list[list[ContactFacts]]:
    return draw(st.lists(st.lists(contacts, max_size=16), min_size=1, max_size=most))


@st.composite
def schools(draw: st.DrawFn, carers: st.SearchStrategy[CarerFacts] = carer_facts) -> list[Standing]:
    return [
        family(
            *history,
            family_id=number,
            name=draw(st.sampled_from(["Okafor", "Nowak"])),
            carers=tuple(draw(st.lists(carers, max_size=3))),
            news=tuple(draw(st.lists(news_facts, max_size=2))),
            promise=draw(st.none() | promise_facts),
        )
        for number, history in enumerate(draw(histories()))
    ]


def place(rows: Sequence[Row], family_id: int) -> int:
    """The rank of a family, or a place after everybody when it is not listed."""
    return next((r.rank for r in rows if r.standing.family_id == family_id), 10**6)


@settings(max_examples=80, deadline=None)
@given(schools())
def test_any_list_is_complete_determined_and_explained(school: list[Standing]) -> None:
    answer = asked(*school)
    assert asked(*reversed(school)) == answer
    listed = [r.standing.family_id for r in answer.rows] + [c.family_id for c in answer.cannot_call]
    assert len(set(listed)) == len(listed) == len(school) - answer.resting
    for row in answer.rows:
        assert row.reasons
        assert row.score == sum(reason.weight for reason in row.reasons)
        shown = all_reasons(row.standing, USUAL, MONDAY, HOUSE)
        assert row.score == sum(reason.weight for reason in shown)
    nobody = {s.family_id for s in school if right_carer(s.carers, MONDAY) is None}
    assert {c.family_id for c in answer.cannot_call} == nobody
    assert all(c.reason for c in answer.cannot_call)
    assert "Zed Hidden" not in repr(answer)


@settings(max_examples=250, deadline=None)
@given(
    histories(),
    st.integers(0, 60) | st.integers(0, 500),
    st.sampled_from(LIVE_CHANNELS),
    st.sampled_from(Direction),
    st.booleans(),
)
def test_a_positive_call_on_any_day_never_moves_a_family_up(
    past: list[list[ContactFacts]], ago: int, channel: str, direction: str, first: bool
) -> None:
    added = contact(ago, "positive", "reached", channel, direction)
    before = asked(*(family(*h, family_id=n) for n, h in enumerate(past)))
    with_it = [added, *past[0]] if first else [*past[0], added]
    changed = [with_it, *past[1:]]
    after = asked(*(family(*h, family_id=n) for n, h in enumerate(changed)))
    assert place(after.rows, 0) >= place(before.rows, 0)
    kept = {r.standing.family_id: r.score for r in before.rows if r.standing.family_id}
    assert kept == {r.standing.family_id: r.score for r in after.rows if r.standing.family_id}


@settings(max_examples=80, deadline=None)
@given(st.lists(contacts, min_size=RECENT_LIMIT - 2, max_size=16), st.integers(0, 14))
def test_a_call_that_pushes_older_praise_out_of_sight_adds_nothing(
    past: list[ContactFacts], ago: int
) -> None:
    busy = [c._replace(on=MONDAY - timedelta(days=n % 14)) for n, c in enumerate(past)]
    every = CallSettings(min_gap=0)

    def score(*history: ContactFacts) -> int:
        return who_needs([family(*history)], USUAL, MONDAY, every).rows[0].score

    assert score(*busy, contact(ago)) <= score(*busy)


@settings(max_examples=120, deadline=None)
@given(schools(st.just(carer())), st.integers(0, 3))
def test_never_positive_stands_above_positive_this_half_term(
    school: list[Standing], weeks: int
) -> None:
    today = MONDAY + timedelta(weeks=weeks)
    rows = asked(*school, today=today).rows
    start = USUAL.half_term(today).starts_on
    never = [r.rank for r in rows if r.standing.last_positive_on is None]
    called = [r.rank for r in rows if (r.standing.last_positive_on or date.min) >= start]
    assert max(never, default=0) < min(called, default=10**6)


@settings(max_examples=80, deadline=None)
@given(schools(st.just(carer())), st.sampled_from(["concern", "challenging"]))
def test_only_concerns_stands_above_an_otherwise_equal_family(
    school: list[Standing], tone: str
) -> None:
    plain = school[0]._replace(recent=tuple(c._replace(tone="check-in") for c in school[0].recent))
    worried = plain._replace(recent=tuple(c._replace(tone=tone) for c in plain.recent))
    rows = asked(plain._replace(family_id=1), worried._replace(family_id=2)).rows
    if rows and any(is_reached(c) for c in plain.recent):
        assert [r.standing.family_id for r in rows] == [2, 1]
        assert any(reason.code == "only_concerns" for reason in rows[0].reasons)


def test_the_same_school_gives_a_different_list_when_the_history_differs() -> None:
    assert asked(family(contact(20))) != asked(family(contact(21)))
