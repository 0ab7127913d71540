"""Text that people typed: nothing in it steers the screen, vanishes, or runs in a spreadsheet."""

import io
import json
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from conftest import SHARED
from parentlink.exchange.cells import guard, unguard
from parentlink.views import output
from parentlink.views.gate import one_line, visible

LIST = SHARED / "data" / "blns.json"
OWN = [
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;http://x\x1b\\link",
    "\x9b31m",
    "\x8d\x90\x9d",
    "a\rb",
    "a\x08\x08b",
    "a\nb\tc",
    "\u202egnp.exe",
    "\u2066a\u2069",
    "\u061c\u200e\u200f",
    "\u2028\u2029\ufeff",
    "a\x00b",
    "\ud800",
    "[red]bold[/red]",
    "[/]",
    "[link=x]",
    ":smile:",
    "\\[x]",
    "{x} {0}",
    "%s%n",
    "\U000e0041\U000e007f",
    "\ufff9\ufffa\ufffb",
    "=1+1",
    " =1+1",
    "'=1",
    "''",
    "+447700900123",
    "@SUM(A1)",
    "－1",
]
NAUGHTY: list[str] = OWN + (json.loads(LIST.read_text()) if LIST.exists() else [])

# What may reach a terminal besides plain characters: the line break.
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Row(NamedTuple):
    """What a command might show."""

    name: str
    note: str


def test_the_naughty_strings_are_here_where_the_shared_folder_is() -> None:
    if not LIST.exists():
        pytest.skip("the list of naughty strings is not on this computer")
    assert len(NAUGHTY) > 500


@pytest.mark.parametrize("shown", [visible, one_line])
def test_no_naughty_string_steers(shown: Any) -> None:
    allowed = {"\n", "\t"} if shown is visible else set()
    for text in NAUGHTY:
        assert set(STEERS.findall(shown(text))) <= allowed, ascii(text)
        shown(text).encode()  # a lone surrogate would raise here


BIDI = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_every_control_and_every_bidirectional_override_is_made_visible() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        steers = unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
        steers |= unicodedata.bidirectional(char) in BIDI
        if steers and char not in "\n\t":
            assert visible(char) != char, hex(code)


@any_of(text=st.text())
def test_what_needs_no_mending_is_shown_as_it_was_typed(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    if not STEERS.search(text) and text.isprintable():
        assert shown == text


@pytest.mark.parametrize(
    "name", ["Siobhán O’Brien", "Łukasz", "王小明", "عائشة", "नमस्ते", "👩‍👧", "Ĳsbrand-Æsa", "[Bob]"]
)
def test_names_of_every_script_are_left_alone(name: str) -> None:
    assert visible(name) == name == one_line(name)


def test_one_line_is_one_line() -> None:
    for text in NAUGHTY:
        assert len(one_line(text).splitlines()) <= 1, ascii(text)


# -- spreadsheets --------------------------------------------------------------------------

LIVE = re.compile("[\\s\u00a0]*[=+\\-@|%＝＋－＠]")


def test_no_naughty_string_runs_in_a_spreadsheet_and_each_comes_back() -> None:
    for text in NAUGHTY:
        assert not LIVE.match(guard(text)), ascii(text)
        assert unguard(guard(text)) == text, ascii(text)


@any_of(text=st.text() | st.text(alphabet="'=+-@ \t\r\n%|a"))
def test_any_cell_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not LIVE.match(guard(text))


def test_csv_is_guarded_and_json_is_exact(capsys: pytest.CaptureFixture[str]) -> None:
    # a bare return is never stored: ends of lines are made alike where text is typed
    rows = [Row(text, text) for text in NAUGHTY if text != "\ud800" and "\r" not in text]
    output.show(rows, output.Form.JSON)
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == [
        row.name for row in rows
    ]
    import csv

    read = list(csv.reader(io.StringIO(output.as_csv(rows), newline="")))[1:]
    assert [unguard(row[0]) for row in read] == [row.name for row in rows]
    assert not [row for row in read if LIVE.match(row[0])]


# -- a real terminal -----------------------------------------------------------------------

RICH_ONLY = re.compile(r"\x1b\[[0-9;]*m")  # its own colours and bold, nothing else


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
def test_a_table_on_a_terminal_sends_nothing_that_steers() -> None:
    sent = _on_a_terminal(lambda: output.show([Row(t, t) for t in NAUGHTY], output.Form.TABLE))
    text = RICH_ONLY.sub("", sent).replace("\r\n", "\n")
    assert set(STEERS.findall(text)) == set()
    assert "red]bold" in text.replace("\n", ""), "markup is shown, not obeyed"


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
def test_a_name_cannot_colour_the_table() -> None:
    plain = _on_a_terminal(lambda: output.show([Row("x", "x")], output.Form.TABLE))
    own = _on_a_terminal(lambda: output.show([Row(t, t) for t in NAUGHTY], output.Form.TABLE))
    assert set(RICH_ONLY.findall(own)) <= set(RICH_ONLY.findall(plain)) | {"\x1b[0m"}


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
def test_talk_and_answers_on_a_terminal_send_nothing_that_steers() -> None:
    def say() -> None:
        for text in NAUGHTY:
            output.line(text)
            output.talk(text)

    text = _on_a_terminal(say).replace("\r\n", "\n")
    # a terminal turns a tab into blanks; it moves to the right and hides nothing
    assert set(STEERS.findall(text)) <= {"\t"}


class Past(NamedTuple):
    """A row whose words need about 60 columns."""

    id: int
    when: str
    command: str
    what: str
    taken_back: str


def test_plain_rows_are_one_line_each() -> None:
    rows = [Row(text, text) for text in NAUGHTY]
    assert len(output.as_plain(rows).splitlines()) == len(rows) + 1


def _on_a_terminal(show: Any, columns: int = 200) -> str:
    """What reaches a terminal, run in a child of this process."""
    import pty

    child, handle = pty.fork()
    if child == 0:
        code = 1
        try:
            os.environ.update(TERM="xterm-256color", COLUMNS=str(columns))
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="backslashreplace")
            sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")
            show()
            sys.stdout.flush()
            code = 0
        finally:
            os._exit(code)
    sent = b""
    while part := _read(handle):
        sent += part
    os.close(handle)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, sent[-2000:]
    return sent.decode()


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
def test_a_long_line_goes_on_below_its_own_beginning() -> None:
    said = "   Ask for Ayşe Yılmaz, 07700 900064, speaks Turkish, English"
    sent = _on_a_terminal(lambda: output.line(f"1. Yılmaz (f14)\n{said}"), columns=50)
    assert sent.split("\r\n")[1:3] == [said[:-17], "   Turkish, English"]


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
def test_talk_is_as_wide_as_its_own_terminal_when_the_answer_goes_into_a_pipe() -> None:
    import fcntl
    import struct
    import termios

    def say() -> None:
        del os.environ["COLUMNS"]
        fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # as `| head`
        output.talk('1 carer was left out. If you need them: --never "the name" or --never all.')

    lines = _on_a_terminal(say).split("\r\n")
    assert [len(line) <= 60 for line in lines] == [True] * len(lines)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_rows_break_no_word_and_no_moment_on_a_narrow_terminal(columns: int) -> None:
    rows = [
        Past(place, "2026-11-23T15:40:00", "conversation target", "added Mr Wolstenholme", "no")
        for place in (1, 2)
    ]
    sent = _on_a_terminal(lambda: output.show(rows, None), columns)
    said = re.sub(r"\x1b\[[0-9;]*m", "", sent)
    for word in ("2026-11-23T15:40:00", "conversation", "Wolstenholme", "target", "taken"):
        assert said.count(word) == (1 if word == "taken" and columns > 40 else 2)
    assert max(map(len, said.splitlines())) <= columns


def test_every_view_goes_through_the_gate() -> None:
    """No module but output.py writes, so that nobody can forget the gate."""
    source = Path(output.__file__).parents[1]
    allowed = {Path(output.__file__)}
    for path in source.rglob("*.py"):
        if path not in allowed:
            assert not re.search(r"sys\.(stdout|stderr)\.write|\bprint\(", path.read_text()), path
