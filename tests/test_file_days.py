"""A day is read the same by every import, as programs and spreadsheets leave it in a file."""

from datetime import date, time

import pytest

from conftest import Given, Run
from parentlink.errors import Unreadable
from parentlink.parse.file_days import parse_file_day, parse_file_when
from parentlink.parse.when import When

DAY = date(2026, 7, 8)
WRITTEN = (
    *("2026-07-08", "08/07/2026", "8 July 2026", "20260708", "46211", "46211.0"),
    *("2026-07-08T00:00:00", "2026-07-08 00:00:00", "08/07/2026 00:00", "2026-07-08T00:00:00.000"),
)
FILES = {
    "families": ("pupil,form,starts_on", "Ada Okafor,7KM,{}", "SELECT starts_on FROM pupil"),
    "contacts": ("date,pupil,tone", "{},Ada Okafor,positive", "SELECT happened_on FROM contact"),
    "good-news": (
        "date,pupil,text",
        "{},Ada Okafor,Well done",
        "SELECT happened_on FROM good_news",
    ),
    "achievements": (
        "date,pupil,achievement type",
        "{},Ada Okafor,Classwork",
        "SELECT happened_on FROM good_news",
    ),
    "promises": ("made on,pupil,what,due", "{0},Ada Okafor,Ring,{0}", "SELECT due_on FROM promise"),
    "actions": (
        "made on,pupil,owner,who,what,due",
        "{0},Ada Okafor,school,Ms Reid,Ring,{0}",
        "SELECT due_on FROM action",
    ),
    "conversations": ("date,pupil", "{},Ada Okafor", "SELECT starts_on FROM conversation"),
    "targets": ("pupil,since", "Ada Okafor,{}", "SELECT added_on FROM conversation_target"),
    "terms": (
        "kind,name,first day,last day",
        "inset,INSET,{0},{0}",
        "SELECT ends_on FROM calendar_entry",
    ),
    "staff": ("name,left", "Mr Lee,{}", "SELECT left_on FROM staff WHERE name = 'Mr Lee'"),
}


@pytest.mark.parametrize("written", [*WRITTEN, "2026-07-08T00:00:00Z", "2026-07-08T00:00:00+01:00"])
def test_a_day_of_a_file(written: str) -> None:
    assert parse_file_day(written) == DAY


@pytest.mark.parametrize("written", WRITTEN)
def test_a_day_without_a_time_is_one_where_there_may_be_a_time(written: str) -> None:
    assert parse_file_when(written) == When(DAY, None)
    assert parse_file_when("08/07/2026 15:40") == When(DAY, time(15, 40))


@pytest.mark.parametrize(
    "written", ["46211.5", "260708", "08/07/26", "July 2026", "2026-07-08T09:00"]
)
def test_what_may_be_another_day_or_has_a_time_is_no_day(written: str) -> None:
    with pytest.raises(Unreadable):
        parse_file_day(written)


@pytest.mark.parametrize(
    "written", ["46211", "20260708", "2026-07-08T00:00:00", "08/07/2026 00:00"]
)
@pytest.mark.parametrize("what", FILES)
def test_every_import_reads_the_same_days(run: Run, given: Given, what: str, written: str) -> None:
    given.household()
    head, row, sql = FILES[what]
    answer = run.ok("import", what, "-", stdin=f"{head}\n{row.format(written)}\n")
    assert str(given.value(sql)) == "2026-07-08"
    said = "46211 in row 2, read as 8 July 2026). Please compare one"
    assert (said in answer.err) == (written == "46211")
