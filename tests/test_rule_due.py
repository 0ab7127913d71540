"""What is due today."""

from datetime import date

from parentlink.rules.calls import Row
from parentlink.rules.carers import CarerFacts
from parentlink.rules.due import DueItem, call_items, follow_up, in_order, promise_items
from parentlink.rules.school_days import Calendar
from parentlink.rules.standing import ContactFacts, PromiseFacts, Reason, Standing

USUAL = Calendar.of(())
MONDAY = date(2025, 11, 10)


NGOZI = CarerFacts(
    1, "Ngozi", "07700 900123", "allow", None, "yes", 1, None, None, None, None, False, False
)


def family(
    *recent: ContactFacts,
    promise: PromiseFacts | None = None,
    name: str = "Okafor",
) -> Standing:
    return Standing(
        1, name, ("Ada",), (NGOZI,), None, None, recent, 0, (), promise, date(2025, 9, 3)
    )


def concern(day: int, outcome: str = "reached", direction: str = "outgoing") -> ContactFacts:
    return ContactFacts(date(2025, 11, day), "call", direction, "concern", outcome)


def test_a_concern_is_followed_up_after_five_school_days() -> None:
    assert follow_up(family(concern(4)), USUAL, MONDAY) is None
    item = follow_up(family(concern(3)), USUAL, MONDAY)
    assert item == DueItem(
        "follow-up", 1, "Okafor", MONDAY, "ring back to hear how things are since 3 Nov", 50
    )


def test_reaching_anybody_since_closes_the_follow_up() -> None:
    text = ContactFacts(date(2025, 11, 5), "text", "incoming", "check-in", "reached")
    assert follow_up(family(text, concern(3)), USUAL, MONDAY) is None


def test_an_unanswered_praise_call_does_not_close_the_follow_up() -> None:
    missed = ContactFacts(date(2025, 11, 5), "call", "outgoing", "positive", "no-answer")
    item = follow_up(family(missed, concern(3)), USUAL, MONDAY)
    assert item is not None
    assert item.text.startswith("ring back")


def test_a_concern_that_reached_nobody_is_tried_again_the_next_school_day() -> None:
    item = follow_up(family(concern(7, "no-answer")), USUAL, MONDAY)
    assert item is not None
    assert (item.on, item.weight) == (MONDAY, 80)
    assert item.text == "try again: the concern of 7 Nov has reached nobody"
    assert follow_up(family(concern(10, "voicemail")), USUAL, MONDAY) is None


def test_a_wrong_number_is_said() -> None:
    item = follow_up(family(concern(6, "wrong-number")), USUAL, MONDAY)
    assert item is not None
    assert item.text.endswith("and the number was wrong")
    assert item.weight == 81


def test_reaching_somebody_after_the_try_leaves_nothing_to_try_again() -> None:
    check_in = ContactFacts(date(2025, 11, 7), "call", "outgoing", "check-in", "reached")
    assert follow_up(family(check_in, concern(6, "no-answer")), USUAL, MONDAY) is None


def test_a_missed_call_from_the_family_is_not_our_attempt() -> None:
    assert follow_up(family(concern(6, "no-answer", "incoming")), USUAL, MONDAY) is None


def test_an_open_promise_is_due_on_its_day_and_overdue_in_school_days() -> None:
    promises = [
        PromiseFacts(1, "send the trip letter", MONDAY, "open"),
        PromiseFacts(2, "ring on Thursday", date(2025, 11, 6), "open"),
        PromiseFacts(3, "ring next week", date(2025, 11, 17), "open"),
        PromiseFacts(4, "a kept one", date(2025, 11, 6), "kept"),
        PromiseFacts(5, "some day", None, "open"),
    ]
    items = promise_items(1, "Okafor", promises, USUAL, MONDAY)
    assert [(item.text, item.weight) for item in items] == [
        ("promised: ring on Thursday (2 school days overdue)", 62),
        ("promised: send the trip letter (due now)", 60),
    ]


def test_concerns_come_before_promises_before_ringing_back() -> None:
    promise = PromiseFacts(1, "send the form", date(2025, 3, 3), "open")
    tried = family(concern(7, "engaged"), name="Nowak")
    found = [follow_up(each, USUAL, MONDAY) for each in (family(concern(3)), tried, family())]
    promises = promise_items(1, "Okafor", [promise], USUAL, MONDAY)
    items = in_order([*promises, *filter(None, found)])
    assert [(item.family, item.kind) for item in items] == [
        ("Nowak", "follow-up"),
        ("Okafor", "promise"),
        ("Okafor", "follow-up"),
    ]
    assert items[1].weight == 69


def test_the_call_list_becomes_calls_for_today() -> None:
    reason = Reason("never_positive", 500, "no positive call has reached this family yet")
    row = Row(1, family(), NGOZI, 500, (reason,), None)
    (item,) = call_items([row], MONDAY)
    assert (item.kind, item.on) == ("call", MONDAY)
    assert item.text == "positive call: no positive call has reached this family yet"


def test_what_is_due_stands_in_one_order_however_it_arrives() -> None:
    items = [DueItem("call", n, name, MONDAY, "x", 20) for n, name in enumerate("BAC")]
    assert [item.family for item in in_order(items)] == ["A", "B", "C"]
    assert in_order(reversed(items)) == in_order(items)
