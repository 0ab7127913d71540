"""A word of a closed list, as people type it, and moments that have passed."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentlink.errors import Unreadable
from parentlink.parse.moments import past_moment
from parentlink.parse.words import word
from parentlink.vocabulary import Channel, Outcome, Tone
from parentlink.vocabulary.talks import ActionOwner

NOW = datetime.fromisoformat("2026-11-23T15:40")


@pytest.mark.parametrize("one", [*Tone, *Outcome, *Channel])
def test_every_word_means_itself_in_any_case_and_with_spaces(one: Tone | Outcome | Channel) -> None:
    assert word(type(one), one.value, "x") is one
    assert word(type(one), f" {one.value.replace('-', ' ').upper()} ", "x") is one
    assert word(type(one), one.value.replace("-", ""), "x") is one


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pos", Tone.POSITIVE), ("check", Tone.CHECK_IN), ("con", Tone.CONCERN),
        ("praise", Tone.POSITIVE), ("vm", Outcome.VOICEMAIL), ("busy", Outcome.ENGAGED),
        ("spoke to", Outcome.REACHED), ("wrong no", Outcome.WRONG_NUMBER), ("n/a", None),
        ("none", Outcome.NO_ANSWER), ("sms", Channel.TEXT), ("home", Channel.HOME_VISIT),
        ("visit", Channel.HOME_VISIT), ("zoom", Channel.VIDEO),
    ],
)  # fmt: skip
def test_a_clear_beginning_or_another_word_is_understood(
    typed: str, meant: Tone | Outcome | Channel | None
) -> None:
    if meant is None:
        with pytest.raises(Unreadable):
            word(Outcome, typed, "The outcome")
    else:
        assert word(type(meant), typed, "x") is meant


@pytest.mark.parametrize("typed", ["c", "", " ", "happy", "e\x1b"])
def test_what_is_unclear_lists_what_there_is(typed: str) -> None:
    with pytest.raises(Unreadable, match="positive, check-in, concern, challenging") as said:
        word(Tone, typed, "The tone")
    assert "\x1b" not in str(said.value)


def test_a_near_miss_is_offered_but_never_taken() -> None:
    with pytest.raises(Unreadable, match="Did you mean positive"):
        word(Tone, "postive", "The tone")
    with pytest.raises(Unreadable, match="Did you mean no-answer"):
        word(Outcome, "no-anwser", "The outcome")


def test_another_lists_word_is_not_taken() -> None:
    with pytest.raises(Unreadable):
        word(Tone, "vm", "The tone")


@given(st.text(max_size=30))
def test_any_text_is_a_word_or_a_sentence(text: str) -> None:
    for kind in (Tone, Outcome, Channel):
        with suppress(Unreadable):
            assert word(kind, text, "It") in kind


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        (None, NOW),
        ("today", NOW),
        ("yesterday", datetime.fromisoformat("2026-11-22T12:00")),
        ("15:49", datetime.fromisoformat("2026-11-23T15:49")),  # the clocks of two computers differ
    ],
)
def test_a_moment_that_has_passed(typed: str | None, moment: datetime) -> None:
    assert past_moment(typed, NOW) == moment


@pytest.mark.parametrize("typed", ["tomorrow", "2026-11-23 15:51", "2027-01-01"])
def test_a_moment_still_to_come_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="still to come"):
        past_moment(typed, NOW)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("Teacher", "school"), ("me", "school"), ("parent", "home"), ("Child", "pupil")],
)
def test_whose_action_it_is_in_the_words_people_use(said: str, meant: str) -> None:
    assert word(ActionOwner, said, "the owner").value == meant
