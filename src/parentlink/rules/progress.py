"""How a term of structured conversations is going: counted by tutor group, and compared."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from parentlink.vocabulary.talks import ConversationState

# Our own default: a handful of children can be told apart by those who know them.
SMALLEST = 5
_HELD = (ConversationState.HELD, ConversationState.CLOSED)


class PupilTerm(NamedTuple):
    """One pupil's term. A flag is None where nobody has said."""

    pupil_id: int
    tutor_group: str | None
    pp: bool | None
    send: bool | None
    eal: bool | None
    target: bool
    state: str | None = None
    missed: bool = False
    minutes: int = 0
    actions_due: int = 0
    actions_kept: int = 0


class Count(NamedTuple):
    """What was counted for some pupils.

    The conversations are those of targets, and `others` those with pupils who are none; actions
    and the hours of what was held are everybody's.
    """

    pupils: int
    targets: int
    booked: int
    held: int
    missed: int
    rearranged: int
    closed: int
    actions_due: int
    actions_kept: int
    hours: float
    others: int


class Compared(NamedTuple):
    """Pupils with a flag or the rest; `counts` is None where either side is too small to show."""

    flag: str
    side: str
    counts: Count | None


def count(pupils: Sequence[PupilTerm]) -> Count:
    """The sums of some pupils' terms. Missed ones that stand again are rearranged."""
    targets = [one for one in pupils if one.target]
    missed = [one for one in targets if one.missed]
    minutes = sum(one.minutes for one in pupils if one.state in _HELD)
    return Count(
        len(pupils),
        len(targets),
        sum(one.state is not None for one in targets),
        sum(one.state in _HELD for one in targets),
        len(missed),
        sum(one.state != ConversationState.MISSED for one in missed),
        sum(one.state == ConversationState.CLOSED for one in targets),
        sum(one.actions_due for one in pupils),
        sum(one.actions_kept for one in pupils),
        round(minutes / 60, 1),
        sum(one.state is not None and not one.target for one in pupils),
    )


def by_group(pupils: Iterable[PupilTerm]) -> list[tuple[str | None, Count]]:
    """One count for each tutor group by name, those without a group last."""
    groups: dict[str | None, list[PupilTerm]] = defaultdict(list)
    for one in pupils:
        groups[one.tutor_group].append(one)
    ordered = sorted(groups, key=lambda group: (group is None, group or ""))
    return [(group, count(groups[group])) for group in ordered]


_FLAGS: tuple[tuple[str, Callable[[PupilTerm], bool | None]], ...] = (
    ("pp", lambda one: one.pp),
    ("send", lambda one: one.send),
    ("eal", lambda one: one.eal),
)


def compare(pupils: Sequence[PupilTerm]) -> list[Compared]:
    """Pupils with pupil premium, SEND and EAL against the rest.

    Neither side is shown where one is smaller than `SMALLEST`: from the other and the sum of all
    it could be worked out. A pupil of whom nobody has said is on neither side.
    """
    rows = []
    for name, flag in _FLAGS:
        sides = {side: [one for one in pupils if flag(one) is side] for side in (True, False)}
        shown = all(len(side) >= SMALLEST for side in sides.values())
        for side, word in ((True, name), (False, "rest")):
            rows.append(Compared(name, word, count(sides[side]) if shown else None))
    return rows
