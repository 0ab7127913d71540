"""A list that comes again brings nothing in twice, and takes nothing back: tomorrow, after a merge,
and when things have gone on here meanwhile."""

import pytest

from conftest import Given, Run

ACTIONS = "pupil,action,owner,responsible,by when\nAda Okafor,Read,home,Ngozi Okafor,2026-12-11\n"
PROMISES = "pupil,promise,by when\nAda Okafor,Send the booklet,2026-12-11\n"
TARGETS = "pupil,reason\nAda Okafor,parent-asked\n"
NEWS = "date,pupil,news\n2026-11-20,Ada Okafor,Won the poetry prize\n"
TALKS = "date,time,pupil,led by,where\n2026-12-02,16:00,Ada Okafor,Ms Reid,Library\n"
DATED = {
    "actions": "pupil,action,owner,responsible,agreed on,by when\n"
    "Ada Okafor,Read,home,Ngozi Okafor,2026-11-16,2026-12-11\n",
    "promises": "pupil,promise,made on,by when\nAda Okafor,Booklet,2026-11-16,2026-12-11\n",
}
UNDATED = {"actions": ACTIONS, "promises": PROMISES, "targets": TARGETS}
TOMORROW = "2026-11-24T09:00"


def again(run: Run, what: str, text: str, today: str = TOMORROW) -> tuple[int, int, int]:
    """How many rows were new, changed and unchanged."""
    found = run.ok("import", what, "-", "--format", "json", stdin=text, today=today).json
    return found["new"], found["changed"], found["unchanged"]


# -- tomorrow ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", UNDATED)
def test_a_list_without_days_is_known_again_tomorrow(what: str, run: Run, given: Given) -> None:
    given.household()
    assert again(run, what, UNDATED[what], "2026-11-23T09:00") == (1, 0, 0)
    assert again(run, what, UNDATED[what]) == (0, 0, 1)


def test_a_target_that_is_over_is_known_again_tomorrow(run: Run, given: Given) -> None:
    given.household()
    over = "pupil,until\nAda Okafor,2026-11-20\n"
    assert again(run, "targets", over, "2026-11-23T09:00") == (1, 0, 0)
    assert again(run, "targets", over) == (0, 0, 1)
    assert again(run, "targets", TARGETS) == (1, 0, 0)
    assert again(run, "targets", over, "2026-11-25T09:00") == (0, 0, 1)


@pytest.mark.parametrize("what", ["actions", "promises"])
def test_the_same_words_for_another_day_are_something_new(
    what: str, run: Run, given: Given
) -> None:
    given.household()
    again(run, what, UNDATED[what], "2026-11-23T09:00")
    assert again(run, what, UNDATED[what].replace("2026-12-11", "2027-03-05")) == (1, 0, 0)


# -- after a merge -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "text"), [("good-news", NEWS), ("conversations", TALKS), *DATED.items()]
)
def test_a_list_is_known_again_when_two_records_of_the_pupil_became_one(
    what: str, text: str, run: Run, given: Given
) -> None:
    given.household()
    given.pupil(1, name="Adah Okafor")
    again(run, what, text.replace("Ada ", "Adah "), "2026-11-23T09:00")
    run.ok("merge", "p1", "p2", "--yes")
    assert again(run, what, text) == (0, 0, 1)


def test_a_promise_is_known_again_when_two_households_became_one(run: Run, given: Given) -> None:
    given.household()
    given.household("Nowak", pupil="Jan", carer="Ewa")
    text = DATED["promises"].replace("Ada Okafor", "Jan Nowak")
    again(run, "promises", text, "2026-11-23T09:00")
    run.ok("merge", "f1", "f2", "--yes")
    assert again(run, "promises", text) == (0, 0, 1)


# -- when things have gone on --------------------------------------------------------------


def test_a_conversation_that_was_moved_here_stays_where_it_is(run: Run, given: Given) -> None:
    given.household()
    again(run, "conversations", TALKS, "2026-11-23T09:00")
    run.ok("conversation", "move", "v1", "--to", "2026-12-04 15:00", "--reason", "a shift")
    assert again(run, "conversations", TALKS) == (0, 0, 1)
    assert "Fri 4 Dec 2026 15:00" in run.ok("conversation", "show", "v1").out
    assert again(run, "conversations", TALKS.replace("Library", "Hall")) == (0, 1, 0)
    assert "Fri 4 Dec 2026 15:00" in run.ok("conversation", "show", "v1").out


def test_a_list_that_gives_its_own_ids_may_move_a_conversation(run: Run, given: Given) -> None:
    given.household()
    own = "uid,date,time,pupil,led by\na1,2026-12-02,16:00,Ada Okafor,Ms Reid\n"
    again(run, "conversations", own, "2026-11-23T09:00")
    assert again(run, "conversations", own.replace("16:00", "17:00")) == (0, 1, 0)


STAYS = "What is done, held, closed or cancelled here stays so."


def test_a_list_that_says_booked_brings_no_cancelled_conversation_back(
    run: Run, given: Given
) -> None:
    given.household()
    text = TALKS.replace("where", "status").replace("Library", "booked")
    again(run, "conversations", text, "2026-11-23T09:00")
    run.ok("conversation", "cancel", "v1", "--reason", "ill")
    answer = run.ok("import", "conversations", "-", stdin=text)
    assert f"(row 2). {STAYS}" in answer.err
    assert given.value("SELECT state FROM conversation") == "cancelled"
    assert run.ok("import", "conversations", "-", "--quiet", stdin=text).err == ""


def test_a_closed_conversation_stays_closed_whole(run: Run, given: Given) -> None:
    given.household()
    text = TALKS.replace("where", "status").replace("Library", "booked").replace("12-02", "11-20")
    again(run, "conversations", text, "2026-11-23T09:00")
    run.ok("conversation", "record", "v1", "--say", "interests=sings", "--next", "2027-02-01",
           "--keep-in-touch", "a text", "--present", "Ngozi Okafor",
           "--action", "school, Ms Reid, a seat in front, by 2026-12-04", "--close")  # fmt: skip
    for state in ("booked", "held", "missed"):
        assert again(run, "conversations", text.replace("booked", state)) == (0, 0, 1)
    assert given.value("SELECT state FROM conversation") == "closed"


@pytest.mark.parametrize(
    ("what", "close"),
    [
        ("actions", ("action", "done", "1", "--result", "every evening")),
        ("promises", ("promise", "kept", "1")),
    ],
)
def test_a_list_that_says_open_opens_nothing_again(
    what: str, close: tuple[str, ...], run: Run, given: Given
) -> None:
    given.household()
    head, row, _ = DATED[what].split("\n")
    text = f"{head},status\n{row},open\n"
    again(run, what, text, "2026-11-23T09:00")
    run.ok(*close)
    answer = run.ok("import", what, "-", stdin=text)
    assert STAYS in answer.err
    assert given.value(f"SELECT state FROM {what.removesuffix('s')}") in ("done", "kept")


def test_what_is_open_here_and_done_by_the_list_is_done(run: Run, given: Given) -> None:
    given.household()
    head, row, _ = DATED["actions"].split("\n")
    again(run, "actions", f"{head},status,closed on\n{row},open,\n", "2026-11-23T09:00")
    assert again(run, "actions", f"{head},status,closed on\n{row},done,2026-11-23\n") == (0, 1, 0)


# -- a call log ----------------------------------------------------------------------------

LOG = "date,pupil,spoke to,tone,outcome,note\n"
MET = "2026-11-20,Ada Okafor,Ngozi Okafor,positive,,Lovely\n"
MISSED = "2026-11-20,Ada Okafor,,,no-answer,\n"


def test_calls_are_known_again_when_two_records_of_a_carer_became_one(
    run: Run, given: Given
) -> None:
    family = given.household()
    given.link(1, given.carer(family, "Ngozi Hart"), relationship="mother")
    given.link(1, given.carer(family, "Obi Okafor"), relationship="father")
    log = LOG + MET.replace("Ngozi Okafor", "Ngozi Hart") + MET.replace("Ngozi", "Obi")
    again(run, "contacts", log)
    run.ok("merge", "c1", "c2", "--yes", "--anyway")
    assert again(run, "contacts", log) == (0, 0, 2)
    assert again(run, "contacts", log.replace("Ngozi Hart", "Ngozi Okafor")) == (0, 0, 2)


def test_calls_are_known_again_when_two_records_of_a_pupil_became_one(
    run: Run, given: Given
) -> None:
    family = given.household()
    given.link(given.pupil(family, name="Adah Okafor"), 1, relationship="mother")
    log = LOG + MET.replace("Ada ", "Adah ") + MISSED
    again(run, "contacts", log)
    run.ok("merge", "p1", "p2", "--yes")
    assert again(run, "contacts", log) == (0, 0, 2)


def test_calls_are_known_again_when_two_households_became_one(run: Run, given: Given) -> None:
    given.household("Nowak", pupil="Jan", carer="Ewa")
    given.household()
    log = LOG + MET + MISSED + MISSED
    again(run, "contacts", log)
    run.ok("merge", "f1", "f2", "--yes")
    assert again(run, "contacts", log) == (0, 0, 3)
    # One more on the same day is one more, and so is another note.
    assert again(run, "contacts", log + MISSED) == (1, 0, 3)
    assert again(run, "contacts", log + MISSED + MET.replace("Lovely", "Late")) == (1, 0, 4)


def test_a_call_that_only_looks_like_one_of_another_log_is_new(run: Run, given: Given) -> None:
    given.household()
    again(run, "contacts", LOG + MISSED)
    assert again(run, "contacts", LOG + MISSED + MISSED) == (1, 0, 1)
    assert again(run, "contacts", LOG + MISSED.replace("no-answer", "engaged")) == (1, 0, 0)


def test_a_colleagues_log_with_fewer_columns_has_calls_of_its_own(run: Run, given: Given) -> None:
    given.household()
    again(run, "contacts", LOG.replace("note", "staff") + MISSED.replace(",\n", ",Mr Lee\n"))
    assert again(run, "contacts", LOG + MISSED) == (1, 0, 0)
    assert again(run, "contacts", LOG + MISSED) == (0, 0, 1)


def test_a_colleagues_calls_are_apart_from_known_ones_after_a_merge(run: Run, given: Given) -> None:
    family = given.household()
    given.link(given.pupil(family, name="Adah Okafor"), 1, relationship="mother")
    mine = "date,pupil,carer,tone,staff\n2026-11-20,Adah Okafor,Mum,positive,Mr Lee\n"
    again(run, "contacts", mine)
    run.ok("merge", "p1", "p2", "--yes")
    assert again(run, "contacts", mine) == (0, 0, 1)
    assert again(run, "contacts", mine.replace("Mr Lee", "Ms Osei")) == (1, 0, 0)


def test_a_call_about_two_is_known_again_in_whatever_order_they_stand(
    run: Run, given: Given
) -> None:
    family = given.household()
    for name in ("Obi Okafor", "Adah Okafor"):
        given.link(given.pupil(family, name=name), 1, relationship="mother")
    log = LOG + MET.replace("Ada Okafor", "Adah Okafor; Obi Okafor")
    again(run, "contacts", log)
    run.ok("merge", "p1", "p3", "--yes")
    assert again(run, "contacts", log) == (0, 0, 1)
    turned = log.replace("Adah Okafor; Obi Okafor", "Obi Okafor; Ada Okafor")
    assert again(run, "contacts", turned) == (0, 0, 1)


def test_a_try_and_the_call_that_reached_her_are_two_in_whatever_order(
    run: Run, given: Given
) -> None:
    given.link(1, given.carer(given.household(), "Ngozi Hart"), relationship="mother")
    reached = MET.replace("Ngozi Okafor", "Ngozi Hart").replace("Lovely", "")
    tried = reached.replace("positive,", "positive,no-answer")
    again(run, "contacts", LOG + tried + reached)
    run.ok("merge", "c1", "c2", "--yes", "--anyway")
    assert again(run, "contacts", LOG + reached + tried) == (0, 0, 2)
