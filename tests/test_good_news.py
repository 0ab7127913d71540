"""Good news waits for the next call home, and is used up by it."""

import pytest

from conftest import Given, Run

ADD = ("good-news", "add")


def test_good_news_waits_and_the_line_says_so(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok(*ADD, "Ada Okafor", "Explained fractions to the class")
    assert answer.out == (
        "Good news 1 about Ada Okafor waits for the next call home. Undo: parentlink undo\n"
    )
    assert run.ok("good-news", "list", "--format", "json").json == [
        {
            "id": 1,
            "pupil": "Ada Okafor",
            "tutor_group": "7KM",
            "on": "2026-11-23",
            "text": "Explained fractions to the class",
        }
    ]


def test_undo_takes_good_news_back(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ada", "Won a race")
    assert "Took back: good news about Ada Okafor" in run.ok("undo").out
    assert run.ok("good-news", "list").out == ""


def test_the_newest_news_comes_first(run: Run, given: Given) -> None:
    given.household()
    for text, on in (("first", "fri"), ("second", "2026-11-01"), ("third", "today")):
        run.ok(*ADD, "ada", text, "--on", on)
    rows = run.ok("good-news", "list", "--format", "json").json
    assert [row["text"] for row in rows] == ["third", "first", "second"]
    assert rows[1]["on"] == "2026-11-20"  # "fri" looks back


def test_a_call_that_told_it_uses_it_up(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ada", "Won a race")
    run.ok("log-call", "okafor", "--tone", "positive", "--good-news", "1")
    assert run.ok("good-news", "list").err.startswith("No good news is waiting.")
    (row,) = run.ok("good-news", "list", "--all", "--format", "json").json
    assert row["told_in"] == 1


def test_news_of_a_pupil_who_left_is_only_in_all(run: Run, given: Given) -> None:
    family = given.family()
    left = given.pupil(family, name="Ada Okafor")
    given.carer(family)
    run.ok(*ADD, f"p{left}", "Won a race")
    run.ok("pupil", "edit", f"p{left}", "--leaves", "2026-11-20")
    assert run.ok("good-news", "list", "--format", "json").json == []
    assert len(run.ok("good-news", "list", "--all", "--format", "json").json) == 1
    answer = run(*ADD, "ada", "Won another")
    assert answer.code == 3
    assert "left on 20 Nov" in answer.err


def test_news_of_an_archived_family_does_not_wait(run: Run, given: Given) -> None:
    from datetime import date

    family = given.family(archived_on=date(2026, 11, 1))
    pupil = given.pupil(family)
    run.ok(*ADD, f"p{pupil}", "Won a race")
    assert run.ok("good-news", "list", "--format", "json").json == []


def test_a_pupil_of_two_households_is_one_pupil(run: Run, given: Given) -> None:
    given.pupil(given.family("Okafor", household="Mum's"), given.family("Okafor"))
    assert "about Ada Okafor" in run.ok(*ADD, "ada", "Won a race").out
    assert "about Ada Okafor" in run.ok(*ADD, "Okafor", "Won again").out
    assert len(run.ok("good-news", "list", "--format", "json").json) == 2


def test_two_pupils_who_fit_are_listed_with_their_ids(run: Run, given: Given) -> None:
    family = given.family()
    ada, obi = given.pupil(family, name="Ada Okafor"), given.pupil(family, name="Obi Okafor")
    answer = run(*ADD, "okafor", "Won a race")
    assert answer.code == 3
    assert f"p{ada}  Ada Okafor, 7KM" in answer.err
    assert f"p{obi}  Obi Okafor, 7KM" in answer.err
    assert given.value("SELECT COUNT(*) FROM good_news") == 0


def test_a_sibling_who_left_is_not_in_the_way(run: Run, given: Given) -> None:
    from datetime import date

    family = given.family()
    given.pupil(family, name="Ada Okafor")
    given.pupil(family, name="Obi Okafor", leaves_on=date(2026, 7, 20))
    assert "about Ada Okafor" in run.ok(*ADD, "okafor", "Won a race").out


def test_a_family_name_that_is_also_a_first_name_is_never_guessed(run: Run, given: Given) -> None:
    given.household("James", "Zoe", "Pat")
    given.household("Brown", "James", "Lee")
    answer = run(*ADD, "james", "Won a race")
    assert answer.code == 3
    assert "Zoe James" in answer.err
    assert "James Brown" in answer.err


@pytest.mark.parametrize("who", ["A999000000001", "p1", "1", "07700 900123", "okafor-1", "ngozi"])
def test_a_pupil_goes_by_upn_id_phone_handle_or_carer(run: Run, given: Given, who: str) -> None:
    family = given.family()
    given.pupil(family, upn="A999000000001")
    given.carer(family)
    assert "about Ada Okafor" in run.ok(*ADD, who, "Won a race").out


def test_a_slip_of_the_finger_is_forgiven_and_said(run: Run, given: Given) -> None:
    given.household()
    answer = run.ok(*ADD, "okaforr", "Won a race")
    assert "Took 'okaforr' to mean Okafor." in answer.err
    assert "about Ada Okafor" in answer.out


def test_nobody_of_that_name_is_exit_3(run: Run, given: Given) -> None:
    given.household()
    assert run(*ADD, "zzzzzz", "Won a race").code == 3
    given.family("Smith")
    answer = run(*ADD, "smith", "Won a race")
    assert answer.code == 3
    assert "No pupil is on file for 'smith'" in answer.err


def test_a_dash_reads_the_news_from_a_pipe(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ada", "-", stdin="Won a race\r\nand smiled\n")
    assert given.value("SELECT text FROM good_news") == "Won a race\nand smiled"


@pytest.mark.parametrize("sent", [b"\xff\xfe", b"", b"  \n", b"x" * 501, b"a\0b"])
def test_a_pipe_that_is_no_news_is_a_sentence(run: Run, given: Given, sent: bytes) -> None:
    given.household()
    answer = run(*ADD, "ada", "-", stdin=sent)
    assert answer.code == 2, answer
    assert "unexpected" not in answer.err
    assert given.value("SELECT COUNT(*) FROM good_news") == 0


def test_news_is_never_from_the_future_or_of_1900(run: Run, given: Given) -> None:
    given.household()
    for day, why in (("tomorrow", "still to come"), ("1900-01-01", "more than 25 years ago")):
        answer = run(*ADD, "ada", "Won a race", "--on", day)
        assert answer.code == 2
        assert why in answer.err


def test_the_list_narrows_to_a_tutor_group_however_it_is_typed(run: Run, given: Given) -> None:
    given.household()
    given.pupil(given.family("Brown"), name="Leo Brown", tutor_group="8AB")
    run.ok(*ADD, "ada", "Won a race")
    run.ok(*ADD, "leo", "Sang")
    for form in ((), ("--all",)):
        rows = run.ok("good-news", "list", "--group", "8ab", *form, "--format", "json").json
        assert [row["pupil"] for row in rows] == ["Leo Brown"]


def test_what_was_typed_cannot_steer_the_screen(run: Run, given: Given) -> None:
    given.household()
    run.ok(*ADD, "ada", "[red]Won\x1b[31m\n=1+1")
    shown = run.ok("good-news", "list").out
    assert "\x1b" not in shown
    assert "[red]Won\\x1b[31m / =1+1" in shown
