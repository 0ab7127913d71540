"""Unique Pupil Numbers and their check letter."""

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.upn import CHECK_LETTERS, check_letter, looks_like_upn, parse_upn

VALID = ["C99999992600A", "R999999926001", "H801200001001", "R674123101121"]
DIGITS = st.text("0123456789", min_size=12, max_size=12)
TEMPORARY = st.builds(
    str.__add__, st.text("0123456789", min_size=11, max_size=11), st.sampled_from(CHECK_LETTERS)
)


@pytest.mark.parametrize("upn", VALID)
def test_published_upns_are_accepted(upn: str) -> None:
    assert parse_upn(upn) == upn
    assert check_letter(upn[1:]) == upn[0]


def test_case_and_blanks_do_not_matter() -> None:
    assert parse_upn(" h801 2000 01001 ") == "H801200001001"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "There is no UPN"),
        ("A801200001001", "first letter would be H"),
        ("H80120000100", "has 13 characters and this has 12"),
        ("H8012000010011", "has 13 characters and this has 14"),
        ("H8O1200001001", "an O that should be a 0"),
        ("1801200001001", "a letter, eleven digits"),
        ("H٨01200001001", "a letter, eleven digits"),
        ("H80120000100S", "never used"),
    ],
)
def test_a_wrong_upn_is_refused_with_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        parse_upn(typed)


@given(st.one_of(DIGITS, TEMPORARY))
def test_a_upn_with_its_check_letter_is_accepted(rest: str) -> None:
    assert parse_upn(check_letter(rest) + rest)


@given(DIGITS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(rest: str, place: int, change: int) -> None:
    wrong = rest[:place] + str((int(rest[place]) + change) % 10) + rest[place + 1 :]
    with pytest.raises(Unreadable):
        parse_upn(check_letter(rest) + wrong)


@given(DIGITS, st.integers(0, 10))
def test_two_swapped_digits_are_always_caught(rest: str, place: int) -> None:
    assume(rest[place] != rest[place + 1])
    wrong = rest[:place] + rest[place + 1] + rest[place] + rest[place + 2 :]
    with pytest.raises(Unreadable):
        parse_upn(check_letter(rest) + wrong)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("h801200001001", True), ("A801200001001", True), ("Okafor", False), ("H8012", False)],
)
def test_a_upn_is_told_from_a_name_by_its_shape(text: str, answer: bool) -> None:
    assert looks_like_upn(text) is answer


@given(st.one_of(st.text(max_size=16), st.text("AHIOS0123456789 ", max_size=16)))
def test_any_text_is_either_a_upn_or_refused(text: str) -> None:
    looks_like_upn(text)
    for parse in (parse_upn, check_letter):
        with suppress(Unreadable):
            parse(text)
