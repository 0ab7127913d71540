"""What may have been meant by a line that was not understood."""

import re
from collections.abc import Sequence
from typing import Any

from parentlink.parse.names import as_word, quoted
from parentlink.vocabulary import Outcome, Tone

_OPTIONS = {
    **dict.fromkeys((each.value for each in Tone), "--tone"),
    **dict.fromkeys((each.value for each in Outcome), "--outcome"),
}

# What is said to every command, and what stands behind it.
_OF_ALL = {"--db": "FILE", "--staff": "NAME", "--no-input": None, "--version": None}


def in_front(message: str, typed: Sequence[str]) -> str | None:
    """The line with an option for all commands where it belongs, if one stood behind its own."""
    found = re.match(r"No such option: (--[a-z-]+)", message)
    if not found or found[1] not in _OF_ALL:
        return None
    option, words = found[1], list(typed)
    at = max(at for at, word in enumerate(words) if word.partition("=")[0] == option)
    _, equals, value = words.pop(at).partition("=")
    moved = [option]
    if equals:
        moved.append(value)
    elif behind := _OF_ALL[option]:
        moved.append(words.pop(at) if at < len(words) else behind)
    line = " ".join(map(as_word, moved + words))
    return f"{option} goes before the command: parentlink {line}"


def way_out(message: str, ctx: Any) -> str:
    """What may have been meant by words that are too many, or no command."""
    where = ctx.command_path if ctx is not None else ""
    if found := re.match(r"Too many words: (.+)\.$", message):
        if where.startswith("parentlink import "):
            return ' One file at a time, please; a name with blanks needs quotes: "my class.csv".'
        if where.startswith("parentlink log-") and found[1] in _OPTIONS:
            return f" Did you mean {_OPTIONS[found[1]]} {found[1]}?"
        return ' Words that belong together need quotes: "mrs okafor".'
    if found := re.match(r"No such command (['\"])(.+?)\1\.", message):
        if where == "parentlink import" and "." in found[2]:
            return f" For a file of families: parentlink import families {quoted(found[2])}."
        if "Did you mean" not in message:
            return f" There are: {', '.join(ctx.command.list_commands(ctx))}."
    if found := re.search(r": '(.+)' is not one of ('.+')\.$", message):
        return _did_you_mean(found[1], found[2].strip("'").split("', '"))
    return ""


def _did_you_mean(typed: str, words: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(typed, words, n=1)
    return f" Did you mean {near[0]}?" if near else ""
