"""Days and times as files hold them: strict, so that a bad column is seen."""

from datetime import date, time

import pytest

from parentlink.errors import Unreadable
from parentlink.parse.when import When, parse_csv_day, parse_csv_when


def said(day: str, clock: str = "") -> When:
    return When(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("45123", "probably 16/07/2023"),
        ("45123.5", "probably 16/07/2023"),
        ("13/05/26", "four digits"),
        ("05/13/2026", "the day comes first"),
        ("yesterday", "13/05/2026"),
        ("12 nov", "13/05/2026"),
        ("13/05", "13/05/2026"),
        ("", "13/05/2026"),
        ("2026-W15-1", "13/05/2026"),
        ("20260403", "2026-04-03"),
        ("31/04/2026", "April has 30 days"),
    ],
)
def test_a_file_may_hold_whole_dates_only(text: str, why: str) -> None:
    for parse in (parse_csv_day, parse_csv_when):
        with pytest.raises(Unreadable, match=why):
            parse(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (" 13/05/2026 ", said("2026-05-13")),
        ("3/5/2026 15:40", said("2026-05-03", "15:40")),
        ("13/05/2026 3:40 PM", said("2026-05-13", "15:40")),
        ("13/05/2026 15:40:30", said("2026-05-13", "15:40:30")),
        ("2026-05-13T15:40", said("2026-05-13", "15:40")),
        ("2026-05-13T15:40:00Z", said("2026-05-13", "16:40")),
        ("2026-05-13 15:40:00.250", said("2026-05-13", "15:40:00.250")),
    ],
)
def test_a_file_may_hold_a_time_after_the_day(text: str, meant: When) -> None:
    assert parse_csv_when(text) == meant


@pytest.mark.parametrize("text", ["2026-05-13T", "13/05/2026 25:00", "13/05/2026 15:40+01:00"])
def test_a_damaged_time_in_a_file_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_csv_when(text)


@pytest.mark.parametrize(
    "text", ["Thursday 3 September 2026", "Thu 03/09/2026", "thurs, 3 Sep 2026", "Thu 2026-09-03"]
)
def test_a_weekday_may_stand_in_front_as_councils_write_it(text: str) -> None:
    assert parse_csv_day(text) == date(2026, 9, 3)


def test_a_weekday_that_is_not_that_days_is_asked_about() -> None:
    with pytest.raises(Unreadable, match='"Friday 3 September 2026" is a Thursday'):
        parse_csv_day("Friday 3 September 2026")
