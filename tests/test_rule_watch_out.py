"""The shares at which an import asks a person to look first, at their edges."""

import pytest

from parentlink.rules.watch_out import Reach, watch_out


def families(changed: int, on_file: int) -> list[str]:
    return watch_out(Reach(on_file, changed, 0, 0))


def carers(removed: int, listed: int) -> list[str]:
    return watch_out(Reach(0, 0, listed, removed))


@pytest.mark.parametrize(
    ("changed", "on_file", "asks"),
    [
        (0, 0, False),  # the first import
        (20, 100, False),
        (21, 100, True),
        (5, 10, False),  # in a tutor group five changes are an ordinary week
        (6, 10, True),
        (5, 24, False),
        (9, 9, False),  # a file of nine families is too small for shares
        (100, 100, True),
        (200_000, 1_000_000, False),
        (200_001, 1_000_000, True),
    ],
)
def test_more_than_a_fifth_of_the_families_asks(changed: int, on_file: int, asks: bool) -> None:
    assert bool(families(changed, on_file)) is asks


@pytest.mark.parametrize(
    ("removed", "listed", "asks"),
    [
        (0, 0, False),
        (0, 60, False),
        (19, 60, False),
        (20, 60, True),
        (2, 6, True),
        (2, 7, False),
        (1, 1, False),  # one carer is named in a line of their own anyway
        (1, 2, False),
        (2, 2, True),
    ],
)
def test_a_third_of_the_carers_asks(removed: int, listed: int, asks: bool) -> None:
    assert bool(carers(removed, listed)) is asks


@pytest.mark.parametrize(
    ("blocked", "listed", "asks"),
    [
        (0, 0, False),
        (3, 3, False),  # of a family or two it may be true
        (4, 4, True),
        (4, 16, False),
        (4, 15, True),
        (25, 100, False),
        (26, 100, True),
    ],
)
def test_more_than_a_quarter_of_the_carers_blocked_asks(
    blocked: int, listed: int, asks: bool
) -> None:
    found = watch_out(Reach(0, 0, 0, 0, listed, blocked))
    assert bool(found) is asks
    assert all("a column may mean something else" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("removed", "asks"), [(0, False), (1, True)], ids=["nobody is missing", "one is"]
)
def test_a_list_of_first_contacts_asks_at_the_first_who_is_missing(
    removed: int, asks: bool
) -> None:
    found = watch_out(Reach(0, 0, 40, removed, is_first_only=True))
    assert bool(found) is asks
    assert all("it may hold only the first contacts" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("missing", "pupils", "asks"),
    [(0, 0, False), (9, 30, False), (10, 30, True), (9, 9, False), (4, 10, True), (20, 40, True)],
)
def test_a_third_of_the_pupils_of_the_groups_missing_asks(
    missing: int, pupils: int, asks: bool
) -> None:
    found = watch_out(Reach(0, 0, 0, 0, pupils=pupils, missing=missing))
    assert bool(found) is asks
    assert all(f"{missing} of the {pupils} pupils" in sentence for sentence in found)


def test_the_sentence_has_the_numbers_and_what_usually_causes_it() -> None:
    (sentence,) = watch_out(Reach(1_200, 1_140, 2_000, 3), ["tutor group", "year group"])
    assert sentence.startswith(
        "This file would change 1,140 of the 1,200 families on file (95%), mostly tutor group and "
        "year group."
    )
    assert "when a school year begins" in sentence
    assert "the wrong file, last year's, or one whose columns have moved" in sentence


def test_both_are_said() -> None:
    assert len(watch_out(Reach(100, 50, 200, 100))) == 2


@pytest.mark.parametrize(
    ("pupils", "known", "new", "asks"),
    [
        (0, 0, 1_200, False),  # the first import, or the next tutor group
        (9, 0, 1_200, False),
        (10, 0, 10, True),
        (1_200, 0, 9, False),
        (1_200, 0, 240, True),  # a new year group: once a year
        (1_200, 1_180, 20, False),
        (1_200, 960, 240, False),
        (1_200, 24, 240, True),
        (1_200, 25, 240, False),
    ],
)
def test_a_file_of_which_hardly_anybody_is_on_file_asks(
    pupils: int, known: int, new: int, asks: bool
) -> None:
    found = watch_out(Reach(0, 0, 0, 0, pupils=pupils, known=known, new=new))
    assert bool(found) is asks


def test_the_sentence_says_that_everybody_may_come_in_twice() -> None:
    (sentence,) = watch_out(Reach(0, 0, 0, 0, pupils=1_200, known=0, new=900))
    assert "has 900 pupils, and none of them is on file, where its groups have 1,200" in sentence
    assert "come in a second time" in sentence
