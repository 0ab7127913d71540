"""UTC and the clock on the wall, with the two odd nights of the year."""

import time as clock_of_this_computer
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.zone import to_local, to_utc


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-01-15T15:40", "2026-01-15T15:40"),
        ("2026-05-13T15:40", "2026-05-13T14:40"),
        ("2026-03-29T00:59", "2026-03-29T00:59"),
        ("2026-03-29T01:30", "2026-03-29T01:30"),  # no such time: it moves on to 02:30
        ("2026-03-29T02:00", "2026-03-29T01:00"),
        ("2026-10-25T00:59", "2026-10-24T23:59"),
        ("2026-10-25T01:30", "2026-10-25T00:30"),  # twice: the first is meant
        ("2026-10-25T02:00", "2026-10-25T02:00"),
    ],
)
def test_the_nights_when_the_clocks_change(local: str, utc: str) -> None:
    wall = datetime.fromisoformat(local)
    moment = to_utc(wall.date(), wall.time())
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    again = wall + timedelta(hours=1) if local == "2026-03-29T01:30" else wall
    assert to_local(moment) == again


def test_the_second_of_two_equal_times_counts_as_the_first() -> None:
    day, clock = date(2026, 10, 25), time(1, 30)
    assert to_utc(day, clock.replace(fold=1)) == to_utc(day, clock)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_moment_comes_back_from_local_time_but_for_the_repeated_hour(moment: datetime) -> None:
    wall = to_local(moment)
    back = to_utc(wall.date(), wall.time())
    assert moment - back in (timedelta(0), timedelta(hours=1))


def test_a_moment_out_of_reach_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    clock_of_this_computer.tzset()
    with pytest.raises(Unreadable, match="out of reach"):
        to_utc(date.min, time(0))
    with pytest.raises(Unreadable, match="out of reach"):
        to_local(datetime.max.replace(tzinfo=UTC))
