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


@pytest.mark.parametrize("columns", ["80", "60", "50"])
@pytest.mark.parametrize(("words", "group"), list(groups()), ids=lambda of: str(of))
def test_the_help_of_a_group_says_every_line_to_its_end(
    run: Run, words: tuple[str, ...], group: Any, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = run.ok(*words, "--help").out
    said = " ".join(out.split("Commands:")[1].split())
    for name, child in below(group):
        sentence = re.split(r"\.(?:\s|$)", " ".join(child.help.split()))[0]
        assert f"{name} {sentence}." in said
    assert max(map(len, out.splitlines())) <= int(columns)


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
