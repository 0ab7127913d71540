"""Who needs a positive call, and why: what counts, the reasons, and the list."""

from datetime import date, timedelta

import pytest

from parentlink.rules.calls import is_resting, reasons, weekly_quota
from parentlink.rules.standing import (
    CallSettings,
    ContactFacts,
    NewsFacts,
    PromiseFacts,
    is_positive,
    is_praise_sent,
)
from parentlink.vocabulary import LIVE_CHANNELS, Direction
from rule_families import HOUSE, MONDAY, USUAL, asked, carer, contact, family, terms

# What counts


@pytest.mark.parametrize("channel", LIVE_CHANNELS)
@pytest.mark.parametrize("direction", Direction)
def test_only_a_live_positive_contact_resets_the_clock(channel: str, direction: str) -> None:
    assert is_positive(contact(channel=channel, direction=direction))


@pytest.mark.parametrize(
    "other",
    [
        contact(tone="check-in"),
        contact(tone="concern"),
        contact(channel="text"),
        contact(channel="letter"),
        contact(outcome="voicemail"),
        contact(outcome="no-answer"),
    ],
)
def test_nothing_else_resets_the_clock(other: ContactFacts) -> None:
    assert not is_positive(other)
    assert family(other).last_positive_on is None


def test_praise_by_letter_or_voicemail_is_praise_sent_and_a_missed_call_is_not() -> None:
    assert is_praise_sent(contact(channel="letter"))
    assert is_praise_sent(contact(outcome="voicemail"))
    assert not is_praise_sent(contact(outcome="no-answer"))
    assert not is_praise_sent(contact(channel="text", outcome="wrong-number"))
    assert not is_praise_sent(contact(channel="text", direction="incoming"))
    assert not is_praise_sent(contact(channel="text", tone="check-in"))


# Reasons


def test_a_family_never_positively_reached_weighs_most() -> None:
    weights = terms(family())
    assert weights["never_positive"] == (500, "no positive call has reached this family yet")
    assert weights["days_since_positive"][0] == 0


def test_each_school_day_since_the_last_positive_call_counts_one() -> None:
    assert terms(family(contact(14)))["days_since_positive"] == (
        10,
        "10 school days since the last positive call (17 Nov)",
    )
    assert terms(family(contact(900)))["days_since_positive"][0] == 200


def test_good_news_weighs_less_as_it_gets_older() -> None:
    def waiting(*ago: int) -> tuple[int, str]:
        news = [NewsFacts(n, "Ada", "Lovely", MONDAY - timedelta(a)) for n, a in enumerate(ago)]
        return terms(family(news=tuple(news)))["good_news_waiting"]

    assert waiting(0) == (20, "good news about Ada is waiting (new)")
    assert waiting(7, 200) == (15, "good news about Ada is waiting (5 school days old), and 1 more")
    assert waiting(200)[0] == 2
    assert waiting() == (0, "no good news is waiting")


def test_only_concerns_is_flagged_by_the_newest_three_that_reached_somebody() -> None:
    worries = [contact(n, "concern") for n in (9, 8)] + [contact(7, "challenging")]
    missed = contact(1, "positive", "no-answer")
    assert terms(family(*worries, missed))["only_concerns"] == (
        40,
        "the last 3 contacts were about concerns: time for good news",
    )
    assert terms(family(*worries, contact(20)))["only_concerns"][0] == 40
    assert terms(family(*worries, contact(2, "check-in")))["only_concerns"][0] == 0
    assert terms(family(contact(2, "concern")))["only_concerns"][0] == 40
    assert terms(family(missed))["only_concerns"] == (0, "no recent contact to weigh up")


def test_silence_is_thirty_school_days_or_tries_that_reached_nobody() -> None:
    assert terms(family(contact(80, "check-in")))["silence"] == (
        15,
        "nobody reached for 51 school days",
    )
    assert terms(family())["silence"] == (15, "58 school days on file, nobody reached yet")
    new = family(contact(1, None, "engaged"))._replace(known_since=MONDAY)
    assert terms(new)["silence"] == (15, "we have tried, and nobody has been reached yet")
    assert terms(family()._replace(known_since=None))["silence"][0] == 0
    assert terms(family(contact(3, "check-in")))["silence"] == (
        0,
        "somebody was reached 1 school day ago",
    )


def test_three_unanswered_tries_bring_advice() -> None:
    tries = [contact(n, None, "no-answer") for n in (1, 2, 3)]
    assert terms(family(*tries[:2], contact(9, "check-in")))["keep_trying"] == (
        4,
        "2 tries since we last spoke",
    )
    assert terms(family(*tries, contact(9, "check-in")))["keep_trying"] == (
        6,
        "3 tries since we last spoke: text the good news first, or try another time or number",
    )
    assert terms(family(*tries * 4))["keep_trying"][0] == 10


def test_an_open_promise_past_its_day_weighs() -> None:
    late = PromiseFacts(1, "ring on Friday", MONDAY - timedelta(days=3), "open")
    assert terms(family(promise=late))["promise_waiting"] == (
        10,
        "our promise for 28 Nov is still open",
    )
    for other in (late._replace(due_on=MONDAY), late._replace(state="kept")):
        assert terms(family(promise=other))["promise_waiting"][0] == 0


def test_recent_written_praise_counts_a_little_before_or_after_the_last_call() -> None:
    for ago in (10, 30):
        text = terms(family(contact(ago), contact(14, channel="text")))["praise_sent"]
        assert text == (-5, "praise sent by text on 17 Nov, not yet in person")
    assert terms(family(contact(20, channel="text")))["praise_sent"][0] == 0
    left = terms(family(contact(14, outcome="voicemail")))["praise_sent"]
    assert left == (-5, "praise sent by voicemail on 17 Nov, not yet in person")


def test_a_check_in_weighs_nothing_and_why_says_so() -> None:
    weight, text = terms(family(contact(3, "check-in")))["check_in"]
    assert (weight, text) == (0, "the check-in on 28 Nov counts as contact, not as positive")


def test_when_nothing_weighs_the_days_are_still_shown() -> None:
    (reason,) = reasons(family(contact(0)), USUAL, MONDAY, CallSettings(min_gap=0))
    assert (reason.code, reason.weight) == ("days_since_positive", 0)


# The list


def test_a_family_rests_for_five_school_days_after_a_positive_call() -> None:
    assert is_resting(family(contact(6)), USUAL, MONDAY, HOUSE)
    assert asked(family(contact(6))).resting == 1
    assert asked(family(contact(7))).rows[0].score == 5


def test_the_quota_spreads_the_uncalled_families_over_the_weeks_left() -> None:
    assert [weekly_quota(*pair) for pair in ((30, 12), (0, 3), (1, 6), (7, 3), (5, 0))] == [
        3, 0, 1, 3, 5,
    ]  # fmt: skip
    called = family(contact(20))
    before_half_term = family(contact(40), family_id=2)
    nobody = family(family_id=3, carers=())
    answer = asked(called, before_half_term, family(family_id=4), nobody)
    assert (answer.uncalled, answer.weeks_left, answer.quota) == (2, 3, 1)
    assert answer.half_term.name == "Autumn 2"


def test_equal_families_stand_longest_unreached_first_and_then_by_name() -> None:
    base = [family(family_id=n, name=f) for n, f in enumerate(["Nowak", "Émile", "Farah"])]
    reached = base[1]._replace(family_id=9, last_reached_on=date(2025, 11, 20))
    older = base[0]._replace(family_id=8, last_reached_on=date(2025, 11, 19))
    same = [f._replace(known_since=None) for f in (reached, older, *base)]
    assert [row.standing.family_id for row in asked(*same).rows] == [1, 2, 0, 8, 9]
    assert [row.rank for row in asked(*same).rows] == [1, 2, 3, 4, 5]


def test_a_carer_who_must_not_be_contacted_is_not_in_the_row() -> None:
    (row,) = asked(family(carers=(carer(1, "Zed Hidden", rule="never"), carer(2)))).rows
    assert row.carer.id == 2
    assert "Zed Hidden" not in repr(row)
