"""Names and notes: what is kept, what is refused, and which names are the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.names import clean_name, clean_text, first_names, fold, shorten

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)  # lone surrogates included


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("siobhan", "Siobhán"),
        ("siobhan", "Siobha\u0301n"),
        ("lukasz", "Łukasz"),
        ("o'neil", "O’Neil"),
        ("oneil", "O’Neil"),
        ("o´neil", "O'Neil"),
        ("anne marie", " Anne-Marie "),
        ("st john smith", "St. John\u00a0Smith"),
        ("strasse", "Straße"),
        ("ipek", "İpek"),
        ("soren", "Søren"),
        ("aesir thorn", "Æsir Þorn"),
        ("nguyen", "Nguyễn"),
        ("андрей", "АНДРЕЙ"),
        ("علی", "ع\u200dلی"),
    ],
)
def test_names_are_compared_without_case_accents_and_quote_marks(typed: str, stored: str) -> None:
    assert fold(typed) == fold(stored)


@pytest.mark.parametrize("name", ["金", "김민준", "がく", "Ολγα", "---", "ʻ", "'"])
def test_no_name_folds_to_nothing(name: str) -> None:
    assert fold(name)


def test_different_names_stay_different() -> None:
    names = ["か", "が", "Li", "Lee", "金", "김", "Ann", "Anne", "-", "."]
    assert len({fold(name) for name in names}) == len(names)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_the_fast_way_for_plain_letters_agrees_with_the_full_one(text: str) -> None:
    assert fold(text + " é") == fold(text + " e")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ann \u00a0 Smith ", "Ann Smith"),
        ("Siobha\u0301n", "Siobhán"),
        ("Null", "Null"),
        ("ع\u200cلی", "ع\u200cلی"),
        ("क्‍ष", "क्‍ष"),
        ("X Æ", "X Æ"),
        ("O’Neil", "O’Neil"),
        ("[bold]", "[bold]"),
    ],
)
def test_a_name_is_kept_as_typed_but_for_blanks(typed: str, stored: str) -> None:
    assert clean_name(typed, "the pupil's name") == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "nothing in the name"),
        (" \u00a0 ", "nothing in the name"),
        ("\x1b[31mAnn", "\\x1b"),
        ("Ann\x00", "\\x00"),
        ("Ann\tSmith", "\\t"),
        ("Ann\x9bSmith", "\\x9b"),
        ("Ann\u202eSmith", "\\u202e"),
        ("Ann\u2066Smith", "\\u2066"),
        ("Ann\u2028Smith", "\\u2028"),
        ("Ann\ud800", "\\ud800"),
        ("\u200b\u200d", "nothing in it can be seen"),
        ("\u3164", "nothing in it can be seen"),
        ("\u0301", "nothing in it can be seen"),
        ("A" * 121, "it has 121 characters and 120 is the most"),
    ],
)
def test_a_name_that_cannot_be_shown_safely_is_refused(typed: str, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        clean_name(typed, "the name")
    assert said in str(refusal.value)
    assert "the name" in str(refusal.value)
    assert "lease" in str(refusal.value)
    assert str(refusal.value).replace("\u200d", "").isprintable()


def test_the_longest_name_still_fits() -> None:
    assert clean_name("A" * 120, "the name") == "A" * 120


@given(ANY_TEXT)
def test_any_name_is_either_clean_or_refused(text: str) -> None:
    try:
        name = clean_name(text, "the name")
    except Unreadable:
        return
    assert name == clean_name(name, "the name") == unicodedata.normalize("NFC", name)
    assert fold(name)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\r\ntwo\rthree\n\n ", "one\ntwo\nthree"),
        ("  indented", "  indented"),
        ("cafe\u0301", "café"),
        ("\x1b[31m", "\x1b[31m"),
        ("\u202eevil", "\u202eevil"),
        ("", ""),
    ],
)
def test_a_note_is_kept_as_typed_but_for_line_ends(typed: str, stored: str) -> None:
    assert clean_text(typed, "the note") == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [("a\0b", "NUL"), ("a\ud800", "Part of a character"), ("x" * 10_001, "10,001 characters")],
)
def test_a_note_that_cannot_be_kept_is_refused(typed: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        clean_text(typed, "the note")


def test_too_long_a_note_names_both_lengths() -> None:
    with pytest.raises(Unreadable, match=r"There are 12 characters in the note and 10 is the most"):
        clean_text("x" * 12, "the note", limit=10)


@given(ANY_TEXT)
def test_any_note_is_either_kept_or_refused(text: str) -> None:
    try:
        note = clean_text(text, "the note")
    except Unreadable:
        return
    assert clean_text(note, "the note") == note
    note.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ann", "Ann"),
        ("a\x1bb\u202ec\u00ad", "a\\x1bb\\u202ec\\xad"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
    ],
)
def test_shortened_text_shows_its_controls(text: str, shown: str) -> None:
    assert shorten(text) == shown


@given(ANY_TEXT)
def test_shortened_text_is_never_longer_than_asked(text: str) -> None:
    assert len(shorten(text, 12)) <= 12


@pytest.mark.parametrize(
    ("name", "family", "spoken"),
    [
        ("Ada Okafor", "Okafor", "Ada"),
        ("Maria José Ferreira da Costa", "Ferreira da Costa", "Maria José"),
        ("Siân Hughes-Bright", "Hughes-Bright", "Siân"),
        ("Łukasz Wiśniewski", "wisniewski", "Łukasz"),
        ("Nguyễn Thị Mai", "Nguyễn", "Thị Mai"),
        ("Jayden Marchetti", "Voss", "Jayden Marchetti"),
        ("Ada", "Okafor", "Ada"),
        ("Okafor", "Okafor", "Okafor"),
        ("Ada Okafor", "", "Ada Okafor"),
    ],
)
def test_a_child_is_spoken_of_by_first_name_where_it_is_known(
    name: str, family: str, spoken: str
) -> None:
    assert first_names(name, family) == spoken
