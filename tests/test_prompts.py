"""Questions on a real terminal: only what is missing, asked again when not understood."""

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Given

pexpect = pytest.importorskip("pexpect")

WAIT = 30


class Terminal:
    """A person at a terminal of 60 columns."""

    def __init__(self) -> None:
        self.children: list[Any] = []

    def __call__(self, *words: str) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "parentlink", *words],
            encoding="utf-8",
            timeout=WAIT,
            dimensions=(30, 60),
            env=os.environ | {"TERM": "xterm"},
        )
        self.children.append(child)
        return child


@pytest.fixture
def terminal(given: Given) -> Iterator[Terminal]:
    given.staff()
    given.household("Okafor")
    terminal = Terminal()
    yield terminal
    for child in terminal.children:
        child.close(force=True)


def end(child: Any) -> tuple[int, str]:
    child.expect(pexpect.EOF)
    said = child.before or ""
    child.close()
    return child.exitstatus, said


def listening(child: Any, question: str) -> None:
    """Wait until a question stands on the screen whole, and readline has taken the keyboard."""
    child.expect(question)
    child.expect(": ")
    time.sleep(0.2)


def press(child: Any, key: str) -> None:
    """Press a key until the program has heard it: readline drops what comes as it sets up."""
    for _ in range(10):
        child.send(key)
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2) == 0:
            return


def contacts(given: Given) -> int:
    return int(given.value("SELECT COUNT(*) FROM contact"))


def test_only_what_is_missing_is_asked(terminal: Terminal, given: Given) -> None:
    child = terminal("log-call", "okafor")
    child.expect("Okafor: Ada Okafor 7KM")
    child.expect(r"What happened\? .*\[reached\]: ")
    child.sendline("")
    child.expect(r"What was it about\? .*challenging: ")  # no answer is more likely than another
    child.sendline("")
    child.expect("must be one of")
    child.sendline("concern")
    code, said = end(child)
    assert code == 0
    assert "Logged call 1" in said
    assert given.value("SELECT tone || outcome FROM contact") == "concernreached"


def test_who_must_not_be_contacted_is_said_before_any_question(
    terminal: Terminal, given: Given
) -> None:
    given.carer(1, "Emeka Okafor", contact_rule="never", rule_reason="court order")
    code, said = end(terminal("log-call", "okafor", "--with", "emeka"))
    assert (code, "What happened" in said) == (2, False)
    assert "DO NOT CONTACT Emeka Okafor: court order." in said


def test_it_is_said_whom_it_will_be_with_before_the_first_question(
    terminal: Terminal, given: Given
) -> None:
    given.carer(1, "Emeka Okafor", contact_rule="never", rule_reason="court order")
    child = terminal("log-call", "okafor")
    child.expect("CHECK THE NUMBER of Ngozi Okafor")
    child.expect(r"With Ngozi Okafor \(c1\), about Ada Okafor.")
    child.expect("What happened")
    child.sendline("no-answer")
    code, said = end(child)
    assert (code, "CHECK" in said) == (0, False)  # it was said once


def test_a_bare_number_below_a_list_is_the_number_of_the_line(
    terminal: Terminal, given: Given
) -> None:
    for day in (2, 3):
        family = given.family("Khan")
        given.pupil(family, name="Mohammed Khan", date_of_birth=date(2013, 3, day))
        given.carer(family, f"Imran{day} Khan")
    child = terminal("log-call", "khan", "-o", "no-answer", "--promise", "ring")
    child.expect(r"1\. Khan: Mohammed Khan 7KM; born Sat 2 Mar 2013;")
    child.expect(r"2\. Khan: Mohammed Khan 7KM; born Sun 3 Mar 2013;")
    child.expect("Which one")
    child.sendline("3")  # no line of the list, and not f3 either
    child.expect("from 1 to 2")
    child.expect("Which one")
    child.sendline("2")
    child.expect("Imran3 Khan")
    child.expect("By when")
    child.sendline("")
    assert end(child)[0] == 0
    assert given.value("SELECT family_id FROM contact") == 3  # not f2, as "2" would say elsewhere


def test_nobody_reached_asks_for_no_tone_and_a_full_line_for_nothing(
    terminal: Terminal, given: Given
) -> None:
    child = terminal("log-call", "okafor")
    child.expect("What happened")
    child.sendline("vm")
    assert end(child)[0] == 0
    code, said = end(terminal("log-call", "okafor", "-t", "positive"))
    assert code == 0
    assert "?" not in said
    assert contacts(given) == 2


def test_a_bare_log_call_walks_through_and_asks_again_what_it_did_not_understand(
    terminal: Terminal, given: Given
) -> None:
    child = terminal("log-call")
    for question, wrong, says, right in (
        ("Who was it with", "xylophone", "Nobody on file", "okafro"),
        ("What happened", "hapy", "must be one of", "reached"),
        ("What was it about", "c", "must be one of", "positive"),
    ):
        child.expect(question)
        child.sendline(wrong)
        child.expect(says)
        child.expect(question)
        child.sendline(right)
    child.expect("A few words")
    child.sendline("Ada léd the [choir]")
    child.expect("Did you promise anything")
    child.sendline("send the letter")
    child.expect("By when")
    child.sendline("frixday")
    child.expect("Cannot read")
    child.expect("By when")
    child.sendline("")
    code, said = end(child)
    assert code == 0
    assert "Promise 1 noted." in said
    assert "Took" not in said  # it was said when the name was asked for
    assert given.value("SELECT note FROM contact") == "Ada léd the [choir]"
    assert given.value("SELECT due_on FROM promise") == "2026-11-27"


def test_log_contact_asks_how(terminal: Terminal, given: Given) -> None:
    child = terminal("log-contact", "okafor", "-t", "positive")
    child.expect(r"How\?")
    child.sendline("smoke")
    child.expect("must be one of")
    child.expect(r"How\?")
    child.sendline("sms")
    assert end(child)[0] == 0
    assert given.value("SELECT channel FROM contact") == "text"


def test_a_slip_in_what_was_typed_is_said_before_the_first_question(terminal: Terminal) -> None:
    code, said = end(terminal("log-call", "okafor", "--when", "yestreday"))
    assert code == 2
    assert "What happened" not in said


@pytest.mark.parametrize("asked", ["Who was it with", "What happened", "A few words"])
def test_ctrl_c_at_any_question_saves_nothing(terminal: Terminal, given: Given, asked: str) -> None:
    child = terminal("log-call")
    for question, answer in (("Who", "okafor"), ("What happened", ""), ("about", "positive")):
        if asked.startswith(question):
            break
        child.expect(question)
        child.sendline(answer)
    listening(child, asked)
    press(child, "\x03")
    assert end(child)[0] == 130
    assert contacts(given) == 0


def test_ctrl_d_at_a_question_saves_nothing(terminal: Terminal, given: Given) -> None:
    child = terminal("log-call", "okafor")
    listening(child, "What happened")
    child.sendeof()
    code, said = end(child)
    assert code == 1
    assert "Nothing was saved" in said
    assert contacts(given) == 0


def test_no_lock_is_held_while_a_question_waits(terminal: Terminal, given: Given, db: Path) -> None:
    child = terminal("log-call")
    for question, answer in (("Who", "okafor"), ("What happened", ""), ("about", "positive")):
        child.expect(question)
        other = sqlite3.connect(db, timeout=0)
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE family SET household = ?", (question,))
        other.commit()
        other.close()
        child.sendline(answer)
    child.expect("A few words")
    child.kill(signal.SIGKILL)
    assert contacts(given) == 0


def test_no_input_never_asks_and_names_the_option(terminal: Terminal) -> None:
    code, said = end(terminal("--no-input", "log-call", "okafor"))
    assert code == 2
    assert "--tone or --outcome" in said
    assert end(terminal("--no-input", "log-call"))[0] == 2


@pytest.mark.parametrize(
    "words",
    [("timeline", "f2"), ("find", "steer"), ("family", "list"), ("family", "show", "f2"),
     ("carer", "list"), ("pupil", "list")],
    ids=" ".join,
)  # fmt: skip
def test_on_a_terminal_nothing_typed_can_steer_the_screen(
    terminal: Terminal, given: Given, words: tuple[str, ...]
) -> None:
    naughty = "[red]steer[/] :smile: \x1b[2J\u202e"  # an import may have let it in
    family = given.family(naughty)
    given.pupil(family, name=naughty)
    given.carer(family, naughty)
    given.contact(family, "2026-11-20", note=naughty)
    code, said = end(terminal(*words))
    assert code == 0
    shown = " ".join(said.split())
    assert "[red]steer[/]" in shown
    assert ":smile:" in shown
    assert "\\x1b[2J" in shown
    assert "\x1b[2J" not in said.replace("\\x1b[2J", "")
    assert "\u202e" not in said


def test_an_action_asks_again_what_it_did_not_understand(terminal: Terminal, given: Given) -> None:
    child = terminal("action", "add", "ada", "a story at bedtime")
    for question, wrong, says, right in (
        ("Who does it", "aunt", "must be one of", "home"),
        ("Who exactly", "", "nothing in the name", "Ngozi Okafor"),
        ("By when", "29/02", "not in every year", "fri"),
    ):
        child.expect(question)
        child.sendline(wrong)
        child.expect(says)
        child.expect(question)
        child.sendline(right)
    code, said = end(child)
    assert code == 0
    assert "(home: Ngozi Okafor) is due on" in " ".join(said.split())
    child = terminal("action", "not-working", "1")
    child.expect(r"What will you try instead\? ")
    child.sendline("")
    child.expect("nothing in what is tried")
    for question, right in (
        ("What will you try instead", "a story at breakfast"),
        ("By when", ""),
        (r"How did it go\? ", "too tired"),
    ):
        child.expect(question)
        child.sendline(right)
    assert end(child)[0] == 0
    assert given.value("SELECT COUNT(*) FROM action") == 2
