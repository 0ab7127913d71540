"""One family through a whole school year: three conversations, one of them missed twice, and one
action that did not work and was replaced. Every step is a line that a tutor types."""

import re
from pathlib import Path
from typing import Any

from conftest import Answer, Given, Run

PAGE = (Path(__file__).parents[1] / "docs" / "json.md").read_text(encoding="utf-8")

TERMS = (
    "Autumn, 2026-09-03..2026-12-18, half-term 2026-10-26..2026-10-30",
    "Spring, 2027-01-04..2027-03-25, half-term 2027-02-15..2027-02-19",
    "Summer, 2027-04-12..2027-07-21, half-term 2027-05-31..2027-06-04",
)
AUTUMN = """
present = ["Ngozi Okafor"]
pupil-there = true
minutes = 50

[explore]
interests = "sings in a choir"
strengths = "explains things kindly"
caring-role = "HOMEFACT looks after her brother"
pupil-view = "I like Tuesdays"

[focus]
what-matters = "mornings without a rush"
aspirations = "to be a nurse"

[plan]
goals = "in school by 8:40"

[[plan.action]]
owner = "home"
who = "Ngozi Okafor"
what = "HOMEFACT bag packed the night before"
by = 2026-11-20
barrier = "time"

[[plan.action]]
owner = "school"
who = "Ms Reid"
what = "seat by the window in maths"
by = 2026-11-06
shareable = true

[review]
how-we-know = "no late marks for two weeks"
next = 2027-02-02
keep-in-touch = "a text on Fridays"
"""


class Year:
    """The program on the days of one school year."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run = run
        self.folder = folder

    def __call__(self, day: str, *words: str) -> Answer:
        return self._run.ok(*words, today=day)

    def refused(self, day: str, *words: str) -> str:
        answer = self._run(*words, today=day)
        assert answer.code in {2, 3}, answer
        return answer.err

    def rows(self, day: str, *words: str) -> Any:
        return self(day, *words, "--format", "json").json

    def calendar(self, day: str, *words: str) -> list[dict[str, str]]:
        """The entries of the calendar file."""
        text = self(day, "conversation", "ics", *words).out.replace("\r\n ", "")
        entries = text.split("BEGIN:VEVENT\r\n")[1:]
        pairs = [[line.partition(":")[::2] for line in entry.splitlines()] for entry in entries]
        return [dict(found) for found in pairs]


def test_one_family_through_a_whole_year(run: Run, given: Given, tmp_path: Path) -> None:
    year = Year(run, tmp_path)
    september(year)
    missed_twice(year, given)
    autumn_held(year, given)
    spring(year, given)
    summer(year, given)
    looking_back(year)
    undo_and_redo(year, given)
    documented(year)


def september(year: Year) -> None:
    """The school, the family, who should have a conversation, and when."""
    day = "2026-09-21T15:40"
    terms = [word for term in TERMS for word in ("--term", term)]
    year(day, "init", "--staff", "Ms Reid", "--group", "7KM", *terms)
    year(day, "staff", "add", "Mr Shah")
    year(
        day,
        *("family", "add", "Okafor", "--carer", "Ngozi Okafor, mother, 07700 900123"),
        *("--pupil", "Ada Okafor, 7KM"),
    )
    year(day, "conversation", "target", "add", "Ada Okafor", "--reason", "attendance")
    plan = (
        *("conversation", "plan", "--term", "autumn", "--between", "2026-09-28..2026-10-09"),
        *("--slots", "mon-thu 15:30-18:00", "--length", "60"),
    )
    year(day, *plan)
    assert "No structured conversation" in year.refused(day, "conversation", "ics")
    year(day, *plan, "--apply")
    (entry,) = year.calendar(day)
    assert entry["DTSTART"] == "20260928T143000Z"  # Monday, 15:30 on the wall
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", "0")


def missed_twice(year: Year, given: Given) -> None:
    """Nobody comes; each time the steps are taken and a better time is found."""
    year("2026-09-28T16:00", "conversation", "missed", "v1", "--reason", "the bus was late")
    (first,) = year.calendar("2026-09-28T16:00")
    assert (first["STATUS"], int(first["SEQUENCE"]) > 0) == ("CANCELLED", True)
    step = ("conversation", "missed", "v1", "--step")
    year("2026-09-29T10:00", *step, "better-time", "--result", "Tuesdays after work")
    to = ("conversation", "move", "v1", "--to")
    year("2026-09-29T10:05", *to, "6 oct 16:30", "--reason", "a better time for the family")
    (moved,) = year.calendar("2026-09-29T10:10")
    assert (moved["STATUS"], moved["DTSTART"]) == ("CONFIRMED", "20261006T153000Z")
    assert (moved["UID"], int(moved["SEQUENCE"]) > int(first["SEQUENCE"])) == (first["UID"], True)

    again = year("2026-10-06T17:00", "conversation", "missed", "v1", "--reason", "a late shift")
    assert "twice" in again.err
    assert "other-channel" in again.err
    year("2026-10-07T10:00", *step, "other-channel", "--result", "a text: Fridays are best")
    assert given.value("SELECT COUNT(*) FROM missed_follow_up WHERE done_on IS NULL") > 0
    year("2026-10-07T10:05", *to, "23 oct 15:30", "--reason", "Fridays are best")
    assert given.value("SELECT COUNT(*) FROM missed_follow_up WHERE done_on IS NULL") == 0
    events = "SELECT COUNT(*) FROM conversation_history WHERE event = :event"
    assert [given.value(events, event=event) for event in ("missed", "moved")] == [2, 2]


def autumn_held(year: Year, given: Given) -> None:
    """Held, recorded from a file, and closed once something was agreed."""
    day = "2026-10-23T16:40"
    short = year.folder / "short.toml"
    short.write_text('[explore]\ninterests = "sings in a choir"\n', encoding="utf-8")
    record = ("conversation", "record", "v1")
    assert "keep in touch" in year.refused(day, *record, "--from", str(short), "--close")
    notes = year.folder / "notes.toml"
    notes.write_text(AUTUMN, encoding="utf-8")
    year(day, *record, "--from", str(notes), "--close")
    assert given.value("SELECT state FROM conversation WHERE id = 1") == "closed"
    assert len(year.rows(day, "action", "list")) == 2
    assert year.refused(day, *record, "--say", "interests=football")  # closed is closed
    year("2026-11-05T15:40", "action", "done", "2", "--result", "she sees the board")


def spring(year: Year, given: Given) -> None:
    """Prepared from last time; what did not work is replaced and not repeated."""
    year("2027-01-18T15:40", "conversation", "book", "ada", "--at", "2 feb 16:00", "--room", "Hub")
    day = "2027-02-02T12:00"
    brief = year(day, "conversation", "prepare", "ada").out
    assert "bag packed the night before" in brief
    assert "sings in a choir" in brief
    assert "looks after her brother" not in brief  # restricted
    not_working = ("action", "not-working", "1", "--result", "too tired at night")
    assert "--instead" in year.refused(day, *not_working)
    year(day, *not_working, "--instead", "HOMEFACT breakfast club", "--by", "2027-03-05")
    year(
        "2027-02-02T17:10",
        *("conversation", "record", "v2", "--say", "strengths=came early twice", "--minutes", "40"),
        *("--action", "pupil, Ada Okafor, packs her own bag at school, by 2027-03-12, shareable"),
        *("--next", "2027-05-11", "--keep-in-touch", "a text on Fridays", "--close"),
    )
    states = year.rows("2027-02-03T09:00", "action", "list", "--all")
    assert {one["id"]: (one["state"], one["replaces"]) for one in states} == {
        **{1: ("not-working", None), 2: ("done", None)},
        **{3: ("open", 1), 4: ("open", None)},
    }
    year("2027-03-04T15:40", "action", "done", "3", "--result", "there every morning")
    year("2027-03-20T15:40", "action", "done", "4")  # eight days late
    assert given.value("SELECT COUNT(*) FROM conversation WHERE state = 'closed'") == 2


def summer(year: Year, given: Given) -> None:
    """Next year's lead holds it."""
    day = "2027-04-20T15:40"
    year(day, "conversation", "book", "ada", "--at", "11 may 16:00")
    assert year.refused(day, "conversation", "handover", "v2", "--to", "Mr Shah")  # closed
    year(day, "conversation", "handover", "v3", "--to", "Mr Shah")
    year(
        "2027-05-11T17:00",
        *("conversation", "record", "v3", "--say", "interests=football", "--minutes", "55"),
        *("--action", "school, Mr Shah, meets her at the gate in September, by 2027-07-02"),
        *("--next", "2027-07-05", "--keep-in-touch", "Mr Shah writes in July", "--close"),
    )


def looking_back(year: Year) -> None:
    """What the year left: the story, the sheet for teachers, the numbers, the calendar."""
    day = "2027-07-06T15:40"
    story = year.rows(day, "conversation", "story", "ada")
    assert [(talk["term"], talk["state"]) for talk in story["conversations"]] == [
        *(("autumn", "closed"), ("spring", "closed"), ("summer", "closed")),
    ]
    chain = [(step["id"], step["depth"]) for step in story["tried"]]
    assert chain[:2] == [(1, 0), (3, 1)]
    assert "HOMEFACT looks after" not in str(story)  # restricted

    sheet = year(day, "conversation", "share", "ada", "--classroom")
    assert "HOMEFACT" not in sheet.out + sheet.err
    for word in ("Ngozi", "choir", "seat by the window in maths", "football"):
        assert (word in sheet.out) == (word != "Ngozi")

    (autumn,) = progress(year, day, "autumn")
    assert (autumn["targets"], autumn["held"], autumn["closed"]) == (1, 1, 1)
    assert (autumn["missed"], autumn["rearranged"]) == (1, 1)  # however often
    # One was due in autumn and kept (6 November), the other was given up later.
    assert (autumn["actions_due"], autumn["actions_kept"]) == (2, 1)
    (spring_,) = progress(year, day, "spring")
    assert (spring_["actions_due"], spring_["actions_kept"], spring_["rearranged"]) == (2, 1, 0)
    assert round(autumn["hours"] + spring_["hours"], 2) == 1.5  # 50 and 40 minutes

    entries = year.calendar(day)
    assert [one["DTSTART"] for one in entries] == [
        *("20261023T143000Z", "20270202T160000Z", "20270511T150000Z"),  # summer, winter, summer
    ]
    assert len({one["UID"] for one in entries}) == 3
    assert "Mr Shah" in entries[2]["DESCRIPTION"]
    assert [one["DTSTART"] for one in year.calendar(day, "--staff", "Mr Shah")] == [
        "20270511T150000Z"
    ]


def progress(year: Year, day: str, term: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = year.rows(day, "conversation", "progress", "--term", term)
    return rows


def undo_and_redo(year: Year, given: Given) -> None:
    """The last step is taken back whole, and comes back whole."""
    day = "2027-07-06T15:45"
    count = "SELECT COUNT(*) FROM action"
    state = "SELECT state FROM conversation WHERE id = 3"
    before = year(day, "conversation", "story", "ada").out
    year(day, "undo", "--yes")
    assert (given.value(count), given.value(state)) == (4, "booked")
    year(day, "undo", "--yes")
    assert (given.value(count), given.value(state)) == (5, "closed")
    assert year(day, "conversation", "story", "ada").out == before


def documented(year: Year) -> None:
    """The keys of every JSON answer are those that docs/json.md promises, in that order."""
    day = "2027-07-06T15:40"
    pupils = ("--pupil", "Jo Lam, 7KM", "--pupil", "Kit Lam, 7KM")
    year(day, "family", "add", "Lam", "--carer", "Mei Lam", *pupils)
    year(day, "conversation", "target", "add", "Jo Lam", "--reason", "parent-asked")
    year(day, "conversation", "book", "jo", "--at", "7 jul 15:30")
    year("2027-07-07T17:00", "conversation", "missed", "jo")
    more = {
        "conversation target suggest": ("--everyone", "--all"),
        "conversation plan": (
            "--between",
            "2027-09-06..2027-09-10",
            "--slots",
            "mon-fri 15:30-17:30",
        ),
        "conversation list": ("--term", "autumn", "--school-year", "2026"),
        "conversation show": ("v1",),
        "conversation prepare": ("ada",),
        "conversation story": ("ada",),
        "conversation share --classroom": ("ada",),
        "conversation progress": ("--term", "autumn", "--school-year", "2026"),
        "conversation progress --compare": ("--restricted", "a test"),
        "action list": ("--all",),
    }
    promises = re.findall(
        r"^- `((?:conversation|action|what-works)[^`]*)`: (.*?\.)\n(?=[-\n])", PAGE, re.S | re.M
    )
    assert len(promises) == 13
    for command, text in promises:
        answer = year.rows("2027-07-08T15:40", *command.split(), *more.get(command, ()))
        row = answer[0] if isinstance(answer, list) else answer
        without = re.sub(r"\([^()]*\)", "", text)
        assert list(row) == re.findall(r"`(\w+)`", without), command
