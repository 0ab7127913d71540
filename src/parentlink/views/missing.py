"""The line after a conversation was missed, or a step after it was done."""

from parentlink.parse.terms import in_full
from parentlink.usecases.missing import After
from parentlink.views.gate import one_line
from parentlink.vocabulary.talks import MissedStep


def missed_line(after: After) -> str:
    """What is noted, and the steps with their days: one line."""
    talk = after.talk
    steps = ", ".join(f"{one.step} by {in_full(one.due_on)}" for one in after.steps)
    return one_line(
        f"Conversation v{talk.id} with {talk.pupil}'s family is noted as missed. "
        f"Steps: {steps}. Undo: parentlink undo"
    )


def step_line(after: After, step: MissedStep) -> str:
    """What is done, and what is still open: one line."""
    talk = after.talk
    left = ", ".join(one.step for one in after.steps)
    then = f"Still open: {left}." if left else f"No step is open; it is {talk.state}."
    return one_line(
        f"{step.value} is done for conversation v{talk.id} with {talk.pupil}'s family. {then} "
        "Undo: parentlink undo"
    )
