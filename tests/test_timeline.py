"""timeline: everything with one family, newest first, nothing lost and nothing cut."""

import csv
import io

import pytest

from conftest import Given, Run

KEYS = [
    *("at", "kind", "id", "channel", "direction", "tone", "outcome", "carer", "pupils"),
    *("staff", "minutes", "text", "override"),
]
NOTE = "[bold]so[/] :smile:\nsecond line\n\x1b[2Jgone \u202eesrever"


@pytest.fixture
def story(run: Run, given: Given) -> None:
    """A week with the Okafors."""
    given.staff()
    given.household("Okafor")
    given.household("Brown", pupil="Sam")
    run.ok("log-call", "okafor", "-o", "vm", "--when", "mon 9:00")
    run.ok("good-news", "add", "ada", "Won the maths prize", "--on", "2026-11-20")
    run.ok("log-contact", "okafor", "-c", "text", "-t", "positive", "--when", "thu 10:00")
    run.ok("log-call", "okafor", "-t", "concern", "--when", "fri 16:00", "--incoming",
           "--minutes", "9", "-n", NOTE, "--promise", "ring back", "--by", "fri")  # fmt: skip
    run.ok("log-call", "brown", "-t", "positive")


def test_everything_with_the_family_stands_newest_first(run: Run, story: None) -> None:
    heads = [line for line in run.ok("timeline", "okafor").out.splitlines() if line[0] != " "]
    assert heads == [
        "23 Nov 2026 09:00  call 1 with Ngozi Okafor about Ada Okafor: voicemail - Ms Reid",
        "20 Nov 2026 16:00  call 3 from them with Ngozi Okafor about Ada Okafor: "
        "concern, 9 min - Ms Reid",
        "20 Nov 2026        promise 1 by Ms Reid: ring back (by 2026-11-27: open)",
        "20 Nov 2026        good news 1 about Ada Okafor: Won the maths prize",
        "19 Nov 2026 10:00  text 2 with Ngozi Okafor about Ada Okafor: positive - Ms Reid",
    ]


def test_a_note_is_shown_whole_and_cannot_steer_the_screen(run: Run, story: None) -> None:
    out = run.ok("timeline", "okafor").out
    assert "    [bold]so[/] :smile:\n    second line\n" in out
    assert "    \\x1b[2Jgone \\u202eesrever\n" in out
    assert "\x1b" not in out


def test_a_script_gets_the_same_keys_every_time(run: Run, story: None) -> None:
    rows = run.ok("timeline", "okafor", "--format", "json").json
    assert all(list(row) == KEYS for row in rows)
    call = rows[1]
    assert call == dict(zip(KEYS, [
        "2026-11-20T16:00:00", "contact", 3, "call", "incoming", "concern", "reached",
        "Ngozi Okafor", "Ada Okafor", "Ms Reid", 9, NOTE, None,
    ], strict=True))  # fmt: skip
    table = list(csv.reader(io.StringIO(run.ok("timeline", "okafor", "--format", "csv").out)))
    assert table[0] == KEYS
    assert len(table) == 1 + len(rows)
    assert table[2][KEYS.index("text")] == NOTE


def test_only_the_newest_are_shown_when_fewer_are_wished(run: Run, story: None) -> None:
    rows = run.ok("timeline", "okafor", "--limit", "2", "--format", "json").json
    assert [(row["kind"], row["id"]) for row in rows] == [("contact", 1), ("contact", 3)]


def test_two_calls_of_one_minute_keep_their_order(run: Run, given: Given) -> None:
    given.household("Okafor")
    for _ in range(3):
        run.ok("log-call", "okafor", "-o", "vm")
    rows = run.ok("timeline", "okafor", "--format", "json").json
    assert [row["id"] for row in rows] == [3, 2, 1]


def test_a_family_with_no_contact_yet_says_so(run: Run, given: Given) -> None:
    given.household("Okafor")
    answer = run.ok("timeline", "okafor")
    assert (answer.out, answer.err) == (
        "",
        "Nothing has been logged with the Okafor family yet.\n",
    )
    assert run.ok("timeline", "okafor", "--format", "json").json == []


def test_good_news_about_a_pupil_of_two_households_is_in_both(run: Run, given: Given) -> None:
    given.household("Okafor")
    second = given.family("Bello")
    given._insert("pupil_family", pupil_id=1, family_id=second)
    run.ok("good-news", "add", "p1", "Won the maths prize")
    for who in ("f1", "f2"):
        assert "Won the maths prize" in run.ok("timeline", who).out
