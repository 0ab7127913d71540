"""A value that was typed, or is asked for on a terminal until it can be understood."""

from collections.abc import Callable
from typing import TypeVar

from parentlink.errors import Unreadable
from parentlink.rules.questions import Question
from parentlink.workspace import Workspace

Value = TypeVar("Value")


def asked(
    work: Workspace, typed: str | None, question: Question, understand: Callable[[str], Value]
) -> Value:
    """What was typed, understood; where nothing was, the answer, asked for again after a slip.

    Raises:
        Unreadable: what was typed cannot be understood, or nobody can answer.
    """
    if typed:
        return understand(typed)
    text = question.text + (f" {', '.join(question.words)}" if question.words else "")
    while True:
        answer = work.ask(text, question.option, question.default)
        try:
            return understand(answer)
        except Unreadable as problem:
            work.say(str(problem))
