"""One person in one line."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.people import (
    carer_line,
    parse_email,
    parse_group,
    parse_year,
    pupil_line,
    titled,
    year_of,
)
from parentlink.parse.upn import check_letter

UPN = check_letter("999201112345") + "999201112345"


def test_a_carer_is_a_name_then_anything_in_any_order() -> None:
    line = carer_line(
        "Mrs. Ngozi Okafor, 01632 960111, ngozi@example.org, mother, 07700 900123, PR"
    )
    assert line == (
        "Ngozi Okafor", "Mrs", "mother", "yes",
        "+447700900123", "+441632960111", None, "ngozi@example.org",
    )  # fmt: skip
    assert carer_line("Ngozi Okafor")[1:] == (None, None, "unknown", None, None, None, None)


def test_no_pr_is_kept_as_a_clear_no() -> None:
    assert carer_line("Emeka Okafor, No PR").responsibility == "no"


def test_numbers_are_kept_by_their_kind_and_then_in_order() -> None:
    line = carer_line("N, 020 7946 0123, 07700 900123, 07700 900456")
    assert (line.mobile_phone, line.home_phone, line.work_phone) == (
        "+447700900123",
        "+442079460123",
        "+447700900456",
    )
    with pytest.raises(Unreadable, match="three phone numbers"):
        carer_line("N, 07700 900123, 07700 900124, 07700 900125, 07700 900126")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "carer's name"),
        (", mother", "carer's name"),
        ("Ngozi, mother, aunt", "'aunt' was not understood"),
        ("Ngozi, 07700 90012", "phone number"),
        ("Ngozi, a@b", "e-mail"),
        ("Ngozi Okafor mother 07700 900123", "put a comma after the name"),
        ("Ngozi\x1b[2J, mother", "control character"),
    ],
)
def test_a_part_that_is_not_understood_is_named(line: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        carer_line(line)


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Mrs Okafor", "Mrs", "Okafor"),
        ("dr. Ada Okafor", "dr", "Ada Okafor"),
        ("Mr", None, "Mr"),
        ("Missy Elliott", None, "Missy Elliott"),
        ("MX  Lee", "MX", "Lee"),
    ],
)
def test_a_title_is_told_from_a_name(text: str, title: str | None, name: str) -> None:
    assert titled(text, "the name") == (title, name)


def test_a_pupil_is_a_name_then_group_year_upn_and_birthday_in_any_order() -> None:
    assert pupil_line(f"Ada Okafor, 03/04/2013, {UPN.lower()}, 7km, Year 8") == (
        "Ada Okafor", "7KM", 8, UPN, date(2013, 4, 3),
    )  # fmt: skip
    assert pupil_line("Ada Okafor, 7KM")[1:3] == ("7KM", 7)
    assert pupil_line("Ada Okafor, R")[1:3] == (None, 0)
    assert pupil_line("Ada Okafor, 10")[1:3] == (None, 10)
    assert pupil_line("Ada Okafor")[1:] == (None, None, None, None)


def test_a_upn_with_the_wrong_letter_says_the_right_one() -> None:
    wrong = ("A" if UPN[0] != "A" else "B") + UPN[1:]
    with pytest.raises(Unreadable, match=UPN[0]):
        pupil_line(f"Ada Okafor, {wrong}")


def test_a_forgotten_comma_does_not_make_the_group_a_part_of_the_name() -> None:
    with pytest.raises(Unreadable, match=r"'Ada Okafor 7KM'.*put a comma after the name"):
        pupil_line("Ada Okafor 7KM")


def test_a_second_tutor_group_is_not_swallowed() -> None:
    with pytest.raises(Unreadable, match="8RT"):
        pupil_line("Ada Okafor, 7KM, 8RT")


@pytest.mark.parametrize(
    ("text", "year"), [("7", 7), ("Year 11", 11), ("yr 9", 9), ("Y10", 10), ("R", 0), ("n", -1)]
)
def test_year_groups(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize("text", ["15", "99", "x", "", "٧", "-1", "7KM"])
def test_what_is_no_year_group(text: str) -> None:
    with pytest.raises(Unreadable, match="not a year group"):
        parse_year(text)


def test_a_tutor_group_is_a_short_word_in_capitals() -> None:
    assert parse_group(" 7km ") == "7KM"
    assert (year_of("7KM"), year_of("10A"), year_of("Oak"), year_of("99X")) == (7, 10, None, None)
    with pytest.raises(Unreadable, match="longer than 20"):
        parse_group("x" * 21)


@pytest.mark.parametrize("text", ["a@b", "a b@c.uk", "@c.uk", "a@.uk,", "a@@b.uk"])
def test_what_is_no_email_address(text: str) -> None:
    with pytest.raises(Unreadable, match="not an e-mail address"):
        parse_email(text)


@pytest.mark.parametrize("text", ["a@b.c;d@e.f", "a@b.uk, d@e.uk", "a@b.uk / d@e.uk"])
def test_of_several_email_addresses_one_is_asked_for(text: str) -> None:
    with pytest.raises(Unreadable, match="more than one e-mail address"):
        parse_email(text)


@given(st.text(max_size=60))
def test_any_text_is_a_person_or_a_sentence(text: str) -> None:
    for read in (carer_line, pupil_line, parse_group, parse_year, parse_email):
        with suppress(Unreadable):
            read(text)
