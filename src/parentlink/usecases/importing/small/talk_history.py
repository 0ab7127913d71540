"""What happened to bookings, and the steps after missed conversations: two small tables that come
from our own export only. Moments say their offset from UTC."""

from parentlink.parse.names import clean_text
from parentlink.parse.words import word
from parentlink.usecases.importing.cells import Values, read_utc
from parentlink.usecases.importing.named import Wrong
from parentlink.usecases.importing.small import fields as small
from parentlink.usecases.importing.small.fields import Around, Cells
from parentlink.usecases.importing.small.table import Small
from parentlink.usecases.importing.small.term_fields import the_talk
from parentlink.vocabulary.talks import ConversationEvent, MissedStep

_LONGEST = 2_000


def happened(cells: Cells, around: Around) -> tuple[str, Values]:
    """Something that happened to a booking."""
    event = small.tried(
        "event", cells.get("event", ""), lambda it: word(ConversationEvent, it, "the event")
    )
    values: Values = {
        "conversation_id": the_talk(cells.get("conversation", ""), "conversation", around),
        "event": event.value,
        "happened_at": small.tried("happened_at", cells.get("happened_at", ""), read_utc),
        **small.staff(cells),
    }
    if was := cells.get("was_at"):
        values["was_at"] = small.tried("was_at", was, read_utc)
    if text := cells.get("reason"):
        values["reason"] = small.tried("reason", text, lambda it: _text(it, "the reason"))
    return small.key_of(values, HISTORY.key), values


def step(cells: Cells, around: Around) -> tuple[str, Values]:
    """One step after a missed conversation."""
    kind = small.tried("step", cells.get("step", ""), lambda it: word(MissedStep, it, "the step"))
    values: Values = {
        "conversation_id": the_talk(cells.get("conversation", ""), "conversation", around),
        "step": kind.value,
        "due_on": small.day(cells, "due_on", None),
    }
    done, text = cells.get("done_on"), cells.get("result")
    if bool(done) != bool(text):
        raise Wrong("done_on", done or "", "A step that is done has a day and a result; both.")
    if done and text:
        values["done_on"] = small.day(cells, "done_on", around)
        values["result"] = small.tried("result", text, lambda it: _text(it, "the result"))
    return small.key_of(values, STEPS.key), values


def _text(text: str, what: str) -> str:
    return clean_text(text, what, _LONGEST)


HISTORY = Small(
    "events of conversations",
    "conversation_history",
    ("conversation_id", "event", "happened_at", "was_at"),
    {
        "conversation": ("uid",),
        **dict.fromkeys(("happened_at", "event", "was_at", "staff", "reason", "problem"), ()),
    },
    happened,
)
STEPS = Small(
    "steps after missed conversations",
    "missed_follow_up",
    ("conversation_id", "step", "due_on"),
    {
        "conversation": ("uid",),
        **dict.fromkeys(("step", "due_on", "done_on", "result", "problem"), ()),
    },
    step,
)
