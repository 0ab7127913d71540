"""Whom to ask for, and why nobody can be called."""

from datetime import date, timedelta

import pytest

from parentlink.rules.carers import CarerFacts, right_carer, why_not_callable
from rule_families import MONDAY, carer


def test_the_right_carer_is_chosen_by_rule_then_responsibility_then_priority() -> None:
    able = [
        carer(5, rule="ask"),
        carer(4, responsibility="no"),
        carer(3, priority=2),
        carer(2, responsibility="unknown"),
        carer(1),
        carer(0),
    ]
    chosen = []
    while able:
        best = right_carer(able, MONDAY)
        assert best is not None
        able.remove(best)
        chosen.append(best.id)
    assert chosen == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("carers", "why"),
    [
        ([], "no carer on file"),
        ([carer(rule="never")], "the only carer must not be contacted"),
        ([carer(rule="perhaps")], "the only carer must not be contacted"),
        ([carer(phone=None)], "the only carer has no phone number on file"),
        ([carer(phone=None), carer(2, phone="")], "no carer has a phone number on file"),
        ([carer(number_wrong=True)], "the only carer's number on file is wrong"),
        ([carer(away_until=date(2025, 12, 12))], "the only carer is away until 12 Dec"),
        (
            [carer(away_until=date(2026, 1, 9)), carer(2, away_until=date(2025, 12, 1))],
            "every carer is away, the first back after 1 Dec",
        ),
        (
            [carer(rule="never"), carer(2, phone=None), carer(3, away_until=date(2025, 12, 12))],
            "3 carers on file: 1 must not be contacted, 1 no phone number on file, "
            "1 away until 12 Dec",
        ),
    ],
)
def test_why_nobody_can_be_called_is_said_without_a_name(
    carers: list[CarerFacts], why: str
) -> None:
    assert right_carer(carers, MONDAY) is None
    assert why_not_callable(carers, MONDAY) == why


def test_a_carer_who_is_back_can_be_called() -> None:
    back = carer(away_until=MONDAY - timedelta(days=1))
    assert right_carer([back], MONDAY) == back
    assert why_not_callable([back, carer(2, rule="never")], MONDAY) == ""
