"""What may have been meant by a line that was not understood."""

import re
from collections.abc import Sequence
from typing import Any

from parentlink.parse.names import as_word, quoted
from parentlink.parse.words import TITLES
from parentlink.vocabulary import Outcome, Tone

_OPTIONS = {
    **dict.fromkeys((each.value for each in Tone), "--tone"),
    **dict.fromkeys((each.value for each in Outcome), "--outcome"),
}
# What an option may be called here that is called something else there.
_SAME = {
    **{"mobile": ("--phone",), "left": ("--leaves",), "leaving": ("--leaves",)},
    **dict.fromkeys(("when", "on", "at", "date", "day", "by", "due"), ("--when", "--at", "--by")),
    **{"reason": ("--why",), "why": ("--reason",), "rule": ("--reason",)},
}
_ELSEWHERE = {
    ("parentlink pupil", "show"): " Everything about one: parentlink family show NAME.",
    ("parentlink carer", "show"): " Everything about one: parentlink family show NAME.",
    ("parentlink import", "undo"): " To take an import back: parentlink undo --import N.",
}
_NOT_LONG = 40  # signs that are said again
# What may stand behind an option in more than one word.
_FREE = frozenset(("TEXT", "NAME", "WHO", "WHEN", "WHY", "WHAT", "CARER", "PUPIL", "REASON"))

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
    if behind := _OF_ALL[option]:
        moved.append(value if equals else words.pop(at) if at < len(words) else behind)
        if moved[1].lower() in TITLES and at < len(words):  # --staff Ms Reid
            moved[1] += f" {words.pop(at)}"
    line = " ".join(map(as_word, moved + words))
    return f"{option} goes before the command: parentlink {line}"


def way_out(message: str, ctx: Any, typed: Sequence[str]) -> str:
    """The message with what may have been meant by words too many, no option or no command."""
    where = ctx.command_path if ctx is not None else ""
    if found := re.match(r"Too many words: (.+)\.$", message):
        return message + _of_words(found[1], where, ctx, typed)
    if found := re.match(r"No such option: (--[\w-]+)", message):
        meant = _of_option(found[1][2:], ctx)
        return f"{found[0]}. Did you mean {meant}?" if meant else message
    if re.match(r"(?:Missing argument|Invalid value for) 'ID'", message):
        return message + _of_numbers(ctx)
    if found := re.match(r"No such command (['\"])(.+?)\1\.", message):
        return message + _of_command(found[2], where, ctx, is_near="Did you mean" in message)
    if found := re.search(r": '(.+)' is not one of ('.+')\.$", message):
        return message + _did_you_mean(found[1], found[2].strip("'").split("', '"))
    return message


def _of_words(words: str, where: str, ctx: Any, typed: Sequence[str]) -> str:
    """What is meant by words behind those that have a place."""
    if where.startswith("parentlink import "):
        return ' One file at a time, please; a name with blanks needs quotes: "my class.csv".'
    word = words.replace(" ", "-")
    if where.startswith("parentlink log-") and word in _OPTIONS:
        return f" Did you mean {_OPTIONS[word]} {word}?"
    first, _, rest = words.partition(" ")
    if rest and f"--{first}" in _options(ctx):
        return f" Did you mean --{first} {as_word(rest)}?"
    if days := ctx.params.get("between"):
        last = re.sub(r"^(to|and|-|–) ", "", words)
        return f" Two days belong together: --between {as_word(f'{days}..{last}')}"
    if re.fullmatch(r"[a-z]?[0-9]+", first):
        return ""
    return f" Words that belong together need quotes: {_together(words, ctx, typed)}."


def _together(words: str, ctx: Any, typed: Sequence[str]) -> str:
    """Words too many with the one in front of them; an example where that is none of theirs."""
    behind = (" ".join(typed[at:]) + " " for at in range(len(typed)))
    at = next((at for at, rest in enumerate(behind) if rest.startswith(f"{words} ")), 0)
    option, value = ("", "", *typed[:at])[-2:]
    if value.startswith("--"):
        option, _, value = value.partition("=")
    text = quoted(f"{value} {words}")
    params = ctx.command.params if len(text) <= _NOT_LONG else ()
    if any(option in each.opts and each.metavar in _FREE for each in params):
        return f"{option} {text}"
    last = [each.name for each in params if each.param_type_name == "argument"][-1:]
    return text if last and value and ctx.params.get(last[0]) == value else '"mrs okafor"'


def _of_numbers(ctx: Any) -> str:
    """The list that shows the numbers, where there is one beside the command."""
    group = ctx.parent
    there = "list" in getattr(group and group.command, "commands", {})
    return f" `{group.command_path} list` shows the numbers." if there else ""


def _of_option(name: str, ctx: Any) -> str:
    """The option that does it here, or ""."""
    there = _options(ctx)
    if (option := _OPTIONS.get(name)) in there:
        return f"{option} {name}"
    return next((each for each in _SAME.get(name, ()) if each in there), "")


def _options(ctx: Any) -> set[str]:
    """The options of the command that was typed."""
    return {each for param in ctx.command.params for each in param.opts} if ctx else set()


def _of_command(name: str, where: str, ctx: Any, *, is_near: bool) -> str:
    if where == "parentlink import" and "." in name:
        return f" For a file of families: parentlink import families {quoted(name)}."
    there = "" if is_near else f" There are: {', '.join(ctx.command.list_commands(ctx))}."
    return there + _ELSEWHERE.get((where, name), "")


def _did_you_mean(typed: str, words: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(typed, words, n=1)
    return f" Did you mean {near[0]}?" if near else ""
