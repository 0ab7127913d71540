"""What the bulk of a sample school's contacts were about: shapes of contacts, and how they mix."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple


class Shape(NamedTuple):
    """All of a contact but who and when; in the order of the columns."""

    channel: str
    direction: str
    outcome: str
    tone: str | None
    minutes: int | None
    note: str | None


def _spoken(tone: str, notes: Sequence[str], channel: str = "call") -> list[Shape]:
    return [
        Shape(channel, "outgoing", "reached", tone, 2 + place % 6, note)
        for place, note in enumerate(notes)
    ]


PRAISE = _spoken(
    "positive",
    (
        "Rang to say how well the science practical went. Delighted.",
        "Five days in a row on time. Said thank you for the early starts.",
        "Shared the history project grade. They will celebrate tonight.",
        "Told them about the kindness shown to a new pupil.",
        "Reading age up by a year. Asked us to pass on thanks to the librarian.",
        "Spoke up in the debate. Home had heard all about it.",
        "Best effort score of the group this fortnight.",
        "Picked for the netball squad. Fixture list to follow.",
        "Maths homework complete all half-term. Very pleased.",
        "Helped at open evening without being asked.",
        "Thanked the family for supporting the trip.",
        "Good week all round; wanted home to know.",
    ),
)
CHECK_INS = _spoken(
    "check-in",
    (
        "Settling in well. Bus pass has arrived.",
        "Checked how things are after the bereavement. Appreciated the call.",
        "New timetable explained. No worries.",
        "Asked how the first week at the club went.",
        "Talked through options evening. Will both come.",
        "Confirmed the new address and who collects.",
        "Glasses are being repaired; seat moved to the front until Friday.",
    ),
)
CONCERNS = _spoken(
    "concern",
    (
        "Three homeworks missing in maths. Agreed to look at the planner on Sundays.",
        "Late four times. Bus has changed; will catch the earlier one.",
        "Quiet in lessons this week. Home has noticed too and will talk.",
        "Phone out twice. Agreed it stays in the locker.",
        "Fell out with a friend. Both sides heard, sitting apart for now.",
        "No PE kit. Spare kit lent, and the uniform fund mentioned.",
    ),
)
CHALLENGING = _spoken(
    "challenging",
    (
        "Unhappy about the detention. Listened; will look into it and ring back.",
        "Felt we had not answered an email. Said sorry and agreed a day to meet.",
        "Upset about the set change. Head of maths to ring.",
    ),
)
MEETINGS = [
    *_spoken("positive", ("Came to parents' evening. Proud of the art portfolio.",), "meeting"),
    *_spoken("check-in", ("Met to look at the first term together.",), "meeting"),
    *_spoken("check-in", ("Home visit with Ms Farah. Warm welcome.",), "home-visit"),
    *_spoken("concern", ("Met about attendance. Plan for the mornings agreed.",), "video"),
]
TRIED = [
    Shape("call", "outgoing", "no-answer", None, None, None),
    Shape("call", "outgoing", "no-answer", None, None, "Rang out twice."),
    Shape("call", "outgoing", "voicemail", "check-in", 1, "Left a message, asked for a good time."),
    Shape("call", "outgoing", "engaged", None, None, None),
]
PRAISE_SENT = [
    Shape("text", "outgoing", "reached", "positive", None, "Texted: superb effort in art today."),
    Shape("postcard", "outgoing", "reached", "positive", None, "Praise postcard for kindness."),
    Shape("call", "outgoing", "voicemail", "positive", 1, "Left the good news as a message."),
    Shape("planner", "outgoing", "reached", "positive", None, "Note in planner: great week."),
]
WRITTEN = [
    Shape("letter", "outgoing", "reached", "check-in", None, "Letter about the trip."),
    Shape("planner", "outgoing", "reached", "check-in", None, "Planner signed each week."),
    Shape("email", "outgoing", "reached", "check-in", None, "Sent the timetable."),
    Shape("planner", "outgoing", "reached", "positive", None, "Planner: three merits this week."),
]
RANG_US = [
    Shape("call", "incoming", "reached", "check-in", 4, "Rang to say there is a dentist visit."),
    Shape("call", "incoming", "reached", "positive", 3, "Rang to thank us for the trip."),
    Shape("call", "incoming", "reached", "concern", 6, "Worried about friendships. Will watch."),
]

# Contact mixes: of about a hundred contacts, how many of each kind.
MIXES: dict[str, tuple[tuple[list[Shape], int], ...]] = {
    "steady": ((PRAISE, 22), (CHECK_INS, 22), (CONCERNS, 16), (TRIED, 20), (PRAISE_SENT, 12)),
    "close": ((PRAISE, 38), (CHECK_INS, 20), (MEETINGS, 10), (RANG_US, 12), (PRAISE_SENT, 14)),
    "in writing": ((PRAISE_SENT, 48), (CHECK_INS, 22), (CONCERNS, 12), (TRIED, 18)),
    "concerns": ((CONCERNS, 62), (CHALLENGING, 14), (TRIED, 24)),
    "trying": ((TRIED, 86), (WRITTEN[:1], 8), (CHECK_INS, 6)),
    "not reached": ((TRIED, 100),),
    "no phone": ((WRITTEN, 100),),
}
SPREAD = (
    ("steady", 44),
    ("close", 22),
    ("in writing", 12),
    ("concerns", 9),
    ("trying", 9),
    ("not reached", 4),
)
TURNS = 64  # a power of two, so that a turn can be picked with a mask
NEWS = (
    "Highest effort grade in the group",
    "Helped a new pupil find every room",
    "First time reading aloud to the class",
    "Chosen for the Year team",
    "A full week on time",
    "Design chosen for the school garden",
    "Stayed behind to help set out chairs",
    "Best mark yet in maths",
)
VOWS = (
    "Ring with the new seating plan",
    "Send the homework club times",
    "Ask the head of maths about the set",
    "Find out about the bus pass",
    "Post the reading list",
)


def turns(mix: str, rng: Random) -> tuple[Shape, ...]:
    """The contacts that a family of this mix has, one after the other."""
    kinds = [kind for kind, _ in MIXES[mix]]
    weights = [weight for _, weight in MIXES[mix]]
    return tuple(rng.choice(kind) for kind in rng.choices(kinds, weights, k=TURNS))
