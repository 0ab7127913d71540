"""Lists of actions and conversations with a slip in one cell: each sentence says what is right."""

import csv
import io
import re
from collections.abc import Mapping

import pytest

from conftest import Given, Run

REMEDY = re.compile(r"[Pp]lease |[Tt]ry |one of: |write it like ")
ACTION = {
    **{"pupil": "Ada Okafor", "owner": "school", "who": "Ms Reid", "what": "Ring home"},
    **{"made on": "20/11/2026", "due": "30/11/2026"},
}
TALK = {"date": "20/11/2026", "time": "16:00", "pupil": "Ada Okafor"}
LONG = "x" * 130


def problems(run: Run, what: str, *rows: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Heading, value and sentence of what is refused in a file of these rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    answer = run("import", what, "-", "--format", "json", stdin=text.getvalue())
    assert answer.code == 4, answer
    return [(each["column"], each["value"], each["problem"]) for each in answer.json["problems"]]


@pytest.mark.parametrize(
    ("what", "heading", "value", "words"),
    [
        ("actions", "pupil", "Adda", "`parentlink pupil list`"),
        ("actions", "owner", "", "nothing here for the owner"),
        ("actions", "owner", "grandma", "school, home, pupil"),
        ("actions", "who", "", "whoever does it"),
        ("actions", "who", LONG, "120 is the most"),
        ("actions", "what", "", "a few words"),
        ("actions", "made on", "25/12/2026", "still to come"),
        ("actions", "made on", "02/01/1900", "more than 25 years ago"),
        ("actions", "due", "", "There is no date here"),
        ("actions", "due", "ASAP", "13/05/2026"),
        ("actions", "status", "worked a bit", "open, done, not-working"),
        ("actions", "closed_on", "20/11/2026", "write how it went as its state"),
        ("actions", "barrier", "bus", "travel"),
        ("actions", "shareable", "maybe", "Y or N"),
        ("actions", "agreed_in", "v7", "or leave it out"),
        ("actions", "replaces", LONG, "120 is the most"),
        ("actions", "external_id", LONG, "120 is the most"),
        ("actions", "staff", LONG, "120 is the most"),
        ("conversations", "date", "", "There is no date here"),
        ("conversations", "date", "02/01/1900", "more than 25 years ago"),
        ("conversations", "time", "4ish", "15:40"),
        ("conversations", "carer", "Smith", "On file: Ngozi Okafor"),
        ("conversations", "lead", LONG, "120 is the most"),
        ("conversations", "handover to", LONG, "120 is the most"),
        ("conversations", "minutes", "half an hour", "45 min"),
        ("conversations", "minutes", "300", "5 to 240"),
        ("conversations", "status", "tbc", "booked, missed, held"),
        ("conversations", "next", "next term", "13/05/2026"),
        ("conversations", "closed", "25/12/2026", "still to come"),
        ("conversations", "sequence", "first", "leave the cell blank"),
        ("conversations", "interpreter", "?", "Y or N"),
        ("conversations", "restricted", "home", "with semicolons between"),
        ("conversations", "uid", LONG, "120 is the most"),
    ],
)
def test_a_slip_in_a_cell_is_found_under_its_heading_with_what_would_be_right(
    run: Run, given: Given, what: str, heading: str, value: str, words: str
) -> None:
    given.household()
    row = ACTION if what == "actions" else TALK
    ((column, shown, why),) = problems(run, what, {**row, heading: value})
    assert (column, shown[:20]) == (heading, value[:20])
    assert words in why
    assert REMEDY.search(why), why


def test_an_action_that_is_done_says_when(run: Run, given: Given) -> None:
    given.household()
    row = {**ACTION, "state": "complete", "closed_on": ""}
    ((column, _, why),) = problems(run, "actions", row)
    assert (column, why) == ("closed_on", 'Please write the day on which it was "done".')


def test_a_closed_conversation_says_all_that_it_has(run: Run, given: Given) -> None:
    given.household()
    ((_, _, why),) = problems(run, "conversations", {**TALK, "state": "closed"})
    assert '"next_on" and "closed_on", and words under "keep_in_touch"' in why
    late = {**TALK, "date": "20/12/2026", "state": "held"}
    ((column, _, why),) = problems(run, "conversations", late)
    assert (column, "is not held yet. Please" in why) == ("date", True)


def test_two_rows_of_one_action_name_the_earlier_one_and_where_they_differ(
    run: Run, given: Given
) -> None:
    given.household()
    row = {**ACTION, "barrier": ""}
    ((column, shown, why),) = problems(run, "actions", row, {**row, "barrier": "time"})
    assert (column, shown) == ("barrier", "time")
    assert why.startswith("Row 2 is the same one and says something else here. Please")
    again = {**TALK, "room": "B2", "minutes": "30"}
    ((column, _, _),) = problems(run, "conversations", again, {**again, "room": ""})
    assert column == "room"


@pytest.mark.parametrize(
    ("said", "owner"),
    [("Teacher", "school"), ("me", "school"), ("Parents", "home"), ("Student", "pupil")],
)
def test_whose_action_it_is_may_be_said_in_the_usual_words(
    run: Run, given: Given, said: str, owner: str
) -> None:
    given.household()
    text = ",".join(ACTION) + "\n" + ",".join({**ACTION, "owner": said}.values())
    run.ok("import", "actions", "-", stdin=text)
    assert given.value("SELECT owner FROM action") == owner


def test_a_day_is_shown_as_it_stands_in_the_cell(run: Run, given: Given) -> None:
    given.staff()
    row = {"kind": "inset", "first day": "04/09/2026", "last day": "02/09/2026"}
    ((column, shown, why),) = problems(run, "terms", row)
    assert (column, shown) == ("last day", "02/09/2026")
    assert "later than it ends. Please look at both days" in why
