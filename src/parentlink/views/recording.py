"""What is said while a conversation is recorded, and the head of its notes."""

from collections.abc import Sequence

from parentlink.parse.terms import in_full
from parentlink.rules.conversation_form import AREAS
from parentlink.rules.school_days import counted
from parentlink.usecases.conversations import label
from parentlink.usecases.recording.keep import Done
from parentlink.usecases.recording.onfile import Record
from parentlink.views.gate import one_line


def kept_line(done: Done) -> str:
    """What changed, what is still missing, and how to take it back: one line."""
    talk = done.talk
    whose = one_line(f"Conversation v{talk.id} with {talk.pupil}'s family")
    if done.closed:
        next_ = f"; the next one on {in_full(talk.next_on)}" if talk.next_on else ""
        kept = f" ({', '.join(done.new)})" if done.new else ""
        return f"{whose} is closed{kept}{next_}. Undo: parentlink undo"
    if not done.new:
        return f"{whose}: nothing new to keep.{_still(done.missing)}"
    return f"{whose}: kept {', '.join(done.new)}.{_still(done.missing)} Undo: parentlink undo"


def _still(missing: Sequence[str]) -> str:
    return f" To close it, it still needs {_and(missing)}." if missing else ""


def not_closed(done: Done) -> str:
    """Why a conversation that should have been closed stays as it is."""
    return (
        f"Conversation v{done.talk.id} is not closed yet: it still needs {_and(done.missing)}. "
        "What was said is kept."
    )


def open_line(record: Record, missing: Sequence[str]) -> str:
    """What a conversation that is not closed yet still needs."""
    talk = record.talk
    then = _still(missing) or f" To close it: parentlink conversation record v{talk.id} --close"
    return one_line(f"Conversation v{talk.id} with {talk.pupil}'s family is kept.{then}")


def going_on(record: Record) -> list[str]:
    """What to know before the first question: whose it is, and that nothing will be lost."""
    talk = record.talk
    lines = [
        one_line(label(talk)),
        'Every answer is kept as you give it. Enter passes a question over; "stop" stops, and '
        "the same command goes on there later.",
    ]
    if record.answers or record.actions:
        held = counted(len(record.answers), "answer")
        lines.append(
            f"Kept so far: {held}, {counted(len(record.actions), 'action')}. To change one: "
            f"--say AREA=TEXT, or --edit."
        )
    return lines


def stopped(record: Record) -> str:
    """Where a half-way conversation stands."""
    held = counted(len(record.answers), "answer")
    return (
        f"Stopped. What you said is kept: {held}, {counted(len(record.actions), 'action')}. "
        f"To go on: parentlink conversation record v{record.talk.id}"
    )


def remarks(record: Record | None, *, restricted: bool) -> list[str]:
    """The head of a template: whose notes they are, and what is there but not shown."""
    if record is None:
        return ["Notes of a structured conversation: parentlink conversation record WHO --from"]
    lines = [f"Notes of the conversation {label(record.talk)}"]
    held = [AREAS[one.area].question for one in record.answers if one.restricted]
    if held and not restricted:
        lines.append(f"On file and held back: {', '.join(held)}. What you write there replaces it.")
    for one in record.actions:
        lines.append(
            f"Agreed already (action {one.id}): {one.owner}, {one.who}: {one.what}, "
            f"by {in_full(one.due_on)}"
        )
    return lines


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))
