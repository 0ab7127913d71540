"""The only module that writes: answers to stdout, talk to stderr, in every form."""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any, TextIO

from parentlink.errors import FileUnusable
from parentlink.exchange.cells import guard
from parentlink.views.gate import one_line, visible

_GAP = 2  # blanks after each column of a table
NARROWEST = 40


class Form(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ReaderLeft(Exception):
    """Whoever read our answer has closed it."""


def prepare() -> None:
    """UTF-8 out, whatever the terminal says it is; a character it cannot show is spelled out."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


# What was asked for may be saved by now: the answer comes behind it.
_DONE = "If something was to be changed, `parentlink undo --list` shows whether it was."


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        raise FileUnusable(f"There is nowhere to write the answer: the output is closed. {_DONE}")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as gone:
        raise ReaderLeft from gone
    except OSError as problem:
        why = f"The answer could not be written: {problem.strerror}. {_DONE}"
        raise FileUnusable(why) from problem


def forget() -> None:
    """Nobody reads any more: let Python's own farewell flush go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())


def line(text: str) -> None:
    """One line of answer."""
    _write(sys.stdout, _wrapped(visible(text), sys.stdout) + "\n")


def talk(text: str) -> None:
    """One line of talk."""
    if sys.stderr is not None:
        _write(sys.stderr, _wrapped(visible(text), sys.stderr) + "\n")


def _wrapped(text: str, stream: TextIO) -> str:
    """On a terminal a long sentence goes on below at a word; anywhere else it is left whole."""
    if not stream.isatty() or len(text) <= (room := width(stream)):
        return text
    import textwrap

    wrap = textwrap.TextWrapper(room, break_long_words=False, break_on_hyphens=False)
    lines = []
    for each in text.split("\n"):
        indent = len(each) - len(each.lstrip(" "))
        wrap.subsequent_indent = each[:indent]  # goes on below its own beginning
        lines += wrap.wrap(each) or [""]
    return "\n".join(lines)


def answer(question: str) -> str:
    """What is typed behind a question. Raises EOFError at Ctrl-D."""
    if sys.stdout is not None and sys.stdout.isatty():
        return input(visible(question))  # readline knows the question, and Ctrl-U leaves it alone
    _write(sys.stderr, visible(question))
    return input()


def raw(text: str) -> None:
    """Text that is exactly a file's content (an export to stdout)."""
    _write(sys.stdout, text)


def on_terminal() -> bool:
    """Whether a person is looking."""
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width(stream: TextIO | None = None) -> int:
    """Columns of the screen, never fewer than 40, so that nothing is ever squeezed to nothing.

    Of the answer's, or of the stream's where the answer goes into a pipe or a file.
    """
    import shutil

    usual = (80, 24)
    with contextlib.suppress(OSError, ValueError):
        usual = os.get_terminal_size(stream.fileno()) if stream else usual
    return max(NARROWEST, shutil.get_terminal_size(usual).columns)


# -- rows in every form --------------------------------------------------------------------


def show(
    found: Any,
    form: Form | None,
    *,
    view: Callable[[Any], Any] | None = None,
    plain: Callable[[Any], Sequence[str]] | None = None,
    empty: str = "",
) -> None:
    """Write rows (a list of named tuples) or a record in the form that was asked for.

    Without `form`: a designed or generic table on a terminal, plain lines with nothing cut off
    anywhere else.
    """
    if form is Form.JSON:
        _write(sys.stdout, as_json(found) + "\n")
    elif form is Form.CSV:
        _write(sys.stdout, as_csv(found if isinstance(found, list) else [found]))
    elif isinstance(found, list) and not found:
        talk(empty or "Nothing found.")
    elif on_terminal():
        render(view(found) if view else generic_table(found))
    elif plain:
        _write(sys.stdout, "".join(visible(text) + "\n" for text in plain(found)))
    else:
        _write(sys.stdout, as_plain(found if isinstance(found, list) else [found]))


def jsonable(value: Any) -> Any:
    """Named tuples become objects, dates and moments become ISO text."""
    if hasattr(value, "_asdict"):
        return {name: jsonable(cell) for name, cell in value._asdict().items()}
    if isinstance(value, dict):
        return {name: jsonable(cell) for name, cell in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(cell) for cell in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return value


def as_json(found: Any) -> str:
    """JSON a script may rely on: see docs/json.md."""
    import json

    return json.dumps(jsonable(found), ensure_ascii=False, indent=2)


def cell(value: Any) -> str:
    """One value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(cell(part) for part in value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def as_csv(rows: Sequence[Any]) -> str:
    """CSV with formula cells made harmless."""
    import csv
    import io

    out = io.StringIO()
    if rows:
        writer = csv.writer(out, lineterminator="\n")
        # Before Python 3.13 a lone carriage return was left without its quotes, and broke the row.
        careful = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(rows[0]._fields)
        for row in rows:
            cells = [guard(cell(value)) for value in row]
            (careful if any("\r" in text for text in cells) else writer).writerow(cells)
    return out.getvalue()


def headings(row: Any) -> list[str]:
    """Column names for people."""
    return [str(name).replace("_", " ") for name in row._fields]


def as_plain(rows: Sequence[Any]) -> str:
    """Aligned columns, whole, two spaces apart: readable, and cut by nothing."""
    table = [headings(rows[0]), *([one_line(cell(value)) for value in row] for row in rows)]
    widths = [max(len(record[place]) for record in table) for place in range(len(table[0]))]
    lines = (
        "  ".join(text.ljust(width) for text, width in zip(record, widths, strict=True)).rstrip()
        for record in table
    )
    return "".join(text + "\n" for text in lines)


def generic_table(rows: Any) -> Any:
    """Any rows as a table on the screen; where it is too narrow for one, a list of their parts."""
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    listed: Sequence[Any] = rows if isinstance(rows, list) else [rows]
    names = headings(listed[0])
    cells = [[one_line(cell(value)) for value in row] for row in listed]
    columns = list(zip(names, *cells, strict=True))
    wished = [max(map(cell_len, column)) for column in columns]
    least = [max(cell_len(word) for text in column for word in text.split()) for column in columns]
    room = width() - _GAP * len(columns)
    if sum(least) > room:
        return _parts(names, cells)
    table = Table(box=None, padding=(0, _GAP, 0, 0))
    for name, columns_wide in zip(names, _fitted(wished, least, room), strict=True):
        table.add_column(Text(name, style="bold"), width=columns_wide)
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _fitted(wished: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit into the room, taken from the widest; none below its longest word."""
    widths = [max(low, min(wish, room)) for wish, low in zip(wished, least, strict=True)]
    for _ in range(sum(widths) - room):
        free = [place for place, low in enumerate(least) if widths[place] > low]
        widths[max(free, key=widths.__getitem__)] -= 1
    return widths


def _parts(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Any:
    """Each row as lines of heading and value, what is empty left out."""
    from rich.text import Text

    text = Text()
    for row in cells:
        said = [(name, value) for name, value in zip(names, row, strict=True) if value]
        for place, (name, value) in enumerate(said):
            text.append(f"  {name}: " if place else f"{name}: ", style="bold")
            text.append(f"{value}\n")
    text.rstrip()
    return text


def render(renderable: Any) -> None:
    """A Rich renderable on the screen."""
    from rich.console import Console

    console = Console(width=width(), markup=False, emoji=False, highlight=False, file=sys.stdout)
    try:
        console.print(renderable)
    except BrokenPipeError as gone:
        raise ReaderLeft from gone
