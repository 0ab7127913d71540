"""Help is whole: no line is cut on a narrow terminal."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.core import TyperGroup

from conftest import Run, below
from parentlink.commands.catalogue import FEATURES, load
from parentlink.vocabulary.restricted import COLUMNS as NAMES


def groups() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every group with the words that name it."""
    for name in FEATURES:
        command = load(name)
        if isinstance(command, TyperGroup):
            yield (name,), command
            for child, deeper in below(command):
                if isinstance(deeper, TyperGroup):
                    yield (name, child), deeper


@pytest.mark.parametrize("columns", ["80", "60", "50", "40"])
@pytest.mark.parametrize(("words", "group"), list(groups()), ids=lambda of: str(of))
def test_the_help_of_a_group_says_every_line_to_its_end(
    run: Run, words: tuple[str, ...], group: Any, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = run.ok(*words, "--help").out
    said = " ".join(out.split("Commands:")[1].split()).replace("- ", "-")
    for name, child in below(group):
        sentence = re.split(r"\.(?:\s|$)", " ".join(child.help.split()))[0]
        assert f"{name} {sentence}." in said
    assert max(map(len, out.splitlines())) <= int(columns)


@pytest.mark.parametrize(
    "words", [(), ("log-call",), ("import", "families"), ("export",), ("carer", "edit")]
)
def test_the_help_of_a_command_fits_the_narrowest_screen(
    run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = run.ok(*words, "--help").out
    lines = out.splitlines()
    long = [line for line in lines if len(line) > 40 and not line.startswith("  -")]
    assert long == []  # but the words of an option, which are not cut
    text = [line for line in lines if line.startswith("          ")]
    assert max(len(line.strip()) for line in text) > 20  # of which there is room beside the names


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that is no group, by its name."""
    yield from ((name, load(name)) for name in FEATURES)
    yield from (pair for _, group in groups() for pair in group.commands.items())


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda of: str(of))
def test_an_example_of_the_help_can_be_pasted_in_one_line(name: str, command: Any) -> None:
    for part in (command.help or "").split("\n\n"):
        if part.strip().startswith("parentlink "):
            assert len(" ".join(part.split())) <= 76, (name, part)


def test_so_can_what_is_said_to_somebody_new(run: Run) -> None:
    answer = run.ok()
    assert max(map(len, (answer.out + answer.err).splitlines())) <= 80


@pytest.mark.parametrize("typed", ["LOG-CALL", "log_call", "Log-Cal"])
def test_a_command_in_another_spelling_is_suggested(run: Run, typed: str) -> None:
    answer = run(typed)
    assert answer.code == 2
    assert f"There is no command {typed!r}. Did you mean log-call" in answer.err


@pytest.mark.parametrize("words", [("import", "families"), ("export",)])
def test_the_help_names_every_restricted_fact_that_may_be_asked_for(
    run: Run, words: tuple[str, ...]
) -> None:
    said = " ".join(run.ok(*words, "--help").out.split()).replace("- ", "-")
    for fact in NAMES:
        assert fact in said
