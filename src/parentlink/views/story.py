"""The story of what was tried with a child, and the sheet for the classroom."""

from collections.abc import Callable
from typing import Any

from parentlink.parse.terms import in_full
from parentlink.rules.actions import Step
from parentlink.usecases.story import Classroom, Story, Told
from parentlink.views.gate import one_line


def story_lines(story: Story) -> list[str]:
    """Conversations with goals and next dates, then each chain of what was tried, as a tree."""
    families = {one.family for one in story.conversations} | {one.family for one in story.tried}
    several = len(families) > 1
    lines = [_named(story.pupil, story.tutor_group)]
    lines += ["Conversations" if story.conversations else "No conversation has been booked yet."]
    for talk in story.conversations:
        lines += _talk_lines(talk, several)
    lines += ["What was tried" if story.tried else "No action has been agreed yet."]
    for step in story.tried:
        lines += _step_lines(step, several)
    return [one_line(line) for line in lines]


def _named(pupil: str, group: str | None) -> str:
    return f"{pupil} {group}" if group else pupil


def _talk_lines(talk: Told, several: bool) -> list[str]:
    year = f"{talk.school_year}/{(talk.school_year + 1) % 100:02}"
    home = f", {talk.family}" if several else ""
    head = f"  v{talk.id}  {in_full(talk.on)} ({talk.term} {year}{home}): {talk.state}, "
    lines = [f"{head}with {talk.lead}"]
    lines += [f"      goal: {goal}" for goal in talk.goals]
    if talk.next_on:
        between = f"; in between: {talk.keep_in_touch}" if talk.keep_in_touch else ""
        lines.append(f"      next: {in_full(talk.next_on)}{between}")
    return lines


def _step_lines(step: Step, several: bool) -> list[str]:
    lead = "  " + "   " * (step.depth - 1) + "`- instead: " if step.depth else "  "
    indent = "  " + "   " * step.depth + "  "
    home = f", {step.family}" if several else ""
    closed = f"{in_full(step.closed_on)}" if step.closed_on else f"by {in_full(step.due_on)}"
    lines = [f"{lead}{step.what} ({step.owner}: {step.who}{home})"]
    state = {"open": "running", "not-working": "did not work"}.get(step.state, step.state)
    result = f": {step.result}" if step.result else ""
    return [*lines, f"{indent}{state}, {closed}{result} [action {step.id}]"]


def classroom_lines(found: Classroom) -> list[str]:
    """One sheet for teachers: what this child likes and is good at, and what helps."""
    lines = [f"For the classroom: {_named(found.pupil, found.tutor_group)}"]
    for title, texts in (("Good at", found.strengths), ("Likes", found.interests)):
        lines += [f"{title}:", *(f"  {text}" for text in texts)] if texts else []
    for title, state in (("What works", "worked"), ("Being tried now", "running")):
        texts = tuple(one.what for one in found.strategies if one.state == state)
        lines += [f"{title}:", *(f"  {text}" for text in texts)] if texts else []
    if len(lines) == 1:
        lines.append("Nothing to share yet: mark what teachers may use with --shareable.")
    return [one_line(line) for line in lines]


def held_back(count: int) -> str:
    """What to say beside a sheet that some texts are left out of."""
    texts = "1 text was left out, since it seems" if count == 1 else _left_out(count)
    return (
        f"{texts} to tell of somebody or something at home. To share what helps, write it down "
        "as an action that does not."
    )


def _left_out(count: int) -> str:
    return f"{count} texts were left out, since they seem"


def on_screen(lines: Callable[[Any], list[str]]) -> Callable[[Any], Any]:
    """Lines for the screen: what stands at the margin is a heading."""

    def view(found: Any) -> Any:
        from rich.text import Text

        text = Text()
        for line in lines(found):
            text.append(f"{line}\n", style="" if line.startswith(" ") else "bold")
        text.rstrip()
        return text

    return view
