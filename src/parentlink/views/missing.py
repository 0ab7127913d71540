"""The line after a conversation was missed, or a step after it was done."""

from parentlink.parse.terms import in_full
from parentlink.usecases.conversations import Talk
from parentlink.usecases.missing import After
from parentlink.views.gate import one_line
from parentlink.vocabulary.talks import ConversationState, MissedStep


def missed_line(after: After) -> str:
    """What is noted, and the steps with their days: one line."""
    talk = after.talk
    steps = ", ".join(f"{one.step} by {in_full(one.due_on)}" for one in after.steps)
    return one_line(
        f"Conversation v{talk.id} with {talk.pupil}'s family is noted as missed. "
        f"Steps: {steps}. Undo: parentlink undo"
    )


def _all_done(talk: Talk) -> str:
    if talk.state != ConversationState.MISSED:
        return f"No step is open; it is {talk.state}."
    return f"No step is open. Next: give it a new time (parentlink conversation move v{talk.id})."


def step_line(after: After, step: MissedStep) -> str:
    """What is done, and what is still open: one line."""
    talk = after.talk
    left = ", ".join(one.step for one in after.steps)
    then = f"Still open: {left}." if left else _all_done(talk)
    return one_line(
        f"{step.value} is done for conversation v{talk.id} with {talk.pupil}'s family. {then} "
        "Undo: parentlink undo"
    )
