"""Phone numbers; all of them from Ofcom's and America's ranges for fiction."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.phone import parse_phone, phone_digits, phone_was_mended, show_phone

BRITISH = (
    *("+447700900", "+441632960", "+442079460", "+441134960", "+441214960"),
    *("+441314960", "+441614960", "+448081570", "+443069990"),
)
DRAMA = st.one_of(
    st.builds("{}{:03}".format, st.sampled_from(BRITISH), st.integers(0, 999)),
    st.integers(100, 199).map("+12025550{}".format),
)


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "07700900123",
        " 07700-900-123 ",
        "07700.900.123",
        "(07700) 900123",
        "(0)7700 900123",
        "+447700900123",
        "+44 7700 900123",
        "+44 07700 900123",
        "+44 (0)7700 900123",
        "+44 (0) 7700 900 123",
        "(+44) 7700 900123",
        "0044 7700 900123",
        "0044 (0)7700 900123",
        "07700\u00a0900123",
        "07700–900123",
        "\u202a07700 900123\u202c",
        "7700900123",
        "7700900123.0",
        "447700900123",
        "447700900123.0",
    ],
)
def test_any_way_of_writing_a_british_number_is_read(written: str) -> None:
    assert parse_phone(written) == "+447700900123"


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("07700 900123", False),
        ("+44 7700 900123", False),
        ("7700900123", True),
        ("1632960123", True),
        ("2079460000", True),
        ("3069990123", True),
        ("447700900123.0", True),
        ("447700900123", True),
        ("NOT DAD", False),
    ],
)
def test_what_a_spreadsheet_took_away_is_restored_and_reported(written: str, mended: bool) -> None:
    assert phone_was_mended(written) is mended


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "There is no phone number"),
        ("07700 900123 (Mum)", "put the words in a note"),
        ("NOT DAD", "put the words in a note"),
        ("4.47701E+11", "last digits are gone"),
        ("4,47701e+11", "last digits are gone"),
        ("07700 900123 x123", "leave the extension out"),
        ("07700 900123 ext. 12", "leave the extension out"),
        ("٠٧٧٠٠٩٠٠١٢٣", "plain ones from 0 to 9"),
        ("07700 90012²", "plain ones from 0 to 9"),
        ("07700 900123 / 07700 900124", "two numbers"),
        ("07700 900123?", "only digits"),
        ("+44+7700900123", "only digits"),
        ("07700 90012", "has 11 digits and this one has 10"),
        ("07700 9001234", "has 11 digits and this one has 12"),
        ("+44 7700 90012", "has 11 digits and this one has 10"),
        ("020 7946 000", "has 11 digits"),
        ("04700 900123", "no British number starts with 04"),
        ("960123", "starts with 0"),
        ("4700900123", "starts with 0"),
        ("+999 1234567", "no country"),
        ("+1 202 555 01", "too many or too few digits"),
    ],
)
def test_what_is_not_plainly_one_number_is_refused(written: str, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_phone(written)
    assert said in str(refusal.value)
    assert "Please" in str(refusal.value)


@pytest.mark.parametrize("written", ["+1 202 555 0123", "+1 (202) 555-0123", "001 202 555 0123"])
def test_numbers_from_other_countries_are_read(written: str) -> None:
    assert parse_phone(written) == "+12025550123"


def test_a_number_only_has_to_be_possible() -> None:
    assert parse_phone("+1 555 555 0123") == "+15555550123"


def test_a_zero_in_brackets_is_not_dialled_from_abroad() -> None:
    assert parse_phone("+48 (0) 22 000 00 00") == parse_phone("+48 22 000 00 00")


def test_a_school_in_another_country_reads_its_own_numbers() -> None:
    assert parse_phone("(202) 555-0123", "US") == "+12025550123"
    assert parse_phone("+44 7700 900123", "US") == "+447700900123"


@pytest.mark.parametrize(
    "shown",
    [
        "07700 900123",
        "020 7946 0000",
        "0113 496 0000",
        "0121 496 0000",
        "0131 496 0000",
        "0161 496 0000",
        "01632 960123",
        "0808 157 0123",
        "03069 990123",
        "01632 96012",
        "0808 157012",
        "+1 202-555-0123",
    ],
)
def test_numbers_are_shown_as_people_write_them(shown: str) -> None:
    assert show_phone(parse_phone(shown)) == shown


@pytest.mark.parametrize("text", ["", "unknown", "+44", "+99912345678", "07700 900123"])
def test_what_is_not_a_number_is_shown_as_it_is(text: str) -> None:
    assert show_phone(text) == text


@settings(deadline=None)  # the first foreign number loads the library
@given(DRAMA)
def test_a_shown_number_is_read_back_the_same(e164: str) -> None:
    assert parse_phone(show_phone(e164)) == e164


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("okafor", None),
        ("2026-05-13", None),
        ("13.05.2026", None),
        ("900123", None),
        ("7", None),
        ("()()()", None),
        ("07700 900123 mum", None),
    ],
)
def test_a_search_by_number_is_told_from_a_search_by_name(typed: str, number: str | None) -> None:
    assert phone_digits(typed) == number


@settings(deadline=None)  # the first foreign number loads the library
@given(st.one_of(st.text(max_size=30), st.text("0123456789+() .-x/E", max_size=24)))
def test_any_text_is_either_a_number_or_refused(text: str) -> None:
    phone_digits(text)
    phone_was_mended(text)
    try:
        number = parse_phone(text)
    except Unreadable:
        return
    assert number[0] == "+"
    assert number[1:].isascii()
    assert number[1:].isdigit()


def test_a_british_number_does_not_load_the_library() -> None:
    script = (
        "import sys; from parentlink.parse.phone import parse_phone, show_phone;"
        "show_phone(parse_phone('07700 900123')); print('phonenumbers' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert answer.stdout == "False\n", answer.stderr
